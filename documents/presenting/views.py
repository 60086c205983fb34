"""The page that is presented, for all who see its item."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping

from app.views import Form, collection
from app.wire import stamp
from documents.presenting.models import Presentation
from meetings import scopes


@collection("presenting", Presentation, kind="meeting", within="meeting")
def presenting_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """While it is on: where; afterwards only that it is over, and why. Guests: on their items."""
    published = scopes.published(read, {row["meeting"] for row in rows})
    for row in rows:
        on = row["state"] == "on"
        form: dict[str, Any] = {"state": row["state"], "why": row["why"], "started_at": stamp(row["started_at"])}
        form |= {name: row[name] if on else None for name in ("item", "paper", "version", "page", "by")}
        for scope in scopes.of_item(row["meeting"], row["item"], published):
            yield Form(row["id"], scope, row["id"], form)
