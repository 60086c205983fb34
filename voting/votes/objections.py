"""What an open vote forbids in the meeting: leaving its item, ending. A vote's item is never taken off the agenda."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.commands import Transaction
from app.doors import objection
from app.language import gettext as _
from app.policy import Actor
from meetings.agenda.keeping import keeps_its_item
from meetings.planning.models import Meeting
from voting.votes.models import Vote


def _open(tx: Transaction, item: str | None) -> bool:
    """Is a vote open: on this item, or (None) anywhere in the meeting?"""
    wanted = select(Vote.id).where(Vote.meeting == tx.subject, Vote.state == "open")
    if item is not None:
        wanted = wanted.where(Vote.item == item)
    return tx.connection.execute(wanted.limit(1)).first() is not None


@objection("agenda.start_item")
def starting_another_item(tx: Transaction, _who: Actor, args: Any) -> str | None:
    current = tx.connection.execute(select(Meeting.item).where(Meeting.id == tx.subject)).scalar()
    if current is None or current == args.item or not _open(tx, current):
        return None
    return _("Nội dung đang bàn còn một biểu quyết đang mở. Hãy đóng biểu quyết trước.")


@objection("agenda.finish_item")
def finishing_the_item(tx: Transaction, _who: Actor, args: Any) -> str | None:
    if not _open(tx, args.item):
        return None
    return _("Nội dung này còn một biểu quyết đang mở. Hãy đóng biểu quyết trước.")


@objection("meeting.end")
def ending_the_meeting(tx: Transaction, _who: Actor, _args: Any) -> str | None:
    return _("Còn một biểu quyết đang mở. Hãy đóng biểu quyết trước khi bế mạc.") if _open(tx, None) else None


@objection("meeting.hand_over")
def handing_over_the_chair(tx: Transaction, who: Actor, _args: Any) -> str | None:
    """Who opened a vote closes it, and on equal sides it is their side that counts. Where the chair has left, a secretary
    finds somebody to close it all the same.
    """
    if who.capacity == "secretary" or not _open(tx, None):
        return None
    return _("Còn một biểu quyết đang mở. Hãy đóng biểu quyết trước khi giao điều hành.")


keeps_its_item(Vote, lambda: _("Nội dung này đã có biểu quyết nên không bỏ khỏi chương trình được."))
