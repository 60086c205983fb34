"""Coming to the meeting: check-in, the secretary's marks, sites (`attendance.*`; replies and leave are in
`replies.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, NamedTuple
from weakref import WeakKeyDictionary

import msgspec
from msgspec import UNSET, Meta, UnsetType
from sqlalchemy import RowMapping, and_, bindparam, case, func, select, update

from app.commands import Asked, Made, Transaction, alone, command
from app.database import to_milliseconds
from app.house import House
from app.language import gettext as _
from app.language import speaking
from app.people.days import local
from app.policy import Actor
from app.text import tidy
from app.web.limits import Pace
from app.wire import Conflict, Invalid, NotInProgress, Refusal
from meetings.attendance import code_rules, rules
from meetings.attendance.models import Attendance, Site
from meetings.course.keeping import watch_quorum
from meetings.forms import Moment, PersonRef, SiteRef, text_of
from meetings.planning.models import Meeting, Participant

SiteName = Annotated[str, Meta(min_length=1, max_length=200)]

_some = (
    select(
        Attendance.id,
        Attendance.person,
        Attendance.status,
        Attendance.at,
        Attendance.arrived_at,
        Attendance.left_at,
        Attendance.reason,
        Attendance.site,
        Participant.id.label("participant"),
        Participant.site.label("planned_site"),
        Meeting.phase,
        Meeting.starts_at,
        Meeting.check_in_key,
        Meeting.vote_rules,
    )
    .join(Meeting, Meeting.id == Attendance.meeting)
    .join(Participant, and_(Participant.meeting == Attendance.meeting, Participant.person == Attendance.person))
    .where(Attendance.meeting == bindparam("of_meeting"), Attendance.person.in_(bindparam("people", expanding=True)))
)
_mark = (
    update(Attendance)
    .where(Attendance.id == bindparam("row"))
    .values(
        {
            key: bindparam(f"new_{key}")
            for key in ("status", "at", "arrived_at", "left_at", "reason", "site", "marked_by")
        }
    )
)
_seat = update(Participant).where(Participant.id == bindparam("row")).values(site=bindparam("new_site"))


class Marked(NamedTuple):
    """A mark to be kept, and the transaction of the command that sets it."""

    tx: Transaction
    row: RowMapping
    mark: rules.Mark
    site: str | None
    reason: str = ""
    by: str | None = None
    told: bool = False
    """Whether somebody said where: then the main hall, too, is where they are expected from now on."""


def load(tx: Transaction, people: Sequence[str]) -> dict[str, RowMapping]:
    """The attendance of these people, with what the rules ask of the meeting: one indexed query."""
    found = tx.connection.execute(_some, {"of_meeting": tx.subject, "people": people})
    return {row["person"]: row for row in found.mappings()}


def write(marks: Sequence[Marked]) -> None:
    """Keep marks, and touch what shows them: the row, the meeting (its quorum), the sites left and entered."""
    values, seats = [], []
    for tx, row, mark, site, reason, by, told in marks:
        new = {f"new_{key}": getattr(mark, key) for key in ("status", "at", "arrived_at", "left_at")}
        values.append({**new, "row": row["id"], "new_reason": reason, "new_site": site, "new_marked_by": by})
        tx.touch_own(Attendance, row["id"])
        tx.touch_own(Meeting, tx.subject)
        if site != row["planned_site"] and (told or site is not None or mark.status in rules.HERE):
            seats.append({"row": row["participant"], "new_site": site})
            tx.touch_own(Participant, row["participant"])
        sites = {row["site"], row["planned_site"], site} - {None}
        if sites:
            tx.touch_own(Site, *sites)
    if values:
        marks[0].tx.connection.execute(_mark, values)
    if seats:
        marks[0].tx.connection.execute(_seat, seats)
    if marks and marks[-1].row["phase"] in rules.UNDER_WAY:
        watch_quorum(marks[-1].tx)


class CheckInArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    code: Annotated[str, Meta(max_length=100)] | None = None
    online: bool = False
    site: SiteRef | UnsetType | None = UNSET
    """Absent: where they are planned; None: the main hall."""


def check_in_together(asked: Sequence[Asked]) -> list[Made | Refusal | None]:
    """A hall that comes in: everybody judged by themselves, written with one statement a table."""
    rows = load(asked[0].tx, [one.who.person for one in asked])
    answers: list[Made | Refusal | None] = [None] * len(asked)
    marks: list[Marked] = []
    for place, (tx, who, args) in enumerate(asked):
        row = rows[who.person]
        with speaking(who.language):
            try:
                refuse_outside(row, tx)
                _refuse_code(who, args, row, tx)
            except Refusal as refusal:
                answers[place] = refusal
                continue
        mark = mark_of(row)
        then = rules.marked(mark, "online" if args.online else "present", tx.now)
        site = kept_site(row) if isinstance(args.site, UnsetType) else args.site
        if then != mark or site != row["site"]:
            marks.append(Marked(tx, row, then, site))
    write(marks)
    return answers


def kept_site(row: RowMapping) -> str | None:
    """Where somebody comes to who says nothing of it: who is here stays, anybody else is expected where they were placed last,
    not where they were on the day before.
    """
    stays: str | None = row["site"] if row["status"] in rules.HERE else None
    planned: str | None = row["planned_site"]
    return stays or planned


_guessing: WeakKeyDictionary[House, Pace] = WeakKeyDictionary()
"""Codes tried by one person: ten at once, then six a minute. Six digits would else be found by trying from outside."""


def _refuse_code(who: Actor, args: CheckInArgs, row: RowMapping, tx: Transaction) -> None:
    """Raises Invalid for a code that isn't the hall's now, and without one where it is needed for being here in person; TooMany for
    who tries codes.
    """
    if args.code is not None:
        _guessing.setdefault(tx.house, Pace(1 / 10, 10)).check(who.person)
    if args.code is not None and not code_rules.fits(row["check_in_key"], args.code, tx.now):
        raise Invalid({"code": _("Mã điểm danh không đúng hoặc đã đổi. Hãy lấy mã đang hiện trên màn chiếu.")})
    needed = (row["vote_rules"] or {}).get("check_in_code", False)
    if needed and args.code is None and not args.online and row["status"] != "present":
        raise Invalid({"code": _("Điểm danh tại phòng họp cần mã đang hiện trên màn chiếu.")})


@command("attendance.check_in", stream="meeting", entry="attendance.checked_in", together=check_in_together)
def check_in(tx: Transaction, who: Actor, args: CheckInArgs) -> Made | None:
    """One is here, in the hall or online; a second time changes nothing. Raises NotInProgress outside the time
    for it.
    """
    return alone(check_in_together, tx, who, args)


def refuse_outside(row: Mapping[Any, Any], tx: Transaction) -> None:
    """Raises NotInProgress unless people may come in now."""
    if rules.check_in_open(row["phase"], row["starts_at"], tx.now):
        return
    if row["phase"] == "published":
        opens = local(rules.check_in_opens(row["starts_at"]))
        raise NotInProgress(
            _("Điểm danh mở từ %(time)s ngày %(date)s.", time=f"{opens:%H:%M}", date=f"{opens:%d/%m/%Y}")
        )
    raise NotInProgress(_("Cuộc họp đã kết thúc hoặc đã hủy, không điểm danh được nữa."))


class MarkArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    person: PersonRef
    status: Literal["present", "online", "absent", "left", "expected"]
    reason: Annotated[str, Meta(max_length=500)] | UnsetType = UNSET
    site: SiteRef | UnsetType | None = UNSET
    at: Moment | None = None
    """Since then, not since now: a mark taken back gives the status before it with its times."""
    arrived_at: Moment | None = None
    by_themselves: bool = False
    """They had come without anybody's help."""


@command("attendance.mark", stream="meeting", entry="attendance.marked")
def mark(tx: Transaction, who: Actor, args: MarkArgs) -> None:
    """The secretary's roll call. Absences may be noted ahead, everything else from the time of checking in
    until the end.
    """
    row = load(tx, [args.person])[args.person]
    if args.status not in ("absent", "expected") or row["phase"] != "published":
        refuse_outside(row, tx)
    before = mark_of(row)
    then = _restored(args, before, tx) if args.at else rules.marked(before, args.status, tx.now)
    if isinstance(args.reason, UnsetType):
        reason = row["reason"] if args.status in ("absent", "left") else ""
    else:
        reason = tidy(args.reason)
    planned = kept_site(row) if args.status in rules.HERE else row["site"]
    told = not isinstance(args.site, UnsetType)
    site = planned if isinstance(args.site, UnsetType) else args.site
    moved = site != row["site"] or (told and site != row["planned_site"])
    if then == before and reason == row["reason"] and not moved:
        return
    write([Marked(tx, row, then, site, reason, None if args.by_themselves else who.person or None, told)])


def _restored(args: MarkArgs, before: rules.Mark, tx: Transaction) -> rules.Mark:
    """Raises Invalid for times that can't be."""
    assert args.at is not None
    at, arrived_at = to_milliseconds(args.at), to_milliseconds(args.arrived_at) if args.arrived_at else None
    fault = rules.restoring_fault(at, arrived_at, tx.now)
    if fault is not None:
        raise Invalid({fault: _("Thời điểm này chưa thể có.")})
    return rules.restored(before, args.status, at, arrived_at)


class MarkManyArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    status: Literal["present", "online", "absent", "left", "expected"]
    people: Annotated[list[PersonRef], Meta(min_length=1, max_length=10_000)] | None = None


@command("attendance.mark_many", stream="meeting", entry="attendance.many_marked")
def mark_many(tx: Transaction, who: Actor, args: MarkManyArgs) -> None:
    """The roll call of a whole hall at once: these people, or (nobody named) all who are still expected."""
    meeting = tx.get(Meeting, tx.subject)
    if args.status not in ("absent", "expected") or meeting.phase != "published":
        refuse_outside({"phase": meeting.phase, "starts_at": meeting.starts_at}, tx)
    found = [(row, rules.marked(mark_of(row), args.status, tx.now)) for row in rows_of(tx, args.people)]
    changed = [(row, then) for row, then in found if then.status != row["status"]]
    if not changed:
        return
    tx.facts(marked=sorted(row["person"] for row, _then in changed))
    change_many(tx, changed, by=who.person or None)
    watch_quorum(tx)


def change_many(tx: Transaction, changed: Sequence[tuple[RowMapping, rules.Mark]], *, by: str | None) -> None:
    """Keep many marks at once, without reasons; each stays at their site."""
    if not changed:
        return
    keys = ("status", "at", "arrived_at", "left_at")
    marks = [{f"new_{key}": getattr(then, key) for key in keys} for _row, then in changed]
    rest = [
        {"row": row["id"], "new_site": row["site"], "new_reason": "", "new_marked_by": by} for row, _then in changed
    ]
    tx.connection.execute(_mark, [mark | more for mark, more in zip(marks, rest, strict=True)])
    tx.touch(Attendance, [row["id"] for row, _then in changed])
    tx.touch_own(Meeting, tx.subject)
    sites = {row["site"] for row, _then in changed} - {None}
    if sites:
        tx.touch(Site, sites)


def rows_of(tx: Transaction, people: list[str] | None) -> list[RowMapping]:
    """Attendance of these people; of those still expected, where nobody is named."""
    of_person = and_(Participant.meeting == Attendance.meeting, Participant.person == Attendance.person)
    columns = [getattr(Attendance, name) for name in ("id", "person", "status", "at", "arrived_at", "left_at")]
    stays = case((Attendance.status.in_(rules.HERE), Attendance.site))
    site = func.coalesce(stays, Participant.site).label("site")
    wanted = select(*columns, site).join(Participant, of_person).where(Attendance.meeting == tx.subject)
    if people is None:
        return list(tx.connection.execute(wanted.where(Attendance.status == "expected")).mappings())
    found: list[RowMapping] = []
    for start in range(0, len(people), 500):
        part = wanted.where(Attendance.person.in_(people[start : start + 500]))
        found += tx.connection.execute(part).mappings()
    return found


def mark_of(row: RowMapping) -> rules.Mark:
    return rules.Mark(row["status"], row["at"], row["arrived_at"], row["left_at"])


# -- sites ----------


class AddSiteArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    name: SiteName


@command("attendance.add_site", stream="meeting", entry="attendance.site_added")
def add_site(tx: Transaction, _who: Actor, args: AddSiteArgs) -> Made:
    """A place from which people take part."""
    refuse_after(tx)
    site = tx.add(Site(meeting=tx.subject, name=site_name(tx, args.name)))
    tx.touch(site)
    return Made(site.id)


class RenameSiteArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    site: SiteRef
    name: SiteName


@command("attendance.rename_site", stream="meeting", entry="attendance.site_renamed")
def rename_site(tx: Transaction, _who: Actor, args: RenameSiteArgs) -> None:
    refuse_after(tx)
    site = tx.get(Site, args.site)
    site.name = site_name(tx, args.name, but=site.id)
    tx.touch(site)


class SiteArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    site: SiteRef


@command("attendance.remove_site", stream="meeting", entry="attendance.site_removed")
def remove_site(tx: Transaction, _who: Actor, args: SiteArgs) -> None:
    """The site is gone and its people have none. Raises Conflict once somebody has come there."""
    refuse_after(tx)
    site = tx.get(Site, args.site)
    came = select(Attendance.id).where(Attendance.site == site.id, Attendance.arrived_at.is_not(None)).limit(1)
    if tx.session.scalar(came) is not None:
        raise Conflict(_("Đã có người điểm danh tại điểm cầu này nên không bỏ được."))
    tx.connection.execute(update(Attendance).where(Attendance.site == site.id).values(site=None))
    moved = list(tx.session.scalars(select(Participant.id).where(Participant.site == site.id)))
    tx.connection.execute(update(Participant).where(Participant.site == site.id).values(site=None))
    clerks = tx.session.execute(select(Participant.id, Participant.person).where(Participant.clerk_of == site.id)).all()
    tx.connection.execute(update(Participant).where(Participant.clerk_of == site.id).values(clerk_of=None))
    moved += [row.id for row in clerks]
    if moved:
        tx.touch(Participant, moved)
    if clerks:
        tx.rights(*(row.person for row in clerks))
    tx.facts(name=site.name)
    tx.delete(site)


class PlaceArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    people: Annotated[list[PersonRef], Meta(min_length=1, max_length=10_000)]
    site: SiteRef | None = None


@command("attendance.place", stream="meeting", entry="attendance.placed")
def place(tx: Transaction, _who: Actor, args: PlaceArgs) -> None:
    """These people are expected at a site (none: in the hall); who is here already is there."""
    refuse_after(tx)
    rows: list[Any] = []
    for start in range(0, len(args.people), 500):
        part = Participant.person.in_(args.people[start : start + 500])
        rows += tx.connection.execute(
            select(Participant.id, Participant.site).where(Participant.meeting == tx.subject, part)
        ).all()
    changed = [(row.id, row.site) for row in rows if row.site != args.site]
    if not changed:
        return
    for start in range(0, len(changed), 500):
        ids = [id for id, _site in changed[start : start + 500]]
        tx.connection.execute(update(Participant).where(Participant.id.in_(ids)).values(site=args.site))
        came = select(Participant.person).where(Participant.id.in_(ids))
        here = (Attendance.meeting == tx.subject, Attendance.status.in_(rules.HERE), Attendance.person.in_(came))
        tx.connection.execute(update(Attendance).where(*here).values(site=args.site))
    tx.touch(Participant, [id for id, _site in changed])
    sites = ({site for _id, site in changed} | {args.site}) - {None}
    tx.touch(Site, sites)


def refuse_after(tx: Transaction) -> None:
    if tx.get(Meeting, tx.subject).phase in ("ended", "cancelled"):
        raise Conflict(_("Cuộc họp đã kết thúc hoặc đã hủy, không sửa được nữa."))


def site_name(tx: Transaction, typed: str, but: str = "") -> str:
    name = text_of(typed, "name")
    same = select(Site.id).where(Site.meeting == tx.subject, Site.name == name, Site.id != but)
    if tx.session.scalar(same) is not None:
        raise Conflict(_("Điểm cầu %(name)s đã có.", name=name))
    return name
