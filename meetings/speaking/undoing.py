"""Taking back a call, the end of a speech or a withdrawal (`speaking.undo_call`, `undo_finish`, `undo_withdraw`), while it is fresh."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.commands import Transaction, command
from app.language import gettext as _
from app.policy import Actor
from app.wire import Conflict
from meetings.agenda.models import Item
from meetings.speaking import queue, rules
from meetings.speaking.commands import SpeechArgs, away, going_on, name_of
from meetings.speaking.models import Speech


@command("speaking.undo_call", stream="meeting", entry="speaking.call_undone")
def undo_call(tx: Transaction, _who: Actor, args: SpeechArgs) -> None:
    """A call, or a reply given, taken back while it is fresh: whoever waited is where they were, by the same reason, and the
    speaker it ended or interrupted goes on.
    """
    going_on(tx)
    speech = tx.get(Speech, args.speech)
    if not rules.call_may_be_undone(speech.state, speech.called_at, tx.now):
        raise Conflict(_("Không hoàn tác được nữa: lượt phát biểu đã bắt đầu từ trước hoặc đã kết thúc."))
    called_at = speech.called_at
    speech.called_at, speech.started_at, speech.seconds, speech.group = None, None, 0, ""
    speech.state = "withdrawn" if speech.unasked else "waiting"
    if speech.state == "waiting" and speech.replies_to is None:
        queue.back_to(tx, speech, speech.called_from or 1)
    speech.called_from = None
    speech.finished_at = tx.now if speech.unasked else None
    tx.touch(speech)
    if speech.replies_to is not None:
        queue.go_on_after(tx, speech)
    else:
        _speak_on(tx, called_at)
    queue.close_up(tx, speech.item)


def _speak_on(tx: Transaction, called_at: datetime | None) -> None:
    """The speaker who was ended by the call, if any, has the floor again."""
    wanted = select(Speech).where(
        Speech.meeting == tx.subject,
        Speech.state == "finished",
        Speech.finished_at == called_at,
        Speech.replies_to.is_(None),
    )
    main = tx.session.scalars(wanted.limit(1)).first()
    if main is not None:
        _back_on_the_floor(tx, main)


def _back_on_the_floor(tx: Transaction, main: Speech) -> None:
    """With the replies that ended with the speech; what was spoken counts."""
    wanted = select(Speech).where(Speech.replies_to == main.id, Speech.finished_at == main.finished_at)
    replies = list(tx.session.scalars(wanted.where(Speech.state.in_(("finished", "withdrawn")))))
    for one in (main, *replies):
        one.state, one.finished_at = "waiting" if one.state == "withdrawn" else "paused", None
        tx.touch(one)
    main.goes_on = any(one.state == "paused" for one in replies)
    queue.run_on(tx, next((one for one in replies if one.state == "paused"), main))


@command("speaking.undo_finish", stream="meeting", entry="speaking.finish_undone")
def undo_finish(tx: Transaction, _who: Actor, args: SpeechArgs) -> None:
    """A speech ended by mistake goes on, while that is fresh and nobody else was called: what was spoken counts, the time between
    does not.
    """
    meeting = going_on(tx)
    speech = tx.get(Speech, args.speech)
    if speech.state in rules.FLOOR:
        return
    floor = queue.on_the_floor(tx)
    if floor is not None and floor.id != speech.replies_to:
        raise Conflict(_("%(name)s vừa được mời phát biểu.", name=name_of(tx, floor.person)))
    reply_to_nobody = speech.replies_to is not None and floor is None
    fresh = rules.finish_may_be_undone(speech.state, speech.finished_at, tx.now)
    if not fresh or reply_to_nobody or speech.item != meeting.item:
        raise Conflict(_("Không hoàn tác được nữa: lượt phát biểu đã kết thúc từ trước."))
    place = queue.places(tx, [speech.person]).get(speech.person)
    if place is None or not place.speaks:
        raise away(place)
    if floor is None:
        _back_on_the_floor(tx, speech)
    else:
        _replies_on(tx, speech, floor)
    queue.close_up(tx, speech.item)


def _replies_on(tx: Transaction, reply: Speech, main: Speech) -> None:
    """Whom it interrupts waits for its end again."""
    if main.state == "speaking":
        main.goes_on = True
        queue.halt(tx, main)
    reply.finished_at = None
    queue.run_on(tx, reply)


@command("speaking.undo_withdraw", stream="meeting", entry="speaking.withdraw_undone")
def undo_withdraw(tx: Transaction, _who: Actor, args: SpeechArgs) -> None:
    """A request taken off the list by mistake is back where it was, as it was asked for, while that is fresh."""
    going_on(tx, also=("paused",))
    speech = tx.get(Speech, args.speech)
    if speech.state == "waiting":
        return
    fresh = rules.withdrawal_may_be_undone(speech.state, speech.finished_at, tx.now)
    item = tx.get(Item, speech.item) if speech.item is not None else None
    if not fresh or speech.unasked or speech.replies_to is not None or (item is not None and item.state == "done"):
        raise Conflict(_("Không hoàn tác được nữa: đăng ký đã rút từ trước."))
    waits = queue.waiting_rows(tx, speech.item)
    if any(one.person == speech.person and one.kind == speech.kind for one in waits):
        raise Conflict(_("%(name)s đã đăng ký lại.", name=name_of(tx, speech.person)))
    speech.state, speech.finished_at = "waiting", None
    queue.back_to(tx, speech, speech.called_from or 1)
    speech.called_from = None
    tx.touch(speech)
    queue.close_up(tx, speech.item)
