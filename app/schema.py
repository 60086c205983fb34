"""The schema: brought up to date by Alembic at every start, and before the demo, a restore and the tests."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect, text

from app import journal, release
from app.database import Base, Database
from app.settings import Settings

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


def load_models(settings: Settings) -> None:
    """Import every package's tables, so that `Base.metadata` is whole."""
    for package in ("app", *settings.features):
        found = importlib.import_module(package)
        for module in pkgutil.iter_modules(found.__path__, f"{package}."):
            if module.ispkg:
                _import_models(module.name)


def _import_models(package: str) -> None:
    try:
        importlib.import_module(f"{package}.models")
    except ModuleNotFoundError as error:
        if error.name != f"{package}.models":
            raise


def config(connection: Connection | None = None) -> Config:
    from alembic.config import Config

    found = Config()
    found.set_main_option("script_location", str(MIGRATIONS))
    found.attributes["connection"] = connection
    return found


def missing(read: Connection) -> list[dict[str, Any]]:
    """What has been taken out of the database that keeps it right: tables, unique indexes, the journal's guards."""
    there = inspect(read)
    tables = set(there.get_table_names())
    found: list[dict[str, Any]] = []
    for table in Base.metadata.sorted_tables:
        if table.name not in tables:
            found.append({"code": "table_missing", "table": table.name})
            continue
        kept = {index["name"] for index in there.get_indexes(table.name) if index["unique"]}
        unique = {str(index.name) for index in table.indexes if index.unique}
        found += [{"code": "index_missing", "index": name} for name in sorted(unique - kept)]
    return found + [{"code": "guard_missing", "guard": name} for name in journal.guards_missing(read)]


def revision(connection: Connection) -> str | None:
    """The migration the database is at, if it has any."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def newest() -> str:
    """The last migration: their files are named by number."""
    return max(path.name for path in (MIGRATIONS / "versions").glob("[0-9]*.py")).partition("_")[0]


def upgrade(database: Database) -> None:
    """Bring the database to the newest schema. Alembic is imported only where there is something to do: it takes a while."""
    load_models(database.settings)
    with database.writing.connect() as connection:
        behind = revision(connection) != newest()
        connection.rollback()
        if behind:
            from alembic import command

            command.upgrade(config(connection), "head")
        with connection.begin():
            journal.begin_release(connection, release.code())


def create(database: Database) -> None:
    """The newest schema in one step, for the tests' many houses (a test proves that migrations make the same)."""
    from alembic import command

    load_models(database.settings)
    with database.writing.connect() as connection:
        with connection.begin():
            Base.metadata.create_all(connection)
            journal.begin_release(connection, release.code())
        command.stamp(config(connection), "head")
