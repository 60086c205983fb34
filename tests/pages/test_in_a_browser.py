"""The site's pages as people meet them: fingers, keyboard, screen reader, two devices at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import Served, given

pytestmark = pytest.mark.journeys
Opens = Callable[..., Page]


def address(house: Served, path: str) -> str:
    return path.format(published=house.published.id, preparing=house.preparing.id)


def test_signing_in_by_keyboard_says_what_is_wrong_and_leads_where_one_wanted(house: Served, opens: Opens) -> None:
    page = opens(None, f"/meetings/{house.published.id}")
    expect(page.locator("[name=username]")).to_be_focused()
    page.keyboard.press("Enter")
    summary = page.locator(".tom-loi")
    expect(summary).to_contain_text("Tên đăng nhập: Cần điền mục này.")
    expect(summary).to_be_focused()
    page.fill("[name=username]", "nguoi4")
    page.fill("[name=password]", "sai-mat-khau")
    page.keyboard.press("Enter")
    expect(summary).to_contain_text("Tên đăng nhập hoặc mật khẩu không đúng.")
    assert page.input_value("[name=username]") == "nguoi4"
    page.fill("[name=password]", "mat-khau-thu-nghiem")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/meetings/{house.published.id}")


def test_on_a_phone_the_tab_one_is_on_is_in_view(house: Served, opens: Opens) -> None:
    page = opens("secretary", f"/meetings/{house.preparing.id}/journal", size="phone")
    tab = page.locator(".buoc [aria-current]")
    expect(tab).to_have_text("Nhật ký")
    box = tab.bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 390


def test_at_the_desk_on_a_tablet_whom_a_conclusion_is_given_to_is_a_finger_high(house: Served, opens: Opens) -> None:
    page = opens("secretary", f"/meetings/{house.more['live']}/room", size="tablet")
    chips = page.locator(".kl button.chip")
    expect(chips.first).to_be_visible()
    assert all(chip.bounding_box()["height"] >= 47.5 for chip in chips.all())  # type: ignore[index]


def titles(page: Page) -> list[str]:
    return [" ".join(title.split()) for title in page.locator(".nd h3").all_inner_texts()]


def test_near_the_end_of_an_item_the_head_of_the_list_says_who_has_long_been_silent(
    house: Served, opens: Opens
) -> None:
    live = replace(house.published, id=house.more["live"])
    desk, member = opens("secretary", "/"), opens("member", f"/meetings/{live.id}/room")
    item = member.request.get(f"{house.address}/api/streams/{live.stream}").json()["state"]["meeting"][live.id]["item"]
    given(desk, house, live, "agenda.edit_item", item=item, minutes=1)
    page = opens("chair", f"/meetings/{live.id}/room")
    head, band = page.locator(".chua > header .nhac-tai-cho p"), page.locator(".nhac-rieng")
    listed = page.locator(".chua ul")
    expect(head).to_have_text("2 người có mặt chưa phát biểu 3 phiên liền")
    expect(band).to_be_hidden()
    page.locator(".chua").get_by_role("button", name="Xem", exact=True).click()
    expect(page.locator(".chua")).to_be_focused()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(band).to_contain_text("2 người có mặt chưa phát biểu 3 phiên liền")
    expect(head).to_be_hidden()
    page.set_viewport_size({"width": 1180, "height": 820})
    expect(head).to_be_visible()
    before = listed.bounding_box()
    page.locator(".chua").get_by_role("button", name="Bỏ qua lời nhắc").click()
    expect(head).to_have_count(0)
    assert listed.bounding_box() == before  # nothing moves under a finger
    expect(member.get_by_text("phiên liền")).to_have_count(0)
    given(desk, house, live, "agenda.edit_item", item=item, minutes=20)


def test_the_agenda_is_ordered_by_keys_by_taps_and_by_dragging_and_kept(house: Served, opens: Opens) -> None:
    page = opens("secretary", f"/meetings/{house.preparing.id}", size="laptop")
    assert titles(page) == ["Nội dung 1", "Nội dung 2", "Nội dung 3", "Nội dung 4"]
    page.locator(".nd .keo").nth(2).focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".toast")).to_contain_text("lên vị trí 2")
    assert titles(page) == ["Nội dung 1", "Nội dung 3", "Nội dung 2", "Nội dung 4"]
    page.locator(".nd summary").first.click()
    page.locator("[data-act=down]").first.click()
    expect(page.locator(".toast")).to_contain_text("“Nội dung 1” lên vị trí 2")
    _drag(page, 3, 0)
    expect(page.locator(".toast")).to_contain_text("“Nội dung 4” lên vị trí 1")
    assert page.locator(".nd .an-dau").all_inner_texts() == ["1", "2", "3", "4"]
    page.reload()
    assert titles(page) == ["Nội dung 4", "Nội dung 3", "Nội dung 1", "Nội dung 2"]


def _drag(page: Page, row: int, onto: int) -> None:
    handle = page.locator(".nd .keo").nth(row).bounding_box()
    target = page.locator(".nd").nth(onto).bounding_box()
    assert handle and target
    page.mouse.move(handle["x"] + 20, handle["y"] + 20)
    page.mouse.down()
    page.mouse.move(handle["x"] + 20, handle["y"] - 10, steps=3)
    page.mouse.move(handle["x"] + 20, target["y"] + 4, steps=6)
    page.mouse.up()


def test_a_move_can_be_undone(house: Served, opens: Opens) -> None:
    page = opens("secretary", f"/meetings/{house.preparing.id}", size="laptop")
    before = titles(page)
    page.locator(".nd .keo").first.focus()
    page.keyboard.press("Alt+ArrowDown")
    assert titles(page) != before
    page.locator(".toast button").click()
    expect(page.locator(".toast")).to_contain_text("lên vị trí 1")
    assert titles(page) == before


def test_a_members_answer_shows_on_the_secretarys_page_by_itself(house: Served, opens: Opens) -> None:
    desk = opens("secretary", f"/meetings/{house.published.id}", size="laptop")
    expect(desk.locator(".kt")).to_contain_text("3/8 thành viên xác nhận")
    member = opens("member", f"/meetings/{house.published.id}", size="phone")
    member.get_by_role("button", name="Tham dự", exact=True).click()
    expect(member.locator(".toast")).to_contain_text("Đã xác nhận tham dự.")
    expect(desk.locator(".kt")).to_contain_text("4/8 thành viên xác nhận")


def test_the_inbox_follows_what_is_decided_and_submitted_elsewhere(house: Served, opens: Opens) -> None:
    inbox = opens("chair", "/approvals", size="laptop")
    entry = inbox.locator("li[data-entry]", has_text="Tờ trình 377")
    waiting = inbox.locator("li[data-entry]").count()
    paper = entry.locator("[data-approves]").first.get_attribute("data-approves") or ""
    given(inbox, house, house.preparing, "paper.approve", paper=paper)
    expect(entry).to_have_count(0)
    expect(inbox.locator("#cd-so")).to_have_text(str(waiting - 1))
    given(inbox, house, house.preparing, "paper.unapprove", paper=paper)
    expect(entry).to_have_count(1)
    expect(inbox.locator("li[data-entry]")).to_have_count(waiting)
    expect(inbox.locator("iframe")).to_be_visible()


def test_what_the_inbox_says_back_lies_beside_the_preview(house: Served, opens: Opens) -> None:
    inbox = opens("chair", "/approvals", size="laptop")
    entry = inbox.locator("li[data-entry]", has_text="Tờ trình 377")
    entry.get_by_role("button", name="Duyệt", exact=True).click()
    told = inbox.locator(".toast")
    box, preview = told.bounding_box(), inbox.locator(".xem").bounding_box()
    assert box and preview and box["x"] + box["width"] <= preview["x"]
    told.get_by_role("button", name="Hoàn tác").click()
    expect(entry).to_have_count(1)


def test_a_page_that_others_have_changed_still_takes_files(house: Served, opens: Opens, tmp_path: Path) -> None:
    for name in ("Một.pdf", "Hai.pdf"):
        made = pikepdf.new()
        made.add_blank_page()
        made.save(tmp_path / name)
    desk = opens("secretary", f"/meetings/{house.preparing.id}", size="laptop")
    sheets = desk.locator("dialog[id^=tai-lieu-]")
    before = set(sheets.evaluate_all("all => all.map(one => one.id)"))
    for n, name in enumerate(("Một.pdf", "Hai.pdf"), start=1):
        with desk.expect_file_chooser() as asked:
            desk.locator("[data-adds]").first.click()
        with desk.expect_event("load"):
            asked.value.set_files(tmp_path / name)
        expect(sheets).to_have_count(len(before) + n)
        if n == 1:
            desk.locator("#dang-tai").evaluate("sheet => sheet.dataset.before = 'yes'")
            (sheet,) = set(sheets.evaluate_all("all => all.map(one => one.id)")) - before
            paper = sheet.removeprefix("tai-lieu-")
            given(desk, house, house.preparing, "paper.submit", paper=paper)
            given(opens("chair", "/"), house, house.preparing, "paper.approve", paper=paper)
            expect(desk.locator("#dang-tai")).not_to_have_attribute("data-before", "yes")


def test_leave_needs_a_reason_and_the_chair_grants_it(house: Served, opens: Opens) -> None:
    member = opens("member", f"/meetings/{house.published.id}")
    member.locator("#tham-du").get_by_role("button", name="Báo vắng").click()
    sheet = member.locator("#bao-vang")
    sheet.get_by_role("button", name="Gửi báo vắng").click()
    expect(sheet.locator(".tom-loi")).to_contain_text("Lý do: Cần điền mục này.")
    member.fill("#bv-reason", "Đi công tác nước ngoài")
    sheet.get_by_role("button", name="Gửi báo vắng").click()
    expect(member.locator("#tham-du")).to_contain_text("Báo vắng, chờ chủ trì duyệt")
    chair = opens("chair", f"/meetings/{house.published.id}")
    asked = chair.locator("li", has_text="Đi công tác nước ngoài")
    asked.get_by_role("button", name="Đồng ý cho vắng").click()
    expect(chair.locator(".toast")).to_contain_text("Đã đồng ý")
    expect(member.locator("#tham-du")).to_contain_text("Vắng, chủ trì đã đồng ý")


def test_a_meeting_is_made_from_nothing_at_the_houses_time(opens: Opens) -> None:
    page = opens("secretary", "/meetings/new", size="laptop")
    page.fill("[name=title]", "Họp <b>thử</b> từ đầu")
    page.fill("[name=starts_at]", "2027-03-04T08:00")
    page.get_by_role("button", name="Tạo cuộc họp").click()
    expect(page.locator(".dm h1")).to_have_text("Họp <b>thử</b> từ đầu")
    expect(page.locator(".dm p")).to_contain_text("Thứ Năm, 4 tháng 3 · 08:00")


def test_the_title_of_a_copy_keeps_up_with_its_day_until_somebody_writes_another(house: Served, opens: Opens) -> None:
    page = opens("secretary", "/meetings/new", size="laptop")
    page.fill("[name=title]", "Giao ban tháng 3 năm 2027")
    page.fill("[name=starts_at]", "2027-03-04T08:00")
    page.get_by_role("button", name="Tạo cuộc họp").click()
    page.wait_for_url(lambda url: "/new" not in url)
    page.goto(f"{house.address}/meetings/new?clone={page.url.rsplit('/', 1)[1]}")
    title = page.locator("[name=title]")
    page.fill("[name=starts_at]", "2028-01-06T08:00")
    expect(title).to_have_value("Giao ban tháng 1 năm 2028")
    title.fill("Giao ban đầu năm")
    page.fill("[name=starts_at]", "2028-02-03T08:00")
    expect(title).to_have_value("Giao ban đầu năm")


def test_the_agenda_of_a_meeting_that_is_over_has_room_for_its_words_on_a_phone(house: Served, opens: Opens) -> None:
    page = opens("secretary", f"/meetings/{house.more['over']}", size="phone")
    box = page.locator(".nd h3").first.bounding_box()
    assert box and box["width"] > 200, box


def test_theme_and_text_size_are_applied_at_once_and_kept(opens: Opens) -> None:
    page = opens("guest", "/account")
    page.get_by_label("Tối").check()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    with page.expect_response("**/api/commands"):
        page.get_by_label("130%").check()
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_attribute("data-text", "130")


@pytest.mark.parametrize(
    ("who", "path"), [("member", "/"), ("secretary", "/meetings/{preparing}"), ("member", "/account")]
)
def test_a_page_without_network_says_so_until_it_is_back(house: Served, opens: Opens, who: str, path: str) -> None:
    page = opens(who, address(house, path))
    banner = page.locator(".mat-mang")
    expect(banner).to_have_count(0)
    page.context.set_offline(True)
    expect(banner).to_contain_text("Mất mạng.")
    page.context.set_offline(False)
    expect(banner).to_have_count(0)


def test_enter_right_after_the_last_letter_of_a_name_chooses_from_no_older_list(house: Served, opens: Opens) -> None:
    page = opens("secretary", f"/meetings/{house.preparing.id}/people")
    page.get_by_role("button", name="Mời thêm").click()
    name, found = page.get_by_label("Người được mời"), page.locator(".tim-thay [role=option]")
    name.press_sequentially("vuong tuan")
    expect(found).to_have_text(["Vương Tuấn Anh"])
    name.fill("thu trang")
    name.press("Enter")  # the list is still the one of the name before
    expect(name).to_have_value("Phạm Thu Trang")
    expect(page.locator("#moi")).to_be_visible()
    name.fill("ng")
    name.press("Enter")  # several have it: they are shown, none is taken unseen
    expect(found).not_to_have_count(0)
    expect(name).to_have_value("ng")
