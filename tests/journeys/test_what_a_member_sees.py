"""What a member finds in the room, on whatever device: nothing that is not for them, and nothing out of sight that is."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.hall import Hall

TOLD = """() => {
    navigator.vibrate = (pattern) => (window.felt = [pattern].flat());
    const place = document.querySelector(".an[role=alert]");
    window.told = [];
    const heard = () => place.textContent && window.told.push(place.textContent);
    new MutationObserver(heard).observe(place, {subtree: true, childList: true, characterData: true});
}"""
"""What is said aloud and felt on the page from now on."""


def marked(hall: Hall, place: int, status: str) -> None:
    person = hall.facts["members"][place]["person"]
    hall.must(hall.facts["secretary"], "attendance.mark", person=person, status=status)


def asked(hall: Hall, page: Page) -> str:
    """A vote is open, and this page has heard of it."""
    item = hall.facts["items"][0]
    vote = str(hall.must(hall.facts["chair"], "vote.open", question="Thông qua dự thảo?", item=item)["id"])
    expect(page.locator(".song").first).to_have_text("Đang biểu quyết")
    return vote


def test_whoever_takes_part_online_gets_no_ballot_where_the_rules_give_them_none(hall: Hall) -> None:
    page = hall.member(0, 390, 844)
    marked(hall, 0, "online")
    page.evaluate(TOLD)
    vote = asked(hall, page)
    band = page.locator(".giua .bang", has_text="Đang biểu quyết.")
    expect(band).to_contain_text("Người dự trực tuyến không biểu quyết.")
    expect(page.locator(".man-bq")).to_have_count(0)
    assert page.evaluate("[window.told, window.felt]") == [[], None]
    marked(hall, 0, "left")
    expect(band).to_contain_text("Cần điểm danh trước khi biểu quyết.")
    expect(page.get_by_role("button", name="Điểm danh").first).to_be_visible()
    marked(hall, 0, "present")
    expect(page.locator("#cau-hoi")).to_be_focused()
    expect(band).to_have_count(0)
    hall.must(hall.facts["chair"], "vote.cancel", vote=vote, reason="Hết lượt thử")
    page.context.close()
