"""What reading puts on every page: whoever is in a meeting that goes on is called back to it, wherever they are."""

from __future__ import annotations

from typing import Any

from flask import render_template
from markupsafe import Markup
from sqlalchemy import Connection

from app.doors import panel
from app.house import house
from app.policy import Actor
from documents.reading.called import Stands, running
from meetings.planning.rules import OPEN


@panel("site.calls")
def calls(read: Connection, who: Actor, *, meeting: Any = None, **_named: Any) -> Markup | None:
    """To the meeting one is checked in to; on a meeting's own pages to that, for whoever may be there; else to the one whose desk one
    keeps.
    """
    mine = running(read, who.person, house().now()) if who.person else Stands()
    own = meeting["id"] if meeting and who.scopes and meeting["phase"] in OPEN else None
    stands = mine.here or own or mine.desk
    return Markup(render_template("documents/reading/calls.html", stands=stands)) if stands else None
