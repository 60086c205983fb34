"""What the hall's screen and the desk ask for beside the stream: the code of this moment, and the roll as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask import Blueprint, Response, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, RowMapping, and_, select

from app import sheets
from app.house import house
from app.language import gettext as _
from app.people.days import local, local_day
from app.policy import Actor
from app.web.page import page, reading
from app.wire import NotFound, stamp
from meetings.attendance.code_rules import code_at
from meetings.attendance.comings import DayTold, days
from meetings.attendance.days_rules import Day, Stay
from meetings.attendance.models import Attendance
from meetings.attendance.rules import HERE
from meetings.attendance.whereabouts import Places, places_by_day
from meetings.planning import said
from meetings.planning.models import Meeting, Participant
from meetings.planning.rules import OVER

blueprint = Blueprint("attendance", __name__)
Row = Mapping[Any, Any]


@page(blueprint, "/meetings/<meeting>/hall-code", stream="meeting")
def hall_code(_who: Actor, meeting: str) -> ResponseReturnValue:
    """The code to check in with, as it is shown now; in no form, for forms don't depend on the clock."""
    now = house().now()
    with reading() as read:
        row = read.execute(select(Meeting.check_in_key, Meeting.phase).where(Meeting.id == meeting)).one()
    if row.phase in OVER:
        raise NotFound()
    code = code_at(row.check_in_key, now)
    answer = jsonify(code=code.text, digits=code.digits, until=stamp(code.until))
    answer.headers["Cache-Control"] = "no-store"
    return answer


# -- the roll -------------------------------------------------------------------------------------------------------------


@page(blueprint, "/meetings/<meeting>/roll.xlsx", stream="meeting")
def roll(_who: Actor, meeting: str) -> ResponseReturnValue:
    """Who was invited, who came, when and from where, and why somebody was away: a table for the office. Of a meeting that was
    adjourned to another day, day by day.
    """
    with reading() as read:
        row = read.execute(select(Meeting.title, Meeting.place, Meeting.starts_at).where(Meeting.id == meeting)).one()
        people, held = _people(read, meeting), days(read, meeting)
        places = places_by_day(read, meeting, [told.sitting for told in held])
    table = _by_day(people, places, held) if len(held) > 1 else _of_one_day(people, places[0], held[0])
    above = [row.title, _held(row.starts_at, row.place), *table.counted]
    made = sheets.workbook(_("Điểm danh"), table.headings, table.lines, above)
    answer = Response(made, mimetype=sheets.SPREADSHEET)
    name = f"diem-danh-{local_day(row.starts_at).isoformat()}.xlsx"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


class Table(NamedTuple):
    headings: list[str]
    lines: list[list[sheets.Cell]]
    counted: list[str]


def _of_one_day(people: Sequence[Row], places: Places, held: DayTold) -> Table:
    came = [held.people.get(one["person"], Day()) for one in people]
    lines = [_line(one, _where(one, places), day.stays) for one, day in zip(people, came, strict=True)]
    return Table(_headings(), lines, [_counted(people)])


DAY = 6
"""Before this column stands of which day a line is."""


def _by_day(people: Sequence[Row], places: Sequence[Places], held: Sequence[DayTold]) -> Table:
    """A block of lines for each day, of those who were called to it or came, and where they were then."""
    lines: list[list[sheets.Cell]] = []
    counted = []
    for told, then in zip(held, places, strict=True):
        rows = [_on_day(one, told) for one in people if one["person"] in told.people]
        counted.append(f"{told.sitting.day:%d/%m/%Y}: {_counted(rows)}")
        for one in rows:
            line = _line(one, _where(one, then), told.people[one["person"]].stays)
            lines.append([*line[:DAY], told.sitting.day, *line[DAY:]])
    return Table([*_headings()[:DAY], _("Ngày họp"), *_headings()[DAY:]], lines, counted)


def _on_day(row: Row, told: DayTold) -> dict[str, Any]:
    """As the row was at the end of this day."""
    day = told.people[row["person"]]
    said_then = {"status": day.status, "leave": day.leave, "leave_reason": "", "reason": day.reason}
    return {**row, **said_then, "on_roll": row["person"] in told.sitting.roll}


def _people(read: Connection, meeting: str) -> list[RowMapping]:
    came = and_(Attendance.meeting == Participant.meeting, Attendance.person == Participant.person)
    columns = (Participant.number, Participant.person, Participant.name, Participant.office, Participant.capacity)
    since = (Participant.on_roll, Participant.joined_at, Participant.former, Participant.former_at)
    more = (Attendance.status, Attendance.arrived_at, Attendance.left_at, Attendance.reason, Attendance.leave_reason)
    wanted = (
        select(*columns, *since, *more, Attendance.leave)
        .join(Attendance, came)
        .where(Participant.meeting == meeting)
        .order_by(Participant.order, Participant.name)
    )
    rows = list(read.execute(wanted).mappings())
    return sorted(rows, key=lambda row: ORDER.get(row["former"] or row["capacity"], len(ORDER)))


ORDER = {capacity: place for place, capacity in enumerate(("chair", "member", "substitute", "secretary", "guest"))}


def _headings() -> list[str]:
    return [
        _("Số"),
        _("Họ và tên"),
        _("Chức vụ"),
        _("Tư cách"),
        _("Nơi dự"),
        _("Ghế"),
        _("Tình trạng"),
        _("Giờ đến"),
        _("Giờ về"),
        _("Lý do vắng"),
    ]


def _held(starts_at: datetime, place: str) -> str:
    when = _("%(time)s ngày %(date)s", time=f"{local(starts_at):%H:%M}", date=f"{local(starts_at):%d/%m/%Y}")
    return f"{when}, {place}" if place else when


def _counted(people: Sequence[Row]) -> str:
    members = [row["status"] for row in people if row["on_roll"]]
    others = sum(row["status"] in HERE for row in people if not row["on_roll"] and row["capacity"] == "guest")
    figures = {"here": sum(one in HERE for one in members), "left": members.count("left"), "members": len(members)}
    return _(
        "Thành viên có mặt %(here)s/%(members)s, đã về %(left)s; khách mời có mặt %(guests)s", **figures, guests=others
    )


def _where(row: Row, places: Places) -> tuple[str, str]:
    """A seat is one in the hall: whoever is at a ward has none."""
    site, seat = places.get(row["person"], ("", ""))
    return (site, "") if site else (_("Phòng họp chính"), seat)


def _line(row: Row, where: tuple[str, str], came: Sequence[Stay]) -> list[sheets.Cell]:
    away = row["status"] not in HERE
    apart = len({local_day(at) for stay in came for at in stay if at is not None}) > 1
    return [
        row["number"],
        row["name"],
        row["office"],
        _capacity(row),
        *where,
        _attending(row),
        "; ".join(_clock(begin, apart) for begin, _end in came),
        "; ".join(_clock(end, apart) for _begin, end in came if end is not None),
        (row["leave_reason"] or row["reason"]) if away else "",
    ]


def _attending(row: Row) -> str:
    """The roll is not called of a secretary who is no member: one who was not marked is not missing."""
    unasked = row["capacity"] == "secretary" and not row["on_roll"] and row["status"] == "expected"
    return "" if unasked else said.attending(row)


def _capacity(row: Row) -> str:
    """With the days, where they were it on some only."""
    days = said.days_of(row)
    held = said.capacities()[row["former"] or row["capacity"]]
    return f"{held} ({days})" if days else held


def _clock(moment: datetime, dated: bool) -> str:
    return f"{local(moment):%H:%M %d/%m}" if dated else f"{local(moment):%H:%M}"
