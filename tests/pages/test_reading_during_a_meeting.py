"""Whoever reads a document in a meeting is outside the room: what must reach them at once stands over the page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.stage import choose
from tests.pages.conftest import Opens, Served, given
from tests.pages.measures import serious, sideways, small_targets

pytestmark = pytest.mark.journeys
BACK = "Về phòng họp"
HEARD = """() => {
    const place = document.querySelector(".an[role=alert]");
    window.told = [];
    const heard = () => place.textContent && window.told.push(place.textContent);
    new MutationObserver(heard).observe(place, {subtree: true, childList: true, characterData: true});
}"""
"""What is told aloud on the page from now on."""


@pytest.fixture
def chair(house: Served, opens: Opens) -> Page:
    """Of a meeting in progress with everybody here, in its first item."""
    page = opens("chair", "/")
    if house.more.get("began") != house.address:  # what is known of a house is shared, each file serves its own
        house.more["began"] = house.address
        given(opens("secretary", "/"), house, house.published, "attendance.mark_many", status="present")
        given(page, house, house.published, "meeting.start")
        given(page, house, house.published, "agenda.start_item", item=house.published.items[0])
    return page


def reads(house: Served, opens: Opens, who: str, size: str = "phone") -> Page:
    page = opens(who, f"/read/{house.more['paper']}", size=size)
    expect(page.locator(".noi-thanh")).to_be_visible()
    expect(page.get_by_role("button", name="Đang theo chủ trì")).to_be_visible()  # the line to the meeting is there
    page.evaluate("navigator.vibrate = (pattern) => (window.felt = [pattern].flat())")
    return page


def said(page: Page, words: str) -> None:
    expect(page.locator(".an[role=alert]")).to_have_text(words)


def in_order(page: Page) -> None:
    assert (small_targets(page), sideways(page), serious(page)) == ([], 0, [])


def test_whoever_is_called_is_told_over_the_page_and_keeps_the_focus_and_the_words(
    house: Served, opens: Opens, chair: Page
) -> None:
    page, other = reads(house, opens, "member"), reads(house, opens, "substitute", "tablet")
    page.get_by_role("button", name="Ghi chú riêng cho trang này").click()
    field = page.get_by_label("Ghi chú riêng cho trang 1")
    field.fill("Hỏi về nguồn vốn")
    speech = given(chair, house, house.published, "speaking.call", person=house.published.members[1])["id"]
    band = page.locator(".goi-ve .moi-toi")
    expect(band).to_contain_text("Mời tôi phát biểu")
    said(page, "Mời tôi phát biểu")
    assert page.evaluate("window.felt") == [60, 80, 60]
    expect(field).to_be_focused()
    in_order(page)
    for theme, size in (("dark", 100), ("light", 130)):
        page.evaluate(f"Object.assign(document.documentElement.dataset, {{theme: '{theme}', text: '{size}'}})")
        page.set_viewport_size({"width": 360, "height": 740})
        in_order(page)
    expect(other.locator(".goi-ve .moi-toi")).to_have_count(0)
    band.get_by_role("link", name=BACK).click()
    expect(page.locator(".man-tv .moi-toi")).to_be_visible()
    page.go_back()
    expect(page.locator(".goi-ve .moi-toi")).to_be_visible()
    page.get_by_role("button", name="chọn trang").click()
    expect(page.locator("dialog .moi-toi")).to_contain_text("Mời tôi phát biểu")
    page.locator("dialog").get_by_role("button", name="Quay lại").click()
    given(chair, house, house.published, "speaking.finish", speech=speech)
    expect(page.locator(".goi-ve .moi-toi")).to_have_count(0)
    page.get_by_role("button", name="Ghi chú riêng cho trang này").click()
    expect(field).to_have_value("Hỏi về nguồn vốn")


def test_an_opened_vote_leads_its_voter_back_and_nobody_else(house: Served, opens: Opens, chair: Page) -> None:
    page, guest = reads(house, opens, "member"), reads(house, opens, "guest")
    asked = {"item": house.published.items[0], "question": "Thông qua dự thảo?"}
    vote = given(chair, house, house.published, "vote.open", **asked)["id"]
    band = page.locator(".goi-ve .bang-phieu")
    expect(band).to_contain_text("Đang biểu quyết: Thông qua dự thảo?")
    said(page, "Mở biểu quyết nội dung 1")
    assert page.evaluate("window.felt") == [60]
    in_order(page)
    expect(guest.locator(".goi-ve .bang-phieu")).to_have_count(0)
    band.get_by_role("link", name=BACK).click()
    expect(page.locator("#cau-hoi")).to_be_focused()
    choose(page, "Tán thành")
    page.get_by_role("button", name="Gửi phiếu: Tán thành").click()
    expect(page.get_by_role("heading", name="Đã ghi nhận: Tán thành")).to_be_visible()
    page = reads(house, opens, "member")
    expect(page.locator(".goi-ve .cac-bang")).to_be_attached()
    expect(band).to_have_count(0)
    given(chair, house, house.published, "vote.cancel", vote=vote, reason="Hết lượt thử")


def test_a_vote_by_hand_calls_its_voter_back_too(house: Served, opens: Opens, chair: Page) -> None:
    page, guest = reads(house, opens, "member"), reads(house, opens, "guest")
    asked = {"item": house.published.items[0], "question": "Thông qua dự thảo?", "by_hand": "hands"}
    vote = given(chair, house, house.published, "vote.open", **asked)["id"]
    band = page.locator(".goi-ve .bang-phieu")
    expect(band).to_contain_text("Mời giơ tay biểu quyết: Thông qua dự thảo?")
    said(page, "Mời giơ tay biểu quyết: Thông qua dự thảo?")
    assert page.evaluate("window.felt") == [60]
    in_order(page)
    expect(guest.locator(".goi-ve .bang-phieu")).to_have_count(0)
    given(chair, house, house.published, "vote.cancel", vote=vote, reason="Hết lượt thử")
    expect(band).to_have_count(0)


def test_the_counting_board_does_not_wait_for_somebody_who_reads_or_has_a_sheet_open(
    house: Served, opens: Opens, chair: Page
) -> None:
    page, other = reads(house, opens, "member"), reads(house, opens, "guest")
    asked = {"item": house.published.items[0], "question": "Bầu bổ sung Ủy viên?", "secret": True}
    board = [house.published.members[1]]
    vote = given(chair, house, house.published, "vote.prepare", board=board, **asked)["id"]
    words = "Ban kiểm phiếu đang chờ tôi nhận kiểm phiếu: Bầu bổ sung Ủy viên?"
    band = page.locator(".goi-ve .bang-phieu")
    expect(band).to_contain_text(words)
    said(page, words)
    assert page.evaluate("window.felt") == [60]
    in_order(page)
    page.get_by_role("button", name="chọn trang").click()
    expect(page.locator("dialog .bang-phieu")).to_contain_text(words)
    page.locator("dialog").get_by_role("button", name="Quay lại").click()
    expect(other.locator(".goi-ve .bang-phieu")).to_have_count(0)
    band.get_by_role("link", name=BACK).click()
    expect(page.get_by_role("button", name="Nhận kiểm phiếu")).to_be_visible()
    page.get_by_role("button", name="Cỡ chữ và giao diện").click()
    over = page.locator("dialog .bang-phieu")
    expect(over).to_contain_text(words)
    in_order(page)
    over.get_by_role("button", name=BACK).click()
    expect(page.locator("dialog")).to_have_count(0)
    page.get_by_role("button", name="Nhận kiểm phiếu").click()
    expect(page.get_by_role("button", name="Đọc mã")).to_be_visible()  # alone on the board, its chance came by itself
    page.goto(f"{house.address}/meetings/{house.published.id}")
    expect(band).to_contain_text("Ban kiểm phiếu đang chờ tôi đọc mã")
    given(chair, house, house.published, "vote.cancel", vote=vote, reason="Hết lượt thử")
    expect(band).to_have_count(0)


def test_whoever_is_at_the_meetings_page_is_called_back_from_it_too(house: Served, opens: Opens, chair: Page) -> None:
    page = opens("member", f"/meetings/{house.published.id}", size="phone")
    expect(page.locator(".goi-ve .cac-bang")).to_be_attached()
    expect(page.get_by_role("link", name="Vào phòng họp")).to_be_visible()
    page.evaluate(HEARD)
    page.context.set_offline(True)
    expect(page.locator(".mat-mang")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator(".mat-mang")).to_have_count(0)
    speech = given(chair, house, house.published, "speaking.call", person=house.published.members[1])["id"]
    expect(page.locator(".goi-ve .moi-toi")).to_contain_text("Mời tôi phát biểu")
    said(page, "Mời tôi phát biểu")
    assert page.evaluate("window.told") == ["Mời tôi phát biểu"], "the page itself tells of the network, once"
    in_order(page)
    page.mouse.wheel(0, 2000)
    expect(page.locator(".goi-ve .moi-toi")).to_be_in_viewport()
    given(chair, house, house.published, "speaking.finish", speech=speech)
    expect(page.locator(".goi-ve .moi-toi")).to_have_count(0)


def test_whoever_has_gone_to_another_page_is_not_said_to_have_lost_the_network(
    house: Served, opens: Opens, chair: Page
) -> None:
    page = opens("member", f"/meetings/{house.published.id}/room")
    expect(page.locator(".day-nut")).to_be_visible()
    page.goto(f"{house.address}/")
    speech = given(chair, house, house.published, "speaking.call", person=house.published.members[1])["id"]
    chair.goto(f"{house.address}/meetings/{house.published.id}/room")
    expect(chair.locator(".mat-noi")).to_have_text("không mở phòng họp")
    given(chair, house, house.published, "speaking.finish", speech=speech)


def test_a_reader_hears_of_quorum_notice_pause_and_end(house: Served, opens: Opens, chair: Page) -> None:
    """The last of this file: the meeting is over."""
    page, desk = reads(house, opens, "member"), opens("secretary", "/")
    bands = page.locator(".goi-ve .cac-bang")
    for place in (2, 3, 4):
        given(desk, house, house.published, "attendance.mark", person=house.published.members[place], status="left")
    expect(bands).to_contain_text("Còn 5 người, không đủ túc số 6")
    said(page, "Còn 5 người, không đủ túc số 6")
    given(desk, house, house.published, "notice.send", text="Giải lao ở sảnh tầng hai")
    expect(bands).to_contain_text("Giải lao ở sảnh tầng hai")
    said(page, "Thông báo: Giải lao ở sảnh tầng hai")
    in_order(page)
    bands.get_by_role("button", name="Đã rõ").click()
    expect(bands).not_to_contain_text("Giải lao")
    until = (datetime.now(UTC) + timedelta(minutes=30)).isoformat()
    given(chair, house, house.published, "meeting.pause", until=until)
    expect(bands).to_contain_text("Tạm nghỉ đến")
    said(page, "Phiên họp tạm nghỉ")
    given(chair, house, house.published, "meeting.resume")
    expect(bands).not_to_contain_text("Tạm nghỉ")
    given(chair, house, house.published, "meeting.end")
    expect(bands).to_contain_text("Đã kết thúc")
    said(page, "Phiên họp đã kết thúc")
    in_order(page)
