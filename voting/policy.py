"""Who may do what in votes and opinion slips. *Who* is here (`not_allowed`); *when* is the slice's rule (`conflict`,
`not_in_progress`).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.language import gettext as _
from app.people.days import local_day
from app.people.views import approvers
from app.policy import Actor, because, capacity, device, signed_in, the_house
from meetings.attendance.rules import HERE
from meetings.policy import chair, desk
from voting.sealed.models import SealedKeeper
from voting.slips import rules as slip_rules
from voting.slips.models import Slip, SlipRecipient
from voting.votes.models import Vote


def _why_no_voter(who: Actor) -> str:
    if who.capacity == "guest":
        return _("Khách mời không biểu quyết.")
    if who.capacity == "substitute":
        return _("Người đi thay không biểu quyết.")
    return _("Chỉ thành viên có tên trong danh sách biểu quyết mới được biểu quyết.")


@because(_why_no_voter)
@capacity
def voter(who: Actor) -> bool:
    """A member of the body, the chair too; never a guest or substitute (domain.md 3.5: a vote is personal)."""
    return "on_roll" in who.marks


@because(lambda _who: _("Cần điểm danh trước khi biểu quyết."))
def is_here(_tx: Any, who: Actor, _args: Any) -> bool:
    """Presence is judged when the ballot is cast, and is no capacity: `me.may` doesn't change with every check-in. Whether
    `online` is enough is the body's rule."""
    return not who.marks.isdisjoint(HERE)


@because(lambda _who: _("Chỉ người trong ban kiểm phiếu làm được việc này."))
def on_the_board(tx: Any, who: Actor, args: Any) -> bool:
    """A member of this vote's counting board."""
    wanted = select(SealedKeeper.id).where(SealedKeeper.vote == args.vote, SealedKeeper.person == who.person)
    return tx.connection.execute(wanted).first() is not None


@because(lambda _who: _("Chỉ chủ trì, thư ký hoặc ban kiểm phiếu của lần biểu quyết này làm được việc này."))
def counts_paper(tx: Any, who: Actor, args: Any) -> bool:
    """One of those named to count this vote's paper ballots."""
    board = tx.connection.execute(select(Vote.board).where(Vote.id == args.vote)).scalar()
    return who.person in (board or ())


# -- opinion slips ----------


def approves_slips(tx: Any, who: Actor, _args: Any) -> bool:
    """Approves what the body sends out: whom it names, or its chair."""
    return who.person in approvers(tx.connection, tx.subject, local_day(tx.now))


@because(lambda _who: _("Người soạn hoặc người trình không tự duyệt phiếu của mình."))
def not_its_author(tx: Any, who: Actor, args: Any) -> bool:
    """Nobody approves what they drafted, wrote at or submitted."""
    wanted = select(Slip.created_by, Slip.submitted_by, Slip.writers).where(Slip.id == args.slip)
    row = tx.connection.execute(wanted).mappings().first()
    return row is not None and who.person not in slip_rules.authors(row)


@because(lambda _who: _("Phiếu này không hỏi ý kiến người này."))
def is_asked(tx: Any, who: Actor, args: Any) -> bool:
    """On the list that was frozen when the slip was sent, and not left out."""
    wanted = select(SlipRecipient.id).where(
        SlipRecipient.slip == args.slip, SlipRecipient.person == who.person, SlipRecipient.asked
    )
    return tx.connection.execute(wanted).first() is not None


@capacity
def of_the_body(who: Actor) -> bool:
    """Somebody who sees the body's stream."""
    return bool(who.scopes)


SLIPS: dict[str, list[list[Any]]] = {
    "slip.create": [[desk]],
    "slip.edit": [[desk]],
    "slip.remove": [[desk]],
    "slip.submit": [[desk]],
    "slip.approve": [[approves_slips, not_its_author]],
    "slip.return": [[approves_slips, not_its_author]],
    "slip.send": [[desk]],
    "slip.answer": [[is_asked]],
    "slip.extend": [[desk]],
    "slip.chase": [[desk]],
    "slip.remind": [[the_house]],
    "slip.close": [[desk]],
    "slip.summarise": [[desk]],
    "slip.cancel": [[desk]],
    "slip.report": [[desk]],
    "slip.record_refusal": [[the_house]],
}
SLIP_PAGES: dict[str, list[list[Any]]] = {
    "slips.slips": [[signed_in]],
    "slips.new": [[desk]],
    "slips.edit": [[desk]],
    "slips.desk": [[desk]],
    "slips.slip": [[of_the_body]],
}

# -- the history of votes ----------


@capacity
def reads_votes(who: Actor) -> bool:
    """The body's chair and secretaries, and its members; which votes they find is the page's own question."""
    return not who.marks.isdisjoint({"chair", "secretary", "deputy", "member"})


PERMISSIONS: dict[str, list[list[Any]]] = {
    "vote.prepare": [[desk]],
    "vote.open": [[chair]],
    "vote.cast": [[voter, is_here]],
    "vote.close": [[chair]],
    "vote.announce": [[chair]],
    "vote.cancel": [[chair]],
    "vote.extend": [[chair]],
    "vote.annul": [[chair]],
    "consent.mark": [[voter]],
    "consent.adopt": [[chair]],
    "consent.annul": [[chair]],
    "count.enter": [[desk], [voter, counts_paper]],
    "count.confirm": [[desk], [voter, counts_paper]],
    "count.return": [[desk], [voter, counts_paper]],
    "vote.record_refusal": [[the_house]],
    "sealed.accept": [[on_the_board]],
    "sealed.add_nonce": [[on_the_board]],
    "sealed.read_code": [[on_the_board]],
    "sealed.stop": [[on_the_board]],
    "sealed.cast": [[voter, is_here]],
    "sealed.put": [[on_the_board]],
    "sealed.open_box": [[on_the_board]],
    "sealed.wiped": [[on_the_board]],
    "sealed.confirm": [[voter]],
    "sealed.finish": [[the_house]],
    **SLIPS,
}

PAGES: dict[str, list[list[Any]]] = {
    "sealed.box_list": [[signed_in]],
    "sealed.bundle": [[signed_in], [device]],
    **SLIP_PAGES,
    "history.votes": [[reads_votes]],
    "history.vote": [[reads_votes]],
    "history.table": [[reads_votes]],
    "history.data": [[reads_votes]],
}
