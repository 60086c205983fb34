"""Conclusions of the items of a meeting."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, new_id


class Conclusion(Base):
    """One point. `assignee` is a person of the body, `assignee_text` a unit; `due` is an ISO date.

    `task`: the task its approval made, in the body's stream; it stays while the conclusion is amended.
    """

    __tablename__ = "conclusions"
    __table_args__ = (Index("ix_conclusions_meeting_item", "meeting", "item"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"))
    item: Mapped[str] = mapped_column(String(32), ForeignKey("items.id"), index=True)
    order: Mapped[int] = mapped_column(default=0)
    text: Mapped[str] = mapped_column(Text)
    assignee: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
    assignee_text: Mapped[str] = mapped_column(String(200), default="")
    due: Mapped[str | None] = mapped_column(String(10), default=None)
    state: Mapped[str] = mapped_column(String(12), default="draft", index=True)
    task: Mapped[str | None] = mapped_column(String(32), ForeignKey("tasks.id"), index=True, default=None)
    returned_reason: Mapped[str] = mapped_column(String(1000), default="")
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
    approved_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    approved_by: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
