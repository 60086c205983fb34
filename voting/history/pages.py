"""The votes of a body: looked through by words, days, kind and outcome; taken along as a table or as JSON."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, RowMapping, select

from app import sheets
from app.doors import panel
from app.house import house
from app.language import gettext as _
from app.language import pgettext as _p
from app.people.days import local_day
from app.people.models import Body
from app.policy import Actor
from app.web.page import page, reading, render
from app.web.places import Place
from app.wire import NotFound
from meetings.planning.shown import bodies_of
from voting.history import exporting, rules, said, views
from voting.history.models import VoteRecord

blueprint = Blueprint("history", __name__)


@panel("site.places")
def place(read: Connection, who: Actor) -> list[Place]:
    """Those who vote, and the desk."""
    own = [body for body in bodies_of(read, who.person) if not READERS.isdisjoint(body["capacities"])]
    return [Place("votes", f"/bodies/{own[0]['id']}/votes", _p("rules", "Biểu quyết"), "scales", 65)] if own else []


READERS = frozenset({"chair", "secretary", "deputy", "member"})


def _asked() -> rules.Wanted:
    return rules.wanted(request.args)


def _body(read: Connection, body: str) -> RowMapping:
    columns = (Body.id, Body.name, Body.short_name)
    return read.execute(select(*columns).where(Body.id == body)).mappings().one()


@page(blueprint, "/bodies/<body>/votes", stream="body")
def votes(who: Actor, body: str) -> ResponseReturnValue:
    """A page of them, the newest first."""
    asked = _asked()
    with reading() as read:
        which = views.found(who, body, asked)
        total = views.count(read, which)
        here, pages = rules.page_of(request.args.get("page", ""), total)
        rows = views.lines(read, which, rules.PAGE, (here - 1) * rules.PAGE)
        named = _body(read, body)
        bodies = [row for row in bodies_of(read, who.person) if not READERS.isdisjoint(row["capacities"])]
    query = rules.as_query(asked)
    return render(
        "voting/history.html",
        who,
        body=named,
        bodies=bodies,
        asked=asked,
        given=query,
        query=urlencode(query),
        total=total,
        here=here,
        pages=pages,
        lines=[views.shown_line(row, who.language) for row in rows],
        said=said,
        outcomes=said.outcomes(),
    )


@page(blueprint, "/bodies/<body>/votes/<vote>", stream="body")
def vote(who: Actor, body: str, vote: str) -> ResponseReturnValue:
    """One result whole, with its rule and its roll; the way back is to what was looked for."""
    with reading() as read:
        rows = views.lines(read, views.found(who, body, rules.Wanted()) & (VoteRecord.id == vote), 1)
        if not rows:
            raise NotFound()
        line = {
            **views.shown_line(rows[0], who.language),
            "roll_hash": rows[0]["roll_hash"],
        }
        roll = views.rolls(read, [vote]).get(vote, [])
        named = _body(read, body)
    back = rules.as_query(_asked()) | ({"page": given} if (given := request.args.get("page", "")).isdecimal() else {})
    lines = [(row, *said.roll_line(row, line)) for row in roll]
    return render("voting/result.html", who, body=named, line=line, roll=lines, said=said, back=urlencode(back))


@page(blueprint, "/bodies/<body>/votes.xlsx", stream="body")
def table(who: Actor, body: str) -> ResponseReturnValue:
    """A line a vote, nobody named."""
    with reading() as read:
        rows, left_out = exporting.chosen_lines(read, views.found(who, body, _asked()))
    headings = exporting.headings()
    listed = [exporting.table_row(row, who.language) for row in rows]
    if left_out:
        note = _("Còn %(n)s biểu quyết cũ hơn. Hãy chọn khoảng ngày ngắn hơn.", n=left_out)
        listed.append([note, *[""] * (len(headings) - 1)])
    made = sheets.workbook(_("Kết quả biểu quyết"), headings, listed)
    return _file(Response(made, mimetype=sheets.SPREADSHEET), "xlsx")


@page(blueprint, "/bodies/<body>/votes.json", stream="body", endpoint="data")
def data(who: Actor, body: str) -> ResponseReturnValue:
    """For other programs; with names and choices where the vote was by name."""
    asked = _asked()
    with reading() as read:
        rows, left_out = exporting.chosen_lines(read, views.found(who, body, asked))
        rolls = views.rolls(read, [row["id"] for row in rows if row["by_name"] and not row["secret"]])
        named = _body(read, body)
    told: list[dict[str, Any]] = [exporting.vote_of(row, rolls.get(row["id"], [])) for row in rows]
    made = exporting.document(named, rules.as_query(asked), told, left_out, house().now())
    return _file(jsonify(made), "json")


def _file(answer: Response, ending: str) -> Response:
    day = local_day(house().now()).isoformat()
    answer.headers.set("Content-Disposition", "attachment", filename=f"bieu-quyet-{day}.{ending}")
    answer.headers["Cache-Control"] = "no-store"
    return answer
