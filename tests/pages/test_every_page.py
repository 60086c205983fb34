"""Every page as everybody sees it, from a phone to a projector, light and dark: fingers, eyes and screen readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pages.conftest import Served, window
from tests.pages.measures import serious, sideways, small_targets

pytestmark = pytest.mark.journeys
Visits = Callable[[str | None, str], Page]

WIDTHS = (1180, 1920, 1280, 820, 360)
TOUCHED = (820, 360)
"""Tablets and phones; a laptop's pages are the same."""

DRAWN = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"

PAGES = [
    (None, "/sign-in"),
    (None, "/khong-co"),
    ("member", "/"),
    ("secretary", "/"),
    ("hall", "/"),
    ("outsider", "/"),
    ("member", "/account"),
    ("secretary", "/calendar"),
    ("member", "/tasks"),
    ("chair", "/tasks?view=given"),
    ("member", "/participation/mine"),
    ("chair", "/bodies/{body}/participation"),
    ("chair", "/bodies/{body}/rules"),
    ("member", "/bodies/{body}/votes"),
    ("member", "/bodies/{body}/votes/{vote}"),
    ("chair", "/approvals"),
    ("secretary", "/slips"),
    ("secretary", "/bodies/{body}/slips/new"),
    ("secretary", "/bodies/{body}/slips/{slip}/desk"),
    ("member", "/bodies/{body}/slips/{slip}"),
    ("chair", "/bodies/{body}/slips/{told}/desk"),
    ("secretary", "/bodies/{body}/slips/{told}/report"),
    ("secretary", "/meetings/new"),
    ("secretary", "/meetings/new?clone=last"),
    ("member", "/meetings/{published}"),
    ("chair", "/meetings/{published}"),
    ("guest", "/meetings/{published}"),
    ("substitute", "/meetings/{published}"),
    ("member", "/meetings/{over}"),
    ("secretary", "/meetings/{preparing}"),
    ("secretary", "/meetings/{published}/people"),
    ("secretary", "/meetings/{published}/invitation"),
    ("secretary", "/meetings/{published}/rules"),
    ("secretary", "/meetings/{published}/journal"),
    ("secretary", "/meetings/{over}/minutes"),
    ("member", "/read/{paper}"),
    ("member", "/meetings/{published}/room"),
    ("chair", "/meetings/{published}/room"),
    ("member", "/meetings/{live}/room"),
    ("guest", "/meetings/{live}/room"),
    ("chair", "/meetings/{live}/room"),
    ("secretary", "/meetings/{live}/room"),
    ("hall", "/meetings/{live}/room"),
    ("member", "/meetings/{over}/room"),
    ("member", "/meetings/khong-co"),
]


def settled(page: Page, path: str) -> None:
    """What the page draws by itself is there."""
    if path.endswith("/room"):
        expect(page.locator(".man-tv, .man-ct, .man-tk, .man-chieu").first).to_be_visible()
    if path.startswith("/read/"):
        expect(page.locator("[data-page='1']").first).to_be_visible()


@pytest.fixture(scope="module")
def windows() -> Iterator[dict[str | None, tuple[Page, list[str]]]]:
    """Everybody's window, with what was wrong in it so far: it goes from page to page, as people's windows do."""
    opened: dict[str | None, tuple[Page, list[str]]] = {}
    yield opened
    for page, _faults in opened.values():
        page.context.close()


@pytest.fixture
def visits(house: Served, browser: Browser, windows: dict[str | None, tuple[Page, list[str]]]) -> Iterator[Visits]:
    """`visits("secretary", "/calendar")`; at the end no page may have had a fault."""
    places = {"published": house.published.id, "preparing": house.preparing.id, "body": house.published.body.id}

    def visit(who: str | None, path: str) -> Page:
        if who not in windows:
            faults: list[str] = []
            windows[who] = window(house, browser, who, faults), faults
        page = windows[who][0]
        page.set_viewport_size({"width": WIDTHS[0], "height": 820})
        page.emulate_media(color_scheme="light")
        page.goto(house.address + path.format(**places, **house.more))
        return page

    yield visit
    found = [fault for _page, faults in windows.values() for fault in faults]
    for _page, faults in windows.values():
        faults.clear()
    assert found == []


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_a_page_fits_every_width_and_finger_and_has_no_serious_fault(
    visits: Visits, who: str | None, path: str
) -> None:
    page = visits(who, path)
    settled(page, path)
    assert serious(page) == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 820})
        assert sideways(page) == 0, width
        if width in TOUCHED:
            assert small_targets(page) == [], width
    page.emulate_media(color_scheme="dark")
    page.evaluate(DRAWN)
    assert serious(page) == []
    page.evaluate("document.documentElement.dataset.text = '130'")
    assert sideways(page) == 0
