"""Votes without ballots on devices: how a draft comes to be counted by hand, and by whom on paper."""

from __future__ import annotations

from typing import Any

from msgspec import UnsetType
from sqlalchemy import select

from app.commands import Transaction
from app.language import gettext as _
from app.wire import Invalid
from meetings.planning.models import Participant
from voting.sealed.rules import board_fault
from voting.votes.models import Vote
from voting.votes.rules import elsewhere
from voting.votes.said import board_said


def choose_way(tx: Transaction, vote: Vote, args: Any) -> None:
    """On devices, by a show of hands or on paper, as asked. Neither a count by hand nor a secret ballot has names: what was said
    of them before stays with the draft, for when it goes back to open ballots on devices. Raises Invalid.
    """
    if not isinstance(args.by_hand, UnsetType):
        vote.by_hand = args.by_hand
    if args.by_name is not None and elsewhere(vote) is None:
        vote.by_name = args.by_name
    if vote.by_hand == "hands":
        _shown_openly(vote)
    vote.board = _board(tx, vote, args.board) if vote.by_hand == "paper" else None


def _shown_openly(vote: Vote) -> None:
    if vote.secret:
        raise Invalid({"secret": _("Giơ tay là biểu quyết công khai. Bỏ phiếu kín thì dùng máy hoặc phiếu giấy.")})
    if vote.kind not in (None, "question", "choice") or vote.most > 1:
        raise Invalid({"by_hand": _("Giơ tay chỉ dùng khi mỗi người chọn một phương án. Hãy dùng phiếu giấy.")})


def _board(tx: Transaction, vote: Vote, asked: list[str] | None) -> list[str]:
    board = list(vote.board or ()) if asked is None else asked
    fault = board_fault(board, members_of(tx))
    if fault is not None:
        raise Invalid({"board": board_said(fault)})
    return board


def members_of(tx: Transaction) -> dict[str, str]:
    """Those of the meeting who are on the roll, with their names."""
    listed = select(Participant.person, Participant.name).where(
        Participant.meeting == tx.subject, Participant.on_roll.is_(True)
    )
    return dict(tx.connection.execute(listed).all())
