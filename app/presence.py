"""Who had a device in a stream and has none any more, and what is known of why: a figure for the desk. Nobody's attendance changes
by it.

A page that is left says so (`leave`); a device whose network or battery goes says nothing, nor does a closed lid. Whose devices were
there is noted in a file beside the data, for the process that comes next: else nobody could say who has not come back.
"""

from __future__ import annotations

import contextlib
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection

LOST_AFTER = 10.0
"""Seconds without any device until it is told: loading the next page, or a short gap in the network, is none."""
BACK_WITHIN = 30.0
"""Seconds after the start within which devices come back by themselves; each tries every three seconds at least."""
LOST_FOR = 600.0
"""Seconds for which a device that said nothing counts as lost: after that nobody waits for it any more."""
FORGOTTEN_AFTER = 12 * 3600.0

NETWORK, LONG, LEFT, RESTART, NEVER = "network", "long", "left", "restart", "never"

Expected = Mapping[str, bool]
"""Who should have a device in a stream; False: they have not said so by one of their own, others say that they are there."""
Noted = dict[str, list[str]]
"""Stream -> whose devices were there, or had gone without a word."""
Expecting = Callable[[Connection, str], Expected]

_watched: dict[str, list[Expecting]] = defaultdict(list)


def watched(kind: str) -> Callable[[Expecting], Expecting]:
    """Of the streams of this kind the desk is told: `f(read, subject) -> who is expected to have a device in it`."""

    def register(rule: Expecting) -> Expecting:
        _watched[kind].append(rule)
        return rule

    return register


def is_watched(stream: str) -> bool:
    return stream.partition(":")[0] in _watched


def expected(read: Connection, stream: str) -> Expected:
    kind, _, subject = stream.partition(":")
    found: dict[str, bool] = {}
    for rule in _watched.get(kind, ()):
        found |= rule(read, subject)
    return found


class Parting(NamedTuple):
    """Since when somebody has had no device that joined anything, and whether the last one said that it goes."""

    at: float
    said: bool


class Devices:
    """Moments are those of a steady clock."""

    def __init__(self, now: float, before: Noted | None = None) -> None:
        self.began = now
        self.before = {stream: set(people) for stream, people in (before or {}).items()}
        """As the process before this one left it."""
        self.joins: Counter[str] = Counter()
        """Person -> how often a device of theirs has joined a stream, whichever."""
        self.left: dict[str, Parting] = {}
        self.seen: dict[str, set[str]] = defaultdict(set)
        """Stream -> whose devices have ever joined it."""

    def joined(self, stream: str, person: str) -> None:
        self.joins[person] += 1
        self.left.pop(person, None)
        if is_watched(stream):
            self.seen[stream].add(person)

    def parted(self, person: str, now: float, *, said: bool = False) -> None:
        self.joins[person] -= 1
        if self.joins[person] <= 0:
            del self.joins[person]
            self._forget(now)
            self.left[person] = Parting(now, said)

    def lost(self, stream: str, now: float, here: Expected) -> dict[str, list[str]]:
        """Of those expected in this stream: who has had no device anywhere for a while, by what is known of why."""
        found: dict[str, list[str]] = defaultdict(list)
        for person in sorted(here):
            why = "" if person in self.joins else self._why(stream, person, now, here[person])
            if why:
                found[why].append(person)
        return dict(found)

    def _why(self, stream: str, person: str, now: float, own: bool) -> str:
        parting = self.left.get(person)
        if parting is not None and person in self.seen.get(stream, ()):
            if now - parting.at < LOST_AFTER:
                return ""
            return LEFT if parting.said else NETWORK if now - parting.at < LOST_FOR else LONG
        if now - self.began < BACK_WITHIN:
            return ""
        if person in self.before.get(stream, ()):
            return RESTART if now - self.began < LOST_FOR else LONG
        return "" if own else NEVER

    def noted(self, now: float) -> Noted:
        """For the process that comes next: not those who said that they go."""
        found: dict[str, set[str]] = {}
        for stream in self.seen.keys() | self.before.keys():
            seen = self.seen.get(stream, set())
            waited = self.before.get(stream, set()) if now - self.began < LOST_FOR else set()
            gone = {person for person in seen if self._over(person, now)}
            found[stream] = (seen | waited) - gone
        return {stream: sorted(people) for stream, people in sorted(found.items()) if people}

    def _over(self, person: str, now: float) -> bool:
        """Nobody waits for them any more."""
        parting = self.left.get(person)
        return parting is not None and (parting.said or now - parting.at > LOST_FOR)

    def _forget(self, now: float) -> None:
        """The oldest are first: whoever was away for half a day is nobody's concern."""
        while self.left and now - next(iter(self.left.values())).at > FORGOTTEN_AFTER:
            person = next(iter(self.left))
            del self.left[person]
            for stream in [stream for stream, people in self.seen.items() if person in people]:
                self.seen[stream].discard(person)
                if not self.seen[stream]:
                    del self.seen[stream]


FILE = "devices.json"


def read_noted(folder: Path) -> Noted:
    """What the process before noted; nothing where there is no such thing."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=Noted)
    except (OSError, msgspec.DecodeError):
        return {}


def note(folder: Path, noted: Noted) -> None:
    """Whole or not at all. A full disk is no trouble of this file's."""
    with contextlib.suppress(OSError):
        partial = folder / f"{FILE}.partial"
        partial.write_bytes(msgspec.json.encode(noted))
        partial.replace(folder / FILE)
