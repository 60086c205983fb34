"""The way of a conclusion from draft to approval: pure functions."""

from __future__ import annotations

from collections.abc import Sequence

STATES = ("draft", "submitted", "approved")
MOVES: dict[str, dict[str, str]] = {
    "amend": {"draft": "draft", "submitted": "draft", "approved": "draft"},
    "submit": {"draft": "submitted"},
    "approve": {"submitted": "approved"},
    "return": {"submitted": "draft"},
    "unapprove": {"approved": "submitted"},
}
"""act -> {state: the state after it}. What isn't here is refused; the chair approves only what has been submitted."""

RECORDED_IN = frozenset({"in_progress", "paused", "ended"})
"""Conclusions are recorded in the meeting, and after it until the minutes are done."""


def after(act: str, state: str) -> str | None:
    """The state after an act; None: not possible from here."""
    return MOVES[act].get(state)


def moved(ids: Sequence[str], one: str, behind: str | None) -> list[str]:
    """The points of an item with one put behind another, or first. Raises ValueError for an unknown one or itself."""
    if one not in ids or one == behind or (behind is not None and behind not in ids):
        raise ValueError(one)
    rest = [id for id in ids if id != one]
    place = 0 if behind is None else rest.index(behind) + 1
    return [*rest[:place], one, *rest[place:]]


def may_be_removed(state: str, task: str | None) -> bool:
    """A draft goes; what once was approved and gave somebody a task is amended instead."""
    return state in ("draft", "submitted") and task is None


def makes_task(assignee: str | None, assignee_text: str) -> bool:
    """An approved conclusion with somebody to carry it out is a task."""
    return assignee is not None or bool(assignee_text)
