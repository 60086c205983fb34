"""What the audit checks of the meeting's course: every happening and notice is in the journal's facts, and no other is kept;
what is taken down is what was said to be.
Who presides is the one to whom the chair was handed last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from app.audit import Findings, Told, audit_check, subject, told
from app.text import tidy
from app.wire import stamp, stamp_or_none
from meetings.course.models import Happening, Notice
from meetings.planning.models import Participant

TELLING = (
    "meeting.started",
    "meeting.paused",
    "meeting.resumed",
    "meeting.ended",
    "meeting.edited",
    "meeting.handed_over",
    "notice.sent",
    "attendance.checked_in",
    "attendance.number_checked_in",
    "attendance.marked",
    "attendance.many_marked",
)
SHOWN = ("kind", "by", "person", "former", "present", "needed")
LISTS = ("came", "went")
Course = dict[str, list[tuple[Any, ...]]]
"""meeting -> what happened"""


@audit_check("course")
def check_course(read: Connection, only: str | None = None) -> Findings:
    found = Findings()
    happened, notices, handed, hidden = _replayed(read, only)
    kept = _kept(read, subject(only))
    for meeting in sorted((happened.keys() | kept[0].keys() | notices.keys() | kept[1].keys()) - hidden):
        for what, told_of, rows in (("happenings", happened, kept[0]), ("notices", notices, kept[1])):
            if Counter(told_of.get(meeting, ())) != Counter(rows.get(meeting, ())):
                found.problem(f"{what}_differ", meeting=meeting)
    down, kept_down = _down(read, only), _kept_down(read, subject(only))
    for meeting in sorted((down.keys() | kept_down.keys()) - hidden):
        if down.get(meeting, set()) != kept_down.get(meeting, set()):
            found.problem("notices_taken_down_differ", meeting=meeting)
    presiding = dict(read.execute(select(Participant.meeting, Participant.person).where(_chair())).all())
    for meeting, person in sorted(handed.items()):
        if meeting not in hidden and presiding.get(meeting) != person:
            found.problem("presiding_differs", meeting=meeting, person=person)
    found.section = {"course": {"happenings": sum(map(len, kept[0].values())), "differ": len(found.problems)}}
    return found


def _down(read: Connection, only: str | None) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for entry in told(read, ("notice.taken_down",), only):
        if entry.facts is None:
            continue
        standing = found.setdefault(entry.subject, set())
        (standing.add if entry.args.get("down", True) else standing.discard)(entry.args["notice"])
    return {meeting: notices for meeting, notices in found.items() if notices}


def _kept_down(read: Connection, meeting: str | None) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    wanted = select(Notice.meeting, Notice.id).where(Notice.down)
    for of, notice in read.execute(wanted if meeting is None else wanted.where(Notice.meeting == meeting)):
        found.setdefault(of, set()).add(notice)
    return found


def _chair() -> Any:
    return Participant.capacity == "chair"


def _replayed(read: Connection, only: str | None) -> tuple[Course, Course, dict[str, str | None], set[str]]:
    """As the facts tell it; and the meetings of which something was redacted, or that began before it was told."""
    happened: Course = {}
    notices: Course = {}
    handed: dict[str, str | None] = {}
    hidden: set[str] = set()
    for entry in told(read, TELLING, only):
        if not entry.stream.startswith("meeting:"):
            continue
        if entry.facts is None or (entry.kind == "meeting.started" and "happened" not in entry.facts):
            hidden.add(entry.subject)
            continue
        for one in entry.facts.get("happened") or ():
            happened.setdefault(entry.subject, []).append((stamp(entry.at), one["until"], *_shown(one)))
            if one["kind"] == "started" or (one["kind"] == "handed_over" and entry.subject in handed):
                handed[entry.subject] = one["person"]
        if entry.kind == "notice.sent":
            notices.setdefault(entry.subject, []).append(_notice(entry))
    return happened, notices, handed, hidden


def _shown(one: Mapping[Any, Any]) -> tuple[Any, ...]:
    """Of a roll that was renewed who came and went, too; entries of before there were such don't name them."""
    return (*(one[key] for key in SHOWN), one.get("members"), *(tuple(one.get(key) or ()) for key in LISTS))


def _notice(entry: Told) -> tuple[Any, ...]:
    recipients = tuple((entry.facts or {}).get("recipients") or ())
    return stamp(entry.at), tidy(entry.args["text"]), entry.args.get("to", "all"), recipients


def _kept(read: Connection, meeting: str | None) -> tuple[Course, Course]:
    happened: Course = {}
    notices: Course = {}
    for model, into in ((Happening, happened), (Notice, notices)):
        wanted = select(model.__table__)
        if meeting is not None:
            wanted = wanted.where(model.meeting == meeting)
        for row in read.execute(wanted).mappings():
            if model is Happening:
                told_of: tuple[Any, ...] = (stamp(row["at"]), stamp_or_none(row["until"]), *_shown(row))
            else:
                told_of = (stamp(row["at"]), row["text"], row["to"], tuple(row["recipients"]))
            into.setdefault(row["meeting"], []).append(told_of)
    return happened, notices
