"""The worker's part: the PDF of a result."""

from __future__ import annotations

from typing import Any

from app.jobs.registry import Give, Work, job
from documents.official.rendering import stored
from documents.results import paper


def _gave_up(work: Work, payload: dict[str, Any], _error: str) -> list[Give]:
    return [Give("sheet.rendered", work.stream, dict(payload))]


@job("results.sheet", seconds=120, attempts=3, gave_up=_gave_up, needs=("weasyprint",))
def sheet(work: Work, payload: dict[str, Any]) -> list[Give]:
    """Lay the sheet out and put the PDF into the store; serve is told by a command."""
    with work.read() as read:
        told = paper.paper_of(read, paper.sheet_row(read, payload["sheet"]))
    args = {**payload, **stored(work, paper.pdf_of(told))}
    return [Give("sheet.rendered", work.stream, args)]
