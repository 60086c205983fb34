"""Figures over a body's meetings: who sees what of whom."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import event, insert, select

from app.journal import Change, EntryRow
from meetings.attendance.models import Attendance
from meetings.participation.views import finished_meetings, lines_of
from meetings.planning.models import Meeting
from meetings.speaking.models import Speech
from tests.app.test_sheets import cells
from tests.conftest import BodyOfPeople, World


def hold(
    world: World,
    body: BodyOfPeople,
    speakers: list[str],
    asked: Sequence[str] = (),
    away: Sequence[str] = (),
    seconds: int = 120,
) -> None:
    """One finished meeting in which these people spoke for two minutes each, unless it is said otherwise."""
    meeting = world.meeting("published", body=body, items=1)
    for person in set(body.roll) - set(away):
        world.must(body.secretary, "attendance.mark", meeting, person=person, status="present")
    world.must(body.chair, "meeting.start", meeting)
    world.must(body.chair, "agenda.start_item", meeting, item=meeting.items[0])
    for person in speakers:
        speech = world.must(body.chair, "speaking.call", meeting, person=person)["id"]
        world.pass_time(seconds=seconds)
        world.must(body.chair, "speaking.finish", meeting, speech=speech)
    for person in asked:
        world.must(person, "speaking.request", meeting)
    world.must(body.chair, "meeting.end", meeting)
    world.pass_time(days=7)


@pytest.fixture
def body(world: World) -> BodyOfPeople:
    return world.body(members=7, guests=1)


@pytest.fixture
def held(world: World, body: BodyOfPeople) -> BodyOfPeople:
    """Three meetings: members 0 and 1 never spoke, 2 asked in vain, 3 was away once, 4 talks most."""
    return world.begun("held", lambda: _held(world, body))  # type: ignore[no-any-return]


def _held(world: World, body: BodyOfPeople) -> BodyOfPeople:
    m = body.members
    hold(world, body, [m[3], m[4], m[4], m[4]])
    hold(world, body, [m[4], m[5], m[6], m[4]], away=[m[3]])
    hold(world, body, [m[2], m[4], m[4]], asked=[m[6]])
    return body


def test_attended_and_silent_asked_and_not_called_spoken_and_absent(world: World, held: BodyOfPeople) -> None:
    with world.house.database.read() as read:
        meetings = [row["id"] for row in finished_meetings(read, held.id, 7, world.now)]
        lines = {line.person: line for line in lines_of(read, meetings, held.members)}
    kinds = {n: [mark.kind for mark in lines[held.members[n]].marks] for n in range(7)}
    assert kinds[0] == ["silent"] * 3
    assert kinds[3] == ["spoken", "absent", "silent"]
    assert kinds[6] == ["silent", "spoken", "waiting"]
    assert lines[held.members[4]].seconds == 7 * 120


def test_the_chair_sees_who_was_never_heard_first(world: World, held: BodyOfPeople) -> None:
    page = world.client(held.chair).get(f"/bodies/{held.id}/participation").get_data(as_text=True)
    assert "Ai chưa được nghe" in page and "<table>" in page
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    first, second = "Lê Văn Hà 1", "Lê Văn Vinh 2"
    assert body.index(first) < body.index(second) < body.index("Lê Văn Khải 5")
    assert body.count('class="im"') == 2
    assert "người chưa nói phiên nào đã dự" in page


def test_who_asked_in_vain_is_told_by_the_days_while_they_are_few(world: World, held: BodyOfPeople) -> None:
    def told() -> str:
        page = world.client(held.chair).get(f"/bodies/{held.id}/participation").get_data(as_text=True)
        return next(line for line in page.splitlines() if "đăng ký nhưng chưa được mời" in line)

    assert re.search(r"chưa được mời, ngày \d+/\d+<", told())
    for _ in range(2):
        hold(world, held, [], asked=[held.members[6]])
    assert re.search(r"chưa được mời, ở 3 phiên, gần nhất ngày \d+/\d+<", told())


def test_whoever_spoke_for_a_moment_spoke_a_minute_as_in_the_room(world: World, held: BodyOfPeople) -> None:
    hold(world, held, held.members[:1], seconds=3)
    own = world.client(held.members[0]).get("/participation/mine").get_data(as_text=True)
    matrix = world.client(held.chair).get(f"/bodies/{held.id}/participation").get_data(as_text=True)
    assert re.search(r'class="so">1</b><p>phút phát biểu', own)
    assert "· 1 phút" in own and "0 phút" not in own
    line = next(line for line in matrix.split("<tr") if "Lê Văn Hà 1" in line)
    assert "đã nói 1 phút" in line and "<em>1</em>" in line


def test_the_chair_reads_what_was_said_from_each_site_of_meetings_that_had_some(
    world: World, held: BodyOfPeople
) -> None:
    client = world.client(held.chair)
    assert "Theo điểm cầu" not in client.get(f"/bodies/{held.id}/participation").get_data(as_text=True)
    meeting = world.meeting("published", body=held, items=1)
    site = world.must(held.secretary, "attendance.add_site", meeting, name="Xã Tân Lập")["id"]
    world.must(held.secretary, "attendance.place", meeting, people=held.members[:2], site=site)
    for person in held.members[:3]:
        world.must(held.secretary, "attendance.mark", meeting, person=person, status="present")
    world.must(held.chair, "meeting.start", meeting)
    world.must(held.chair, "agenda.start_item", meeting, item=meeting.items[0])
    speech = world.must(held.chair, "speaking.call", meeting, person=held.members[0])["id"]
    world.pass_time(seconds=180)
    world.must(held.chair, "speaking.finish", meeting, speech=speech)
    world.must(held.chair, "meeting.end", meeting)
    page = client.get(f"/bodies/{held.id}/participation").get_data(as_text=True)
    table = page[page.index('id="theo-noi"') :]
    rows = re.findall(r'<th scope="row"><b>(.*?)</b></th>.*?<b>(\d+)</b>/(\d+)</td>.*?<b>(\d+)</b>', table)
    assert rows == [("Phòng họp chính", "7", "21", "22"), ("Xã Tân Lập", "1", "2", "3")]


def test_opening_the_page_is_journalled_once_in_a_while(world: World, held: BodyOfPeople) -> None:
    client = world.client(held.secretary)
    for _ in range(2):
        assert client.get(f"/bodies/{held.id}/participation").status_code == 200
    with world.house.database.read() as read:
        listed = select(EntryRow.actor).where(EntryRow.stream == held.stream, EntryRow.kind == "participation.opened")
        assert list(read.execute(listed).scalars()) == [held.secretary]


def test_a_member_gets_their_own_line_and_nobody_elses(world: World, held: BodyOfPeople) -> None:
    client = world.client(held.members[0])
    assert client.get(f"/bodies/{held.id}/participation").status_code == 403
    own = client.get("/participation/mine")
    page = own.get_data(as_text=True)
    assert own.status_code == 200 and "Phát biểu của tôi" in page
    assert not any(f"Lê Văn {name}" in page for name in ("Vinh 2", "Nam 3", "Khải 5"))
    assert not world.run(held.members[0], "participation.open", held).ok


def test_a_guest_and_a_stranger_get_nothing(world: World, held: BodyOfPeople) -> None:
    for person in (held.guests[0], world.person()):
        client = world.client(person)
        assert client.get(f"/bodies/{held.id}/participation").status_code == 404
        own = client.get("/participation/mine").get_data(as_text=True)
        assert "Lê Văn" not in own and "phút phát biểu" not in own


def test_the_units_administrator_sees_totals_without_names(world: World, held: BodyOfPeople) -> None:
    administrator = world.person("Quản Trị Đơn Vị")
    world.must(None, "unit.add_administrator", "system", unit=held.unit, person=administrator)
    page = world.client(administrator).get(f"/bodies/{held.id}/participation").get_data(as_text=True)
    assert "người chưa nói phiên nào đã dự" in page
    assert "Lê Văn" not in page and "<table>" not in page


def test_figures_of_meetings_are_exported_without_anybodys_name(world: World, held: BodyOfPeople) -> None:
    address = f"/bodies/{held.id}/participation.xlsx"
    administrator = world.person("Quản Trị Đơn Vị")
    world.must(None, "unit.add_administrator", "system", unit=held.unit, person=administrator)
    for person in (held.chair, held.secretary, administrator):
        answer = world.client(person).get(address)
        assert answer.status_code == 200 and answer.headers["Content-Disposition"].startswith("attachment")
        rows = cells(answer.data)
        # Day, meeting, members, attended, spoke, minutes, asked and not called, attended in silence.
        assert [row[2:] for row in rows[1:]] == [
            ["7", "7", "2", "8", "0", "5"],
            ["7", "6", "3", "8", "0", "3"],
            ["7", "7", "2", "6", "1", "4"],
        ]
        assert not any("Lê Văn" in cell for row in rows for cell in row)
    assert world.client(held.members[0]).get(address).status_code == 403
    with world.house.database.read() as read:
        listed = select(EntryRow.facts).where(EntryRow.stream == held.stream, EntryRow.kind == "participation.opened")
        assert sum('"export":true' in str(facts) for facts in read.execute(listed).scalars()) == 3


def test_nothing_is_exported_where_there_is_not_enough_to_say(world: World, body: BodyOfPeople) -> None:
    hold(world, body, [])
    assert world.client(body.chair).get(f"/bodies/{body.id}/participation.xlsx").status_code == 404


def test_after_two_terms_nobody_is_named_any_more(world: World, held: BodyOfPeople) -> None:
    world.pass_time(days=3650)
    hold(world, held, [held.members[1]])
    page = world.client(held.chair).get(f"/bodies/{held.id}/participation").get_data(as_text=True)
    assert "Chưa đủ dữ liệu." in page and "Lê Văn" not in page
    meeting = world.meeting("in_progress", body=held)
    seen = world.state(held.chair, meeting)
    assert seen is not None and {one["meetings"] for one in seen["unheard"].values()} == {1}


def test_under_three_meetings_there_is_not_enough_to_say(world: World, body: BodyOfPeople) -> None:
    hold(world, body, [])
    for person, path in ((body.chair, f"/bodies/{body.id}/participation"), (body.members[0], "/participation/mine")):
        assert "Chưa đủ dữ liệu." in world.client(person).get(path).get_data(as_text=True)


def test_the_desk_alone_sees_who_has_not_been_heard_in_the_room(world: World, held: BodyOfPeople) -> None:
    meeting = world.meeting("in_progress", body=held)
    seen = world.state(held.chair, meeting)
    assert seen is not None
    silent = seen["unheard"][held.members[0]]
    assert (silent["attended"], silent["spoken"], silent["last_spoke"], silent["meetings"]) == (3, 0, None, 3)
    assert seen["unheard"][held.members[6]]["registered"] == 1
    assert held.secretary not in seen["unheard"] and held.guests[0] not in seen["unheard"]
    for person in (held.members[0], held.guests[0]):
        assert "unheard" not in (world.state(person, meeting) or {})


def test_no_byte_of_who_has_not_been_heard_leaves_the_desk(world: World, held: BodyOfPeople) -> None:
    """Not in a snapshot, not in an entry, to members, guests or the hall's screen; nor where the chair put somebody, and why."""
    hall = world.person("Màn Chiếu")
    world.must(None, "body.add_member", held, person=hall, capacities=["hall"], from_date="2025-01-01")
    meeting = world.meeting("in_progress", body=held)
    first = world.must(held.members[0], "speaking.request", meeting)["id"]
    world.must(held.chair, "speaking.move", meeting, speech=first, after=None)
    world.must(held.chair, "speaking.call", meeting, person=held.members[1])
    with world.house.database.read() as read:
        told = read.execute(select(Change.payload).where(Change.stream == meeting.stream, Change.scope != "desk"))
        payloads = "".join(told.scalars())
    states = json.dumps([world.state(person, meeting) for person in (held.members[0], held.guests[0], hall)])
    assert '"speeches"' in payloads and '"speeches"' in states
    for word in ('"unheard"', '"silent"', '"attended"', '"placed"', '"unasked"', '"last_spoke"'):
        assert word not in payloads and word not in states


def test_a_meeting_counts_only_when_it_is_over(world: World, held: BodyOfPeople) -> None:
    meeting = world.meeting("in_progress", body=held)
    before = world.state(held.chair, meeting)
    speech = world.must(held.chair, "speaking.call", meeting, person=held.members[0])["id"]
    world.must(held.chair, "speaking.finish", meeting, speech=speech)
    after = world.state(held.chair, meeting)
    assert before is not None and after is not None and before["unheard"] == after["unheard"]
    page = f"/bodies/{held.id}/participation"
    told = world.client(held.chair).get(page).get_data(as_text=True)
    assert "Tính 3 phiên đã kết thúc" in told and "0/3" in re.sub(r"</?b>", "", told)
    world.must(held.chair, "meeting.end", meeting)
    told = world.client(held.chair).get(page).get_data(as_text=True)
    assert "Tính 4 phiên đã kết thúc" in told and "1/4" in re.sub(r"</?b>", "", told)


def test_a_meeting_that_ends_later_does_not_change_the_figures_here(world: World, held: BodyOfPeople) -> None:
    meeting = world.meeting("in_progress", body=held)
    before = world.state(held.chair, meeting)
    other = world.meeting("in_progress", body=held, starts_in=timedelta(minutes=20))
    speech = world.must(held.chair, "speaking.call", other, person=held.members[0])["id"]
    world.must(held.chair, "speaking.finish", other, speech=speech)
    world.must(held.chair, "meeting.end", other)
    after = world.state(held.chair, meeting)
    assert before is not None and after is not None and before["unheard"] == after["unheard"]


def write_meetings(world: World, body: BodyOfPeople, count: int) -> None:
    """So many meetings that are over, one every eight hours, written as rows: each member was there, one spoke."""
    start = world.now - timedelta(days=3650)
    meetings = [
        {
            "id": f"m{n}",
            "body": body.id,
            "title": f"Phiên {n}",
            "phase": "ended",
            "starts_at": start + timedelta(hours=8 * n),
            "ended_at": start + timedelta(hours=8 * n + 2),
            "created_at": start,
        }
        for n in range(count)
    ]
    attended = [
        {"id": f"a{n}-{k}", "meeting": f"m{n}", "person": person, "on_roll": True, "status": "present"}
        for n in range(count)
        for k, person in enumerate(body.members)
    ]
    spoken = [
        {
            "id": f"s{n}",
            "meeting": f"m{n}",
            "person": body.members[n % 5],
            "state": "finished",
            "seconds": 100,
            "requested_at": start,
            "called_at": start,
        }
        for n in range(count)
    ]
    with world.house.database.writing.begin() as write:
        for model, rows in ((Meeting, meetings), (Attendance, attended), (Speech, spoken)):
            for at in range(0, len(rows), 5000):
                write.execute(insert(model), rows[at : at + 5000])


def test_ten_thousand_meetings_are_read_in_a_handful_of_questions(world: World, body: BodyOfPeople) -> None:
    write_meetings(world, body, 10_000)
    asked: list[str] = []
    with world.house.database.read() as read:
        event.listen(read, "before_cursor_execute", lambda _c, _k, statement, *_: asked.append(statement))
        found = [row["id"] for row in finished_meetings(read, body.id, 24, world.now)]
        lines = lines_of(read, found, body.members)
    assert len(asked) <= 8, asked
    assert found[-1] == "m9999" and sum(line.seconds for line in lines) == 2400
