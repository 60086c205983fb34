"""A secret vote in the browser: the chair names the counting board, two of its tablets read the code and open the box, the
members seal their ballots, and each device finds its own.
"""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import Page, expect

from app.front_door import main
from tests.journeys.hall import Hall
from tests.journeys.stage import choose, serious

CHOICES = ["Tán thành", "Tán thành", "Tán thành", "Tán thành", "Không tán thành", "Không tán thành", "Không biểu quyết"]


def tap(page: Page, name: str) -> None:
    page.locator(".ban-kiem").get_by_role("button", name=name).click()


def test_a_secret_vote_is_held_by_two_board_tablets_and_seven_members(hall: Hall, tmp_path: Path) -> None:
    members = [hall.member(place) for place in range(7)]
    first, second = members[:2]
    chair = hall.chair()
    prepared(hall, chair)
    for page in (first, second):
        tap(page, "Nhận kiểm phiếu")
    for page in (first, second):
        expect(page.locator(".ban-kiem .ma-doc")).to_be_visible()
    code = first.locator(".ban-kiem .ma-doc").inner_text()
    assert [page.locator(".ban-kiem .ma-doc").inner_text() for page in members[1:]] == [code] * 6
    assert serious(first) == []
    for page in (first, second):
        tap(page, "Đọc mã")
    chair.locator("dialog").get_by_role("button", name="Mở biểu quyết").click()

    for page, choice in zip(members, CHOICES, strict=True):
        expect(page.locator(".hom-kin b")).to_have_text(code)
        choose(page, choice)
        if page is members[2]:
            page.get_by_label("Dấu riêng").fill("hn")
            assert serious(page) == []
        page.get_by_role("button", name=f"Gửi phiếu: {choice}").click()
        expect(page.locator(".ma-phieu .ma")).to_be_visible()
        expect(page.locator(".man-bq")).not_to_contain_text(f"Đã ghi nhận: {choice}")
    expect(members[2].locator(".ma-phieu .ma")).to_contain_text("HN")

    chair.locator("dialog").get_by_role("button", name="Đóng biểu quyết").click()
    chair.locator("dialog").get_by_role("button", name="Đóng biểu quyết").click()
    expect(chair.locator("dialog")).to_contain_text("Chờ ban kiểm phiếu mở hòm phiếu.")
    assert serious(chair) == []
    tap(first, "Mở hòm phiếu")
    tap(second, "Mở hòm phiếu")
    chair.locator("dialog").get_by_role("button", name="Quay lại").click()
    chair.get_by_role("button", name="Xem kết quả và công bố").click()
    expect(chair.locator(".man-kq")).to_contain_text("4")
    chair.get_by_role("button", name="Công bố", exact=True).click()
    for page in members:
        expect(page.locator(".xac-nhan")).to_contain_text("Phiếu của tôi đã được tính đúng")
        expect(page.locator(".xac-nhan")).to_contain_text("7/7 thiết bị xác nhận · kết quả chính thức")
    members[2].get_by_role("button", name="Danh sách phiếu").click()
    expect(members[2].locator(".ds-phieu li")).to_have_count(7)
    assert serious(members[2]) == []

    on_the_wall = members[3].locator(".xac-nhan").inner_text()
    assert "Mã kết quả: " in on_the_wall and on_the_wall == members[4].locator(".xac-nhan").inner_text()
    vote = next(iter(hall.state(hall.facts["chair"])["sealed"]))
    text = first.evaluate("vote => fetch(`/api/sealed/${vote}/bundle`).then((answer) => answer.text())", vote)
    (tmp_path / "bundle.json").write_text(text)
    assert main("verify-ballot", [str(tmp_path / "bundle.json")]) == 0
    assert json.loads(text)["tally"] == [4, 2, 1]
    for page in (first, second):
        expect(page.locator(".ban-kiem")).to_have_count(0)
    form = hall.state(hall.facts["chair"])["sealed"][vote]
    assert form["stage"] == "final" and form["erased_at"] and all(one["wiped"] for one in form["board"])


def prepared(hall: Hall, chair: Page) -> None:
    """The chair writes the question and names the board; the question goes to their tablets."""
    chair.get_by_role("button", name="Biểu quyết", exact=False).first.click()
    sheet = chair.locator("dialog")
    sheet.get_by_label("Kín", exact=True).check()
    for place in (0, 1):
        sheet.get_by_label(hall.name_of(place)).check()
    assert serious(chair) == []
    sheet.get_by_role("button", name="Mời ban kiểm phiếu").click()
    expect(sheet).to_contain_text("Chờ ban kiểm phiếu bấm Nhận kiểm phiếu.")
