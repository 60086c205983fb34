"""What another sitting of the meeting does to drafts that were written in an earlier one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.commands import Transaction
from app.doors import consequence
from app.policy import Actor
from voting.votes.models import Vote


@consequence("meeting.resume")
def drafts_forget_who_went_off_the_roll(tx: Transaction, _who: Actor, _args: Any) -> None:
    """Nobody has to be kept from voting who may not vote any more. Who was to count is for the chair to choose anew: the opening
    says so.
    """
    went = set(((tx.recorded or {}).get("roll") or {}).get("went", ()))
    if not went:
        return
    for draft in tx.session.scalars(select(Vote).where(Vote.meeting == tx.subject, Vote.state == "draft")):
        if not went.isdisjoint(draft.no_vote or ()):
            draft.no_vote = [person for person in draft.no_vote if person not in went]
            tx.touch(draft)
