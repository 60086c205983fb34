"""Consent items on the meeting's pages: a member's three answers under the item; how it stands, for the desk."""

from __future__ import annotations

from typing import Any

from flask import render_template
from markupsafe import Markup
from sqlalchemy import Connection

from app.doors import panel
from app.policy import Actor
from voting.consent import rules
from voting.consent.views import marks_of


@panel("meeting.item")
def my_word(read: Connection, who: Actor, *, meeting: Any, item: Any, **_named: Any) -> Markup | None:
    """What a member of the body says of it before it is decided; the chair is one, and sees how it stands."""
    if item["vote_kind"] != "consent" or "on_roll" not in who.marks:
        return None
    marks = [row for row in marks_of(read, meeting["id"]) if row["item"] == item["id"]]
    mine = next((row["mark"] for row in marks if row["person"] == who.person), None)
    matter = rules.Matter(item["id"], item["vote_kind"], item["state"])
    named = {"mine": mine, "open": rules.may_mark(meeting["phase"], matter), "meeting": meeting, "item": item}
    stands = rules.tally(row["mark"] for row in marks) if who.capacity == "chair" else None
    return Markup(render_template("voting/consent/item.html", stands=stands, **named))


@panel("builder.item")
def how_it_stands(read: Connection, _who: Actor, *, meeting: Any, item: Any, **_named: Any) -> Markup | None:
    """On the secretary's page: how many said what."""
    if item["vote_kind"] != "consent" or not meeting["published_at"]:
        return None
    marks = [row["mark"] for row in marks_of(read, meeting["id"]) if row["item"] == item["id"]]
    return Markup(render_template("voting/consent/stands.html", stands=rules.tally(marks)))
