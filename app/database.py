"""The database: engines, base class, types, pragmas, `read()` and `write()`. Nobody else commits."""

from __future__ import annotations

import logging
import os
import secrets
import string
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Any

import msgspec
from sqlalchemy import BigInteger, Connection, Dialect, Engine, MetaData, create_engine, event, pool, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from app import faults, runtime
from app.settings import Settings

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
log = logging.getLogger("dienhong.database")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ALPHABET = (string.ascii_lowercase + string.digits).encode()
EVENLY, UNEVEN = bytes(ALPHABET[place % 36] for place in range(256)), bytes(range(252, 256))
"""A random byte's letter; the last four bytes would make their letters likelier."""
OLDEST_SQLITE = (3, 51, 3)
CACHE = 16_000
"""Pages of SQLite that each connection keeps, in kB: up to 64 of them read, the last used first, so that few fill up."""


class Base(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMING)


class Instant(TypeDecorator[datetime]):
    """A moment: aware UTC datetime in Python, whole milliseconds since 1970 in the database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        return (value - EPOCH) // timedelta(milliseconds=1)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        return None if value is None else EPOCH + timedelta(milliseconds=value)


def to_milliseconds(moment: datetime) -> datetime:
    """The moment as the database keeps it."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def new_id() -> str:
    """20 random characters, 103 bits: cannot be guessed."""
    made = b""
    while len(made) < 20:
        made += secrets.token_bytes(24).translate(EVENLY, UNEVEN)
    return made[:20].decode()


def sqlite_module() -> ModuleType:
    """The newest SQLite at hand: versions before 3.51.3 can corrupt a WAL. Raises RuntimeError when there is none."""
    import sqlite3

    candidates: list[ModuleType] = [sqlite3]
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        pass
    else:
        candidates.insert(0, dbapi2)
    for module in candidates:
        if module.sqlite_version_info >= OLDEST_SQLITE:
            return module
    raise RuntimeError(f"SQLite {'.'.join(map(str, OLDEST_SQLITE))} or newer is needed (pip install pysqlite3)")


IOERR, CORRUPT, NOTADB = 10, 11, 26
HARMLESS = frozenset({8, 9, 11, 12, 13, 14, 15, 18, 19, 20, 21, 25})
"""Kinds of IOERR that are no failure of the disk: no memory, a lock, no room for the index of the WAL."""
DISK_FAILED = 74


def disk_failed(error: BaseException | None) -> bool:
    """Has SQLite met a disk that does not do what it was told, or a file that is damaged?"""
    code = getattr(error, "sqlite_errorcode", 0) or 0
    return code & 0xFF in (CORRUPT, NOTADB) or (code & 0xFF == IOERR and code >> 8 not in HARMLESS)


class RolledBack(RuntimeError):
    """SQLite has ended the transaction by itself: the disk is full."""


FULL, NO_ROOM_FOR_INDEX = 13, 10 | 19 << 8
BETWEEN_REWRITES = 10.0
"""Seconds between two tries to write tables anew: each may hold the writer for a moment."""
POSTGRESQL_FULL = "53100"
LITTLE_MEMORY = "SET LOCAL work_mem = '64kB'"
MEGABYTES = (
    "WITH lines AS MATERIALIZED (SELECT repeat('x', 8000) FROM generate_series(1, 1100)) SELECT count(*) FROM lines"
)
"""With so little memory PostgreSQL lays eight of them (`room.MARGIN`) into a file beside its tables, for a moment."""


def disk_is_full(error: BaseException | None) -> bool:
    """Could it not be written for want of room? SQLite may have rolled back by itself, and what came then failed in turn."""
    while error is not None:
        cause = getattr(error, "orig", None) or error
        code = getattr(cause, "sqlite_errorcode", 0) or 0
        if isinstance(error, RolledBack) or code & 0xFF == FULL or code == NO_ROOM_FOR_INDEX:
            return True
        if getattr(cause, "pgcode", None) == POSTGRESQL_FULL:
            return True
        error = error.__context__
    return False


def is_away(error: BaseException | None) -> bool:
    """Was there no database to ask? PostgreSQL is being started again, or the way to it is cut."""
    return isinstance(error, DBAPIError) and (error.connection_invalidated or getattr(error.orig, "pgcode", "") is None)


def complain(to: logging.Logger, error: Exception, what: str, *args: object) -> None:
    """A fault in the log, in one line where the database is away or full: everything fails then, several times a second."""
    if is_away(error):
        to.error(f"{what}: the database is away", *args)
    elif disk_is_full(error):
        to.error(f"{what}: the disk is full", *args)
    else:
        to.error(what, *args, exc_info=error)


def _end(error: BaseException | None) -> None:
    """At once: no command that waits is answered. A supervisor starts the house again, which looks at the database first."""
    log.critical("the disk has failed (%s): the server ends, nothing more is acknowledged", error)
    logging.shutdown()
    os._exit(DISK_FAILED)


SAMPLED = text(
    "SELECT coalesce(attstattarget, -1) <> 0 FROM pg_attribute WHERE attrelid = to_regclass(:of) AND attname = :named"
)


class Database:
    """One database, one writing connection at a time in this process (SQLite: in all)."""

    def __init__(self, settings: Settings):
        self.settings = settings
        self.is_sqlite = settings.is_sqlite
        self.traces, self.rewritten, self.not_before = False, set[str](), 0.0
        if self.is_sqlite:
            settings.data.mkdir(parents=True, exist_ok=True)
            self.reading = self._sqlite(readonly=True)
            self.writing = self._sqlite(readonly=False)
        else:
            self.reading = self._postgresql(isolation="REPEATABLE READ", readonly=True)
            self.writing = self._postgresql(isolation="READ COMMITTED", readonly=False)

    def _sqlite(self, readonly: bool) -> Engine:
        pooling: dict[str, Any] = (
            {"poolclass": pool.QueuePool, "pool_size": 16, "max_overflow": 48, "pool_use_lifo": True}
            if readonly
            else {"poolclass": pool.QueuePool, "pool_size": 1, "max_overflow": 0}
        )
        engine = create_engine(
            self.settings.url,
            module=sqlite_module(),
            connect_args={"check_same_thread": False, "timeout": 5},
            hide_parameters=True,  # a fault goes to the log: without notes, choices and hashes
            json_deserializer=msgspec.json.decode,
            **pooling,
        )
        event.listen(engine, "connect", _pragmas(readonly))
        begin = "BEGIN" if readonly else "BEGIN IMMEDIATE"
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
        return engine

    def _postgresql(self, isolation: str, readonly: bool) -> Engine:
        engine = create_engine(
            self.settings.url,
            isolation_level=isolation,
            pool_size=16 if readonly else 2,
            max_overflow=48 if readonly else 2,
            pool_pre_ping=True,
            hide_parameters=True,
            json_deserializer=msgspec.json.decode,
        )
        if readonly:
            event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("SET TRANSACTION READ ONLY"))
        return engine

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One read transaction: everything read inside is of one moment. Writing raises."""
        with self.reading.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """The write transaction of execute(); the commit's fsync runs in a real thread, off the hub.

        When the disk fails, the process ends: after a failed fsync nobody knows what is on the disk, and trying again
        would say yes to what is lost. A full disk is something else: nothing was written, and the next one may succeed.
        """
        try:
            with self.writing.connect() as connection:
                transaction = connection.begin()
                try:
                    yield connection
                except BaseException:
                    transaction.rollback()
                    raise
                faults.point("before-commit")
                self._flush_to_disk(connection)
                transaction.commit()
                faults.point("after-commit")
                self._wipe(connection)
        except DBAPIError as error:
            if disk_failed(error.orig):
                _end(error.orig)
            raise
        except sqlite_module().Error as error:  # from the commit itself
            if disk_failed(error):
                _end(error)
            raise

    def _flush_to_disk(self, connection: Connection) -> None:
        if not self.is_sqlite:
            faults.in_commit_elsewhere()
            return
        raw = connection.connection.driver_connection
        assert raw is not None
        if not raw.in_transaction:  # SQLite itself rolls back when the disk is full; its commit() would say nothing
            raise RolledBack("the transaction was rolled back by SQLite")
        if not runtime.is_green():
            return
        faults.before_offloading()
        runtime.offload(_commit, raw)

    def leave_no_trace(self, *tables: str) -> None:
        """What this transaction deletes of these tables is to be gone from the disk, after the commit."""
        self.traces, self.rewritten = True, self.rewritten | set(tables)

    def _wipe(self, connection: Connection) -> None:
        """SQLite: write the log, which still has it, into the database (`secure_delete` overwrites there) and cut it to nothing.
        Where somebody is just reading, after the next commit.
        """
        if not self.traces:
            return
        if not self.is_sqlite:
            self._rewrite()
            return
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA busy_timeout=0").close()
        try:
            self.traces = bool(raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])
        finally:
            raw.execute("PRAGMA busy_timeout=5000").close()

    def _rewrite(self) -> None:
        """PostgreSQL: dead rows stay in a table's file, so it is written anew without them. Where somebody holds the table, a little
        later. Its WAL is the server's own, which nobody but its administrator cuts (docs/settings.md).
        """
        if time.monotonic() < self.not_before:
            return
        self.not_before = time.monotonic() + BETWEEN_REWRITES
        try:
            with self.writing.connect().execution_options(isolation_level="AUTOCOMMIT") as alone:
                alone.exec_driver_sql("SET lock_timeout = '200ms'")
                try:
                    for table in sorted(self.rewritten):
                        alone.exec_driver_sql(f"VACUUM (FULL) {table}")
                finally:
                    alone.exec_driver_sql("RESET lock_timeout")
        except SQLAlchemyError as error:  # what was asked for is committed; this is tidied up after the next one
            complain(log, error, "tables are not written anew yet")
        else:
            self.traces, self.rewritten, self.not_before = False, set(), 0.0

    def keep_no_samples(self, columns: Mapping[str, str]) -> None:
        """PostgreSQL's statistics hold a hundred values of a column, also of rows long deleted. Of these columns of bytes, by their
        tables, it takes none any more, and what it has goes: a column's statistics go where it is given its type.
        """
        if self.is_sqlite:
            return
        try:
            with self.writing.connect().execution_options(isolation_level="AUTOCOMMIT") as alone:
                asked = [(t, c) for t, c in columns.items() if alone.execute(SAMPLED, {"of": t, "named": c}).scalar()]
                for table, column in asked:
                    alone.exec_driver_sql(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")
                    alone.exec_driver_sql(f"ALTER TABLE {table} ALTER COLUMN {column} TYPE bytea")
                if asked:
                    alone.exec_driver_sql("VACUUM (FULL) pg_statistic")
        except SQLAlchemyError as error:  # looked at again at the next start
            complain(log, error, "the database's statistics may hold what is deleted")

    def has_room(self) -> bool:
        """Where the disk was full: could PostgreSQL write a little now? Its disk need not be ours, and it says so only when it
        has tried; nothing of it is kept, and none of it enters its WAL. SQLite's file lies in the data folder.
        """
        if self.is_sqlite:
            return True
        try:
            with self.read() as read:
                read.exec_driver_sql(LITTLE_MEMORY)
                read.exec_driver_sql(MEGABYTES).scalar()
        except SQLAlchemyError as error:
            if disk_is_full(error) or is_away(error):
                return False
            complain(log, error, "the database cannot say whether it has room")  # then the next command will
        return True

    def close(self) -> None:
        self.reading.dispose()
        self.writing.dispose()


def _commit(raw: Any) -> None:
    faults.in_commit()
    raw.execute("COMMIT")


def _pragmas(readonly: bool) -> Callable[[Any, Any], None]:
    def set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver's own BEGIN breaks savepoints
        statements = [
            "PRAGMA journal_mode=WAL",
            f"PRAGMA synchronous={faults.synchronous()}",
            "PRAGMA foreign_keys=ON",
            "PRAGMA busy_timeout=5000",
            "PRAGMA secure_delete=ON",
            "PRAGMA trusted_schema=OFF",
            "PRAGMA cell_size_check=ON",
            "PRAGMA mmap_size=0",
            f"PRAGMA cache_size=-{CACHE}",
        ]
        if readonly:
            statements += ["PRAGMA wal_autocheckpoint=0", "PRAGMA query_only=ON"]
        for statement in statements:
            connection.execute(statement).close()

    return set_up
