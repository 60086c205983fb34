"""Minutes: draft, edit, submit, approve, return, number, export (`minutes.*`)."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta
from sqlalchemy import func, select

from app.commands import Made, Transaction, command
from app.doors import consequence
from app.language import gettext as _
from app.people.days import local_day
from app.policy import Actor
from app.wire import Conflict, Invalid, NotInProgress
from documents.official import keeping, rules
from documents.official.models import Minutes, MinutesBlock, MinutesVersion
from meetings.planning.models import Meeting

BlockRef = Annotated[str, Meta(max_length=40, extra={"ref": "minutes_blocks"})]
Text = Annotated[str, Meta(max_length=20_000)]
MOST_BLOCKS = 3_000


class NoArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Nothing to say."""


def minutes_of(tx: Transaction) -> Minutes:
    """The meeting's minutes. Raises Conflict where none are drafted."""
    found = tx.session.scalar(select(Minutes).where(Minutes.meeting == tx.subject))
    if found is None:
        raise Conflict(_("Chưa có biên bản cho cuộc họp này."))
    return found


def go(tx: Transaction, act: str) -> Minutes:
    """The minutes in their state after an act. Raises Conflict saying where they stand."""
    minutes = minutes_of(tx)
    state = rules.after(act, minutes.state)
    if state is None:
        raise Conflict(standing(minutes.state))
    minutes.state = state
    tx.touch(minutes)
    return minutes


def standing(state: str) -> str:
    """Where minutes stand, in a sentence."""
    return {
        "draft": _("Biên bản đang được soạn."),
        "returned": _("Biên bản đã được trả lại để sửa."),
        "submitted": _("Biên bản đang chờ chủ trì duyệt."),
        "approved": _("Biên bản đã được chủ trì duyệt, không sửa được nữa."),
    }[state]


@command("minutes.draft", stream="meeting", entry="minutes.drafted")
def draft(tx: Transaction, _who: Actor, args: NoArgs) -> Made:
    """Draft from what happened, or draft anew: paragraphs edited by hand stay. Raises NotInProgress before the end."""
    meeting = tx.get(Meeting, tx.subject)
    if meeting.phase != "ended" or meeting.started_at is None:
        raise NotInProgress(_("Biên bản được soạn sau khi cuộc họp kết thúc."))
    kept = tx.session.scalar(select(Minutes).where(Minutes.meeting == meeting.id))
    if kept is not None and rules.after("draft", kept.state) is None:
        raise Conflict(standing(kept.state))
    return Made(keeping.write(tx, meeting).id)


@consequence("meeting.end")
def draft_at_the_end(tx: Transaction, _who: Actor, _args: Any) -> None:
    """The minutes are there as soon as the meeting is over."""
    meeting = tx.get(Meeting, tx.subject)
    if meeting.phase == "ended" and meeting.started_at is not None:
        keeping.write(tx, meeting)


class EditArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    block: BlockRef
    text: Annotated[str, Meta(min_length=1, max_length=20_000)]
    seen: Text | None = None
    """The text the editor began with; another one meanwhile is a conflict, nothing is lost."""


@command("minutes.edit", stream="meeting", entry="minutes.edited")
def edit(tx: Transaction, who: Actor, args: EditArgs) -> None:
    """Write a paragraph by hand; it is marked, and drafting anew leaves it alone."""
    go(tx, "edit")
    row = tx.get(MinutesBlock, args.block)
    if args.seen is not None and args.seen.replace("\r\n", "\n") != row.text:
        raise Conflict(_("Đoạn này vừa được người khác sửa. Hãy xem lại trước khi lưu."))
    text = args.text.replace("\r\n", "\n").strip()
    if not text:
        raise Invalid({"text": _("Cần điền mục này.")})
    if text == row.text:
        return
    tx.facts(before=row.text)
    keeping.put(row, rules.edited(keeping.block_of(row), text))
    row.edited_by, row.edited_at = who.person or None, tx.now
    tx.touch(row)


class BlockArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    block: BlockRef


@command("minutes.restore", stream="meeting", entry="minutes.restored")
def restore(tx: Transaction, _who: Actor, args: BlockArgs) -> None:
    """Back to what was drafted. Raises Conflict for a paragraph that was never drafted."""
    go(tx, "edit")
    row = tx.get(MinutesBlock, args.block)
    if row.drafted is None:
        raise Conflict(_("Đoạn này được thêm bằng tay, không có bản soạn để khôi phục."))
    tx.facts(before=row.text)
    keeping.put(row, rules.edited(keeping.block_of(row), row.drafted))
    row.edited_by = row.edited_at = None
    tx.touch(row)


class AddArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    after: BlockRef
    text: Annotated[str, Meta(min_length=1, max_length=20_000)]


@command("minutes.add", stream="meeting", entry="minutes.added")
def add(tx: Transaction, who: Actor, args: AddArgs) -> Made:
    """One more paragraph behind another; never behind the closing line."""
    minutes = go(tx, "edit")
    anchor = tx.get(MinutesBlock, args.after)
    if anchor.kind == "end":
        raise Conflict(_("Không thêm đoạn sau câu kết thúc biên bản."))
    text = args.text.replace("\r\n", "\n").strip()
    if not text:
        raise Invalid({"text": _("Cần điền mục này.")})
    listed = select(MinutesBlock).where(MinutesBlock.minutes == minutes.id, MinutesBlock.order > anchor.order)
    following = list(tx.session.scalars(listed))
    if anchor.order + len(following) >= MOST_BLOCKS:
        raise Conflict(_("Biên bản đã quá dài, không thêm đoạn được nữa."))
    for row in following:
        row.order += 1
    made = tx.add(
        MinutesBlock(
            minutes=minutes.id,
            meeting=minutes.meeting,
            order=anchor.order + 1,
            kind="free",
            text=text,
            edited=True,
            edited_by=who.person or None,
            edited_at=tx.now,
        )
    )
    tx.touch(made, *following)
    return Made(made.id)


@command("minutes.remove", stream="meeting", entry="minutes.removed")
def remove(tx: Transaction, _who: Actor, args: BlockArgs) -> None:
    """Take out a paragraph a person has added, or one whose source is gone. What was drafted belongs to the record."""
    go(tx, "edit")
    row = tx.get(MinutesBlock, args.block)
    if row.source and row.drafted is not None and not row.changed:
        raise Conflict(_("Đoạn này soạn từ diễn biến đã ghi nên không bỏ được; có thể sửa lời."))
    tx.facts(before=row.text)
    tx.delete(row)


@command("minutes.submit", stream="meeting", entry="minutes.submitted")
def submit(tx: Transaction, _who: Actor, args: NoArgs) -> None:
    """To the chair."""
    minutes = go(tx, "submit")
    minutes.submitted_at, minutes.returned_reason = tx.now, ""


@command("minutes.approve", stream="meeting", entry="minutes.approved")
def approve(tx: Transaction, _who: Actor, args: NoArgs) -> None:
    """The chair approves; from now on members see them, and nobody edits them."""
    minutes = go(tx, "approve")
    minutes.approved_at = tx.now
    tx.session.flush()
    _touch_all(tx, minutes)


class ReturnArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    reason: Annotated[str, Meta(min_length=1, max_length=2_000)]


@command("minutes.return", stream="meeting", entry="minutes.returned")
def return_(tx: Transaction, _who: Actor, args: ReturnArgs) -> None:
    """Back to the secretary, with the reason."""
    if not args.reason.strip():
        raise Invalid({"reason": _("Cần điền mục này.")})
    minutes = go(tx, "return")
    minutes.returned_reason = args.reason.strip()


def _touch_all(tx: Transaction, minutes: Minutes) -> None:
    for model in (MinutesBlock, MinutesVersion):
        tx.touch(model, list(tx.session.scalars(select(model.id).where(model.minutes == minutes.id))))


class NumberArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    number: Annotated[int, Meta(ge=1, le=99_999)] | None = None


@command("minutes.number", stream="meeting", entry="minutes.numbered")
def number(tx: Transaction, _who: Actor, args: NumberArgs) -> Made:
    """The number of the body's year, given or the next. Raises Conflict for a number used or minutes that have one."""
    minutes = minutes_of(tx)
    year = local_day(tx.now).year
    own = (Minutes.body == minutes.body, Minutes.year == year, Minutes.id != minutes.id)
    used = {n for n in tx.session.scalars(select(Minutes.number).where(*own)) if n is not None}
    if minutes.number is not None and (minutes.state == "approved" or args.number in (None, minutes.number)):
        raise Conflict(_("Biên bản đã có số %(n)s.", n=f"{minutes.number:02d}"))
    wanted = args.number or rules.next_number(sorted(used))
    if wanted in used:
        raise Conflict(
            _("Số %(n)s đã dùng trong năm %(year)s. Số kế tiếp là %(next)s.", n=wanted, year=year, next=max(used) + 1)
        )
    minutes.number, minutes.year = wanted, year
    tx.touch(minutes)
    tx.facts(number=wanted, year=year)
    return Made(minutes.id, extra={"number": wanted})


@command("minutes.export", stream="meeting", entry="minutes.exported")
def export(tx: Transaction, who: Actor, args: NoArgs) -> Made:
    """Have the PDF made, a new version each time; the worker lays it out."""
    minutes = minutes_of(tx)
    last = tx.session.scalar(select(func.max(MinutesVersion.version)).where(MinutesVersion.minutes == minutes.id))
    version = tx.add(
        MinutesVersion(
            minutes=minutes.id,
            meeting=minutes.meeting,
            version=(last or 0) + 1,
            text_state=minutes.state,
            asked_by=who.person or None,
            asked_at=tx.now,
        )
    )
    tx.touch(version)
    tx.job("minutes.render", {"version": version.id})
    return Made(version.id, extra={"version": version.version})


class RenderedArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    version: str
    sha256: str | None = None
    pages: int | None = None
    size: int | None = None


@command("minutes.rendered", stream="meeting", entry="minutes.rendered", internal=True)
def rendered(tx: Transaction, _who: Actor, args: RenderedArgs) -> None:
    """The worker has made the PDF, or has given up (no digest)."""
    version = tx.get(MinutesVersion, args.version)
    version.state = "ready" if args.sha256 else "failed"
    version.sha256, version.pages, version.size = args.sha256, args.pages, args.size
    version.made_at = tx.now
    tx.touch(version)
