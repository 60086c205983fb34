"""A person's own notes and marks, for that person alone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, RowMapping, select

from app.wire import stamp
from documents.reading.models import Note, ReadingMark


def note_form(row: RowMapping) -> dict[str, Any]:
    kept = ("id", "item", "paper", "version", "page", "text", "quote", "rects", "colour")
    return {**{key: row[key] for key in kept}, "at": stamp(row["updated_at"])}


def notes_of(read: Connection, person: str, *, meeting: str = "", paper: str = "") -> list[dict[str, Any]]:
    """One's own notes of a meeting or of a paper, in the order of pages."""
    wanted = select(Note.__table__).where(Note.person == person)
    wanted = wanted.where(Note.paper == paper) if paper else wanted.where(Note.meeting == meeting)
    rows = read.execute(wanted).mappings()
    return [note_form(row) for row in sorted(rows, key=lambda row: (row["page"] or 0, row["created_at"]))]


def marks_of(read: Connection, person: str, papers: list[str]) -> dict[str, RowMapping]:
    """How far this person has read each of these papers."""
    wanted = select(ReadingMark.__table__).where(ReadingMark.person == person, ReadingMark.paper.in_(papers))
    return {row["paper"]: row for row in read.execute(wanted).mappings()}
