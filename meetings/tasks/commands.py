"""Giving tasks, reporting them done, and everything between (`task.*`, in the body's stream)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from app.commands import Made, Transaction, command
from app.language import gettext as _
from app.people.days import local_day
from app.people.views import current_members
from app.policy import Actor
from app.wire import Conflict, Invalid
from meetings.forms import Id, Reason, text_of
from meetings.tasks import rules
from meetings.tasks.models import Task

TaskRef = Annotated[str, Meta(max_length=40, extra={"ref": "tasks"})]
Title = Annotated[str, Meta(min_length=1, max_length=2000)]
UnitName = Annotated[str, Meta(max_length=200)]
Due = Annotated[str, Meta(max_length=10)]


def due_of(text: str, today: date) -> str:
    """A deadline as it is kept. Raises Invalid."""
    fault = rules.due_fault(text, today)
    if fault is None:
        return text
    said = {
        "form": _("Hạn phải là một ngày, ví dụ 15/12/2026."),
        "past": _("Hạn phải từ hôm nay trở đi."),
        "far": _("Hạn quá xa, kiểm tra lại năm."),
    }
    raise Invalid({"due": said[fault]})


def assignee_of(tx: Transaction, body: str, person: str | None, unit: str) -> tuple[str | None, str]:
    """Who is to do it: a person of the body, or a unit by its name, not both. Raises Invalid."""
    unit = unit.strip()
    if person is not None and unit:
        raise Invalid({"assignee_text": _("Chọn một người hoặc ghi tên đơn vị, không cả hai.")})
    if person is not None:
        members = current_members(tx.connection, body, local_day(tx.now))
        if person not in {member["person"] for member in members}:
            raise Invalid({"assignee": _("Người này không thuộc cơ quan.")})
    return person, unit


class AssignArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    title: Title
    assignee: Id | None = None
    assignee_text: UnitName = ""
    due: Due | None = None


@command("task.assign", stream="body", entry="task.assigned")
def assign(tx: Transaction, who: Actor, args: AssignArgs) -> Made:
    """The desk gives a task without a meeting: what, who, until when."""
    person, unit = assignee_of(tx, tx.subject, args.assignee, args.assignee_text)
    if person is None and not unit:
        raise Invalid({"assignee": _("Cần chọn người làm hoặc ghi tên đơn vị.")})
    task = tx.add(
        Task(
            body=tx.subject,
            title=text_of(args.title, "title"),
            assignee=person,
            assignee_text=unit,
            due=None if args.due is None else due_of(args.due, local_day(tx.now)),
            given_at=tx.now,
            given_by=who.person or None,
        )
    )
    tx.touch(task)
    return Made(task.id)


def go(tx: Transaction, task: Task, act: str) -> None:
    """The task in its state after `act`. Raises Conflict, saying where it stands."""
    state = rules.after(act, task.state)
    if state is None:
        said = {
            "open": _("Nhiệm vụ này chưa có báo cáo."),
            "reported": _("Nhiệm vụ này đã báo cáo, đang chờ duyệt."),
            "done": _("Nhiệm vụ này đã hoàn thành."),
        }
        raise Conflict(said[task.state])
    task.state = state
    tx.touch(task)


def still_open(task: Task) -> None:
    if task.state == "done":
        raise Conflict(_("Nhiệm vụ này đã hoàn thành."))


class TaskArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    task: TaskRef


class ReportArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    task: TaskRef
    report: Annotated[str, Meta(min_length=1, max_length=5000)]


@command("task.report", stream="body", entry="task.reported")
def report(tx: Transaction, who: Actor, args: ReportArgs) -> None:
    """What has been done; again before it is accepted, the report is replaced. The day of the first one counts."""
    task = tx.get(Task, args.task)
    again = task.state == "reported"
    go(tx, task, "report")
    task.report, task.reported_by = text_of(args.report, "report"), who.person or None
    if not again:
        task.reported_at = tx.now
    task.asked_due, task.asked_reason = None, ""


@command("task.accept", stream="body", entry="task.accepted")
def accept(tx: Transaction, _who: Actor, args: TaskArgs) -> None:
    """The result is good; accepting twice changes nothing."""
    task = tx.get(Task, args.task)
    if task.state == "done":
        return
    go(tx, task, "accept")
    task.done_at, task.redo_reason = tx.now, ""


class RedoArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    task: TaskRef
    reason: Reason


@command("task.redo", stream="body", entry="task.redone")
def redo(tx: Transaction, _who: Actor, args: RedoArgs) -> None:
    """Not yet good: open again, with what is missing. The report stays to be read."""
    task = tx.get(Task, args.task)
    go(tx, task, "redo")
    task.redo_reason = text_of(args.reason, "reason")
    task.reported_at, task.done_at = None, None


class ReassignArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    task: TaskRef
    assignee: Id | None = None
    assignee_text: UnitName = ""


@command("task.reassign", stream="body", entry="task.reassigned")
def reassign(tx: Transaction, _who: Actor, args: ReassignArgs) -> None:
    """Somebody else is to do it."""
    task = tx.get(Task, args.task)
    still_open(task)
    person, unit = assignee_of(tx, task.body, args.assignee, args.assignee_text)
    if person is None and not unit:
        raise Invalid({"assignee": _("Cần chọn người làm hoặc ghi tên đơn vị.")})
    if (person, unit) == (task.assignee, task.assignee_text):
        return
    task.assignee, task.assignee_text = person, unit
    task.asked_due, task.asked_reason = None, ""
    tx.touch(task)


class AskExtensionArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    task: TaskRef
    due: Due
    reason: Reason


@command("task.ask_extension", stream="body", entry="task.extension_asked")
def ask_extension(tx: Transaction, _who: Actor, args: AskExtensionArgs) -> None:
    """More time is asked for: until when, and why."""
    task = tx.get(Task, args.task)
    still_open(task)
    if task.state != "open":
        raise Conflict(_("Nhiệm vụ này đã báo cáo, đang chờ duyệt."))
    day = due_of(args.due, local_day(tx.now))
    if task.due is not None and day <= task.due:
        raise Invalid({"due": _("Hạn mới phải sau hạn đang có.")})
    task.asked_due, task.asked_reason = day, text_of(args.reason, "reason")
    tx.touch(task)


class ExtendArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    task: TaskRef
    due: Due


@command("task.extend", stream="body", entry="task.extended")
def extend(tx: Transaction, _who: Actor, args: ExtendArgs) -> None:
    """Another day, asked for or not."""
    task = tx.get(Task, args.task)
    still_open(task)
    task.due = due_of(args.due, local_day(tx.now))
    task.asked_due, task.asked_reason = None, ""
    tx.touch(task)


@command("task.refuse_extension", stream="body", entry="task.extension_refused")
def refuse_extension(tx: Transaction, _who: Actor, args: TaskArgs) -> None:
    """The day stays."""
    task = tx.get(Task, args.task)
    if task.asked_due is None:
        raise Conflict(_("Không có đề nghị gia hạn nào đang chờ."))
    task.asked_due, task.asked_reason = None, ""
    tx.touch(task)


@command("task.withdraw", stream="body", entry="task.withdrawn")
def withdraw(tx: Transaction, _who: Actor, args: TaskArgs) -> None:
    """A task given by mistake is taken back, and the journal keeps it; one of a conclusion goes with that."""
    task = tx.get(Task, args.task)
    if task.conclusion is not None:
        raise Conflict(_("Nhiệm vụ này theo kết luận cuộc họp: sửa kết luận thay vì rút nhiệm vụ."))
    if task.state != "open":
        raise Conflict(_("Nhiệm vụ này đã có báo cáo nên không rút được."))
    tx.facts(withdrawn={"title": task.title, "assignee": task.assignee, "due": task.due})
    tx.delete(task)
