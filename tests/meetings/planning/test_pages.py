"""What the pages of meetings show to whom, and that nothing of them tells of a meeting not yet published."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.commands import COMMANDS
from app.people.days import local
from app.people.views import RULES
from app.text import NO_BREAK_SPACE
from app.wire import stamp
from meetings.planning import journal_words, weeks
from meetings.planning.models import Meeting
from meetings.planning.people import of_meetings
from tests.conftest import MeetingOfBody, World

PREPARING = ("", "/invitation", "/calendar.ics", "/room", "/people", "/rules", "/journal", "/find-people?q=le")


def page(world: World, person: str | None, address: str, status: int = 200) -> str:
    answer = world.client(person).get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.get_data(as_text=True).replace(NO_BREAK_SPACE, " ")  # as it is read


def test_home_shows_the_next_meeting_and_the_invitation_that_waits(world: World) -> None:
    meeting = world.meeting("published")
    member = meeting.members[0]
    shown_to = page(world, member, "/")
    assert "Phiên họp thử" in shown_to and f"/meetings/{meeting.id}" in shown_to
    assert "Trả lời giấy mời: Phiên họp thử" in shown_to
    world.must(member, "attendance.reply", meeting, reply="yes")
    assert "Trả lời giấy mời" not in page(world, member, "/")
    assert "Đã xác nhận tham dự" in page(world, member, "/")


def test_entering_the_room_is_red_only_from_half_an_hour_before(world: World) -> None:
    meeting = world.meeting("published", starts_in=timedelta(minutes=40))
    assert f'class="nut son lon" href="/meetings/{meeting.id}/room"' not in page(world, meeting.members[0], "/")
    world.pass_time(minutes=11)
    assert f'class="nut son lon" href="/meetings/{meeting.id}/room"' in page(world, meeting.members[0], "/")


def test_a_meeting_that_goes_on_today_says_so_wherever_it_is_listed(world: World) -> None:
    meeting = world.meeting("in_progress")
    everywhere = [(meeting.members[0], at) for at in ("/", "/calendar?q=phien", f"/meetings/{meeting.id}")]
    everywhere += [
        (meeting.secretary, f"/meetings/{meeting.id}{tail}") for tail in ("", "/rules", "/people", "/journal")
    ]

    def said(words: str) -> None:
        for person, address in everywhere:
            assert words in page(world, person, address), (words, address)

    world.must(meeting.chair, "meeting.pause", meeting)
    said("Tạm nghỉ")
    world.must(meeting.chair, "meeting.resume", meeting)
    until = local(world.now).replace(hour=8, minute=0) + timedelta(days=1)
    world.must(meeting.chair, "meeting.pause", meeting, until=stamp(until))
    said(f"Họp tiếp ngày {until:%d/%m} lúc 08:00")
    week = f"/calendar?week={until:%Y-%m-%d}"
    assert '<span class="gio-ch">Họp tiếp 08:00</span>' in page(world, meeting.members[0], week)
    world.pass_time(hours=(until - timedelta(hours=1) - local(world.now)).total_seconds() / 3600)
    said("Họp tiếp 08:00 hôm nay")
    world.must(meeting.chair, "meeting.resume", meeting)
    assert f'<span class="gio-ch">Họp tiếp {local(world.now):%H:%M}</span>' in page(world, meeting.members[0], week)
    then = local(world.now) + timedelta(minutes=30)
    world.must(meeting.chair, "meeting.pause", meeting, until=stamp(then))
    said(f"Tạm nghỉ đến {then:%H:%M}")


@pytest.mark.parametrize("tail", PREPARING)
def test_nobody_but_the_desk_reaches_a_meeting_in_preparation(world: World, tail: str) -> None:
    meeting = world.meeting("preparing", guests=1)
    for person in (meeting.members[0], meeting.guests[0], world.person("Người Ngoài")):
        answer = world.client(person).get(f"/meetings/{meeting.id}{tail}")
        assert answer.status_code == 404, tail
        assert "Phiên họp thử" not in answer.get_data(as_text=True)


def test_a_meeting_in_preparation_is_on_no_members_home_or_calendar(world: World) -> None:
    meeting = world.meeting("preparing")
    for address in ("/", "/calendar", "/calendar?q=phien"):
        assert "Phiên họp thử" not in page(world, meeting.members[0], address)
        assert "Phiên họp thử" in page(world, meeting.secretary, address)


def test_a_guest_sees_only_the_items_they_are_invited_to(world: World) -> None:
    meeting = world.meeting("published", guests=1)
    text = page(world, meeting.guests[0], f"/meetings/{meeting.id}")
    assert "Nội dung 1" in text and "Nội dung 2" not in text


def test_a_member_answers_on_the_page_and_the_chair_decides_on_leave_there(world: World) -> None:
    meeting = world.meeting("published")
    member = meeting.members[0]
    assert "bao-vang" in page(world, member, f"/meetings/{meeting.id}")
    world.must(member, "attendance.ask_leave", meeting, reason="Đi công tác nước ngoài")
    assert "Báo vắng, chờ chủ trì duyệt" in page(world, member, f"/meetings/{meeting.id}")
    chairs = page(world, meeting.chair, f"/meetings/{meeting.id}")
    assert "Đi công tác nước ngoài" in chairs and "attendance.grant_leave" in chairs
    others = page(world, meeting.members[1], f"/meetings/{meeting.id}")
    assert "Đi công tác nước ngoài" not in others


def test_the_secretary_gets_the_builder_and_sees_the_page_as_a_member_on_request(world: World) -> None:
    meeting = world.meeting("preparing")
    builder = page(world, meeting.secretary, f"/meetings/{meeting.id}")
    assert builder.count('class="nd"') == 3 and "meeting.publish" in builder
    assert 'class="nd"' not in page(world, meeting.secretary, f"/meetings/{meeting.id}?as=member")
    assert 'class="nd"' not in page(world, meeting.chair, f"/meetings/{meeting.id}")


@pytest.mark.parametrize("tail", ["/people", "/rules"])
def test_the_secretarys_tabs_are_hers_alone(world: World, tail: str) -> None:
    meeting = world.meeting("published")
    page(world, meeting.secretary, f"/meetings/{meeting.id}{tail}")
    for person in (meeting.members[0], meeting.chair):
        page(world, person, f"/meetings/{meeting.id}{tail}", status=403)


def test_the_journal_is_for_the_desk_and_names_every_kind_in_words(world: World) -> None:
    meeting = world.meeting("in_progress")
    text = page(world, meeting.chair, f"/meetings/{meeting.id}/journal")
    assert "Bắt đầu họp" in text and "Thay đổi khác" not in text
    page(world, meeting.members[0], f"/meetings/{meeting.id}/journal", status=403)


def test_every_entry_of_a_meeting_has_words_in_the_journal(app: object) -> None:
    kinds = {entry.entry for entry in COMMANDS.values() if entry.kind == "meeting" and not entry.private}
    assert sorted(kind for kind in kinds if journal_words.happened(kind) == "Thay đổi khác") == []


def test_the_invitation_says_what_the_form_asks_for(world: World) -> None:
    meeting = world.meeting("published", guests=1)
    text = page(world, meeting.members[0], f"/meetings/{meeting.id}/invitation")
    for part in ("GIẤY MỜI", "trân trọng kính mời", "Tới dự", "Chủ trì:", "Thời gian:", "Địa điểm:", "Nơi nhận:"):
        assert part in text, part
    assert "Khách Mời 1 (dự nội dung 1)" in text


def test_who_prepares_no_meetings_makes_none(world: World) -> None:
    meeting = world.meeting("published")
    assert "meeting.create" in page(world, meeting.secretary, "/meetings/new")
    assert "meeting.clone" in page(world, meeting.secretary, "/meetings/new?clone=last")
    page(world, meeting.members[0], "/meetings/new", status=404)


def test_the_meeting_to_copy_is_the_latest_that_was_held_and_the_day_the_next_in_its_rhythm(world: World) -> None:
    body = world.body()
    held = [world.meeting("ended", body=body, starts_in=timedelta(days=days)) for days in (-21, -7)]
    draft = world.meeting("preparing", body=body, starts_in=timedelta(days=7))
    text = page(world, body.secretary, "/meetings/new?clone=last")
    assert f'<option value="{held[1].id}" selected>' in text
    assert 'value="2026-12-17T' in text  # two weeks on from the 19th is the 3rd, which the draft has
    result = world.must(body.secretary, "meeting.clone", f"body:{body.id}", starts_at="2026-12-17T01:00:00Z")
    copy = world.state(body.secretary, f"meeting:{result['id']}")
    assert copy is not None and draft.id != held[1].id
    with world.house.database.read() as read:
        assert read.execute(select(Meeting.cloned_from).where(Meeting.id == result["id"])).scalar() == held[1].id


def test_a_copy_whose_day_would_be_in_tet_says_why_another_one_is_proposed(world: World) -> None:
    body = world.body()
    for days in (-42, 14):  # eight weeks from Thursday to Thursday: the next would be the 4th of February
        world.meeting("published", body=body, starts_in=timedelta(days=days))
    text = page(world, body.secretary, "/meetings/new?clone=last")
    assert 'value="2027-02-11T' in text
    assert "Đáng lẽ là ngày 04/02/2027, nhưng đó là ngày nghỉ: 29 Tết." in text
    assert "ngày nghỉ" not in page(world, body.secretary, "/meetings/new")


def test_the_title_of_a_copy_names_the_month_and_year_of_its_own_day(world: World) -> None:
    body = world.body()
    held = world.meeting("published", body=body, starts_in=timedelta(days=2))
    world.must(body.secretary, "meeting.edit", f"meeting:{held.id}", title="Phiên họp tháng 11 năm 2026")
    text = page(world, body.secretary, "/meetings/new?clone=last")
    assert 'data-titled="Phiên họp tháng {month} năm {year}"' in text
    assert ">Phiên họp tháng 12 năm 2026</textarea>" in text


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "Giấy mời gửi ngay trong ngày họp"),
        (4, "Giấy mời đã gửi trước 2 ngày làm việc"),
        (7, "Giấy mời đã gửi trước 5 ngày làm việc"),
    ],
)
def test_the_list_says_how_early_the_invitation_went_out(world: World, days: int, said: str) -> None:
    meeting = world.meeting("published", starts_in=timedelta(days=days, hours=1))
    text = page(world, meeting.secretary, f"/meetings/{meeting.id}")
    late = "Muộn so với quy định: trước 3 ngày làm việc"
    assert said in text and (late in text) == (days < 7)


def test_people_are_found_without_marks(world: World) -> None:
    meeting = world.meeting("published")
    outside = world.person("Phạm Thị Mến")
    found = world.client(meeting.secretary).get(f"/meetings/{meeting.id}/find-people?q=thi%20men").get_json()
    assert found == {"people": [{"id": outside, "name": "Phạm Thị Mến", "office": "", "invited": False}]}


def test_a_title_is_shown_as_text_never_as_markup(world: World) -> None:
    meeting = world.meeting("published")
    title = '<script>alert(1)</script> "quoted"'
    world.must(meeting.secretary, "meeting.edit", meeting, title=title)
    world.must(meeting.secretary, "agenda.edit_item", meeting, item=meeting.items[0], title=title)
    for person, address in (
        (meeting.members[0], "/"),
        (meeting.members[0], f"/meetings/{meeting.id}"),
        (meeting.secretary, f"/meetings/{meeting.id}"),
        (meeting.members[0], "/calendar"),
    ):
        assert "<script>alert" not in page(world, person, address)


def test_no_page_carries_an_inline_style_or_script(world: World) -> None:
    meeting = world.meeting("published", guests=1)
    for tail in ("", "?as=member", "/people", "/rules", "/journal", "/invitation", "/room"):
        text = page(world, meeting.secretary, f"/meetings/{meeting.id}{tail}")
        assert not re.search(r"\sstyle=|\son[a-z]+=|<script(?![^>]*(src=|application/json))", text), tail


def test_an_empty_meeting_and_an_empty_house_have_pages(world: World) -> None:
    meeting = world.meeting("preparing", items=0, members=0)
    text = page(world, meeting.secretary, f"/meetings/{meeting.id}")
    assert "Chương trình chưa có nội dung nào" in text and "disabled" in text
    assert "Chưa có cuộc họp nào sắp tới." in page(world, world.person(), "/")


def test_a_calendar_file_keeps_its_lines_short_and_its_times_in_utc(world: World) -> None:
    meeting = world.meeting("published")
    world.must(meeting.secretary, "meeting.edit", meeting, title="Phiên họp, " + "rất dài " * 20)
    answer = world.client(meeting.members[0]).get(f"/meetings/{meeting.id}/calendar.ics")
    text = answer.get_data(as_text=True)
    assert answer.mimetype == "text/calendar"
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "DTSTART:20261126T011000Z" in text and "Phiên họp\\," in text


def test_meetings_at_the_same_time_are_told_in_words(world: World) -> None:
    first = world.meeting("published")
    second = world.meeting("published", body=first.body)
    world.must(second.secretary, "meeting.edit", second, title="Họp trùng giờ")
    assert "Trùng giờ với Họp trùng giờ" in page(world, first.members[0], "/calendar")


def test_a_week_is_found_from_any_of_its_days_and_from_nonsense(world: World) -> None:
    monday = weeks.week_of("2026-11-29", world.now)
    assert monday.isoformat() == "2026-11-23"
    assert weeks.week_of("vớ vẩn", world.now) == weeks.week_of(local(world.now).date().isoformat(), world.now)
    assert weeks.week_of("9999-12-31", world.now) == weeks.week_of("", world.now)


def test_ninety_five_members_and_names_of_sixty_letters_are_shown_whole(world: World) -> None:
    body = world.body(members=95)
    long = "Nguyễn Lê Hoàng Thiên Bảo Châu Phương Thảo Ngọc Anh Đài Trang"
    world.must(None, "person.edit", "system", person=body.members[0], name=long)
    meeting: MeetingOfBody = world.meeting("published", body=body)
    text = page(world, meeting.secretary, f"/meetings/{meeting.id}/people")
    assert long in text and '<i class="c" data-s="96"></i>' in text


def test_a_search_finds_title_place_and_body_without_marks_and_after_an_edit(world: World) -> None:
    meeting = world.meeting("published")
    member = meeting.members[0]
    world.must(meeting.secretary, "meeting.edit", meeting, place="Phòng họp Sông Lạc")
    for wanted in ("phien THU", "song lac", "lac phien", "uy ban tinh"):
        assert "Phiên họp thử" in page(world, member, f"/calendar?q={wanted}"), wanted
    for wanted in ("song thai", "phien 100%25", "_"):
        assert "Phiên họp thử" not in page(world, member, f"/calendar?q={wanted}"), wanted


# -- the meeting's own rules ----------


def test_a_meeting_has_a_field_for_each_rule_and_reads_what_it_says_before_it_is_kept(world: World) -> None:
    meeting = world.meeting("published", members=8)
    world.must(None, "body.set_rule", meeting.body, key="majority.removal", value="two_thirds_of_members")
    own = {"majority.election": {"name": "at_least", "k": 4}, "majority.removal": None}
    args = {"vote_rules": own, "reason": "Theo nghị quyết"}
    world.must(meeting.secretary, "meeting.edit", meeting, **args)
    text = page(world, meeting.secretary, f"/meetings/{meeting.id}/rules")
    for key in filter(of_meetings, RULES):
        assert f'data-rule="{key}"' in text, key
    assert "Như các nội dung khác của phiên họp này" in text and 'value="4"' in text
    assert "Để trúng cử cần số phiếu: 4 phiếu." in text

    def previewed(key: str, value: Any, general: Any = None) -> dict[str, str]:
        asked = f"key={key}&value={json.dumps(value)}&general={json.dumps(general)}"
        found = world.client(meeting.secretary).get(f"/meetings/{meeting.id}/rules/preview?{asked}")
        assert found.status_code == 200
        return dict(found.get_json())

    assert previewed("majority.bylaws", "two_thirds_of_members") == {
        "sentence": "Thông qua khi ít nhất hai phần ba tổng số thành viên tán thành.",
        "example": "Với 9 thành viên hiện nay: cần ít nhất 6 phiếu.",
    }
    found = previewed("majority.bylaws&own=null", None, "unanimous_of_members")
    assert found["sentence"] == "Như các nội dung khác của phiên họp này."
    assert found["example"].endswith("cần ít nhất 9 phiếu.")
    assert "fault" in previewed("majority.bylaws", {"name": "at_least", "k": None})
    client = world.client(meeting.secretary)
    assert client.get(f"/meetings/{meeting.id}/rules/preview?key=moon&value=1").status_code == 404
    page(world, meeting.members[0], f"/meetings/{meeting.id}/rules/preview?key=tie&value=1", status=403)
