"""Closing the sessions of an account: what several commands do, here and in the packages to the right."""

from __future__ import annotations

from sqlalchemy import select, update

from app.commands import Transaction
from app.people.models import DeviceSession


def close_sessions(tx: Transaction, person: str, *, reason: str, but: str = "") -> list[str]:
    """Revoke a person's open sessions. Returns their ids, which the entry's facts name too (relays cut their
    sockets).
    """
    open_ = select(DeviceSession.id).where(
        DeviceSession.person == person, DeviceSession.revoked_at.is_(None), DeviceSession.id != but
    )
    ids = list(tx.connection.execute(open_).scalars())
    if ids:
        tx.connection.execute(
            update(DeviceSession).where(DeviceSession.id.in_(ids)).values(revoked_at=tx.now, revoked_reason=reason)
        )
        tx.touch(DeviceSession, ids)
        tx.facts(sessions=ids)
    return ids
