"""Hands raised and paper counted: typed in by one, confirmed by another, and printed as typed in wherever the result is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping

from playwright.sync_api import Page, expect

from tests.journeys.hall import Hall
from tests.journeys.stage import HALL, press_until, serious

FIELDS = {"Số phiếu phát ra": 8, "Số phiếu thu về": 8, "Phiếu hợp lệ": 7, "Phiếu không hợp lệ": 1}
VOTES = {"Tán thành": 5, "Không tán thành": 2, "Không biểu quyết": 0}


def put(chair: Page, way: str) -> None:
    """The chair puts a question to be counted by hand."""
    chair.locator(".day-nut").get_by_role("button", name="Mở biểu quyết").click()
    sheet = chair.locator("dialog")
    sheet.locator("#bq-hoi").fill(f"Câu hỏi: {way}")
    sheet.get_by_role("radio", name=way, exact=True).check()


def open_it(chair: Page) -> None:
    assert serious(chair) == []
    chair.locator("dialog").get_by_role("button", name="Mở biểu quyết").click()
    expect(chair.locator("dialog").get_by_role("button", name="Đóng biểu quyết")).to_be_visible()


def close_it(chair: Page) -> None:
    chair.locator("dialog").get_by_role("button", name="Đóng biểu quyết").click()
    expect(chair.get_by_role("heading", name=re.compile("Đóng biểu quyết"))).to_be_visible()
    chair.locator("dialog").get_by_role("button", name="Đóng biểu quyết").click()
    expect(chair.get_by_role("heading", name="Kết quả kiểm phiếu")).to_be_visible()


def typed(page: Page, figures: Mapping[str, int]) -> None:
    sheet = page.locator("dialog")
    for label, figure in figures.items():
        sheet.get_by_label(label, exact=True).fill(str(figure))
    sheet.get_by_role("button", name="Gửi kết quả kiểm").click()


def screen(hall: Hall) -> Page:
    """A big screen, let in by the secretary."""
    page = hall.stage.window("screen", hall.stage.device(HALL))
    page.goto(f"{hall.stage.server.address}/screen")
    expect(page.locator(".ma")).to_have_text(re.compile(r"\d{3} \d{3}"))
    code = str(page.locator(".ma").text_content()).replace(" ", "")
    hall.must(hall.facts["secretary"], "screen.admit", code=code, name="Màn chính")
    page.wait_for_url(re.compile("/room$"))
    return page


def show_it_again(hall: Hall, chair: Page, wall: Page) -> None:
    """The wall has gone on to who speaks; the chair puts the result on it again, then lets it follow."""
    head = chair.locator(".man-kq > header")
    expect(head.get_by_role("status")).to_have_text("Đang chiếu")
    speech = hall.must(hall.facts["members"][3], "speaking.request")["id"]
    hall.must(hall.facts["chair"], "speaking.call", speech=speech)
    expect(wall.locator(".man-chieu.noi-len")).to_be_visible()
    head.get_by_role("button", name="Chiếu kết quả").click()
    expect(wall.locator(".man-chieu.kq .nhap-tay")).to_be_visible()
    shown = head.get_by_role("button", name="Đang chiếu", pressed=True)
    expect(shown).to_be_visible()
    assert serious(chair) == []
    hall.stage.picture(hall.facts["chair"]["person"], "counted-hands-shown-again")
    press_until(shown, wall.locator(".man-chieu.noi-len"))
    hall.must(hall.facts["chair"], "speaking.finish", speech=speech)


def see_it_again(desk: Page) -> None:
    """Whatever is on since: from all that happened the desk comes to the result once more, and may show it."""
    sheet = desk.locator("dialog")
    press_until(desk.get_by_role("button", name="Thêm", exact=True), sheet)
    sheet.get_by_role("button", name="Diễn biến").click()
    sheet.get_by_role("button", name="Xem kết quả").click()
    expect(desk.locator(".man-kq .nhap-tay")).to_be_visible()
    expect(desk.locator(".man-kq > header").get_by_role("button", name="Chiếu kết quả")).to_be_visible()


def test_hands_are_typed_in_by_the_secretary_and_confirmed_by_the_chair(hall: Hall) -> None:
    chair, desk, phone, wall = hall.chair(), hall.desk(), hall.member(2, 360, 740), screen(hall)
    put(chair, "Giơ tay")
    open_it(chair)
    expect(wall.get_by_text("Mời giơ tay")).to_be_visible()
    expect(phone.locator(".giua").get_by_text("Mời giơ tay biểu quyết: Câu hỏi: Giơ tay")).to_be_visible()
    hall.stage.picture("screen", "counted-hands-wall")
    close_it(chair)
    expect(wall.get_by_text("Đang kiểm phiếu")).to_be_visible()
    desk.get_by_role("button", name="Nhập kết quả kiểm phiếu").click()
    assert serious(desk) == []
    desk.locator("dialog").get_by_label("Tán thành", exact=True).fill("9")
    expect(desk.locator("dialog .qua-so")).to_contain_text("(8 người)")
    hall.stage.picture(hall.facts["secretary"]["person"], "counted-hands-too-many")
    typed(desk, {**VOTES, "Tán thành": 9})
    expect(desk.locator("dialog .tom-loi")).to_contain_text("(8 người)")
    desk.locator("dialog").get_by_role("button", name="Quay lại").click()
    desk.get_by_role("button", name="Nhập kết quả kiểm phiếu").click()
    typed(desk, VOTES)
    expect(desk.locator("dialog").get_by_text("Chờ chủ trì hoặc thư ký khác xác nhận")).to_be_visible()
    expect(chair.locator("dialog table")).to_contain_text("Tán thành")
    assert serious(chair) == []
    chair.get_by_role("button", name="Xác nhận kết quả", exact=True).click()
    chair.locator("dialog").get_by_role("button", name="Xem kết quả").click()
    expect(chair.locator(".man-kq .nhap-tay")).to_contain_text("nhập,")
    chair.get_by_role("button", name="Công bố", exact=True).click()
    expect(wall.locator(".man-chieu.kq .nhap-tay")).to_contain_text("Nhập tay")
    expect(phone.locator(".man-kq .nhap-tay")).to_contain_text("Nhập tay")
    assert serious(phone) == [] and serious(wall) == []
    hall.stage.picture("screen", "counted-hands-wall-result")
    phone.get_by_role("button", name="Về phòng họp").last.click()
    show_it_again(hall, chair, wall)
    chair.get_by_role("button", name="Về phòng họp").first.click()
    expect(phone.locator(".dien-bien")).to_contain_text("(nhập tay)")
    see_it_again(desk)
    for page in (chair, desk, phone, wall):
        page.context.close()


def test_secret_paper_is_counted_by_two_until_their_figures_agree(hall: Hall) -> None:
    chair, tablet, phone = hall.chair(), hall.member(0), hall.member(1, 360, 740)
    put(chair, "Phiếu giấy, kín")
    for place in (0, 1):
        chair.locator("dialog .chon-ban").get_by_label(hall.name_of(place), exact=True).check()
    open_it(chair)
    expect(phone.locator(".giua").get_by_text("Mời bỏ phiếu giấy")).to_be_visible()
    close_it(chair)
    for page in (tablet, phone):
        # What covered the room may have gone this moment: the first tap is then taken for one meant for that.
        press_until(page.get_by_role("button", name="Nhập kết quả kiểm phiếu"), page.locator("dialog"))
    typed(tablet, {**FIELDS, **VOTES})
    expect(phone.locator("dialog")).to_contain_text(f"{hall.name_of(0)} đã nhập")
    expect(phone.locator("dialog table")).to_have_count(0)
    typed(phone, {**FIELDS, **VOTES, "Tán thành": 4, "Không tán thành": 3})
    for page in (tablet, phone, chair):
        expect(page.locator("dialog tr.khac")).to_have_count(2)
        assert serious(page) == []
    expect(chair.locator("dialog")).to_contain_text("Hai bên nhập khác nhau. Chờ ")
    phone.get_by_role("button", name="Nhập lại", exact=True).click()
    typed(phone, {**FIELDS, **VOTES})
    for page in (tablet, phone):
        expect(page.locator("dialog")).to_contain_text("đã được hai người xác nhận")
    chair.locator("dialog").get_by_role("button", name="Xem kết quả").click()
    expect(chair.locator(".man-kq dl")).to_contain_text("P · phiếu giấy, hai người kiểm độc lập")
    expect(chair.locator(".man-kq .nhap-tay")).to_contain_text("nhập độc lập, khớp nhau")
    for page in (chair, tablet, phone):
        page.context.close()
