"""Rooms of a body, the plan a meeting has taken, and who sits where."""

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, new_id


class MeetingRoom(Base):
    """A room in which a body meets. `shape`: arcs, rows, u; `head`: seats at the head table; `rows`: seats in each row."""

    __tablename__ = "rooms"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    body: Mapped[str] = mapped_column(String(32), ForeignKey("bodies.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    shape: Mapped[str] = mapped_column(String(8))
    head: Mapped[int] = mapped_column()
    rows: Mapped[list[int]] = mapped_column(JSON)


class Seating(Base):
    """The plan a meeting has taken from a room: a copy, so that a room rebuilt later moves nobody."""

    __tablename__ = "seatings"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"), unique=True)
    room: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(200))
    shape: Mapped[str] = mapped_column(String(8))
    head: Mapped[int] = mapped_column()
    rows: Mapped[list[int]] = mapped_column(JSON)


class Seat(Base):
    """Somebody's seat in a meeting."""

    __tablename__ = "seats"
    __table_args__ = (Index("ux_seats_meeting_person", "meeting", "person", unique=True),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"))
    person: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"))
    seat: Mapped[int] = mapped_column()
