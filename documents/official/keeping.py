"""Between rows and the pure rules: the minutes' paragraphs as values, and back into rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, RowMapping, select

from app.commands import Transaction
from app.people.models import Body
from documents.official import ballots_wording_rules as ballots
from documents.official import happened as reading
from documents.official import rules
from documents.official import wording_rules as wording
from documents.official.forms.parts import header_of
from documents.official.models import Minutes, MinutesBlock
from meetings.planning.models import Meeting


def block_of(row: MinutesBlock | RowMapping) -> rules.Block:
    """A row as a value."""
    get: Any = row.__getitem__ if isinstance(row, RowMapping) else lambda name: getattr(row, name)
    return rules.Block(*(get(name) for name in ("id", "kind", "source", "text", "drafted", "edited", "changed")))


def block_rows(read: Connection, minutes: str) -> list[RowMapping]:
    wanted = select(MinutesBlock.__table__).where(MinutesBlock.minutes == minutes).order_by(MinutesBlock.order)
    return list(read.execute(wanted).mappings())


def minutes_row(read: Connection, meeting: str) -> RowMapping | None:
    return read.execute(select(Minutes.__table__).where(Minutes.meeting == meeting)).mappings().first()


def write(tx: Transaction, meeting: Meeting) -> Minutes:
    """Draft the minutes, or draft them anew, from what is recorded now. Returns them, touched."""
    tx.session.flush()
    told = reading.happened(tx.connection, meeting.id)
    body = tx.get(Body, meeting.body)
    header = header_of(body.header or {}, body.name, body.short_name)
    minutes = tx.session.scalar(select(Minutes).where(Minutes.meeting == meeting.id))
    if minutes is None:
        minutes = tx.add(Minutes(meeting=meeting.id, body=meeting.body, drafted_at=tx.now))
    minutes.drafted_at = tx.now
    minutes.header = {
        "issuer": list(header.issuer),
        "parent": header.parent,
        "symbol": header.symbol,
        "place": header.place,
        "recipients": list(header.recipients),
        "signers": _signers(told),
    }
    minutes.attendees, minutes.ballots = wording.attendance_list(told.attendees), ballots.ballot_lists(told)
    tx.touch(minutes)
    _keep(tx, minutes, rules.draft(told))
    return minutes


def _signers(told: Any) -> dict[str, dict[str, str]]:
    """Who signs: the chair and the first secretary who came (or, failing that, was named); who is it no more, last."""
    found: dict[str, dict[str, str]] = {}
    for capacity in ("chair", "secretary"):
        listed = [a for a in told.attendees if a.capacity == capacity]
        listed.sort(key=lambda a: a.former_since is not None)
        chosen = next((a for a in listed if a.here), listed[0] if listed else None)
        found[capacity] = {"name": chosen.name, "office": chosen.office} if chosen else {"name": "", "office": ""}
    return found


def _keep(tx: Transaction, minutes: Minutes, drafted: list[rules.Draft]) -> None:
    rows = {
        row.id: row
        for row in tx.session.scalars(
            select(MinutesBlock).where(MinutesBlock.minutes == minutes.id).order_by(MinutesBlock.order)
        )
    }
    kept = sorted(rows.values(), key=lambda row: row.order)
    wanted = rules.redraft([block_of(row) for row in kept], drafted)
    for id in rows.keys() - {block.id for block in wanted}:
        tx.delete(rows[id])
    for order, block in enumerate(wanted, start=1):
        row = rows.get(block.id)
        if row is None:
            row = MinutesBlock(minutes=minutes.id, meeting=minutes.meeting)
            tx.session.add(row)
        put(row, block)
        row.order = order
        tx.touch(row)
    tx.session.flush()


def put(row: MinutesBlock, block: rules.Block) -> None:
    """A value back into its row."""
    for name in ("kind", "source", "text", "drafted", "edited", "changed"):
        setattr(row, name, getattr(block, name))
