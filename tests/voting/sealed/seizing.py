"""Everything an administrator of the house has of a secret ballot: what passes the HTTP door, what lies on the disk after each
command, and at every moment of the ballot the data folder, the database, its WAL, its dumps, a backup and the logs.

Bytes are kept as pieces (pages, frames of a WAL, stretches of a file), each once, with the event in which it was first there.
"""

from __future__ import annotations

import hashlib
import io
import json
import random
import re
import shutil
import subprocess
import tarfile
import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

from sqlalchemy import create_engine, inspect, text

from app import backup
from tests.drill.cluster import Cluster
from tests.postgresql import binaries
from tests.voting.sealed.hall import SealedHall
from voting.sealed import bundle as bundles
from voting.sealed.bundle import Bundle
from voting.sealed.device import Mine

SQLITE_PAGE, PAGE = 4096, 8192
OVERLAP = 64
"""What lies across two stretches of a file is whole in one of them."""
WAL_HEADER, FRAME_HEADER = 32, 24


class Piece(NamedTuple):
    event: int
    raw: bytes


class Table(NamedTuple):
    columns: tuple[str, ...]
    rows: list[Any]

    def column(self, name: str) -> list[Any]:
        return [row[self.columns.index(name)] for row in self.rows]


@dataclass
class Seized:
    """All of it. `actors`: whose command each event was; `marks`: the event of each moment."""

    bundle: Bundle | None = None
    pieces: dict[bytes, Piece] = field(default_factory=dict)
    actors: list[str] = field(default_factory=list)
    marks: dict[str, int] = field(default_factory=dict)
    tables: dict[str, dict[str, Table]] = field(default_factory=dict)
    last: list[bytes] = field(default_factory=list)
    """What lies in the database's own files at the end."""

    sources: dict[str, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    """What of all that each kind of file has: by digests of pieces."""

    def add(self, raw: bytes, source: str = "passing") -> None:
        digest = hashlib.blake2b(raw, digest_size=16).digest()
        self.pieces.setdefault(digest, Piece(len(self.actors), raw))
        self.sources[source].add(digest)


@dataclass
class Administrator:
    """Looks at a house and keeps what is there. `cluster`: the house is on PostgreSQL, in its database `name`."""

    settings: Any
    folder: Path
    log: Path | None = None
    cluster: Cluster | None = None
    name: str = ""
    seized: Seized = field(default_factory=Seized)
    passed: list[tuple[Any, ...]] = field(default_factory=list)
    """As a log of accesses has it: number, who, what, sizes of question and answer, status."""
    wal: tuple[bytes, int] = (b"", WAL_HEADER)
    written: int = 0

    def passes(self, person: str, what: str, question: bytes, answer: bytes, status: int) -> None:
        self.seized.actors.append(person)
        self.passed.append((len(self.passed), person, what, len(question), len(answer), status))
        for raw in (question, answer):
            for piece in _stretches(raw):
                self.seized.add(piece)
        if self.cluster is None:
            self.look()

    def look(self) -> None:
        """SQLite's files after a command: what is new in the WAL, and the database where it was written."""
        file = self.settings.data / "dienhong.sqlite3"
        log = file.with_name(file.name + "-wal")
        if log.exists():
            with log.open("rb") as reading:
                head = reading.read(WAL_HEADER)
                reading.seek(self.wal[1] if head == self.wal[0] else WAL_HEADER)
                for frame in _pieces(reading.read(), SQLITE_PAGE + FRAME_HEADER):
                    self.seized.add(frame[FRAME_HEADER:])
                self.wal = (head, reading.tell())
        if (written := file.stat().st_mtime_ns) != self.written:
            self.written = written
            for page in _pieces(file.read_bytes(), SQLITE_PAGE):
                self.seized.add(page)

    def take(self, moment: str) -> None:
        """All that there is at a moment."""
        to = self.folder / moment.replace(" ", "-")
        to.mkdir(parents=True)
        shutil.copytree(self.settings.data, to / "data", ignore=shutil.ignore_patterns("*.sock", "*.lock"))
        backup.make(self.settings, to / "backup")
        if self.log is not None:
            shutil.copy(self.log, to / "log")
        if self.cluster is not None:
            self._of_the_cluster(to)
        self.seized.marks[moment] = len(self.seized.actors)
        for path in sorted(path for path in to.rglob("*") if path.is_file()):
            inside = path.relative_to(to).parts
            for piece in pieces_of(path.name, path.read_bytes()):
                self.seized.add(piece, "/".join(inside[: 2 if inside[0] == "cluster" else 1]))
        self.seized.tables[moment] = self._tables(to) | {
            "accesses": Table(("number", "person", "kind", "asked", "answered", "status"), list(self.passed))
        }
        shutil.rmtree(to)

    def _of_the_cluster(self, to: Path) -> None:
        """Its folder as it lies there (base, pg_wal, pg_xact), a base backup, a dump, and its log."""
        assert self.cluster is not None
        with closing(self.cluster.connect(self.name)) as connection:
            connection.autocommit = True
            connection.cursor().execute("ANALYZE")  # statistics are samples of values
            connection.cursor().execute("CHECKPOINT")
        shutil.copytree(self.cluster.data, to / "cluster", ignore=_vanishing)
        shutil.copy(self.cluster.folder / "log", to / "cluster.log")
        here = ["-h", "127.0.0.1", "-p", str(self.cluster.port), "-U", "postgres"]
        dump = [str(binaries() / "pg_dump"), *here, "-f", str(to / "dump.sql"), self.name]
        base = [str(binaries() / "pg_basebackup"), *here, "-D", str(to / "basebackup"), "-c", "fast", "-X", "stream"]
        for command in (dump, base):
            subprocess.run(command, check=True, capture_output=True, cwd="/")

    def _tables(self, to: Path) -> dict[str, Table]:
        """Every table with where each row lies: SQLite's from the copy of its files."""
        if self.cluster is not None:
            return tables_of(self.cluster.address(self.name), "ctid::text AS rowid, xmin::text AS xmin, *")
        return tables_of(f"sqlite:///{to / 'data' / 'dienhong.sqlite3'}", "rowid, *")

    def ends(self) -> None:
        """What lies in the database's own files now; PostgreSQL's WAL is not one that the house can cut (docs/settings.md)."""
        if self.cluster is None:
            paths = sorted(self.settings.data.glob("dienhong.sqlite3*"))
        else:
            with closing(self.cluster.connect(self.name)) as connection:
                connection.autocommit = True
                connection.cursor().execute("CHECKPOINT")
            paths = sorted(path for path in (self.cluster.data / "base").rglob("*") if path.is_file())
        self.seized.last = [path.read_bytes() for path in paths]


def _vanishing(folder: str, names: list[str]) -> list[str]:
    """Files that a running server takes away while they are copied."""
    return [name for name in names if name in ("pgsql_tmp", "pg_stat_tmp", "postmaster.pid") or name.startswith("t")]


def tables_of(url: str, wanted: str) -> dict[str, Table]:
    engine = create_engine(url)
    try:
        with engine.connect() as read:
            found: dict[str, Table] = {}
            for name in inspect(engine).get_table_names():
                if read.dialect.name == "sqlite" and _has_no_rowid(read, name):
                    continue
                rows = read.execute(text(f'SELECT {wanted} FROM "{name}"'))
                found[name] = Table(tuple(rows.keys()), [tuple(map(_plain, row)) for row in rows])
            return found
    finally:
        engine.dispose()


def _has_no_rowid(read: Any, name: str) -> bool:
    made = read.execute(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": name}).scalar() or ""
    return "WITHOUT ROWID" in made.upper()


def _plain(value: Any) -> Any:
    """Bytes as bytes, documents as text, where a row lies in PostgreSQL as a number."""
    if isinstance(value, memoryview):
        return bytes(value)
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and (at := re.fullmatch(r"\((\d+),(\d+)\)", value)):
        return int(at[1]) * 100_000 + int(at[2])
    return value


# -- bytes ------------------------------------------------------------------------------------------------------------


def pieces_of(name: str, raw: bytes) -> Iterator[bytes]:
    """A file in pieces: pages where it has such, what is packed in it unpacked."""
    if raw.startswith(b"SQLite format 3\0"):
        yield from _pieces(raw, SQLITE_PAGE)
    elif name.endswith("-wal"):
        yield from (frame[FRAME_HEADER:] for frame in _pieces(raw[WAL_HEADER:], SQLITE_PAGE + FRAME_HEADER))
    elif name == "backup":
        with tarfile.open(fileobj=io.BytesIO(raw)) as tar:
            for member in tar:
                if (inside := tar.extractfile(member)) is not None:
                    yield from pieces_of(member.name, inside.read())
    elif len(raw) % PAGE == 0 and re.fullmatch(r"[0-9A-F]{24}|\d+(_\w+)?(\.\d+)?", name):
        yield from _pieces(raw, PAGE)
    else:
        yield from _stretches(raw)


def _pieces(raw: bytes, size: int) -> Iterator[bytes]:
    return (raw[at : at + size] for at in range(0, len(raw), size))


def _stretches(raw: bytes) -> Iterator[bytes]:
    return (raw[at : at + PAGE + OVERLAP] for at in range(0, len(raw), PAGE))


# -- a ballot while somebody looks ------------------------------------------------------------------------------------


@dataclass
class WatchedHall(SealedHall):
    """Members come through the HTTP door, as browsers do that have no socket."""

    administrator: Administrator | None = None
    browsers: dict[str, Any] = field(default_factory=dict)

    def run(self, person: str | None, name: str, **args: Any) -> Any:
        if person is None or self.administrator is None:
            return super().run(person, name, **args)
        told = {
            "id": str(uuid.uuid4()),
            "stream": self.meeting.stream,
            "name": name,
            "args": {"vote": self.vote, **args},
        }
        asked = json.dumps(told).encode()
        answer = self._browser(person).post("/api/commands", data=asked, content_type="application/json")
        self.administrator.passes(person, name, asked, answer.get_data(), answer.status_code)
        found = dict(answer.json or {})
        return SimpleNamespace(ok=bool(found.get("ok")), error=found.get("error"), result=found.get("result"))

    def bundle(self, person: str) -> str:
        answer = self._browser(person).get(f"/api/sealed/{self.vote}/bundle")
        assert answer.status_code == 200, answer.status_code
        if self.administrator is not None:
            self.administrator.passes(person, "bundle", b"", answer.get_data(), answer.status_code)
        return str(answer.get_data(as_text=True))

    def _browser(self, person: str) -> Any:
        if person not in self.browsers:
            self.browsers[person] = self.world.client(person)
        return self.browsers[person]


def hold(hall: WatchedHall, draw: random.Random) -> tuple[Seized, dict[str, Mine]]:
    """A whole ballot; some vote twice, some with a mark. All is drawn, so that no order tells anything of choices."""
    administrator = hall.administrator
    assert administrator is not None
    hall.prepare(2)
    hall.read_aloud()
    hall.open()
    voters = list(hall.meeting.body.roll)
    draw.shuffle(voters)
    sending = [*voters, *draw.sample(voters, len(voters) // 8)]
    for number, person in enumerate(sending):
        mark = draw.choice(["", "", "", "A2", "K7"])
        assert hall.cast(person, draw.choices([0, 1, 2], [5, 4, 1])[0], mark).ok
        if number == len(voters) // 2:
            administrator.take("casting")
    administrator.take("cast")
    hall.close()
    administrator.take("closed")
    for number, tablet in enumerate(hall.tablets, start=1):
        administrator.seized.actors.append(tablet.person)
        assert tablet.open_box(part=100).ok
        administrator.take(f"opened {number}")
    hall.announce()
    published = hall.bundle(hall.meeting.chair)
    draw.shuffle(voters)
    for person in voters[:-1]:
        assert hall.confirm(person).ok
    administrator.take("published")
    assert hall.confirm(voters[-1]).ok
    administrator.take("final")
    administrator.ends()
    administrator.seized.bundle = bundles.read(published)
    return administrator.seized, hall.mine
