"""The floor: asked for, given, timed, recorded."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.one_meeting.scene import CHAIR, GIST, MEMBER, PHONED, SCREEN, SECRETARY, out_of_the_fields, toast
from tests.journeys.stage import Stage, press_until, rested


def test_15_members_register_and_withdraw_with_one_tap(stage: Stage) -> None:
    member, chair = stage[MEMBER], stage[CHAIR]
    member.get_by_role("button", name="Đăng ký phát biểu").click()
    expect(chair.locator(".cho .hang-doi li")).to_have_count(1)
    withdraw = member.get_by_role("button", name="Rút đăng ký")
    expect(withdraw).to_be_visible()
    rested(member)
    withdraw.click()
    expect(chair.locator(".cho .hang-doi li")).to_have_count(0)
    rested(member)
    member.get_by_role("button", name="Đăng ký phát biểu").click()
    stage[PHONED].get_by_role("button", name="Đăng ký phát biểu", exact=True).click()
    expect(chair.locator(".cho .hang-doi li")).to_have_count(2)
    expect(chair.locator(".chua")).to_contain_text("Chưa được nghe")
    stage.picture(CHAIR, "10-chu-tri-hang-doi")
    stage.picture(PHONED, "11-dang-ky-dien-thoai")


def seconds(page: Page) -> int:
    """What the speaker's ring says, in seconds."""
    minutes, rest = page.locator(".vong b").first.inner_text().split(":")
    return int(minutes) * 60 + int(rest)


def test_16_the_chair_calls_the_next_and_the_timer_is_the_same_everywhere(stage: Stage) -> None:
    chair = stage[CHAIR]
    first = chair.locator(".cho .hang-doi li b").first.inner_text()
    chair.locator(".moi").click()
    expect(chair.locator(".noi h2")).to_have_text(first)
    screens = [stage[who] for who in (CHAIR, MEMBER, PHONED, SCREEN)]
    for page in screens:
        expect(page.locator(".vong b").first).to_be_visible()
    # Read one after another, so between the first and the last some seconds pass; the first is read again.
    before = seconds(chair)
    told = [seconds(page) for page in screens]
    after = seconds(chair)
    assert all(after - 1 <= one <= before + 1 for one in told), (before, told, after)
    chair.get_by_role("button", name="Thêm 1 phút").click()
    toast(chair, "Đã thêm 1 phút")
    expect(stage[SCREEN].locator(".noi h2")).to_have_text(first)
    stage.known["first"] = first
    stage.picture(SCREEN, "12-phat-bieu-man-chieu")
    stage.picture(MEMBER, "13-phat-bieu-thanh-vien")


def test_17_the_secretary_notes_the_gist_while_it_is_said(stage: Stage) -> None:
    desk = stage[SECRETARY]
    expect(desk.locator("#d-gist")).to_be_visible()
    out_of_the_fields(desk)
    desk.keyboard.press("g")
    expect(desk.locator("#d-gist")).to_be_focused()
    desk.keyboard.type(GIST)
    desk.keyboard.press("Escape")
    expect(desk.locator(".chua-gui")).to_have_count(0)
    stage.picture(SECRETARY, "14-ban-thu-ky")


def test_18_the_chair_calls_somebody_who_did_not_ask_and_ends(stage: Stage) -> None:
    chair = stage[CHAIR]
    chair.get_by_role("button", name="Kết thúc phát biểu").click()
    expect(chair.locator(".noi")).to_be_hidden()
    expect(stage[SECRETARY].locator("button.gist").first).to_contain_text(GIST)
    silent = chair.locator(".chua ul button").first
    name = silent.locator("b").inner_text()
    silent.click()
    expect(chair.locator(".noi h2")).to_have_text(name)
    expect(stage[SCREEN].locator(".noi h2")).to_have_text(name)
    stage.known["unasked"] = name
    press_until(chair.get_by_role("button", name="Kết thúc phát biểu"), chair.locator(".noi"), there=False)
    expect(stage[SCREEN].locator(".noi")).to_be_hidden()
