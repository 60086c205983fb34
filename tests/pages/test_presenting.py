"""The presenter's page turns the page of everybody who follows, and of the hall's screen; a swipe of one's own pauses that."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.stage import press_until
from tests.pages.conftest import Opens, Served, given
from tests.pages.measures import serious

pytestmark = pytest.mark.journeys
BACK = "Quay lại trang đang trình bày"
HASTY = """new MutationObserver((_, seen) => {
    const first = document.querySelector('nav button[aria-label="Trang 1"]');
    if (!first) return;
    seen.disconnect();
    first.click();
    let frames = 12;
    const next = () => { frames -= 1; if (frames) requestAnimationFrame(next); else document.documentElement.dataset.settled = true; };
    next();
}).observe(document, { subtree: true, childList: true })"""
"""Page 1 is pressed in the very moment in which it is there to be pressed; then some frames are drawn."""


@pytest.fixture
def chair(house: Served, opens: Opens) -> Page:
    page = opens("chair", f"/read/{house.more['paper']}")
    if house.more.get("began") != house.address:  # what is known of a house is shared, each file serves its own
        house.more["began"] = house.address
        given(page, house, house.published, "meeting.start")
        given(page, house, house.published, "agenda.start_item", item=house.published.items[0])
    expect(page.locator(".noi-thanh")).to_be_visible()
    first = page.get_by_role("button", name="Trang 1", exact=True)  # wherever one was reading last
    press_until(
        first, page.locator(".noi-thanh .nut.so", has_text="1 / 3")
    )  # a band that has just come holds back taps
    return page


def turn_to(page: Page, number: int) -> None:
    """A band that has just come holds back taps."""
    thumb = page.get_by_role("button", name=f"Trang {number}", exact=True)
    press_until(thumb, page.locator(".noi-thanh .nut.so", has_text=f"{number} / 3"))


def at(page: Page, number: int, of: int = 3) -> None:
    expect(page.locator(".noi-thanh .nut.so")).to_have_text(f"{number} / {of}")


def reads(house: Served, opens: Opens, who: str, size: str = "tablet") -> Page:
    page = opens(who, f"/read/{house.more['paper']}", size=size)
    expect(page.locator(".noi-thanh")).to_be_visible()
    return page


def present(page: Page) -> None:
    page.get_by_role("button", name="Trình chiếu", exact=True).click()
    expect(page.get_by_text("Đang trình chiếu tài liệu này cho cả phòng họp.")).to_be_visible()


def forward(page: Page) -> None:
    page.get_by_role("button", name="Trang sau").click()


def stop(page: Page) -> None:
    page.get_by_role("button", name="Dừng trình chiếu").click()
    expect(page.get_by_role("button", name="Trình chiếu", exact=True)).to_be_visible()


def test_everybodys_page_turns_with_the_presenters_and_the_halls_too(house: Served, opens: Opens, chair: Page) -> None:
    member, phone = reads(house, opens, "member"), reads(house, opens, "substitute", "phone")
    hall = opens("hall", f"/meetings/{house.published.id}/room")
    present(chair)
    forward(chair)
    for page in (chair, member, phone):
        at(page, 2)
    expect(hall.locator(".so-tr")).to_have_text("Trang 2/3")
    expect(hall.locator(".trang-chieu canvas")).to_have_count(2)  # its halves, side by side
    late = reads(house, opens, "secretary")
    at(late, 2)
    assert serious(chair) == [] and serious(member) == [] and serious(hall) == []
    stop(chair)
    expect(member.locator(".toast")).to_contain_text("Đã dừng trình chiếu.")
    expect(hall.locator(".muc-lon")).to_be_visible()


def test_who_turns_a_page_while_the_reader_goes_to_where_they_were_last_stays_there(
    house: Served, opens: Opens
) -> None:
    page = reads(house, opens, "guest")
    with page.expect_response(lambda answer: '"page":2' in (answer.request.post_data or "")):  # it is remembered
        turn_to(page, 2)
    page.add_init_script(HASTY)
    page.reload()
    expect(page.locator("html[data-settled]")).to_be_attached()
    at(page, 1)


def test_a_page_gone_to_is_in_front_where_the_screen_is_too_tall_for_it_to_reach_the_top(
    house: Served, opens: Opens
) -> None:
    page = reads(house, opens, "guest")
    page.set_viewport_size({"width": 1180, "height": 2600})
    turn_to(page, 3)
    page.locator(".ban.cuon").press("Home")
    at(page, 1)


def test_ones_own_swipe_pauses_and_one_tap_comes_back(house: Served, opens: Opens, chair: Page) -> None:
    member = reads(house, opens, "member")
    present(chair)
    for theme in ("light", "dark"):
        chair.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        chair.get_by_role("button", name="Dừng trình chiếu").hover()  # after a tap a finger stays there, too
        assert serious(chair) == []
    forward(chair)
    at(member, 2)
    member.get_by_role("button", name="Trang trước").click()
    at(member, 1)
    expect(member.locator("#doc-len")).to_have_text("Đã tạm dừng theo trang đang trình bày")
    forward(chair)
    at(chair, 3)
    expect(member.get_by_role("button", name=BACK)).to_contain_text("3")
    expect(member.get_by_role("button", name="Theo chủ trì", exact=True)).to_have_attribute("aria-pressed", "false")
    at(member, 1)
    member.get_by_role("button", name=BACK).click()
    at(member, 3)
    expect(member.get_by_role("button", name=BACK)).to_have_count(0)
    member.get_by_role("button", name="Đang theo chủ trì").click()
    chair.get_by_role("button", name="Trang trước").click()
    at(reads(house, opens, "substitute"), 2)
    at(member, 3)
    member.get_by_role("button", name="Theo chủ trì").click()
    at(member, 2)
    stop(chair)


def test_who_is_in_the_room_comes_to_the_page_with_one_tap(house: Served, opens: Opens, chair: Page) -> None:
    member, guest = (opens(who, f"/meetings/{house.published.id}/room") for who in ("member", "guest"))
    present(chair)
    forward(chair)
    expect(member.get_by_role("link", name="Xem theo")).to_be_visible()
    member.get_by_role("button", name="Theo màn chiếu").click()
    guest.get_by_role("link", name="Xem theo").click()
    for page in (member, guest):
        at(page, 2)
    stop(chair)


def test_without_a_network_the_presenter_is_told_where_the_room_is(house: Served, opens: Opens, chair: Page) -> None:
    member = reads(house, opens, "member")
    present(chair)
    chair.context.set_offline(True)
    expect(chair.get_by_text("Mất mạng: cả phòng còn ở trang 1.")).to_be_visible()
    forward(chair)
    at(chair, 2)
    at(member, 1)
    chair.context.set_offline(False)
    at(member, 2)
    stop(chair)


def test_a_paper_recalled_while_it_is_presented_goes_from_every_screen(
    house: Served, opens: Opens, chair: Page
) -> None:
    """The last of this file: the paper is gone."""
    member, hall = reads(house, opens, "member"), opens("hall", f"/meetings/{house.published.id}/room")
    present(chair)
    expect(hall.locator(".so-tr")).to_be_visible()
    given(chair, house, house.published, "paper.recall", paper=house.more["paper"], reason="Nhầm tệp")
    expect(member.get_by_text("Tài liệu đã thu hồi")).to_be_visible()
    expect(hall.locator(".muc-lon")).to_be_visible()
