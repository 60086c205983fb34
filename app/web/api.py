"""The HTTP door: commands, streams, entries (wire.md). It answers what the websocket answers."""

from __future__ import annotations

from typing import Any

import msgspec
from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from app import journal, views
from app.caller import actor
from app.house import house
from app.language import gettext as _
from app.live import JoinRequest, answer, give
from app.policy import Actor, device, signed_in
from app.web.limits import Pace
from app.web.page import caller, page, reading
from app.wire import Invalid, NotFound, NotSignedIn, Result, TooOld, parse

blueprint = Blueprint("api", __name__, url_prefix="/api")

PAGES = {
    "api.command": [[signed_in], [device]],
    "api.stream": [[signed_in], [device]],
    "api.entries": [[signed_in], [device]],
    "api.openapi": [[signed_in]],
}


def as_json(value: Any, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status, content_type="application/json")


@page(blueprint, "/commands", methods=["POST"])
def command(_who: Actor) -> ResponseReturnValue:
    """One command; the same result as over the websocket."""
    asking = caller()
    if asking is None:
        raise NotSignedIn()
    result: Result = give(house(), _pace(), asking, parse(request.get_data(cache=False)))
    found = as_json(result.as_wire(), result.status)
    retry = (result.error or {}).get("retry_after")
    if retry is not None:
        found.headers["Retry-After"] = str(retry)
    return found


def _pace() -> Pace:
    from flask import current_app

    pace = current_app.extensions["pace"]
    assert isinstance(pace, Pace)
    return pace


@page(blueprint, "/streams/<stream>")
def stream(_who: Actor, stream: str) -> ResponseReturnValue:
    """The whole view of a stream."""
    with reading() as read:
        who = _within(read, stream)
        found = answer(house(), read, who, JoinRequest(stream=stream))
    state = found.pop("snapshot")
    return as_json({"stream": stream, **found, "state": state})


@page(blueprint, "/streams/<stream>/entries")
def entries(_who: Actor, stream: str) -> ResponseReturnValue:
    """Entries since N, at most `limit`."""
    since, limit = _number("since", 0), _number("limit", 1000)
    with reading() as read:
        who = _within(read, stream)
        if request.args.get("view", views.view_name(who.view)) != views.view_name(who.view):
            raise TooOld(_("Quyền xem đã thay đổi, cần tải lại từ đầu."))
        try:
            batch = journal.batch(read, stream, since, limit=max(1, min(limit, 5000)), scopes=who.view)
        except TooOld as error:
            raise TooOld(_("Đã quá lâu, cần tải lại từ đầu.")) from error
    return as_json({"entries": batch.seen_by(who.view), "seq": batch.end, "head": batch.head})


def _number(name: str, default: int) -> int:
    text = request.args.get(name)
    if text is None:
        return default
    if not text.isdecimal() or len(text) > 12:
        raise Invalid({name: _("Giá trị không hợp lệ.")})
    return int(text)


def _within(read: Any, stream: str) -> Actor:
    asking = caller()
    if asking is None:
        raise NotSignedIn()
    _pace().check(asking.person)
    who = actor(read, asking, stream)
    if not who.scopes:
        raise NotFound()
    return who


@page(blueprint, "/openapi.json")
def openapi(_who: Actor) -> ResponseReturnValue:
    """The API described."""
    from app.web.openapi import description

    return as_json(description())
