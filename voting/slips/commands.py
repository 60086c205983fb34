"""A slip on its way to the members: drafted, submitted, approved by somebody else, sent (`slip.*`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType
from sqlalchemy import func, select

from app.commands import Made, Transaction, command
from app.language import gettext as _
from app.people.days import local_day
from app.people.views import approvers, current_members, roll
from app.policy import Actor
from app.text import tidy
from app.wire import Conflict, Invalid, NotInProgress
from meetings.forms import Id, Moment, Reason, text_of
from voting.ruling import rules as ruling
from voting.slips import keeping, rules
from voting.slips.models import Slip, SlipRecipient

SlipRef = Annotated[str, Meta(max_length=40, extra={"ref": "slips"})]
Title = Annotated[str, Meta(min_length=1, max_length=500)]
Text = Annotated[str, Meta(max_length=20_000)]
Proposer = Annotated[str, Meta(max_length=200)]
People = Annotated[list[Id], Meta(max_length=1000)]
Files = Annotated[list[Id], Meta(max_length=20)]
MajorityArg = str | dict[str, Any]
Matter = Literal["general", "bylaws"]
"""What a slip may decide. Persons are decided on in secret, and so never in writing."""


class SlipArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    slip: SlipRef


class CreateArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    title: Title
    text: Text = ""
    proposer: Proposer = ""
    deadline: Moment | None = None
    matter: Matter = "general"
    majority: MajorityArg | None = None
    """None: the body's own for this matter; `none`: opinions are asked for, nothing is decided."""
    left_out: People = []
    files: Files = []
    """Uploads of one's own, which the papers' package keeps with it (`documents/slips`)."""


@command("slip.create", stream="body", entry="slip.created")
def create(tx: Transaction, who: Actor, args: CreateArgs) -> Made:
    """A draft, which the desk alone sees."""
    slip = tx.add(
        Slip(
            body=tx.subject,
            title=text_of(args.title, "title"),
            text=keeping.paragraphs(args.text),
            proposer=tidy(args.proposer),
            deadline=deadline_of(args.deadline, tx.now),
            matter=args.matter,
            majority=majority_of(args.majority),
            left_out=members_of(tx, args.left_out),
            created_by=who.person or None,
            created_at=tx.now,
        )
    )
    tx.touch(slip)
    return Made(slip.id)


class EditArgs(SlipArgs, kw_only=True, forbid_unknown_fields=True):
    title: Title | UnsetType = UNSET
    text: Text | UnsetType = UNSET
    proposer: Proposer | UnsetType = UNSET
    deadline: Moment | UnsetType | None = UNSET
    matter: Matter | UnsetType = UNSET
    majority: MajorityArg | UnsetType | None = UNSET
    left_out: People | UnsetType = UNSET
    files: Files | UnsetType = UNSET
    """All that it is to have from now on."""


@command("slip.edit", stream="body", entry="slip.edited")
def edit(tx: Transaction, who: Actor, args: EditArgs) -> None:
    """What isn't named stays as it is. Once it is submitted only giving it back opens it again."""
    slip = go(tx, args.slip, "edit")
    before = [getattr(slip, name) for name in rules.WRITTEN]
    if not isinstance(args.title, UnsetType):
        slip.title = text_of(args.title, "title")
    if not isinstance(args.text, UnsetType):
        slip.text = keeping.paragraphs(args.text)
    if not isinstance(args.proposer, UnsetType):
        slip.proposer = tidy(args.proposer)
    if not isinstance(args.deadline, UnsetType):
        slip.deadline = deadline_of(args.deadline, tx.now)
    if not isinstance(args.matter, UnsetType):
        slip.matter = args.matter
    if not isinstance(args.majority, UnsetType):
        slip.majority = majority_of(args.majority)
    if not isinstance(args.left_out, UnsetType):
        slip.left_out = members_of(tx, args.left_out)
    if [getattr(slip, name) for name in rules.WRITTEN] != before:
        keeping.wrote(tx, slip, who)


@command("slip.remove", stream="body", entry="slip.removed")
def remove(tx: Transaction, _who: Actor, args: SlipArgs) -> None:
    """A draft nobody but the desk has seen is thrown away: its row stays for the record, and is in nobody's view."""
    tx.facts(title=go(tx, args.slip, "remove").title)


@command("slip.submit", stream="body", entry="slip.submitted")
def submit(tx: Transaction, who: Actor, args: SlipArgs) -> None:
    """Ask for approval. Raises Conflict when nobody but its author could approve it."""
    slip = go(tx, args.slip, "submit")
    slip.submitted_by, slip.submitted_at = who.person or None, tx.now
    authors = rules.authors({name: getattr(slip, name) for name in ("created_by", "submitted_by", "writers")})
    if not approvers(tx.connection, tx.subject, local_day(tx.now)) - authors:
        raise Conflict(_("Người soạn không tự duyệt, và chưa có người duyệt nào khác."))
    slip.judged_by = slip.judged_at = None


@command("slip.approve", stream="body", entry="slip.approved")
def approve(tx: Transaction, who: Actor, args: SlipArgs) -> None:
    """It may be sent as it is."""
    slip = go(tx, args.slip, "approve")
    slip.judged_by, slip.judged_at, slip.reason = who.person or None, tx.now, ""


class ReasonArgs(SlipArgs, kw_only=True, forbid_unknown_fields=True):
    reason: Reason


@command("slip.return", stream="body", entry="slip.returned")
def give_back(tx: Transaction, who: Actor, args: ReasonArgs) -> None:
    """Back to its author with a reason; an approval may be taken back like this until it is sent."""
    slip = go(tx, args.slip, "return")
    slip.judged_by, slip.judged_at, slip.reason = who.person or None, tx.now, text_of(args.reason, "reason")


@command("slip.cancel", stream="body", entry="slip.cancelled")
def cancel(tx: Transaction, _who: Actor, args: ReasonArgs) -> None:
    """It is not asked any more; what was answered stays in the record and decides nothing."""
    slip = go(tx, args.slip, "cancel")
    slip.ended_reason = text_of(args.reason, "reason")
    keeping.unschedule(tx, slip)
    tx.touch(*keeping.recipients_of(tx, slip.id))


class SendArgs(SlipArgs, kw_only=True, forbid_unknown_fields=True):
    deadline: Moment | None = None


@command("slip.send", stream="body", entry="slip.sent")
def send(tx: Transaction, who: Actor, args: SendArgs) -> Made:
    """To every member of the body on this day but those left out: the list, the rules and the chair are frozen, the number is
    the next of the body's year, the reminders are planned.
    """
    slip = go(tx, args.slip, "send")
    if args.deadline is not None or slip.deadline is not None:
        slip.deadline = deadline_of(args.deadline or slip.deadline, tx.now)
    if slip.deadline is None:
        raise Invalid({"deadline": _("Cần đặt hạn trả lời.")})
    slip.sent_by, slip.sent_at = who.person or None, tx.now
    slip.rules = keeping.frozen_rules(tx.connection, slip, tx.now)
    slip.year = local_day(tx.now).year
    last = select(func.max(Slip.number)).where(Slip.body == slip.body, Slip.year == slip.year)
    slip.number = (tx.session.scalar(last) or 0) + 1
    listed = _freeze(tx, slip)
    majority = ruling.majority(slip.rules["majority"])
    if majority is not None and majority.k is not None and majority.k > len(listed):
        raise Invalid({"majority": _("Số phiếu cần đạt nhiều hơn tổng số thành viên.")})
    keeping.schedule(tx, slip)
    tx.facts(
        number=slip.number,
        year=slip.year,
        until=slip.deadline.isoformat(),
        rules=slip.rules,
        chair=slip.chair,
        roll=[[row.id, row.person, row.asked] for row in listed],
    )
    return Made(slip.id, extra={"number": slip.number})


def _freeze(tx: Transaction, slip: Slip) -> list[SlipRecipient]:
    """All members of the body on this day, asked or not. Raises Conflict where nobody is asked."""
    members = roll(tx.connection, slip.body, local_day(tx.now))
    slip.chair = next((row["person"] for row in members if "chair" in row["capacities"]), None)
    left_out = set(slip.left_out)
    listed = [
        SlipRecipient(
            slip=slip.id,
            body=slip.body,
            person=row["person"],
            name=row["name"],
            office=row["office"] or row["person_office"],
            order=order,
            asked=row["person"] not in left_out,
        )
        for order, row in enumerate(members, start=1)
    ]
    if not any(row.asked for row in listed):
        raise Conflict(_("Không có thành viên nào để hỏi ý kiến."))
    tx.session.add_all(listed)
    tx.session.flush()
    tx.touch(*listed)
    return listed


# -- shared ----------


def go(tx: Transaction, id: str, act: str) -> Slip:
    """The slip in its state after an act, touched. Raises NotInProgress or Conflict, saying where it stands."""
    slip = tx.get(Slip, id)
    state = rules.after(act, slip.state)
    if state is None:
        if act in ("answer", "extend", "chase"):
            raise NotInProgress(standing(slip.state))
        raise Conflict(standing(slip.state))
    slip.state = state
    tx.touch(slip)
    return slip


def standing(state: str) -> str:
    """Where a slip stands, in a sentence."""
    return {
        "draft": _("Phiếu này đang được soạn."),
        "submitted": _("Phiếu này đang chờ duyệt."),
        "returned": _("Phiếu này đã được trả lại để sửa."),
        "approved": _("Phiếu này đã duyệt, chưa gửi."),
        "sent": _("Phiếu này đã gửi và đang lấy ý kiến."),
        "closed": _("Phiếu này đã đóng, không nhận ý kiến nữa."),
        "summarised": _("Phiếu này đã tổng hợp, không nhận ý kiến nữa."),
        "cancelled": _("Phiếu này đã hủy."),
        "removed": _("Phiếu này đã xóa."),
    }[state]


def deadline_of(deadline: datetime | None, now: datetime) -> datetime | None:
    """A deadline as it is kept, to the second. Raises Invalid."""
    if deadline is None:
        return None
    fault = rules.deadline_fault(deadline, now)
    if fault == "early":
        raise Invalid({"deadline": _("Hạn trả lời phải sau lúc này ít nhất 5 phút.")})
    if fault == "far":
        raise Invalid({"deadline": _("Hạn quá xa, kiểm tra lại năm.")})
    return deadline.replace(microsecond=0)


def majority_of(given: MajorityArg | None) -> Any:
    """Raises Invalid for a majority there is not."""
    if given is None:
        return None
    majority = ruling.majority(given)
    if majority is None:
        raise Invalid({"majority": _("Không có cách tính đa số này.")})
    return majority.as_form()


def members_of(tx: Transaction, persons: Iterable[str]) -> list[str]:
    """Those of the body who are left out, each once. Raises Invalid for somebody else."""
    named = sorted(set(persons))
    known = {row["person"] for row in current_members(tx.connection, tx.subject, local_day(tx.now))} if named else set()
    if set(named) - known:
        raise Invalid({"left_out": _("Người này không thuộc cơ quan.")})
    return named
