"""What the pages of meetings show, read set-wise: a meeting's people and replies, the invitation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, select

from app.language import gettext as _
from app.language import ngettext
from app.people.days import local, local_day
from app.people.models import Body, Membership, Person
from app.people.views import body_rule
from app.policy import Actor
from app.web.asked import asked_once
from meetings.agenda.models import Item
from meetings.attendance.models import Attendance
from meetings.attendance.rules import HERE, TWO_THIRDS, can_be_replaced, quorum, reply_open
from meetings.planning import rules, said
from meetings.planning.models import GuestItem, Meeting, Participant

# -- bodies -----------------------------------------------------------------------------------------------------------


@asked_once
def bodies_of(read: Connection, person: str, capacity: str | None = None) -> list[RowMapping]:
    """The bodies a person is in today (in this capacity)."""
    day = local_day(datetime.now(UTC)).isoformat()
    wanted = (
        select(Body.id, Body.name, Body.short_name, Membership.capacities)
        .join(Membership, Membership.body == Body.id)
        .where(
            Membership.person == person,
            Membership.from_date <= day,
            Membership.until_date.is_(None) | (Membership.until_date >= day),
        )
        .order_by(Body.name)
    )
    return [row for row in read.execute(wanted).mappings() if capacity is None or capacity in row["capacities"]]


def is_screen(read: Connection, person: str) -> bool:
    """A hall's screen and nobody: no tasks, nothing to read, one room to open."""
    held = [set(body["capacities"]) for body in bodies_of(read, person)]
    return bool(held) and all(capacities == {"hall"} for capacities in held)


def bodies_to_prepare(read: Connection, person: str) -> list[RowMapping]:
    """Those whose meetings this person prepares."""
    return bodies_of(read, person, "secretary")


# -- days -------------------------------------------------------------------------------------------------------------


def when(moment: datetime, now: datetime) -> str:
    """A time near now as people say it: "16:30 hôm nay", "08:00 ngày 03/12"."""
    there, today = local(moment), local_day(now)
    days = (there.date() - today).days
    if days == 0:
        return _("%(time)s hôm nay", time=f"{there:%H:%M}")
    if days == 1:
        return _("%(time)s ngày mai", time=f"{there:%H:%M}")
    if days == -1:
        return _("%(time)s hôm qua", time=f"{there:%H:%M}")
    return _("%(time)s ngày %(date)s", time=f"{there:%H:%M}", date=f"{there:%d/%m/%Y}")


# -- one meeting ------------------------------------------------------------------------------------------------------


def chair_of(read: Connection, meeting: str) -> RowMapping | None:
    wanted = select(Participant.name, Participant.office).where(
        Participant.meeting == meeting, Participant.capacity == "chair"
    )
    return read.execute(wanted).mappings().first()


def screens_of(read: Connection, meeting: RowMapping) -> dict[str, str]:
    """{account: name} of the hall's screens of the meeting's body on its day."""
    day = local_day(meeting["starts_at"]).isoformat()
    wanted = (
        select(Person.id, Person.name, Membership.capacities)
        .join(Membership, Membership.person == Person.id)
        .where(
            Membership.body == meeting["body"],
            Membership.from_date <= day,
            Membership.until_date.is_(None) | (Membership.until_date >= day),
        )
        .order_by(Person.name)
    )
    return {row.id: row.name for row in read.execute(wanted) if "hall" in row.capacities}


def people_in(read: Connection, meeting: str) -> set[str]:
    return set(read.execute(select(Participant.person).where(Participant.meeting == meeting)).scalars())


def people_of(read: Connection, meeting: str) -> list[RowMapping]:
    """Everybody in the meeting with their answers, in the body's order."""
    wanted = (
        select(
            Participant.person,
            Participant.name,
            Participant.office,
            Participant.capacity,
            Participant.on_roll,
            Participant.substitutes,
            Participant.site,
            Participant.number,
            Participant.clerk_of,
            Participant.former,
            Participant.former_at,
            Participant.joined_at,
            Attendance.status,
            Attendance.reply,
            Attendance.leave,
            Attendance.leave_reason,
            Attendance.leave_note,
            Attendance.leave_from,
            Attendance.leave_until,
        )
        .outerjoin(
            Attendance,
            and_(Attendance.meeting == Participant.meeting, Attendance.person == Participant.person),
        )
        .where(Participant.meeting == meeting)
        .order_by(Participant.order, Participant.name)
    )
    return list(read.execute(wanted).mappings())


def items_for(read: Connection, meeting: str, scopes: frozenset[str]) -> list[dict[str, Any]]:
    """The items these scopes see, numbered as on the agenda, with the time each should begin at."""
    wanted = select(Item.__table__).where(Item.meeting == meeting).order_by(Item.order, Item.id)
    rows = read.execute(wanted).mappings().all()
    begin = read.execute(select(Meeting.starts_at).where(Meeting.id == meeting)).scalar_one()
    everything = not scopes.isdisjoint({"desk", "members", "hall"})
    found: list[dict[str, Any]] = []
    for number, row in enumerate(rows, start=1):
        end = begin + timedelta(minutes=row["minutes"])
        if everything or f"item:{row['id']}" in scopes:
            found.append({**row, "number": number, "begins": begin, "ends": end})
        begin = end
    return found


def counted(people: Sequence[Mapping[Any, Any]]) -> dict[str, int]:
    """Who comes, in numbers: told to everybody, names and reasons aside."""
    members = [row for row in people if row["on_roll"]]
    by_leave = Counter(row["leave"] for row in members)
    return {
        "members": len(members),
        "coming": sum(row["reply"] == "yes" for row in members),
        "asked": by_leave["asked"],
        "granted": by_leave["granted"],
        "here": sum(row["status"] in HERE for row in members),
        "substitutes": sum(row["capacity"] == "substitute" for row in people),
        "guests": sum(row["capacity"] == "guest" and not row["former"] for row in people),
        "silent": sum(not row["reply"] and not row["leave"] for row in members),
    }


def member_values(read: Connection, who: Actor, meeting: RowMapping, now: datetime) -> dict[str, Any]:
    """What the meeting's page shows one person beside the items."""
    people = people_of(read, meeting["id"])
    mine = next((row for row in people if row["person"] == who.person), None)
    names = {row["person"]: row["name"] for row in people}
    return {
        "body": read.execute(select(Body.name).where(Body.id == meeting["body"])).scalar_one(),
        "chair": next((row for row in people if row["capacity"] == "chair"), None),
        "people": people,
        "names": names,
        "mine": mine,
        "substitute": next((row for row in people if row["substitutes"] == who.person), None),
        "numbers": counted(people),
        "reply_open": reply_open(meeting["phase"]) and mine is not None,
        "may_send": mine is not None and may_send_substitute(read, meeting, mine),
        "leaves": [row for row in people if row["leave"] == "asked"] if who.capacity == "chair" else [],
        "papers_by": rules.publish_by(local_day(meeting["starts_at"]), meeting["kind"]),
        "days_left": (local_day(meeting["starts_at"]) - local_day(now)).days,
    }


def may_send_substitute(read: Connection, meeting: RowMapping, mine: RowMapping) -> bool:
    day = local_day(meeting["starts_at"])
    allowed = bool(body_rule(read, meeting["body"], "substitutes", day))
    return allowed and can_be_replaced(mine["capacity"], mine["on_roll"])


# -- the secretary's page ---------------------------------------------------------------------------------------------


def desk_head(read: Connection, meeting: RowMapping) -> dict[str, Any]:
    """The title block and the tabs."""
    people = people_of(read, meeting["id"])
    return {"chair": next((row for row in people if row["capacity"] == "chair"), None), "people": people}


def before_publishing(
    meeting: Mapping[Any, Any],
    people: Sequence[Mapping[Any, Any]],
    items: Sequence[Mapping[Any, Any]],
    now: datetime,
) -> list[dict[str, str]]:
    """What to look at before publishing, and whether it is as it should be."""
    numbers = counted(people)
    found = [_notice(meeting, now)]
    if not any(row["capacity"] == "chair" for row in people):
        found.append(_line("warning-circle", "dat", _("Chưa có chủ trì"), _("Chọn trong mục Thành phần")))
    if not items:
        found.append(_line("warning-circle", "dat", _("Chương trình chưa có nội dung nào"), ""))
    if meeting["phase"] == "published":
        rule = (meeting["vote_rules"] or {}).get("quorum") or TWO_THIRDS
        expected = quorum(numbers["coming"], numbers["members"], rule)
        found.append(
            _line(
                "check-circle-fill" if expected.met else "hourglass-medium",
                "lam" if expected.met else "vang",
                _("%(n)s/%(all)s thành viên xác nhận", n=numbers["coming"], all=numbers["members"]),
                _("Đủ túc số dự kiến, cần %(n)s", n=expected.needed)
                if expected.met
                else _("Chưa đủ túc số dự kiến, cần %(n)s", n=expected.needed),
            )
        )
    if numbers["asked"]:
        found.append(
            _line(
                "hourglass-medium",
                "vang",
                _("%(n)s người báo vắng chờ chủ trì duyệt", n=numbers["asked"]),
                "",
            )
        )
    return found


def _notice(meeting: Mapping[Any, Any], now: datetime) -> dict[str, str]:
    """The notice the law asks for: in working days before regular sessions, in days before others."""
    day, kind = local_day(meeting["starts_at"]), meeting["kind"]
    needed, working = rules.notice_needed(kind)
    required = (
        ngettext("Quy định: trước %(num)s ngày làm việc", "Quy định: trước %(num)s ngày làm việc", needed)
        if working
        else ngettext("Quy định: trước %(num)s ngày", "Quy định: trước %(num)s ngày", needed)
    )
    if meeting["published_at"] is not None:
        sent = local_day(meeting["published_at"])
        if rules.notice_given(sent, day, kind):
            return _line("check-circle-fill", "lam", _sent_before(sent, day, working), required)
        late = (
            ngettext(
                "Muộn so với quy định: trước %(num)s ngày làm việc",
                "Muộn so với quy định: trước %(num)s ngày làm việc",
                needed,
            )
            if working
            else ngettext(
                "Muộn so với quy định: trước %(num)s ngày", "Muộn so với quy định: trước %(num)s ngày", needed
            )
        )
        return _line("warning-circle", "dat", _sent_before(sent, day, working), late)
    last = rules.publish_by(day, kind)
    if local_day(now) <= last:
        return _line("clock", "", _("Cần phát hành trước hết ngày %(date)s", date=f"{last:%d/%m/%Y}"), required)
    late = _("Đã quá hạn gửi giấy mời (%(date)s)", date=f"{last:%d/%m/%Y}")
    return _line("warning-circle", "dat", late, _("Vẫn phát hành được khi việc gấp; nhật ký ghi là gửi muộn."))


def _sent_before(sent: date, day: date, working: bool) -> str:
    """How long before the meeting its invitation went out; days that count for nothing are said as what they are."""
    counted, days = rules.working_days_between(sent, day), (day - sent).days
    if days < 1:
        return _("Giấy mời gửi ngay trong ngày họp")
    if not working:
        return ngettext("Giấy mời đã gửi trước %(num)s ngày", "Giấy mời đã gửi trước %(num)s ngày", days)
    if counted < 1:
        return _("Giấy mời đã gửi trước phiên họp, không có ngày làm việc nào ở giữa")
    return ngettext(
        "Giấy mời đã gửi trước %(num)s ngày làm việc", "Giấy mời đã gửi trước %(num)s ngày làm việc", counted
    )


def _line(icon: str, tone: str, text: str, more: str) -> dict[str, str]:
    return {"icon": icon, "tone": tone, "text": text, "more": more, "href": ""}


# -- the invitation and the calendar file -----------------------------------------------------------------------------


def invitation(read: Connection, meeting: RowMapping, body: RowMapping) -> dict[str, Any]:
    """The parts of Mẫu 1.7 in their order."""
    people = people_of(read, meeting["id"])
    guests = [row for row in people if row["capacity"] == "guest" and not row["former"]]
    items = {row["id"]: row for row in items_for(read, meeting["id"], frozenset({"desk"}))}
    listed = select(GuestItem.person, GuestItem.item).where(GuestItem.meeting == meeting["id"])
    invited: dict[str, list[int]] = {}
    for person, item in read.execute(listed):
        if item in items:
            invited.setdefault(person, []).append(items[item]["number"])
    return {
        "body": body,
        "header": body["header"] or {},
        "members": [row for row in people if row["on_roll"] and row["capacity"] != "chair"],
        "guests": [{**row, "numbers": sorted(invited.get(row["person"], []))} for row in guests],
        "presides": next((row for row in people if row["capacity"] == "chair"), None),
        "sent": local_day(meeting["published_at"]) if meeting["published_at"] else None,
        "start": local(meeting["starts_at"]),
    }


def as_ics(meeting: Mapping[Any, Any], now: datetime, host: str) -> str:
    """One event, RFC 5545; its id stays, so that a moved meeting moves in the calendar too."""
    stamp = "%Y%m%dT%H%M%SZ"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Dien Hong//VI",
        "BEGIN:VEVENT",
        f"UID:{meeting['id']}@{host}",
        f"DTSTAMP:{now.astimezone(UTC).strftime(stamp)}",
        f"DTSTART:{meeting['starts_at'].astimezone(UTC).strftime(stamp)}",
        f"DTEND:{said.ends_at(meeting).astimezone(UTC).strftime(stamp)}",
        f"SUMMARY:{_escaped(meeting['title'])}",
        f"LOCATION:{_escaped(meeting['place'])}",
        *(["STATUS:CANCELLED"] if meeting["phase"] == "cancelled" else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join(part for line in lines for part in _folded(line)) + "\r\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """At most 75 octets a line, never within a letter; those after the first begin with a space."""
    parts, part = [], ""
    for letter in line:
        if len((part + letter).encode()) > 74:
            parts.append(part)
            part = " "
        part += letter
    return [*parts, part]


def at_home(title: str, href: str, icon: str, since: str) -> dict[str, Any]:
    """A line of what waits for somebody at home (`home.waiting`), without a deadline of its own: the oldest stands first."""
    return {"title": title, "href": href, "icon": icon, "due": "", "tone": "vang", "when": since}
