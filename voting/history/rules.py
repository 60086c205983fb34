"""What is looked for among a body's votes: pure, from what an address says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.text import fold
from voting.ruling.rules import KINDS

PAGE = 20
"""So many votes on a page."""
MOST_EXPORTED = 1_000
MOST_LINES = 50_000
"""An export has so many votes, and so many lines of rolls, at most: making it holds everybody else up."""
OUTCOMES = ("passed", "not_passed", "tie", "void", "none", "unsure", "annulled")
"""`unsure`: of a secret one that its devices have not all confirmed yet, or that one of them disputes. It is under no other."""
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; what is empty leaves nothing out."""

    text: str = ""
    since: date | None = None
    until: date | None = None
    kind: str = ""
    outcome: str = ""
    secret: bool | None = None

    @property
    def words(self) -> list[str]:
        """All of them must be found, marks and capitals apart."""
        return fold(self.text).split()

    @property
    def anything(self) -> bool:
        return self != Wanted()


def wanted(given: Mapping[str, str]) -> Wanted:
    """As an address says it; what it says wrongly is as if it said nothing."""
    kind, outcome, way = (given.get(name, "") for name in ("kind", "outcome", "way"))
    return Wanted(
        text=" ".join(given.get("q", "").split())[:LONGEST],
        since=_day(given.get("since", "")),
        until=_day(given.get("until", "")),
        kind=kind if kind in KINDS else "",
        outcome=outcome if outcome in OUTCOMES else "",
        secret={"secret": True, "open": False}.get(way),
    )


def _day(text: str) -> date | None:
    """At the edge of time no day follows any more: that is no day of a vote."""
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
    return day if day and date(1900, 1, 1) <= day < date(3000, 1, 1) else None


def as_query(asked: Wanted) -> dict[str, str]:
    """The address again."""
    way = {True: "secret", False: "open", None: ""}[asked.secret]
    told = {
        "q": asked.text,
        "since": asked.since.isoformat() if asked.since else "",
        "until": asked.until.isoformat() if asked.until else "",
        "kind": asked.kind,
        "outcome": asked.outcome,
        "way": way,
    }
    return {name: text for name, text in told.items() if text}


def page_of(text: str, found: int) -> tuple[int, int]:
    """The page asked for, from 1, and how many there are; one beyond the last is the last."""
    pages = max(1, -(-found // PAGE))
    asked = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
    return min(max(1, asked), pages), pages
