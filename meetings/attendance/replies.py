"""Before the meeting: replies, leave that the chair grants, substitutes (`attendance.*`).

Source: Luật Tổ chức chính quyền địa phương 2015, Art. 114(2): whoever is absent reports it, and the Chủ tịch
must agree.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta
from sqlalchemy import select

from app.commands import Transaction, command
from app.language import gettext as _
from app.people import views as bodies
from app.people.days import local_day
from app.policy import Actor
from app.text import tidy
from app.wire import Conflict, Invalid
from meetings.attendance import rules
from meetings.attendance.models import Attendance
from meetings.forms import Id, Moment, PersonRef, Reason, phase_said, text_of
from meetings.planning import people
from meetings.planning.models import Meeting, Participant


def before_start(tx: Transaction) -> Meeting:
    """The meeting, published and not begun. Raises Conflict."""
    meeting = tx.get(Meeting, tx.subject)
    if not rules.reply_open(meeting.phase):
        raise Conflict(_("Chỉ trả lời được khi cuộc họp đã phát hành và chưa bắt đầu."))
    return meeting


def attendance_of(tx: Transaction, person: str) -> Attendance:
    own = (Attendance.meeting == tx.subject, Attendance.person == person)
    return tx.session.scalars(select(Attendance).where(*own)).one()


def participant_of(tx: Transaction, person: str) -> Participant:
    own = (Participant.meeting == tx.subject, Participant.person == person)
    return tx.session.scalars(select(Participant).where(*own)).one()


def substitute_of(tx: Transaction, person: str) -> Participant | None:
    """Who goes for a person, or None."""
    theirs = (Participant.meeting == tx.subject, Participant.substitutes == person)
    return tx.session.scalar(select(Participant).where(*theirs))


class ReplyArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    reply: Literal["yes", "no"] = "yes"
    reason: Annotated[str, Meta(max_length=1000)] = ""


@command("attendance.reply", stream="meeting", entry="attendance.replied")
def reply(tx: Transaction, who: Actor, args: ReplyArgs) -> None:
    """Coming ("yes") or, from guests, not ("no"). A member's absence is asked for; coming after all takes the
    request back.
    """
    before_start(tx)
    row = attendance_of(tx, who.person)
    if args.reply == "no" and row.on_roll:
        raise Conflict(_("Thành viên vắng mặt cần báo vắng để chủ trì đồng ý."))
    if args.reply == "yes" and substitute_of(tx, who.person) is not None:
        raise Conflict(_("Đã cử người đi thay. Hãy rút người đi thay trước khi nhận lời dự."))
    reason = tidy(args.reason) if args.reply == "no" else ""
    if (row.reply, row.leave, row.leave_reason) == (args.reply, "", reason):
        return
    row.reply, row.replied_at = args.reply, tx.now
    _clear_leave(row)
    row.leave_reason = reason
    tx.touch(row)


def _clear_leave(row: Attendance) -> None:
    row.leave, row.leave_reason, row.leave_note = "", "", ""
    row.leave_from = row.leave_until = row.leave_asked_at = row.leave_by = None


class LeaveArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    reason: Reason
    from_: Moment | None = msgspec.field(default=None, name="from")
    until: Moment | None = None


@command("attendance.ask_leave", stream="meeting", entry="attendance.leave_asked")
def ask_leave(tx: Transaction, who: Actor, args: LeaveArgs) -> None:
    """Ask the chair to be excused, for all of it or from–to. Raises Conflict while a request is open or granted."""
    before_start(tx)
    if rules.leave_span_fault(args.from_, args.until):
        raise Invalid({"until": _("Giờ kết thúc phải sau giờ bắt đầu.")})
    if who.capacity == "chair":
        raise Conflict(_("Chủ trì không báo vắng tại đây; hãy đổi người chủ trì hoặc hoãn họp."))
    row = attendance_of(tx, who.person)
    if not rules.may_ask_leave(row.leave):
        raise Conflict(_("Đã báo vắng rồi, không cần gửi lại."))
    _asked(row, text_of(args.reason, "reason"), tx)
    row.leave_from, row.leave_until = args.from_, args.until
    tx.touch(row)


def _asked(row: Attendance, reason: str, tx: Transaction) -> None:
    _clear_leave(row)
    row.leave, row.leave_reason, row.leave_asked_at = "asked", reason, tx.now
    row.reply, row.replied_at = "no", tx.now


class NoArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Nothing to say."""


@command("attendance.withdraw_leave", stream="meeting", entry="attendance.leave_withdrawn")
def withdraw_leave(tx: Transaction, who: Actor, args: NoArgs) -> None:
    """The request, granted or not, is taken back; nothing is answered then."""
    before_start(tx)
    row = attendance_of(tx, who.person)
    if not row.leave:
        return
    if substitute_of(tx, who.person) is not None:
        raise Conflict(_("Đã cử người đi thay. Hãy rút người đi thay trước."))
    _clear_leave(row)
    row.reply, row.replied_at = "", None
    tx.touch(row)


class GrantArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    person: PersonRef
    note: Annotated[str, Meta(max_length=1000)] = ""


@command("attendance.grant_leave", stream="meeting", entry="attendance.leave_granted")
def grant_leave(tx: Transaction, who: Actor, args: GrantArgs) -> None:
    """The chair agrees to an absence. Raises Conflict when nothing is asked."""
    _settle(tx, who, args.person, "granted", args.note)


class RefuseArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    person: PersonRef
    note: Reason


@command("attendance.refuse_leave", stream="meeting", entry="attendance.leave_refused")
def refuse_leave(tx: Transaction, who: Actor, args: RefuseArgs) -> None:
    """The chair doesn't agree, and says why."""
    _settle(tx, who, args.person, "refused", args.note)


def _settle(tx: Transaction, who: Actor, person: str, leave: str, note: str) -> None:
    meeting = tx.get(Meeting, tx.subject)
    if meeting.phase not in ("published", *rules.UNDER_WAY):
        raise Conflict(phase_said(meeting, tx.now))
    row = attendance_of(tx, person)
    if not rules.may_settle_leave(row.leave):
        raise Conflict(_("Không có yêu cầu báo vắng nào đang chờ của người này."))
    row.leave, row.leave_note, row.leave_by = leave, tidy(note), who.person or None
    if leave == "refused":
        row.reply = ""
    tx.touch(row)


# -- substitutes ----------


class SubstituteArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    person: Id
    reason: Reason
    office: Annotated[str, Meta(max_length=200)] | None = None


@command("attendance.send_substitute", stream="meeting", entry="attendance.substitute_sent")
def send_substitute(tx: Transaction, who: Actor, args: SubstituteArgs) -> None:
    """Somebody goes in a member's place: takes part, never votes, is never counted. The absence itself is
    asked for with it.
    """
    meeting = before_start(tx)
    own = participant_of(tx, who.person)
    if not rules.can_be_replaced(own.capacity, own.on_roll):
        raise Conflict(_("Chỉ thành viên của cơ quan, không phải chủ trì hay thư ký, được cử người đi thay."))
    if not bodies.body_rule(tx.connection, meeting.body, "substitutes", local_day(meeting.starts_at)):
        raise Conflict(_("Quy chế của cơ quan không cho cử người đi thay."))
    if substitute_of(tx, who.person) is not None:
        raise Conflict(_("Đã cử người đi thay. Hãy rút người đó trước khi cử người khác."))
    person = bodies.persons_by_id(tx.connection, [args.person]).get(args.person)
    if person is None or not person["active"]:
        raise Invalid({"person": _("Không có người này trong danh sách tài khoản.")})
    here = (Participant.meeting == meeting.id, Participant.person == args.person)
    if tx.session.scalar(select(Participant.id).where(*here)) is not None:
        raise Conflict(_("%(name)s đã có trong thành phần dự họp.", name=person["name"]))
    office = tidy(args.office) if args.office is not None else person["office"]
    told = {"name": person["name"], "office": office, "group": own.group, "substitutes": who.person}
    people.invite(tx, meeting.id, args.person, "substitute", **told)
    row = attendance_of(tx, who.person)
    if row.leave != "granted":
        _asked(row, tidy(args.reason), tx)
    tx.touch(row)


@command("attendance.withdraw_substitute", stream="meeting", entry="attendance.substitute_withdrawn")
def withdraw_substitute(tx: Transaction, who: Actor, args: NoArgs) -> None:
    """Nobody goes in the member's place any more; the absence asked for stays until it is taken back."""
    meeting = before_start(tx)
    gone = substitute_of(tx, who.person)
    if gone is None:
        raise Conflict(_("Chưa cử người đi thay."))
    people.remove(tx, meeting.id, [gone.person])
    tx.touch(attendance_of(tx, who.person))
