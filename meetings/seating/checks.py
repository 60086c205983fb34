"""What the audit checks of seating: the rooms, the plan a meeting has taken, and who sits where, are what the journal's facts,
told again, make of them.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import Connection, select

from app.audit import Findings, Told, audit_check, subject, told
from app.text import tidy
from meetings.seating.models import MeetingRoom, Seat, Seating

KINDS = ("seating.chosen", "seating.placed", "seating.cleared", "seating.filled")
GOING = ("meeting.created", "meeting.edited", "meeting.uninvited", "meeting.published", "meeting.postponed")
LEAVING = (*GOING, "meeting.started", "attendance.substitute_withdrawn")
"""Whoever is no longer in the meeting has no seat in it."""


@audit_check("seating")
def check_seating(read: Connection, only: str | None = None) -> Findings:
    """One person a seat, and nobody sits where no entry has put them."""
    found = Findings()
    replayed, hidden = _replayed(read, only)
    rows = _rows(read, subject(only))
    for meeting in sorted(replayed.keys() | rows.keys()):
        if meeting in hidden:
            continue
        seats = rows.get(meeting, {})
        if seats != replayed.get(meeting, {}):
            found.problem("seats_differ", meeting=meeting)
        if any(count > 1 for count in Counter(seats.values()).values()):
            found.problem("seat_taken_twice", meeting=meeting)
    found.section = {"seating": {"meetings": len(rows), "differ": len(found.problems)}}
    return found


def _rows(read: Connection, meeting: str | None) -> dict[str, dict[str, int]]:
    wanted = select(Seat.meeting, Seat.person, Seat.seat)
    found: dict[str, dict[str, int]] = {}
    for row in read.execute(wanted if meeting is None else wanted.where(Seat.meeting == meeting)):
        found.setdefault(row.meeting, {})[row.person] = row.seat
    return found


def _replayed(read: Connection, only: str | None) -> tuple[dict[str, dict[str, int]], set[str]]:
    """meeting -> {person: seat}; and the meetings of which something was redacted: they can't be replayed."""
    meetings: dict[str, dict[str, int]] = {}
    hidden: set[str] = set()
    for entry in told(read, (*KINDS, *LEAVING), only):
        if not entry.stream.startswith("meeting:"):
            continue
        if entry.facts is None:
            hidden.add(entry.subject)
            continue
        seats = meetings.setdefault(entry.subject, {})
        retell(seats, entry.facts)
    return {meeting: seats for meeting, seats in meetings.items() if seats}, hidden


def retell(seats: dict[str, int], facts: dict[str, Any]) -> None:
    for person in (*facts.get("unseated", ()), *facts.get("gone", ())):
        seats.pop(person, None)
    seats.update(facts.get("seated", {}))


# -- rooms, and the plans meetings have taken from them ---------------------------------------------------------------

Plan = tuple[Any, ...]
PLANNED = ("name", "shape", "head", "rows")


@audit_check("rooms")
def check_rooms(read: Connection, only: str | None = None) -> Findings:
    """Every room of a body, and the plan of every meeting that has taken one."""
    found = Findings()
    rooms, redacted = _rooms(read, only)
    _compare(found, "room", rooms, _kept(read, MeetingRoom, "id", "body", only), redacted)
    plans, hidden = _plans(read, only)
    _compare(found, "plan", plans, _kept(read, Seating, "meeting", "meeting", only), hidden)
    found.section = {"rooms": {"rooms": len(rooms), "plans": len(plans), "differ": len(found.problems)}}
    return found


def _compare(found: Findings, what: str, told_of: dict[str, Plan], kept: dict[str, Plan], hidden: set[str]) -> None:
    """`hidden`: bodies or meetings (first of each plan) that can't be replayed."""
    for key in sorted(told_of.keys() | kept.keys()):
        one, row = told_of.get(key), kept.get(key)
        if one != row and (one or row or ("",))[0] not in hidden:
            how = f"{what}_without_entry" if one is None else f"{what}_missing" if row is None else f"{what}_differs"
            found.problem(how, **{"room" if what == "room" else "meeting": key})


def _kept(read: Connection, model: Any, key: str, of: str, only: str | None) -> dict[str, Plan]:
    """What a row says: whose it is, from which room a plan is taken, and the plan."""
    wanted = select(model.__table__)
    if subject(only) is not None:
        wanted = wanted.where(getattr(model, of) == subject(only))
    rows = read.execute(wanted).mappings()
    return {row[key]: (row[of], row.get("room"), *(row[name] for name in PLANNED)) for row in rows}


def _rooms(read: Connection, only: str | None) -> tuple[dict[str, Plan], set[str]]:
    rooms: dict[str, Plan] = {}
    hidden: set[str] = set()
    for entry in told(read, ("room.created", "room.edited", "room.removed"), only):
        if entry.facts is None:
            hidden.add(entry.subject)
        elif entry.kind == "room.removed":
            rooms.pop(entry.args["room"], None)
        else:
            id = str(entry.facts["made"]) if entry.kind == "room.created" else entry.args["room"]
            rooms[id] = _rebuilt(rooms.get(id, (entry.subject, None, "", "", 0, [])), entry)
    return rooms, hidden


def _rebuilt(before: Plan, entry: Told) -> Plan:
    """What was given changes; the rest stays."""
    given = {**dict(zip(PLANNED, before[2:], strict=True)), **{n: entry.args[n] for n in PLANNED if n in entry.args}}
    return (*before[:2], tidy(given["name"]), *(given[name] for name in PLANNED[1:]))


def _plans(read: Connection, only: str | None) -> tuple[dict[str, Plan], set[str]]:
    """The plans; and the meetings of which something was redacted, or that took one before plans were facts."""
    plans: dict[str, Plan] = {}
    hidden: set[str] = set()
    for entry in told(read, ("seating.chosen",), only):
        room = None if entry.facts is None else entry.args.get("room")
        plan = (entry.facts or {}).get("plan")
        if entry.facts is not None and room is None:
            plans.pop(entry.subject, None)
        elif plan is None:
            hidden.add(entry.subject)
        else:
            plans[entry.subject] = (entry.subject, room, *(plan[name] for name in PLANNED))
    return plans, hidden
