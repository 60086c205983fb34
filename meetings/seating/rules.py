"""A room's plan and the order in which its seats are filled: pure functions.

A plan is a head table and rows around it. Seats are counted from 1: the head table from left to right, then each row, the one next to
the table first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SHAPES = ("arcs", "rows", "u")
MOST_AT_HEAD = 15
MOST_ROWS = 40
MOST_IN_ROW = 80
MOST_SEATS = 700


@dataclass(frozen=True, slots=True)
class Plan:
    """So many at the head table, so many in each row."""

    shape: str
    head: int
    rows: tuple[int, ...]

    @property
    def seats(self) -> int:
        return self.head + sum(self.rows)


def plan_fault(plan: Plan) -> str | None:
    """What is wrong with a plan, as a key word; None: nothing."""
    if plan.shape not in SHAPES:
        return "shape"
    if not 0 <= plan.head <= MOST_AT_HEAD:
        return "head"
    if len(plan.rows) > MOST_ROWS:
        return "rows"
    if any(not 1 <= seats <= MOST_IN_ROW for seats in plan.rows):
        return "row"
    if plan.seats == 0:
        return "none"
    return "many" if plan.seats > MOST_SEATS else None


def row_letters(place: int) -> str:
    """A, B … Z, AA, AB …: how the rows of a hall are called."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def label(plan: Plan, seat: int) -> str:
    """What stands on a seat: its row and its place in it, the head table being the first row."""
    left = seat
    for place, seats in enumerate(_all_rows(plan)):
        if left <= seats:
            return f"{row_letters(place)}{left}"
        left -= seats
    return ""


def _all_rows(plan: Plan) -> tuple[int, ...]:
    return (plan.head, *plan.rows) if plan.head else plan.rows


def in_order(plan: Plan) -> list[int]:
    """Seats as they are filled: the middle of the head table, then left and right of it, then the rows from the first one."""
    middle = (plan.head + 1) / 2
    head = sorted(range(1, plan.head + 1), key=lambda seat: (abs(seat - middle), seat))
    return [*head, *range(plan.head + 1, plan.seats + 1)]


def filled(plan: Plan, seated: Mapping[str, int], waiting: Sequence[str]) -> dict[str, int]:
    """{person: seat} for those who wait, in their order, on the seats that are free; the last ones may find none."""
    taken = set(seated.values())
    free = [seat for seat in in_order(plan) if seat not in taken]
    return dict(zip((person for person in waiting if person not in seated), free, strict=False))


def placed(seated: Mapping[str, int], person: str, seat: int) -> dict[str, int | None]:
    """What changes when somebody takes a seat: who sat there goes to the seat that becomes free, or has none."""
    before = seated.get(person)
    if before == seat:
        return {}
    there = next((other for other, taken in seated.items() if taken == seat), None)
    changed: dict[str, int | None] = {person: seat}
    if there is not None:
        changed[there] = before
    return changed


def kept(plan: Plan, seated: Mapping[str, int]) -> dict[str, int]:
    """Who keeps their seat when the plan becomes this one."""
    return {person: seat for person, seat in seated.items() if seat <= plan.seats}
