"""Votes as each scope sees them, one's own ballots, and the live turnout."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from types import SimpleNamespace
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import BindParameter, Connection, RowMapping, and_, bindparam, case, func, select

from app.views import Form, collection, figures
from app.wire import stamp, stamp_or_none
from meetings import scopes
from meetings.attendance.models import Attendance
from meetings.attendance.rules import HERE
from voting.counted.rules import voters_here
from voting.sealed.counts import receipts_of, words_of
from voting.votes import rules
from voting.votes.closing import roll_of
from voting.votes.models import Cast, RollEntry, Vote

SHOWN = (
    "item",
    "question",
    "kind",
    "options",
    "most",
    "seats",
    "secret",
    "matter",
    "majority",
    "majority_from",
    "by_hand",
    "state",
    "eligible",
    "members",
    "seconds",
)


@collection("votes", Vote, kind="meeting", within="meeting", fluid=("turnout", "awaited", "barred", "missing"))
def vote_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """A draft is the desk's. While open everybody sees the turnout (of ballots on devices), how many more are awaited and how
    many are here who may not vote, the desk who is missing; the result is the desk's once closed, everybody's once announced.
    One annulled before it was announced is never shown further.
    """
    published = scopes.published(read, {row["meeting"] for row in rows})
    turnouts = turnout(read, [row["id"] for row in rows])
    silent = unsent(read, [row["id"] for row in rows if row["state"] in ("open", "closed") and not row["by_hand"]])
    confirmed = words_of(read, [row["id"] for row in rows if row["secret"] and not row["by_hand"]])
    for row in rows:
        quiet = silent.get(row["id"], [])
        form = _form(row, turnouts.get(row["id"], 0), *still_here(row, quiet))
        form["voters"] = _voters(read, row)
        desk = {
            **form,
            "missing": [one.person for one in quiet if one.may] if row["state"] == "open" else [],
            "roll_hash": row["roll_hash"],
            "result": _result(row, confirmed),
        }
        yield Form(row["id"], "desk", row["id"], desk)
        if row["opened_at"] is None:
            continue
        if row["announced_at"] is not None:
            form["result"] = _result(row, confirmed)
        for scope in scopes.of_item(row["meeting"], row["item"], published):
            if scope != "desk":
                yield Form(row["id"], scope, row["id"], form)


def _result(row: RowMapping, confirmed: dict[str, dict[str, Any]]) -> dict[str, Any] | None:
    """A secret one says whether the devices agree: who knows it knows how sure it is."""
    return None if row["result"] is None else {**row["result"], **confirmed.get(row["id"], {})}


def _voters(read: Connection, row: RowMapping) -> int | None:
    """Of a count by hand that is awaited: more hands or papers than this can't be."""
    if row["by_hand"] is None or row["state"] != "closed":
        return None
    return voters_here(roll_of(read, row["id"]), SimpleNamespace(**row))


def _form(row: RowMapping, cast: int, more: int, barred: int) -> dict[str, Any]:
    form: dict[str, Any] = {key: row[key] for key in SHOWN}
    form |= {key: stamp_or_none(row[key]) for key in ("opened_at", "closes_at", "closed_at", "announced_at")}
    form |= {
        "by_name": row["by_name"] and not row["secret"] and row["by_hand"] is None,
        "turnout": cast,
        "awaited": more,
        "barred": barred,
        "no_vote": row["no_vote"] or [],
        "board": row["board"] or [],
        "chair": row["chair"],
        "quorum": row["opening"] and {name: n for name, n in row["opening"].items() if name != "online"},
        "revote": bool((row["rules"] or {}).get("revote", True)),
        "online_votes": _online(row["rules"]),
        "reason": row["ended_reason"] or row["reason"],
        "opening_reason": row["reason"],
    }
    return form


@collection("my_votes", Cast, kind="meeting", within="meeting")
def my_vote_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """What has been recorded of mine, on all my devices alike: my choice, or of a secret vote the house's receipt."""
    receipts = receipts_of(read, [row["vote"] for row in rows if row["choice"] == ""])
    for row in rows:
        form = {"cast": True, "at": stamp(row["at"]), "revision": row["revision"]}
        form |= receipts.get((row["vote"], row["person"], row["revision"]), {"choice": rules.told(row["choice"])})
        if row["words"]:
            form["words"] = row["words"]
        yield Form(row["id"], f"person:{row['person']}", row["vote"], form)


class Counted(NamedTuple):
    """An open vote in figures."""

    vote: str
    item: str | None
    cast: int
    awaited: int
    barred: int


_of_these: BindParameter[Any] = bindparam("ids", expanding=True)
_open_votes = select(Vote.id, Vote.item, Vote.rules).where(
    Vote.meeting == bindparam("of_meeting"), Vote.state == "open", Vote.by_hand.is_(None)
)
_turnout = select(Cast.vote, func.count()).where(Cast.vote.in_(_of_these)).group_by(Cast.vote)
_silent = (
    select(RollEntry.vote, RollEntry.person, Attendance.status, RollEntry.no_vote)
    .join(Vote, Vote.id == RollEntry.vote)
    .outerjoin(Cast, and_(Cast.vote == RollEntry.vote, Cast.person == RollEntry.person))
    .outerjoin(Attendance, and_(Attendance.meeting == Vote.meeting, Attendance.person == RollEntry.person))
    .where(RollEntry.vote.in_(_of_these), Cast.id.is_(None))
)
_unsent = _silent.order_by(RollEntry.vote, RollEntry.order)
_missing = (
    select(RollEntry.vote, RollEntry.person)
    .outerjoin(Cast, and_(Cast.vote == RollEntry.vote, Cast.person == RollEntry.person))
    .where(RollEntry.vote.in_(_of_these), Cast.id.is_(None), RollEntry.no_vote.is_(False))
    .order_by(RollEntry.vote, RollEntry.order)
)
"""Counted four times a second for halls of a thousand: only what is told."""
_may_here = RollEntry.no_vote.is_(False) & (
    (Attendance.status == "present") | RollEntry.vote.in_(bindparam("online", expanding=True))
)
_still_here = (
    _silent.with_only_columns(RollEntry.vote, func.count(), func.sum(case((_may_here, 1), else_=0)))
    .where(Attendance.status.in_(HERE))
    .group_by(RollEntry.vote)
)
"""Of those here who have not sent: all, and those who may."""


def _online(rules: dict[str, Any] | None) -> bool:
    return bool((rules or {}).get("online_votes"))


_counted: WeakKeyDictionary[Connection, dict[str, list[Counted]]] = WeakKeyDictionary()
"""What one read transaction has counted already for another view of the same meeting."""


@figures("meeting")
def live_turnout(read: Connection, subject: str, seen: frozenset[str]) -> dict[str, Any]:
    """How many have voted in the open votes this view sees, how many more are awaited, how many here may not; and to the
    desk who has not.
    """
    by_meeting = _counted.setdefault(read, {})
    if subject not in by_meeting:
        by_meeting[subject] = _count(read, subject)
    votes = [one for one in by_meeting[subject] if not seen.isdisjoint(_seen_by(one.item))]
    if not votes:
        return {}
    found: dict[str, Any] = {
        "turnout": {one.vote: one.cast for one in votes},
        "awaited": {one.vote: one.awaited for one in votes},
        "barred": {one.vote: one.barred for one in votes},
    }
    if "desk" in seen:
        missing: dict[str, list[str]] = {one.vote: [] for one in votes}
        for vote, person in read.execute(_missing, {"ids": list(missing)}):
            missing[vote].append(person)
        found["missing"] = missing
    return found


def _count(read: Connection, meeting: str) -> list[Counted]:
    rows = read.execute(_open_votes, {"of_meeting": meeting}).all()
    if not rows:
        return []
    ids = [row.id for row in rows]
    cast = turnout(read, ids)
    online = [row.id for row in rows if _online(row.rules)]
    here = {
        vote: (int(may), int(all_here - may))
        for vote, all_here, may in read.execute(_still_here, {"ids": ids, "online": online})
    }
    return [Counted(row.id, row.item, cast.get(row.id, 0), *here.get(row.id, (0, 0))) for row in rows]


def _seen_by(item: str | None) -> set[str]:
    return {*scopes.OF_ITEMS, f"item:{item}"}


def turnout(read: Connection, votes: Iterable[str]) -> dict[str, int]:
    """Ballots by vote; a vote without ballots is left out."""
    return dict(read.execute(_turnout, {"ids": list(votes)}).all())


class Unsent(NamedTuple):
    """Somebody of the frozen roll who has not voted, whether they are here, and whether the vote is theirs to cast."""

    person: str
    status: str
    may: bool


def unsent(read: Connection, votes: Sequence[str]) -> dict[str, list[Unsent]]:
    """Who of the frozen roll has not voted, in the roll's order, by vote."""
    if not votes:
        return {}
    found: dict[str, list[Unsent]] = defaultdict(list)
    for vote, person, status, no_vote in read.execute(_unsent, {"ids": votes}):
        found[vote].append(Unsent(person, status or "expected", not no_vote))
    return found


def still_here(vote: RowMapping, silent: Iterable[Unsent]) -> tuple[int, int]:
    """How many of those here could still vote (online where the rules let them), and how many may not. Of a closed vote,
    those who were here at its end.
    """
    ways = HERE if _online(vote["rules"]) else HERE - {"online"}
    stayed = None if vote["state"] == "open" else set((vote["closing"] or {}).get("present", ()))
    here = [one for one in silent if (one.status in HERE if stayed is None else one.person in stayed)]
    more = sum(one.may and one.status not in HERE - ways for one in here)
    return more, len(here) - more


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
