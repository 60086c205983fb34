"""What votes ask of a count by hand: the figures two people stand for, and how they are told with the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from voting.counted.models import TypedCount
from voting.counted.rules import HANDS, LEVEL


@dataclass(frozen=True)
class Accepted:
    """An accepted count. `people`: who typed it, then who confirmed it or typed the same."""

    way: str
    counts: Mapping[str, int]
    issued: int
    returned: int
    valid: int
    invalid: int
    chair: str | None
    people: tuple[str, ...]

    def in_result(self, result: Mapping[str, Any], secret: bool) -> dict[str, Any]:
        """What the result says besides. Invalid ballots were cast, for nothing; the first law's engine left them out."""
        told: dict[str, Any] = {"way": self.way, "people": list(self.people)}
        if self.way != HANDS:
            told |= {"issued": self.issued, "returned": self.returned, "valid": self.valid, "invalid": self.invalid}
        found: dict[str, Any] = {"by_hand": told, "cast": self.returned, "invalid": self.invalid}
        found["not_cast"] = result["members"] - self.returned
        return {**found, "level": LEVEL} if secret else found


def confirmed(read: Connection, vote: Any) -> Accepted | None:
    """None where nobody has confirmed anything yet."""
    kept = TypedCount
    listed = select(kept.__table__).where(kept.vote == vote.id, kept.state == "accepted").order_by(kept.at, kept.id)
    rows = read.execute(listed).all()
    if not rows:
        return None
    row = rows[0]
    people = [one.person for one in rows] if len(rows) > 1 else [row.person, row.settled_by]
    numbers = (row.issued, row.returned, row.valid, row.invalid)
    return Accepted(vote.by_hand, row.counts, *numbers, row.chair, tuple(people))


def accepted(read: Connection, vote: Any) -> Accepted:
    """Raises ValueError where nothing was accepted."""
    found = confirmed(read, vote)
    if found is None:
        raise ValueError("a count that nobody confirmed")
    return found
