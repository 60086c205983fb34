"""Pages of opinion slips: the lists, the editor, the desk's page, and the page on which one answers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, RowMapping, select

from app.doors import found
from app.house import house
from app.people.days import local, local_day
from app.people.models import Body
from app.people.views import approvers, persons_by_id, roll
from app.policy import Actor
from app.web.page import page, reading, render
from app.wire import NotFound
from meetings.planning.shown import when
from voting.ruling.rules import NO, OTHER, YES
from voting.slips import rules, said
from voting.slips.panels import leads, of_bodies
from voting.slips.views import (
    asked_of,
    known_to_members,
    recipient_rows,
    slip_row,
    slips_of,
    submitted,
)

blueprint = Blueprint("slips", __name__)

DESK_GROUPS = (
    ("working", ("draft", "returned", "submitted", "approved")),
    ("asking", ("sent", "closed")),
    ("over", ("summarised", "cancelled")),
)


@page(blueprint, "/slips")
def slips(who: Actor) -> ResponseReturnValue:
    """What I am asked; for the secretariat what it asks, too."""
    now = house().now()
    with reading() as read:
        bodies = of_bodies(read, who)
        led = [body for body in bodies if leads(body)]
        mine = asked_of(read, who.person, [body["id"] for body in bodies])
        view = request.args.get("view", "")
        view = view if view in ("mine", "desk") else "mine" if mine or not led else "desk"
        rows = _desk_rows(read, [body["id"] for body in led]) if view == "desk" and led else []
        known = slips_of(read, [body["id"] for body in bodies], ("summarised",), 20) if view == "mine" else []
    entries = [{**row, "standing": _standing(row, now)} for row in mine]
    own = {row["id"] for row in mine}
    return render(
        "voting/slips/slips.html",
        who,
        said=said,
        now=now,
        when=when,
        view=view,
        led=led,
        names={body["id"]: body["short_name"] or body["name"] for body in bodies},
        many=len(bodies) > 1,
        waiting=[one for one in entries if one["state"] == "sent" and one["mine"] != "answered"],
        answered=[one for one in entries if one["state"] != "sent" or one["mine"] == "answered"],
        others=[row for row in known if row["id"] not in own],
        groups=[(name, [row for row in rows if row["state"] in states]) for name, states in DESK_GROUPS],
    )


def _standing(row: RowMapping, now: Any) -> str:
    return rules.standing(row["mine"], row["deadline"], now) if row["state"] == "sent" else "answered"


def _desk_rows(read: Connection, bodies: list[str]) -> list[dict[str, Any]]:
    states = [state for _name, group in DESK_GROUPS for state in group]
    rows = slips_of(read, bodies, states)
    listed = recipient_rows(read, [row["id"] for row in rows])
    return [{**row, "strip": said.strip(listed[row["id"]]) if row["sent_at"] else None} for row in rows]


# -- the editor ----------


@page(blueprint, "/bodies/<body>/slips/new", stream="body")
def new(who: Actor, body: str) -> ResponseReturnValue:
    """A slip to be drafted."""
    with reading() as read:
        return _editor(read, who, body, None)


@page(blueprint, "/bodies/<body>/slips/<slip>/edit", stream="body")
def edit(who: Actor, body: str, slip: str) -> ResponseReturnValue:
    with reading() as read:
        row = _found(read, body, slip)
        if rules.after("edit", row["state"]) is None:
            raise NotFound()
        return _editor(read, who, body, row)


def _editor(read: Connection, who: Actor, body: str, row: RowMapping | None) -> ResponseReturnValue:
    members = roll(read, body, local_day(house().now()))
    files = found("slip.files", read, who, slip=row, recipient=None) if row is not None else []
    deadline = f"{local(row['deadline']):%Y-%m-%dT%H:%M}" if row is not None and row["deadline"] else ""
    return render(
        "voting/slips/editor.html",
        who,
        said=said,
        body=_body(read, body),
        slip=row,
        members=members,
        files=files,
        deadline=deadline,
        megabytes=house().settings.upload_megabytes,
    )


# -- one slip ----------


@page(blueprint, "/bodies/<body>/slips/<slip>/desk", stream="body")
def desk(who: Actor, body: str, slip: str) -> ResponseReturnValue:
    """The secretariat's page: where it stands, who has answered what, what can be done now."""
    now = house().now()
    with reading() as read:
        row = _found(read, body, slip)
        listed = recipient_rows(read, [slip])[slip]
        judges = approvers(read, body, local_day(now)) - rules.authors(row)
        people = {row[key] for key in ("created_by", "submitted_by", "judged_by", "sent_by") if row[key]} | judges
        names = persons_by_id(read, people)
        values: dict[str, Any] = {
            "body": _body(read, body),
            "files": found("slip.files", read, who, slip=row, recipient=None),
            "answer_files": {one["person"]: found("slip.files", read, who, slip=row, recipient=one) for one in listed},
            "more": found("slip.desk", read, who, slip=row),
        }
    asked = [one for one in listed if one["asked"]]
    open_ = [one for one in asked if one["choice"] is None]
    return render(
        "voting/slips/desk.html",
        who,
        said=said,
        now=now,
        when=when,
        slip=row,
        rows=[{**one, "standing": rules.standing(one["state"], row["deadline"], now)} for one in _to_read(listed)],
        asked=asked,
        open=open_,
        strip=said.strip(listed) if listed else None,
        judges=[names[person]["name"] for person in sorted(judges)],
        names=names,
        may_close=row["state"] == "sent" and (not open_ or row["deadline"] <= now),
        is_mine=any(one["person"] == who.person for one in asked),
        **values,
    )


def _to_read(listed: list[RowMapping]) -> list[RowMapping]:
    """Who disagrees and who wrote something first; those who have not answered last, in the body's order."""
    order = {NO: 0, OTHER: 1, YES: 2}
    return sorted(listed, key=lambda one: (order.get(one["choice"] or "", 3), not one["words"], one["order"]))


@page(blueprint, "/bodies/<body>/slips/<slip>", stream="body")
def slip(who: Actor, body: str, slip: str) -> ResponseReturnValue:
    """The page on which a recipient answers, an approver judges, and everybody of the body reads what came of it."""
    now = house().now()
    with reading() as read:
        row = _found(read, body, slip)
        judges = submitted(row) and who.person in approvers(read, body, local_day(now))
        is_desk = not who.marks.isdisjoint({"chair", "secretary"})
        if not (is_desk or judges or known_to_members(row)):
            raise NotFound()
        listed = recipient_rows(read, [slip])[slip]
        mine = next((one for one in listed if one["person"] == who.person and one["asked"]), None)
        files = found("slip.files", read, who, slip=row, recipient=None)
        my_files = found("slip.files", read, who, slip=row, recipient=mine) if mine is not None else []
        values: dict[str, Any] = {"body": _body(read, body), "files": files, "my_files": my_files}
    may_judge = judges and row["state"] == "submitted" and who.person not in rules.authors(row)
    fault = None
    if mine is not None:
        fault = rules.answer_fault(row["state"], mine["choice"] is not None, row["deadline"], now)
    return render(
        "voting/slips/slip.html",
        who,
        said=said,
        now=now,
        when=when,
        slip=row,
        mine=mine,
        answers=mine is not None and fault is None,
        standing=rules.standing(mine["state"], row["deadline"], now) if mine is not None else None,
        is_desk=is_desk,
        may_judge=may_judge,
        asked=sum(one["asked"] for one in listed),
        megabytes=house().settings.upload_megabytes,
        **values,
    )


def _found(read: Connection, body: str, slip: str) -> RowMapping:
    row = slip_row(read, body, slip)
    if row is None:
        raise NotFound()
    return row


def _body(read: Connection, body: str) -> RowMapping:
    return read.execute(select(Body.id, Body.name, Body.short_name).where(Body.id == body)).mappings().one()
