"""How much time the groups (tổ) of a meeting have on its items (`speaking.set_quota`)."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta
from sqlalchemy import select

from app.commands import Transaction, command
from app.doors import consequence
from app.language import gettext as _
from app.policy import Actor
from app.text import tidy
from app.wire import Conflict, Invalid
from meetings.agenda.models import Item
from meetings.forms import ItemRef
from meetings.planning.models import Meeting, Participant
from meetings.speaking import queue
from meetings.speaking.commands import going_on
from meetings.speaking.models import Quota
from meetings.speaking.ordering import Group, settle_lists
from meetings.speaking.spending import has_quotas

LONGEST = 10 * 3600


class QuotaArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    group: Group
    seconds: Annotated[int, Meta(ge=0, le=LONGEST)] | None
    item: ItemRef | None = None
    """Without it: for every item that has none of its own."""


@command("speaking.set_quota", stream="meeting", entry="speaking.quota_set")
def set_quota(tx: Transaction, _who: Actor, args: QuotaArgs) -> None:
    """How many seconds a group (tổ) has on an item, or on every item; null takes it back. What it overruns is taken off
    its time on the next item. An item that is over stays as it was.
    """
    meeting = going_on(tx, also=("preparing", "published", "paused"))
    group = _group(tx, args)
    if args.item is not None and tx.get(Item, args.item).state == "done":
        raise Conflict(_("Nội dung này đã kết thúc, không đổi thời gian của tổ được nữa."))
    rows = {row.item: row for row in tx.session.scalars(_of_meeting(tx).where(Quota.group == group))}
    row = rows.get(args.item)
    before = row.seconds if row is not None else None
    if before == args.seconds and (row is None) == (args.seconds is None):
        return
    kept = _keep_what_is_over(tx, group, before, set(rows)) if args.item is None else []
    tx.facts(before=before, kept=kept)
    _write(tx, group, args, row)
    _settle(tx, meeting)


def _of_meeting(tx: Transaction) -> Any:
    return select(Quota).where(Quota.meeting == tx.subject)


def _group(tx: Transaction, args: QuotaArgs) -> str:
    group = tidy(args.group)
    own = select(Participant.id).where(Participant.meeting == tx.subject, Participant.group == group).limit(1)
    if not group or (args.seconds is not None and tx.session.scalar(own) is None):
        raise Invalid({"group": _("Chưa có ai trong tổ này.")})
    return group


def _keep_what_is_over(tx: Transaction, group: str, seconds: int | None, known: set[str | None]) -> list[str]:
    """Items that are done keep what was given for all of them, or that nothing was."""
    wanted = select(Item.id).where(Item.meeting == tx.subject, Item.state == "done").order_by(Item.order, Item.id)
    kept = [item for item in tx.session.scalars(wanted) if item not in known]
    for item in kept:
        tx.touch(tx.add(Quota(meeting=tx.subject, group=group, item=item, seconds=seconds)))
    return kept


def _write(tx: Transaction, group: str, args: QuotaArgs, row: Quota | None) -> None:
    if args.seconds is None:
        if row is not None:
            tx.delete(row)
    elif row is None:
        tx.touch(tx.add(Quota(meeting=tx.subject, group=group, item=args.item, seconds=args.seconds)))
    else:
        row.seconds = args.seconds
        tx.touch(row)


def _settle(tx: Transaction, meeting: Meeting) -> None:
    tx.session.flush()
    there = tx.session.scalar(_of_meeting(tx).limit(1)) is not None
    meeting.speaking = {**meeting.speaking, "quotas": there}
    settle_lists(tx)


@consequence("agenda.start_item")
def debts_come_along(tx: Transaction, _who: Actor, args: Any) -> None:
    """What was overrun meanwhile counts in the list of those who have asked before."""
    if has_quotas(queue.meeting_of(tx)):
        queue.close_up(tx, args.item)


@consequence("agenda.remove_item")
def goes_with_its_item(tx: Transaction, _who: Actor, args: Any) -> None:
    rows = list(tx.session.scalars(_of_meeting(tx).where(Quota.item == args.item)))
    for row in rows:
        tx.delete(row)
    if rows:
        _settle(tx, queue.meeting_of(tx))
