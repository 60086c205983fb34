"""The hall of the journeys: a real server on the rich demo, and people with their devices in Chromium."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, expect, sync_playwright

from documents.demo import cast
from documents.demo.player import PASSWORD
from tests.served import ROOT, Server

CHROMIUM = os.environ.get("DIENHONG_CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
AXE = ROOT / "static/vendor/axe.min.js"
PICTURES = ROOT / "artefacts" / "journeys"
PATIENCE = 30_000
LAPTOP, TABLET, HALL, PHONE = (1440, 900), (1180, 820), (1920, 1080), (390, 844)

expect.set_options(timeout=PATIENCE)


def account(key: str) -> str:
    """The account of one of the cast."""
    one = next(one for one in cast.EVERYBODY if one.key == key)
    return one.username or cast.username(one.name)


def full_name(key: str) -> str:
    return next(one.name for one in cast.EVERYBODY if one.key == key)


@dataclass
class Stage:
    """Who is in the hall, on which device, and what the journey has come to know on its way."""

    server: Server
    browser: Browser
    pages: dict[str, Page] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    known: dict[str, Any] = field(default_factory=dict)

    @property
    def meeting(self) -> str:
        return f"/meetings/{self.known['meeting']}"

    @property
    def stream(self) -> str:
        return f"meeting:{self.known['meeting']}"

    def __getitem__(self, key: str) -> Page:
        return self.pages[key]

    def device(self, size: tuple[int, int]) -> BrowserContext:
        context = self.browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE)
        return context

    def arrive(self, key: str, size: tuple[int, int]) -> Page:
        """One of the cast opens the site and signs in, as people do. Faults of their page are noted."""
        page = self.device(size).new_page()
        page.on("pageerror", lambda error: self.faults.append(f"{key}: {error}"))
        page.on("console", lambda told: self.faults.append(f"{key}: {told.text}") if "Refused" in told.text else None)
        page.goto(self.server.address + "/")
        page.get_by_role("textbox", name="Tên đăng nhập").fill(account(key))
        page.get_by_role("textbox", name="Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        self.pages[key] = page
        return page

    def go(self, key: str, path: str) -> Page:
        page = self.pages[key]
        page.goto(self.server.address + path)
        return page

    def get(self, key: str, path: str) -> APIResponse:
        """An address asked for by this person's browser, outside any page."""
        return self.pages[key].context.request.get(self.server.address + path, max_redirects=0)

    def send(self, context: BrowserContext, name: str, **args: Any) -> dict[str, Any]:
        """A command as another device of somebody gives it."""
        body = {"id": str(uuid.uuid4()), "stream": self.stream, "name": name, "args": args}
        url, origin = f"{self.server.address}/api/commands", {"Origin": self.server.address}
        answer: dict[str, Any] = context.request.post(url, data=body, headers=origin).json()
        return answer

    def elsewhere(self, key: str) -> BrowserContext:
        """Another device of somebody, signed in, without a window."""
        context = self.device(PHONE)
        form = {"username": account(key), "password": PASSWORD}
        url, origin = f"{self.server.address}/api/session", {"Origin": self.server.address}
        answer = context.request.post(url, data=form, headers=origin)
        assert answer.ok, (key, answer.status, answer.text())
        return context

    def picture(self, key: str, name: str) -> None:
        """A screenshot kept as an artefact."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.pages[key].screenshot(path=PICTURES / f"{name}.png", animations="disabled")


def pause(page: Page, ms: int) -> None:
    """As long as a person takes. The room itself counts this time: what is tapped sooner is taken for a slip."""
    page.wait_for_function(
        "([since, ms]) => performance.now() - since > ms", arg=[page.evaluate("performance.now()"), ms]
    )


def choose(page: Page, choice: str) -> None:
    """A choice on the ballot; a tap in its first moments is taken for one meant for what was there before."""
    expect(page.get_by_role("radiogroup")).to_be_visible()
    pause(page, 500)
    page.get_by_role("radio", name=choice, exact=True).click()
    expect(page.locator(".phieu[aria-checked=true]")).to_have_count(1)


def serious(page: Page) -> list[str]:
    """What axe finds serious or critical on the page."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    bad = [one for one in found if one["impact"] in ("serious", "critical")]
    return [f"{page.url} {one['id']}: {one['nodes'][0]['html'][:300]}" for one in bad]


def made_demo(data: Path, *more: str) -> str:
    """`python run.py demo` in a folder of its own; what it prints."""
    made = subprocess.run(
        [sys.executable, str(ROOT / "run.py"), "demo", *more],
        env={**os.environ, "DIENHONG_DATA": str(data)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert made.returncode == 0, made.stderr[-3000:]
    return made.stdout


@contextmanager
def opened(data: Path) -> Iterator[Stage]:
    """The server on this data, and a browser; both are gone afterwards."""
    server = Server({"DIENHONG_DATA": str(data), "DIENHONG_LOG": "text"})
    server.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            yield Stage(server, browser)
            browser.close()
    finally:
        if server.process is not None and server.process.poll() is None:
            server.stop()
