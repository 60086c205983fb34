"""A meeting in progress with seven members: a page of whoever is needed, signed in already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.stage import Stage
from tests.served import Device


@dataclass
class Hall:
    """The chair, the secretary and seven members; each has a cookie, and a device when they need one."""

    stage: Stage
    facts: dict[str, Any]

    def context(self, who: dict[str, Any], width: int = 1180, height: int = 820) -> BrowserContext:
        return self.stage.signed_in(who["cookie"], (width, height))

    def open_room(self, who: dict[str, Any], width: int = 1180, height: int = 820) -> Page:
        page = self.stage.window(who["person"], self.context(who, width, height))
        page.goto(f"{self.stage.server.address}/meetings/{self.facts['meeting']}/room")
        return page

    def member(self, place: int, width: int = 1180, height: int = 820) -> Page:
        page = self.open_room(self.facts["members"][place], width, height)
        expect(page.locator(".man-tv")).to_be_attached()
        return page

    def desk(self) -> Page:
        page = self.open_room(self.facts["secretary"], 1440, 900)
        expect(page.locator("#d-lenh")).to_be_visible()
        return page

    def chair(self) -> Page:
        page = self.open_room(self.facts["chair"])
        expect(page.locator(".man-ct")).to_be_visible()
        return page

    def must(self, who: dict[str, Any], name: str, /, **args: Any) -> dict[str, Any]:
        """A command by HTTP, as another device of this person would give it."""
        answer = self._elsewhere(who).post(self.stage.stream, name, **args).json
        assert answer["ok"], (name, answer)
        result: dict[str, Any] = answer.get("result") or {}
        return result

    def state(self, who: dict[str, Any]) -> dict[str, Any]:
        return dict(self._elsewhere(who).http("GET", f"/api/streams/{self.stage.stream}").json["state"])

    def device(self, person: str) -> Device:
        """Another device of this person."""
        everybody = [self.facts["chair"], self.facts["secretary"], *self.facts["members"]]
        return self._elsewhere(next(one for one in everybody if one["person"] == person))

    def _elsewhere(self, who: dict[str, Any]) -> Device:
        return Device(self.stage.server.address, who["cookie"])

    def name_of(self, place: int) -> str:
        person = self.facts["members"][place]["person"]
        return str(self.state(self.facts["chair"])["people"][person]["name"])

    def waiting_speech(self, place: int) -> str:
        """The speech this member has asked for."""
        person = self.facts["members"][place]["person"]
        speeches = self.state(self.facts["chair"])["speeches"].items()
        return str(next(key for key, one in speeches if one["person"] == person and one["state"] == "waiting"))

    def queue(self) -> list[str]:
        speeches = self.state(self.facts["chair"]).get("speeches", {}).values()
        return [one["person"] for one in speeches if one["state"] == "waiting"]
