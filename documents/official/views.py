"""Who sees the minutes: the desk always; members and the hall once the chair has approved them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from app.journal import Stream
from app.views import Form, collection
from app.wire import stamp, stamp_or_none
from documents.official import keeping
from documents.official import paper as papers
from documents.official.forms import parts
from documents.official.models import Minutes, MinutesBlock, MinutesVersion

CODE = "BB"
EVERYBODY = ("desk", "members", "hall")


def _scopes(read: Connection, minutes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    rows = read.execute(select(Minutes.id, Minutes.state).where(Minutes.id.in_(set(minutes))))
    return {id: EVERYBODY if state == "approved" else ("desk",) for id, state in rows}


@collection("minutes", Minutes, kind="meeting", within="meeting")
def minutes_forms(_read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """State, number, dates. Keyed by the minutes' id; a meeting has one."""
    for row in rows:
        form: dict[str, Any] = {"state": row["state"], "number": row["number"], "year": row["year"]}
        form["symbol"] = f"{CODE}-{row['header'].get('symbol', '')}"
        form |= {key: stamp_or_none(row[key]) for key in ("drafted_at", "submitted_at", "approved_at")}
        desk = {**form, "returned_reason": row["returned_reason"]}
        yield Form(row["id"], "desk", row["id"], desk)
        if row["state"] == "approved":
            for scope in ("members", "hall"):
                yield Form(row["id"], scope, row["id"], form)


@collection("minutes_blocks", MinutesBlock, kind="meeting", within="meeting")
def block_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """The paragraphs; that one was written by hand concerns the desk."""
    scopes = _scopes(read, (row["minutes"] for row in rows))
    for row in rows:
        form = {"order": row["order"], "kind": row["kind"], "text": row["text"]}
        desk = {
            **form,
            "edited": row["edited"],
            "changed": row["changed"],
            "edited_by": row["edited_by"],
            "edited_at": stamp_or_none(row["edited_at"]),
        }
        for scope in scopes[row["minutes"]]:
            yield Form(row["id"], scope, row["id"], desk if scope == "desk" else form)


@collection("minutes_versions", MinutesVersion, kind="meeting", within="meeting")
def version_forms(_read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """The PDFs. Others than the desk see those made of approved minutes."""
    for row in rows:
        form = {
            "version": row["version"],
            "state": row["state"],
            "draft": row["text_state"] != "approved",
            "pages": row["pages"],
            "size": row["size"],
            "asked_at": stamp(row["asked_at"]),
            "url": f"/meetings/{row['meeting']}/minutes.pdf?version={row['version']}",
        }
        shown = EVERYBODY if row["text_state"] == "approved" and row["state"] == "ready" else ("desk",)
        for scope in shown:
            yield Form(row["id"], scope, row["id"], form)


# -- asked by pages and the worker ------------------------------------------------------------------------------------


def versions(read: Connection, minutes: str) -> list[RowMapping]:
    """The PDFs made so far, newest first."""
    wanted = select(MinutesVersion.__table__).where(MinutesVersion.minutes == minutes)
    return list(read.execute(wanted.order_by(MinutesVersion.version.desc())).mappings())


def paper_of(
    read: Connection, row: RowMapping, *, draft: bool, until: tuple[int, str] | None = None
) -> papers.MinutesPaper:
    """The minutes as they are printed, from rows; `until` is the journal's head to print (the present one)."""
    header = parts.header_of(row["header"], "", "")
    signers = row["header"].get("signers", {})
    blocks = keeping.block_rows(read, row["id"])
    if until is None:
        head = read.execute(select(Stream.seq, Stream.head).where(Stream.name == f"meeting:{row['meeting']}")).one()
        until = (head.seq, head.head)
    chair, secretary = (signers.get(capacity, {}) for capacity in ("chair", "secretary"))
    return papers.MinutesPaper(
        header=header,
        number=parts.document_number(row["number"], CODE, header.symbol),
        title=next((b["text"] for b in blocks if b["kind"] == "title"), ""),
        paragraphs=papers.paragraphs(blocks),
        secretary=parts.Signer("THƯ KÝ", "", secretary.get("name", "")),
        chair=parts.Signer("CHỦ TỌA", parts.office_in_capitals(chair.get("office", "")), chair.get("name", "")),
        recipients=parts.recipients_of(header),
        attendees=tuple(row["attendees"]),
        ballots=tuple(row["ballots"]),
        draft=draft,
        seq=until[0],
        head=until[1],
    )
