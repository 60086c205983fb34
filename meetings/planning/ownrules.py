"""A meeting's own rules on its page: which the body has, what may stand in their place, how each reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, RowMapping, select

from app.language import gettext as _
from app.people import faces
from app.people import views as bodies
from app.people.days import local_day
from app.people.models import Body
from app.policy import Actor
from app.web.page import page, reading
from meetings.planning import people
from meetings.planning.pages import blueprint, found_meeting
from meetings.planning.views import roll


def fields(read: Connection, meeting: RowMapping) -> list[dict[str, Any]]:
    """A field for each rule a meeting may have of its own: what the body says, what else there is, and what was chosen."""
    held = meeting["vote_rules"] or {}
    setting = _setting(read, meeting)
    return [_field(read, meeting, key, held, setting) for key in _keys()]


def _keys() -> list[str]:
    """Those of a matter after the majority they are instead of."""
    listed = [key for key in bodies.RULES if people.of_meetings(key) and not key.startswith("majority.")]
    own = [key for key in bodies.RULES if key.startswith("majority.")]
    first = [key for key in ("quorum", "majority") if key in listed]
    return [*first, *own, *(key for key in listed if key not in first)]


def _field(
    read: Connection, meeting: RowMapping, key: str, held: Mapping[str, Any], setting: faces.Setting
) -> dict[str, Any]:
    face = bodies.RULES[key].face
    of_body = bodies.body_rule(read, meeting["body"], key, local_day(meeting["sitting_since"] or meeting["starts_at"]))
    own = key in held.get("overridden", ())
    value = held[key] if own else of_body
    choices = face.choices()
    return {
        "key": key,
        "title": face.title(),
        "choices": [(_label(choice), choice.value, choice.numbers) for choice in choices],
        "body": of_body,
        "own": own,
        "value": value,
        "chosen": faces.chosen(choices, value) if own else None,
        "sentence": f"{as_the_others()}." if own and value is None else face.sentence(value, setting),
        "example": face.example(value, setting),
    }


def as_the_others() -> str:
    """A matter without a majority of its own goes, here, by that of the meeting."""
    return _("Như các nội dung khác của phiên họp này")


def _label(choice: faces.Choice) -> str:
    return as_the_others() if choice.value is None else choice.label


def _setting(read: Connection, meeting: RowMapping) -> faces.Setting:
    council = read.execute(select(Body.kind).where(Body.id == meeting["body"])).scalar() == "council"
    return faces.Setting(len(roll(read, meeting["id"])), council, meeting["vote_rules"] or {})


@page(blueprint, "/meetings/<meeting>/rules/preview", stream="meeting", endpoint="rules_preview")
def preview(who: Actor, meeting: str) -> ResponseReturnValue:
    """The sentence of a rule as it would be kept for this meeting. `general`: the majority chosen beside it;
    `own`: what the meeting has of its own, where the rule isn't left to the body.
    """
    with reading() as read:
        setting = _setting(read, found_meeting(read, who, meeting))
    try:
        general = json.loads(request.args.get("general", "")[: bodies.LONGEST_VALUE])
    except ValueError:
        general = None
    if general is not None and not bodies.RULES["majority"].check(general):
        setting = replace(setting, held={**setting.held, "majority": general})
    told = bodies.previewed(request.args.get("key", ""), request.args.get("value", ""), setting)
    return jsonify(told | {"sentence": f"{as_the_others()}."} if request.args.get("own") == "null" else told)
