"""All a package may ask of those to its right: panels fill named places, objections may refuse, consequences follow.

The package on the left names the place or the command; whoever has something to add registers it here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from markupsafe import Markup

_panels: dict[str, list[Callable[..., Any]]] = defaultdict(list)
_objections: dict[str, list[Callable[..., str | None]]] = defaultdict(list)
_consequences: dict[str, list[Callable[..., None]]] = defaultdict(list)


def panel(place: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Fill a named place on a page: `f(read, who, **named) -> Markup | list | None`."""

    def register(fill: Callable[..., Any]) -> Callable[..., Any]:
        _panels[place].append(fill)
        return fill

    return register


def objection(command: str) -> Callable[[Callable[..., str | None]], Callable[..., str | None]]:
    """May refuse a command: `f(tx, who, args) -> why | None`; the reason is answered as a conflict."""

    def register(judge: Callable[..., str | None]) -> Callable[..., str | None]:
        _objections[command].append(judge)
        return judge

    return register


def consequence(command: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """What else a command brings about, after its handler, in the same transaction: `f(tx, who, args)`."""

    def register(act: Callable[..., None]) -> Callable[..., None]:
        _consequences[command].append(act)
        return act

    return register


def found(place: str, read: Any, who: Any, **named: Any) -> list[Any]:
    """What the panels of a place give, in order of registration; lists are joined, nothing is left out."""
    results: list[Any] = []
    for fill in _panels[place]:
        given = fill(read, who, **named)
        if isinstance(given, list):
            results.extend(given)
        elif given:
            results.append(given)
    return results


def panels(place: str, read: Any, who: Any, **named: Any) -> Markup:
    """The panels of a place as one piece of markup."""
    return Markup("").join(Markup(piece) for piece in found(place, read, who, **named))


def objections(command: str, tx: Any, who: Any, args: Any) -> str | None:
    """The first objection, or None."""
    for judge in _objections[command]:
        why = judge(tx, who, args)
        if why:
            return why
    return None


def consequences(command: str, tx: Any, who: Any, args: Any) -> None:
    for act in _consequences[command]:
        act(tx, who, args)
