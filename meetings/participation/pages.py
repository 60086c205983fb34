"""Who has not been heard (for the desk of a body), and one's own speeches (for everybody)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, RowMapping, select

from app import sheets
from app.database import new_id
from app.doors import panel
from app.house import house
from app.language import gettext as _
from app.people.days import local_day
from app.people.models import Body, UnitAdministrator
from app.people.views import roll
from app.policy import Actor
from app.web.page import page, reading, render
from app.web.places import Place
from app.wire import NotAllowed, NotFound
from meetings.participation import rules
from meetings.participation.views import finished_meetings, lines_of, sites_of, speeches_by
from meetings.planning.shown import bodies_of

blueprint = Blueprint("participation", __name__)

ONCE_IN = 1800
"""Opening it again within half an hour is one opening in the journal."""


@panel("site.places")
def place(read: Connection, who: Actor) -> list[Place]:
    """The desk of a body finds its figures here; everybody else their own."""
    bodies = bodies_of(read, who.person)
    led = [body for body in bodies if _leads(body["capacities"])]
    if led:
        href = f"/bodies/{led[0]['id']}/participation"
        return [Place("participation", href, _("Thống kê"), "chart-bar", 60)]
    if any(_speaks(body) for body in bodies):
        return [Place("participation", "/participation/mine", _("Phát biểu"), "chart-bar", 60)]
    return []


def _leads(capacities: Sequence[str]) -> bool:
    return not {"chair", "secretary"}.isdisjoint(capacities)


@page(blueprint, "/bodies/<body>/participation", stream="body")
def participation(who: Actor, body: str) -> ResponseReturnValue:
    """The matrix of people and meetings, by name for the chair and secretaries; totals for the unit's administrator."""
    now = house().now()
    _journal_opening(who, body, once=f"participation-{who.person}-{body}-{int(now.timestamp()) // ONCE_IN}")
    span = _span()
    with reading() as read:
        named = read.execute(select(Body.id, Body.name, Body.short_name).where(Body.id == body)).mappings().one()
        meetings, members, lines = _lines(read, body, span)
        bodies = _led_bodies(read, who)
        by_name = not who.marks.isdisjoint({"chair", "secretary"})
        sites = sites_of(read, [row["id"] for row in meetings]) if by_name else {}
    return render(
        "meetings/participation/participation.html",
        who,
        body=named,
        bodies=bodies,
        meetings=meetings,
        span=span,
        spans=rules.SPANS,
        enough=rules.enough(len(meetings)),
        by_name=by_name,
        sums=_sums(lines, meetings, {row["person"]: row for row in members}),
        rows=_rows(lines, {row["person"]: row for row in members}) if by_name else [],
        places=rules.by_place(lines, sites) if sites else [],
        longest=max((mark.seconds for line in lines for mark in line.marks), default=0),
        most=max((line.seconds for line in lines), default=0),
        diameter=rules.diameter,
    )


def _lines(read: Connection, body: str, span: int) -> tuple[list[RowMapping], list[RowMapping], list[rules.Line]]:
    """The meetings that count, the members but the chair, and a line for each of them."""
    meetings = finished_meetings(read, body, span, house().now())
    members = [row for row in roll(read, body, _today()) if "chair" not in row["capacities"]]
    return meetings, members, lines_of(read, [row["id"] for row in meetings], [row["person"] for row in members])


@page(blueprint, "/bodies/<body>/participation.xlsx", stream="body")
def export(who: Actor, body: str) -> ResponseReturnValue:
    """The same meetings in figures, nobody named: a table for the office. Every export is in the journal."""
    with reading() as read:
        meetings, _members, lines = _lines(read, body, _span())
    if not rules.enough(len(meetings)):
        raise NotFound()
    _journal_opening(who, body, once=f"participation-export-{new_id()}", export=True)
    sums = [rules.sum_of([line.marks[place] for line in lines]) for place in range(len(meetings))]
    rows = [_figures(meeting, one) for meeting, one in zip(meetings, sums, strict=True)]
    answer = Response(sheets.workbook(_("Phát biểu theo phiên"), _headings(), rows), mimetype=sheets.SPREADSHEET)
    answer.headers.set("Content-Disposition", "attachment", filename=f"phat-bieu-{_today().isoformat()}.xlsx")
    return answer


def _headings() -> list[str]:
    return [
        _("Ngày"),
        _("Phiên họp"),
        _("Thành viên"),
        _("Dự họp"),
        _("Có phát biểu"),
        _("Số phút phát biểu"),
        _("Đăng ký, chưa được mời"),
        _("Dự, không nói"),
    ]


def _figures(meeting: RowMapping, one: rules.Sum) -> list[sheets.Cell]:
    figures = (one.members, one.attended, one.spoke, round(one.seconds / 60), one.not_called, one.silent)
    return [local_day(meeting["starts_at"]), meeting["title"], *figures]


def _today() -> date:
    return local_day(house().now())


def _span() -> int:
    wanted = request.args.get("sessions", "")
    return int(wanted) if wanted in {str(span) for span in rules.SPANS} else rules.SPANS[0]


def _journal_opening(who: Actor, body: str, *, once: str, export: bool = False) -> None:
    """The figures are shown only after this is in the journal."""
    args = {"export": True} if export else {}
    done = house().execute_internal(
        "participation.open", f"body:{body}", args, person=who.person, id=once, language=who.language
    )
    if not done.ok:
        raise NotAllowed((done.error or {}).get("message", ""))


def _led_bodies(read: Connection, who: Actor) -> list[dict[str, Any]]:
    """Other bodies whose figures this person may open."""
    led = {row["id"]: dict(row) for row in bodies_of(read, who.person) if _leads(row["capacities"])}
    administered = (
        select(Body.id, Body.name, Body.short_name)
        .join(UnitAdministrator, UnitAdministrator.unit == Body.unit)
        .where(UnitAdministrator.person == who.person)
        .order_by(Body.name)
    )
    for row in read.execute(administered).mappings():
        led.setdefault(row["id"], dict(row))
    return list(led.values())


def _sums(lines: list[rules.Line], meetings: Sequence[RowMapping], people: dict[str, RowMapping]) -> dict[str, Any]:
    """The three sentences above the matrix."""
    silent = [line for line in rules.least_heard_first(lines) if rules.never_heard(line)]
    asked, places = rules.not_called(lines)
    return {
        "never": len(silent),
        "never_names": [people[line.person]["name"] for line in silent],
        "half": len(rules.over_half(lines)),
        "asked": asked,
        "asked_days": [meetings[place]["starts_at"] for place in places],
        "people": len(lines),
    }


def _rows(lines: list[rules.Line], people: dict[str, RowMapping]) -> list[dict[str, Any]]:
    return [
        {
            "line": line,
            "name": people[line.person]["name"],
            "office": people[line.person]["office"] or people[line.person]["person_office"],
            "look": "im" if rules.never_heard(line) else "it" if rules.hardly_heard(line) else "",
            "enough": rules.enough(line.attended),
        }
        for line in rules.least_heard_first(lines)
    ]


@page(blueprint, "/participation/mine")
def mine(who: Actor) -> ResponseReturnValue:
    """One's own meetings and speeches in each body, beside the body's median: nobody else's name or line."""
    with reading() as read:
        figures = [_own(read, who.person, body) for body in bodies_of(read, who.person) if _speaks(body)]
    return render("meetings/participation/mine.html", who, figures=figures, diameter=rules.diameter)


def _speaks(body: RowMapping) -> bool:
    return not {"member", "chair", "deputy"}.isdisjoint(body["capacities"])


def _own(read: Connection, person: str, body: RowMapping) -> dict[str, Any]:
    meetings = finished_meetings(read, body["id"], rules.RECENT, house().now())
    ids = [row["id"] for row in meetings]
    members = [row["person"] for row in roll(read, body["id"], _today())]
    lines = lines_of(read, ids, members)
    own = next((line for line in lines if line.person == person), rules.Line(person, ()))
    attending = [line for line in lines if line.attended]
    shown = len(attending) >= rules.FEWEST_FOR_MEDIAN
    return {
        "body": body,
        "meetings": meetings,
        "enough": rules.enough(len(meetings)),
        "line": own,
        "median_seconds": rules.median(line.seconds for line in attending) if shown else None,
        "median_spoken": rules.median(line.spoken for line in attending) if shown else None,
        "speeches": speeches_by(read, ids, person),
        "longest": max((mark.seconds for mark in own.marks), default=0),
    }
