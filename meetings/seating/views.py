"""The rooms of a body, a meeting's plan and its seats, as each scope sees them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, RowMapping

from app.views import Form, collection
from meetings import scopes
from meetings.seating.models import MeetingRoom, Seat, Seating

PLAN = ("name", "shape", "head", "rows")


@collection("rooms", MeetingRoom, kind="body", within="body")
def room_forms(_read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """For who arranges the body's meetings."""
    for row in rows:
        yield Form(row["id"], "desk", row["id"], {key: row[key] for key in PLAN})


@collection("seating", Seating, kind="meeting", within="meeting")
def seating_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """The plan of the meeting's room; none: the seats are drawn as they come."""
    published = scopes.published(read, {row["meeting"] for row in rows})
    for row in rows:
        for scope in scopes.shared(row["meeting"], published):
            yield Form(row["id"], scope, row["meeting"], {"room": row["room"], **{key: row[key] for key in PLAN}})


@collection("seats", Seat, kind="meeting", within="meeting")
def seat_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """Keyed by person."""
    published = scopes.published(read, {row["meeting"] for row in rows})
    for row in rows:
        for scope in scopes.shared(row["meeting"], published):
            yield Form(row["id"], scope, row["person"], {"seat": row["seat"]})
