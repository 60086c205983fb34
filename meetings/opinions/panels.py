"""Written opinions on the meeting's page: below each item, with what became of one's own."""

from __future__ import annotations

from typing import Any

from flask import render_template
from markupsafe import Markup
from sqlalchemy import Connection

from app.doors import panel
from app.policy import Actor
from meetings.opinions import rules
from meetings.opinions.views import own_of


@panel("meeting.item")
def on_the_page(read: Connection, who: Actor, *, meeting: Any, item: Any, **_named: Any) -> Markup | None:
    """Those who take part write here before the meeting, too; who will read it is said beforehand."""
    if who.capacity not in ("member", "substitute", "guest", "chair"):
        return None
    mine = [row for row in own_of(read, meeting["id"], who.person) if row["item"] == item["id"]]
    open_ = rules.may_write(meeting["phase"])
    if not mine and not open_:
        return None
    shared = (meeting["vote_rules"] or {}).get("opinions") == "members"
    named = {"meeting": meeting, "item": item, "mine": mine, "open": open_, "shared": shared, "me": who}
    return Markup(render_template("meetings/opinions/item.html", **named))
