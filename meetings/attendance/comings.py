"""Every coming and going of a meeting, as the journal tells it: a row keeps the first and the last only. And of a meeting that was
adjourned to another day who came on which day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from app.audit import told
from app.people.days import local, local_day
from meetings.attendance.checks import REPLAY, Came
from meetings.attendance.days_rules import Day, Said, Sitting, Stay, Turn, concerns, day_of, of_sitting, sittings
from meetings.attendance.rules import HERE
from meetings.course.models import Happening
from meetings.planning.models import Meeting, Participant


class Stays(dict[str, Came]):
    """The marks while they are told again; whoever turns up or goes is noted."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[Stay]] = {}

    def __setitem__(self, person: str, came: Came) -> None:
        before, stays = self.get(person, Came()), self.found.setdefault(person, [])
        if came.status in HERE and before.status not in HERE and came.at is not None:
            if before.status == "left" and stays and stays[-1][0] == local(came.at):
                stays.pop()  # had not left
            stays.append((local(came.at), None))
        elif came.status == "left" and before.status in HERE and stays:
            _left(stays, came)
        elif came.status in ("expected", "absent") and before.status in HERE and stays:
            stays.pop()  # marked by mistake
        super().__setitem__(person, came)


def _left(stays: list[Stay], came: Came) -> None:
    """The last stay is over; one that began after it was never: its mark was taken back."""
    left = None if came.left_at is None else local(came.left_at)
    begin, _end = stays.pop()
    if left is None or begin <= left:
        stays.append((begin, left))


class DayTold(NamedTuple):
    """One sitting, and everybody it concerns."""

    sitting: Sitting
    people: Mapping[str, Day]


def days(read: Connection, meeting: str) -> list[DayTold]:
    """Sitting by sitting; one where the meeting was never adjourned to another day, also before it has begun. What was redacted
    is not told.
    """
    columns = (Participant.person, Participant.capacity, Participant.former, Participant.former_at, Participant.on_roll)
    people = read.execute(select(*columns).where(Participant.meeting == meeting)).all()
    held = _sittings(read, meeting, [row.person for row in people if row.on_roll])
    ends, marks = _ends(read, meeting, held)
    rolls = {person for sitting in held for person in sitting.roll}
    found: list[DayTold] = []
    for before, sitting, said in zip([None, *held], held, ends, strict=False):
        each: dict[str, Day] = {}
        for row in people:
            stays = of_sitting(marks.found.get(row.person, ()), before, sitting)
            called = row.on_roll or (row.former or row.capacity) != "secretary"
            day = day_of(sitting, _said(said.get(row.person, Came())), stays, called=called)
            since = _local(row.former_at) if row.former else None
            if concerns(row.person, sitting, day, rolls, since):
                each[row.person] = day
        found.append(DayTold(sitting, each))
    return found


_turns = select(Happening.kind, Happening.at, Happening.until, Happening.came, Happening.went)


def _sittings(read: Connection, meeting: str, roll: list[str]) -> list[Sitting]:
    rows = read.execute(_turns.where(Happening.meeting == meeting).order_by(Happening.at, Happening.id)).all()
    turns = [
        Turn(row.kind, local(row.at), _local(row.until), frozenset(row.came or ()), frozenset(row.went or ()))
        for row in rows
    ]
    starts_at = read.execute(select(Meeting.starts_at).where(Meeting.id == meeting)).scalar_one()
    return sittings(turns, roll) or [Sitting(local(starts_at), roll=frozenset(roll))]


def _ends(read: Connection, meeting: str, held: list[Sitting]) -> tuple[list[dict[str, Came]], Stays]:
    """What everybody's row said at the end of each sitting; and the marks with every stay."""
    marks, ends = Stays(), list[dict[str, Came]]()
    for entry in told(read, REPLAY, f"meeting:{meeting}"):
        ends += [dict(marks) for sitting in held[len(ends) : -1] if sitting.over and local(entry.at) >= sitting.over]
        try:
            REPLAY[entry.kind](marks, entry)
        except (KeyError, TypeError, ValueError):
            continue
    ends += [dict(marks)] * (len(held) - len(ends))
    return ends, marks


def _said(came: Came) -> Said:
    span = (_day(came.leave_from), _day(came.leave_until))
    return Said(came.status, came.reason, came.leave, came.leave_reason, *span)


def _local(moment: datetime | None) -> datetime | None:
    return None if moment is None else local(moment)


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else local_day(moment)
