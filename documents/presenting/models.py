"""What is presented in a meeting: one page at a time."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, new_id


class Presentation(Base):
    """One row for each meeting in which a page was ever presented: the latest one. `state`: on, over (then `why`)."""

    __tablename__ = "presentations"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"), unique=True)
    # The paper's item, or none. No foreign key: what was once presented keeps no item on the agenda.
    item: Mapped[str | None] = mapped_column(String(32), default=None)
    paper: Mapped[str] = mapped_column(String(32), ForeignKey("papers.id"), index=True)
    version: Mapped[int]
    page: Mapped[int]
    by: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"))
    state: Mapped[str] = mapped_column(String(10), default="on")
    why: Mapped[str] = mapped_column(String(20), default="")
    started_at: Mapped[datetime] = mapped_column(Instant)
    turned_at: Mapped[datetime] = mapped_column(Instant)
