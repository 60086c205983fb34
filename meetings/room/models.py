"""The hall's screens, and the codes that screens show while they wait to be let in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, new_id


class Screen(Base):
    """A big screen of one meeting. It is signed in as an account of its own (`person`), which is nobody and knows no password;
    or (`by_account`) as the hall's account, which shows many meetings, and many devices of which may show the same.

    `scene` is what the desk chose for it, or "auto"; "result" is the result of `vote`.
    """

    __tablename__ = "screens"
    __table_args__ = (Index("ux_screens_meeting_person", "meeting", "person", unique=True),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"), index=True)
    person: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    # No foreign key: a site may be taken away, and its screens stay.
    site: Mapped[str | None] = mapped_column(String(32), index=True, default=None)
    scene: Mapped[str] = mapped_column(String(20), default="auto")
    # No foreign key: what is voted on is told to the right of here.
    vote: Mapped[str | None] = mapped_column(String(32), default=None)
    admitted_at: Mapped[datetime] = mapped_column(Instant)
    admitted_by: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
    entered_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    removed_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    by_account: Mapped[bool] = mapped_column(default=False, server_default=false())


class ScreenCode(Base):
    """A screen that waits: the code it shows, and the digest of the secret by which it alone is let in. In no view."""

    __tablename__ = "screen_codes"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    address: Mapped[str] = mapped_column(String(64), default="")
    asked_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)
    screen: Mapped[str | None] = mapped_column(String(32), ForeignKey("screens.id"), default=None)
