"""Asking for the sheet of a result, and the worker's answer (`sheet.*`)."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta
from sqlalchemy import select

from app.commands import Made, Transaction, command
from app.doors import consequence
from app.language import gettext as _
from app.policy import Actor
from app.wire import Conflict
from documents.results.models import ResultSheet
from voting.sealed.models import SealedBox, SealedWord
from voting.votes.models import Vote

VoteRef = Annotated[str, Meta(max_length=40, extra={"ref": "votes"})]


class PrintArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    vote: VoteRef


@command("sheet.print", stream="meeting", entry="sheet.asked")
def print_(tx: Transaction, who: Actor, args: PrintArgs) -> Made:
    """Have the sheet of an announced result laid out by the worker. Raises Conflict before it is announced."""
    vote = tx.get(Vote, args.vote)
    if vote.announced_at is None:
        raise Conflict(_("Bảng kết quả in được sau khi công bố."))
    sheet = _of(tx, vote.id) or tx.add(ResultSheet(vote=vote.id, meeting=vote.meeting, asked_at=tx.now))
    _make(tx, sheet, who.person or None)
    return Made(sheet.id, extra={"version": sheet.version})


def _of(tx: Transaction, vote: str) -> ResultSheet | None:
    return tx.session.scalars(select(ResultSheet).where(ResultSheet.vote == vote)).one_or_none()


def _make(tx: Transaction, sheet: ResultSheet, by: str | None) -> None:
    tx.session.flush()
    sheet.version = (sheet.version or 0) + 1
    sheet.state, sheet.asked_by, sheet.asked_at = "making", by, tx.now
    tx.touch(sheet)
    tx.job("results.sheet", {"sheet": sheet.id, "version": sheet.version})


@consequence("vote.annul")
@consequence("sealed.finish")
def made_again(tx: Transaction, who: Actor, args: Any) -> None:
    """A sheet says no longer what the result says: it was annulled, or its ballots have been confirmed."""
    sheet = _of(tx, args.vote)
    if sheet is not None:
        _make(tx, sheet, who.person or None)


@consequence("sealed.confirm")
def made_again_when_the_last_agrees_or_one_disputes(tx: Transaction, who: Actor, args: Any) -> None:
    box = tx.session.get(SealedBox, args.vote)
    final = box is not None and box.stage == "final" and box.finished_at == tx.now
    if final or (not args.ok and _just_said(tx, who, args.vote)):
        made_again(tx, who, args)


def _just_said(tx: Transaction, who: Actor, vote: str) -> bool:
    """A dispute that is told again changes nothing."""
    said = select(SealedWord.id).where(
        SealedWord.vote == vote, SealedWord.person == who.person, SealedWord.at == tx.now
    )
    return tx.session.scalar(said) is not None


class RenderedArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    sheet: str
    version: int
    sha256: str | None = None
    pages: int | None = None
    size: int | None = None


@command("sheet.rendered", stream="meeting", entry="sheet.rendered", internal=True)
def rendered(tx: Transaction, _who: Actor, args: RenderedArgs) -> None:
    """The worker has made the PDF, or has given up (no digest). One that was asked for again meanwhile is waited for."""
    sheet = tx.get(ResultSheet, args.sheet)
    if args.version != sheet.version:
        return
    sheet.state = "ready" if args.sha256 else "failed"
    sheet.sha256, sheet.pages, sheet.size = args.sha256, args.pages, args.size
    sheet.made_at = tx.now
    tx.touch(sheet)
