"""When opinions are written, changed and answered, and who reads them: pure functions."""

from __future__ import annotations

from typing import Literal

from meetings.planning.rules import OPEN

Readers = Literal["desk", "members"]
READERS: tuple[Readers, ...] = ("desk", "members")
"""The body's rule `opinions`: the desk alone (and whoever wrote it), or the members too."""

MOST = 20
"""So many of one person stand on one item at a time."""


def may_write(phase: str) -> bool:
    """From when the meeting can be seen until its end; in a break, too."""
    return phase in OPEN


def may_answer(phase: str) -> bool:
    """After the end, too: what was left open is answered then."""
    return may_write(phase) or phase == "ended"


def may_change(withdrawn: bool, answered: bool) -> bool:
    """Its author changes or withdraws it until it has been answered: an answer is to what was written."""
    return not withdrawn and not answered


def readers(shared: bool, withdrawn: bool) -> frozenset[str]:
    """The scopes that read it, its author aside. Never guests, never the hall's screen."""
    if withdrawn:
        return frozenset()
    return frozenset({"desk", "members"} if shared else {"desk"})
