"""Several chairs in turn: the chair is handed over to a member who is here (`meeting.hand_over`)."""

from __future__ import annotations

import msgspec
from sqlalchemy import select

from app.commands import Transaction, command
from app.language import gettext as _
from app.policy import Actor
from app.wire import Conflict, NotInProgress
from meetings.attendance.models import Attendance
from meetings.attendance.rules import HERE
from meetings.course import keeping, rules
from meetings.forms import PersonRef, phase_said
from meetings.planning import people
from meetings.planning.models import Meeting, Participant
from meetings.planning.rules import HELD


class HandOverArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    person: PersonRef


@command("meeting.hand_over", stream="meeting", entry="meeting.handed_over")
def hand_over(tx: Transaction, who: Actor, args: HandOverArgs) -> None:
    """Somebody else presides from now on; who did is a member again. Given by who presides; by who leads the body, to take
    the chair back; by a secretary where the chair has left. Roll and quorum stay as they are.
    """
    meeting = tx.get(Meeting, tx.subject)
    if meeting.phase not in HELD - {"ended"}:
        raise NotInProgress(phase_said(meeting, tx.now))
    own = (Participant.meeting == meeting.id, Participant.person == args.person)
    new = tx.session.scalars(select(Participant).where(*own)).one()
    if new.capacity == "chair":
        return
    old = people.presiding(tx, meeting.id)
    _refuse(tx, who, new, old)
    people.appoint(tx, meeting, new.person)
    former = old.person if old is not None else None
    keeping.record(tx, "handed_over", by=who.person or None, person=new.person, former=former)


def _refuse(tx: Transaction, who: Actor, new: Participant, old: Participant | None) -> None:
    """Raises Conflict where the chair isn't theirs to give, or not this one's to take."""
    chair_here = old is not None and _here(tx, old)
    if not rules.may_hand_over(who.capacity, chair_here, new.person == who.person, "leads" in who.marks):
        raise Conflict(_("Chủ trì đang có mặt: chủ trì tự giao quyền điều hành."))
    if not rules.may_preside(new.capacity, new.on_roll, here := _here(tx, new)):
        if not here:
            raise Conflict(_("%(name)s chưa có mặt nên chưa điều hành được.", name=new.name))
        raise Conflict(_("Chỉ thành viên của cơ quan mới điều hành được phiên họp."))


def _here(tx: Transaction, row: Participant) -> bool:
    own = (Attendance.meeting == row.meeting, Attendance.person == row.person)
    return tx.connection.execute(select(Attendance.status).where(*own)).scalar() in HERE
