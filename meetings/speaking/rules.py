"""The queue of speakers and their clock: pure functions on frozen values.

The lanes are the house's own (screens.md 6.9): points of order first, then questions, then the list. Within a lane the
chair chooses one of `ORDERS`. What the chair moves stays where the chair put it: nobody passes it but a point of order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

KINDS = ("speech", "question", "point_of_order")
LANES = {"point_of_order": 0, "question": 1, "speech": 2}
STATES = ("waiting", "speaking", "paused", "finished", "withdrawn", "declined")
FLOOR = frozenset({"speaking", "paused"})
"""Who has the floor."""
HEARD = frozenset({"speaking", "paused", "finished"})

ORDERS = ("arrival", "first_time", "least_time", "groups")
"""By time; who has not spoken on the item first; who has spoken least in the meeting first; groups in turn."""
FIRST_TIME = "first_time"

LIMIT = 300
POINT_OF_ORDER_LIMIT = 120
REPLY_LIMIT = 120
LONGEST_LIMIT = 3 * 3600
UNDONE_WITHIN = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One who waits: `spoken` says whether this person has spoken on the item before, `seconds` how long in all."""

    id: str
    person: str
    kind: str
    spoken: bool
    asked: datetime
    placed: bool = False
    seconds: int = 0
    group: str = ""

    @property
    def fixed(self) -> bool:
        """No rule moves it: the chair has placed it, or it is about procedure."""
        return self.placed or self.kind == "point_of_order"


@dataclass(frozen=True, slots=True)
class Order:
    """How a list is ordered. `turns`: when each group was last called; `spent`: groups that have used their time up."""

    by: str = FIRST_TIME
    turns: Mapping[str, datetime] = field(default_factory=dict)
    spent: frozenset[str] = frozenset()


HOUSE = Order()

Key = TypeVar("Key")

Rank = tuple[Any, ...]


def rank(one: Waiting, order: Order = HOUSE) -> Rank:
    """Where one stands by lane, by time its group has left, and by a rule that looks at nobody else."""
    lane = (LANES[one.kind], one.group in order.spent)
    if order.by == "first_time":
        return (*lane, one.spoken, one.asked)
    if order.by == "least_time":
        return (*lane, one.seconds, one.asked)
    return (*lane, one.asked)


def ranks(queue: Iterable[Waiting], order: Order = HOUSE) -> dict[str, Rank]:
    """Everybody's. Groups take turns: everyone's first request before anyone's second, and of these the group first that has
    waited longest since its last turn.
    """
    if order.by != "groups":
        return {one.id: rank(one, order) for one in queue}
    found: dict[str, Rank] = {}
    of_group: dict[tuple[int, str], list[Waiting]] = {}
    for one in sorted((one for one in queue if not one.fixed), key=lambda one: one.asked):
        of_group.setdefault((LANES[one.kind], one.group), []).append(one)
    for (lane, group), members in of_group.items():
        turn = (group in order.turns, order.turns.get(group, members[0].asked), members[0].asked, group)
        found |= {one.id: (lane, group in order.spent, place, *turn) for place, one in enumerate(members)}
    return found


def settle(queue: Sequence[Waiting], order: Order = HOUSE) -> list[Waiting]:
    """The list as the rule has it. What is fixed stays, and nobody passes it."""
    places = ranks(queue, order)
    settled: list[Waiting] = []
    between: list[Waiting] = []
    for one in queue:
        if one.fixed:
            settled += [*sorted(between, key=lambda other: places[other.id]), one]
            between = []
        else:
            between.append(one)
    return [*settled, *sorted(between, key=lambda other: places[other.id])]


def join(queue: Sequence[Waiting], newcomer: Waiting, order: Order = HOUSE) -> list[Waiting]:
    """The queue with a newcomer in their place. Nobody who waits changes places among themselves but by time spoken meanwhile."""
    if newcomer.kind == "point_of_order":
        ahead = next((at for at, one in enumerate(queue) if one.kind != "point_of_order" or one.placed), len(queue))
        return [*queue[:ahead], newcomer, *queue[ahead:]]
    if order.by in ("groups", "least_time") or order.spent:
        # What runs has changed the ranks of others since: here the list catches up with it.
        return settle([*queue, newcomer], order)
    place, own = len(queue), rank(newcomer, order)
    while place and not queue[place - 1].fixed and own < rank(queue[place - 1], order):
        place -= 1
    return [*queue[:place], newcomer, *queue[place:]]


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


def order_fault(value: object) -> str | None:
    """What is wrong with a rule for the list, as a key word; None: nothing."""
    return None if value in ORDERS else "form"


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


def counted(stretches: Iterable[tuple[Key, Clock]], now: datetime) -> dict[Key, int]:
    """Whole seconds by key, with the stretch that runs: what a list is ordered by and what is shown of it are one figure.

    It is asked for at the entries that change a list, never as the seconds go by: between two of them nobody changes places.
    """
    found: dict[Key, int] = {}
    for key, clock in stretches:
        found[key] = found.get(key, 0) + clock.spoken(now)
    return found


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
    return state in FLOOR and _fresh(called_at, now)


def finish_may_be_undone(state: str, finished_at: datetime | None, now: datetime) -> bool:
    """So is the end of a speech."""
    return state == "finished" and _fresh(finished_at, now)


def withdrawal_may_be_undone(state: str, withdrawn_at: datetime | None, now: datetime) -> bool:
    """So is the withdrawal of a request."""
    return state == "withdrawn" and _fresh(withdrawn_at, now)


def _fresh(since: datetime | None, now: datetime) -> bool:
    return since is not None and now - since <= UNDONE_WITHIN


def limit_fault(value: object) -> str | None:
    """What is wrong with a body's speaking time in seconds, as a key word; None: nothing."""
    if not isinstance(value, int) or isinstance(value, bool):
        return "form"
    return None if 30 <= value <= LONGEST_LIMIT else "range"
