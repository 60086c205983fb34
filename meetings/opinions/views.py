"""Written opinions: the desk's, the members' where the body's rule says so, and always one's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from app.views import Form, collection
from app.wire import stamp, stamp_or_none
from meetings.opinions import rules
from meetings.opinions.models import Opinion

SHOWN = ("item", "person", "name", "office", "text", "shared", "answer", "answered_by")


def _form(row: RowMapping) -> dict[str, Any]:
    form: dict[str, Any] = {key: row[key] for key in SHOWN}
    form |= {"given_at": stamp(row["given_at"]), "amended_at": stamp_or_none(row["amended_at"])}
    return form | {"answered_at": stamp_or_none(row["answered_at"])}


@collection("opinions", Opinion, kind="meeting", within="meeting")
def opinion_forms(_read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """Nobody writes one before the meeting is published, so whoever reads it may see its item."""
    for row in rows:
        for scope in sorted(rules.readers(row["shared"], row["withdrawn_at"] is not None)):
            yield Form(row["id"], scope, row["id"], _form(row))


@collection("my_opinions", Opinion, kind="meeting", within="meeting")
def my_opinion_forms(_read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """What I wrote, with what became of it."""
    for row in rows:
        if row["withdrawn_at"] is None:
            yield Form(row["id"], f"person:{row['person']}", row["id"], _form(row))


# -- asked by pages ----------


def own_of(read: Connection, meeting: str, person: str) -> list[RowMapping]:
    """A person's own in a meeting, oldest first."""
    own = (Opinion.meeting == meeting, Opinion.person == person, Opinion.withdrawn_at.is_(None))
    wanted = select(Opinion.__table__).where(*own).order_by(Opinion.given_at, Opinion.id)
    return list(read.execute(wanted).mappings())
