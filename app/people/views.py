"""What is seen of bodies and accounts, and what other packages may ask about them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, Text, and_, bindparam, cast, select

from app.database import EPOCH
from app.language import gettext as _
from app.people import rules
from app.people.faces import Face, Setting
from app.people.models import Body, BodyRule, DeviceSession, Membership, Person, Unit, UnitAdministrator
from app.text import name_key
from app.views import Form, collection
from app.wire import NotFound, stamp

BODY_SCOPES = ("desk", "members")


# -- the body's stream ----------


@collection("body", Body, kind="body", within="id")
def body_forms(_read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """The body itself: names and what its papers print."""
    for row in rows:
        form = {key: row[key] for key in ("name", "short_name", "kind", "unit", "header")}
        for scope in BODY_SCOPES:
            yield Form(row["id"], scope, row["id"], form)


@collection("members", Membership, kind="body", within="body")
def member_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """Terms in the body, past ones too."""
    persons = persons_by_id(read, {row["person"] for row in rows})
    for row in rows:
        person = persons[row["person"]]
        form = {
            "person": row["person"],
            "name": person["name"],
            "office": row["office"] or person["office"],
            "capacities": row["capacities"],
            "order": row["order"],
            "group": row["group"],
            "from": row["from_date"],
            "to": row["until_date"],
        }
        for scope in BODY_SCOPES:
            yield Form(row["id"], scope, row["id"], form)


@collection("rules", BodyRule, kind="body", within="body")
def rule_forms(_read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """The body's dated rules."""
    for row in rows:
        form = {
            "key": row["key"],
            "valid_from": row["valid_from"],
            "value": row["value"],
            "set_at": stamp(row["set_at"]),
        }
        for scope in BODY_SCOPES:
            yield Form(row["id"], scope, row["id"], form)


# -- the system's stream ----------


@collection("accounts", Person, kind="system", within=None)
def account_forms(_read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """Accounts, for system administrators; devices that are nobody's are no accounts of theirs."""
    for row in rows:
        if row["device"]:
            continue
        form = {key: row[key] for key in ("username", "name", "office", "active", "system_administrator")}
        yield Form(row["id"], "desk", row["id"], {**form, "password": row["password_hash"] is not None})


@collection("bodies", Body, kind="system", within=None)
def listed_body_forms(_read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """All bodies, for system administrators."""
    for row in rows:
        form = {key: row[key] for key in ("name", "short_name", "kind", "unit")}
        yield Form(row["id"], "desk", row["id"], form)


@collection("units", Unit, kind="system", within=None)
def unit_forms(_read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    for row in rows:
        yield Form(row["id"], "desk", row["id"], {"name": row["name"], "parent": row["parent"]})


@collection("unit_administrators", UnitAdministrator, kind="system", within=None)
def unit_administrator_forms(_read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    for row in rows:
        yield Form(row["id"], "desk", row["id"], {"unit": row["unit"], "person": row["person"]})


@collection("my_sessions", DeviceSession, kind="system", within=None)
def session_forms(_read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """The devices on which a person is signed in: theirs alone to see."""
    for row in rows:
        if row["revoked_at"] is None:
            form = {
                "device": row["device"],
                "opened_at": stamp(row["opened_at"]),
                "expires_at": stamp(row["expires_at"]),
            }
            yield Form(row["id"], f"person:{row['person']}", row["id"], form)


# -- asked by others ----------


def persons_by_id(read: Connection, ids: Iterable[str]) -> dict[str, RowMapping]:
    """Names and offices of persons: {id: (id, username, name, office, active)}."""
    columns = (Person.id, Person.username, Person.name, Person.office, Person.active)
    found: dict[str, RowMapping] = {}
    listed = sorted(ids)
    for start in range(0, len(listed), 500):
        part = select(*columns).where(Person.id.in_(listed[start : start + 500]))
        found.update((row["id"], row) for row in read.execute(part).mappings())
    return found


_terms = select(
    Membership.person, Membership.capacities, Membership.from_date, Membership.until_date, Membership.id
).where(Membership.body == bindparam("of_body"))
_own_terms = _terms.where(Membership.person == bindparam("of_person"))


def terms(read: Connection, body: str, person: str | None = None) -> list[rules.Term]:
    """The terms in a body, of one person or of all."""
    wanted = _terms if person is None else _own_terms
    return [
        rules.Term(whose, tuple(capacities), begin, end, id)
        for whose, capacities, begin, end, id in read.execute(wanted, {"of_body": body, "of_person": person})
    ]


_on_the_day = and_(
    Membership.body == bindparam("of_body"),
    Membership.from_date <= bindparam("day"),
    Membership.until_date.is_(None) | (Membership.until_date >= bindparam("day")),
)
"""The terms in a body that cover a day (`Term.covers`)."""
_approving = select(Membership.id).where(_on_the_day, cast(Membership.capacities, Text).contains('"approver"')).limit(1)


def names_approvers(read: Connection, body: str, on: date) -> bool:
    """Whether the body names somebody on a day who approves papers; else its chair does."""
    return read.execute(_approving, {"of_body": body, "day": on.isoformat()}).first() is not None


_current = (
    select(
        Membership.person,
        Person.name,
        Membership.office,
        Person.office.label("person_office"),
        Membership.capacities,
        Membership.group,
        Membership.order,
    )
    .join(Person, Person.id == Membership.person)
    .where(_on_the_day)
)


def current_members(read: Connection, body: str, on: date) -> list[RowMapping]:
    """Everybody in the body on a day, in its order: person, name, office, capacities, order."""
    rows = read.execute(_current, {"of_body": body, "day": on.isoformat()}).mappings().all()
    return sorted(rows, key=lambda row: (row["order"], name_key(row["name"])))


def roll(read: Connection, body: str, on: date) -> list[RowMapping]:
    """The body's members on a day, the chair included, in the body's order: person, name, office…"""
    return [row for row in current_members(read, body, on) if rules.on_roll(row["capacities"])]


def approvers(read: Connection, body: str, on: date) -> set[str]:
    """Who approves the body's papers on a day; its chair where it names nobody."""
    return rules.approvers_on(terms(read, body), on)


def is_system_administrator(read: Connection, person: str) -> bool:
    return bool(read.execute(select(Person.system_administrator).where(Person.id == person)).scalar())


# -- dated rules ----------

Check = Callable[[Any], str | None]


class RuleKey(NamedTuple):
    """A rule the packages know: what holds where a body says nothing, what is wrong with a value (or None), its words. `former`:
    what held so in earlier releases, the first first. Whoever changes a default puts the one before there: what was judged by
    it is judged by it for ever (docs/decisions/0051).
    """

    default: Any
    check: Check
    face: Face
    former: tuple[Any, ...] = ()


RULES: dict[str, RuleKey] = {}


def register_rule(key: str, default: Any, check: Check, face: Face, former: tuple[Any, ...] = ()) -> None:
    """A package tells a rule that bodies may set. `check(value)` says what is wrong with a value, or None."""
    RULES[key] = RuleKey(default, check, face, former)


DEFAULT = "default"
"""Stands in place of a dated rule's id where a body has set none. A later default than the first says which: `default/2`."""


def default_id(key: str) -> str:
    """Of the default that holds now."""
    return f"{DEFAULT}/{len(former) + 1}" if (former := RULES[key].former) else DEFAULT


def is_default(id: str) -> bool:
    return id.partition("/")[0] == DEFAULT


def default_named(key: str, id: str) -> Any:
    """The default that an id names. Raises LookupError where there was none such."""
    known = [*RULES[key].former, RULES[key].default]
    named = id.partition("/")[2] or "1"
    if not is_default(id) or named not in map(str, range(1, len(known) + 1)):
        raise LookupError(id)
    return known[int(named) - 1]


LONGEST_VALUE = 300


def previewed(key: str, spelled: str, setting: Setting) -> dict[str, str]:
    """The sentence of a value that somebody is about to choose, and what it comes to; or what is wrong with it. Raises NotFound."""
    known = RULES.get(key)
    if known is None:
        raise NotFound()
    try:
        value = json.loads(spelled[:LONGEST_VALUE])
    except ValueError:
        return {"fault": _("Giá trị không hợp lệ.")}
    fault = known.check(value)
    if fault:
        return {"fault": fault}
    return {"sentence": known.face.sentence(value, setting), "example": known.face.example(value, setting)}


def set_rules(read: Connection, body: str) -> dict[str, list[rules.DatedRule]]:
    """All rules a body has set, by key, the one that holds last first."""
    found: dict[str, list[rules.DatedRule]] = defaultdict(list)
    for row in read.execute(select(BodyRule.__table__).where(BodyRule.body == body)).mappings():
        found[row["key"]].append(_dated(row))
    return {
        key: sorted(kept, key=lambda one: (one.valid_from, one.set_at), reverse=True) for key, kept in found.items()
    }


def _dated(row: RowMapping) -> rules.DatedRule:
    return rules.DatedRule(row["id"], row["valid_from"], row["value"], _milliseconds(row["set_at"]))


def _milliseconds(moment: datetime) -> int:
    return int((moment - EPOCH).total_seconds() * 1000)


def rule_in_force(read: Connection, body: str, key: str, on: date) -> rules.DatedRule | None:
    """The body's own rule on a day, with its id; None where the default holds."""
    wanted = select(BodyRule.id, BodyRule.valid_from, BodyRule.value, BodyRule.set_at).where(
        BodyRule.body == body, BodyRule.key == key
    )
    return rules.rule_on(map(_dated, read.execute(wanted).mappings()), on)


def body_rule(read: Connection, body: str, key: str, on: date) -> Any:
    """The value of a rule on a day. Raises KeyError for a key no package has registered."""
    default = RULES[key].default
    found = rule_in_force(read, body, key, on)
    return default if found is None else found.value
