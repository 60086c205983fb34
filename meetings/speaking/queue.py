"""The queue of an item and the floor, between the rows and the rules (for this slice's commands)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, bindparam, func, select
from sqlalchemy.orm import aliased

from app.commands import Transaction
from meetings.attendance.models import Attendance
from meetings.attendance.rules import HERE
from meetings.planning.models import GuestItem, Meeting, Participant
from meetings.speaking import rules
from meetings.speaking.models import Speech
from meetings.speaking.spending import spent_groups


class Standing(NamedTuple):
    """What a list is ordered by: its rule, who has spoken on the item, how long each has spoken, of which group they are."""

    order: rules.Order
    heard: Collection[str]
    seconds: Mapping[str, int] = {}
    groups: Mapping[str, str] = {}


def standing(tx: Transaction, item: str | None) -> Standing:
    """Of an item's list; what its rule doesn't ask isn't read."""
    meeting = meeting_of(tx)
    by = meeting.speaking.get("order", rules.FIRST_TIME)
    heard, spent = heard_on(tx, item), spent_groups(tx, meeting, item)
    seconds = seconds_spoken(tx) if by == "least_time" else {}
    groups = groups_of(tx) if by == "groups" or spent else {}
    return Standing(rules.Order(by, turns(tx) if by == "groups" else {}, spent), heard, seconds, groups)


def waiting_rows(tx: Transaction, item: str | None) -> list[Speech]:
    """Who waits on an item, in order; who asks for a reply waits for no turn."""
    wanted = select(Speech).where(
        Speech.meeting == tx.subject, Speech.item == item, Speech.state == "waiting", Speech.replies_to.is_(None)
    )
    return list(tx.session.scalars(wanted.order_by(Speech.order, Speech.requested_at, Speech.id)))


def as_waiting(rows: Sequence[Speech], of: Standing) -> list[rules.Waiting]:
    """The rows as the rules see them."""
    return [
        rules.Waiting(
            row.id,
            row.person,
            row.kind,
            row.person in of.heard,
            row.requested_at,
            row.placed,
            of.seconds.get(row.person, 0),
            of.groups.get(row.person, ""),
        )
        for row in rows
    ]


def heard_on(tx: Transaction, item: str | None) -> set[str]:
    """Who has had the floor on an item; a reply is no turn of its own."""
    wanted = select(Speech.person).where(
        Speech.meeting == tx.subject,
        Speech.item == item,
        Speech.state.in_(sorted(rules.HEARD)),
        Speech.replies_to.is_(None),
    )
    return set(tx.session.scalars(wanted))


def seconds_spoken(tx: Transaction) -> dict[str, int]:
    """How long each has spoken in the meeting until now."""
    wanted = select(Speech.person, func.sum(Speech.seconds), Speech.started_at).where(
        Speech.meeting == tx.subject, Speech.state.in_(sorted(rules.HEARD))
    )
    told = tx.session.execute(wanted.group_by(Speech.person, Speech.started_at))
    return rules.counted(((who, rules.Clock(int(seconds), since)) for who, seconds, since in told), tx.now)


def turns(tx: Transaction) -> dict[str, datetime]:
    """When somebody of each group was last called."""
    wanted = select(Speech.group, Speech.called_at).where(
        Speech.meeting == tx.subject, Speech.called_at.is_not(None), Speech.replies_to.is_(None)
    )
    found: dict[str, datetime] = {}
    for group, called_at in tx.session.execute(wanted):
        if called_at is not None:
            found[group] = max(called_at, found.get(group, called_at))
    return found


def groups_of(tx: Transaction) -> dict[str, str]:
    wanted = select(Participant.person, Participant.group).where(Participant.meeting == tx.subject)
    return {row.person: row.group for row in tx.connection.execute(wanted)}


def number(tx: Transaction, rows: Sequence[Speech], order: Sequence[rules.Waiting]) -> list[Speech]:
    """Write the places down, touching those that changed. Returns the rows in their order."""
    by_id = {row.id: row for row in rows}
    for place, one in enumerate(order, start=1):
        row = by_id[one.id]
        if row.order != place or row.placed != one.placed:
            row.order, row.placed = place, one.placed
            tx.touch(row)
    return [by_id[one.id] for one in order]


def close_up(tx: Transaction, item: str | None) -> None:
    """Number those who still wait, as the list's rule has them now."""
    rows = waiting_rows(tx, item)
    if rows:
        tx.session.flush()
        of = standing(tx, item)
        number(tx, rows, rules.settle(as_waiting(rows, of), of.order))


def back_to(tx: Transaction, speech: Speech, place: int) -> None:
    """On the list again, at that place; whoever waits from there on makes room. Its rule has the last word (`close_up`)."""
    for row in waiting_rows(tx, speech.item):
        if row.id != speech.id and row.order >= place:
            row.order += 1
            tx.touch(row)
    speech.order = place


def on_the_floor(tx: Transaction) -> Speech | None:
    """Who speaks, or was interrupted; a reply before the speech it interrupts."""
    wanted = select(Speech).where(Speech.meeting == tx.subject, Speech.state.in_(sorted(rules.FLOOR)))
    floor = list(tx.session.scalars(wanted))
    return next((one for one in floor if one.replies_to is not None), floor[0] if floor else None)


def replied_to(tx: Transaction, floor: Speech | None) -> Speech | None:
    """The speech a reply interrupts; any other is its own."""
    return floor if floor is None or floor.replies_to is None else tx.get(Speech, floor.replies_to)


def replies(tx: Transaction, speech: str) -> list[Speech]:
    """Those to a speech that wait or have the floor."""
    wanted = select(Speech).where(
        Speech.meeting == tx.subject, Speech.replies_to == speech, Speech.state.in_(("waiting", *sorted(rules.FLOOR)))
    )
    return list(tx.session.scalars(wanted.order_by(Speech.requested_at, Speech.id)))


def halt(tx: Transaction, speech: Speech) -> None:
    """The clock stands; the floor stays the speaker's."""
    set_clock(speech, clock_of(speech).stopped(tx.now))
    speech.state = "paused"
    tx.touch(speech)


def run_on(tx: Transaction, speech: Speech) -> None:
    """The speaker goes on."""
    set_clock(speech, clock_of(speech).running(tx.now))
    speech.state, speech.goes_on = "speaking", False
    tx.touch(speech)


def go_on_after(tx: Transaction, reply: Speech) -> None:
    """The reply is over: whom it interrupted goes on, in a break with the meeting."""
    main = tx.get(Speech, reply.replies_to)
    if main.state == "paused" and main.goes_on and meeting_of(tx).phase == "in_progress":
        run_on(tx, main)


def clock_of(speech: Speech) -> rules.Clock:
    return rules.Clock(speech.seconds, speech.started_at, speech.limit)


def set_clock(speech: Speech, clock: rules.Clock) -> None:
    speech.seconds, speech.started_at, speech.limit = clock.seconds, clock.started_at, clock.limit


def leave_floor(tx: Transaction, speech: Speech, at: datetime | None = None) -> None:
    """The speech is over (`at`: since then), and with it the replies to it."""
    for one in (*replies(tx, speech.id), speech):
        set_clock(one, clock_of(one).stopped(tx.now))
        one.state = "withdrawn" if one.state == "waiting" else "finished"
        one.goes_on, one.finished_at = False, at or tx.now
        tx.touch(one)
    if speech.replies_to is not None:
        go_on_after(tx, speech)
    close_up(tx, speech.item)


class Place(NamedTuple):
    """Where somebody is in the meeting, whether they are here (in the hall or online) or have left; their group. `relieved`: the
    member they go for has come after all, and speaks for themselves.
    """

    capacity: str
    name: str
    here: bool
    group: str = ""
    left: bool = False
    relieved: bool = False

    @property
    def speaks(self) -> bool:
        return self.here and not self.relieved


_theirs = aliased(Attendance)
_places = (
    select(
        Participant.person,
        Participant.capacity,
        Participant.name,
        Participant.group,
        Attendance.status,
        _theirs.status.label("member"),
    )
    .outerjoin(Attendance, and_(Attendance.meeting == Participant.meeting, Attendance.person == Participant.person))
    .outerjoin(_theirs, and_(_theirs.meeting == Participant.meeting, _theirs.person == Participant.substitutes))
    .where(Participant.meeting == bindparam("of_meeting"), Participant.person.in_(bindparam("people", expanding=True)))
)


def places(tx: Transaction, people: Iterable[str]) -> dict[str, Place]:
    """Those of these people who have a place in the meeting: one query."""
    found = tx.connection.execute(_places, {"of_meeting": tx.subject, "people": sorted(set(people))})
    return {
        row.person: Place(
            row.capacity, row.name, row.status in HERE, row.group, row.status == "left", row.member in HERE
        )
        for row in found
    }


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
