"""What the audit checks of the sheets of results: each is the one whose digest the journal has."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from app.audit import Findings, audit_check, subject, told
from documents.results.models import ResultSheet


@audit_check("result_sheets")
def check_sheets(read: Connection, only: str | None = None) -> Findings:
    made, hidden = _told(read, only)
    wanted = select(ResultSheet.__table__)
    if only is not None:
        wanted = wanted.where(ResultSheet.meeting == subject(only))
    rows = [row for row in read.execute(wanted) if row.meeting not in hidden]
    found = Findings()
    for row in rows:
        if row.sha256 != made.get((row.id, row.version)) and row.state != "making":
            found.problem("result_sheet_differs", id=row.id)
    found.section = {"result_sheets": {"rows": len(rows), "differ": len(found.problems)}}
    return found


def _told(read: Connection, only: str | None) -> tuple[dict[tuple[str, int], Any], set[str]]:
    """(sheet, version) -> digest of its PDF; meetings redacted in part."""
    made: dict[tuple[str, int], Any] = {}
    hidden: set[str] = set()
    for entry in told(read, ("sheet.rendered",), only):
        if entry.facts is None:
            hidden.add(entry.subject)
        else:
            made[entry.args["sheet"], entry.args["version"]] = entry.args.get("sha256")
    return made, hidden
