"""Private notes, and how far a person has read. Their owner's alone: in no view, no journal, no search of others."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, new_id


class Note(Base):
    """A private note: on a page of a paper (`quote` and `rects` where text is highlighted), or on an item."""

    __tablename__ = "notes"
    __table_args__ = (Index("ix_notes_person_meeting", "person", "meeting"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"))
    person: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"))
    # No foreign key: a note must not keep its item from being removed, nor tell the desk that it exists.
    item: Mapped[str | None] = mapped_column(String(32), default=None)
    paper: Mapped[str | None] = mapped_column(String(32), ForeignKey("papers.id"), index=True, default=None)
    version: Mapped[int | None] = mapped_column(default=None)
    page: Mapped[int | None] = mapped_column(default=None)
    text: Mapped[str] = mapped_column(Text, default="")
    quote: Mapped[str] = mapped_column(Text, default="")
    rects: Mapped[list[Any]] = mapped_column(JSON, default=list)
    colour: Mapped[str] = mapped_column(String(10), default="gold")
    created_at: Mapped[datetime] = mapped_column(Instant)
    updated_at: Mapped[datetime] = mapped_column(Instant)


class ReadingMark(Base):
    """Where a person is in a paper, and the furthest page they came to."""

    __tablename__ = "reading_marks"
    __table_args__ = (Index("ux_reading_marks_person_paper", "person", "paper", unique=True),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    person: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"))
    paper: Mapped[str] = mapped_column(String(32), ForeignKey("papers.id"), index=True)
    version: Mapped[int]
    page: Mapped[int] = mapped_column(default=1)
    furthest: Mapped[int] = mapped_column(default=1)
    read_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    updated_at: Mapped[datetime] = mapped_column(Instant)
