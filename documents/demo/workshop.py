"""Where a demo is made: beside the data folder, which it becomes when it is whole. One that was interrupted is begun anew.

The data folder itself is touched in the last moment only. Where it cannot be replaced (a mounted folder, a parent that
is not ours) the demo is made inside it and its parts are moved up, the database last.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import text

from app import schema
from app.database import Base, Database
from app.settings import Settings

INSIDE = ".being-made"
MARK = "database"
"""Names the database the demo is being made in, where that is not a file of the folder."""
LAST = "dienhong.sqlite3"


def replaceable(data: Path) -> bool:
    """Whether a whole folder can take its place."""
    return not data.is_mount() and os.access(data.parent, os.W_OK)


def place(data: Path) -> Path:
    return data.parent / f".{data.name}{INSIDE}" if replaceable(data) else data / INSIDE


def is_empty(data: Path) -> bool:
    """Nothing is in it but what an interrupted demo has left."""
    return not data.exists() or not {path.name for path in data.iterdir()} - {INSIDE}


@contextlib.contextmanager
def held(data: Path) -> Iterator[Path]:
    """The workshop of a data folder, for one demo at a time. Raises BlockingIOError."""
    folder = place(data)
    folder.mkdir(parents=True, exist_ok=True)
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield folder
    finally:
        os.close(opened)


def left_behind(folder: Path, settings: Settings) -> bool:
    """Whether an interrupted demo was being made here in this very database."""
    mark = folder / MARK
    return mark.is_file() and mark.read_text() == _digest(settings)


def _digest(settings: Settings) -> str:
    """The database's address may hold a password."""
    return hashlib.sha256(settings.url.encode()).hexdigest()


def begin(folder: Path, settings: Settings) -> None:
    """An empty workshop. What an interrupted demo has left here and in its database is taken away."""
    if left_behind(folder, settings) and not settings.is_sqlite:
        _empty(settings)
    clear(folder)
    if not settings.is_sqlite:
        (folder / MARK).write_text(_digest(settings))


def clear(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def abandon(folder: Path, settings: Settings) -> None:
    """It did not become whole. In a database of its own the mark stays, for the next one to begin anew."""
    if settings.is_sqlite:
        shutil.rmtree(folder)


def _empty(settings: Settings) -> None:
    """Our own tables out of the database, with what guards them."""
    schema.load_models(settings)
    database = Database(settings)
    try:
        with database.writing.begin() as connection:
            Base.metadata.drop_all(connection)
            connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
            connection.execute(text("DROP FUNCTION IF EXISTS entries_guard()"))
    finally:
        database.close()


def put_in_place(folder: Path, data: Path) -> None:
    """The whole demo becomes the data folder."""
    (folder / MARK).unlink(missing_ok=True)
    if folder.parent != data:
        with contextlib.suppress(FileNotFoundError):
            data.rmdir()
        folder.rename(data)
        return
    for path in sorted(folder.iterdir(), key=lambda path: path.name == LAST):
        path.rename(data / path.name)
    folder.rmdir()
