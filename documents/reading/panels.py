"""What reading puts on every page: whoever is in a meeting that goes on is called back to it, wherever they are."""

from __future__ import annotations

from typing import Any

from flask import render_template
from markupsafe import Markup
from sqlalchemy import Connection

from app.doors import panel
from app.house import house
from app.policy import Actor
from documents.reading.called import running
from meetings.planning.rules import OPEN


@panel("site.calls")
def calls(read: Connection, who: Actor, *, meeting: Any = None, **_named: Any) -> Markup | None:
    """To the meeting one is checked in to; on a meeting's own pages to that, for whoever may be there."""
    stands = running(read, who.person, house().now()) if who.person else None
    if stands is None and meeting and who.scopes and meeting["phase"] in OPEN:
        stands = meeting["id"]
    return Markup(render_template("documents/reading/calls.html", stands=stands)) if stands else None
