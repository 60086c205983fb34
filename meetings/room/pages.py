"""A big screen without a keyboard: it shows a code, asks whether it was let in, and goes into the room.

Nothing of a code or a secret stands in an address that the screen asks for, so nothing of it comes into a log.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
from flask import Blueprint, current_app, redirect, request, send_from_directory
from flask.typing import ResponseReturnValue

from app import wire
from app.house import house
from app.language import gettext as _
from app.people import sessions
from app.people.arriving import device_name, put_cookie
from app.policy import Actor
from app.web.api import as_json
from app.web.dress import STATIC
from app.web.limits import Pace
from app.web.page import page, reading, render
from app.wire import NO_JSON, Invalid, NotFound
from meetings.planning.rules import OPEN
from meetings.planning.views import DESK, meetings_of
from meetings.room.views import code_row, meeting_of_screen, waiting_codes

blueprint = Blueprint("room", __name__)
BACK = timedelta(days=2)
AHEAD = timedelta(days=1)
"""A screen is let into a meeting about now."""


@page(blueprint, "/screen")
def screen(who: Actor) -> ResponseReturnValue:
    """What any big screen opens. One that was let in goes into its room."""
    with reading() as read:
        meeting = meeting_of_screen(read, who.person) if who.person else None
    if meeting is not None:
        return redirect(f"/meetings/{meeting}/room")
    return render("meetings/room/screen.html", who, fixed_theme="dark")


@page(blueprint, "/screen-worker.js")
def worker(_who: Actor) -> ResponseReturnValue:
    """The service worker of big screens, at an address of its own since its place decides what it may keep."""
    response = send_from_directory(STATIC / "js/meetings", "screenworker.js", mimetype="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@page(blueprint, "/api/screens", methods=["POST"])
def ask(_who: Actor) -> ResponseReturnValue:
    """A code to show, and the secret that goes with it: `{"code", "secret", "expires_at", "server_time"}`."""
    address = request.remote_addr or ""
    _pace("screens asking", 0.2, 40).check(address)
    secret = sessions.new_token()
    told = {"secret_hash": sessions.digest(secret), "address": address[:64]}
    result = house().execute_internal("screen.ask", "system", told)
    if not result.ok:
        raise wire.as_refusal(result)
    found = {key: result.result[key] for key in ("code", "expires_at")}
    return as_json({**found, "secret": secret, "server_time": wire.stamp(house().now())})


class Claim(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    secret: str


@page(blueprint, "/api/screens/claim", methods=["POST"])
def claim(_who: Actor) -> ResponseReturnValue:
    """Was the screen with this secret let in? `{"meeting": null}` until then; with the meeting comes the session's cookie."""
    _pace("screens claiming", 10, 400).check(request.remote_addr or "")
    try:
        secret = msgspec.json.decode(request.get_data(cache=False), type=Claim).secret
    except NO_JSON as error:
        raise Invalid({"secret": _("Giá trị không hợp lệ.")}) from error
    hashed = sessions.digest(secret)
    with reading() as read:
        row = code_row(read, hashed)
    if row is None or (row.screen is None and row.expires_at <= house().now()):
        raise NotFound()
    if row.screen is None:
        return as_json({"meeting": None})
    token = sessions.new_token()
    told = {"screen": row.screen, "secret_hash": hashed, "token_hash": sessions.digest(token), "device": device_name()}
    result = house().execute_internal("screen.enter", f"meeting:{row.meeting}", told)
    if not result.ok:
        raise wire.as_refusal(result)
    return put_cookie(as_json({"meeting": row.meeting}), token)


@page(blueprint, "/api/meetings/<meeting>/screens", stream="meeting")
def waiting(_who: Actor, meeting: str) -> ResponseReturnValue:
    """The codes that screens in the same network show just now, for the desk to pick from instead of typing."""
    with reading() as read:
        return as_json({"codes": waiting_codes(read, (request.remote_addr or "")[:64], house().now())})


@page(blueprint, "/screen/confirm")
def confirm(who: Actor) -> ResponseReturnValue:
    """Where the QR code on a screen leads a phone of the desk: to the room of the meeting that is on. The code stands behind
    the `#`, which the browser takes along by itself.
    """
    now = house().now()
    with reading() as read:
        rows = meetings_of(read, who.person, since=now - BACK, until=now + AHEAD)
    mine: list[Any] = [row for row in rows if row["capacity"] in DESK and row["phase"] in OPEN]
    if len(mine) == 1:
        return redirect(f"/meetings/{mine[0]['id']}/room")
    return render("meetings/room/confirm.html", who, meetings=mine)


def _pace(name: str, rate: float, burst: int) -> Pace:
    kept = current_app.extensions.setdefault(f"pace of {name}", Pace(rate, burst))
    assert isinstance(kept, Pace)
    return kept
