"""Tasks by their day, and what of them waits for a person at Home."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, RowMapping

from app.doors import panel
from app.house import house
from app.language import gettext as _
from app.language import ngettext
from app.people.days import local_day, midnight
from app.people.views import current_members, persons_by_id
from app.policy import Actor
from app.web.asked import asked_once
from app.web.dress import moment
from app.web.page import page, reading, render
from app.web.places import Place
from meetings.planning.shown import bodies_of, is_screen
from meetings.tasks import rules
from meetings.tasks.views import done_since, not_done, tasks_of

blueprint = Blueprint("tasks", __name__)

VIEWS = ("mine", "given", "body")


@blueprint.app_template_filter("shortday")
def short_day(value: datetime | date | str) -> str:
    """A day and month as on a rail or in the head of a matrix: 15/4."""
    if isinstance(value, str) and len(value) == 10:
        value = date.fromisoformat(value)
    day = moment(value) if isinstance(value, (datetime, str)) else value
    return f"{day.day}/{day.month}"


@panel("site.places")
def place(read: Connection, who: Actor) -> list[Place]:
    if is_screen(read, who.person):
        return []
    count = len(waiting(read, who))
    return [Place("tasks", "/tasks", _("Nhiệm vụ"), "list-checks", 40, count=count)]


@page(blueprint, "/tasks")
def tasks(who: Actor) -> ResponseReturnValue:
    """Given to me, given by me, or all of my bodies: overdue, this week, later, just done."""
    view = request.args.get("view", "")
    view = view if view in VIEWS else VIEWS[0]
    today = local_day(house().now())
    with reading() as read:
        bodies = bodies_of(read, who.person)
        ids = [body["id"] for body in bodies]
        person = None if view == "body" else who.person
        rows = tasks_of(read, ids, midnight(today - rules.JUST_DONE), person=person, given=view == "given")
        done = done_since(read, ids, midnight(today - rules.COUNTED), person=person, given=view == "given")
        names = persons_by_id(read, {row[key] for row in rows for key in ("assignee", "given_by") if row[key]})
        leading = [body for body in bodies if _holds(body, "chair", "secretary")]
        members = {body["id"]: current_members(read, body["id"], today) for body in leading}
    chairs = {body["id"] for body in bodies if _holds(body, "chair")}
    desks = {body["id"] for body in leading}
    entries = [_entry(row, who, names, desks, chairs, today) for row in rows]
    return render(
        "meetings/tasks/tasks.html",
        who,
        view=view,
        groups=[(name, [one for one in entries if one["group"] == name]) for name in rules.GROUPS],
        on_time=rules.counted_on_time((_day(due), _moment_day(reported)) for due, reported in done),
        leading=leading,
        members=members,
        today=today,
    )


def _holds(body: RowMapping, *capacities: str) -> bool:
    return not set(capacities).isdisjoint(body["capacities"])


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _moment_day(moment: datetime | None) -> date | None:
    return None if moment is None else local_day(moment)


def _finished(row: RowMapping) -> date | None:
    return _moment_day(row["done_at"] if row["state"] == "done" else row["reported_at"])


def _entry(
    row: RowMapping,
    who: Actor,
    names: dict[str, RowMapping],
    desks: set[str],
    chairs: set[str],
    today: date,
) -> dict[str, Any]:
    due, group = _day(row["due"]), rules.group(row["state"], _day(row["due"]), _finished(row), today)
    return {
        **row,
        "group": group,
        "source": _source(row, names),
        "doer": names[row["assignee"]]["name"] if row["assignee"] else row["assignee_text"],
        "is_mine": row["assignee"] == who.person,
        "rail": _rail(row, due, today) if due else None,
        "chip": _chip(row, group, due, today),
        "may_report": row["state"] != "done" and (row["assignee"] == who.person or row["body"] in desks),
        "may_judge": row["body"] in chairs,
        "may_give": row["body"] in desks,
    }


def _source(row: RowMapping, names: dict[str, RowMapping]) -> str:
    if row["meeting"]:
        return _("Kết luận · %(meeting)s, %(day)s", meeting=row["meeting_title"], day=short_day(row["meeting_at"]))
    if row["given_by"]:
        return _("Giao trực tiếp từ %(name)s", name=names[row["given_by"]]["name"])
    return _("Giao trực tiếp")


def _rail(row: RowMapping, due: date, today: date) -> dict[str, Any]:
    first, last = rules.span(local_day(row["given_at"]), due, today)
    stops = rules.stops(local_day(row["given_at"]), due, today)
    done = row["state"] != "open"
    kept = [one for one in stops if one.kind != "escalate" or (one.past and not done)]
    # Today stands after what has happened: a stop of this very day is behind it.
    days = [(one.day, at) for at, one in enumerate(kept)] + ([] if done else [(today, len(kept))])
    order = sorted(days)
    apart = rules.spread([rules.place(day, first, last) for day, _at in order])
    places = {at: place for (_day_, at), place in zip(order, apart, strict=True)}
    due_place = places[next(at for at, one in enumerate(kept) if one.kind == "due")]
    return {
        "stops": [(one, places[at]) for at, one in enumerate(kept)],
        "today": places.get(len(kept)),
        "says_remind": due_place - places[0] >= 26,
        "words": _rail_words(due, [one for one in stops if one.kind == "remind" and one.past]),
    }


def _rail_words(due: date, reminded: Sequence[rules.Stop]) -> str:
    day = f"{due:%d/%m/%Y}"
    return ngettext("Hạn %(due)s, đã nhắc %(num)s lần", "Hạn %(due)s, đã nhắc %(num)s lần", len(reminded), due=day)


def _chip(row: RowMapping, group: str | None, due: date | None, today: date) -> tuple[str, str, str]:
    """(words, icon, look)"""
    if row["state"] == "done":
        good = rules.on_time(due, _moment_day(row["reported_at"]))
        return (_("Hoàn thành đúng hạn"), "check-bold", "lam") if good else (_("Hoàn thành muộn"), "check-bold", "")
    if row["state"] == "reported":
        return _("Chờ duyệt kết quả"), "hourglass-medium", "lam"
    if due is None:
        return _("Không có hạn"), "", "vien"
    days = (due - today).days
    if group == "overdue":
        return ngettext("Quá %(num)s ngày", "Quá %(num)s ngày", -days), "warning-circle", "dat"
    if days == 0:
        return _("Hạn hôm nay"), "clock", "vang"
    look = "vang" if group == "this_week" else "vien"
    return ngettext("Còn %(num)s ngày", "Còn %(num)s ngày", days), "clock", look


# -- what waits for a person ------------------------------------------------------------------------------------------


@panel("home.waiting")
@asked_once
def waiting(read: Connection, who: Actor, **_named: Any) -> list[dict[str, Any]]:
    """One's own tasks from their first reminder on; for the leader reports, wishes for more time, what is late."""
    today = local_day(house().now())
    bodies = bodies_of(read, who.person)
    chairs = [body["id"] for body in bodies if _holds(body, "chair")]
    rows = not_done(read, [body["id"] for body in bodies], who.person, chairs)
    return [entry for row in rows if (entry := _waits(row, who, row["body"] in chairs, today)) is not None]


def _waits(row: RowMapping, who: Actor, leads: bool, today: date) -> dict[str, Any] | None:
    due = _day(row["due"])
    if leads and row["state"] == "reported":
        return _line(row, _("Duyệt kết quả: %(title)s", title=row["title"]), "seal-check", _("Đã báo cáo"), "")
    if leads and row["asked_due"]:
        title = _("Đề nghị gia hạn: %(title)s", title=row["title"])
        return _line(row, title, "clock-counter-clockwise", _("đến %(day)s", day=short_day(row["asked_due"])), "vang")
    if due is None or row["state"] != "open":
        return None
    own = row["assignee"] == who.person and rules.before_the_assignee(row["state"], due, today)
    if not own and not (leads and rules.before_the_leader(row["state"], due, today)):
        return None
    words, _glyph, look = _chip(row, rules.group(row["state"], due, None, today), due, today)
    return _line(row, row["title"], "clock-countdown", words, look if look == "dat" else "vang", own)


def _line(row: RowMapping, title: str, glyph: str, due: str, tone: str, own: bool = False) -> dict[str, Any]:
    short = title if len(title) <= 120 else title[:117].rstrip() + "…"
    when = f"{row['due'] or '9999-12-31'}T16:59:59+00:00"
    href = f"/tasks?view={'mine' if own else 'body'}#nv-{row['id']}"
    return {"title": short, "href": href, "icon": glyph, "due": due, "tone": tone, "when": when}
