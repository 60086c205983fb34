"""Opinion slips in the minutes: what came of one, under the item that reports it (Art. 118: the next session hears of it)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from app.people.days import local
from app.people.models import Body
from documents.official import values_rules as values
from documents.official import wording_rules as wording
from documents.official.forms import parts
from documents.slips.models import SlipReport
from voting.slips.models import Slip


def reported_notes(read: Connection, meeting: str, items: Sequence[values.Item]) -> list[values.Note]:
    """A sentence under each item that was taken up and reports a slip."""
    begun = {item.id: item.started_at for item in items if item.started_at is not None}
    listed = (
        select(Slip.__table__, SlipReport.number.label("report"), Body.header, Body.name, Body.short_name)
        .join(Body, Body.id == Slip.body)
        .outerjoin(SlipReport, SlipReport.slip == Slip.id)
        .where(Slip.meeting == meeting, Slip.item.in_(sorted(begun)), Slip.result.is_not(None))
    )
    rows = read.execute(listed.order_by(Slip.closed_at, Slip.id)).mappings()
    return [values.Note(f"slip-{row['id']}", row["item"], begun[row["item"]], sentence(_told(row))) for row in rows]


def _told(row: Any) -> values.Reported:
    header = parts.header_of(row["header"] or {}, row["name"], row["short_name"])
    number, symbol = parts.document_number(row["report"], "BC", header.symbol)
    result = row["result"]
    return values.Reported(
        title=row["title"],
        slip=row["number"],
        sent=local(row["sent_at"]).date(),
        report=f"{number}{symbol}" if row["report"] else "",
        asked=result["asked"],
        answered=result["cast"],
        counts=tuple(result["counts"][choice] for choice in ("yes", "no", "other")),
        sentence=result["sentence"]["vi"],
    )


def sentence(told: values.Reported) -> str:
    """The result of an opinion slip that the session hears of."""
    report = f"; Báo cáo số {told.report}" if told.report else ""
    agree, disagree, other = map(parts.padded, told.counts)
    title = told.title.strip().rstrip(".?")
    return (
        f"Kết quả lấy ý kiến bằng phiếu về “{title}” (Phiếu lấy ý kiến số {parts.padded(told.slip)}, "
        f"{parts.official_date(told.sent)}{report}): hỏi ý kiến {parts.padded(told.asked)} thành viên, "
        f"{parts.padded(told.answered)} thành viên trả lời; {agree} đồng ý, {disagree} không đồng ý, {other} ý kiến khác. "
        f"{wording.sentence(told.sentence)}"
    )
