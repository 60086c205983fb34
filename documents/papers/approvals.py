"""The approval inbox: papers, and what the other slices send to it (absences, conclusions, minutes)."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, select

from app import doors
from app.doors import panel
from app.language import gettext as _
from app.language import ngettext
from app.language import pgettext as _p
from app.people.days import local_day
from app.people.views import approvers, persons_by_id
from app.policy import Actor
from app.web.asked import asked_once
from app.web.page import page, reading, render
from app.web.places import Place
from app.wire import stamp
from documents.papers import rules, said
from documents.papers.models import File, Paper, PaperVersion
from documents.papers.pages import blueprint
from meetings.planning.models import Meeting


@asked_once
def waiting_papers(read: Connection, person: str) -> list[dict[str, Any]]:
    """Submitted papers that this person may judge, the nearest meeting first."""
    wanted = (
        select(
            Paper.id,
            Paper.title,
            Paper.type,
            Paper.version,
            Paper.submitted_by,
            Paper.submitted_at,
            PaperVersion.added_by,
            PaperVersion.pages,
            PaperVersion.conversion,
            File.media_type,
            Meeting.id.label("meeting"),
            Meeting.title.label("meeting_title"),
            Meeting.body,
            Meeting.starts_at,
            Meeting.published_at,
        )
        .join(PaperVersion, (PaperVersion.paper == Paper.id) & (PaperVersion.version == Paper.version))
        .join(File, File.id == PaperVersion.file)
        .join(Meeting, Meeting.id == Paper.meeting)
        .where(Paper.state == "submitted", Meeting.phase != "cancelled")
        .order_by(Meeting.starts_at, Paper.submitted_at)
    )
    judges: dict[tuple[str, Any], set[str]] = {}
    found = []
    for row in read.execute(wanted).mappings():
        key = (row["body"], local_day(row["starts_at"]))
        if key not in judges:
            judges[key] = approvers(read, *key)
        authors = rules.Authors(row["added_by"], row["submitted_by"])
        if rules.may_judge(person, authors, judges[key]):
            found.append(dict(row))
    return found


@panel("approvals")
def papers_to_judge(read: Connection, who: Actor, **_named: Any) -> list[dict[str, Any]]:
    """Papers that wait for this person, as entries of the inbox."""
    rows = waiting_papers(read, who.person)
    names = persons_by_id(read, {row["submitted_by"] for row in rows})
    return [
        {
            **row,
            "kind": "paper",
            "stream": f"meeting:{row['meeting']}",
            "by": names[row["submitted_by"]]["name"],
            "type_word": said.types()[row["type"]],
            "label": said.label(row["media_type"]),
            "due": stamp(row["starts_at"]),
            "published": row["published_at"] is not None,
        }
        for row in rows
    ]


@panel("home.waiting")
def papers_waiting(read: Connection, who: Actor, **_named: Any) -> list[dict[str, Any]]:
    """On Home: papers that wait for this person's approval, a line a meeting."""
    by_meeting: dict[str, list[dict[str, Any]]] = {}
    for row in waiting_papers(read, who.person):
        by_meeting.setdefault(row["meeting"], []).append(row)
    return [
        {
            "title": ngettext("%(num)s tài liệu chờ duyệt", "%(num)s tài liệu chờ duyệt", len(rows)),
            "href": "/approvals",
            "icon": "seal-check",
            "due": rows[0]["meeting_title"],
            "tone": "vang",
            "when": stamp(rows[0]["starts_at"]),
        }
        for rows in by_meeting.values()
    ]


@panel("site.places")
def inbox_place(read: Connection, who: Actor, **_named: Any) -> list[Place]:
    """The inbox among the main places, for those to whom something is ever sent."""
    waiting = entries(read, who)
    if not waiting and not _ever_asked(read, who.person):
        return []
    return [
        Place(
            name="approvals",
            href="/approvals",
            label=_p("nav", "Chờ duyệt"),
            icon="seal-check",
            order=30,
            count=len(waiting),
        )
    ]


def _ever_asked(read: Connection, person: str) -> bool:
    """Does a body count this person among its chairs or approvers now?"""
    from app.people.models import Membership

    held = read.execute(
        select(Membership.capacities).where(Membership.person == person, Membership.until_date.is_(None))
    ).scalars()
    return any({"chair", "approver"} & set(capacities) for capacities in held)


def entries(read: Connection, who: Actor) -> list[dict[str, Any]]:
    """All that waits, by deadline."""
    found = [entry for entry in doors.found("approvals", read, who) if isinstance(entry, dict)]
    return sorted(found, key=lambda entry: str(entry.get("due") or ""))


def phrases() -> list[str]:
    """Ready words for giving something back."""
    return [
        _("Thiếu số liệu, đề nghị bổ sung."),
        _("Sai thể thức, đề nghị trình bày lại."),
        _("Cần ý kiến thẩm định trước khi trình."),
        _("Nội dung chưa khớp với chương trình họp."),
    ]


@page(blueprint, "/approvals")
def approvals(who: Actor) -> ResponseReturnValue:
    """List by deadline | preview (screens.md 6.6)."""
    with reading() as read:
        waiting = entries(read, who)
    return render("documents/papers/approvals.html", who, entries=waiting, phrases=phrases())
