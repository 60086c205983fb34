"""An open ballot, from opening to the verdict."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.one_meeting.scene import CHAIR, FIRST, MEMBER, PHONED, PRESENT, SCREEN, toast
from tests.journeys.stage import Stage, choose, serious


def test_19_the_chair_opens_a_ballot_and_every_device_shows_it(stage: Stage) -> None:
    chair = stage[CHAIR]
    chair.locator(".day-nut").get_by_role("button", name="Mở biểu quyết").click()
    box = chair.get_by_role("dialog")
    box.get_by_text("Không giới hạn").click()
    box.get_by_role("button", name="Mở biểu quyết").click()
    for who in (MEMBER, PHONED):
        expect(stage[who].locator("#cau-hoi")).to_have_text(f"Thông qua {FIRST}")
        expect(stage[who].locator(".toast")).to_have_count(0)  # nothing lies over the ballot's button
    expect(stage[SCREEN].locator(".man-chieu.bq")).to_contain_text("Đang biểu quyết")
    stage.picture(PHONED, "15-phieu-dien-thoai")
    assert serious(stage[PHONED]) == []


def test_20_votes_are_acknowledged_and_turnout_shows_live(stage: Stage) -> None:
    for sent, (who, choice) in enumerate(((MEMBER, "Tán thành"), (PHONED, "Không tán thành")), start=1):
        page = stage[who]
        choose(page, choice)
        page.get_by_role("button", name=f"Gửi phiếu: {choice}").click()
        expect(page.get_by_role("heading", name=f"Đã ghi nhận: {choice}")).to_be_visible()
        expect(stage[SCREEN].locator(".g b")).to_have_text(f"{sent}/{PRESENT}")
    stage.picture(MEMBER, "16-da-ghi-nhan")
    votes = stage.get(CHAIR, f"/api/streams/{stage.stream}").json()["state"]["votes"]
    vote = next(iter(votes))
    for key in ("vinh", "nam", "lan", "oanh", "thanh", "tuan", "men", "khai", "dat", "nghia", "ngoc"):
        context = stage.elsewhere(key)
        answer = stage.send(context, "vote.cast", vote=vote, choice="yes")
        assert answer["ok"], (key, answer)
        context.close()
    chair = stage[CHAIR]
    mine = chair.locator(".phieu-toi")
    mine.locator("label", has_text=re.compile(r"^\s*Tán thành")).click()
    mine.get_by_role("button", name="Gửi phiếu: Tán thành").click()
    expect(mine).to_contain_text("đã ghi nhận")
    expect(stage[SCREEN].locator(".g b")).to_have_text(f"14/{PRESENT}")
    expect(stage[MEMBER].locator(".da-gui")).to_contain_text(f"14/{PRESENT}")
    stage.picture(CHAIR, "17-dieu-khien-bieu-quyet")
    assert serious(chair) == []


def test_21_the_chair_closes_and_announces_and_every_screen_shows_the_verdict(stage: Stage) -> None:
    chair = stage[CHAIR]
    chair.get_by_role("dialog").get_by_role("button", name="Đóng biểu quyết").click()
    chair.get_by_role("dialog", name="Đóng biểu quyết nội dung 1?").get_by_role(
        "button", name="Đóng biểu quyết"
    ).click()
    expect(chair.locator(".man-kq")).to_contain_text("thông qua", ignore_case=True)
    expect(stage[MEMBER].locator(".man-kq")).to_have_count(0)  # not before it is announced
    chair.get_by_role("button", name="Công bố", exact=True).click()
    toast(chair, "Đã công bố kết quả")
    for who in (CHAIR, MEMBER, PHONED):
        result = stage[who].locator(".man-kq")
        expect(result.locator(".kq")).to_have_text("Được thông qua")
        expect(result.locator(".t1 b")).to_have_text("13")
        expect(result.locator("dl")).to_contain_text("Tổng số thành viên23")
        expect(result.locator("dl")).to_contain_text("16 · đủ")
    hall = stage[SCREEN].locator(".man-chieu.kq")
    expect(hall.locator(".dat-duoc")).to_have_text("Được thông qua")
    expect(hall).to_contain_text(f"Túc số: cần 16, có mặt {PRESENT}")
    for who, name in (
        (SCREEN, "18-ket-qua-man-chieu"),
        (MEMBER, "19-ket-qua-thanh-vien"),
        (PHONED, "20-ket-qua-dien-thoai"),
    ):
        stage.picture(who, name)
        assert serious(stage[who]) == []
    for who in (MEMBER, PHONED, CHAIR):
        stage[who].get_by_role("button", name="Về phòng họp").last.click()
    for who in (MEMBER, PHONED):
        expect(stage[who].locator(".the-kq")).to_contain_text("Được thông qua")
        expect(stage[who].locator(".giua")).not_to_contain_text("Sẽ biểu quyết")
