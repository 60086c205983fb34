"""What goes wrong in the middle of a meeting, and how it comes out: each has one clear outcome."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app import audit
from app.people.days import local_day
from app.wire import stamp
from tests.conftest import MeetingOfBody, World
from tests.meetings.course.test_presiding import happened
from tests.meetings.helpers import another_sitting, code
from voting.votes.models import Vote


def state(world: World, meeting: MeetingOfBody) -> dict[str, Any]:
    return world.state(meeting.secretary, meeting) or {}


def opened(world: World, meeting: MeetingOfBody) -> str:
    return str(world.must(meeting.chair, "vote.open", meeting, question="Thông qua?", item=meeting.items[0])["id"])


def membership_of(world: World, meeting: MeetingOfBody, person: str) -> str:
    members = (world.state(meeting.secretary, meeting.body) or {})["members"]
    return next(id for id, one in members.items() if one["person"] == person)


# -- an item, the meeting, and what is open --------


def test_neither_an_item_nor_the_meeting_ends_over_an_open_vote(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    opened(world, meeting)
    acts: list[tuple[str, dict[str, Any]]] = [
        ("agenda.finish_item", {"item": meeting.items[0]}),
        ("agenda.start_item", {"item": meeting.items[1]}),
        ("meeting.end", {}),
    ]
    for name, args in acts:
        refused = world.run(meeting.chair, name, meeting, **args)
        assert code(refused) == "conflict" and "biểu quyết" in refused.error["message"]  # type: ignore[index]
    assert state(world, meeting)["items"][meeting.items[0]]["state"] == "current"


@pytest.mark.parametrize("what", ["current", "speech", "conclusion", "done"])
def test_an_item_that_something_hangs_on_is_not_taken_off_the_agenda(world: World, what: str) -> None:
    meeting = world.meeting(phase="in_progress")
    item = meeting.items[1]
    if what == "current":
        item = meeting.items[0]
    elif what == "speech":
        world.must(meeting.members[0], "speaking.request", meeting, item=item)
    elif what == "conclusion":
        world.must(meeting.secretary, "conclusion.record", meeting, item=item, text="Thống nhất")
    else:
        item = meeting.items[0]
        world.must(meeting.chair, "agenda.start_item", meeting, item=meeting.items[1])
    assert code(world.run(meeting.secretary, "agenda.remove_item", meeting, item=item)) == "conflict"
    assert item in state(world, meeting)["items"]


# -- two chairs at once ----------


def test_two_presses_on_starting_an_item_start_it_once(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    first = world.run(meeting.chair, "agenda.start_item", meeting, item=meeting.items[1])
    second = world.run(meeting.secretary, "agenda.start_item", meeting, item=meeting.items[1])
    assert first.ok and second.ok and second.seq == first.seq


@pytest.mark.parametrize(("name", "said"), [("meeting.pause", "tạm nghỉ"), ("meeting.end", "kết thúc")])
def test_the_second_of_two_presses_is_told_what_the_first_has_done(world: World, name: str, said: str) -> None:
    meeting = world.meeting(phase="in_progress")
    assert world.run(meeting.chair, name, meeting).ok
    second = world.run(meeting.secretary, name, meeting)
    assert code(second) in ("conflict", "not_in_progress")
    assert said in second.error["message"]  # type: ignore[index]


def test_two_presses_on_opening_and_announcing_a_vote_make_one_of_each(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    prepared = {"question": "Thông qua?", "item": meeting.items[0]}
    vote = world.must(meeting.secretary, "vote.prepare", meeting, **prepared)["id"]
    world.must(meeting.chair, "vote.open", meeting, vote=vote)
    assert code(world.run(meeting.chair, "vote.open", meeting, vote=vote)) == "conflict"
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    world.must(meeting.chair, "vote.announce", meeting, vote=vote)
    second = world.run(meeting.chair, "vote.announce", meeting, vote=vote)
    assert code(second) in ("ok", "conflict") and len(state(world, meeting)["votes"]) == 1
    assert audit.report(world.house)["problems"] == []


# -- a member removed in the middle ----------


def test_a_term_ended_in_the_middle_leaves_the_seat_the_list_and_the_open_ballot_until_the_meeting_ends(
    world: World,
) -> None:
    meeting = world.meeting(phase="in_progress", members=5)
    gone = meeting.members[0]
    world.must(gone, "speaking.request", meeting)
    vote = opened(world, meeting)
    world.must(None, "body.end_membership", meeting.body, member=membership_of(world, meeting, gone))
    found = state(world, meeting)
    assert found["people"][gone]["on_roll"] and found["meeting"][meeting.id]["members"] == 6
    assert [one["person"] for one in found["speeches"].values()] == [gone]
    world.must(gone, "vote.cast", meeting, vote=vote, choice="yes")
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    assert state(world, meeting)["votes"][vote]["members"] == 6
    assert audit.report(world.house)["problems"] == []


def test_a_guest_made_a_member_under_an_open_vote_is_a_guest_and_has_no_ballot_in_it(world: World) -> None:
    meeting = world.meeting(phase="in_progress", members=5, guests=1)
    vote, guest = opened(world, meeting), meeting.guests[0]
    since = {"from_date": local_day(world.now).isoformat()}
    world.must(None, "body.add_member", meeting.body, person=guest, capacities=["member"], **since)
    row = (world.state(guest, meeting) or {})["people"][guest]
    assert (row["capacity"], row["on_roll"], "joined_at" in row) == ("guest", False, False)
    assert code(world.run(guest, "vote.cast", meeting, vote=vote, choice="yes")) == "not_allowed"
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    another_sitting(world, meeting)
    row = (world.state(guest, meeting) or {})["people"][guest]
    put = state(world, meeting)["votes"][vote]
    assert row["on_roll"] and row["joined_at"] > put["opened_at"] and put["members"] == 6


def a_quorum_from_tomorrow(world: World, meeting: MeetingOfBody, value: dict[str, int]) -> str:
    tomorrow = (local_day(world.now) + timedelta(days=1)).isoformat()
    rule = {"key": "quorum", "value": value, "valid_from": tomorrow}
    return str(world.must(None, "body.set_rule", meeting.body, **rule)["id"])


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.sampled_from(["ends", "ends tomorrow", "begins", "began", "guest", "day", "rule", "break"]), max_size=6)
)
def test_the_quorum_and_every_vote_are_of_the_same_members_whoever_comes_and_goes_meanwhile(
    world: World, steps: list[str]
) -> None:
    """The roll is that of the day on which the meeting began."""
    meeting = world.meeting(phase="in_progress", members=6)
    leaving = iter(meeting.members)
    since = local_day(world.now)
    for step in [*steps, "ends"]:
        if step.startswith("ends"):
            term = membership_of(world, meeting, next(leaving, meeting.members[0]))
            on = {"on": (since + timedelta(days=1)).isoformat()} if "tomorrow" in step else {}
            world.run(None, "body.end_membership", meeting.body, member=term, **on)
        elif step == "day":
            world.pass_time(days=1)
        elif step == "rule":
            a_quorum_from_tomorrow(world, meeting, {"numerator": 6, "denominator": 7})
        elif step == "break":
            world.must(meeting.chair, "meeting.pause", meeting)
            world.must(meeting.chair, "meeting.resume", meeting)
        elif step == "guest":
            invited = [{"person": world.person(), "capacity": "guest", "items": [meeting.items[0]]}]
            world.must(meeting.secretary, "meeting.invite", meeting, people=invited)
        else:
            first = since if step == "began" else since + timedelta(days=1)
            new = {"person": world.person(), "capacities": ["member"], "from_date": first.isoformat()}
            world.must(None, "body.add_member", meeting.body, **new)
        vote = opened(world, meeting)
        found = state(world, meeting)
        quorum, put = found["meeting"][meeting.id]["quorum"], found["votes"][vote]
        assert put["members"] == found["meeting"][meeting.id]["members"] == 7
        assert (put["quorum"]["needed"], put["quorum"]["present"]) == (quorum["needed"], quorum["present"])
        world.must(meeting.chair, "vote.cancel", meeting, vote=vote, reason="Thử")
    assert audit.report(world.house)["problems"] == []


def test_the_meeting_and_a_vote_ask_for_one_quorum_over_midnight_and_for_the_new_one_once_taken_up_again(
    world: World,
) -> None:
    meeting = world.meeting(phase="in_progress", members=6)
    world.must(meeting.secretary, "attendance.mark", meeting, person=meeting.members[0], status="left")
    world.must(meeting.secretary, "attendance.mark", meeting, person=meeting.members[1], status="left")
    rule = a_quorum_from_tomorrow(world, meeting, {"numerator": 6, "denominator": 7})
    world.pass_time(days=1)

    def needed(**args: Any) -> tuple[int, int, Any]:
        vote = str(world.must(meeting.chair, "vote.open", meeting, question="Thông qua?", **args)["id"])
        found = state(world, meeting)
        with world.house.database.read() as read:
            held = read.execute(select(Vote.rules).where(Vote.id == vote)).scalar_one()
        world.must(meeting.chair, "vote.cancel", meeting, vote=vote, reason="Thử")
        numbers = found["meeting"][meeting.id]["quorum"]["needed"], found["votes"][vote]["quorum"]["needed"]
        return *numbers, held["ids"].get("quorum")

    assert needed() == (5, 5, "default")
    world.must(meeting.chair, "meeting.pause", meeting, until=stamp(world.now + timedelta(minutes=10)))
    world.must(meeting.chair, "meeting.resume", meeting)
    assert needed() == (5, 5, "default"), "a break opens no other sitting"
    another_sitting(world, meeting)
    assert happened(world, meeting)[-2:] == ["resumed", "quorum_lost"]
    assert needed(reason="Thử") == (6, 6, rule)
    assert audit.report(world.house)["problems"] == []


def test_the_next_meeting_is_without_them(world: World) -> None:
    meeting = world.meeting(phase="in_progress", members=5)
    gone = meeting.members[0]
    world.must(None, "body.end_membership", meeting.body, member=membership_of(world, meeting, gone))
    following = world.meeting(phase="in_progress", body=meeting.body, present=False)
    people = (world.state(following.secretary, following) or {})["people"]
    assert gone not in people and sum(one["on_roll"] for one in people.values()) == 5


def test_whose_account_is_closed_keeps_the_seat_until_the_desk_says_they_left(world: World) -> None:
    meeting = world.meeting(phase="in_progress", members=5)
    gone = meeting.members[0]
    world.must(None, "person.edit", "system", person=gone, active=False)
    assert state(world, meeting)["attendance"][gone]["status"] == "present"
    world.must(meeting.secretary, "attendance.mark", meeting, person=gone, status="left")
    assert state(world, meeting)["meeting"][meeting.id]["quorum"]["present"] == 5


# -- names, midnight ----------


def test_ninety_five_members_of_one_name_are_told_apart_by_office(world: World) -> None:
    body = world.body(members=0)
    people = [world.person("Nguyễn Văn An") for _ in range(95)]
    rows = [
        {"person": one, "capacities": ["member"], "office": f"Trưởng phòng {n}", "from_date": "2025-01-01"}
        for n, one in enumerate(people, start=1)
    ]
    world.must(None, "body.add_members", body, members=rows)
    meeting = world.meeting(phase="in_progress", body=body)
    world.must(meeting.secretary, "attendance.mark_many", meeting, status="present")
    vote = opened(world, meeting)
    world.must(people[7], "vote.cast", meeting, vote=vote, choice="yes")
    found = state(world, meeting)
    assert len({one["office"] for one in found["people"].values() if one["name"] == "Nguyễn Văn An"}) == 95
    assert found["votes"][vote]["turnout"] == 1 and found["meeting"][meeting.id]["members"] == 96
    listed = [one["number"] for one in found["people"].values()]
    assert len(set(listed)) == len(listed)


def test_after_midnight_the_roll_is_still_that_of_the_meeting(world: World) -> None:
    """A term that ends with the day of the meeting covers it to its end."""
    world.now = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)  # eleven at night
    meeting = world.meeting(phase="in_progress", members=5)
    member = membership_of(world, meeting, meeting.members[0])
    world.must(None, "body.end_membership", meeting.body, member=member, on="2026-11-26")
    world.pass_time(hours=2)
    vote = opened(world, meeting)
    assert state(world, meeting)["votes"][vote]["members"] == 6
    world.must(meeting.members[0], "vote.cast", meeting, vote=vote, choice="yes")
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    world.must(meeting.chair, "vote.announce", meeting, vote=vote)
    assert audit.report(world.house)["problems"] == []
