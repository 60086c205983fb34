"""The minutes' page: the paper as it will be printed beside what is still to be looked at; and its PDF."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, send_file
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, RowMapping

from app.house import house
from app.people.days import local
from app.policy import Actor
from app.web.page import page, reading, render
from app.wire import NotFound
from documents.official import happened, keeping, rules, said, views
from documents.official.wording_rules import MISSING
from documents.papers import store
from meetings.planning.views import meeting_row

blueprint = Blueprint("official", __name__)


@page(blueprint, "/meetings/<meeting>/minutes", stream="meeting")
def minutes_page(who: Actor, meeting: str) -> ResponseReturnValue:
    """The desk drafts and checks; the records clerk numbers; members read what the chair has approved."""
    with reading() as read:
        row, minutes = _found(read, who, meeting)
        shown: dict[str, Any] = {"meeting": row, "minutes": minutes, "gaps": [], "versions": []}
        if minutes is not None:
            shown |= _paper(read, who, minutes)
    edits = minutes is not None and who.capacity == "secretary" and rules.after("edit", minutes["state"]) is not None
    return render("documents/official/minutes.html", who, said=said, edits=edits, MISSING=MISSING, **shown)


def _found(read: Connection, who: Actor, meeting: str) -> tuple[RowMapping, RowMapping | None]:
    """The meeting and its minutes, as far as this person may know of them. Raises NotFound."""
    row = meeting_row(read, meeting)
    minutes = keeping.minutes_row(read, meeting)
    desk = who.capacity in ("chair", "secretary")
    if row is None or not (desk or (minutes and (minutes["state"] == "approved" or _numbers(who)))):
        raise NotFound()
    return row, minutes


def _numbers(who: Actor) -> bool:
    return "records_clerk" in who.marks


def _paper(read: Connection, who: Actor, minutes: RowMapping) -> dict[str, Any]:
    blocks = keeping.block_rows(read, minutes["id"])
    found = {"paper": views.paper_of(read, minutes, draft=minutes["state"] != "approved"), "blocks": blocks}
    ready = [v for v in views.versions(read, minutes["id"]) if _may_have(who, v)]
    found["versions"] = ready
    if who.capacity in ("chair", "secretary"):
        told = happened.happened(read, minutes["meeting"])
        gaps = rules.gaps(told, [keeping.block_of(block) for block in blocks], minutes["number"])
        found["gaps"] = [said.gap(gap) for gap in gaps]
    return found


def _may_have(who: Actor, version: RowMapping) -> bool:
    """The desk has every PDF; others those of approved minutes."""
    if version["state"] != "ready":
        return False
    return who.capacity in ("chair", "secretary") or version["text_state"] == "approved"


@page(blueprint, "/meetings/<meeting>/minutes.pdf", stream="meeting")
def minutes_pdf(who: Actor, meeting: str) -> ResponseReturnValue:
    """A version of the PDF, the newest one unless named; `show` opens it in the browser."""
    wanted = request.args.get("version", type=int)
    with reading() as read:
        row, minutes = _found(read, who, meeting)
        if minutes is None:
            raise NotFound()
        listed = [v for v in views.versions(read, minutes["id"]) if _may_have(who, v)]
    version = next((v for v in listed if wanted in (None, v["version"])), None)
    if version is None:
        raise NotFound()
    day = local(row["starts_at"]).date().isoformat()
    answer = send_file(
        store.path_of(house().settings, version["sha256"]),
        mimetype="application/pdf",
        as_attachment="show" not in request.args,
        download_name=f"bien-ban-{day}-ban-{version['version']}.pdf",
        etag=version["sha256"],
        max_age=0,
    )
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
