"""What the audit checks of the hall's screens: which there are, what each was told to show, and the light in the hall."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from app.audit import Findings, Told, audit_check, subject, told
from app.text import tidy
from meetings.planning.models import Meeting
from meetings.room.models import Screen
from meetings.room.rules import RESULT

KINDS = (
    "screen.admitted",
    "screen.entered",
    "screen.came",
    "screen.shown",
    "screen.result_shown",
    "vote.opened",
    "vote.annulled",
    "screen.edited",
    "screen.removed",
    "screen.retired",
    "attendance.site_removed",
    "screen.hall_darkened",
)
COMPARED = (
    "meeting",
    "person",
    "name",
    "site",
    "scene",
    "vote",
    "admitted_at",
    "entered_at",
    "removed_at",
    "by_account",
)
Rows = dict[str, dict[str, Any]]


def _tell(rows: Rows, entry: Told) -> None:
    args, facts = entry.args, entry.facts or {}
    if entry.kind == "screen.admitted":
        rows[str(facts["made"])] = _new(entry, facts["person"], tidy(args["name"]), args.get("site"))
    elif entry.kind == "screen.came":
        if "called" in facts:  # another device of an account that is a screen already adds nothing
            new = _new(entry, entry.actor, facts["called"], None)
            rows[str(facts["made"])] = new | {"entered_at": entry.at, "by_account": True}
    elif entry.kind == "screen.retired":
        for row in _here(rows, entry):
            row["removed_at"] = entry.at
    elif entry.kind == "attendance.site_removed":
        for row in _here(rows, entry):
            row["site"] = None if row["site"] == args["site"] else row["site"]
    elif entry.kind in ("screen.result_shown", "vote.opened", "vote.annulled"):
        _tell_of_a_result(_here(rows, entry), entry)
    else:
        _tell_of_one(rows[args["screen"]], entry)


def _tell_of_a_result(here: list[dict[str, Any]], entry: Told) -> None:
    args = entry.args
    if entry.kind == "screen.result_shown" and args.get("shown", True):
        for row in here:
            row.update(scene=RESULT, vote=args["vote"])
        return
    for row in here:
        if row["scene"] == RESULT and (entry.kind == "vote.opened" or row["vote"] == args["vote"]):
            row.update(scene="auto", vote=None)


def _new(entry: Told, person: str | None, name: str, site: str | None) -> dict[str, Any]:
    return {
        "meeting": entry.subject,
        "person": person,
        "name": name,
        "site": site,
        "scene": "auto",
        "vote": None,
        "admitted_at": entry.at,
        "entered_at": None,
        "removed_at": None,
        "by_account": False,
    }


def _tell_of_one(row: dict[str, Any], entry: Told) -> None:
    if entry.kind == "screen.shown":
        row.update(scene=entry.args["scene"], vote=None)
    elif entry.kind == "screen.edited":
        row["name"] = tidy(entry.args.get("name", row["name"]))
        row["site"] = entry.args.get("site", row["site"])
    else:
        row["entered_at" if entry.kind == "screen.entered" else "removed_at"] = entry.at


def _here(rows: Rows, entry: Told) -> list[dict[str, Any]]:
    return [row for row in rows.values() if row["meeting"] == entry.subject and row["removed_at"] is None]


@audit_check("hall")
def check_hall(read: Connection, only: str | None = None) -> Findings:
    """Screen by screen, and meeting by meeting whether its hall is dark."""
    found = Findings()
    rows, dark, hidden = _replayed(read, only, found)
    meeting = subject(only)
    listed = select(Screen.__table__)
    listed = listed if meeting is None else listed.where(Screen.meeting == meeting)
    kept = {row["id"]: row for row in read.execute(listed).mappings()}
    for id in sorted(rows.keys() | kept.keys()):
        told_of, row = rows.get(id), kept.get(id)
        if (told_of or row or {})["meeting"] in hidden:
            continue
        if told_of is None or row is None or any(row[name] != told_of[name] for name in COMPARED):
            found.problem("screen_differs", screen=id)
    halls = select(Meeting.id, Meeting.dark)
    for id, is_dark in read.execute(halls if meeting is None else halls.where(Meeting.id == meeting)):
        if id not in hidden and is_dark != dark.get(id, False):
            found.problem("hall_differs", meeting=id)
    found.section = {"hall": {"screens": len(kept), "differ": len(found.problems)}}
    return found


def _replayed(read: Connection, only: str | None, found: Findings) -> tuple[Rows, dict[str, bool], set[str]]:
    """The screens and the light as the facts tell them, and meetings of which something was redacted."""
    rows: Rows = {}
    dark: dict[str, bool] = {}
    hidden: set[str] = set()
    for entry in told(read, KINDS, only):
        if not entry.own or not entry.stream.startswith("meeting:"):
            continue
        if entry.facts is None:
            hidden.add(entry.subject)
        if entry.subject in hidden:
            continue
        try:
            if entry.kind == "screen.hall_darkened":
                dark[entry.subject] = bool(entry.args["dark"])
            else:
                _tell(rows, entry)
        except (KeyError, TypeError, ValueError):
            found.problem("facts_without_sense", stream=entry.stream, seq=entry.seq)
    return rows, dark, hidden
