"""Conclusions as each scope sees them: until the chair approves them they are the desk's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from app.views import Form, collection
from app.wire import stamp_or_none
from meetings import scopes
from meetings.conclusions.models import Conclusion

SHOWN = ("item", "order", "text", "assignee", "assignee_text", "due", "state", "task")


@collection("conclusions", Conclusion, kind="meeting", within="meeting")
def conclusion_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """An approved conclusion is seen by whoever sees its item; why one was returned, by the desk."""
    published = scopes.published(read, {row["meeting"] for row in rows})
    for row in rows:
        form: dict[str, Any] = {key: row[key] for key in SHOWN}
        form["approved_at"] = stamp_or_none(row["approved_at"])
        desk = {**form, "returned_reason": row["returned_reason"], "recorded_by": row["recorded_by"]}
        for scope in scopes.of_item(row["meeting"], row["item"], published):
            if scope == "desk":
                yield Form(row["id"], scope, row["id"], desk)
            elif row["state"] == "approved":
                yield Form(row["id"], scope, row["id"], form)


def conclusions_of(read: Connection, meeting: str) -> list[RowMapping]:
    """A meeting's conclusions, item by item in the order of their points (what the minutes tell)."""
    wanted = select(Conclusion.__table__).where(Conclusion.meeting == meeting)
    return list(read.execute(wanted.order_by(Conclusion.item, Conclusion.order, Conclusion.id)).mappings())
