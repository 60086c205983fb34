"""Files of slips, among the slip's own pages and by their address; the report as a page and as a PDF."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy import Connection, RowMapping

from app.doors import panel
from app.house import house
from app.language import ngettext
from app.policy import Actor
from app.web.page import page, reading, render
from app.wire import NotFound
from documents.papers import said, serving
from documents.slips import paper
from documents.slips.views import files_of, opened, url_of
from voting.slips.views import slip_row

blueprint = Blueprint("slip_files", __name__)


@panel("slip.files")
def on_the_page(read: Connection, _who: Actor, *, slip: Any, recipient: Any, **_named: Any) -> list[dict[str, Any]]:
    """The page has decided that its reader sees them."""
    rows = files_of(read, slip["id"], recipient["id"] if recipient is not None else None)
    return [
        {
            "file": row["file"],
            "name": row["name"],
            "label": said.label(row["media_type"]),
            "href": url_of(row),
            "opens": row["viewing"] is not None,
            "facts": " · ".join(filter(None, (_pages(row["pages"]), said.size(row["size"])))),
        }
        for row in rows
    ]


def _pages(count: int | None) -> str:
    return ngettext("%(num)s trang", "%(num)s trang", count) if count else ""


@page(blueprint, "/bodies/<body>/slips/<slip>/files/<enclosure>", stream="body")
def enclosure(who: Actor, body: str, slip: str, enclosure: str) -> ResponseReturnValue:
    """The copy to be read; `original`, or where there is none, the file as it was sent."""
    with reading() as read:
        row = opened(read, who, body, slip, enclosure)
    if row is None:
        raise NotFound()
    if row["viewing"] is not None and "original" not in request.args:
        name = f"{row['name'].rsplit('.', 1)[0]}.pdf"
        return serving.send(house().settings, row["viewing"], "application/pdf", name, attachment=False)
    return serving.send(house().settings, row["sha256"], row["media_type"], row["name"], attachment=True)


# -- the report ----------


@panel("slip.desk")
def to_the_report(_read: Connection, _who: Actor, *, slip: Any, **_named: Any) -> Markup | None:
    """From the desk's page of a slip that is closed."""
    return None if slip["result"] is None else Markup(render_template("documents/slips/button.html", slip=slip))


@page(blueprint, "/bodies/<body>/slips/<slip>/report", stream="body")
def report(_who: Actor, body: str, slip: str) -> ResponseReturnValue:
    """The report as it will be printed, beside what is still to be looked at."""
    with reading() as read:
        row = _closed(read, body, slip)
        told, kept = paper.paper_of(read, row), paper.report_row(read, slip)
    return render("documents/slips/report.html", slip=row, paper=told, report=kept)


@page(blueprint, "/bodies/<body>/slips/<slip>/report.pdf", stream="body")
def report_pdf(_who: Actor, body: str, slip: str) -> ResponseReturnValue:
    """The newest PDF; `show` opens it in the browser."""
    with reading() as read:
        row, kept = _closed(read, body, slip), paper.report_row(read, slip)
    if kept is None or kept["sha256"] is None:
        raise NotFound()
    name = f"bao-cao-phieu-{row['number']}-ban-{kept['version']}.pdf"
    attachment = "show" not in request.args
    return serving.send(house().settings, kept["sha256"], "application/pdf", name, attachment=attachment)


def _closed(read: Connection, body: str, slip: str) -> RowMapping:
    """Raises NotFound for a slip without a result."""
    row = slip_row(read, body, slip)
    if row is None or row["result"] is None:
        raise NotFound()
    return row
