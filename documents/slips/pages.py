"""Files of slips: among the slip's own pages, and by their address."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from app.doors import panel
from app.house import house
from app.language import ngettext
from app.policy import Actor
from app.web.page import page, reading
from app.wire import NotFound
from documents.papers import said, serving
from documents.slips.views import files_of, opened, url_of

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
