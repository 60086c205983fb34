"""Registrations and speeches: one row from asking for the floor to leaving it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, new_id


class Speech(Base):
    """`seconds` were spoken in finished stretches, `started_at` is the running one's.

    `order` is the place among those who wait on the same item; `placed`: the chair put it there.
    `called_from`: that place when they were called or withdrawn, for what is taken back.
    `unasked`: the chair called on somebody who had not asked. `goes_on`: a break or a reply stopped the clock, and
    the speech goes on after it. `to` is who a question is for, `replies_to` the speech a reply interrupts, `group` the
    speaker's when they were called.
    """

    __tablename__ = "speeches"
    __table_args__ = (
        Index("ix_speeches_meeting_state", "meeting", "state"),
        Index("ix_speeches_person_meeting", "person", "meeting"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"))
    item: Mapped[str | None] = mapped_column(String(32), ForeignKey("items.id"), index=True, default=None)
    person: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"))
    kind: Mapped[str] = mapped_column(String(20), default="speech")
    to: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
    group: Mapped[str] = mapped_column(String(80), default="", server_default="")
    # No foreign key: SQLite could not add one to the table that is there.
    replies_to: Mapped[str | None] = mapped_column(String(32), default=None)
    gist: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    order: Mapped[int] = mapped_column(default=0)
    placed: Mapped[bool] = mapped_column(default=False)
    unasked: Mapped[bool] = mapped_column(default=False)
    goes_on: Mapped[bool] = mapped_column(default=False, server_default=false())
    requested_at: Mapped[datetime] = mapped_column(Instant)
    called_from: Mapped[int | None] = mapped_column(default=None)
    called_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    started_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    seconds: Mapped[int] = mapped_column(default=0)
    limit: Mapped[int] = mapped_column(default=300)
    finished_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    reason: Mapped[str] = mapped_column(String(500), default="")
    # Who wrote the request down, where it was not the speaker.
    asked_by: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)


class Quota(Base):
    """How much time a group has on an item; `item` None: on every item that has none of its own. `seconds` None: an item
    that was over before anything was given for all of them.
    """

    __tablename__ = "quotas"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"), index=True)
    group: Mapped[str] = mapped_column(String(80))
    # No foreign key: it goes with its item, as a consequence.
    item: Mapped[str | None] = mapped_column(String(32), default=None)
    seconds: Mapped[int | None] = mapped_column(default=None)
