"""Deadlines and what becomes of a task: pure functions. Days are the installation's own; `today` is passed in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

STATES = ("open", "reported", "done")
GROUPS = ("overdue", "this_week", "later", "just_done")
REMIND_BEFORE = (timedelta(days=7), timedelta(days=1))
"""Before its day a task is put before its assignee, and again the day before."""
ESCALATE_AFTER = timedelta(days=2)
"""Two days past its day it is put before the leader too."""
JUST_DONE = timedelta(days=14)
COUNTED = timedelta(days=365)
"""So far back the done ones are counted as on time or late."""

MOVES: dict[str, dict[str, str]] = {
    "report": {"open": "reported", "reported": "reported"},
    "accept": {"reported": "done"},
    "redo": {"reported": "open", "done": "open"},
}
"""act -> {state: the state after it}. What isn't here is refused."""


def after(act: str, state: str) -> str | None:
    """The state after an act; None: not possible from here."""
    return MOVES[act].get(state)


def group(state: str, due: date | None, finished: date | None, today: date) -> str | None:
    """Where a task stands on the page; None: done so long ago that it isn't shown.

    A reported task waits for the leader: it is late only if it was reported late. The week ends on Sunday.
    """
    if state == "done":
        return "just_done" if finished is not None and today - finished <= JUST_DONE else None
    if due is None:
        return "later"
    if due < (finished if state == "reported" and finished is not None else today):
        return "overdue"
    return "this_week" if due <= end_of_week(today) else "later"


def end_of_week(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())


def on_time(due: date | None, reported: date | None) -> bool:
    """Whether what is done was reported by its day; without a day nothing is late."""
    return due is None or (reported is not None and reported <= due)


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop on a task's rail: reminder, due day, escalation; `past`: today has come to it."""

    kind: str
    day: date
    past: bool


def stops(given: date, due: date, today: date) -> list[Stop]:
    """The days on which a task is put before people: a reminder before it was given is none."""
    days = [("remind", due - before) for before in REMIND_BEFORE if due - before >= given]
    days += [("due", due), ("escalate", due + ESCALATE_AFTER)]
    return [Stop(kind, day, day <= today) for kind, day in days]


def span(given: date, due: date, today: date) -> tuple[date, date]:
    """The first and last day of the rail: from giving (a month at most before the day) until escalation or today."""
    first = max(given, due - timedelta(days=30))
    return min(first, today), max(due + ESCALATE_AFTER, today) + timedelta(days=1)


def place(day: date, first: date, last: date) -> int:
    """Where on the rail a day is, in percent, the ends kept free."""
    whole = max(1, (last - first).days)
    return 6 + round(88 * min(max(0, (day - first).days), whole) / whole)


def spread(places: Sequence[int], gap: int = 14, last: int = 94) -> list[int]:
    """The same places, in the same order, at least `gap` apart: a rail is read, not measured."""
    apart: list[int] = []
    for place in places:
        apart.append(max(place, apart[-1] + gap) if apart else place)
    for at in reversed(range(len(apart))):
        limit = last if at == len(apart) - 1 else apart[at + 1] - gap
        apart[at] = min(apart[at], limit)
    return apart


def before_the_assignee(state: str, due: date | None, today: date) -> bool:
    """Whether an open task is to be put before its assignee by now."""
    return state == "open" and due is not None and due - max(REMIND_BEFORE) <= today


def before_the_leader(state: str, due: date | None, today: date) -> bool:
    """A task two days late is put before the leader too."""
    return state == "open" and due is not None and due + ESCALATE_AFTER <= today


def counted_on_time(finished: Iterable[tuple[date | None, date | None]]) -> tuple[int, int]:
    """Of (due, reported) of the done ones: how many on time, of how many."""
    judged = [on_time(due, reported) for due, reported in finished]
    return sum(judged), len(judged)


def due_fault(text: str, today: date) -> str | None:
    """What is wrong with a deadline as it came in, as a key word; None: nothing."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return "form"
    if len(text) != 10:
        return "form"
    if day < today:
        return "past"
    return "far" if day > today + timedelta(days=3660) else None
