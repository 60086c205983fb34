"""Commands on persons and units (the system's stream)."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

import msgspec
from msgspec import UNSET, Meta, UnsetType
from sqlalchemy import insert, select

from app.commands import Made, Transaction, command
from app.database import new_id
from app.language import gettext as _
from app.people import passwords
from app.people.closing import close_sessions
from app.people.models import Body, Membership, Person, Unit, UnitAdministrator
from app.policy import Actor
from app.text import fold, tidy
from app.wire import Conflict, Invalid, NotFound

if TYPE_CHECKING:
    from app.house import House

Id = Annotated[str, Meta(min_length=1, max_length=40)]
Name = Annotated[str, Meta(min_length=1, max_length=120)]
Office = Annotated[str, Meta(max_length=200)]
Username = Annotated[str, Meta(min_length=2, max_length=64)]
Password = Annotated[str, Meta(min_length=1, max_length=passwords.LONGEST)]
Language = Literal["vi", "en"]

USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}")


def username_of(typed: str) -> str:
    """A user name as it is kept. Raises Invalid for what can't be one."""
    name = typed.strip().lower()
    if not USERNAME.fullmatch(name):
        raise Invalid({"username": _("Tên đăng nhập chỉ gồm chữ không dấu, chữ số và các dấu . _ - @")})
    return name


def name_of(typed: str) -> str:
    """A person's name as it is kept. Raises Invalid for blanks."""
    name = tidy(typed)
    if not name:
        raise Invalid({"name": _("Cần điền mục này.")})
    return name


def hash_ahead(_house: House, _who: Actor, args: Any) -> str | None:
    """The hash of a new password, made before the command queues. A weak one is refused by its handler."""
    return passwords.hashed(args.password) if args.password and not passwords.fault(args.password, "") else None


def new_hash(tx: Transaction, password: str, username: str) -> str:
    """The hash of a new password. Raises Invalid for a weak one."""
    fault = passwords.fault(password, username)
    if fault:
        raise Invalid({"password": fault})
    return str(tx.ahead) if tx.ahead else passwords.hashed(password)


# -- persons ----------


class CreateArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    __secret__ = ("password",)

    username: Username
    name: Name
    office: Office = ""
    password: Password | None = None
    language: Language | None = None
    """Not said: the house's."""
    system_administrator: bool = False


@command("person.create", stream="system", entry="person.created", ahead=hash_ahead)
def create(tx: Transaction, _who: Actor, args: CreateArgs) -> Made:
    """A new account. Raises Conflict when the user name is taken."""
    username, name = username_of(args.username), name_of(args.name)
    if tx.session.scalar(select(Person.id).where(Person.username == username)):
        raise Conflict(_("Tên đăng nhập %(name)s đã có người dùng.", name=username))
    person = tx.add(
        Person(
            username=username,
            name=name,
            folded=fold(name),
            office=tidy(args.office),
            language=args.language or tx.settings.language,
            system_administrator=args.system_administrator,
            password_hash=new_hash(tx, args.password, username) if args.password else None,
        )
    )
    tx.touch(person)
    return Made(person.id)


class ImportRow(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    username: Username
    name: Name
    office: Office = ""
    language: Language | None = None
    """Not said: the house's."""


class ImportArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    # The rows are in the table; thousands of them don't belong into facts that are kept for ever.
    __secret__ = ("password", "rows")

    rows: Annotated[list[ImportRow], Meta(min_length=1, max_length=10_000)]
    password: Password | None = None


@command("person.import", stream="system", entry="person.imported", ahead=hash_ahead)
def import_(tx: Transaction, _who: Actor, args: ImportArgs) -> Made:
    """Many accounts at once, all or none. Answers `persons`: {user name: id}."""
    rows = [(username_of(row.username), name_of(row.name), row) for row in args.rows]
    twice = [name for name, count in Counter(username for username, _name, _row in rows).items() if count > 1]
    if twice:
        raise Invalid({"rows": _("Danh sách có tên đăng nhập lặp lại: %(names)s.", names=_some(twice))})
    taken = _taken(tx, [username for username, _name, _row in rows])
    if taken:
        raise Conflict(_("Tên đăng nhập đã có người dùng: %(names)s.", names=_some(taken)))
    kept = new_hash(tx, args.password, "") if args.password else None
    values: list[dict[str, Any]] = [
        {
            "id": new_id(),
            "username": username,
            "name": name,
            "folded": fold(name),
            "office": tidy(row.office),
            "password_hash": kept,
            "language": row.language or tx.settings.language,
            "active": True,
            "system_administrator": False,
            "settings": {},
        }
        for username, name, row in rows
    ]
    tx.connection.execute(insert(Person), values)
    tx.touch(Person, [value["id"] for value in values])
    tx.facts(count=len(values))
    return Made(new_id(), extra={"persons": {value["username"]: value["id"] for value in values}})


def _taken(tx: Transaction, usernames: list[str]) -> list[str]:
    found: list[str] = []
    for start in range(0, len(usernames), 500):
        part = select(Person.username).where(Person.username.in_(usernames[start : start + 500]))
        found.extend(tx.connection.execute(part).scalars())
    return found


def _some(names: list[str]) -> str:
    """The first few of a list, for a message."""
    return ", ".join(sorted(names)[:5]) + ("…" if len(names) > 5 else "")


class EditArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    person: Id
    name: Name | UnsetType = UNSET
    office: Office | UnsetType = UNSET
    active: bool | UnsetType = UNSET
    system_administrator: bool | UnsetType = UNSET


@command("person.edit", stream="system", entry="person.edited")
def edit(tx: Transaction, who: Actor, args: EditArgs) -> None:
    """Change an account; closing it signs it out everywhere. Nobody closes or demotes their own."""
    person = tx.get(Person, args.person)
    if person.id == who.person and (args.active is False or args.system_administrator is False):
        raise Conflict(_("Không thể tự khóa tài khoản hoặc tự bỏ quyền quản trị của chính tài khoản này."))
    if not isinstance(args.name, UnsetType):
        person.name = name_of(args.name)
        person.folded = fold(person.name)
    if not isinstance(args.office, UnsetType):
        person.office = tidy(args.office)
    if not isinstance(args.system_administrator, UnsetType):
        person.system_administrator = args.system_administrator
    if not isinstance(args.active, UnsetType):
        person.active = args.active
    tx.session.flush()
    if not person.active:
        close_sessions(tx, person.id, reason=_("Tài khoản đã bị khóa."))
    memberships = tx.session.scalars(select(Membership).where(Membership.person == person.id)).all()
    tx.touch(person, *memberships)
    tx.rights(person.id)
    for body in {membership.body for membership in memberships}:
        tx.rights(person.id, stream=f"body:{body}")


class SetPasswordArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    __secret__ = ("password", "current")

    person: Id
    password: Password
    current: Password | None = None


class Looked(NamedTuple):
    """What the door found out about a change of password: whether `current` is the kept one, and the new one's hash."""

    kept: str | None
    right: bool
    fresh: str | None


def look_ahead(house: House, who: Actor, args: SetPasswordArgs) -> Looked:
    """Both hashes are made before the command queues."""
    with house.database.read() as read:
        kept = read.execute(select(Person.password_hash).where(Person.id == args.person)).scalar()
    right = args.person != who.person or not kept or passwords.matches(kept, args.current or "")
    return Looked(kept, right, hash_ahead(house, who, args) if right else None)


@command("person.set_password", stream="system", entry="person.password_set", ahead=look_ahead)
def set_password(tx: Transaction, who: Actor, args: SetPasswordArgs) -> None:
    """A new password; every other device of the person is signed out. One's own needs the current one."""
    person = tx.get(Person, args.person)
    own = person.id == who.person
    looked: Looked = tx.ahead or look_ahead(tx.house, who, args)
    if own and (not looked.right or looked.kept != person.password_hash):  # or somebody else has just set another
        raise Invalid({"current": _("Mật khẩu hiện tại không đúng.")})
    tx.ahead = looked.fresh
    person.password_hash = new_hash(tx, args.password, person.username)
    tx.session.flush()
    close_sessions(tx, person.id, reason=_("Mật khẩu đã đổi."), but=who.session if own else "")
    tx.touch(person)


class PreferencesArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    language: Language | UnsetType = UNSET
    text_size: Literal[90, 100, 115, 130] | UnsetType = UNSET
    theme: Literal["auto", "light", "dark", "room"] | UnsetType = UNSET
    keyboard: bool | UnsetType = UNSET


@command("person.set_preferences", stream="system", private=True)
def set_preferences(tx: Transaction, who: Actor, args: PreferencesArgs) -> None:
    """How the person likes to read: nobody else's business, so no entry tells of it."""
    person = tx.get(Person, who.person)
    chosen: dict[str, Any] = {
        name: value
        for name in ("text_size", "theme", "keyboard")
        if not isinstance(value := getattr(args, name), UnsetType)
    }
    if not isinstance(args.language, UnsetType):
        person.language = tx.house.languages[who.person] = args.language
    person.settings = {**(person.settings or {}), **chosen}


# -- units ----------


class UnitArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    parent: Id | None = None


@command("unit.create", stream="system", entry="unit.created")
def create_unit(tx: Transaction, _who: Actor, args: UnitArgs) -> Made:
    """A unit, alone or under another."""
    if args.parent is not None:
        tx.get(Unit, args.parent)
    unit = tx.add(Unit(name=name_of(args.name), parent=args.parent))
    tx.touch(unit)
    return Made(unit.id)


class AdministratorArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    unit: Id
    person: Id


@command("unit.add_administrator", stream="system", entry="unit.administrator_added")
def add_administrator(tx: Transaction, _who: Actor, args: AdministratorArgs) -> Made | None:
    """Somebody administers a unit and its bodies from now on."""
    tx.get(Unit, args.unit)
    tx.get(Person, args.person)
    if _administrator(tx, args) is not None:
        return None
    made = tx.add(UnitAdministrator(unit=args.unit, person=args.person))
    tx.touch(made)
    _rights_in_unit(tx, args)
    return Made(made.id)


@command("unit.remove_administrator", stream="system", entry="unit.administrator_removed")
def remove_administrator(tx: Transaction, _who: Actor, args: AdministratorArgs) -> None:
    """No longer. Raises NotFound for one who isn't."""
    kept = _administrator(tx, args)
    if kept is None:
        raise NotFound()
    tx.delete(kept)
    _rights_in_unit(tx, args)


def _administrator(tx: Transaction, args: AdministratorArgs) -> UnitAdministrator | None:
    return tx.session.scalar(
        select(UnitAdministrator).where(UnitAdministrator.unit == args.unit, UnitAdministrator.person == args.person)
    )


def _rights_in_unit(tx: Transaction, args: AdministratorArgs) -> None:
    tx.rights(args.person)
    for body in tx.session.scalars(select(Body.id).where(Body.unit == args.unit)):
        tx.rights(args.person, stream=f"body:{body}")


# -- sessions, asked by commands of this slice ----------
