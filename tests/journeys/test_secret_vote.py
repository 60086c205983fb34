"""A secret vote in the browser: the chair names the counting board, two of its tablets read the code and open the box, the
members seal their ballots, and each device finds its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from playwright.sync_api import Browser, Locator, Page, Route, WebSocketRoute, expect

from app.front_door import main
from app.settings import Settings
from tests.conftest import BodyOfPeople, MeetingOfBody
from tests.ground import Ground
from tests.journeys.hall import Hall
from tests.journeys.stage import PHONE, choose, opened, press_until, serious
from tests.journeys.test_hall_screens import code_on, waits
from tests.pages.measures import sideways, small_targets
from tests.voting.sealed.hall import SealedHall

CHOICES = ["Tán thành", "Tán thành", "Tán thành", "Tán thành", "Không tán thành", "Không tán thành", "Không biểu quyết"]

NAMES = ["An", "Bình", "Cúc", "Dung", "Giang", "Hạnh", "Khánh"]


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
    whole_on_a_small_phone(second)
    for page in (first, second):
        tap(page, "Đọc mã")
    expect(chair.locator("dialog")).to_contain_text("Dưới 9 người bỏ phiếu")
    chair.locator("dialog").get_by_role("button", name="Mở biểu quyết").click()
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
    expect(sheet.get_by_role("status")).to_have_text("500 phiếu")
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
    expect(sheet.get_by_role("status")).to_have_text("Tìm thấy 1 phiếu")
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


def top(one: Locator) -> float:
    return float((one.bounding_box() or {})["y"])


def bottom(one: Locator) -> float:
    return top(one) + float((one.bounding_box() or {})["height"])


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


@dataclass
class Elsewhere:
    """The world of a sealed vote, for devices that nobody looks at: commands by HTTP."""

    hall: Hall

    def run(self, by: str, name: str, _meeting: Any, /, **args: Any) -> Answered:
        answer = self.hall.device(by).post(self.hall.stage.stream, name, **args).json
        return Answered(answer["ok"], answer.get("result") or {}, answer.get("error"))

    def must(self, by: str, name: str, meeting: Any, /, **args: Any) -> dict[str, Any]:
        answer = self.run(by, name, meeting, **args)
        assert answer.ok, (name, answer.error)
        return answer.result

    def state(self, by: str, _meeting: Any) -> dict[str, Any]:
        return dict(self.hall.device(by).http("GET", f"/api/streams/{self.hall.stage.stream}").json["state"])

    def client(self, person: str) -> Any:
        def get(path: str) -> SimpleNamespace:
            answer = self.hall.device(person).http("GET", path)
            return SimpleNamespace(status_code=answer.status, json=answer.json)

        return SimpleNamespace(get=get)


@dataclass
class Answered:
    ok: bool
    result: dict[str, Any]
    error: Any


def sealed_hall(hall: Hall) -> SealedHall:
    facts = hall.facts
    members = [one["person"] for one in facts["members"]]
    body = BodyOfPeople("", "", facts["chair"]["person"], facts["secretary"]["person"], members, [])
    item = hall.state(facts["chair"])["meeting"][facts["meeting"]]["item"]
    world: Any = Elsewhere(hall)
    return SealedHall(world, MeetingOfBody(facts["meeting"], body, [item]))


def swapped(route: Route) -> None:
    """A server that shows this one device another ballot: two choices are swapped."""
    answer = route.fetch()
    bundle = json.loads(answer.text())
    first = bundle["ballots"][0]
    other = next(one for one in bundle["ballots"] if one["choice"] != first["choice"])
    first["choice"], other["choice"] = other["choice"], first["choice"]
    route.fulfill(response=answer, body=json.dumps(bundle, ensure_ascii=False))


KEYS = """
async () => {
  if (!(await indexedDB.databases()).some((one) => one.name === "dien-hong-sealed")) return 0;
  return new Promise((found) => {
    const asked = indexedDB.open("dien-hong-sealed");
    asked.onsuccess = () => {
      const all = asked.result.transaction("kept").objectStore("kept").getAllKeys();
      all.onsuccess = () => { asked.result.close(); found(all.result.filter((key) => key.startsWith("board:")).length); };
    };
  });
}
"""


def accept(page: Page) -> None:
    """Pressed until this tablet has a key more: a press too soon after another, or on what has just come, is none."""
    before = page.evaluate(KEYS)
    for _press in range(20):
        tap(page, "Nhận kiểm phiếu")
        for _look in range(20):
            if page.evaluate(KEYS) > before:
                return
            page.wait_for_timeout(50)
    raise AssertionError("the tablet accepts nothing")


def test_a_server_that_throws_a_ballot_away_is_found_out(
    browser: Browser, small_demo: tuple[Settings, dict[str, Any]], ground: Ground, tmp_path: Path
) -> None:
    """One voter's change is acknowledged and forgotten, another's ballot disappears at closing (cheating.py): both devices say so.
    A third device has sent nothing: it says that another one looks, and what that has found.
    """
    made, facts = small_demo
    script, cheated = Path(__file__).with_name("cheating.py"), facts["members"][3]["person"]
    with opened(ground.copied(made, tmp_path / "data"), browser, script, CHEATED=cheated) as stage:
        stage.known.update(facts)
        hall = Hall(stage, facts)
        sealed = sealed_hall(hall)
        sealed.prepare(board=1)
        sealed.read_aloud()
        changing, dropped, other = hall.member(2), hall.member(3), hall.member(4, *PHONE)
        sealed.open()
        sends(changing, "Tán thành")
        sends(dropped, "Tán thành")
        sealed.cast_all([sealed.meeting.chair, *sealed.meeting.members[:2], *sealed.meeting.members[4:]])
        expect(other.locator(".man-bq")).to_contain_text("máy đã gửi tự kiểm tra phiếu đó")
        code = changing.locator(".ma-phieu .ma").inner_text()
        changing.get_by_role("button", name="Đổi phiếu").click()
        sends(changing, "Không tán thành")
        expect(changing.locator(".ma-phieu .ma")).not_to_have_text(code)
        sealed.close()
        sealed.open_box()
        sealed.announce()
        for page in (changing, dropped):
            expect(page.locator(".xac-nhan")).to_contain_text("Phiếu của tôi không khớp: báo ngay cho chủ trì")
        expect(other.locator(".xac-nhan")).to_contain_text("Máy này không còn giữ phiếu của tôi")
        expect(other.locator(".xac-nhan")).to_contain_text("Có máy báo phiếu không khớp")
        result = hall.state(facts["chair"])["votes"][sealed.vote]["result"]
        assert result["cast"] == 7, "the server was believed"
        other.get_by_role("button", name="Báo phiếu không khớp").click()
        other.locator("dialog").get_by_role("button", name="Báo chủ trì").click()
        expect(other.locator(".xac-nhan")).to_contain_text("Đã báo phiếu không khớp cho chủ trì.")
        disputes = hall.state(facts["chair"])["sealed"][sealed.vote]["disputes"]
        assert set(disputes) == {facts["members"][place]["person"] for place in (2, 3, 4)}
        sealed.must(sealed.meeting.chair, "vote.annul", reason="Có máy báo phiếu không khớp")
        warned_before_announcing(hall, sealed.vote)


def warned_before_announcing(hall: Hall, before: str) -> None:
    """The vote is put again and two do not vote again: the chair reads what comparing the results tells, above the verdict."""
    again = sealed_hall(hall)
    again.prepare(board=1, repeats=before)
    again.read_aloud()
    again.open()
    again.cast_all([again.meeting.chair, *again.meeting.members[:2], *again.meeting.members[4:]])
    again.close()
    again.open_box()
    chair = hall.chair()
    chair.get_by_role("button", name="Xem kết quả").first.click()
    for size in ((1180, 820), PHONE):
        chair.set_viewport_size({"width": size[0], "height": size[1]})
        warning = chair.locator(".man-kq .bang").filter(has_text="Chỉ khác một hai người so với lần bỏ phiếu trước")
        expect(warning).to_be_in_viewport()
        assert bottom(warning) + 16 <= top(chair.locator(".man-kq p.kq")), size
    assert serious(chair) == []


def sends(page: Page, choice: str) -> None:
    choose(page, choice)
    page.get_by_role("button", name=f"Gửi phiếu: {choice}").click()
    expect(page.locator(".ma-phieu .ma")).to_be_visible()


def accepted_and_read(first: Page, second: Page) -> None:
    for page in (first, second):
        accept(page)
    for page in (first, second):
        reads = page.locator(".ban-kiem").get_by_role("button", name="Đọc mã")
        press_until(reads, reads, there=False)


def test_a_board_tablet_dies_and_a_device_disputes(hall: Hall) -> None:
    """What the chair sees and can do: the tablet's member says it on another device, and the vote is put again; a device that
    was shown another ballot disputes, and the chair annuls.
    """
    sealed = sealed_hall(hall)
    chair, first, second = hall.chair(), hall.member(0), hall.member(1, *PHONE)
    third = hall.member(2, 360, 740)
    sealed.prepare()
    accepted_and_read(first, second)
    screen = waits(hall, "screen")
    hall.must(hall.facts["secretary"], "screen.admit", code=code_on(screen).replace(" ", ""), name="Trước")
    expect(screen.locator(".ban-kiem .ma-doc")).to_be_in_viewport()
    sealed.open()
    expect(third.locator(".man-bq")).to_have_attribute("data-ready", "")
    bottom, bar = (
        box["y"] + box["height"] if n == 0 else box["y"]
        for n, box in enumerate(
            (third.get_by_role("radio").last.bounding_box(), third.locator(".man-bq .duoi").bounding_box())
        )
        if box
    )
    assert bottom <= bar, "the third option of a sealed ballot lies above the button, on the smallest phone"
    assert serious(third) == []
    sealed.cast_all([sealed.meeting.chair, *sealed.meeting.members[3:]])

    second.context.close()
    new = hall.member(1)
    choose(new, "Tán thành")
    new.get_by_role("button", name="Gửi phiếu: Tán thành").click()
    tap(new, "Máy đó hỏng")
    new.locator("dialog").get_by_role("button", name="Báo chủ trì").click()
    expect(new.locator(".ban-kiem")).to_have_count(0)
    chair.get_by_role("button", name="Điều khiển biểu quyết").click()
    expect(chair.locator("dialog")).to_contain_text("đã hỏng hoặc mất")
    assert serious(chair) == []
    sealed.close()
    chair.locator("dialog").get_by_role("button", name="Quay lại").click()
    chair.get_by_role("button", name="Chờ mở hòm phiếu").click()
    expect(chair.locator("dialog")).to_contain_text(f"{hall.name_of(1)}: chưa mở hòm phiếu")
    chair.locator("dialog").get_by_role("button", name="Hủy kết quả, biểu quyết lại").click()
    chair.get_by_label("Lý do").fill("Máy giữ khóa hỏng")
    chair.get_by_role("button", name="Hủy kết quả", exact=True).click()
    expect(chair.locator("dialog")).to_contain_text("Ban kiểm phiếu")
    chair.locator("dialog").get_by_role("button", name="Quay lại").click()

    again = sealed_hall(hall)
    again.prepare(repeats=sealed.vote, kind="election", options=["An", "Bình", "Cúc"], seats=2)
    accepted_and_read(first, new)
    again.open()
    again.cast_all([again.meeting.chair, *again.meeting.members[3:]])
    expect(third.locator(".man-bq")).to_have_attribute("data-ready", "")
    for name in ("An", "Cúc"):
        third.get_by_role("checkbox", name=name, exact=True).click()
    third.get_by_role("button", name="Gửi phiếu: An, Cúc").click()
    expect(third.locator(".ma-phieu .ma")).to_be_visible()
    third.route("**/api/sealed/*/bundle", swapped)
    again.close()
    chair.get_by_role("button", name="Chờ mở hòm phiếu").click()
    tap(first, "Mở hòm phiếu")
    tap(new, "Mở hòm phiếu")
    expect(chair.locator("dialog")).to_contain_text("Đã kiểm phiếu xong")
    chair.locator("dialog").get_by_role("button", name="Xem kết quả").click()
    chair.get_by_role("button", name="Công bố", exact=True).click()
    expect(third.locator(".xac-nhan")).to_contain_text("Phiếu của tôi không khớp: báo ngay cho chủ trì")
    expect(chair.locator(".xac-nhan")).to_contain_text(f"Máy của {hall.name_of(2)} báo phiếu không khớp")
    expect(first.locator(".xac-nhan")).to_contain_text("Có máy báo phiếu không khớp")
    expect(screen.locator(".chan-m")).to_contain_text("Có máy báo phiếu không khớp")
    assert serious(third) == [] and serious(chair) == []
    chair.get_by_role("button", name="Hủy kết quả, biểu quyết lại").click()
    chair.get_by_label("Lý do").fill("Có máy báo phiếu không khớp")
    chair.get_by_role("button", name="Hủy kết quả", exact=True).click()
    expect(chair.locator("dialog")).to_contain_text("Ban kiểm phiếu")
    assert hall.state(hall.facts["chair"])["votes"][again.vote]["state"] == "annulled"
    expect(third.locator(".dien-bien")).to_contain_text("Có máy báo phiếu không khớp: ")

    third.unroute("**/api/sealed/*/bundle")
    one_after_another(hall, chair, first, new, third)


def one_after_another(hall: Hall, chair: Page, first: Page, second: Page, voter: Page) -> None:
    """Of seven names each gets a secret ballot of its own, prepared in one go: the board reads and opens one at a time."""
    sheet = chair.locator("dialog")
    sheet.get_by_label("Người ứng cử", exact=False).fill("\n".join(NAMES))
    expect(sheet).to_contain_text("7 người để chọn là quá nhiều cho một phiếu kín")
    assert serious(chair) == []
    sheet.get_by_role("button", name="Mỗi người một phiếu kín").click()
    expect(chair.locator("dialog")).to_have_count(0)
    drafts = {
        form["question"]: id
        for id, form in hall.state(hall.facts["chair"])["votes"].items()
        if form["state"] == "draft"
    }
    assert [question.split(": ")[-1] for question in drafts] == NAMES
    question, following = list(drafts)[:2]
    held = sealed_hall(hall)
    held.vote = drafts[question]
    opens(chair, first, second, question)
    chair.locator("dialog").get_by_role("button", name="Mở biểu quyết").click()
    expect(voter.locator(".man-bq")).to_have_attribute("data-ready", "")
    expect(first.locator(".ban-kiem")).to_have_count(0)  # the next one waits: nothing lies over one's own ballot
    sent_in_two_windows(hall, voter, held.vote)
    held.cast_all([held.meeting.chair, *held.meeting.members[:2], *held.meeting.members[3:]])
    held.close()
    chair.locator("dialog").get_by_role("button", name="Chờ mở hòm phiếu").click()
    expect(chair.locator("dialog")).to_contain_text("Chờ ban kiểm phiếu mở hòm phiếu.")
    for page in (first, second):
        tap(page, "Mở hòm phiếu")
    expect(chair.locator("dialog")).to_contain_text("Đã kiểm phiếu xong.")
    chair.locator("dialog").get_by_role("button", name="Quay lại").click()
    held.announce()
    own = voter.locator(".xac-nhan")
    expect(own).to_contain_text("gửi từ cửa sổ khác trên máy này")
    assert serious(voter) == []
    box = hall.state(hall.facts["chair"])["sealed"][held.vote]
    assert box["disputes"] == [], (box, hall.facts)
    voter.get_by_role("button", name="Đó là phiếu của tôi").click()
    expect(own).to_contain_text("Đã xác nhận: phiếu được tính đúng.")
    result = hall.state(hall.facts["chair"])["votes"][held.vote]["result"]
    assert (result["cast"], result["confirmed"], result["check"]) == (8, 1, "checking")
    opens(chair, first, second, following)
    chair.locator("dialog").get_by_role("button", name="Quay lại").click()
    hall.must(hall.facts["chair"], "vote.annul", vote=held.vote, reason="Chỉ một máy kiểm tra")
    keys_go_with_what_they_were_for(hall, [first, second])


def sent_in_two_windows(hall: Hall, voter: Page, vote: str) -> None:
    """One voter sends in two windows of one browser. The house stores the first one's ballot last, and its answer is lost with it."""
    held: list[str | bytes] = []
    server: list[WebSocketRoute] = []

    def door(side: WebSocketRoute) -> None:
        server.append(side.connect_to_server())
        side.on_message(lambda frame: held.append(frame) if "sealed.cast" in str(frame) else server[-1].send(frame))
        server[-1].on_message(lambda frame: None if held else side.send(frame))

    beside = voter.context.new_page()
    beside.route_web_socket(lambda url: "/socket.io/" in url, door)
    beside.goto(voter.url)
    choose(beside, "Tán thành")
    beside.get_by_role("button", name="Gửi phiếu: Tán thành").click()
    expect(beside.get_by_role("button", name="Đang gửi")).to_be_visible()
    sends(voter, "Tán thành")
    server[-1].send(held[0])
    for _look in range(100):
        if hall.state(hall.facts["members"][2])["my_votes"][vote]["revision"] == 2:
            return beside.close()
        beside.wait_for_timeout(50)
    raise AssertionError("the ballot of the other window was not stored")


def keys_are(page: Page, number: int) -> None:
    """They go without anything to be seen."""
    for _look in range(100):
        if page.evaluate(KEYS) == number:
            return
        page.wait_for_timeout(50)
    raise AssertionError((page.evaluate(KEYS), number))


def keys_go_with_what_they_were_for(hall: Hall, tablets: list[Page]) -> None:
    """Of seven ballots prepared one was held and one is ready; the board of the others is asked, but nobody has accepted."""
    for page in tablets:
        keys_are(page, 1)
    votes = hall.state(hall.facts["chair"])["votes"].items()
    ready = next(id for id, one in votes if one["state"] == "draft" and one["question"].endswith(NAMES[1]))
    hall.must(hall.facts["chair"], "vote.prepare", vote=ready, secret=False)
    for page in tablets:
        keys_are(page, 0)
        accept(page)
    hall.must(hall.facts["chair"], "meeting.end")
    for page in tablets:
        keys_are(page, 0)
    state = hall.state(hall.facts["chair"])
    assert all(
        state["sealed"][id]["stage"] == "ended"
        for id, one in state["votes"].items()
        if one["state"] == "draft" and id != ready
    )


def opens(chair: Page, first: Page, second: Page, question: str) -> None:
    """The board has read the code of this question, which the chair may open now."""
    expect(first.locator(".ban-kiem")).to_contain_text(question)
    accepted_and_read(first, second)
    chair.get_by_role("button", name="Biểu quyết", exact=False).first.click()
    expect(chair.locator("dialog")).to_contain_text(question)
    expect(chair.locator("dialog").get_by_role("button", name="Mở biểu quyết")).to_be_enabled()
