"""Asking for the floor, being called, and leaving it (`speaking.*`)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from sqlalchemy import select

from app.commands import Made, Transaction, command
from app.doors import consequence, objection
from app.language import gettext as _
from app.people.days import local_day
from app.policy import Actor
from app.wire import Conflict, Invalid, NotInProgress
from meetings.agenda.keeping import keeps_its_item
from meetings.forms import PersonRef, phase_said
from meetings.planning.models import Meeting, Participant
from meetings.speaking import queue, rules
from meetings.speaking.models import Speech
from meetings.speaking.views import limit_for

SpeechRef = Annotated[str, Meta(max_length=40, extra={"ref": "speeches"})]
Gist = Annotated[str, Meta(max_length=500)]
Kind = Literal["speech", "question", "point_of_order"]


def going_on(tx: Transaction, *, also: tuple[str, ...] = ()) -> Meeting:
    """The meeting, in progress. Raises NotInProgress, saying where it stands."""
    meeting = queue.meeting_of(tx)
    if meeting.phase not in ("in_progress", *also):
        raise NotInProgress(phase_said(meeting, tx.now))
    return meeting


def name_of(tx: Transaction, person: str) -> str:
    wanted = select(Participant.name).where(Participant.meeting == tx.subject, Participant.person == person)
    return tx.session.scalar(wanted) or ""


class DescribeArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    speech: SpeechRef
    gist: Gist


@command("speaking.describe", stream="meeting", entry="speaking.described")
def describe(tx: Transaction, _who: Actor, args: DescribeArgs) -> None:
    """What the speaker means to say, in their own words, while they wait or speak."""
    going_on(tx, also=("paused",))
    speech = tx.get(Speech, args.speech)
    if speech.state not in ("waiting", *rules.FLOOR):
        raise elsewhere(speech)
    gist = args.gist.strip()
    if speech.gist != gist:
        speech.gist = gist
        tx.touch(speech)


class SpeechArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    speech: SpeechRef


STATES_SAID = {
    "waiting": lambda: _("Lượt này đang chờ, chưa được mời."),
    "speaking": lambda: _("Lượt này đang phát biểu."),
    "paused": lambda: _("Lượt này đang tạm dừng."),
    "finished": lambda: _("Lượt này đã phát biểu xong."),
    "withdrawn": lambda: _("Đăng ký này đã được rút."),
    "declined": lambda: _("Đăng ký này đã được đưa ra khỏi danh sách."),
}


def elsewhere(speech: Speech) -> Conflict:
    """Refused: the request or speech is in another state than is thought."""
    return Conflict(STATES_SAID[speech.state]())


@command("speaking.withdraw", stream="meeting", entry="speaking.withdrawn")
def withdraw(tx: Transaction, _who: Actor, args: SpeechArgs) -> None:
    """Take a request back while it waits. Raises Conflict once it has been called."""
    going_on(tx, also=("paused",))
    _leave_queue(tx, tx.get(Speech, args.speech), "withdrawn")


def _leave_queue(tx: Transaction, speech: Speech, state: str, reason: str = "") -> None:
    if speech.state == state:
        return
    if speech.state != "waiting":
        raise elsewhere(speech)
    # Where it stood, and that the chair had put it there, for one that is taken back (`undoing.undo_withdraw`).
    speech.called_from, speech.placed = speech.order or None, speech.placed and state == "withdrawn"
    speech.state, speech.order, speech.reason = state, 0, reason
    speech.finished_at = tx.now
    tx.touch(speech)
    queue.close_up(tx, speech.item)


class DeclineArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    speech: SpeechRef
    reason: Annotated[str, Meta(max_length=500)] = ""


@command("speaking.decline", stream="meeting", entry="speaking.declined")
def decline(tx: Transaction, _who: Actor, args: DeclineArgs) -> None:
    """Take somebody off the list; the figures still say that they had asked."""
    going_on(tx, also=("paused",))
    _leave_queue(tx, tx.get(Speech, args.speech), "declined", args.reason.strip())


class CallArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    speech: SpeechRef | None = None
    person: PersonRef | None = None
    seen: Annotated[str, Meta(max_length=40)] | None = None
    """The speech that had the floor when the caller pressed, empty for none: another one meanwhile is a conflict."""
    __secret__ = ("seen",)


@command("speaking.call", stream="meeting", entry="speaking.called")
def call(tx: Transaction, who: Actor, args: CallArgs) -> Made | None:
    """Give somebody the floor: who waits, or (by `person`) somebody who did not ask. Who speaks now ends by it."""
    meeting = going_on(tx)
    one_of(args.speech, args.person)
    floor = queue.on_the_floor(tx)
    if floor is not None and floor.state == "speaking" and (args.speech == floor.id or args.person == floor.person):
        return None
    if floor is not None and floor.id == args.speech:
        raise elsewhere(floor)
    _called_meanwhile(tx, floor, args.seen)
    main = queue.replied_to(tx, floor)
    if main is not None and main is not floor and args.person == main.person:
        raise elsewhere(main)
    speech = _waiting_one(tx, meeting, args) if args.speech or _asked(tx, meeting, args.person) else None
    if speech is None:
        speech = _invited(tx, meeting, who, args.person or "")
    if main is not None:
        queue.leave_floor(tx, main)
    take_floor(tx, speech)
    return Made(speech.id, extra={"finished": main.id} if main is not None else {})


def _called_meanwhile(tx: Transaction, floor: Speech | None, seen: str | None) -> None:
    """Raises Conflict, saying who speaks, where somebody else of the desk was faster."""
    if seen is None or floor is None or floor.id == seen:
        return
    raise Conflict(_("%(name)s vừa được mời phát biểu.", name=name_of(tx, floor.person)))


def one_of(speech: str | None, person: str | None) -> None:
    if (speech is None) == (person is None):
        raise Invalid({"speech": _("Chọn một lượt đăng ký, hoặc một người.")})


def _asked(tx: Transaction, meeting: Meeting, person: str | None) -> Speech | None:
    return next((row for row in queue.waiting_rows(tx, meeting.item) if row.person == person), None)


def _waiting_one(tx: Transaction, meeting: Meeting, args: CallArgs) -> Speech:
    speech = tx.get(Speech, args.speech) if args.speech else _asked(tx, meeting, args.person)
    assert speech is not None
    if speech.replies_to is not None and speech.state == "waiting":
        raise Conflict(_("Lượt này xin đáp lời người đang phát biểu."))
    place = queue.places(tx, [speech.person]).get(speech.person)
    here = place is not None and place.speaks
    why = rules.may_be_called(meeting.phase, speech.state, here, speech.item, meeting.item)
    if why == "away":
        raise away(place)
    if why == "other_item":
        raise Conflict(_("Lượt đăng ký này thuộc nội dung khác."))
    if why is not None:
        raise elsewhere(speech)
    return speech


def away(place: queue.Place | None) -> Conflict:
    if place is not None and place.here and place.relieved:
        return Conflict(_("%(name)s đi thay một thành viên đã có mặt nên không phát biểu thay nữa.", name=place.name))
    if place is not None and place.left:
        return Conflict(_("%(name)s đã rời phiên họp.", name=place.name))
    return Conflict(_("%(name)s không có mặt.", name=place.name if place else ""))


def _invited(tx: Transaction, meeting: Meeting, who: Actor, person: str) -> Speech:
    """A speech nobody asked for: the chair invites."""
    place = queue.places(tx, [person]).get(person)
    if place is None or not place.speaks:
        raise away(place)
    if not queue.may_see_item(tx, place, person, meeting.item):
        raise Conflict(_("Khách mời chỉ phát biểu ở nội dung được mời."))
    return tx.add(
        Speech(
            meeting=meeting.id,
            item=meeting.item,
            person=person,
            unasked=True,
            requested_at=tx.now,
            limit=limit_for(tx.connection, meeting.body, "speech", local_day(tx.now)),
            asked_by=who.person or None,
        )
    )


def take_floor(tx: Transaction, speech: Speech) -> None:
    """The floor is this speaker's, from now on."""
    speech.called_from = speech.order or None
    speech.state, speech.order, speech.called_at = "speaking", 0, tx.now
    place = queue.places(tx, [speech.person]).get(speech.person)
    speech.group = place.group if place is not None else ""
    if speech.group:
        tx.facts(group=speech.group)
    queue.set_clock(speech, queue.clock_of(speech).running(tx.now))
    tx.touch(speech)
    queue.close_up(tx, speech.item)


@command("speaking.finish", stream="meeting", entry="speaking.finished", room="ends")
def finish(tx: Transaction, _who: Actor, args: SpeechArgs) -> None:
    """The speaker leaves the floor, a reply to them with it; after a reply the speaker goes on. A second finish changes
    nothing.
    """
    going_on(tx, also=("paused",))
    speech = tx.get(Speech, args.speech)
    if speech.state == "finished":
        return
    if speech.state not in rules.FLOOR:
        raise elsewhere(speech)
    queue.leave_floor(tx, speech)


@command("speaking.pause", stream="meeting", entry="speaking.paused")
def pause(tx: Transaction, _who: Actor, args: SpeechArgs) -> None:
    """The speaker's clock stands still; the floor stays theirs."""
    going_on(tx)
    speech = tx.get(Speech, args.speech)
    if speech.state == "speaking":
        queue.halt(tx, speech)
    elif speech.state != "paused":
        raise elsewhere(speech)


@command("speaking.resume", stream="meeting", entry="speaking.resumed")
def resume(tx: Transaction, _who: Actor, args: SpeechArgs) -> None:
    """The speaker goes on."""
    going_on(tx)
    speech = tx.get(Speech, args.speech)
    if speech.state == "speaking":
        return
    if speech.state != "paused":
        raise elsewhere(speech)
    floor = queue.on_the_floor(tx)
    if floor is not None and floor.id != speech.id:
        raise Conflict(_("%(name)s đang đáp lời. Kết thúc lượt đáp lời trước.", name=name_of(tx, floor.person)))
    queue.run_on(tx, speech)


class ExtendArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    speech: SpeechRef
    seconds: Annotated[int, Meta(ge=1, le=3600)]


@command("speaking.extend", stream="meeting", entry="speaking.extended")
def extend(tx: Transaction, _who: Actor, args: ExtendArgs) -> None:
    """More time for the speaker."""
    going_on(tx, also=("paused",))
    speech = tx.get(Speech, args.speech)
    if speech.state not in rules.FLOOR:
        raise elsewhere(speech)
    queue.set_clock(speech, queue.clock_of(speech).extended(args.seconds))
    tx.touch(speech)


@command("speaking.shorten", stream="meeting", entry="speaking.shortened")
def shorten(tx: Transaction, _who: Actor, args: ExtendArgs) -> None:
    """Time given by mistake is taken back, never what is used of it."""
    going_on(tx, also=("paused",))
    speech = tx.get(Speech, args.speech)
    if speech.state not in rules.FLOOR:
        raise elsewhere(speech)
    clock = queue.clock_of(speech)
    shorter = clock.shortened(args.seconds, tx.now)
    if shorter != clock:
        queue.set_clock(speech, shorter)
        tx.touch(speech)


# -- what other commands meet here ------------------------------------------------------------------------------------

keeps_its_item(Speech, lambda: _("Nội dung này đã có đăng ký phát biểu nên không bỏ khỏi chương trình được."))


@objection("agenda.undo_start")
def somebody_spoke(tx: Transaction, _who: Actor, args: Any) -> str | None:
    """An item at which somebody was called has been on."""
    called = select(Speech.id).where(
        Speech.meeting == tx.subject, Speech.item == args.item, Speech.called_at.is_not(None)
    )
    return _("Nội dung này đã có người phát biểu.") if tx.session.scalar(called.limit(1)) is not None else None


@objection("agenda.start_item")
@objection("agenda.finish_item")
@objection("meeting.end")
def somebody_speaks(tx: Transaction, _who: Actor, _args: msgspec.Struct) -> str | None:
    """An item or a meeting does not end under a speaker."""
    floor = queue.on_the_floor(tx)
    if floor is None:
        return None
    return _("%(name)s đang phát biểu. Kết thúc lượt phát biểu trước.", name=name_of(tx, floor.person))


@consequence("meeting.pause")
def clock_stands(tx: Transaction, _who: Actor, _args: msgspec.Struct) -> None:
    """In a break the speaker's time stands still."""
    floor = queue.on_the_floor(tx)
    if floor is not None and floor.state == "speaking":
        floor.goes_on = True
        queue.halt(tx, floor)


@consequence("meeting.resume")
def clock_runs_on(tx: Transaction, _who: Actor, _args: msgspec.Struct) -> None:
    """Whom the break interrupted speaks on; whom the chair had stopped before it waits for the chair."""
    floor = queue.on_the_floor(tx)
    if floor is not None and floor.goes_on:
        queue.run_on(tx, floor)


@consequence("attendance.disperse")
def floor_is_free(tx: Transaction, _who: Actor, args: Any) -> None:
    """The day ended on a speaker: so did the speech, when the meeting was adjourned. What was used counts, and they may be called
    again; who waits still does.
    """
    main = queue.replied_to(tx, queue.on_the_floor(tx))
    if main is not None and queue.meeting_of(tx).phase == "paused":
        tx.facts(finished=main.id)
        queue.leave_floor(tx, main, args.at)
