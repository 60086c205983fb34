"""A slip that was sent: answers, more time, reminders, its end, its summary (`slip.*`)."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta
from sqlalchemy import select

from app.commands import Transaction, command
from app.language import gettext as _
from app.people.days import local
from app.policy import Actor
from app.wire import Conflict, Invalid, NotInProgress
from meetings.forms import Moment, Reason, text_of
from voting.slips import keeping, rules
from voting.slips.commands import Files, People, SlipArgs, SlipRef, Text, deadline_of, go, standing
from voting.slips.models import Slip, SlipRecipient

Words = Annotated[str, Meta(max_length=5000)]


class AnswerArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    slip: SlipRef
    choice: rules.Choice
    words: Words = ""
    files: Files = []
    """All that goes with it: uploads of one's own, and what an earlier answer of one's own had."""


@command("slip.answer", stream="body", entry="slip.answered")
def answer(tx: Transaction, who: Actor, args: AnswerArgs) -> None:
    """One's own answer; again until the deadline it is replaced. The same once more changes nothing."""
    slip = tx.get(Slip, args.slip)
    mine = (SlipRecipient.slip == slip.id, SlipRecipient.person == who.person)
    row = tx.session.scalars(select(SlipRecipient).where(*mine)).one_or_none()
    if row is None:
        raise NotInProgress(standing(slip.state))
    assert slip.deadline is not None
    fault = rules.answer_fault(slip.state, row.choice is not None, slip.deadline, tx.now)
    if fault == "closed":
        raise NotInProgress(standing(slip.state))
    if fault == "settled":
        raise Conflict(_("Đã hết hạn sửa ý kiến. Ý kiến đã gửi vẫn được tính."))
    words = keeping.paragraphs(args.words)
    if rules.words_fault(args.choice, words):
        raise Invalid({"words": _("Ý kiến khác cần ghi nội dung.")})
    if (row.choice, row.words) == (args.choice, words):
        return
    row.state, row.choice, row.words = "answered", args.choice, words
    row.revision += 1
    row.answered_at, row.late = tx.now, tx.now > slip.deadline
    tx.facts(recipient=row.id, revision=row.revision, late=row.late)
    tx.touch(slip, row)


class ExtendArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    slip: SlipRef
    deadline: Moment
    reason: Reason


@command("slip.extend", stream="body", entry="slip.extended")
def extend(tx: Transaction, who: Actor, args: ExtendArgs) -> None:
    """More time for everybody: recorded, who was overdue is in time again, the reminders are planned anew."""
    slip = go(tx, args.slip, "extend")
    before, deadline = slip.deadline, deadline_of(args.deadline, tx.now)
    assert before is not None and deadline is not None
    if deadline <= before:
        raise Invalid({"deadline": _("Hạn mới phải sau hạn đang có.")})
    told = {"from": before.isoformat(), "to": deadline.isoformat(), "at": tx.now.isoformat()}
    slip.extensions = [*slip.extensions, {**told, "by": who.person or None, "reason": text_of(args.reason, "reason")}]
    slip.deadline, slip.overdue_at = deadline, None
    for row in keeping.recipients_of(tx, slip.id):
        if row.state == "overdue":
            row.state = "waiting"
        if row.asked:
            tx.touch(row)
    keeping.schedule(tx, slip)


class ChaseArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    slip: SlipRef
    people: People = []
    """None named: everybody who has not answered."""


@command("slip.chase", stream="body", entry="slip.chased")
def chase(tx: Transaction, _who: Actor, args: ChaseArgs) -> None:
    """The desk reminds by hand. Raises Conflict where nobody's answer is outstanding, or all have been reminded just now."""
    slip = go(tx, args.slip, "chase")
    late = _late(tx, slip, set(args.people))
    if not late:
        raise Conflict(_("Những người này đã trả lời."))
    if not _remind(tx, slip, [row for row in late if rules.chased_again(row.reminded_at, tx.now)]):
        last = max(row.reminded_at for row in late if row.reminded_at is not None)
        raise Conflict(
            _(
                "Đã nhắc những người này lúc %(at)s; nhắc lại được từ %(again)s.",
                at=f"{local(last):%H:%M}",
                again=f"{local(min(row.reminded_at for row in late if row.reminded_at) + rules.BETWEEN_CHASES):%H:%M}",
            )
        )


class RemindArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    slip: str
    stage: Literal["before", "soon", "due", "after", "again"]


@command("slip.remind", stream="body", entry="slip.reminded", internal=True)
def remind(tx: Transaction, _who: Actor, args: RemindArgs) -> None:
    """What the house does when it is due: before the deadline, at it and after it. At it, who has not answered is overdue."""
    slip = tx.session.get(Slip, args.slip)
    if slip is None or slip.state != "sent" or slip.deadline is None:
        return
    if not rules.still_right(args.stage, slip.deadline, tx.now):
        return
    if args.stage == "due":
        slip.overdue_at = tx.now
        tx.touch(slip)
        for row in keeping.recipients_of(tx, slip.id):
            if rules.overdue(row.state, row.asked):
                row.state = "overdue"
    _remind(tx, slip, _late(tx, slip, set()))


def _late(tx: Transaction, slip: Slip, only: set[str]) -> list[SlipRecipient]:
    """Those who have not answered; of `only`, where some are named."""
    late = [row for row in keeping.recipients_of(tx, slip.id) if row.asked and row.choice is None]
    return [row for row in late if not only or row.person in only]


def _remind(tx: Transaction, slip: Slip, chosen: list[SlipRecipient]) -> int:
    """These are reminded. Returns how many."""
    for row in chosen:
        row.reminders += 1
        row.reminded_at = tx.now
    if chosen:
        tx.facts(reminded=[row.id for row in chosen])
        tx.touch(slip, *chosen)
    return len(chosen)


@command("slip.close", stream="body", entry="slip.closed")
def close(tx: Transaction, _who: Actor, args: SlipArgs) -> None:
    """No more answers; the result is judged from what was answered. Before the deadline only where everybody has."""
    slip = go(tx, args.slip, "close")
    rows = keeping.recipients_of(tx, slip.id)
    assert slip.deadline is not None
    if rules.close_fault(keeping.as_asked(rows), slip.deadline, tx.now):
        raise Conflict(_("Còn người chưa trả lời và chưa đến hạn."))
    slip.closed_at = tx.now
    keeping.unschedule(tx, slip)
    tx.session.flush()
    slip.result = keeping.result_of(slip, rows)
    tx.facts(result=slip.result)
    tx.touch(*rows)


class SummariseArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    slip: SlipRef
    summary: Text = ""
    """What the compiling section says of the opinions: taken up, explained. Summarised again, the new text stands."""


@command("slip.summarise", stream="body", entry="slip.summarised")
def summarise(tx: Transaction, _who: Actor, args: SummariseArgs) -> None:
    """The result is known to the members from now on."""
    slip = go(tx, args.slip, "summarise")
    slip.summary = keeping.paragraphs(args.summary)
    slip.summarised_at = slip.summarised_at or tx.now
