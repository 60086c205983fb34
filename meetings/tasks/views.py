"""A body's tasks as its people see them: everybody in it sees what has been given to whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, or_, select

from app.people.models import Body
from app.people.views import BODY_SCOPES
from app.views import Form, collection
from app.wire import stamp, stamp_or_none
from meetings.planning.models import Meeting
from meetings.tasks.models import Task

NOT_DONE = ("open", "reported")
SHOWN = (
    "title",
    "assignee",
    "assignee_text",
    "due",
    "meeting",
    "conclusion",
    "state",
    "amending",
    "given_by",
    "report",
    "redo_reason",
    "asked_due",
    "asked_reason",
)


@collection("tasks", Task, kind="body", within="body")
def task_forms(_read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """Tasks with their reports."""
    for row in rows:
        form: dict[str, Any] = {key: row[key] for key in SHOWN}
        form["given_at"] = stamp(row["given_at"])
        form |= {key: stamp_or_none(row[key]) for key in ("reported_at", "done_at")}
        for scope in BODY_SCOPES:
            yield Form(row["id"], scope, row["id"], form)


# -- asked by pages ---------------------------------------------------------------------------------------------------


def tasks_of(
    read: Connection, bodies: Sequence[str], since: datetime, *, person: str | None = None, given: bool = False
) -> list[RowMapping]:
    """The tasks of these bodies by their day, done ones only from `since` on: all, one person's, or (`given`) those this
    person gave."""
    wanted = (
        select(
            *Task.__table__.columns,
            Body.short_name.label("body_name"),
            Meeting.title.label("meeting_title"),
            Meeting.starts_at.label("meeting_at"),
        )
        .join(Body, Body.id == Task.body)
        .outerjoin(Meeting, Meeting.id == Task.meeting)
        .where(_shown(_whose(bodies, person, given), since), _within(bodies))
    )
    rows = read.execute(wanted.order_by(Task.due, Task.given_at, Task.id)).mappings().all()
    return sorted(rows, key=lambda row: row["due"] is None)


def done_since(
    read: Connection, bodies: Sequence[str], since: datetime, *, person: str | None = None, given: bool = False
) -> list[tuple[str | None, datetime | None]]:
    """(due, reported at) of the same people's tasks that were done from `since` on."""
    wanted = select(Task.due, Task.reported_at).where(_whose(bodies, person, given), *_done(since), _within(bodies))
    return [(row.due, row.reported_at) for row in read.execute(wanted)]


def _whose(bodies: Sequence[str], person: str | None, given: bool) -> ColumnElement[bool]:
    if person is None:
        return Task.body.in_(bodies)
    return Task.given_by == person if given else Task.assignee == person


def _shown(whose: ColumnElement[bool], since: datetime) -> ColumnElement[bool]:
    """Each side names whose they are, so that both are found by an index and what was done long ago isn't read."""
    return or_(and_(whose, Task.state.in_(NOT_DONE)), and_(whose, *_done(since)))


def _done(since: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Task.state == "done", Task.done_at >= since


def _within(bodies: Sequence[str]) -> ColumnElement[bool]:
    """Only of these bodies. As an expression, for by its own index it would read a body's every task."""
    return (Task.body + "").in_(bodies)


def not_done(read: Connection, bodies: Sequence[str], person: str, desks: Sequence[str]) -> list[RowMapping]:
    """What may have to be put before this person: their own tasks, and all of the bodies whose desk they are."""
    wanted = (
        select(*Task.__table__.columns, Body.short_name.label("body_name"))
        .join(Body, Body.id == Task.body)
        .where(
            or_(
                Task.body.in_(desks) & Task.state.in_(NOT_DONE),
                (Task.assignee == person) & Task.state.in_(NOT_DONE) & Task.body.in_(bodies),
            )
        )
    )
    return list(read.execute(wanted.order_by(Task.due, Task.id)).mappings())
