"""The items of a meeting: their order and progress (`agenda.*`)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType
from sqlalchemy import delete, select

from app.commands import Made, Transaction, command
from app.language import gettext as _
from app.policy import Actor
from app.text import tidy
from app.wire import Conflict, Invalid, NotInProgress
from meetings.agenda import rules
from meetings.agenda.keeping import let_go
from meetings.agenda.models import Item
from meetings.forms import ItemRef, phase_said, text_of
from meetings.planning.models import GuestItem, Meeting, Participant

Title = Annotated[str, Meta(min_length=1, max_length=500)]
Presenter = Annotated[str, Meta(max_length=200)]
Minutes = Annotated[int, Meta(ge=1, le=600)]
VoteKind = Literal["none", "open", "secret", "consent"]
MOST_ITEMS = 200


def _arranging(tx: Transaction) -> Meeting:
    """The meeting, if its agenda may still be changed. Raises Conflict."""
    meeting = tx.get(Meeting, tx.subject)
    if not rules.may_be_arranged(meeting.phase):
        raise Conflict(_("Cuộc họp đã kết thúc hoặc đã hủy, chương trình không sửa được nữa."))
    return meeting


def _in_order(tx: Transaction, meeting: str) -> list[Item]:
    return list(tx.session.scalars(select(Item).where(Item.meeting == meeting).order_by(Item.order, Item.id)))


def _renumber(tx: Transaction, items: list[Item], ids: list[str]) -> None:
    """Give the items their places in `ids`, touching those that moved."""
    places = rules.renumbered(ids)
    for item in items:
        if item.id in places and item.order != places[item.id]:
            item.order = places[item.id]
            tx.touch(item)


class AddArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    title: Title
    minutes: Minutes = 15
    presenter: Presenter = ""
    vote_kind: VoteKind = "none"
    after: ItemRef | None = None


@command("agenda.add_item", stream="meeting", entry="agenda.item_added")
def add_item(tx: Transaction, _who: Actor, args: AddArgs) -> Made:
    """One more item, last or after another."""
    meeting = _arranging(tx)
    items = _in_order(tx, meeting.id)
    if len(items) >= MOST_ITEMS:
        raise Conflict(_("Chương trình đã có %(n)s nội dung, không thêm được nữa.", n=MOST_ITEMS))
    item = tx.add(
        Item(
            meeting=meeting.id,
            order=len(items) + 1,
            title=text_of(args.title, "title"),
            minutes=args.minutes,
            presenter=tidy(args.presenter),
            vote_kind=args.vote_kind,
        )
    )
    tx.touch(item)
    ids = [*(other.id for other in items), item.id]
    _renumber(tx, [*items, item], rules.moved(ids, item.id, args.after) if args.after else ids)
    return Made(item.id)


class EditArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    item: ItemRef
    title: Title | UnsetType = UNSET
    minutes: Minutes | UnsetType = UNSET
    presenter: Presenter | UnsetType = UNSET
    vote_kind: VoteKind | UnsetType = UNSET
    seen: dict[str, str | int] = {}
    """What the editor had before them, field by field."""


@command("agenda.edit_item", stream="meeting", entry="agenda.item_edited")
def edit_item(tx: Transaction, _who: Actor, args: EditArgs) -> Made | None:
    """The last save wins, field by field. What somebody else had written meanwhile is answered as
    `overwritten`, and kept as a fact.
    """
    _arranging(tx)
    item = tx.get(Item, args.item)
    wanted: dict[str, Any] = {
        name: value
        for name in ("title", "minutes", "presenter", "vote_kind")
        if not isinstance(value := getattr(args, name), UnsetType)
    }
    if "title" in wanted:
        wanted["title"] = text_of(wanted["title"], "title")
    if "presenter" in wanted:
        wanted["presenter"] = tidy(wanted["presenter"])
    # A whole sheet is sent: what its editor left as they found it is not theirs to set back.
    written = {name: value for name, value in wanted.items() if args.seen.get(name) != value}
    before = {name: getattr(item, name) for name, value in written.items() if getattr(item, name) != value}
    if not before:
        return None
    overwritten = {name: was for name, was in before.items() if args.seen.get(name, was) != was}
    for name in before:
        setattr(item, name, wanted[name])
    tx.touch(item)
    tx.facts(before=before)
    return Made(item.id, extra={"overwritten": overwritten} if overwritten else {})


class MoveArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    item: ItemRef
    after: ItemRef | None = None


@command("agenda.move_item", stream="meeting", entry="agenda.item_moved")
def move_item(tx: Transaction, _who: Actor, args: MoveArgs) -> None:
    """Put an item after another, or first."""
    meeting = _arranging(tx)
    items = _in_order(tx, meeting.id)
    if args.after == args.item:
        raise Invalid({"after": _("Không thể đặt một nội dung sau chính nó.")})
    _renumber(tx, items, rules.moved([item.id for item in items], args.item, args.after))


class ItemArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    item: ItemRef


class RemoveArgs(ItemArgs, kw_only=True, forbid_unknown_fields=True):
    with_papers: Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=200)] = msgspec.field(
        default_factory=list
    )
    """Its papers, named: what was published is recalled, the rest stays with the desk, as papers of the meeting. Plain ids: one
    that is gone meanwhile hinders nothing.
    """


@command("agenda.remove_item", stream="meeting", entry="agenda.item_removed")
def remove_item(tx: Transaction, _who: Actor, args: RemoveArgs) -> None:
    """Take an item off the agenda; one that was taken up belongs to the minutes. Its guests lose it."""
    meeting = _arranging(tx)
    item = tx.get(Item, args.item)
    if not rules.may_be_removed(item.state, item.seconds_used):
        raise Conflict(_("Nội dung này đã được thảo luận nên không bỏ khỏi chương trình được."))
    guests = list(tx.session.scalars(select(GuestItem.person).where(GuestItem.item == item.id)))
    if guests:
        rows = select(Participant.id).where(Participant.meeting == meeting.id, Participant.person.in_(guests))
        tx.connection.execute(delete(GuestItem).where(GuestItem.item == item.id))
        tx.touch(Participant, list(tx.connection.execute(rows).scalars()))
        tx.rights(*guests)
    tx.facts(title=item.title)
    let_go(tx, item)
    tx.delete(item)
    rest = _in_order(tx, meeting.id)
    _renumber(tx, rest, [other.id for other in rest])


def _set(tx: Transaction, item: Item, then: rules.Progress) -> None:
    item.state, item.started_at = then.state, then.started_at
    item.seconds_used, item.finished_at = then.seconds_used, then.finished_at
    tx.touch(item)


def _progress(item: Item) -> rules.Progress:
    return rules.Progress(item.state, item.started_at, item.seconds_used, item.finished_at)


def _running(tx: Transaction) -> Meeting:
    meeting = tx.get(Meeting, tx.subject)
    if meeting.phase != "in_progress":
        raise NotInProgress(phase_said(meeting, tx.now))
    return meeting


@command("agenda.start_item", stream="meeting", entry="agenda.item_started")
def start_item(tx: Transaction, _who: Actor, args: ItemArgs) -> None:
    """The meeting turns to an item; the current one is done by that. A done one may be taken up again."""
    meeting = _running(tx)
    if meeting.item == args.item:
        return
    if meeting.item is not None:
        current = tx.get(Item, meeting.item)
        _set(tx, current, rules.finished(_progress(current), tx.now))
    item = tx.get(Item, args.item)
    item.taken_up_at = item.taken_up_at or tx.now
    _set(tx, item, rules.begun(_progress(item), tx.now))
    meeting.item = item.id
    tx.touch(meeting)


@command("agenda.undo_start", stream="meeting", entry="agenda.start_undone")
def undo_start(tx: Transaction, _who: Actor, args: ItemArgs) -> None:
    """An item opened by mistake waits as before, while that is fresh; the one that was left for it is on again."""
    meeting = _running(tx)
    item = tx.get(Item, args.item)
    if meeting.item != item.id or not rules.start_may_be_undone(_progress(item), item.taken_up_at, tx.now):
        raise Conflict(_("Không hoàn tác được nữa: nội dung này đã được thảo luận."))
    wanted = select(Item).where(Item.meeting == meeting.id, Item.state == "done", Item.finished_at == item.started_at)
    before = tx.session.scalars(wanted.limit(1)).first()
    item.taken_up_at = None
    _set(tx, item, rules.Progress())
    if before is not None:
        _set(tx, before, rules.begun(_progress(before), tx.now))
    meeting.item = before.id if before is not None else None
    tx.touch(meeting)


@command("agenda.finish_item", stream="meeting", entry="agenda.item_finished")
def finish_item(tx: Transaction, _who: Actor, args: ItemArgs) -> None:
    """The current item is done. Raises Conflict for another one."""
    meeting = _running(tx)
    if meeting.item != args.item:
        raise Conflict(_("Nội dung này hiện không được thảo luận."))
    item = tx.get(Item, args.item)
    _set(tx, item, rules.finished(_progress(item), tx.now))
    meeting.item = None
    tx.touch(meeting)
