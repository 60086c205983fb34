"""What a member finds in the room, on whatever device: nothing that is not for them, and nothing out of sight that is."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.hall import Hall
from tests.journeys.stage import choose, press_until

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
    page.set_viewport_size({"width": 820, "height": 1180})
    title = page.locator(".cua-phong .ten > b").bounding_box()
    assert title and title["width"] >= 150, "the meeting's name, beside all that is said of a vote"
    page.set_viewport_size({"width": 390, "height": 844})
    marked(hall, 0, "left")
    expect(band).to_contain_text("Cần điểm danh trước khi biểu quyết.")
    expect(page.get_by_role("button", name="Điểm danh").first).to_be_visible()
    marked(hall, 0, "present")
    expect(page.locator("#cau-hoi")).to_be_focused()
    expect(band).to_have_count(0)
    hall.must(hall.facts["chair"], "vote.cancel", vote=vote, reason="Hết lượt thử")
    page.context.close()


def test_a_late_comer_under_an_open_vote_hears_both_and_their_ballot_s_fate_but_no_one_else_s_ballot(
    hall: Hall,
) -> None:
    marked(hall, 2, "left")
    page = hall.member(2, 390, 844)
    page.evaluate(TOLD)
    vote = asked(hall, page)
    press_until(page.get_by_role("button", name="Điểm danh").first, page.locator("#cau-hoi"))
    said = page.locator(".an[role=alert]")
    expect(said).to_have_text("Đã điểm danh")
    assert sorted(page.evaluate("window.told")) == ["Mở biểu quyết nội dung 1", "Đã điểm danh"]
    choose(page, "Tán thành")
    page.locator(".gui").click()
    expect(page.get_by_role("heading", name="Đã ghi nhận: Tán thành")).to_be_visible()
    expect(page.locator(".xong .ti-le [role=img]")).to_have_count(1)
    told_by_itself = ":is([role=status], [role=alert], [aria-live]:not([aria-live=off]))"
    expect(page.locator(f"{told_by_itself} .ti-le")).to_have_count(0)
    hall.must(hall.facts["members"][3], "vote.cast", vote=vote, choice="no")
    hall.must(hall.facts["chair"], "vote.close", vote=vote)
    expect(page.locator(".an[role=status]").last).to_have_text("Biểu quyết đã đóng. Kết quả hiện khi chủ trì công bố.")
    hall.must(hall.facts["chair"], "vote.annul", vote=vote, reason="Hết lượt thử")
    again = asked(hall, page)
    choose(page, "Không tán thành")
    hall.must(hall.facts["chair"], "vote.close", vote=again)
    expect(said).to_have_text("Đã đóng, phiếu chưa gửi. Đã chọn Không tán thành nhưng chưa gửi trước khi đóng.")
    hall.must(hall.facts["chair"], "vote.annul", vote=again, reason="Hết lượt thử")
    page.context.close()


PLACES = """() => [...document.querySelectorAll(".than button, .than li, .day-nut>.nut, .day-nut>.nut-vi-sao")]
    .map((one) => { const { x, y, width } = one.getBoundingClientRect(); return [x, y, width].map(Math.round).join(); })"""
"""Where everything stands that a finger could be on."""
LINES = """() => [...document.querySelectorAll(".day-nut .nut")].filter((one) => one.checkVisibility()).map((one) => {
    const words = document.createRange();
    words.selectNodeContents(one);
    const text = [...words.getClientRects()].filter((box) => box.width > 30 && box.height > 14);
    return new Set(text.map((box) => Math.round(box.bottom / 6))).size;
})"""
"""On how many lines each button of the bar has its words."""
MEETS = """(element) => {
    const [one, other] = [document.querySelector(".toast"), element].map((each) => each.getBoundingClientRect());
    return one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;
}"""


def test_on_a_phone_a_call_and_a_break_are_in_sight_wherever_one_has_scrolled_to(hall: Hall) -> None:
    chair, others = hall.facts["chair"], [one["person"] for one in hall.facts["members"][2:6]]
    for person in others:
        hall.must(hall.facts["secretary"], "speaking.request", person=person, gist="Đề nghị làm rõ nguồn kinh phí")
    page = hall.member(1, 360, 640)
    expect(page.locator(".hang-doi li")).to_have_count(4)
    page.locator(".hang-doi li").last.scroll_into_view_if_needed()
    before = page.evaluate(PLACES)[:3]
    speech = hall.must(chair, "speaking.call", person=hall.facts["members"][1]["person"])["id"]
    band = page.locator(".moi-toi")
    expect(band).to_contain_text("Mời tôi phát biểu")
    expect(band).to_be_in_viewport(ratio=1)
    assert page.evaluate(PLACES)[:3] == before, "nothing moves under a finger"
    hall.must(chair, "meeting.pause")
    expect(page.locator(".cac-bang")).to_contain_text("Tạm nghỉ")
    expect(page.locator(".cac-bang .bang").first).to_be_in_viewport(ratio=1)
    hall.must(chair, "meeting.resume")
    hall.must(chair, "speaking.finish", speech=speech)
    expect(band).to_have_count(0)
    for width in (360, 390, 820):
        page.set_viewport_size({"width": width, "height": 740})
        expect(page.get_by_role("button", name="Đăng ký kèm tóm tắt")).to_have_count(0)
        lines = page.evaluate(LINES)
        assert lines == [1, 1, 1], width
    page.context.close()


def test_a_toast_covers_neither_who_speaks_nor_what_is_discussed(hall: Hall) -> None:
    speech = hall.must(hall.facts["chair"], "speaking.call", person=hall.facts["members"][2]["person"])["id"]
    page = hall.member(1, 390, 844)
    expect(page.locator(".noi")).to_be_visible()
    page.locator(".day-nut .son").click()
    expect(page.locator(".toast")).to_contain_text("Đã đăng ký")
    for place in (".noi", ".muc h1"):
        assert page.locator(place).evaluate(MEETS) is False, place
    hall.must(hall.facts["chair"], "speaking.finish", speech=speech)
    spine = page.locator(".dien-bien.song-lung li").first
    expect(spine).to_contain_text("đã nói dưới 1 phút")
    page.context.close()


def test_a_notice_that_was_put_away_is_put_away_in_all_tabs(hall: Hall) -> None:
    page = hall.member(3)
    other = page.context.new_page()
    other.goto(page.url)
    hall.must(hall.facts["secretary"], "notice.send", text="Mời về chỗ ngồi")
    for tab in (page, other):
        expect(tab.locator(".bang.tin")).to_contain_text("Mời về chỗ ngồi")
    press_until(page.get_by_role("button", name="Đã rõ"), page.locator(".bang.tin"), there=False)
    for tab in (page, other):
        expect(tab.locator(".bang.tin")).to_have_count(0)
    page.context.close()
