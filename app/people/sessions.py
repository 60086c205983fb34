"""Device sessions: tokens and cookies, and finding the session at a door. The table keeps only the token's SHA-256."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, RowMapping, bindparam, or_, select

from app.caller import Caller
from app.people.models import DeviceSession, Person
from app.settings import Settings

if TYPE_CHECKING:
    from app.house import House


def new_token() -> str:
    """32 random bytes, as text for a cookie."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What the table keeps of a token. It is random enough to need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def cookie_name(settings: Settings) -> str:
    """Over TLS the prefix makes browsers refuse the cookie from anybody else (another port, a subdomain)."""
    return "__Host-dienhong" if settings.tls else "dienhong"


# Built once: every request and every event of a socket asks them.
_by_token = (
    select(
        DeviceSession.id,
        DeviceSession.person,
        DeviceSession.device,
        DeviceSession.opened_at,
        DeviceSession.expires_at,
        DeviceSession.revoked_at,
        DeviceSession.revoked_reason,
        Person.name,
        Person.language,
        Person.active,
        Person.settings,
    )
    .join(Person, Person.id == DeviceSession.person)
    .where(DeviceSession.token_hash == bindparam("digest"))
)
_state = (
    select(DeviceSession.revoked_at, DeviceSession.expires_at, Person.active)
    .join(Person, Person.id == DeviceSession.person)
    .where(DeviceSession.id == bindparam("session"))
)


def find(read: Connection, token: str, now: datetime | None = None) -> RowMapping | None:
    """The session of a token: id, person, language…; None when unknown, revoked, expired, or the account is closed."""
    if not token or len(token) > 100:
        return None
    row = read.execute(_by_token, {"digest": digest(token)}).mappings().first()
    if row is None or row["revoked_at"] is not None or not row["active"]:
        return None
    return row if row["expires_at"] > (now or datetime.now(UTC)) else None


def caller(read: Connection, house: House, cookies: Mapping[str, str]) -> Caller | None:
    """Who stands at the door with these cookies, or None."""
    row = find(read, cookies.get(cookie_name(house.settings), ""), house.now())
    if row is None:
        return None
    return Caller(person=row["person"], session=row["id"], language=row["language"])


def alive(read: Connection, house: House, session: str) -> bool:
    """Whether a session found before is still good: asked at every event of a socket."""
    row = read.execute(_state, {"session": session}).first()
    return row is not None and row.revoked_at is None and row.active and row.expires_at > house.now()


def over(read: Connection, sessions: list[str], now: datetime) -> list[str]:
    """Which of these sessions are revoked or have run out."""
    found: list[str] = []
    for start in range(0, len(sessions), 500):
        part = sessions[start : start + 500]
        gone = or_(DeviceSession.revoked_at.is_not(None), DeviceSession.expires_at <= now)
        asked = select(DeviceSession.id).where(DeviceSession.id.in_(part), gone)
        found.extend(read.execute(asked).scalars())
    return found
