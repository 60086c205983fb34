"""Who sees the files and the report: a slip's own whoever sees the slip, an answer's the chair, the secretaries and whose answer it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from app.people.days import today
from app.people.views import approvers
from app.policy import Actor
from app.views import Form, collection
from app.wire import stamp_or_none
from documents.papers.models import File
from documents.slips.models import SlipFile, SlipReport
from voting.slips.models import Slip, SlipRecipient
from voting.slips.views import known_to_members, submitted


def _named(read: Connection, rows: Sequence[RowMapping]) -> dict[str, RowMapping]:
    columns = (File.id, File.name, File.media_type, File.size)
    found: dict[str, RowMapping] = {}
    ids = sorted({row["file"] for row in rows})
    for start in range(0, len(ids), 500):
        wanted = select(*columns).where(File.id.in_(ids[start : start + 500]))
        found.update((row["id"], row) for row in read.execute(wanted).mappings())
    return found


def _form(row: RowMapping, file: RowMapping) -> dict[str, Any]:
    form: dict[str, Any] = {key: row[key] for key in ("slip", "recipient", "file", "order", "conversion", "pages")}
    form |= {key: file[key] for key in ("name", "media_type", "size")}
    return form | {"url": url_of(row)}


def url_of(row: Any) -> str:
    return f"/bodies/{row['body']}/slips/{row['slip']}/files/{row['id']}"


@collection("slip_files", SlipFile, kind="body", within="body")
def file_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    files = _named(read, rows)
    wanted = select(Slip.id, Slip.sent_at).where(Slip.id.in_({row["slip"] for row in rows}))
    slips = {row["id"]: row for row in read.execute(wanted).mappings()}
    for row in rows:
        scopes = ("desk", "members") if known_to_members(slips[row["slip"]]) else ("desk",)
        for scope in ("secretariat",) if row["recipient"] else scopes:
            yield Form(row["id"], scope, row["id"], _form(row, files[row["file"]]))


@collection("my_slip_files", SlipFile, kind="body", within="body")
def my_file_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """What goes with my own answers."""
    files = _named(read, rows)
    ids = {row["recipient"] for row in rows if row["recipient"]}
    wanted = select(SlipRecipient.id, SlipRecipient.person).where(SlipRecipient.id.in_(ids))
    whose = {row.id: row.person for row in read.execute(wanted)}
    for row in rows:
        if row["recipient"]:
            yield Form(row["id"], f"person:{whose[row['recipient']]}", row["id"], _form(row, files[row["file"]]))


@collection("slip_reports", SlipReport, kind="body", within="body")
def report_forms(_read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """The official report names everybody's answer: for the chair and the secretaries."""
    for row in rows:
        form: dict[str, Any] = {
            key: row[key] for key in ("slip", "number", "year", "version", "state", "pages", "size")
        }
        form |= {key: stamp_or_none(row[key]) for key in ("asked_at", "made_at")}
        url = f"/bodies/{row['body']}/slips/{row['slip']}/report.pdf" if row["sha256"] else None
        yield Form(row["id"], "secretariat", row["id"], form | {"url": url})


# -- asked by pages ----------


def files_of(read: Connection, slip: str, recipient: str | None) -> list[RowMapping]:
    """The files of a slip, or of one answer, in their order."""
    columns = (*SlipFile.__table__.columns, File.name, File.media_type, File.size, File.sha256)
    own = (SlipFile.slip == slip, SlipFile.recipient.is_not_distinct_from(recipient))
    wanted = select(*columns).join(File, File.id == SlipFile.file).where(*own).order_by(SlipFile.order)
    return list(read.execute(wanted).mappings())


def opened(read: Connection, who: Actor, body: str, slip: str, enclosure: str) -> RowMapping | None:
    """A file this person may open; None whatever the reason. Submitted slips are read by their approver, too."""
    columns = (*SlipFile.__table__.columns, File.name, File.media_type, File.size, File.sha256, SlipRecipient.person)
    wanted = (
        select(*columns, Slip.sent_at, Slip.submitted_at, Slip.state)
        .join(File, File.id == SlipFile.file)
        .join(Slip, Slip.id == SlipFile.slip)
        .outerjoin(SlipRecipient, SlipRecipient.id == SlipFile.recipient)
        .where(SlipFile.id == enclosure, SlipFile.slip == slip, SlipFile.body == body)
    )
    row = read.execute(wanted).mappings().first()
    return row if row is not None and _may_open(read, who, row) else None


def _may_open(read: Connection, who: Actor, row: RowMapping) -> bool:
    if row["recipient"]:
        return "secretariat" in who.scopes or row["person"] == who.person
    if "desk" in who.scopes or known_to_members(row):
        return True
    return submitted(row) and who.person in approvers(read, row["body"], today())
