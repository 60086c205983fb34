"""The queue of speakers and their clock: pure functions on frozen values.

The order is the house's own (screens.md 6.9): a point of order first; then whoever has not yet spoken on the item
before those who have; then by time. What the chair moves stays where the chair put it: nobody passes it but a point
of order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

KINDS = ("speech", "question", "point_of_order")
STATES = ("waiting", "speaking", "paused", "finished", "withdrawn", "declined")
FLOOR = frozenset({"speaking", "paused"})
"""Who has the floor."""
HEARD = frozenset({"speaking", "paused", "finished"})

LIMIT = 300
POINT_OF_ORDER_LIMIT = 120
LONGEST_LIMIT = 3 * 3600
CALL_UNDONE_WITHIN = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One who waits: `spoken` says whether this person has spoken on the item before."""

    id: str
    person: str
    kind: str
    spoken: bool
    asked: datetime
    placed: bool = False


def goes_before(newcomer: Waiting, other: Waiting) -> bool:
    """Whether a newcomer passes somebody who waits already."""
    if newcomer.kind == "point_of_order":
        return other.kind != "point_of_order" or other.placed
    if other.placed or other.kind == "point_of_order":
        return False
    return (newcomer.spoken, newcomer.asked) < (other.spoken, other.asked)


def join(queue: Sequence[Waiting], newcomer: Waiting) -> list[Waiting]:
    """The queue with a newcomer in their place. Nobody who waits changes places among themselves."""
    if newcomer.kind == "point_of_order":
        place = next((at for at, other in enumerate(queue) if goes_before(newcomer, other)), len(queue))
    else:
        place = len(queue)
        while place and goes_before(newcomer, queue[place - 1]):
            place -= 1
    return [*queue[:place], newcomer, *queue[place:]]


def heard(queue: Sequence[Waiting], person: str) -> list[Waiting]:
    """The queue after somebody has had the floor: their other requests come after those of first-time speakers."""
    settled = list(queue)
    for one in queue:
        if one.person == person and not one.spoken:
            now = replace(one, spoken=True)
            if one.placed or one.kind == "point_of_order":
                settled[settled.index(one)] = now
            else:
                settled.remove(one)
                settled = join(settled, now)
    return settled


def move(queue: Sequence[Waiting], id: str, after: str | None) -> list[Waiting]:
    """The chair puts one behind another, or first; there it stays. Raises ValueError for one not waiting, or itself."""
    if id == after or id not in {one.id for one in queue}:
        raise ValueError(id)
    moved = next(one for one in queue if one.id == id)
    rest = [one for one in queue if one.id != id]
    places = {one.id: place for place, one in enumerate(rest, start=1)}
    if after is not None and after not in places:
        raise ValueError(after)
    place = 0 if after is None else places[after]
    return [*rest[:place], replace(moved, placed=True), *rest[place:]]


# -- the clock --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Clock:
    """A speaker's time: finished stretches, the running one, and how long they have."""

    seconds: int = 0
    started_at: datetime | None = None
    limit: int = LIMIT

    def spoken(self, now: datetime) -> int:
        """Whole seconds spoken by now; a clock that has been put back takes nothing away."""
        if self.started_at is None:
            return self.seconds
        return self.seconds + max(0, (now - self.started_at + timedelta(milliseconds=500)) // timedelta(seconds=1))

    def left(self, now: datetime) -> int:
        """Seconds left; below zero over the limit."""
        return self.limit - self.spoken(now)

    def running(self, now: datetime) -> Clock:
        return self if self.started_at is not None else replace(self, started_at=now)

    def stopped(self, now: datetime) -> Clock:
        return replace(self, seconds=self.spoken(now), started_at=None)

    def extended(self, seconds: int) -> Clock:
        return replace(self, limit=min(LONGEST_LIMIT, self.limit + seconds))

    def shortened(self, seconds: int, now: datetime) -> Clock:
        """Time taken back; what is used stays the speaker's, so nobody is over the limit by it."""
        return replace(self, limit=min(self.limit, max(self.spoken(now), self.limit - seconds)))


def estimated_wait(floor: Clock | None, before: Iterable[int], now: datetime) -> int:
    """Seconds until one's turn if all use their time: what is left to the speaker, and the limits of those before."""
    left = max(0, floor.left(now)) if floor is not None else 0
    return left + sum(before)


# -- when -------------------------------------------------------------------------------------------------------------


def queue_open(kind: str, queue: str) -> bool:
    """Whether the list takes another: a locked one still takes a point of order, which is about procedure."""
    return queue == "open" or kind == "point_of_order"


def may_be_called(phase: str, state: str, here: bool, item: str | None, current: str | None) -> str | None:
    """Why a registration may not be called, as a key word; None: it may."""
    if phase != "in_progress":
        return "phase"
    if state != "waiting":
        return state
    if not here:
        return "away"
    return "other_item" if item is not None and item != current else None


def call_may_be_undone(state: str, called_at: datetime | None, now: datetime) -> bool:
    """A call is taken back only while it is fresh, and the speech has not ended."""
    return state in FLOOR and called_at is not None and now - called_at <= CALL_UNDONE_WITHIN


def limit_fault(value: object) -> str | None:
    """What is wrong with a body's speaking time in seconds, as a key word; None: nothing."""
    if not isinstance(value, int) or isinstance(value, bool):
        return "form"
    return None if 30 <= value <= LONGEST_LIMIT else "range"
