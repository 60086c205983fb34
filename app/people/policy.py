"""Who may do what with people, bodies and sessions: the frame's own page of permissions."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, exists, select

from app.people import rules
from app.people.days import today
from app.people.models import Body, DeviceSession, Membership, Person, UnitAdministrator
from app.people.rules import Term
from app.policy import Actor, Standing, anyone, capacity, device, signed_in, standing, system_administrator, the_house

# -- standings ----------

CAPACITIES = ("chair", "secretary", "deputy", "member", "approver", "records_clerk")
"""One's capacity in the body's stream: the first of these one holds. Guests and the hall's screen have none there."""


@standing("body")
def body_standing(read: Connection, subject: str, person: str) -> Standing | None:
    """Members see the body; the chair, secretaries and the unit's administrators are its desk. What people wrote to the chair
    and the secretaries is for these alone (`secretariat`).
    """
    unit = select(Body.unit).where(Body.id == subject).scalar_subquery()
    administers = exists().where(UnitAdministrator.unit == unit, UnitAdministrator.person == person)
    row = read.execute(
        select(Person.active, Person.system_administrator, administers).where(Person.id == person, unit.is_not(None))
    ).first()
    if row is None or not row[0]:
        return None
    marks = set(capacities_today(read, subject, person)) - {"guest", "hall"}
    found = next((name for name in CAPACITIES if name in marks), None)
    if rules.on_roll(marks):
        marks.add("on_roll")
    if row[2]:
        marks.add("unit_administrator")
        found = found or "unit_administrator"
    if row[1]:
        marks.add("system_administrator")
    if not marks:
        return None
    desk = not marks.isdisjoint({"chair", "secretary", "unit_administrator"})
    scopes = {"desk"} if desk else {"members"} if found else set()
    if not marks.isdisjoint({"chair", "secretary"}):
        scopes.add("secretariat")
    return Standing(capacity=found, scopes=frozenset(scopes), marks=frozenset(marks))


def capacities_today(read: Connection, body: str, person: str) -> list[str]:
    """What a person is in a body now."""
    day = today().isoformat()
    rows = read.execute(
        select(Membership.capacities, Membership.from_date, Membership.until_date).where(
            Membership.body == body, Membership.person == person
        )
    )
    return [held for capacities, begin, end in rows if Term(person, (), begin, end).covers(day) for held in capacities]


@standing("system")
def system_standing(read: Connection, _subject: str, person: str) -> Standing | None:
    """Everybody with an account has their sessions there; system administrators see the accounts."""
    row = read.execute(
        select(
            Person.active,
            Person.system_administrator,
            exists().where(UnitAdministrator.person == person),
        ).where(Person.id == person)
    ).first()
    if row is None or not row[0]:
        return None
    marks = {name for name, held in (("system_administrator", row[1]), ("unit_administrator", row[2])) if held}
    scopes = {"desk"} if row[1] else {"everyone"}
    return Standing(capacity=None, scopes=frozenset(scopes), marks=frozenset(marks))


# -- predicates ----------


@capacity
def unit_administrator(who: Actor) -> bool:
    """Administers the body's unit (in the system's stream: any unit)."""
    return "unit_administrator" in who.marks


@capacity
def of_the_body(who: Actor) -> bool:
    """The body's own people, of its desk or on its roll. Never a guest or a screen."""
    return not who.marks.isdisjoint({"chair", "secretary", "deputy", "member", "approver", "records_clerk"})


def himself(_tx: Any, who: Actor, args: Any) -> bool:
    """The account is the person's own."""
    return bool(args.person == who.person)


def own_session(tx: Any, who: Actor, args: Any) -> bool:
    """The session, or all sessions meant, are the person's own."""
    if args.session is None:
        return args.person in (None, who.person)
    owner = tx.connection.execute(select(DeviceSession.person).where(DeviceSession.id == args.session)).scalar()
    return bool(owner == who.person)


def in_a_body(read: Connection, who: Actor, _args: Any) -> bool:
    """Somebody of a body of this house, not its guest alone nor a hall's screen: may look for who has an account."""
    day = today().isoformat()
    held = select(Membership.capacities, Membership.from_date, Membership.until_date).where(
        Membership.person == who.person
    )
    return any(
        set(capacities) - {"guest", "hall"}
        for capacities, begin, end in read.execute(held)
        if Term(who.person, (), begin, end).covers(day)
    )


def makes_no_administrator(_tx: Any, _who: Actor, args: Any) -> bool:
    """Only a system administrator makes another."""
    return not args.system_administrator


def in_own_unit(tx: Any, who: Actor, args: Any) -> bool:
    """An ordinary account, in bodies of the administrator's own units and in no others."""
    connection = tx.connection
    above = select(Person.system_administrator).where(Person.id == args.person)
    if connection.execute(above).scalar() is not False:
        return False
    theirs = select(Body.unit).join(Membership, Membership.body == Body.id).where(Membership.person == args.person)
    mine = select(UnitAdministrator.unit).where(UnitAdministrator.person == who.person)
    units = set(connection.execute(theirs).scalars())
    return bool(units) and units <= set(connection.execute(mine).scalars())


# -- the page ----------

PERMISSIONS: dict[str, list[list[Any]]] = {
    "body.create": [[system_administrator]],
    "body.edit": [[unit_administrator], [system_administrator]],
    "body.add_member": [[unit_administrator], [system_administrator]],
    "body.add_members": [[unit_administrator], [system_administrator]],
    "body.edit_member": [[unit_administrator], [system_administrator]],
    "body.end_membership": [[unit_administrator], [system_administrator]],
    "body.set_rule": [[unit_administrator], [system_administrator]],
    "person.create": [[system_administrator], [unit_administrator, makes_no_administrator]],
    "person.import": [[system_administrator], [unit_administrator]],
    "person.edit": [[system_administrator], [unit_administrator, in_own_unit, makes_no_administrator]],
    "person.set_password": [[himself], [system_administrator], [unit_administrator, in_own_unit]],
    "person.set_preferences": [[signed_in]],
    "unit.create": [[system_administrator]],
    "unit.add_administrator": [[system_administrator]],
    "unit.remove_administrator": [[system_administrator]],
    "session.open": [[the_house]],
    "session.open_many": [[the_house]],
    "session.close": [[signed_in], [device]],
    "session.revoke": [[own_session], [system_administrator]],
}

PAGES: dict[str, list[list[Any]]] = {
    "people.sign_in": [[anyone]],
    "people.sign_out": [[signed_in], [device]],
    "people.me": [[signed_in], [device]],
    "account.sign_in_page": [[anyone]],
    "account.account_page": [[signed_in]],
    "bodies.body_rules": [[of_the_body], [unit_administrator], [system_administrator]],
    "bodies.preview": [[unit_administrator], [system_administrator]],
    "people.people": [[in_a_body], [system_administrator], [unit_administrator]],
}
