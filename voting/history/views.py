"""A body's votes as they are found: only those of meetings this person may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, func, or_, select

from app.people.days import midnight
from app.policy import Actor
from meetings.agenda.models import Item
from meetings.planning.models import Meeting, Participant
from voting.history.models import VoteRecord
from voting.history.rules import Wanted
from voting.sealed.counts import UNSURE, checks_of
from voting.sealed.models import SealedBox
from voting.votes.models import RollEntry, Vote

THEIRS = ("chair", "secretary", "member", "substitute")
"""Who of a meeting's people sees all its results; guests see those of their items, in the meeting itself."""


def found(who: Actor, body: str, asked: Wanted) -> ColumnElement[bool]:
    """The body's chair and secretaries see all its votes; its members those of the meetings they were invited to."""
    record = VoteRecord
    kept = [record.body == body]
    if who.marks.isdisjoint({"chair", "secretary"}):
        mine = select(Participant.meeting).where(Participant.person == who.person, Participant.capacity.in_(THEIRS))
        published = select(Meeting.id).where(Meeting.body == body, Meeting.published_at.is_not(None))
        kept += [record.meeting.in_(mine), record.meeting.in_(published)]
    kept += [record.folded.contains(word, autoescape=True) for word in asked.words]
    if asked.since:
        kept.append(record.at >= midnight(asked.since))
    if asked.until:
        kept.append(record.at < midnight(asked.until + timedelta(days=1)))
    if asked.kind:
        kept.append(record.kind == asked.kind)
    if asked.secret is not None:
        kept.append(record.secret.is_(asked.secret))
    if asked.outcome == "annulled":
        kept.append(record.state == "annulled")
    elif asked.outcome:
        unsure = record.id.in_(select(SealedBox.id).where(SealedBox.stage.in_(UNSURE)))
        kept += [record.state == "announced"]
        kept += [unsure] if asked.outcome == "unsure" else [~unsure, record.verdict == asked.outcome]
    return and_(*kept)


def count(read: Connection, which: ColumnElement[bool]) -> int:
    return int(read.execute(select(func.count()).select_from(VoteRecord).where(which)).scalar_one())


def lines(read: Connection, which: ColumnElement[bool], limit: int, offset: int = 0) -> list[Mapping[str, Any]]:
    """Whole votes with their meetings and items, the newest first; `checked`: what devices say of a secret one."""
    page = select(VoteRecord.id).where(which).order_by(VoteRecord.at.desc(), VoteRecord.id.desc())
    ids = list(read.execute(page.limit(limit).offset(offset)).scalars())
    columns = (Meeting.title.label("meeting_title"), Meeting.starts_at, Item.title.label("item_title"))
    votes = Vote.__table__
    wanted = select(votes, *columns).join(Meeting, Meeting.id == Vote.meeting).outerjoin(Item, Item.id == Vote.item)
    rows: dict[str, Mapping[str, Any]] = {}
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        checked = checks_of(read, part)
        found = read.execute(wanted.where(Vote.id.in_(part))).mappings()
        rows |= {row["id"]: {**row, "checked": checked.get(row["id"])} for row in found}
    return [rows[id] for id in ids]


def rolls(read: Connection, votes: Iterable[str]) -> dict[str, list[RowMapping]]:
    """The frozen rolls, in their order."""
    listed = list(votes)
    kept: dict[str, list[RowMapping]] = defaultdict(list)
    columns = (RollEntry.vote, RollEntry.person, RollEntry.name, RollEntry.office, RollEntry.present, RollEntry.no_vote)
    for start in range(0, len(listed), 500):
        part = select(*columns).where(RollEntry.vote.in_(listed[start : start + 500]))
        for row in read.execute(part.order_by(RollEntry.vote, RollEntry.order)).mappings():
            kept[row["vote"]].append(row)
    return kept


def results_of(read: Connection, meeting: str, item: str) -> list[dict[str, Any]]:
    """What was announced on an item of the agenda, as it was put: a line each."""
    held = (Vote.meeting == meeting, Vote.item == item)
    record = VoteRecord
    wanted = select(
        Vote.id, Vote.question, Vote.kind, Vote.matter, Vote.options, record.verdict, record.state, record.at
    )
    wanted = wanted.join(record, record.id == Vote.id).where(*held).order_by(record.at, record.id)
    rows = read.execute(wanted).mappings().all()
    checked = checks_of(read, [row["id"] for row in rows])
    return [{**row, "checked": checked.get(row["id"])} for row in rows]


AS_HELD = ("id", "question", "meeting", "meeting_title", "item_title", "secret", "state", "matter", "options")
"""What a line tells as the row has it."""


def shown_line(row: Mapping[str, Any], language: str) -> dict[str, Any]:
    """What a page says of a vote. While its devices don't all agree there is no verdict, and no sentence of one."""
    result: dict[str, Any] = row["result"] or {}
    waits = waits_for(row)
    return {
        **{key: row[key] for key in AS_HELD},
        "at": row["announced_at"],
        "kind": row["kind"] or ("question" if {"yes", "no"} <= set(row["options"]) else "choice"),
        "verdict": result.get("verdict", "void"),
        "checked": row["checked"],
        "waits": waits,
        "sentence": "" if waits else result.get("sentence", {}).get(language, ""),
        "rule": result.get("rule_words", {}).get(language, ""),
        "counts": result.get("counts", {}),
        "result": result,
        "by_hand": bool(result.get("by_hand")),
        "by_name": "choices" in result,
        "reason": row["ended_reason"],
    }


def waits_for(row: Mapping[str, Any]) -> str:
    """What a verdict waits for: `checking`, `disputed`; empty: it stands, or is set aside."""
    return row["checked"].waits if row["checked"] and row["state"] == "announced" else ""


def stale(read: Connection) -> Sequence[str]:
    """Votes whose line is missing, or says something else than they do; for the audit."""
    record, vote = VoteRecord, Vote
    verdict = vote.result["verdict"].as_string()
    differs = or_(
        record.id.is_(None), record.state != vote.state, record.at != vote.announced_at, record.verdict != verdict
    )
    wanted = select(vote.id).outerjoin(record, record.id == vote.id)
    return list(read.execute(wanted.where(vote.announced_at.is_not(None), differs)).scalars())
