"""Who comes, who came, from where."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, new_id


class Attendance(Base):
    """One row for each person in a meeting, made when the person is invited.

    `status`: expected, present, online, absent, left. `reply`: "" (none yet), "yes", "no".
    `leave`: "" (none), asked, granted, refused.
    """

    __tablename__ = "attendance"
    __table_args__ = (
        Index("ux_attendance_meeting_person", "meeting", "person", unique=True),
        Index("ix_attendance_meeting_on_roll_status", "meeting", "on_roll", "status"),
        Index("ix_attendance_leave_meeting", "leave", "meeting"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"))
    person: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"), index=True)
    # The participant's, repeated here so that the quorum is counted from one index.
    on_roll: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(String(12), default="expected")
    at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    arrived_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    left_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    reason: Mapped[str] = mapped_column(String(500), default="")
    marked_by: Mapped[str | None] = mapped_column(String(32), default=None)
    reply: Mapped[str] = mapped_column(String(8), default="")
    replied_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    leave: Mapped[str] = mapped_column(String(12), default="")
    leave_reason: Mapped[str] = mapped_column(Text, default="")
    leave_from: Mapped[datetime | None] = mapped_column(Instant, default=None)
    leave_until: Mapped[datetime | None] = mapped_column(Instant, default=None)
    leave_note: Mapped[str] = mapped_column(Text, default="")
    leave_asked_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    leave_by: Mapped[str | None] = mapped_column(String(32), default=None)
    site: Mapped[str | None] = mapped_column(String(32), ForeignKey("sites.id"), index=True, default=None)


class Site(Base):
    """A place from which people take part (điểm cầu). `video`: the address of its video room; `screen`: the hall's account that
    shows the meeting there.
    """

    __tablename__ = "sites"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    video: Mapped[str] = mapped_column(String(500), default="", server_default="")
    screen: Mapped[str | None] = mapped_column(String(32), default=None)
