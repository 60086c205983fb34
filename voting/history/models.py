"""A line for every result that was announced, narrow enough to look through years of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant


class VoteRecord(Base):
    """A vote whose result was announced, by the body it was held in. Made again from the vote at any time (`keeping`):
    results are long, with everybody's choice, and a search would read them all.

    `folded`: question and item for search. `state`: announced or annulled.
    """

    __tablename__ = "vote_records"
    __table_args__ = (Index("ix_vote_records_body_at", "body", "at"),)

    id: Mapped[str] = mapped_column(String(32), ForeignKey("votes.id"), primary_key=True)
    body: Mapped[str] = mapped_column(String(32), ForeignKey("bodies.id"))
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    kind: Mapped[str] = mapped_column(String(12))
    secret: Mapped[bool] = mapped_column()
    state: Mapped[str] = mapped_column(String(12))
    verdict: Mapped[str] = mapped_column(String(12))
    folded: Mapped[str] = mapped_column(Text)
