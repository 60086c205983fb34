"""Order and progress of a meeting's items: pure functions on frozen values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

VOTE_KINDS = ("none", "open", "secret", "consent")
"""How an item will be decided: not by vote, open ballot, secret ballot, or adopted where nobody objects."""


@dataclass(frozen=True, slots=True)
class Progress:
    """An item's state, the running stretch and the seconds of finished ones."""

    state: str = "waiting"
    started_at: datetime | None = None
    seconds_used: int = 0
    finished_at: datetime | None = None


def renumbered(ids: Sequence[str]) -> dict[str, int]:
    """Orders 1, 2, 3… without gaps."""
    return {id: place for place, id in enumerate(ids, start=1)}


def moved(ids: Sequence[str], item: str, after: str | None) -> list[str]:
    """The items with `item` put after another, or first. Raises ValueError for an unknown one or itself."""
    if item not in ids or (after is not None and after not in ids) or after == item:
        raise ValueError("unknown item")
    rest = [id for id in ids if id != item]
    place = 0 if after is None else rest.index(after) + 1
    return [*rest[:place], item, *rest[place:]]


def begun(item: Progress, now: datetime) -> Progress:
    """The item is current now; a done one that is taken up again goes on counting."""
    if item.state == "current":
        return item
    return Progress("current", now, item.seconds_used, None)


def finished(item: Progress, now: datetime) -> Progress:
    """The item is done; the running stretch is counted, whole seconds."""
    return Progress("done", None, item.seconds_used + _seconds(item.started_at, now), now)


START_UNDONE_WITHIN = timedelta(minutes=1)


def start_may_be_undone(item: Progress, taken_up_at: datetime | None, now: datetime) -> bool:
    """That an item was begun is taken back only while it is fresh, and if it had never been on before."""
    if item.state != "current" or item.started_at is None or item.started_at != taken_up_at:
        return False
    return item.seconds_used == 0 and now - item.started_at <= START_UNDONE_WITHIN


def halted(item: Progress, now: datetime) -> Progress:
    """The meeting pauses: the item stays current, its time stands still."""
    return Progress(item.state, None, item.seconds_used + _seconds(item.started_at, now), item.finished_at)


def resumed(item: Progress, now: datetime) -> Progress:
    """The meeting goes on: so does the current item's time."""
    running = item.started_at or now
    return Progress(item.state, running if item.state == "current" else None, item.seconds_used, item.finished_at)


def _seconds(since: datetime | None, now: datetime) -> int:
    return 0 if since is None else max(0, (now - since) // timedelta(seconds=1))


def may_be_arranged(phase: str) -> bool:
    """Items are added, edited and moved until the meeting has ended (urgent ones are added in the meeting too)."""
    return phase in ("preparing", "published", "in_progress", "paused")


def may_be_removed(state: str, seconds_used: int) -> bool:
    """What has been taken up belongs to the minutes and stays."""
    return state == "waiting" and seconds_used == 0
