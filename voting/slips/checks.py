"""What the audit checks of opinion slips: every slip and answer is what the journal's facts, told again, make of it, and every
result is what the answers give.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from app.audit import Findings, Told, audit_check, subject, told
from app.text import tidy
from voting.ruling import rules as ruling
from voting.slips import keeping, rules
from voting.slips.models import Slip, SlipRecipient


@dataclass(frozen=True)
class Answered:
    """A recipient, as the facts tell it."""

    slip: str
    person: str
    asked: bool
    state: str = "waiting"
    choice: str | None = None
    words: str = ""
    revision: int = 0
    late: bool = False
    reminders: int = 0


@dataclass(frozen=True)
class Asked:
    """A slip, as the facts tell it."""

    body: str
    title: str
    text: str
    proposer: str
    matter: str
    majority: Any
    left_out: list[str]
    deadline: datetime | None
    writers: list[str] = field(default_factory=list)
    state: str = "draft"
    number: int | None = None
    year: int | None = None
    rules: dict[str, Any] = field(default_factory=dict)
    chair: str | None = None
    result: dict[str, Any] | None = None
    summary: str = ""
    extended: int = 0


SLIP = tuple(one.name for one in fields(Asked) if one.name != "extended")
ANSWER = tuple(one.name for one in fields(Answered))


@dataclass
class Record:
    """One body's slips while they are told again."""

    slips: dict[str, Asked] = field(default_factory=dict)
    answers: dict[str, Answered] = field(default_factory=dict)

    def go(self, entry: Told, act: str, **values: Any) -> None:
        one = self.slips[entry.args["slip"]]
        state = rules.after(act, one.state) or "impossible"
        self.slips[entry.args["slip"]] = replace(one, state=state, **values)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(microsecond=0)


def _majority(given: Any) -> Any:
    found = None if given is None else ruling.majority(given)
    return None if found is None else found.as_form()


READ: dict[str, Callable[[Any], Any]] = {
    "title": tidy,
    "text": keeping.paragraphs,
    "proposer": tidy,
    "matter": str,
    "majority": _majority,
    "left_out": lambda people: sorted(set(people)),
    "deadline": _moment,
}


def _created(record: Record, entry: Told) -> None:
    args = {"matter": "general", **entry.args}  # of before a slip had one
    given = {name: read(args[name]) for name, read in READ.items()}
    record.slips[(entry.facts or {})["made"]] = Asked(entry.subject, **given)


def _edited(record: Record, entry: Told) -> None:
    given = {name: read(entry.args[name]) for name, read in READ.items() if name in entry.args}
    if wrote := (entry.facts or {}).get("wrote"):
        given["writers"] = [*record.slips[entry.args["slip"]].writers, wrote]
    record.go(entry, "edit", **given)


def _sent(record: Record, entry: Told) -> None:
    facts = entry.facts or {}
    values = {name: facts[name] for name in ("number", "year", "rules", "chair")}
    record.go(entry, "send", deadline=_moment(facts["until"]), **values)
    for id, person, asked in facts["roll"]:
        record.answers[id] = Answered(entry.args["slip"], person, asked)


def _answered(record: Record, entry: Told) -> None:
    facts, args = entry.facts or {}, entry.args
    if "recipient" not in facts:
        return  # the words were the same, only its files are others
    one = record.answers[facts["recipient"]]
    given = {"choice": args["choice"], "words": keeping.paragraphs(args["words"]), "late": facts["late"]}
    record.answers[facts["recipient"]] = replace(one, state="answered", revision=facts["revision"], **given)


def _extended(record: Record, entry: Told) -> None:
    slip = record.slips[entry.args["slip"]]
    record.go(entry, "extend", deadline=_moment(entry.args["deadline"]), extended=slip.extended + 1)
    for id, one in record.answers.items():
        if one.slip == entry.args["slip"] and one.state == "overdue":
            record.answers[id] = replace(one, state="waiting")


def _reminded(record: Record, entry: Told) -> None:
    for id, one in record.answers.items():
        if entry.args.get("stage") == "due" and one.slip == entry.args["slip"] and rules.overdue(one.state, one.asked):
            record.answers[id] = replace(one, state="overdue")
    for id in (entry.facts or {}).get("reminded", ()):
        record.answers[id] = replace(record.answers[id], reminders=record.answers[id].reminders + 1)


REPLAY: dict[str, Callable[[Record, Told], None]] = {
    "slip.created": _created,
    "slip.edited": _edited,
    "slip.removed": lambda record, entry: record.go(entry, "remove"),
    "slip.submitted": lambda record, entry: record.go(entry, "submit"),
    "slip.approved": lambda record, entry: record.go(entry, "approve"),
    "slip.returned": lambda record, entry: record.go(entry, "return"),
    "slip.cancelled": lambda record, entry: record.go(entry, "cancel"),
    "slip.sent": _sent,
    "slip.answered": _answered,
    "slip.extended": _extended,
    "slip.chased": _reminded,
    "slip.reminded": _reminded,
    "slip.closed": lambda record, entry: record.go(entry, "close", result=(entry.facts or {})["result"]),
    "slip.reported": lambda record, entry: record.go(entry, "report"),
    "slip.summarised": lambda record, entry: record.go(
        entry, "summarise", summary=keeping.paragraphs(entry.args["summary"])
    ),
}


@audit_check("slips")
def check_slips(read: Connection, only: str | None = None) -> Findings:
    """Row by row. Asked about one meeting there is nothing to say: slips are their bodies'."""
    found = Findings()
    if only is not None and not only.startswith("body:"):
        return found
    bodies, hidden = _replayed(read, only, found)
    slips = {id: one for record in bodies.values() for id, one in record.slips.items()}
    answers = {id: one for record in bodies.values() for id, one in record.answers.items()}
    rows = {row.id: row for row in _rows(read, Slip, only) if row.body not in hidden}
    listed = {row.id: row for row in _rows(read, SlipRecipient, only) if row.body not in hidden}
    _compare(found, "slip", slips, rows, SLIP)
    _compare(found, "slip_answer", answers, listed, ANSWER)
    for row in rows.values():
        own = sorted((one for one in listed.values() if one.slip == row.id), key=lambda one: one.order)
        if row.result is not None and row.result != keeping.result_of(row, own):
            found.problem("slip_result_differs", slip=row.id)
        if row.id in slips and len(row.extensions) != slips[row.id].extended:
            found.problem("slip_extensions_differ", slip=row.id)
    found.section = {"slips": {"rows": len(rows), "answers": len(listed), "differ": len(found.problems)}}
    return found


def _rows(read: Connection, model: Any, only: str | None) -> list[Any]:
    wanted = select(model.__table__)
    if only is not None:
        wanted = wanted.where(model.body == subject(only))
    return list(read.execute(wanted))


def _compare(found: Findings, what: str, told_of: Any, rows: Any, columns: tuple[str, ...]) -> None:
    for id in sorted(told_of.keys() | rows.keys()):
        one, row = told_of.get(id), rows.get(id)
        if one is None or row is None:
            found.problem(f"{what}_missing" if row is None else f"{what}_without_entry", id=id)
            continue
        differs = [name for name in columns if getattr(row, name) != getattr(one, name)]
        if differs:
            found.problem(f"{what}_differs", id=id, columns=differs)


def _replayed(read: Connection, only: str | None, found: Findings) -> tuple[dict[str, Record], set[str]]:
    """By body; and the bodies of which something was redacted."""
    bodies: dict[str, Record] = {}
    hidden: set[str] = set()
    for entry in told(read, REPLAY, only):
        if not entry.own:
            continue
        if entry.facts is None:
            hidden.add(entry.subject)
            bodies.pop(entry.subject, None)
        if entry.subject in hidden:
            continue
        try:
            REPLAY[entry.kind](bodies.setdefault(entry.subject, Record()), entry)
        except (KeyError, TypeError, ValueError):
            found.problem("facts_without_sense", stream=entry.stream, seq=entry.seq)
    return bodies, hidden
