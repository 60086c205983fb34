"""The dated rules of a body: what holds, what will hold and what held, as sentences; and a form for each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, RowMapping, select

from app.doors import panel
from app.house import house
from app.language import gettext as _
from app.language import pgettext as _p
from app.people import faces, rules, views
from app.people.days import local_day
from app.people.models import Body, UnitAdministrator
from app.policy import Actor
from app.web.page import page, reading, render
from app.web.places import Place
from app.wire import NotFound

blueprint = Blueprint("bodies", __name__)


def group_titles() -> dict[str, str]:
    """The parts of the page, in their order."""
    said = {
        "attendance": _("Dự họp và túc số"),
        "voting": _p("rules", "Biểu quyết"),
        "speaking": _("Phát biểu"),
        "opinions": _p("rules", "Góp ý bằng chữ"),
    }
    return {group: said[group] for group in faces.GROUPS}


@panel("site.places")
def place(read: Connection, who: Actor) -> list[Place]:
    """Administrators find the rules of their bodies here; a desk comes from its meetings."""
    listed = administered(read, who)
    return [Place("rules", f"/bodies/{listed[0]['id']}/rules", _("Quy tắc"), "scales", 70)] if listed else []


def administered(read: Connection, who: Actor) -> list[RowMapping]:
    """The bodies whose rules this person sets: of their units; of all, for a system administrator."""
    columns = (Body.id, Body.name, Body.short_name)
    if "system_administrator" in who.marks or views.is_system_administrator(read, who.person):
        wanted = select(*columns)
    else:
        mine = select(UnitAdministrator.unit).where(UnitAdministrator.person == who.person)
        wanted = select(*columns).where(Body.unit.in_(mine))
    return list(read.execute(wanted.order_by(Body.name)).mappings())


@page(blueprint, "/bodies/<body>/rules", stream="body")
def body_rules(who: Actor, body: str) -> ResponseReturnValue:
    """Everybody of the body reads its rules; who may set one finds its form."""
    today = local_day(house().now())
    with reading() as read:
        held = views.set_rules(read, body)
        named, setting = _setting(read, body, today, held)
        bodies = administered(read, who)
    lines = [_line(key, held.get(key, []), setting, today) for key in views.RULES]
    return render(
        "people/rules.html",
        who,
        body=named,
        bodies=bodies,
        today=today,
        members=setting.members,
        groups=[(title, [one for one in lines if one["group"] == group]) for group, title in group_titles().items()],
        sets=not who.marks.isdisjoint({"unit_administrator", "system_administrator"}),
    )


def _setting(
    read: Connection, body: str, today: date, held: Mapping[str, list[rules.DatedRule]]
) -> tuple[RowMapping, faces.Setting]:
    columns = (Body.id, Body.name, Body.short_name, Body.kind)
    row = read.execute(select(*columns).where(Body.id == body)).mappings().first()
    if row is None:
        raise NotFound()
    of_today = {key: rule.value for key, kept in held.items() if (rule := rules.rule_on(kept, today)) is not None}
    return row, faces.Setting(len(views.roll(read, body, today)), row["kind"] == "council", of_today)


def _line(key: str, held: list[rules.DatedRule], setting: faces.Setting, today: date) -> dict[str, Any]:
    """A rule for the page: what holds today, what comes, what is past; and the choices of its form."""
    known = views.RULES[key]
    told = rules.told(held, today)
    value = known.default if told.current is None else told.current.value
    offered = told.coming[0].value if told.coming else value
    choices = known.face.choices()
    return {
        "key": key,
        "group": known.face.group,
        "title": known.face.title(),
        "sentence": known.face.sentence(value, setting),
        "example": known.face.example(value, setting),
        "since": told.current.valid_from if told.current else None,
        "coming": [_said(key, one, setting) for one in reversed(told.coming)],
        "past": [_said(key, one, setting) for one in told.past],
        "default": known.face.sentence(known.default, setting),
        "choices": choices,
        "chosen": faces.chosen(choices, offered),
        "offered": known.face.sentence(offered, setting),
        "offered_example": known.face.example(offered, setting),
    }


def _said(key: str, one: rules.DatedRule, setting: faces.Setting) -> dict[str, str]:
    return {"day": one.valid_from, "sentence": views.RULES[key].face.sentence(one.value, setting)}


@page(blueprint, "/bodies/<body>/rules/preview", stream="body")
def preview(_who: Actor, body: str) -> ResponseReturnValue:
    """The sentence of a value as it would be kept, and what it comes to; or what is wrong with it."""
    with reading() as read:
        _named, setting = _setting(read, body, local_day(house().now()), views.set_rules(read, body))
    return jsonify(views.previewed(request.args.get("key", ""), request.args.get("value", ""), setting))
