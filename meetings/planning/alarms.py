"""Alarms on the desk of a meeting: its journal was forked, or somebody sent a ballot who has none (voting tells of that).
`meeting.clear_alarm` takes one down.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from sqlalchemy import Connection, RowMapping, select

from app.commands import Transaction, command
from app.doors import consequence
from app.policy import Actor
from app.views import Form, collection
from app.wire import stamp
from meetings.planning.models import Alarm, Meeting

AlarmRef = Annotated[str, Meta(max_length=40, extra={"ref": "alarms"})]


@consequence("journal.report_fork")
def tell_the_desk(tx: Transaction, _who: Actor, args: Any) -> None:
    """One alarm for a person at a time, however often their device comes back."""
    kind, _colon, meeting = args.stream.partition(":")
    if kind != "meeting" or tx.session.get(Meeting, meeting) is None:
        return
    open_ = (Alarm.meeting == meeting, Alarm.person == args.person, Alarm.kind == "fork", Alarm.cleared_at.is_(None))
    if tx.session.scalar(select(Alarm.id).where(*open_)) is None:
        tx.touch(tx.add(Alarm(meeting=meeting, person=args.person, seq=args.seq, head=args.head, at=tx.now)))


class ClearArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    alarm: AlarmRef


@command("meeting.clear_alarm", stream="meeting", entry="meeting.alarm_cleared")
def clear_alarm(tx: Transaction, who: Actor, args: ClearArgs) -> None:
    """Somebody of the desk has taken note and lets it be looked into. The journal keeps it."""
    alarm = tx.get(Alarm, args.alarm)
    if alarm.cleared_at is None:
        alarm.cleared_at, alarm.cleared_by = tx.now, who.person or None
        tx.touch(alarm)


@collection("alarms", Alarm, kind="meeting", within="meeting")
def alarm_forms(_read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """Those nobody has taken note of yet; the desk's alone."""
    for row in rows:
        if row["cleared_at"] is None:
            form = {key: row[key] for key in ("person", "kind", "seq", "why", "times")} | {"at": stamp(row["at"])}
            yield Form(row["id"], "desk", row["id"], form)
