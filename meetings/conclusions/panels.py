"""Conclusions that wait for the chair: in the approval inbox, and at Home."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, RowMapping, and_, select

from app.doors import panel
from app.language import gettext as _
from app.language import ngettext
from app.policy import Actor
from app.web.asked import asked_once
from app.wire import stamp
from meetings.conclusions.models import Conclusion
from meetings.planning.models import Meeting, Participant


def submitted_to(read: Connection, person: str) -> list[RowMapping]:
    """Submitted conclusions of the meetings this person chairs, oldest meeting first."""
    wanted = (
        select(
            Conclusion.id,
            Conclusion.text,
            Conclusion.due,
            Conclusion.meeting,
            Meeting.title.label("meeting_title"),
            Meeting.starts_at,
        )
        .join(Meeting, Meeting.id == Conclusion.meeting)
        .join(
            Participant,
            and_(
                Participant.meeting == Meeting.id,
                Participant.person == person,
                Participant.capacity == "chair",
            ),
        )
        .where(Conclusion.state == "submitted", Meeting.phase.in_(("in_progress", "paused", "ended")))
        .order_by(Meeting.starts_at, Conclusion.item, Conclusion.order, Conclusion.id)
    )
    return list(read.execute(wanted).mappings())


@panel("approvals")
@asked_once
def to_approve(read: Connection, who: Actor, **_named: Any) -> list[dict[str, Any]]:
    return [
        {
            "kind": "conclusion",
            "id": row["id"],
            "title": _("Kết luận"),
            "text": row["text"],
            "meeting_title": row["meeting_title"],
            "icon": "flag-checkered",
            "stream": f"meeting:{row['meeting']}",
            "command": "conclusion.approve",
            "return_command": "conclusion.return",
            "args": {"conclusion": row["id"]},
            "due": stamp(row["starts_at"]),
        }
        for row in submitted_to(read, who.person)
    ]


@panel("home.waiting")
def at_home(read: Connection, who: Actor, **_named: Any) -> list[dict[str, Any]]:
    by_meeting: dict[str, list[RowMapping]] = {}
    for row in submitted_to(read, who.person):
        by_meeting.setdefault(row["meeting"], []).append(row)
    return [
        {
            "title": ngettext("Duyệt %(num)s kết luận", "Duyệt %(num)s kết luận", len(rows)),
            "href": "/approvals",
            "icon": "flag-checkered",
            "due": rows[0]["meeting_title"],
            "tone": "",
            "when": rows[0]["starts_at"].isoformat(),
        }
        for rows in by_meeting.values()
    ]
