"""Written opinions: from a member's device to the desk and back, through a reload and a lost network."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.hall import Hall
from tests.journeys.stage import press_until, rested, serious

WORDS = "Đề nghị thêm 12 hộ ở đất bãi bồi."


def begin(page: Page) -> None:
    rested(page)
    page.locator(".day-nut").get_by_role("button", name="Góp ý bằng chữ").click()


def closed(*pages: Page) -> None:
    for page in pages:
        page.context.close()


def test_what_was_typed_outlives_a_reload_and_who_reads_it_is_said_before(hall: Hall) -> None:
    page = hall.member(0, width=360, height=740)
    begin(page)
    expect(page.locator("dialog")).to_contain_text("Chỉ chủ trì và thư ký thấy góp ý này.")
    page.get_by_label("Nội dung góp ý").fill(WORDS)
    assert serious(page) == []
    page.reload()
    expect(page.locator(".man-tv")).to_be_visible()
    begin(page)
    expect(page.get_by_label("Nội dung góp ý")).to_have_value(WORDS)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    closed(page)


def test_the_desk_reads_it_live_beside_the_item_and_its_author_the_answer(hall: Hall) -> None:
    chair, desk, page, name = hall.chair(), hall.desk(), hall.member(1), hall.name_of(1)
    begin(page)
    page.get_by_label("Nội dung góp ý").fill(WORDS)
    page.locator("dialog").get_by_role("button", name="Gửi góp ý").click()
    expect(page.locator(".gop-y")).to_contain_text(WORDS)
    expect(desk.locator("#d-dien-bien")).to_contain_text(WORDS)
    title, middle = chair.locator(".muc h1").bounding_box(), chair.locator(".giua").bounding_box()
    assert title and middle and title["width"] > middle["width"] / 2, "the title has its line, the buttons theirs"
    chair.locator(".muc").get_by_role("button", name="góp ý bằng chữ").click()
    sheet = chair.locator("dialog")
    expect(sheet).to_contain_text(name)
    assert serious(chair) == []
    sheet.get_by_role("button", name="Đã tiếp thu").first.click()
    expect(page.locator(".gop-y")).to_contain_text("Đã tiếp thu")
    expect(page.locator(".gop-y").get_by_role("button", name="Sửa")).to_have_count(0)
    begin(page)
    expect(page.get_by_label("Nội dung góp ý")).to_have_value("")
    other = hall.member(2)
    expect(other.locator(".man-tv")).not_to_contain_text(WORDS)
    closed(chair, desk, page, other)


def test_without_a_network_it_waits_on_the_device_and_goes_by_itself(hall: Hall) -> None:
    page = hall.member(3)
    begin(page)
    page.context.set_offline(True)
    page.get_by_label("Nội dung góp ý").fill("Viết khi mất mạng")
    page.locator("dialog").get_by_role("button", name="Gửi góp ý").click()
    expect(page.locator(".gop-y")).to_contain_text("Chờ gửi")
    page.context.set_offline(False)
    expect(page.locator(".gop-y").get_by_role("button", name="Rút góp ý")).to_be_enabled()
    found = hall.state(hall.facts["chair"])["opinions"].values()
    assert [one["text"] for one in found].count("Viết khi mất mạng") == 1
    # The band that said the network was gone came a moment ago: what it has pushed down takes no tap yet.
    press_until(page.locator(".gop-y").get_by_role("button", name="Rút góp ý"), page.locator("dialog"))
    page.locator("dialog").get_by_role("button", name="Rút góp ý").click()
    expect(page.locator(".gop-y")).to_have_count(0)
    closed(page)


def test_on_the_meetings_page_the_same_draft_is_found_and_sent(hall: Hall) -> None:
    page = hall.member(4)
    begin(page)
    page.get_by_label("Nội dung góp ý").fill("Rà lại phụ lục 2")
    page.goto(f"{hall.stage.server.address}/meetings/{hall.facts['meeting']}")
    page.locator("#noi-dung-1").get_by_role("button", name="Góp ý nội dung 1").click()
    expect(page.locator("dialog[open] textarea")).to_have_value("Rà lại phụ lục 2")
    assert serious(page) == []
    page.locator("dialog[open]").get_by_role("button", name="Gửi góp ý").click()
    expect(page.locator("#noi-dung-1")).to_contain_text("Góp ý của tôi")
    page.locator("#noi-dung-1").get_by_role("button", name="Góp ý nội dung 1").click()
    expect(page.locator("dialog[open] textarea")).to_have_value("")
    closed(page)
