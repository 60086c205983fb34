"""Uploaded files, papers, and the versions of a paper."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Instant, new_id


class File(Base):
    """An uploaded file. Its content is kept once, under its SHA-256; nobody sees it until a command uses it."""

    __tablename__ = "files"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    sha256: Mapped[str] = mapped_column(String(64), index=True, info={"content": True})
    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    owner: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(Instant)


class Paper(Base):
    """A paper of a meeting. `state` and `version` are those of the newest version, which the desk works on;
    `published` is the
    version that everybody else sees, under the title it was published with."""

    __tablename__ = "papers"
    __table_args__ = (Index("ix_papers_meeting_item", "meeting", "item"), Index("ix_papers_state", "state"))

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    meeting: Mapped[str] = mapped_column(String(32), ForeignKey("meetings.id"))
    item: Mapped[str | None] = mapped_column(String(32), ForeignKey("items.id"), default=None)
    title: Mapped[str] = mapped_column(String(300))
    type: Mapped[str] = mapped_column(String(30), default="other")
    order: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(20), default="draft")
    version: Mapped[int] = mapped_column(default=1)
    published: Mapped[int | None] = mapped_column(default=None)
    published_title: Mapped[str] = mapped_column(String(300), default="")
    published_type: Mapped[str] = mapped_column(String(30), default="other")
    published_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    recalled_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    late: Mapped[bool] = mapped_column(default=False)
    added_by: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"))
    submitted_by: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
    submitted_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    judged_by: Mapped[str | None] = mapped_column(String(32), ForeignKey("persons.id"), default=None)
    judged_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    reason: Mapped[str] = mapped_column(Text, default="")


class PaperVersion(Base):
    """One version: the file as it came, and what is shown of it (`viewing`, the SHA-256 of a PDF)."""

    __tablename__ = "paper_versions"
    __table_args__ = (Index("ux_paper_versions_paper_version", "paper", "version", unique=True),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    paper: Mapped[str] = mapped_column(String(32), ForeignKey("papers.id"))
    version: Mapped[int]
    file: Mapped[str] = mapped_column(String(32), ForeignKey("files.id"))
    conversion: Mapped[str] = mapped_column(String(20), default="waiting")
    # "waiting", "ready" or "failed" (then `trouble` says why)
    trouble: Mapped[str] = mapped_column(String(40), default="")
    warning: Mapped[str] = mapped_column(String(40), default="")
    viewing: Mapped[str | None] = mapped_column(String(64), default=None, info={"content": True})
    pages: Mapped[int | None] = mapped_column(default=None)
    added_by: Mapped[str] = mapped_column(String(32), ForeignKey("persons.id"))
    added_at: Mapped[datetime] = mapped_column(Instant)
    published_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
    recalled_at: Mapped[datetime | None] = mapped_column(Instant, default=None)
