"""What a member said of a consent item, and the acts by which such items were adopted."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, new_id


class ConsentMark(Base):
    """A member's word on an item: the last one counts. `mark`: agreed, objection, speak."""

    __tablename__ = "consent_marks"
    __table_args__ = (
        Index("ux_consent_marks_item_person", "item", "person", unique=True),
        Index("ix_consent_marks_meeting", "meeting"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"))
    item: Mapped[str] = mapped_column(String(32), ForeignKey("items.id"))
    person: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"))
    mark: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(Instant)


class Adoption(Base):
    """One act: these items were adopted because nobody objected; `taken_out` were not, because somebody did or wished to speak.
    Presence and the rules of that moment are kept with it; with the rules, how many here might vote by them (`voters`).
    """

    __tablename__ = "adoptions"
    __table_args__ = (Index("ix_adoptions_meeting", "meeting"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"))
    by: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    items: Mapped[list[str]] = mapped_column(JSON)
    taken_out: Mapped[list[str]] = mapped_column(JSON)
    members: Mapped[int]
    present: Mapped[int]
    needed: Mapped[int]
    rules: Mapped[dict[str, Any]] = mapped_column(JSON)
    # Set aside: its items wait again. What was adopted stays readable.
    annulled_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    annulled_by: Mapped[str | None] = mapped_column(String(32), default=None)
    reason: Mapped[str] = mapped_column(Text, default="", server_default="")
