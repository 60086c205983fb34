"""Big screens in the hall: let in by the code they show, told apart, and never with an error on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Locator, Page, TimeoutError, expect

from tests.journeys.hall import Hall
from tests.journeys.stage import HALL, RECOVERY, press_until, serious


def waits(hall: Hall, key: str, size: tuple[int, int] = HALL) -> Page:
    """A big screen that nobody has signed in: it shows a code."""
    page = hall.stage.window(key, hall.stage.device(size))
    page.goto(f"{hall.stage.server.address}/screen")
    expect(page.locator(".ma")).to_have_text(re.compile(r"\d{3} \d{3}"))
    return page


KEPT = """() => new Promise((done) => {
    const look = async () => {
        const kept = await caches.open("screen");
        const parts = (await kept.keys()).map((one) => new URL(one.url).pathname);
        if (parts.includes(location.pathname) && parts.some((one) => one.endsWith("/projector.js"))) done();
        else setTimeout(look, 50);
    };
    look();
})"""
"""The page of a screen, and the parts it is made of, are kept in its browser."""


def code_on(page: Page) -> str:
    return str(page.locator(".ma").text_content())


def open_sheet(page: Page) -> None:
    page.get_by_role("button", name="Thêm", exact=True).click()
    page.get_by_role("button", name="Màn chiếu", exact=True).click()
    expect(page.get_by_role("dialog", name="Màn chiếu")).to_be_visible()


def let_in(desk: Page, screen: Page, name: str) -> None:
    sheet = desk.get_by_role("dialog", name="Màn chiếu")
    # The hall's account of the test before may go from the list at this moment: then the form is there by itself, and no button.
    more = sheet.get_by_role("button", name="Thêm màn chiếu")
    if more.count():
        with suppress(TimeoutError):
            more.click(timeout=5000)
    sheet.get_by_label("Mã trên màn hình").fill(code_on(screen))
    sheet.get_by_label("Tên màn chiếu").fill(name)
    sheet.get_by_role("button", name="Mở màn chiếu này").click()
    screen.wait_for_url(re.compile("/room$"))
    expect(screen.locator(".man-chieu.noi-len")).to_be_visible()


def row(desk: Page, name: str) -> Locator:
    return desk.get_by_role("region", name=name)


HELD = """() => {
    const real = window.setTimeout;
    window.setTimeout = (act, ms, ...more) => (ms === 700 ? ((window.rested = () => act(...more)), -1) : real(act, ms, ...more));
}"""
"""However long a key takes on a busy machine, what waits for it to rest waits until it is told."""

SCENES_SHOWN = """() => {
    window.shown = [];
    const look = () => {
        const now = document.querySelector(".man-chieu .noi-dung")?.className;
        if (now !== before) window.shown.push((before = now));
    };
    let before = document.querySelector(".man-chieu .noi-dung").className;
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
}"""
"""Every scene that comes on a hall's screen from now on."""


@pytest.fixture
def no_screens(hall: Hall) -> Iterator[None]:
    yield
    for screen, kept in hall.state(hall.facts["chair"]).get("screens", {}).items():
        if not kept["account"]:
            hall.must(hall.facts["chair"], "screen.remove", screen=screen)


@pytest.mark.usefixtures("no_screens")
def test_two_screens_are_let_in_by_their_codes_and_show_what_the_chair_chooses(hall: Hall) -> None:
    chair, front, back = hall.chair(), waits(hall, "front"), waits(hall, "back", (1280, 720))
    open_sheet(chair)
    let_in(chair, front, "Màn chính")
    expect(chair.get_by_role("button", name="Thêm màn chiếu")).to_be_focused()
    chair.keyboard.press("Enter")
    expect(chair.get_by_label("Mã trên màn hình")).to_be_focused()
    let_in(chair, back, "Màn hội trường B")
    assert serious(chair) == [] and serious(front) == []
    expect(row(chair, "Màn chính")).to_contain_text("Đang chiếu: Nội dung 1")
    row(chair, "Màn hội trường B").get_by_text("Chương trình", exact=True).click()
    expect(back.locator(".muc-luc")).to_be_visible()
    expect(front.locator(".muc-lon")).to_be_visible()
    row(chair, "Màn chính").get_by_text("Màn nghỉ", exact=True).click()
    expect(front.locator(".nghi")).to_be_visible()
    row(chair, "Màn chính").get_by_text("Tài liệu", exact=True).click()  # nobody presents one
    expect(front.locator(".muc-lon")).to_be_visible()
    expect(row(chair, "Màn chính")).to_contain_text("Chưa có gì để chiếu")
    row(chair, "Màn hội trường B").get_by_text("Tự động", exact=True).click()
    expect(back.locator(".muc-lon")).to_be_visible()


@pytest.mark.usefixtures("no_screens")
def test_a_scene_chosen_by_arrow_keys_shows_the_hall_none_of_those_on_the_way(hall: Hall) -> None:
    desk, screen = hall.chair(), waits(hall, "front")
    open_sheet(desk)
    let_in(desk, screen, "Màn chính")
    scenes = row(desk, "Màn chính").get_by_role("radio")
    scenes.nth(0).focus()
    desk.evaluate(HELD)
    screen.evaluate(SCENES_SHOWN)
    for _step in range(3):
        desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowUp")
    desk.keyboard.press("ArrowUp")
    desk.evaluate("rested()")
    expect(screen.locator(".muc-luc")).to_be_visible()
    expect(scenes.nth(1)).to_be_checked()
    for _step in range(6):
        desk.keyboard.press("ArrowDown")
    desk.evaluate("rested()")
    expect(screen.locator(".nghi")).to_be_visible()
    assert screen.evaluate("window.shown") == ["noi-dung muc-luc lon", "noi-dung nghi"]


@pytest.mark.usefixtures("no_screens")
def test_a_screen_signed_in_by_the_halls_account_shows_what_the_chair_chooses_while_it_is_there(hall: Hall) -> None:
    chair, front = hall.chair(), waits(hall, "front")
    open_sheet(chair)
    let_in(chair, front, "Màn chính")
    account = hall.open_room(hall.facts["screen"], *HALL)
    expect(account.locator(".muc-lon")).to_be_visible()
    mine = row(chair, "Màn chiếu Phòng họp Sông Lạc")
    expect(mine).to_contain_text("Đang chiếu: Nội dung 1")
    expect(mine.get_by_role("button")).to_have_count(0)  # nobody takes it away from here
    mine.get_by_text("Chương trình", exact=True).click()
    expect(account.locator(".muc-luc")).to_be_visible()
    expect(front.locator(".muc-lon")).to_be_visible()
    assert serious(chair) == []
    hall.stage.pages |= {"chair": chair}
    hall.stage.picture("chair", "48-man-chieu-bang-tai-khoan")
    account.context.set_offline(True)
    expect(account.locator(".noi-lai")).to_be_visible()
    expect(mine).to_contain_text("Mất kết nối")
    account.context.set_offline(False)
    expect(mine).to_contain_text("Đang chiếu: Chương trình")
    account.reload()
    expect(account.locator(".muc-luc")).to_be_visible()
    account.goto("about:blank")
    expect(mine).to_have_count(0, timeout=RECOVERY)
    expect(row(chair, "Màn chính")).to_be_visible()


@pytest.mark.usefixtures("no_screens")
def test_a_notice_on_the_halls_screen_covers_nothing_of_it(hall: Hall) -> None:
    chair, screen = hall.chair(), waits(hall, "front", (1280, 720))
    open_sheet(chair)
    let_in(chair, screen, "Màn chính")
    sent = hall.must(hall.facts["chair"], "notice.send", text="Giải lao ở sảnh tầng hai", hall=True)["id"]
    expect(screen.locator(".tin-hoi-truong")).to_contain_text("Giải lao ở sảnh tầng hai")
    scene, notice = (screen.locator(one).bounding_box() for one in (".man-chieu", ".tin-hoi-truong"))
    assert scene and notice and scene["y"] + scene["height"] <= notice["y"] + 1
    assert round(notice["y"] + notice["height"]) == 720
    band = screen.locator(".tin-hoi-truong")
    vote = hall.must(hall.facts["chair"], "vote.open", question="Thông qua dự thảo?", item=hall.facts["items"][0])["id"]
    expect(screen.locator(".man-chieu.bq")).to_be_visible()
    expect(band).to_have_count(0)
    hall.must(hall.facts["chair"], "vote.cancel", vote=vote, reason="Hết lượt thử")
    expect(band).to_be_visible()
    chair.keyboard.press("Escape")
    expect(chair.get_by_role("dialog")).to_have_count(0)
    press_until(
        chair.get_by_role("button", name="Gỡ thông báo này khỏi mọi màn hình"), chair.locator(".bang.tin"), there=False
    )
    expect(band).to_have_count(0)
    chair.get_by_role("button", name="Hoàn tác").click()
    expect(band).to_be_visible()
    hall.must(hall.facts["chair"], "notice.take_down", notice=sent)


@pytest.mark.usefixtures("no_screens")
def test_a_screen_taken_away_from_the_desk_shows_a_new_code(hall: Hall) -> None:
    desk, screen = hall.desk(), waits(hall, "front")
    before = code_on(screen)
    open_sheet(desk)
    let_in(desk, screen, "Màn chính")
    desk.get_by_role("button", name="Thu hồi Màn chính").click()
    desk.get_by_role("button", name="Thu hồi", exact=True).click()
    screen.wait_for_url(re.compile("/screen$"), timeout=RECOVERY)
    expect(screen.locator(".ma")).to_have_text(re.compile(r"\d{3} \d{3}"))
    assert code_on(screen) != before


@pytest.mark.usefixtures("no_screens")
def test_a_wrong_code_is_said_where_it_was_typed(hall: Hall) -> None:
    chair = hall.chair()
    open_sheet(chair)
    chair.get_by_label("Mã trên màn hình").fill("12")
    chair.get_by_role("button", name="Mở màn chiếu này").click()
    expect(chair.locator("#ma-man-loi")).to_contain_text("Không có màn hình nào đang hiện mã này")
    chair.get_by_label("Mã trên màn hình").press_sequentially("3")  # another code, of which nothing is known yet
    expect(chair.locator("#ma-man-loi")).to_have_count(0)


@pytest.mark.usefixtures("no_screens")
def test_a_screen_that_loses_its_network_keeps_its_picture_and_says_so(hall: Hall) -> None:
    chair, screen = hall.chair(), waits(hall, "front")
    open_sheet(chair)
    let_in(chair, screen, "Màn chính")
    screen.context.set_offline(True)
    expect(screen.locator(".noi-lai")).to_be_visible()
    expect(screen.locator(".muc-lon")).to_be_visible()
    row(chair, "Màn chính").get_by_text("Chương trình", exact=True).click()
    screen.context.set_offline(False)
    expect(screen.locator(".muc-luc")).to_be_visible(timeout=RECOVERY)
    expect(screen.locator(".noi-lai")).to_have_count(0)


@pytest.mark.usefixtures("no_screens")
def test_a_screen_reloaded_while_the_server_is_away_says_so_and_comes_back_by_itself(hall: Hall) -> None:
    chair, screen = hall.chair(), waits(hall, "front")
    open_sheet(chair)
    let_in(chair, screen, "Màn chính")
    account = hall.open_room(hall.facts["screen"], *HALL)
    expect(account.locator(".man-chieu.noi-len")).to_be_visible()
    for page in (screen, account):
        page.evaluate(KEPT)
    hall.stage.server.kill()
    for page in (screen, account):
        page.reload()
        expect(page.locator(".noi-lai")).to_be_visible()
        expect(page.locator(".ten-hop")).not_to_be_empty()
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    hall.stage.server.start()
    for page in (screen, account):
        expect(page.locator(".man-chieu.noi-len")).to_be_visible(timeout=RECOVERY)
        expect(page.locator(".noi-lai")).to_have_count(0)
    account.context.close()


@pytest.mark.usefixtures("no_screens")
def test_a_phone_that_scans_the_code_on_a_screen_comes_to_it_in_the_room(hall: Hall) -> None:
    screen, phone = waits(hall, "front"), hall.open_room(hall.facts["secretary"], 390, 844)
    phone.goto(f"{hall.stage.server.address}/screen/confirm#man={code_on(screen).replace(' ', '')}")
    expect(phone.get_by_label("Mã trên màn hình")).to_have_value(code_on(screen))
    phone.get_by_role("button", name="Mở màn chiếu này").click()
    expect(screen.locator(".man-chieu.noi-len")).to_be_visible(timeout=RECOVERY)


def test_a_dark_hall_is_dark_for_all_but_who_has_chosen_a_look(hall: Hall) -> None:
    chair, one, other = hall.chair(), hall.member(0), hall.member(1)
    theme = "html[data-theme='dark']"
    other.get_by_role("button", name="Cỡ chữ và giao diện").click()
    other.get_by_text("Sáng", exact=True).click()
    other.get_by_role("button", name="Xong").click()
    open_sheet(chair)
    chair.get_by_role("switch").check()
    expect(one.locator(theme)).to_have_count(1)
    expect(chair.locator(theme)).to_have_count(1)
    expect(other.locator(theme)).to_have_count(0)
    one.reload()
    expect(one.locator(theme)).to_have_count(1)
    other.get_by_role("button", name="Cỡ chữ và giao diện").click()
    other.get_by_text("Theo phòng họp", exact=True).click()
    expect(other.locator(theme)).to_have_count(1)
    chair.get_by_role("switch").uncheck()
    for page in (chair, one, other):
        expect(page.locator(theme)).to_have_count(0)
