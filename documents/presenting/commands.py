"""Showing a page to everybody (`presenting.*`)."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from sqlalchemy import select

from app.commands import Made, Transaction, command
from app.doors import consequence
from app.language import gettext as _
from app.policy import Actor
from app.wire import Conflict, Invalid, NotFound, NotInProgress, TooMany, stamp
from documents.papers import access
from documents.presenting import rules
from documents.presenting.models import Presentation
from meetings.forms import phase_said
from meetings.planning.models import Meeting

PaperRef = Annotated[str, msgspec.Meta(max_length=40, extra={"ref": "papers"})]
Page = Annotated[int, msgspec.Meta(ge=1, le=100_000)]


class StartArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    paper: PaperRef
    version: Page
    page: Page = 1


@command("presenting.start", stream="meeting", entry="presenting.started")
def start(tx: Transaction, who: Actor, args: StartArgs) -> Made:
    """From now on everybody who follows, and every screen, shows this page. It takes the place of what was presented before."""
    meeting = tx.get(Meeting, tx.subject)
    if meeting.phase != "in_progress":
        raise NotInProgress(phase_said(meeting, tx.now))
    item = _shown_to_everybody(tx, who, args)
    kept = presentation(tx)
    if kept is None:
        kept = Presentation(meeting=meeting.id)
        tx.session.add(kept)
    kept.item, kept.paper, kept.version, kept.page = item, args.paper, args.version, args.page
    kept.by, kept.state, kept.why = who.person, "on", ""
    kept.started_at = kept.turned_at = tx.now
    tx.session.flush()
    tx.facts(item=item)
    tx.touch(kept)
    return Made(kept.id, {"started_at": stamp(tx.now)})


def _shown_to_everybody(tx: Transaction, who: Actor, args: StartArgs) -> str | None:
    """The paper's item. Raises Conflict for what members can't see, NotFound for a version that isn't there."""
    opened = access.open_paper(tx.connection, who.person, args.paper, args.version)
    if opened.paper["meeting"] != tx.subject or opened.version is None:
        raise NotFound()
    version = rules.Version(
        published=opened.version["published_at"] is not None and opened.version["recalled_at"] is None,
        pages=opened.version["pages"],
        shown=opened.version["viewing"] is not None,
    )
    why = rules.why_not(version, args.page)
    if why == "page":
        raise Invalid({"page": _("Tài liệu không có trang này.")})
    if why == "unpublished":
        raise Conflict(_("Bản này chưa phát hành hoặc đã thu hồi nên không trình chiếu được."))
    if why:
        raise Conflict(_("Tài liệu này không xem được trên trang nên không trình chiếu được."))
    return None if opened.paper["item"] is None else str(opened.paper["item"])


class TurnArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    page: Page


@command("presenting.turn", stream="meeting", entry="presenting.turned")
def turn(tx: Transaction, who: Actor, args: TurnArgs) -> None:
    """The presenter has come to another page. Raises TooMany for one who leafs."""
    kept = _running(tx)
    if kept.page == args.page:
        return
    opened = access.open_paper(tx.connection, who.person, kept.paper, kept.version)
    if opened.version is None or args.page > (opened.version["pages"] or 0):
        raise Invalid({"page": _("Tài liệu không có trang này.")})
    if rules.too_fast(kept.turned_at, tx.now):
        raise TooMany(1)
    kept.page, kept.turned_at = args.page, tx.now
    tx.touch(kept)


class NoArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Nothing to say."""


@command("presenting.stop", stream="meeting", entry="presenting.stopped", room="ends")
def stop(tx: Transaction, _who: Actor, args: NoArgs) -> None:
    """Nothing is presented any more."""
    _over(tx, _running(tx), rules.STOPPED)


def _running(tx: Transaction) -> Presentation:
    kept = presentation(tx)
    if kept is None or kept.state != "on":
        raise Conflict(_("Không có tài liệu nào đang được trình chiếu."))
    return kept


def _over(tx: Transaction, kept: Presentation, why: str) -> None:
    kept.state, kept.why = "over", why
    tx.facts(presenting_over=why)
    tx.touch(kept)


def presentation(tx: Transaction) -> Presentation | None:
    return tx.session.scalars(select(Presentation).where(Presentation.meeting == tx.subject)).one_or_none()


# -- what ends it by itself ----------


def _end(tx: Transaction, why: str, *, paper: str | None = None, but: str | None = None) -> None:
    kept = presentation(tx)
    if kept is None or kept.state != "on" or (paper is not None and kept.paper != paper):
        return
    if but is None or kept.item != but:
        _over(tx, kept, why)


@consequence("paper.recall")
def recalled(tx: Transaction, _who: Actor, args: Any) -> None:
    """Nobody sees it any more, so nobody is shown it."""
    _end(tx, rules.RECALLED, paper=args.paper)


@consequence("agenda.remove_item")
def recalled_with_its_item(tx: Transaction, _who: Actor, args: Any) -> None:
    """Its papers are handed out no more."""
    kept = presentation(tx)
    if kept is not None and kept.state == "on" and kept.item == args.item:
        _over(tx, kept, rules.RECALLED)


@consequence("agenda.start_item")
def another_item(tx: Transaction, _who: Actor, args: Any) -> None:
    """What belongs to the item that begins may be on already."""
    _end(tx, rules.NEXT, but=args.item)


@consequence("agenda.finish_item")
def item_done(tx: Transaction, _who: Actor, _args: Any) -> None:
    _end(tx, rules.NEXT)


@consequence("meeting.end")
def meeting_over(tx: Transaction, _who: Actor, _args: Any) -> None:
    _end(tx, rules.ENDED)
