"""Preparing, opening, extending, closing, announcing, cancelling and annulling a vote (`vote.*`; ballots are in
`ballots.py`).
"""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from app.commands import Made, Transaction, command
from app.language import gettext as _
from app.policy import Actor
from app.text import tidy
from app.wire import Conflict, Invalid, NotInProgress
from meetings.agenda.models import Item
from meetings.forms import ItemRef, Reason, phase_said, text_of
from meetings.planning.models import Meeting
from voting.ruling import kinds_rules as kinds
from voting.ruling import matters
from voting.ruling import rules as ruling
from voting.sealed import rules as box_rules
from voting.sealed.counts import checks_of
from voting.votes import rules
from voting.votes.byhand import choose_way
from voting.votes.closing import judge, online_now, presence_at_closing, presence_of
from voting.votes.models import Vote
from voting.votes.opening import Rules, freeze_roll, rules_in_force
from voting.votes.said import state_said

VoteRef = Annotated[str, Meta(max_length=40, extra={"ref": "votes"})]
Seconds = Annotated[int, Meta(ge=rules.SECONDS[0], le=rules.SECONDS[1])]
Option = Annotated[str, Meta(min_length=1, max_length=200)]
Options = Annotated[list[Option], Meta(min_length=1, max_length=kinds.MOST_OPTIONS)]
Few = Annotated[int, Meta(ge=1, le=kinds.MOST_OPTIONS)]
Board = Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(min_length=1, max_length=3)]
Persons = Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=2000)]


FROZEN = (
    "item", "question", "kind", "options", "most", "seats", "secret",
    "by_name", "matter", "majority", "majority_from", "no_vote", "by_hand", "board", "chair", "members", "rules", "opening",
)  # fmt: skip
"""What an opened vote keeps as it was at opening; a fact of its entry, beside the roll's digest."""


class PrepareArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A draft (`vote`), a question, or a draft with what changes in it. `majority`: its name, or `{"name":
    "at_least", "k": n}`; left out, or `by_rule`, the body's for this matter on the day of opening.
    """

    vote: VoteRef | None = None
    question: Annotated[str, Meta(max_length=2000)] | None = None
    item: ItemRef | UnsetType | None = UNSET
    kind: ruling.Kind | None = None
    """For and against, a choice among options, an election, confidence; left out, the options tell."""
    matter: matters.Matter | None = None
    """What is at stake; left out, the kind tells."""
    options: Options | None = None
    most: Few | None = None
    """How many options a ballot may name; in an election as many as there are seats, unless said."""
    seats: Few | None = None
    secret: bool | None = None
    by_name: bool | None = None
    majority: str | dict[str, Any] | None = None
    seconds: Seconds | UnsetType | None = UNSET
    no_vote: Persons | None = None
    """Members who may not vote on this question: on the roll and in N all the same."""
    by_hand: Literal["hands", "paper"] | UnsetType | None = UNSET
    """No ballots on devices: a show of hands, or paper. The count is typed in after the closing (`count.*`)."""
    board: Board | None = None
    """Of a secret vote: whose tablets open the box, in this order. On paper: who counts."""
    minimum: Annotated[int, Meta(ge=rules.LEAST_SEALED, le=1000)] | None = None
    """Of a secret vote: with fewer ballots the box is never opened."""
    repeats: VoteRef | None = None
    """The annulled secret vote that is put again."""


class OpenArgs(PrepareArgs, kw_only=True, forbid_unknown_fields=True):
    reason: Annotated[str, Meta(max_length=1000)] = ""
    """Needed below quorum, and recorded."""


@command("vote.prepare", stream="meeting", entry="vote.prepared")
def prepare(tx: Transaction, who: Actor, args: PrepareArgs) -> Made | None:
    """Write a draft that only the desk sees, or change one. Raises Conflict once it has been opened."""
    meeting = tx.get(Meeting, tx.subject)
    if meeting.phase in ("ended", "cancelled"):
        raise NotInProgress(phase_said(meeting, tx.now))
    vote, _held = _drafted(tx, who, args, meeting)
    tx.touch(vote)
    return Made(vote.id) if args.vote is None else None


@command("vote.open", stream="meeting", entry="vote.opened")
def open_vote(tx: Transaction, who: Actor, args: OpenArgs) -> Made:
    """Freeze the roll and the rules, and let ballots in. Below quorum only with a reason; never outside a running
    meeting.
    """
    meeting = tx.get(Meeting, tx.subject)
    if meeting.phase != "in_progress":
        raise NotInProgress(phase_said(meeting, tx.now))
    vote, held = _drafted(tx, who, args, meeting)
    roll = freeze_roll(tx, meeting, vote)
    closing = presence_of(roll, held.quorum)
    if rules.needs_reason(closing.met, args.reason):
        raise Invalid(
            {"reason": _("Cần nêu lý do vì chưa đủ túc số.")},
            _(
                "Có mặt %(present)s trên tổng số %(members)s thành viên, chưa đủ túc số %(needed)s. "
                "Muốn mở biểu quyết, cần nêu lý do.",
                present=closing.present,
                members=len(roll),
                needed=closing.needed,
            ),
        )
    if rules.majority_fault(ruling.majority(vote.majority), len(roll)):
        raise Invalid({"majority": _("Số phiếu cần đạt nhiều hơn tổng số thành viên.")})
    vote.state, vote.opened_at = "open", tx.now
    vote.opening, vote.rules, vote.majority_from = closing.as_form(), held.as_form(), held.majority_from
    vote.by_name = vote.by_name and rules.elsewhere(vote) is None
    if vote.by_hand is not None:
        vote.opening["online"] = online_now(tx.connection, vote)
    vote.reason = "" if closing.met else tidy(args.reason)
    if vote.seconds is not None:
        _count_down(tx, vote, vote.seconds)
    tx.facts(roll=vote.roll_hash, **{name: getattr(vote, name) for name in FROZEN})
    tx.touch(vote)
    return Made(vote.id)


def _drafted(tx: Transaction, who: Actor, args: PrepareArgs, meeting: Meeting) -> tuple[Vote, Rules]:
    """The draft named, or a new one, with what was given; and the rules it would be judged by. Raises Invalid and Conflict."""
    if args.vote is not None:
        vote = tx.get(Vote, args.vote)
        if vote.state != "draft":
            raise Conflict(state_said(vote.state))
    else:
        vote = _new(tx, who, args)
    if args.question is not None:
        vote.question = text_of(args.question, "question")
    if not isinstance(args.item, UnsetType):
        vote.item = None if args.item is None else tx.get(Item, args.item).id
    if (args.kind, args.options, args.most, args.seats) != (None, None, None, None):
        _ask(vote, args)
    vote.matter = _matter(vote, args.matter)
    held = by_which(vote, args.majority, rules_in_force(tx, meeting, vote.matter))
    if args.secret is not None:
        vote.secret = args.secret
    choose_way(tx, vote, args)
    if rules.sealed(vote):
        _one_sealed(vote)
    if not isinstance(args.seconds, UnsetType):
        vote.seconds = args.seconds
    if args.no_vote is not None:
        vote.no_vote = sorted(set(args.no_vote))
    tx.session.flush()
    return vote, held


def _one_sealed(vote: Vote) -> None:
    """Raises Invalid for a question that is not for one sealed ballot."""
    fault = box_rules.question_fault(vote.options, len(rules.question_of(vote).names), vote.most)
    if fault == "words":
        raise Invalid({"secret": _("Phiếu kín không kèm nội dung ý kiến khác.")})
    if fault == "many":
        raise Invalid(
            {
                "secret": _(
                    "Phiếu kín chọn nhiều người thì có nhiều nhất %(most)s người để chọn. "
                    "Đông hơn thì mỗi người một lượt phiếu kín.",
                    most=box_rules.MOST_NAMES,
                )
            }
        )


def _new(tx: Transaction, who: Actor, args: PrepareArgs) -> Vote:
    question = text_of(args.question or "", "question")
    return tx.add(
        Vote(
            meeting=tx.subject,
            question=question,
            kind="question",
            options=rules.default_options(),
            most=1,
            majority=ruling.DEFAULT,
            majority_from="general",
            no_vote=[],
            prepared_by=who.person or None,
            prepared_at=tx.now,
        )
    )


def _ask(vote: Vote, args: PrepareArgs) -> None:
    """What is asked, anew or with what changes in it. Raises Invalid."""
    options = None if args.options is None else [tidy(option) for option in args.options]
    kind = args.kind or (_told_by(options) if options is not None else rules.question_of(vote).kind)
    before = rules.question_of(vote).kind
    same = kind == before
    if not same and vote.matter == matters.told_by(before):
        vote.matter = None  # the kind had told it, and the new one tells its own
    kept = vote.options if options is None and same else options or ()
    most = args.most if args.most is not None or not same or args.seats is not None else vote.most
    seats = args.seats if args.seats is not None or not same else vote.seats
    question = kinds.question(kind, kept, most, seats)
    fault = kinds.question_fault(question)
    if fault is not None:
        raise _faulty(fault)
    vote.kind, vote.options = question.kind, list(question.options)
    vote.most, vote.seats = question.most, question.seats


def _told_by(options: list[str]) -> ruling.Kind:
    return "question" if ruling.yes_or_no(options) else "choice"


def _faulty(fault: str) -> Invalid:
    if fault == "seats":
        return Invalid({"seats": _("Số người cần bầu phải từ 1 đến số ứng cử viên.")})
    if fault == "most":
        return Invalid({"most": _("Số được chọn trên một phiếu phải từ 1 đến số phương án.")})
    said = {
        "twice": _("Có hai phương án giống nhau."),
        "few": _("Cần thêm phương án để chọn."),
        "options": _("Loại biểu quyết này không dùng các phương án đã ghi."),
    }
    return Invalid({"options": said.get(fault) or _("Mỗi phương án cần có tên.")})


def _matter(vote: Vote, asked: matters.Matter | None) -> matters.Matter:
    """What is asked for, or what was chosen before; where that doesn't fit another kind, what the kind tells. Raises Invalid."""
    kind = rules.question_of(vote).kind
    if asked is not None:
        if not matters.fits(asked, kind):
            raise Invalid({"matter": _("Nội dung quyết định này không đi với loại biểu quyết đã chọn.")})
        return asked
    kept = next((matter for matter in matters.MATTERS if matter == vote.matter), None)
    return kept if kept is not None and matters.fits(kept, kind) else matters.told_by(kind)


def by_which(vote: Vote, asked: str | dict[str, Any] | None, held: Rules) -> Rules:
    """A majority asked for goes before the body's, and stays with the draft; else the vote follows the rules, up to its opening.
    Raises Invalid.
    """
    if asked is not None and asked != matters.BY_RULE:
        vote.majority, vote.majority_from = _majority(asked), "vote"
    elif asked == matters.BY_RULE or vote.majority_from not in ("vote", None):
        vote.majority, vote.majority_from = held.majority, held.majority_from
    if ruling.majority(vote.majority) == ruling.majority(held.majority):
        return held
    return held._replace(majority=vote.majority, majority_from="vote", ids={**held.ids, "majority": "vote"})


def _majority(given: str | dict[str, Any]) -> str | dict[str, Any]:
    majority = ruling.majority(given)
    if majority is None:
        raise Invalid({"majority": _("Không có cách tính đa số này.")})
    return majority.as_form()


class VoteArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    vote: VoteRef


class ExtendArgs(VoteArgs, kw_only=True, forbid_unknown_fields=True):
    seconds: Annotated[int, Meta(ge=1, le=rules.SECONDS[1])]


class ReasonArgs(VoteArgs, kw_only=True, forbid_unknown_fields=True):
    reason: Reason


@command("vote.extend", stream="meeting", entry="vote.extended")
def extend(tx: Transaction, _who: Actor, args: ExtendArgs) -> None:
    """More time, counted from the end of the countdown. Raises Conflict where there is none, or the vote is over."""
    vote = _in(tx, args.vote, "open")
    if vote.closes_at is None:
        raise Conflict(_("Biểu quyết này không giới hạn thời gian."))
    vote.closes_at = rules.extended(vote.closes_at, tx.now, args.seconds)
    _close_later(tx, vote)
    tx.touch(vote)


@command("vote.close", stream="meeting", entry="vote.closed", room="ends")
def close(tx: Transaction, _who: Actor, args: VoteArgs) -> None:
    """No more ballots; the rule engine judges. The house closes when the countdown is over, never before its end."""
    vote = _in(tx, args.vote, "open")
    if tx.system and vote.closes_at is not None and tx.now < vote.closes_at:
        raise Conflict(_("Biểu quyết đã được gia hạn."))
    tx.cancel_later(_key(vote))
    vote.state, vote.closed_at = "closed", tx.now
    vote.closing = presence_at_closing(tx.connection, vote)
    if not vote.secret and vote.by_hand is None:  # others are judged when the box is open, or the count confirmed
        vote.result = judge(tx.connection, vote)
        tx.facts(result=vote.result)
    tx.touch(vote)


@command("vote.announce", stream="meeting", entry="vote.announced", room="ends")
def announce(tx: Transaction, _who: Actor, args: VoteArgs) -> None:
    """The result on every screen. Raises Conflict unless the vote is closed."""
    vote = _in(tx, args.vote, "closed")
    vote.state, vote.announced_at = "announced", tx.now
    tx.touch(vote)


@command("vote.cancel", stream="meeting", entry="vote.cancelled", room="ends")
def cancel(tx: Transaction, _who: Actor, args: ReasonArgs) -> None:
    """A draft or an open vote is called off; its ballots are kept and never counted. A closed one is annulled
    instead.
    """
    vote = _in(tx, args.vote, "draft", "open")
    tx.cancel_later(_key(vote))
    vote.state, vote.closed_at = "cancelled", tx.now
    vote.ended_reason = text_of(args.reason, "reason")
    tx.touch(vote)


@command("vote.annul", stream="meeting", entry="vote.annulled")
def annul(tx: Transaction, _who: Actor, args: ReasonArgs) -> None:
    """A result is never edited: it is set aside with a reason, stays readable, and the question is put anew by a new
    vote. Once the meeting is over nothing can be put anew: NotInProgress, but of a secret result that a device disputes.
    """
    vote = _in(tx, args.vote, "closed", "announced")
    if tx.get(Meeting, tx.subject).phase == "ended" and not _disputed(tx, vote):
        raise NotInProgress(_("Phiên họp đã kết thúc: không biểu quyết lại được nữa, nên kết quả không hủy được."))
    vote.state = "annulled"
    vote.ended_reason = text_of(args.reason, "reason")
    tx.touch(vote)


def _disputed(tx: Transaction, vote: Vote) -> bool:
    checked = checks_of(tx.connection, [vote.id]).get(vote.id) if rules.sealed(vote) else None
    return checked is not None and checked.disputes > 0


def _in(tx: Transaction, id: str, *states: str) -> Vote:
    """The vote, in one of these states. Raises Conflict with the state it is in."""
    vote = tx.get(Vote, id)
    if vote.state not in states:
        raise Conflict(state_said(vote.state))
    return vote


def _key(vote: Vote) -> str:
    return f"vote.close/{vote.id}"


def _count_down(tx: Transaction, vote: Vote, seconds: int) -> None:
    vote.closes_at = tx.now + timedelta(seconds=seconds)
    _close_later(tx, vote)


def _close_later(tx: Transaction, vote: Vote) -> None:
    assert vote.closes_at is not None
    tx.later("vote.close", {"vote": vote.id}, vote.closes_at, key=_key(vote))
