"""The course of the meeting, which everybody in it sees, and the notices, which those see to whom they were given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, RowMapping

from app.views import Form, collection
from app.wire import stamp, stamp_or_none
from meetings import scopes
from meetings.course.keeping import ROLL
from meetings.course.models import Happening, Notice

TO: dict[str, tuple[str, ...]] = {"all": ("members", "guests"), "members": ("members",), "site": ()}


@collection("happenings", Happening, kind="meeting", within="meeting")
def happening_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """Guests too: none of it belongs to an item."""
    published = scopes.published(read, {row["meeting"] for row in rows})
    for row in rows:
        form = {key: row[key] for key in ("kind", "by", "person", "former", "present", "needed")}
        form |= {"at": stamp(row["at"]), "until": stamp_or_none(row["until"])}
        form |= {name: row[name] for name in ROLL} if row["kind"] == "roll_renewed" else {}
        for scope in scopes.shared(row["meeting"], published):
            yield Form(row["id"], scope, row["id"], form)


@collection("notices", Notice, kind="meeting", within="meeting")
def notice_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """The desk sees all, what it took down too. The hall's screen shows what was meant for it too."""
    for row in rows:
        form = {"text": row["text"], "at": stamp(row["at"]), "to": row["to"], "site": row["site"]}
        yield Form(row["id"], "desk", row["id"], {**form, "by": row["by"], "hall": row["hall"], "down": row["down"]})
        if row["down"]:
            continue
        for scope in (*TO[row["to"]], *(["hall"] if row["hall"] else [])):
            yield Form(row["id"], scope, row["id"], form)


@collection("my_notices", Notice, kind="meeting", within="meeting")
def my_notice_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """Those given to the people of one site."""
    for row in rows:
        form = {"text": row["text"], "at": stamp(row["at"]), "to": row["to"], "site": row["site"]}
        for person in () if row["down"] else row["recipients"] or ():
            yield Form(row["id"], f"person:{person}", row["id"], form)
