"""What papers put on the pages of meetings: cards for readers, chips and checks for the secretary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import g, render_template
from markupsafe import Markup
from sqlalchemy import Connection

from app.doors import panel
from app.language import gettext as _
from app.language import ngettext
from app.people.days import local_day
from app.people.views import approvers, persons_by_id
from app.policy import Actor
from app.views import COLLECTIONS, forms_of
from documents.papers import said
from documents.reading.views import marks_of, notes_of
from meetings.agenda.views import items_of

PUBLIC = "members"


def papers_of(read: Connection, meeting: str, scopes: frozenset[str]) -> list[dict[str, Any]]:
    """A meeting's papers as these scopes see them, in the agenda's order, words beside them. Read once a request."""
    kept: dict[Any, list[dict[str, Any]]] = g.setdefault("papers_of", {})
    key = (meeting, scopes)
    if key not in kept:
        found = {
            form.key: {"id": form.key, **said.named(form.form)}
            for form in forms_of(read, COLLECTIONS["meeting/papers"], meeting)
            if form.scope in scopes
        }
        place = {item["id"]: number for number, item in enumerate(items_of(read, meeting))}
        kept[key] = sorted(
            found.values(), key=lambda form: (place.get(form["item"], len(place)), form["order"], form["id"])
        )
    return kept[key]


def readable(read: Connection, who: Actor, meeting: str) -> list[dict[str, Any]]:
    """The papers this person reads as everybody does (the desk too sees here what members see), with how far
    they read.
    """
    scopes = frozenset({PUBLIC}) if "desk" in who.scopes else who.scopes
    papers = papers_of(read, meeting, scopes)
    if papers and "read" not in papers[0]:
        marks = marks_of(read, who.person, [paper["id"] for paper in papers])
        notes = notes_of(read, who.person, meeting=meeting)
        for paper in papers:
            mark = marks.get(paper["id"])
            current = mark if mark is not None and mark["version"] == paper["version"] else None
            paper["fresh"] = mark is not None and current is None and paper["state"] == "published"
            paper["page"] = current["furthest"] if current is not None else 0
            paper["done"] = current is not None and current["read_at"] is not None
            paper["read"] = 100 if paper["done"] else round(100 * paper["page"] / (paper["pages"] or 1000))
            paper["facts"] = facts(paper, sum(note["paper"] == paper["id"] for note in notes))
    return papers


def facts(paper: Mapping[str, Any], notes: int) -> str:
    """The line under a paper's title."""
    if paper["state"] == "recalled":
        return _("Tài liệu đã thu hồi")
    said_first = ngettext("%(num)s trang", "%(num)s trang", paper["pages"]) if paper["pages"] else paper["label"]
    parts = [said_first]
    if (paper["version"] or 1) > 1:
        parts.append(_("bản %(n)s", n=paper["version"]))
    if paper["done"]:
        parts.append(_("đã đọc"))
    elif paper["page"]:
        parts.append(_("đọc đến trang %(n)s", n=paper["page"]))
    if notes:
        parts.append(ngettext("%(num)s ghi chú của tôi", "%(num)s ghi chú của tôi", notes))
    if paper["late"]:
        parts.append(_("gửi muộn"))
    return " · ".join(parts)


@panel("meeting.item")
def cards(read: Connection, who: Actor, *, meeting: Any, item: Any, **_named: Any) -> Markup | None:
    """An item's papers on the member's page."""
    papers = [paper for paper in readable(read, who, meeting["id"]) if paper["item"] == item["id"]]
    return Markup(render_template("documents/papers/cards.html", papers=papers)) if papers else None


@panel("meeting.reading")
def reading_strip(read: Connection, who: Actor, *, meeting: Any, **_named: Any) -> Markup | None:
    """How many papers of the meeting this person has read."""
    papers = [paper for paper in readable(read, who, meeting["id"]) if paper["state"] == "published"]
    if not papers:
        return None
    done = sum(paper["done"] for paper in papers)
    loose = [paper for paper in readable(read, who, meeting["id"]) if paper["item"] is None]
    return Markup(render_template("documents/papers/strip.html", papers=papers, done=done, loose=loose))


@panel("meeting.continue")
def go_on(read: Connection, who: Actor, *, meeting: Any, **_named: Any) -> Markup | None:
    """On to the first paper that isn't read to its end."""
    papers = [paper for paper in readable(read, who, meeting["id"]) if paper["state"] == "published"]
    following = next((paper for paper in papers if not paper["done"]), None)
    if following is None:
        return None
    begun = any(paper["page"] for paper in papers)
    return Markup(render_template("documents/papers/continue.html", paper=following, begun=begun))


@panel("home.papers")
def unread(read: Connection, who: Actor, *, meeting: Any, **_named: Any) -> Markup | None:
    """On Home: what is still unread of the next meeting, three at most."""
    from app.policy import standing_in

    standing = standing_in(read, f"meeting:{meeting['id']}", who.person)
    if standing is None or not standing.scopes:
        return None
    reader = Actor(person=who.person, scopes=standing.scopes)
    papers = [paper for paper in readable(read, reader, meeting["id"]) if paper["state"] == "published"]
    if not papers:
        return None
    waiting = [paper for paper in papers if not paper["done"]]
    return Markup(render_template("documents/papers/home.html", papers=papers, waiting=waiting))


@panel("builder.item")
def chips(read: Connection, who: Actor, *, meeting: Any, item: Any, **_named: Any) -> Markup:
    """An item's papers on the secretary's page, and the button that adds one."""
    papers = [paper for paper in papers_of(read, meeting["id"], frozenset({"desk"})) if paper["item"] == item["id"]]
    is_open = meeting["phase"] not in ("ended", "cancelled")
    return Markup(render_template("documents/papers/chips.html", papers=papers, item=item, open=is_open))


@panel("builder.side")
def loose_chips(read: Connection, who: Actor, *, meeting: Any, **_named: Any) -> Markup | None:
    """Papers of the meeting as a whole: what an item left behind is among them."""
    loose = [paper for paper in papers_of(read, meeting["id"], frozenset({"desk"})) if paper["item"] is None]
    return Markup(render_template("documents/papers/loose.html", papers=loose)) if loose else None


@panel("builder.foot")
def sheets(read: Connection, who: Actor, *, meeting: Any, **_named: Any) -> Markup:
    """A sheet for every paper, and the script of uploading."""
    papers = papers_of(read, meeting["id"], frozenset({"desk"}))
    from app.house import house

    return Markup(
        render_template(
            "documents/papers/sheets.html",
            papers=papers,
            items=items_of(read, meeting["id"]),
            meeting=meeting,
            types=list(said.types().items()),
            megabytes=house().settings.upload_megabytes,
            open=meeting["phase"] not in ("ended", "cancelled"),
        )
    )


@panel("meeting.publish_button")
def publish_button(read: Connection, who: Actor, *, meeting: Any, **_named: Any) -> Markup | None:
    """Once the meeting is published: hand out what was approved since."""
    papers = papers_of(read, meeting["id"], frozenset({"desk"}))
    approved = [paper for paper in papers if paper["state"] == "approved"]
    if not approved or meeting["phase"] in ("ended", "cancelled"):
        return None
    return Markup(render_template("documents/papers/publish_button.html", approved=approved, meeting=meeting))


@panel("meeting.before_publishing")
def checks(read: Connection, who: Actor, *, meeting: Any, **_named: Any) -> list[dict[str, Any]]:
    """What still stands between the papers and their readers."""
    papers = papers_of(read, meeting["id"], frozenset({"desk"}))
    lines = [*_waiting(read, meeting, papers), *_returned(papers), *_drafts(papers), *_troubles(papers)]
    with_papers = {paper["item"] for paper in papers}
    for number, item in enumerate(items_of(read, meeting["id"]), 1):
        if item["id"] not in with_papers:
            lines.append(_line("warning-circle", "dat", _("Nội dung %(n)s chưa có tài liệu", n=number)))
    if papers and not lines:
        lines.append(_line("check-circle-fill", "lam", _("Mọi tài liệu đã duyệt")))
    return lines


def _line(icon: str, tone: str, text: str, more: str = "", href: str = "") -> dict[str, Any]:
    return {"icon": icon, "tone": tone, "text": text, "more": more, "href": href}


def _waiting(read: Connection, meeting: Any, papers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    from app.web.dress import time_of

    waiting = [paper for paper in papers if paper["state"] == "submitted"]
    if not waiting:
        return []
    judges = approvers(read, meeting["body"], local_day(meeting["starts_at"]))
    names = ", ".join(row["name"] for row in persons_by_id(read, judges).values())
    text = ngettext(
        "%(num)s tài liệu chờ %(names)s duyệt",
        "%(num)s tài liệu chờ %(names)s duyệt",
        len(waiting),
        names=names or _("người"),
    )
    first = min(paper["submitted_at"] for paper in waiting)
    return [_line("hourglass-medium", "vang", text, _("Trình lúc %(time)s", time=time_of(first)))]


def _returned(papers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        _line(
            "arrow-u-up-left",
            "dat",
            _("%(title)s bị trả lại", title=paper["title"]),
            _("“%(reason)s”", reason=paper["reason"]),
        )
        for paper in papers
        if paper["state"] == "returned"
    ]


def _drafts(papers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    count = sum(paper["state"] == "draft" for paper in papers)
    if not count:
        return []
    text = ngettext("%(num)s tài liệu chưa trình duyệt", "%(num)s tài liệu chưa trình duyệt", count)
    return [_line("pencil-simple", "", text)]


def _troubles(papers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        _line("warning", "vang", paper["title"], paper["warning_word"] or paper["trouble_word"])
        for paper in papers
        if paper["warning_word"] or paper["trouble_word"]
    ]
