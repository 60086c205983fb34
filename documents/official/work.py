"""The worker's part: the PDF of the minutes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.jobs.registry import Give, Work, job
from documents.official import paper, views
from documents.official.models import Minutes, MinutesVersion
from documents.official.rendering import stored


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
    args = {"version": payload["version"], **stored(work, paper.pdf_of(told))}
    return [Give("minutes.rendered", work.stream, args)]
