"""What the audit checks of papers: each version is the file whose digest the journal has, and is shown as what was
made of it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from app.audit import Findings, audit_check, subject, told
from documents.papers.models import File, Paper, PaperVersion

Version = tuple[str, int]


@audit_check("papers")
def check_papers(read: Connection, only: str | None = None) -> Findings:
    """Version by version."""
    found = Findings()
    added, shown, hidden = _told(read, only)
    columns = (PaperVersion.paper, PaperVersion.version, PaperVersion.viewing, File.sha256, File.name, Paper.meeting)
    listed = select(*columns).join(File, File.id == PaperVersion.file).join(Paper, Paper.id == PaperVersion.paper)
    meeting = subject(only)
    rows = read.execute(listed if meeting is None else listed.where(Paper.meeting == meeting)).all()
    for row in rows:
        key = (row.paper, row.version)
        fits = (row.sha256, row.name, row.viewing) == (*added.get(key, (None, None)), shown.get(key))
        if row.meeting not in hidden and not fits:
            found.problem("paper_differs", paper=row.paper, version=row.version, meeting=row.meeting)
    for paper, version in sorted(added.keys() - {(row.paper, row.version) for row in rows}):
        found.problem("paper_missing", paper=paper, version=version)
    found.section = {"papers": {"versions": len(rows), "differ": len(found.problems)}}
    return found


def _told(read: Connection, only: str | None) -> tuple[dict[Version, Any], dict[Version, Any], set[str]]:
    """Version -> digest and name of its file, version -> digest of what is shown of it, meetings redacted in part."""
    added: dict[Version, Any] = {}
    shown: dict[Version, Any] = {}
    hidden: set[str] = set()
    for entry in told(read, ("paper.added", "paper.replaced", "paper.converted", "paper.removed"), only):
        facts, paper = entry.facts, str(entry.args.get("paper"))
        if facts is None:
            hidden.add(entry.subject)
        elif entry.kind == "paper.removed":
            added = {key: value for key, value in added.items() if key[0] != paper}
        elif entry.kind == "paper.converted":
            shown[paper, entry.args["version"]] = entry.args.get("viewing")
        else:
            paper = str(facts.get("made") if entry.kind == "paper.added" else paper)
            added[paper, facts["version"]] = (facts.get("sha256"), facts.get("file_name"))
    return added, shown, hidden
