"""Checking in, quorum, the first item."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.one_meeting.scene import CHAIR, FIRST, MEMBER, PHONED, PRESENT, SCREEN, SECRETARY, TITLE
from tests.journeys.stage import Stage, serious


def test_13_members_check_in_and_presence_shows_on_every_screen(stage: Stage) -> None:
    for who in (SECRETARY, CHAIR, MEMBER, SCREEN, PHONED):
        stage.go(who, f"{stage.meeting}/room")
    expect(stage[SCREEN].locator(".cho-hop")).to_contain_text(TITLE)
    for who in (MEMBER, PHONED):
        stage[who].get_by_role("button", name="Điểm danh", exact=True).click()
        expect(stage[who].locator(".diem-danh")).to_have_count(0)
    expect(stage[SCREEN].locator(".hien-dien")).to_contain_text("Có mặt 2/23")
    desk = stage[SECRETARY]
    desk.keyboard.press("d")
    expect(desk.locator("#d-roll")).to_be_focused()
    for _ in range(PRESENT):
        desk.keyboard.press("c")
    here = f"{PRESENT}/23"
    expect(desk.locator(".trai header .so")).to_have_text(here)
    expect(stage[CHAIR].locator(".ts")).to_contain_text(here)
    expect(stage[CHAIR].locator(".ts")).to_contain_text("đủ túc số")
    expect(stage[MEMBER].locator("header .chip", has_text="Có mặt")).to_contain_text(f"Có mặt {here}")
    expect(stage[SCREEN].locator(".hien-dien")).to_contain_text(f"Có mặt {here}, túc số 16")
    stage.picture(SCREEN, "08-cho-hop-man-chieu")
    stage.picture(SECRETARY, "09-diem-danh-thu-ky")


def test_14_the_chair_starts_and_goes_to_the_first_item(stage: Stage) -> None:
    chair = stage[CHAIR]
    chair.get_by_role("button", name="Bắt đầu phiên họp").click()
    chair.get_by_role("button", name="Bắt đầu nội dung 1").click()
    expect(chair.locator(".muc h1")).to_have_text(FIRST)
    for who in (MEMBER, PHONED):
        expect(stage[who].locator(".giua")).to_contain_text(FIRST)
        expect(stage[who].locator(".giua")).to_contain_text("Sẽ biểu quyết")
    expect(stage[SCREEN].locator(".noi-dung h1")).to_have_text(FIRST)
    expect(stage[SECRETARY].locator(".giua-tk h2")).to_have_text(FIRST)
    for who in (SECRETARY, CHAIR, MEMBER, PHONED, SCREEN):
        assert serious(stage[who]) == []
