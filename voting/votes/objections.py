"""What a vote forbids: an open one, leaving or adopting its item, pausing and ending the meeting; a held one, another rule for its day. A
vote's item is never taken off the agenda.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.commands import Transaction
from app.doors import objection
from app.language import gettext as _
from app.people.days import local_day, midnight
from app.policy import Actor
from meetings.agenda.keeping import keeps_its_item
from meetings.agenda.models import Item
from meetings.planning.models import Meeting
from meetings.planning.rules import UNDER_WAY
from voting.ruling import matters
from voting.sealed.counts import checks_of
from voting.votes.models import Vote
from voting.votes.opening import KEYS
from voting.votes.said import state_said


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


@objection("agenda.undo_start")
def what_was_voted_on_has_been_on(tx: Transaction, _who: Actor, args: Any) -> str | None:
    held = select(Vote.id).where(Vote.meeting == tx.subject, Vote.item == args.item, Vote.state != "draft")
    return _("Nội dung này đã có biểu quyết.") if tx.connection.execute(held.limit(1)).first() is not None else None


@objection("agenda.finish_item")
def finishing_the_item(tx: Transaction, _who: Actor, args: Any) -> str | None:
    if not _open(tx, args.item):
        return None
    return _("Nội dung này còn một biểu quyết đang mở. Hãy đóng biểu quyết trước.")


@objection("screen.show_result")
def showing_what_is_no_result(tx: Transaction, _who: Actor, args: Any) -> str | None:
    """On the hall's screens stands what was announced and is final: nothing that devices still look at or dispute."""
    vote = tx.get(Vote, args.vote)
    if not args.shown:
        return None
    if vote.state != "announced":
        return state_said(vote.state)
    checked = checks_of(tx.connection, [vote.id]).get(vote.id)
    return _("Kết quả này chưa chốt nên chưa chiếu lại được.") if checked is not None and checked.waits else None


@objection("consent.adopt")
def adopting_what_is_voted_on(tx: Transaction, _who: Actor, args: Any) -> str | None:
    """An item is decided by its vote: one that is open, or whose result nobody has heard yet, goes before."""
    wanted = select(Vote.state, Item.order).join(Item, Item.id == Vote.item)
    listed = wanted.where(Vote.meeting == tx.subject, Vote.item.in_(args.items), Vote.state.in_(("open", "closed")))
    row = tx.connection.execute(listed.order_by(Item.order, Vote.opened_at, Vote.id).limit(1)).first()
    if row is None:
        return None
    if row.state == "open":
        return _("Nội dung %(n)s đang biểu quyết. Hãy đóng biểu quyết và công bố kết quả trước.", n=row.order)
    return _("Nội dung %(n)s có kết quả biểu quyết chưa công bố. Hãy công bố hoặc hủy kết quả trước.", n=row.order)


@objection("meeting.end")
def ending_the_meeting(tx: Transaction, _who: Actor, _args: Any) -> str | None:
    return _("Còn một biểu quyết đang mở. Hãy đóng biểu quyết trước khi bế mạc.") if _open(tx, None) else None


@objection("meeting.pause")
def pausing_the_meeting(tx: Transaction, _who: Actor, _args: Any) -> str | None:
    """Nobody votes in a break: who is out of the hall would miss the countdown."""
    wanted = select(Vote.question).where(Vote.meeting == tx.subject, Vote.state == "open").order_by(Vote.opened_at)
    question = tx.connection.execute(wanted.limit(1)).scalar()
    if question is None:
        return None
    return _("Đang biểu quyết “%(question)s”. Hãy đóng hoặc hủy biểu quyết trước khi tạm nghỉ.", question=question)


@objection("meeting.hand_over")
def handing_over_the_chair(tx: Transaction, who: Actor, _args: Any) -> str | None:
    """Who opened a vote closes it, and on equal sides it is their side that counts. Where the chair has left, a secretary
    finds somebody to close it all the same.
    """
    if who.capacity == "secretary" or not _open(tx, None):
        return None
    return _("Còn một biểu quyết đang mở. Hãy đóng biểu quyết trước khi giao điều hành.")


@objection("body.set_rule")
def changing_the_rule_of_a_day_of_results(tx: Transaction, _who: Actor, args: Any) -> str | None:
    """What a body votes by doesn't change under a meeting that is under way, nor on a day that has results: they say by
    which rule of the day they came about.
    """
    if tx.system or args.key not in (*KEYS, *matters.KEYS.values()) or args.valid_from not in (None, local_day(tx.now)):
        return None
    here = select(Meeting.id).where(Meeting.body == tx.subject)
    if tx.connection.execute(here.where(Meeting.phase.in_(UNDER_WAY)).limit(1)).first():
        return _("Cơ quan đang họp. Quy tắc mới áp dụng sớm nhất từ ngày mai.")
    closed = select(Vote.id).where(Vote.meeting.in_(here), Vote.closed_at >= midnight(local_day(tx.now)))
    if tx.connection.execute(closed.limit(1)).first():
        return _("Hôm nay đã có kết quả biểu quyết theo quy tắc cũ. Quy tắc mới áp dụng sớm nhất từ ngày mai.")
    return None


keeps_its_item(Vote, lambda: _("Nội dung này đã có biểu quyết nên không bỏ khỏi chương trình được."))
