"""Typing in what was counted by hand after a vote was closed, confirming it, sending it back (`count.*`).

Openly, one types and another confirms what they see. Of a secret vote on paper (level P) two people type, each without
seeing the other's figures; only when they are alike is there a result.
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta
from sqlalchemy import select

from app.commands import Made, Transaction, command
from app.doors import objection
from app.language import gettext as _
from app.policy import Actor
from app.wire import Conflict
from meetings.forms import Reason, text_of
from meetings.planning.models import Participant
from voting.counted import rules
from voting.counted.models import TypedCount
from voting.counted.said import pair_refusal, typed_refusal
from voting.ruling.kinds_rules import MOST_OPTIONS
from voting.votes.closing import judge, roll_of
from voting.votes.models import Vote
from voting.votes.rules import question_of
from voting.votes.said import state_said

VoteRef = Annotated[str, Meta(max_length=40, extra={"ref": "votes"})]
CountRef = Annotated[str, Meta(max_length=40, extra={"ref": "counts"})]
Figure = Annotated[int, Meta(ge=0, le=100_000)]
Option = Annotated[str, Meta(min_length=1, max_length=200)]


class EnterArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`counts`: of every option. The other figures are those of paper ballots."""

    vote: VoteRef
    counts: Annotated[dict[Option, Figure], Meta(max_length=MOST_OPTIONS)]
    issued: Figure = 0
    returned: Figure = 0
    valid: Figure = 0
    invalid: Figure = 0
    chair: Option | None = None
    """Of a show of hands: what the chair's own hand was raised for. On equal sides it decides."""


@command("count.enter", stream="meeting", entry="count.entered", room="ends")
def enter(tx: Transaction, who: Actor, args: EnterArgs) -> Made:
    """The figures as this person has them, in place of those typed before; of a secret vote in place of their own alone.
    Raises Invalid where they don't add up.
    """
    vote = _awaiting(tx, args.vote)
    way, me = vote.by_hand or "", _teller(tx, vote, who.person)
    _refuse(rules.teller_fault(way, me))
    typed = rules.as_typed(way, args.counts, args.issued, args.returned, args.valid, args.invalid)
    here = rules.voters_here(roll_of(tx.connection, vote.id), vote)
    fault = rules.typed_fault(way, question_of(vote), typed, here, args.chair)
    if fault is not None:
        raise typed_refusal(fault, way, here)
    before = _typed(tx, vote)
    mine = [row for row in before if not vote.secret or row.person == who.person]
    others = [row for row in before if row not in mine]
    if others:
        _refuse(rules.pair_fault(way, _teller(tx, vote, others[0].person), me))
    for row in mine:
        row.state, row.settled_at = "replaced", tx.now
    row = tx.add(
        TypedCount(
            vote=vote.id, meeting=vote.meeting, person=who.person, counts=args.counts, issued=typed.issued,
            returned=typed.returned, valid=typed.valid, invalid=typed.invalid, chair=args.chair, at=tx.now,
        )
    )  # fmt: skip
    tx.session.flush()
    if others and rules.alike([*others, row]):
        _accept(tx, vote, [*others, row], who.person)
    tx.touch(*before, row)
    return Made(row.id)


class ConfirmArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`count`: the figures that were read; others typed since are not confirmed."""

    vote: VoteRef
    count: CountRef


@command("count.confirm", stream="meeting", entry="count.confirmed", room="ends")
def confirm(tx: Transaction, who: Actor, args: ConfirmArgs) -> None:
    """A second person has compared the figures with the count: the result is judged. Never who typed them, nor of a secret
    vote, whose count the second person types too.
    """
    vote = _awaiting(tx, args.vote)
    if vote.secret:
        raise Conflict(_("Phiếu kín bằng giấy: người thứ hai tự nhập kết quả kiểm, không xác nhận thay."))
    row = tx.get(TypedCount, args.count)
    if row.vote != vote.id or row.state != "typed":
        raise Conflict(_("Số liệu đã được nhập lại. Hãy xem số liệu mới."))
    first, me = _teller(tx, vote, row.person), _teller(tx, vote, who.person)
    _refuse(rules.pair_fault(vote.by_hand or "", first, me))
    _accept(tx, vote, [row], who.person)
    tx.touch(row)


class ReturnArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    vote: VoteRef
    reason: Reason


@command("count.return", stream="meeting", entry="count.returned", room="ends")
def give_back(tx: Transaction, who: Actor, args: ReturnArgs) -> None:
    """The figures are not right: everything typed so far is set aside with the reason, and kept. Counted anew."""
    vote = _awaiting(tx, args.vote)
    rows, reason = _typed(tx, vote), text_of(args.reason, "reason")
    if not rows:
        raise Conflict(_("Chưa có số liệu nào được nhập."))
    for row in rows:
        row.state, row.settled_by, row.settled_at, row.reason = "returned", who.person, tx.now, reason
    tx.touch(*rows)


def _accept(tx: Transaction, vote: Vote, rows: list[TypedCount], by: str) -> None:
    for row in rows:
        row.state, row.settled_by, row.settled_at = "accepted", by, tx.now
    tx.session.flush()
    vote.result = judge(tx.connection, vote)
    tx.facts(result=vote.result)
    tx.touch(vote)


def _awaiting(tx: Transaction, id: str) -> Vote:
    """A vote that was closed and whose count isn't there yet. Raises Conflict."""
    vote = tx.get(Vote, id)
    if vote.by_hand is None:
        raise Conflict(_("Biểu quyết này không kiểm phiếu bằng tay."))
    if vote.state != "closed":
        raise Conflict(state_said(vote.state))
    if vote.result is not None:
        raise Conflict(_("Kết quả kiểm phiếu đã được xác nhận."))
    return vote


def _typed(tx: Transaction, vote: Vote) -> list[TypedCount]:
    wanted = select(TypedCount).where(TypedCount.vote == vote.id, TypedCount.state == "typed")
    return list(tx.session.scalars(wanted.order_by(TypedCount.at, TypedCount.id)))


def _teller(tx: Transaction, vote: Vote, person: str) -> rules.Teller:
    wanted = select(Participant.capacity).where(Participant.meeting == vote.meeting, Participant.person == person)
    roles = {str(tx.connection.execute(wanted).scalar())}
    return rules.Teller(person, frozenset(roles | {"board"} if person in (vote.board or ()) else roles))


def _refuse(fault: str | None) -> None:
    if fault is not None:
        raise pair_refusal(fault)


@objection("vote.announce")
def announcing(tx: Transaction, _who: Actor, args: ReturnArgs) -> str | None:
    """A count by hand is announced when two people stand for it."""
    vote = tx.session.get(Vote, args.vote)
    if vote is None or vote.by_hand is None or vote.state != "closed" or vote.result is not None:
        return None
    return _("Chưa có kết quả kiểm phiếu được người thứ hai xác nhận.")
