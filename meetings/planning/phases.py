"""From publishing to ending: the phases of a meeting, and what the desk notes on its way (`meeting.*`)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta
from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from app import journal
from app.commands import Made, Transaction, command
from app.doors import consequence
from app.language import gettext as _
from app.people.days import local_day
from app.policy import Actor
from app.wire import Conflict, Invalid, NotInProgress
from meetings.agenda import rules as progress
from meetings.agenda.keeping import keeps_its_item
from meetings.agenda.models import Item
from meetings.attendance.models import Attendance
from meetings.forms import ItemRef, Moment, Reason, not_written_over, phase_said, text_of
from meetings.planning import people, rules, sittings
from meetings.planning.models import Meeting, Participant, Remark

RemarkRef = Annotated[str, Meta(max_length=40, extra={"ref": "remarks"})]
Text = Annotated[str, Meta(min_length=1, max_length=1000)]


def go(tx: Transaction, act: str) -> Meeting:
    """The meeting in its phase after `act`. Raises NotInProgress or Conflict, saying where it stands."""
    meeting = tx.get(Meeting, tx.subject)
    phase = rules.after(act, meeting.phase)
    if phase is None:
        if act in ("pause", "resume", "end") and meeting.phase not in rules.UNDER_WAY:
            raise NotInProgress(phase_said(meeting, tx.now))
        raise Conflict(phase_said(meeting, tx.now))
    meeting.phase = phase
    tx.session.flush()
    tx.touch(meeting)
    return meeting


def under_way(read: Connection) -> bool:
    """Is any meeting in progress? Then countdowns and speakers' times run by the clock."""
    return read.execute(select(Meeting.id).where(Meeting.phase == "in_progress").limit(1)).first() is not None


class NoArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Nothing to say."""


class PublishArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    reason: Annotated[str, Meta(max_length=1000)] = ""


@command("meeting.publish", stream="meeting", entry="meeting.published")
def publish(tx: Transaction, _who: Actor, args: PublishArgs) -> None:
    """Everybody invited may see it now. Later than the law's notice is possible (urgent matters), and is kept
    as a fact.
    """
    meeting = go(tx, "publish")
    people.bring_up_to_date(tx, meeting)
    if tx.session.scalar(select(Item.id).where(Item.meeting == meeting.id).limit(1)) is None:
        raise Conflict(_("Chương trình chưa có nội dung nào, chưa thể phát hành."))
    if not _has(tx, meeting.id, "chair"):
        raise Conflict(_("Cuộc họp chưa có chủ trì, chưa thể phát hành."))
    meeting.published_at = tx.now
    on_time = rules.notice_given(local_day(tx.now), local_day(meeting.starts_at), meeting.kind)
    tx.facts(on_time=on_time)
    tx.session.flush()
    tx.touch_stream()
    tx.rights()


def _has(tx: Transaction, meeting: str, capacity: str) -> bool:
    wanted = select(Participant.id).where(Participant.meeting == meeting, Participant.capacity == capacity)
    return tx.session.scalar(wanted.limit(1)) is not None


@command("meeting.start", stream="meeting", entry="meeting.started")
def start(tx: Transaction, _who: Actor, args: NoArgs) -> None:
    """The meeting begins, quorum or not: a vote asks for the quorum itself. The roll is the body's of this day."""
    meeting = go(tx, "start")
    meeting.started_at = tx.now
    sittings.begin(tx, meeting)


class PauseArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    until: Moment | None = None


@command("meeting.pause", stream="meeting", entry="meeting.paused", room="ends")
def pause(tx: Transaction, _who: Actor, args: PauseArgs) -> None:
    """A break, or an adjournment where `until` is on another day; the current item's time stands still."""
    if args.until is not None and args.until <= tx.now:
        raise Invalid({"until": _("Giờ họp lại phải sau lúc này.")})
    meeting = go(tx, "pause")
    meeting.until = args.until
    _clock(tx, meeting, going=False)


@command("meeting.resume", stream="meeting", entry="meeting.resumed")
def resume(tx: Transaction, _who: Actor, args: NoArgs) -> None:
    """The meeting goes on where it stood; on another day with that day's members and rules."""
    meeting = go(tx, "resume")
    meeting.until = None
    sittings.take_up(tx, meeting)
    _clock(tx, meeting, going=True)


def _clock(tx: Transaction, meeting: Meeting, *, going: bool) -> None:
    """The current item's time runs or stands."""
    item = tx.session.get(Item, meeting.item) if meeting.item else None
    if item is None:
        return
    at = progress.Progress(item.state, item.started_at, item.seconds_used, item.finished_at)
    then = progress.resumed(at, tx.now) if going else progress.halted(at, tx.now)
    item.started_at, item.seconds_used = then.started_at, then.seconds_used
    tx.touch(item)


@command("meeting.end", stream="meeting", entry="meeting.ended", room="ends")
def end(tx: Transaction, _who: Actor, args: NoArgs) -> None:
    """The meeting is over: its item is done, whoever of those called to it never came was absent."""
    meeting = go(tx, "end")
    meeting.ended_at, meeting.until = tx.now, None
    item = tx.session.get(Item, meeting.item) if meeting.item else None
    if item is not None:
        done = progress.finished(
            progress.Progress(item.state, item.started_at, item.seconds_used, item.finished_at), tx.now
        )
        item.state, item.started_at = done.state, done.started_at
        item.seconds_used, item.finished_at = done.seconds_used, done.finished_at
        tx.touch(item)
    meeting.item = None
    missing = (Attendance.meeting == meeting.id, Attendance.status == "expected", ~_keeps_the_desk(meeting.id))
    never = tx.connection.execute(select(Attendance.id, Attendance.person).where(*missing)).all()
    if never:
        tx.connection.execute(update(Attendance).where(*missing).values(status="absent", at=tx.now))
        tx.touch(Attendance, [row.id for row in never])
    tx.facts(absent=sorted(row.person for row in never))


def _keeps_the_desk(meeting: str) -> ColumnElement[bool]:
    """A secretary who is no member: the roll call is of the others. Who asked for leave isn't at the desk."""
    keepers = select(Participant.person).where(
        Participant.meeting == meeting, Participant.capacity == "secretary", Participant.on_roll.is_(False)
    )
    return and_(Attendance.person.in_(keepers), Attendance.leave == "")


class CancelArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    reason: Reason


@command("meeting.cancel", stream="meeting", entry="meeting.cancelled")
def cancel(tx: Transaction, _who: Actor, args: CancelArgs) -> None:
    """The meeting will not take place; everybody invited is told why."""
    meeting = go(tx, "cancel")
    meeting.reason = text_of(args.reason, "reason")


class PostponeArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    starts_at: Moment
    reason: Reason


@command("meeting.postpone", stream="meeting", entry="meeting.postponed")
def postpone(tx: Transaction, _who: Actor, args: PostponeArgs) -> None:
    """Another time, and why. Replies, leave and substitutes were for the old one: everybody is asked anew."""
    meeting = go(tx, "postpone")
    if args.starts_at == meeting.starts_at:
        raise Invalid({"starts_at": _("Giờ họp mới phải khác giờ cũ.")})
    meeting.starts_at, meeting.reason = args.starts_at, text_of(args.reason, "reason")
    tx.session.flush()
    gone = tx.session.scalars(
        select(Participant.person).where(Participant.meeting == meeting.id, Participant.capacity == "substitute")
    )
    people.remove(tx, meeting.id, list(gone))
    _ask_anew(tx, meeting.id)
    people.bring_up_to_date(tx, meeting)


def _ask_anew(tx: Transaction, meeting: str) -> None:
    told = (Attendance.meeting == meeting, (Attendance.reply != "") | (Attendance.leave != ""))
    ids = list(tx.connection.execute(select(Attendance.id).where(*told)).scalars())
    if ids:
        nothing: dict[str, str | datetime | None] = dict.fromkeys(
            ("replied_at", "leave_from", "leave_until", "leave_asked_at", "leave_by")
        )
        nothing |= dict.fromkeys(("reply", "leave", "leave_reason", "leave_note"), "")
        tx.connection.execute(update(Attendance).where(*told).values(nothing))
        tx.touch(Attendance, ids)


@consequence("job.sweep")
def old_changes_go(tx: Transaction, _who: Actor, _args: msgspec.Struct) -> None:
    """A week after a meeting its screens no longer catch up by single changes."""
    before = tx.now - journal.CHANGES_KEPT
    ended = and_(Meeting.phase == "ended", Meeting.ended_at < before)
    never_held = and_(Meeting.phase == "cancelled", Meeting.starts_at < before)
    over = select("meeting:" + Meeting.id).where(or_(ended, never_held))
    journal.prune(tx.connection, journal.Stream.name.in_(over), tx.now)


# -- what happens, noted for the minutes ----------


class RemarkArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    text: Text
    item: ItemRef | None = None


@command("meeting.remark", stream="meeting", entry="meeting.remarked")
def remark(tx: Transaction, who: Actor, args: RemarkArgs) -> Made:
    """Something happened that no other command tells; it goes into the order of events of the minutes."""
    meeting = tx.get(Meeting, tx.subject)
    if meeting.phase not in rules.UNDER_WAY:
        raise NotInProgress(phase_said(meeting, tx.now))
    made = tx.add(
        Remark(
            meeting=meeting.id,
            item=args.item or meeting.item,
            text=text_of(args.text, "text"),
            at=tx.now,
            by=who.person or None,
        )
    )
    tx.touch(made)
    return Made(made.id)


class AmendRemarkArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    remark: RemarkRef
    text: Text
    seen: Annotated[str, Meta(max_length=1000)] | None = None
    """What the writer began with; another text meanwhile is a conflict, and nothing is lost."""
    __secret__ = ("seen",)


@command("meeting.amend_remark", stream="meeting", entry="meeting.remark_amended")
def amend_remark(tx: Transaction, _who: Actor, args: AmendRemarkArgs) -> None:
    """Corrected, never deleted: the journal keeps what it said before."""
    kept = tx.get(Remark, args.remark)
    text = text_of(args.text, "text")
    if text == kept.text:
        return
    not_written_over(args.seen, kept.text)
    kept.text, kept.amended_at = text, tx.now
    tx.touch(kept)


keeps_its_item(Remark, lambda: _("Nội dung này đã có sự việc được ghi nên không bỏ khỏi chương trình được."))
