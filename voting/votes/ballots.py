"""Casting a ballot: the hottest command of the house, one query and one or two writes (performance.md, the lanes)."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta
from sqlalchemy import Row, and_, bindparam, insert, select, update

from app.commands import Transaction, command
from app.database import new_id
from app.language import gettext as _
from app.policy import Actor
from app.wire import Conflict, Invalid, NotAllowed, Refusal
from meetings.attendance.models import Attendance
from voting.votes import rules
from voting.votes.commands import VoteRef, state_said
from voting.votes.models import Cast, CastRevision, RollEntry, Vote

_asked = (
    select(
        Vote.state,
        Vote.options,
        Vote.rules,
        RollEntry.no_vote,
        Attendance.status,
        Cast.id.label("cast"),
        Cast.choice,
        Cast.revision,
        Cast.at,
    )
    .outerjoin(RollEntry, and_(RollEntry.vote == Vote.id, RollEntry.person == bindparam("voter")))
    .outerjoin(Attendance, and_(Attendance.meeting == Vote.meeting, Attendance.person == bindparam("voter")))
    .outerjoin(Cast, and_(Cast.vote == Vote.id, Cast.person == bindparam("voter")))
    .where(Vote.id == bindparam("in_vote"), Vote.meeting == bindparam("in_meeting"))
)
_first = insert(Cast)
_kept = insert(CastRevision)
_again = (
    update(Cast)
    .where(Cast.id == bindparam("row"))
    .values(choice=bindparam("now_choice"), revision=bindparam("now_revision"), at=bindparam("now_at"))
)


class CastArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    vote: VoteRef
    choice: Annotated[str, Meta(min_length=1, max_length=200)]


@command("vote.cast", stream="meeting", entry="vote.cast")
def cast(tx: Transaction, who: Actor, args: CastArgs) -> None:
    """The voter's one ballot; cast again before closing it replaces, where the rules allow. The same choice again
    changes nothing.

    Only the voter's own screens are touched: turnout goes by the live figures, and nobody else learns who voted when.
    """
    row = tx.connection.execute(_asked, {"voter": who.person, "in_vote": args.vote, "in_meeting": tx.subject}).one()
    fault = rules.cast_fault(_asking(row, args.choice))
    if fault is not None:
        raise _refusal(fault)
    if row.choice == args.choice:
        return
    if row.cast is None:
        made = new_id()
        _insert(tx, who, args, made)
    else:
        made = row.cast
        _replace(tx, who, args, row)
    tx.touch(Cast(id=made, meeting=tx.subject))  # names the row: no query, nothing in the identity map


def _asking(row: Row[Any], choice: str) -> rules.Asked:
    held = row.rules or {}
    return rules.Asked(
        state=row.state,
        on_roll=row.no_vote is not None,
        no_vote=bool(row.no_vote),
        status=row.status or "expected",
        options=tuple(row.options),
        choice=choice,
        before=row.choice,
        online_votes=bool(held.get("online_votes")),
        may_change=bool(held.get("revote")),
    )


def _insert(tx: Transaction, who: Actor, args: CastArgs, made: str) -> None:
    values = {"id": made, "vote": args.vote, "meeting": tx.subject, "person": who.person}
    tx.connection.execute(_first, {**values, "choice": args.choice, "revision": 1, "at": tx.now})


def _replace(tx: Transaction, who: Actor, args: CastArgs, row: Row[Any]) -> None:
    """The ballot replaced is kept as a revision."""
    old = {"id": new_id(), "vote": args.vote, "person": who.person, "choice": row.choice}
    tx.connection.execute(_kept, {**old, "revision": row.revision, "at": row.at})
    new = {"row": row.cast, "now_choice": args.choice, "now_revision": row.revision + 1, "now_at": tx.now}
    tx.connection.execute(_again, new)


def _refusal(fault: str) -> Refusal:
    """Each with a definite answer: whether the ballot counts is never left open."""
    if fault == "cancelled":
        return Conflict(_("Biểu quyết đã bị hủy, phiếu này không được tính."))
    if fault in rules.ENDED:
        return Conflict(_("Biểu quyết đã đóng, phiếu này không được tính."))
    if fault == "draft":
        return Conflict(state_said(fault))
    if fault == "choice":
        return Invalid({"choice": _("Không có phương án này.")})
    if fault == "twice":
        return Conflict(_("Phiếu đã ghi nhận và không đổi được theo quy tắc của cuộc họp."))
    return NotAllowed(
        {
            "not_on_roll": _("Không có tên trong danh sách biểu quyết lập khi mở biểu quyết."),
            "no_vote": _("Thành viên này không biểu quyết nội dung này."),
            "away": _("Cần điểm danh trước khi biểu quyết."),
            "online": _("Người tham dự trực tuyến không biểu quyết, theo quy tắc của cuộc họp."),
        }[fault]
    )
