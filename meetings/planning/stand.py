"""How far what Hôm nay speaks of has come: cheap to ask again and again, and different whenever the page may be."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sqlalchemy import Connection, and_, not_, select

from app.journal import EntryRow, Stream

OF_THE_ROOM = (
    *("speaking.%", "vote.%", "agenda.%", "attendance.checked_in", "attendance.%marked", "meeting.remark%"),
    *("conclusion.recorded", "conclusion.amended", "conclusion.moved", "minutes.edited"),
)
"""Entries of a meeting that come many times a minute and change nothing on the page."""


def stand_of(read: Connection, meetings: Iterable[str], bodies: Iterable[str]) -> str:
    """The last entry of each of these streams that the page could show, as one short word."""
    names = sorted({f"meeting:{one}" for one in meetings} | {f"body:{one}" for one in bodies})
    last = (
        select(EntryRow.seq)
        .where(EntryRow.stream == Stream.name, and_(*(not_(EntryRow.kind.like(kind)) for kind in OF_THE_ROOM)))
        .order_by(EntryRow.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = read.execute(select(Stream.name, last).where(Stream.name.in_(names)).order_by(Stream.name)).all()
    said = "\n".join(f"{name} {seq or 0}" for name, seq in rows)
    return hashlib.sha256(said.encode()).hexdigest()[:16]
