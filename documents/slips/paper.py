"""The report as a paper: its values from rows, and the PDF of it. Laid out in the worker only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, select

from app.journal import Stream
from app.people.days import local
from app.people.models import Body
from app.text import place_and_date
from documents.official import paper as official
from documents.official.forms import parts
from documents.slips import wording_rules as wording
from documents.slips.models import SlipReport
from documents.slips.views import files_of
from voting.ruling.rules import OPINION
from voting.slips.views import recipient_rows

CODE = "BC"


@dataclass(frozen=True, slots=True)
class ReportPaper:
    """All that stands on the paper. `seq` and `head` say up to where the body's journal was read."""

    header: parts.Header
    number: tuple[str, str]
    place_and_date: str
    subject: str
    opening: tuple[str, ...]
    sections: tuple[wording.Section, ...]
    closing: str
    authority: tuple[str, str]
    signer: str
    recipients: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    draft: bool
    seq: int
    head: str


def report_row(read: Connection, slip: str) -> RowMapping | None:
    return read.execute(select(SlipReport.__table__).where(SlipReport.slip == slip)).mappings().first()


def told_of(read: Connection, slip: RowMapping, body: RowMapping) -> wording.Told:
    """What the report tells, from rows."""
    result = slip["result"]
    listed = recipient_rows(read, [slip["id"]])[slip["id"]]
    people = tuple(
        wording.Person(
            row["name"],
            row["office"],
            row["asked"],
            row["choice"],
            row["words"],
            local(row["answered_at"]) if row["answered_at"] else None,
            row["late"],
            len(files_of(read, slip["id"], row["id"])) if row["choice"] else 0,
        )
        for row in listed
    )
    extended = [(_moment(one["to"]), one["reason"]) for one in slip["extensions"]]
    return wording.Told(
        body=body["name"],
        title=slip["title"],
        number=slip["number"],
        sent=local(slip["sent_at"]),
        deadline=local(slip["deadline"]),
        first_deadline=_moment(slip["extensions"][0]["from"]) if slip["extensions"] else None,
        people=people,
        sentence=result["sentence"]["vi"],
        rule=result["rule_words"]["vi"],
        proposer=slip["proposer"],
        text=slip["text"],
        summary=slip["summary"],
        extensions=tuple(wording.Extension(until, reason) for until, reason in extended),
        decides=result["rule"] != OPINION,
    )


def _moment(text: str) -> datetime:
    return local(datetime.fromisoformat(text))


def paper_of(read: Connection, slip: RowMapping) -> ReportPaper:
    """The report as it is printed now. The line of place and date is the day on which it was summarised."""
    body = read.execute(select(Body.__table__).where(Body.id == slip["body"])).mappings().one()
    header = parts.header_of(body["header"] or {}, body["name"], body["short_name"])
    told = told_of(read, slip, body)
    report = report_row(read, slip["id"])
    chair = next(
        (row for row in recipient_rows(read, [slip["id"]])[slip["id"]] if row["person"] == slip["chair"]), None
    )
    at = read.execute(select(Stream.seq, Stream.head).where(Stream.name == f"body:{slip['body']}")).one()
    day = local(slip["summarised_at"] or slip["closed_at"]).date()
    return ReportPaper(
        header=header,
        number=parts.document_number(report["number"] if report else None, CODE, header.symbol),
        place_and_date=place_and_date(header.place or "........", day),
        subject=wording.subject(told),
        opening=tuple(wording.opening(told)),
        sections=tuple(wording.sections(told)),
        closing=wording.closing(told),
        authority=(f"TM. {header.issuer[0]}", parts.office_in_capitals(chair["office"]) if chair else ""),
        signer=chair["name"] if chair else "",
        recipients=parts.recipients_of(header),
        rows=tuple(wording.rows(told.people)),
        draft=slip["state"] != "summarised",
        seq=at.seq,
        head=at.head,
    )


def pdf_of(paper: ReportPaper) -> bytes:
    """The PDF. Raises RuntimeError where the fonts are not there (`make vendor`)."""
    return official.to_pdf(official.environment().get_template("documents/slips/report_pdf.html").render(paper=paper))
