"""A meeting, the people in it, and the items a guest is invited to."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.database import Base, Instant, new_id
from app.text import fold


class Meeting(Base):
    """One meeting of one body for ever. `vote_rules` overrides the body's rules, with a reason.

    `folded`: title and place for search. `video`: the address of the video room for those who aren't at a site with its own.
    `folded`: title and place for search. `speaking`: how the floor is given here (the order of the list, whether
    questions are asked), the body's own from the start on where the desk has chosen nothing.
    """

    __tablename__ = "meetings"
    __table_args__ = (Index("ix_meetings_body_starts_at", "body", "starts_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    body: Mapped[str] = mapped_column(String(32), ForeignKey("bodies.id"))
    title: Mapped[str] = mapped_column(String(300))
    kind: Mapped[str] = mapped_column(String(20), default="regular")
    phase: Mapped[str] = mapped_column(String(20), default="preparing", index=True)
    place: Mapped[str] = mapped_column(String(300), default="")
    folded: Mapped[str] = mapped_column(String(700), default="", server_default="")
    starts_at: Mapped[datetime] = mapped_column(Instant, index=True)
    minutes: Mapped[int] = mapped_column(default=120)
    until: Mapped[datetime | None] = mapped_column(Instant, default=None)
    # The current item. No foreign key: items point here, and a circle would need ALTER TABLE on SQLite.
    item: Mapped[str | None] = mapped_column(String(32), default=None)
    published_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    started_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    # When the sitting began whose day's members and rules hold: the start, or when it was taken up again on another day.
    sitting_since: Mapped[datetime | None] = mapped_column(Instant, default=None)
    ended_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    reason: Mapped[str] = mapped_column(Text, default="")
    video: Mapped[str] = mapped_column(String(500), default="", server_default="")
    vote_rules: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    # The hall's codes are made from it (`attendance/code_rules.py`). No form holds it.
    check_in_key: Mapped[str] = mapped_column(String(32), default=new_id)
    # Whether the members here were a quorum when that was looked at last; none before the start.
    quorate: Mapped[bool | None] = mapped_column(default=None)
    dark: Mapped[bool] = mapped_column(default=False, server_default=false())
    speaking: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, server_default="{}")
    cloned_from: Mapped[str | None] = mapped_column(String(32), default=None)
    created_by: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
    created_at: Mapped[datetime] = mapped_column(Instant)

    @validates("title", "place")
    def _fold(self, name: str, value: str) -> str:
        words = {"title": self.title or "", "place": self.place or "", name: value}
        self.folded = fold(f"{words['title']} {words['place']}")
        return value


class Participant(Base):
    """A person in a meeting, in one capacity. Name and office are copied: old minutes keep them.

    `number`: short, one's own in this meeting, kept while one is in it: to check in by it at the door.
    `post`: "chair" or "deputy" of the body on the day, whoever presides in the meeting. `joined_at`: on the roll since a later
    sitting than the first. `former`: the capacity of somebody the body had until a later sitting (`former_at`), who is a guest
    now; whom a substitute went for stays.
    """

    __tablename__ = "participants"
    __table_args__ = (
        Index("ux_participants_meeting_person", "meeting", "person", unique=True),
        Index("ix_participants_meeting_capacity", "meeting", "capacity"),
        Index("ix_participants_meeting_site", "meeting", "site"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"))
    person: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"), index=True)
    capacity: Mapped[str] = mapped_column(String(20))
    on_roll: Mapped[bool] = mapped_column(default=False)
    name: Mapped[str] = mapped_column(String(120))
    office: Mapped[str] = mapped_column(String(200), default="")
    post: Mapped[str] = mapped_column(String(12), default="", server_default="")
    group: Mapped[str] = mapped_column(String(80), default="", server_default="")
    site: Mapped[str | None] = mapped_column(String(32), default=None)
    substitutes: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
    order: Mapped[int] = mapped_column(default=0)
    number: Mapped[int] = mapped_column(default=0, server_default="0")
    # The site whose people this one marks for the secretary.
    clerk_of: Mapped[str | None] = mapped_column(String(32), default=None)
    joined_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    former: Mapped[str] = mapped_column(String(12), default="", server_default="")
    former_at: Mapped[datetime | None] = mapped_column(Instant, default=None)


class GuestItem(Base):
    """A guest is invited to this item."""

    __tablename__ = "guest_items"
    __table_args__ = (Index("ux_guest_items", "meeting", "person", "item", unique=True),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"))
    person: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"), index=True)
    item: Mapped[str] = mapped_column(String(32), ForeignKey("items.id"), index=True)


class Remark(Base):
    """Something that happened in the meeting, noted by a secretary for the minutes."""

    __tablename__ = "remarks"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"), index=True)
    item: Mapped[str | None] = mapped_column(String(32), ForeignKey("items.id"), default=None)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
    amended_at: Mapped[datetime | None] = mapped_column(Instant, default=None)


class Alarm(Base):
    """What the desk must hear of a person's device.

    `kind`: "fork", it holds a head of the meeting's journal (`head` at `seq`) that is not on its chain; "ballot", it gave
    commands of votes that are not theirs to give, `why`, so many `times`, the last of them `at`.
    """

    __tablename__ = "alarms"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"), index=True)
    person: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"))
    seq: Mapped[int] = mapped_column(BigInteger)
    head: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(12), default="fork", server_default="fork")
    why: Mapped[str] = mapped_column(String(20), default="", server_default="")
    times: Mapped[int] = mapped_column(default=1, server_default="1")
    at: Mapped[datetime] = mapped_column(Instant)
    cleared_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    cleared_by: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
