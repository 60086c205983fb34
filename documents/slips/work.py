"""The worker's part: a copy of each file that can be read in the browser, as of papers; the PDF of the report."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.jobs.registry import Give, Work, job
from documents.official.rendering import stored
from documents.papers import store
from documents.papers.conversion import SECONDS, make_viewing
from documents.papers.stripping import CannotShow
from documents.slips import paper
from documents.slips.models import SlipReport
from voting.slips.models import Slip


def _gave_up(work: Work, payload: dict[str, Any], _error: str) -> list[Give]:
    return [Give("enclosure.converted", work.stream, {"enclosure": payload["enclosure"]})]


@job("slips.convert", seconds=SECONDS, attempts=2, gave_up=_gave_up)
def convert(work: Work, payload: dict[str, Any]) -> list[Give]:
    """Without one it is taken down as it came."""
    source, target = store.path_of(work.settings, payload["sha256"]), work.folder / "viewing.pdf"
    try:
        pages = make_viewing(source, payload["media_type"], work.folder, target, work.settings.libreoffice)
    except CannotShow:
        return _gave_up(work, payload, "")
    args = {"enclosure": payload["enclosure"], "viewing": store.put(work.settings, target), "pages": pages}
    return [Give("enclosure.converted", work.stream, args)]


def _no_report(work: Work, payload: dict[str, Any], _error: str) -> list[Give]:
    return [Give("report.rendered", work.stream, dict(payload))]


@job("slips.report", seconds=120, attempts=3, gave_up=_no_report, needs=("weasyprint",))
def report(work: Work, payload: dict[str, Any]) -> list[Give]:
    """Lay the report out and put the PDF into the store; serve is told by a command."""
    with work.read() as read:
        wanted = select(Slip.__table__).join(SlipReport, SlipReport.slip == Slip.id)
        slip = read.execute(wanted.where(SlipReport.id == payload["report"])).mappings().one()
        told = paper.paper_of(read, slip)
    args = {**payload, **stored(work, paper.pdf_of(told))}
    return [Give("report.rendered", work.stream, args)]
