"""Who took part, for the minutes: of the meeting as a whole, and of each of its days where there were several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from app.people.days import local, local_day
from documents.official import values_rules as values
from meetings.attendance.comings import DayTold, days
from meetings.attendance.models import Attendance
from meetings.attendance.rules import HERE


def days_held(read: Connection, meeting: str) -> list[DayTold]:
    """Of a meeting that was adjourned to another day, its days; else none: everything is said of the meeting then."""
    found = days(read, meeting)
    return found if len(found) > 1 else []


def attendees(
    read: Connection, meeting: RowMapping, people: Sequence[RowMapping], held: Sequence[DayTold]
) -> tuple[values.Attendee, ...]:
    """In the order in which minutes list them."""
    rows = {
        row["person"]: row
        for row in read.execute(select(Attendance.__table__).where(Attendance.meeting == meeting["id"])).mappings()
    }
    names = {row["person"]: row["name"] for row in people}
    substitutes = {row["substitutes"]: row["name"] for row in people if row["substitutes"]}
    return tuple(
        replace(
            _attendee(meeting, row, rows.get(row["person"], {}), names, substitutes),
            days=tuple(_on(row, rows.get(row["person"], {}), told) for told in held if row["person"] in told.people),
        )
        for row in sorted(people, key=lambda row: (_RANK.get(row["former"] or row["capacity"], 9), row["order"]))
    )


_RANK = {"chair": 0, "member": 1, "secretary": 2, "substitute": 3, "guest": 4}


def _attendee(
    meeting: RowMapping,
    row: RowMapping,
    came: Mapping[str, Any] | RowMapping,
    names: Mapping[str, str],
    substitutes: Mapping[str, str],
) -> values.Attendee:
    status = came.get("status", "expected")
    here = _at_desk(row, came) or status in HERE or (status == "left" and came.get("arrived_at") is not None)
    arrived, left = came.get("arrived_at"), came.get("left_at")
    expected = row["joined_at"] or meeting["started_at"]
    late = arrived if here and arrived and arrived > expected else None
    early = left if status == "left" and left and left < meeting["ended_at"] else None
    return values.Attendee(
        name=row["name"],
        office=row["office"],
        capacity=row["former"] or row["capacity"],
        on_roll=row["on_roll"],
        here=here,
        online=status == "online",
        reason=(came.get("leave_reason") or came.get("reason") or "") if not here else "",
        substitute=substitutes.get(row["person"], ""),
        for_name=names.get(row["substitutes"] or "", ""),
        arrived_late=_minute_later(expected, late),
        left_early=local(early) if early else None,
        since=local_day(row["joined_at"]) if row["joined_at"] and row["on_roll"] else None,
        former_since=local_day(row["former_at"]) if row["former"] else None,
    )


def _on(row: RowMapping, came: Mapping[str, Any] | RowMapping, told: DayTold) -> values.OnDay:
    """One day of several. Who was here when it was adjourned did not leave early."""
    sitting, day = told.sitting, told.people[row["person"]]
    here = bool(day.stays) or _at_desk(row, came)
    return values.OnDay(
        day=sitting.day,
        on_roll=row["person"] in sitting.roll,
        here=here,
        online=day.status == "online",
        reason="" if here else day.reason,
        arrived_late=_minute_later(sitting.begin, day.stays[0][0] if day.stays else None),
        left_early=day.stays[-1][1] if day.stays and day.status == "left" else None,
    )


def _at_desk(row: RowMapping, came: Mapping[str, Any] | RowMapping) -> bool:
    """A secretary keeps these minutes: the roll call is of the others, and nobody marks them unless they are away.
    The end of earlier meetings has "absent" for them, marked by nobody; what is kept of those isn't changed."""
    unmarked = came.get("status", "expected") in ("expected", "absent") and came.get("marked_by") is None
    return (
        (row["former"] or row["capacity"]) == "secretary" and not row["on_roll"] and unmarked and not came.get("leave")
    )


def _minute_later(start: datetime, late: datetime | None) -> datetime | None:
    """Arrivals within the minute of the start are not late."""
    return local(late) if late and (late - start).total_seconds() >= 60 else None
