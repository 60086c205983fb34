"""What a person is in a meeting: their one capacity, the scopes they see, their marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, select

from app.people.days import local_day
from app.people.views import names_approvers
from app.policy import Standing, standing, standings
from meetings.attendance.models import Attendance
from meetings.attendance.rules import HERE
from meetings.planning.models import GuestItem, Meeting, Participant
from meetings.planning.views import held_on
from meetings.room.models import Screen

_found = (
    select(
        Meeting.body,
        Meeting.published_at,
        func.coalesce(Meeting.sitting_since, Meeting.starts_at).label("day"),
        Participant.person,
        Participant.capacity,
        Participant.on_roll,
        Participant.post,
        Participant.clerk_of,
        Attendance.status,
    )
    .outerjoin(
        Participant,
        and_(Participant.meeting == Meeting.id, Participant.person.in_(bindparam("people", expanding=True))),
    )
    .outerjoin(Attendance, and_(Attendance.meeting == Meeting.id, Attendance.person == Participant.person))
    .where(Meeting.id == bindparam("meeting"))
)
SCOPES = {
    "chair": "desk",
    "secretary": "desk",
    "member": "members",
    "substitute": "members",
    "guest": "guests",
}
OFFICES = frozenset({"approver", "records_clerk", "deputy"})
"""Capacities in the body that count in its meetings beside the one capacity there: as marks."""


@standing("meeting")
def meeting_standing(read: Connection, subject: str, person: str) -> Standing | None:
    """One capacity of the meeting. Until it is published the desk alone knows of it, and approvers, who see
    their inbox only.
    """
    return meeting_standings(read, subject, [person])[person]


@standings("meeting")
def meeting_standings(read: Connection, subject: str, persons: Sequence[str]) -> dict[str, Standing | None]:
    """Those of many people at once."""
    rows = read.execute(_found, {"meeting": subject, "people": persons}).all()
    if not rows:
        return dict.fromkeys(persons)
    body, day = rows[0].body, rows[0].day
    own = {row.person: row for row in rows if row.person is not None}
    held = held_on(read, body, persons, day)
    approvers_named: bool | None = None
    found: dict[str, Standing | None] = {}
    for person in persons:
        marks = set(held[person] & OFFICES)
        if "chair" in held[person] and "approver" not in held[person]:
            if approvers_named is None:
                approvers_named = names_approvers(read, body, local_day(day))
            if not approvers_named:
                marks.add("approver")
        found[person] = _standing(read, subject, person, own.get(person), rows[0].published_at, marks, held[person])
    return found


def _standing(
    read: Connection, meeting: str, person: str, row: Any, published_at: Any, marks: set[str], held: set[str]
) -> Standing | None:
    scope = SCOPES.get(row.capacity or "") if row is not None else None
    if published_at is None and scope != "desk":
        return Standing(marks=frozenset({"approver"})) if "approver" in marks else None
    if scope is None:
        if "hall" in held:
            return Standing(capacity="hall", scopes=frozenset({"hall"}))
        if _screen_of(read, meeting, person):
            return Standing(capacity="hall", scopes=frozenset({"hall"}), marks=frozenset({"by_code"}))
        return Standing(marks=frozenset(marks)) if marks else None
    if row.on_roll:
        marks.add("on_roll")
    if row.post == "chair":
        marks.add("leads")
    if row.status in HERE:
        marks.add(row.status)
    if row.clerk_of:
        marks.add(f"site:{row.clerk_of}")
    scopes = {scope, *(_items_of(read, meeting, person) if scope == "guests" else ())}
    return Standing(capacity=row.capacity, scopes=frozenset(scopes), marks=frozenset(marks))


_screen = select(Screen.id).where(
    Screen.meeting == bindparam("meeting"),
    Screen.person == bindparam("person"),
    Screen.removed_at.is_(None),
    Screen.by_account.is_(False),
)


def _screen_of(read: Connection, meeting: str, person: str) -> bool:
    """Is this the account of a screen that the desk has let in? The hall's account is one by its capacity alone."""
    return read.execute(_screen, {"meeting": meeting, "person": person}).first() is not None


def _items_of(read: Connection, meeting: str, guest: str) -> list[str]:
    listed = select(GuestItem.item).where(GuestItem.meeting == meeting, GuestItem.person == guest)
    return [f"item:{item}" for item in read.execute(listed).scalars()]
