"""What the desk does with the list: its order, its lock, and the record of speeches (`speaking.*`)."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from app.commands import Transaction, command
from app.language import gettext as _
from app.policy import Actor
from app.wire import Conflict
from meetings.agenda.models import Item
from meetings.forms import ItemRef, not_written_over
from meetings.speaking import queue, rules
from meetings.speaking.commands import SpeechRef, elsewhere, going_on
from meetings.speaking.models import Speech


class MoveArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    speech: SpeechRef
    after: SpeechRef | None = None


@command("speaking.move", stream="meeting", entry="speaking.moved")
def move(tx: Transaction, _who: Actor, args: MoveArgs) -> None:
    """The chair's own order: behind another who waits on the same item, or first (`after` null). It stays there."""
    going_on(tx, also=("paused",))
    speech = tx.get(Speech, args.speech)
    if speech.state != "waiting":
        raise elsewhere(speech)
    rows = queue.waiting_rows(tx, speech.item)
    try:
        order = rules.move(queue.as_waiting(rows, queue.standing(tx, speech.item)), speech.id, args.after)
    except ValueError:
        raise Conflict(_("Danh sách đã thay đổi: lượt kia không còn chờ ở nội dung này.")) from None
    queue.number(tx, rows, order)


class ListArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    item: ItemRef


@command("speaking.lock", stream="meeting", entry="speaking.locked")
def lock(tx: Transaction, _who: Actor, args: ListArgs) -> None:
    """The item's list takes no more requests."""
    _set_list(tx, args.item, "locked")


@command("speaking.unlock", stream="meeting", entry="speaking.unlocked")
def unlock(tx: Transaction, _who: Actor, args: ListArgs) -> None:
    """The item's list is open again."""
    _set_list(tx, args.item, "open")


def _set_list(tx: Transaction, id: str, state: str) -> None:
    going_on(tx, also=("published", "paused"))
    item = tx.get(Item, id)
    if item.queue != state:
        item.queue = state
        tx.touch(item)


class NoteArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    speech: SpeechRef
    note: Annotated[str, Meta(max_length=5000)]
    seen: Annotated[str, Meta(max_length=5000)] | None = None
    """The record the writer began with; another one meanwhile is a conflict, and nothing is lost."""
    __secret__ = ("seen",)


@command("speaking.note", stream="meeting", entry="speaking.noted")
def note(tx: Transaction, _who: Actor, args: NoteArgs) -> None:
    """The secretary's record of a speech, for the minutes: also after the end, while they are written."""
    going_on(tx, also=("paused", "ended"))
    speech = tx.get(Speech, args.speech)
    text = args.note.strip()
    if speech.note != text:
        not_written_over(args.seen, speech.note)
        speech.note = text
        tx.touch(speech)
