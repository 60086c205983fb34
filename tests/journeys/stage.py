"""The hall of the journeys: a real server, and people with their devices in Chromium."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    APIResponse,
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    TimeoutError,
    expect,
)

from app.settings import Settings
from documents.demo import cast
from documents.demo.player import PASSWORD
from tests.pages import measures
from tests.served import ROOT, Server, environment_of, served

PICTURES = ROOT / "artefacts" / "journeys"
PATIENCE = 30_000
RECOVERY = 120_000
"""Nothing is timed here: a busy machine may take long to start a server, and its clients to come back."""
LAPTOP, TABLET, HALL, PHONE = (1440, 900), (1180, 820), (1920, 1080), (390, 844)

TELL_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) =>
    console.error(`forbidden by the page's policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`))"""
NETWORK = ("net::ERR_", "WebSocket connection to")
"""How the browser itself reports a lost network; what the page makes of it is what the journeys look at."""

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
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        context.add_init_script(TELL_VIOLATIONS)
        return context

    def window(self, key: str, context: BrowserContext) -> Page:
        """A window of somebody; whatever goes wrong in it, or in one it opens, is noted."""
        context.on("page", lambda page: self._watch(key, page))
        self.pages[key] = context.new_page()
        return self.pages[key]

    def _watch(self, key: str, page: Page) -> None:
        def told(message: ConsoleMessage) -> None:
            if message.type == "error" and not any(words in message.text for words in NETWORK):
                self.faults.append(f"{key}, {page.url}: {message.text}")

        page.on("pageerror", lambda error: self.faults.append(f"{key}, {page.url}: {error}"))
        page.on("console", told)

    def arrive(self, key: str, size: tuple[int, int]) -> Page:
        """One of the cast opens the site and signs in, as people do."""
        page = self.window(key, self.device(size))
        page.goto(self.server.address + "/")
        page.get_by_role("textbox", name="Tên đăng nhập").fill(account(key))
        page.get_by_role("textbox", name="Mật khẩu").fill(PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    def be_there(self, key: str, size: tuple[int, int]) -> Page:
        """One of the cast has signed in on this device before."""
        return self.window(key, self.elsewhere(key, size))

    def signed_in(self, cookie: str, size: tuple[int, int]) -> BrowserContext:
        """A device that is signed in already."""
        context = self.device(size)
        name, _, value = cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": self.server.address}])
        return context

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

    def elsewhere(self, key: str, size: tuple[int, int] = PHONE) -> BrowserContext:
        """Another device of somebody, signed in, without a window."""
        context = self.device(size)
        form = {"username": account(key), "password": PASSWORD}
        url, origin = f"{self.server.address}/api/session", {"Origin": self.server.address}
        answer = context.request.post(url, data=form, headers=origin)
        assert answer.ok, (key, answer.status, answer.text())
        return context

    def picture(self, key: str, name: str) -> None:
        """A screenshot kept as an artefact."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.pages[key].screenshot(path=PICTURES / f"{name}.png", animations="disabled")


LOOK_OUT = """() => addEventListener("offline", () => {
    const [since, place] = [performance.now(), document.querySelector(".cac-bang").parentElement];
    const look = () => { if (place.textContent.includes("Mất mạng")) window.toldAfter ??= performance.now() - since; };
    new MutationObserver(look).observe(place, {subtree: true, childList: true, characterData: true});
    look();
}, {once: true})"""


def lose_the_network(page: Page) -> None:
    """The device's network goes, and the page says so within three seconds of its own time."""
    page.evaluate(LOOK_OUT)
    page.context.set_offline(True)
    expect(page.locator(".cac-bang")).to_contain_text("Mất mạng")
    assert page.evaluate("window.toldAfter") < 3000


def rested(page: Page) -> None:
    """A member's bar takes a tap again: one that comes at once after another it takes for a slip."""
    expect(page.locator(".man-tv .day-nut")).not_to_have_attribute("data-resting", "")


def press_until(button: Locator, other: Locator, there: bool = True) -> None:
    """Pressed until what it opens is there, or what it ends is gone: a button pressed a moment ago takes the next press for the same
    one. Where the button itself has gone it was heard, and what it leads to is waited for.
    """
    for press in range(20):
        if press and other.is_visible() == there:
            return None
        with suppress(TimeoutError) if press else nullcontext():
            button.click(timeout=1500 if press else None)
        try:
            return expect(other).to_be_visible(visible=there, timeout=1500)
        except AssertionError:
            continue
    raise AssertionError(f"{button} does nothing")


def choose(page: Page, choice: str) -> None:
    """A choice on the ballot; a tap in its first moments is taken for one meant for what was there before."""
    expect(page.locator(".man-bq")).to_have_attribute("data-ready", "")
    page.get_by_role("radio", name=choice, exact=True).click()
    expect(page.locator(".phieu[aria-checked=true]")).to_have_count(1)


def serious(page: Page) -> list[str]:
    """What axe finds serious or critical on the page."""
    return [f"{page.url} {one}" for one in measures.serious(page)]


def made_demo(settings: Settings, *more: str) -> str:
    """`python run.py demo` in a folder and database of its own; what it prints."""
    forgetful = {"DIENHONG_DRILL_FORGETFUL": "1"} if settings.database_url else {}  # the tests' PostgreSQL has no fsync
    made = subprocess.run(
        [sys.executable, str(ROOT / "run.py"), "demo", *more],
        env={**os.environ, **environment_of(settings), **forgetful},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert made.returncode == 0, made.stderr[-3000:]
    return made.stdout


@contextmanager
def opened(settings: Settings, browser: Browser, script: Path = ROOT / "run.py", **more: str) -> Iterator[Stage]:
    """The server on this data; the devices and it are gone afterwards."""
    with served(environment_of(settings) | {"DIENHONG_LOG": "text"} | more, script) as server:
        stage = Stage(server, browser)
        yield stage
        for page in stage.pages.values():
            page.context.close()
