"""Every page as everybody sees it, from a phone to a projector, light and dark: fingers, eyes and screen readers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import Served
from tests.pages.measures import serious, sideways, small_targets

pytestmark = pytest.mark.journeys
Opens = Callable[..., Page]

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
    ("chair", "/approvals"),
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


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_a_page_fits_every_width_and_finger_and_has_no_serious_fault(
    house: Served, opens: Opens, who: str | None, path: str
) -> None:
    places = {"published": house.published.id, "preparing": house.preparing.id, "body": house.published.body.id}
    page = opens(who, path.format(**places, **house.more))
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
