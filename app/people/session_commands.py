"""Commands on device sessions (the system's stream). Relays follow it: `sessions` in an entry's facts are cut off."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import msgspec
from msgspec import Meta
from sqlalchemy import insert, select

from app.commands import Made, Transaction, command
from app.database import new_id
from app.language import gettext as _
from app.people.closing import close_sessions
from app.people.models import DeviceSession, Person
from app.policy import Actor
from app.text import tidy
from app.wire import Conflict, NotFound

Id = Annotated[str, Meta(min_length=1, max_length=40)]


class OpenArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    __secret__ = ("token_hash",)

    person: Id
    token_hash: Annotated[str, Meta(min_length=64, max_length=64)]
    device: Annotated[str, Meta(max_length=200)] = ""


@command("session.open", stream="system", entry="session.opened", internal=True, room="ends")
def open_(tx: Transaction, _who: Actor, args: OpenArgs) -> Made:
    """A device is signed in; who it is has been proved before this. Raises Conflict for a closed account."""
    person = tx.get(Person, args.person)
    if not person.active:
        raise Conflict(_("Tài khoản đã bị khóa."))
    made = tx.add(
        DeviceSession(
            person=person.id,
            token_hash=args.token_hash,
            device=tidy(args.device),
            opened_at=tx.now,
            expires_at=tx.now + timedelta(days=tx.settings.session_days),
        )
    )
    tx.touch(made)
    return Made(made.id)


class Device(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    person: Id
    token_hash: Annotated[str, Meta(min_length=64, max_length=64)]
    device: Annotated[str, Meta(max_length=200)] = ""


class OpenManyArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    # The rows are in the table, and token hashes belong into no journal.
    __secret__ = ("devices",)

    devices: Annotated[list[Device], Meta(min_length=1, max_length=20_000)]


@command("session.open_many", stream="system", entry="session.many_opened", internal=True)
def open_many(tx: Transaction, _who: Actor, args: OpenManyArgs) -> None:
    """A whole hall's devices at once (prepared tablets, programs that measure load): all or none."""
    known = {row.person for row in args.devices}
    open_ = {id for id, active in tx.connection.execute(select(Person.id, Person.active)) if active}
    if not known <= open_:
        raise Conflict(_("Tài khoản đã bị khóa."))
    expires = tx.now + timedelta(days=tx.settings.session_days)
    values = [
        {
            "id": new_id(),
            "person": row.person,
            "token_hash": row.token_hash,
            "device": tidy(row.device),
            "opened_at": tx.now,
            "expires_at": expires,
            "revoked_reason": "",
        }
        for row in args.devices
    ]
    tx.connection.execute(insert(DeviceSession), values)
    tx.touch(DeviceSession, [value["id"] for value in values])
    tx.facts(count=len(values))


class CloseArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """No arguments: the device that asks."""


@command("session.close", stream="system", entry="session.closed", room="ends")
def close(tx: Transaction, who: Actor, args: CloseArgs) -> None:
    """Sign this device out."""
    _revoke(tx, tx.get(DeviceSession, who.session), _("Đã đăng xuất."))


class RevokeArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    session: Id | None = None
    person: Id | None = None


@command("session.revoke", stream="system", entry="session.revoked", room="ends")
def revoke(tx: Transaction, who: Actor, args: RevokeArgs) -> None:
    """Sign out one device, or all of a person's (neither named: all of one's own other devices)."""
    reason = _("Thiết bị này đã được đăng xuất từ nơi khác.")
    if args.session is not None:
        session = tx.session.scalar(select(DeviceSession).where(DeviceSession.id == args.session))
        if session is None or (args.person is not None and session.person != args.person):
            raise NotFound()
        _revoke(tx, session, reason)
        return
    person = tx.get(Person, args.person or who.person)
    close_sessions(tx, person.id, reason=reason, but=who.session if person.id == who.person else "")


def _revoke(tx: Transaction, session: DeviceSession, reason: str) -> None:
    if session.revoked_at is not None:
        return
    session.revoked_at, session.revoked_reason = tx.now, reason
    tx.touch(session)
    tx.facts(sessions=[session.id])
