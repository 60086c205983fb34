"""A written opinion."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, new_id


class Opinion(Base):
    """What somebody wrote on an item. Name and office are copied, as in a meeting; `shared`: members read it too. That was
    told to its author before it was sent, and stays so.
    """

    __tablename__ = "opinions"
    __table_args__ = (Index("ix_opinions_meeting_item", "meeting", "item"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"))
    item: Mapped[str] = mapped_column(String(32), ForeignKey("items.id"), index=True)
    person: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    office: Mapped[str] = mapped_column(String(200), default="")
    text: Mapped[str] = mapped_column(Text)
    shared: Mapped[bool] = mapped_column(default=False)
    given_at: Mapped[datetime] = mapped_column(Instant)
    amended_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
    answered_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
