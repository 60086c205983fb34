"""What papers do when something happens in the slices to the left: published with their meeting; in the way of removing an item,
unless they are named with it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.commands import Transaction
from app.doors import consequence, objection
from app.language import gettext as _
from app.language import ngettext
from app.policy import Actor
from documents.papers import rules
from documents.papers.commands import approved, make_public, next_place, take_back
from documents.papers.models import Paper
from meetings.agenda.keeping import lets_go_of_its_item
from meetings.planning.models import Meeting


@consequence("meeting.publish")
def publish_with_meeting(tx: Transaction, who: Actor, args: Any) -> None:
    """Publishing a meeting publishes what is approved; the rest stays with the desk."""
    meeting = tx.get(Meeting, tx.subject)
    for paper in approved(tx):
        make_public(tx, paper, meeting)


NAMED = 3


@objection("agenda.remove_item")
def papers_hang_on_it(tx: Transaction, _who: Actor, args: Any) -> str | None:
    """Papers don't go unseen: whoever removes their item has named each, also one that came meanwhile."""
    papers = [paper for paper in _of_item(tx, args.item) if paper.id not in args.with_papers]
    if not papers:
        return None
    names = ", ".join(f"“{paper.title}”" for paper in papers[:NAMED])
    more = len(papers) - NAMED
    if more > 0:
        told = "Nội dung này còn tài liệu %(names)s và %(num)s tài liệu khác. Hãy xác nhận bỏ cả tài liệu."
        return ngettext(told, told, more, names=names)
    return _("Nội dung này còn tài liệu %(names)s. Hãy xác nhận bỏ cả tài liệu.", names=names)


@lets_go_of_its_item
def papers_lose_it(tx: Transaction, item: Any) -> None:
    """What was handed out is recalled; what wasn't stays with the desk among the papers of the meeting, a draft
    again where it was approved. Nothing is lost.
    """
    papers, recalled = _of_item(tx, item.id), []
    for place, paper in enumerate(papers, start=next_place(tx, None)):
        if paper.published is not None:
            take_back(tx, paper, _("Nội dung đã được đưa ra khỏi chương trình: %(title)s", title=item.title))
            recalled.append(paper.id)
        if after := rules.next_state(paper.state, "let_go"):  # what was approved was a paper of that item
            paper.state = after
            paper.submitted_by = paper.submitted_at = paper.judged_by = paper.judged_at = None
        paper.item, paper.order = None, place
        tx.touch(paper)
    if papers:
        tx.facts(papers=[paper.id for paper in papers], recalled=recalled)


def _of_item(tx: Transaction, item: str) -> list[Paper]:
    return list(tx.session.scalars(select(Paper).where(Paper.item == item).order_by(Paper.order, Paper.id)))
