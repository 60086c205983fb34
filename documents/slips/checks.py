"""What the audit checks of the files and reports of slips: each is the one whose digest the journal has."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from app.audit import Findings, audit_check, subject, told
from documents.papers.models import File
from documents.slips.models import SlipFile, SlipReport

NAMING = ("slip.created", "slip.edited", "slip.answered", "slip.removed")
Kept = dict[str, tuple[str, str]]
"""{enclosure: (file, digest)}"""


@audit_check("slip_files")
def check_files(read: Connection, only: str | None = None) -> Findings:
    found = Findings()
    if only is not None and not only.startswith("body:"):
        return found
    kept, shown, hidden = _told(read, only)
    wanted = select(SlipFile.__table__, File.sha256).join(File, File.id == SlipFile.file)
    if only is not None:
        wanted = wanted.where(SlipFile.body == subject(only))
    rows = {row.id: row for row in read.execute(wanted) if row.body not in hidden}
    for id in sorted(rows.keys() | kept.keys()):
        row = rows.get(id)
        if row is None or id not in kept:
            found.problem("slip_file_missing" if row is None else "slip_file_without_entry", id=id)
        elif (row.file, row.sha256) != kept[id] or row.viewing != shown.get(id):
            found.problem("slip_file_differs", id=id)
    found.section = {"slip_files": {"rows": len(rows), "differ": len(found.problems)}}
    return found


def _told(read: Connection, only: str | None) -> tuple[Kept, dict[str, Any], set[str]]:
    """What goes with which slip or answer now; what is shown of it; bodies redacted in part."""
    places: dict[tuple[str, str, str], Kept] = {}
    shown: dict[str, Any] = {}
    hidden: set[str] = set()
    for entry in told(read, (*NAMING, "enclosure.converted"), only):
        facts = entry.facts
        if facts is None:
            hidden.add(entry.subject)
        elif entry.kind == "enclosure.converted":
            shown[entry.args["enclosure"]] = entry.args.get("viewing")
        elif "files" in facts:
            slip = str(facts.get("made") if entry.kind == "slip.created" else entry.args["slip"])
            whose = str(entry.actor) if entry.kind == "slip.answered" else ""
            places[entry.subject, slip, whose] = {id: (file, digest) for id, file, digest in facts["files"]}
    known = [place for (body, *_rest), place in places.items() if body not in hidden]
    return {id: one for place in known for id, one in place.items()}, shown, hidden


@audit_check("slip_reports")
def check_reports(read: Connection, only: str | None = None) -> Findings:
    """Each report's number, and the PDF whose digest the journal has."""
    found = Findings()
    if only is not None and not only.startswith("body:"):
        return found
    numbers, made, hidden = _reported(read, only)
    wanted = select(SlipReport.__table__)
    if only is not None:
        wanted = wanted.where(SlipReport.body == subject(only))
    rows = [row for row in read.execute(wanted) if row.body not in hidden]
    for row in rows:
        if (row.number, row.year) != numbers.get(row.id, (None, None)):
            found.problem("slip_report_number_differs", id=row.id)
        if row.sha256 != made.get(row.id):
            found.problem("slip_report_differs", id=row.id)
    found.section = {"slip_reports": {"rows": len(rows), "differ": len(found.problems)}}
    return found


def _reported(read: Connection, only: str | None) -> tuple[dict[str, Any], dict[str, Any], set[str]]:
    """Report -> number and year, report -> digest of its newest PDF, bodies redacted in part."""
    numbers: dict[str, Any] = {}
    made: dict[str, Any] = {}
    hidden: set[str] = set()
    for entry in told(read, ("report.numbered", "report.rendered"), only):
        facts = entry.facts
        if facts is None:
            hidden.add(entry.subject)
        elif entry.kind == "report.numbered":
            numbers[str(facts.get("made"))] = (facts.get("number"), facts.get("year"))
        else:
            made[entry.args["report"]] = entry.args.get("sha256")
    return numbers, made, hidden
