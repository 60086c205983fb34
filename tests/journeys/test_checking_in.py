"""Coming in: by the hall's changing code, by number at the door, by number at the clerk's desk."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.hall import Hall
from tests.journeys.stage import press_until, serious


def number_of(hall: Hall, person: str) -> int:
    return int(hall.state(hall.facts["secretary"])["people"][person]["number"])


def expected_again(hall: Hall, who: dict[str, Any]) -> str:
    hall.must(hall.facts["secretary"], "attendance.mark", person=who["person"], status="expected")
    return hall.name_of(hall.facts["members"].index(who))


def door(hall: Hall, width: int, height: int) -> Page:
    page = hall.open_room(hall.facts["secretary"], width, height)
    page.goto(page.url + "?door=1")
    expect(page.locator(".ban-cua")).to_be_visible()
    return page


def test_one_types_a_number_at_the_door_sees_ones_name_and_is_here(hall: Hall) -> None:
    who = hall.facts["members"][1]
    name, number = expected_again(hall, who), str(number_of(hall, who["person"]))
    page = door(hall, 820, 1180)
    for digit in number:
        page.get_by_role("button", name=digit, exact=True).click()
    expect(page.locator(".ai-den h1")).to_have_text(name)
    assert serious(page) == []
    page.get_by_role("button", name="Đúng, tôi có mặt").click()
    expect(page.locator(".xong-cua h1")).to_have_text(name)
    assert hall.state(hall.facts["chair"])["attendance"][who["person"]]["status"] == "present"
    page.keyboard.type("9999")
    expect(page.locator(".ai-den h1")).to_contain_text("Chưa có ai mang số 9999")
    expect(page.get_by_role("button", name="Đúng, tôi có mặt")).to_be_disabled()
    page.context.close()


def test_the_clerk_types_a_number_in_the_roll_call(hall: Hall) -> None:
    who = hall.facts["members"][2]
    name, number = expected_again(hall, who), str(number_of(hall, who["person"]))
    page = hall.desk()
    row = page.locator("#d-roll li", has_text=name).first
    expect(row).not_to_contain_text(re.compile(r"\d\d:\d\d"))
    page.keyboard.press("d")
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    expect(row).to_contain_text(re.compile(r"\d\d:\d\d"))
    expect(page.locator(".trai .tim input")).to_have_value("")
    page.get_by_role("button", name="Việc với danh sách điểm danh").click()
    expect(page.locator(".ma-hoi-truong b")).to_have_text(re.compile(r"^\d{3} \d{3}$"))
    with page.expect_download() as taken:
        page.get_by_role("link", name="Xuất danh sách điểm danh").click()
    assert taken.value.suggested_filename.endswith(".xlsx")
    assert serious(page) == []
    page.context.close()


def test_a_scanned_code_that_is_past_does_not_stand_in_the_way(hall: Hall) -> None:
    who = hall.facts["members"][3]
    expected_again(hall, who)
    page = hall.open_room(who, 390, 844)
    page.goto(page.url + "?code=CUROI")
    page.locator(".diem-danh").get_by_role("button", name="Điểm danh").click()
    expect(page.get_by_label("Mã trên màn chiếu (6 chữ số)")).to_be_visible()
    assert "code=" not in page.url
    clerk = hall.context(hall.facts["secretary"])
    shown = clerk.request.get(f"{hall.stage.server.address}/meetings/{hall.facts['meeting']}/hall-code").json()
    page.get_by_label("Mã trên màn chiếu (6 chữ số)").fill(shown["digits"])
    assert serious(page) == []
    press_until(
        page.locator(".diem-danh").get_by_role("button", name="Điểm danh"), page.locator(".diem-danh"), there=False
    )
    expect(page.locator(".diem-danh")).to_have_count(0)
    clerk.close()
    page.context.close()


def test_the_chair_checks_in_from_the_chair(hall: Hall) -> None:
    who = hall.facts["chair"]
    hall.must(hall.facts["secretary"], "attendance.mark", person=who["person"], status="left")
    page = hall.chair()
    banner = page.locator(".bang", has_text="Chủ trì chưa điểm danh")
    banner.get_by_role("button", name="Điểm danh").click()
    expect(banner).to_have_count(0)
    assert hall.state(who)["attendance"][who["person"]]["status"] == "present"
    assert serious(page) == []
    page.context.close()
