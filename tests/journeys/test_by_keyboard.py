"""The member's room, the chair's room and the seats wholly by keyboard: whatever a finger does there, and the focus always somewhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.hall import Hall
from tests.journeys.looks import SEEN

STEPS = 120


def seen(page: Page) -> None:
    """The focus is on something, has a ring around it and is on the screen."""
    assert page.evaluate(SEEN) == ""


def not_lost(page: Page) -> None:
    """Soon: what takes the place of what has gone is drawn first."""
    page.wait_for_function("() => document.activeElement && document.activeElement !== document.body")
    seen(page)


def go_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """By Tab alone, as somebody without a mouse."""
    expect(target).to_be_visible()
    for _step in range(STEPS):
        if target.evaluate("one => one === document.activeElement"):
            return seen(page)
        page.keyboard.press(key)
    raise AssertionError(f"{target} is not reached by {key}")


def press(page: Page, name: str, within: Locator | None = None, key: str = "Enter", exact: bool = True) -> None:
    go_to(page, (within or page.locator("body")).get_by_role("button", name=name, exact=exact).first)
    page.keyboard.press(key)


def rested(page: Page) -> None:
    """Two presses this close together are one: the next is another."""
    page.wait_for_function("since => performance.now() - since > 450", arg=page.evaluate("performance.now()"))


@pytest.fixture
def no_mouse(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise AssertionError("by keyboard alone")

    for name in ("click", "dblclick", "hover", "tap", "check", "select_option", "drag_to"):
        monkeypatch.setattr(Locator, name, refuse)


@pytest.mark.usefixtures("no_mouse")
def test_a_member_asks_writes_and_votes_by_keyboard(hall: Hall) -> None:
    page, who = hall.member(0), hall.facts["members"][0]
    bar = page.locator(".man-tv .day-nut")
    press(page, "Đăng ký phát biểu", bar)
    expect(bar.get_by_role("button", name="Rút đăng ký")).to_be_visible()
    not_lost(page)
    expect(bar.get_by_role("button", name="Rút đăng ký")).to_be_focused()
    expect(bar).not_to_have_attribute("data-resting", "")
    page.keyboard.press(" ")
    expect(bar.get_by_role("button", name="Đăng ký phát biểu", exact=True)).to_be_focused()

    expect(bar).not_to_have_attribute("data-resting", "")
    press(page, "Đăng ký kèm tóm tắt", bar)
    sheet = page.locator("dialog[open]")
    expect(sheet).to_be_visible()
    not_lost(page)
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(bar.get_by_role("button", name="Đăng ký kèm tóm tắt")).to_be_focused()
    seen(page)
    expect(bar).not_to_have_attribute("data-resting", "")
    page.keyboard.press("Enter")
    go_to(page, sheet.get_by_role("textbox"))
    page.keyboard.type("Nguồn kinh phí")
    rested(page)
    press(page, "Đăng ký", sheet, exact=False)
    expect(sheet).to_have_count(0)
    expect(bar.get_by_role("button", name="Rút đăng ký")).to_be_visible()
    not_lost(page)

    # Called in the middle of a word: the sheet goes, the words stay, and what was still to be typed presses nothing.
    expect(bar).not_to_have_attribute("data-resting", "")
    press(page, "Sửa tóm tắt ý kiến", page.locator(".hang-doi"))
    expect(sheet.get_by_role("textbox")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(" và tiến")
    hall.must(hall.facts["chair"], "speaking.call", person=who["person"])
    expect(sheet).to_have_count(0)
    rested(page)
    page.keyboard.type(" ")
    expect(bar.locator(".moi-toi")).to_contain_text("Tóm tắt chưa lưu: Nguồn kinh phí và tiến")
    expect(bar).to_contain_text("Đang phát biểu.")
    not_lost(page)
    speech = next(key for key, one in hall.state(hall.facts["chair"])["speeches"].items() if one["state"] == "speaking")
    hall.must(hall.facts["chair"], "speaking.finish", speech=speech)
    expect(bar.get_by_role("button", name="Đăng ký phát biểu", exact=True)).to_be_enabled()
    expect(page.get_by_role("button", name="Phát biểu về thủ tục")).to_be_visible()
    not_lost(page)

    vote = hall.must(hall.facts["chair"], "vote.open", question="Thông qua dự thảo?", item=hall.facts["items"][0])["id"]
    expect(page.locator(".man-bq")).to_have_attribute("data-ready", "")
    go_to(page, page.locator(".man-bq [role=radio]").first)
    page.keyboard.press("ArrowDown")
    page.keyboard.press(" ")
    expect(page.locator(".phieu[aria-checked=true]")).to_have_count(1)
    seen(page)
    press(page, "Gửi phiếu", page.locator(".man-bq"), exact=False)
    expect(page.get_by_role("heading", name="Đã ghi nhận")).to_be_visible()
    not_lost(page)
    hall.must(hall.facts["chair"], "vote.close", vote=vote)
    hall.must(hall.facts["chair"], "vote.announce", vote=vote)
    expect(page.locator(".man-bq")).to_have_count(0)
    not_lost(page)
    asked = [one["kind"] for one in hall.state(who)["speeches"].values() if one["person"] == who["person"]]
    assert "point_of_order" not in asked
    page.context.close()


@pytest.mark.usefixtures("no_mouse")
def test_the_chair_runs_an_item_by_keyboard(hall: Hall) -> None:
    first, second, third = hall.facts["members"][1:4]
    for one in (first, second, third):
        hall.must(one, "speaking.request", gist="Ý kiến")
    page, names = hall.chair(), [hall.name_of(place) for place in (1, 2, 3)]
    rows, floor = page.locator(".cho .hang-doi > li"), page.locator(".the.noi")
    sheet = page.locator("dialog[open]")
    expect(rows).to_have_count(3)
    orders_the_list(page, rows, sheet, names)
    press(page, "Mời", page.locator(".giua"), exact=False)
    expect(floor).to_contain_text(names[2])
    not_lost(page)
    rested(page)
    press(page, "Thêm 1 phút")
    expect(page.locator(".toast").first).to_be_visible()
    not_lost(page)
    # A row goes that has the focus: its member takes the request back.
    go_to(page, rows.first.get_by_role("button", name=f"Mời {names[0]}"))
    theirs = next(key for key, one in hall.state(first)["speeches"].items() if one["person"] == first["person"])
    hall.must(first, "speaking.withdraw", speech=theirs)
    expect(rows).to_have_count(1)
    expect(rows.first.get_by_role("button", name=f"Mời {names[1]}")).to_be_focused()
    seen(page)
    press(page, "Kết thúc phát biểu")
    expect(floor).to_be_hidden()
    not_lost(page)
    a_break_and_back(page, sheet)
    opens_and_closes_sheets(page, sheet)
    page.context.close()


def orders_the_list(page: Page, rows: Locator, sheet: Locator, names: list[str]) -> None:
    """The last is put first; the sheet's opener has the focus again."""
    more = f"Việc khác với {names[2]}"
    press(page, more, rows.last)
    expect(sheet).to_be_visible()
    not_lost(page)
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(rows.last.get_by_role("button", name=more)).to_be_focused()
    rested(page)
    page.keyboard.press("Enter")
    press(page, "Lên đầu", sheet)
    expect(rows.first).to_contain_text(names[2])
    not_lost(page)


def a_break_and_back(page: Page, sheet: Locator) -> None:
    press(page, "Tạm nghỉ", page.locator(".day-nut"))
    expect(sheet).to_be_visible()
    not_lost(page)
    rested(page)
    press(page, "Tạm nghỉ", sheet, exact=False)
    expect(page.get_by_role("button", name="Họp tiếp")).to_be_visible()
    not_lost(page)
    rested(page)
    press(page, "Họp tiếp", exact=False)
    expect(page.get_by_role("button", name="Họp tiếp")).to_have_count(0)
    not_lost(page)


def opens_and_closes_sheets(page: Page, sheet: Locator) -> None:
    """Whatever of the chair's bar opens something: in it the focus is inside, after Escape it is where it was."""
    for name, within in (("Thêm", ".day-nut"), ("Mở biểu quyết", ".day-nut"), ("Sơ đồ lớn, tìm người", ".giua")):
        rested(page)
        press(page, name, page.locator(within))
        expect(sheet).to_be_visible()
        not_lost(page)
        assert page.evaluate("() => !!document.activeElement.closest('dialog[open]')")
        page.keyboard.press("Escape")
        expect(sheet).to_have_count(0)
        expect(page.locator(within).get_by_role("button", name=name, exact=True)).to_be_focused()
        seen(page)


@pytest.mark.usefixtures("no_mouse")
def test_the_secretary_seats_people_by_keyboard(hall: Hall) -> None:
    desk = hall.facts["secretary"]
    body = f"body:{hall.facts['body']}"
    plan = {"name": "Phòng Sông Lạc", "shape": "arcs", "head": 3, "rows": [4, 6]}
    device = hall.device(desk["person"])
    assert device.post(body, "room.create", **plan).json["ok"]
    page = hall.open_room(desk, 1440, 900)
    page.goto(page.url + "?seats=1")
    name, other = hall.name_of(0), hall.name_of(1)
    press(page, "Phòng Sông Lạc", page.locator(".ds-phong"), exact=False)
    board = page.locator(".bang-ghe svg[role=group]")
    expect(board.locator(".cho")).to_have_count(13)
    not_lost(page)
    for one, moves in ((name, ("ArrowDown",)), (other, ("ArrowRight", "ArrowRight"))):
        press(page, one, page.locator(".ds-chua-cho"), exact=False)
        expect(page.locator(".dang-xep")).to_contain_text(one)
        go_to(page, board.locator("[tabindex='0']"))
        for key in moves:
            page.keyboard.press(key)
        seen(page)
        page.keyboard.press("Enter")
        expect(page.locator(".dang-xep")).to_have_count(0)
        expect(board.get_by_role("button", name=f": {one}")).to_have_count(1)
        not_lost(page)
        expect(board.locator("[tabindex='0']")).to_be_focused()
    # Taken up again and let go with Escape, then taken off the seat.
    page.keyboard.press(" ")
    expect(page.locator(".dang-xep")).to_contain_text(other)
    page.keyboard.press("Escape")
    expect(page.locator(".dang-xep")).to_have_count(0)
    not_lost(page)
    page.keyboard.press(" ")
    press(page, "Bỏ khỏi ghế", key="Enter")
    expect(page.locator(".ds-chua-cho")).to_contain_text(other)
    not_lost(page)
    press(page, "Xếp theo thứ tự")
    expect(page.locator(".ds-chua-cho li")).to_have_count(0)
    not_lost(page)
    page.context.close()
    hall.must(desk, "seating.choose", room=None)


def test_who_is_found_by_name_is_in_sight_and_a_name_nobody_has_marks_nobody(hall: Hall) -> None:
    page = hall.desk()
    page.set_viewport_size({"width": 1366, "height": 520})
    rows = page.locator("#d-roll li")
    last = rows.last
    name = last.locator(".ten-dd").inner_text()
    page.keyboard.press("d")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("zz")
    expect(page.get_by_text("Không có ai tên này.")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator(".tim input")).to_be_focused()
    expect(page.locator(".tim input")).to_have_value("zz")
    page.locator(".tim input").fill(name)
    expect(rows).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#d-roll")).to_be_focused()
    expect(last).to_have_attribute("aria-selected", "true")
    expect(last).to_be_in_viewport(ratio=1)
    page.context.close()


def test_a_reason_typed_for_a_mark_waits_for_the_network(hall: Hall) -> None:
    page = hall.desk()
    row = page.locator("#d-roll li", has_text=hall.name_of(5))
    row.click()
    row.click()
    page.locator("#dd-ly-do").fill("Đi công tác theo lịch của tỉnh")
    absent = page.locator("dialog").get_by_role("button", name="Vắng", exact=True)
    page.context.set_offline(True)
    expect(absent).to_be_disabled()
    expect(page.locator("dialog")).to_contain_text("Cần có mạng")
    page.context.set_offline(False)
    expect(absent).to_be_enabled()
    expect(page.locator("#dd-ly-do")).to_have_value("Đi công tác theo lịch của tỉnh")
    absent.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    expect(row).to_contain_text("vắng")
    person = hall.facts["members"][5]["person"]
    marked = hall.state(hall.facts["secretary"])["attendance"][person]
    assert marked["reason"] == "Đi công tác theo lịch của tỉnh"
    hall.must(hall.facts["secretary"], "attendance.mark", person=person, status="present")
    page.context.close()


DOWN_AND_ABSENT = """(list) => ["ArrowDown", "ArrowDown", "v"].forEach((key) =>
  list.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })))"""

DOWN_AND_ENTER = """(field) => ["ArrowDown", "Enter"].forEach((key) =>
  field.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })))"""


def test_a_mark_is_of_the_row_the_last_key_went_to_before_it_is_drawn(hall: Hall) -> None:
    page = hall.desk()
    page.keyboard.press("d")
    rows = page.locator("#d-roll li")
    page.locator("#d-roll").evaluate(DOWN_AND_ABSENT)
    expect(rows.nth(2)).to_contain_text("vắng")
    absent = [id for id, one in hall.state(hall.facts["secretary"])["attendance"].items() if one["status"] == "absent"]
    assert [f"dd-{one}" for one in absent] == [rows.nth(2).get_attribute("id")]
    hall.must(hall.facts["secretary"], "attendance.mark", person=absent[0], status="present")
    page.context.close()


def test_enter_does_what_the_last_key_led_to_before_it_is_drawn(hall: Hall) -> None:
    page = hall.desk()
    page.keyboard.press("/")
    page.keyboard.type("d ")
    offered = page.locator(".goi-y li")
    second = offered.nth(1).locator("b").inner_text()
    page.locator("#d-lenh").evaluate(DOWN_AND_ENTER)
    expect(page.locator(".toast")).to_contain_text(f"Đã ghi đăng ký giúp {second}")
    page.keyboard.press("Control+z")
    expect(page.locator("#d-cho li", has_text=second)).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    page.keyboard.type("Rà soát @")
    second = page.locator(".nhac li b").nth(1).inner_text()
    page.locator("#kl-moi").evaluate(DOWN_AND_ENTER)
    expect(page.locator(".moi-viet .chip", has_text=second)).to_be_visible()
    expect(page.locator("#kl-moi")).to_have_value("Rà soát ")
    page.locator("#kl-moi").fill("")
    page.context.close()


TYPED_AND_ENTER = """(field, text) => {
  field.value = text;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
}"""


def test_who_is_found_by_name_is_whom_it_was_typed_for_before_the_list_is_drawn(hall: Hall) -> None:
    page = hall.desk()
    page.locator(".tim input").evaluate(TYPED_AND_ENTER, hall.name_of(4))
    expect(page.locator("#d-roll li[aria-selected=true]")).to_contain_text(hall.name_of(4))
    page.locator("#d-lenh").focus()
    page.locator("#d-lenh").evaluate(TYPED_AND_ENTER, f"/d {hall.name_of(5)}")
    expect(page.locator(".toast")).to_contain_text(f"Đã ghi đăng ký giúp {hall.name_of(5)}")
    page.keyboard.press("Control+z")
    expect(page.locator("#d-cho li", has_text=hall.name_of(5))).to_have_count(0)
    page.context.close()
