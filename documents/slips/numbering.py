"""For the records clerk: reports that wait for their number, among the slips and at home. No answer is told here."""

from __future__ import annotations

from typing import Any

from flask import render_template
from markupsafe import Markup
from sqlalchemy import Connection, RowMapping, select

from app.doors import panel
from app.language import gettext as _
from app.policy import Actor
from app.web.asked import asked_once
from documents.slips.models import SlipReport
from meetings.planning.shown import at_home, bodies_of
from voting.slips.models import Slip

MOST = 20


@asked_once
def to_number(read: Connection, who: Actor) -> list[RowMapping]:
    """Summarised slips of the bodies whose papers this person registers, the oldest first."""
    bodies = [body["id"] for body in bodies_of(read, who.person, "records_clerk")]
    if not bodies:
        return []
    wanted = (
        select(Slip.id, Slip.body, Slip.title, Slip.summarised_at)
        .outerjoin(SlipReport, SlipReport.slip == Slip.id)
        .where(Slip.body.in_(bodies), Slip.state == "summarised", SlipReport.number.is_(None))
        .order_by(Slip.summarised_at)
    )
    return list(read.execute(wanted.limit(MOST)).mappings())


@panel("slips.list")
def waiting_for_a_number(read: Connection, who: Actor, **_named: Any) -> Markup | None:
    rows = to_number(read, who)
    return Markup(render_template("documents/slips/numbering.html", rows=rows)) if rows else None


@panel("home.waiting")
def numbering_at_home(read: Connection, who: Actor, **_named: Any) -> list[dict[str, Any]]:
    return [
        at_home(
            _("Cấp số báo cáo tổng hợp: %(title)s", title=row["title"]),
            "/slips#cap-so",
            "list-checks",
            row["summarised_at"].isoformat(),
        )
        for row in to_number(read, who)
    ]
