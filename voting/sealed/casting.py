"""Casting a sealed ballot: as hot as an open one. What is kept is the envelope, beside its voter's name; what the journal
keeps is its digest.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from sqlalchemy import and_, bindparam, insert, select, update

from app.commands import Asked, Made, Transaction, alone, command
from app.database import new_id
from app.language import gettext as _
from app.language import speaking
from app.policy import Actor
from app.wire import Conflict, Invalid, Refusal
from meetings.attendance.models import Attendance
from voting.ruling.kinds_rules import Question
from voting.sealed.commands import VoteRef
from voting.sealed.envelopes import size
from voting.sealed.lists import receipt
from voting.sealed.manifest import read
from voting.sealed.models import SealedBox, SealedEnvelope
from voting.votes import rules
from voting.votes.models import Cast, RollEntry, Vote
from voting.votes.said import cast_refusal

_boxes = (
    select(Vote.id, Vote.state, Vote.secret, Vote.rules, SealedBox.manifest)
    .outerjoin(SealedBox, SealedBox.id == Vote.id)
    .where(Vote.meeting == bindparam("in_meeting"), Vote.id.in_(bindparam("votes", expanding=True)))
)
_voters = (
    select(Attendance.person, Attendance.status, RollEntry.no_vote, Cast.id.label("cast"), Cast.revision)
    .outerjoin(RollEntry, and_(RollEntry.vote == bindparam("in_vote"), RollEntry.person == Attendance.person))
    .outerjoin(Cast, and_(Cast.vote == bindparam("in_vote"), Cast.person == Attendance.person))
    .where(Attendance.meeting == bindparam("in_meeting"), Attendance.person.in_(bindparam("people", expanding=True)))
)
_seen = select(SealedEnvelope.h1, SealedEnvelope.person, SealedEnvelope.revision).where(
    SealedEnvelope.vote == bindparam("in_vote"), SealedEnvelope.h1.in_(bindparam("digests", expanding=True))
)
_first, _envelope = insert(Cast), insert(SealedEnvelope)
_again = (
    update(Cast).where(Cast.id == bindparam("row")).values(revision=bindparam("now_revision"), at=bindparam("now_at"))
)
_replaced = (
    update(SealedEnvelope)
    .where(
        SealedEnvelope.vote == bindparam("of_vote"),
        SealedEnvelope.person == bindparam("of_person"),
        SealedEnvelope.revision < bindparam("now_revision"),
    )
    .values(e1=None)
)


class SealedCastArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`e1`: the outmost envelope in base64 (docs/ballot-bundle.md)."""

    vote: VoteRef
    e1: Annotated[str, Meta(min_length=4, max_length=1200)]
    known: Annotated[int, Meta(ge=0, le=2**31)] | None = None
    """As in `vote.cast`."""

    __secret__ = ("e1",)


def cast_together(asked: Sequence[Asked]) -> list[Made | Refusal | None]:
    """The envelopes of many voters, each judged by itself, written with one statement a table."""
    tx = asked[0].tx
    votes = {one.args.vote for one in asked}
    boxes = {row.id: row for row in tx.connection.execute(_boxes, {"in_meeting": tx.subject, "votes": sorted(votes)})}
    answers: list[Made | Refusal | None] = [None] * len(asked)
    written = _Written()
    for vote in sorted(votes):
        here = [(place, one, _decoded(one.args.e1)) for place, one in enumerate(asked) if one.args.vote == vote]
        people = [one.who.person for _place, one, _e1 in here]
        found = tx.connection.execute(_voters, {"in_vote": vote, "in_meeting": tx.subject, "people": people})
        voters = {row.person: row for row in found}
        digests = [_digest(e1) for _place, _one, e1 in here]
        seen: dict[str, Any] = {
            row.h1: row for row in tx.connection.execute(_seen, {"in_vote": vote, "digests": digests})
        }
        for (place, one, e1), h1 in zip(here, digests, strict=True):
            with speaking(one.who.language):
                answers[place] = _judged(boxes[vote], voters.get(one.who.person), one, e1, seen.get(h1))
            if answers[place] is None and h1 not in seen:
                answers[place] = written.envelope(boxes[vote], voters[one.who.person], one, e1, h1)
                seen[h1] = _Seen(h1, one.who.person, written.revisions[one.who.person])
    written.execute(tx)
    return answers


@command("sealed.cast", stream="meeting", entry="sealed.cast", together=cast_together)
def cast(tx: Transaction, who: Actor, args: SealedCastArgs) -> Made | None:
    """The voter's one envelope; cast again before closing it replaces. The journal keeps its digest alone; the answer carries
    the house's receipt, without which a device says nothing was stored, and so does `my_votes`.
    """
    return alone(cast_together, tx, who, args)


@dataclass(frozen=True)
class _Seen:
    h1: str
    person: str
    revision: int


def _decoded(e1: str) -> bytes:
    try:
        return base64.b64decode(e1, validate=True)
    except (binascii.Error, ValueError):
        return b""


SEALED = Question("choice", ("",))
"""What the house knows of a sealed ballot's question: that it names one option."""


def _digest(e1: bytes) -> str:
    return hashlib.sha256(e1).hexdigest()


def _judged(box: Any, voter: Any, asked: Asked, e1: bytes, seen: Any) -> Refusal | None:
    """Why an envelope is refused; None: it is kept, or is kept already."""
    if not box.secret or box.manifest is None:
        return Conflict(_("Biểu quyết này không phải là bỏ phiếu kín."))
    held = box.rules or {}
    fault = rules.cast_fault(
        rules.Asked(
            state=box.state,
            on_roll=voter is not None and voter.no_vote is not None,
            no_vote=voter is not None and bool(voter.no_vote),
            status=voter.status if voter is not None else "expected",
            question=SEALED,
            choice=SEALED.options,
            words="",
            before=None,
            online_votes=bool(held.get("online_votes")),
            may_change=True,
        )
    )
    if fault is not None:
        return cast_refusal(fault)
    if len(e1) != size(1, len(read(box.manifest).board)):
        return Invalid({"e1": _("Giá trị không hợp lệ.")})
    if seen is not None and (seen.person != asked.who.person or seen.revision != voter.revision):
        return Conflict(_("Phong bì này đã được gửi trong lần bỏ phiếu này."))
    if seen is None and rules.overtaken(asked.args.known, voter.revision or 0):
        return cast_refusal("overtaken")
    return None


@dataclass
class _Written:
    """What a run of envelopes writes, gathered."""

    first: list[dict[str, Any]] = field(default_factory=list)
    again: list[dict[str, Any]] = field(default_factory=list)
    envelopes: list[dict[str, Any]] = field(default_factory=list)
    replaced: list[dict[str, Any]] = field(default_factory=list)
    revisions: dict[str, int] = field(default_factory=dict)

    def envelope(self, box: Any, voter: Any, asked: Asked, e1: bytes, h1: str) -> Made:
        tx, who, args = asked
        revision = (voter.revision or 0) + 1
        self.revisions[who.person] = revision
        if voter.cast is None:
            row = new_id()
            values = {"id": row, "vote": args.vote, "meeting": tx.subject, "person": who.person, "choice": ""}
            self.first.append({**values, "revision": revision, "at": tx.now})
        else:
            row = voter.cast
            self.again.append({"row": row, "now_revision": revision, "now_at": tx.now})
            self.replaced.append({"of_vote": args.vote, "of_person": who.person, "now_revision": revision})
        signed = tx.house.signer.sign(receipt(read(box.manifest).digest, who.person, h1, revision))
        self.envelopes.append(
            {
                "id": new_id(),
                "vote": args.vote,
                "person": who.person,
                "revision": revision,
                "h1": h1,
                "e1": e1,
                "receipt": signed,
            }
        )
        tx.facts(h1=h1, revision=revision)
        tx.touch_own(Cast, str(row))
        return Made(h1, extra={"revision": revision, "receipt": signed})

    def execute(self, tx: Transaction) -> None:
        statements = (
            (_replaced, self.replaced),
            (_first, self.first),
            (_again, self.again),
            (_envelope, self.envelopes),
        )
        for statement, rows in statements:
            if rows:
                tx.connection.execute(statement, rows)
