"""The roll as a table for the office."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import audit
from app.people.days import local
from tests.app.test_sheets import cells
from tests.conftest import MeetingOfBody, World
from tests.meetings.planning.test_sittings import joins, leaves, next_day

ABOVE = 3
"""Lines over the headings: the meeting, when and where, how many."""


def table(world: World, person: str, meeting: MeetingOfBody, **more: str) -> list[list[str]]:
    answer = world.client(person).get(f"/meetings/{meeting.id}/roll.xlsx", **more)
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    assert "diem-danh-" in answer.headers["Content-Disposition"]
    return cells(answer.get_data())[ABOVE:]


def row_of(listed: list[list[str]], name: str) -> dict[str, str]:
    return dict(zip(listed[0], next(row for row in listed if row[1] == name), strict=True))


def test_the_roll_says_who_came_when_and_from_where_and_why_others_did_not(world: World) -> None:
    meeting = world.meeting("published", guests=1)
    late, online, away = meeting.members[:3]
    site = world.must(meeting.secretary, "attendance.add_site", meeting, name="Xã Tân Lập")["id"]
    world.must(away, "attendance.ask_leave", meeting, reason="Đi công tác")
    world.must(meeting.chair, "attendance.grant_leave", meeting, person=away)
    world.must(meeting.chair, "meeting.start", meeting)
    world.must(online, "attendance.check_in", meeting, online=True, site=site)
    world.pass_time(minutes=17)
    world.must(late, "attendance.check_in", meeting)
    world.pass_time(minutes=30)
    world.must(meeting.secretary, "attendance.mark", meeting, person=late, status="left")
    listed = table(world, meeting.secretary, meeting)
    people = (world.state(meeting.secretary, meeting) or {})["people"]
    came = row_of(listed, people[late]["name"])
    assert (came["Giờ đến"], came["Giờ về"], came["Tình trạng"]) == ("08:17", "08:47", "Đã về")
    there = row_of(listed, people[online]["name"])
    assert (there["Nơi dự"], there["Tình trạng"]) == ("Xã Tân Lập", "Dự trực tuyến")
    missing = row_of(listed, people[away]["name"])
    assert (missing["Tình trạng"], missing["Lý do vắng"]) == ("Vắng, chủ trì đã đồng ý", "Đi công tác")
    assert len(listed) == 1 + len(people)
    assert row_of(listed, people[meeting.secretary]["name"])["Tình trạng"] == ""
    world.must(meeting.secretary, "attendance.mark", meeting, person=meeting.secretary, status="present")
    marked = row_of(table(world, meeting.secretary, meeting), people[meeting.secretary]["name"])
    assert marked["Tình trạng"] == "Có mặt tại chỗ"


def test_every_coming_and_going_is_on_the_roll_and_a_mark_by_mistake_is_not(world: World) -> None:
    meeting = world.meeting("in_progress")
    restless, mistaken = meeting.members[:2]
    came = world.now
    for status in ("left", "present", "left"):
        world.pass_time(minutes=10)
        world.must(meeting.secretary, "attendance.mark", meeting, person=restless, status=status)
    for status in ("left", "expected", "present", "expected"):
        world.pass_time(minutes=1)
        world.must(meeting.secretary, "attendance.mark", meeting, person=mistaken, status=status)
    listed = table(world, meeting.secretary, meeting)
    people = (world.state(meeting.secretary, meeting) or {})["people"]

    def at(minutes: int) -> str:
        return f"{local(came + timedelta(minutes=minutes)):%H:%M}"

    row = row_of(listed, people[restless]["name"])
    assert (row["Giờ đến"], row["Giờ về"]) == (f"{at(0)}; {at(20)}", f"{at(10)}; {at(30)}")
    row = row_of(listed, people[mistaken]["name"])
    assert row["Giờ đến"].split("; ")[1:] == []


def test_a_mark_that_is_taken_back_leaves_the_times_of_coming_and_going_as_they_were(world: World) -> None:
    meeting = world.meeting("in_progress", present=False)
    here, gone = meeting.members[:2]
    desk, rows = meeting.secretary, lambda: (world.state(desk, meeting) or {})["attendance"]
    for person in (here, gone):
        world.must(person, "attendance.check_in", meeting)
    came = world.now
    world.pass_time(minutes=10)
    world.must(desk, "attendance.mark", meeting, person=gone, status="left")
    before = rows()
    world.pass_time(minutes=10)
    for person, mistaken in ((here, "left"), (gone, "present"), (here, "absent")):
        row = before[person]
        world.must(desk, "attendance.mark", meeting, person=person, status=mistaken)
        world.pass_time(minutes=1)
        back = {"status": row["status"], "at": row["at"], "arrived_at": row["arrived_at"]}
        world.must(desk, "attendance.mark", meeting, person=person, **back, by_themselves=row["marked_by"] is None)
    assert {person: rows()[person] for person in (here, gone)} == {person: before[person] for person in (here, gone)}
    listed, people = table(world, desk, meeting), (world.state(desk, meeting) or {})["people"]
    at, left = f"{local(came):%H:%M}", f"{local(came + timedelta(minutes=10)):%H:%M}"
    told = {person: row_of(listed, people[person]["name"]) for person in (here, gone)}
    assert (told[here]["Giờ đến"], told[here]["Giờ về"]) == (at, "")
    assert (told[gone]["Giờ đến"], told[gone]["Giờ về"]) == (at, left)
    assert audit.report(world.house)["problems"] == []


def test_nobody_is_marked_since_a_time_that_has_not_come(world: World) -> None:
    meeting = world.meeting("in_progress")
    soon, then = (world.now + timedelta(minutes=1)).isoformat(), (world.now - timedelta(hours=1)).isoformat()
    for at, arrived_at in ((soon, None), (then, soon)):
        given = {"person": meeting.members[0], "status": "present", "at": at, "arrived_at": arrived_at}
        refused = world.run(meeting.secretary, "attendance.mark", meeting, **given)
        assert (refused.error or {})["code"] == "invalid"


def test_the_roll_says_of_which_meeting_it_is_and_how_many_came_and_nobody_at_a_ward_has_a_seat(world: World) -> None:
    meeting = world.meeting("in_progress", guests=1)
    site = world.must(meeting.secretary, "attendance.add_site", meeting, name="Xã Tân Lập")["id"]
    room = world.must(meeting.secretary, "room.create", meeting.body, name="P1", shape="rows", head=3, rows=[10])["id"]
    world.must(meeting.secretary, "seating.choose", meeting, room=room)
    world.must(meeting.secretary, "seating.fill", meeting)
    there = meeting.members[0]
    world.must(meeting.secretary, "attendance.mark", meeting, person=there, status="online", site=site)
    answer = world.client(meeting.secretary).get(f"/meetings/{meeting.id}/roll.xlsx")
    title, _when, counted = (line[0] for line in cells(answer.get_data())[:ABOVE])
    assert title == "Phiên họp thử"
    assert counted == "Thành viên có mặt 8/8, đã về 0; khách mời có mặt 1"
    listed = table(world, meeting.secretary, meeting)
    people = (world.state(meeting.secretary, meeting) or {})["people"]
    assert row_of(listed, people[there]["name"])["Ghế"] == ""
    assert row_of(listed, people[meeting.members[1]]["name"])["Ghế"] != ""


def test_the_roll_of_a_meeting_that_was_adjourned_to_another_day_says_who_came_on_which(world: World) -> None:
    meeting = world.meeting("in_progress", members=6)
    gone, first, second = meeting.members[:3]
    new = world.person("Hoàng Mới")
    leaves(world, meeting, gone)
    joins(world, meeting, new)
    for status in ("left", "present"):
        world.pass_time(minutes=20)
        world.must(meeting.secretary, "attendance.mark", meeting, person=first, status=status)
    world.must(meeting.secretary, "attendance.mark", meeting, person=second, status="absent", reason="Ốm")
    next_day(world, meeting)
    world.pass_time(minutes=5)
    for person in (meeting.chair, second, new):
        world.must(person, "attendance.check_in", meeting)
    world.pass_time(hours=1)
    world.must(meeting.chair, "meeting.end", meeting)
    names = {person: form["name"] for person, form in (world.state(meeting.secretary, meeting) or {})["people"].items()}
    answer = cells(world.client(meeting.secretary).get(f"/meetings/{meeting.id}/roll.xlsx").get_data())
    assert [line[0] for line in answer[2:4]] == [
        "26/11/2026: Thành viên có mặt 6/7, đã về 0; khách mời có mặt 0",
        "27/11/2026: Thành viên có mặt 3/7, đã về 0; khách mời có mặt 0",
    ]
    days = sorted({row[6] for row in answer[5:]})
    told = {(row[1], days.index(row[6]) + 1): tuple(row[7:]) for row in answer[5:]}
    assert answer[4][6] == "Ngày họp" and len(days) == 2
    assert told[names[first], 1] == ("Có mặt tại chỗ", "08:00; 08:40", "08:20; 08:40", "")
    assert told[names[first], 2] == ("Vắng mặt", "", "", "")
    assert told[names[second], 1] == ("Vắng mặt", "", "", "Ốm")
    assert told[names[second], 2] == ("Có mặt tại chỗ", "08:45", "", "")
    assert (names[gone], 2) not in told and (names[new], 1) not in told
    assert told[names[gone], 1][0] == "Có mặt tại chỗ" and told[names[new], 2][0] == "Có mặt tại chỗ"


def test_the_roll_says_where_everybody_was_on_each_day_not_where_they_are_today(world: World) -> None:
    meeting = world.meeting("in_progress", members=5)
    desk, (ward, hall, still, seated) = meeting.secretary, meeting.members[:4]
    old, new = (world.must(desk, "attendance.add_site", meeting, name=name)["id"] for name in ("Xã Cũ", "Xã Mới"))
    room = world.must(desk, "room.create", meeting.body, name="P1", shape="rows", head=3, rows=[10])["id"]
    world.must(desk, "seating.choose", meeting, room=room)
    world.must(desk, "seating.place", meeting, person=seated, seat=2)
    world.must(desk, "attendance.mark", meeting, person=ward, status="online", site=old)
    world.must(desk, "attendance.place", meeting, people=[still], site=old)
    world.pass_time(hours=1)
    next_day(world, meeting)
    world.must(desk, "attendance.place", meeting, people=[ward], site=new)
    world.must(desk, "attendance.mark", meeting, person=hall, status="online", site=new)
    world.must(desk, "seating.place", meeting, person=seated, seat=3)
    for person in (ward, still, seated):
        world.must(person, "attendance.check_in", meeting)
    names = {person: form["name"] for person, form in (world.state(desk, meeting) or {})["people"].items()}
    answer = cells(world.client(desk).get(f"/meetings/{meeting.id}/roll.xlsx").get_data())[5:]
    days = sorted({row[6] for row in answer})
    told = {(row[1], days.index(row[6]) + 1): (row[4], row[5]) for row in answer}
    here = "Phòng họp chính"
    assert [told[names[ward], day] for day in (1, 2)] == [("Xã Cũ", ""), ("Xã Mới", "")]
    assert [told[names[hall], day] for day in (1, 2)] == [(here, ""), ("Xã Mới", "")]
    assert [told[names[still], day] for day in (1, 2)] == [("Xã Cũ", ""), ("Xã Cũ", "")]
    assert [told[names[seated], day] for day in (1, 2)] == [(here, "A2"), (here, "A3")]


@pytest.mark.parametrize("by", ["self", "desk", "number", "roll call"])
def test_who_is_placed_elsewhere_for_the_next_day_comes_there(world: World, by: str) -> None:
    meeting = world.meeting("in_progress", members=5)
    desk, moved = meeting.secretary, meeting.members[0]
    old, new = (world.must(desk, "attendance.add_site", meeting, name=name)["id"] for name in ("Xã Cũ", "Xã Mới"))
    world.must(desk, "attendance.mark", meeting, person=moved, status="present", site=old)
    next_day(world, meeting)
    world.must(desk, "attendance.place", meeting, people=[moved], site=new)
    people = (world.state(desk, meeting) or {})["people"]
    if by == "self":
        world.must(moved, "attendance.check_in", meeting)
    elif by == "desk":
        world.must(desk, "attendance.mark", meeting, person=moved, status="present")
    elif by == "number":
        world.must(desk, "attendance.check_in_number", meeting, number=people[moved]["number"])
    else:
        world.must(desk, "attendance.mark_many", meeting, status="present", people=[moved])
    state = world.state(desk, meeting) or {}
    assert (state["people"][moved]["site"], state["sites"][new]["present"]) == (new, 1)
    assert state["sites"][old]["present"] == 0


def test_no_name_becomes_a_formula(world: World) -> None:
    body = world.body(members=2)
    sly = world.person('=HYPERLINK("http://x","bấm")')
    member = {"person": sly, "capacities": ["member"], "from_date": "2025-01-01", "office": "@SUM(1)"}
    world.must(None, "body.add_members", body, members=[member])
    meeting = world.meeting("published", body=body)
    listed = table(world, meeting.secretary, meeting)
    assert row_of(listed, '=HYPERLINK("http://x","bấm")')["Chức vụ"] == "@SUM(1)"


def test_the_headings_are_in_the_readers_language(world: World) -> None:
    meeting = world.meeting("published")
    world.must(meeting.secretary, "person.set_preferences", "system", language="en")
    answer = world.client(meeting.secretary).get(f"/meetings/{meeting.id}/roll.xlsx")
    assert cells(answer.get_data())[ABOVE][:2] == ["Number", "Full name"]


@pytest.mark.parametrize("who", ["member", "guest"])
def test_only_the_desk_takes_the_roll_away(world: World, who: str) -> None:
    meeting = world.meeting("in_progress", guests=1)
    person = meeting.members[0] if who == "member" else meeting.guests[0]
    assert world.client(person).get(f"/meetings/{meeting.id}/roll.xlsx").status_code == 403
