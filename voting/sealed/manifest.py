"""The manifest of a sealed ballot: what is asked, of whom, and who opens the box; its digest binds every envelope.

It travels as a text, and its digest is of that text, so that nobody need spell it the same way twice. Pure.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from voting.sealed.codes import spell

KIND = "dienhong sealed ballot"
VERSION = 1
MOST_BOARD = 3
CODE_SIGNS = 12
NONCE = 16
"""Bytes of the chance each tablet of the board adds, and is bound to (by a digest in the manifest) before it sees the whole."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """A member of the counting board with the public keys of their tablet."""

    person: str
    name: str
    box: bytes
    sign: bytes
    nonce_hash: bytes


@dataclass(frozen=True, slots=True)
class RollLine:
    person: str
    name: str
    may_vote: bool


@dataclass(frozen=True, slots=True)
class Manifest:
    vote: str
    question: str
    options: tuple[str, ...]
    pick: tuple[int, int]
    """The least and the most options a ballot names."""
    roll: str
    board: tuple[Keeper, ...]
    level: str
    minimum: int
    house: bytes
    """The key the house signs receipts with."""
    client: str
    """The digest of the code that the devices run."""

    @property
    def text(self) -> str:
        board = [
            {
                "person": keeper.person,
                "name": keeper.name,
                "box": keeper.box.hex(),
                "sign": keeper.sign.hex(),
                "nonce": keeper.nonce_hash.hex(),
            }
            for keeper in self.board
        ]
        return canonical(
            {
                "kind": KIND,
                "v": VERSION,
                "vote": self.vote,
                "question": self.question,
                "options": list(self.options),
                "pick": list(self.pick),
                "roll": self.roll,
                "board": board,
                "level": self.level,
                "minimum": self.minimum,
                "house": self.house.hex(),
                "client": self.client,
            }
        )

    @property
    def digest(self) -> bytes:
        return digest_of(self.text)


def canonical(value: Any) -> str:
    """Sorted keys, no spaces, nothing escaped that needn't be."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(text: str) -> bytes:
    """H(M): the digest of a manifest's text."""
    return hashlib.sha256(b"dienhong sealed manifest v1\0" + text.encode()).digest()


def read(text: str) -> Manifest:
    """A manifest from its text. Raises ValueError for anything that isn't one."""
    try:
        told = json.loads(text)
        if told["kind"] != KIND or told["v"] != VERSION:
            raise ValueError("a manifest of another kind")
        least, most = told["pick"]
        found = Manifest(
            vote=word(told["vote"]),
            question=word(told["question"]),
            options=tuple(word(option) for option in told["options"]),
            pick=(number(least), number(most)),
            roll=word(told["roll"]),
            board=tuple(_keeper(one) for one in told["board"]),
            level=word(told["level"]),
            minimum=number(told["minimum"]),
            house=_bytes(told["house"], 32),
            client=word(told["client"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no manifest: {error}") from error
    if not 1 <= len(found.board) <= MOST_BOARD or len({keeper.box for keeper in found.board}) < len(found.board):
        raise ValueError("no manifest: its board")
    if len({keeper.sign for keeper in found.board}) < len(found.board):
        raise ValueError("no manifest: its board")
    if not 2 <= len(found.options) <= 255 or not 0 <= found.pick[0] <= found.pick[1] <= len(found.options):
        raise ValueError("no manifest: its options")
    return found


def _keeper(told: Any) -> Keeper:
    return Keeper(
        word(told["person"]),
        word(told["name"]),
        _bytes(told["box"], 32),
        _bytes(told["sign"], 32),
        _bytes(told["nonce"], 32),
    )


def word(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("no text")
    return value


def number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("no number")
    return value


def _bytes(value: Any, size: int) -> bytes:
    raw = bytes.fromhex(word(value))
    if len(raw) != size or raw.hex() != value:
        raise ValueError("wrong size")
    return raw


def nonce_hash(nonce: bytes) -> bytes:
    """What binds a tablet to the chance it will add."""
    return hashlib.sha256(b"dienhong sealed nonce v1\0" + nonce).digest()


def spoken(digest: bytes, nonces: Sequence[bytes]) -> str:
    """The code of 60 bits that is read aloud: of the manifest and of every tablet's chance."""
    return spell(hashlib.sha256(b"dienhong sealed code v1\0" + digest + b"".join(nonces)).digest(), CODE_SIGNS)


def roll_digest(vote: str, roll: Iterable[RollLine]) -> str:
    """The roll as a manifest holds it: who is on it, and who may vote."""
    lines = sorted([line.person, line.name, line.may_vote] for line in roll)
    return hashlib.sha256(canonical(["dienhong sealed roll v1", vote, lines]).encode()).hexdigest()
