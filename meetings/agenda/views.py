"""The items of a meeting as each scope sees them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, RowMapping, select

from app.views import Form, collection
from app.wire import stamp_or_none
from meetings import scopes
from meetings.agenda.models import Item


@collection("items", Item, kind="meeting", within="meeting")
def item_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """A guest sees the items they are invited to, nothing of the others."""
    published = scopes.published(read, {row["meeting"] for row in rows})
    for row in rows:
        form = {
            key: row[key]
            for key in (
                "order",
                "title",
                "minutes",
                "state",
                "presenter",
                "queue",
                "vote_kind",
                "seconds_used",
            )
        }
        form["taken_up_at"] = stamp_or_none(row["taken_up_at"])
        form["started_at"] = stamp_or_none(row["started_at"])
        form["finished_at"] = stamp_or_none(row["finished_at"])
        for scope in scopes.of_item(row["meeting"], row["id"], published):
            yield Form(row["id"], scope, row["id"], form)


def items_of(read: Connection, meeting: str) -> list[RowMapping]:
    """A meeting's items in their order."""
    wanted = select(Item.__table__).where(Item.meeting == meeting).order_by(Item.order, Item.id)
    return list(read.execute(wanted).mappings())
