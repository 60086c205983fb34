"""Pages of the secretary: a new meeting, and the tabs on which one is prepared."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, RowMapping, select

from app import doors
from app.house import house
from app.journal import EntryRow, Stream
from app.people import views as bodies
from app.people.days import local, local_day, zone
from app.people.models import Person
from app.policy import Actor
from app.web.page import page, reading, render
from app.wire import NotFound
from meetings.attendance.models import Site
from meetings.planning import journal_words, ownrules, rules, said, shown
from meetings.planning.models import GuestItem, Meeting
from meetings.planning.pages import blueprint, found_meeting
from meetings.planning.views import latest_held

LISTED_ENTRIES = 100
MORNING = time(8)


@page(blueprint, "/meetings/new")
def meeting_new(who: Actor) -> ResponseReturnValue:
    """From nothing, or like an earlier one."""
    with reading() as read:
        bodies = shown.bodies_to_prepare(read, who.person)
        body = next((row for row in bodies if row["id"] == request.args.get("body")), bodies[0] if bodies else None)
        if body is None:
            raise NotFound()
        earlier = _earlier(read, body["id"])
        source = _source(read, body["id"], earlier, request.args.get("clone", ""))
        proposed, moved = _proposed(read, body["id"], source)
        items = shown.items_for(read, source["id"], frozenset({"desk"})) if source else []
    pattern = rules.dated(source["title"], local_day(source["starts_at"])) if source else ""
    return render(
        "meetings/planning/meeting_new.html",
        who,
        said=said,
        bodies=bodies,
        body=body,
        earlier=earlier,
        source=source,
        items=items,
        proposed=proposed,
        moved=moved,
        pattern=pattern,
        title=rules.titled(pattern, local_day(proposed)),
    )


def _earlier(read: Connection, body: str) -> list[RowMapping]:
    columns = (Meeting.id, Meeting.title, Meeting.starts_at, Meeting.place, Meeting.minutes)
    wanted = select(*columns).where(Meeting.body == body).order_by(Meeting.starts_at.desc()).limit(12)
    return list(read.execute(wanted).mappings())


def _source(read: Connection, body: str, earlier: list[RowMapping], wanted: str) -> RowMapping | None:
    """The meeting to clone: the one named, or for "last" the latest that was held (a draft where there is none)."""
    if not wanted or not earlier:
        return None
    latest = read.execute(select(Meeting.id).where(Meeting.body == body).order_by(*latest_held()).limit(1)).scalar()
    known = {row["id"]: row for row in earlier}
    return known.get(wanted) or known.get(latest or "") or earlier[0]


def _proposed(read: Connection, body: str, source: RowMapping | None) -> tuple[datetime, str]:
    """When the new meeting might be: the next day in the body's rhythm, at the hour of the one it is like; in a week
    where it is like none. And, where that is a public holiday, why it is another day.
    """
    today = local_day(house().now())
    if source is None:
        proposed = rules.in_a_week(today)
        return datetime.combine(proposed.day, MORNING, tzinfo=zone()), said.moved(proposed.instead)
    planned = select(Meeting.starts_at, Meeting.phase).where(Meeting.body == body, Meeting.phase != "cancelled")
    rows = read.execute(planned.order_by(Meeting.starts_at.desc()).limit(24)).all()
    held = {local_day(row.starts_at) for row in rows if row.phase in rules.HELD}
    proposed = rules.next_day(held, {local_day(row.starts_at) for row in rows}, today)
    starts = datetime.combine(proposed.day, local(source["starts_at"]).time(), tzinfo=zone())
    return starts, said.moved(proposed.instead)


def _tab(who: Actor, read: Connection, meeting: str) -> tuple[RowMapping, dict[str, Any]]:
    """What every tab shows above: the meeting, its people, further tabs of other packages."""
    row = found_meeting(read, who, meeting)
    values = shown.desk_head(read, row)
    values["tabs"] = doors.found("meeting.tabs", read, who, meeting=row)
    return row, values


def agenda(who: Actor, meeting: str) -> ResponseReturnValue:
    """The builder: items in their order, and what to look at before publishing."""
    now = house().now()
    with reading() as read:
        row, values = _tab(who, read, meeting)
        items = shown.items_for(read, meeting, who.scopes)
        checks = shown.before_publishing(row, values["people"], items, now)
        checks += doors.found("meeting.before_publishing", read, who, meeting=row)
    total = sum(item["minutes"] for item in items)
    return render(
        "meetings/planning/meeting_secretary.html",
        who,
        said=said,
        now=now,
        meeting=row,
        items=items,
        checks=checks,
        total=total,
        left=row["minutes"] - total,
        vote_words=dict(said.vote_kinds()),
        **values,
    )


@page(blueprint, "/meetings/<meeting>/people", stream="meeting")
def people(who: Actor, meeting: str) -> ResponseReturnValue:
    """Who is invited, in which capacity, with what answer; guests with their items."""
    with reading() as read:
        row, values = _tab(who, read, meeting)
        items = shown.items_for(read, meeting, who.scopes)
        listed = select(GuestItem.person, GuestItem.item).where(GuestItem.meeting == meeting)
        invited: dict[str, list[str]] = {}
        for person, item in read.execute(listed):
            invited.setdefault(person, []).append(item)
        sites = list(read.execute(select(Site.__table__).where(Site.meeting == meeting).order_by(Site.name)).mappings())
        screens = shown.screens_of(read, row)
    return render(
        "meetings/planning/people.html",
        who,
        said=said,
        now=house().now(),
        meeting=row,
        items=items,
        invited=invited,
        sites=sites,
        site_names={site["id"]: site["name"] for site in sites},
        screens=screens,
        names={entry["person"]: entry["name"] for entry in values["people"]},
        numbers=shown.counted(values["people"]),
        **values,
    )


@page(blueprint, "/meetings/<meeting>/rules", stream="meeting", endpoint="rules")
def rules_tab(who: Actor, meeting: str) -> ResponseReturnValue:
    """The rules of voting that hold in this meeting, in words."""
    with reading() as read:
        row, values = _tab(who, read, meeting)
        fields = ownrules.fields(read, row)
    roll = sum(bool(entry["on_roll"]) for entry in values["people"])
    return render(
        "meetings/planning/rules.html",
        who,
        said=said,
        now=house().now(),
        meeting=row,
        held=row["vote_rules"] or {},
        own_majorities=_own_majorities(row["vote_rules"] or {}),
        fields=fields,
        roll=roll,
        words=journal_words,
        **values,
    )


def _own_majorities(held: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """The matters that have a majority of their own here: which, what it is, whether it is this meeting's."""
    overridden = held.get("overridden", ())
    matters = [key for key in bodies.RULES if key.startswith("majority.")]
    own = [(key, held.get(key)) for key in matters if held.get(key) is not None or key in overridden]
    words = journal_words.majority_said
    return [
        (
            bodies.RULES[key].face.title(),
            ownrules.as_the_others() if value is None else words({"majority": value}),
            key in overridden,
        )
        for key, value in own
    ]


@page(blueprint, "/meetings/<meeting>/journal", stream="meeting", endpoint="journal")
def journal_tab(who: Actor, meeting: str) -> ResponseReturnValue:
    """What was done, when and by whom; the journal itself can't be changed."""
    before = request.args.get("before", "")
    with reading() as read:
        row, values = _tab(who, read, meeting)
        entries = _entries(read, f"meeting:{meeting}", int(before) if before.isdecimal() else None)
        head = read.execute(select(Stream.seq).where(Stream.name == f"meeting:{meeting}")).scalar() or 0
    return render(
        "meetings/planning/journal.html",
        who,
        said=said,
        now=house().now(),
        meeting=row,
        entries=entries,
        total=head,
        words=journal_words,
        **values,
    )


def _entries(read: Connection, stream: str, before: int | None) -> list[RowMapping]:
    wanted = (
        select(EntryRow.seq, EntryRow.at, EntryRow.kind, EntryRow.actor, Person.name)
        .outerjoin(Person, Person.id == EntryRow.actor)
        .where(EntryRow.stream == stream)
        .order_by(EntryRow.seq.desc())
        .limit(LISTED_ENTRIES)
    )
    if before is not None:
        wanted = wanted.where(EntryRow.seq < before)
    return list(read.execute(wanted).mappings())
