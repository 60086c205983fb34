"""Keeps what happens to the meeting as a whole. Other slices say it here, in the transaction of what brought it about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from app.commands import Transaction
from app.database import new_id
from app.people.days import local
from app.wire import stamp_or_none
from meetings.attendance.rules import TWO_THIRDS, quorum
from meetings.attendance.views import Presence, presence
from meetings.course import rules
from meetings.course.models import Happening
from meetings.planning.models import Meeting
from meetings.planning.rules import UNDER_WAY, has_gone_home

ROLL = ("members", "came", "went")
"""What is said of a roll that was renewed."""


def record(
    tx: Transaction,
    kind: str,
    *,
    by: str | None = None,
    person: str | None = None,
    former: str | None = None,
    until: datetime | None = None,
    present: int = 0,
    needed: int = 0,
    roll: Mapping[str, Any] | None = None,
) -> None:
    """One more happening of the meeting, now. It is a fact of the entry, so that the audit tells it again."""
    told: dict[str, Any] = {"kind": kind, "by": by, "person": person, "former": former}
    told |= {"until": until, "present": present, "needed": needed}
    told |= {name: (roll or {}).get(name) for name in ROLL}
    row = {"id": new_id(), "meeting": tx.subject, "at": tx.now, **told}
    tx.connection.execute(insert(Happening), [row])
    kept = list((tx.recorded or {}).get("happened", ()))
    tx.facts(happened=[*kept, {**told, "until": stamp_or_none(until)}])
    tx.touch_own(Happening, str(row["id"]))


_standing = select(Meeting.phase, Meeting.quorate, Meeting.vote_rules)


def begin_watching(tx: Transaction) -> tuple[int, int]:
    """How many are here at the start, of how many needed; from now on a turn of the quorum is recorded."""
    _phase, _kept, rule = _read(tx)
    now = _quorum(tx, rule)
    _keep(tx, now.met)
    return now.present, now.needed


def watch_quorum(tx: Transaction) -> None:
    """After people came or went: where that lost the quorum or met it again, it is stamped in the record."""
    phase, kept, rule = _read(tx)
    if phase not in UNDER_WAY or (phase == "paused" and _gone_home(tx)):
        return
    now = _quorum(tx, rule)
    turn = rules.turned(kept, now.met)
    if kept != now.met:
        _keep(tx, now.met)
    if turn is not None:
        record(tx, turn, present=now.present, needed=now.needed)


_last_break = select(Happening.at, Happening.until).where(Happening.kind == "paused").order_by(Happening.at.desc())


def last_break(tx: Transaction) -> Any:
    """When the meeting was paused last, and until when; None: never."""
    return tx.connection.execute(_last_break.where(Happening.meeting == tx.subject).limit(1)).first()


def _gone_home(tx: Transaction) -> bool:
    last = last_break(tx)
    if last is None:
        return False
    until = None if last.until is None else local(last.until)
    return has_gone_home(local(last.at), until, local(tx.now))


def _read(tx: Transaction) -> tuple[str, bool | None, Any]:
    tx.session.flush()
    phase, kept, held = tx.connection.execute(_standing.where(Meeting.id == tx.subject)).one()
    return phase, kept, (held or {}).get("quorum") or TWO_THIRDS


def _quorum(tx: Transaction, rule: Any) -> Any:
    counted = presence(tx.connection, [tx.subject]).get(tx.subject, Presence())
    return quorum(counted.present, counted.members, rule)


def _keep(tx: Transaction, met: bool) -> None:
    tx.connection.execute(update(Meeting).where(Meeting.id == tx.subject).values(quorate=met))
