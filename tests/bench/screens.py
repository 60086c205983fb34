"""What an entry costs a slow device, in each kind of room, with a hall of hundreds in the lists: scripting in Chromium six times slower.

Measured twice, each time in the processor's time of the page's own thread: as it is, times six, which a busy machine hardly changes;
and with Chromium's throttle, which counts by the wall's clock and so takes the more the busier the machine is.
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
APART = 0.2
"""Seconds between two entries: the relay gathers what comes closer together, and each is measured by itself."""
QUIET = 3.0
SIZES = {"member": (390, 844), "chair": (1180, 820), "secretary": (1440, 900), "hall": (1920, 1080)}
Say = Callable[[str], None]
Steps = Iterator[tuple[str, str, str, dict[str, Any]]]
"""(what happens, whose cookie, the command, its arguments)"""
ORDINARY = ("leaving", "coming", "registering", "called", "finished", "voting")
"""What happens all the time."""
ENDING = ("closed", "announced")
"""Once in a while, and much is drawn for it: in pieces, of which the longest counts, for a finger waits for one at most."""
ENDS = 1.5
"""Seconds until the last piece is drawn."""


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

    def throttled(self, rate: int) -> None:
        self.session.send("Emulation.setCPUThrottlingRate", {"rate": rate})

    def done(self) -> dict[str, float]:
        told = self.session.send("Performance.getMetrics")["metrics"]
        return {one["name"]: one["value"] for one in told}

    def quiet(self, rate: int) -> dict[str, float]:
        """A second in which nothing happens: clocks, and the beat."""
        self.throttled(rate)
        before = self.done()
        self.page.wait_for_timeout(QUIET * 1000)
        return {name: (value - before[name]) / QUIET for name, value in self.done().items()}


def screens(say: Say, members: int, rounds: int) -> dict[str, Any]:
    """Scripting for each entry, in milliseconds, by room and by what happens: thread time times six, and throttled."""
    found: dict[str, Any] = {"members": members}
    with serving(members, prepare=_with_a_hall, **NO_PACE) as server, sync_playwright() as playwright:
        browser = launched(playwright)
        for role, size in SIZES.items():
            found[role] = _measured(browser, server, role, size, rounds)
            parts = ", ".join(
                f"{what} {one['script_ms']} ({one['throttled_ms']})" for what, one in found[role]["by"].items()
            )
            ends = ", ".join(f"{what} {one}" for what, one in found[role]["piece_ms"].items())
            say(
                f"screens {role:>9}: {found[role]['worst_ms']} ms of scripting an entry at most,"
                f" {found[role]['throttled_worst_ms']} with the throttle: {parts};"
                f" the longest piece when a vote ends: {ends}"
            )
        browser.close()
    for worst in ("worst_ms", "throttled_worst_ms"):
        found[worst] = max(found[role][worst] for role in SIZES)
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
    played = {}
    for rate, first in ((SLOWER, 0), (1, rounds * 3)):
        with opened(browser, server, cookie, size) as page:
            driver = Driver(server)
            played[rate] = _played(Slow(page), _happenings(server, driver, rounds, first), driver, rate)
    with opened(browser, server, cookie, size) as page:
        driver = Driver(server)
        pieces = _pieces(browser, page, _happenings(server, driver, 2, rounds * 6), driver)
    by = {
        what: {
            "script_ms": one["script_ms"],
            "layout_ms": one["layout_ms"],
            "throttled_ms": played[SLOWER][what]["script_ms"],
        }
        for what, one in played[1].items()
    }
    return {
        "by": by,
        "piece_ms": pieces,
        "worst_ms": max(by[what]["script_ms"] for what in ORDINARY),
        "throttled_worst_ms": max(by[what]["throttled_ms"] for what in ORDINARY),
    }


@contextmanager
def opened(browser: Browser, server: Server, cookie: str, size: tuple[int, int]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="vi-VN")
    name, _, value = cookie.partition("=")
    address = f"http://127.0.0.1:{server.port}"
    context.add_cookies([{"name": name, "value": value, "url": address}])
    page = context.new_page()
    page.goto(f"{address}/meetings/{server.demo['meeting']}/room")
    page.locator(".man-tv, .man-ct, .man-tk, .man-chieu").first.wait_for(state="attached", timeout=60_000)
    page.wait_for_timeout(1500)
    yield page
    context.close()


def _pieces(browser: Browser, page: Page, steps: Steps, driver: Driver) -> dict[str, float]:
    """The longest piece of scripting when a vote ends: the thread's milliseconds, `SLOWER` times slower."""
    longest = {}
    for what, cookie, name, args in steps:
        if what in ENDING:
            browser.start_tracing(page=page, categories=["devtools.timeline", "-*"])
        driver.command(cookie, name, args)
        page.wait_for_timeout((ENDS if what in ENDING else APART) * 1000)
        if what in ENDING:
            events = json.loads(browser.stop_tracing())["traceEvents"]
            called = [one for one in events if one["name"] == "FunctionCall" and "tdur" in one]
            longest[what] = round(max(one["tdur"] for one in called) * SLOWER / 1000, 1)
    return longest


COUNTED = ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration")


def _played(slow: Slow, steps: Steps, driver: Driver, rate: int) -> dict[str, dict[str, float]]:
    """What each kind of entry takes, `SLOWER` times slower, whatever the throttle is."""
    quiet = slow.quiet(rate)
    used: dict[str, list[dict[str, float]]] = {}
    for what, cookie, name, args in steps:
        before, began = slow.done(), time.perf_counter()
        driver.command(cookie, name, args)
        slow.page.wait_for_timeout(APART * 1000)
        after, lasted = slow.done(), time.perf_counter() - began
        one = {key: after[key] - before[key] - quiet[key] * lasted for key in COUNTED}
        used.setdefault(what, []).append(one)
    return {what: _meant(all_, SLOWER / rate) for what, all_ in used.items()}


def _meant(used: list[dict[str, float]], slower: float) -> dict[str, float]:
    """The mean: what is collected or compiled once in a while is paid by all."""
    mean = {key: max(0.0, sum(one[key] for one in used) / len(used)) * slower for key in COUNTED}
    return {
        "script_ms": ms(mean["ScriptDuration"]),
        "layout_ms": ms(mean["LayoutDuration"] + mean["RecalcStyleDuration"]),
    }


def _happenings(server: Server, driver: Driver, rounds: int, first: int) -> Steps:
    """What happens in a meeting, each a few times, by members from the `first` on."""
    chair, desk = server.demo["chair"]["cookie"], server.demo["secretary"]["cookie"]
    members, item = server.demo["members"][first:], server.demo["items"][0]
    for what, status in (("leaving", "left"), ("coming", "present")):
        for one in members[:rounds]:
            yield what, desk, "attendance.mark", {"person": one["person"], "status": status}
    asking = members[: rounds * 2]
    for one in asking:
        yield "registering", one["cookie"], "speaking.request", {"item": item}
    yield from _floor(driver, chair, asking[:rounds])
    vote = driver.command(chair, "vote.open", {"question": "Có thông qua không?", "item": item})
    for one in members[: rounds * 2]:
        yield "voting", one["cookie"], "vote.cast", {"vote": vote, "choice": "yes"}
    yield "closed", chair, "vote.close", {"vote": vote}
    yield "announced", chair, "vote.announce", {"vote": vote}
    for key, form in driver.state(desk, "speeches").items():
        if form["state"] == "waiting":
            driver.command(desk, "speaking.withdraw", {"speech": key})


def _floor(driver: Driver, chair: str, asking: list[dict[str, Any]]) -> Steps:
    for one in asking:
        yield "called", chair, "speaking.call", {"person": one["person"]}
        speech = next(
            key
            for key, form in driver.state(chair, "speeches").items()
            if form["state"] == "speaking" and form["person"] == one["person"]
        )
        yield "finished", chair, "speaking.finish", {"speech": speech}
