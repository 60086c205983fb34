"""What happened to the meeting as a whole, and the notices its desk gave."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, new_id


class Happening(Base):
    """One thing that happened at a moment. `kind`: started, paused, resumed, ended, handed_over, quorum_lost, quorum_met,
    roll_renewed.

    `person` presides from here on (nobody: none), `former` did before; `until`: of a break; `present` of `needed`: members on the
    roll. Of a roll that was renewed: its `members`, who `came` on it and who `went` off it.
    """

    __tablename__ = "happenings"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str | None] = mapped_column(String(32), default=None)
    person: Mapped[str | None] = mapped_column(String(32), default=None)
    former: Mapped[str | None] = mapped_column(String(32), default=None)
    until: Mapped[datetime | None] = mapped_column(Instant, default=None)
    present: Mapped[int] = mapped_column(default=0)
    needed: Mapped[int] = mapped_column(default=0)
    members: Mapped[int | None] = mapped_column(default=None)
    came: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True), default=None)
    went: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True), default=None)


class Notice(Base):
    """A few words of the desk to everybody (`to`: all), to those on the roll and their substitutes (members), or to one site.

    `recipients`: who was at the site then; nobody is told later what was said to others. `down`: taken down, seen by the desk
    alone.
    """

    __tablename__ = "notices"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"), index=True)
    text: Mapped[str] = mapped_column(String(300))
    to: Mapped[str] = mapped_column(String(12))
    site: Mapped[str | None] = mapped_column(String(32), default=None)
    recipients: Mapped[list[str]] = mapped_column(JSON, default=list)
    hall: Mapped[bool] = mapped_column(default=False)
    down: Mapped[bool] = mapped_column(default=False, server_default=false())
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str | None] = mapped_column(String(32), default=None)
