"""Several chairs in turn, the quorum lost and met again, notices and breaks, as the people in the room see them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.hall import Hall
from tests.journeys.stage import press_until, serious


def more(page: Page, act: str) -> None:
    page.locator(".day-nut").get_by_role("button", name="Thêm").click()
    page.locator("dialog").get_by_role("button", name=act).click()


def closed(*pages: Page) -> None:
    for page in pages:
        page.context.close()


@pytest.fixture
def some_away(hall: Hall) -> Iterator[list[str]]:
    """Eight on the roll, six needed: two have left, and come back afterwards."""
    people = [one["person"] for one in hall.facts["members"][4:7]]
    for person in people[:2]:
        hall.must(hall.facts["secretary"], "attendance.mark", person=person, status="left")
    yield people
    for person in people:
        hall.must(hall.facts["secretary"], "attendance.mark", person=person, status="present")


def test_the_chair_is_handed_over_and_taken_back_on_the_screens(hall: Hall) -> None:
    chair, deputy, name = hall.chair(), hall.member(0), hall.name_of(0)
    more(chair, "Giao điều hành")
    assert serious(chair) == []
    chair.locator(".nguoi-nhan").get_by_role("button", name=name).click()
    expect(chair.locator("dialog")).to_contain_text(f"Giao điều hành cho {name}?")
    chair.locator("dialog").get_by_role("button", name="Giao điều hành").click()
    expect(chair.locator(".man-tv")).to_be_visible()
    expect(deputy.locator(".man-ct")).to_be_visible()
    expect(chair.locator(".cac-bang")).to_contain_text(f"{name} đang điều hành phiên họp.")
    expect(chair.locator(".dien-bien")).to_contain_text(f"{name} điều hành phiên họp")
    expect(deputy.get_by_role("button", name="Mở biểu quyết")).to_be_enabled()
    take_back = chair.locator(".cac-bang").get_by_role("button", name="Nhận lại điều hành")
    press_until(take_back, chair.locator("dialog"))  # a tap just after the screen has turned reaches nothing
    chair.locator("dialog").get_by_role("button", name="Nhận lại điều hành").click()
    expect(chair.locator(".man-ct")).to_be_visible()
    expect(deputy.locator(".man-tv")).to_be_visible()
    closed(chair, deputy)


def test_while_a_vote_is_open_the_chair_reads_before_choosing_why_nobody_takes_over(hall: Hall) -> None:
    lead, chair = hall.facts["chair"], hall.chair()
    vote = hall.must(lead, "vote.open", question="Thông qua dự thảo?", item=hall.facts["items"][0])["id"]
    expect(chair.locator(".dau.phong")).to_contain_text("Đang biểu quyết")
    more(chair, "Giao điều hành")
    sheet, next_ = chair.locator("dialog"), chair.locator(".nguoi-nhan").get_by_role("button", name=hall.name_of(0))
    expect(sheet).to_contain_text("Hãy đóng biểu quyết trước khi giao điều hành.")
    expect(next_).to_be_disabled()
    assert serious(chair) == []
    hall.must(lead, "vote.cancel", vote=vote, reason="Sửa câu hỏi")
    expect(next_).to_be_enabled()
    expect(sheet).not_to_contain_text("Hãy đóng biểu quyết")
    closed(chair)


def test_who_gets_the_chair_and_who_loses_it_are_told_and_an_old_result_is_no_news(hall: Hall) -> None:
    lead, item = hall.facts["chair"], hall.facts["items"][0]
    chair, deputy, name = hall.chair(), hall.member(0), hall.name_of(0)
    vote = hall.must(lead, "vote.open", question="Thông qua dự thảo?", item=item)["id"]
    hall.must(lead, "vote.close", vote=vote)
    hall.must(lead, "vote.announce", vote=vote)
    expect(chair.locator(".giua")).to_contain_text("Không được thông qua")
    expect(deputy.locator(".phu-kin")).to_be_visible()
    hall.must(lead, "meeting.hand_over", person=hall.facts["members"][0]["person"])
    expect(deputy.locator(".toast")).to_have_text("Từ bây giờ tôi điều hành phiên họp")
    expect(deputy.locator(".man-ct")).to_be_visible()
    expect(chair.locator(".toast")).to_have_text(f"{name} điều hành phiên họp")
    expect(chair.locator(".man-tv")).to_be_visible()
    expect(chair.locator(".phu-kin")).to_have_count(0)
    hall.must(lead, "meeting.hand_over", person=lead["person"])
    expect(deputy.locator(".man-tv")).to_be_visible()
    expect(deputy.locator(".toast")).to_contain_text("điều hành phiên họp")
    hall.must(lead, "vote.annul", vote=vote, reason="Chỉ để thử")
    closed(chair, deputy)


def test_what_the_chair_had_open_goes_with_the_chair(hall: Hall) -> None:
    lead, chair = hall.facts["chair"], hall.chair()
    sheet = chair.locator("dialog")
    chair.locator(".day-nut").get_by_role("button", name="Thêm").click()
    expect(sheet.get_by_role("button", name="Bế mạc")).to_be_visible()
    hall.must(lead, "meeting.hand_over", person=hall.facts["members"][0]["person"])
    expect(chair.locator(".man-tv")).to_be_visible()
    expect(sheet).to_have_count(0)
    hall.must(lead, "meeting.hand_over", person=lead["person"])
    press_until(chair.locator(".day-nut").get_by_role("button", name="Thêm"), sheet)
    sheet.get_by_role("button", name="Gửi thông báo").click()
    chair.get_by_label("Nội dung").fill("Giải lao ở sảnh tầng hai")
    hall.must(lead, "meeting.hand_over", person=hall.facts["members"][0]["person"])
    expect(sheet).to_have_count(0)
    hall.must(lead, "meeting.hand_over", person=lead["person"])
    press_until(chair.locator(".day-nut").get_by_role("button", name="Thêm"), sheet)
    sheet.get_by_role("button", name="Gửi thông báo").click()
    expect(chair.get_by_label("Nội dung")).to_have_value("Giải lao ở sảnh tầng hai")
    closed(chair)


def test_where_the_chair_has_left_the_desk_chooses_who_presides(hall: Hall) -> None:
    secretary, chair = hall.facts["secretary"], hall.facts["chair"]
    desk, name = hall.desk(), hall.name_of(1)
    hall.must(secretary, "attendance.mark", person=chair["person"], status="left")
    press_until(desk.locator(".cac-bang").get_by_role("button", name="Chọn người điều hành"), desk.locator("dialog"))
    desk.locator(".nguoi-nhan").get_by_role("button", name=name).click()
    desk.locator("dialog").get_by_role("button", name="Giao điều hành").click()
    expect(desk.locator(".cac-bang")).not_to_contain_text("không có mặt")
    expect(desk.locator("header .ten")).to_contain_text(f"Chủ trì {name}")
    hall.must(secretary, "attendance.mark", person=chair["person"], status="present")
    hall.must(chair, "meeting.hand_over", person=chair["person"])
    closed(desk)


def test_the_quorum_is_amber_before_it_is_lost_and_everybody_is_told_when_it_is(
    hall: Hall, some_away: list[str]
) -> None:
    chair, member = hall.chair(), hall.member(0, width=390, height=844)
    expect(chair.locator("header .sat")).to_have_text("vừa đủ túc số")
    expect(member.locator("header .co-mat.thieu")).to_have_accessible_name(re.compile("vừa đủ túc số"))
    wide = hall.member(1)
    expect(wide.locator("header .chip.vang")).to_have_text(re.compile(r"Có mặt 6/\d+ · vừa đủ túc số"))
    wide.get_by_role("button", name="Theo màn chiếu").click()
    shown = wide.locator(".man-chieu .tren")
    expect(shown).to_be_visible()
    expect(shown.locator(".mat-ts")).to_have_count(0)
    expect(chair.locator(".cac-bang")).not_to_contain_text("túc số")
    hall.must(hall.facts["secretary"], "attendance.mark", person=some_away[2], status="left")
    for page in (chair, member):
        expect(page.locator(".cac-bang")).to_contain_text("Còn 5 người, không đủ túc số 6.")
        expect(page.locator("[aria-live=assertive]")).to_contain_text("không đủ túc số")
    expect(member.locator(".dien-bien")).to_contain_text("Còn 5 người, không đủ túc số 6")
    expect(shown.locator(".mat-ts")).to_have_text("Còn 5 người, không đủ túc số 6")
    for width, height in ((1180, 820), (390, 844)):
        wide.set_viewport_size({"width": width, "height": height})
        assert shown.evaluate("(head) => head.scrollWidth <= head.clientWidth"), width
    hall.must(hall.facts["secretary"], "attendance.mark", person=some_away[2], status="present")
    for page in (chair, member):
        expect(page.locator(".cac-bang")).not_to_contain_text("túc số")
    expect(member.locator(".dien-bien")).to_contain_text("Đủ túc số trở lại, có mặt 6 người")
    expect(shown.locator(".mat-ts")).to_have_count(0)
    closed(chair, member, wide)


LONG_MOMENT = """() => {
    const real = performance.now.bind(performance);
    performance.now = () => real() + 60_000; // what holds taps for a moment holds them for a minute
    window.reached = 0;
    document.querySelector('.than').addEventListener('click', (event) => { window.reached += 1; event.stopPropagation(); }, true);
}"""


def test_a_notice_stands_on_every_screen_until_it_is_put_away(hall: Hall) -> None:
    chair, member, desk = hall.chair(), hall.member(2, width=360, height=740), hall.desk()
    desk.evaluate(LONG_MOMENT)
    more(chair, "Gửi thông báo")
    chair.get_by_label("Nội dung").fill("Giải lao ở sảnh tầng hai")
    assert serious(chair) == []
    chair.locator("dialog").get_by_role("button", name="Gửi thông báo").click()
    for page in (member, desk):
        expect(page.locator(".cac-bang")).to_contain_text("Giải lao ở sảnh tầng hai")
    desk.locator(".than h2").first.click()
    assert desk.evaluate("window.reached") == 0, "a tap was meant for what the band has pushed away"
    desk.locator(".than button:enabled").first.press("Enter")
    assert desk.evaluate("window.reached") == 1, "a key is meant for what has the focus"
    expect(chair.locator(".cac-bang").get_by_role("button", name="Gỡ thông báo này khỏi mọi màn hình")).to_be_visible()
    expect(member.locator("[aria-live=assertive]")).to_contain_text("Thông báo: Giải lao ở sảnh tầng hai")
    assert member.evaluate("document.documentElement.scrollWidth <= innerWidth")
    known = member.locator(".cac-bang").get_by_role("button", name="Đã rõ")
    press_until(known, known, there=False)  # a tap just after the band came reaches nothing
    member.reload()
    expect(member.locator(".dien-bien")).to_contain_text("Thông báo: Giải lao ở sảnh tầng hai")
    expect(member.locator(".cac-bang")).not_to_contain_text("Giải lao")
    desk.reload()
    expect(desk.locator(".cac-bang")).to_contain_text("Giải lao ở sảnh tầng hai")
    desk.evaluate(LONG_MOMENT)
    taken = chair.locator(".cac-bang").get_by_role("button", name="Gỡ thông báo này khỏi mọi màn hình")
    press_until(taken, taken, there=False)
    expect(desk.locator(".cac-bang")).not_to_contain_text("Giải lao")
    desk.locator(".than h2").first.click()
    assert desk.evaluate("window.reached") == 0, "what stood there before the band went has moved up"
    closed(chair, member, desk)


def test_the_meeting_is_adjourned_to_another_day_and_goes_on(hall: Hall) -> None:
    chair, member = hall.chair(), hall.member(3)
    phone = hall.open_room(hall.facts["chair"], 360, 740)
    speech = hall.must(hall.facts["chair"], "speaking.call", person=hall.facts["members"][1]["person"])["id"]
    chair.locator(".day-nut").get_by_role("button", name="Tạm nghỉ").click()
    chair.get_by_label("Họp tiếp ngày khác").check()
    day = chair.evaluate("new Date(Date.now() + 3 * 86400e3).toLocaleDateString('en-CA')")
    chair.locator("#nghi-ngay").fill(day)
    chair.locator("#nghi-gio").fill("08:30")
    shown = f"{day[8:]}/{day[5:7]}"
    expect(chair.locator(".se-la")).to_contain_text(f"Họp tiếp lúc 08:30 ngày {shown}.")
    assert serious(chair) == []
    chair.locator("dialog").get_by_role("button", name="Dừng phiên họp").click()
    for page in (chair, member):
        expect(page.locator(".cac-bang")).to_contain_text(f"Họp tiếp ngày {shown} lúc 08:30")
    expect(phone.locator(".vao .moi")).to_contain_text(f"{hall.name_of(1)} nói tiếp")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    go_on = chair.locator(".giua").get_by_role("button", name="Họp tiếp")
    asked = chair.get_by_role("heading", name=f"Phiên họp đã hẹn họp tiếp ngày {shown}, họp tiếp ngay bây giờ?")
    press_until(go_on, asked)  # the band has pushed it down
    chair.locator("dialog").get_by_role("button", name="Họp tiếp ngay").click()
    expect(member.locator(".dien-bien")).to_contain_text("Phiên họp tiếp tục")
    hall.must(hall.facts["chair"], "speaking.finish", speech=speech)
    closed(chair, member, phone)


def test_a_break_has_a_time_at_once_and_ten_minutes_are_one_tap(hall: Hall) -> None:
    chair = hall.chair()
    chair.locator(".day-nut").get_by_role("button", name="Tạm nghỉ").click()
    expect(chair.locator(".se-la")).to_contain_text("Họp lại lúc")
    chair.locator("dialog").get_by_role("button", name="60 phút").click()
    then = chair.locator("#nghi-gio").input_value()
    expect(chair.locator(".se-la")).to_contain_text(f"Họp lại lúc {then}")
    chair.locator("dialog").get_by_role("button", name="Tạm nghỉ").click()
    expect(chair.locator(".cac-bang")).to_contain_text(f"Tạm nghỉ đến {then}")
    chair.locator(".toast").get_by_role("button", name="Hoàn tác").click()
    expect(chair.locator(".cac-bang")).not_to_contain_text("Tạm nghỉ")
    closed(chair)


UNDER_THE_FOOT = """(back) => {
    const box = back.getBoundingClientRect();
    const below = [4, 16].map((far) => document.elementFromPoint(box.left + 60, box.bottom + far));
    return below.every((one) => [back, null].includes(one.closest('button, a')));
}"""


def test_what_holds_the_end_stands_in_the_list_on_a_phone_and_nothing_peeps_out_below_a_sheet(hall: Hall) -> None:
    phone = hall.open_room(hall.facts["chair"], 360, 640)
    speech = hall.must(hall.facts["chair"], "speaking.call", person=hall.facts["members"][1]["person"])["id"]
    expect(phone.locator(".vong")).to_be_visible()
    phone.locator(".day-nut").get_by_role("button", name="Thêm").click()
    sheet = phone.locator("dialog")
    back = sheet.get_by_role("button", name="Quay lại")
    expect(back).to_be_in_viewport(ratio=1)
    assert back.evaluate(UNDER_THE_FOOT), "a tap below the way out must not end the meeting"
    sheet.get_by_role("button", name="Bế mạc").click()
    rows = sheet.locator(".con-mo li")
    expect(rows.first).to_contain_text(f"{hall.name_of(1)} đang phát biểu.")
    first, second = (rows.nth(place).bounding_box() or {} for place in (0, 1))
    assert first["y"] + first["height"] <= second["y"] and first["x"] == second["x"]
    expect(sheet.get_by_role("button", name="Bế mạc")).to_be_disabled()
    rows.first.get_by_role("button", name="Kết thúc phát biểu").click()
    expect(sheet.get_by_role("button", name="Bế mạc")).to_be_enabled()
    assert hall.state(hall.facts["chair"])["speeches"][speech]["state"] != "speaking"
    closed(phone)


def test_the_desk_pauses_gives_notices_and_ends_from_its_own_menu(hall: Hall) -> None:
    desk = hall.desk()
    desk.get_by_role("button", name="Thêm", exact=True).click()
    sheet = desk.locator("dialog")
    for act in ("Tạm nghỉ", "Gửi thông báo", "Diễn biến", "Bế mạc"):
        expect(sheet.get_by_role("button", name=act)).to_be_enabled()
    expect(sheet.get_by_role("button", name="Giao điều hành")).to_have_count(0)
    sheet.get_by_role("button", name="Diễn biến").click()
    expect(sheet.locator(".dien-bien li").last).to_contain_text("Bắt đầu phiên họp")
    expect(sheet.get_by_role("button", name="Đóng")).to_be_in_viewport(ratio=1)
    sheet.get_by_role("button", name="Đóng").click()
    press_until(desk.get_by_role("button", name="Thêm", exact=True), sheet)
    sheet.get_by_role("button", name="Bế mạc").click()
    expect(sheet).to_contain_text("nội dung chưa họp: 2, 3, 4, 5.")
    sheet.get_by_role("button", name="Xem chương trình").click()
    expect(desk.locator(".muc-so button").first).to_be_focused()
    closed(desk)
