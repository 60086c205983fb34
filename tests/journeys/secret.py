"""What the journeys of secret votes share: taps of the board, ballots that are sent, devices that nobody looks at."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.conftest import BodyOfPeople, MeetingOfBody
from tests.journeys.hall import Hall
from tests.journeys.stage import choose, press_until
from tests.voting.sealed.hall import SealedHall


def tap(page: Page, name: str) -> None:
    page.locator(".ban-kiem").get_by_role("button", name=name).click()


def top(one: Locator) -> float:
    return float((one.bounding_box() or {})["y"])


def bottom(one: Locator) -> float:
    return top(one) + float((one.bounding_box() or {})["height"])


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


def keys_are(page: Page, number: int) -> None:
    """They go without anything to be seen."""
    for _look in range(100):
        if page.evaluate(KEYS) == number:
            return
        page.wait_for_timeout(50)
    raise AssertionError((page.evaluate(KEYS), number))
