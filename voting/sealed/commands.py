"""Before a sealed ballot is opened: the board's tablets bring their keys and their chance, and read the code aloud."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta
from sqlalchemy import delete, select

from app.commands import Transaction, command
from app.doors import consequence, objection
from app.language import gettext as _
from app.policy import Actor
from app.text import tidy
from app.wire import Conflict, Invalid
from meetings.planning import views as meetings
from voting.sealed import keeping, rules
from voting.sealed import manifest as manifests
from voting.sealed.manifest import NONCE, RollLine
from voting.sealed.models import SealedBox, SealedKeeper
from voting.votes.byhand import members_of
from voting.votes.models import RollEntry, Vote
from voting.votes.rules import sealed
from voting.votes.said import board_said

VoteRef = Annotated[str, Meta(max_length=40, extra={"ref": "votes"})]
Key = Annotated[str, Meta(min_length=64, max_length=64)]


# -- preparing --------------------------------------------------------------------------------------------------------


@consequence("vote.prepare")
def prepared(tx: Transaction, _who: Actor, args: Any) -> None:
    """A secret draft gets its box; whatever changes in it, the board begins anew."""
    vote = _drafted(tx, args)
    if vote is None:
        return
    box = tx.session.get(SealedBox, vote.id)
    if not sealed(vote):
        if box is not None:
            _take_away(tx, box)
        return
    board = args.board if args.board is not None else [keeper.person for keeper in keeping.keepers_of(tx, vote.id)]
    names = members_of(tx)
    fault = rules.board_fault(board, names)
    if fault is not None:
        raise Invalid({"board": board_said(fault)})
    if box is None:
        box = tx.add(SealedBox(id=vote.id, meeting=vote.meeting, level="", minimum=rules.MINIMUM))
    box.repeats = _repeated(tx, args.repeats) if args.repeats is not None else box.repeats
    box.minimum = args.minimum if args.minimum is not None else box.minimum
    box.level = rules.level_of(len(board))
    box.stage, box.why, box.manifest, box.code, box.roll = "keys", "", None, None, []
    touch_board(tx, vote.id)
    tx.session.execute(delete(SealedKeeper).where(SealedKeeper.vote == vote.id))
    keepers = [
        tx.add(SealedKeeper(vote=vote.id, meeting=vote.meeting, person=person, name=names[person], place=place))
        for place, person in enumerate(board, start=1)
    ]
    keeping.touch(tx, box, keepers)


def _drafted(tx: Transaction, args: Any) -> Vote | None:
    """The draft that was written or changed: a new one is the secret one that has no box yet."""
    if args.vote is not None:
        return tx.get(Vote, args.vote)
    if not args.secret or args.by_hand:
        return None
    boxed = select(SealedBox.id).where(SealedBox.meeting == tx.subject)
    unboxed = (Vote.secret, Vote.by_hand.is_(None), Vote.id.not_in(boxed))
    wanted = select(Vote).where(Vote.meeting == tx.subject, Vote.state == "draft", *unboxed)
    return tx.session.scalars(wanted).one()


def _take_away(tx: Transaction, box: SealedBox) -> None:
    touch_board(tx, box.id)
    tx.session.execute(delete(SealedKeeper).where(SealedKeeper.vote == box.id))
    tx.delete(box)


def touch_board(tx: Transaction, vote: str) -> None:
    """The board as it was: who is no longer on it sees nothing of it any more."""
    tx.touch(SealedKeeper, [keeper.id for keeper in keeping.keepers_of(tx, vote)])


def _repeated(tx: Transaction, vote: str) -> str:
    before = tx.get(Vote, vote)
    if before.state not in ("annulled", "cancelled") or before.opened_at is None:
        raise Conflict(_("Chỉ bỏ phiếu lại khi lần bỏ phiếu trước đã bị hủy."))
    return before.id


# -- the board's tablets ----------------------------------------------------------------------------------------------


class AcceptArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Public keys of the tablet, in hexadecimal, and the digest of the chance it will add (docs/ballot-bundle.md)."""

    vote: VoteRef
    box_key: Key
    sign_key: Key
    nonce_hash: Key


@command("sealed.accept", stream="meeting", entry="sealed.accepted")
def accept(tx: Transaction, who: Actor, args: AcceptArgs) -> None:
    """Take a place on the counting board: this tablet's keys. Again, before the code is made, from another tablet."""
    box = keeping.box_of(tx, args.vote, "keys")
    keepers = keeping.keepers_of(tx, args.vote)
    mine = keeping.keeper_of(keepers, who.person)
    for field in ("box_key", "sign_key", "nonce_hash"):
        keeping.hexed(getattr(args, field), 32, field)
    if any(k is not mine and {k.box_key, k.sign_key} & {args.box_key, args.sign_key} for k in keepers):
        raise Invalid({"box_key": _("Giá trị không hợp lệ.")})
    mine.box_key, mine.sign_key, mine.nonce_hash = args.box_key, args.sign_key, args.nonce_hash
    mine.accepted_at = tx.now
    box.stage = rules.after_accepting([keeper.accepted_at is not None for keeper in keepers])
    if box.stage == "nonces":
        vote = tx.get(Vote, box.id)
        box.roll = _roll(tx, vote)
        box.manifest = keeping.manifest_of(tx, vote, box, keepers).text
        tx.facts(manifest=manifests.digest_of(box.manifest).hex())
    keeping.touch(tx, box, keepers)


def _roll(tx: Transaction, vote: Vote) -> list[list[Any]]:
    """Who will be on the roll when the vote is opened, if nothing changes: with the name, and whether they may vote."""
    barred = set(vote.no_vote or ())
    listed = meetings.roll(tx.connection, vote.meeting)
    return sorted([row["person"], row["name"], row["person"] not in barred] for row in listed)


class NonceArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    vote: VoteRef
    nonce: Annotated[str, Meta(min_length=2 * NONCE, max_length=2 * NONCE)]


@command("sealed.add_nonce", stream="meeting", entry="sealed.nonce_added")
def add_nonce(tx: Transaction, who: Actor, args: NonceArgs) -> None:
    """The tablet has found its own keys in the manifest and shows its chance. With the last one the code is there."""
    box = keeping.box_of(tx, args.vote, "nonces")
    keepers = keeping.keepers_of(tx, args.vote)
    mine = keeping.keeper_of(keepers, who.person)
    if manifests.nonce_hash(keeping.hexed(args.nonce, NONCE, "nonce")).hex() != mine.nonce_hash:
        raise Invalid({"nonce": _("Giá trị không hợp lệ.")})
    mine.nonce = args.nonce
    if all(keeper.nonce for keeper in keepers):
        box.code = manifests.spoken(keeping.manifest(box).digest, keeping.nonces_of(keepers))
        box.stage = "reading"
    keeping.touch(tx, box, keepers)


class CodeArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """The code as this tablet has worked it out, without spaces."""

    vote: VoteRef
    code: Annotated[str, Meta(min_length=12, max_length=12)]


@command("sealed.read_code", stream="meeting", entry="sealed.code_read")
def read_code(tx: Transaction, who: Actor, args: CodeArgs) -> None:
    """A member of the board has read the code aloud, and it is the one on their tablet. Conflict for another code."""
    box = keeping.box_of(tx, args.vote, "reading", "ready")
    if args.code != box.code:
        raise Conflict(_("Mã này khác mã hòm phiếu của cuộc bỏ phiếu."))
    keepers = keeping.keepers_of(tx, args.vote)
    mine = keeping.keeper_of(keepers, who.person)
    if mine.read_at is not None:
        return
    mine.read_at = tx.now
    if all(keeper.read_at for keeper in keepers):
        box.stage = "ready"
    keeping.touch(tx, box, keepers)


class StopArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`why`: what the tablet has found, in a word of its own."""

    vote: VoteRef
    why: Annotated[str, Meta(min_length=1, max_length=200)]


@command("sealed.stop", stream="meeting", entry="sealed.stopped")
def stop(tx: Transaction, who: Actor, args: StopArgs) -> None:
    """A board tablet has found that something doesn't agree, or a member of the board that their tablet is broken or gone.
    Before the opening the board begins anew; afterwards everybody is told, and the chair calls the vote off or annuls it.
    """
    box = keeping.box_of(tx, args.vote, "nonces", "reading", "ready", "casting", "opening")
    box.why = tidy(args.why)
    if box.stage not in ("casting", "opening"):
        box.stage = "stopped"
    keeping.touch(tx, box, keeping.keepers_of(tx, args.vote))


class WipedArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    vote: VoteRef


@command("sealed.wiped", stream="meeting", entry="sealed.keys_wiped")
def wiped(tx: Transaction, who: Actor, args: WipedArgs) -> None:
    """This tablet has deleted its keys of a ballot that is over."""
    box = keeping.box_of(tx, args.vote, *rules.OVER)
    keepers = keeping.keepers_of(tx, args.vote)
    mine = keeping.keeper_of(keepers, who.person)
    if mine.wiped_at is None:
        mine.wiped_at = tx.now
        keeping.touch(tx, box, keepers)


# -- opening, cancelling, annulling -----------------------------------------------------------------------------------


@objection("vote.open")
def opening(tx: Transaction, _who: Actor, args: Any) -> str | None:
    """A secret vote opens only as it was prepared and read aloud; one on paper has nothing to read."""
    if args.by_hand:
        return None
    if args.vote is None:
        return _("Bỏ phiếu kín cần chuẩn bị trước cùng ban kiểm phiếu.") if args.secret else None
    vote = tx.session.get(Vote, args.vote)
    if vote is None or vote.state != "draft" or not (vote.secret or args.secret):
        return None
    if vote.by_hand and args.by_hand is UNSET:
        return None
    box = tx.session.get(SealedBox, vote.id)
    if box is None or args.secret is False:
        return _("Bỏ phiếu kín cần chuẩn bị trước cùng ban kiểm phiếu.")
    return None if box.stage == "ready" else keeping.stage_said(box.stage)


@consequence("vote.open")
def opened(tx: Transaction, _who: Actor, args: Any) -> None:
    """Ballots may come in. Raises Conflict where roll or question are no longer what was read aloud, or too few may vote."""
    vote = tx.get(Vote, args.vote) if args.vote else None
    if vote is None:
        return
    if not sealed(vote):
        left = tx.session.get(SealedBox, vote.id)
        if left is not None:  # prepared for tablets, opened on paper
            _take_away(tx, left)
        return
    box, keepers = keeping.box_of(tx, vote.id, "ready"), keeping.keepers_of(tx, vote.id)
    lines = select(RollEntry.person, RollEntry.name, RollEntry.no_vote).where(RollEntry.vote == vote.id)
    roll = [RollLine(person, name, not no_vote) for person, name, no_vote in tx.connection.execute(lines)]
    read_aloud = keeping.manifest(box)
    now = keeping.manifest_of(tx, vote, box, keepers)
    if now != read_aloud or manifests.roll_digest(vote.id, roll) != read_aloud.roll:
        raise Conflict(
            _("Nội dung phiếu hoặc danh sách biểu quyết đã thay đổi sau khi đọc mã. Hãy chuẩn bị lại phiếu kín.")
        )
    if vote.eligible < box.minimum:
        raise Conflict(
            _(
                "Chỉ có %(eligible)s người được bỏ phiếu; bỏ phiếu kín cần ít nhất %(minimum)s người.",
                eligible=vote.eligible,
                minimum=box.minimum,
            )
        )
    box.stage = "casting"
    tx.facts(manifest=read_aloud.digest.hex(), code=box.code)
    keeping.touch(tx, box, keepers)


@consequence("vote.cancel")
@consequence("vote.annul")
def ended(tx: Transaction, _who: Actor, args: Any) -> None:
    """A vote that is called off is never opened further: envelopes are deleted, tablets delete their keys."""
    box = tx.session.get(SealedBox, args.vote)
    if box is None:
        return
    box.stage, box.finished_at = "ended", tx.now
    tx.cancel_later(f"sealed.finish/{box.id}")
    keeping.erase(tx, box)
    keeping.touch(tx, box, keeping.keepers_of(tx, box.id))
