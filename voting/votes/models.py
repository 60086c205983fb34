"""A vote, its frozen roll, the ballots cast in it and the ballots they replaced."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, new_id


class Vote(Base):
    """One question put to the vote. What judges it (`rules`, `chair`, the roll) is frozen at opening.

    `state`: draft, open, closed, announced, annulled, cancelled.
    """

    __tablename__ = "votes"
    __table_args__ = (Index("ix_votes_meeting_state", "meeting", "state"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"))
    item: Mapped[str | None] = mapped_column(String(32), ForeignKey("items.id"), index=True, default=None)
    question: Mapped[str] = mapped_column(Text)
    # None in votes from before there were kinds: told by the options.
    kind: Mapped[str | None] = mapped_column(String(12), default=None)
    options: Mapped[list[str]] = mapped_column(JSON)
    # How many options a ballot may name; seats to fill in an election.
    most: Mapped[int] = mapped_column(default=1, server_default="1")
    seats: Mapped[int | None] = mapped_column(default=None)
    secret: Mapped[bool] = mapped_column(default=False)
    by_name: Mapped[bool] = mapped_column(default=True)
    # What is at stake, and where the majority is from (voting/ruling/matters.py). None in votes from before there were matters.
    matter: Mapped[str | None] = mapped_column(String(12), default=None)
    majority: Mapped[Any] = mapped_column(JSON)
    majority_from: Mapped[str | None] = mapped_column(String(12), default=None)
    seconds: Mapped[int | None] = mapped_column(default=None)
    no_vote: Mapped[list[str]] = mapped_column(JSON, default=list)
    # Counted by hand: "hands" or "paper"; None: ballots are cast on devices. `board`: who counts the paper.
    by_hand: Mapped[str | None] = mapped_column(String(8), default=None)
    board: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True), default=None)
    state: Mapped[str] = mapped_column(String(12), default="draft")
    prepared_by: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
    prepared_at: Mapped[datetime] = mapped_column(Instant)
    opened_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    closes_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    closed_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    announced_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    # Frozen at opening.
    chair: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
    members: Mapped[int] = mapped_column(default=0)
    eligible: Mapped[int] = mapped_column(default=0)
    roll_hash: Mapped[str | None] = mapped_column(String(64), default=None)
    rules: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    opening: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    # Why it was opened below quorum, and why it was cancelled or annulled.
    reason: Mapped[str] = mapped_column(Text, default="")
    ended_reason: Mapped[str] = mapped_column(Text, default="")
    # Frozen at closing.
    closing: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)


class RollEntry(Base):
    """A member of the body when the vote was opened: counts in N, even if `no_vote`; `present` then, in the hall or
    online.
    """

    __tablename__ = "roll_entries"
    __table_args__ = (Index("ux_roll_entries_vote_person", "vote", "person", unique=True),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    vote: Mapped[str] = mapped_column(String(32), ForeignKey("votes.id"))
    person: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"))
    name: Mapped[str] = mapped_column(String(120))
    office: Mapped[str] = mapped_column(String(200), default="")
    order: Mapped[int] = mapped_column(default=0)
    present: Mapped[bool] = mapped_column(default=False)
    no_vote: Mapped[bool] = mapped_column(default=False)


class Cast(Base):
    """The ballot that counts, one of a voter in a vote. `choice`: the options it names, as `rules.spelled` writes them;
    `words` of an opinion of one's own.
    """

    __tablename__ = "casts"
    __table_args__ = (
        Index("ux_casts_vote_person", "vote", "person", unique=True),
        Index("ix_casts_meeting", "meeting"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    vote: Mapped[str] = mapped_column(String(32), ForeignKey("votes.id"))
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"))
    person: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"))
    choice: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text, default="", server_default="")
    revision: Mapped[int] = mapped_column(default=1)
    at: Mapped[datetime] = mapped_column(Instant)


class CastRevision(Base):
    """A ballot that its voter replaced before closing: kept, never counted."""

    __tablename__ = "cast_revisions"
    __table_args__ = (Index("ux_cast_revisions", "vote", "person", "revision", unique=True),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    vote: Mapped[str] = mapped_column(String(32), ForeignKey("votes.id"))
    person: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"))
    choice: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text, default="", server_default="")
    revision: Mapped[int]
    at: Mapped[datetime] = mapped_column(Instant)
