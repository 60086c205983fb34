"""Tasks of a body."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, new_id


class Task(Base):
    """Given by a conclusion of a meeting, or by the desk of the body itself.

    `assignee` is a person of the body; `assignee_text` a unit, which has no account here. `due` is an ISO date.
    `asked_due`: an extension that is asked for. `amending`: its conclusion is being amended, the wording may change.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        Index("ix_tasks_body_state_done_at", "body", "state", "done_at"),
        Index("ix_tasks_assignee_state_done_at", "assignee", "state", "done_at"),
        Index("ix_tasks_given_by_state_done_at", "given_by", "state", "done_at"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    body: Mapped[str] = mapped_column(String(32), ForeignKey("bodies.id"))
    meeting: Mapped[str | None] = mapped_column(String(32), ForeignKey("meetings.id"), index=True, default=None)
    # No foreign key: conclusions point here, and a circle would need ALTER TABLE on SQLite.
    conclusion: Mapped[str | None] = mapped_column(String(32), index=True, default=None)
    title: Mapped[str] = mapped_column(Text)
    assignee: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
    assignee_text: Mapped[str] = mapped_column(String(200), default="")
    due: Mapped[str | None] = mapped_column(String(10), default=None)
    state: Mapped[str] = mapped_column(String(12), default="open")
    amending: Mapped[bool] = mapped_column(default=False)
    given_at: Mapped[datetime] = mapped_column(Instant)
    given_by: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
    report: Mapped[str] = mapped_column(Text, default="")
    reported_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    reported_by: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
    done_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    redo_reason: Mapped[str] = mapped_column(String(1000), default="")
    asked_due: Mapped[str | None] = mapped_column(String(10), default=None)
    asked_reason: Mapped[str] = mapped_column(String(1000), default="")
