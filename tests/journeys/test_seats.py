"""A room with a plan: made, people put on its seats by dragging and by two taps, and what the chair sees of it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.hall import Hall
from tests.journeys.stage import serious


def test_the_secretary_makes_a_room_and_seats_people_in_it(hall: Hall) -> None:
    page = hall.open_room(hall.facts["secretary"], 1440, 900)
    page.goto(page.url + "?seats=1")
    page.get_by_role("button", name="Thêm phòng").click()
    page.get_by_label("Tên phòng").fill("Phòng Sông Lạc")
    page.get_by_label("Số ghế bàn chủ tọa").fill("3")
    rows = page.get_by_label("Số ghế từng hàng, hàng gần chủ tọa trước")
    rows.fill("bốn")
    page.get_by_role("button", name="Lưu phòng").click()
    expect(page.locator("dialog [role=alert]")).to_contain_text("Hàng ghế là các con số")
    rows.fill("4, 2x3")
    expect(page.locator(".xem-phong .cho")).to_have_count(13)
    assert serious(page) == []
    # Two taps this close together are one: the second is another only after that.
    page.wait_for_function("since => performance.now() - since > 400", arg=page.evaluate("performance.now()"))
    page.get_by_role("button", name="Lưu phòng").click()
    page.locator(".ds-phong").get_by_role("button", name="Phòng Sông Lạc vòng cung").click()
    board = page.locator(".bang-ghe svg[role=group]")
    expect(board.locator(".cho")).to_have_count(13)

    first, second = hall.name_of(0), hall.name_of(1)
    page.locator(".ds-chua-cho").get_by_role("button", name=first).click()
    expect(page.locator(".dang-xep")).to_contain_text(first)
    board.get_by_role("button", name="B2: trống").click()
    expect(board.get_by_role("button", name=f"B2: {first}")).to_have_count(1)
    handle = page.locator(".ds-chua-cho li", has_text=second).locator(".tay-keo")
    handle.scroll_into_view_if_needed()
    target = board.locator("[data-place='5']").bounding_box()
    assert target
    handle.hover()
    page.mouse.down()
    page.mouse.move(target["x"] + target["width"] / 2, target["y"] + target["height"] / 2, steps=6)
    page.mouse.up()
    expect(board.get_by_role("button", name=f"B2: {second}")).to_have_count(1)
    expect(page.locator(".ds-chua-cho")).to_contain_text(first)
    page.get_by_role("button", name="Xếp theo thứ tự").click()
    expect(page.locator(".ds-chua-cho li")).to_have_count(0)
    assert serious(page) == []
    page.get_by_label("Tìm người trên sơ đồ").fill(first)
    expect(board.locator(".tim-thay")).to_have_count(1)
    page.context.close()


def test_the_chair_finds_people_on_the_large_map_by_keyboard(hall: Hall) -> None:
    page = hall.chair()
    expect(page.locator(".so-do > svg .cho")).to_have_count(13)
    page.get_by_role("button", name="Sơ đồ lớn, tìm người").click()
    board = page.locator("dialog .bang-ghe svg[role=group]")
    board.locator("[tabindex='0']").focus()
    page.keyboard.press("ArrowRight")
    before = page.evaluate("document.activeElement.dataset.place")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.dataset.place") != before
    page.get_by_role("button", name="Phóng to").last.click()
    expect(board).to_have_class("keo-duoc")
    assert serious(page) == []
    page.get_by_role("button", name="Danh sách").last.click()
    expect(page.locator("dialog .ds-cho").first).to_contain_text("B2")
    assert serious(page) == []
    page.context.close()


LETTERS = """(plan) => {
  const scale = plan.getScreenCTM().a;
  const sizes = [...plan.querySelectorAll("text")].map((one) => parseFloat(getComputedStyle(one).fontSize) * scale);
  return [sizes.length > 5, Math.min(...sizes) >= 11.5];
}"""
"""Something is written on seats, and none of it too small to be read on a tablet."""


def test_before_an_item_the_chair_reads_the_seats_and_why_nothing_can_be_opened_yet(hall: Hall) -> None:
    chief, item = hall.facts["chair"], hall.facts["items"][0]
    page = hall.chair()
    assert page.locator(".so-do > svg").evaluate(LETTERS) == [True, True]
    hall.must(chief, "agenda.finish_item", item=item)
    bar = page.locator(".day-nut")
    expect(bar.locator(".nut-vi-sao", has_text="Mở biểu quyết")).to_contain_text("Chưa vào nội dung nào")
    expect(bar.locator(".nut-vi-sao", has_text="Kết luận")).to_contain_text("Chưa vào nội dung nào")
    assert page.locator(".so-do > svg").evaluate(LETTERS) == [True, True]
    hall.must(chief, "agenda.start_item", item=item)
    expect(bar.locator(".nut-vi-sao")).to_have_count(0)
    page.context.close()


def test_a_member_is_told_where_their_seat_is(hall: Hall) -> None:
    who = hall.facts["members"][1]
    hall.must(hall.facts["secretary"], "attendance.mark", person=who["person"], status="expected")
    page = hall.open_room(who, 390, 844)
    expect(page.locator(".diem-danh .so-toi")).to_contain_text("ghế B2")
    page.context.close()


HIDDEN = """(pane) => {
  const seen = pane.getBoundingClientRect();
  const shown = [...pane.querySelectorAll(".so-do > svg .cho rect, .noi, .moi")].map((one) => one.getBoundingClientRect());
  return [pane.scrollHeight - pane.clientHeight, shown.filter((one) => one.top < seen.top || one.bottom > seen.bottom + 1).length];
}"""


def big_room(hall: Hall) -> str:
    room = {"name": "Hội trường lớn", "shape": "arcs", "head": 3, "rows": [20, 24, 26]}
    made = hall.device(hall.facts["secretary"]["person"]).post(f"body:{hall.facts['body']}", "room.create", **room).json
    return str(made["result"]["id"])


def test_on_a_small_tablet_the_chair_sees_all_seats_of_any_hall_beside_who_speaks(hall: Hall) -> None:
    secretary, members = hall.facts["secretary"], hall.facts["members"]
    hall.must(members[3], "speaking.request")
    speech = hall.must(hall.facts["chair"], "speaking.call", person=members[4]["person"])["id"]
    page = hall.open_room(hall.facts["chair"], 1024, 768)
    for rows in ([], [10, 12, 14]):
        room = {"name": f"Hội trường {len(rows)}", "shape": "arcs", "head": 7, "rows": rows or [6]}
        made = hall.device(secretary["person"]).post(f"body:{hall.facts['body']}", "room.create", **room).json
        hall.must(secretary, "seating.choose", room=made["result"]["id"])
        expect(page.locator(".so-do > svg .cho")).to_have_count(room["head"] + sum(room["rows"]))
        expect(page.locator(".moi")).to_be_visible()
        assert page.locator(".man-ct .giua").evaluate(HIDDEN) == [0, 0], rows
    hall.must(secretary, "seating.choose", room=big_room(hall))
    expect(page.locator(".so-do.dong > svg .cho")).to_have_count(73)
    page.locator(".so-do > svg").click()  # wherever between its seats
    expect(page.get_by_role("dialog", name="Sơ đồ chỗ ngồi").locator(".keo-duoc")).to_be_visible()
    page.keyboard.press("Escape")
    hall.must(hall.facts["chair"], "speaking.finish", speech=speech)
    page.context.close()
