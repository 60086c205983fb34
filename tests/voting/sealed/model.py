"""What must be true of a sealed ballot, whatever is done to it in whatever order: the simple model beside the house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from hypothesis.stateful import initialize, invariant
from sqlalchemy import func, select

from tests.contract.test_invariant import Watching
from tests.runs import answers, waiting
from tests.voting.machines import TimedMachine
from tests.voting.sealed.hall import SealedHall
from voting.sealed.device import Mine
from voting.sealed.envelopes import Ballot, new_code, seal
from voting.sealed.manifest import read as read_manifest
from voting.sealed.models import SealedBox, SealedEnvelope, SealedItem


class SealedModel(TimedMachine):
    """Two tablets and eight voters. `stage` is the model's own: draft, ready, open, closed, counted, announced, over."""

    @initialize()
    def begin(self) -> None:
        body = self.world.body(members=7)
        self.held: list[str] = []
        self.number = 0
        self.gone: str | None = None
        self.a_meeting_begins(body)
        self.ready = True

    def a_meeting_begins(self, body: Any) -> None:
        """Of another body, where a member of the last has gone."""
        self.keeps_time()
        body = self.world.body(members=7) if self.gone is not None else body
        self.hall = SealedHall(self.world, self.world.meeting(phase="in_progress", body=body))
        self.held.append(self.hall.meeting.stream)
        self.roll = self.hall.meeting.body.roll
        self.here = set(self.roll)
        self.stage: str | None = None
        self.gone = None
        self.forget()
        looking = [self.hall.meeting.chair, *self.roll[1:5:3], *self.roll[7:], self.hall.meeting.secretary]
        self.watching = [Watching(person, self.hall.meeting.stream) for person in looking]

    def forget(self) -> None:
        self.sent: dict[str, int] = {}
        self.barred: set[str] = set()
        self.met = [True, True]
        self.disputed = False
        self.taps = [0, 0]
        self.opened = False
        self.half_way = False

    def streams(self) -> Iterator[str]:
        yield from self.held

    def form(self) -> dict[str, Any]:
        return self.hall.form()

    def quorate(self) -> bool:
        return 3 * len(self.here) >= 2 * 8

    def may_vote(self, person: str) -> bool:
        return self.stage == "open" and person in self.here and person not in self.barred

    def look_at_the_clock(self) -> None:
        told = self.hall.state(self.hall.meeting.chair)["votes"][self.hall.vote]["closes_at"]
        self.closes_at = None if told is None else datetime.fromisoformat(told)

    def sealed(self, person: str, choice: int) -> Mine:
        text = self.hall.manifest(person)
        ballot = Ballot((choice,), new_code(), "")
        return Mine(person, text, ballot, seal(read_manifest(text), ballot))

    def together(self, *given: tuple[str, str, dict[str, Any]]) -> list[bool]:
        """Commands that reach the writer at once; the order is that of commit."""
        self.number += 1
        group = [
            waiting(self.hall.meeting, who, name, {"vote": self.hall.vote, **args}, f"cung-luc-{self.number}-{place}")
            for place, (who, name, args) in enumerate(given)
        ]
        self.world.house.writer._write(group)
        return [ok for ok, _words in answers(group)]

    def closed(self) -> None:
        self.met[1] = self.quorate()
        self.stage = "closed" if len(self.sent) >= 5 else "over"

    def where(self) -> str:
        if self.stage is None:
            return "no box"
        form = self.form()
        if form["stage"] == "opening":
            return f"opening {sum(one['opened'] is not None for one in form['board'])}" + ", half way" * self.half_way
        return str(form["stage"]) + ", counting down" * (self.stage == "open" and self.closes_at is not None)

    @invariant()
    def every_view_is_its_first_snapshot_and_the_entries_since(self) -> None:
        if hasattr(self, "watching"):
            told: dict[str, Any] = {}
            with self.world.house.database.read() as read:
                for each in self.watching:
                    each.look(self.world.house, read, told, thoroughly=True)

    @invariant()
    def figures_are_right(self) -> None:
        if getattr(self, "stage", None) in ("open", "closed", "counted", "announced"):
            form = self.hall.state(self.hall.meeting.chair)["votes"][self.hall.vote]
            assert form["turnout"] == len(self.sent)
            if form["result"] is not None:
                counts = dict.fromkeys(form["options"], 0)
                for choice in self.sent.values():
                    counts[form["options"][choice]] += 1
                assert form["result"]["counts"] == counts
                assert form["result"]["quorum"]["met"] == all(self.met)
                assert form["result"]["members"] == 8
                assert (form["result"]["verdict"] == "void") == (not all(self.met))

    @invariant()
    def nothing_is_left_of_what_is_over(self) -> None:
        """No envelope stays beside a name in a meeting that has ended, nor of a ballot that is final, called off or too small."""
        if not hasattr(self, "held"):
            return
        over = SealedBox.meeting.in_([stream.removeprefix("meeting:") for stream in self.held[:-1]])
        over |= SealedBox.stage.in_(("few", "final", "ended"))
        with self.world.house.database.read() as read:
            envelopes = (
                select(func.count(SealedEnvelope.id)).join(SealedBox, SealedBox.id == SealedEnvelope.vote).where(over)
            )
            items = select(func.count(SealedItem.id)).join(SealedBox, SealedBox.id == SealedItem.vote).where(over)
            assert read.execute(envelopes.where(SealedEnvelope.e1.is_not(None))).scalar() == 0
            assert read.execute(items).scalar() == 0
