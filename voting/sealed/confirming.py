"""What the devices say of the published ballot, and when the result is final."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta
from sqlalchemy import select

from app.commands import Transaction, command
from app.doors import consequence, objection
from app.language import gettext as _
from app.policy import Actor
from app.text import tidy
from app.wire import Conflict
from voting.sealed import keeping, rules
from voting.sealed.commands import VoteRef
from voting.sealed.counts import sent, words_of
from voting.sealed.models import SealedBox, SealedWord
from voting.votes.models import Vote


class ConfirmArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`bundle`: the SHA-256 of the published text this device has read. `why`: what it found, in words of its own; no choice
    is ever in it.
    """

    vote: VoteRef
    bundle: Annotated[str, Meta(min_length=64, max_length=64)]
    ok: bool
    why: Annotated[str, Meta(max_length=200)] = ""


@command("sealed.confirm", stream="meeting", entry="sealed.confirmed")
def confirm(tx: Transaction, who: Actor, args: ConfirmArgs) -> None:
    """A device has checked the published ballot: all agrees, or something doesn't. A dispute stays; who agreed may dispute
    afterwards, until the result is final.
    """
    box = keeping.box_of(tx, args.vote, "checking", "disputed", "final")
    if args.ok and args.bundle != box.bundle_digest:
        raise Conflict(_("Kết quả trên máy này khác kết quả đã công bố."))
    said = tx.session.scalars(
        select(SealedWord).where(SealedWord.vote == box.id, SealedWord.person == who.person)
    ).first()
    if said is not None and (said.ok == args.ok or not said.ok):
        return
    if said is None:
        said = SealedWord(vote=box.id, meeting=tx.subject, person=who.person)
        tx.session.add(said)
    said.ok, said.why, said.at = args.ok, "" if args.ok else tidy(args.why), tx.now
    tx.session.flush()
    if box.stage != "final":
        _settle(tx, box)
    elif not args.ok:  # said aloud all the same: the chair may still annul
        box.why = said.why
    keeping.touch(tx, box, keeping.keepers_of(tx, box.id))
    tx.touch(said)


def _settle(tx: Transaction, box: SealedBox) -> None:
    words = tx.session.scalars(select(SealedWord).where(SealedWord.vote == box.id)).all()
    voters = [person for _h1, person, _e1 in sent(tx.connection, box.id)]
    agreed = [word.person for word in words if word.ok]
    box.stage = rules.settled(voters, agreed, any(not word.ok for word in words))
    if box.stage == "final":
        _finish(tx, box)


def _finish(tx: Transaction, box: SealedBox) -> None:
    box.stage, box.finished_at = "final", tx.now
    tx.cancel_later(f"sealed.finish/{box.id}")
    keeping.erase(tx, box)


class FinishArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    vote: VoteRef


@command("sealed.finish", stream="meeting", entry="sealed.finished", internal=True, room="ends")
def finish(tx: Transaction, _who: Actor, args: FinishArgs) -> None:
    """The minute is over: the result is final, with the number of devices that said nothing. Not where one disputes it."""
    box = keeping.box_of(tx, args.vote, "checking")
    _finish(tx, box)
    keeping.touch(tx, box, keeping.keepers_of(tx, box.id))


# -- the end of the meeting -------------------------------------------------------------------------------------------


@objection("meeting.end")
def ending_the_meeting(tx: Transaction, _who: Actor, _args: Any) -> str | None:
    """Envelopes beside names, and the tablets' keys, don't outlast the meeting; a dispute is heard while it can still be voted
    again. A check holds the end for its minute at most.
    """
    wanted = select(SealedBox.id, SealedBox.stage, SealedBox.confirm_until, Vote.question)
    here = wanted.join(Vote, Vote.id == SealedBox.id).where(SealedBox.meeting == tx.subject)
    rows = tx.connection.execute(here.order_by(Vote.opened_at, Vote.id)).all()
    waits = next((row for row in rows if row.stage in rules.UNSETTLED), None)
    if waits is not None:
        return keeping.unsettled_said(waits.stage, waits.question)
    for row in rows:
        seconds = rules.seconds_of_check(row.confirm_until, tx.now) if row.stage == "checking" else 0
        if seconds:
            words = words_of(tx.connection, [row.id])[row.id]
            return keeping.checking_said(row.question, words["devices"] - words["confirmed"], seconds)
    return None


@consequence("meeting.end")
@consequence("meeting.cancel")
def meeting_over(tx: Transaction, _who: Actor, _args: Any) -> None:
    """No box is left half-way: a check whose minute is over is final, a draft will never be opened, and tablets delete its keys."""
    wanted = select(SealedBox).where(SealedBox.meeting == tx.subject, SealedBox.stage.not_in(rules.OVER))
    for box in tx.session.scalars(wanted.order_by(SealedBox.id)):
        if box.stage == "checking":
            _finish(tx, box)
        else:
            box.stage, box.finished_at = "ended", tx.now
            keeping.erase(tx, box)
        keeping.touch(tx, box, keeping.keepers_of(tx, box.id))
