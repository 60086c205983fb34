"""When the server comes back in the middle of a vote: nobody loses the time it was away (reliability.md §5)."""

from __future__ import annotations

from sqlalchemy import select

from app.house import House
from voting.votes.models import Vote
from voting.votes.rules import seconds_after_restart


def give_time(house: House) -> None:
    """An open vote's countdown is left at least 30 seconds, by an ordinary `vote.extend` of the house."""
    with house.database.read() as read:
        wanted = select(Vote.id, Vote.meeting, Vote.closes_at).where(Vote.state == "open", Vote.closes_at.is_not(None))
        running = read.execute(wanted).all()
    for vote, meeting, closes_at in running:
        assert closes_at is not None
        seconds = seconds_after_restart(closes_at, house.now())
        if seconds:
            house.execute_internal("vote.extend", f"meeting:{meeting}", {"vote": vote, "seconds": seconds})
