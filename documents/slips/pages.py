"""Files of slips, among the slip's own pages, in the reader and by their address; the report as a page and as a PDF, and its
number for the records clerk.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy import Connection, RowMapping

from app.doors import panel
from app.house import house
from app.language import gettext as _
from app.language import ngettext
from app.policy import Actor
from app.web import headers
from app.web.api import as_json
from app.web.page import page, reading, render
from app.wire import NotFound
from documents.papers import said, serving
from documents.slips import paper
from documents.slips.views import files_of, opened, url_of
from voting.slips.views import slip_row

blueprint = Blueprint("slip_files", __name__)
RETURNS = ("desk", "edit")


@panel("slip.files")
def on_the_page(read: Connection, _who: Actor, *, slip: Any, recipient: Any, **_named: Any) -> list[dict[str, Any]]:
    """The page has decided that its reader sees them."""
    rows = files_of(read, slip["id"], recipient["id"] if recipient is not None else None)
    return [
        {
            "file": row["file"],
            "name": row["name"],
            "label": said.label(row["media_type"]),
            "href": f"/read{url_of(row)}{_from()}" if row["conversion"] != "failed" else url_of(row),
            "opens": row["conversion"] != "failed",
            "facts": " · ".join(filter(None, (_pages(row["pages"]), said.size(row["size"])))),
        }
        for row in rows
    ]


def _from() -> str:
    """Which of the slip's pages the reader leads back to; nothing: the one on which it is answered."""
    page = request.path.rsplit("/", 1)[-1]
    return f"?from={page}" if page in RETURNS else ""


def _pages(count: int | None) -> str:
    return ngettext("%(num)s trang", "%(num)s trang", count) if count else ""


@page(blueprint, "/bodies/<body>/slips/<slip>/files/<enclosure>", stream="body")
def enclosure(who: Actor, body: str, slip: str, enclosure: str) -> ResponseReturnValue:
    """The copy to be read; `original`, or where there is none, the file as it was sent."""
    with reading() as read:
        row = _opened(read, who, body, slip, enclosure)
    if row["viewing"] is not None and "original" not in request.args:
        name = f"{row['name'].rsplit('.', 1)[0]}.pdf"
        return serving.send(house().settings, row["viewing"], "application/pdf", name, attachment=False)
    return serving.send(house().settings, row["sha256"], row["media_type"], row["name"], attachment=True)


# -- in the reader ----------


@page(blueprint, "/read/bodies/<body>/slips/<slip>/files/<enclosure>", stream="body")
def reader(who: Actor, body: str, slip: str, enclosure: str) -> ResponseReturnValue:
    """A slip's paper as every other is read; without notes, which belong to a meeting's papers."""
    with reading() as read:
        row, of = _opened(read, who, body, slip, enclosure), slip_row(read, body, slip)
    assert of is not None
    back, url = f"/bodies/{body}/slips/{slip}", url_of(row)
    if request.args.get("from") in RETURNS:
        back += f"/{request.args['from']}"
    number = _("Phiếu lấy ý kiến %(n)s", n=of["number"]) if of["number"] else _("Phiếu lấy ý kiến")
    shown = {
        **_standing(row),
        "paper": row["id"],
        "version": 1,
        "stream": f"body:{body}",
        "title": row["name"],
        "subtitle": f"{number} · {of['title']}",
        "recalled": False,
        "back": back,
        "back_words": _("Quay lại phiếu"),
        "live": False,
        "url": url,
        "original": f"{url}?original",
        "status": f"/api{url}",
        "start": 1,
        "name": row["name"],
        "size": said.size(row["size"]),
        "warning": "",
        "may_note": False,
        "notes": [],
    }
    response = render("documents/reading/reader.html", who, embedded=False, dark_hall=False, shown=shown)
    response.headers["Content-Security-Policy"] = headers.WITH_WASM
    return response


@page(blueprint, "/api/bodies/<body>/slips/<slip>/files/<enclosure>", stream="body")
def status(who: Actor, body: str, slip: str, enclosure: str) -> ResponseReturnValue:
    """Can it be shown yet? 404 once it was taken away."""
    with reading() as read:
        return as_json(_standing(_opened(read, who, body, slip, enclosure)))


def _standing(row: RowMapping) -> dict[str, Any]:
    failed = row["conversion"] == "failed"
    return {
        "newest": None,
        "conversion": row["conversion"],
        "trouble": said.trouble("") if failed else "",
        "pages": row["pages"],
    }


def _opened(read: Connection, who: Actor, body: str, slip: str, enclosure: str) -> RowMapping:
    """Raises NotFound for a file this person may not open."""
    row = opened(read, who, body, slip, enclosure)
    if row is None:
        raise NotFound()
    return row


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
