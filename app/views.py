"""What each view sees: collections with their builders, snapshots, and the changes of an entry from the objects touched.

One builder per collection makes the forms for snapshots, entries, pages and papers alike. The forms of the streams in use are kept in
memory per scope; touching an object builds its forms anew and compares, so an entry carries exactly what differs, and an object that
leaves a scope becomes null there and is mentioned nowhere else.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, RowMapping, Select, Table, bindparam, select
from sqlalchemy import inspect as inspected

from app import release
from app.database import Base


class Form(NamedTuple):
    """One object as one scope sees it. `origin` is the id of the row it came from."""

    origin: str
    scope: str
    key: str
    form: Mapping[str, Any]


Builder = Callable[[Connection, Sequence[RowMapping]], Iterable[Form]]


class Collection(NamedTuple):
    name: str
    table: Table
    kind: str
    within: str | None
    build: Builder
    fluid: tuple[str, ...]
    """Figures in its forms that change without an entry (turnout): built anew for every snapshot."""


COLLECTIONS: dict[str, Collection] = {}
_by_table: dict[str, list[Collection]] = defaultdict(list)
_visible: dict[str, list[Callable[..., bool]]] = defaultdict(list)
_figures: dict[str, list[Callable[..., dict[str, Any]]]] = defaultdict(list)


def collection(
    name: str, model: type[Base], *, kind: str, within: str | None, fluid: tuple[str, ...] = ()
) -> Callable[[Builder], Builder]:
    """Register the builder of a collection. `within` is the column that holds the stream's subject (None: `system`)."""

    def register(build: Builder) -> Builder:
        table = model.__table__
        assert isinstance(table, Table)
        entry = Collection(name, table, kind, within, build, fluid)
        COLLECTIONS[f"{kind}/{name}"] = entry
        _by_table[table.name] = [c for c in _by_table[table.name] if (c.name, c.kind) != (name, kind)] + [entry]
        return build

    return register


def visible(name: str) -> Callable[[Callable[..., bool]], Callable[..., bool]]:
    """Somebody may name an object of this collection without seeing it in their view: `f(tx, who, id) -> bool`."""

    def register(rule: Callable[..., bool]) -> Callable[..., bool]:
        _visible[name].append(rule)
        return rule

    return register


def figures(kind: str) -> Callable[[Callable[..., dict[str, Any]]], Callable[..., dict[str, Any]]]:
    """Unsequenced figures of a stream: `f(read, subject, scopes) -> {"present": n, ...}`."""

    def register(rule: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
        _figures[kind].append(rule)
        return rule

    return register


def live_figures(read: Connection, stream: str, scopes: frozenset[str]) -> dict[str, Any]:
    kind, _, subject = stream.partition(":")
    found: dict[str, Any] = {}
    for rule in _figures[kind]:
        found.update(rule(read, subject, scopes))
    return found


def of_kind(kind: str) -> list[Collection]:
    return [entry for entry in COLLECTIONS.values() if entry.kind == kind]


def view_name(scopes: frozenset[str]) -> str:
    """A view's name: the digest of its scopes, and of the code that makes its forms."""
    return hashlib.sha256("\n".join([release.code(), *sorted(scopes)]).encode()).hexdigest()[:16]


@cache
def _by_ids(table: Table) -> Select[Any]:
    return select(table).where(table.c.id.in_(bindparam("ids", expanding=True)))


Rows = dict[tuple[str, tuple[str, ...]], Sequence[RowMapping]]
"""Rows that have been read: one table stands behind several collections."""


@cache
def _of_subject(table: Table, within: str | None) -> Select[Any]:
    wanted = select(table)
    return wanted if within is None else wanted.where(table.c[within] == bindparam("subject"))


def forms_of(
    read: Connection, entry: Collection, subject: str, ids: Sequence[str] | None = None, known: Rows | None = None
) -> Iterator[Form]:
    """Build a collection's forms from rows read anew: all of a stream, or those of some rows."""
    if ids is not None:
        for start in range(0, len(ids), 500):
            rows = _rows(read, entry.table, tuple(ids[start : start + 500]), {} if known is None else known)
            if rows:
                yield from entry.build(read, rows)
        return
    asked = {} if entry.within is None else {"subject": subject}
    rows = read.execute(_of_subject(entry.table, entry.within), asked).mappings().all()
    if rows:
        yield from entry.build(read, rows)


def _rows(read: Connection, table: Table, ids: tuple[str, ...], known: Rows) -> Sequence[RowMapping]:
    key = (table.name, ids)
    if key not in known:
        known[key] = read.execute(_by_ids(table), {"ids": ids}).mappings().all()
    return known[key]


State = dict[str, dict[str, Mapping[str, Any]]]
"""collection -> key -> form"""


def snapshot(read: Connection, stream: str, scopes: Iterable[str]) -> State:
    """A view's whole state, from rows."""
    return seen(all_forms(read, stream), scopes)


def all_forms(read: Connection, stream: str) -> dict[str, list[Form]]:
    """Every form of a stream, from rows: {collection: forms}, all scopes together."""
    kind, _, subject = stream.partition(":")
    return {entry.name: list(forms_of(read, entry, subject)) for entry in of_kind(kind)}


def seen(forms: Mapping[str, Iterable[Form]], scopes: Iterable[str]) -> State:
    """What a view of these scopes sees of them."""
    wanted = frozenset(scopes)
    state: State = {}
    for name, built in forms.items():
        for form in built:
            if form.scope in wanted:
                state.setdefault(name, {})[form.key] = form.form
    return state


class StreamForms:
    """The forms of one stream as of `seq`, per scope."""

    def __init__(self, seq: int):
        self.seq = seq
        self.scopes: dict[str, dict[str, dict[str, Mapping[str, Any]]]] = {}
        self.versions: dict[str, int] = defaultdict(int)
        """Scope -> how often it has changed in memory: what was spelled of it before is good until then."""
        self.spellings: dict[tuple[frozenset[str], bool], tuple[Any, bytes]] = {}
        self.origins: dict[tuple[str, str], set[tuple[str, str]]] = {}

    def put(self, name: str, form: Form) -> None:
        self.scopes.setdefault(form.scope, {}).setdefault(name, {})[form.key] = form.form
        self.origins.setdefault((name, form.origin), set()).add((form.scope, form.key))

    def get(self, scope: str, name: str, key: str) -> Mapping[str, Any] | None:
        return self.scopes.get(scope, {}).get(name, {}).get(key)

    def replace(self, name: str, touched: Iterable[str], built: Iterable[Form]) -> dict[str, dict[str, Any]]:
        """Put the forms built from the touched rows in place of their old ones. Returns {scope: {key: form or null}}."""
        before: set[tuple[str, str]] = set()
        for origin in touched:
            before |= self.origins.pop((name, origin), set())
        changed: dict[str, dict[str, Any]] = defaultdict(dict)
        after: set[tuple[str, str]] = set()
        for form in built:
            after.add((form.scope, form.key))
            if self.get(form.scope, name, form.key) != form.form:
                changed[form.scope][form.key] = form.form
            self.put(name, form)
        for scope, key in before - after:
            if self.scopes.get(scope, {}).get(name, {}).pop(key, None) is not None:
                changed[scope][key] = None
        for scope in changed:
            self.versions[scope] += 1
        return changed

    def sees(self, scopes: Iterable[str], name: str, key: str) -> bool:
        return any(self.get(scope, name, key) is not None for scope in scopes)

    def state(self, scopes: Iterable[str]) -> State:
        merged: State = {}
        for scope in scopes:
            for name, objects in self.scopes.get(scope, {}).items():
                if objects:
                    merged.setdefault(name, {}).update(objects)
        return merged

    def spelled(self, read: Connection, stream: str, shared: frozenset[str], own: frozenset[str]) -> bytes:
        """A view's state as JSON. What is shared is spelled once for all who see it; what is one's own (`my_…`) is put in."""
        versions = tuple(sorted((scope, self.versions[scope]) for scope in shared))
        fluid = {entry.name: entry for entry in of_kind(stream.partition(":")[0]) if entry.fluid}
        still = self._kept(shared, False, versions, lambda: self._without(shared, fluid))
        moving = self._kept(shared, True, self.seq, lambda: _fluid_state(read, stream, shared, fluid.values()))
        mine = msgspec.json.encode(self.state(own))
        return b"{" + b",".join(part[1:-1] for part in (still, moving, mine) if len(part) > 2) + b"}"

    def _kept(self, shared: frozenset[str], fluid: bool, version: Any, build: Callable[[], State]) -> bytes:
        kept = self.spellings.get((shared, fluid))
        if kept is None or kept[0] != version:
            kept = self.spellings[(shared, fluid)] = (version, msgspec.json.encode(build()))
        return kept[1]

    def _without(self, shared: frozenset[str], fluid: Mapping[str, Any]) -> State:
        return {name: objects for name, objects in self.state(shared).items() if name not in fluid}


def _fluid_state(read: Connection, stream: str, shared: frozenset[str], fluid: Iterable[Collection]) -> State:
    """Collections whose figures change without an entry, from rows. Exact: every change of them moves the stream's `seq`."""
    state: State = {}
    for entry in fluid:
        fresh = {f.key: f.form for f in forms_of(read, entry, stream.partition(":")[2]) if f.scope in shared}
        if fresh:
            state[entry.name] = fresh
    return state


class Forms:
    """The forms of the streams in use, the latest 256 of them."""

    KEPT = 256

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._streams: OrderedDict[str, StreamForms] = OrderedDict()

    def at(self, connection: Connection, stream: str, seq: int) -> StreamForms:
        """The stream's forms as of `seq`, read from rows where they aren't at hand (or somebody else moved on)."""
        kept = self._streams.get(stream)
        if kept is None or kept.seq != seq:
            kept = StreamForms(seq)
            for name, forms in all_forms(connection, stream).items():
                for form in forms:
                    kept.put(name, form)
            self._streams[stream] = kept
            while len(self._streams) > self.KEPT:
                self._streams.popitem(last=False)
        self._streams.move_to_end(stream)
        return kept

    def knows(self, stream: str) -> bool:
        """Is the stream in memory, of whatever `seq`? (It may be ahead of what is committed.)"""
        return stream in self._streams

    def peek(self, stream: str, seq: int) -> StreamForms | None:
        kept = self._streams.get(stream)
        return kept if kept is not None and kept.seq == seq else None

    def forget(self, streams: Iterable[str]) -> None:
        for stream in streams:
            self._streams.pop(stream, None)


class Touched:
    """The objects a command has touched, by stream and collection."""

    def __init__(self) -> None:
        self.ids: dict[str, dict[str, set[str]]] = {}
        self.whole: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self.ids or self.whole)

    def add(self, entry: Collection, subject: str | None, ids: Iterable[str]) -> None:
        stream = entry.kind if entry.within is None else f"{entry.kind}:{subject}"
        self.ids.setdefault(stream, {}).setdefault(entry.name, set()).update(ids)

    def add_object(self, thing: Base) -> None:
        """Raises LookupError for a table no collection shows."""
        table = inspected(type(thing)).local_table
        for entry in self._entries(getattr(table, "name", "")):
            subject = None if entry.within is None else getattr(thing, entry.within)
            self.add(entry, subject, [thing.id])  # type: ignore[attr-defined]

    def add_rows(self, connection: Connection, model: type[Base], ids: Iterable[str]) -> None:
        listed = list(ids)
        subjects: dict[str | None, list[tuple[str, str | None]]] = {
            None: [(row_id, None) for row_id in listed],
            "id": [(row_id, row_id) for row_id in listed],
        }
        for entry in self._entries(model.__tablename__):
            if entry.within not in subjects:
                subjects[entry.within] = _subjects(connection, entry.table, entry.within or "", listed)
            for row_id, subject in subjects[entry.within]:
                self.add(entry, subject, [row_id])

    def add_known(self, model: type[Base], stream: str, subject: str, ids: Iterable[str]) -> None:
        """Rows whose stream is known. Raises LookupError for a model this kind of stream doesn't show."""
        kind = stream.partition(":")[0]
        entries = [entry for entry in self._entries(model.__tablename__) if entry.kind == kind]
        if not entries:
            raise LookupError(f"no collection of a {kind} shows rows of {model.__tablename__}")
        for entry in entries:
            self.add(entry, subject, ids)

    @staticmethod
    def _entries(table: str) -> list[Collection]:
        entries = _by_table.get(table)
        if not entries:
            raise LookupError(f"no collection shows rows of {table}")
        return entries


@cache
def _within(table: Table, column: str) -> Select[Any]:
    return select(table.c.id, table.c[column]).where(table.c.id.in_(bindparam("ids", expanding=True)))


def _subjects(connection: Connection, table: Table, column: str, ids: Sequence[str]) -> list[tuple[str, str | None]]:
    """(row, the subject of the stream it stands in)"""
    found: list[tuple[str, str | None]] = []
    for start in range(0, len(ids), 500):
        rows = connection.execute(_within(table, column), {"ids": ids[start : start + 500]})
        found.extend((row_id, subject) for row_id, subject in rows)
    return found


def changes_of(connection: Connection, forms: StreamForms, stream: str, touched: Touched) -> dict[str, dict[str, Any]]:
    """The changes of one stream's entry, {scope: {collection: {key: form or null}}}; brings `forms` up to date."""
    kind, _, subject = stream.partition(":")
    changes: dict[str, dict[str, Any]] = {}
    known: Rows = {}
    for entry in of_kind(kind):
        if stream in touched.whole:
            origins = {origin for name, origin in forms.origins if name == entry.name}
            built = list(forms_of(connection, entry, subject))
        else:
            origins = touched.ids.get(stream, {}).get(entry.name, set())
            if not origins:
                continue
            built = list(forms_of(connection, entry, subject, sorted(origins), known))
        for scope, objects in forms.replace(entry.name, origins, built).items():
            if objects:
                changes.setdefault(scope, {})[entry.name] = objects
    return changes


def changes_together(
    connection: Connection, forms: StreamForms, stream: str, touched: Sequence[Touched]
) -> list[dict[str, dict[str, Any]]]:
    """The changes of several entries written at once: every object as it is after the last, told by the last that touched it."""
    kind, _, subject = stream.partition(":")
    found: list[dict[str, dict[str, Any]]] = [{} for _ in touched]
    known: Rows = {}
    for entry in of_kind(kind):
        teller: dict[str, int] = {}
        for place, one in enumerate(touched):
            if stream in one.whole:
                raise RuntimeError("a whole stream is not touched together with others")
            teller.update(dict.fromkeys(one.ids.get(stream, {}).get(entry.name, ()), place))
        if not teller:
            continue
        built: dict[str, list[Form]] = defaultdict(list)
        for form in forms_of(connection, entry, subject, sorted(teller), known):
            built[form.origin].append(form)
        for origin, place in teller.items():
            for scope, objects in forms.replace(entry.name, [origin], built.get(origin, [])).items():
                if objects:
                    found[place].setdefault(scope, {}).setdefault(entry.name, {}).update(objects)
    return found


def may_name(tx: Any, who: Any, forms: StreamForms, name: str, key: str) -> bool:
    """May this person name this object: is it in their view, or told visible by a package's own rule?"""
    return forms.sees(who.view, name, key) or any(rule(tx, who, key) for rule in _visible[name])
