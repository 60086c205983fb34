"""Which version of a paper a person may open, by any address. One judgement for serving, reading, notes and marks."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, select

from app.policy import Standing, standing_in
from app.wire import NotFound
from documents.papers.models import File, Paper, PaperVersion


class Opened(NamedTuple):
    """A paper, the version asked for (None: recalled), and what the person is in its meeting."""

    paper: RowMapping
    version: RowMapping | None
    standing: Standing

    @property
    def desk(self) -> bool:
        return "desk" in self.standing.scopes


def open_paper(read: Connection, person: str, paper: str, number: int | None = None) -> Opened:
    """The paper with one version (None: the newest this person may see). Raises NotFound whatever the reason."""
    row = read.execute(select(Paper.__table__).where(Paper.id == paper)).mappings().first()
    if row is None:
        raise NotFound()
    standing = standing_in(read, f"meeting:{row['meeting']}", person)
    if standing is None:
        raise NotFound()
    versions = [v for v in _versions(read, paper) if may_open(standing, row, v)]
    if number is None and not versions and may_know(standing, row) and row["recalled_at"] is not None:
        return Opened(row, None, standing)
    found = versions if number is None else [v for v in versions if v["version"] == number]
    if not found:
        raise NotFound()
    return Opened(row, found[-1], standing)


def _versions(read: Connection, paper: str) -> list[RowMapping]:
    wanted = (
        select(PaperVersion.__table__, File.name, File.media_type, File.size, File.sha256)
        .join(File, File.id == PaperVersion.file)
        .where(PaperVersion.paper == paper)
        .order_by(PaperVersion.version)
    )
    return list(read.execute(wanted).mappings())


def may_know(standing: Standing, paper: Any) -> bool:
    """Is this paper's item one of theirs?"""
    if not standing.scopes.isdisjoint({"desk", "members", "hall"}):
        return True
    return paper["item"] is not None and f"item:{paper['item']}" in standing.scopes


def may_open(standing: Standing, paper: Any, version: Any) -> bool:
    """The desk opens all; an approver what waits for them; others what is published and not recalled."""
    if "desk" in standing.scopes:
        return True
    waiting = "approver" in standing.marks and paper["state"] in ("submitted", "approved", "returned")
    if waiting and version["version"] == paper["version"]:
        return True
    public = version["published_at"] is not None and version["recalled_at"] is None
    return public and may_know(standing, paper)
