"""What was typed in of a count by hand, by whom; nothing typed is ever overwritten."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, new_id


class TypedCount(Base):
    """One person's figures. `state`: typed, replaced (by later ones), returned (with a reason), accepted."""

    __tablename__ = "typed_counts"
    __table_args__ = (Index("ix_typed_counts_vote", "vote"), Index("ix_typed_counts_meeting", "meeting"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    vote: Mapped[str] = mapped_column(String(32), ForeignKey("votes.id"))
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"))
    person: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"))
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    issued: Mapped[int]
    returned: Mapped[int]
    valid: Mapped[int]
    invalid: Mapped[int]
    # Of a show of hands: the side the chair's hand was raised for, which decides on equal sides.
    chair: Mapped[str | None] = mapped_column(Text, default=None)
    at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(12), default="typed")
    settled_by: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
    settled_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    reason: Mapped[str] = mapped_column(Text, default="")
