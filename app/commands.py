"""The one path of change: the registry of commands, the transaction a handler works in, and what becomes of it.

execute() itself, with the group commit, is in `app/writer.py`; here is what one command does inside its savepoint:
judge (stream, objects, right, objections), handle, and settle (forms, entry, chain).
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, TypeVar, get_args, get_origin

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from app import doors, journal, policy, views
from app.database import Base, new_id
from app.jobs.models import Job
from app.policy import Actor
from app.wire import Conflict, NotFound, Refusal, fields_of

if TYPE_CHECKING:
    from app.house import House

Model = TypeVar("Model", bound=Base)
Handler = Callable[..., "Made | None"]
Need = Literal["", "begins", "ends"]
Ahead = Callable[..., Any]
"""`f(house, who, args)`: for those whose right it is; may not change anything, and raises nothing a client can cause."""
Together = Callable[["Sequence[Asked]"], "list[Made | Refusal | None]"]


class Made(msgspec.Struct, frozen=True):
    """Something was made; `extra` goes into the result beside its id."""

    id: str
    extra: dict[str, Any] = msgspec.field(default_factory=dict)


class Registered(msgspec.Struct, frozen=True, kw_only=True):
    """A command as it is registered."""

    name: str
    kind: str
    entry: str
    form: type[msgspec.Struct]
    handler: Any
    private: bool = False
    internal: bool = False
    references: tuple[tuple[str, str], ...] = ()
    """(argument, collection): objects the actor must see, or the command is refused as `not_found`."""
    secret: frozenset[str] = frozenset()
    ahead: Ahead | None = None
    """Slow work (a password's hash) done at the door, before the command queues: its result is `tx.ahead`."""
    room: Need = ""
    """`ends`: done though the disk is full (`app/room.py`). `begins`: not done when it is nearly full."""
    together: Together | None = None
    """Handles many of these at once (the hot lane): decides for each, answers refusals as values, then writes for all."""


COMMANDS: dict[str, Registered] = {}


def command(
    name: str,
    *,
    stream: str,
    entry: str = "",
    private: bool = False,
    internal: bool = False,
    ahead: Ahead | None = None,
    together: Together | None = None,
    room: Need = "",
) -> Callable[[Handler], Handler]:
    """Register a handler `f(tx, who, args) -> Made | None`; its args struct is read from its annotation.

    `entry` is the kind of its journal entry: the name with the verb in the past. A private command changes its owner's rows only
    and makes no entry; an internal one is not reachable from the doors.
    """

    def register(handler: Handler) -> Handler:
        form = typing.get_type_hints(handler)["args"]
        if name in COMMANDS and COMMANDS[name].handler.__module__ != handler.__module__:
            raise ValueError(f"{name} is registered twice")
        if not private and not entry:
            raise ValueError(f"{name}: what is its entry called?")
        COMMANDS[name] = Registered(
            name=name,
            kind=stream,
            entry=entry or name,
            form=form,
            handler=handler,
            private=private,
            internal=internal,
            references=tuple(_references(form)),
            secret=frozenset(getattr(form, "__secret__", ())),
            ahead=ahead,
            together=together,
            room=room,
        )
        return handler

    return register


def _references(form: type[msgspec.Struct]) -> Iterable[tuple[str, str]]:
    for field in msgspec.structs.fields(form):
        name = _referred(field.type)
        if name:
            yield field.name, name


def _referred(kind: Any) -> str | None:
    if get_origin(kind) is Annotated:
        for meta in kind.__metadata__:
            if isinstance(meta, msgspec.Meta) and meta.extra and "ref" in meta.extra:
                return str(meta.extra["ref"])
        return _referred(kind.__origin__)
    if get_origin(kind) in (typing.Union, types.UnionType, list, tuple):
        return next(filter(None, map(_referred, get_args(kind))), None)
    return None


class Transaction:
    """What a handler may do. Rows through `session` (ORM) or `connection` (Core); `touch` what screens must see anew."""

    def __init__(self, house: House, connection: Connection, session: Session, stream: str, now: datetime):
        self.house = house
        self.connection = connection
        self.session = session
        self.stream = stream
        self.subject = stream.partition(":")[2]
        self.now = now
        self.settings = house.settings
        self.system = False
        self.ahead: Any = None
        self.command = ""
        """The id of the command, made by its client."""
        self.touched = views.Touched()
        self.recorded: dict[str, Any] | None = None
        self.rights_changed: dict[str, set[str]] = {}

    def get(self, model: type[Model], id: str | None) -> Model:
        """The object with this id. Raises NotFound."""
        found = self.session.get(model, id) if id else None
        if found is None:
            raise NotFound()
        return found

    def add(self, thing: Model) -> Model:
        """Insert it; its id is there afterwards."""
        self.session.add(thing)
        self.session.flush()
        return thing

    def delete(self, thing: Base) -> None:
        """Delete it; every view that showed it loses it."""
        self.touched.add_object(thing)
        self.session.delete(thing)
        self.session.flush()

    def touch(self, *things: Any) -> None:
        """`touch(object, ...)`, or `touch(Model, ids)` after Core statements: these objects look different now."""
        if things and isinstance(things[0], type):
            self.session.flush()
            self.touched.add_rows(self.connection, things[0], things[1])
            return
        for thing in things:
            if thing.id is None:
                self.session.flush()
            self.touched.add_object(thing)

    def touch_own(self, model: type[Base], *ids: str) -> None:
        """Rows of this stream that are known to be its own: no query asks for their stream (the hot lane)."""
        self.touched.add_known(model, self.stream, self.subject, ids)

    def touch_stream(self, stream: str | None = None) -> None:
        """Everything in the stream may look different now."""
        self.touched.whole.add(stream or self.stream)

    def facts(self, **facts: Any) -> None:
        """Add to the entry's facts, which are hashed and kept for ever. Makes an entry even where nothing is touched."""
        self.recorded = {**(self.recorded or {}), **facts}

    def rights(self, *persons: str, stream: str | None = None) -> None:
        """These people's rights in the stream changed (none named: everybody's): their devices join again."""
        self.rights_changed.setdefault(stream or self.stream, set()).update(persons or {"*"})

    def job(self, kind: str, payload: dict[str, Any], due: datetime | None = None) -> str:
        """Work for the worker, recorded in this transaction. Returns the job's id."""
        job = Job(
            id=new_id(), kind=kind, payload=payload, due=due or min(self.now, self.house.now()), stream=self.stream
        )
        self.session.add(job)
        self.house.work_given = True
        return job.id

    def later(self, name: str, args: dict[str, Any], due: datetime, key: str = "") -> None:
        """A command on this stream that the house itself gives when it is due; one with the same key is replaced."""
        if key:
            self.cancel_later(key)
        self.session.add(
            Job(
                id=new_id(),
                kind="command",
                payload=args,
                due=due,
                stream=self.stream,
                command=name,
                key=f"{self.stream}/{key}" if key else None,
            )
        )

    def cancel_later(self, key: str) -> None:
        self.session.flush()
        for job in self.session.scalars(select(Job).where(Job.key == f"{self.stream}/{key}", Job.state == "waiting")):
            self.session.delete(job)
        self.session.flush()


class Asked(NamedTuple):
    """One command of a run of equal ones, from different people."""

    tx: Transaction
    who: Actor
    args: Any


def alone(together: Together, tx: Transaction, who: Actor, args: Any) -> Made | None:
    """A hot command given by itself: a run of one."""
    found = together([Asked(tx, who, args)])[0]
    if isinstance(found, Refusal):
        raise found
    return found


def perform(
    tx: Transaction,
    who: Actor,
    registered: Registered,
    args: msgspec.Struct,
    lines: policy.Lines,
    at: journal.Head,
) -> tuple[Made | None, views.StreamForms, journal.Head]:
    """Judge and handle one command; `at` is its stream's locked head. Raises a Refusal."""
    forms = tx.house.forms.at(tx.connection, tx.stream, at.seq)
    judge(tx, who, forms, registered, args, lines)
    made = registered.handler(tx, who, args)
    doors.consequences(registered.name, tx, who, args)
    tx.session.flush()
    return made, forms, at


def judge(
    tx: Transaction,
    who: Actor,
    forms: views.StreamForms,
    registered: Registered,
    args: msgspec.Struct,
    lines: policy.Lines,
) -> None:
    """Objects, right, objections, in wire.md's order. Raises a Refusal."""
    if not who.system:
        _see(tx, who, forms, registered, args)
    policy.check(lines, registered.name, tx, who, args)
    why = doors.objections(registered.name, tx, who, args)
    if why:
        raise Conflict(why)


def _see(tx: Transaction, who: Actor, forms: views.StreamForms, registered: Registered, args: msgspec.Struct) -> None:
    for field, name in registered.references:
        value = getattr(args, field)
        for key in value if isinstance(value, (list, tuple)) else [value]:
            if isinstance(key, str) and not views.may_name(tx, who, forms, name, key):
                raise NotFound()


def settle(
    tx: Transaction,
    who: Actor,
    registered: Registered,
    args: msgspec.Struct,
    done: tuple[Made | None, views.StreamForms, journal.Head],
) -> tuple[int, list[str]]:
    """Write the entries of what was touched, own stream first. Returns the own stream's seq and the streams that moved."""
    made, forms, at = done
    if registered.private:
        if tx.touched or tx.rights_changed:
            raise RuntimeError(f"{registered.name} is private and may not touch")
        return at.seq, []
    if not told(tx, made):
        return at.seq, []
    facts = _facts(registered, args, made, tx)
    actor = who.person or None
    changes = views.changes_of(tx.connection, forms, tx.stream, tx.touched)
    entry = journal.Next(tx.now, actor, registered.entry, facts, changes, _rights(tx, tx.stream))
    own = journal.append(tx.connection, tx.stream, at, entry)
    forms.seq = own.seq
    moved = [tx.stream]
    others = (set(tx.touched.ids) | tx.touched.whole | set(tx.rights_changed)) - {tx.stream}
    for stream in sorted(others, key=journal.lock_order):
        if _settle_other(tx, stream, actor, registered.entry, facts):
            moved.append(stream)
    return own.seq, moved


def told(tx: Transaction, made: Made | None) -> bool:
    """Is there anything to tell: does the command get an entry?"""
    return bool(tx.touched or made or tx.recorded is not None or tx.rights_changed)


def settle_together(
    registered: Registered, done: Sequence[tuple[Asked, Made | None]], forms: views.StreamForms, at: journal.Head
) -> list[int]:
    """The entries of a run, each command's own, written with one statement a table. Returns the `seq` of each.

    Forms are built once, after the last of the run; what several have touched is told by the last of them.
    """
    telling = [(place, asked, made) for place, (asked, made) in enumerate(done) if told(asked.tx, made)]
    if not telling:
        return [at.seq] * len(done)
    first = telling[0][1].tx
    if any(set(asked.tx.touched.ids) | set(asked.tx.rights_changed) > {first.stream} for _, asked, _ in telling):
        raise RuntimeError(f"{registered.name} goes together and may touch its own stream only")
    changes = views.changes_together(
        first.connection, forms, first.stream, [asked.tx.touched for _, asked, _ in telling]
    )
    entries = [
        journal.Next(
            asked.tx.now,
            asked.who.person or None,
            registered.entry,
            _facts(registered, asked.args, made, asked.tx),
            changes[number],
            _rights(asked.tx, first.stream),
        )
        for number, (_place, asked, made) in enumerate(telling)
    ]
    forms.seq = journal.append_all(first.connection, first.stream, at, entries).seq
    seqs, seq = [], at.seq
    places = {place for place, _, _ in telling}
    for place in range(len(done)):
        seq += place in places
        seqs.append(seq)
    return seqs


def _settle_other(tx: Transaction, stream: str, actor: str | None, kind: str, facts: dict[str, Any]) -> bool:
    at = journal.locked_head(tx.connection, stream)
    forms = _forms_before(tx, stream, at)
    changes = views.changes_of(tx.connection, forms, stream, tx.touched)
    rights = _rights(tx, stream)
    if not changes and rights is None:
        return False
    moment = max(tx.now, at.at) if at.at else tx.now
    facts = {**facts, "from": tx.stream}
    forms.seq = journal.append(tx.connection, stream, at, journal.Next(moment, actor, kind, facts, changes, rights)).seq
    return True


def _forms_before(tx: Transaction, stream: str, at: journal.Head) -> views.StreamForms:
    """The other stream's forms as they were before this command: what is committed, or what this group left in memory."""
    kept = tx.house.forms.peek(stream, at.seq)
    if kept is not None:
        return kept
    with tx.house.database.read() as committed:
        return tx.house.forms.at(committed, stream, at.seq)


def _rights(tx: Transaction, stream: str) -> list[str] | None:
    changed = tx.rights_changed.get(stream)
    if changed is None:
        return None
    return [] if "*" in changed else sorted(changed)


def _facts(registered: Registered, args: msgspec.Struct, made: Made | None, tx: Transaction) -> dict[str, Any]:
    given = {
        field.name: getattr(args, field.name)
        for field in fields_of(type(args))
        if field.name not in registered.secret and getattr(args, field.name) is not msgspec.UNSET
    }
    facts: dict[str, Any] = {"v": 1, "id": tx.command, "args": msgspec.to_builtins(given)}
    if made is not None:
        facts["made"] = made.id
    return {**facts, **(tx.recorded or {})}
