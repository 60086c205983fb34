"""What the audit checks of written opinions: every row is what the journal's facts, told again, make of it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime

from sqlalchemy import Connection, select

from app.audit import Findings, Told, audit_check, subject, told
from app.text import tidy
from meetings.opinions.models import Opinion


@dataclass(frozen=True, slots=True)
class Written:
    """An opinion, as the facts tell it."""

    meeting: str
    item: str
    person: str
    text: str
    shared: bool
    given_at: datetime
    amended_at: datetime | None = None
    withdrawn_at: datetime | None = None
    answer: str = ""
    answered_by: str | None = None
    answered_at: datetime | None = None


COMPARED = tuple(field.name for field in fields(Written))
KINDS = ("opinion.given", "opinion.amended", "opinion.withdrawn", "opinion.answered")


@audit_check("opinions")
def check_opinions(read: Connection, only: str | None = None) -> Findings:
    found = Findings()
    replayed, hidden = _replayed(read, only, found)
    wanted = select(Opinion.__table__)
    if only is not None:
        wanted = wanted.where(Opinion.meeting == subject(only))
    rows = {row["id"]: row for row in read.execute(wanted).mappings() if row["meeting"] not in hidden}
    for id in sorted(replayed.keys() | rows.keys()):
        one, row = replayed.get(id), rows.get(id)
        if one is None or row is None:
            found.problem("opinion_missing" if row is None else "opinion_without_entry", opinion=id)
            continue
        differs = [name for name in COMPARED if row[name] != getattr(one, name)]
        if differs:
            found.problem("opinion_differs", opinion=id, columns=differs)
    found.section = {"opinions": {"rows": len(rows), "differ": len(found.problems)}}
    return found


def _replayed(read: Connection, only: str | None, found: Findings) -> tuple[dict[str, Written], set[str]]:
    opinions: dict[str, Written] = {}
    hidden: set[str] = set()
    for entry in told(read, KINDS, only):
        if entry.facts is None:
            hidden.add(entry.subject)
            continue
        try:
            _tell(opinions, entry)
        except (KeyError, TypeError):
            found.problem("facts_without_sense", stream=entry.stream, seq=entry.seq)
    return {id: one for id, one in opinions.items() if one.meeting not in hidden}, hidden


def _tell(opinions: dict[str, Written], entry: Told) -> None:
    args, facts = entry.args, entry.facts or {}
    if entry.kind == "opinion.given":
        text = tidy(args["text"])
        opinions[facts["made"]] = Written(
            entry.subject, args["item"], entry.actor or "", text, facts["shared"], entry.at
        )
        return
    one = opinions[args["opinion"]]
    if entry.kind == "opinion.amended":
        one = replace(one, text=tidy(args["text"]), amended_at=entry.at)
    elif entry.kind == "opinion.withdrawn":
        one = replace(one, withdrawn_at=entry.at)
    else:
        one = replace(one, answer=tidy(args["text"]), answered_by=entry.actor, answered_at=entry.at)
    opinions[args["opinion"]] = one
