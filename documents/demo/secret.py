"""Virtual members in a secret vote. Their devices seal ballots and check what was published, as every browser does; and where
the chair names one of them to the counting board, their tablet does its part.
"""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from nacl.bindings import crypto_scalarmult_base
from nacl.signing import SigningKey
from nacl.utils import random

from app.language import gettext as _
from documents.demo.device import Device, Mirror
from voting.sealed import bundle as bundles
from voting.sealed import manifest as manifests
from voting.sealed.device import Mine, check, heard
from voting.sealed.envelopes import Ballot, hashes, new_code, seal
from voting.sealed.keeping import digest_of
from voting.sealed.lists import list_digest, open_list
from voting.sealed.rules import OVER

LOOKING = 3
"""So many members look at a time whether they are on a board: the house is asked by everybody, not all at once."""
PART = 50
"""Envelopes in one command."""
TAPS: dict[str, Callable[[], str]] = {
    "accept": lambda: _("đã nhận kiểm phiếu"),
    "read_code": lambda: _("đã đọc mã hòm phiếu"),
    "open_box": lambda: _("đã mở hòm phiếu"),
}
Order = tuple[str, dict[str, Any]]
"""A command's name and its arguments."""


def sealed(person: str, manifest_text: str, choice: str) -> Mine:
    """A ballot of this choice in its envelopes. Where a ballot has to name more, the options that come next are named too."""
    manifest = manifests.read(manifest_text)
    first = manifest.options.index(choice)
    chosen = {(first + more) % len(manifest.options) for more in range(max(1, manifest.pick[0]))}
    ballot = Ballot(tuple(sorted(chosen)), new_code())
    return Mine(person, manifest_text, ballot, seal(manifest, ballot))


def cast_of(mine: Mine, vote: str) -> Order:
    return "sealed.cast", {"vote": vote, "e1": base64.b64encode(mine.envelopes[0]).decode()}


def confirm(device: Device, stream: str, vote: str, mine: Mine, id: str) -> dict[str, Any]:
    """The device looks at the published ballot and says what it has found: `ok`, `why`. Raises Away, Refused."""
    text = device.text("GET", f"/api/sealed/{vote}/bundle")
    faults = check(bundles.read(text), mine)
    told = {"ok": not faults, "why": ", ".join(fault.code for fault in faults)}
    device.run(stream, "sealed.confirm", id, {"vote": vote, "bundle": digest_of(text), **told})
    return told


@dataclass
class Tablet:
    """A board member's keys of one vote."""

    box: bytes = field(default_factory=lambda: random(32))
    sign: SigningKey = field(default_factory=SigningKey.generate)
    nonce: bytes = field(default_factory=lambda: random(manifests.NONCE))
    part: int = PART

    def orders(self, step: str, vote: str, form: dict[str, Any], device: Device) -> Iterator[Order]:
        """The commands of one tap. Raises Away, Refused; ValueError where the house shows something else than was agreed."""
        if step == "accept":
            keys = {"box_key": crypto_scalarmult_base(self.box), "sign_key": bytes(self.sign.verify_key)}
            keys["nonce_hash"] = manifests.nonce_hash(self.nonce)
            yield "sealed.accept", {"vote": vote, **{name: key.hex() for name, key in keys.items()}}
        elif step == "add_nonce":
            yield "sealed.add_nonce", {"vote": vote, "nonce": self.nonce.hex()}
        elif step == "read_code":
            nonces = [bytes.fromhex(nonce) for nonce in form["nonces"]]
            if not heard(form["manifest"], nonces, form["code"]):
                raise ValueError("code")
            yield "sealed.read_code", {"vote": vote, "code": form["code"]}
        elif step == "open_box":
            yield from self._opened(vote, form, device)
        else:
            yield "sealed.wiped", {"vote": vote}

    def _opened(self, vote: str, form: dict[str, Any], device: Device) -> Iterator[Order]:
        given = [base64.b64decode(one) for one in device.ask("GET", f"/api/sealed/{vote}/list")["envelopes"]]
        digest, place = manifests.digest_of(form["manifest"]), form["place"]
        layers = len(manifests.read(form["manifest"]).board)
        found = open_list(digest, place, layers, given, form["expected"], self.box, self.sign)
        for start in range(0, len(found.envelopes), self.part):
            part = [base64.b64encode(one).decode() for one in found.envelopes[start : start + self.part]]
            yield "sealed.put", {"vote": vote, "start": start, "envelopes": part}
        after = list_digest(digest, place, hashes(found.envelopes)).hex()
        told = {"after": after, "unopened": found.unopened, "signature": found.signature.hex()}
        yield "sealed.open_box", {"vote": vote, **told}


class Boards:
    """What the counting boards of a meeting ask of the virtual members who are on them."""

    def __init__(self, stream: str):
        self.stream = stream
        self.mirrors: dict[str, Mirror] = {}
        self.tablets: dict[tuple[str, str], Tablet] = {}
        self._next = 0

    def look(self, people: Sequence[tuple[str, Device]]) -> None:
        """A few of these look at what is asked of them; who is on a board does so each time. Raises Away, Refused."""
        busy = [one for one in people if one[0] in self.mirrors and any(self.steps(one[0]))]
        for _more in range(min(LOOKING, len(people))):
            busy.append(people[self._next % len(people)])
            self._next += 1
        for person, device in dict(busy).items():
            self.mirrors.setdefault(person, Mirror(device, self.stream)).refresh()

    def steps(self, person: str) -> Iterator[tuple[str, str]]:
        """(vote, what this member's tablet has to do next; "" while it waits)"""
        for vote, form in self.forms(person).items():
            if not form.get("wiped"):
                yield vote, _step(form, mine=(vote, person) in self.tablets)

    def tap(self, person: str, device: Device, vote: str, step: str) -> dict[str, str]:
        """Do it, where it is still asked for: a vote may have been prepared anew meanwhile. `did`: in words. A tablet that is shown
        something else than was agreed stops, and the chair sees it. Raises Away, Refused.
        """
        self.mirrors[person].refresh()
        if (vote, step) not in self.steps(person):
            return {"did": ""}
        tablet = self.tablets.setdefault((vote, person), Tablet())
        try:
            for name, args in tablet.orders(step, vote, self.forms(person)[vote], device):
                device.run(self.stream, name, str(uuid.uuid4()), args)
        except ValueError:
            why = _("Danh sách phiếu hoặc mã hòm phiếu không khớp")
            device.run(self.stream, "sealed.stop", str(uuid.uuid4()), {"vote": vote, "why": why})
            return {"did": _("báo có điều không khớp")}
        return {"did": TAPS[step]() if step in TAPS else ""}

    def forms(self, person: str) -> dict[str, dict[str, Any]]:
        return self.mirrors[person].all("my_boards") if person in self.mirrors else {}


def _step(form: dict[str, Any], *, mine: bool) -> str:
    stage = form["stage"]
    if stage == "keys" and not form["accepted"]:
        return "accept"
    if not mine:  # another device of this account has the keys
        return ""
    if stage == "nonces":
        return "" if form["nonces"][form["place"] - 1] else "add_nonce"
    if stage == "reading" and not form["read"]:
        return "read_code"
    if stage == "opening" and form["turn"]:
        return "open_box"
    return "wipe" if stage in OVER else ""
