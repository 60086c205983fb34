"""The database as the auditor reads it: plain sqlite3 or psycopg2, every row as a dictionary. Nothing of ours is imported."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

Row = dict[str, Any]
TABLES = ("votes", "roll_entries", "casts", "cast_revisions", "speeches", "attendance", "outcomes", "minutes_versions")
JSON_COLUMNS = {"votes": ("options", "rules", "closing", "result", "opening"), "outcomes": ("reply",)}
TAG = b"dienhong journal entry v1\0"
GENESIS = "0" * 64


@dataclass
class Entry:
    """One entry of the journal."""

    stream: str
    seq: int
    at: int
    actor: str | None
    kind: str
    prev: str
    commit: str
    hash: str
    salt: str | None
    spelled: str | None
    facts: Row

    @property
    def args(self) -> Row:
        return dict(self.facts.get("args") or {})


@dataclass
class Book:
    """All that is audited, read in one transaction."""

    entries: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    heads: dict[str, tuple[int, str]] = field(default_factory=dict)
    tables: dict[str, list[Row]] = field(default_factory=dict)
    damage: list[str] = field(default_factory=list)

    def stream(self, name: str) -> list[Entry]:
        return self.entries.get(name, [])


def read(database: str) -> Book:
    """`database`: a path of SQLite's file, or postgresql://… Raises what the driver raises where it is unreadable."""
    if "://" in database:
        import psycopg2

        with closing(psycopg2.connect(database.replace("+psycopg2", ""))) as connection:
            connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
            return _read(connection.cursor())
    try:
        from pysqlite3 import dbapi2 as module
    except ImportError:
        module = sqlite3
    with closing(module.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        connection.isolation_level = None
        connection.execute("BEGIN")
        book = _read(connection.cursor())
        book.damage = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(10)") if row[0] != "ok"]
        book.damage += [str(row) for row in connection.execute("PRAGMA foreign_key_check")]
        return book


def heads(database: str) -> dict[str, int]:
    """Where each stream stands."""
    return {name: seq for name, (seq, _hash) in read(database).heads.items()}


def _read(cursor: Any) -> Book:
    book = Book()
    for row in _rows(cursor, "SELECT * FROM entries ORDER BY stream, seq"):
        facts = json.loads(row["facts"] or "{}")
        keys = ("stream", "seq", "at", "actor", "kind", "prev", "commit", "hash", "salt")
        book.entries[row["stream"]].append(Entry(*(row[key] for key in keys), row["facts"], facts))
    for row in _rows(cursor, "SELECT name, seq, head FROM streams"):
        book.heads[row["name"]] = (row["seq"], row["head"])
    for table in TABLES:
        book.tables[table] = [_decoded(table, row) for row in _rows(cursor, f"SELECT * FROM {table}")]
    book.tables["changes"] = list(_rows(cursor, "SELECT stream, seq, scope FROM changes"))
    return book


def _rows(cursor: Any, query: str) -> Iterator[Row]:
    cursor.execute(query)
    names = [column[0] for column in cursor.description]
    for values in cursor.fetchall():
        yield dict(zip(names, values, strict=True))


def _decoded(table: str, row: Row) -> Row:
    """Where the driver gives JSON as text."""
    for key in JSON_COLUMNS.get(table, ()):
        if isinstance(row.get(key), str):
            row[key] = json.loads(row[key])
    return row


def chain_faults(book: Book) -> Iterator[Row]:
    """Every link again: no gap, predecessors, hashes, commitments, time, heads."""
    for stream, entries in book.entries.items():
        seq, hash_, at = 0, GENESIS, 0
        for entry in entries:
            where = {"stream": stream, "seq": entry.seq}
            if entry.seq != seq + 1:
                yield {"what": "entries are missing before this one", **where}
            if entry.prev != hash_:
                yield {"what": "names another predecessor", **where}
            if entry.at < at:
                yield {"what": "time goes back", **where}
            if entry_hash(entry) != entry.hash:
                yield {"what": "the hash is another", **where}
            if entry.salt is not None and commitment(entry) != entry.commit:
                yield {"what": "the facts are others", **where}
            seq, hash_, at = entry.seq, entry.hash, entry.at
        if book.heads.get(stream) != (seq, hash_):
            yield {"what": "the head is another", "stream": stream, "seq": seq}
    for stream in book.heads.keys() - book.entries.keys():
        yield {"what": "a head without entries", "stream": stream}


def entry_hash(entry: Entry) -> str:
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=entry.at)
    header = {
        "v": 1,
        "stream": entry.stream,
        "seq": entry.seq,
        "ts": moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "actor": entry.actor,
        "kind": entry.kind,
        "prev": entry.prev,
        "commit": entry.commit,
    }
    spelled = json.dumps(header, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(TAG + spelled.encode()).hexdigest()


def commitment(entry: Entry) -> str:
    return hashlib.sha256(bytes.fromhex(entry.salt or "") + (entry.spelled or "").encode()).hexdigest()


def text_of(pdf: Path) -> str:
    """A PDF's text in one line, without the page numbers on top of the pages."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(pdf.read_bytes())
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    lines: list[str] = []
    for number, page in enumerate(pages, 1):
        lines += [line for line in page.splitlines() if line.strip() != str(number)]
    return " ".join(" ".join(lines).split())
