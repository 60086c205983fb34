"""What the tests' houses stand on: databases with the schema and nothing in them, made once and then copied.

`lent` is a database until the next test begins, `furnished` one for good, `empty` one without tables, `copied` a house's data
folder and database once more: nobody may be in it meanwhile.
`keep` and `put_back` are for the shelf (tests/shelf.py); `mark` is another after every commit, whoever made it.
"""

from __future__ import annotations

import io
import shutil
import uuid
from pathlib import Path
from typing import Any, Protocol

import msgspec
import psycopg2
from sqlalchemy import create_engine, pool, text

from app import schema
from app.database import Base, Database
from app.house import House
from app.settings import Settings
from tests.shared import POOLS, end_connections


class Ground(Protocol):
    def empty(self, settings: Settings) -> Settings: ...
    def furnished(self, settings: Settings) -> Settings: ...
    def lent(self, settings: Settings) -> Settings: ...
    def copied(self, made: Settings, folder: Path) -> Settings: ...
    def mark(self, house: House) -> Any: ...
    def keep(self, house: House) -> Any: ...
    def put_back(self, house: House, kept: Any) -> None: ...


def furnish(settings: Settings) -> None:
    database = Database(settings)
    schema.create(database)
    database.close()


class SqliteGround:
    """Files."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.kept = 0
        furnish(Settings(data=folder))
        self.template = folder / "dienhong.sqlite3"

    def empty(self, settings: Settings) -> Settings:
        return settings

    def furnished(self, settings: Settings) -> Settings:
        shutil.copyfile(self.template, settings.data / "dienhong.sqlite3")
        return settings

    lent = furnished

    def copied(self, made: Settings, folder: Path) -> Settings:
        return msgspec.structs.replace(made, data=Path(shutil.copytree(made.data, folder)))

    def mark(self, house: House) -> Any:
        file, log = _file(house).stat(), _log(house)
        length = log.stat().st_size if log.exists() else 0
        return file.st_mtime_ns, length, _start(log) if length else b""

    def keep(self, house: House) -> Path:
        house.database.close()
        assert not _log(house).exists()  # the last to close has written all of it into the file
        self.kept += 1
        return Path(shutil.copyfile(_file(house), self.folder / f"{self.kept}.sqlite3"))

    def put_back(self, house: House, kept: Path) -> None:
        house.database.close()
        assert not _log(house).exists()
        shutil.copyfile(kept, _file(house))


def _file(house: House) -> Path:
    return house.settings.data / "dienhong.sqlite3"


def _log(house: House) -> Path:
    return house.settings.data / "dienhong.sqlite3-wal"


def _start(log: Path) -> bytes:
    with log.open("rb") as file:
        return file.read(32)


class PostgresqlGround:
    """Databases of one server. One is lent again and again, for PostgreSQL takes 150 ms to make another."""

    USES = 25  # rows that were deleted stay in its files

    def __init__(self, url: str):
        self.server = url.rsplit("/", 1)[0]
        self.administering = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=pool.NullPool)
        self.again: _Lent | None = None
        blank = self.empty(Settings())
        furnish(blank)
        self.template = blank.database_url.rsplit("/", 1)[1]

    def empty(self, settings: Settings, template: str = "template1") -> Settings:
        name = f"t{uuid.uuid4().hex[:16]}"
        with self.administering.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
        return msgspec.structs.replace(settings, database_url=f"{self.server}/{name}")

    def furnished(self, settings: Settings) -> Settings:
        return self.empty(settings, self.template)

    def lent(self, settings: Settings) -> Settings:
        if self.again is None or self.again.uses >= self.USES or not self.again.is_as_new():
            if self.again is not None:
                self.again.connection.close()
                end_connections(self.again.url)
            self.again = _Lent(self.furnished(settings).database_url)
            POOLS[self.again.url] = {}
        self.again.uses += 1
        return msgspec.structs.replace(settings, database_url=self.again.url)

    def copied(self, made: Settings, folder: Path) -> Settings:
        data = Path(shutil.copytree(made.data, folder))
        return self.empty(msgspec.structs.replace(made, data=data), made.database_url.rsplit("/", 1)[1])

    def mark(self, house: House) -> Any:
        with house.database.read() as read:
            return read.execute(text("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")).scalar()

    def keep(self, house: House) -> dict[str, bytes]:
        return self._lent_to(house).rows()

    def put_back(self, house: House, kept: dict[str, bytes]) -> None:
        self._lent_to(house).fill(kept)

    def _lent_to(self, house: House) -> _Lent:
        assert self.again is not None and self.again.url == house.settings.database_url
        return self.again


# What a test may have done to the tables themselves: then nobody gets this database again.
SHAPE = """
SELECT md5(string_agg(x, ',' ORDER BY x)) FROM (
    SELECT 'table ' || oid || ' ' || relfilenode FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT 'column ' || attrelid || ' ' || attname || ' ' || atttypid || ' ' || attnotnull
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT 'trigger ' || oid || ' ' || tgenabled::text FROM pg_trigger
    UNION ALL SELECT 'constraint ' || oid FROM pg_constraint
    UNION ALL SELECT 'function ' || oid || ' ' || md5(prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'version ' || version_num FROM alembic_version
) AS found (x)
"""


BUSY = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
"""


class _Lent:
    """A database that is emptied between tests, and its rows taken out and put in, past its guards."""

    def __init__(self, url: str):
        self.url = url
        self.uses = 0
        self.connection: Any = psycopg2.connect(url.replace("+psycopg2", ""))
        self.cursor = self.connection.cursor()
        self.cursor.execute("SET session_replication_role = replica; SET lock_timeout = '5s'")  # no triggers, no keys
        self.tables = [table.name for table in Base.metadata.sorted_tables]
        self.shape = self._shape()

    def _shape(self) -> Any:
        self.cursor.execute(SHAPE)
        found = self.cursor.fetchone()[0]
        self.connection.commit()
        return found

    def is_as_new(self) -> bool:
        """Empty it. False where it cannot be lent any more."""
        try:
            self.cursor.execute(BUSY)
            if self._shape() != self.shape:
                return False
            self.fill({})
        except psycopg2.Error:
            return False
        return True

    def fill(self, rows: dict[str, bytes]) -> None:
        for table in self._with_rows():
            self.cursor.execute(f"DELETE FROM {table}")
        for table, copied in rows.items():
            self.cursor.copy_expert(f"COPY {table} FROM STDIN", io.BytesIO(copied))
        self.connection.commit()

    def rows(self) -> dict[str, bytes]:
        found = {}
        for table in self._with_rows():
            out = io.BytesIO()
            self.cursor.copy_expert(f"COPY {table} TO STDOUT", out)
            found[table] = out.getvalue()
        self.connection.commit()
        return found

    def _with_rows(self) -> list[str]:
        asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in self.tables)
        self.cursor.execute(asked)
        return [name for (name,) in self.cursor.fetchall()]
