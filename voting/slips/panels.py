"""What opinion slips put on other pages: a main place, lines of Hôm nay, entries of the approval inbox."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, RowMapping

from app.doors import panel
from app.house import house
from app.language import gettext as _
from app.language import ngettext
from app.language import pgettext as _p
from app.people.days import local_day
from app.people.views import approvers, persons_by_id
from app.policy import Actor
from app.web.asked import asked_once
from app.web.places import Place
from app.wire import stamp
from meetings.planning.shown import at_home, bodies_of, when
from voting.slips import rules
from voting.slips.views import outstanding, slips_of, to_answer


def of_bodies(read: Connection, who: Actor) -> list[RowMapping]:
    """The bodies whose slips concern this person: not those they are a guest or a screen of."""
    return [body for body in bodies_of(read, who.person) if set(body["capacities"]) - {"guest", "hall"}]


def leads(body: RowMapping) -> bool:
    """Is this person of its secretariat: its chair or a secretary?"""
    return not {"chair", "secretary"}.isdisjoint(body["capacities"])


@asked_once
def waiting_for(read: Connection, who: Actor) -> list[RowMapping]:
    return to_answer(read, who.person, [body["id"] for body in of_bodies(read, who)])


@panel("site.places")
def place(read: Connection, who: Actor) -> list[Place]:
    if not of_bodies(read, who):
        return []
    short, count = _p("nav", "Ý kiến"), len(waiting_for(read, who))
    return [Place("slips", "/slips", _p("nav", "Lấy ý kiến"), "envelope-open", 35, short=short, count=count)]


@panel("home.waiting")
def to_answer_at_home(read: Connection, who: Actor, **_named: Any) -> list[dict[str, Any]]:
    """Slips that wait for one's own answer, with the time they are due."""
    now = house().now()
    return [
        {
            "title": _("Phiếu lấy ý kiến: %(title)s", title=row["title"]),
            "href": f"/bodies/{row['body']}/slips/{row['id']}",
            "icon": "envelope-open",
            "due": _due(row, now),
            "tone": "dat" if row["deadline"] < now else "vang",
            "when": row["deadline"].isoformat(),
        }
        for row in waiting_for(read, who)
    ]


def _due(row: RowMapping, now: Any) -> str:
    due = _("Hạn %(when)s", when=when(row["deadline"], now))
    if row["deadline"] < now:
        due = _("Quá hạn từ %(when)s", when=when(row["deadline"], now))
    if row["reminded_at"] is None:
        return due
    return _("%(due)s · đã nhắc %(when)s", due=due, when=when(row["reminded_at"], now))


@panel("home.waiting")
def desk_at_home(read: Connection, who: Actor, **_named: Any) -> list[dict[str, Any]]:
    """For a secretary: what may be sent, what is past its deadline, what waits to be summarised."""
    now = house().now()
    bodies = [body["id"] for body in of_bodies(read, who) if "secretary" in body["capacities"]]
    rows = slips_of(read, bodies, ("returned", "approved", "sent", "closed")) if bodies else []
    open_ = outstanding(read, [row["id"] for row in rows if row["state"] == "sent"])
    return [line for row in rows if (line := _desk_line(row, open_.get(row["id"], 0), now)) is not None]


def _desk_line(row: RowMapping, open_: int, now: Any) -> dict[str, Any] | None:
    words, icon, tone = "", "envelope-open", "vang"
    if row["state"] == "returned":
        words, icon = _("Sửa phiếu bị trả lại: %(title)s", title=row["title"]), "arrow-u-up-left"
    elif row["state"] == "approved":
        words, icon = _("Gửi phiếu lấy ý kiến: %(title)s", title=row["title"]), "paper-plane-tilt"
    elif row["state"] == "closed":
        words, icon = _("Tổng hợp ý kiến: %(title)s", title=row["title"]), "list-checks"
    elif not open_:
        words, icon = _("Đủ ý kiến, chờ đóng phiếu: %(title)s", title=row["title"]), "check-circle"
    elif row["deadline"] < now:
        words, tone = _("Quá hạn lấy ý kiến: %(title)s", title=row["title"]), "dat"
    if not words:
        return None
    due = ngettext("%(num)s người chưa trả lời", "%(num)s người chưa trả lời", open_) if open_ else ""
    href = f"/bodies/{row['body']}/slips/{row['id']}/desk"
    at = (row["deadline"] or row["created_at"]).isoformat()
    return {"title": words, "href": href, "icon": icon, "due": due, "tone": tone, "when": at}


# -- the approval inbox ----------


@asked_once
def to_approve(read: Connection, who: Actor) -> list[RowMapping]:
    """Submitted slips this person may judge."""
    today = local_day(house().now())
    bodies = [b["id"] for b in of_bodies(read, who) if who.person in approvers(read, b["id"], today)]
    rows = slips_of(read, bodies, ("submitted",)) if bodies else []
    return [row for row in rows if who.person not in rules.authors(row)]


@panel("approvals")
def slips_to_judge(read: Connection, who: Actor, **_named: Any) -> list[dict[str, Any]]:
    rows = to_approve(read, who)
    names = persons_by_id(read, {row["submitted_by"] for row in rows})
    bodies = {body["id"]: body["short_name"] or body["name"] for body in of_bodies(read, who)}
    return [
        {
            "kind": "slip",
            "id": row["id"],
            "stream": f"body:{row['body']}",
            "title": _("Phiếu lấy ý kiến: %(title)s", title=row["title"]),
            "text": row["text"][:300],
            "meeting_title": bodies[row["body"]],
            "by": names[row["submitted_by"]]["name"],
            "submitted_at": stamp(row["submitted_at"]),
            "href": f"/bodies/{row['body']}/slips/{row['id']}",
            "icon": "envelope-open",
            "command": "slip.approve",
            "return_command": "slip.return",
            "args": {"slip": row["id"]},
            "due": stamp(row["deadline"] or row["submitted_at"]),
        }
        for row in rows
    ]


@panel("home.waiting")
def approvals_at_home(read: Connection, who: Actor, **_named: Any) -> list[dict[str, Any]]:
    return [
        at_home(
            _("Duyệt phiếu lấy ý kiến: %(title)s", title=row["title"]),
            "/approvals",
            "seal-check",
            (row["deadline"] or row["submitted_at"]).isoformat(),
        )
        for row in to_approve(read, who)
    ]
