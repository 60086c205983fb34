"""Secret votes in the browser that are put again: a tablet of the board dies, a device disputes, names that go one after another."""

from __future__ import annotations

import json

from playwright.sync_api import Page, Route, WebSocketRoute, expect

from tests.journeys.hall import Hall
from tests.journeys.secret import accept, accepted_and_read, keys_are, sealed_hall, sends, tap
from tests.journeys.stage import PHONE, choose, press_until, serious
from tests.journeys.test_hall_screens import code_on, waits

NAMES = ["An", "Bình", "Cúc", "Dung", "Giang", "Hạnh", "Khánh"]


def swapped(route: Route) -> None:
    """A server that shows this one device another ballot: two choices are swapped."""
    answer = route.fetch()
    bundle = json.loads(answer.text())
    first = bundle["ballots"][0]
    other = next(one for one in bundle["ballots"] if one["choice"] != first["choice"])
    first["choice"], other["choice"] = other["choice"], first["choice"]
    route.fulfill(response=answer, body=json.dumps(bundle, ensure_ascii=False))


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
    expect(own).to_contain_text("Phiếu của tôi đã được tính đúng")
    assert serious(voter) == []
    box = hall.state(hall.facts["chair"])["sealed"][held.vote]
    assert box["disputes"] == [], (box, hall.facts)
    result = hall.state(hall.facts["chair"])["votes"][held.vote]["result"]
    assert (result["cast"], result["confirmed"], result["check"]) == (8, 1, "checking")
    opens(chair, first, second, following)
    chair.locator("dialog").get_by_role("button", name="Quay lại").click()
    hall.must(hall.facts["chair"], "vote.annul", vote=held.vote, reason="Chỉ một máy kiểm tra")
    keys_go_with_what_they_were_for(hall, [first, second])


def sent_in_two_windows(hall: Hall, voter: Page, vote: str) -> None:
    """One voter sends, then changes it in another window of the same browser, whose answer is lost with it: the ballot of either
    window is this device's own."""
    held: list[str | bytes] = []
    server: list[WebSocketRoute] = []

    def sent(frame: str | bytes) -> None:
        if "sealed.cast" in str(frame):
            held.append(frame)
        server[-1].send(frame)

    def door(side: WebSocketRoute) -> None:
        server.append(side.connect_to_server())
        side.on_message(sent)
        server[-1].on_message(lambda frame: None if held else side.send(frame))

    sends(voter, "Tán thành")
    beside = voter.context.new_page()
    beside.route_web_socket(lambda url: "/socket.io/" in url, door)
    beside.goto(voter.url)
    sending = beside.get_by_role("button", name="Gửi phiếu: Tán thành")
    again = beside.get_by_role("button", name="Đổi phiếu")
    press_until(again, beside.get_by_role("radio").first)
    choose(beside, "Tán thành")
    sending.click()
    for _look in range(20):
        if hall.state(hall.facts["members"][2])["my_votes"][vote]["revision"] == 2:
            return beside.close()
        beside.wait_for_timeout(250)
    raise AssertionError("the ballot of the other window was not stored")


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
