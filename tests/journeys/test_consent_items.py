"""Consent items: a member answers on the meeting's page, another objects in the room, the chair adopts the rest at once."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.hall import Hall
from tests.journeys.stage import PHONE, press_until, serious


def test_the_chair_adopts_what_nobody_objects_to_and_the_rest_is_discussed(hall: Hall) -> None:
    desk, items = hall.facts["secretary"], hall.facts["items"]
    for item in items[2:5]:
        hall.must(desk, "agenda.edit_item", item=item, vote_kind="consent")
    one = hall.stage.window("page", hall.context(hall.facts["members"][0], *PHONE))
    one.goto(f"{hall.stage.server.address}/meetings/{hall.facts['meeting']}")
    mine = one.get_by_role("group", name="Ý kiến của tôi về nội dung 3")
    mine.get_by_role("button", name="Không có ý kiến khác").click()
    expect(mine.get_by_role("button", name="Không có ý kiến khác")).to_have_attribute("aria-pressed", "true")
    assert serious(one) == []
    chair, phone = hall.chair(), hall.member(1, 360, 740)
    phone.locator(".the-chung summary").click()
    answers = phone.get_by_role("group", name="Ý kiến của tôi về nội dung 4")
    answers.get_by_role("button", name="Có ý kiến khác", exact=True).click()
    expect(answers.get_by_role("button", name="Có ý kiến khác", exact=True)).to_have_attribute("aria-pressed", "true")
    assert serious(phone) == []
    sheet = chair.locator("dialog")
    press_until(chair.get_by_role("button", name="Thông qua chung 3"), sheet)
    expect(sheet).to_contain_text(f"{hall.name_of(1)} có ý kiến khác")
    expect(sheet).to_contain_text("1/8 thành viên trả lời không có ý kiến khác")
    assert serious(chair) == []
    sheet.get_by_role("button", name="Thông qua 2 nội dung").click()
    expect(sheet).to_have_count(0)
    expect(phone.locator(".dien-bien")).to_contain_text("Thông qua 2 nội dung không có ý kiến khác: nội dung 3, 5")
    states = {id: form["state"] for id, form in hall.state(desk)["items"].items()}
    assert [states[item] for item in items[2:5]] == ["done", "waiting", "done"]
    press_until(chair.get_by_role("button", name="Thông qua chung 1"), sheet)
    press_until(sheet.get_by_role("button", name="Hủy việc thông qua"), sheet.get_by_label("Lý do"))
    sheet.get_by_label("Lý do").fill("Đọc nhầm tên nội dung")
    assert serious(chair) == []
    sheet.get_by_role("button", name="Hủy việc thông qua").click()
    expect(phone.locator(".dien-bien")).to_contain_text("Hủy việc thông qua chung nội dung 3, 5: Đọc nhầm tên nội dung")
    press_until(chair.get_by_role("button", name="Thông qua chung 3"), sheet)
    expect(sheet.get_by_role("button", name="Thông qua 2 nội dung")).to_be_visible()
    expect(sheet.get_by_role("button", name="Hủy việc thông qua")).to_have_count(0)
    assert {hall.state(desk)["items"][item]["state"] for item in items[2:5]} == {"waiting"}
    for page in (one, chair, phone):
        page.context.close()
