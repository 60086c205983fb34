"""`python run.py restore FILE`: a backup into an empty data folder (and an empty database), checked twice."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import tarfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, delete, insert, inspect
from sqlalchemy.exc import SQLAlchemyError

from app import schema, signing
from app.backup import (
    CHUNK,
    DATABASE,
    FILES,
    FORMAT,
    KEYS,
    MANIFEST,
    TABLES,
    Unusable,
    from_plain,
    verify_chain,
    verify_sqlite,
)
from app.database import Base, Database, sqlite_module
from app.journal import Release
from app.settings import Settings

KEPT_APART = frozenset({"secret_key", "keys"})
"""The keys, kept apart from backups, may be in the folder already."""


def bring_back(settings: Settings, source: Path) -> dict[str, Any]:
    """Restore; returns the manifest. Raises Unusable; what was written until then stays for somebody to look at."""
    _refuse_full(settings.data)
    with tarfile.open(source, mode="r:") as tar:
        manifest = read_manifest(tar)
        if manifest["database"] == "sqlite" and not settings.is_sqlite:
            raise Unusable("this backup is an SQLite database; unset DIENHONG_DATABASE_URL to restore it")
        settings.data.mkdir(parents=True, exist_ok=True)
        scratch = settings.data / ".restoring"
        scratch.mkdir(mode=0o700)
        for name, part in manifest["parts"].items():
            _unpack(tar, name, part, scratch)
    _settle(settings, manifest, scratch)
    scratch.rmdir()
    return manifest


def _refuse_full(folder: Path) -> None:
    if folder.exists() and {path.name for path in folder.iterdir()} - KEPT_APART:
        raise Unusable(f"{folder} is not empty")


def read_manifest(tar: tarfile.TarFile) -> dict[str, Any]:
    """What the backup says it holds. Raises Unusable."""
    try:
        held = tar.extractfile(MANIFEST)
    except KeyError:
        held = None
    if held is None:
        raise Unusable("this is no backup: it has no manifest")
    manifest = json.loads(held.read())
    if manifest.get("format") != FORMAT:
        raise Unusable(f"a backup of format {manifest.get('format')}; this version reads format {FORMAT}")
    for name in manifest["parts"]:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or path.parts[0] not in (DATABASE, TABLES, FILES, KEYS):
            raise Unusable(f"an unexpected part: {name}")
    return dict(manifest)


def _unpack(tar: tarfile.TarFile, name: str, part: dict[str, Any], folder: Path) -> None:
    """Write one part and compare its digest."""
    try:
        member = tar.getmember(name)
        source = tar.extractfile(member) if member.isreg() else None
    except KeyError:
        source = None
    if source is None:
        raise Unusable(f"a part is missing: {name}")
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with path.open("xb") as out:
        while data := source.read(CHUNK):
            digest.update(data)
            out.write(data)
        out.flush()
        os.fsync(out.fileno())
    path.chmod(0o600)
    if digest.hexdigest() != part["sha256"]:
        raise Unusable(f"a part is damaged: {name}")


def _settle(settings: Settings, manifest: dict[str, Any], scratch: Path) -> None:
    """The checked parts go to their places; the database is checked once more as it stands."""
    files = scratch / FILES
    if files.is_dir():
        files.rename(settings.files)
    _settle_keys(settings, scratch / KEYS)
    if manifest["database"] == "sqlite":
        checked = verify_sqlite(scratch / DATABASE)
        (scratch / DATABASE).rename(settings.data / Path(settings.url.removeprefix("sqlite:///")).name)
    else:
        checked = _load_tables(settings, manifest, scratch / TABLES)
    if checked["entries"] != manifest["entries"]:
        raise Unusable(f"{checked['entries']} entries were restored of {manifest['entries']}")


def _settle_keys(settings: Settings, brought: Path) -> None:
    """Public keys go beside those that are there."""
    if not brought.is_dir():
        return
    signing.folder(settings).mkdir(mode=0o700, exist_ok=True)
    for path in brought.iterdir():
        path.rename(signing.folder(settings) / path.name)
    brought.rmdir()


def _load_tables(settings: Settings, manifest: dict[str, Any], folder: Path) -> dict[str, Any]:
    schema.load_models(settings)
    database = Database(settings)
    try:
        with database.reading.connect() as read:
            if set(inspect(read).get_table_names()) & set(Base.metadata.tables):
                raise Unusable("the database is not empty")
        schema.upgrade(database)
        with database.write() as connection:
            if manifest["revision"] != schema.revision(connection):
                raise Unusable(
                    f"the backup's schema is {manifest['revision']}, this version's is {schema.revision(connection)}"
                )
            connection.execute(delete(Release))  # this code's own: the backup says which code has written it
            for table in Base.metadata.sorted_tables:
                _load(connection, table, folder / f"{table.name}.jsonl")
            checked = verify_chain(connection)
    finally:
        database.close()
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    return checked


def _load(connection: Connection, table: Table, path: Path) -> None:
    if not path.exists():
        return
    columns = list(table.columns)
    with path.open("rb") as lines:
        while part := list(islice(lines, 500)):
            rows = [
                {
                    column.name: from_plain(column, value)
                    for column, value in zip(columns, msgspec.json.decode(line), strict=True)
                }
                for line in part
            ]
            connection.execute(insert(table), rows)


def main(settings: Settings, arguments: Sequence[str]) -> int:
    """Restore a backup; 0, 1 (could not), or 2 (how it is called)."""
    parser = argparse.ArgumentParser(prog="run.py restore", description="Bring a backup back into an empty folder.")
    parser.add_argument("file", type=Path)
    try:
        asked = parser.parse_args(list(arguments))
    except SystemExit as left:
        return int(left.code or 0)
    try:
        manifest = bring_back(settings, asked.file)
    except (Unusable, OSError, ValueError, KeyError, tarfile.TarError, SQLAlchemyError, sqlite_module().Error) as error:
        print(f"not restored: {error}", file=sys.stderr)
        return 1
    told = {"ok": True, "folder": str(settings.data), "entries": manifest["entries"], "made_at": manifest["made_at"]}
    print(json.dumps(told, ensure_ascii=False))
    return 0
