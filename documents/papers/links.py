"""What papers do when something happens in the slices to the left: published with their meeting, in the way of
removing an item.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from app.commands import Transaction
from app.doors import consequence, objection
from app.language import gettext as _
from app.policy import Actor
from documents.papers.commands import approved, make_public
from documents.papers.models import Paper
from meetings.planning.models import Meeting


@consequence("meeting.publish")
def publish_with_meeting(tx: Transaction, who: Actor, args: Any) -> None:
    """Publishing a meeting publishes what is approved; the rest stays with the desk."""
    meeting = tx.get(Meeting, tx.subject)
    for paper in approved(tx):
        make_public(tx, paper, meeting)


@objection("agenda.remove_item")
def has_papers(tx: Transaction, who: Actor, args: Any) -> str | None:
    """An item with papers isn't removed: they would go unseen."""
    counted = tx.session.scalar(select(func.count()).where(Paper.item == args.item))
    return _("Nội dung này còn tài liệu. Hãy bỏ tài liệu trước.") if counted else None
