"""Reconnecting: a lost network, a nervous one, and a server that dies in the middle of a meeting."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests.journeys.conftest import Demo
from tests.journeys.stage import HALL, LAPTOP, PHONE, RECOVERY, TABLET, Stage, choose, lose_the_network, opened


@pytest.fixture(scope="module")
def stage(browser: Browser, small_house: Demo) -> Iterator[Stage]:
    """A meeting in progress with seven members; five windows stand open in its room."""
    settings, facts = small_house
    members = facts["members"]
    windows = {
        "chair": (facts["chair"], TABLET),
        "secretary": (facts["secretary"], LAPTOP),
        "member": (members[0], TABLET),
        "phone": (members[1], PHONE),
        "wall": (members[2], HALL),
    }
    with opened(settings, browser) as hall:
        hall.known.update(facts, people={key: one["person"] for key, (one, _size) in windows.items()})
        for key, (one, size) in windows.items():
            hall.window(key, hall.signed_in(one["cookie"], size))
            hall.go(key, f"/meetings/{facts['meeting']}/room")
            mark(hall[key])
        yield hall


REMEMBER = """() => {
    const place = document.querySelector(".cac-bang").parentElement;
    window.told = [];
    new MutationObserver(() => window.told.push(place.textContent)).observe(place, {subtree: true, childList: true});
}"""


def mark(page: Page) -> None:
    """What the banners say is remembered, for some go by themselves. A reload would lose it."""
    expect(page.locator(".cac-bang")).to_be_attached()
    page.evaluate(REMEMBER)


def same_page(page: Page) -> bool:
    return bool(page.evaluate("Array.isArray(window.told)"))


def queue(stage: Stage) -> list[str]:
    """Who waits to speak, as the server tells the chair."""
    return [one["person"] for one in state(stage, "chair")["speeches"].values() if one["state"] == "waiting"]


def state(stage: Stage, key: str) -> dict[str, Any]:
    found: dict[str, Any] = stage.get(key, f"/api/streams/{stage.stream}").json()["state"]
    return found


def names(page: Page) -> list[str]:
    """The waiting list as a window shows it."""
    return page.locator(".ds-phat-bieu .hang-doi li b").all_inner_texts()


def test_a_lost_network_shows_within_three_seconds_and_the_page_catches_up_without_reloading(stage: Stage) -> None:
    wall, member = stage["wall"], stage["member"]
    lose_the_network(wall)
    expect(wall.locator(".bang.mat-mang")).to_have_count(0)  # the room says it itself: once
    stage.picture("wall", "41-mat-mang")
    member.get_by_role("button", name="Đăng ký phát biểu", exact=True).click()
    expect(member.get_by_role("button", name="Rút đăng ký")).to_be_visible()
    stage["phone"].get_by_role("button", name="Đăng ký phát biểu", exact=True).click()
    expect(stage["phone"].get_by_role("button", name="Rút đăng ký")).to_be_visible()
    assert names(wall) == []
    asked: list[str] = []
    wall.on("request", lambda request: asked.append(request.url))
    wall.context.set_offline(False)
    expect(wall.locator(".ds-phat-bieu .hang-doi li")).to_have_count(2)
    assert [said for said in wall.evaluate("window.told") if "Đã nối lại, bổ sung 2 diễn biến" in said]
    people = state(stage, "chair")["people"]
    assert names(wall) == [people[one]["name"] for one in queue(stage)]
    assert same_page(wall)
    assert not [url for url in asked if "/room" in url or "/api/streams" in url]


def test_what_is_pressed_without_a_network_waits_and_happens_once(stage: Stage) -> None:
    wall, me = stage["wall"], stage.known["people"]["wall"]
    lose_the_network(wall)
    wall.get_by_role("button", name="Đăng ký phát biểu", exact=True).click()
    expect(wall.locator(".day-nut")).to_contain_text("Chờ gửi")
    assert me not in queue(stage)
    wall.context.set_offline(False)
    expect(wall.get_by_role("button", name="Rút đăng ký")).to_be_visible()
    expect(stage["chair"].locator(".cho .hang-doi li")).to_have_count(3)
    assert queue(stage).count(me) == 1


def test_a_private_note_waits_for_the_network_and_what_is_typed_meanwhile_is_the_next_one(stage: Stage) -> None:
    wall = stage["wall"]
    panel = wall.get_by_role("region", name="Ghi chú riêng của tôi")
    field = panel.get_by_label("Ghi chú riêng cho nội dung này")
    lose_the_network(wall)
    field.fill("Hỏi về nguồn vốn")
    field.press("Control+Enter")  # a tap just after the band came reaches nothing
    expect(panel.locator(".gc")).to_contain_text(["Chờ gửi"])
    expect(panel.locator(".gc")).to_contain_text(["Hỏi về nguồn vốn"])
    expect(field).to_have_value("")
    field.fill("Đề nghị thêm hộ bãi bồi")
    wall.context.set_offline(False)
    expect(panel.locator(".gc").get_by_role("button", name="Sửa")).to_have_count(1)
    expect(panel.locator(".gc")).not_to_contain_text("Chờ gửi")
    expect(field).to_have_value("Đề nghị thêm hộ bãi bồi")
    panel.get_by_role("button", name="Sửa").click()
    change = panel.get_by_label("Ghi chú riêng", exact=True)
    change.fill("Hỏi Sở Tài chính về nguồn vốn")
    lose_the_network(wall)
    change.press("Control+Enter")
    expect(panel.locator(".gc").get_by_role("button", name="Chờ gửi")).to_be_visible()
    change.fill("Hỏi Sở Tài chính về nguồn vốn, năm 2027")
    wall.context.set_offline(False)
    expect(panel.locator(".gc").get_by_role("button", name="Lưu ghi chú")).not_to_have_attribute("aria-busy", "true")
    expect(change).to_have_value("Hỏi Sở Tài chính về nguồn vốn, năm 2027")
    change.press("Control+Enter")
    expect(panel.locator(".gc p")).to_have_text("Hỏi Sở Tài chính về nguồn vốn, năm 2027")
    field.fill("")


def test_a_command_sent_twice_happens_once_and_is_answered_the_same(stage: Stage) -> None:
    url, origin = f"{stage.server.address}/api/commands", {"Origin": stage.server.address}
    item = stage.known["items"][0]
    told = {"id": str(uuid.uuid4()), "stream": stage.stream, "name": "meeting.remark"}
    told["args"] = {"text": "Mất điện hai phút", "item": item}  # type: ignore[assignment]
    first = stage["secretary"].context.request.post(url, data=told, headers=origin).json()
    again = stage["secretary"].context.request.post(url, data=told, headers=origin).json()
    assert first["ok"] and again == first
    assert [one["text"] for one in state(stage, "secretary")["remarks"].values()] == ["Mất điện hai phút"]
    expect(stage["secretary"].locator(".tk").get_by_text("Mất điện hai phút")).to_have_count(1)


def test_the_server_is_killed_and_every_open_page_recovers_with_nothing_lost(stage: Stage) -> None:
    before = {key: state(stage, key) for key in stage.pages}
    stage.server.kill()
    for key in stage.pages:
        expect(stage[key].locator(".cac-bang")).to_contain_text("Đang nối lại")
    stage.picture("member", "42-dang-noi-lai")
    stage.picture("chair", "43-dang-noi-lai-chu-tri")
    stage.server.start()
    for key in stage.pages:
        expect(stage[key].locator(".cac-bang")).not_to_contain_text("Đang nối lại", timeout=RECOVERY)
        assert same_page(stage[key])
    assert {key: state(stage, key) for key in stage.pages} == before
    chair, person = stage["chair"], queue(stage)[0]
    name = before["chair"]["people"][person]["name"]
    chair.locator(".moi").click()
    expect(chair.locator(".noi h2")).to_have_text(name)
    expect(stage["wall"].locator(".vong").first).to_be_visible()
    expect(stage["secretary"].locator(".tk")).to_contain_text(name)


def test_a_vote_on_its_way_when_the_server_dies_is_stored_once(stage: Stage) -> None:
    made = stage.send(stage["chair"].context, "vote.open", question="Thông qua dự thảo?", item=stage.known["items"][0])
    vote = made["result"]["id"]
    member = stage["phone"]
    expect(member.locator("#cau-hoi")).to_have_text("Thông qua dự thảo?")
    choose(member, "Tán thành")
    stage.server.kill()
    member.get_by_role("button", name="Gửi phiếu: Tán thành").click()
    expect(member.get_by_role("heading", name="Đã ghi nhận")).to_have_count(0)
    stage.picture("phone", "44-phieu-chua-gui")
    stage.server.start()
    expect(member.get_by_role("heading", name="Đã ghi nhận: Tán thành")).to_be_visible(timeout=RECOVERY)
    assert state(stage, "phone")["my_votes"][vote]["choice"] == "yes"
    assert state(stage, "chair")["votes"][vote]["turnout"] == 1
    # What was acknowledged outlives the next death.
    stage.server.kill()
    stage.server.start()
    assert state(stage, "phone")["my_votes"][vote]["choice"] == "yes"
    expect(stage["wall"].locator(".da-gui, .man-bq").first).to_be_visible(timeout=RECOVERY)


def full_disk(window: Page) -> list[bool]:
    """A door between page and server answers as a full disk makes the server answer (the disk drill fills one), until this is cleared."""
    full = [True]
    no_room = {"code": "unavailable", "message": "Máy chủ đã hết chỗ trên đĩa nên chưa ghi nhận."}

    def door(page: WebSocketRoute) -> None:
        server = page.connect_to_server()

        def pass_on(frame: str | bytes) -> None:
            command = re.match(r'42(\d+)\["command"', frame) if full and isinstance(frame, str) else None
            if command:
                page.send(f"43{command[1]}{json.dumps([{'ok': False, 'error': no_room}])}")
            else:
                server.send(frame)

        page.on_message(pass_on)

    window.route_web_socket(lambda url: "/socket.io/" in url, door)
    window.reload()
    return full


def test_on_a_full_disk_the_screen_says_so_and_the_ballot_waits(stage: Stage) -> None:
    member = stage["member"]
    full = full_disk(member)
    choose(member, "Không tán thành")
    member.get_by_role("button", name="Gửi phiếu: Không tán thành").click()
    expect(member.locator(".man-bq").get_by_text("hết chỗ trên đĩa")).to_be_visible()
    expect(member.get_by_role("heading", name="Đã ghi nhận")).to_have_count(0)
    stage.picture("member", "45-het-cho-tren-dia")
    full.clear()
    expect(member.get_by_role("heading", name="Đã ghi nhận: Không tán thành")).to_be_visible(timeout=RECOVERY)
    expect(member.get_by_text("hết chỗ trên đĩa")).to_have_count(0)


def test_what_is_typed_into_a_question_outlives_its_refusal(stage: Stage) -> None:
    desk = stage["secretary"]
    full = full_disk(desk)
    desk.locator(".tk li", has_text="Mất điện hai phút").get_by_role("button", name="Đính chính").click()
    asked = desk.locator("dialog")
    asked.get_by_label("Sự việc").fill("Mất điện hai phút rưỡi")
    asked.get_by_role("button", name="Lưu đính chính").click()
    expect(asked.get_by_text("hết chỗ trên đĩa").first).to_be_visible()
    expect(asked.get_by_label("Sự việc")).to_have_value("Mất điện hai phút rưỡi")
    full.clear()
    asked.get_by_role("button", name="Lưu đính chính").click()
    expect(asked).to_have_count(0)
    expect(desk.locator(".tk")).to_contain_text("Mất điện hai phút rưỡi")
