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
    return str(hall.state(hall.facts["secretary"])["people"][who["person"]]["name"])


def door(hall: Hall, width: int, height: int, asked: str = "?door=1") -> Page:
    page = hall.open_room(hall.facts["secretary"], width, height)
    page.goto(page.url + asked)
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
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text(f"{name} đã điểm danh trước đó")
    secretary = expected_again(hall, hall.facts["secretary"])
    page.keyboard.type(str(number_of(hall, hall.facts["secretary"]["person"])))
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text(f"{secretary}: có mặt")
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


def test_who_is_online_by_mistake_or_has_arrived_since_comes_into_the_hall(hall: Hall) -> None:
    who = hall.facts["members"][4]
    expected_again(hall, who)
    page = hall.open_room(who, 390, 844)
    card = page.locator(".diem-danh")
    expect(card).to_contain_text("Dự trực tuyến được tính vào túc số, không biểu quyết.")
    card.get_by_role("button", name="Tham dự trực tuyến").click()
    band = page.locator(".bang", has_text="Dự trực tuyến: được phát biểu, không biểu quyết.")
    expect(band).to_be_visible()
    assert hall.state(hall.facts["chair"])["attendance"][who["person"]]["status"] == "online"
    assert serious(page) == []
    press_until(band.get_by_role("button", name="Đã đến phòng họp"), card)
    press_until(card.get_by_role("button", name="Điểm danh"), card, there=False)
    expect(band).to_have_count(0)
    assert hall.state(hall.facts["chair"])["attendance"][who["person"]]["status"] == "present"
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


def site_of(hall: Hall, who: dict[str, Any]) -> str | None:
    site: str | None = hall.state(hall.facts["chair"])["people"][who["person"]]["site"]
    return site


def test_who_comes_elsewhere_than_planned_is_where_they_came(hall: Hall) -> None:
    desk, (typed, called, scanned) = hall.facts["secretary"], hall.facts["members"][4:7]
    everybody = (typed, called, scanned, hall.facts["chair"])
    for who in everybody:
        hall.must(desk, "attendance.mark", person=who["person"], status="expected")
    site = hall.must(desk, "attendance.add_site", name="Xã Tân Lập")["id"]
    hall.must(desk, "attendance.place", people=[who["person"] for who in everybody], site=site)
    the_door_asks_where_it_stands(hall, typed)
    the_roll_is_called_of_a_place(hall, called, hall.name_of(5), site)
    the_halls_code_is_of_the_hall(hall, scanned)
    page = hall.chair()
    banner = page.locator(".bang", has_text="Chủ trì chưa điểm danh")
    expect(banner.get_by_label("Điểm danh tại")).to_have_value(site)
    banner.get_by_label("Điểm danh tại").select_option(label="Phòng họp chính")
    assert serious(page) == []
    banner.get_by_role("button", name="Điểm danh").click()
    expect(banner).to_have_count(0)
    assert [site_of(hall, who) for who in everybody] == [None] * 4
    page.context.close()
    hall.must(desk, "attendance.remove_site", site=site)


def the_door_asks_where_it_stands(hall: Hall, who: dict[str, Any]) -> None:
    page = door(hall, 820, 1180)
    expect(page.get_by_role("heading", name="Bàn điểm danh này đặt ở đâu?")).to_be_visible()
    assert serious(page) == []
    page.get_by_role("button", name="Phòng họp chính").click()
    expect(page.locator(".ban-cua .noi-chieu")).to_have_text("Phòng họp chính")
    page.reload()
    expect(page.locator(".ban-cua .noi-chieu")).to_have_text("Phòng họp chính")
    # A block of digits that is plugged in: Enter is of the number, not of the button that has the focus.
    page.get_by_role("button", name="Đổi nơi đặt bàn điểm danh").focus()
    page.keyboard.type(str(number_of(hall, who["person"])))
    expect(page.locator(".ai-den")).to_contain_text("Xếp ở Xã Tân Lập. Xác nhận là có mặt tại Phòng họp chính.")
    assert serious(page) == []
    page.keyboard.press("Enter")
    expect(page.locator(".xong-cua h1")).to_be_visible()
    page.context.close()


def the_roll_is_called_of_a_place(hall: Hall, who: dict[str, Any], name: str, site: str) -> None:
    page = hall.desk()
    rows, place = page.locator("#d-roll li"), page.get_by_label("Điểm danh tại")
    expect(place).to_have_value("hall")
    expect(rows.filter(has_text=name)).to_have_count(0)
    place.select_option(site)
    expect(rows).to_have_count(3)
    page.reload()
    expect(place).to_have_value(site)
    expect(rows).to_have_count(3)
    place.select_option("hall")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.locator(".trai .tim input").fill(name)
    expect(rows.filter(has_text=name)).to_contain_text("Xã Tân Lập")
    assert serious(page) == []
    page.locator(".trai .tim input").press("Enter")
    page.keyboard.press("c")
    expect(rows.filter(has_text=name)).to_contain_text(re.compile(r"\d\d:\d\d"))
    expect(rows.filter(has_text=name)).not_to_contain_text("Xã Tân Lập")
    assert site_of(hall, who) is None
    page.get_by_role("button", name="Hoàn tác").click()
    expect(rows.filter(has_text=name)).not_to_contain_text(re.compile(r"\d\d:\d\d"))
    assert site_of(hall, who) == site
    hall.must(hall.facts["secretary"], "attendance.mark", person=who["person"], status="present", site=None)
    page.context.close()


def the_halls_code_is_of_the_hall(hall: Hall, who: dict[str, Any]) -> None:
    page = hall.open_room(who, 390, 844)
    expect(page.get_by_label("Điểm cầu")).not_to_have_value("hall")
    clerk = hall.context(hall.facts["secretary"])
    shown = clerk.request.get(f"{hall.stage.server.address}/meetings/{hall.facts['meeting']}/hall-code").json()
    clerk.close()
    page.goto(f"{page.url}?code={shown['code']}&at=hall")
    expect(page.get_by_label("Điểm cầu")).to_have_value("hall")
    assert serious(page) == []
    page.locator(".diem-danh").get_by_role("button", name="Điểm danh").click()
    expect(page.locator(".diem-danh")).to_have_count(0)
    page.context.close()
