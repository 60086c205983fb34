"""What papers do when something happens in the slices to the left: published with their meeting, in the way of
removing an item.
"""

from __future__ import annotations

from typing import Any

from app.commands import Transaction
from app.doors import consequence
from app.language import gettext as _
from app.policy import Actor
from documents.papers.commands import approved, make_public
from documents.papers.models import Paper
from meetings.agenda.keeping import keeps_its_item
from meetings.planning.models import Meeting


@consequence("meeting.publish")
def publish_with_meeting(tx: Transaction, who: Actor, args: Any) -> None:
    """Publishing a meeting publishes what is approved; the rest stays with the desk."""
    meeting = tx.get(Meeting, tx.subject)
    for paper in approved(tx):
        make_public(tx, paper, meeting)


# An item with papers isn't removed: they would go unseen.
keeps_its_item(Paper, lambda: _("Nội dung này còn tài liệu. Hãy bỏ tài liệu trước."))
