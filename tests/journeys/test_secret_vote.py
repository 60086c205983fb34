"""A secret vote in the browser: the chair names the counting board, two of its tablets read the code and open the box, the
members seal their ballots, and each device finds its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, Route, expect

from app.front_door import main
from tests.journeys.hall import Hall
from tests.journeys.secret import accepted_and_read, bottom, keys_are, sends, tap, top
from tests.journeys.stage import choose, press_until, serious
from tests.pages.measures import sideways, small_targets

CHOICES = ["Tán thành", "Tán thành", "Tán thành", "Tán thành", "Không tán thành", "Không tán thành", "Không biểu quyết"]


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
    whole_on_a_small_phone(second)
    for page in (first, second):
        tap(page, "Đọc mã")
    expect(chair.locator("dialog")).to_contain_text("Dưới 9 người bỏ phiếu")
    desk = hall.desk()
    desk.keyboard.press("b")
    expect(desk.locator("dialog")).to_contain_text("Mã hòm phiếu đã đọc xong")
    chair.locator("dialog").get_by_role("button", name="Mở biểu quyết").click()
    expect(desk.locator("dialog")).to_contain_text("người có mặt đã gửi phiếu")  # no box is waited for yet
    desk.context.close()
    code = cancelled_and_put_again(hall, chair, members, code)

    for page, choice in zip(members, CHOICES, strict=True):
        expect(page.locator(".hom-kin b")).to_have_text(code)
        choose(page, choice)
        if page is members[2]:
            at_every_size(page, lambda page: page.get_by_role("radio").last, lambda page: page.locator(".man-bq .duoi"))
            page.get_by_label("Dấu riêng").fill("hn")
            assert serious(page) == []
        page.get_by_role("button", name=f"Gửi phiếu: {choice}").click()
        expect(page.locator(".ma-phieu .ma")).to_be_visible()
        expect(page.locator(".man-bq")).not_to_contain_text(f"Đã ghi nhận: {choice}")
    expect(members[2].locator(".ma-phieu .ma")).to_contain_text("HN")
    at_every_size(members[2], lambda page: page.get_by_role("button", name="Đổi phiếu"))
    again_at_every_size(hall, members[2])
    with members[2].expect_download() as saved:
        members[2].get_by_role("button", name="Lưu trên máy").click()
    kept = Path(saved.value.path()).read_text()
    assert "HN" in kept and members[2].locator(".ma-phieu .ma").inner_text().split("\n")[-1].split(" · ")[0] in kept

    chair.locator("dialog").get_by_role("button", name="Đóng biểu quyết").click()
    chair.locator("dialog").get_by_role("button", name="Đóng biểu quyết").click()
    expect(chair.locator("dialog")).to_contain_text("Chờ ban kiểm phiếu mở hòm phiếu.")
    assert serious(chair) == []
    nothing_under_the_band(first)
    tap(first, "Mở hòm phiếu")
    tap(second, "Mở hòm phiếu")
    chair.locator("dialog").get_by_role("button", name="Quay lại").click()
    chair.get_by_role("button", name="Xem kết quả và công bố").click()
    expect(chair.locator(".man-kq")).to_contain_text("4")
    chair.get_by_role("button", name="Công bố", exact=True).click()
    for page in members:
        expect(page.locator(".xac-nhan")).to_contain_text("Phiếu của tôi đã được tính đúng")
        expect(page.locator(".xac-nhan")).to_contain_text("7/7 thiết bị xác nhận · kết quả chính thức")
        expect(page.locator(".xac-nhan [aria-live=off]")).to_have_text("7/7 thiết bị xác nhận")
    members[2].get_by_role("button", name="Danh sách phiếu").click()
    expect(members[2].locator(".ds-phieu li")).to_have_count(7)
    code = members[2].locator(".ds-phieu .so").nth(3).inner_text()
    members[2].get_by_label("Tìm mã phiếu").fill(code[:8].lower())
    expect(members[2].locator(".ds-phieu li")).to_have_count(1)
    expect(members[2].locator(".ds-phieu li")).to_contain_text(code)
    assert serious(members[2]) == []
    members[2].locator("dialog").get_by_role("button", name="Đóng").click()
    expect(members[2].locator("dialog")).to_have_count(0)

    on_the_wall = members[3].locator(".xac-nhan").inner_text()
    assert "Mã kết quả: " in on_the_wall and on_the_wall == members[4].locator(".xac-nhan").inner_text()
    votes = hall.state(hall.facts["chair"])["votes"]
    vote = next(id for id, one in votes.items() if one["state"] == "announced")
    text = first.evaluate("vote => fetch(`/api/sealed/${vote}/bundle`).then((answer) => answer.text())", vote)
    (tmp_path / "bundle.json").write_text(text)
    assert main("verify-ballot", [str(tmp_path / "bundle.json")]) == 0
    assert json.loads(text)["tally"] == [4, 2, 1]
    for page in (first, second):
        expect(page.locator(".ban-kiem")).to_have_count(0)
    form = hall.state(hall.facts["chair"])["sealed"][vote]
    assert form["stage"] == "final" and form["erased_at"] and all(one["wiped"] for one in form["board"])
    five_hundred_lines(members[3])


def of_five_hundred(route: Route) -> None:
    """As a large hall's list: the same text, of five hundred ballots."""
    answer = route.fetch()
    bundle = json.loads(answer.text())
    codes = [f"{number:04d}".translate(str.maketrans("01", "XY")) for number in range(500)]
    bundle["ballots"] = [
        {"choice": [place % 3], "code": f"7KQM{code}94TB{code[::-1]}", "mark": "S7" if place % 9 == 0 else ""}
        for place, code in enumerate(codes)
    ]
    route.fulfill(response=answer, body=json.dumps(bundle, ensure_ascii=False))


def five_hundred_lines(page: Page) -> None:
    """By keys alone: the field, one line, the way out are the stops of Tab; arrows, pages, Home and End go through the lines, and a
    line that is reached is in sight. On a tablet and on the smallest phone, light and dark.
    """
    page.route("**/api/sealed/*/bundle", of_five_hundred)
    page.reload()
    sheet = page.locator("dialog")
    lines, field = sheet.locator(".ds-phieu button"), sheet.get_by_label("Tìm mã phiếu")
    # A tap in the result's first moments is taken for one meant for what was there before.
    press_until(page.get_by_role("button", name="Danh sách phiếu"), field)
    expect(lines).to_have_count(500)
    expect(sheet.locator("p[role=status]")).to_have_text("500 phiếu")
    field.focus()
    page.keyboard.press("Tab")
    expect(lines.first).to_be_focused()
    page.keyboard.press("Tab")
    expect(sheet.get_by_role("button", name="Đóng")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    for size in ((1180, 820), (360, 740)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for key, place in (
            ("End", 499),
            ("PageUp", 491),
            ("Home", 0),
            ("ArrowDown", 1),
            ("PageDown", 9),
            ("ArrowUp", 8),
        ):
            page.keyboard.press(key)
            expect(lines.nth(place)).to_be_focused()
            expect(lines.nth(place)).to_be_in_viewport(ratio=1)
            assert bottom(field) <= top(lines.nth(place))
            assert bottom(lines.nth(place)) <= top(sheet.locator(".chan-to"))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert serious(page) == [] and small_targets(page) == [] and sideways(page) == 0
        lines.nth(8).focus()
    code = lines.nth(321).locator(".so").inner_text()
    field.fill(code.lower().replace(" ", "-"))
    expect(lines).to_have_count(1)
    expect(sheet.locator("p[role=status]")).to_have_text("Tìm thấy 1 phiếu")
    page.keyboard.press("Enter")
    expect(lines.first).to_be_focused()
    page.keyboard.press("Space")
    expect(lines.first).to_have_attribute("aria-pressed", "true")
    expect(lines.first).to_contain_text(code)
    page.context.close()  # what it was shown is no ballot of the next test's


def cancelled_and_put_again(hall: Hall, chair: Page, members: list[Page], code: str) -> str:
    """Two have sent when the chair cancels: nothing of it is left on any screen, the form comes as it was, and the board's tablets
    begin anew. The code that is read aloud the second time is another.
    """
    first, second = members[:2]
    question = chair.locator("dialog .cau-hoi").inner_text()
    for page in (first, members[6]):
        sends(page, "Tán thành")
    sheet = chair.locator("dialog")
    sheet.get_by_role("button", name="Hủy biểu quyết").click()
    expect(sheet).to_contain_text("Phiếu đã gửi không được tính.")
    sheet.get_by_label("Lý do").fill("Có người chưa nghe rõ mã")
    sheet.get_by_role("button", name="Hủy biểu quyết").click()
    expect(sheet.get_by_label("Nội dung biểu quyết")).to_have_value(question)
    expect(sheet.get_by_label("Kín", exact=True)).to_be_checked()
    for place in (0, 1):
        expect(sheet.get_by_role("checkbox", name=hall.name_of(place))).to_be_checked()
    assert serious(chair) == []
    told = "Chủ trì đã hủy biểu quyết: Có người chưa nghe rõ mã. Phiếu đã gửi không được tính."
    for page in members:
        expect(page.locator(".toast")).to_have_text(told)
        expect(page.locator(".man-bq")).to_have_count(0)
        expect(page.locator(".ban-kiem")).to_have_count(0)
        expect(page.locator(".dien-bien")).to_contain_text("Hủy biểu quyết nội dung 1")
    keys_are(first, 0)
    sheet.get_by_role("button", name="Mời ban kiểm phiếu").click()
    expect(sheet).to_contain_text("Chờ ban kiểm phiếu bấm Nhận kiểm phiếu.")
    accepted_and_read(first, second)
    again = members[2].locator(".ban-kiem .ma-doc")
    expect(again).to_be_visible()
    expect(again).not_to_have_text(code)
    new = again.inner_text()
    sheet.get_by_role("button", name="Mở biểu quyết").click()
    expect(members[6].locator(".hom-kin b")).to_have_text(new)
    expect(members[6].locator(".ma-phieu")).to_have_count(0)
    expect(members[6].get_by_role("radio", checked=True)).to_have_count(0)
    return new


def apart(toast: Locator, band: Locator) -> None:
    """A toast looks for its place anew every 400 ms."""
    for _look in range(50):
        if bottom(toast) <= top(band) or top(toast) >= bottom(band):
            return
        toast.page.wait_for_timeout(100)
    raise AssertionError("what was said lies over the band")


def whole_on_a_small_phone(page: Page) -> None:
    """The code to be read aloud is neither cut off nor under what was said a moment ago, in text of 130 % on the smallest phone."""
    code, button, toast = (
        page.locator(".ban-kiem .ma-doc"),
        page.get_by_role("button", name="Đọc mã"),
        page.locator(".toast"),
    )
    apart(toast, page.locator(".ban-kiem"))
    page.set_viewport_size({"width": 360, "height": 740})
    page.evaluate("document.documentElement.dataset.text = '130'")
    expect(code).to_be_in_viewport(ratio=1)
    assert bottom(code) <= top(button)
    apart(toast, code)
    whole(page.locator(".viec-kiem .viec"))
    page.set_viewport_size({"width": 1180, "height": 820})
    whole(page.locator(".viec-kiem .viec"))
    page.evaluate("delete document.documentElement.dataset.text")
    page.set_viewport_size({"width": 1180, "height": 820})


def whole(words: Locator) -> None:
    """Nothing of it is cut off: what has no room is not drawn."""
    expect(words).to_be_in_viewport(ratio=1)


def nothing_under_the_band(page: Page) -> None:
    """Of one's own ballot, while a tap of the board is asked for: the way back can be reached on a tablet and a small phone."""
    back, band = page.locator(".man-bq").get_by_role("button", name="Về phòng họp"), page.locator(".ban-kiem")
    for width, height in ((360, 740), (1180, 820)):
        page.set_viewport_size({"width": width, "height": height})
        page.mouse.move(width / 2, height / 3)
        page.mouse.wheel(0, 2000)
        expect(back).to_be_in_viewport(ratio=1)
        assert bottom(back) <= top(band), (width, height)


def at_every_size(page: Page, last: Callable[[Page], Locator], bar: Callable[[Page], Locator] | None = None) -> None:
    """The last of what can be pressed in the ballot lies above its bar, on tablets and phones, with a question of four lines."""
    for width, height in ((390, 844), (360, 740), (1180, 820)):
        page.set_viewport_size({"width": width, "height": height})
        assert bottom(last(page)) <= (top(bar(page)) if bar else height), (width, height)


def again_at_every_size(hall: Hall, page: Page) -> None:
    """The same while the ballot is being changed, where the bar has one button more."""
    keeps = page.get_by_role("button", name="Giữ phiếu đã gửi")
    press_until(page.get_by_role("button", name="Đổi phiếu"), keeps)
    choose(page, "Không tán thành")
    at_every_size(page, lambda page: page.get_by_role("radio").last, lambda page: page.locator(".man-bq .duoi"))
    page.set_viewport_size({"width": 360, "height": 740})
    hall.stage.picture(hall.facts["members"][2]["person"], "sealed-changing-on-a-small-phone")
    assert serious(page) == []
    page.set_viewport_size({"width": 1180, "height": 820})
    press_until(keeps, keeps, there=False)


def prepared(hall: Hall, chair: Page) -> None:
    """The chair writes the question and names the board; the question goes to their tablets."""
    chair.get_by_role("button", name="Biểu quyết", exact=False).first.click()
    sheet = chair.locator("dialog")
    sheet.get_by_label("Nội dung biểu quyết").fill(
        "Thông qua Quyết định hỗ trợ hộ dân di dời khỏi khu vực sạt lở ven sông Lạc và giao Sở Nông nghiệp và Môi trường hướng dẫn"
    )
    sheet.get_by_label("Kín", exact=True).check()
    chair.set_viewport_size({"width": 1180, "height": 560})
    sheet.get_by_label("Nội dung biểu quyết").focus()
    sheet.get_by_role("button", name="Mời ban kiểm phiếu").click()
    expect(sheet.locator(".loi")).to_be_in_viewport(ratio=1)
    chair.set_viewport_size({"width": 1440, "height": 900})
    for place in (0, 1):
        sheet.get_by_role("checkbox", name=hall.name_of(place)).check()
    assert serious(chair) == []
    hall.stage.picture(hall.facts["chair"]["person"], "sealed-board-chosen")
    sheet.get_by_role("button", name="Mời ban kiểm phiếu").click()
    expect(sheet).to_contain_text("Chờ ban kiểm phiếu bấm Nhận kiểm phiếu.")
    expect(sheet).to_contain_text("Nếu mọi người chọn giống nhau")
