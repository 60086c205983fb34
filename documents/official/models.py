"""The minutes of a meeting, their paragraphs, and the PDF versions made of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, new_id


class Minutes(Base):
    """The minutes of one meeting. `state`: draft, submitted, returned, approved.

    `header`, `attendees` and `ballots` (who chose what, by name) are copied when they are drafted: approved minutes print what held then.
    """

    __tablename__ = "minutes"
    __table_args__ = (
        Index("ux_minutes_meeting", "meeting", unique=True),
        Index("ux_minutes_number", "body", "year", "number", unique=True),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"))
    body: Mapped[str] = mapped_column(String(32), ForeignKey("bodies.id"))
    state: Mapped[str] = mapped_column(String(12), default="draft", index=True)
    # Numbers are the year's own, so both are empty or both are set.
    number: Mapped[int | None] = mapped_column(default=None)
    year: Mapped[int | None] = mapped_column(default=None)
    header: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    attendees: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    ballots: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    drafted_at: Mapped[datetime] = mapped_column(Instant)
    submitted_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    approved_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    returned_reason: Mapped[str] = mapped_column(Text, default="")


class MinutesBlock(Base):
    """One paragraph. `source` names what it was drafted from ("speech:<id>"); `drafted` is the text drafted last.

    `changed`: what happened was recorded differently after the paragraph was edited by hand.
    """

    __tablename__ = "minutes_blocks"
    __table_args__ = (Index("ix_minutes_blocks_minutes_order", "minutes", "order"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    minutes: Mapped[str] = mapped_column(String(32), ForeignKey("minutes.id"))
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"), index=True)
    order: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(80), default="")
    text: Mapped[str] = mapped_column(Text)
    drafted: Mapped[str | None] = mapped_column(Text, default=None)
    edited: Mapped[bool] = mapped_column(default=False)
    changed: Mapped[bool] = mapped_column(default=False)
    edited_by: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
    edited_at: Mapped[datetime | None] = mapped_column(Instant, default=None)


class MinutesVersion(Base):
    """One PDF of the minutes. `state`: making, ready, failed. `text_state`: the minutes' own when it was asked for."""

    __tablename__ = "minutes_versions"
    __table_args__ = (Index("ux_minutes_versions", "minutes", "version", unique=True),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    minutes: Mapped[str] = mapped_column(String(32), ForeignKey("minutes.id"))
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"), index=True)
    version: Mapped[int] = mapped_column()
    state: Mapped[str] = mapped_column(String(12), default="making")
    text_state: Mapped[str] = mapped_column(String(12))
    sha256: Mapped[str | None] = mapped_column(String(64), default=None, info={"content": True})
    pages: Mapped[int | None] = mapped_column(default=None)
    size: Mapped[int | None] = mapped_column(default=None)
    asked_by: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    made_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
