"""Tablets and devices that hold a sealed ballot through the ordinary commands, as the browser does."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any

from nacl.bindings import crypto_scalarmult_base

from documents.demo import secret
from tests.conftest import MeetingOfBody, World
from voting.sealed import bundle as bundles
from voting.sealed.device import Mine, check, my_place, receipt_holds
from voting.sealed.envelopes import Ballot, new_code, seal
from voting.sealed.keeping import digest_of
from voting.sealed.manifest import Keeper, nonce_hash, read


@dataclass
class Tablet:
    """A board member's tablet in the hall: does what its three taps do, and how far it is told to."""

    hall: SealedHall
    person: str
    own: secret.Tablet = field(default_factory=lambda: secret.Tablet(part=3))

    @property
    def form(self) -> dict[str, Any]:
        return dict(self.hall.state(self.person)["my_boards"][self.hall.vote])

    def accept(self) -> Any:
        return self._tap("accept", {})

    def add_nonce(self) -> Any:
        form = self.form
        keeper = Keeper(
            self.person,
            form["name"],
            crypto_scalarmult_base(self.own.box),
            bytes(self.own.sign.verify_key),
            nonce_hash(self.own.nonce),
        )
        assert my_place(read(form["manifest"]), keeper) == form["place"]
        return self._tap("add_nonce", form)

    def read_code(self) -> Any:
        return self._tap("read_code", self.form)

    def open_box(self, part: int = 3, sends: int | None = None) -> Any:
        """Fetch, open, bring in parts (`sends`: only so many of them), say that it is all."""
        self.own.part = part
        return self._tap("open_box", self.form, sends)

    def ask(self, _method: str, path: str) -> dict[str, Any]:
        answer = self.hall.world.client(self.person).get(path)
        assert answer.status_code == 200, answer.status_code
        return dict(answer.json)

    def _tap(self, step: str, form: dict[str, Any], sends: int | None = None) -> Any:
        """The answer to its last command; those before it are taken."""
        *before, (name, args) = self.own.orders(step, self.hall.vote, form, self)
        for one, told in before[:sends]:
            answer = self.hall.world.run(self.person, one, self.hall.meeting, **told)
            assert answer.ok, answer.error
        return self.hall.world.run(self.person, name, self.hall.meeting, **args)


@dataclass
class SealedHall:
    """A secret vote of a meeting with its board's tablets and its voters' devices."""

    world: World
    meeting: MeetingOfBody
    vote: str = ""
    tablets: list[Tablet] = field(default_factory=list)
    mine: dict[str, Mine] = field(default_factory=dict)
    receipts: bool = True
    """Whether each device looks at its receipt at once; five hundred leave it, whole snapshots take their time."""
    shown: tuple[str, str] = ("", "")
    """The manifest last seen, by vote."""

    def run(self, person: str | None, name: str, **args: Any) -> Any:
        return self.world.run(person, name, self.meeting, vote=self.vote, **args)

    def must(self, person: str | None, name: str, **args: Any) -> Any:
        answer = self.run(person, name, **args)
        assert answer.ok, (name, answer.error)
        return answer

    def state(self, person: str) -> Any:
        found = self.world.state(person, self.meeting)
        assert found is not None
        return found

    def form(self, person: str | None = None) -> dict[str, Any]:
        return dict(self.state(person or self.meeting.chair)["sealed"][self.vote])

    def prepare(self, board: int = 2, **args: Any) -> None:
        people = self.meeting.members[:board]
        args = {"question": "Bầu bổ sung Ủy viên?", "item": self.meeting.items[0], "board": people, **args}
        made = self.world.must(self.meeting.chair, "vote.prepare", self.meeting, secret=True, **args)
        self.vote = str(made["id"])
        self.tablets = [Tablet(self, person) for person in people]

    def read_aloud(self) -> None:
        for step in ("accept", "add_nonce", "read_code"):
            for tablet in self.tablets:
                answer = getattr(tablet, step)()
                assert answer.ok, (step, answer.error)

    def open(self, **args: Any) -> None:
        self.must(self.meeting.chair, "vote.open", **args)

    def cast(self, person: str, choice: int | tuple[int, ...] = 0, mark: str = "") -> Any:
        text = self.manifest(person)
        ballot = Ballot((choice,) if isinstance(choice, int) else choice, new_code(), mark)
        mine = Mine(person, text, ballot, seal(read(text), ballot))
        answer = self.send(person, mine.envelopes[0])
        if answer.ok:
            self.mine[person] = mine
            if self.receipts:
                kept = self.state(person)["my_votes"][self.vote]
                assert receipt_holds(mine, kept["revision"], bytes.fromhex(kept["receipt"]))
        return answer

    def manifest(self, person: str) -> str:
        if self.receipts or self.shown[0] != self.vote:
            self.shown = (self.vote, self.form(person)["manifest"])
        return self.shown[1]

    def send(self, person: str, e1: bytes, **known: int) -> Any:
        return self.run(person, "sealed.cast", e1=base64.b64encode(e1).decode(), **known)

    def cast_all(self, people: list[str] | None = None) -> None:
        for number, person in enumerate(people or self.meeting.body.roll):
            answer = self.cast(person, number % 3, "A2" if number % 2 else "")
            assert answer.ok, answer.error

    def close(self) -> None:
        self.must(self.meeting.chair, "vote.close")

    def open_box(self) -> None:
        for tablet in self.tablets:
            answer = tablet.open_box()
            assert answer.ok, answer.error

    def announce(self) -> None:
        self.must(self.meeting.chair, "vote.announce")

    def hold(self, board: int = 2, **args: Any) -> None:
        """From preparing to announcing, everybody voting."""
        self.prepare(board, **args)
        self.read_aloud()
        self.open()
        self.cast_all()
        self.close()
        self.open_box()
        self.announce()

    def bundle(self, person: str) -> str:
        answer = self.world.client(person).get(f"/api/sealed/{self.vote}/bundle")
        assert answer.status_code == 200, answer.status_code
        return str(answer.get_data(as_text=True))

    def confirm(self, person: str) -> Any:
        """The device's own check; it says what it has found."""
        text = self.bundle(person)
        mine = self.mine.get(person) or Mine(person, self.manifest(person))
        faults = check(bundles.read(text), mine)
        told: dict[str, Any] = {"ok": not faults, "why": ", ".join(fault.code for fault in faults)}
        return self.run(person, "sealed.confirm", bundle=digest_of(text), **told)
