"""Tablets and devices that hold a sealed ballot through the ordinary commands, as the browser does."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any

from nacl.bindings import crypto_scalarmult_base
from nacl.signing import SigningKey

from tests.conftest import MeetingOfBody, World
from voting.sealed import bundle as bundles
from voting.sealed import manifest as manifests
from voting.sealed.device import Mine, check, my_place, receipt_holds
from voting.sealed.envelopes import Ballot, hashes, new_code, seal
from voting.sealed.keeping import digest_of
from voting.sealed.lists import list_digest, open_list
from voting.sealed.manifest import Keeper, nonce_hash, read


@dataclass
class Tablet:
    """A board member's tablet: does what its three taps do."""

    hall: SealedHall
    person: str
    box: bytes = field(default_factory=lambda: bytes(SigningKey.generate()))
    sign: SigningKey = field(default_factory=SigningKey.generate)
    nonce: bytes = field(default_factory=lambda: bytes(SigningKey.generate())[:16])

    @property
    def form(self) -> dict[str, Any]:
        return dict(self.hall.state(self.person)["my_boards"][self.hall.vote])

    def accept(self) -> Any:
        keys = {
            "box_key": crypto_scalarmult_base(self.box).hex(),
            "sign_key": bytes(self.sign.verify_key).hex(),
            "nonce_hash": nonce_hash(self.nonce).hex(),
        }
        return self.hall.run(self.person, "sealed.accept", **keys)

    def add_nonce(self) -> Any:
        form = self.form
        keeper = Keeper(
            self.person,
            form["name"],
            crypto_scalarmult_base(self.box),
            bytes(self.sign.verify_key),
            nonce_hash(self.nonce),
        )
        assert my_place(read(form["manifest"]), keeper) == form["place"]
        return self.hall.run(self.person, "sealed.add_nonce", nonce=self.nonce.hex())

    def read_code(self) -> Any:
        form = self.form
        nonces = [bytes.fromhex(nonce) for nonce in form["nonces"]]
        code = manifests.spoken(manifests.digest_of(form["manifest"]), nonces)
        return self.hall.run(self.person, "sealed.read_code", code=code)

    def fetch(self) -> list[bytes]:
        answer = self.hall.world.client(self.person).get(f"/api/sealed/{self.hall.vote}/list")
        assert answer.status_code == 200, answer.status_code
        return [base64.b64decode(one) for one in answer.json["envelopes"]]

    def open_box(self, part: int = 3, sends: int | None = None) -> Any:
        """Fetch, open, bring in parts (`sends`: only so many of them), say that it is all."""
        form, given = self.form, self.fetch()
        digest = manifests.digest_of(form["manifest"])
        layers = len(read(form["manifest"]).board)
        found = open_list(digest, form["place"], layers, given, form["expected"], self.box, self.sign)
        for number, start in enumerate(range(0, len(found.envelopes), part)):
            if sends is not None and number >= sends:
                break
            envelopes = [base64.b64encode(one).decode() for one in found.envelopes[start : start + part]]
            answer = self.hall.run(self.person, "sealed.put", start=start, envelopes=envelopes)
            assert answer.ok, answer.error
        after = list_digest(digest, form["place"], hashes(found.envelopes)).hex()
        told = {"after": after, "unopened": found.unopened, "signature": found.signature.hex()}
        return self.hall.run(self.person, "sealed.open_box", **told)


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

    def send(self, person: str, e1: bytes) -> Any:
        return self.run(person, "sealed.cast", e1=base64.b64encode(e1).decode())

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
