"""The journal: streams with their locked heads, entries (facts, hashed, kept for ever) and changes (a cache for screens).

`seq` comes from the locked head row of its stream, never from a database sequence: it has no gaps, and a stream has one writer at
a time. The database itself refuses to change or delete an entry, except redaction (facts and salt to null).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import (
    DDL,
    ColumnElement,
    Connection,
    Index,
    String,
    Text,
    bindparam,
    delete,
    event,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import ExecutableDDLElement

from app import chain
from app.database import Base, Instant
from app.wire import TooOld, stamp

RIGHTS = "!rights"
"""Pseudo-scope of a change: the people whose rights in the stream changed ([] = everybody)."""


class Stream(Base):
    """A stream and its head, the row that is locked while a command writes to it."""

    __tablename__ = "streams"

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    seq: Mapped[int] = mapped_column(default=0)
    head: Mapped[str] = mapped_column(String(64), default=chain.GENESIS)
    at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    pruned: Mapped[int] = mapped_column(default=0)
    """Changes up to here are gone; entries are not."""


class EntryRow(Base):
    """One entry for ever."""

    __tablename__ = "entries"

    stream: Mapped[str] = mapped_column(String(64), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str | None] = mapped_column(String(32), default=None)
    kind: Mapped[str] = mapped_column(String(60))
    prev: Mapped[str] = mapped_column(String(64))
    commit: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))
    salt: Mapped[str | None] = mapped_column(String(32), default=None)
    facts: Mapped[str | None] = mapped_column(Text, default=None)


class Change(Base):
    """What one entry changes in one scope: {collection: {key: form or null}} as JSON."""

    __tablename__ = "changes"

    stream: Mapped[str] = mapped_column(String(64), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(String(64), primary_key=True)
    payload: Mapped[str] = mapped_column(Text)


class Release(Base):
    """The code that has written here, one row each time it was another: changes told before can't be compared with
    today's forms.
    """

    __tablename__ = "releases"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(64))


class Outcome(Base):
    """The answer a person's command got, remembered by its id (at least 7 days)."""

    __tablename__ = "outcomes"
    __table_args__ = (Index("ix_outcomes_at", "at"),)

    person: Mapped[str] = mapped_column(String(32), primary_key=True)
    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    request_hash: Mapped[str] = mapped_column(String(64))
    reply: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)


class Checkpoint(Base):
    """A stream's head, signed with a key that is not in the database. Numbered without a gap in the order of signing."""

    __tablename__ = "checkpoints"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    stream: Mapped[str] = mapped_column(String(64))
    seq: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)
    key: Mapped[str] = mapped_column(String(16))
    signature: Mapped[str] = mapped_column(String(128))

    __table_args__ = (Index("ux_checkpoints_stream_seq", "stream", "seq", unique=True),)


SQLITE_GUARDS = (
    """CREATE TRIGGER entries_keep BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END""",
    """CREATE TRIGGER entries_stay BEFORE UPDATE ON entries
WHEN NEW.stream IS NOT OLD.stream OR NEW.seq IS NOT OLD.seq OR NEW.at IS NOT OLD.at OR NEW.actor IS NOT OLD.actor
  OR NEW.kind IS NOT OLD.kind OR NEW.prev IS NOT OLD.prev OR NEW."commit" IS NOT OLD."commit" OR NEW.hash IS NOT OLD.hash
  OR NEW.salt IS NOT NULL OR NEW.facts IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END""",
)
SQLITE_NAMED = {guard.split()[2]: guard for guard in SQLITE_GUARDS}
POSTGRESQL_GUARDS = (
    """CREATE FUNCTION entries_guard() RETURNS trigger AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'an entry is never deleted'; END IF;
  IF ROW(NEW.stream, NEW.seq, NEW.at, NEW.actor, NEW.kind, NEW.prev, NEW."commit", NEW.hash)
     IS DISTINCT FROM ROW(OLD.stream, OLD.seq, OLD.at, OLD.actor, OLD.kind, OLD.prev, OLD."commit", OLD.hash)
     OR NEW.salt IS NOT NULL OR NEW.facts IS NOT NULL
  THEN RAISE EXCEPTION 'an entry is never changed'; END IF;
  RETURN NEW;
END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER entries_stay BEFORE UPDATE OR DELETE ON entries
FOR EACH ROW EXECUTE FUNCTION entries_guard()""",
)


def _ddl(statement: str) -> ExecutableDDLElement:
    return DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]


for _dialect, _guards in (("sqlite", SQLITE_GUARDS), ("postgresql", POSTGRESQL_GUARDS)):
    for _guard in _guards:
        event.listen(EntryRow.__table__, "after_create", _ddl(_guard).execute_if(dialect=_dialect))


def guards_missing(read: Connection) -> list[str]:
    """Which of the guards are not there, are turned off, or say something else than they should."""
    if read.dialect.name == "sqlite":
        listed = read.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'entries'")
        )
        there = {row.name: row.sql for row in listed}
        return [name for name, spelled in SQLITE_NAMED.items() if there.get(name) != spelled]
    listed = read.execute(
        text(
            "SELECT t.tgname, t.tgenabled, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE t.tgrelid = 'entries'::regclass"
        )
    )
    source = POSTGRESQL_GUARDS[0].split("$$")[1]
    right = {row.tgname for row in listed if row.tgenabled in ("O", b"O", "A", b"A") and row.prosrc == source}
    return [] if "entries_stay" in right else ["entries_stay"]


class Head(NamedTuple):
    """Where a stream stands."""

    seq: int
    hash: str
    at: datetime | None


EMPTY = Head(0, chain.GENESIS, None)
ORDER = ("meeting", "body", "system")


def lock_order(stream: str) -> tuple[int, str]:
    """Heads are locked in the order meeting, body, system, so that two writers never wait for each other."""
    kind = stream.split(":", 1)[0]
    return (ORDER.index(kind) if kind in ORDER else len(ORDER), stream)


_head = select(Stream.seq, Stream.head, Stream.at).where(Stream.name == bindparam("stream"))
_locked = _head.with_for_update()
_move = update(Stream).where(Stream.name == bindparam("stream"))
_enter, _change, _begin = insert(EntryRow), insert(Change), insert(Stream)
_stands = select(Stream.seq, Stream.head, Stream.pruned).where(Stream.name == bindparam("of_stream"))
_hash = select(EntryRow.hash).where(EntryRow.stream == bindparam("of_stream"), EntryRow.seq == bindparam("number"))
_entries = select(EntryRow.seq, EntryRow.at, EntryRow.kind, EntryRow.actor).where(
    EntryRow.stream == bindparam("of_stream"), EntryRow.seq > bindparam("since"), EntryRow.seq <= bindparam("end")
)
_changes_after = (
    select(Change.seq, Change.scope, Change.payload)
    .where(Change.stream == bindparam("of_stream"), Change.seq > bindparam("since"), Change.seq <= bindparam("end"))
    .order_by(Change.seq)
)
_changes_seen = _changes_after.where(Change.scope.in_(bindparam("scopes", expanding=True)))


def latest_release(read: Connection) -> Release | None:
    """The row of the code that has last written here."""
    return read.execute(select(Release.number, Release.code).order_by(Release.number.desc()).limit(1)).first()  # type: ignore[return-value]


def begin_release(connection: Connection, code: str) -> None:
    """This code writes from now on. Where it is another than before, the changes told so far are too old."""
    before = latest_release(connection)
    if before is not None and before.code == code:
        return
    connection.execute(insert(Release), {"number": before.number + 1 if before else 1, "code": code})
    connection.execute(update(Stream).values(pruned=Stream.seq))


def head(connection: Connection, stream: str) -> Head:
    row = connection.execute(_head, {"stream": stream}).first()
    return EMPTY if row is None else Head(row[0], row[1], row[2])


def locked_head(connection: Connection, stream: str) -> Head:
    """The stream's head, held until the transaction ends (SQLite: the whole database is held anyway)."""
    row = connection.execute(_locked, {"stream": stream}).first()
    return EMPTY if row is None else Head(row[0], row[1], row[2])


class Next(NamedTuple):
    """An entry to be written. `rights`: whose rights in the stream it changes ([]: everybody's; None: nobody's)."""

    at: datetime
    actor: str | None
    kind: str
    facts: Mapping[str, Any]
    changes: Mapping[str, Mapping[str, Any]]
    rights: Collection[str] | None = None


def append(connection: Connection, stream: str, at: Head, entry: Next) -> Head:
    """Write the next entry after `at` (the locked head). Returns the new head."""
    return append_all(connection, stream, at, [entry])


def append_all(connection: Connection, stream: str, at: Head, entries: Sequence[Next]) -> Head:
    """Write entries after `at` (the locked head), with one statement a table. Returns the new head."""
    rows: list[dict[str, Any]] = []
    changes: list[dict[str, Any]] = []
    before = at
    for entry in entries:
        seq = before.seq + 1
        link = chain.link(
            stream, seq, entry.at, entry.actor, entry.kind, before.hash, dict(entry.facts), chain.new_salt()
        )
        rows.append(
            {
                "stream": stream,
                "seq": seq,
                "at": entry.at,
                "actor": entry.actor,
                "kind": entry.kind,
                "prev": before.hash,
                "commit": link.commit,
                "hash": link.hash,
                "salt": link.salt,
                "facts": link.facts,
            }
        )
        changes.extend(_changes(stream, seq, entry))
        before = Head(seq, link.hash, entry.at)
    values = {"seq": before.seq, "head": before.hash, "at": before.at}
    if at.seq == 0:
        connection.execute(_begin, {"name": stream, "pruned": 0, **values})
    else:
        connection.execute(_move, {"stream": stream, **values})
    connection.execute(_enter, rows)
    if changes:
        connection.execute(_change, changes)
    return before


def _changes(stream: str, seq: int, entry: Next) -> list[dict[str, Any]]:
    payloads: dict[str, Any] = dict(entry.changes)
    if entry.rights is not None:
        payloads[RIGHTS] = sorted(entry.rights)
    return [
        {"stream": stream, "seq": seq, "scope": scope, "payload": msgspec.json.encode(payload).decode()}
        for scope, payload in payloads.items()
    ]


class Batch(NamedTuple):
    """Entries of a stream after `start` up to `end`, their changes by scope still apart."""

    start: int
    end: int
    head: str
    entries: dict[int, tuple[str, str, str | None]]
    """seq -> (at, kind, actor)"""
    changes: dict[str, dict[int, dict[str, dict[str, Any]]]]
    """scope -> seq -> changes"""
    rights: list[list[str]]

    def scopes(self) -> set[str]:
        return set(self.changes)

    def seen_by(self, scopes: Iterable[str]) -> list[dict[str, Any]]:
        """The entries as a view of these scopes sees them; those that change nothing in it are left out."""
        merged: dict[int, dict[str, dict[str, Any]]] = {}
        for scope in sorted(scopes):
            for seq, changes in self.changes.get(scope, {}).items():
                into = merged.setdefault(seq, {})
                for collection, objects in changes.items():
                    _merge(into.setdefault(collection, {}), objects)
        return [
            {
                "seq": seq,
                "at": self.entries[seq][0],
                "kind": self.entries[seq][1],
                "actor": self.entries[seq][2],
                "changes": merged[seq],
            }
            for seq in sorted(merged)
        ]


def _merge(into: dict[str, Any], objects: Mapping[str, Any]) -> None:
    """An object that leaves one scope of the view and stays in another is not gone."""
    for key, form in objects.items():
        if form is not None or key not in into:
            into[key] = form


def batch(
    connection: Connection,
    stream: str,
    since: int,
    limit: int | None = None,
    scopes: Collection[str] | None = None,
) -> Batch:
    """Everything of the stream after `since`. Raises TooOld when its changes are pruned or `since` lies ahead."""
    row = connection.execute(_stands, {"of_stream": stream}).first()
    seq, hash_, pruned = (0, chain.GENESIS, 0) if row is None else row
    if since < pruned or since > seq:
        raise TooOld()
    end = seq if limit is None else min(seq, since + limit)
    if end < seq:
        hash_ = hash_at(connection, stream, end) or chain.GENESIS
    entries: dict[int, tuple[str, str, str | None]] = {}
    changes: dict[str, dict[int, Any]] = {}
    rights: list[list[str]] = []
    if end > since:
        asked: dict[str, Any] = {"of_stream": stream, "since": since, "end": end}
        for number, at, kind, actor in connection.execute(_entries, asked):
            entries[number] = (stamp(at), kind, actor)
        if scopes is None:
            told = connection.execute(_changes_after, asked)
        else:
            told = connection.execute(_changes_seen, {**asked, "scopes": [*scopes, RIGHTS]})
        for number, scope, payload in told:
            decoded = msgspec.json.decode(payload)
            if scope == RIGHTS:
                rights.append(decoded)
            else:
                changes.setdefault(scope, {})[number] = decoded
    return Batch(since, end, hash_, entries, changes, rights)


CHANGES_KEPT = timedelta(days=7)
"""A device that was away longer gets a snapshot; a meeting's changes are kept so long after the meeting."""


def prune(connection: Connection, streams: ColumnElement[bool], now: datetime, most: int = 5000) -> None:
    """Forget old changes of these streams, a part of them at a time; entries stay. A stream that somebody is just
    writing to is left for the next time.
    """
    before = now - CHANGES_KEPT
    next_ = (EntryRow.stream == Stream.name, EntryRow.seq == Stream.pruned + 1, EntryRow.at < before)
    wanted = select(Stream.name, Stream.pruned).where(streams, select(EntryRow.seq).where(*next_).exists())
    wanted = wanted.order_by(Stream.name).limit(50).with_for_update(of=Stream, skip_locked=True)
    for name, pruned in connection.execute(wanted).all():
        old = (EntryRow.stream == name, EntryRow.seq > pruned, EntryRow.seq <= pruned + most, EntryRow.at < before)
        reached = connection.execute(select(func.max(EntryRow.seq)).where(*old)).scalar_one()
        connection.execute(delete(Change).where(Change.stream == name, Change.seq <= reached))
        connection.execute(update(Stream).where(Stream.name == name).values(pruned=reached))


def hash_at(connection: Connection, stream: str, seq: int) -> str | None:
    """The chain's hash at an entry; the genesis at 0; None where there is no such entry."""
    if seq == 0:
        return chain.GENESIS
    return connection.execute(_hash, {"of_stream": stream, "number": seq}).scalar_one_or_none()
