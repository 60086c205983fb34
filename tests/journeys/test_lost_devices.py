"""Who lost the network, who left the room, and which screen is gone, as the desk reads it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.journeys.hall import Hall
from tests.journeys.stage import lose_the_network, serious
from tests.journeys.test_hall_screens import code_on, row, waits

NETWORK, NOT_OPEN = "mất kết nối", "không mở phòng họp"
GONE = "Mất kết nối. Màn hình giữ cảnh cuối và tự nối lại khi có mạng."


def in_the_roll(desk: Page, person: dict[str, Any]) -> Locator:
    return desk.locator(f"[id='dd-{person['person']}']")


def screen(hall: Hall, name: str) -> Page:
    page = waits(hall, name)
    hall.must(hall.facts["chair"], "screen.admit", code=code_on(page), name=name)
    page.wait_for_url("**/room")
    expect(page.locator(".man-chieu.noi-len")).to_be_visible()
    return page


def test_a_lost_network_is_no_left_room_for_people_and_for_screens(hall: Hall) -> None:
    gone, left, stays = hall.facts["members"][:3]
    lost, away, here = (hall.open_room(one) for one in (gone, left, stays))
    front, back = screen(hall, "Màn chính"), screen(hall, "Màn hội trường B")
    for page in (lost, away, here):
        expect(page.locator(".man-tv")).to_be_attached()
    hall.must(hall.facts["chair"], "speaking.call", person=gone["person"])
    desk, chair = hall.desk(), hall.chair()
    lose_the_network(lost)
    front.context.set_offline(True)
    expect(front.locator(".noi-lai")).to_be_visible()
    away.goto("about:blank")
    back.goto("about:blank")

    expect(in_the_roll(desk, gone)).to_contain_text(NETWORK)
    expect(chair.locator(".the.noi")).to_contain_text(NETWORK)
    expect(in_the_roll(desk, left)).to_contain_text(NOT_OPEN)
    expect(in_the_roll(desk, stays)).not_to_contain_text("phòng họp")
    expect(in_the_roll(desk, stays)).not_to_contain_text(NETWORK)
    chair.get_by_role("button", name="Thêm", exact=True).click()
    chair.get_by_role("button", name="Màn chiếu", exact=True).click()
    expect(row(chair, "Màn chính")).to_contain_text(GONE)
    expect(row(chair, "Màn hội trường B")).to_contain_text("Màn hình này đã đóng trang chiếu.")
    assert serious(desk) == [] and serious(chair) == []
    hall.stage.pages |= {"desk": desk, "chair": chair}
    hall.stage.picture("desk", "46-mat-ket-noi-thu-ky")
    hall.stage.picture("chair", "47-mat-ket-noi-man-chieu")

    for page in (lost, front):
        page.context.set_offline(False)
    expect(in_the_roll(desk, gone)).not_to_contain_text(NETWORK)
    expect(row(chair, "Màn chính")).to_contain_text("Đang chiếu")
    away.go_back()
    expect(in_the_roll(desk, left)).not_to_contain_text(NOT_OPEN)
    for page in (lost, away, here, front, back, desk, chair):
        page.context.close()
