"""Signing in with a password: `POST /api/session`, `DELETE /api/session`, `GET /api/me` (wire.md), and finding
a person by name.
"""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue
from limits import RateLimitItem, RateLimitItemPerMinute, parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import Connection, or_, select

from app import wire
from app.house import house
from app.language import gettext as _
from app.people import passwords, sessions
from app.people.arriving import device_name, put_cookie
from app.people.days import today
from app.people.models import Body, Membership, Person, Unit, UnitAdministrator
from app.people.rules import Term
from app.policy import Actor
from app.text import fold, name_key
from app.web.api import as_json
from app.web.page import caller, page, reading
from app.wire import Command, Invalid, NotSignedIn, TooMany

blueprint = Blueprint("people", __name__)

PER_ACCOUNT: tuple[RateLimitItem, ...] = (parse("5/minute"), parse("10 per 15 minute"), parse("30/hour"))
"""Failures of one account: the wait grows, and a right password in a free window ends it."""
PER_ADDRESS: RateLimitItem = RateLimitItemPerMinute(60)
"""Failures from one address: a hall of tablets shares one, and hundreds come in within a minute before a session."""
AT_ONCE = 200
"""Passwords of one address that are being looked at: a flood of guesses gets no further before the first has failed."""


class Backoff:
    """Failed attempts, in memory. Those of one account are counted before the password is looked at, so that parallel guesses
    count too.
    """

    def __init__(self) -> None:
        self.limiter = FixedWindowRateLimiter(MemoryStorage())
        self.asking: Counter[str] = Counter()
        """Address -> attempts that have not come to an end."""

    @contextmanager
    def attempt(self, account: str, address: str) -> Iterator[None]:
        """One attempt, which fails by NotSignedIn. Raises TooMany, with the seconds to wait."""
        self._refuse(account, address)
        for item in PER_ACCOUNT:
            self.limiter.hit(item, f"a/{account}")
        self.asking[address] += 1
        try:
            yield
        except NotSignedIn:
            self.limiter.hit(PER_ADDRESS, f"h/{address}")
            raise
        else:
            for item in PER_ACCOUNT:
                self.limiter.clear(item, f"a/{account}")
        finally:
            self.asking[address] -= 1
            if not self.asking[address]:
                del self.asking[address]

    def _refuse(self, account: str, address: str) -> None:
        for item, key in [*((item, f"a/{account}") for item in PER_ACCOUNT), (PER_ADDRESS, f"h/{address}")]:
            if not self.limiter.test(item, key):
                reset = self.limiter.get_window_stats(item, key).reset_time
                raise TooMany(max(1, math.ceil(reset - time.time())))
        if self.asking[address] >= AT_ONCE:
            raise TooMany(1)


def _backoff() -> Backoff:
    kept = current_app.extensions.setdefault("backoff", Backoff())
    assert isinstance(kept, Backoff)
    return kept


class SignIn(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    username: str
    password: str


def _form() -> SignIn:
    try:
        raw = msgspec.json.decode(request.get_data(cache=False))
    except wire.NO_JSON:
        raw = None
    if not isinstance(raw, dict):
        raise Invalid({"username": _("Cần điền mục này.")})
    form = wire.convert(wire.clean(raw), SignIn)
    empty = {name: _("Cần điền mục này.") for name in ("username", "password") if not getattr(form, name).strip()}
    if empty:
        raise Invalid(empty)
    if len(form.username) > 64 or len(form.password) > passwords.LONGEST:
        raise _wrong()
    return form


def _wrong() -> NotSignedIn:
    return NotSignedIn(_("Tên đăng nhập hoặc mật khẩu không đúng."))


@page(blueprint, "/api/session", methods=["POST"], endpoint="sign_in")
def sign_in(_who: Actor) -> ResponseReturnValue:
    """A session for the right password. An unknown name costs the same time as a wrong password, and is told
    the same.
    """
    form = _form()
    account, address = form.username.strip().lower(), request.remote_addr or ""
    with _backoff().attempt(account, address):
        person = _account(account)
        right = passwords.matches(person["password_hash"] if person else None, form.password)
        if person is None or not right or not person["active"]:
            raise _wrong()
    before = caller()
    if before is not None:  # somebody else, or the same again, was signed in on this device: that session ends
        house().execute(before, _closing())
    return open_session(person["id"], person["language"])


def _account(username: str) -> dict[str, Any] | None:
    columns = (Person.id, Person.password_hash, Person.active, Person.language)
    with reading() as read:
        row = read.execute(select(*columns).where(Person.username == username)).mappings().first()
    return dict(row) if row else None


def open_session(person: str, language: str) -> Response:
    """Sign the asking device in as this person, whoever proved it and how; the answer carries the cookie."""
    token = sessions.new_token()
    result = house().execute_internal(
        "session.open",
        "system",
        {"person": person, "token_hash": sessions.digest(token), "device": device_name()},
        language=language,
    )
    if not result.ok:
        raise wire.as_refusal(result)
    with reading() as read:
        return put_cookie(as_json({"person": about(read, person)}), token)


def _closing() -> Command:
    return Command(id=sessions.new_token(), stream="system", name="session.close", args={})


@page(blueprint, "/api/session", methods=["DELETE"], endpoint="sign_out")
def sign_out(_who: Actor) -> ResponseReturnValue:
    """Sign this device out: the session ends and its sockets are cut."""
    asking = caller()
    assert asking is not None
    result = house().execute(asking, _closing())
    if not result.ok:
        raise wire.as_refusal(result)
    found = as_json({"ok": True})
    found.delete_cookie(
        sessions.cookie_name(house().settings),
        path="/",
        secure=house().settings.tls,
        samesite="Lax",
        httponly=True,
    )
    return found


@page(blueprint, "/api/me")
def me(who: Actor) -> ResponseReturnValue:
    """Who I am, in which bodies, with which capacities."""
    with reading() as read:
        return as_json(
            {
                "person": about(read, who.person),
                "bodies": bodies_of(read, who.person),
                "units": units_of(read, who.person),
            }
        )


def about(read: Connection, person: str) -> dict[str, Any]:
    """A person, as told to themselves."""
    columns = (
        Person.id,
        Person.username,
        Person.name,
        Person.office,
        Person.language,
        Person.settings,
        Person.system_administrator,
    )
    row = read.execute(select(*columns).where(Person.id == person)).mappings().one()
    return {**row, "settings": row["settings"] or {}}


def bodies_of(read: Connection, person: str) -> list[dict[str, Any]]:
    """The bodies one is in today: body, name, short_name, capacities, office."""
    rows = read.execute(
        select(
            Membership.body,
            Body.name,
            Body.short_name,
            Membership.capacities,
            Membership.office,
            Membership.from_date,
            Membership.until_date,
        )
        .join(Body, Body.id == Membership.body)
        .where(Membership.person == person)
        .order_by(Body.name)
    ).mappings()
    day = today().isoformat()
    return [
        {key: row[key] for key in ("body", "name", "short_name", "capacities", "office")}
        for row in rows
        if Term(person, (), row["from_date"], row["until_date"]).covers(day)
    ]


def units_of(read: Connection, person: str) -> list[dict[str, Any]]:
    """The units one administers."""
    rows = read.execute(
        select(Unit.id, Unit.name)
        .join(UnitAdministrator, UnitAdministrator.unit == Unit.id)
        .where(UnitAdministrator.person == person)
        .order_by(Unit.name)
    ).mappings()
    return [{"unit": row["id"], "name": row["name"]} for row in rows]


FOUND = 20


@page(blueprint, "/api/people")
def people(_who: Actor) -> ResponseReturnValue:
    """People by name, to invite or send: `?q=men` finds Mến. At most 20, in Vietnamese order of names."""
    wanted = fold(request.args.get("q", "")[:100])
    with reading() as read:
        return as_json({"people": find_people(read, wanted) if wanted else []})


def find_people(read: Connection, folded: str, limit: int = FOUND) -> list[dict[str, Any]]:
    """Active accounts in whose name every word asked for begins a word."""
    condition = [
        or_(
            Person.folded.startswith(word, autoescape=True),
            Person.folded.contains(f" {word}", autoescape=True),
        )
        for word in folded.split()[:6]
    ]
    rows = read.execute(
        select(Person.id, Person.name, Person.office)
        .where(Person.active.is_(True), *condition)
        .order_by(Person.folded)
        .limit(200)
    ).mappings()
    found = sorted((dict(row) for row in rows), key=lambda row: name_key(row["name"]))
    return found[:limit]
