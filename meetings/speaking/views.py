"""Registrations and speeches as each scope sees them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from app.people.views import body_rule
from app.views import Form, collection
from app.wire import stamp, stamp_or_none
from meetings import scopes
from meetings.speaking import rules
from meetings.speaking.models import Quota, Speech

SHOWN = (
    "person",
    "item",
    "kind",
    "to",
    "replies_to",
    "gist",
    "state",
    "order",
    "seconds",
    "limit",
    "goes_on",
    "asked_by",
)


@collection("speeches", Speech, kind="meeting", within="meeting")
def speech_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """The gist is the speaker's own and shown with the speech; the record (`note`) and reasons are the desk's."""
    published = scopes.published(read, {row["meeting"] for row in rows})
    for row in rows:
        form: dict[str, Any] = {key: row[key] for key in SHOWN}
        form["requested_at"] = stamp(row["requested_at"])
        form |= {key: stamp_or_none(row[key]) for key in ("called_at", "started_at", "finished_at")}
        desk = {**form, "note": row["note"], "reason": row["reason"], "unasked": row["unasked"]}
        desk |= {"placed": row["placed"], "group": row["group"]}
        for scope in scopes.of_item(row["meeting"], row["item"], published):
            yield Form(row["id"], scope, row["id"], desk if scope == "desk" else form)


@collection("my_declined", Speech, kind="meeting", within="meeting")
def declined_forms(_read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """My requests that were taken off the list, and why."""
    for row in rows:
        if row["state"] == "declined":
            form = {"item": row["item"], "reason": row["reason"], "at": stamp_or_none(row["finished_at"])}
            yield Form(row["id"], f"person:{row['person']}", row["id"], form)


@collection("quotas", Quota, kind="meeting", within="meeting")
def quota_forms(_read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """What is given. What is spent of it is in the speeches, the running one included."""
    for row in rows:
        yield Form(row["id"], "desk", row["id"], {key: row[key] for key in ("group", "item", "seconds")})


# -- asked by commands, pages and other slices ------------------------------------------------------------------------


def limit_for(read: Connection, body: str, kind: str, on: date) -> int:
    """How long a speech of this kind may take by the body's rules, in seconds."""
    key = f"speaking.{kind}_limit" if kind in ("point_of_order", "reply") else "speaking.limit"
    return int(body_rule(read, body, key, on))


def speeches_of(read: Connection, meeting: str) -> list[RowMapping]:
    """A meeting's speeches in the order they were called, then those who were not (what the minutes tell)."""
    rows = read.execute(select(Speech.__table__).where(Speech.meeting == meeting)).mappings().all()
    return sorted(rows, key=lambda row: (row["called_at"] is None, row["called_at"] or row["requested_at"], row["id"]))


def speaking_now(read: Connection, meeting: str) -> str | None:
    """Who has the floor: the person."""
    wanted = select(Speech.person).where(Speech.meeting == meeting, Speech.state.in_(sorted(rules.FLOOR)))
    wanted = wanted.order_by(Speech.replies_to.is_(None))
    return read.execute(wanted.limit(1)).scalar()
