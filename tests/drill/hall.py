"""The hall of a drill: a process with the chair, the secretary and the members of one meeting, who act at random by a seed.

It reads its scenario and then orders, one JSON object a line, from its standard input, and tells how it goes on its
standard output. Nothing of the project's own code is imported here.
"""

from __future__ import annotations

import json
import os
import random
import selectors
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.drill.device import Device
from tests.drill.histories import History
from tests.drill.lines import Loop

MOST_OPEN = 2
PATIENCE = 50.0
"""Seconds of good weather that a stage of the end may take: whoever waits longer waits for something that was lost."""
MINUTES = 300.0
"""The minutes are printed behind everything else, and again where a worker was lost: its lease lasts a minute."""


class Member(Device):
    """Votes, votes again, asks for the floor, checks in; now and then nonsense or something late."""

    def begin(self) -> None:
        self.resting = False
        self.connect()
        self.loop.after(self.rng.uniform(0.0, 0.5), self._act)

    def _act(self) -> None:
        if not self.resting:
            self.loop.after(self.rng.uniform(0.1, 0.6), self._act)
            if self.joined and len(self.pending) < 2:
                self.act()

    def act(self) -> None:
        chance = self.rng.random()
        if chance < 0.6:
            self.vote("open")
        elif chance < 0.65:
            self.vote("closed", "announced", "annulled")
        elif chance < 0.8:
            self.floor()
        elif chance < 0.9:
            self.give("attendance.check_in", {"online": self.rng.random() < 0.2})
        elif chance < 0.94 and self.answered:
            self.repeat(self.rng.choice(self.answered))

    def votes(self, *states: str) -> list[tuple[str, dict[str, Any]]]:
        return [(id, vote) for id, vote in self.state.get("votes", {}).items() if vote["state"] in states]

    def vote(self, *states: str) -> None:
        found = self.votes(*states)
        if found:
            id, vote = self.rng.choice(found[-5:])
            choice = self.rng.choice(vote["options"]) if self.rng.random() > 0.03 else "không có"
            self.give("vote.cast", {"vote": id, "choice": choice})

    def floor(self) -> None:
        mine = [
            id
            for id, s in self.state.get("speeches", {}).items()
            if s["person"] == self.person and s["state"] == "waiting"
        ]
        if mine and self.rng.random() < 0.6:
            self.give("speaking.withdraw", {"speech": mine[0]})
        else:
            self.give("speaking.request", {"gist": f"ý kiến {self.rng.getrandbits(64):016x}"})


class Chair(Member):
    """Opens and closes votes, announces, calls speakers; votes as a member too."""

    def begin(self) -> None:
        self.countdowns = bool(self.hall.get("countdowns"))
        """Votes end by their countdown alone."""
        self.by_hand = bool(self.hall.get("by_hand"))
        """Votes stay open until the order to close them."""
        self.announced = 0
        self.closing: dict[str, float] = {}
        self.going: set[str] = set()
        super().begin()

    def once(self, key: str, name: str, args: dict[str, Any]) -> None:
        """One of a kind under way at a time."""
        if key not in self.going:
            self.going.add(key)
            self.give(name, args, lambda _answer: self.going.discard(key))

    def act(self) -> None:
        chance = self.rng.random()
        if chance < 0.25:
            super().act()
        elif chance < 0.45 and not self.by_hand:
            self.queue()
        else:
            self.preside()

    def preside(self) -> None:
        now = time.monotonic()
        running = self.votes("open")
        for id, vote in running:
            if self.by_hand or (self.countdowns and vote["closes_at"]):
                continue
            due = self.closing.setdefault(id, now + self.rng.uniform(1.0, 4.0))
            if now > due:
                self.close_vote(id)
                return
        for id, _vote in self.votes("closed"):
            if self.rng.random() < 0.85:
                self.once(f"announce {id}", "vote.announce", {"vote": id})
            else:
                self.once(f"annul {id}", "vote.annul", {"vote": id, "reason": "kiểm phiếu lại"})
            return
        if len(running) < MOST_OPEN:
            self.open_vote()

    def open_vote(self) -> None:
        asked = {"question": f"Câu hỏi {self.rng.getrandbits(64):016x}", "by_name": self.rng.random() < 0.1}
        asked |= {"reason": "theo quy chế"}
        if self.countdowns or (self.rng.random() < 0.2 and not self.by_hand):
            asked["seconds"] = self.rng.randint(5, 15)
        self.once("open", "vote.open", asked)

    def close_all(self) -> None:
        """What is open now is closed and announced, whatever else waits; then all goes on as usual."""
        self.by_hand = False

        def announce(id: str) -> None:
            self.give("vote.announce", {"vote": id}, lambda answer: self._announced(answer))

        for id, _vote in self.votes("open"):
            self.give("vote.close", {"vote": id}, lambda _answer, id=id: announce(id))  # type: ignore[misc]

    def _announced(self, answer: dict[str, Any]) -> None:
        self.announced += answer["ok"]

    def close_vote(self, id: str) -> None:
        say(say="closing")
        if self.rng.random() < 0.1:
            self.once(f"close {id}", "vote.cancel", {"vote": id, "reason": "thôi"})
        else:
            self.once(f"close {id}", "vote.close", {"vote": id})

    def queue(self) -> None:
        speeches = self.state.get("speeches", {})
        on_floor = [id for id, s in speeches.items() if s["state"] in ("speaking", "paused")]
        waiting = sorted((s["order"], id) for id, s in speeches.items() if s["state"] == "waiting")
        if on_floor and self.rng.random() < 0.5:
            self.once("floor", "speaking.finish", {"speech": on_floor[0]})
        elif waiting:
            self.once("floor", "speaking.call", {"speech": waiting[0][1]})

    def end_meeting(self) -> bool:
        """One step towards the meeting's end; True once it has ended."""
        meeting = next(iter(self.state.get("meeting", {}).values()), {})
        if meeting.get("phase") == "ended":
            return True
        if not self.joined or self.pending:
            return False
        for id, vote in [*self.votes("open"), *self.votes("closed")]:
            self.once(id, "vote.close" if vote["state"] == "open" else "vote.announce", {"vote": id})
        speeches = self.state.get("speeches", {}).items()
        for id, _speech in [(id, s) for id, s in speeches if s["state"] in ("speaking", "paused")]:
            self.once(id, "speaking.finish", {"speech": id})
        if not self.pending:
            self.once("end", "meeting.end", {})
        return False


class Secretary(Member):
    """Marks people as gone and as here again."""

    def act(self) -> None:
        if self.rng.random() < 0.5:
            people = sorted(p for p, row in self.state.get("people", {}).items() if row.get("on_roll"))
            status = self.rng.choice(["left", "present", "present", "present"])
            self.give("attendance.mark", {"person": self.rng.choice(people), "status": status})

    def minutes(self) -> bool:
        """Ask for the minutes' PDF once; True once it is made."""
        versions = self.state.get("minutes_versions", {})
        if any(version["state"] == "ready" for version in versions.values()):
            return True
        if self.joined and not self.pending and not any(v["state"] == "making" for v in versions.values()):
            self.give("minutes.export", {})
        return False


def say(**told: Any) -> None:
    print(json.dumps(told), flush=True)


class Hall:
    """Everybody, and the order of the day: act, then settle, end, compare."""

    def __init__(self, scenario: dict[str, Any]):
        self.history = History(Path(scenario["history"]))
        self.loop = Loop(self.history.sync)
        self.scenario = scenario
        self.chair = self._one(Chair, "chair", scenario["chair"])
        self.secretary = self._one(Secretary, "secretary", scenario["secretary"])
        members = [self._one(Member, f"m{n}", told) for n, told in enumerate(scenario["members"])]
        self.everybody: list[Member] = [self.chair, self.secretary, *members]
        self.stage = self._acting
        self.until = self.latest = 0.0
        self.compared: set[str] = set()

    def _one(self, kind: Any, name: str, told: dict[str, Any]) -> Any:
        rng = random.Random(f"{self.scenario['seed']}/{name}")
        return kind(self.loop, self.history, self.scenario, name, told, rng)

    def run(self) -> None:
        for one in self.everybody:
            one.note("device", person=one.person)
            one.begin()
        os.set_blocking(0, False)
        self.loop.selector.register(0, selectors.EVENT_READ, self._order)
        self._tell()
        while self.stage != self._over:
            self.loop.turn()
            self.stage()
            if self.stage != self._acting and time.monotonic() > self.latest:
                self._give_up()
        self.history.sync()
        say(say="done")

    def _tell(self) -> None:
        self.loop.after(0.2, self._tell)
        for one in self.everybody:
            one.watch()
        say(
            say="figures",
            joined=sum(one.joined for one in self.everybody),
            finals=sum(one.finals for one in self.everybody),
            announced=self.chair.announced,
            pending=sum(len(one.pending) for one in self.everybody),
            stage=self.stage.__name__,
        )

    def _order(self, _events: int) -> None:
        data = sys.stdin.buffer.raw.read(65536)  # type: ignore[attr-defined]
        if not data:
            sys.exit(1)  # whoever started us is gone
        for order in data.split(b"\n"):
            kind = json.loads(order)["order"] if order else ""
            if kind == "close":
                self.chair.close_all()
            if kind == "settle":
                for one in self.everybody:
                    one.resting = True
                self._move(self._settling)

    # stages --------------------------------------------------------------------------------------------------------

    def _move(self, stage: Callable[[], None]) -> None:
        patience = MINUTES if stage == self._ending else PATIENCE
        self.stage, self.latest = stage, time.monotonic() + patience

    def _give_up(self) -> None:
        """Write down who waits for what, and go on to what can still be judged."""
        for one in self.everybody:
            left = [{"id": id, "name": waiting.command["name"]} for id, waiting in one.pending.items()]
            waits = self.stage == self._comparing and one.name not in self.compared
            waits = waits or (self.stage == self._ending and one in (self.chair, self.secretary))
            if left or waits or not one.joined:
                one.note("stuck", stage=self.stage.__name__, joined=one.joined, unanswered=left)
            one.pending.clear()
        if self.stage == self._comparing:
            self._close()
        else:
            self._compare()

    def _acting(self) -> None:
        pass

    def _quiet(self) -> bool:
        return all(one.joined and not one.pending for one in self.everybody)

    def _settling(self) -> None:
        """Every command has its final answer; then everybody sends some again."""
        if self._quiet():
            for one in self.everybody:
                for command in one.rng.sample(list(one.answered), min(6, len(one.answered))):
                    one.repeat(command)
            self.until = time.monotonic() + 2.0
            self._move(self._ending if self.scenario.get("end", True) else self._waiting)

    def _ending(self) -> None:
        if self.chair.end_meeting() and self.secretary.minutes():
            self.until = time.monotonic() + 1.5
            self._move(self._waiting)

    def _waiting(self) -> None:
        if self._quiet() and time.monotonic() > self.until:
            self._compare()

    def _compare(self) -> None:
        self._move(self._comparing)
        for one in self.everybody:
            one.compare(lambda name=one.name: self.compared.add(name))  # type: ignore[misc]

    def _comparing(self) -> None:
        if len(self.compared) == len(self.everybody):
            self._close()

    def _close(self) -> None:
        for one in self.everybody:
            one.close()
        self._move(self._over)

    def _over(self) -> None:
        pass


if __name__ == "__main__":
    Hall(json.loads(sys.stdin.buffer.raw.readline())).run()  # type: ignore[attr-defined]
