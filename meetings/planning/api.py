"""`GET /api/meetings?from=&to=&body=`: the meetings I may see, newest first (wire.md)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy import RowMapping

from app.language import gettext as _
from app.people.days import zone
from app.policy import Actor
from app.web.api import as_json
from app.web.page import page, reading
from app.wire import Invalid, stamp, stamp_or_none
from meetings.planning.views import meetings_of

blueprint = Blueprint("meetings_api", __name__, url_prefix="/api")


@page(blueprint, "/meetings")
def meetings(who: Actor) -> ResponseReturnValue:
    """Days (2026-11-24, `to` included) or moments (ISO 8601, `to` excluded)."""
    since, until = _moment("from"), _moment("to", end=True)
    with reading() as read:
        rows = meetings_of(read, who.person, since=since, until=until, body=request.args.get("body") or None)
    return as_json({"meetings": [as_listed(row) for row in rows]})


def as_listed(row: RowMapping) -> dict[str, Any]:
    """A meeting in a list: what everybody sees of it, and one's own part."""
    found: dict[str, Any] = {
        key: row[key]
        for key in (
            "id",
            "title",
            "body",
            "body_name",
            "kind",
            "phase",
            "place",
            "minutes",
            "capacity",
            "reply",
            "leave",
        )
    }
    return {**found, "starts_at": stamp(row["starts_at"]), "until": stamp_or_none(row["until"])}


def _moment(name: str, *, end: bool = False) -> datetime | None:
    text = request.args.get(name)
    if not text:
        return None
    try:
        if len(text) == 10:
            day = date.fromisoformat(text) + timedelta(days=1 if end else 0)
            return datetime.combine(day, time(), zone()).astimezone(UTC)
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid({name: _("Giá trị không hợp lệ.")}) from None
