"""From the closing to the published ballot: the box, the tablets' lists, the result."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Any

import msgspec
from msgspec import Meta
from sqlalchemy import delete, insert, select

from app.commands import Transaction, command
from app.database import new_id
from app.doors import consequence, objection
from app.language import gettext as _
from app.policy import Actor
from app.wire import Conflict, Invalid
from voting.sealed import keeping, rules
from voting.sealed.commands import VoteRef
from voting.sealed.counts import sent
from voting.sealed.envelopes import hashes, size
from voting.sealed.lists import list_digest, opening_holds
from voting.sealed.models import SealedBox, SealedItem, SealedKeeper
from voting.votes.closing import judge
from voting.votes.models import Vote

Digest = Annotated[str, Meta(min_length=64, max_length=64)]


@consequence("vote.close")
def closed(tx: Transaction, _who: Actor, args: Any) -> None:
    """The box is closed: its list is fixed, without names. With too few ballots it is never opened."""
    box = tx.session.get(SealedBox, args.vote)
    if box is None:
        return
    vote, keepers = tx.get(Vote, args.vote), keeping.keepers_of(tx, args.vote)
    digests = [h1 for h1, _person, _e1 in sent(tx.connection, vote.id)]
    box.envelopes = len(digests)
    box.box = list_digest(keeping.manifest(box).digest, 0, digests).hex()
    tx.facts(box=box.box, envelopes=box.envelopes)
    if box.envelopes < box.minimum:
        box.stage, box.finished_at = "few", tx.now
        tx.session.flush()
        vote.result = judge(tx.connection, vote)
        tx.facts(result=vote.result)
        keeping.erase(tx, box)
    else:
        box.stage = "opening"
    keeping.touch(tx, box, keepers)


class PutArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A part of the list that this tablet gives on: envelopes in base64, from place `start` on (0 is first)."""

    vote: VoteRef
    start: Annotated[int, Meta(ge=0, le=100_000)]
    envelopes: Annotated[
        list[Annotated[str, Meta(min_length=4, max_length=1200)]], Meta(min_length=1, max_length=rules.MOST_IN_A_PART)
    ]


@command("sealed.put", stream="meeting", private=True)
def put(tx: Transaction, who: Actor, args: PutArgs) -> None:
    """Bring what this tablet has taken out, in parts; `sealed.open_box` says that it is all. Starting at 0 begins anew."""
    box = keeping.box_of(tx, args.vote, "opening")
    keepers = keeping.keepers_of(tx, args.vote)
    mine = _whose_turn(keepers, who.person)
    here = (SealedItem.vote == box.id, SealedItem.layer == mine.place)
    if args.start == 0:
        tx.connection.execute(delete(SealedItem).where(*here))
    wanted = size(mine.place + 1, len(keepers))
    rows = [
        {
            "id": new_id(),
            "vote": box.id,
            "person": who.person,
            "layer": mine.place,
            "place": args.start + place,
            "envelope": _envelope(one, wanted),
        }
        for place, one in enumerate(args.envelopes)
    ]
    if args.start + len(rows) > box.envelopes:
        raise Invalid({"envelopes": _("Số phiếu nhiều hơn số phiếu trong hòm.")})
    tx.connection.execute(
        delete(SealedItem).where(*here, SealedItem.place >= args.start, SealedItem.place < args.start + len(rows))
    )
    tx.connection.execute(insert(SealedItem), rows)


def _envelope(told: str, wanted: int) -> bytes:
    try:
        raw = base64.b64decode(told, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != wanted:
        raise Invalid({"envelopes": _("Giá trị không hợp lệ.")})
    return raw


def _whose_turn(keepers: list[SealedKeeper], person: str) -> SealedKeeper:
    """This person's place, if it is their turn. Raises Conflict."""
    next_ = next((keeper for keeper in keepers if keeper.opened_at is None), None)
    if next_ is None or next_.person != person:
        raise Conflict(_("Chưa đến lượt, hoặc người này đã mở hòm phiếu."))
    return next_


class OpenBoxArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`after`: the digests of what this tablet gives on, ascending; `unopened`: of what it couldn't open; `signature` over
    the digests of both lists, in hexadecimal.
    """

    vote: VoteRef
    after: Digest
    unopened: Annotated[list[Digest], Meta(max_length=700)] = []
    signature: Annotated[str, Meta(min_length=128, max_length=128)]


@command("sealed.open_box", stream="meeting", entry="sealed.box_opened")
def open_box(tx: Transaction, who: Actor, args: OpenBoxArgs) -> None:
    """One member of the board has opened their layer: `after` is the digest of the list brought by `sealed.put`. The last
    one's opening makes the result, which the desk sees until the chair announces it.
    """
    box = keeping.box_of(tx, args.vote, "opening")
    keepers = keeping.keepers_of(tx, args.vote)
    mine = _whose_turn(keepers, who.person)
    before, given = given_to(tx, box, keepers, mine.place), brought(tx, box, mine.place)
    after, digest = hashes(given), keeping.manifest(box).digest
    if list_digest(digest, mine.place, after).hex() != args.after or after != sorted(set(after)):
        raise Conflict(_("Danh sách phiếu chưa gửi đủ. Hãy mở lại hòm phiếu."))
    unopened = sorted(set(args.unopened))
    if unopened != list(args.unopened) or not set(before).issuperset(unopened):
        raise Invalid({"unopened": _("Giá trị không hợp lệ.")})
    if len(after) + len(unopened) != len(before):
        raise Invalid({"after": _("Số phiếu trước và sau khi mở không bằng nhau.")})
    signature, key = keeping.hexed(args.signature, 64, "signature"), bytes.fromhex(mine.sign_key or "")
    if not opening_holds(digest, mine.place, before, after, unopened, signature, key):
        raise Invalid({"signature": _("Giá trị không hợp lệ.")})
    mine.opened_at, mine.hashes, mine.unopened, mine.signature = tx.now, after, unopened, args.signature
    tx.facts(before=list_digest(digest, mine.place - 1, before).hex())
    if mine is keepers[-1]:
        _count(tx, box, keepers, given)
    keeping.touch(tx, box, keepers)


def given_to(tx: Transaction, box: SealedBox, keepers: list[SealedKeeper], place: int) -> list[str]:
    """The digests on the list that the tablet at this place opens."""
    return list(keepers[place - 2].hashes) if place > 1 else [h1 for h1, _person, _e1 in sent(tx.connection, box.id)]


def brought(tx: Transaction, box: SealedBox, place: int) -> list[bytes]:
    """What the tablet at this place has brought so far, in its order."""
    listed = select(SealedItem.envelope).where(SealedItem.vote == box.id, SealedItem.layer == place)
    return list(tx.connection.execute(listed.order_by(SealedItem.place)).scalars())


def _count(tx: Transaction, box: SealedBox, keepers: list[SealedKeeper], plain: list[bytes]) -> None:
    rows = sent(tx.connection, box.id)
    l0, voters = [h1 for h1, _person, _e1 in rows], [person for _h1, person, _e1 in rows]
    bundle = keeping.published(box, keepers, voters, l0, plain)
    box.bundle, box.tally = bundle.text, list(bundle.tally)
    box.bundle_digest = keeping.digest_of(bundle.text)
    box.invalid, box.stage = box.envelopes - len(bundle.ballots), "counted"
    tx.session.flush()
    vote = tx.get(Vote, box.id)
    vote.result = judge(tx.connection, vote)
    tx.facts(result=vote.result, bundle=box.bundle_digest)


# -- announcing -------------------------------------------------------------------------------------------------------


@objection("vote.announce")
def announcing(tx: Transaction, _who: Actor, args: Any) -> str | None:
    """A secret result is there when the last tablet has opened."""
    box = tx.session.get(SealedBox, args.vote)
    return keeping.stage_said(box.stage) if box is not None and box.stage == "opening" else None


@consequence("vote.announce")
def announced(tx: Transaction, _who: Actor, args: Any) -> None:
    """All is published; the devices have a minute to look at it."""
    box = tx.session.get(SealedBox, args.vote)
    if box is None:
        return
    if box.stage == "counted":
        box.stage = "checking"
        box.confirm_until = tx.now + rules.CONFIRM_WITHIN
        tx.later("sealed.finish", {"vote": box.id}, box.confirm_until, key=f"sealed.finish/{box.id}")
        tx.facts(bundle=box.bundle_digest)
    keeping.touch(tx, box, keeping.keepers_of(tx, box.id))
