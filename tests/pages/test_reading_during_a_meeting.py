"""Whoever is in a meeting and outside its room is called back to it, on whatever page: what must reach them at once stands over it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.journeys.stage import choose, press_until
from tests.pages.conftest import Opens, Served, given
from tests.pages.measures import in_order

pytestmark = pytest.mark.journeys
BACK = "Về phòng họp"
HEARD = """() => {
    const place = document.querySelector(".an[role=alert]");
    window.told = [];
    const heard = () => place.textContent && window.told.push(place.textContent);
    new MutationObserver(heard).observe(place, {subtree: true, childList: true, characterData: true});
}"""
"""What is told aloud on the page from now on."""
BUTTONS = """() => [...document.querySelectorAll("button, a[href], summary, input, textarea")]
    .filter((one) => !one.closest(".goi-ve, dialog") && one.checkVisibility())
    .map((one) => { const { x, y, width, height } = one.getBoundingClientRect();
        return [one.ariaLabel ?? one.textContent.trim(), x, y, width, height]; })"""
"""Where everything that can be pressed is, by its name, but for what calls."""
COVERED = """() => {
    const band = document.querySelector(".goi-ve>div").getBoundingClientRect();
    const meets = ({ left, right, top, bottom }) => left < band.right && right > band.left && top < band.bottom && bottom > band.top;
    return [...document.querySelectorAll("button, a[href]")].filter((one) => !one.closest(".goi-ve") && one.checkVisibility())
        .filter((one) => meets(one.getBoundingClientRect())).map((one) => one.textContent);
}"""
"""What can't be pressed for the bands that stand there now."""


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


def said(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator(".an[role=alert]")).to_have_text(words)


def counted(page: Page) -> tuple[list[str], list[str]]:
    """The page's lines to the house, and what is joined over them, from now on."""
    lines: list[str] = []
    joins: list[str] = []

    def sent(frame: Any) -> None:
        if '["join"' in str(frame):
            joins.append(str(frame))

    def comes(line: WebSocket) -> None:
        lines.append(line.url)
        line.on("framesent", sent)

    page.on("websocket", comes)
    return lines, joins


def test_every_page_has_one_line_and_joins_each_stream_once(house: Served, opens: Opens, chair: Page) -> None:
    """It is enough for both: what calls back to the room, and what the page itself keeps up with."""
    meeting, desk = (
        f"/meetings/{house.published.id}",
        f"/bodies/{house.published.body.id}/slips/{house.more['slip']}/desk",
    )
    paths = [("member", "/"), ("member", "/tasks"), ("member", "/slips"), ("member", meeting)]
    paths += [("chair", "/approvals"), ("secretary", meeting), ("secretary", f"{meeting}/minutes"), ("secretary", desk)]
    secretary = opens("secretary", "/account")
    for place, (who, path) in enumerate(paths):
        page = opens(who, "/account")
        page.goto("about:blank")
        lines, joins = counted(page)
        page.goto(house.address + path)
        expect(page.locator(".goi-ve .cac-bang")).to_be_attached()
        text = f"Giải lao lần {place + 1}"
        given(secretary if who == "chair" else chair, house, house.published, "notice.send", text=text)
        expect(page.locator(".goi-ve .cac-bang")).to_contain_text(text)
        assert len(lines) == 1, path
        assert len(joins) == (2 if path == desk else 1), path
        assert all('"since":null' not in join for join in joins), f"{path} was given the whole of what it joined"
        page.close()
    followed = opens("member", meeting)
    given(chair, house, house.published, "agenda.start_item", item=house.published.items[1])
    expect(followed.locator(".ct .nay .an-dau")).to_contain_text("2")
    given(chair, house, house.published, "agenda.start_item", item=house.published.items[0])
    expect(followed.locator(".ct .nay .an-dau")).to_contain_text("1")


@pytest.mark.parametrize("size", ["tablet", "phone"])
def test_what_calls_moves_nothing_that_can_be_pressed(house: Served, opens: Opens, chair: Page, size: str) -> None:
    mark = {"paper": house.more["paper"], "version": 1, "page": 1}  # the row of a paper is longer for who reads it
    given(opens("member", "/"), house, house.published, "reading.mark", **mark)
    pages = [opens("member", path, size=size) for path in ("/", f"/meetings/{house.published.id}", "/tasks")]
    for page in pages:
        expect(page.locator(".goi-ve .cac-bang")).to_be_attached()
    reader = reads(house, opens, "member", size)
    if size == "tablet":  # each small page is drawn, and as tall as it is
        expect(reader.locator("button[aria-label^='Trang'] > canvas")).to_have_count(3)
    pages.append(reader)
    before = [page.evaluate(BUTTONS) for page in pages]
    speech = given(chair, house, house.published, "speaking.call", person=house.published.members[1])["id"]
    for page, places in zip(pages, before, strict=True):
        expect(page.locator(".goi-ve .moi-toi")).to_contain_text("Mời tôi phát biểu")
        said(page, "Mời tôi phát biểu")
        there = [one for one in page.evaluate(BUTTONS) if one[0] != "Trình chiếu"]  # whoever speaks may present
        assert there == places, page.url
    assert reader.evaluate(COVERED) == []
    for page in pages:
        in_order(page)
    given(chair, house, house.published, "speaking.finish", speech=speech)
    for page, places in zip(pages, before, strict=True):
        expect(page.locator(".goi-ve .moi-toi")).to_have_count(0)
        assert page.evaluate(BUTTONS) == places, page.url


def test_a_tap_meant_for_what_lay_there_does_not_go_to_the_room(house: Served, opens: Opens, chair: Page) -> None:
    page = opens("member", "/", size="phone")
    expect(page.locator(".goi-ve .cac-bang")).to_be_attached()
    page.evaluate("""() => new MutationObserver(() => {
        const way = document.querySelector(".goi-ve .moi-toi a");
        if (way && !window.at) window.at = way.getBoundingClientRect().toJSON();
    }).observe(document.body, { subtree: true, childList: true })""")
    speech = given(chair, house, house.published, "speaking.call", person=house.published.members[1])["id"]
    expect(page.locator(".goi-ve .moi-toi")).to_be_visible()
    at = page.evaluate("window.at")
    page.mouse.click(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
    press_until(page.get_by_role("link", name=BACK), page.locator(".man-tv .moi-toi"))
    given(chair, house, house.published, "speaking.finish", speech=speech)


def test_a_sheet_of_a_page_hides_and_silences_nothing(house: Served, opens: Opens, chair: Page) -> None:
    page = opens("member", f"/meetings/{house.published.id}")
    expect(page.locator(".goi-ve .cac-bang")).to_be_attached()
    page.get_by_role("button", name="Xem danh sách").click()
    speech = given(chair, house, house.published, "speaking.call", person=house.published.members[1])["id"]
    expect(page.locator("dialog[open] .moi-toi")).to_be_in_viewport()
    expect(page.locator("dialog[open] .an[role=alert]")).to_have_text("Mời tôi phát biểu")
    in_order(page)
    press_until(page.get_by_role("button", name="Đóng", exact=True), page.locator("dialog[open]"), there=False)
    expect(page.locator("body>#goi-ve .moi-toi")).to_be_visible()
    given(chair, house, house.published, "speaking.finish", speech=speech)


def test_a_vote_by_hand_and_a_boards_tap_are_told_in_the_room_also_over_a_sheet(
    house: Served, opens: Opens, chair: Page
) -> None:
    page = opens("member", f"/meetings/{house.published.id}/room")
    expect(page.locator(".day-nut")).to_be_visible()
    page.evaluate("navigator.vibrate = (pattern) => (window.felt = [pattern].flat())")
    press_until(page.get_by_role("button", name="Cỡ chữ và giao diện"), page.locator("dialog"))
    asked = {"item": house.published.items[0], "question": "Thông qua chương trình họp?", "by_hand": "hands"}
    bar = page.evaluate(BUTTONS)
    vote = given(chair, house, house.published, "vote.open", **asked)["id"]
    band = page.locator("dialog .bang-phieu")
    expect(band).to_contain_text("Mời giơ tay biểu quyết: Thông qua chương trình họp?")
    expect(page.locator("dialog [aria-live=assertive]")).to_have_text(
        "Mời giơ tay biểu quyết: Thông qua chương trình họp?"
    )
    assert page.evaluate("window.felt") == [60]
    in_order(page)
    press_until(band.get_by_role("button", name=BACK), page.locator("dialog"), there=False)
    expect(page.locator(".giua .bang", has_text="Mời giơ tay")).to_be_visible()
    foot = [one for one in bar if one[0] in ("Đăng ký phát biểu", "Góp ý bằng chữ", "Theo màn chiếu")]
    assert len(foot) == 3
    assert [one for one in page.evaluate(BUTTONS) if one in foot] == foot
    given(chair, house, house.published, "vote.cancel", vote=vote, reason="Hết lượt thử")
    given(chair, house, house.published, "notice.send", text="Mời về chỗ ngồi")
    expect(page.locator(".cac-bang")).to_contain_text("Mời về chỗ ngồi")
    assert [one for one in page.evaluate(BUTTONS) if one in foot] == foot
    asked = {"item": house.published.items[0], "question": "Bầu bổ sung Ủy viên lần hai?", "secret": True}
    board = [house.published.members[1]]
    vote = given(chair, house, house.published, "vote.prepare", board=board, **asked)["id"]
    said(page, "Ban kiểm phiếu đang chờ tôi nhận kiểm phiếu: Bầu bổ sung Ủy viên lần hai?")
    given(chair, house, house.published, "vote.cancel", vote=vote, reason="Hết lượt thử")
    expect(page.locator(".ban-kiem")).to_have_count(0)


UNDER_THE_BANDS = """() => {
    const [bands, notes] = ['.goi-ve > div', '.ghi.mo-ra'].map((one) => document.querySelector(one).getBoundingClientRect());
    const close = document.querySelector('.ghi.mo-ra h2 button').getBoundingClientRect();
    const at = document.elementFromPoint(close.left + close.width / 2, close.top + close.height / 2);
    return bands.height > 100 && notes.top >= bands.bottom && notes.bottom <= innerHeight && Boolean(at?.closest('.ghi h2 button'));
}"""


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
    asked = {"item": house.published.items[0], "question": "Thông qua dự thảo?"}
    vote = given(chair, house, house.published, "vote.open", **asked)["id"]
    for size in ((360, 740), (390, 844)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        expect(page.locator(".goi-ve .bang-phieu")).to_be_visible()
        page.wait_for_function(UNDER_THE_BANDS)
        expect(field).to_be_focused()
    page.set_viewport_size({"width": 360, "height": 740})
    given(chair, house, house.published, "vote.cancel", vote=vote, reason="Hết lượt thử")
    expect(other.locator(".goi-ve .moi-toi")).to_have_count(0)
    press_until(band.get_by_role("link", name=BACK), page.locator(".man-tv .moi-toi"))
    page.go_back()
    expect(page.locator(".goi-ve .moi-toi")).to_be_visible()
    press_until(page.get_by_role("button", name="chọn trang"), page.locator("dialog .moi-toi"))
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
    press_until(band.get_by_role("link", name=BACK), page.locator("#cau-hoi"))
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
    press_until(page.get_by_role("button", name="chọn trang"), page.locator("dialog"))
    expect(page.locator("dialog .bang-phieu")).to_contain_text(words)
    page.locator("dialog").get_by_role("button", name="Quay lại").click()
    expect(other.locator(".goi-ve .bang-phieu")).to_have_count(0)
    press_until(band.get_by_role("link", name=BACK), page.get_by_role("button", name="Nhận kiểm phiếu"))
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


def test_whoever_has_gone_elsewhere_is_not_said_to_have_lost_the_network(
    house: Served, opens: Opens, chair: Page
) -> None:
    page = opens("member", f"/meetings/{house.published.id}/room")
    expect(page.locator(".day-nut")).to_be_visible()
    page.goto("about:blank")
    speech = given(chair, house, house.published, "speaking.call", person=house.published.members[1])["id"]
    chair.goto(f"{house.address}/meetings/{house.published.id}/room")
    expect(chair.locator(".mat-noi")).to_have_text("không mở phòng họp")
    given(chair, house, house.published, "speaking.finish", speech=speech)


def test_a_result_comes_to_whoever_reads_and_leads_to_itself(house: Served, opens: Opens, chair: Page) -> None:
    page, home = reads(house, opens, "member"), opens("member", "/")
    expect(home.locator(".goi-ve .cac-bang")).to_be_attached()
    asked = {"item": house.published.items[0], "question": "Thông qua dự thảo lần một?"}
    vote = given(chair, house, house.published, "vote.open", **asked)["id"]
    expect(page.locator(".goi-ve .bang-phieu")).to_be_visible()
    given(chair, house, house.published, "vote.close", vote=vote)
    expect(page.locator(".goi-ve .bang-phieu")).to_have_count(0)
    given(chair, house, house.published, "vote.announce", vote=vote)
    words = "Không được thông qua: Thông qua dự thảo lần một?"
    for one in (page, home):
        expect(one.locator(".goi-ve .bang", has_text=words)).to_be_visible()
        expect(one.locator(".an[role=status]", has_text=words)).to_have_count(1)
        in_order(one)
    told = home.locator(".goi-ve .bang", has_text=words)
    press_until(told.get_by_role("button", name="Đã rõ"), told, there=False)
    press_until(page.get_by_role("button", name="chọn trang"), page.locator("dialog .bang", has_text=words))
    press_until(page.locator("dialog").get_by_role("link", name="Xem kết quả"), page.locator(".man-kq"))
    expect(page.locator(".man-kq h1")).to_contain_text("Thông qua dự thảo lần một?")
    press_until(page.get_by_role("button", name=BACK).last, page.locator(".man-kq"), there=False)
    page.goto(f"{house.address}/read/{house.more['paper']}")
    expect(page.get_by_role("button", name="Đang theo chủ trì")).to_be_visible()
    expect(page.locator(".goi-ve .bang", has_text=words)).to_have_count(0)


def test_a_reader_hears_of_quorum_notice_pause_and_end_and_no_chairs_sheet_outlives_them(
    house: Served, opens: Opens, chair: Page
) -> None:
    """The last of this file: the meeting is over."""
    page, desk = reads(house, opens, "member"), opens("secretary", "/")
    room = opens("chair", f"/meetings/{house.published.id}/room")
    sheet = room.locator("dialog")
    bands = page.locator(".goi-ve .cac-bang")
    for place in (2, 3, 4):
        given(desk, house, house.published, "attendance.mark", person=house.published.members[place], status="left")
    expect(bands).to_contain_text("Còn 5 người, không đủ túc số 6")
    said(page, "Còn 5 người, không đủ túc số 6.")
    given(desk, house, house.published, "notice.send", text="Giải lao ở sảnh tầng hai")
    expect(bands).to_contain_text("Giải lao ở sảnh tầng hai")
    said(page, "Thông báo: Giải lao ở sảnh tầng hai")
    in_order(page)
    press_until(bands.get_by_role("button", name="Đã rõ"), bands.get_by_text("Giải lao ở sảnh tầng hai"), there=False)
    until = (datetime.now(UTC) + timedelta(minutes=30)).isoformat()
    press_until(room.locator(".day-nut").get_by_role("button", name="Tạm nghỉ"), sheet)
    given(desk, house, house.published, "meeting.pause", until=until)
    expect(sheet).to_have_count(0)  # somebody else has done it
    expect(bands).to_contain_text("Tạm nghỉ đến")
    said(page, re.compile(r"^Tạm nghỉ đến \d\d:\d\d"))
    given(chair, house, house.published, "meeting.resume")
    expect(bands).not_to_contain_text("Tạm nghỉ")
    press_until(room.locator(".day-nut").get_by_role("button", name="Thêm"), sheet)
    press_until(sheet.get_by_role("button", name="Bế mạc"), sheet.get_by_role("heading", name="Bế mạc"))
    given(desk, house, house.published, "meeting.end")
    expect(sheet).to_have_count(0)
    expect(bands).to_contain_text("Đã kết thúc")
    said(page, "Phiên họp đã kết thúc")
    in_order(page)
