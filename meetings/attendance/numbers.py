"""Checking in by one's number, at the door or the clerk's desk (`attendance.check_in_number`)."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType
from sqlalchemy import select

from app.commands import Transaction, command
from app.language import gettext as _
from app.policy import Actor
from app.wire import Invalid
from meetings.attendance import rules
from meetings.attendance.commands import Marked, kept_site, load, mark_of, refuse_outside, write
from meetings.forms import SiteRef
from meetings.planning.models import Participant

Number = Annotated[int, Meta(ge=1, le=1_000_000)]


class CheckInNumberArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    number: Number
    site: SiteRef | UnsetType | None = UNSET


@command("attendance.check_in_number", stream="meeting", entry="attendance.number_checked_in")
def check_in_number(tx: Transaction, who: Actor, args: CheckInNumberArgs) -> None:
    """Whoever has this number is here in person; a second time changes nothing. Raises NotInProgress outside the time for it."""
    own = (Participant.meeting == tx.subject, Participant.number == args.number)
    person = tx.session.scalar(select(Participant.person).where(*own))
    if person is None:
        raise Invalid({"number": _("Không có ai mang số %(n)s trong cuộc họp này.", n=args.number)})
    row = load(tx, [person])[person]
    refuse_outside(row, tx)
    before = mark_of(row)
    then = rules.marked(before, "present", tx.now)
    site = kept_site(row) if isinstance(args.site, UnsetType) else args.site
    if then == before and site == row["site"]:
        return
    tx.facts(person=person)
    write([Marked(tx, row, then, site, "", who.person or None)])
