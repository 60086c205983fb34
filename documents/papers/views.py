"""A paper as each scope sees it: the desk its newest version in every state, everybody else the published one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from app.policy import Actor
from app.views import Form, collection, visible
from app.wire import stamp, stamp_or_none
from documents.papers.models import File, Paper, PaperVersion
from meetings import scopes

Versions = dict[tuple[str, int], RowMapping]


@collection("papers", Paper, kind="meeting", within="meeting")
def paper_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """Members and the hall: only what is published, and that something was recalled. Guests: on their items."""
    versions = versions_by_number(read, [row["id"] for row in rows])
    published = scopes.published(read, {row["meeting"] for row in rows})
    for row in rows:
        yield Form(row["id"], "desk", row["id"], desk_form(row, versions))
        shown = public_form(row, versions)
        if shown is None:
            continue
        for scope in scopes.of_item(row["meeting"], row["item"], published):
            if scope != "desk":
                yield Form(row["id"], scope, row["id"], shown)


def versions_by_number(read: Connection, papers: Sequence[str]) -> Versions:
    """(paper, version) -> the version with its file's name, type and size."""
    found: Versions = {}
    for start in range(0, len(papers), 500):
        wanted = (
            select(PaperVersion.__table__, File.name, File.media_type, File.size, File.sha256)
            .join(File, File.id == PaperVersion.file)
            .where(PaperVersion.paper.in_(papers[start : start + 500]))
        )
        for row in read.execute(wanted).mappings():
            found[row["paper"], row["version"]] = row
    return found


def url_of(paper: str, version: int) -> str:
    return f"/papers/{paper}/{version}"


def _of_version(row: RowMapping, number: int, versions: Versions) -> dict[str, Any]:
    version = versions[row["id"], number]
    return {
        "version": number,
        "pages": version["pages"],
        "url": url_of(row["id"], number),
        "name": version["name"],
        "media_type": version["media_type"],
        "size": version["size"],
        "conversion": version["conversion"],
        "trouble": version["trouble"],
        "warning": version["warning"],
    }


def desk_form(row: RowMapping, versions: Versions) -> dict[str, Any]:
    """What the desk works on: the newest version."""
    return {
        "item": row["item"],
        "title": row["title"],
        "type": row["type"],
        "order": row["order"],
        "state": row["state"],
        **_of_version(row, row["version"], versions),
        "published": row["published"],
        "published_at": stamp_or_none(row["published_at"]),
        "late": row["late"],
        "reason": row["reason"],
        "added_by": versions[row["id"], row["version"]]["added_by"],
        "added_at": stamp(versions[row["id"], row["version"]]["added_at"]),
        "submitted_at": stamp_or_none(row["submitted_at"]),
        "judged_by": row["judged_by"],
        "judged_at": stamp_or_none(row["judged_at"]),
    }


def public_form(row: RowMapping, versions: Versions) -> dict[str, Any] | None:
    """What everybody else sees; None before it is published."""
    if row["published"] is None and row["recalled_at"] is None:
        return None
    form: dict[str, Any] = {
        "item": row["item"],
        "title": row["published_title"],
        "type": row["published_type"],
        "order": row["order"],
    }
    if row["published"] is None:
        empty = {"version": None, "pages": None, "url": None, "published_at": None, "late": False}
        return {**form, "state": "recalled", **empty}
    return {
        **form,
        "state": "published",
        **_of_version(row, row["published"], versions),
        "published_at": stamp_or_none(row["published_at"]),
        "late": row["late"],
    }


@visible("papers")
def waits_for(tx: Any, who: Actor, id: str) -> bool:
    """An approver outside the desk may name what waits for their judgement, or what they just judged."""
    if "approver" not in who.marks:
        return False
    wanted = select(Paper.meeting).where(Paper.id == id, Paper.state.in_(("submitted", "approved")))
    return bool(tx.connection.execute(wanted).scalar() == tx.subject)
