"""The reader, and one's own notes for it and for the room."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, func, select

from app.house import house
from app.language import gettext as _
from app.policy import Actor
from app.web import headers
from app.web.api import as_json
from app.web.page import page, reading, render
from app.wire import NotFound
from documents.papers import access, said, views
from documents.reading.called import called
from documents.reading.views import marks_of, notes_of
from meetings.agenda.models import Item
from meetings.planning.models import Meeting
from meetings.planning.rules import OPEN

blueprint = Blueprint("reading", __name__)


@page(blueprint, "/read/<paper>")
def reader(who: Actor, paper: str) -> ResponseReturnValue:
    """The reader, at the version asked for or the newest that this person may see."""
    number = request.args.get("version", type=int)
    with reading() as read:
        opened = _open(read, who, paper, number)
        values = _values(read, who, opened)
    embedded = request.args.get("embedded") == "1"
    dark = values["meeting"].dark and values["shown"]["live"]
    response = render("documents/reading/reader.html", who, embedded=embedded, dark_hall=dark, **values)
    response.headers["Content-Security-Policy"] = headers.WITH_WASM
    return response


def _open(read: Connection, who: Actor, paper: str, number: int | None) -> access.Opened:
    """The version asked for; where that was recalled, the paper itself, to say so."""
    try:
        return access.open_paper(read, who.person, paper, number)
    except NotFound:
        if number is None:
            raise
        return access.open_paper(read, who.person, paper)


def _values(read: Connection, who: Actor, opened: access.Opened) -> dict[str, Any]:
    paper, version = opened.paper, opened.version
    meeting = read.execute(
        select(Meeting.id, Meeting.title, Meeting.phase, Meeting.dark).where(Meeting.id == paper["meeting"])
    ).one()
    title = paper["title"] if version and version["version"] == paper["version"] else paper["published_title"]
    shown: dict[str, Any] = {
        "paper": paper["id"],
        "stream": f"meeting:{paper['meeting']}",
        "title": title or paper["title"],
        "subtitle": _subtitle(read, opened),
        "recalled": version is None,
        "back": _back(opened, meeting.phase),
        "live": bool(opened.standing.scopes) and meeting.phase in OPEN,
    }
    if version is not None:
        mark = marks_of(read, who.person, [paper["id"]]).get(paper["id"])
        newest = _newest(opened)
        shown |= {
            "version": version["version"],
            "newest": newest if newest > version["version"] else None,
            "pages": version["pages"],
            "conversion": version["conversion"],
            "url": views.url_of(paper["id"], version["version"]),
            "start": mark["page"] if mark is not None and mark["version"] == version["version"] else 1,
            "name": version["name"],
            "size": said.size(version["size"]),
            "trouble": said.trouble(version["trouble"]) if version["trouble"] else "",
            "warning": said.warning(version["warning"]),
            "may_note": bool(opened.standing.scopes),
            "notes": notes_of(read, who.person, paper=paper["id"]),
        }
    return {"shown": shown, "meeting": meeting}


def _newest(opened: access.Opened) -> int:
    if opened.desk or "approver" in opened.standing.marks:
        return int(opened.paper["version"])
    return int(opened.paper["published"] or 0)


def _subtitle(read: Connection, opened: access.Opened) -> str:
    from app.web.dress import date_of

    parts = []
    if opened.paper["item"]:
        parts.append(_("Nội dung %(n)s", n=_number(read, opened)))
    if opened.version is not None:
        parts.append(_("bản %(n)s", n=opened.version["version"]))
        if opened.version["published_at"] is not None:
            parts.append(_("phát hành %(date)s", date=date_of(opened.version["published_at"])))
        else:
            parts.append(said.state(opened.paper["state"]).word.lower())
    return " · ".join(parts)


def _number(read: Connection, opened: access.Opened) -> int:
    """The item's number on its seal."""
    order = select(Item.order).where(Item.id == opened.paper["item"]).scalar_subquery()
    counted = select(func.count()).where(Item.meeting == opened.paper["meeting"], Item.order <= order)
    return int(read.execute(counted).scalar_one())


def _back(opened: access.Opened, phase: str) -> str:
    meeting = opened.paper["meeting"]
    if not opened.standing.scopes:
        return "/approvals"
    return f"/meetings/{meeting}/room" if phase in ("in_progress", "paused") else f"/meetings/{meeting}"


@page(blueprint, "/api/papers/<paper>/<int:version>")
def status(who: Actor, paper: str, version: int) -> ResponseReturnValue:
    """Is this version still the one to read, and can it be shown yet? 404 once it is recalled."""
    with reading() as read:
        opened = access.open_paper(read, who.person, paper, version)
    if opened.version is None:
        raise NotFound()
    newest = _newest(opened)
    return as_json(
        {
            "newest": newest if newest > version else None,
            "conversion": opened.version["conversion"],
            "trouble": said.trouble(opened.version["trouble"]) if opened.version["trouble"] else "",
            "pages": opened.version["pages"],
        }
    )


@page(blueprint, "/api/papers/<paper>/notes")
def paper_notes(who: Actor, paper: str) -> ResponseReturnValue:
    """One's own notes on a paper."""
    with reading() as read:
        access.open_paper(read, who.person, paper)
        return as_json({"notes": notes_of(read, who.person, paper=paper)})


@page(blueprint, "/api/meetings/<meeting>/notes", stream="meeting")
def meeting_notes(who: Actor, meeting: str) -> ResponseReturnValue:
    """One's own notes in a meeting."""
    with reading() as read:
        return as_json({"notes": notes_of(read, who.person, meeting=meeting)})


@page(blueprint, "/meetings/<meeting>/called", stream="meeting", endpoint="called")
def what_calls(who: Actor, meeting: str) -> ResponseReturnValue:
    """What calls this person back to the room, for a page outside it, which goes on from there by entries."""
    if not who.scopes:
        raise NotFound()
    with reading() as read:
        answer = as_json(called(house(), read, f"meeting:{meeting}", who))
    answer.headers["Cache-Control"] = "no-store"
    return answer
