"""The minutes' page in Chromium: a paragraph edited in its place, the PDF made and fetched, the chair's approval seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from app import building, schema
from app.people import sessions
from app.settings import Settings
from tests.chromium import launched
from tests.conftest import World
from tests.ground import Ground
from tests.served import WITH_WORKER, environment_of, served


class House(NamedTuple):
    address: str
    meeting: str
    cookies: dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def house(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A meeting that is over, with twelve speeches of which one has no record."""
    folder, key = tmp_path_factory.mktemp("bien-ban"), "khoa-thu-nghiem-dai-du-ba-muoi-hai-chu"
    settings = ground.empty(Settings(data=folder, secret_key=key, libreoffice="none"))
    flask = building.build(settings)
    schema.upgrade(flask.extensions["house"].database)
    world = World(flask, now=datetime.now(UTC))
    meeting = world.meeting(phase="in_progress")
    for place in range(12):
        said = "Thống nhất với tờ trình, đề nghị rà soát từng hộ, công khai danh sách và bố trí vốn trong năm. " * 2
        person = meeting.members[place % 7]
        speech = world.must(person, "speaking.request", meeting)["id"]
        world.must(meeting.chair, "speaking.call", meeting, speech=speech)
        world.must(meeting.chair, "speaking.finish", meeting, speech=speech)
        if place:
            world.must(meeting.secretary, "speaking.note", meeting, speech=speech, note=said)
    world.must(meeting.chair, "meeting.end", meeting)
    name = sessions.cookie_name(settings)
    tokens = {key: world.token(getattr(meeting, key)) for key in ("secretary", "chair")}
    world.house.close()
    with served(environment_of(settings) | WITH_WORKER) as server:
        cookies = {key: {"name": name, "value": token, "url": server.address} for key, token in tokens.items()}
        yield House(server.address, meeting.id, cookies)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield launched(playwright)


@pytest.fixture
def opened(house: House, browser: Browser) -> Iterator[Any]:
    """`opened("secretary", 1180, 820)`; at the end no page may have had a fault."""
    faults: list[str] = []
    contexts = []

    def open_(who: str, width: int, height: int, held: list[Route] | None = None) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN")
        contexts.append(context)
        context.add_cookies([house.cookies[who]])  # type: ignore[list-item]
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda told: faults.append(told.text) if told.type == "error" else None)
        if held is not None:
            page.route("**/js/app/follow.js*", lambda route: held.append(route))
        page.goto(
            f"{house.address}/meetings/{house.meeting}/minutes", wait_until="commit" if held is not None else "load"
        )
        return page

    yield open_
    for context in contexts:
        context.close()
    assert faults == []


def test_a_paragraph_is_edited_in_its_place_and_stays_marked(opened: Any) -> None:
    page = opened("secretary", 1180, 820)
    page.get_by_text("1 ý kiến chưa có tóm tắt").wait_for()
    block = page.locator("[data-block]", has_text="chưa có tóm tắt ý kiến")
    block.hover()
    block.get_by_role("button", name="Sửa đoạn").click()
    page.get_by_label("Nội dung đoạn").fill("Ông Hà nhất trí với tờ trình.")
    page.get_by_role("button", name="Lưu", exact=True).click()
    page.get_by_text("1 đoạn sửa tay").wait_for()
    assert page.locator(".doan.sua").inner_text().startswith("Ông Hà nhất trí với tờ trình.")
    assert page.get_by_text("ý kiến chưa có tóm tắt").count() == 0


def test_the_paper_is_broken_into_numbered_sheets(opened: Any) -> None:
    page = opened("secretary", 1180, 820)
    page.locator(".a4.hai").first.wait_for()
    assert page.locator(".so-tr").first.inner_text() == "2"
    height = page.locator(".a4").first.bounding_box()["height"]
    assert height == pytest.approx(962, abs=2)


LEADING_ONES_LEFT = """height => {
  document.querySelector('.a4 .doan').style.marginTop = `${height}px`;
  dispatchEvent(new Event('resize'));
  const sheets = [...document.querySelectorAll('.a4')];
  return sheets.slice(0, -1).map(one => one.lastElementChild).filter(one => one.hasAttribute('data-leads')).length;
}"""


def test_no_sheet_ends_with_a_heading_and_the_signatures_have_text_above_them(opened: Any) -> None:
    page = opened("secretary", 1180, 820)
    page.locator(".a4.hai").first.wait_for()
    assert [page.evaluate(LEADING_ONES_LEFT, height) for height in range(0, 700, 14)] == [0] * 50
    assert page.locator(".a4").last.locator(".doan").count() >= 2


def test_the_pdf_is_waited_for_and_fetched(opened: Any, tmp_path: Path) -> None:
    page = opened("secretary", 1180, 820)
    with page.expect_download(timeout=60_000) as fetched:
        page.get_by_role("button", name="Xuất PDF").click()
    fetched.value.save_as(tmp_path / "minutes.pdf")
    assert (tmp_path / "minutes.pdf").read_bytes().startswith(b"%PDF-")
    page.get_by_role("link", name="Tải bản").wait_for()


def test_nothing_scrolls_sideways_on_a_phone(opened: Any) -> None:
    page = opened("secretary", 390, 844)
    page.get_by_role("heading", name="BIÊN BẢN", exact=True).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_phone_the_paper_begins_high_with_every_act_above_it(opened: Any) -> None:
    page = opened("secretary", 360, 740)
    page.get_by_role("button", name="Xuất PDF").wait_for()
    assert page.locator("header.dau").bounding_box()["height"] <= 132
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_secretary_sees_the_chairs_approval_without_reloading(opened: Any) -> None:
    """Also what happens between the moment a page was made and the moment it hears of changes."""
    held: list[Route] = []
    desk, chair = opened("secretary", 1180, 820), opened("chair", 820, 1180, held)
    desk.get_by_role("button", name="Trình chủ trì").click()
    desk.locator(".chip", has_text="Chờ duyệt").wait_for()
    while not held:
        chair.locator("h1").wait_for()
    held[0].continue_()
    chair.get_by_role("button", name="Duyệt biên bản này").click(timeout=15_000)
    chair.locator("dialog[open]").get_by_role("button", name="Duyệt biên bản này").click()
    desk.locator(".chip", has_text="Đã duyệt").wait_for(timeout=15_000)
    assert desk.get_by_role("button", name="Sửa đoạn").count() == 0
