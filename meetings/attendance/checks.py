"""What the audit checks of attendance: every row is what the journal's facts, told again, make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, null, select

from app.audit import Findings, Told, audit_check, subject, told
from app.database import to_milliseconds
from app.text import tidy
from meetings.attendance import rules
from meetings.attendance.models import Attendance, Site
from meetings.planning.models import Participant


@dataclass(frozen=True, slots=True)
class Came:
    """A person's attendance, as the facts tell it."""

    status: str = "expected"
    at: datetime | None = None
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    reason: str = ""
    marked_by: str | None = None
    reply: str = ""
    replied_at: datetime | None = None
    leave: str = ""
    leave_reason: str = ""
    leave_from: datetime | None = None
    leave_until: datetime | None = None
    leave_note: str = ""
    leave_asked_at: datetime | None = None
    leave_by: str | None = None

    def marked(self, status: str, now: datetime, **more: Any) -> Came:
        return self.becoming(rules.marked(self.mark, status, now), **more)

    @property
    def mark(self) -> rules.Mark:
        return rules.Mark(self.status, self.at, self.arrived_at, self.left_at)

    def becoming(self, mark: rules.Mark, **more: Any) -> Came:
        return replace(self, status=mark.status, at=mark.at, arrived_at=mark.arrived_at, left_at=mark.left_at, **more)

    def replying(self, reply: str, at: datetime | None, **leave: Any) -> Came:
        """An answer; what was said of leave before is gone."""
        came = {name: getattr(self, name) for name in MARK}
        return Came(**came, reply=reply, replied_at=at, **leave)


MARK = ("status", "at", "arrived_at", "left_at", "reason", "marked_by")
COMPARED = tuple(field.name for field in fields(Came))
Rows = dict[str, Came]
"""person -> attendance, of one meeting"""


def _checked_in(rows: Rows, entry: Told) -> None:
    _put(rows, entry.actor, "online" if entry.args.get("online") else "present", entry, reason="", marked_by=None)


def _number_checked_in(rows: Rows, entry: Told) -> None:
    person = (entry.facts or {})["person"]
    _put(rows, person, "present", entry, reason="", marked_by=entry.actor)


def _marked(rows: Rows, entry: Told) -> None:
    person, status = entry.args["person"], entry.args["status"]
    before = rows.get(person, Came())
    kept = before.reason if status in ("absent", "left") else ""
    reason = tidy(entry.args["reason"]) if "reason" in entry.args else kept
    more = {"reason": reason, "marked_by": None if entry.args.get("by_themselves") else entry.actor}
    at = _moment(entry.args.get("at"))
    if at is None:
        _put(rows, person, status, entry, **more)
    else:
        rows[person] = before.becoming(
            rules.restored(before.mark, status, at, _moment(entry.args.get("arrived_at"))), **more
        )


def _many_marked(rows: Rows, entry: Told) -> None:
    for person in _listed(entry, "marked"):
        _put(rows, person, entry.args["status"], entry, reason="", marked_by=entry.actor)


def _dispersed(rows: Rows, entry: Told) -> None:
    at = _moment(entry.args["at"]) or entry.at
    for person in _listed(entry, "left"):
        came = rows.get(person, Came())
        rows[person] = came.becoming(rules.gone_home(came.mark, at), reason="", marked_by=None)


def _ended(rows: Rows, entry: Told) -> None:
    for person in _listed(entry, "absent"):
        rows[person] = replace(rows.get(person, Came()), status="absent", at=entry.at)


def _put(rows: Rows, person: str | None, status: str, entry: Told, **more: Any) -> None:
    rows[person or ""] = rows.get(person or "", Came()).marked(status, entry.at, **more)


def _replied(rows: Rows, entry: Told) -> None:
    reply = entry.args.get("reply", "yes")
    reason = tidy(entry.args.get("reason", "")) if reply == "no" else ""
    _answer(rows, entry, reply, entry.at, leave_reason=reason)


def _leave_asked(rows: Rows, entry: Told) -> None:
    span = {"leave_from": _moment(entry.args.get("from_")), "leave_until": _moment(entry.args.get("until"))}
    _answer(rows, entry, "no", entry.at, **_asking(entry), **span)


def _asking(entry: Told) -> dict[str, Any]:
    return {"leave": "asked", "leave_reason": tidy(entry.args["reason"]), "leave_asked_at": entry.at}


def _leave_withdrawn(rows: Rows, entry: Told) -> None:
    _answer(rows, entry, "", None)


def _substitute_sent(rows: Rows, entry: Told) -> None:
    if rows.get(entry.actor or "", Came()).leave != "granted":
        _answer(rows, entry, "no", entry.at, **_asking(entry))


def _answer(rows: Rows, entry: Told, reply: str, at: datetime | None, **leave: Any) -> None:
    rows[entry.actor or ""] = rows.get(entry.actor or "", Came()).replying(reply, at, **leave)


def _leave_granted(rows: Rows, entry: Told) -> None:
    _settled(rows, entry, "granted")


def _leave_refused(rows: Rows, entry: Told) -> None:
    _settled(rows, entry, "refused")


def _settled(rows: Rows, entry: Told, leave: str) -> None:
    person = entry.args["person"]
    row = replace(rows.get(person, Came()), leave=leave, leave_by=entry.actor)
    row = replace(row, leave_note=tidy(entry.args.get("note", "")))
    rows[person] = replace(row, reply="") if leave == "refused" else row


def _asked_anew(rows: Rows, entry: Told) -> None:
    for person, row in rows.items():
        rows[person] = row.replying("", None)


def _moment(told_of: Any) -> datetime | None:
    return None if told_of is None else to_milliseconds(msgspec.convert(told_of, datetime))


def _nothing(_rows: Rows, _entry: Told) -> None:
    """Only people come and go."""


REPLAY: dict[str, Callable[[Rows, Told], None]] = {
    "attendance.checked_in": _checked_in,
    "attendance.number_checked_in": _number_checked_in,
    "attendance.marked": _marked,
    "attendance.many_marked": _many_marked,
    "attendance.dispersed": _dispersed,
    "attendance.replied": _replied,
    "attendance.leave_asked": _leave_asked,
    "attendance.leave_withdrawn": _leave_withdrawn,
    "attendance.leave_granted": _leave_granted,
    "attendance.leave_refused": _leave_refused,
    "attendance.substitute_sent": _substitute_sent,
    "attendance.substitute_withdrawn": _nothing,
    "meeting.created": _nothing,
    "meeting.edited": _nothing,
    "meeting.invited": _nothing,
    "meeting.uninvited": _nothing,
    "meeting.published": _nothing,
    "meeting.postponed": _asked_anew,
    "meeting.started": _nothing,
    "meeting.resumed": _nothing,
    "meeting.ended": _ended,
}


@audit_check("attendance")
def check_attendance(read: Connection, only: str | None = None) -> Findings:
    """Row by row; whoever is in a meeting has exactly one, and counts for the quorum as they do on its list."""
    found = Findings()
    replayed, hidden = _replayed(read, only, found)
    rows = _rows(read, subject(only))
    for meeting, person in sorted(replayed.keys() | rows.keys()):
        if meeting in hidden:
            continue
        told_of, row = replayed.get((meeting, person)), rows.get((meeting, person))
        where = {"meeting": meeting, "person": person}
        if row is None or told_of is None:
            found.problem("attendance_missing" if row is None else "attendance_without_entry", **where)
            continue
        differs = [name for name in COMPARED if row[name] != getattr(told_of, name)]
        if differs:
            found.problem("attendance_differs", **where, columns=differs)
        if row["participates"] is None or row["on_roll"] != row["participates"]:
            found.problem("quorum_changed", **where)
    found.section = {"attendance": {"rows": len(rows), "differ": len(found.problems)}}
    return found


def _rows(read: Connection, meeting: str | None) -> dict[tuple[str, str], Any]:
    own = and_(Participant.meeting == Attendance.meeting, Participant.person == Attendance.person)
    listed = select(Attendance.__table__, Participant.on_roll.label("participates")).outerjoin(Participant, own)
    if meeting is not None:
        listed = listed.where(Attendance.meeting == meeting)
    return {(row["meeting"], row["person"]): row for row in read.execute(listed).mappings()}


def _replayed(read: Connection, only: str | None, found: Findings) -> tuple[dict[tuple[str, str], Came], set[str]]:
    """(meeting, person) -> attendance; and the meetings of which something was redacted, or told before people's
    coming was a fact: they can't be replayed.
    """
    meetings: dict[str, Rows] = {}
    hidden: set[str] = set()
    for entry in told(read, REPLAY, only):
        if not entry.stream.startswith("meeting:"):
            continue
        rows = meetings.setdefault(entry.subject, {})
        if entry.facts is None or (entry.seq == 1 and "entered" not in entry.facts):
            hidden.add(entry.subject)
        if entry.subject in hidden:
            continue
        for person in _listed(entry, "gone"):
            rows.pop(person, None)
        try:
            REPLAY[entry.kind](rows, entry)
        except (KeyError, TypeError, ValueError):
            found.problem("facts_without_sense", stream=entry.stream, seq=entry.seq)
        for person in _listed(entry, "entered"):
            rows[person] = Came()
    return {(meeting, person): came for meeting, rows in meetings.items() for person, came in rows.items()}, hidden


def _listed(entry: Told, what: str) -> list[str]:
    return list((entry.facts or {}).get(what) or ())


@audit_check("sites")
def check_sites(read: Connection, only: str | None = None) -> Findings:
    """Whoever is at a site, or marks for one, is in the meeting the site is of."""
    found = Findings()
    told_sites: dict[str, str] = dict(read.execute(select(Site.id, Site.meeting)).all())
    named = select(Participant.meeting, Participant.person, Participant.site, Participant.clerk_of)
    came = select(Attendance.meeting, Attendance.person, Attendance.site, null().label("clerk_of"))
    rows = [*read.execute(_in(named, Participant, only)), *read.execute(_in(came, Attendance, only))]
    for row in rows:
        for site in {row.site, row.clerk_of} - {None}:
            if told_sites.get(site) != row.meeting:
                found.problem("site_elsewhere", meeting=row.meeting, person=row.person)
    found.section = {"sites": {"sites": len(told_sites), "elsewhere": len(found.problems)}}
    return found


def _in(wanted: Any, model: type[Participant] | type[Attendance], only: str | None) -> Any:
    meeting = subject(only)
    return wanted if meeting is None else wanted.where(model.meeting == meeting)
