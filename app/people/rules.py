"""Membership over time, capacities, dated rules: pure functions on frozen values; days are ISO dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

CAPACITIES = (
    "chair",
    "deputy",
    "secretary",
    "member",
    "approver",
    "records_clerk",
    "guest",
    "hall",
)
"""What one may be in a body. `hall` is the account of the hall's projector: it is nobody, and sees as members do."""

ON_ROLL = frozenset({"chair", "deputy", "member"})
"""These are members of the body: they count in every denominator and vote."""

FOREVER = "9999-12-31"


@dataclass(frozen=True, slots=True)
class Term:
    """A person's time in a body, first and last day included; no last day: still going on."""

    person: str
    capacities: tuple[str, ...]
    from_date: str
    until_date: str | None = None
    id: str = ""

    def covers(self, day: str) -> bool:
        return self.from_date <= day <= (self.until_date or FOREVER)

    def overlaps(self, other: Term) -> bool:
        return self.from_date <= (other.until_date or FOREVER) and other.from_date <= (self.until_date or FOREVER)

    def empty(self) -> bool:
        """Ended before it began: as if it had never been."""
        return (self.until_date or FOREVER) < self.from_date


@dataclass(frozen=True, slots=True)
class DatedRule:
    """A rule's value from a day on."""

    id: str
    valid_from: str
    value: Any
    set_at: int = 0


def on_roll(capacities: Iterable[str]) -> bool:
    """Whether these capacities make one a member of the body (the chair is a member too)."""
    return not ON_ROLL.isdisjoint(capacities)


def members_on(terms: Iterable[Term], day: date) -> list[Term]:
    """The body's members on a day: the roll."""
    key = day.isoformat()
    return [term for term in terms if term.covers(key) and on_roll(term.capacities)]


def approvers_on(terms: Sequence[Term], day: date) -> set[str]:
    """Who approves papers on a day: those the body names, or its chair where it names nobody."""
    key = day.isoformat()
    current = [term for term in terms if term.covers(key)]
    named = {term.person for term in current if "approver" in term.capacities}
    return named or {term.person for term in current if "chair" in term.capacities}


def meeting_capacity(capacities: Iterable[str]) -> str | None:
    """The one capacity a body's member gets in its meetings; None: not invited by being in the body."""
    held = set(capacities)
    if "chair" in held:
        return "chair"
    if "secretary" in held:
        return "secretary"
    return "member" if on_roll(held) else None


def clash(terms: Iterable[Term], new: Term) -> Term | None:
    """A term of the same person at the same time: one person has one term at a time, with several capacities."""
    return next(
        (
            term
            for term in terms
            if term.person == new.person and term.id != new.id and not term.empty() and term.overlaps(new)
        ),
        None,
    )


def second_chair(terms: Iterable[Term], new: Term) -> Term | None:
    """Another chair of the body at the same time; a body has one."""
    if "chair" not in new.capacities:
        return None
    return next(
        (
            term
            for term in terms
            if "chair" in term.capacities and term.id != new.id and not term.empty() and term.overlaps(new)
        ),
        None,
    )


def last_day(on: date | None, today: date) -> str:
    """The last day of a term that is being ended: the day named, or the day before today so that it ends at once."""
    return (on or today - timedelta(days=1)).isoformat()


def rule_on(rules: Iterable[DatedRule], day: date) -> DatedRule | None:
    """The rule in force on a day: the latest that has begun, of two for one day the one set later. None: none yet."""
    key = day.isoformat()
    begun = [rule for rule in rules if rule.valid_from <= key]
    return max(begun, key=lambda rule: (rule.valid_from, rule.set_at), default=None)


@dataclass(frozen=True, slots=True)
class Told:
    """The rules of one key as they are told on a day; one for the same day as a later one is told nowhere: it never
    holds.
    """

    current: DatedRule | None
    coming: list[DatedRule]
    past: list[DatedRule]


def told(rules: Iterable[DatedRule], today: date) -> Told:
    """What holds, what comes and what held; latest first."""
    last: dict[str, DatedRule] = {}
    for rule in sorted(rules, key=lambda one: (one.valid_from, one.set_at)):
        last[rule.valid_from] = rule
    ordered = sorted(last.values(), key=lambda one: one.valid_from, reverse=True)
    begun = [rule for rule in ordered if rule.valid_from <= today.isoformat()]
    coming = [rule for rule in ordered if rule.valid_from > today.isoformat()]
    return Told(begun[0] if begun else None, coming, begun[1:])
