"""The live room before the meeting begins and after it has ended, as people find it who come."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.pages.conftest import Served, given

pytestmark = pytest.mark.journeys
Opens = Callable[..., Page]


def test_who_may_be_away_is_told_so_and_may_come_all_the_same(house: Served, opens: Opens) -> None:
    room = f"/meetings/{house.published.id}/room"
    page, chair = opens("member", room, size="phone"), opens("chair", room)
    card = page.locator(".diem-danh")
    expect(card.get_by_role("heading")).to_have_text("Điểm danh")
    given(page, house, house.published, "attendance.ask_leave", reason="Đi công tác")
    expect(card.get_by_role("heading")).to_have_text("Đã báo vắng")
    given(chair, house, house.published, "attendance.grant_leave", person=house.published.members[1])
    expect(card.get_by_role("heading")).to_have_text("Được phép vắng")
    expect(card).to_contain_text("Chủ trì đã đồng ý cho vắng phiên họp này. Nếu vẫn dự họp thì bấm Điểm danh.")
    expect(card.locator(".nut.son")).to_have_count(0)
    card.get_by_role("button", name="Điểm danh").click()
    expect(card).to_have_count(0)
    expect(page.get_by_text("Được phép vắng")).to_have_count(0)


def test_a_phone_says_how_many_are_here_and_whether_that_is_a_quorum(house: Served, opens: Opens) -> None:
    page, desk = opens("guest", f"/meetings/{house.published.id}/room", size="phone"), opens("secretary", "/")
    strip = page.locator(".chua-hop .tuc-so")
    expect(strip).to_contain_text("/8 · chưa đủ túc số")
    expect(strip.locator(".khia")).to_be_visible()
    given(desk, house, house.published, "attendance.mark_many", status="present")
    expect(strip).to_contain_text("8/8 · đủ túc số")
    expect(strip).to_contain_text("túc số: 6")


def test_after_the_end_an_item_that_was_not_reached_promises_no_time(house: Served, opens: Opens) -> None:
    for who in ("member", "chair"):
        page = opens(who, f"/meetings/{house.more['over']}/room")
        expect(page.locator(".ray li").last).to_contain_text("Chưa thảo luận")


def test_after_the_end_the_desks_command_line_offers_only_what_can_still_be_done(house: Served, opens: Opens) -> None:
    desk = opens("secretary", f"/meetings/{house.more['over']}/room")
    expect(desk.locator(".lenh .phim button")).to_have_text(["/k kết luận"])
    desk.locator("#d-lenh").fill("/m")
    desk.keyboard.press("Enter")
    expect(desk.locator(".lenh .khong")).to_have_text("Có thể gõ: /k kết luận.")
