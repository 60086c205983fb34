"""Everybody's number in a meeting, and checking in by it at the door."""

from __future__ import annotations

from app import audit
from tests.conftest import MeetingOfBody, World
from tests.meetings.attendance.test_hall_code import a_hall
from tests.meetings.helpers import code, fields


def numbers(world: World, meeting: MeetingOfBody) -> dict[str, int]:
    return {
        person: form["number"] for person, form in (world.state(meeting.secretary, meeting) or {})["people"].items()
    }


def status(world: World, meeting: MeetingOfBody, person: str) -> str:
    return str((world.state(meeting.secretary, meeting) or {})["attendance"][person]["status"])


def test_everybody_has_a_number_of_their_own_in_the_bodys_order(world: World) -> None:
    meeting = world.meeting("published", guests=2)
    found = numbers(world, meeting)
    assert sorted(found.values()) == list(range(1, len(found) + 1))
    assert found[meeting.chair] == 1 and found[meeting.members[0]] < found[meeting.members[1]]


def test_a_number_is_kept_when_others_come_and_go(world: World) -> None:
    meeting = world.meeting("published", guests=2)
    before = numbers(world, meeting)
    world.must(meeting.secretary, "meeting.uninvite", meeting, person=meeting.guests[0])
    one_more = world.person("Thêm Người Mới")
    world.must(meeting.secretary, "meeting.invite", meeting, people=[{"person": one_more}])
    world.must(meeting.secretary, "meeting.edit", meeting, minutes=90)
    after = numbers(world, meeting)
    assert all(after[person] == number for person, number in before.items() if person in after)
    assert len(set(after.values())) == len(after)


def test_the_door_checks_in_whoever_types_their_number(world: World) -> None:
    meeting = world.meeting("in_progress", present=False)
    member, screen = meeting.members[3], a_hall(world, meeting)
    number = numbers(world, meeting)[member]
    assert code(world.run(screen, "attendance.check_in_number", meeting, number=number)) == "ok"
    assert status(world, meeting, member) == "present"
    head = world.run(screen, "attendance.check_in_number", meeting, number=number)
    assert head.ok and head.seq == world.run(screen, "attendance.check_in_number", meeting, number=number).seq
    assert audit.report(world.house)["problems"] == []


def test_a_number_of_nobody_checks_nobody_in(world: World) -> None:
    meeting = world.meeting("in_progress", present=False)
    wrong = world.run(meeting.secretary, "attendance.check_in_number", meeting, number=999)
    assert code(wrong) == "invalid" and fields(wrong) == {"number"}


def test_a_member_checks_in_no_other_by_number_and_nobody_before_the_time(world: World) -> None:
    meeting = world.meeting("in_progress", present=False)
    assert code(world.run(meeting.members[0], "attendance.check_in_number", meeting, number=2)) == "not_allowed"
    later = world.meeting("preparing", body=meeting.body)
    early = world.run(later.secretary, "attendance.check_in_number", later, number=2)
    assert code(early) == "not_in_progress"


def test_the_door_needs_no_code_where_one_is_needed_for_a_tap(world: World) -> None:
    meeting = world.meeting("published")
    rules = {"vote_rules": {"check_in_code": True}, "reason": "Hội trường đông người"}
    world.must(meeting.secretary, "meeting.edit", meeting, **rules)
    world.must(a_hall(world, meeting), "attendance.check_in_number", meeting, number=2)
