"""A member's live room in a real browser: the network goes, the server dies, fingers are hasty."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.served import ROOT, Server

AXE = ROOT / "static/vendor/axe.min.js"
CHROMIUM = os.environ.get("DIENHONG_CHROMIUM", "/usr/bin/chromium")
SERIOUS = ("serious", "critical")


@dataclass
class Hall:
    """One meeting in progress with seven members and the chair; everybody is signed in on some device."""

    server: Server
    facts: dict[str, Any]
    browser: Browser

    @property
    def stream(self) -> str:
        return f"meeting:{self.facts['meeting']}"

    def context(self, who: dict[str, Any], width: int = 1180, height: int = 820) -> BrowserContext:
        context = self.browser.new_context(viewport={"width": width, "height": height}, locale="vi-VN")
        name, _, value = who["cookie"].partition("=")
        context.add_cookies([{"name": name, "value": value, "url": self.server.address}])
        return context

    def room(self, who: dict[str, Any], width: int = 1180, height: int = 820) -> Page:
        page = self.context(who, width, height).new_page()
        page.goto(f"{self.server.address}/meetings/{self.facts['meeting']}/room")
        expect(page.locator(".man-tv")).to_be_visible()
        return page

    def must(self, who: dict[str, Any], name: str, **args: Any) -> dict[str, Any]:
        """A command by HTTP, as another device of this person would give it."""
        import uuid

        context = self.context(who)
        body = {"id": str(uuid.uuid4()), "stream": self.stream, "name": name, "args": args}
        answer = context.request.post(
            f"{self.server.address}/api/commands", data=body, headers={"Origin": self.server.address}
        ).json()
        context.close()
        assert answer["ok"], (name, answer)
        result: dict[str, Any] = answer.get("result") or {}
        return result

    def state(self, who: dict[str, Any]) -> dict[str, Any]:
        context = self.context(who)
        found: dict[str, Any] = context.request.get(f"{self.server.address}/api/streams/{self.stream}").json()
        context.close()
        return dict(found["state"])


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    data = tmp_path_factory.mktemp("hall") / "data"
    environment = {"DIENHONG_DATA": str(data)}
    made = subprocess.run(
        [sys.executable, "run.py", "demo", "--members", "7", "--sessions", "--phase", "in_progress"],
        env={**os.environ, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    server = Server(environment)
    server.start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield Hall(server, json.loads(made.stdout), browser)
        browser.close()
    server.stop()


@pytest.fixture
def vote(hall: Hall) -> Iterator[Callable[[], str]]:
    """Opens a vote; whatever is still open afterwards is cancelled."""
    opened: list[str] = []

    def open_vote() -> str:
        made = hall.must(hall.facts["chair"], "vote.open", question="Thông qua dự thảo?", item=hall.facts["items"][0])
        opened.append(str(made["id"]))
        return opened[-1]

    yield open_vote
    for found in hall.state(hall.facts["chair"]).get("votes", {}).items():
        if found[1]["state"] == "open":
            hall.must(hall.facts["chair"], "vote.cancel", vote=found[0], reason="Hết lượt thử")


def queue(hall: Hall) -> list[str]:
    speeches = hall.state(hall.facts["chair"]).get("speeches", {}).values()
    return [one["person"] for one in speeches if one["state"] == "waiting"]


def test_one_tap_registers_and_a_hasty_second_one_does_not_withdraw(hall: Hall) -> None:
    member = hall.facts["members"][0]
    page = hall.room(member)
    page.get_by_role("button", name="Đăng ký phát biểu").dblclick()
    expect(page.get_by_role("button", name="Rút đăng ký")).to_be_visible()
    expect(page.locator(".hang-doi .toi")).to_be_visible()
    assert member["person"] in queue(hall)
    page.wait_for_timeout(800)
    page.get_by_role("button", name="Rút đăng ký").click()
    expect(page.get_by_role("button", name="Đăng ký phát biểu")).to_be_visible()
    assert member["person"] not in queue(hall)
    page.context.close()


def test_what_is_registered_without_a_network_waits_and_happens_once(hall: Hall) -> None:
    member = hall.facts["members"][1]
    page = hall.room(member)
    page.context.set_offline(True)
    expect(page.locator(".cac-bang .bang")).to_be_visible(timeout=3000)
    page.locator(".day-nut .son").click()
    expect(page.locator(".day-nut")).to_contain_text("Chờ gửi")
    assert member["person"] not in queue(hall)
    page.context.set_offline(False)
    expect(page.get_by_role("button", name="Rút đăng ký")).to_be_visible(timeout=10_000)
    assert queue(hall).count(member["person"]) == 1
    page.context.close()


def test_a_ballot_is_stored_only_by_the_servers_answer(hall: Hall, vote: Callable[[], str]) -> None:
    member = hall.facts["members"][2]
    page = hall.room(member, 390, 844)
    ballot = vote()
    expect(page.get_by_role("radiogroup")).to_be_visible()
    expect(page.locator("#cau-hoi")).to_be_focused()
    page.wait_for_timeout(500)
    page.get_by_role("radio", name="Tán thành", exact=True).click()
    page.context.set_offline(True)
    expect(page.locator(".man-bq .bang")).to_be_visible(timeout=5000)
    page.get_by_role("button", name="Gửi phiếu: Tán thành").click()
    expect(page.locator(".gui")).to_contain_text("Chưa gửi")
    assert hall.state(hall.facts["chair"])["votes"][ballot]["turnout"] == 0
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Đã ghi nhận: Tán thành")).to_be_visible(timeout=10_000)
    assert hall.state(member)["my_votes"][ballot]["choice"] == "yes"
    assert hall.state(hall.facts["chair"])["votes"][ballot]["turnout"] == 1
    page.context.close()


def test_a_tap_in_the_first_moments_of_a_ballot_chooses_nothing(hall: Hall, vote: Callable[[], str]) -> None:
    page = hall.room(hall.facts["members"][3])
    # The tap is made by the page itself in the very moment the ballot appears.
    page.evaluate(
        """() => new MutationObserver((_, watch) => {
            const option = document.querySelector(".phieu");
            if (option) { watch.disconnect(); option.click(); window.tapped = true; }
        }).observe(document.body, {childList: true, subtree: true})"""
    )
    vote()
    expect(page.locator(".phieu").first).to_be_visible()
    page.wait_for_timeout(600)
    assert page.evaluate("window.tapped") is True
    expect(page.locator(".phieu[aria-checked=true]")).to_have_count(0)
    page.locator(".phieu").first.click()
    expect(page.locator(".phieu[aria-checked=true]")).to_have_count(1)
    page.context.close()


def test_closed_while_choosing_says_so_and_the_announced_result_comes(hall: Hall, vote: Callable[[], str]) -> None:
    page = hall.room(hall.facts["members"][4])
    ballot = vote()
    page.wait_for_timeout(600)
    page.get_by_role("radio", name="Không tán thành").click()
    hall.must(hall.facts["members"][5], "vote.cast", vote=ballot, choice="yes")
    hall.must(hall.facts["chair"], "vote.close", vote=ballot)
    expect(page.get_by_role("heading", name="Đã đóng, phiếu chưa gửi")).to_be_visible()
    hall.must(hall.facts["chair"], "vote.announce", vote=ballot)
    expect(page.get_by_text("Không được thông qua").first).to_be_visible()
    expect(page.locator(".man-kq .dai i")).to_have_count(8)
    page.get_by_role("button", name="Về phòng họp").last.click()
    expect(page.locator(".man-kq")).to_have_count(0)
    page.context.close()


@pytest.mark.parametrize(("width", "height"), [(1180, 820), (820, 1180), (390, 844)])
def test_the_room_fits_and_axe_finds_nothing_serious(hall: Hall, width: int, height: int) -> None:
    page = hall.room(hall.facts["members"][6], width, height)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate(Path(AXE).read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in SERIOUS] == []
    page.context.close()


def test_a_killed_server_is_shown_and_the_page_recovers_by_itself(hall: Hall) -> None:
    page = hall.room(hall.facts["members"][6])
    hall.server.kill()
    expect(page.locator(".cac-bang")).to_contain_text("Đang nối lại", timeout=3000)
    hall.server.start()
    expect(page.locator(".cac-bang")).to_contain_text("Đã nối lại", timeout=15_000)
    hall.must(hall.facts["members"][5], "speaking.request")
    name = hall.state(hall.facts["chair"])["people"][hall.facts["members"][5]["person"]]["name"]
    expect(page.locator(".hang-doi")).to_contain_text(name)
    page.context.close()
