"""The sign-in page, and one's own account: how things are shown, the password, the devices signed in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, select

from app.house import house
from app.language import gettext as _
from app.people import sessions
from app.people.models import Body, DeviceSession, Person
from app.policy import Actor
from app.web.page import page, reading, render

blueprint = Blueprint("account", __name__)
TOUCHED = ("iPad", "Android", "iPhone")


def inside(address: str) -> str:
    """Where to go after signing in: a page of this house only, never another's address."""
    ours = address.startswith("/") and not address.startswith(("//", "/\\", "/sign-in", "/api/"))
    return address if ours and "\\" not in address and "\n" not in address else "/"


@page(blueprint, "/sign-in")
def sign_in_page(who: Actor) -> ResponseReturnValue:
    after = inside(request.args.get("next", "/"))
    if who.person:
        return redirect(after)
    with reading() as read:
        names = list(read.execute(select(Body.name).order_by(Body.name).limit(2)).scalars())
        said = _why_signed_out(read)
    # With several bodies in the house none of their names is the house's.
    return render("people/sign_in.html", who, after=after, where=names[0] if len(names) == 1 else "", said=said)


def _why_signed_out(read: Connection) -> str:
    """A device that was signed out from elsewhere is told so, once it comes to this page."""
    token = request.cookies.get(sessions.cookie_name(house().settings), "")
    if not token or len(token) > 100:
        return ""
    kept = select(DeviceSession.revoked_at, DeviceSession.revoked_reason, DeviceSession.expires_at)
    row = read.execute(kept.where(DeviceSession.token_hash == sessions.digest(token))).first()
    if row is None:
        return ""
    if row.revoked_at is not None:
        return str(row.revoked_reason)
    return _("Phiên đăng nhập đã hết hạn.") if row.expires_at <= house().now() else ""


@page(blueprint, "/account")
def account_page(who: Actor) -> ResponseReturnValue:
    with reading() as read:
        columns = (Person.name, Person.office, Person.username)
        person = read.execute(select(*columns).where(Person.id == who.person)).mappings().one()
        devices = _devices(read, who)
    return render("people/account.html", who, person=person, devices=devices)


def _devices(read: Connection, who: Actor) -> list[dict[str, Any]]:
    """The person's devices that are signed in, this one first."""
    open_ = (
        select(DeviceSession.id, DeviceSession.device, DeviceSession.opened_at)
        .where(
            DeviceSession.person == who.person,
            DeviceSession.revoked_at.is_(None),
            DeviceSession.expires_at > house().now(),
        )
        .order_by(DeviceSession.opened_at.desc())
    )
    found = [
        {
            "id": row.id,
            "name": row.device,
            "opened_at": row.opened_at,
            "here": row.id == who.session,
            "icon": _icon_of(row.device),
        }
        for row in read.execute(open_)
    ]
    return sorted(found, key=lambda device: not device["here"])


def _icon_of(device: str) -> str:
    if "iPad" in device:
        return "device-tablet"
    return "device-mobile" if any(word in device for word in TOUCHED) else "laptop"
