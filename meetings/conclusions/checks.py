"""What the audit checks of conclusions: every row is what the journal's facts, told again, make of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from app.audit import Findings, Told, audit_check, subject, told
from app.text import tidy
from meetings.conclusions import rules
from meetings.conclusions.models import Conclusion

UNTOLD = "untold"
"""The task of an approval that is older than the fact."""


@dataclass(frozen=True, slots=True)
class Point:
    """A conclusion, as the facts tell it."""

    meeting: str
    item: str
    text: str
    recorded_at: datetime
    recorded_by: str | None
    order: int = 0
    assignee: str | None = None
    assignee_text: str = ""
    due: str | None = None
    state: str = "draft"
    task: str | None = None
    returned_reason: str = ""
    approved_at: datetime | None = None
    approved_by: str | None = None


COMPARED = tuple(field.name for field in fields(Point))
Points = dict[str, Point]


def _recorded(points: Points, entry: Told) -> None:
    args = entry.args
    point = Point(entry.subject, args["item"], tidy(args["text"]), entry.at, entry.actor)
    point = replace(point, assignee=args.get("assignee"), assignee_text=args.get("assignee_text", "").strip())
    made = str((entry.facts or {})["made"])
    points[made] = replace(point, due=args.get("due"), order=len(_of_item(points, point)) + 1)


def _of_item(points: Points, point: Point) -> list[str]:
    """The points of an item in their order."""
    return sorted((id for id, one in points.items() if one.item == point.item), key=lambda id: points[id].order)


def _amended(points: Points, entry: Told) -> None:
    args, point = entry.args, points[entry.args["conclusion"]]
    if "text" in args:
        point = replace(point, text=tidy(args["text"]))
    if "due" in args:
        point = replace(point, due=args["due"])
    if "assignee" in args or "assignee_text" in args:
        person, unit = args.get("assignee"), args.get("assignee_text", "").strip()
        if "assignee_text" not in args:
            unit = "" if person else point.assignee_text
        if "assignee" not in args:
            person = None if unit else point.assignee
        point = replace(point, assignee=person, assignee_text=unit)
    points[entry.args["conclusion"]] = replace(_gone(point, "amend"), approved_at=None, approved_by=None)


def _gone(point: Point, act: str) -> Point:
    return replace(point, state=rules.after(act, point.state) or "impossible")


def _submitted(points: Points, entry: Told) -> None:
    id = entry.args["conclusion"]
    points[id] = replace(_gone(points[id], "submit"), returned_reason="")


def _approved(points: Points, entry: Told) -> None:
    id, task = entry.args["conclusion"], (entry.facts or {}).get("task", UNTOLD)
    point = replace(_gone(points[id], "approve"), approved_at=entry.at, approved_by=entry.actor)
    points[id] = replace(point, returned_reason="", task=task)


def _unapproved(points: Points, entry: Told) -> None:
    id, task = entry.args["conclusion"], (entry.facts or {})["task"]
    points[id] = replace(_gone(points[id], "unapprove"), approved_at=None, approved_by=None, task=task)


def _returned(points: Points, entry: Told) -> None:
    id = entry.args["conclusion"]
    points[id] = replace(_gone(points[id], "return"), returned_reason=tidy(entry.args["reason"]))


def _moved(points: Points, entry: Told) -> None:
    id = entry.args["conclusion"]
    _number(points, rules.moved(_of_item(points, points[id]), id, entry.args.get("after")))


def _number(points: Points, ids: list[str]) -> None:
    for place, id in enumerate(ids, start=1):
        points[id] = replace(points[id], order=place)


def _removed(points: Points, entry: Told) -> None:
    point = points.pop(entry.args["conclusion"])
    _number(points, _of_item(points, point))


REPLAY: dict[str, Callable[[Points, Told], None]] = {
    "conclusion.recorded": _recorded,
    "conclusion.amended": _amended,
    "conclusion.submitted": _submitted,
    "conclusion.approved": _approved,
    "conclusion.unapproved": _unapproved,
    "conclusion.returned": _returned,
    "conclusion.moved": _moved,
    "conclusion.removed": _removed,
}


@audit_check("conclusions")
def check_conclusions(read: Connection, only: str | None = None) -> Findings:
    """Row by row."""
    found = Findings()
    points, hidden = _replayed(read, only, found)
    rows = _rows(read, subject(only))
    for id in sorted(points.keys() | rows.keys()):
        point, row = points.get(id), rows.get(id)
        meeting = point.meeting if point else rows[id]["meeting"]
        if meeting in hidden:
            continue
        if point is None or row is None:
            code = "conclusion_without_entry" if point is None else "conclusion_missing"
            found.problem(code, conclusion=id, meeting=meeting)
            continue
        compared = [name for name in COMPARED if name != "task" or point.task != UNTOLD]
        differs = [name for name in compared if row[name] != getattr(point, name)]
        if differs:
            found.problem("conclusion_differs", conclusion=id, meeting=meeting, columns=differs)
    found.section = {"conclusions": {"rows": len(rows), "differ": len(found.problems)}}
    return found


def _rows(read: Connection, meeting: str | None) -> dict[str, Any]:
    listed = select(Conclusion.__table__)
    if meeting is not None:
        listed = listed.where(Conclusion.meeting == meeting)
    return {row["id"]: row for row in read.execute(listed).mappings()}


def _replayed(read: Connection, only: str | None, found: Findings) -> tuple[Points, set[str]]:
    """The points; and the meetings of which something was redacted, which can't be replayed."""
    meetings: dict[str, Points] = {}
    hidden: set[str] = set()
    for entry in told(read, REPLAY, only):
        if not entry.stream.startswith("meeting:"):
            continue
        if entry.facts is None:
            hidden.add(entry.subject)
        if entry.subject in hidden:
            continue
        try:
            REPLAY[entry.kind](meetings.setdefault(entry.subject, {}), entry)
        except (KeyError, TypeError, ValueError):
            found.problem("facts_without_sense", stream=entry.stream, seq=entry.seq)
    return {id: point for points in meetings.values() for id, point in points.items()}, hidden
