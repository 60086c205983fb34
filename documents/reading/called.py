"""What a page outside the room needs of a running meeting to call somebody back to it: a small part of their own view, at a `seq`
from which the page goes on by entries (static/js/documents/calledback.js). It never holds what the view doesn't.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, and_, select

from app import journal, views
from app.house import House
from app.people.days import local, local_day
from app.policy import Actor
from app.wire import stamp
from meetings.attendance.models import Attendance
from meetings.attendance.rules import HERE
from meetings.planning.models import Meeting, Participant
from meetings.planning.rules import OPEN, UNDER_WAY, is_adjourned

STARTS_SOON = timedelta(hours=12)
"""Whoever checked in to a meeting that then never began is called back to it no longer than this after its hour."""
FRESH = timedelta(minutes=15)
"""As long as the page shows a notice or a result by itself (notices.js, announced.js)."""

Test = Callable[[Mapping[str, Any]], bool]


class Stands(NamedTuple):
    """The meetings that go on, or are about to, in which a person has a place: the one they are checked in to, and the one whose desk
    they keep, at which nobody checks in.
    """

    here: str | None = None
    desk: str | None = None


def running(read: Connection, person: str, now: datetime) -> Stands:
    """One that goes on another day calls nobody until then, and from a desk only once it is taken up."""
    mine = (
        select(Meeting.id, Meeting.phase, Meeting.until, Meeting.sitting_since, Attendance.status)
        .join(Attendance, Attendance.meeting == Meeting.id)
        .join(Participant, (Participant.meeting == Meeting.id) & (Participant.person == Attendance.person))
        .where(Attendance.person == person, Meeting.phase.in_(OPEN))
        .where((Meeting.phase != "published") | (Meeting.starts_at > now - STARTS_SOON))
        .where(Attendance.status.in_(HERE) | _at_the_desk)
        .order_by(Attendance.at.desc(), Meeting.starts_at.desc())
    )
    found = [
        row
        for row in read.execute(mine)
        if row.phase != "paused" or not (row.until and is_adjourned(local(row.until), local(now)))
    ]
    here = [row for row in found if row.status in HERE]
    first = next((row.id for row in here if row.phase in UNDER_WAY), here[0].id if here else None)
    today = local_day(now)
    desk = (row for row in found if row.status not in HERE)
    sits = (row.id for row in desk if row.phase == "in_progress" or local_day(row.sitting_since or now) == today)
    return Stands(first, next(sits, None))


_at_the_desk = and_(
    Participant.capacity == "secretary",
    Attendance.status == "expected",
    Attendance.leave == "",
    Meeting.phase.in_(UNDER_WAY),
)


def _tests(state: views.State, person: str, since: str) -> dict[str, Test]:
    """Which objects of a collection matter."""
    item = next((form["item"] for form in state.get("meeting", {}).values()), None)

    def vote(one: Mapping[str, Any]) -> bool:
        new = one["item"] == item and (one["announced_at"] or "") >= since
        return one["state"] in ("open", "closed") or (one["state"] == "announced" and new)

    return {
        "meeting": lambda _one: True,
        "items": lambda _one: True,
        "speeches": lambda one: one["state"] in ("speaking", "paused"),
        "votes": vote,
        "my_votes": lambda _one: True,
        "my_boards": lambda _one: True,
        "counts": lambda _one: True,
        "my_counts": lambda _one: True,
        "notices": lambda one: one["at"] >= since,
        "my_notices": lambda one: one["at"] >= since,
        "happenings": lambda one: one["kind"] in ("quorum_lost", "quorum_met"),
        "my_declined": lambda _one: True,
    }


def _briefly(form: Mapping[str, Any]) -> Mapping[str, Any]:
    """A vote without who chose what, which no band says."""
    result = form.get("result")
    if not result:
        return form
    return {**form, "result": {key: value for key, value in result.items() if key not in ("choices", "words")}}


def part_of(state: views.State, person: str, now: datetime) -> dict[str, dict[str, Any]]:
    """Of a view's state what calls this person."""
    tests = _tests(state, person, stamp(now - FRESH))
    found = {name: {key: one for key, one in state.get(name, {}).items() if fits(one)} for name, fits in tests.items()}
    found["votes"] = {key: _briefly(one) for key, one in found["votes"].items()}
    for name in ("people", "attendance"):
        found[name] = {key: one for key, one in state.get(name, {}).items() if key == person}
    return found


def called(house: House, read: Connection, stream: str, who: Actor) -> dict[str, Any]:
    """The answer to a page."""
    at = journal.head(read, stream)
    part = part_of(_state(house, read, stream, at.seq, who), who.person, house.now())
    return {"stream": stream, "seq": at.seq, "view": views.view_name(who.view), "head": at.hash, "state": part}


def _state(house: House, read: Connection, stream: str, seq: int, who: Actor) -> views.State:
    """From the forms in memory where they stand exactly there, as a join's snapshot is."""
    with house.forms.lock:
        kept = house.forms.peek(stream, seq)
        if kept is None and not house.forms.knows(stream):
            kept = house.forms.at(read, stream, seq)
        if kept is not None:
            return kept.state(who.view)
    return views.snapshot(read, stream, who.view)
