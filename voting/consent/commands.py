"""Saying beforehand that one has nothing against an item, or has; and adopting all unopposed items in one act (`consent.*`)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta
from sqlalchemy import select

from app.commands import Made, Transaction, command
from app.doors import consequence
from app.language import gettext as _
from app.policy import Actor
from app.wire import Conflict, Invalid, NotInProgress
from meetings.agenda.keeping import keeps_its_item
from meetings.agenda.models import Item
from meetings.attendance.rules import quorum
from meetings.attendance.views import Presence, presence
from meetings.forms import ItemRef, Reason, phase_said, text_of
from meetings.planning.models import Meeting, Participant
from meetings.planning.rules import UNDER_WAY
from meetings.speaking import wishes
from voting.consent import rules
from voting.consent.models import Adoption, ConsentMark
from voting.votes.opening import rules_in_force

AdoptionRef = Annotated[str, Meta(max_length=40, extra={"ref": "adoptions"})]
Items = Annotated[list[ItemRef], Meta(min_length=1, max_length=200)]


class MarkArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """No objection; an objection; the wish to speak before it is decided."""

    item: ItemRef
    mark: Literal["agreed", "objection", "speak"]


@command("consent.mark", stream="meeting", entry="consent.marked")
def mark(tx: Transaction, who: Actor, args: MarkArgs) -> None:
    """One's word on a consent item, in place of the one before. The desk and oneself see it, nobody else."""
    meeting, item = tx.get(Meeting, tx.subject), tx.get(Item, args.item)
    if meeting.phase not in rules.MARKED_IN:
        raise NotInProgress(phase_said(meeting, tx.now))
    if not rules.may_mark(meeting.phase, _matter(item)):
        raise Conflict(_("Nội dung này không còn chờ thông qua chung."))
    own = select(ConsentMark).where(ConsentMark.item == item.id, ConsentMark.person == who.person)
    row = tx.session.scalars(own).first()
    if row is None:
        row = tx.add(ConsentMark(meeting=meeting.id, item=item.id, person=who.person, mark="", at=tx.now))
    elif row.mark == args.mark:
        return
    row.mark, row.at = args.mark, tx.now
    tx.touch(row)


class AdoptArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """`items`: those the chair has read out."""

    items: Items


@command("consent.adopt", stream="meeting", entry="consent.adopted")
def adopt(tx: Transaction, who: Actor, args: AdoptArgs) -> Made:
    """All of these items are adopted at once, for nobody objects. Raises Conflict where somebody has meanwhile, and where those
    present could not decide.
    """
    meeting = tx.get(Meeting, tx.subject)
    if meeting.phase != "in_progress":
        raise NotInProgress(phase_said(meeting, tx.now))
    listed = list(tx.session.scalars(select(Item).where(Item.meeting == meeting.id).order_by(Item.order, Item.id)))
    marks = tx.connection.execute(
        select(ConsentMark.item, ConsentMark.mark).where(ConsentMark.meeting == meeting.id)
    ).all()
    free, taken_out = rules.sorted_out(map(_matter, listed), [(row.item, row.mark) for row in marks])
    asked = [item for item in listed if item.id in set(args.items)]
    if len(asked) < len(args.items):
        raise Invalid({"items": _("Giá trị không hợp lệ.")})
    opposed = rules.adopt_fault([item.id for item in asked], free)
    if opposed is not None:
        place = next(item.order for item in asked if item.id == opposed)
        raise Conflict(_("Nội dung %(n)s không còn thông qua chung được: đã có ý kiến khác hoặc đã xử lý.", n=place))
    made = _record(tx, who, meeting, [item.id for item in asked], taken_out)
    for item in asked:
        item.state, item.finished_at = "done", tx.now
    tx.facts(taken_out=taken_out, members=made.members, present=made.present, needed=made.needed, rules=made.rules)
    tx.touch(made, *asked)
    return Made(made.id)


class AnnulArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    adoption: AdoptionRef
    reason: Reason


@command("consent.annul", stream="meeting", entry="consent.annulled")
def annul(tx: Transaction, who: Actor, args: AnnulArgs) -> None:
    """The act is set aside with a reason and stays readable; its items wait again, to be discussed, or adopted anew. One that
    was taken up since is left as it stands. Raises Conflict where it was annulled before, NotInProgress once the meeting is
    over: nothing could be discussed any more.
    """
    meeting, act = tx.get(Meeting, tx.subject), tx.get(Adoption, args.adoption)
    if meeting.phase not in UNDER_WAY:
        raise NotInProgress(phase_said(meeting, tx.now))
    if act.annulled_at is not None:
        raise Conflict(_("Việc thông qua này đã bị hủy."))
    act.annulled_at, act.annulled_by, act.reason = tx.now, who.person, text_of(args.reason, "reason")
    items = [tx.get(Item, item) for item in act.items]
    back = [item for item in items if rules.goes_back(item.state, item.finished_at, act.at)]
    for item in back:
        item.state, item.finished_at = "waiting", None
    tx.touch(act, *back)


@consequence("agenda.start_item")
def who_wished_to_speak_is_on_the_list(tx: Transaction, _who: Actor, args: Any) -> None:
    """Said before the session, and not taken back until the item is taken up: nobody has to ask twice. Who presides needs no
    list to speak.
    """
    said = select(ConsentMark.person).where(ConsentMark.item == args.item, ConsentMark.mark == rules.SPEAK)
    persons = tx.connection.execute(said.order_by(ConsentMark.at, ConsentMark.id)).scalars()
    chair = select(Participant.person).where(Participant.meeting == tx.subject, Participant.capacity == "chair")
    presides = tx.connection.execute(chair).scalar()
    wish = _("Đã xin phát biểu từ trước.")  # the speaker may write something else
    wishes.join(tx, args.item, [one for one in persons if one != presides], wish)


def _record(tx: Transaction, who: Actor, meeting: Meeting, items: list[str], taken_out: list[str]) -> Adoption:
    """Raises Conflict where those present could not decide."""
    held = rules_in_force(tx, meeting)
    counted = presence(tx.connection, [meeting.id]).get(meeting.id, Presence())
    here = quorum(counted.present, counted.members, held.quorum)
    voters = counted.present if held.online_votes else counted.present - counted.online
    if not rules.carries(held.majority, here, counted.members, voters):
        raise _too_few(counted, voters)
    return tx.add(
        Adoption(
            meeting=meeting.id, by=who.person, at=tx.now, items=items, taken_out=taken_out,
            members=counted.members, present=here.present, needed=here.needed, rules={**held.as_form(), "voters": voters},
        )
    )  # fmt: skip


def _too_few(counted: Presence, voters: int) -> Conflict:
    if voters == counted.present:
        said = _("Có mặt %(present)s trên tổng số %(members)s thành viên, không đủ để thông qua.", **counted._asdict())
    else:
        said = _(
            "Có mặt %(present)s trên tổng số %(members)s thành viên, trong đó %(voters)s người được biểu quyết, "
            "không đủ để thông qua.",
            present=counted.present,
            members=counted.members,
            voters=voters,
        )
    return Conflict(said)


def _matter(item: Item) -> rules.Matter:
    return rules.Matter(item.id, item.vote_kind, item.state)


keeps_its_item(
    ConsentMark, lambda: _("Đã có thành viên cho ý kiến về nội dung này nên không bỏ khỏi chương trình được.")
)
