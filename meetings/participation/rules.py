"""Who has been heard and who has not: pure functions over finished meetings.

Purpose and limits are those of reliability.md, 8 (Luật 91/2025/QH15): a fair floor. Only meetings one attended
count; nothing is said about anybody before there are three; whoever has been heard least comes first, which is an
order for the chair's eye, not a ranking.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from math import sqrt

ENOUGH = 3
"""Under three meetings nothing can be said."""
RECENT = 12
"""How many earlier meetings the chair's list in the room looks back over."""
SPANS = (7, 12, 24)
"""The spans of the page, in meetings."""
FEWEST_FOR_MEDIAN = 5
"""A median of fewer people would tell who they are."""
TWO_TERMS = timedelta(days=3652)
"""What is older is told of nobody: two terms of five years (reliability.md, 8)."""
ATTENDED = frozenset({"present", "online", "left"})


@dataclass(frozen=True, slots=True)
class Mark:
    """One person in one meeting: spoken, silent (attended), waiting (asked, not called), absent, none (no member)."""

    kind: str
    seconds: int = 0


NONE = Mark("none")


def mark(attended: bool, seconds: int | None, asked: bool) -> Mark:
    """`seconds` None: never had the floor. Whoever spoke was there, whatever the roll call says."""
    if seconds is not None:
        return Mark("spoken", seconds)
    if not attended:
        return Mark("absent")
    return Mark("waiting") if asked else Mark("silent")


@dataclass(frozen=True, slots=True)
class Line:
    """One person over the meetings, oldest first."""

    person: str
    marks: tuple[Mark, ...]

    @property
    def attended(self) -> int:
        return sum(mark.kind in ("spoken", "silent", "waiting") for mark in self.marks)

    @property
    def spoken(self) -> int:
        return sum(mark.kind == "spoken" for mark in self.marks)

    @property
    def seconds(self) -> int:
        return sum(mark.seconds for mark in self.marks)

    @property
    def silent(self) -> int:
        """How many of the last meetings they attended, one after the other, they said nothing in."""
        told = [mark for mark in reversed(self.marks) if mark.kind in ("spoken", "silent", "waiting")]
        return next((place for place, mark in enumerate(told) if mark.kind == "spoken"), len(told))

    @property
    def not_called(self) -> int:
        return sum(mark.kind == "waiting" for mark in self.marks)


def since(now: datetime) -> datetime:
    """The first moment of which anything is told."""
    return now - TWO_TERMS


def enough(meetings: int) -> bool:
    return meetings >= ENOUGH


def least_heard_first(lines: Iterable[Line]) -> list[Line]:
    """By the share of attended meetings in which they spoke; of equals, longer silence first, then fewer seconds.

    Whoever attended too few to say anything comes last. The order is stable: people keep the body's order otherwise.
    """
    return sorted(
        lines,
        key=lambda line: (
            not enough(line.attended),
            Fraction(line.spoken, line.attended) if line.attended else Fraction(2),
            -line.attended,
            line.seconds,
        ),
    )


def never_heard(line: Line) -> bool:
    """Attended enough meetings and spoke in none."""
    return line.spoken == 0 and enough(line.attended)


def hardly_heard(line: Line) -> bool:
    """Spoke in a quarter of the meetings at most."""
    return 0 < 4 * line.spoken <= line.attended


def over_half(lines: Iterable[Line]) -> list[Line]:
    """The fewest people who together had more than half of the time; empty while nobody has spoken."""
    talkers = sorted((line for line in lines if line.seconds), key=lambda line: -line.seconds)
    total = sum(line.seconds for line in talkers)
    found: list[Line] = []
    for line in talkers:
        if 2 * sum(one.seconds for one in found) > total:
            break
        found.append(line)
    return found


def not_called(lines: Sequence[Line]) -> tuple[int, list[int]]:
    """How many people asked for the floor in a meeting and were not called, and in which meetings (places)."""
    places = {place for line in lines for place, one in enumerate(line.marks) if one.kind == "waiting"}
    return sum(line.not_called > 0 for line in lines), sorted(places)


@dataclass(frozen=True, slots=True)
class Sum:
    """One meeting in figures, without anybody's name."""

    members: int
    attended: int
    spoke: int
    seconds: int
    not_called: int
    silent: int


def sum_of(marks: Sequence[Mark]) -> Sum:
    """All members' marks in one meeting."""
    kinds = Counter(mark.kind for mark in marks)
    attended = kinds["spoken"] + kinds["silent"] + kinds["waiting"]
    seconds = sum(mark.seconds for mark in marks)
    return Sum(attended + kinds["absent"], attended, kinds["spoken"], seconds, kinds["waiting"], kinds["silent"])


@dataclass(frozen=True, slots=True)
class Place:
    """The hall (`name` empty) or a site over some meetings: how often its people came, had the floor, and how long."""

    name: str
    attended: int
    spoken: int
    seconds: int


def by_place(lines: Iterable[Line], where: Mapping[tuple[str, int], str]) -> list[Place]:
    """What the lines tell, apart by where each was; `where`: (person, the meeting's place among them) -> the site's name.

    Sites of one name in several meetings are one place. The hall comes first, then by name. Whoever stayed away counts nowhere.
    """
    found: dict[str, Counter[str]] = {}
    for line in lines:
        for place, one in enumerate(line.marks):
            if one.kind in ("absent", "none"):
                continue
            figures = found.setdefault(where.get((line.person, place), ""), Counter())
            figures += Counter(attended=1, spoken=int(one.kind == "spoken"), seconds=one.seconds)
    return [Place(name, one["attended"], one["spoken"], one["seconds"]) for name, one in sorted(found.items())]


def median(values: Iterable[int]) -> int:
    """The middle one; of two middle ones the mean, rounded down. Of nobody: 0."""
    listed = sorted(values)
    if not listed:
        return 0
    middle = len(listed) // 2
    return listed[middle] if len(listed) % 2 else (listed[middle - 1] + listed[middle]) // 2


def diameter(seconds: int, longest: int, widest: int = 32, least: int = 7) -> int:
    """The width of a dot whose area is the time spoken; the longest is as wide as there is room."""
    if longest <= 0:
        return least
    return max(least, round(widest * sqrt(max(0, seconds) / longest)))
