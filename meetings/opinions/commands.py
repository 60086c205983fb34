"""Written opinions: given, amended and withdrawn by their author, answered by the desk (`opinion.*`)."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta
from sqlalchemy import func, select

from app.commands import Made, Transaction, command
from app.language import gettext as _
from app.policy import Actor
from app.wire import Conflict, NotInProgress
from meetings.agenda.keeping import keeps_its_item
from meetings.forms import ItemRef, phase_said, text_of
from meetings.opinions import rules
from meetings.opinions.models import Opinion
from meetings.planning.models import Meeting, Participant

OpinionRef = Annotated[str, Meta(max_length=40, extra={"ref": "opinions"})]
MineRef = Annotated[str, Meta(max_length=40, extra={"ref": "my_opinions"})]
Text = Annotated[str, Meta(min_length=1, max_length=3000)]
Answer = Annotated[str, Meta(min_length=1, max_length=1000)]


class GiveArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    item: ItemRef
    text: Text


@command("opinion.give", stream="meeting", entry="opinion.given")
def give(tx: Transaction, who: Actor, args: GiveArgs) -> Made:
    """A written opinion on an item. The desk reads it at once; members do where the body's rule says so."""
    meeting = _writing(tx)
    own = (Opinion.item == args.item, Opinion.person == who.person, Opinion.withdrawn_at.is_(None))
    if (tx.session.scalar(select(func.count()).select_from(Opinion).where(*own)) or 0) >= rules.MOST:
        raise Conflict(_("Đã có %(n)s góp ý cho nội dung này; hãy sửa góp ý đã gửi.", n=rules.MOST))
    here = (Participant.meeting == meeting.id, Participant.person == who.person)
    author = tx.session.scalars(select(Participant).where(*here)).one()
    shared = (meeting.vote_rules or {}).get("opinions", "desk") == "members"
    made = tx.add(
        Opinion(
            meeting=meeting.id,
            item=args.item,
            person=author.person,
            name=author.name,
            office=author.office,
            text=text_of(args.text, "text"),
            shared=shared,
            given_at=tx.now,
        )
    )
    tx.facts(shared=shared)
    tx.touch(made)
    return Made(made.id)


class AmendArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    opinion: MineRef
    text: Text


@command("opinion.amend", stream="meeting", entry="opinion.amended")
def amend(tx: Transaction, _who: Actor, args: AmendArgs) -> None:
    """Its author writes it otherwise, until it has been answered. The journal keeps what it said before."""
    opinion = _own(tx, args.opinion)
    text = text_of(args.text, "text")
    if text == opinion.text:
        return
    opinion.text, opinion.amended_at = text, tx.now
    tx.touch(opinion)


class WithdrawArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    opinion: MineRef


@command("opinion.withdraw", stream="meeting", entry="opinion.withdrawn")
def withdraw(tx: Transaction, _who: Actor, args: WithdrawArgs) -> None:
    """Taken back by its author: nobody reads it any more, and it is not in the minutes."""
    opinion = _own(tx, args.opinion)
    opinion.withdrawn_at = tx.now
    tx.touch(opinion)


class AnswerArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    opinion: OpinionRef
    text: Answer


@command("opinion.answer", stream="meeting", entry="opinion.answered")
def answer(tx: Transaction, who: Actor, args: AnswerArgs) -> None:
    """What was done with it ("Đã tiếp thu"). Answered again, the new answer stands."""
    meeting = tx.get(Meeting, tx.subject)
    if not rules.may_answer(meeting.phase):
        raise NotInProgress(phase_said(meeting, tx.now))
    opinion = tx.get(Opinion, args.opinion)
    if opinion.withdrawn_at is not None:
        raise Conflict(_("Góp ý này đã được rút."))
    text = text_of(args.text, "text")
    if text == opinion.answer:
        return
    opinion.answer, opinion.answered_by, opinion.answered_at = text, who.person or None, tx.now
    tx.touch(opinion)


def _writing(tx: Transaction) -> Meeting:
    meeting = tx.get(Meeting, tx.subject)
    if not rules.may_write(meeting.phase):
        raise NotInProgress(phase_said(meeting, tx.now))
    return meeting


def _own(tx: Transaction, id: str) -> Opinion:
    """One's own (only those can be named), if it may still be changed. Raises Conflict, NotInProgress."""
    _writing(tx)
    opinion = tx.get(Opinion, id)
    if not rules.may_change(opinion.withdrawn_at is not None, opinion.answered_at is not None):
        raise Conflict(
            _("Góp ý này đã được rút.") if opinion.withdrawn_at else _("Góp ý này đã được trả lời, không sửa được nữa.")
        )
    return opinion


keeps_its_item(Opinion, lambda: _("Nội dung này đã có góp ý bằng chữ nên không bỏ khỏi chương trình được."))
