"""Which items may be adopted without a vote: pure functions (voting.md §1)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from meetings.attendance.rules import Quorum, quorum
from voting.ruling.rules import Majority, Numbers, majority, reaches

AGREED, OBJECTION, SPEAK = "agreed", "objection", "speak"
"""Không có ý kiến khác / Có ý kiến khác / Muốn phát biểu."""
OPPOSED = frozenset({OBJECTION, SPEAK})
"""Either takes an item out into ordinary discussion."""
MARKED_IN = ("published", "in_progress", "paused")


@dataclass(frozen=True, slots=True)
class Matter:
    """An item as far as its adoption goes."""

    id: str
    vote_kind: str
    state: str

    @property
    def waits(self) -> bool:
        """A consent item that nobody has taken up: only such a one is marked and adopted."""
        return self.vote_kind == "consent" and self.state == "waiting"


def may_mark(phase: str, item: Matter) -> bool:
    """From the publishing on, in the meeting too, until the item is adopted or taken up."""
    return phase in MARKED_IN and item.waits


def sorted_out(items: Iterable[Matter], marks: Iterable[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Of the consent items that wait, in the agenda's order: those that nobody opposes, and those taken out. Who said nothing
    does not object. `marks`: (item, mark).
    """
    opposed = {item for item, mark in marks if mark in OPPOSED}
    waiting = [item.id for item in items if item.waits]
    return [id for id in waiting if id not in opposed], [id for id in waiting if id in opposed]


def adopt_fault(asked: Iterable[str], unopposed: Iterable[str]) -> str | None:
    """The first item asked for that may not be adopted, or None. The chair may leave unopposed ones for discussion."""
    free = set(unopposed)
    return next((item for item in asked if item not in free), None)


def carries(rule: Any, quorum: Quorum, members: int, voters: int) -> bool:
    """Whether the consent of those present makes a decision: the quorum is met, and those of them who may vote (`voters`) are
    together the majority the body's rule asks for. Where they are not even all of them agreeing decides nothing.
    """
    if not quorum.met:
        return False
    found = majority(rule) or Majority()
    return reaches(voters, found, Numbers(members, quorum.present, voters))


def adoption_fault(held: Mapping[str, Any], members: int, present: int, needed: int) -> bool:
    """Whether an adoption can't have been one, by what is kept with it. One from before the voters were kept counted all."""
    fraction = held["quorum"]
    voters = held.get("voters", present)
    here = quorum(present, members, fraction)
    return here.needed != needed or not 0 <= voters <= present or not carries(held["majority"], here, members, voters)


def goes_back(state: str, finished_at: datetime | None, adopted_at: datetime) -> bool:
    """Whether an item waits again when its adoption is annulled: it is done by nothing but that."""
    return state == "done" and finished_at == adopted_at


def tally(marks: Iterable[str]) -> Mapping[str, int]:
    """How many said what."""
    found = dict.fromkeys((AGREED, OBJECTION, SPEAK), 0)
    for mark in marks:
        found[mark] += 1
    return found
