"""A line of the history is written where a result is announced, and again where it is annulled."""

from __future__ import annotations

from typing import Any

from app.commands import Transaction
from app.doors import consequence
from app.policy import Actor
from app.text import fold
from meetings.agenda.models import Item
from meetings.planning.models import Meeting
from voting.history.models import VoteRecord
from voting.votes import rules
from voting.votes.models import Vote


@consequence("vote.announce")
@consequence("vote.annul")
def keep(tx: Transaction, _who: Actor, args: Any) -> None:
    """One annulled before it was announced is no result of the body's."""
    vote = tx.get(Vote, args.vote)
    if vote.announced_at is None:
        return
    record = tx.session.get(VoteRecord, vote.id)
    if record is None:
        title = tx.get(Item, vote.item).title if vote.item else ""
        record = VoteRecord(id=vote.id, meeting=vote.meeting, at=vote.announced_at, secret=vote.secret)
        record.body = tx.get(Meeting, vote.meeting).body
        record.kind, record.folded = rules.question_of(vote).kind, fold(f"{vote.question} {title}")
        record.verdict = str((vote.result or {}).get("verdict", "void"))
        tx.session.add(record)
    record.state = vote.state
