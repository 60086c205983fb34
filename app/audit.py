"""`python run.py audit`: read the whole journal and the tables again and say, as JSON, whether all of it agrees.

It only reads, in one read transaction, and works while the server serves. The chain is checked here; what the tables of
a feature must agree with is checked by the feature: `@audit_check("votes")`. Exit status: 0 right, 1 something is wrong,
2 unreadable.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from app import chain, schema
from app.house import House
from app.journal import EntryRow, Stream
from app.settings import Settings
from app.wire import stamp, stamp_or_none

REDACTED = "journal.redacted"
"""The kind of the entry that says which facts were taken out (`args.seqs`), and why."""


class Told(NamedTuple):
    """An entry as it was recorded; `facts` is None where they were redacted."""

    stream: str
    seq: int
    actor: str | None
    kind: str
    facts: dict[str, Any] | None


@dataclass
class Findings:
    """What a check found: its section of the report, problems in words, and how much was there twice."""

    section: dict[str, Any] = field(default_factory=dict)
    problems: list[dict[str, Any]] = field(default_factory=list)
    duplicates: int = 0

    def problem(self, code: str, **where: Any) -> None:
        self.problems.append({"code": code, **where})


Check = Callable[[Connection], Findings]
CHECKS: dict[str, Check] = {}


def audit_check(name: str) -> Callable[[Check], Check]:
    """Register `f(read) -> Findings`: what a package's tables must agree with. Their sections are put into the
    report.
    """

    def register(check: Check) -> Check:
        CHECKS[name] = check
        return check

    return register


def told(read: Connection, kinds: Collection[str]) -> Iterator[Told]:
    """The entries of some kinds with their facts, stream by stream in order, for a check to replay."""
    columns = (EntryRow.stream, EntryRow.seq, EntryRow.actor, EntryRow.kind, EntryRow.facts)
    listed = select(*columns).where(EntryRow.kind.in_(kinds)).order_by(EntryRow.stream, EntryRow.seq)
    for stream, seq, actor, kind, facts in _flowing(read, listed):
        yield Told(stream, seq, actor, kind, _facts(facts))


def _facts(spelled: str | None) -> dict[str, Any] | None:
    try:
        found = msgspec.json.decode(spelled or "null")
    except msgspec.DecodeError:
        return None
    return found if isinstance(found, dict) else None


def _flowing(read: Connection, query: Any) -> Any:
    return read.execution_options(stream_results=True, yield_per=1000).execute(query)


# -- the chain --------------------------------------------------------------------------------------------------------


@dataclass
class Walk:
    """One stream while it is read in order."""

    stream: str
    seq: int = 0
    hash: str = chain.GENESIS
    at: Any = None
    redacted: set[int] = field(default_factory=set)
    explained: set[int] = field(default_factory=set)


def check_chain(read: Connection, heads: dict[str, Any] | None = None) -> Findings:
    """Every entry again: no gap, each names its predecessor, hashes and commitments hold, time never goes back, heads
    fit.
    """
    found = Findings()
    walks: dict[str, Walk] = {}
    span: list[Any] = [None, None]
    entries = 0
    columns = list(EntryRow.__table__.columns)
    for row in _flowing(read, select(*columns).order_by(EntryRow.stream, EntryRow.seq)).mappings():
        entries += 1
        walk = walks.setdefault(row["stream"], Walk(row["stream"]))
        for code in _faults(row, walk):
            found.problem(code, stream=row["stream"], seq=row["seq"])
        walk.seq, walk.hash, walk.at = row["seq"], row["hash"], row["at"]
        span[0] = row["at"] if span[0] is None else min(span[0], row["at"])
        span[1] = row["at"] if span[1] is None else max(span[1], row["at"])
        _expect(found, walk, row["seq"], (heads or {}).get(row["stream"]), row["hash"])
    _check_heads(read, found, walks, heads or {})
    redactions = sum(len(walk.redacted) for walk in walks.values())
    first = found.problems[0] if found.problems else None
    found.section = {
        "streams": len(walks),
        "entries": entries,
        "span": [stamp_or_none(moment) for moment in span],
        "redactions": redactions,
        "chain": {"intact": first is None, "first_broken": first},
    }
    return found


def _faults(row: Any, walk: Walk) -> Iterator[str]:
    """What is wrong with one entry, by key words."""
    if row["seq"] != walk.seq + 1:
        yield "entries_missing"
    if row["prev"] != walk.hash:
        yield "predecessor_differs"
    header = chain.Header(
        v=chain.VERSION,
        stream=row["stream"],
        seq=row["seq"],
        ts=stamp(row["at"]),
        actor=row["actor"],
        kind=row["kind"],
        prev=row["prev"],
        commit=row["commit"],
    )
    if chain.entry_hash(header) != row["hash"]:
        yield "entry_changed"
    if walk.at is not None and row["at"] < walk.at:
        yield "time_goes_back"
    yield from _facts_fault(row, walk)


def _facts_fault(row: Any, walk: Walk) -> Iterator[str]:
    if row["salt"] is None and row["facts"] is None:
        walk.redacted.add(row["seq"])
        return
    try:
        held = chain.commitment(row["salt"] or "", (row["facts"] or "").encode()) == row["commit"]
    except ValueError:
        held = False
    if not held:
        yield "facts_changed"
    elif row["kind"] == REDACTED:
        told_of = ((_facts(row["facts"]) or {}).get("args") or {}).get("seqs", [])
        walk.explained |= {seq for seq in told_of if isinstance(seq, int)}


def _expect(found: Findings, walk: Walk, seq: int, kept: Any, hash_: str) -> None:
    """A head somebody kept (a tablet, the minutes) must be on the chain: else it was forked or rolled back."""
    if isinstance(kept, dict) and kept.get("seq") == seq and kept.get("head") != hash_:
        found.problem("forked", stream=walk.stream, seq=seq)


def _check_heads(read: Connection, found: Findings, walks: dict[str, Walk], kept: dict[str, Any]) -> None:
    named: set[str] = set()
    for name, seq, head in read.execute(select(Stream.name, Stream.seq, Stream.head).order_by(Stream.name)):
        named.add(name)
        walk = walks.get(name, Walk(name))
        if (walk.seq, walk.hash) != (seq, head):
            found.problem("head_differs", stream=name, seq=seq)
    for name in sorted(walks.keys() - named):
        found.problem("head_missing", stream=name, seq=walks[name].seq)
    for name, walk in sorted(walks.items()):
        for seq in sorted(walk.redacted - walk.explained):
            found.problem("redacted_without_entry", stream=name, seq=seq)
    for name, head_kept in sorted(kept.items()):
        reached = walks.get(name, Walk(name)).seq
        if isinstance(head_kept, dict) and int(head_kept.get("seq", 0)) > reached:
            found.problem("rolled_back", stream=name, seq=reached)


# -- the whole report -------------------------------------------------------------------------------------------------


def report(house: House, heads: dict[str, Any] | None = None) -> dict[str, Any]:
    """Everything, of one moment. `ok` is false where anything is wrong."""
    with house.database.read() as read:
        found = check_chain(read, heads)
        sections = dict(found.section)
        problems, duplicates = list(found.problems), 0
        for name, check in sorted(CHECKS.items()):
            own = check(read)
            sections |= own.section
            problems += [{"check": name, **problem} for problem in own.problems]
            duplicates += own.duplicates
        damage = _damage(read) if house.database.is_sqlite else []
    problems += [{"code": "database_damaged", "what": line} for line in damage]
    return {"ok": not problems and not duplicates, **sections, "duplicates": duplicates, "problems": problems}


def _damage(read: Connection) -> list[str]:
    lines = [str(row[0]) for row in read.exec_driver_sql("PRAGMA quick_check(20)")]
    return [] if lines == ["ok"] else lines


def open_house(settings: Settings) -> House:
    """A house that only reads. Raises FileNotFoundError where there is no database."""
    if settings.is_sqlite:
        path = make_url(settings.url).database
        if not path or not Path(path).is_file():
            raise FileNotFoundError(f"{path}: no database here")
    schema.load_models(settings)
    house = House(settings)
    house.furnish()
    return house


def main(settings: Settings, arguments: Sequence[str]) -> int:
    """Print the report; 0, 1 or 2."""
    parser = argparse.ArgumentParser(prog="run.py audit", description="Check the journal and the tables. Only reads.")
    parser.add_argument("--heads", metavar="FILE", help='heads kept elsewhere: {"meeting:…": {"seq": n, "head": h}}')
    try:
        asked = parser.parse_args(list(arguments))
    except SystemExit as left:
        return int(left.code or 0)
    try:
        heads = json.loads(Path(asked.heads).read_text()) if asked.heads else None
        house = open_house(settings)
        try:
            found = report(house, heads)
        finally:
            house.close()
    except (OSError, ValueError, SQLAlchemyError) as error:
        print(json.dumps({"ok": False, "unreadable": str(error)}, ensure_ascii=False))
        print(f"unreadable: {error}", file=sys.stderr)
        return 2
    print(json.dumps(found, ensure_ascii=False, indent=2))
    return 0 if found["ok"] else 1
