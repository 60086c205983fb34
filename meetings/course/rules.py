"""When the quorum turns, and who may preside in whose place: pure functions.

Sources: Luật Tổ chức chính quyền địa phương 2015, Art. 114 (quorum; a Phó Chủ tịch presides where the Chủ tịch is away).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Turn = Literal["quorum_lost", "quorum_met"]


def turned(kept: bool | None, met: bool) -> Turn | None:
    """What is stamped in the record: the quorum lost, or met again. `kept` is what was said of it last (None: nothing)."""
    if kept is None or kept == met:
        return None
    return "quorum_met" if met else "quorum_lost"


def may_preside(capacity: str, on_roll: bool, here: bool) -> bool:
    """Only a member of the body who is here takes the chair: never a guest, a substitute, or who keeps the desk."""
    return capacity == "member" and on_roll and here


def may_hand_over(capacity: str | None, chair_here: bool, to_oneself: bool, leads: bool) -> bool:
    """Who presides hands the chair on. Who leads the body takes it back. A secretary does it only where the chair has left."""
    if capacity == "chair" or (leads and to_oneself):
        return True
    return capacity == "secretary" and not chair_here


@dataclass(frozen=True, slots=True)
class Presided:
    """Somebody presided from a moment to a moment."""

    person: str
    begin: datetime
    end: datetime


def presided(
    first: str | None, handed: Iterable[tuple[datetime, str | None]], begin: datetime, end: datetime
) -> Sequence[Presided]:
    """Who presided from when to when, oldest first: whoever did when the meeting began, then to whom the chair was handed
    while it lasted (None: nobody had it). A stretch of no time at all is left out.
    """
    found: list[Presided] = []
    person, since = first, begin
    for at, to in sorted(handed, key=lambda one: one[0]):
        at = min(max(at, begin), end)
        if person is not None and at > since:
            found.append(Presided(person, since, at))
        person, since = to, at
    if person is not None:
        found.append(Presided(person, since, end))
    return found
