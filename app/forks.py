"""A device that joins says which head it has seen. One that is not on the chain means that the journal was put back to an
earlier state or written anew: that is told to the system's chain, to the log, and (by the packages) to the desk.
"""

from __future__ import annotations

import hashlib
import logging
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import Connection

from app import journal, runtime
from app.commands import Transaction, command
from app.heads import HEX
from app.policy import Actor, the_house

if TYPE_CHECKING:
    from app.house import House

log = logging.getLogger("dienhong.forks")

FURTHEST = 2**53
PERMISSIONS = {"journal.report_fork": [[the_house]]}


def on_chain(read: Connection, stream: str, since: int, head: str) -> bool:
    """Is this the hash of the stream's entry `since`? What is no hash at all says nothing."""
    if not HEX.fullmatch(head):
        return True
    return 0 <= since <= FURTHEST and journal.hash_at(read, stream, since) == head


def report(house: House, stream: str, since: int, head: str, person: str) -> None:
    """Raise the alarm, beside whoever asks. The same head of the same person is told once."""
    log.error("the journal was forked: %s: a device of %s holds %s at entry %d", stream, person, head, since)
    told = hashlib.sha256(f"{stream}\n{since}\n{head}\n{person}".encode()).hexdigest()[:40]
    args = {"stream": stream, "seq": max(0, min(since, FURTHEST)), "head": head, "person": person}
    runtime.spawn(_tell, house, args, f"fork-{told}", name="fork")


def _tell(house: House, args: dict[str, object], id: str) -> None:
    result = house.execute_internal("journal.report_fork", "system", args, id=id)
    if not result.ok:
        log.error("a fork of the journal could not be recorded: %s", result.error)


class ForkArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    stream: str
    seq: int
    head: str
    person: str


@command("journal.report_fork", stream="system", entry="journal.fork_reported", internal=True)
def report_fork(tx: Transaction, _who: Actor, args: ForkArgs) -> None:
    """Somebody's device holds a head that is not on the chain; what is there instead is a fact beside it."""
    found = journal.hash_at(tx.connection, args.stream, args.seq)
    tx.facts(found=found, reached=journal.head(tx.connection, args.stream).seq)


def register(house: House) -> None:
    house.register(permissions=PERMISSIONS)
