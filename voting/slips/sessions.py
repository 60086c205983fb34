"""What a session hears of slips: the result reported, or the matter taken to it (`slip.report`; Art. 118: the result of a
written slip is reported at the next session).
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec
from sqlalchemy import func, select

from app.commands import Made, Transaction, command
from app.doors import consequence
from app.language import gettext as _
from app.policy import Actor
from app.wire import Conflict, NotFound
from meetings.agenda.models import Item
from meetings.agenda.rules import may_be_arranged
from meetings.forms import Id
from meetings.planning.models import Meeting
from voting.slips import rules
from voting.slips.commands import SlipRef, go
from voting.slips.models import Slip


class ReportArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    slip: SlipRef
    meeting: Id
    kind: Literal["report", "discuss"] = "report"
    """`discuss`: the matter itself is put on the agenda, to be decided there."""


@command("slip.report", stream="body", entry="slip.reported")
def report(tx: Transaction, _who: Actor, args: ReportArgs) -> Made:
    """One more item of a coming session's agenda. Raises Conflict where it is on an agenda already."""
    slip = go(tx, args.slip, "report")
    meeting = tx.session.get(Meeting, args.meeting)
    if meeting is None or meeting.body != tx.subject:
        raise NotFound()
    if not may_be_arranged(meeting.phase):
        raise Conflict(_("Cuộc họp đã kết thúc hoặc đã hủy, chương trình không sửa được nữa."))
    if slip.item is not None:
        raise Conflict(_("Phiếu này đã có trong chương trình một phiên họp."))
    count = tx.session.scalar(select(func.count()).select_from(Item).where(Item.meeting == meeting.id)) or 0
    if count >= rules.MOST_ITEMS:
        raise Conflict(_("Chương trình đã có %(n)s nội dung, không thêm được nữa.", n=rules.MOST_ITEMS))
    title = slip.title if args.kind == "discuss" else f"Báo cáo kết quả lấy ý kiến bằng phiếu: {slip.title}"
    item = Item(meeting=meeting.id, order=count + 1, title=title[:500], minutes=rules.MINUTES[args.kind])
    item.vote_kind = "open" if args.kind == "discuss" else "none"
    tx.add(item)
    slip.meeting, slip.item = meeting.id, item.id
    tx.touch(item)
    tx.facts(item=item.id)
    return Made(item.id)


@consequence("agenda.remove_item")
def waits_again(tx: Transaction, _who: Actor, args: Any) -> None:
    """Taken off the agenda, the slip waits for another session."""
    for slip in tx.session.scalars(select(Slip).where(Slip.item == args.item)):
        slip.meeting = slip.item = None
        tx.touch(slip)
