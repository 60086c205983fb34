"""What was typed in of counts by hand: seen by the desk and by those who count the paper, never by anybody else. Of a secret
vote nobody sees figures before two people have typed theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from app.views import Form, collection, visible
from app.wire import stamp, stamp_or_none
from voting.counted.models import TypedCount
from voting.counted.rules import FIGURES
from voting.votes.models import Vote


@collection("counts", TypedCount, kind="meeting", within="meeting")
def count_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """The desk's."""
    for row, form, _vote in _forms(read, rows):
        yield Form(row["id"], "desk", row["id"], form)


@collection("my_counts", TypedCount, kind="meeting", within="meeting")
def my_count_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """The same, to each of those who count the paper."""
    for row, form, vote in _forms(read, rows):
        for person in vote["board"] or ():
            yield Form(row["id"], f"person:{person}", row["id"], form)


def _forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[tuple[RowMapping, dict[str, Any], RowMapping]]:
    shown = [row for row in rows if row["state"] != "replaced"]
    votes = {
        row["id"]: row
        for row in read.execute(
            select(Vote.id, Vote.secret, Vote.board).where(Vote.id.in_({row["vote"] for row in shown}))
        ).mappings()
    }
    typed = _typed(read, list(votes))
    for row in shown:
        vote = votes[row["vote"]]
        form: dict[str, Any] = {"vote": row["vote"], "person": row["person"], "state": row["state"]}
        form |= {"at": stamp(row["at"]), "settled_by": row["settled_by"], "reason": row["reason"]}
        form["settled_at"] = stamp_or_none(row["settled_at"])
        if not vote["secret"] or row["state"] == "accepted" or typed[row["vote"]] > 1:
            form |= {name: row[name] for name in FIGURES}
        yield row, form, vote


def _typed(read: Connection, votes: Sequence[str]) -> dict[str, int]:
    """By vote, how many people's figures stand side by side."""
    listed = select(TypedCount.vote, func.count()).where(TypedCount.vote.in_(votes), TypedCount.state == "typed")
    found: dict[str, int] = defaultdict(int)
    found.update(dict(read.execute(listed.group_by(TypedCount.vote)).all()))
    return found


@visible("counts")
def on_its_board(tx: Any, who: Any, count: str) -> bool:
    """Who counts the paper may name what was typed of it."""
    listed = select(Vote.board).join(TypedCount, TypedCount.vote == Vote.id).where(TypedCount.id == count)
    return who.person in (tx.connection.execute(listed).scalar() or ())
