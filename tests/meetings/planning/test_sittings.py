"""A meeting that is taken up again on another day: another roll, other rules, and nobody's past is lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app import audit
from app.people.days import local, local_day
from app.wire import stamp
from meetings.planning.rules import LONGEST_BREAK, is_adjourned, over_with_the_day
from tests.conftest import MeetingOfBody, World
from tests.meetings.course.test_presiding import happened
from tests.meetings.helpers import code
from voting.votes.views import roll_rows

# -- when one begins ----------

DAYS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31))


@given(DAYS, st.none() | st.timedeltas(timedelta(minutes=1), timedelta(days=4)))
def test_a_pause_is_over_with_its_day_and_a_break_not_before_it_was_a_long_one(
    paused: datetime, lasts: timedelta | None
) -> None:
    until = None if lasts is None else paused + lasts
    over = over_with_the_day(paused, until)
    assert over.date() > paused.date()
    if is_adjourned(until, paused):
        assert over == datetime.combine(paused.date() + timedelta(days=1), datetime.min.time())
    else:
        assert over - paused >= LONGEST_BREAK and (until is None or over >= until)


# -- what the tests see ----------


def state(world: World, meeting: MeetingOfBody, person: str | None = None) -> dict[str, Any]:
    return world.state(person or meeting.secretary, meeting) or {}


def people(world: World, meeting: MeetingOfBody) -> dict[str, dict[str, Any]]:
    return dict(state(world, meeting)["people"])


def quorum(world: World, meeting: MeetingOfBody) -> tuple[int, int, int]:
    found = state(world, meeting)["meeting"][meeting.id]
    return found["members"], found["quorum"]["needed"], found["quorum"]["present"]


def sound(world: World) -> bool:
    return bool(audit.report(world.house)["problems"] == [])


def joins(world: World, meeting: MeetingOfBody, person: str, *capacities: str, days: int = 1) -> None:
    since = (local_day(world.now) + timedelta(days=days)).isoformat()
    new = {"person": person, "capacities": list(capacities or ("member",)), "from_date": since, "office": "Ủy viên mới"}
    world.must(None, "body.add_member", meeting.body, **new)


def leaves(world: World, meeting: MeetingOfBody, person: str) -> None:
    """With this day."""
    members = (world.state(meeting.secretary, meeting.body) or {})["members"].items()
    [term] = [id for id, one in members if one["person"] == person and one["to"] is None]
    world.must(None, "body.end_membership", meeting.body, member=term, on=local_day(world.now).isoformat())


def next_day(world: World, meeting: MeetingOfBody, by: str | None = None) -> None:
    """Adjourned to the next morning; everybody has gone home, and the meeting goes on."""
    adjourned = world.now
    world.must(meeting.chair, "meeting.pause", meeting, until=stamp(world.now + timedelta(days=1)))
    world.pass_time(days=1)
    world.must(None, "attendance.disperse", meeting, at=stamp(adjourned))
    world.must(by or meeting.secretary, "meeting.resume", meeting)


def present(world: World, meeting: MeetingOfBody, *persons: str) -> None:
    for person in persons:
        world.must(person, "attendance.check_in", meeting)


def told(world: World, meeting: MeetingOfBody) -> list[dict[str, Any]]:
    found = state(world, meeting, meeting.members[-1])["happenings"].values()
    return [one for one in found if one["kind"] == "roll_renewed"]


# -- who comes ----------


def test_whose_term_began_meanwhile_is_on_the_roll_checks_in_and_votes(world: World) -> None:
    meeting = world.meeting(phase="in_progress", members=6)
    new = world.person("Hoàng Mới")
    joins(world, meeting, new)
    assert world.state(new, meeting) is None and quorum(world, meeting)[:2] == (7, 5)
    next_day(world, meeting)
    row = people(world, meeting)[new]
    assert (row["capacity"], row["on_roll"], row["office"]) == ("member", True, "Ủy viên mới")
    assert row["joined_at"] == stamp(world.now) and quorum(world, meeting) == (8, 6, 0)
    seen = state(world, meeting, new)
    assert set(seen["items"]) == set(meeting.items) and seen["meeting"][meeting.id]["phase"] == "in_progress"
    present(world, meeting, new, meeting.chair, *meeting.members)
    vote = world.must(meeting.chair, "vote.open", meeting, question="?")["id"]
    world.must(new, "vote.cast", meeting, vote=vote, choice="yes")
    assert state(world, meeting)["votes"][vote]["members"] == 8
    assert [(one["members"], one["came"], one["went"]) for one in told(world, meeting)] == [(8, [new], [])]
    assert sound(world)


def test_a_guest_who_became_a_member_is_one_and_so_is_who_came_back(world: World) -> None:
    meeting = world.meeting(phase="in_progress", members=6, guests=1)
    guest, gone = meeting.guests[0], meeting.members[0]
    joins(world, meeting, guest)
    leaves(world, meeting, gone)
    next_day(world, meeting)
    assert people(world, meeting)[guest]["capacity"] == "member" and people(world, meeting)[gone]["former"] == "member"
    assert sorted(told(world, meeting)[0]["came"] + told(world, meeting)[0]["went"]) == sorted([guest, gone])
    joins(world, meeting, gone)
    next_day(world, meeting)
    back = people(world, meeting)[gone]
    assert (back["capacity"], back["on_roll"], "former" in back) == ("member", True, False)
    assert quorum(world, meeting)[0] == 8 and sound(world)


# -- who goes ----------


def test_whose_term_ended_counts_no_more_and_cannot_vote_but_what_they_did_stays(world: World) -> None:
    meeting = world.meeting(phase="in_progress", members=6)
    gone = meeting.members[0]
    speech = world.must(gone, "speaking.request", meeting, gist="Ý kiến")["id"]
    world.must(meeting.chair, "speaking.call", meeting, speech=speech)
    world.pass_time(minutes=2)
    world.must(meeting.chair, "speaking.finish", meeting, speech=speech)
    first = world.must(meeting.chair, "vote.open", meeting, question="?")["id"]
    world.must(gone, "vote.cast", meeting, vote=first, choice="yes")
    world.must(meeting.chair, "vote.close", meeting, vote=first)
    world.must(meeting.chair, "vote.announce", meeting, vote=first)
    before = state(world, meeting)
    leaves(world, meeting, gone)
    next_day(world, meeting)
    found = state(world, meeting)
    row, came = found["people"][gone], found["attendance"][gone]
    assert (row["capacity"], row["on_roll"], row["former"], row["former_at"]) == (
        "guest",
        False,
        "member",
        stamp(world.now),
    )
    assert (came["status"], came["arrived_at"]) == ("left", before["attendance"][gone]["arrived_at"])
    assert found["speeches"][speech] == before["speeches"][speech] and found["votes"][first] == before["votes"][first]
    assert quorum(world, meeting) == (6, 4, 0)
    own = state(world, meeting, gone)
    assert own["my_votes"][first]["choice"] == "yes" and not own.get("items"), "a guest of no item"
    present(world, meeting, meeting.chair, *meeting.members[1:], gone)
    assert quorum(world, meeting) == (6, 4, 6)
    vote = world.must(meeting.chair, "vote.open", meeting, question="?", item=meeting.items[0])["id"]
    assert code(world.run(gone, "vote.cast", meeting, vote=vote, choice="no")) in ("not_allowed", "not_found")
    assert state(world, meeting)["votes"][vote]["members"] == 6
    assert code(world.run(meeting.secretary, "meeting.uninvite", meeting, person=gone)) == "conflict"
    invited = [{"person": gone, "items": meeting.items[:1]}]
    world.must(meeting.secretary, "meeting.invite", meeting, people=invited)
    assert set(state(world, meeting, gone)["items"]) == {meeting.items[0]}
    assert sound(world)


def test_who_went_for_somebody_of_the_body_no_more_goes_for_nobody(world: World) -> None:
    meeting = world.meeting(members=6)
    gone, stays = meeting.members[:2]
    substitutes = [world.person("Người Đi Thay"), world.person("Người Đi Thay Khác")]
    for member, substitute in zip((gone, stays), substitutes, strict=True):
        args = {"person": substitute, "reason": "Đi công tác"}
        world.must(member, "attendance.send_substitute", meeting, **args)
    world.must(meeting.chair, "meeting.start", meeting)
    present(world, meeting, *substitutes)
    leaves(world, meeting, gone)
    next_day(world, meeting)
    one, other = (people(world, meeting)[person] for person in substitutes)
    assert (one["capacity"], one["former"], one["substitutes"]) == ("guest", "substitute", gone)
    assert (other["capacity"], other["substitutes"]) == ("substitute", stays)
    assert state(world, meeting)["attendance"][substitutes[0]]["status"] == "left"
    assert sound(world)


@pytest.mark.parametrize("successor", [False, True])
def test_where_who_presides_is_of_the_body_no_more_its_new_chair_does_or_the_desk_finds_somebody(
    world: World, successor: bool
) -> None:
    meeting = world.meeting(phase="in_progress", members=6)
    old, deputy = meeting.chair, meeting.members[0]
    leaves(world, meeting, old)
    if successor:
        leaves(world, meeting, deputy)
        joins(world, meeting, deputy, "chair", "member")
    next_day(world, meeting)
    assert people(world, meeting)[old]["former"] == "chair" and "leads" not in state(world, meeting)
    presides = state(world, meeting)["meeting"][meeting.id]["chair"]
    assert presides == (deputy if successor else None)
    assert happened(world, meeting)[-1] == "roll_renewed" and sound(world)
    assert code(world.run(old, "meeting.pause", meeting)) == "not_allowed"
    if not successor:
        present(world, meeting, deputy)
        world.must(meeting.secretary, "meeting.hand_over", meeting, person=deputy)
        assert state(world, meeting)["meeting"][meeting.id]["chair"] == deputy
    present(world, meeting, *meeting.members[1:5])
    world.must(deputy, "vote.open", meeting, question="?", reason="Thử")
    assert sound(world)


def test_a_member_whom_the_body_has_as_its_secretary_only_keeps_the_desk_and_no_vote(world: World) -> None:
    meeting = world.meeting(phase="in_progress", members=6)
    moved = meeting.members[0]
    leaves(world, meeting, moved)
    joins(world, meeting, moved, "secretary")
    next_day(world, meeting)
    row = people(world, meeting)[moved]
    assert (row["capacity"], row["on_roll"], "former" in row) == ("secretary", False, False)
    assert told(world, meeting)[0]["went"] == [moved] and quorum(world, meeting)[0] == 6 and sound(world)


def test_a_draft_forgets_who_was_to_be_kept_from_voting_and_left(world: World) -> None:
    meeting = world.meeting(phase="in_progress", members=6)
    gone, stays = meeting.members[:2]
    args = {"question": "?", "no_vote": [gone, stays]}
    draft = world.must(meeting.secretary, "vote.prepare", meeting, **args)["id"]
    leaves(world, meeting, gone)
    next_day(world, meeting)
    assert state(world, meeting)["votes"][draft]["no_vote"] == [stays]
    world.must(meeting.chair, "vote.open", meeting, vote=draft, reason="Thử")
    assert sound(world)


def test_who_left_the_body_is_not_invited_to_the_next_meeting_as_a_guest(world: World) -> None:
    meeting = world.meeting(phase="in_progress", members=6)
    gone = meeting.members[0]
    leaves(world, meeting, gone)
    next_day(world, meeting)
    when = {"starts_at": stamp(world.now + timedelta(days=7)), "meeting": meeting.id}
    following = world.must(meeting.secretary, "meeting.clone", meeting.body, **when)["id"]
    assert gone not in (world.state(meeting.secretary, f"meeting:{following}") or {})["people"]


# -- when nothing is renewed ----------


@pytest.mark.parametrize("how", ["over midnight", "a break over midnight", "taken up the same day"])
def test_within_one_sitting_the_roll_stays(world: World, how: str) -> None:
    world.now = datetime(2026, 11, 26, 15, 0, tzinfo=UTC)  # ten at night
    meeting = world.meeting(phase="in_progress", members=6)
    leaves(world, meeting, meeting.members[0])
    joins(world, meeting, world.person("Hoàng Mới"))
    if how == "taken up the same day":
        world.must(meeting.chair, "meeting.pause", meeting, until=stamp(world.now + timedelta(days=1)))
        world.pass_time(minutes=5)
    elif how == "a break over midnight":
        world.must(meeting.chair, "meeting.pause", meeting)
        world.pass_time(hours=5)
        assert local(world.now).hour == 3
    if how != "over midnight":
        world.must(meeting.chair, "meeting.resume", meeting)
    else:
        world.pass_time(hours=4)
    assert quorum(world, meeting) == (7, 5, 7) and told(world, meeting) == []
    vote = world.must(meeting.chair, "vote.open", meeting, question="?")["id"]
    world.must(meeting.members[0], "vote.cast", meeting, vote=vote, choice="yes")
    assert state(world, meeting)["votes"][vote]["members"] == 7 and sound(world)


def test_another_sitting_with_the_same_people_says_nothing_of_the_roll(world: World) -> None:
    meeting = world.meeting(phase="in_progress", members=6)
    next_day(world, meeting)
    assert told(world, meeting) == [] and quorum(world, meeting)[0] == 7 and sound(world)


# -- whatever comes ----------

STEPS = st.lists(st.sampled_from(["joins", "leaves", "guest", "break", "adjourned", "long break", "hours"]), max_size=7)


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(STEPS)
def test_the_roll_is_the_bodys_of_the_day_of_the_sitting_whoever_comes_and_goes(world: World, steps: list[str]) -> None:
    """And the quorum and every vote are counted of it. Whoever came on it after a vote's opening reads so by their own date, and is not
    on the vote's own roll (static/js/voting/entitled.js).
    """
    meeting = world.meeting(phase="in_progress", members=6)
    leaving, held = iter(meeting.members[:5]), 7
    body = 7
    for step in [*steps, "adjourned"]:
        if step == "joins":
            joins(world, meeting, world.person())
            body += 1
        elif step == "leaves" and (person := next(leaving, None)):
            leaves(world, meeting, person)
            body -= 1
        elif step == "guest":
            invited = [{"person": world.person(), "capacity": "guest", "items": [meeting.items[0]]}]
            world.must(meeting.secretary, "meeting.invite", meeting, people=invited)
        elif step == "hours":
            world.pass_time(hours=1)
        elif step == "break":
            world.must(meeting.chair, "meeting.pause", meeting)
            world.must(meeting.chair, "meeting.resume", meeting)
        elif step == "long break":
            world.must(meeting.chair, "meeting.pause", meeting)
            world.pass_time(days=1)
            world.must(meeting.chair, "meeting.resume", meeting)
            held = body
        elif step == "adjourned":
            next_day(world, meeting)
            held = body
        vote = world.must(meeting.chair, "vote.open", meeting, question="?", reason="Thử")["id"]
        found = state(world, meeting)
        assert found["votes"][vote]["members"] == found["meeting"][meeting.id]["members"] == held
        assert found["votes"][vote]["quorum"]["needed"] == found["meeting"][meeting.id]["quorum"]["needed"]
        world.must(meeting.chair, "vote.cancel", meeting, vote=vote, reason="Thử")
    for id, put in state(world, meeting)["votes"].items():
        with world.house.database.read() as read:
            frozen = {row["person"] for row in roll_rows(read, id)}
        for person, row in people(world, meeting).items():
            in_time = row["on_roll"] and not row.get("joined_at", "") > put["opened_at"]
            assert in_time == (row["on_roll"] and person in frozen)
    assert sound(world)


# -- what the audit finds ----------


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE participants SET on_roll = true WHERE former = 'member'", "roll_differs"),
        ("UPDATE participants SET former = '' WHERE former = 'member'", "roll_differs"),
        ("UPDATE participants SET joined_at = NULL", "roll_differs"),
        ("UPDATE participants SET on_roll = false WHERE joined_at IS NOT NULL", "roll_differs"),
        ("UPDATE participants SET on_roll = false WHERE capacity = 'chair'", "roll_differs"),
        ("UPDATE meetings SET sitting_since = started_at", "sitting_differs"),
        ("UPDATE happenings SET members = 9 WHERE kind = 'roll_renewed'", "happenings_differ"),
        ("UPDATE happenings SET came = went, went = came WHERE kind = 'roll_renewed'", "happenings_differ"),
    ],
)
def test_the_audit_finds_a_roll_that_was_changed_behind_the_house(world: World, change: str, found: str) -> None:
    meeting = world.meeting(phase="in_progress", members=6)
    leaves(world, meeting, meeting.members[0])
    joins(world, meeting, world.person("Hoàng Mới"))
    next_day(world, meeting)
    assert sound(world)
    with world.house.database.write() as write:
        assert write.execute(text(change)).rowcount
    assert found in {problem["code"] for problem in audit.report(world.house)["problems"]}
