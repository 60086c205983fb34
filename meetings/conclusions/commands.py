"""Recording, amending, submitting and approving conclusions (`conclusion.*`)."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType
from sqlalchemy import select

from app.commands import Made, Transaction, command
from app.language import gettext as _
from app.people.days import local_day
from app.people.views import current_members
from app.policy import Actor
from app.wire import Conflict, Invalid, NotInProgress
from meetings.agenda.keeping import keeps_its_item
from meetings.conclusions import rules
from meetings.conclusions.models import Conclusion
from meetings.forms import Id, ItemRef, Reason, not_written_over, phase_said, text_of
from meetings.planning.models import Meeting, Participant
from meetings.tasks.models import Task
from meetings.tasks.rules import due_fault

ConclusionRef = Annotated[str, Meta(max_length=40, extra={"ref": "conclusions"})]
Text = Annotated[str, Meta(min_length=1, max_length=5000)]
UnitName = Annotated[str, Meta(max_length=200)]
Due = Annotated[str, Meta(max_length=10)]


def recording(tx: Transaction) -> Meeting:
    """The meeting, begun. Raises NotInProgress."""
    meeting = tx.get(Meeting, tx.subject)
    if meeting.phase not in rules.RECORDED_IN:
        raise NotInProgress(phase_said(meeting, tx.now))
    return meeting


def due_of(tx: Transaction, text: str) -> str:
    """A deadline as it is kept. Raises Invalid."""
    fault = due_fault(text, local_day(tx.now))
    if fault is None:
        return text
    said = {
        "form": _("Hạn phải là một ngày, ví dụ 15/12/2026."),
        "past": _("Hạn phải từ hôm nay trở đi."),
        "far": _("Hạn quá xa, kiểm tra lại năm."),
    }
    raise Invalid({"due": said[fault]})


def assignee_of(tx: Transaction, meeting: Meeting, person: str | None) -> str | None:
    """A person of the body, or of the meeting. Raises Invalid."""
    if person is None:
        return None
    here = select(Participant.id).where(Participant.meeting == meeting.id, Participant.person == person)
    if tx.session.scalar(here) is None:
        members = current_members(tx.connection, meeting.body, local_day(tx.now))
        if person not in {member["person"] for member in members}:
            raise Invalid({"assignee": _("Người này không thuộc cơ quan.")})
    return person


def points_of(tx: Transaction, item: str) -> list[Conclusion]:
    wanted = select(Conclusion).where(Conclusion.meeting == tx.subject, Conclusion.item == item)
    return list(tx.session.scalars(wanted.order_by(Conclusion.order, Conclusion.id)))


def number(tx: Transaction, points: list[Conclusion], ids: list[str]) -> None:
    """Give the points their places in `ids`, touching those that moved."""
    places = {id: place for place, id in enumerate(ids, start=1)}
    for point in points:
        if point.order != places[point.id]:
            point.order = places[point.id]
            tx.touch(point)


class RecordArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    item: ItemRef
    text: Text
    assignee: Id | None = None
    assignee_text: UnitName = ""
    due: Due | None = None


@command("conclusion.record", stream="meeting", entry="conclusion.recorded")
def record(tx: Transaction, who: Actor, args: RecordArgs) -> Made:
    """The next point of an item, as a draft."""
    meeting = recording(tx)
    point = Conclusion(
        meeting=meeting.id,
        item=args.item,
        order=len(points_of(tx, args.item)) + 1,
        text=text_of(args.text, "text"),
        recorded_at=tx.now,
        recorded_by=who.person or None,
    )
    _charge(tx, meeting, point, args.assignee, args.assignee_text)
    point.due = None if args.due is None else due_of(tx, args.due)
    tx.add(point)
    tx.touch(point)
    return Made(point.id)


def _charge(tx: Transaction, meeting: Meeting, point: Conclusion, person: str | None, unit: str) -> None:
    unit = unit.strip()
    if person is not None and unit:
        raise Invalid({"assignee_text": _("Chọn một người hoặc ghi tên đơn vị, không cả hai.")})
    point.assignee, point.assignee_text = assignee_of(tx, meeting, person), unit


class AmendArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    conclusion: ConclusionRef
    text: Text | UnsetType = UNSET
    assignee: Id | UnsetType | None = UNSET
    assignee_text: UnitName | UnsetType = UNSET
    due: Due | UnsetType | None = UNSET
    seen: Annotated[str, Meta(max_length=5000)] | None = None
    """The text the writer began with; another one meanwhile is a conflict, and nothing is lost."""
    __secret__ = ("seen",)


@command("conclusion.amend", stream="meeting", entry="conclusion.amended")
def amend(tx: Transaction, _who: Actor, args: AmendArgs) -> None:
    """Changed wording, assignee or day. An approved one is a draft again; its task stays, marked, until then."""
    meeting = recording(tx)
    point = tx.get(Conclusion, args.conclusion)
    before = _as_facts(point)
    if not isinstance(args.text, UnsetType) and (text := text_of(args.text, "text")) != point.text:
        not_written_over(args.seen, point.text)
        point.text = text
    _recharge(tx, meeting, point, args)
    if not isinstance(args.due, UnsetType) and args.due != point.due:
        point.due = None if args.due is None else due_of(tx, args.due)
    if _as_facts(point) == before:
        return
    point.state = rules.after("amend", point.state) or point.state
    point.approved_at = point.approved_by = None
    tx.touch(point)
    tx.facts(before=before)
    _mark_task(tx, point, amending=True)


def _recharge(tx: Transaction, meeting: Meeting, point: Conclusion, args: AmendArgs) -> None:
    """A new person takes the place of a unit, and the other way round, unless both are said."""
    person, unit = args.assignee, args.assignee_text
    if isinstance(person, UnsetType) and isinstance(unit, UnsetType):
        return
    if isinstance(unit, UnsetType):
        unit = "" if person else point.assignee_text
    if isinstance(person, UnsetType):
        person = None if unit.strip() else point.assignee
    _charge(tx, meeting, point, person, unit)


def _as_facts(point: Conclusion) -> dict[str, Any]:
    return {name: getattr(point, name) for name in ("text", "assignee", "assignee_text", "due")}


def _mark_task(tx: Transaction, point: Conclusion, *, amending: bool) -> None:
    task = tx.session.get(Task, point.task) if point.task else None
    if task is not None and task.amending != amending:
        task.amending = amending
        tx.touch(task)


class ConclusionArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    conclusion: ConclusionRef


def go(point: Conclusion, act: str) -> None:
    """The conclusion in its state after `act`. Raises Conflict, saying where it stands."""
    state = rules.after(act, point.state)
    if state is None:
        said = {
            "draft": _("Kết luận này còn là bản nháp, chưa trình chủ trì."),
            "submitted": _("Kết luận này đã trình, đang chờ chủ trì duyệt."),
            "approved": _("Kết luận này đã được duyệt."),
        }
        raise Conflict(said[point.state])
    point.state = state


@command("conclusion.submit", stream="meeting", entry="conclusion.submitted")
def submit(tx: Transaction, _who: Actor, args: ConclusionArgs) -> None:
    """To the chair; submitting twice changes nothing."""
    recording(tx)
    point = tx.get(Conclusion, args.conclusion)
    if point.state == "submitted":
        return
    go(point, "submit")
    point.returned_reason = ""
    tx.touch(point)


@command("conclusion.approve", stream="meeting", entry="conclusion.approved")
def approve(tx: Transaction, who: Actor, args: ConclusionArgs) -> Made | None:
    """The chair approves; with an assignee it becomes a task of the body, in the same transaction."""
    meeting = recording(tx)
    point = tx.get(Conclusion, args.conclusion)
    if point.state == "approved":
        return None
    go(point, "approve")
    point.approved_at, point.approved_by, point.returned_reason = tx.now, who.person or None, ""
    _bring_task_up_to_date(tx, who, meeting, point)
    tx.facts(task=point.task)
    tx.touch(point)
    return Made(point.id, extra={"task": point.task} if point.task else {})


@command("conclusion.unapprove", stream="meeting", entry="conclusion.unapproved")
def unapprove(tx: Transaction, _who: Actor, args: ConclusionArgs) -> None:
    """The chair takes an approval back: it waits for the chair again. The task it gave is gone while nobody has done anything about
    it; one of an earlier approval stays, marked, as when it is amended.
    """
    recording(tx)
    point = tx.get(Conclusion, args.conclusion)
    if point.state == "submitted":
        return
    go(point, "unapprove")
    task = tx.session.get(Task, point.task) if point.task else None
    if task is not None and task.state == "open" and task.given_at == point.approved_at:
        point.task = None
        tx.facts(released=task.id)
        tx.session.flush()
        tx.delete(task)
    else:
        _mark_task(tx, point, amending=True)
    point.approved_at = point.approved_by = None
    tx.facts(task=point.task)
    tx.touch(point)


def _bring_task_up_to_date(tx: Transaction, who: Actor, meeting: Meeting, point: Conclusion) -> None:
    task = tx.session.get(Task, point.task) if point.task else None
    if not rules.makes_task(point.assignee, point.assignee_text):
        if task is not None:
            point.task = None
            tx.facts(released=task.id)
            tx.session.flush()
            if task.state == "open":
                tx.delete(task)
            else:
                task.conclusion, task.amending = None, False
                tx.touch(task)
        return
    if task is None:
        task = tx.add(
            Task(
                body=meeting.body,
                meeting=meeting.id,
                conclusion=point.id,
                title=point.text,
                given_at=tx.now,
                given_by=who.person or None,
            )
        )
        point.task = task.id
    elif task.state != "open" and _differs(task, point):
        # Something else is to be done now: what was reported was reported for the old wording.
        task.state, task.reported_at, task.done_at = "open", None, None
    task.title, task.assignee, task.assignee_text = point.text, point.assignee, point.assignee_text
    task.due, task.amending = point.due, False
    tx.facts(given=_as_facts(point))
    tx.touch(task)


def _differs(task: Task, point: Conclusion) -> bool:
    return (task.title, task.assignee, task.assignee_text) != (point.text, point.assignee, point.assignee_text)


class ReturnArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    conclusion: ConclusionRef
    reason: Reason


@command("conclusion.return", stream="meeting", entry="conclusion.returned")
def return_(tx: Transaction, _who: Actor, args: ReturnArgs) -> None:
    """Back to the secretary, with what is to be mended."""
    recording(tx)
    point = tx.get(Conclusion, args.conclusion)
    go(point, "return")
    point.returned_reason = text_of(args.reason, "reason")
    tx.touch(point)


class MoveArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    conclusion: ConclusionRef
    after: ConclusionRef | None = None


@command("conclusion.move", stream="meeting", entry="conclusion.moved")
def move(tx: Transaction, _who: Actor, args: MoveArgs) -> None:
    """Put a point behind another of the same item, or first."""
    recording(tx)
    points = points_of(tx, tx.get(Conclusion, args.conclusion).item)
    try:
        ids = rules.moved([point.id for point in points], args.conclusion, args.after)
    except ValueError:
        raise Invalid({"after": _("Chọn một kết luận khác của cùng nội dung.")}) from None
    number(tx, points, ids)


@command("conclusion.remove", stream="meeting", entry="conclusion.removed")
def remove(tx: Transaction, _who: Actor, args: ConclusionArgs) -> None:
    """A draft is taken away; the journal keeps what it said."""
    recording(tx)
    point = tx.get(Conclusion, args.conclusion)
    if not rules.may_be_removed(point.state, point.task):
        raise Conflict(_("Kết luận này đã được duyệt hoặc đã giao việc: sửa lại thay vì xóa."))
    tx.facts(before=_as_facts(point))
    item = point.item
    tx.delete(point)
    rest = points_of(tx, item)
    number(tx, rest, [one.id for one in rest])


keeps_its_item(Conclusion, lambda: _("Nội dung này đã có kết luận nên không bỏ khỏi chương trình được."))
