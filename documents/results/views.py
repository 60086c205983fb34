"""Who sees the sheets of results: the desk, and members once one is ready."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, RowMapping, select

from app.views import Form, collection
from documents.results.models import ResultSheet
from meetings import scopes


@collection("result_sheets", ResultSheet, kind="meeting", within="meeting")
def sheet_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """By the vote's id: a vote has one. Guests read results on their screens; the roll's sheet is the body's."""
    published = scopes.published(read, {row["meeting"] for row in rows})
    for row in rows:
        form = {"state": row["state"], "version": row["version"], "pages": row["pages"], "size": row["size"]}
        form["url"] = url_of(row)
        for scope in ("desk", "members") if row["meeting"] in published and row["state"] == "ready" else ("desk",):
            yield Form(row["id"], scope, row["vote"], form)


def url_of(row: RowMapping) -> str:
    return f"/meetings/{row['meeting']}/votes/{row['vote']}/sheet.pdf?version={row['version']}"


def ready_sheets(read: Connection, votes: Iterable[str]) -> dict[str, RowMapping]:
    """{vote: its sheet}"""
    wanted = select(ResultSheet.__table__).where(ResultSheet.vote.in_(set(votes)), ResultSheet.state == "ready")
    return {row["vote"]: row for row in read.execute(wanted).mappings()}
