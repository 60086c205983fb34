"""Attendance as each scope sees it, the meeting's presence figures, and replies and leave of which reasons are
the desk's to read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, bindparam, case, func, select

from app.presence import Expected, watched
from app.views import Form, collection, figures
from app.wire import stamp_or_none
from meetings import scopes
from meetings.attendance.models import Attendance, Site
from meetings.attendance.rules import HERE
from meetings.planning.models import Participant


class Presence(NamedTuple):
    """A meeting's members (all on the roll), how many of them are here, online included, and how many of these online."""

    members: int = 0
    present: int = 0
    online: int = 0


_counts = (
    select(Attendance.meeting, Attendance.status, func.count())
    .where(Attendance.meeting.in_(bindparam("meetings", expanding=True)), Attendance.on_roll.is_(True))
    .group_by(Attendance.meeting, Attendance.status)
)


def presence(read: Connection, meetings: Sequence[str]) -> dict[str, Presence]:
    """Counted from one index: guests and substitutes never count."""
    found: dict[str, Presence] = {}
    for meeting, status, count in read.execute(_counts, {"meetings": list(meetings)}):
        before = found.get(meeting, Presence())
        here, far = (count if status in HERE else 0), (count if status == "online" else 0)
        found[meeting] = Presence(before.members + count, before.present + here, before.online + far)
    return found


_here = select(Attendance.person, Attendance.marked_by).where(
    Attendance.meeting == bindparam("meeting"), Attendance.status.in_(HERE)
)


@watched("meeting")
def expected(read: Connection, subject: str) -> Expected:
    """Whoever is here: whether they still have a device the desk is told."""
    rows = read.execute(_here, {"meeting": subject})
    return {row.person: row.marked_by in (None, row.person) for row in rows}


@figures("meeting")
def present(read: Connection, subject: str, _scopes: frozenset[str]) -> dict[str, Any]:
    """How many members are here: the live figure."""
    return {"present": presence(read, [subject]).get(subject, Presence()).present}


@collection("attendance", Attendance, kind="meeting", within="meeting")
def attendance_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """Keyed by person. Why somebody is away, and who has marked them, is told to the desk only."""
    published = scopes.published(read, (row["meeting"] for row in rows))
    for row in rows:
        shown = {"status": row["status"], "at": stamp_or_none(row["at"])}
        desk = {
            **shown,
            "arrived_at": stamp_or_none(row["arrived_at"]),
            "left_at": stamp_or_none(row["left_at"]),
            "reason": row["reason"],
            "marked_by": row["marked_by"],
            "reply": row["reply"],
            "leave": row["leave"],
            "leave_reason": row["leave_reason"],
            "leave_from": stamp_or_none(row["leave_from"]),
            "leave_until": stamp_or_none(row["leave_until"]),
            "leave_note": row["leave_note"],
        }
        for scope in scopes.shared(row["meeting"], published):
            yield Form(row["id"], scope, row["person"], desk if scope == "desk" else shown)


@collection("my_reply", Attendance, kind="meeting", within="meeting")
def reply_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """What a person has answered, asked and been told; nothing until they have."""
    rows = [row for row in rows if row["reply"] or row["leave"]]
    published = scopes.published(read, {row["meeting"] for row in rows}) if rows else set()
    substitutes = _substitutes(read, rows)
    for row in rows:
        if row["meeting"] in published:
            form = {
                "reply": row["reply"],
                "leave": row["leave"],
                "reason": row["leave_reason"],
                "from": stamp_or_none(row["leave_from"]),
                "until": stamp_or_none(row["leave_until"]),
                "note": row["leave_note"],
                "substitute": substitutes.get((row["meeting"], row["person"])),
            }
            yield Form(row["id"], f"person:{row['person']}", row["person"], form)


def _substitutes(read: Connection, rows: Sequence[RowMapping]) -> dict[tuple[str, str], str]:
    """(meeting, member) -> who goes for them."""
    meetings = {row["meeting"] for row in rows}
    if not meetings:
        return {}
    found = read.execute(
        select(Participant.meeting, Participant.substitutes, Participant.person).where(
            Participant.meeting.in_(meetings), Participant.capacity == "substitute"
        )
    )
    return {(meeting, member): person for meeting, member, person in found if member}


@collection("sites", Site, kind="meeting", within="meeting")
def site_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """Places from which people take part: how many are expected there, how many have come, members apart (the share in the
    quorum). The way into its video room is for people, not for screens.
    """
    published = scopes.published(read, {row["meeting"] for row in rows})
    ids = [row["id"] for row in rows]
    members = func.sum(case((Participant.on_roll.is_(True), 1), else_=0))
    places = select(Participant.site, func.count(), members).where(Participant.site.in_(ids)).group_by(Participant.site)
    expected = {site: (all_, own) for site, all_, own in read.execute(places)}
    came = (
        select(Attendance.site, func.count(), func.sum(case((Attendance.on_roll.is_(True), 1), else_=0)))
        .where(Attendance.site.in_(ids), Attendance.status.in_(HERE))
        .group_by(Attendance.site)
    )
    here = {site: (all_, own) for site, all_, own in read.execute(came)}
    for row in rows:
        form = {
            "name": row["name"],
            "present": here.get(row["id"], (0, 0))[0],
            "expected": expected.get(row["id"], (0, 0))[0],
            "members": expected.get(row["id"], (0, 0))[1],
            "members_present": here.get(row["id"], (0, 0))[1],
        }
        for scope in scopes.shared(row["meeting"], published):
            more = {} if scope == "hall" else {"video": row["video"]}
            more |= {"screen": row["screen"]} if scope in ("desk", "hall") else {}
            yield Form(row["id"], scope, row["id"], {**form, **more})
