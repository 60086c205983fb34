"""The official report of a slip's result: its number, and the PDF (`report.*`)."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta
from sqlalchemy import select

from app.commands import Made, Transaction, command
from app.language import gettext as _
from app.people.days import local_day
from app.policy import Actor
from app.wire import Conflict, NotInProgress
from documents.slips.models import SlipReport
from voting.slips.models import Slip

SlipRef = Annotated[str, Meta(max_length=40, extra={"ref": "slips"})]


class ReportArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    slip: SlipRef


def report_of(tx: Transaction, id: str) -> SlipReport:
    """The slip's report, begun where there is none. Raises NotInProgress before the slip is closed."""
    if tx.get(Slip, id).state not in ("closed", "summarised"):
        raise NotInProgress(_("Báo cáo tổng hợp có sau khi đóng phiếu."))
    found = tx.session.scalars(select(SlipReport).where(SlipReport.slip == id)).one_or_none()
    return found or tx.add(SlipReport(slip=id, body=tx.subject))


@command("report.export", stream="body", entry="report.exported")
def export(tx: Transaction, who: Actor, args: ReportArgs) -> Made:
    """Have the PDF made, a new version each time; the worker lays it out."""
    report = report_of(tx, args.slip)
    report.version += 1
    report.state, report.asked_by, report.asked_at = "making", who.person or None, tx.now
    tx.touch(report)
    tx.facts(version=report.version)
    tx.job("slips.report", {"report": report.id, "version": report.version})
    return Made(report.id, extra={"version": report.version})


class NumberArgs(ReportArgs, kw_only=True, forbid_unknown_fields=True):
    number: Annotated[int, Meta(ge=1, le=99_999)] | None = None


@command("report.number", stream="body", entry="report.numbered")
def number(tx: Transaction, _who: Actor, args: NumberArgs) -> Made:
    """The number of the body's reports of the year, given or the next. Raises Conflict for one that is used."""
    report = report_of(tx, args.slip)
    if report.number is not None and args.number in (None, report.number):
        raise Conflict(_("Báo cáo đã có số %(n)s.", n=f"{report.number:02d}"))
    year = local_day(tx.now).year
    others = (SlipReport.body == tx.subject, SlipReport.year == year, SlipReport.id != report.id)
    used = {n for n in tx.session.scalars(select(SlipReport.number).where(*others)) if n is not None}
    wanted = args.number or max(used, default=0) + 1
    if wanted in used:
        following = max(used) + 1
        raise Conflict(
            _("Số %(n)s đã dùng trong năm %(year)s. Số kế tiếp là %(next)s.", n=wanted, year=year, next=following)
        )
    report.number, report.year = wanted, year
    tx.touch(report)
    tx.facts(number=wanted, year=year)
    return Made(report.id, extra={"number": wanted})


class RenderedArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    report: str
    version: int
    sha256: str | None = None
    pages: int | None = None
    size: int | None = None


@command("report.rendered", stream="body", entry="report.rendered", internal=True)
def rendered(tx: Transaction, _who: Actor, args: RenderedArgs) -> None:
    """The worker has made the PDF, or has given up (no digest). One that was asked for anew meanwhile is not the newest."""
    report = tx.get(SlipReport, args.report)
    if report.version != args.version:
        return
    if report.sha256 is not None:
        tx.job("papers.clear", {"contents": [report.sha256]})
    report.state = "ready" if args.sha256 else "failed"
    report.sha256, report.pages, report.size, report.made_at = args.sha256, args.pages, args.size, tx.now
    tx.touch(report)
