"""Private commands of readers: notes and reading marks. They change their owner's rows and make no entry."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from sqlalchemy import func, select

from app.commands import Made, Transaction, command
from app.language import gettext as _
from app.policy import Actor
from app.wire import Conflict, Invalid, NotFound
from documents.papers import access
from documents.reading.models import Note, ReadingMark

ItemRef = Annotated[str, msgspec.Meta(max_length=40, extra={"ref": "items"})]
PaperRef = Annotated[str, msgspec.Meta(max_length=40, extra={"ref": "papers"})]
Page = Annotated[int, msgspec.Meta(ge=1, le=100_000)]
Rect = Annotated[list[Annotated[float, msgspec.Meta(ge=0, le=1)]], msgspec.Meta(min_length=4, max_length=4)]
MOST_NOTES = 2_000


class NoteArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    note: Annotated[str, msgspec.Meta(max_length=40)] | None = None
    item: ItemRef | None = None
    paper: PaperRef | None = None
    version: Page | None = None
    page: Page | None = None
    text: Annotated[str, msgspec.Meta(max_length=4000)] = ""
    quote: Annotated[str, msgspec.Meta(max_length=1000)] = ""
    rects: Annotated[list[Rect], msgspec.Meta(max_length=60)] = []
    colour: Literal["gold", "blue"] = "gold"


class RemoveArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    note: Annotated[str, msgspec.Meta(max_length=40)]


class MarkArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    paper: PaperRef
    version: Page
    page: Page


@command("note.keep", stream="meeting", private=True)
def keep(tx: Transaction, who: Actor, args: NoteArgs) -> Made:
    """Write a private note, or change one's own."""
    text = args.text.strip()
    if not text and not args.quote:
        raise Invalid({"text": _("Cần điền mục này.")})
    if args.note:
        note = _own(tx, who, args.note)
        note.text, note.colour, note.updated_at = text, args.colour, tx.now
        return Made(note.id)
    counted = select(func.count()).where(Note.person == who.person, Note.meeting == tx.subject)
    if (tx.session.scalar(counted) or 0) >= MOST_NOTES:
        raise Conflict(_("Đã có quá nhiều ghi chú trong cuộc họp này."))
    item = args.item
    if args.paper:
        item = access.open_paper(tx.connection, who.person, args.paper).paper["item"]
    note = Note(
        meeting=tx.subject,
        person=who.person,
        item=item,
        paper=args.paper,
        version=args.version,
        page=args.page,
        text=text,
        quote=args.quote,
        rects=args.rects,
        colour=args.colour,
        created_at=tx.now,
        updated_at=tx.now,
    )
    return Made(tx.add(note).id)


@command("note.remove", stream="meeting", private=True)
def remove(tx: Transaction, who: Actor, args: RemoveArgs) -> None:
    """Remove one's own note."""
    tx.session.delete(_own(tx, who, args.note))


def _own(tx: Transaction, who: Actor, id: str) -> Note:
    note = tx.get(Note, id)
    if note.person != who.person or note.meeting != tx.subject:
        raise NotFound()
    return note


@command("reading.mark", stream="meeting", private=True)
def mark(tx: Transaction, who: Actor, args: MarkArgs) -> None:
    """Remember where one is in a paper; at its last page it counts as read. A new version begins unread."""
    opened = access.open_paper(tx.connection, who.person, args.paper, args.version)
    wanted = select(ReadingMark).where(ReadingMark.person == who.person, ReadingMark.paper == args.paper)
    found = tx.session.scalars(wanted).one_or_none()
    if found is None:
        found = ReadingMark(person=who.person, paper=args.paper, version=args.version, furthest=1)
        tx.session.add(found)
    if found.version != args.version:
        found.version, found.furthest, found.read_at = args.version, 1, None
    found.page, found.furthest, found.updated_at = args.page, max(found.furthest or 1, args.page), tx.now
    assert opened.version is not None
    pages = opened.version["pages"]
    if pages and found.furthest >= pages and found.read_at is None:
        found.read_at = tx.now
