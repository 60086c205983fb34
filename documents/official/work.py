"""The worker's part: the PDF of the minutes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.jobs.registry import Give, Work, job
from documents.official import paper, views
from documents.official.models import Minutes, MinutesVersion
from documents.papers import store


def _gave_up(work: Work, payload: dict[str, Any], _error: str) -> list[Give]:
    return [Give("minutes.rendered", work.stream, {"version": payload["version"]})]


@job("minutes.render", seconds=120, attempts=3, gave_up=_gave_up, needs=("weasyprint",))
def render(work: Work, payload: dict[str, Any]) -> list[Give]:
    """Lay the minutes out and put the PDF into the store; serve is told by a command."""
    with work.read() as read:
        version = (
            read.execute(select(MinutesVersion.__table__).where(MinutesVersion.id == payload["version"]))
            .mappings()
            .one()
        )
        row = read.execute(select(Minutes.__table__).where(Minutes.id == version["minutes"])).mappings().one()
        told = views.paper_of(read, row, draft=row["state"] != "approved")
    data = paper.pdf_of(told)
    made = work.folder / "minutes.pdf"
    made.write_bytes(data)
    digest = store.put(work.settings, made)
    args = {"version": payload["version"], "sha256": digest, "pages": _pages(data), "size": len(data)}
    return [Give("minutes.rendered", work.stream, args)]


def _pages(data: bytes) -> int:
    from pypdfium2 import PdfDocument

    document = PdfDocument(data)
    try:
        return len(document)
    finally:
        document.close()
