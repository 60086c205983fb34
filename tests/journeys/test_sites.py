"""A meeting at several sites: prepared on the list of people, seen by chair and desk, kept by a site's clerk."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.hall import Hall
from tests.journeys.stage import serious

LINK = "https://meet.jit.si/xa-tan-lap"


def test_sites_are_prepared_and_show_to_all_who_need_them(hall: Hall) -> None:
    clerk, there = hall.facts["members"][4], hall.facts["members"][5]
    names = [hall.name_of(4), hall.name_of(5)]
    page = hall.open_room(hall.facts["secretary"], 1440, 900)
    page.goto(f"{hall.stage.server.address}/meetings/{hall.facts['meeting']}/people")
    page.get_by_role("button", name="Thêm điểm cầu").click()
    page.get_by_label("Tên điểm cầu").fill("Xã Tân Lập")
    page.get_by_role("button", name="Thêm", exact=True).click()
    page.get_by_role("button", name="Xếp người").click()
    for name in names:
        page.get_by_label("Tìm trong danh sách").fill(name)
        page.locator(".ds-xep label:visible").first.click()
    page.get_by_role("button", name="Xếp vào điểm cầu").click()
    expect(page.locator("#diem-cau-ds")).to_contain_text("2 người dự kiến")
    page.get_by_role("button", name="Sửa Xã Tân Lập").click()
    link = page.locator("dialog[open]").get_by_label("Liên kết phòng họp trực tuyến")
    link.fill("http://meet.jit.si/x")
    page.locator("dialog[open]").get_by_role("button", name="Lưu").click()
    expect(page.locator("dialog[open] .loi", has_text="https://")).to_be_visible()
    assert serious(page) == []
    refused = [fault for fault in hall.stage.faults if "400" in fault]
    hall.stage.faults[:] = [fault for fault in hall.stage.faults if fault not in refused]
    assert len(refused) == 1, "the browser itself notes a refusal"
    link.fill(LINK)
    page.locator("dialog[open]").get_by_role("button", name="Lưu").click()
    page.get_by_role("button", name="Sửa Xã Tân Lập").click()
    page.get_by_label("Cử một người đang ở điểm cầu này").select_option(clerk["person"])
    page.get_by_role("button", name="Cử thư ký điểm cầu").click()
    expect(page.locator("#diem-cau-ds")).to_contain_text(f"thư ký điểm cầu: {names[0]}")
    page.context.close()

    chair = hall.chair()
    expect(chair.locator(".dai-diem-cau")).to_contain_text("Xã Tân Lập 2/2")
    keeper = hall.open_room(clerk, 390, 844)
    expect(keeper.get_by_role("link", name="Mở phòng họp trực tuyến")).to_have_attribute("href", LINK)
    expect(keeper.get_by_role("link", name="Mở phòng họp trực tuyến")).to_have_attribute("rel", "noopener")
    keeper.get_by_role("button", name="Điểm danh Xã Tân Lập").click()
    keeper.get_by_role("button", name=f"{names[1]} đã về").click()
    expect(chair.locator(".dai-diem-cau")).to_contain_text("Xã Tân Lập 1/2")
    assert serious(keeper) == []
    keeper.get_by_role("button", name=f"{names[1]} có mặt").click()
    expect(chair.locator(".dai-diem-cau")).to_contain_text("Xã Tân Lập 2/2")  # marked before they ask for the floor
    hall.must(there, "speaking.request", gist="Ý kiến từ xã")
    expect(chair.locator(".hang-doi")).to_contain_text("Xã Tân Lập")
    chair.locator(".dai-diem-cau").click()
    expect(chair.locator("dialog")).to_contain_text("2/2 thành viên có mặt")
    assert serious(chair) == []
    keeper.context.close()
    chair.context.close()
