"""The calendar: a week of meetings, day by day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, RowMapping

from app.people.days import local_day, midnight
from meetings.planning import said
from meetings.planning.views import meetings_of


def week_of(typed: str, now: datetime) -> date:
    """The Monday of the week named by one of its days, or of this week."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        day = local_day(now)
    if not 2000 <= day.year <= 2999:
        day = local_day(now)
    return day - timedelta(days=day.weekday())


def week_rows(read: Connection, person: str, first: date, body: str | None) -> list[RowMapping]:
    """A week's meetings, earliest first."""
    since, until = midnight(first), midnight(first + timedelta(days=7))
    return list(reversed(meetings_of(read, person, since=since, until=until, body=body)))


def week(first: date, now: datetime, rows: Sequence[RowMapping]) -> dict[str, Any]:
    """Seven days with their meetings, and which of them are at the same time."""
    days: list[dict[str, Any]] = []
    sat = [(said.days(row), row) for row in rows]
    for place in range(7):
        day = first + timedelta(days=place)
        there = [(on[day], row["id"], row) for on, row in sat if day in on]
        held = [row for _when, _id, row in sorted(there, key=itemgetter(0, 1))]
        days.append({"day": day, "today": day == local_day(now), "rows": held, "clashes": clashes(held)})
    return {
        "first": first,
        "last": first + timedelta(days=6),
        "days": days,
        "empty": not any(day["rows"] for day in days),
        "before": (first - timedelta(days=7)).isoformat(),
        "after": (first + timedelta(days=7)).isoformat(),
    }


def clashes(rows: Sequence[Mapping[Any, Any]]) -> dict[str, str]:
    """{meeting: the title of one at the same time}, cancelled ones aside."""
    found: dict[str, str] = {}
    live = [row for row in rows if row["phase"] != "cancelled"]
    for row in live:
        for other in live:
            same = row["starts_at"] < said.ends_at(other) and other["starts_at"] < said.ends_at(row)
            if other["id"] != row["id"] and same:
                found[row["id"]] = other["title"]
    return found
