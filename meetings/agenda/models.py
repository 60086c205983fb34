"""The items of a meeting."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, new_id


class Item(Base):
    """One item of the agenda. `seconds_used` is the time of finished stretches, `started_at` the running one's."""

    __tablename__ = "items"
    __table_args__ = (Index("ix_items_meeting_order", "meeting", "order"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"))
    order: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(500))
    minutes: Mapped[int] = mapped_column(default=15)
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    presenter: Mapped[str] = mapped_column(String(200), default="")
    queue: Mapped[str] = mapped_column(String(12), default="open")
    # What the item will be decided by: "none", "open", "secret" or "consent".
    vote_kind: Mapped[str] = mapped_column(String(12), default="none")
    # The first time; `started_at` is the running stretch's.
    taken_up_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    started_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    finished_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    seconds_used: Mapped[int] = mapped_column(default=0)
