"""The PDF of a vote's result."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, new_id


class ResultSheet(Base):
    """One of a vote, made again where what it says has changed. `state`: making, ready, failed. `version`: how often it was
    made.
    """

    __tablename__ = "result_sheets"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    vote: Mapped[str] = mapped_column(String(32), ForeignKey("votes.id"), unique=True)
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"), index=True)
    version: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(12), default="making")
    sha256: Mapped[str | None] = mapped_column(String(64), default=None, info={"content": True})
    pages: Mapped[int | None] = mapped_column(default=None)
    size: Mapped[int | None] = mapped_column(default=None)
    asked_by: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    made_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
