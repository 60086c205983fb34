"""Who presided from when to when, and the quorum lost and met again, as the minutes tell it: over midnight, too."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from documents.official.models import Minutes
from tests.meetings.planning.test_sittings import joins, leaves, next_day


def texts(world: Any, meeting: Any) -> list[str]:
    found = (world.state(meeting.secretary, meeting) or {})["minutes_blocks"].values()
    return [form["text"] for form in sorted(found, key=lambda form: form["order"])]


def kept(world: Any) -> Any:
    with world.house.database.read() as read:
        return read.execute(select(Minutes.attendees, Minutes.header)).one()


def test_several_chairs_in_turn_stand_each_with_their_time(world: Any) -> None:
    meeting = world.meeting(phase="in_progress")
    world.pass_time(minutes=75)
    world.must(meeting.chair, "meeting.hand_over", meeting, person=meeting.members[0])
    world.pass_time(minutes=45)
    world.must(meeting.members[0], "meeting.end", meeting)
    told = texts(world, meeting)
    assert (
        "Chủ trì: Nguyễn Thị Chủ Trì, Chủ tịch (từ 08 giờ 00 đến 09 giờ 15); "
        "Lê Văn Hà 1, Ủy viên 1 (từ 09 giờ 15 đến 10 giờ 00)."
    ) in told
    assert "Từ 09 giờ 15, Nguyễn Thị Chủ Trì, Chủ tịch giao quyền điều hành cho Lê Văn Hà 1, Ủy viên 1." in told, told


def test_the_quorum_lost_and_met_again_stands_under_the_item_that_was_on(world: Any) -> None:
    meeting = world.meeting(phase="in_progress", members=7)
    world.pass_time(minutes=10)
    for person in meeting.members[:3]:
        world.must(meeting.secretary, "attendance.mark", meeting, person=person, status="left")
    world.pass_time(minutes=10)
    world.must(meeting.members[0], "attendance.check_in", meeting)
    world.must(meeting.chair, "meeting.end", meeting)
    told = texts(world, meeting)
    lost = told.index("Từ 08 giờ 10, còn 05 thành viên có mặt, không đủ túc số 06.")
    assert told[lost + 1] == "Từ 08 giờ 20, có mặt 06 thành viên, đủ túc số 06."
    assert lost > told.index("1. Nội dung 1")


def test_a_meeting_over_midnight_says_the_day_of_every_change(world: Any) -> None:
    world.now = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)  # eleven at night
    meeting = world.meeting(phase="in_progress")
    world.pass_time(minutes=50)
    world.must(meeting.chair, "meeting.pause", meeting, until="2026-11-26T17:15:00Z")
    world.pass_time(minutes=25)
    world.must(meeting.chair, "meeting.resume", meeting)
    world.must(meeting.chair, "meeting.hand_over", meeting, person=meeting.members[0])
    world.pass_time(minutes=45)
    world.must(meeting.members[0], "meeting.end", meeting)
    told = texts(world, meeting)
    assert any("(từ 23 giờ 00, ngày 26 tháng 11 năm 2026 đến 00 giờ 15, ngày 27 tháng 11" in one for one in told)
    assert (
        "Cuộc họp tạm dừng lúc 23 giờ 50, ngày 26 tháng 11 năm 2026"
        " và họp tiếp vào 00 giờ 15 phút, ngày 27 tháng 11 năm 2026." in told
    )
    assert told[-1].startswith("Cuộc họp kết thúc vào 01 giờ 00 phút, ngày 27 tháng 11 năm 2026")


def test_what_happens_after_midnight_is_told_with_its_day_until_a_day_was_told(world: Any) -> None:
    """The line of the beginning names one day; what has no day stands for that one."""
    world.now = datetime(2026, 11, 26, 16, 50, tzinfo=UTC)  # ten minutes before midnight
    meeting = world.meeting(phase="in_progress", members=7)
    world.must(meeting.chair, "meeting.pause", meeting)
    world.pass_time(minutes=5)
    world.must(meeting.chair, "meeting.resume", meeting)
    world.pass_time(minutes=15)
    world.must(meeting.chair, "meeting.pause", meeting)
    world.pass_time(minutes=10)
    world.must(meeting.chair, "meeting.resume", meeting)
    for person in meeting.members[:3]:
        world.must(meeting.secretary, "attendance.mark", meeting, person=person, status="left")
    world.must(meeting.chair, "meeting.hand_over", meeting, person=meeting.members[5])
    world.must(meeting.members[5], "meeting.pause", meeting, until="2026-11-28T01:00:00Z")
    world.pass_time(hours=32)
    world.must(meeting.members[5], "meeting.resume", meeting)
    world.must(meeting.members[5], "meeting.pause", meeting)
    world.pass_time(minutes=5)
    world.must(meeting.members[5], "meeting.resume", meeting)
    world.must(meeting.members[5], "meeting.end", meeting)
    told, after = texts(world, meeting), ", ngày 27 tháng 11 năm 2026"
    assert "Cuộc họp tạm nghỉ từ 23 giờ 50 đến 23 giờ 55." in told
    assert f"Cuộc họp tạm nghỉ từ 00 giờ 10 đến 00 giờ 20{after}." in told
    assert f"Từ 00 giờ 20{after}, còn 05 thành viên có mặt, không đủ túc số 06." in told
    assert any(one.startswith(f"Từ 00 giờ 20{after}, Nguyễn Thị Chủ Trì, Chủ tịch giao quyền") for one in told)
    assert "Cuộc họp tạm nghỉ từ 08 giờ 20 đến 08 giờ 25." in told, "of the day it was taken up again"


def test_a_roll_that_is_another_on_the_second_day_is_told_by_day_and_by_name(world: Any) -> None:
    meeting = world.meeting(phase="in_progress", members=6)
    gone, new = meeting.members[0], world.person("Hoàng Mới")
    others = [world.person() for _ in range(2)]
    leaves(world, meeting, gone)
    for person in (new, *others):
        joins(world, meeting, person)
    next_day(world, meeting)
    for person in (meeting.chair, *meeting.members[1:], new):
        world.must(person, "attendance.check_in", meeting)
    world.pass_time(hours=1)
    world.must(meeting.chair, "meeting.end", meeting)
    told = texts(world, meeting)
    [came] = [one for one in told if one.startswith("Thành phần tham dự")]
    first, second = came.removeprefix("Thành phần tham dự (danh sách kèm theo). ").split(
        ". Ngày 27 tháng 11 năm 2026: "
    )
    assert first.startswith("Ngày 26 tháng 11 năm 2026: 07/07 thành viên ")
    assert first.endswith(". Không có thành viên vắng mặt")
    assert second.startswith("07/09 thành viên ") and second.endswith(". Vắng 02.")
    [away] = [one for one in told if one.startswith("Vắng mặt")]
    assert away.startswith("Vắng mặt ngày 27/11/2026: ") and away.count("không báo lý do") == 2
    [changed] = [one for one in told if "tổng số thành viên là" in one]
    assert changed.startswith("Từ 08 giờ 00 phút, ngày 27 tháng 11 năm 2026, tổng số thành viên là 09 người (thêm ")
    assert "Hoàng Mới, Ủy viên mới" in changed
    assert changed.endswith("; thôi là thành viên: Lê Văn Hà 1, Ủy viên 1).")
    listed = {row["name"]: (row["capacity"], row["presence"]) for row in kept(world).attendees}
    assert listed["Lê Văn Hà 1"] == ("Thành viên (đến trước ngày 27/11/2026)", "Ngày 26/11/2026: có mặt.")
    assert listed["Hoàng Mới"] == ("Thành viên (từ ngày 27/11/2026)", "Ngày 27/11/2026: có mặt.")
    both = "Ngày 26/11/2026: có mặt. Ngày 27/11/2026: có mặt."
    assert listed["Nguyễn Thị Chủ Trì"] == ("Chủ trì", both)


def test_each_day_has_its_own_late_its_own_gone_early_and_its_own_absent(world: Any) -> None:
    meeting = world.meeting(phase="in_progress", members=6, guests=1)
    early, late, away = meeting.members[:3]
    world.must(meeting.secretary, "attendance.mark", meeting, person=away, status="absent", reason="Ốm")
    world.pass_time(minutes=30)
    world.must(meeting.secretary, "attendance.mark", meeting, person=early, status="left")
    next_day(world, meeting)
    for person in (*meeting.body.roll, *meeting.guests):
        if person not in (early, late):
            world.must(person, "attendance.check_in", meeting)
    world.pass_time(minutes=15)
    world.must(late, "attendance.check_in", meeting, online=True)
    world.pass_time(hours=1)
    world.must(meeting.chair, "meeting.end", meeting)
    told = texts(world, meeting)
    [came] = [one for one in told if one.startswith("Thành phần tham dự")]
    assert "Ngày 26 tháng 11 năm 2026: 06/07 thành viên" in came and "; 01 khách mời. Vắng 01. Ngày 27" in came
    assert "Ngày 27 tháng 11 năm 2026: 06/07 thành viên" in came and "(trong đó 01 dự trực tuyến); 01 khách mời" in came
    listed = [row["presence"] for row in kept(world).attendees if row["capacity"] == "Thành viên"]
    assert listed[:3] == [
        "Ngày 26/11/2026: có mặt, rời họp lúc 08 giờ 30. Ngày 27/11/2026: vắng.",
        "Ngày 26/11/2026: có mặt. Ngày 27/11/2026: trực tuyến, đến lúc 08 giờ 45.",
        "Ngày 26/11/2026: vắng; Ốm. Ngày 27/11/2026: có mặt.",
    ]
    [absent] = [one for one in told if one.startswith("Vắng mặt")]
    assert absent.startswith("Vắng mặt ngày 26/11/2026: ") and "(lý do: Ốm). Vắng mặt ngày 27/11/2026: " in absent


def test_who_was_chair_on_the_first_day_only_stands_with_their_time_and_does_not_sign(world: Any) -> None:
    meeting = world.meeting(phase="in_progress", members=6)
    deputy = meeting.members[0]
    leaves(world, meeting, meeting.chair)
    world.pass_time(hours=1)
    next_day(world, meeting)
    world.must(deputy, "attendance.check_in", meeting)
    world.must(meeting.secretary, "meeting.hand_over", meeting, person=deputy)
    world.pass_time(hours=1)
    world.must(deputy, "meeting.end", meeting)
    told = texts(world, meeting)
    assert "Từ 09 giờ 00, Nguyễn Thị Chủ Trì, Chủ tịch thôi điều hành cuộc họp." in told
    [chairs] = [one for one in told if one.startswith("Chủ trì")]
    assert "Nguyễn Thị Chủ Trì" in chairs and "Lê Văn Hà 1" in chairs
    assert kept(world).header["signers"]["chair"]["name"] == "Lê Văn Hà 1"
