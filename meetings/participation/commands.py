"""Looking at who has been heard is itself recorded (`participation.*`, in the body's stream)."""

from __future__ import annotations

import msgspec
from sqlalchemy import select

from app.commands import Transaction, command
from app.doors import consequence
from app.policy import Actor
from meetings.attendance.models import Attendance


class OpenArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Who opened it, and when, is the entry's own; `export`: took the figures away, without names."""

    export: bool = False


@command("participation.open", stream="body", entry="participation.opened")
def open_(tx: Transaction, _who: Actor, args: OpenArgs) -> None:
    """Somebody of the desk opens the page of who has not been heard (reliability.md, 8)."""
    tx.facts(page="participation")


@consequence("meeting.start")
def figures_begin(tx: Transaction, _who: Actor, _args: msgspec.Struct) -> None:
    """From the start on the desk sees who has not been heard (`unheard`)."""
    tx.session.flush()
    wanted = select(Attendance.id).where(Attendance.meeting == tx.subject)
    tx.touch(Attendance, list(tx.session.scalars(wanted)))
