"""Rooms of a body, the plan a meeting takes, and who sits where, through the writer."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, update

from app import audit
from meetings.seating.models import MeetingRoom, Seat, Seating
from tests.conftest import MeetingOfBody, World
from tests.meetings.helpers import code, fields

PLAN: dict[str, Any] = {"shape": "arcs", "head": 3, "rows": [5, 7]}


def a_room(world: World, meeting: MeetingOfBody, name: str = "Phòng Sông Lạc", **plan: Any) -> str:
    return str(world.must(meeting.secretary, "room.create", meeting.body, name=name, **{**PLAN, **plan})["id"])


def taken(world: World, meeting: MeetingOfBody, **plan: Any) -> str:
    room = a_room(world, meeting, **plan)
    world.must(meeting.secretary, "seating.choose", meeting, room=room)
    return room


def seats(world: World, meeting: MeetingOfBody, person: str | None = None) -> dict[str, int]:
    state = world.state(person or meeting.secretary, meeting) or {}
    return {who: form["seat"] for who, form in state.get("seats", {}).items()}


def sound(world: World) -> None:
    assert audit.report(world.house)["problems"] == []


def test_the_secretary_keeps_the_bodys_list_of_rooms(world: World) -> None:
    meeting = world.meeting("published")
    room = a_room(world, meeting)
    world.must(meeting.secretary, "room.edit", meeting.body, room=room, rows=[9], shape="u")
    shown = (world.state(meeting.secretary, meeting.body) or {})["rooms"][room]
    assert shown == {"name": "Phòng Sông Lạc", "shape": "u", "head": 3, "rows": [9]}
    assert "rooms" not in (world.state(meeting.members[0], meeting.body) or {})
    again = world.run(meeting.secretary, "room.create", meeting.body, name=" Phòng  Sông Lạc ", **PLAN)
    assert code(again) == "conflict"
    assert code(world.run(meeting.members[0], "room.create", meeting.body, name="x", **PLAN)) == "not_allowed"
    world.must(meeting.secretary, "room.remove", meeting.body, room=room)
    assert not (world.state(meeting.secretary, meeting.body) or {}).get("rooms")


@pytest.mark.parametrize(("plan", "field"), [({"rows": []}, "rows"), ({"head": 99}, "head"), ({"rows": [0]}, "rows")])
def test_a_plan_that_cannot_be_built_is_refused_in_words(world: World, plan: dict[str, Any], field: str) -> None:
    meeting = world.meeting("published")
    args = {**PLAN, "head": 0, **plan}
    wrong = world.run(meeting.secretary, "room.create", meeting.body, name="Phòng", **args)
    assert code(wrong) == "invalid" and fields(wrong) == {field}


def test_seats_are_filled_in_order_the_chair_in_the_middle(world: World) -> None:
    meeting = world.meeting("published", guests=1)
    taken(world, meeting)
    world.must(meeting.secretary, "seating.fill", meeting)
    found = seats(world, meeting)
    assert found[meeting.chair] == 2
    assert len(found) == 10 and found[meeting.guests[0]] == max(found.values())
    for person in (meeting.members[0], meeting.guests[0], meeting.chair):
        assert seats(world, meeting, person) == found
    again = world.run(meeting.secretary, "seating.fill", meeting)
    assert again.ok and seats(world, meeting) == found
    sound(world)


def test_people_at_other_sites_and_who_has_a_substitute_need_no_seat(world: World) -> None:
    meeting = world.meeting("published")
    site = world.must(meeting.secretary, "attendance.add_site", meeting, name="Xã Tân Lập")["id"]
    world.must(meeting.secretary, "attendance.place", meeting, people=[meeting.members[0]], site=site)
    instead = world.person("Người Đi Thay")
    world.must(meeting.members[1], "attendance.send_substitute", meeting, person=instead, reason="Đi công tác")
    taken(world, meeting)
    world.must(meeting.secretary, "seating.fill", meeting)
    found = seats(world, meeting)
    assert instead in found and not {meeting.members[0], meeting.members[1]} & found.keys()


def test_two_change_seats_and_who_is_pushed_out_has_none(world: World) -> None:
    meeting = world.meeting("published")
    one, two, three = meeting.members[:3]
    taken(world, meeting)
    for person, seat in ((one, 4), (two, 5), (one, 5)):
        world.must(meeting.secretary, "seating.place", meeting, person=person, seat=seat)
    assert seats(world, meeting) == {one: 5, two: 4}
    world.must(meeting.secretary, "seating.place", meeting, person=three, seat=5)
    assert seats(world, meeting) == {two: 4, three: 5}
    same = world.run(meeting.secretary, "seating.place", meeting, person=three, seat=5)
    assert same.ok and same.seq == world.run(meeting.secretary, "seating.place", meeting, person=three, seat=5).seq
    beyond = world.run(meeting.secretary, "seating.place", meeting, person=one, seat=16)
    assert code(beyond) == "invalid" and fields(beyond) == {"seat"}
    sound(world)


def test_a_full_room_says_so(world: World) -> None:
    meeting = world.meeting("published")
    taken(world, meeting, head=1, rows=[2])
    world.must(meeting.secretary, "seating.fill", meeting)
    assert len(seats(world, meeting)) == 3
    assert code(world.run(meeting.secretary, "seating.fill", meeting)) == "conflict"


def test_a_room_rebuilt_moves_nobody_until_its_plan_is_taken_again(world: World) -> None:
    meeting = world.meeting("published")
    room = taken(world, meeting)
    world.must(meeting.secretary, "seating.fill", meeting)
    before = seats(world, meeting)
    world.must(meeting.secretary, "room.edit", meeting.body, room=room, rows=[2])
    assert seats(world, meeting) == before
    world.must(meeting.secretary, "seating.choose", meeting, room=room)
    assert seats(world, meeting) == {person: seat for person, seat in before.items() if seat <= 5}
    sound(world)


def test_in_another_room_everybody_is_seated_anew_and_without_one_nobody_is(world: World) -> None:
    meeting = world.meeting("published")
    taken(world, meeting)
    world.must(meeting.secretary, "seating.fill", meeting)
    other = a_room(world, meeting, "Phòng Nhỏ", shape="u", head=0, rows=[12])
    world.must(meeting.secretary, "seating.choose", meeting, room=other)
    assert seats(world, meeting) == {}
    world.must(meeting.secretary, "seating.fill", meeting)
    world.must(meeting.secretary, "seating.choose", meeting, room=None)
    state = world.state(meeting.chair, meeting) or {}
    assert not state.get("seats") and not state.get("seating")
    assert code(world.run(meeting.secretary, "seating.fill", meeting)) == "conflict"
    sound(world)


def test_a_room_of_another_body_is_not_taken(world: World) -> None:
    meeting, other = world.meeting("published"), world.meeting("published")
    wrong = world.run(meeting.secretary, "seating.choose", meeting, room=a_room(world, other))
    assert code(wrong) == "invalid" and fields(wrong) == {"room"}


def test_whoever_leaves_the_list_leaves_their_seat(world: World) -> None:
    meeting = world.meeting("published", guests=1)
    taken(world, meeting)
    world.must(meeting.secretary, "seating.fill", meeting)
    world.must(meeting.secretary, "meeting.uninvite", meeting, person=meeting.guests[0])
    assert meeting.guests[0] not in seats(world, meeting)
    world.must(meeting.secretary, "seating.clear", meeting, people=[meeting.members[0]])
    assert meeting.members[0] not in seats(world, meeting) and len(seats(world, meeting)) == 8
    world.must(meeting.secretary, "seating.clear", meeting)
    assert seats(world, meeting) == {}
    sound(world)


def test_nobody_is_seated_in_a_meeting_that_is_over(world: World) -> None:
    meeting = world.meeting("in_progress")
    taken(world, meeting)
    world.must(meeting.chair, "meeting.end", meeting)
    assert code(world.run(meeting.secretary, "seating.fill", meeting)) == "conflict"


def test_the_audit_finds_a_seat_that_no_entry_gave(world: World) -> None:
    meeting = world.meeting("published")
    taken(world, meeting)
    world.must(meeting.secretary, "seating.fill", meeting)
    with world.house.database.write() as connection:
        connection.execute(update(Seat).where(Seat.person == meeting.chair).values(seat=9))
    problems = audit.report(world.house)["problems"]
    assert {problem["code"] for problem in problems} >= {"seats_differ"}


def test_five_hundred_are_seated_at_once(world: World) -> None:
    meeting = world.meeting("published", members=499)
    taken(world, meeting, head=15, rows=[30] * 17)
    world.must(meeting.secretary, "seating.fill", meeting)
    found = seats(world, meeting)
    assert len(found) == 501 and len(set(found.values())) == 501


# -- the audit ----------


def test_rooms_and_plans_told_again_are_the_rows(world: World) -> None:
    meeting, following = world.meeting("published"), world.meeting("published")
    room, other = taken(world, meeting), a_room(world, following, "Phòng  khác", shape="u")
    world.must(following.secretary, "seating.choose", following, room=other)
    world.must(meeting.secretary, "room.edit", meeting.body, room=room, rows=[9, 9], name="Phòng lớn")
    sound(world)
    world.must(meeting.secretary, "seating.choose", meeting, room=room)
    world.must(meeting.secretary, "room.remove", meeting.body, room=room)
    world.must(following.secretary, "seating.choose", following, room=None)
    sound(world)
    section = audit.report(world.house)["rooms"]
    assert (section["rooms"], section["plans"]) == (1, 1)


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        (update(MeetingRoom).values(head=4), "room_differs"),
        (update(MeetingRoom).values(rows=[5, 8]), "room_differs"),
        (delete(MeetingRoom), "room_missing"),
        (update(Seating).values(rows=[5, 8]), "plan_differs"),
        (update(Seating).values(name="Phòng khác"), "plan_differs"),
        (delete(Seating), "plan_missing"),
    ],
)
def test_a_room_or_a_plan_changed_past_the_journal_is_found(world: World, statement: Any, problem: str) -> None:
    meeting = world.meeting("published")
    taken(world, meeting)
    with world.house.database.write() as write:
        write.execute(statement)
    found = [one["code"] for one in audit.report(world.house)["problems"]]
    assert problem in found
