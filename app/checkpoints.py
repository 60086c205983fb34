"""Checkpoints: the house signs the heads of streams, every 100 entries, after a minute with something new, at once after
what must never be doubted (a ballot's closing), and when it stops. Once an hour the system's own chain notes all heads.

They are made by the house's own commands between those of people, never while one is written.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from app import journal, signing
from app.commands import Made, Transaction, command
from app.heads import Kept
from app.journal import Checkpoint, EntryRow, Stream
from app.policy import Actor, the_house
from app.verifying import Findings, told
from app.wire import stamp

if TYPE_CHECKING:
    from app.house import House

log = logging.getLogger("dienhong.checkpoints")

EVERY_ENTRIES = 100
EVERY_SECONDS = 60.0
LOOK_EVERY = 1.0
HEADS_EVERY = timedelta(hours=1)
NOTED = "journal.heads_noted"
PERMISSIONS = {name: [[the_house]] for name in ("journal.checkpoint", "journal.note_heads")}
MOMENTS: set[str] = set()
"""Kinds of entries after which a head is signed at once. The packages add theirs when they register."""


class CheckpointArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    streams: list[str]


@command("journal.checkpoint", stream="system", private=True, internal=True, room="ends")
def checkpoint(tx: Transaction, _who: Actor, args: CheckpointArgs) -> Made | None:
    """Sign the heads of these streams, those that have not moved since aside."""
    signer: signing.Signer = tx.house.signer
    number = tx.connection.execute(select(func.max(Checkpoint.number))).scalar() or 0
    last: dict[str, Any] | None = None
    for stream in args.streams:
        at = journal.head(tx.connection, stream)
        if at.seq <= _signed(tx.connection, stream):
            continue
        number += 1
        signature = signer.sign(signing.message(number, stream, at.seq, at.hash, stamp(tx.now)))
        last = {"number": number, "stream": stream, "seq": at.seq, "head": at.hash}
        tx.session.add(Checkpoint(**last, at=tx.now, key=signer.id, signature=signature))
        tx.session.flush()
    return None if last is None else Made(str(number), extra=last)


def _signed(read: Connection, stream: str) -> int:
    """How far a stream is signed."""
    return read.execute(select(func.max(Checkpoint.seq)).where(Checkpoint.stream == stream)).scalar() or 0


class NoArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    pass


@command("journal.note_heads", stream="system", entry=NOTED, internal=True)
def note_heads(tx: Transaction, _who: Actor, args: NoArgs) -> None:
    """The heads of all streams that have moved within the last hours become facts of the system's chain."""
    recent = select(Stream.name, Stream.seq, Stream.head).where(Stream.at > tx.now - 2 * HEADS_EVERY)
    heads = {row.name: [row.seq, row.head] for row in tx.connection.execute(recent) if row.name != "system"}
    if heads:
        tx.facts(heads=heads)


class Rounds:
    """Looks which heads are due."""

    def __init__(self, house: House):
        self.house = house
        self.looked = 0.0
        self.made: dict[str, float] = {}
        self.noted = time.monotonic()

    def look(self) -> None:
        """Called often; does something about once a second."""
        now = time.monotonic()
        if now - self.looked < LOOK_EVERY:
            return
        self.looked = now
        due = self.due(now)
        if due:
            make(self.house, due)
            self.made.update(dict.fromkeys(due, now))
        if now - self.noted > HEADS_EVERY.total_seconds():
            self.noted = now
            self.house.execute_internal("journal.note_heads", "system", {})

    def due(self, now: float) -> list[str]:
        """The streams whose heads are to be signed now."""
        found: list[str] = []
        with self.house.database.read() as read:
            for stream, seq, signed in unsigned(read):
                long_ago = now - self.made.get(stream, float("-inf")) >= EVERY_SECONDS
                if long_ago or seq - signed >= EVERY_ENTRIES or _moment_since(read, stream, signed):
                    found.append(stream)
        return found


_last = select(func.max(Checkpoint.seq)).where(Checkpoint.stream == Stream.name).scalar_subquery()
_so_far: Any = func.coalesce(_last, 0)
_unsigned = select(Stream.name, Stream.seq, _so_far).where(Stream.seq > _so_far).order_by(Stream.name)


def unsigned(read: Connection) -> list[tuple[str, int, int]]:
    """Streams that have moved since they were signed: name, seq, how far they are signed."""
    return [(name, seq, so_far) for name, seq, so_far in read.execute(_unsigned)]


def _moment_since(read: Connection, stream: str, signed: int) -> bool:
    since = select(EntryRow.seq).where(EntryRow.stream == stream, EntryRow.seq > signed, EntryRow.kind.in_(MOMENTS))
    return read.execute(since.limit(1)).first() is not None


def make(house: House, streams: list[str]) -> None:
    """Sign these heads, and note the last one beside the key."""
    result = house.execute_internal("journal.checkpoint", "system", {"streams": streams})
    if not result.ok:
        log.error("no checkpoint was made: %s", result.error)
    elif result.result:
        signing.keep_last(house.settings, {key: result.result[key] for key in ("number", "stream", "seq", "head")})


def make_all(house: House) -> None:
    """Sign whatever has moved: the house stops. What can't be signed now is signed at the next start."""
    try:
        with house.database.read() as read:
            streams = [name for name, _seq, _signed in unsigned(read)]
        if streams:
            make(house, streams)
    except (SQLAlchemyError, OSError, ValueError):
        log.exception("no last checkpoint was made")


def register(house: House) -> None:
    house.register(permissions=PERMISSIONS)


# -- for the audit ----------------------------------------------------------------------------------------------------


def kept(read: Connection, lasts: Iterable[dict[str, Any]]) -> list[Kept]:
    """The heads that were signed, noted beside the key (`lasts`), or noted by the system's chain."""
    signed = select(Checkpoint.stream, Checkpoint.seq, Checkpoint.head)
    found = [Kept(stream, seq, head, "checkpoint") for stream, seq, head in read.execute(signed)]
    found += [Kept(str(o["stream"]), int(o["seq"]), str(o["head"]), "keys") for o in lasts]
    for entry in told(read, [NOTED]):
        for stream, (seq, head) in (entry.facts or {}).get("heads", {}).items():
            found.append(Kept(stream, seq, head, "system"))
    return found


def check(read: Connection, house: House, only: str | None, lasts: Iterable[dict[str, Any]]) -> Findings:
    """Every signature is right and of a known key, no number is missing, none is younger than the database.

    `lasts`: those noted beside the key (signing.lasts), read before the database: a house that goes on signs meanwhile.
    """
    found = Findings()
    keys = signing.public_keys(house.settings)
    numbers: list[int] = []
    total = 0
    for row in read.execute(select(Checkpoint.__table__).order_by(Checkpoint.number)):
        numbers.append(row.number)
        if only not in (None, row.stream):
            continue
        total += 1
        spelled = signing.message(row.number, row.stream, row.seq, row.head, stamp(row.at))
        if row.key not in keys:
            found.problem("checkpoint_key_unknown", number=row.number, key=row.key)
        elif not signing.holds(keys[row.key], row.signature, spelled):
            found.problem("checkpoint_forged", number=row.number, stream=row.stream, seq=row.seq)
    wrong = len(found.problems)
    youngest = max((one["number"] for one in lasts), default=0)
    bounds = [0, *numbers, max([youngest, *numbers]) + 1]
    for before, after in pairwise(bounds):
        if after > before + 1:
            found.problem("checkpoint_missing", number=before + 1, until=after - 1)
    found.section = {"checkpoints": {"ok": total - wrong, "total": total, "keys": sorted(keys)}}
    return found
