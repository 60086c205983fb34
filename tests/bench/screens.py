"""What an entry costs a slow device: scripting in Chromium slowed down six times, in each kind of room, with a hall of hundreds in the
lists. Measured in the processor's time of the page's own thread, so that a busy machine takes nothing from it.
"""

from __future__ import annotations

import http.client
import json
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from app import building
from app.people import sessions
from app.settings import Settings
from documents.demo.player import Player
from tests.bench.measuring import NO_PACE, Server, ms, serving
from tests.chromium import launched

SLOWER = 6
APART = 0.15
"""Seconds between two entries: the relay gathers what comes closer together."""
QUIET = 3.0
SIZES = {"member": (390, 844), "chair": (1180, 820), "secretary": (1440, 900), "hall": (1920, 1080)}
Say = Callable[[str], None]
Steps = Iterator[tuple[str, str, dict[str, Any]]]
"""(whose cookie, the command, its arguments)"""


class Driver:
    """Gives commands as other devices do, one after another."""

    def __init__(self, server: Server):
        self.server = server
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)

    def command(self, cookie: str, name: str, args: dict[str, Any]) -> str:
        told = {"id": str(uuid.uuid4()), "stream": self.server.stream, "name": name, "args": args}
        headers = {
            "Origin": f"http://127.0.0.1:{self.server.port}",
            "Content-Type": "application/json",
            "Cookie": cookie,
        }
        self.connection.request("POST", "/api/commands", json.dumps(told), headers)
        answer = json.loads(self.connection.getresponse().read())
        if not answer["ok"]:
            raise RuntimeError(f"{name}: {answer['error']}")
        return str((answer.get("result") or {}).get("id", ""))

    def state(self, cookie: str, collection: str) -> dict[str, Any]:
        self.connection.request("GET", f"/api/streams/{self.server.stream}", headers={"Cookie": cookie})
        found = json.loads(self.connection.getresponse().read())["state"]
        return dict(found.get(collection, {}))


class Slow:
    """A page on a slow device, and what its thread has done."""

    def __init__(self, page: Page):
        self.page = page
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})

    def done(self) -> dict[str, float]:
        told = self.session.send("Performance.getMetrics")["metrics"]
        return {one["name"]: one["value"] for one in told}

    def quiet(self) -> dict[str, float]:
        """A second in which nothing happens."""
        before = self.done()
        self.page.wait_for_timeout(QUIET * 1000)
        return {name: (value - before[name]) / QUIET for name, value in self.done().items()}


def screens(say: Say, members: int, rounds: int) -> dict[str, Any]:
    """Scripting for each entry, in milliseconds, by room and by what happens. A result with its hundreds of names comes once a
    vote: it is told, and counts for no entry's.
    """
    found: dict[str, Any] = {"members": members}
    with serving(members, prepare=_with_a_hall, **NO_PACE) as server, sync_playwright() as playwright:
        browser = launched(playwright)
        for role, size in SIZES.items():
            found[role] = _measured(browser, server, role, size, rounds)
            parts = ", ".join(f"{what} {told['script_ms']}" for what, told in found[role]["by"].items())
            say(
                f"screens {role:>9}: {found[role]['worst_ms']} ms of scripting an entry at most ({parts}), {SLOWER} times slower"
            )
        browser.close()
    found["worst_ms"] = max(found[role]["worst_ms"] for role in SIZES)
    return found


def _with_a_hall(data: Path, demo: dict[str, Any]) -> str:
    """A screen for the hall; its cookie."""
    flask = building.build(Settings(data=data))
    house = flask.extensions["house"]
    player = Player(house, house.now())
    hall = player.run(None, "person.create", "system", username="manchieu", name="Màn chiếu")["id"]
    since = (house.now() - timedelta(days=30)).date().isoformat()
    row = {"person": hall, "capacities": ["hall"], "from_date": since}
    player.run(None, "body.add_members", f"body:{demo['body']}", members=[row])
    token = sessions.new_token()
    player.run(None, "session.open", "system", person=hall, token_hash=sessions.digest(token))
    cookie = f"{sessions.cookie_name(house.settings)}={token}"
    house.close()
    return cookie


def _measured(browser: Browser, server: Server, role: str, size: tuple[int, int], rounds: int) -> dict[str, Any]:
    cookies = {
        "chair": server.demo["chair"],
        "secretary": server.demo["secretary"],
        "member": server.demo["members"][-1],
    }
    cookie = server.demo["prepared"] if role == "hall" else cookies[role]["cookie"]
    with _opened(browser, server, cookie, size) as page:
        slow, driver = Slow(page), Driver(server)
        quiet = slow.quiet()
        by = {what: _each(slow, driver, quiet, steps) for what, steps in _happenings(server, driver, rounds)}
    return {
        "quiet_ms_a_second": ms(quiet["ScriptDuration"]),
        "by": by,
        "worst_ms": max(one["script_ms"] for what, one in by.items() if what != "result"),
    }


@contextmanager
def _opened(browser: Browser, server: Server, cookie: str, size: tuple[int, int]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="vi-VN")
    name, _, value = cookie.partition("=")
    address = f"http://127.0.0.1:{server.port}"
    context.add_cookies([{"name": name, "value": value, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/meetings/{server.demo['meeting']}/room")
    page.locator(".man-tv, .man-ct, .man-tk, .man-chieu").first.wait_for(timeout=60_000)
    page.wait_for_timeout(1500)
    yield page
    context.close()


def _each(slow: Slow, driver: Driver, quiet: dict[str, float], steps: Steps) -> dict[str, float]:
    before, began, count = slow.done(), time.perf_counter(), 0
    for cookie, name, args in steps:
        driver.command(cookie, name, args)
        slow.page.wait_for_timeout(APART * 1000)
        count += 1
    slow.page.wait_for_timeout(500)
    lasted, after = time.perf_counter() - began, slow.done()
    used = {
        name: max(0.0, after[name] - before[name] - quiet[name] * lasted) / count
        for name in ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration", "TaskDuration")
    }
    return {
        "script_ms": ms(used["ScriptDuration"]),
        "layout_ms": ms(used["LayoutDuration"] + used["RecalcStyleDuration"]),
        "all_ms": ms(used["TaskDuration"]),
    }


def _happenings(server: Server, driver: Driver, rounds: int) -> Iterator[tuple[str, Steps]]:
    chair, desk = server.demo["chair"]["cookie"], server.demo["secretary"]["cookie"]
    members, item = server.demo["members"], server.demo["items"][0]
    for status in ("left", "present"):
        marks = ((desk, "attendance.mark", {"person": one["person"], "status": status}) for one in members[:rounds])
        yield f"{'leaving' if status == 'left' else 'coming'}", marks
    asking = members[: rounds * 2]
    yield "registering", ((one["cookie"], "speaking.request", {"item": item}) for one in asking)
    yield "speaking", _floor(server, driver, chair, asking[:rounds])
    vote = driver.command(chair, "vote.open", {"question": "Có thông qua không?", "item": item})
    yield "voting", ((one["cookie"], "vote.cast", {"vote": vote, "choice": "yes"}) for one in members[: rounds * 2])
    closing = [(chair, name, {"vote": vote}) for name in ("vote.close", "vote.announce")]
    yield "result", iter(closing)
    waiting = driver.state(desk, "speeches")
    for key, form in waiting.items():
        if form["state"] == "waiting":
            driver.command(desk, "speaking.withdraw", {"speech": key})


def _floor(server: Server, driver: Driver, chair: str, asking: list[dict[str, Any]]) -> Steps:
    for one in asking:
        yield chair, "speaking.call", {"person": one["person"]}
        speech = next(
            key
            for key, form in driver.state(chair, "speeches").items()
            if form["state"] == "speaking" and form["person"] == one["person"]
        )
        yield chair, "speaking.finish", {"speech": speech}
