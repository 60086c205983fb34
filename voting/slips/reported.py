"""Slips on the pages of meetings: what is not reported yet beside the agenda, the result at its item; and the way from a slip
to a session.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import render_template
from markupsafe import Markup
from sqlalchemy import Connection, RowMapping, select

from app.doors import panel
from app.house import house
from app.people.days import local_day, midnight
from app.policy import Actor
from app.web.dress import day_of
from meetings.planning.models import Meeting
from meetings.planning.rules import UNDER_WAY
from meetings.planning.said import phase
from voting.slips import said
from voting.slips.models import Slip


@panel("builder.side")
def not_reported_yet(read: Connection, who: Actor, *, meeting: Any) -> Markup | None:
    """Beside the agenda that is being built: the results the next session should hear."""
    if who.capacity not in ("chair", "secretary") or meeting["phase"] in ("ended", "cancelled"):
        return None
    own = (Slip.body == meeting["body"], Slip.state.in_(("closed", "summarised")), Slip.item.is_(None))
    rows = read.execute(select(Slip.__table__).where(*own).order_by(Slip.closed_at).limit(20)).mappings().all()
    return Markup(render_template("voting/slips/builder.html", slips=rows, meeting=meeting)) if rows else None


@panel("meeting.item")
def at_its_item(read: Connection, who: Actor, *, meeting: Any, item: Any, **_named: Any) -> Markup | None:
    """The result at the item that reports it, for the body's people."""
    if who.capacity not in ("chair", "secretary", "member"):
        return None
    wanted = select(Slip.__table__).where(Slip.item == item["id"], Slip.state == "summarised")
    row = read.execute(wanted).mappings().first()
    return Markup(render_template("voting/slips/item.html", slip=row, said=said)) if row is not None else None


@panel("slip.desk")
def to_a_session(read: Connection, _who: Actor, *, slip: Any, **_named: Any) -> Markup | None:
    """From the desk's page of a slip that is closed: the session that hears of it, or those that could."""
    if slip["result"] is None:
        return None
    heard = None
    if slip["meeting"]:
        heard = read.execute(select(Meeting.id, Meeting.title).where(Meeting.id == slip["meeting"])).mappings().first()
    now = house().now()
    coming = _coming(read, slip["body"], now)
    choices = [(row["id"], f"{row['title']} · {day_of(row['starts_at'])} · {phase(row, now).word}") for row in coming]
    named = {"slip": slip, "heard": heard, "coming": coming, "choices": choices}
    return Markup(render_template("voting/slips/session.html", **named))


def _coming(read: Connection, body: str, now: datetime) -> list[RowMapping]:
    """The body's sessions whose agenda can still be changed: those to come, the nearest first; then one that was never held on its
    day; last what is under way, which has its agenda.
    """
    order = (Meeting.phase.in_(UNDER_WAY), Meeting.starts_at < midnight(local_day(now)), Meeting.starts_at)
    open_ = (Meeting.body == body, Meeting.phase.in_(("preparing", "published", *UNDER_WAY)))
    wanted = select(Meeting.__table__).where(*open_).order_by(*order)
    return list(read.execute(wanted.limit(20)).mappings())
