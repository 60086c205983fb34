"""Votes as each scope sees them, one's own ballots, and the live turnout."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, and_, func, select

from app.views import Form, collection, figures
from app.wire import stamp, stamp_or_none
from meetings import scopes
from meetings.attendance.models import Attendance
from meetings.attendance.rules import HERE
from voting.votes.models import Cast, RollEntry, Vote

SHOWN = ("item", "question", "options", "secret", "majority", "by_name", "state", "eligible", "members", "seconds")


@collection("votes", Vote, kind="meeting", within="meeting", fluid=("turnout", "awaited", "missing"))
def vote_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """A draft is the desk's. While open everybody sees the turnout and how many more are awaited, the desk who is missing;
    the result is the desk's once closed, everybody's once announced. One annulled before it was announced is never shown
    further.
    """
    published = scopes.published(read, {row["meeting"] for row in rows})
    turnouts = turnout(read, [row["id"] for row in rows])
    silent = unsent(read, [row["id"] for row in rows if row["state"] in ("open", "closed")])
    for row in rows:
        quiet = silent.get(row["id"], [])
        form = _form(row, turnouts.get(row["id"], 0), awaited(row, quiet))
        desk = {
            **form,
            "missing": [one.person for one in quiet] if row["state"] == "open" else [],
            "roll_hash": row["roll_hash"],
            "result": row["result"],
        }
        yield Form(row["id"], "desk", row["id"], desk)
        if row["opened_at"] is None:
            continue
        if row["announced_at"] is not None:
            form["result"] = row["result"]
        for scope in scopes.of_item(row["meeting"], row["item"], published):
            if scope != "desk":
                yield Form(row["id"], scope, row["id"], form)


def _form(row: RowMapping, cast: int, more: int) -> dict[str, Any]:
    form: dict[str, Any] = {key: row[key] for key in SHOWN}
    form |= {key: stamp_or_none(row[key]) for key in ("opened_at", "closes_at", "closed_at", "announced_at")}
    form |= {
        "turnout": cast,
        "awaited": more,
        "no_vote": row["no_vote"] or [],
        "chair": row["chair"],
        "quorum": row["opening"],
        "revote": bool((row["rules"] or {}).get("revote", True)),
        "online_votes": bool((row["rules"] or {}).get("online_votes")),
        "reason": row["ended_reason"] or row["reason"],
        "opening_reason": row["reason"],
    }
    return form


@collection("my_votes", Cast, kind="meeting", within="meeting")
def my_vote_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """What has been recorded of mine, on all my devices alike."""
    for row in rows:
        form = {"cast": True, "at": stamp(row["at"]), "choice": row["choice"], "revision": row["revision"]}
        yield Form(row["id"], f"person:{row['person']}", row["vote"], form)


@figures("meeting")
def live_turnout(read: Connection, subject: str, seen: frozenset[str]) -> dict[str, Any]:
    """How many have voted in the open votes this view sees, how many more are awaited, and to the desk who has not."""
    listed = select(Vote.id, Vote.item, Vote.state, Vote.rules).where(Vote.meeting == subject, Vote.state == "open")
    rows = [row for row in read.execute(listed).mappings() if not seen.isdisjoint(_seen_by(row["item"]))]
    if not rows:
        return {}
    ids = [row["id"] for row in rows]
    counted, silent = turnout(read, ids), unsent(read, ids)
    found: dict[str, Any] = {
        "turnout": {vote: counted.get(vote, 0) for vote in ids},
        "awaited": {row["id"]: awaited(row, silent.get(row["id"], [])) for row in rows},
    }
    if "desk" in seen:
        found["missing"] = {vote: [one.person for one in silent.get(vote, [])] for vote in ids}
    return found


def _seen_by(item: str | None) -> set[str]:
    return {*scopes.OF_ITEMS, f"item:{item}"}


def turnout(read: Connection, votes: Iterable[str]) -> dict[str, int]:
    """Ballots by vote; a vote without ballots is left out."""
    counted = select(Cast.vote, func.count()).where(Cast.vote.in_(list(votes))).group_by(Cast.vote)
    return dict(read.execute(counted).all())


class Unsent(NamedTuple):
    """Somebody of the frozen roll who may vote and has not, and whether they are here."""

    person: str
    status: str


def unsent(read: Connection, votes: Sequence[str]) -> dict[str, list[Unsent]]:
    """Who of the frozen roll may vote and has not, in the roll's order, by vote."""
    if not votes:
        return {}
    listed = (
        select(RollEntry.vote, RollEntry.person, Attendance.status)
        .join(Vote, Vote.id == RollEntry.vote)
        .outerjoin(Cast, and_(Cast.vote == RollEntry.vote, Cast.person == RollEntry.person))
        .outerjoin(Attendance, and_(Attendance.meeting == Vote.meeting, Attendance.person == RollEntry.person))
        .where(RollEntry.vote.in_(votes), RollEntry.no_vote.is_(False), Cast.id.is_(None))
        .order_by(RollEntry.vote, RollEntry.order)
    )
    found: dict[str, list[Unsent]] = defaultdict(list)
    for vote, person, status in read.execute(listed):
        found[vote].append(Unsent(person, status or "expected"))
    return found


def awaited(vote: RowMapping, silent: Iterable[Unsent]) -> int:
    """How many could still vote: those here, and online where the rules let them. Of a closed vote, those who were here
    at its end.
    """
    ways = HERE if (vote["rules"] or {}).get("online_votes") else HERE - {"online"}
    if vote["state"] == "open":
        return sum(one.status in ways for one in silent)
    stayed = set((vote["closing"] or {}).get("present", ()))
    return sum(one.person in stayed and one.status not in HERE - ways for one in silent)


# -- asked by pages, minutes and other packages -----------------------------------------------------------------------


def votes_of(read: Connection, meeting: str, states: Sequence[str] = ("announced", "annulled")) -> list[RowMapping]:
    """The votes of a meeting in the order they were opened, whole rows with their results (for minutes and
    statistics).
    """
    listed = select(Vote.__table__).where(Vote.meeting == meeting, Vote.state.in_(states))
    return list(read.execute(listed.order_by(Vote.opened_at, Vote.id)).mappings())


def roll_rows(read: Connection, vote: str) -> list[RowMapping]:
    """The frozen roll with names and offices as they were: person, name, office, present, no_vote."""
    columns = (RollEntry.person, RollEntry.name, RollEntry.office, RollEntry.present, RollEntry.no_vote)
    listed = select(*columns).where(RollEntry.vote == vote).order_by(RollEntry.order)
    return list(read.execute(listed).mappings())
