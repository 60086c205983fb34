"""Pages of meetings for everybody: Hôm nay, the calendar, a meeting, its invitation, the door of the room."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, RowMapping, select

from app.doors import panel
from app.house import house
from app.language import gettext as _
from app.people.models import Body, Person
from app.policy import Actor
from app.text import fold
from app.web import headers
from app.web.page import page, reading, render
from app.web.places import Place
from app.wire import NotFound
from meetings.planning import said, shown, weeks
from meetings.planning.stand import stand_of
from meetings.planning.views import DESK, meeting_row, meetings_of

blueprint = Blueprint("meetings_pages", __name__)
LATE = timedelta(days=14)
"""A meeting that was never ended is still shown as going on this long after its start."""
AHEAD = timedelta(days=30)
FOUND_PEOPLE = 8


@panel("site.places")
def places(_read: Connection, _who: Actor) -> list[Place]:
    return [
        Place("today", "/", _("Hôm nay"), "sun-horizon", 10, filled=True),
        Place("calendar", "/calendar", _("Lịch họp"), "calendar-blank", 20),
    ]


@page(blueprint, "/", endpoint="home")
def home(who: Actor) -> ResponseReturnValue:
    """The next meeting, what waits, what comes, what is being prepared."""
    now = house().now()
    with reading() as read:
        rows = meetings_of(read, who.person, since=now - LATE, until=now + AHEAD)
        stand = _stand(read, who.person, rows)
        ahead = [row for row in reversed(rows) if not _over(row, now) and row["phase"] != "preparing"]
        ahead.sort(key=said.comes_at)
        following = ahead[0] if ahead else None
        values: dict[str, Any] = {
            "office": read.execute(select(Person.office).where(Person.id == who.person)).scalar() or "",
            "next": following,
            "chair": shown.chair_of(read, following["id"]) if following else None,
            "later": ahead[1:8],
            "preparing": [row for row in reversed(rows) if row["phase"] == "preparing"],
            "ended": [row for row in rows if row["phase"] == "ended" and row["starts_at"] > now - LATE][:3],
            "screen": shown.is_screen(read, who.person),
            "may_create": bool(shown.bodies_to_prepare(read, who.person)),
        }
    return render("meetings/planning/home.html", who, said=said, now=now, stand=stand, **values)


@page(blueprint, "/today/stand", endpoint="home_stand")
def home_stand(who: Actor) -> ResponseReturnValue:
    """Has anything moved since Hôm nay was rendered? The page asks while it is looked at (static/js/meetings/home.js)."""
    now = house().now()
    with reading() as read:
        rows = meetings_of(read, who.person, since=now - LATE, until=now + AHEAD)
        answer = Response(_stand(read, who.person, rows), mimetype="text/plain")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _stand(read: Connection, person: str, rows: list[RowMapping]) -> str:
    bodies = [body["id"] for body in shown.bodies_of(read, person)]
    return stand_of(read, [row["id"] for row in rows], [*bodies, *(row["body"] for row in rows)])


def _over(row: RowMapping, now: datetime) -> bool:
    """Not to be offered as the next one: ended, cancelled, or published and long past."""
    if row["phase"] in ("ended", "cancelled"):
        return True
    return bool(row["phase"] == "published" and said.ends_at(row) + timedelta(hours=3) < now)


@panel("home.waiting")
def invitations_to_answer(read: Connection, who: Actor) -> list[dict[str, Any]]:
    """Invitations without an answer."""
    now = house().now()
    rows = meetings_of(read, who.person, since=now, until=now + AHEAD)
    return [
        {
            "title": _("Trả lời giấy mời: %(title)s", title=row["title"]),
            "href": f"/meetings/{row['id']}#tham-du",
            "icon": "chat-circle-text",
            "tone": "",
            "due": shown.when(row["starts_at"], now),
            "when": row["starts_at"].isoformat(),
        }
        for row in rows
        if said.to_answer(row)
    ]


@page(blueprint, "/calendar")
def calendar(who: Actor) -> ResponseReturnValue:
    """A week, or what a search finds."""
    now = house().now()
    wanted, body = request.args.get("q", "").strip()[:100], request.args.get("body", "")
    first = weeks.week_of(request.args.get("week", ""), now)
    with reading() as read:
        mine = shown.bodies_of(read, who.person)
        body = body if body in {row["id"] for row in mine} else ""
        rows = (
            meetings_of(read, who.person, body=body or None, words=fold(wanted).split(), limit=100)
            if wanted
            else weeks.week_rows(read, who.person, first, body or None)
        )
        preparing = shown.bodies_to_prepare(read, who.person)
    return render(
        "meetings/planning/calendar.html",
        who,
        said=said,
        now=now,
        wanted=wanted,
        rows=rows,
        week=weeks.week(first, now, [] if wanted else rows),
        bodies=mine,
        body=body,
        may_create=bool(preparing),
    )


@page(blueprint, "/meetings/<meeting>", stream="meeting", endpoint="meeting_page")
def meeting_page(who: Actor, meeting: str) -> ResponseReturnValue:
    """The secretary prepares here, everybody else reads and answers."""
    from meetings.planning import desk_pages

    if who.capacity == "secretary" and request.args.get("as") != "member":
        return desk_pages.agenda(who, meeting)
    return member_page(who, meeting)


def member_page(who: Actor, meeting: str) -> ResponseReturnValue:
    now = house().now()
    with reading() as read:
        row = found_meeting(read, who, meeting)
        items = shown.items_for(read, meeting, who.scopes)
        values = shown.member_values(read, who, row, now)
    words = dict(said.vote_kinds())
    return render(
        "meetings/planning/meeting_member.html",
        who,
        said=said,
        now=now,
        meeting=row,
        items=items,
        vote_words=words,
        **values,
    )


def found_meeting(read: Connection, who: Actor, meeting: str) -> RowMapping:
    """Raises NotFound, also to those who may act but not look in (an approver before it is published)."""
    row = meeting_row(read, meeting) if who.scopes else None
    if row is None:
        raise NotFound()
    return row


@page(blueprint, "/meetings/<meeting>/invitation", stream="meeting")
def invitation(who: Actor, meeting: str) -> ResponseReturnValue:
    """What Mẫu 1.7 of Nghị định 30/2020/NĐ-CP says, as a page."""
    with reading() as read:
        row = found_meeting(read, who, meeting)
        body = read.execute(select(Body.__table__).where(Body.id == row["body"])).mappings().one()
        values = shown.invitation(read, row, body)
        tabs = shown.desk_head(read, row) if who.capacity == "secretary" else {}
    return render("meetings/planning/invitation.html", who, said=said, meeting=row, now=house().now(), **values, **tabs)


@page(blueprint, "/meetings/<meeting>/calendar.ics", stream="meeting")
def ics(who: Actor, meeting: str) -> ResponseReturnValue:
    """For the person's own calendar."""
    with reading() as read:
        row = found_meeting(read, who, meeting)
    text = shown.as_ics(row, house().now(), request.host)
    return Response(text, content_type="text/calendar; charset=utf-8")


@page(blueprint, "/meetings/<meeting>/find-people", stream="meeting")
def find_people(who: Actor, meeting: str) -> ResponseReturnValue:
    """People with an account whose name has these words, for inviting and for sending a substitute."""
    words = fold(request.args.get("q", "")[:100])
    if len(words) < 2:
        return {"people": []}
    columns = (Person.id, Person.name, Person.office)
    wanted = select(*columns).where(Person.active, Person.folded.contains(words, autoescape=True))
    with reading() as read:
        found_meeting(read, who, meeting)
        rows = read.execute(wanted.order_by(Person.folded).limit(FOUND_PEOPLE)).mappings()
        here = shown.people_in(read, meeting)
        return {"people": [{**row, "invited": row["id"] in here} for row in rows]}


@page(blueprint, "/meetings/<meeting>/room", stream="meeting")
def room(who: Actor, meeting: str) -> ResponseReturnValue:
    """The door of the room: the script draws what this capacity sees."""
    with reading() as read:
        row = found_meeting(read, who, meeting)
        body_name = read.execute(select(Body.name).where(Body.id == row["body"])).scalar_one()
    # Whoever is on the roll may preside in a moment, and be a member again: both screens are dressed from the beginning.
    either = ["room.css", "room-chair.css", "vote.css", "projector.css", "attendance.css", "screens.css"]
    sheets = {
        "chair": either,
        "member": either,
        "secretary": ["room.css", "room-chair.css", "room-secretary.css", "vote.css", "attendance.css", "screens.css"],
        "hall": ["room.css", "projector.css", "attendance.css"],
    }
    response = render(
        "meetings/room.html",
        who,
        meeting=row,
        dark_hall=row["dark"],
        fixed_theme="dark" if who.capacity == "hall" else "",
        body_name=body_name,
        sheets=[
            "bands.css",
            *sheets.get(who.capacity or "", ["room.css", "vote.css", "projector.css", "attendance.css"]),
            "course.css",
            "speaking.css",
        ],
    )
    if who.capacity not in DESK:
        # What the hall sees may be a scanned page of a document, here too.
        response.headers["Content-Security-Policy"] = headers.WITH_WASM
    return response
