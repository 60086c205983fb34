"""What reading puts on the pages of meetings: who is there while the meeting goes on is called back to the room."""

from __future__ import annotations

from typing import Any

from flask import render_template
from markupsafe import Markup
from sqlalchemy import Connection

from app.doors import panel
from app.policy import Actor
from meetings.planning.rules import OPEN


@panel("meeting.calls")
def calls(read: Connection, who: Actor, *, meeting: Any, **_named: Any) -> Markup | None:
    """Being called, an opened vote and the like, over the meeting's own page."""
    if meeting["phase"] not in OPEN or not who.scopes:
        return None
    return Markup(render_template("documents/reading/calls.html", meeting=meeting))
