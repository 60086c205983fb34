"""Files of slips and answers, and the report of a slip's result."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, new_id


class SlipFile(Base):
    """A file that goes with a slip, or (`recipient`) with somebody's answer. `conversion`: waiting, ready or failed."""

    __tablename__ = "slip_files"
    __table_args__ = (Index("ix_slip_files_slip_recipient", "slip", "recipient"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    slip: Mapped[str] = mapped_column(String(32), ForeignKey("slips.id"))
    recipient: Mapped[str | None] = mapped_column(String(32), ForeignKey("slip_recipients.id"), default=None)
    body: Mapped[str] = mapped_column(String(32), ForeignKey("bodies.id"), index=True)
    file: Mapped[str] = mapped_column(String(32), ForeignKey("files.id"), index=True)
    order: Mapped[int] = mapped_column(default=0)
    conversion: Mapped[str] = mapped_column(String(12), default="waiting")
    viewing: Mapped[str | None] = mapped_column(String(64), default=None, info={"content": True})
    pages: Mapped[int | None] = mapped_column(default=None)


class SlipReport(Base):
    """The official report of one slip's result, made again each time it is asked for. `state`: none, making, ready, failed."""

    __tablename__ = "slip_reports"
    __table_args__ = (
        Index("ux_slip_reports_slip", "slip", unique=True),
        Index("ux_slip_reports_number", "body", "year", "number", unique=True),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    slip: Mapped[str] = mapped_column(String(32), ForeignKey("slips.id"))
    body: Mapped[str] = mapped_column(String(32), ForeignKey("bodies.id"))
    # Numbers are the year's own, so both are empty or both are set.
    number: Mapped[int | None] = mapped_column(default=None)
    year: Mapped[int | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(12), default="none")
    sha256: Mapped[str | None] = mapped_column(String(64), default=None, info={"content": True})
    pages: Mapped[int | None] = mapped_column(default=None)
    size: Mapped[int | None] = mapped_column(default=None)
    asked_by: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
    asked_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    made_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
