"""What the audit checks of seating: who sits where is what the journal's facts, told again, make of it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import Connection, select

from app.audit import Findings, audit_check, subject, told
from meetings.seating.models import Seat

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
        _retell(seats, entry.facts)
    return {meeting: seats for meeting, seats in meetings.items() if seats}, hidden


def _retell(seats: dict[str, int], facts: dict[str, Any]) -> None:
    for person in (*facts.get("unseated", ()), *facts.get("gone", ())):
        seats.pop(person, None)
    seats.update(facts.get("seated", {}))
