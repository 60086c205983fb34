"""`python run.py doctor`: is everything here as it must be for meetings that count? The same checks run at every start,
within a time limit, and a danger stops it.

Exit status: 0 nothing dangerous, 1 something is.
"""

from __future__ import annotations

import argparse
import ipaddress
import logging
import os
import resource
import shutil
import stat
import sys
import time
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from app import faults, schema, signing
from app.database import Database, sqlite_module
from app.settings import Settings

log = logging.getLogger("dienhong.doctor")

OK, WARNING, DANGER = "ok", "warning", "danger"
FLOORS = {"python-socketio": (5, 16, 2), "weasyprint": (70, 0)}
"""Versions below have known holes (reliability.md, 1)."""
NETWORKED = {"nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "afs", "ceph", "glusterfs", "lustre", "gpfs", "ocfs2"}
"""Also what begins with `fuse.` and ends in one of these, and sshfs."""
AT_START = 0.5
"""Seconds a start may spend on reading the database through; a longer check is the doctor's."""
SHORTEST_KEY, GOOD_KEY = 16, 32
LITTLE_DISK = 1024**3


class Found(NamedTuple):
    """One thing that was looked at."""

    level: str
    what: str
    said: str


def examine(settings: Settings, database: Database, seconds: float | None = None) -> list[Found]:
    """Everything, the reading through of the database within so many seconds (None: whole)."""
    return [*_versions(), *_settings(settings), *_keys(settings), *_place(settings), *_database(database, seconds)]


def _versions() -> Iterator[Found]:
    for name, floor in FLOORS.items():
        have = metadata.version(name)
        known = tuple(int(part) for part in have.split(".")[:3] if part.isdigit())
        least = ".".join(map(str, floor))
        yield Found(OK if known >= floor else DANGER, name, f"{have}, at least {least} is needed")


def _settings(settings: Settings) -> Iterator[Found]:
    debug = os.environ.get("FLASK_DEBUG", "0").lower() not in ("", "0", "false", "no")
    yield Found(DANGER if debug else OK, "debugging", "FLASK_DEBUG is set" if debug else "off")
    yield _origins(settings)
    yield _secret(settings.secret_key)
    if not settings.tls and not _loopback(settings.host):
        yield Found(WARNING, "TLS", f"{settings.host} is served without DIENHONG_TLS: passwords can be read on the way")
    if settings.tls and settings.proxies < 1:
        said = "DIENHONG_TLS without DIENHONG_PROXIES: all sign in from one address, and share its limit"
        yield Found(WARNING, "proxies", said)
    if faults.armed():
        yield Found(WARNING, "drill", f"this server is there to be stopped: {', '.join(faults.armed())}")
    files, _most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files != resource.RLIM_INFINITY and files < settings.clients + 100:
        yield Found(WARNING, "open files", f"{files} at most; {settings.clients} devices need one each")


def _origins(settings: Settings) -> Found:
    for origin in settings.origins:
        parts = urlsplit(origin)
        if "*" in origin or parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/"):
            return Found(
                DANGER, "origins", f"DIENHONG_ORIGINS: {origin!r} is no origin; every one is written out in full"
            )
    return Found(OK, "origins", ", ".join(settings.origins) or "the address itself")


def _secret(given: str) -> Found:
    if not given:
        return Found(OK, "secret key", "kept in the data folder")
    if len(given) < SHORTEST_KEY or len(set(given)) < 6:
        return Found(
            DANGER, "secret key", f"DIENHONG_SECRET_KEY can be guessed; take {GOOD_KEY} random characters or none"
        )
    if len(given) < GOOD_KEY:
        return Found(WARNING, "secret key", f"DIENHONG_SECRET_KEY is short; {GOOD_KEY} random characters are advised")
    return Found(OK, "secret key", "given")


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _keys(settings: Settings) -> Iterator[Found]:
    """Who may read the keys; and whether the journal's key is one."""
    for path in (settings.data / "secret_key", signing.folder(settings) / signing.SECRET):
        if not path.exists():
            continue
        mode = stat.S_IMODE(path.stat().st_mode)
        level = DANGER if mode & stat.S_IRWXO else WARNING if mode & stat.S_IRWXG else OK
        said = "its owner's alone" if level == OK else f"others may read it (mode {mode:o}): chmod 600 {path}"
        yield Found(level, path.name, said)
    if (signing.folder(settings) / signing.SECRET).exists():
        try:
            yield Found(OK, "journal's key", signing.Signer(settings).id)
        except (OSError, ValueError) as error:
            yield Found(DANGER, "journal's key", f"{signing.folder(settings) / signing.SECRET} holds no key: {error}")


def _place(settings: Settings) -> Iterator[Found]:
    kind = filesystem(settings.data)
    if settings.is_sqlite and kind.removeprefix("fuse.") in NETWORKED | {"sshfs"}:
        yield Found(DANGER, "file system", f"{settings.data} lies on {kind}: SQLite loses data on network file systems")
    else:
        yield Found(OK, "file system", kind or "unknown")
    free = shutil.disk_usage(settings.data).free
    said = f"{free // 1024**2} MB free"
    yield Found(WARNING if free < LITTLE_DISK else OK, "disk", said)


def filesystem(path: Path, table: Path = Path("/proc/self/mountinfo")) -> str:
    """The kind of file system a path lies on; "" where it can't be told."""
    try:
        lines = table.read_text().splitlines()
    except OSError:
        return ""
    best, kind = Path(), ""
    for line in lines:
        left, _dash, right = line.partition(" - ")
        mounted = Path(left.split()[4].encode().decode("unicode_escape"))
        if path.resolve().is_relative_to(mounted) and len(mounted.parts) >= len(best.parts):
            best, kind = mounted, right.split()[0]
    return kind


# -- the database -----------------------------------------------------------------------------------------------------


def _database(database: Database, seconds: float | None) -> Iterator[Found]:
    try:
        with database.reading.connect() as read:
            yield from _sqlite(read, seconds) if database.is_sqlite else _postgresql(read)
            yield from _state(read, database.settings)
    except (SQLAlchemyError, sqlite_module().Error) as error:
        cause = getattr(error, "orig", None) or error
        yield Found(DANGER, "database", f"{make_url(database.settings.url).render_as_string()}: {cause}".strip())


def _sqlite(read: Connection, seconds: float | None) -> Iterator[Found]:
    yield Found(OK, "SQLite", sqlite_module().sqlite_version)
    mode = str(read.exec_driver_sql("PRAGMA journal_mode").scalar())
    yield Found(OK if mode == "wal" else DANGER, "journal_mode", mode)
    synchronous = int(read.exec_driver_sql("PRAGMA synchronous").scalar() or 0)
    level = WARNING if os.environ.get(faults.SYNCHRONOUS) else DANGER
    yield Found(OK if synchronous >= 2 else level, "synchronous", ("OFF", "NORMAL", "FULL", "EXTRA")[synchronous])
    yield _read_through(read, seconds)


def _read_through(read: Connection, seconds: float | None) -> Found:
    """SQLite's own quick check, given up when the time is over."""
    raw: Any = read.connection.driver_connection
    begun = time.monotonic()
    if seconds is not None:
        raw.set_progress_handler(lambda: time.monotonic() - begun > seconds, 5_000)
    try:
        lines = [str(row[0]) for row in raw.execute("PRAGMA quick_check(5)")]
    except sqlite_module().OperationalError as error:
        if "interrupted" not in str(error):
            raise
        return Found(OK, "read through", f"sound for the first {seconds} s; run.py doctor reads it whole")
    finally:
        raw.set_progress_handler(None, 0)
    if lines != ["ok"]:
        return Found(DANGER, "read through", f"the database is damaged, restore a backup: {'; '.join(lines)}")
    return Found(OK, "read through", f"sound, in {time.monotonic() - begun:.2f} s")


def _postgresql(read: Connection) -> Iterator[Found]:
    yield Found(OK, "PostgreSQL", str(read.execute(text("SHOW server_version")).scalar()))
    for name in ("fsync", "full_page_writes", "synchronous_commit"):
        value = str(read.execute(text(f"SHOW {name}")).scalar())
        said = value if value != "off" else "off: what was acknowledged can be lost, or the database damaged"
        level = WARNING if os.environ.get(faults.FORGETFUL) else DANGER
        yield Found(level if value == "off" else OK, name, said)


def _state(read: Connection, settings: Settings) -> Iterator[Found]:
    """Where the schema stands, and whether the database is older than what has been signed."""
    revision = schema.revision(read)
    if revision is None:
        yield Found(OK, "schema", "empty")
        return
    newest = schema.newest()
    if revision > newest:
        yield Found(DANGER, "schema", f"{revision} is newer than this version's {newest}")
        return
    yield Found(OK, "schema", revision if revision == newest else f"{revision}, the next start brings it to {newest}")
    if revision < "0003":
        return
    signed = read.execute(text("SELECT max(number) FROM checkpoints")).scalar() or 0
    noted = max((one["number"] for one in signing.lasts(settings)), default=0)
    if noted > signed:
        said = f"checkpoint {noted} was signed, {signed} is the last one here: the database was put back (run.py audit)"
        yield Found(WARNING, "checkpoints", said)
    else:
        yield Found(OK, "checkpoints", f"{signed} signed")


# -- what is done with it ---------------------------------------------------------------------------------------------


def at_start(settings: Settings, database: Database) -> list[str]:
    """Log what was found. Returns the dangers: with one the house does not start."""
    found = examine(settings, database, AT_START)
    log.info("%s", "; ".join(f"{one.what}: {one.said}" for one in found if one.level == OK))
    for one in found:
        if one.level != OK:
            log.log(logging.ERROR if one.level == DANGER else logging.WARNING, "%s: %s", one.what, one.said)
    return [f"{one.what}: {one.said}" for one in found if one.level == DANGER]


def main(settings: Settings, arguments: Sequence[str]) -> int:
    """Print what was found."""
    parser = argparse.ArgumentParser(prog="run.py doctor", description="Look whether everything is as it must be.")
    try:
        parser.parse_args(list(arguments))
    except SystemExit as left:
        return int(left.code or 0)
    if not settings.data.is_dir():
        print(f"{settings.data}: no such folder", file=sys.stderr)
        return 1
    if settings.is_sqlite and not Path(make_url(settings.url).database or "").is_file():
        print(f"{settings.url}: no database here", file=sys.stderr)
        return 1
    database = Database(settings)
    try:
        found = examine(settings, database)
    finally:
        database.close()
    for one in found:
        print(f"{one.level:8} {one.what}: {one.said}")
    return int(any(one.level == DANGER for one in found))
