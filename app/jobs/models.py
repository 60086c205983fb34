"""Due work, an SQL table with leases."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, new_id

LEASE = timedelta(seconds=60)


class Job(Base):
    """One piece of work. `kind` "command": the house gives `command` on `stream` with `payload` as its
    arguments when due.
    """

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_state_due", "state", "due"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    stream: Mapped[str] = mapped_column(String(64), default="system")
    command: Mapped[str | None] = mapped_column(String(60), default=None)
    key: Mapped[str | None] = mapped_column(String(120), index=True, default=None)
    due: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    """`waiting`, `leased`, `done` or `failed`."""
    leased_until: Mapped[datetime | None] = mapped_column(Instant, default=None)
    worker: Mapped[str | None] = mapped_column(String(60), default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(Text, default="")
