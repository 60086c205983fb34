"""What the audit checks of presenting: the page that is shown is the one the journal tells of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from app.audit import Findings, Told, audit_check, subject, told
from documents.presenting.models import Presentation

ENDING = (
    "presenting.stopped",
    "paper.recalled",
    "agenda.item_started",
    "agenda.item_finished",
    "agenda.item_removed",
    "meeting.ended",
)
KINDS = ("presenting.started", "presenting.turned", *ENDING)
COMPARED = ("paper", "version", "page", "by", "item", "state", "why", "started_at")
Rows = dict[str, dict[str, Any]]
"""meeting -> what is presented in it"""


def _tell(rows: Rows, entry: Told) -> None:
    facts = entry.facts or {}
    if entry.kind == "presenting.started":
        page = {"page": 1, **entry.args}
        more = {"by": entry.actor, "item": facts["item"], "state": "on", "why": "", "started_at": entry.at}
        rows[entry.subject] = {**page, **more}
    elif entry.kind == "presenting.turned":
        rows[entry.subject]["page"] = entry.args["page"]
    elif "presenting_over" in facts:
        rows[entry.subject] |= {"state": "over", "why": facts["presenting_over"]}


@audit_check("presenting")
def check_presenting(read: Connection, only: str | None = None) -> Findings:
    """Meeting by meeting."""
    found = Findings()
    rows: Rows = {}
    hidden: set[str] = set()
    for entry in told(read, KINDS, only):
        if entry.facts is None:
            hidden.add(entry.subject)
        if entry.subject in hidden or not entry.own:
            continue
        try:
            _tell(rows, entry)
        except (KeyError, TypeError):
            found.problem("facts_without_sense", stream=entry.stream, seq=entry.seq)
    listed = select(Presentation.__table__)
    meeting = subject(only)
    listed = listed if meeting is None else listed.where(Presentation.meeting == meeting)
    kept = {row["meeting"]: row for row in read.execute(listed).mappings()}
    for id in sorted((rows.keys() | kept.keys()) - hidden):
        told_of, row = rows.get(id), kept.get(id)
        if told_of is None or row is None or any(row[name] != told_of[name] for name in COMPARED):
            found.problem("presentation_differs", meeting=id)
    found.section = {"presenting": {"meetings": len(kept), "differ": len(found.problems)}}
    return found
