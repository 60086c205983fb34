"""Preparing a meeting: create, clone, edit, invite (`meeting.*`; publishing to ending is in `phases.py`)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType
from sqlalchemy import delete, insert, select

from app.commands import Made, Transaction, command
from app.database import new_id
from app.language import gettext as _
from app.people import views as bodies
from app.policy import Actor
from app.text import tidy
from app.wire import Conflict, Invalid, NotFound
from meetings.agenda.models import Item
from meetings.attendance.models import Attendance, Site
from meetings.forms import Id, Moment, PersonRef, Video, text_of, video_link
from meetings.planning import people
from meetings.planning.models import GuestItem, Meeting, Participant
from meetings.planning.rules import OVER, UNDER_WAY
from meetings.planning.views import latest_held

Title = Annotated[str, Meta(min_length=1, max_length=300)]
Place = Annotated[str, Meta(max_length=300)]
Minutes = Annotated[int, Meta(ge=5, le=1440)]
Kind = Literal["regular", "extraordinary", "conference", "working"]


class CreateArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    title: Title
    starts_at: Moment
    minutes: Minutes = 120
    place: Place = ""
    kind: Kind = "regular"


@command("meeting.create", stream="body", entry="meeting.created", room="begins")
def create(tx: Transaction, who: Actor, args: CreateArgs) -> Made:
    """A meeting of this body, in preparation, with the body's people. Entry 1 of its own stream is this."""
    meeting = _new(tx, who, title=args.title, starts_at=args.starts_at, place=args.place)
    meeting.minutes, meeting.kind = args.minutes, args.kind
    people.bring_up_to_date(tx, meeting)
    return Made(meeting.id)


def _new(tx: Transaction, who: Actor, *, title: str, starts_at: datetime, place: str) -> Meeting:
    return tx.add(
        Meeting(
            body=tx.subject,
            title=text_of(title, "title"),
            starts_at=starts_at,
            place=tidy(place),
            created_by=who.person or None,
            created_at=tx.now,
        )
    )


class CloneArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    starts_at: Moment
    meeting: Id | None = None
    title: Title | None = None
    place: Place | None = None


@command("meeting.clone", stream="body", entry="meeting.created", room="begins")
def clone(tx: Transaction, who: Actor, args: CloneArgs) -> Made:
    """A meeting like an earlier one (the latest that was held, unless named): items, sites and guests come along, papers and
    results don't.
    """
    source = _source(tx, args.meeting)
    meeting = _new(
        tx,
        who,
        title=args.title or source.title,
        starts_at=args.starts_at,
        place=source.place if args.place is None else args.place,
    )
    meeting.minutes, meeting.kind, meeting.cloned_from = source.minutes, source.kind, source.id
    meeting.video = source.video
    people.bring_up_to_date(tx, meeting)
    items = _copy_items(tx, source.id, meeting.id)
    _copy_sites(tx, source.id, meeting.id)
    _copy_guests(tx, source.id, meeting.id, items)
    return Made(meeting.id)


def _source(tx: Transaction, id: str | None) -> Meeting:
    wanted = select(Meeting).where(Meeting.body == tx.subject)
    wanted = wanted.where(Meeting.id == id) if id else wanted.order_by(*latest_held()).limit(1)
    found = tx.session.scalar(wanted)
    if found is None and id is None:
        raise Conflict(_("Chưa có phiên họp nào để nhân bản."))
    if found is None:
        raise NotFound()
    return found


def _copy_items(tx: Transaction, source: str, target: str) -> dict[str, str]:
    """Returns {old id: new id}."""
    columns = ("order", "title", "minutes", "presenter", "vote_kind")
    rows = tx.connection.execute(select(Item.__table__).where(Item.meeting == source)).mappings().all()
    ids = {row["id"]: new_id() for row in rows}
    if rows:
        fresh = {"meeting": target, "state": "waiting", "queue": "open", "seconds_used": 0}
        values = [{**fresh, "id": ids[row["id"]], **{key: row[key] for key in columns}} for row in rows]
        tx.connection.execute(insert(Item), values)
        tx.touch(Item, ids.values())
    return ids


def _copy_sites(tx: Transaction, source: str, target: str) -> None:
    for row in tx.session.execute(select(Site.name, Site.video, Site.screen).where(Site.meeting == source)):
        tx.touch(tx.add(Site(meeting=target, name=row.name, video=row.video, screen=row.screen)))


def _copy_guests(tx: Transaction, source: str, target: str, items: dict[str, str]) -> None:
    here = set(tx.session.scalars(select(Participant.person).where(Participant.meeting == target)))
    guests = select(Participant).where(
        Participant.meeting == source,
        Participant.capacity.in_(("guest", "secretary")),
        Participant.on_roll.is_(False),
        Participant.former == "",  # who left the body isn't invited by having been in it
    )
    for row in tx.session.scalars(guests.order_by(Participant.order)).all():
        if row.person in here:
            continue
        people.invite(tx, target, row.person, row.capacity, name=row.name, office=row.office)
        invited = tx.session.scalars(
            select(GuestItem.item).where(GuestItem.meeting == source, GuestItem.person == row.person)
        )
        _set_items(tx, target, row.person, [items[item] for item in invited if item in items])


class EditArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    title: Title | UnsetType = UNSET
    starts_at: Moment | UnsetType = UNSET
    minutes: Minutes | UnsetType = UNSET
    place: Place | UnsetType = UNSET
    video: Video | UnsetType = UNSET
    kind: Kind | UnsetType = UNSET
    chair: PersonRef | UnsetType = UNSET
    vote_rules: dict[str, Any] | UnsetType | None = UNSET
    reason: Annotated[str, Meta(max_length=1000)] = ""


@command("meeting.edit", stream="meeting", entry="meeting.edited")
def edit(tx: Transaction, _who: Actor, args: EditArgs) -> None:
    """Change what was given. The time of a published meeting is changed by postponing it, so that everybody is
    told why. Once it has begun it keeps the rules of voting, and its chair, that it began with.
    """
    meeting = tx.get(Meeting, tx.subject)
    if meeting.phase in OVER:
        raise Conflict(_("Cuộc họp đã kết thúc hoặc đã hủy, không sửa được nữa."))
    if not isinstance(args.title, UnsetType):
        meeting.title = text_of(args.title, "title")
    for name in ("minutes", "kind"):
        value = getattr(args, name)
        if not isinstance(value, UnsetType):
            setattr(meeting, name, value)
    if not isinstance(args.place, UnsetType):
        meeting.place = tidy(args.place)
    if not isinstance(args.video, UnsetType):
        meeting.video = video_link(args.video)
    if not isinstance(args.vote_rules, UnsetType):
        if meeting.phase in UNDER_WAY:
            raise Conflict(_("Phiên họp đang diễn ra, quy tắc biểu quyết của phiên họp không đổi được nữa."))
        meeting.vote_rules = override(args.vote_rules, args.reason)
    if not isinstance(args.starts_at, UnsetType) and args.starts_at != meeting.starts_at:
        _move(tx, meeting, args.starts_at)
    if meeting.phase not in UNDER_WAY:
        people.bring_up_to_date(tx, meeting)
    if not isinstance(args.chair, UnsetType):
        if meeting.phase in UNDER_WAY:
            raise Conflict(
                _("Phiên họp đang diễn ra; muốn đổi người điều hành hãy dùng “Giao điều hành” trong phòng họp.")
            )
        people.appoint(tx, meeting, args.chair)
    tx.touch(meeting)


def _move(tx: Transaction, meeting: Meeting, starts_at: datetime) -> None:
    if meeting.phase != "preparing":
        raise Conflict(_("Cuộc họp đã phát hành; muốn đổi giờ hãy dùng “Hoãn họp” để mọi người được báo."))
    meeting.starts_at = starts_at
    tx.session.flush()


def override(rules: dict[str, Any] | None, reason: str) -> dict[str, Any]:
    """What the meeting overrides of the body's rules; needs a reason. Raises Invalid."""
    if not rules:
        return {}
    if not reason.strip():
        raise Invalid({"reason": _("Cần nêu lý do khi áp dụng quy tắc khác với quy tắc chung.")})
    for key, value in rules.items():
        known = bodies.RULES.get(key) if people.of_meetings(key) else None
        fault = _("Không có quy tắc này.") if known is None else known.check(value)
        if fault:
            raise Invalid({"vote_rules": fault})
    return {**rules, "overridden": sorted(rules), "reason": reason.strip()}


# -- guests ----------


class Invitation(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    person: Id
    capacity: Literal["guest", "secretary"] = "guest"
    office: Annotated[str, Meta(max_length=200)] | None = None
    items: Annotated[list[Id], Meta(max_length=200)] = []
    site: Id | None = None


class InviteArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    people: Annotated[list[Invitation], Meta(min_length=1, max_length=1000)]


@command("meeting.invite", stream="meeting", entry="meeting.invited")
def invite(tx: Transaction, _who: Actor, args: InviteArgs) -> None:
    """People beside the body's own: guests for some items, further secretaries. Inviting a guest again changes
    their items.
    """
    meeting = tx.get(Meeting, tx.subject)
    if meeting.phase in OVER:
        raise Conflict(_("Cuộc họp đã kết thúc hoặc đã hủy, không mời thêm được."))
    persons = bodies.persons_by_id(tx.connection, {row.person for row in args.people})
    items = set(tx.session.scalars(select(Item.id).where(Item.meeting == meeting.id)))
    sites = set(tx.session.scalars(select(Site.id).where(Site.meeting == meeting.id)))
    here = {
        row.person: row
        for row in tx.session.scalars(
            select(Participant).where(Participant.meeting == meeting.id, Participant.person.in_(persons))
        )
    }
    for row in args.people:
        _check(row, persons, items, sites)
        known = here.get(row.person)
        if known is not None and known.capacity != "guest":
            raise Conflict(_("%(name)s đã có trong thành phần dự họp.", name=known.name))
        office = tidy(row.office) if row.office is not None else persons[row.person]["office"]
        if known is None:
            people.invite(
                tx,
                meeting.id,
                row.person,
                row.capacity,
                name=persons[row.person]["name"],
                office=office,
                site=row.site,
            )
        else:
            known.capacity, known.office, known.site = row.capacity, office, row.site or known.site
            tx.touch(known)
        _set_items(tx, meeting.id, row.person, row.items if row.capacity == "guest" else [])
    if any(row.site for row in args.people):
        tx.touch(Site, sites)


def _check(row: Invitation, persons: Any, items: set[str], sites: set[str]) -> None:
    if row.person not in persons or not persons[row.person]["active"]:
        raise Invalid({"people": _("Không có người này trong danh sách tài khoản.")})
    if not items.issuperset(row.items):
        raise Invalid({"people": _("Có nội dung không thuộc chương trình này.")})
    if row.site is not None and row.site not in sites:
        raise Invalid({"people": _("Không có điểm cầu này.")})


def _set_items(tx: Transaction, meeting: str, person: str, items: list[str]) -> None:
    """The items a guest is invited to; the guest's devices join again with the new rights."""
    own = (GuestItem.meeting == meeting, GuestItem.person == person)
    tx.connection.execute(delete(GuestItem).where(*own))
    if items:
        rows = [{"id": new_id(), "meeting": meeting, "person": person, "item": item} for item in sorted(set(items))]
        tx.connection.execute(insert(GuestItem), rows)
    participant = select(Participant.id).where(Participant.meeting == meeting, Participant.person == person)
    tx.touch(Participant, list(tx.connection.execute(participant).scalars()))
    tx.rights(person, stream=f"meeting:{meeting}")


class UninviteArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    person: PersonRef


@command("meeting.uninvite", stream="meeting", entry="meeting.uninvited")
def uninvite(tx: Transaction, who: Actor, args: UninviteArgs) -> None:
    """Take an invitation back. The body's members are always invited; whoever has come belongs to the minutes."""
    meeting = tx.get(Meeting, tx.subject)
    own = (Participant.meeting == meeting.id, Participant.person == args.person)
    row = tx.session.scalars(select(Participant).where(*own)).one()
    if row.on_roll or row.capacity == "chair":
        raise Conflict(_("Thành viên của cơ quan luôn có trong thành phần dự họp."))
    if row.person == who.person:
        raise Conflict(_("Không thể tự rút khỏi thành phần dự họp."))
    came = select(Attendance.arrived_at).where(Attendance.meeting == meeting.id, Attendance.person == row.person)
    if row.former:
        raise Conflict(_("%(name)s đã thuộc thành phần dự họp của ngày trước nên không bỏ được nữa.", name=row.name))
    if meeting.phase in OVER or tx.connection.execute(came).scalar() is not None:
        raise Conflict(_("%(name)s đã dự họp nên không bỏ được nữa.", name=row.name))
    if row.substitutes is not None:
        theirs = select(Attendance.id).where(Attendance.meeting == meeting.id, Attendance.person == row.substitutes)
        tx.touch(Attendance, list(tx.connection.execute(theirs).scalars()))
    people.remove(tx, meeting.id, [row.person])
    tx.touch(Site, list(tx.session.scalars(select(Site.id).where(Site.meeting == meeting.id))))
