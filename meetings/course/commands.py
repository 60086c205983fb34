"""Notices of the desk (`notice.*`); starting, pausing, resuming and ending as they go into the record."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from sqlalchemy import select

from app.commands import Made, Transaction, command
from app.doors import consequence
from app.language import gettext as _
from app.policy import Actor
from app.wire import Conflict, Invalid, NotInProgress
from meetings.course import keeping
from meetings.course.models import Notice
from meetings.forms import SiteRef, phase_said, text_of
from meetings.planning.models import Meeting, Participant
from meetings.planning.rules import OPEN

NoticeRef = Annotated[str, Meta(max_length=40, extra={"ref": "notices"})]


class NotifyArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    text: Annotated[str, Meta(min_length=1, max_length=300)]
    to: Literal["all", "members", "site"] = "all"
    site: SiteRef | None = None
    hall: bool = False


@command("notice.send", stream="meeting", entry="notice.sent")
def notify(tx: Transaction, who: Actor, args: NotifyArgs) -> Made:
    """A few words on the screens of everybody, of the members, or of one site; `hall`: on the hall's screen too."""
    meeting = tx.get(Meeting, tx.subject)
    if meeting.phase not in OPEN:
        raise NotInProgress(phase_said(meeting, tx.now))
    recipients = _at(tx, args.site) if args.to == "site" else []
    made = tx.add(
        Notice(
            meeting=meeting.id,
            text=text_of(args.text, "text"),
            to=args.to,
            site=args.site if args.to == "site" else None,
            recipients=recipients,
            hall=args.hall and args.to != "site",
            at=tx.now,
            by=who.person or None,
        )
    )
    if recipients:
        tx.facts(recipients=recipients)
    tx.touch(made)
    return Made(made.id)


class TakeDownArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    notice: NoticeRef
    down: bool = True
    """False: it stands again."""


@command("notice.take_down", stream="meeting", entry="notice.taken_down")
def take_down(tx: Transaction, _who: Actor, args: TakeDownArgs) -> Made | None:
    """Whatever it said is gone from every screen but the desk's; that it was sent stays in the journal."""
    notice = tx.get(Notice, args.notice)
    meeting = tx.get(Meeting, tx.subject)
    if meeting.phase not in OPEN:
        raise NotInProgress(phase_said(meeting, tx.now))
    if notice.down == args.down:
        return None
    notice.down = args.down
    tx.touch(notice)
    return Made(notice.id)


def _at(tx: Transaction, site: str | None) -> list[str]:
    """Who takes part from a site, the desk aside: it sees every notice."""
    if site is None:
        raise Invalid({"site": _("Cần chọn điểm cầu.")})
    listed = select(Participant.person).where(Participant.meeting == tx.subject, Participant.site == site)
    desk = Participant.capacity.in_(("chair", "secretary"))
    found = sorted(tx.connection.execute(listed.where(~desk)).scalars())
    if not found:
        raise Conflict(_("Điểm cầu này chưa có ai."))
    return found


@consequence("meeting.start")
def started(tx: Transaction, who: Actor, _args: Any) -> None:
    present, needed = keeping.begin_watching(tx)
    chair = select(Participant.person).where(Participant.meeting == tx.subject, Participant.capacity == "chair")
    presiding = tx.connection.execute(chair).scalar()
    keeping.record(tx, "started", by=who.person or None, person=presiding, present=present, needed=needed)


@consequence("meeting.pause")
def paused(tx: Transaction, who: Actor, args: Any) -> None:
    keeping.record(tx, "paused", by=who.person or None, until=args.until)


@consequence("meeting.resume")
def resumed(tx: Transaction, who: Actor, _args: Any) -> None:
    """Whoever went home after an adjournment that did not last till the next day is missed now. On another day the roll may be
    another; that is told before what it does to the quorum.
    """
    keeping.record(tx, "resumed", by=who.person or None)
    roll = (tx.recorded or {}).get("roll") or {}
    if roll.get("came") or roll.get("went"):
        keeping.record(tx, "roll_renewed", roll=roll)
    keeping.watch_quorum(tx)


@consequence("meeting.end")
def ended(tx: Transaction, who: Actor, _args: Any) -> None:
    keeping.record(tx, "ended", by=who.person or None)


@consequence("meeting.edit")
def other_rules(tx: Transaction, _who: Actor, _args: Any) -> None:
    """Another rule of the quorum while the meeting goes on may lose it, or meet it."""
    keeping.watch_quorum(tx)
