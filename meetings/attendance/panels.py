"""What waits for a person: invitations to answer (drawn by Home), absences to agree to (`approvals`,
`home.waiting`).
"""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, and_, select
from sqlalchemy.orm import aliased

from app.doors import panel
from app.language import ngettext
from app.policy import Actor
from app.web.asked import asked_once
from app.wire import stamp, stamp_or_none
from meetings.attendance.models import Attendance
from meetings.planning.models import Meeting, Participant


def replies_due(read: Connection, person: str) -> list[RowMapping]:
    """Published meetings this person hasn't answered; the chair and secretaries come without being asked."""
    rows = read.execute(
        select(Meeting.id, Meeting.title, Meeting.starts_at, Meeting.place)
        .join(Attendance, and_(Attendance.meeting == Meeting.id, Attendance.person == person))
        .join(Participant, and_(Participant.meeting == Meeting.id, Participant.person == person))
        .where(
            Meeting.phase == "published",
            Attendance.reply == "",
            Attendance.leave == "",
            Participant.capacity.in_(("member", "guest", "substitute")),
        )
        .order_by(Meeting.starts_at)
    )
    return list(rows.mappings())


@panel("home.waiting")
def leave_waiting(read: Connection, who: Actor, **_named: Any) -> list[dict[str, Any]]:
    """For the chair: absences of a meeting that wait for an answer."""
    asked = leave_asked(read, who)
    return [
        {
            "title": ngettext("%(num)s người báo vắng", "%(num)s người báo vắng", len(entries)),
            "href": "/approvals",
            "icon": "user-minus",
            "due": entries[0]["meeting_title"],
            "tone": "vang",
            "when": entries[0]["due"],
        }
        for _meeting, entries in ((key, list(part)) for key, part in groupby(asked, key=itemgetter("meeting")))
    ]


def _asked(chair: str) -> Select[*tuple[Any, ...]]:
    """The leave that waits for this chair."""
    chairing = aliased(Participant)
    return (
        select(
            Meeting.id,
            Meeting.title,
            Meeting.starts_at,
            Attendance.person,
            Attendance.leave_reason,
            Attendance.leave_from,
            Attendance.leave_until,
            Attendance.leave_asked_at,
            Participant.name,
            Participant.office,
        )
        .join(Attendance, Attendance.meeting == Meeting.id)
        .join(Participant, and_(Participant.meeting == Meeting.id, Participant.person == Attendance.person))
        .join(chairing, and_(chairing.meeting == Meeting.id, chairing.person == chair, chairing.capacity == "chair"))
        .where(Attendance.leave == "asked", Meeting.phase.in_(("published", "in_progress", "paused")))
        .order_by(Meeting.starts_at, Meeting.id, Attendance.leave_asked_at)
    )


@panel("approvals")
@asked_once
def leave_asked(read: Connection, who: Actor, **_named: Any) -> list[dict[str, Any]]:
    """Absences this person, as chair, agrees to or not, with who would come instead."""
    found = list(read.execute(_asked(who.person)).mappings())
    instead = _instead(read, {row["id"] for row in found})
    return [
        {
            "kind": "leave",
            "meeting": row["id"],
            "meeting_title": row["title"],
            "person": row["person"],
            "name": row["name"],
            "office": row["office"],
            "reason": row["leave_reason"],
            "from": stamp_or_none(row["leave_from"]),
            "until": stamp_or_none(row["leave_until"]),
            "asked_at": stamp_or_none(row["leave_asked_at"]),
            "substitute": instead.get((row["id"], row["person"])),
            "due": stamp(row["starts_at"]),
            "url": f"/meetings/{row['id']}",
        }
        for row in found
    ]


def _instead(read: Connection, meetings: set[str]) -> dict[tuple[str, str], str]:
    """(meeting, member) -> the name of who comes in their place."""
    rows = read.execute(
        select(Participant.meeting, Participant.substitutes, Participant.name).where(
            Participant.meeting.in_(meetings), Participant.capacity == "substitute"
        )
    )
    return {(meeting, member): name for meeting, member, name in rows if member}
