"""Who had a device in a stream and has none any more: a figure for the desk, kept nowhere. A closed lid and a dead battery look alike,
and nobody's attendance changes by it.
"""

from __future__ import annotations

from collections import Counter, defaultdict

LOST_AFTER = 10.0
"""Seconds without any device until it is told: loading the next page, or a short gap in the network, is none. Why there is none is
not known: not every page joins a stream, so a screen alone, which never leaves its page, is said to have lost its connection."""
FORGOTTEN_AFTER = 12 * 3600.0

WATCHED: set[str] = set()
"""The kinds of streams whose desk is told; a package names its own."""


class Devices:
    """Moments are those of a steady clock."""

    def __init__(self) -> None:
        self.joins: Counter[str] = Counter()
        """Person -> how often a device of theirs has joined a stream, whichever."""
        self.left: dict[str, float] = {}
        """Person -> since when no device of theirs has joined anything."""
        self.seen: dict[str, set[str]] = defaultdict(set)
        """Stream -> whose devices have ever joined it."""

    def joined(self, stream: str, person: str) -> None:
        self.joins[person] += 1
        self.left.pop(person, None)
        if stream.partition(":")[0] in WATCHED:
            self.seen[stream].add(person)

    def parted(self, person: str, now: float) -> None:
        self.joins[person] -= 1
        if self.joins[person] <= 0:
            del self.joins[person]
            self._forget(now)
            self.left[person] = now

    def lost(self, stream: str, now: float) -> list[str]:
        """Who had a device in this stream and has had none anywhere for a while."""
        gone = self.left.keys() & self.seen.get(stream, set())
        return sorted(person for person in gone if now - self.left.get(person, now) >= LOST_AFTER)

    def _forget(self, now: float) -> None:
        """The oldest are first: whoever was away for half a day is nobody's concern."""
        while self.left and now - next(iter(self.left.values())) > FORGOTTEN_AFTER:
            person = next(iter(self.left))
            del self.left[person]
            for stream in [stream for stream, people in self.seen.items() if person in people]:
                self.seen[stream].discard(person)
                if not self.seen[stream]:
                    del self.seen[stream]
