"""An adjournment to another day: who was here has gone home, and comes in again when the meeting goes on (`attendance.disperse`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select

from app.commands import Transaction, command
from app.doors import consequence
from app.people.days import local
from app.policy import Actor
from app.wire import stamp
from meetings.attendance import rules
from meetings.attendance.commands import change_many, mark_of, rows_of
from meetings.attendance.models import Attendance
from meetings.course.keeping import begin_watching
from meetings.forms import Moment
from meetings.planning.models import Meeting
from meetings.planning.rules import over_with_the_day

KEY = "disperse"


class DisperseArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    at: Moment
    """When the meeting was adjourned."""


@consequence("meeting.pause")
def goes_home_at_midnight(tx: Transaction, _who: Actor, args: Any) -> None:
    """Until the day is over the meeting can still go on with those who are here. A break that nobody ended is over with the day as
    well, unless it has just begun then.
    """
    until = None if args.until is None else local(args.until)
    tx.later("attendance.disperse", {"at": stamp(tx.now)}, over_with_the_day(local(tx.now), until), key=KEY)


@consequence("meeting.resume")
@consequence("meeting.end")
def stays_together(tx: Transaction, _who: Actor, _args: msgspec.Struct) -> None:
    tx.cancel_later(KEY)


@command("attendance.disperse", stream="meeting", entry="attendance.dispersed", internal=True)
def disperse(tx: Transaction, _who: Actor, args: DisperseArgs) -> None:
    """Whoever was here when the meeting was adjourned left then. The quorum of the next day is counted from nobody, and no loss of it
    is stamped: nobody is sitting.
    """
    if tx.get(Meeting, tx.subject).phase != "paused":
        return
    _leave(tx, args.at)
    begin_watching(tx)


def _leave(tx: Transaction, at: datetime) -> None:
    here = (Attendance.meeting == tx.subject, Attendance.status.in_(rules.HERE))
    rows = rows_of(tx, list(tx.connection.execute(select(Attendance.person).where(*here)).scalars()))
    tx.facts(left=sorted(row["person"] for row in rows))
    change_many(tx, [(row, rules.gone_home(mark_of(row), at)) for row in rows], by=None)
