"""A paper from the secretary's draft to its readers: added, submitted, judged by somebody else, published,
recalled.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from sqlalchemy import delete, func, select

from app.commands import Made, Transaction, command
from app.database import Base
from app.language import gettext as _
from app.people.days import local_day
from app.people.views import approvers
from app.policy import Actor
from app.wire import Conflict, NotFound
from documents.papers import rules
from documents.papers.models import File, Paper, PaperVersion
from documents.reading.models import Note, ReadingMark
from meetings.planning import rules as planning
from meetings.planning.models import Meeting

ItemRef = Annotated[str, msgspec.Meta(max_length=40, extra={"ref": "items"})]
PaperRef = Annotated[str, msgspec.Meta(max_length=40, extra={"ref": "papers"})]
FileId = Annotated[str, msgspec.Meta(max_length=40)]
Title = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
Type = Literal["proposal", "report", "draft_resolution", "draft_decision", "scheme", "appendix", "invitation", "other"]
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]


class AddArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    file: FileId
    item: ItemRef | None = None
    title: Annotated[str, msgspec.Meta(max_length=300)] = ""
    type: Type | None = None


class PaperArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    paper: PaperRef


class ReplaceArgs(PaperArgs, kw_only=True, forbid_unknown_fields=True):
    file: FileId


class RenameArgs(PaperArgs, kw_only=True, forbid_unknown_fields=True):
    title: Title | None = None
    type: Type | None = None
    item: ItemRef | None = None
    """Another item; one that a paper of the meeting as a whole goes to, after its own was removed."""


class ApproveArgs(PaperArgs, kw_only=True, forbid_unknown_fields=True):
    publish: bool = False


class ReasonArgs(PaperArgs, kw_only=True, forbid_unknown_fields=True):
    reason: Reason


class PublishArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    paper: PaperRef | None = None
    """None: all that are approved."""


@command("paper.add", stream="meeting", entry="paper.added")
def add(tx: Transaction, who: Actor, args: AddArgs) -> Made:
    """A new draft from an uploaded file of one's own. Raises NotFound for another's file, Conflict after the
    meeting.
    """
    _still_open(tx)
    file = _own_file(tx, who, args.file)
    title = " ".join(args.title.split()) or rules.title_of(file.name)
    paper = tx.add(
        Paper(
            meeting=tx.subject,
            item=args.item,
            title=title,
            type=args.type or rules.guess_type(title),
            order=next_place(tx, args.item),
            added_by=who.person,
        )
    )
    _add_version(tx, who, paper, file)
    tx.touch(paper)
    return Made(paper.id)


@command("paper.replace", stream="meeting", entry="paper.replaced")
def replace(tx: Transaction, who: Actor, args: ReplaceArgs) -> Made:
    """A further version, a draft again. What was published stays with its readers until the new one is published."""
    _still_open(tx)
    paper = tx.get(Paper, args.paper)
    file = _own_file(tx, who, args.file)
    _step(paper, "replace")
    paper.version += 1
    paper.submitted_by = paper.submitted_at = None
    _add_version(tx, who, paper, file)
    tx.touch(paper)
    return Made(paper.id, extra={"version": paper.version})


@command("paper.rename", stream="meeting", entry="paper.renamed")
def rename(tx: Transaction, who: Actor, args: RenameArgs) -> None:
    """Another title, type or item; not once it is approved, for that is what was approved."""
    _still_open(tx)
    paper = tx.get(Paper, args.paper)
    if paper.state in ("approved", "published", "recalled"):
        raise Conflict(_("Tài liệu đã duyệt thì không đổi tên được. Hãy thay bằng bản mới."))
    if args.title is not None:
        paper.title = " ".join(args.title.split()) or paper.title
    if args.type is not None:
        paper.type = args.type
    if args.item is not None and args.item != paper.item:
        if paper.published is not None:  # readers have it where it is
            raise Conflict(_("Tài liệu đã phát hành thì không chuyển sang nội dung khác được. Hãy thu hồi trước."))
        paper.item, paper.order = args.item, next_place(tx, args.item)
        # Who is told of a recall are those who had it: the people of the new item never did.
        paper.recalled_at, paper.published_title, paper.published_type = None, "", "other"
    tx.touch(paper)


@command("paper.submit", stream="meeting", entry="paper.submitted")
def submit(tx: Transaction, who: Actor, args: PaperArgs) -> None:
    """Ask for approval. Raises Conflict when nobody but its author could approve it."""
    _still_open(tx)
    paper = tx.get(Paper, args.paper)
    authors = rules.Authors(version_of(tx, paper).added_by, who.person)
    if not rules.other_approvers(authors, approvers_of(tx)):
        raise Conflict(_("Người soạn không tự duyệt, và chưa có người duyệt nào khác."))
    _step(paper, "submit")
    paper.submitted_by, paper.submitted_at = who.person, tx.now
    paper.judged_by = paper.judged_at = None
    tx.facts(version=paper.version)
    tx.touch(paper)


@command("paper.approve", stream="meeting", entry="paper.approved")
def approve(tx: Transaction, who: Actor, args: ApproveArgs) -> None:
    """Approve what was submitted; with `publish`, and once the meeting is published, hand it out at once."""
    paper = tx.get(Paper, args.paper)
    _step(paper, "approve")
    paper.judged_by, paper.judged_at, paper.reason = who.person, tx.now, ""
    tx.facts(version=paper.version)
    if args.publish:
        _publish(tx, paper)
    tx.touch(paper)


@command("paper.return", stream="meeting", entry="paper.returned")
def give_back(tx: Transaction, who: Actor, args: ReasonArgs) -> None:
    """Give it back with a reason."""
    paper = tx.get(Paper, args.paper)
    _step(paper, "return")
    paper.judged_by, paper.judged_at, paper.reason = who.person, tx.now, args.reason
    tx.facts(version=paper.version)
    tx.touch(paper)


@command("paper.unapprove", stream="meeting", entry="paper.unapproved")
def unapprove(tx: Transaction, who: Actor, args: PaperArgs) -> None:
    """Take back one's own approval within ten minutes, while it isn't published."""
    paper = tx.get(Paper, args.paper)
    if paper.judged_by != who.person or not rules.may_undo(paper.judged_at, tx.now):
        raise Conflict(_("Đã quá lâu, không hoàn tác được nữa."))
    _step(paper, "unapprove")
    paper.judged_by = paper.judged_at = None
    tx.touch(paper)


@command("paper.publish", stream="meeting", entry="paper.published")
def publish(tx: Transaction, who: Actor, args: PublishArgs) -> None:
    """Hand approved papers out to everybody who may read them, once the meeting itself is published."""
    if args.paper:
        papers = [tx.get(Paper, args.paper)]
    else:
        papers = approved(tx)
        if not papers:
            raise Conflict(_("Chưa có tài liệu nào đã duyệt mà chưa phát hành."))
    for paper in papers:
        _publish(tx, paper)
    tx.facts(papers=[paper.id for paper in papers])


@command("paper.recall", stream="meeting", entry="paper.recalled")
def recall(tx: Transaction, who: Actor, args: ReasonArgs) -> None:
    """Take a published paper back: nobody but the desk can open any version of it any more."""
    paper = tx.get(Paper, args.paper)
    if paper.published is None:
        raise Conflict(_("Tài liệu này chưa phát hành nên không cần thu hồi."))
    take_back(tx, paper, args.reason)


def take_back(tx: Transaction, paper: Paper, reason: str) -> None:
    """Every version that was handed out, and why."""
    for version in versions_of(tx, paper):
        if version.published_at is not None and version.recalled_at is None:
            version.recalled_at = tx.now
    paper.published, paper.recalled_at, paper.reason = None, tx.now, reason
    if paper.state == "published":
        paper.state = "recalled"
    tx.touch(paper)


@command("paper.remove", stream="meeting", entry="paper.removed")
def remove(tx: Transaction, who: Actor, args: PaperArgs) -> None:
    """Drop a paper that was never published; one that was is recalled, not forgotten."""
    paper = tx.get(Paper, args.paper)
    if any(version.published_at is not None for version in versions_of(tx, paper)):
        raise Conflict(_("Tài liệu đã phát hành thì thu hồi, không xóa."))
    of_paper: tuple[type[Base], ...] = (Note, ReadingMark, PaperVersion)
    for model in of_paper:
        tx.session.execute(delete(model).where(model.__table__.c.paper == paper.id))
    tx.facts(title=paper.title)
    tx.delete(paper)


class ConvertedArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    paper: str
    version: int
    viewing: str | None = None
    pages: int | None = None
    trouble: str = ""
    warning: str = ""


@command("paper.converted", stream="meeting", entry="paper.converted", internal=True)
def converted(tx: Transaction, who: Actor, args: ConvertedArgs) -> None:
    """The worker has made the version readable, or says why it can't be."""
    paper = tx.get(Paper, args.paper)
    wanted = select(PaperVersion).where(PaperVersion.paper == paper.id, PaperVersion.version == args.version)
    version = tx.session.scalars(wanted).one_or_none()
    if version is None:
        raise NotFound()
    version.conversion = "ready" if args.viewing else "failed"
    version.viewing, version.pages = args.viewing, args.pages
    version.trouble, version.warning = args.trouble, args.warning
    tx.touch(paper)


# -- what the handlers share ----------


def _still_open(tx: Transaction) -> Meeting:
    meeting = tx.get(Meeting, tx.subject)
    if meeting.phase in ("ended", "cancelled"):
        raise Conflict(_("Cuộc họp đã kết thúc hoặc đã hủy nên không đổi tài liệu được nữa."))
    return meeting


def next_place(tx: Transaction, item: str | None) -> int:
    """After the papers of an item, or of the meeting as a whole."""
    last = select(func.max(Paper.order)).where(Paper.meeting == tx.subject, Paper.item.is_not_distinct_from(item))
    return (tx.session.scalar(last) or 0) + 1


def _own_file(tx: Transaction, who: Actor, id: str) -> File:
    file = tx.get(File, id)
    if file.owner != who.person:
        raise NotFound()
    return file


def _add_version(tx: Transaction, who: Actor, paper: Paper, file: File) -> None:
    tx.add(PaperVersion(paper=paper.id, version=paper.version, file=file.id, added_by=who.person, added_at=tx.now))
    tx.facts(version=paper.version, sha256=file.sha256, file_name=file.name)
    told = {"paper": paper.id, "version": paper.version, "sha256": file.sha256, "media_type": file.media_type}
    tx.job("papers.convert", told)


def _step(paper: Paper, step: str) -> None:
    """Take a step. Raises Conflict that says where the paper stands."""
    after = rules.next_state(paper.state, step)
    if after is None:
        raise Conflict(
            {
                "draft": _("Tài liệu này còn là bản nháp, chưa trình duyệt."),
                "submitted": _("Tài liệu này đang chờ duyệt."),
                "returned": _("Tài liệu này đã bị trả lại, chưa trình lại."),
                "approved": _("Tài liệu này đã được duyệt."),
                "published": _("Tài liệu này đã phát hành."),
                "recalled": _("Tài liệu này đã thu hồi."),
            }[paper.state]
        )
    paper.state = after


def _publish(tx: Transaction, paper: Paper) -> None:
    meeting = _still_open(tx)
    if meeting.published_at is None:
        raise Conflict(_("Cuộc họp chưa phát hành. Tài liệu đã duyệt sẽ phát hành cùng cuộc họp."))
    make_public(tx, paper, meeting)


def make_public(tx: Transaction, paper: Paper, meeting: Meeting) -> None:
    """The approved version becomes the one that everybody sees. Raises Conflict when it isn't approved."""
    _step(paper, "publish")
    paper.published, paper.published_title, paper.published_type = paper.version, paper.title, paper.type
    paper.published_at, paper.recalled_at = tx.now, None
    version_of(tx, paper).published_at = tx.now
    paper.late = not planning.notice_given(local_day(tx.now), local_day(meeting.starts_at), meeting.kind)
    tx.touch(paper)


def versions_of(tx: Transaction, paper: Paper) -> list[PaperVersion]:
    wanted = select(PaperVersion).where(PaperVersion.paper == paper.id).order_by(PaperVersion.version)
    return list(tx.session.scalars(wanted))


def version_of(tx: Transaction, paper: Paper) -> PaperVersion:
    """The newest version."""
    wanted = select(PaperVersion).where(PaperVersion.paper == paper.id, PaperVersion.version == paper.version)
    return tx.session.scalars(wanted).one()


def approved(tx: Transaction) -> list[Paper]:
    """The meeting's papers that are approved and not published yet."""
    wanted = select(Paper).where(Paper.meeting == tx.subject, Paper.state == "approved").order_by(Paper.order)
    return list(tx.session.scalars(wanted))


def approvers_of(tx: Transaction) -> set[str]:
    """Who approves papers in this meeting's body, its chair where it names nobody."""
    meeting = tx.get(Meeting, tx.subject)
    return approvers(tx.connection, meeting.body, local_day(meeting.starts_at))
