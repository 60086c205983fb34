"""Casting a ballot: the hottest command of the house. A run of them costs a few statements, however many they are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from sqlalchemy import and_, bindparam, insert, select, update

from app.commands import Asked, Made, Transaction, alone, command
from app.database import new_id
from app.language import speaking
from app.policy import Actor
from app.wire import Refusal
from meetings.attendance.models import Attendance
from voting.ruling.kinds_rules import LONGEST_WORDS, MOST_OPTIONS, Question
from voting.votes import rules
from voting.votes.commands import Option, VoteRef
from voting.votes.models import Cast, CastRevision, RollEntry, Vote
from voting.votes.said import cast_refusal

_put = select(
    Vote.id, Vote.state, Vote.kind, Vote.options, Vote.most, Vote.seats, Vote.rules, Vote.secret, Vote.by_hand
).where(Vote.meeting == bindparam("in_meeting"), Vote.id.in_(bindparam("votes", expanding=True)))
_voters = (
    select(
        Attendance.person,
        Attendance.status,
        RollEntry.no_vote,
        Cast.id.label("cast"),
        Cast.choice,
        Cast.words,
        Cast.revision,
        Cast.at,
    )
    .outerjoin(RollEntry, and_(RollEntry.vote == bindparam("in_vote"), RollEntry.person == Attendance.person))
    .outerjoin(Cast, and_(Cast.vote == bindparam("in_vote"), Cast.person == Attendance.person))
    .where(Attendance.meeting == bindparam("in_meeting"), Attendance.person.in_(bindparam("people", expanding=True)))
)
_first = insert(Cast)
_kept = insert(CastRevision)
_again = (
    update(Cast)
    .where(Cast.id == bindparam("row"))
    .values(
        choice=bindparam("now_choice"),
        words=bindparam("now_words"),
        revision=bindparam("now_revision"),
        at=bindparam("now_at"),
    )
)


class CastArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    vote: VoteRef
    choice: Option | Annotated[list[Option], Meta(max_length=MOST_OPTIONS)]
    """An option, or a list where the question lets a ballot name several."""
    words: Annotated[str, Meta(max_length=LONGEST_WORDS)] = ""
    """Of an opinion of one's own (`other`), and needed there."""
    known: Annotated[int, Meta(ge=0, le=2**31)] | None = None
    """How often this voter's ballot had been given when they sent this one, as far as their device knew; left out: not told."""

    @property
    def options(self) -> tuple[str, ...]:
        return (self.choice,) if isinstance(self.choice, str) else tuple(self.choice)


def cast_together(asked: Sequence[Asked]) -> list[Made | Refusal | None]:
    """The ballots of many voters, each judged by itself, written with one statement a table."""
    tx = asked[0].tx
    votes = {one.args.vote for one in asked}
    put = {row.id: row for row in tx.connection.execute(_put, {"in_meeting": tx.subject, "votes": sorted(votes)})}
    answers: list[Made | Refusal | None] = [None] * len(asked)
    written = _Written()
    for vote in votes:
        here = [(place, one) for place, one in enumerate(asked) if one.args.vote == vote]
        people = [one.who.person for _place, one in here]
        found = tx.connection.execute(_voters, {"in_vote": vote, "in_meeting": tx.subject, "people": people})
        voters = {row.person: row for row in found}
        question = rules.question_of(put[vote])
        for place, one in here:
            row = voters.get(one.who.person)
            ballot = (one.args.options, one.args.words.strip())
            asking = _asking(put[vote], question, row, one.args)
            fault = rules.elsewhere(put[vote]) or rules.cast_fault(asking)
            if fault is not None:
                with speaking(one.who.language):
                    answers[place] = cast_refusal(fault)
                continue
            kept = (rules.spelled(question, ballot[0]), ballot[1])
            if row is not None and (row.choice, row.words) != kept:
                one.tx.touch_own(Cast, written.ballot(one, row, *kept))
    written.execute(tx)
    return answers


@command("vote.cast", stream="meeting", entry="vote.cast", together=cast_together)
def cast(tx: Transaction, who: Actor, args: CastArgs) -> Made | None:
    """The voter's one ballot; cast again before closing it replaces, where the rules allow. The same choice again
    changes nothing.

    Only the voter's own screens are touched: turnout goes by the live figures, and nobody else learns who voted when.
    """
    return alone(cast_together, tx, who, args)


def _asking(vote: Any, question: Question, voter: Any, args: CastArgs) -> rules.Asked:
    held = vote.rules or {}
    kept = voter is not None and voter.cast is not None
    return rules.Asked(
        state=vote.state,
        on_roll=voter is not None and voter.no_vote is not None,
        no_vote=voter is not None and bool(voter.no_vote),
        status=voter.status if voter is not None else "expected",
        question=question,
        choice=args.options,
        words=args.words.strip(),
        before=(voter.choice, voter.words) if kept else None,
        online_votes=bool(held.get("online_votes")),
        may_change=bool(held.get("revote")),
        known=args.known,
        revision=voter.revision if kept else 0,
    )


class _Written:
    """What a run of ballots writes, gathered."""

    def __init__(self) -> None:
        self.first: list[dict[str, Any]] = []
        self.again: list[dict[str, Any]] = []
        self.kept: list[dict[str, Any]] = []

    def ballot(self, asked: Asked, row: Any, choice: str, words: str) -> str:
        """A first ballot, or one that replaces the voter's earlier one, which is kept as a revision. Returns its id."""
        tx, who, args = asked
        if row.cast is None:
            values = {"id": new_id(), "vote": args.vote, "meeting": tx.subject, "person": who.person}
            self.first.append({**values, "choice": choice, "words": words, "revision": 1, "at": tx.now})
            return str(values["id"])
        old = {"id": new_id(), "vote": args.vote, "person": who.person, "choice": row.choice, "words": row.words}
        self.kept.append({**old, "revision": row.revision, "at": row.at})
        new = {"row": row.cast, "now_choice": choice, "now_words": words}
        self.again.append({**new, "now_revision": row.revision + 1, "now_at": tx.now})
        return str(row.cast)

    def execute(self, tx: Transaction) -> None:
        for statement, rows in ((_first, self.first), (_kept, self.kept), (_again, self.again)):
            if rows:
                tx.connection.execute(statement, rows)
