"""What the minutes add to the pages of others: a tab, a button, and what waits for somebody."""

from __future__ import annotations

from typing import Any

from flask import render_template
from markupsafe import Markup
from sqlalchemy import Connection, select

from app.doors import panel
from app.language import gettext as _
from app.policy import Actor
from app.wire import stamp
from documents.official.models import Minutes
from meetings.planning.models import Meeting, Participant
from meetings.planning.shown import at_home


@panel("meeting.tabs")
def tab(_read: Connection, who: Actor, *, meeting: Any) -> list[dict[str, Any]]:
    """The minutes, on the secretary's page of a meeting that is over."""
    if meeting["phase"] != "ended" or who.capacity not in ("chair", "secretary"):
        return []
    return [{"href": f"/meetings/{meeting['id']}/minutes", "label": _("Biên bản"), "name": "minutes"}]


@panel("meeting.actions")
def button(read: Connection, who: Actor, *, meeting: Any) -> Markup | None:
    """For members, once approved."""
    if meeting["phase"] != "ended" or who.capacity not in ("chair", "member", "substitute"):
        return None
    state = read.execute(select(Minutes.state).where(Minutes.meeting == meeting["id"])).scalar()
    if state is None or (state != "approved" and who.capacity != "chair"):
        return None
    return Markup(render_template("documents/official/button.html", meeting=meeting))


WAITING = {"submitted": "chair", "returned": "secretary"}


@panel("home.waiting")
def waiting(read: Connection, who: Actor, **_named: Any) -> list[dict[str, Any]]:
    """Minutes to approve (the chair) or to correct (the secretary). Found by their state: the person, as an expression,
    keeps the database from reading every meeting of theirs."""
    wanted = (
        select(Minutes.meeting, Minutes.state, Minutes.submitted_at, Meeting.title, Participant.capacity)
        .join(Meeting, Meeting.id == Minutes.meeting)
        .join(Participant, Participant.meeting == Minutes.meeting)
        .where(Participant.person + "" == who.person, Minutes.state.in_(WAITING))
    )
    return [
        at_home(
            _("Duyệt biên bản: %(title)s", title=row.title)
            if row.state == "submitted"
            else _("Biên bản được trả lại: %(title)s", title=row.title),
            f"/meetings/{row.meeting}/minutes",
            "file-text",
            stamp(row.submitted_at),
        )
        for row in read.execute(wanted)
        if WAITING[row.state] == row.capacity
    ]
