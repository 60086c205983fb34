"""How many have sent their ballot, and of how many here: the same figures for the desk, the members and the hall."""

from __future__ import annotations

from app import views
from tests.conftest import MeetingOfBody, World
from tests.meetings.helpers import a_rule_of_the_sitting
from tests.voting.votes.conftest import opened


def cast(world: World, meeting: MeetingOfBody, vote: str, *people: str) -> None:
    for person in people:
        world.must(person, "vote.cast", meeting, vote=vote, choice="yes")


def mark(world: World, meeting: MeetingOfBody, status: str, *people: str) -> None:
    for person in people:
        world.must(meeting.secretary, "attendance.mark", meeting, person=person, status=status)


def figures(world: World, meeting: MeetingOfBody, vote: str) -> tuple[int, int]:
    """Sent, and of how many: every view's, from a snapshot and live."""
    sent, here, _ = everybody(world, meeting, vote)
    return sent, here


def everybody(world: World, meeting: MeetingOfBody, vote: str) -> tuple[int, int, int]:
    """Sent, of how many, and how many are here who may not vote."""
    found = set()
    for person in (meeting.chair, meeting.secretary, meeting.members[0], meeting.guests[0]):
        form = (world.state(person, meeting) or {})["votes"][vote]
        found.add((form["turnout"], form["turnout"] + form["awaited"], form["barred"]))
    with world.house.database.read() as read:
        for scopes in ({"desk"}, {"members"}, {"hall"}):
            live = views.live_figures(read, meeting.stream, frozenset(scopes))
            if live.get("turnout"):
                sent, more = live["turnout"][vote], live["awaited"][vote]
                found.add((sent, sent + more, live["barred"][vote]))
    assert len(found) == 1, found
    return found.pop()


def test_turnout_is_of_those_who_are_here(world: World, meeting: MeetingOfBody) -> None:
    mark(world, meeting, "absent", *meeting.members[5:])
    vote = opened(world, meeting)
    cast(world, meeting, vote, *meeting.members[:3])
    assert figures(world, meeting, vote) == (3, 6)


def test_who_comes_later_is_awaited_and_who_sent_and_left_still_counts(world: World, meeting: MeetingOfBody) -> None:
    mark(world, meeting, "absent", *meeting.members[5:])
    vote = opened(world, meeting)
    mark(world, meeting, "present", meeting.members[6])
    assert figures(world, meeting, vote) == (0, 7)
    cast(world, meeting, vote, meeting.members[6])
    mark(world, meeting, "left", meeting.members[6])
    assert figures(world, meeting, vote) == (1, 7)
    mark(world, meeting, "left", meeting.members[4])
    assert figures(world, meeting, vote) == (1, 6)


def test_who_became_a_member_after_the_opening_is_not_awaited(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting)
    since = world.now.date().isoformat()
    joins = [{"person": meeting.guests[0], "capacities": ["member"], "from_date": since}]
    world.must(None, "body.add_members", meeting.body, members=joins)
    mark(world, meeting, "present", meeting.guests[0])
    cast(world, meeting, vote, *meeting.body.roll)
    assert figures(world, meeting, vote) == (8, 8)


def test_who_may_not_vote_is_not_awaited(world: World, meeting: MeetingOfBody) -> None:
    mark(world, meeting, "online", meeting.members[1])
    vote = opened(world, meeting, no_vote=[meeting.members[0]])
    assert figures(world, meeting, vote) == (0, 6)
    cast(world, meeting, vote, meeting.chair, *meeting.members[2:])
    assert figures(world, meeting, vote) == (6, 6)


def test_who_is_here_and_may_not_vote_is_not_counted_among_those_away(world: World, meeting: MeetingOfBody) -> None:
    mark(world, meeting, "online", meeting.members[1])
    mark(world, meeting, "absent", meeting.members[2])
    vote = opened(world, meeting, no_vote=[meeting.members[0]])
    assert everybody(world, meeting, vote) == (0, 5, 2)
    cast(world, meeting, vote, meeting.chair)
    mark(world, meeting, "left", meeting.members[0])
    assert everybody(world, meeting, vote) == (1, 5, 1)
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    mark(world, meeting, "present", meeting.members[0])
    assert everybody(world, meeting, vote) == (1, 5, 1)


def test_who_is_online_is_awaited_where_the_rules_let_them_vote(world: World, meeting: MeetingOfBody) -> None:
    a_rule_of_the_sitting(world, meeting, "online_votes", True)
    mark(world, meeting, "online", meeting.members[1])
    assert figures(world, meeting, opened(world, meeting)) == (0, 8)


def test_a_closed_vote_keeps_the_figures_of_its_end(world: World, meeting: MeetingOfBody) -> None:
    mark(world, meeting, "absent", *meeting.members[5:])
    vote = opened(world, meeting)
    cast(world, meeting, vote, *meeting.members[:3])
    mark(world, meeting, "present", meeting.members[5])
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    mark(world, meeting, "present", meeting.members[6])
    mark(world, meeting, "left", meeting.members[4], meeting.members[0])
    assert figures(world, meeting, vote) == (3, 7)
