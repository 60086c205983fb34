"""What keeps an item on the agenda: what happened at it belongs to the minutes, and the item with it. What is let go of one that
is taken off.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from app.commands import Transaction
from app.doors import objection
from app.policy import Actor

_keeping: dict[Any, Callable[[], str]] = {}


def keeps_its_item(model: Any, why: Callable[[], str]) -> None:
    """Rows of this model (each with an `item`) keep it on the agenda. A slice says so once, beside its commands."""
    _keeping[model] = why


LetGo = Callable[[Transaction, Any], None]
_letting_go: list[LetGo] = []


def lets_go_of_its_item(act: LetGo) -> LetGo:
    """`f(tx, item)`: what becomes of a slice's rows while their item is still there."""
    _letting_go.append(act)
    return act


def let_go(tx: Transaction, item: Any) -> None:
    for act in _letting_go:
        act(tx, item)
    tx.session.flush()


@objection("agenda.remove_item")
def something_keeps_it(tx: Transaction, _who: Actor, args: Any) -> str | None:
    for model, why in _keeping.items():
        if tx.session.scalar(select(model.id).where(model.item == args.item).limit(1)) is not None:
            return why()
    return None
