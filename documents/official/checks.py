"""What the audit checks of minutes: their numbers, and that each PDF is the one whose digest the journal has."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from app.audit import Findings, audit_check, subject, told
from documents.official.models import Minutes, MinutesVersion

NOTHING = {"state": "making", "sha256": None, "pages": None, "size": None}


@audit_check("minutes")
def check_minutes(read: Connection, only: str | None = None) -> Findings:
    """Number and PDFs of every meeting's minutes."""
    found = Findings()
    numbers, asked, made, hidden = _told(read, only)
    for row in _rows(read, Minutes, only):
        if row["meeting"] not in hidden and (row["number"], row["year"]) != numbers.get(row["meeting"], (None, None)):
            found.problem("minutes_number_differs", meeting=row["meeting"])
    versions = {row["id"]: row for row in _rows(read, MinutesVersion, only)}
    for id, row in versions.items():
        if row["meeting"] in hidden:
            continue
        if id not in asked:
            found.problem("minutes_version_without_entry", meeting=row["meeting"], version=row["version"])
        told_of = made.get(id, NOTHING)
        if any(row[name] != told_of[name] for name in NOTHING):
            found.problem("minutes_version_differs", meeting=row["meeting"], version=row["version"])
    for id in sorted(asked.keys() - versions.keys()):
        if asked[id] not in hidden:
            found.problem("minutes_version_missing", meeting=asked[id])
    found.section = {"minutes": {"versions": len(versions), "differ": len(found.problems)}}
    return found


def _rows(read: Connection, model: type[Minutes | MinutesVersion], only: str | None) -> list[Any]:
    listed, meeting = select(model.__table__), subject(only)
    if meeting is not None:
        listed = listed.where(model.meeting == meeting)
    return list(read.execute(listed).mappings())


def _told(read: Connection, only: str | None) -> tuple[dict[str, Any], dict[str, str], dict[str, Any], set[str]]:
    """Meeting -> number and year, version -> its meeting, version -> what was made of it, meetings redacted in part."""
    numbers: dict[str, Any] = {}
    asked: dict[str, str] = {}
    made: dict[str, Any] = {}
    hidden: set[str] = set()
    for entry in told(read, ("minutes.numbered", "minutes.exported", "minutes.rendered"), only):
        facts = entry.facts
        if facts is None:
            hidden.add(entry.subject)
        elif entry.kind == "minutes.numbered":
            numbers[entry.subject] = (facts.get("number"), facts.get("year"))
        elif entry.kind == "minutes.exported":
            asked[str(facts.get("made"))] = entry.subject
        else:
            args = entry.args
            state = "ready" if args.get("sha256") else "failed"
            made[str(args.get("version"))] = {"state": state, **{n: args.get(n) for n in ("sha256", "pages", "size")}}
    return numbers, asked, made, hidden
