"""What the audit checks of tasks: every row is what the journal of its body, told again, makes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from app.audit import Findings, Told, audit_check, told
from app.text import tidy
from meetings.tasks import rules
from meetings.tasks.models import Task


@dataclass(frozen=True, slots=True)
class Given:
    """A task, as the facts tell it."""

    body: str
    title: str
    assignee: str | None
    assignee_text: str
    due: str | None
    given_by: str | None
    meeting: str | None = None
    conclusion: str | None = None
    state: str = "open"
    amending: bool = False
    report: str = ""
    reported_at: datetime | None = None
    reported_by: str | None = None
    done_at: datetime | None = None
    redo_reason: str = ""
    asked_due: str | None = None
    asked_reason: str = ""

    def gone(self, act: str) -> Given:
        return replace(self, state=rules.after(act, self.state) or "impossible")


COMPARED = tuple(field.name for field in fields(Given))
Tasks = dict[str, Given]


def _assigned(tasks: Tasks, entry: Told) -> None:
    args = entry.args
    unit = args.get("assignee_text", "").strip()
    made = Given(entry.subject, tidy(args["title"]), args.get("assignee"), unit, args.get("due"), entry.actor)
    tasks[str((entry.facts or {})["made"])] = made


def _approved(tasks: Tasks, entry: Told) -> None:
    """A conclusion was approved: its task is given, brought up to date, or let go."""
    facts = entry.facts or {}
    if facts.get("released"):
        _released(tasks, str(facts["released"]))
        return
    id, given = str(facts["task"]), facts["given"]
    task = tasks.get(id)
    if task is None:
        task = Given(entry.subject, "", None, "", None, entry.actor)
        task = replace(task, meeting=facts["from"].partition(":")[2], conclusion=entry.args["conclusion"])
    elif task.state != "open" and _work(task) != (given["text"], given["assignee"], given["assignee_text"]):
        task = replace(task, state="open", reported_at=None, done_at=None)
    task = replace(task, title=given["text"], due=given["due"], amending=False)
    tasks[id] = replace(task, assignee=given["assignee"], assignee_text=given["assignee_text"])


def _work(task: Given) -> tuple[str, str | None, str]:
    return (task.title, task.assignee, task.assignee_text)


def _released(tasks: Tasks, id: str) -> None:
    if tasks[id].state == "open":
        del tasks[id]
    else:
        tasks[id] = replace(tasks[id], conclusion=None, amending=False)


def _unapproved(tasks: Tasks, entry: Told) -> None:
    released = (entry.facts or {}).get("released")
    if released:
        _released(tasks, str(released))
    else:
        _amended(tasks, entry)


def _amended(tasks: Tasks, entry: Told) -> None:
    for id, task in tasks.items():
        if task.conclusion == entry.args["conclusion"]:
            tasks[id] = replace(task, amending=True)


def _reported(tasks: Tasks, entry: Told) -> None:
    task = tasks[entry.args["task"]]
    first = entry.at if task.state != "reported" else task.reported_at
    task = replace(task.gone("report"), report=tidy(entry.args["report"]), reported_by=entry.actor)
    tasks[entry.args["task"]] = replace(task, reported_at=first, asked_due=None, asked_reason="")


def _accepted(tasks: Tasks, entry: Told) -> None:
    task = tasks[entry.args["task"]].gone("accept")
    tasks[entry.args["task"]] = replace(task, done_at=entry.at, redo_reason="")


def _redone(tasks: Tasks, entry: Told) -> None:
    task = replace(tasks[entry.args["task"]].gone("redo"), redo_reason=tidy(entry.args["reason"]))
    tasks[entry.args["task"]] = replace(task, reported_at=None, done_at=None)


def _reassigned(tasks: Tasks, entry: Told) -> None:
    unit = entry.args.get("assignee_text", "").strip()
    _set(tasks, entry, assignee=entry.args.get("assignee"), assignee_text=unit, asked_due=None, asked_reason="")


def _extension_asked(tasks: Tasks, entry: Told) -> None:
    _set(tasks, entry, asked_due=entry.args["due"], asked_reason=tidy(entry.args["reason"]))


def _extended(tasks: Tasks, entry: Told) -> None:
    _set(tasks, entry, due=entry.args["due"], asked_due=None, asked_reason="")


def _extension_refused(tasks: Tasks, entry: Told) -> None:
    _set(tasks, entry, asked_due=None, asked_reason="")


def _set(tasks: Tasks, entry: Told, **values: Any) -> None:
    tasks[entry.args["task"]] = replace(tasks[entry.args["task"]], **values)


def _withdrawn(tasks: Tasks, entry: Told) -> None:
    del tasks[entry.args["task"]]


REPLAY: dict[str, Callable[[Tasks, Told], None]] = {
    "conclusion.approved": _approved,
    "conclusion.amended": _amended,
    "conclusion.unapproved": _unapproved,
    "task.assigned": _assigned,
    "task.reported": _reported,
    "task.accepted": _accepted,
    "task.redone": _redone,
    "task.reassigned": _reassigned,
    "task.extension_asked": _extension_asked,
    "task.extended": _extended,
    "task.extension_refused": _extension_refused,
    "task.withdrawn": _withdrawn,
}


@audit_check("tasks")
def check_tasks(read: Connection, only: str | None = None) -> Findings:
    """Row by row; of one meeting, those its conclusions gave."""
    found = Findings()
    tasks, hidden = _replayed(read, found)
    rows = {row["id"]: row for row in read.execute(select(Task.__table__)).mappings()}
    compared = 0
    for id in sorted(tasks.keys() | rows.keys()):
        task, row = tasks.get(id), rows.get(id)
        body, meeting = (task.body, task.meeting) if task else (rows[id]["body"], rows[id]["meeting"])
        if body in hidden or only not in (None, f"body:{body}", f"meeting:{meeting}"):
            continue
        compared += 1
        if task is None or row is None:
            found.problem("task_without_entry" if task is None else "task_missing", task=id, body=body)
            continue
        differs = [name for name in COMPARED if row[name] != getattr(task, name)]
        if differs:
            found.problem("task_differs", task=id, body=body, columns=differs)
    found.section = {"tasks": {"rows": compared, "differ": len(found.problems)}}
    return found


def _replayed(read: Connection, found: Findings) -> tuple[Tasks, set[str]]:
    """The tasks; and the bodies that can't be replayed: something was redacted, or told before a task was a fact."""
    bodies: dict[str, Tasks] = {}
    hidden: set[str] = set()
    for entry in told(read, REPLAY):
        if not entry.stream.startswith("body:"):
            continue
        untold = entry.kind == "conclusion.approved" and "task" not in (entry.facts or {})
        if entry.facts is None or untold:
            hidden.add(entry.subject)
        if entry.subject in hidden:
            continue
        try:
            REPLAY[entry.kind](bodies.setdefault(entry.subject, {}), entry)
        except (KeyError, TypeError, ValueError):
            found.problem("facts_without_sense", stream=entry.stream, seq=entry.seq)
    return {id: task for tasks in bodies.values() for id, task in tasks.items()}, hidden
