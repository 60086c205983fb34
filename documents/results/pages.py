"""The sheet by its address; links to it on the meeting's page and in the history of votes."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy import Connection

from app.doors import panel
from app.house import house
from app.people.days import local
from app.policy import Actor
from app.web.page import page, reading
from app.wire import NotFound
from documents.papers import serving
from documents.results.views import ready_sheets, url_of
from voting.history import said
from voting.history.views import results_of, waits_for

blueprint = Blueprint("results", __name__)


@page(blueprint, "/meetings/<meeting>/votes/<vote>/sheet.pdf", stream="meeting")
def sheet_pdf(_who: Actor, meeting: str, vote: str) -> ResponseReturnValue:
    """The newest one, in the browser; `save` takes it down."""
    with reading() as read:
        row = ready_sheets(read, [vote]).get(vote)
    if row is None or row["meeting"] != meeting:
        raise NotFound()
    name = f"ket-qua-bieu-quyet-{local(row['made_at']):%Y-%m-%d}-{row['version']}.pdf"
    attachment = "save" in request.args
    return serving.send(house().settings, row["sha256"], "application/pdf", name, attachment=attachment)


@panel("vote.line")
def in_the_history(read: Connection, _who: Actor, *, vote: Any, **_named: Any) -> Markup | None:
    """Whoever finds the vote there may have its sheet, being of the meeting."""
    row = ready_sheets(read, [vote["id"]]).get(vote["id"])
    return None if row is None else Markup(render_template("documents/results/link.html", href=url_of(row)))


@panel("meeting.item")
@panel("builder.item")
def of_the_item(read: Connection, who: Actor, *, meeting: Any, item: Any, **_named: Any) -> Markup | None:
    """What was announced on an item, with its sheet."""
    if who.capacity not in ("chair", "secretary", "member", "substitute"):
        return None
    rows = results_of(read, meeting["id"], item["id"])
    if not rows:
        return None
    sheets = {vote: url_of(row) for vote, row in ready_sheets(read, [row["id"] for row in rows]).items()}
    lines = [
        {**row, "word": said.outcome({**row, "waits": waits_for(row)}), "sheet": sheets.get(row["id"])} for row in rows
    ]
    return Markup(render_template("documents/results/item.html", lines=lines, body=meeting["body"]))
