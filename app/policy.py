"""Who may do what: actors, standings, and the judgement. Deny by default; the lines themselves are each package's `policy.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from app.wire import NotAllowed

Predicate = Callable[..., bool]
Lines = Mapping[str, Sequence[Sequence[Predicate]]]
"""A command or an endpoint -> alternatives, each a list of predicates that must all hold."""


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What a person is in one stream: a capacity, the scopes they see, and marks (`on_roll`, `present`, `approver`…)."""

    capacity: str | None = None
    scopes: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks, with their standing in the stream asked about."""

    person: str
    name: str = ""
    language: str = "vi"
    session: str = ""
    capacity: str | None = None
    marks: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    system: bool = False
    settings: dict[str, Any] = msgspec.field(default_factory=dict)

    @property
    def view(self) -> frozenset[str]:
        """The scopes of this person's view: the shared ones and their own."""
        return self.scopes | {f"person:{self.person}"} if self.scopes else frozenset()


StandingRule = Callable[[Connection, str, str], Standing | None]
StandingsRule = Callable[[Connection, str, Sequence[str]], Mapping[str, Standing | None]]
_standings: dict[str, StandingRule] = {}
_many: dict[str, StandingsRule] = {}


def standing(kind: str) -> Callable[[StandingRule], StandingRule]:
    """Register how a person's standing in streams of a kind is found; None: the stream doesn't exist for them."""

    def register(rule: StandingRule) -> StandingRule:
        _standings[kind] = rule
        return rule

    return register


def standings(kind: str) -> Callable[[StandingsRule], StandingsRule]:
    """Register how those of many people are found at once (the hot lane): the same answers, in as few queries."""

    def register(rule: StandingsRule) -> StandingsRule:
        _many[kind] = rule
        return rule

    return register


def standing_in(read: Connection, stream: str, person: str) -> Standing | None:
    kind, _, subject = stream.partition(":")
    rule = _standings.get(kind)
    return None if rule is None else rule(read, subject, person)


def standings_in(read: Connection, stream: str, persons: Sequence[str]) -> Mapping[str, Standing | None]:
    kind, _, subject = stream.partition(":")
    rule = _many.get(kind)
    if rule is None:
        return {person: standing_in(read, stream, person) for person in persons}
    return rule(read, subject, persons)


def capacity(predicate: Callable[[Actor], bool]) -> Predicate:
    """A predicate that looks at the actor alone, so that `me.may` can be told beforehand."""

    def judge(_reading: Any, who: Actor, _args: Any) -> bool:
        return predicate(who)

    judge.by_capacity = predicate  # type: ignore[attr-defined]
    judge.__name__ = predicate.__name__
    judge.__doc__ = predicate.__doc__
    return judge


def because(why: Callable[[Actor], str]) -> Callable[[Predicate], Predicate]:
    """Say why one who fails this predicate may not, in their language, instead of the general refusal."""

    def attach(predicate: Predicate) -> Predicate:
        predicate.why = why  # type: ignore[attr-defined]
        return predicate

    return attach


@capacity
def signed_in(who: Actor) -> bool:
    """Anybody with an account; a device that is nobody (a hall's screen) has lines of its own."""
    return bool(who.person) and "device" not in who.marks


@capacity
def device(who: Actor) -> bool:
    """A device that is signed in by itself and is nobody."""
    return "device" in who.marks


@capacity
def anyone(who: Actor) -> bool:
    """Everybody, signed in or not."""
    return True


@capacity
def system_administrator(who: Actor) -> bool:
    return "system_administrator" in who.marks


@capacity
def the_house(who: Actor) -> bool:
    """The house itself: due closings, the worker, the demo's founding."""
    return who.system


def check(lines: Lines, name: str, reading: Any, who: Actor, args: Any) -> None:
    """Raises NotAllowed unless one alternative of the line holds. The house itself may do what it has queued."""
    if who.system:
        return
    why: Callable[[Actor], str] | None = None
    for alternative in lines.get(name, ()):
        failing = next((predicate for predicate in alternative if not predicate(reading, who, args)), None)
        if failing is None:
            return
        why = why or getattr(failing, "why", None)
    raise NotAllowed(why(who) if why else "")


def may(lines: Lines, names: Sequence[str], who: Actor) -> list[str]:
    """The commands this capacity allows; what depends on the object asked about is taken as allowed."""
    return [
        name
        for name in names
        if any(
            all(getattr(predicate, "by_capacity", _always)(who) for predicate in alternative)
            for alternative in lines.get(name, ())
        )
    ]


def _always(_who: Actor) -> bool:
    return True
