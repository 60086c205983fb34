"""`python run.py backup FILE`: the database as it is at one moment and all files, in one tar, while the server serves.

SQLite is copied by its online backup in **one** step (stepwise it would start again at each write), other databases
table by table
in one read transaction, which restores anywhere. The copy is checked (integrity, hash chain) before the file appears
under its name.
The secret key is not in it: keys are kept apart (reliability.md §5).
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import json
import os
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import msgspec
from sqlalchemy import BigInteger, Column, Connection, LargeBinary, Table, create_engine, select, type_coerce
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from app import schema, signing
from app.database import Base, Database, Instant, sqlite_module
from app.settings import Settings
from app.verifying import check_chain
from app.wire import stamp

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database.sqlite3"
TABLES = "tables"
FILES = "files"
KEYS = "keys"
"""The public halves alone, so that checkpoints can be verified where the backup is restored."""
CHUNK = 1024 * 1024


class Unusable(Exception):
    """A backup that can't be made or restored, and why."""


class Writing:
    """A tar that is being written; keeps every part's digest for the manifest."""

    def __init__(self, tar: tarfile.TarFile):
        self.tar = tar
        self.parts: dict[str, dict[str, Any]] = {}

    def add(self, path: Path, name: str) -> None:
        with path.open("rb") as source:
            member = self.tar.gettarinfo(arcname=name, fileobj=source)
            member.mode, member.uid, member.gid, member.uname, member.gname = 0o600, 0, 0, "", ""
            reading = Digesting(source)
            self.tar.addfile(member, reading)
        self.parts[name] = {"sha256": reading.digest.hexdigest(), "size": member.size}

    def manifest(self, **said: Any) -> dict[str, Any]:
        told = {"format": FORMAT, **said, "parts": self.parts}
        data = json.dumps(told, ensure_ascii=False, indent=1).encode()
        member = tarfile.TarInfo(MANIFEST)
        member.size, member.mode = len(data), 0o600
        self.tar.addfile(member, io.BytesIO(data))
        return told


class Digesting:
    """A file that is hashed while it is read."""

    def __init__(self, source: IO[bytes]):
        self.source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.source.read(size)
        self.digest.update(data)
        return data


def make(settings: Settings, target: Path) -> dict[str, Any]:
    """Write the backup. Returns its manifest. Raises Unusable."""
    if target.exists():
        raise Unusable(f"{target} is there already")
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as scratch:
            database = _copy_database(settings, Path(scratch))
            descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as out:
                with tarfile.open(fileobj=out, mode="w") as tar:
                    writing = Writing(tar)
                    for path, name in database["parts"]:
                        writing.add(path, name)
                    _add_files(settings.files, writing)
                    for path in sorted(signing.folder(settings).glob("*.pub")):
                        writing.add(path, f"{KEYS}/{path.name}")
                    told = writing.manifest(
                        made_at=stamp(datetime.now(UTC)),
                        database=database["kind"],
                        revision=database["revision"],
                        entries=database["entries"],
                    )
                out.flush()
                os.fsync(out.fileno())
        partial.rename(target)
        _sync_folder(target.parent)
    finally:
        partial.unlink(missing_ok=True)
    return told


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _add_files(folder: Path, writing: Writing) -> None:
    """Files are stored before the rows that name them, so those of the copied database are all there."""
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or not path.is_file() or "incoming" in path.relative_to(folder).parts:
            continue
        try:
            writing.add(path, f"{FILES}/{path.relative_to(folder).as_posix()}")
        except FileNotFoundError:
            continue  # a temporary file of an upload that has just ended


def _copy_database(settings: Settings, scratch: Path) -> dict[str, Any]:
    return _copy_sqlite(settings, scratch) if settings.is_sqlite else _dump(settings, scratch)


def _copy_sqlite(settings: Settings, scratch: Path) -> dict[str, Any]:
    source = Path(make_url(settings.url).database or "")
    if not source.is_file():
        raise Unusable(f"{source}: no database here")
    copy = scratch / DATABASE
    module = sqlite_module()
    with (
        closing(module.connect(f"file:{source}?mode=ro", uri=True)) as reading,
        closing(module.connect(copy)) as target,
    ):
        reading.backup(target, pages=-1)
        target.execute("PRAGMA journal_mode=DELETE").close()
    checked = verify_sqlite(copy)
    return {"kind": "sqlite", "parts": [(copy, DATABASE)], **checked}


def verify_sqlite(path: Path) -> dict[str, Any]:
    """Integrity and hash chain of a database file. Raises Unusable."""
    engine = create_engine(f"sqlite:///{path}", module=sqlite_module(), poolclass=NullPool)
    with engine.connect() as connection:
        found = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check(5)")]
        if found != ["ok"]:
            raise Unusable(f"the database is damaged: {'; '.join(map(str, found))}")
        return verify_chain(connection)


def verify_chain(read: Connection) -> dict[str, Any]:
    """The journal's chain and the schema's revision. Raises Unusable where the chain is broken."""
    found = check_chain(read)
    if found.problems:
        raise Unusable(f"the journal's chain is broken: {found.problems[0]}")
    return {"entries": found.section["entries"], "revision": schema.revision(read)}


# -- table by table ---------------------------------------------------------------------------------------------------


def _dump(settings: Settings, scratch: Path) -> dict[str, Any]:
    """Every table as JSON lines, of one moment (REPEATABLE READ)."""
    schema.load_models(settings)
    parts: list[tuple[Path, str]] = []
    database = Database(settings)
    try:
        with database.read() as read:
            checked = verify_chain(read)
            for table in Base.metadata.sorted_tables:
                path = scratch / f"{table.name}.jsonl"
                with path.open("wb") as out:
                    for row in rows_of(read, table):
                        out.write(msgspec.json.encode(row) + b"\n")
                parts.append((path, f"{TABLES}/{table.name}.jsonl"))
    finally:
        database.close()
    return {"kind": TABLES, "parts": parts, **checked}


def rows_of(read: Connection, table: Table) -> Iterator[list[Any]]:
    """A table's rows as plain JSON values, in the order of its columns."""
    columns = [
        type_coerce(column, BigInteger) if isinstance(column.type, Instant) else column for column in table.columns
    ]
    flowing = read.execution_options(stream_results=True, yield_per=1000).execute(select(*columns))
    for row in flowing:
        yield [base64.b64encode(v).decode() if isinstance(v, bytes | memoryview) else v for v in row]


def from_plain(column: Column[Any], value: Any) -> Any:
    """A JSON value as the column takes it."""
    if value is None:
        return None
    if isinstance(column.type, Instant):
        return column.type.process_result_value(value, None)  # type: ignore[arg-type]
    return base64.b64decode(value) if isinstance(column.type, LargeBinary) else value


def main(settings: Settings, arguments: Sequence[str]) -> int:
    """Make a backup; 0, 1 (could not), or 2 (how it is called)."""
    parser = argparse.ArgumentParser(prog="run.py backup", description="Everything in one file, while serving.")
    parser.add_argument("file", type=Path)
    try:
        asked = parser.parse_args(list(arguments))
    except SystemExit as left:
        return int(left.code or 0)
    try:
        told = make(settings, asked.file.absolute())
    except (Unusable, OSError, SQLAlchemyError, sqlite_module().Error) as error:
        print(f"no backup was made: {error}", file=sys.stderr)
        return 1
    size = asked.file.stat().st_size
    print(
        json.dumps(
            {
                "ok": True,
                "file": str(asked.file),
                "bytes": size,
                "entries": told["entries"],
                "parts": len(told["parts"]),
            }
        )
    )
    return 0
