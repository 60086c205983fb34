"""The queue of an item and the floor, between the rows and the rules (for this slice's commands)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import and_, bindparam, select

from app.commands import Transaction
from meetings.attendance.models import Attendance
from meetings.attendance.rules import HERE
from meetings.planning.models import GuestItem, Meeting, Participant
from meetings.speaking import rules
from meetings.speaking.models import Speech


def waiting_rows(tx: Transaction, item: str | None) -> list[Speech]:
    """Who waits on an item, in order."""
    wanted = select(Speech).where(Speech.meeting == tx.subject, Speech.item == item, Speech.state == "waiting")
    return list(tx.session.scalars(wanted.order_by(Speech.order, Speech.requested_at, Speech.id)))


def as_waiting(rows: Sequence[Speech], heard: set[str]) -> list[rules.Waiting]:
    """The rows as the rules see them; `heard` has had the floor on their item."""
    return [
        rules.Waiting(row.id, row.person, row.kind, row.person in heard, row.requested_at, row.placed) for row in rows
    ]


def heard_on(tx: Transaction, item: str | None) -> set[str]:
    """Who has had the floor on an item."""
    wanted = select(Speech.person).where(
        Speech.meeting == tx.subject, Speech.item == item, Speech.state.in_(sorted(rules.HEARD))
    )
    return set(tx.session.scalars(wanted))


def number(tx: Transaction, rows: Sequence[Speech], order: Sequence[rules.Waiting]) -> list[Speech]:
    """Write the places down, touching those that changed. Returns the rows in their order."""
    by_id = {row.id: row for row in rows}
    for place, one in enumerate(order, start=1):
        row = by_id[one.id]
        if row.order != place or row.placed != one.placed:
            row.order, row.placed = place, one.placed
            tx.touch(row)
    return [by_id[one.id] for one in order]


def close_up(tx: Transaction, item: str | None, heard: str | None = None) -> None:
    """Number those who still wait; requests of somebody who has now been heard come after first-time speakers'."""
    rows = waiting_rows(tx, item)
    order = as_waiting(rows, heard_on(tx, item))
    if heard is not None:
        before = [
            rules.Waiting(one.id, one.person, one.kind, one.spoken and one.person != heard, one.asked, one.placed)
            for one in order
        ]
        order = rules.heard(before, heard)
    number(tx, rows, order)


def on_the_floor(tx: Transaction) -> Speech | None:
    """Who speaks, or was interrupted."""
    wanted = select(Speech).where(Speech.meeting == tx.subject, Speech.state.in_(sorted(rules.FLOOR)))
    return tx.session.scalars(wanted).first()


def clock_of(speech: Speech) -> rules.Clock:
    return rules.Clock(speech.seconds, speech.started_at, speech.limit)


def set_clock(speech: Speech, clock: rules.Clock) -> None:
    speech.seconds, speech.started_at, speech.limit = clock.seconds, clock.started_at, clock.limit


def leave_floor(tx: Transaction, speech: Speech) -> None:
    """The speech is over."""
    set_clock(speech, clock_of(speech).stopped(tx.now))
    speech.state, speech.goes_on, speech.finished_at = "finished", False, tx.now
    tx.touch(speech)


class Place(NamedTuple):
    """Where somebody is in the meeting: capacity, name, whether they are here (in the hall or online)."""

    capacity: str
    name: str
    here: bool


_places = (
    select(Participant.person, Participant.capacity, Participant.name, Attendance.status)
    .outerjoin(Attendance, and_(Attendance.meeting == Participant.meeting, Attendance.person == Participant.person))
    .where(Participant.meeting == bindparam("of_meeting"), Participant.person.in_(bindparam("people", expanding=True)))
)


def places(tx: Transaction, people: Iterable[str]) -> dict[str, Place]:
    """Those of these people who have a place in the meeting: one query."""
    found = tx.connection.execute(_places, {"of_meeting": tx.subject, "people": sorted(set(people))})
    return {row.person: Place(row.capacity, row.name, row.status in HERE) for row in found}


def may_see_item(tx: Transaction, place: Place | None, person: str, item: str | None) -> bool:
    """Whether somebody takes part in an item: guests only in those they are invited to."""
    if place is None or place.capacity != "guest":
        return place is not None
    wanted = select(GuestItem.id).where(
        GuestItem.meeting == tx.subject, GuestItem.person == person, GuestItem.item == item
    )
    return item is not None and tx.session.scalar(wanted) is not None


def meeting_of(tx: Transaction) -> Meeting:
    return tx.get(Meeting, tx.subject)
