"""An opinion slip and those it was sent to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, new_id


class Slip(Base):
    """One question of a body. `state`: draft, submitted, returned, approved, sent, closed, summarised, cancelled.

    What judges it (`majority`, `rules`, `chair`, the recipients) is frozen when it is sent, the result when it is closed.
    """

    __tablename__ = "slips"
    __table_args__ = (
        Index("ix_slips_body_state", "body", "state"),
        Index("ux_slips_number", "body", "year", "number", unique=True),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    body: Mapped[str] = mapped_column(String(32), ForeignKey("bodies.id"))
    # Given when it is sent; numbers are the year's own, so both are empty or both are set.
    number: Mapped[int | None] = mapped_column(default=None)
    year: Mapped[int | None] = mapped_column(default=None)
    title: Mapped[str] = mapped_column(String(500))
    text: Mapped[str] = mapped_column(Text, default="")
    proposer: Mapped[str] = mapped_column(String(200), default="")
    # What it decides (voting/ruling/matters.py): its own rules may need another majority than the rest.
    matter: Mapped[str] = mapped_column(String(12), default="general", server_default="general")
    # As it was asked for; None: the body's own, which is frozen in `rules` when it is sent.
    majority: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True, default=None)
    # Members who are not asked: they count in every denominator all the same.
    left_out: Mapped[list[str]] = mapped_column(JSON, default=list)
    state: Mapped[str] = mapped_column(String(12), default="draft")
    deadline: Mapped[datetime | None] = mapped_column(Instant, default=None)
    # [{"from", "to", "at", "by", "reason"}]
    extensions: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    created_by: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
    created_at: Mapped[datetime] = mapped_column(Instant)
    # Who else wrote at it: none of them approves it.
    writers: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    submitted_by: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
    submitted_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    judged_by: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
    judged_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    # Why it was given back, and why it was cancelled.
    reason: Mapped[str] = mapped_column(Text, default="")
    ended_reason: Mapped[str] = mapped_column(Text, default="")
    sent_by: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
    sent_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    rules: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    chair: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
    # The deadline has passed, and who had not answered was told.
    overdue_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    closed_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), nullable=True, default=None)
    summary: Mapped[str] = mapped_column(Text, default="")
    summarised_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    # The session that hears of it. No foreign key to the item: it may be taken off the agenda, and the slip waits again.
    meeting: Mapped[str | None] = mapped_column(String(32), ForeignKey("meetings.id"), index=True, default=None)
    item: Mapped[str | None] = mapped_column(String(32), index=True, default=None)


class SlipRecipient(Base):
    """A member of the body when the slip was sent: counts in N, asked or not. `state`: waiting, overdue, answered."""

    __tablename__ = "slip_recipients"
    __table_args__ = (
        Index("ux_slip_recipients_slip_person", "slip", "person", unique=True),
        Index("ix_slip_recipients_person_state", "person", "state"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    slip: Mapped[str] = mapped_column(String(32), ForeignKey("slips.id"))
    body: Mapped[str] = mapped_column(String(32), ForeignKey("bodies.id"), index=True)
    person: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"))
    name: Mapped[str] = mapped_column(String(120))
    office: Mapped[str] = mapped_column(String(200), default="")
    order: Mapped[int] = mapped_column(default=0)
    asked: Mapped[bool] = mapped_column(default=True)
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    choice: Mapped[str | None] = mapped_column(String(12), default=None)
    words: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=0)
    answered_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    # Answered after the deadline, before the slip was closed.
    late: Mapped[bool] = mapped_column(default=False)
    reminders: Mapped[int] = mapped_column(default=0)
    reminded_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
