"""Rooms with their plans (`room.*`), and who sits where in a meeting (`seating.*`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType
from sqlalchemy import case, delete, insert, select, update

from app.commands import Made, Transaction, command
from app.database import new_id
from app.language import gettext as _
from app.policy import Actor
from app.wire import Conflict, Invalid
from meetings.forms import Id, PersonRef, text_of
from meetings.planning.models import Meeting, Participant
from meetings.planning.rules import OVER
from meetings.seating import rules
from meetings.seating.models import MeetingRoom, Seat, Seating

Name = Annotated[str, Meta(min_length=1, max_length=200)]
Shape = Literal["arcs", "rows", "u"]
Head = Annotated[int, Meta(ge=0, le=10_000)]
Rows = Annotated[list[Annotated[int, Meta(ge=0, le=10_000)]], Meta(max_length=1000)]
RoomRef = Annotated[str, Meta(max_length=40, extra={"ref": "rooms"})]

# -- rooms ----------


class CreateRoomArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    name: Name
    shape: Shape
    rows: Rows
    head: Head = 0


@command("room.create", stream="body", entry="room.created")
def create_room(tx: Transaction, _who: Actor, args: CreateRoomArgs) -> Made:
    """A room in which the body meets, with the plan of its seats."""
    plan = _sound(rules.Plan(args.shape, args.head, tuple(args.rows)))
    name = _room_name(tx, args.name)
    room = MeetingRoom(body=tx.subject, name=name, shape=plan.shape, head=plan.head, rows=list(plan.rows))
    tx.touch(tx.add(room))
    return Made(room.id)


class EditRoomArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    room: RoomRef
    name: Name | UnsetType = UNSET
    shape: Shape | UnsetType = UNSET
    rows: Rows | UnsetType = UNSET
    head: Head | UnsetType = UNSET


@command("room.edit", stream="body", entry="room.edited")
def edit_room(tx: Transaction, _who: Actor, args: EditRoomArgs) -> None:
    """Change what was given. Meetings that have taken the plan keep it as it was, until they take it again."""
    room = tx.get(MeetingRoom, args.room)
    if not isinstance(args.name, UnsetType):
        room.name = _room_name(tx, args.name, but=room.id)
    shape = room.shape if isinstance(args.shape, UnsetType) else args.shape
    head = room.head if isinstance(args.head, UnsetType) else args.head
    rows = room.rows if isinstance(args.rows, UnsetType) else args.rows
    plan = _sound(rules.Plan(shape, head, tuple(rows)))
    room.shape, room.head, room.rows = plan.shape, plan.head, list(plan.rows)
    tx.touch(room)


class RoomArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    room: RoomRef


@command("room.remove", stream="body", entry="room.removed")
def remove_room(tx: Transaction, _who: Actor, args: RoomArgs) -> None:
    """The room is in the list no more. Meetings that have taken its plan keep it."""
    room = tx.get(MeetingRoom, args.room)
    tx.facts(name=room.name)
    tx.delete(room)


def _room_name(tx: Transaction, typed: str, but: str = "") -> str:
    name = text_of(typed, "name")
    same = select(MeetingRoom.id).where(MeetingRoom.body == tx.subject, MeetingRoom.name == name)
    if tx.session.scalar(same.where(MeetingRoom.id != but)) is not None:
        raise Conflict(_("Phòng %(name)s đã có.", name=name))
    return name


def _sound(plan: rules.Plan) -> rules.Plan:
    """The plan, if it can be built. Raises Invalid, in words."""
    fault = rules.plan_fault(plan)
    if fault is None:
        return plan
    told = {
        "shape": ("shape", _("Chọn một kiểu xếp ghế.")),
        "head": ("head", _("Bàn chủ tọa có từ 0 đến %(n)s ghế.", n=rules.MOST_AT_HEAD)),
        "rows": ("rows", _("Nhiều nhất %(n)s hàng ghế.", n=rules.MOST_ROWS)),
        "row": ("rows", _("Mỗi hàng có từ 1 đến %(n)s ghế.", n=rules.MOST_IN_ROW)),
        "none": ("rows", _("Phòng cần có ít nhất một ghế.")),
        "many": ("rows", _("Một phòng có nhiều nhất %(n)s ghế.", n=rules.MOST_SEATS)),
    }
    field, words = told[fault]
    raise Invalid({field: words})


# -- a meeting's plan ----------


PLANNED = ("name", "shape", "head", "rows")
"""What a meeting takes from a room; a fact of its entry, for the room may be rebuilt later."""


class ChooseArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    room: Id | None = None


@command("seating.choose", stream="meeting", entry="seating.chosen")
def choose(tx: Transaction, _who: Actor, args: ChooseArgs) -> None:
    """The meeting takes a room's plan as it is now (none: seats are drawn as they come). Taking the same room's plan again,
    people keep their seats as far as there are so many; from another room's they have none.
    """
    meeting = _open_meeting(tx)
    before = _seating(tx)
    if args.room is None:
        if before is not None:
            _unseat(tx, list(_seated(tx)))
            tx.delete(before)
        return
    room = tx.session.get(MeetingRoom, args.room)
    if room is None or room.body != meeting.body:
        raise Invalid({"room": _("Không có phòng này trong danh sách của cơ quan.")})
    seated = _seated(tx)
    plan = rules.Plan(room.shape, room.head, tuple(room.rows))
    staying = rules.kept(plan, seated) if before is not None and before.room == room.id else {}
    _unseat(tx, [person for person in seated if person not in staying])
    seating = before or tx.add(Seating(meeting=meeting.id, room=room.id, name="", shape="", head=0, rows=[]))
    seating.room, seating.name = room.id, room.name
    seating.shape, seating.head, seating.rows = room.shape, room.head, list(room.rows)
    tx.facts(plan={name: getattr(seating, name) for name in PLANNED})
    tx.touch(seating)


class PlaceArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    person: PersonRef
    seat: Annotated[int, Meta(ge=1, le=10_000)]


@command("seating.place", stream="meeting", entry="seating.placed")
def place(tx: Transaction, _who: Actor, args: PlaceArgs) -> None:
    """Somebody takes a seat. Who sat there goes to the seat that becomes free; where there is none, they have none."""
    _open_meeting(tx)
    plan = _plan(tx)
    if args.seat > plan.seats:
        raise Invalid({"seat": _("Phòng này không có ghế đó.")})
    changed = rules.placed(_seated(tx), args.person, args.seat)
    _unseat(tx, [person for person, seat in changed.items() if seat is None])
    _seat(tx, {person: seat for person, seat in changed.items() if seat is not None})


class ClearArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    people: Annotated[list[PersonRef], Meta(min_length=1, max_length=10_000)] | None = None


@command("seating.clear", stream="meeting", entry="seating.cleared")
def clear(tx: Transaction, _who: Actor, args: ClearArgs) -> None:
    """These people have no seat any more (nobody named: none has)."""
    _open_meeting(tx)
    seated = _seated(tx)
    _unseat(tx, [person for person in seated if args.people is None or person in set(args.people)])


class FillArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Everybody."""


@command("seating.fill", stream="meeting", entry="seating.filled")
def fill(tx: Transaction, _who: Actor, args: FillArgs) -> None:
    """Whoever has no seat takes the next free one: the chair, the members in their order, substitutes, secretaries, guests.
    People at other sites and absent members with a substitute need none. Raises Conflict when the room is full.
    """
    _open_meeting(tx)
    plan, seated = _plan(tx), _seated(tx)
    waiting = [person for person in _in_order(tx) if person not in seated]
    found = rules.filled(plan, seated, waiting)
    if waiting and not found:
        raise Conflict(_("Phòng đã hết ghế trống."))
    _seat(tx, found)


RANK = ("chair", "member", "substitute", "secretary", "guest")


def _in_order(tx: Transaction) -> list[str]:
    here = (Participant.meeting == tx.subject, Participant.site.is_(None))
    rank = case({capacity: place for place, capacity in enumerate(RANK)}, value=Participant.capacity, else_=len(RANK))
    replaced = select(Participant.substitutes).where(
        Participant.meeting == tx.subject, Participant.substitutes.is_not(None)
    )
    wanted = select(Participant.person).where(*here, Participant.person.not_in(replaced))
    return list(tx.session.scalars(wanted.order_by(rank, Participant.order, Participant.person)))


# -- rows ----------


def _open_meeting(tx: Transaction) -> Meeting:
    meeting = tx.get(Meeting, tx.subject)
    if meeting.phase in OVER:
        raise Conflict(_("Cuộc họp đã kết thúc hoặc đã hủy, không sửa được nữa."))
    return meeting


def _seating(tx: Transaction) -> Seating | None:
    return tx.session.scalar(select(Seating).where(Seating.meeting == tx.subject))


def _plan(tx: Transaction) -> rules.Plan:
    seating = _seating(tx)
    if seating is None:
        raise Conflict(_("Chưa chọn phòng nào. Hãy chọn phòng trước khi xếp chỗ."))
    return rules.Plan(seating.shape, seating.head, tuple(seating.rows))


def _seated(tx: Transaction) -> dict[str, int]:
    rows = tx.connection.execute(select(Seat.person, Seat.seat).where(Seat.meeting == tx.subject))
    return {row.person: row.seat for row in rows}


def _seat(tx: Transaction, wanted: Mapping[str, int]) -> None:
    """These people sit there from now on, whether they had a seat or not; facts tell it for the audit."""
    if not wanted:
        return
    tx.facts(seated=dict(wanted))
    own = select(Seat.id, Seat.person).where(Seat.meeting == tx.subject, Seat.person.in_(list(wanted)))
    known = {row.person: row.id for row in tx.connection.execute(own)}
    for person, id in known.items():
        tx.connection.execute(update(Seat).where(Seat.id == id).values(seat=wanted[person]))
    fresh: list[dict[str, Any]] = [
        {"id": new_id(), "meeting": tx.subject, "person": person, "seat": seat}
        for person, seat in wanted.items()
        if person not in known
    ]
    if fresh:
        tx.connection.execute(insert(Seat), fresh)
    tx.touch_own(Seat, *known.values(), *(row["id"] for row in fresh))


def _unseat(tx: Transaction, people: list[str]) -> None:
    if not people:
        return
    tx.facts(unseated=sorted(people))
    own = select(Seat.id).where(Seat.meeting == tx.subject, Seat.person.in_(people))
    ids = list(tx.connection.execute(own).scalars())
    tx.touch_own(Seat, *ids)
    tx.connection.execute(delete(Seat).where(Seat.id.in_(ids)))
