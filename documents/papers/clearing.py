"""The worker's part in clearing away: contents of removed uploads, unless anything else needs them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.database import Base
from app.jobs.registry import Give, Work, job
from documents.papers import store

FRESH = timedelta(days=1)
"""A content written a moment ago has just been uploaded again; the row that names it may be on its way."""


@job("papers.clear", seconds=120)
def clear(work: Work, payload: dict[str, Any]) -> Sequence[Give]:
    for sha256 in payload["contents"]:
        if not _needed(work, sha256):
            _remove(work, store.path_of(work.settings, sha256))
    return []


def _needed(work: Work, sha256: str) -> bool:
    """Whether any table names the content, as an upload, a viewing copy or a paper of our own."""
    columns = [c for table in Base.metadata.tables.values() for c in table.columns if c.info.get("content")]
    with work.read() as read:
        return any(read.execute(select(column).where(column == sha256).limit(1)).first() for column in columns)


def _remove(work: Work, path: Path) -> None:
    """Taken aside first, and put back where it turns out to be new: an upload of the same bytes replaces it any time."""
    aside = work.settings.files / "incoming" / f"cleared-{path.name}"
    try:
        if _fresh(work, path):
            return
        path.rename(aside)
    except FileNotFoundError:
        return
    if _fresh(work, aside) and not path.exists():
        aside.rename(path)
    else:
        aside.unlink()


def _fresh(work: Work, path: Path) -> bool:
    return work.house.now() - datetime.fromtimestamp(path.stat().st_mtime, UTC) < FRESH
