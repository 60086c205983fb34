"""Reads what happened in a meeting from rows and journal, for the minutes. Nothing here changes anything."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from app.journal import EntryRow
from app.people.days import local, local_day
from app.people.models import Body
from app.people.views import persons_by_id
from documents.official import ballots_wording_rules as ballots
from documents.official import values_rules as values
from documents.official import wording_rules as wording
from documents.official.adopted import adopted_notes
from documents.official.attending import attendees, days_held
from documents.official.reported import reported_notes
from documents.papers.models import Paper
from meetings.agenda.models import Item
from meetings.attendance.models import Site
from meetings.conclusions.models import Conclusion
from meetings.course import rules as course
from meetings.course.models import Happening
from meetings.opinions.models import Opinion
from meetings.planning.models import Meeting, Participant, Remark
from meetings.speaking.models import Speech
from voting.ruling.facts import facts_of
from voting.ruling.matters import alone
from voting.sealed.counts import checks_of
from voting.votes.models import RollEntry, Vote

TELLING = ("meeting.started", "agenda.item_started", "agenda.start_undone", "meeting.paused", "meeting.resumed")
COUNTED = ("closed", "announced", "annulled", "cancelled")


def happened(read: Connection, meeting: str) -> values.Happened:
    """The whole meeting as frozen values. Raises LookupError for one that was never started."""
    row = read.execute(select(Meeting.__table__).where(Meeting.id == meeting)).mappings().one()
    if row["started_at"] is None or row["ended_at"] is None:
        raise LookupError("the meeting has not been held")
    people = list(
        read.execute(
            select(Participant.__table__).where(Participant.meeting == meeting).order_by(Participant.order)
        ).mappings()
    )
    told, held = _told(read, meeting), days_held(read, meeting)
    body = read.execute(select(Body.name).where(Body.id == row["body"])).scalar_one()
    sites = select(Site.name).where(Site.meeting == meeting).order_by(Site.name)
    items = _items(read, meeting, told)
    notes = (*_notes(read, meeting, told), *_course(read, meeting, told, people), *adopted_notes(read, meeting))
    return values.Happened(
        title=row["title"],
        kind=row["kind"],
        body_name=body,
        place=row["place"],
        started_at=local(row["started_at"]),
        ended_at=local(row["ended_at"]),
        attendees=attendees(read, row, people, held),
        sites=tuple(read.execute(sites).scalars()),
        items=items,
        speeches=_speeches(read, meeting, people),
        votes=_votes(read, meeting),
        conclusions=_conclusions(read, meeting),
        notes=(*notes, *reported_notes(read, meeting, items)),
        presided=_presided(read, row, people),
        written=_written(read, meeting),
        renewed=_renewed(read, meeting, people),
        days=tuple(told.sitting.day for told in held),
    )


_course_of = select(Happening.__table__).order_by(Happening.at, Happening.id)


def _presided(read: Connection, meeting: RowMapping, people: Sequence[RowMapping]) -> tuple[values.Presided, ...]:
    """Who presided in turn. A meeting of before this was told has one chair."""
    known = {row["person"]: row for row in people}
    rows = read.execute(_course_of.where(Happening.meeting == meeting["id"])).mappings().all()
    first = next((row["person"] for row in rows if row["kind"] == "started"), None)
    handed = [(row["at"], row["person"]) for row in rows if row["kind"] == "handed_over"]
    found = course.presided(first, handed, meeting["started_at"], meeting["ended_at"])
    return tuple(
        values.Presided(known[one.person]["name"], known[one.person]["office"], local(one.begin), local(one.end))
        for one in found
        if one.person in known
    )


def _renewed(read: Connection, meeting: str, people: Sequence[RowMapping]) -> tuple[values.Renewed, ...]:
    """The rolls of the meeting's later days, where they are others."""
    named = {row["person"]: wording.named(row["name"], row["office"]) for row in people}
    rows = read.execute(_course_of.where(Happening.meeting == meeting, Happening.kind == "roll_renewed")).mappings()
    return tuple(_as_renewed(row, named) for row in rows)


def _as_renewed(row: RowMapping, named: Mapping[str, str]) -> values.Renewed:
    """The names in the order of the meeting's people."""
    came, went = (tuple(name for person, name in named.items() if person in row[key]) for key in ("came", "went"))
    return values.Renewed(local(row["at"]), row["members"], came, went)


def _course(
    read: Connection,
    meeting: str,
    told: Sequence[tuple[datetime, str, dict[str, Any]]],
    people: Sequence[RowMapping],
) -> list[values.Note]:
    """Who presided from then on, the quorum lost and met again: under the item that was on."""
    named = {row["person"]: wording.named(row["name"], row["office"]) for row in people}
    begun = [(at, facts.get("args", {}).get("item")) for at, kind, facts in told if kind == "agenda.item_started"]
    notes = []
    for row in read.execute(_course_of.where(Happening.meeting == meeting)).mappings():
        at, day = local(row["at"]), _day_told(told, row["at"])
        if row["kind"] == "handed_over":
            text = wording.handed_over(at, day, named.get(row["former"] or "", ""), named.get(row["person"] or "", ""))
        elif row["kind"] in ("quorum_lost", "quorum_met"):
            text = wording.quorum_turned(at, day, row["kind"] == "quorum_met", row["present"], row["needed"])
        elif row["kind"] == "roll_renewed":
            text = wording.roll_renewed(_as_renewed(row, named))
        else:
            continue
        item = next((item for since, item in reversed(begun) if since <= row["at"]), None)
        notes.append(values.Note(f"course-{row['id']}", item, at, text))
    return notes


def _told(read: Connection, meeting: str) -> list[tuple[datetime, str, dict[str, Any]]]:
    """The journal's entries that tell the order of events, oldest first."""
    wanted = (
        select(EntryRow.at, EntryRow.kind, EntryRow.facts, EntryRow.seq)
        .where(EntryRow.stream == f"meeting:{meeting}", EntryRow.kind.in_(TELLING))
        .order_by(EntryRow.seq)
    )
    rows = [(row.at, row.kind, {**json.loads(row.facts or "{}"), "seq": row.seq}) for row in read.execute(wanted)]
    return _without_mistakes(rows)


def _without_mistakes(
    told: Sequence[tuple[datetime, str, dict[str, Any]]],
) -> list[tuple[datetime, str, dict[str, Any]]]:
    """An item opened by mistake was not on: the one before was, all the time."""
    meant: list[tuple[datetime, str, dict[str, Any]]] = []
    for at, kind, facts in told:
        if kind != "agenda.start_undone":
            meant.append((at, kind, facts))
            continue
        last = next(place for place in reversed(range(len(meant))) if meant[place][1] == "agenda.item_started")
        del meant[last]
    return meant


def _items(
    read: Connection, meeting: str, told: Sequence[tuple[datetime, str, dict[str, Any]]]
) -> tuple[values.Item, ...]:
    first: dict[str, datetime] = {}
    for at, kind, facts in told:
        if kind == "agenda.item_started":
            first.setdefault(facts.get("args", {}).get("item", ""), at)
    papers: dict[str, list[str]] = defaultdict(list)
    listed = select(Paper.item, Paper.published_title).where(Paper.meeting == meeting, Paper.published.is_not(None))
    for item, title in read.execute(listed.order_by(Paper.order, Paper.id)):
        papers[item or ""].append(title)
    rows = read.execute(select(Item.__table__).where(Item.meeting == meeting).order_by(Item.order)).mappings()
    return tuple(
        values.Item(
            id=row["id"],
            order=row["order"],
            title=row["title"],
            presenter=row["presenter"],
            started_at=local(first[row["id"]]) if row["id"] in first else None,
            papers=tuple(papers[row["id"]]),
        )
        for row in rows
    )


def _speeches(read: Connection, meeting: str, people: Sequence[RowMapping]) -> tuple[values.Spoken, ...]:
    known = {row["person"]: row for row in people}
    wanted = (
        select(Speech.__table__)
        .where(Speech.meeting == meeting, Speech.state == "finished", Speech.called_at.is_not(None))
        .order_by(Speech.called_at, Speech.id)
    )
    return tuple(
        values.Spoken(
            id=row["id"],
            item=row["item"],
            name=known[row["person"]]["name"],
            office=known[row["person"]]["office"],
            kind="reply" if row["replies_to"] else row["kind"],
            text=(row["note"] or row["gist"] or "").strip(),
            at=local(row["called_at"]),
            to=known[row["to"]]["name"] if row["to"] in known else "",
        )
        for row in read.execute(wanted).mappings()
        if row["person"] in known
    )


def _written(read: Connection, meeting: str) -> tuple[values.Written, ...]:
    """Written opinions that were not withdrawn, in the order they came."""
    standing = (Opinion.meeting == meeting, Opinion.withdrawn_at.is_(None))
    rows = read.execute(select(Opinion.__table__).where(*standing).order_by(Opinion.given_at, Opinion.id)).mappings()
    return tuple(
        values.Written(row["id"], row["item"], row["name"], row["office"], row["text"], row["answer"]) for row in rows
    )


def _votes(read: Connection, meeting: str) -> tuple[values.Voted, ...]:
    wanted = select(Vote.__table__).where(Vote.meeting == meeting, Vote.opened_at.is_not(None), Vote.state.in_(COUNTED))
    rows = read.execute(wanted.order_by(Vote.opened_at, Vote.id)).mappings().all()
    checks = checks_of(read, [row["id"] for row in rows if row["secret"]])
    told = {vote: ballots.checked(c.stage, c.confirmed, c.devices, c.disputes) for vote, c in checks.items()}
    return tuple(
        replace(_voted(row, _names(read, row), _words(read, row), _tellers(read, row)), checked=told.get(row["id"], ()))
        for row in rows
    )


def _tellers(read: Connection, vote: RowMapping) -> tuple[str, ...]:
    """Who stands for a count by hand."""
    asked = ((vote["result"] or {}).get("by_hand") or {}).get("people") or ()
    people = persons_by_id(read, set(asked))
    return tuple(people[person]["name"] for person in asked if person in people)


def _words(read: Connection, vote: RowMapping) -> tuple[tuple[str, str], ...]:
    """Opinions of one's own in an announced vote: whose, where it was by name, and what."""
    told = (vote["result"] or {}).get("words") or ()
    if not told or vote["state"] != "announced":
        return ()
    listed = select(RollEntry.person, RollEntry.name).where(RollEntry.vote == vote["id"])
    called = dict(read.execute(listed).all())
    return tuple((called.get(one.get("person"), ""), one["words"]) for one in told)


def _names(read: Connection, vote: RowMapping) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Who of the frozen roll chose what: of an announced open vote by name, and of no other."""
    choices = (vote["result"] or {}).get("choices")
    if choices is None or vote["state"] != "announced":
        return ()
    columns = (RollEntry.person, RollEntry.name, RollEntry.office, RollEntry.no_vote, RollEntry.present)
    roll = read.execute(select(*columns).where(RollEntry.vote == vote["id"]).order_by(RollEntry.order)).all()
    often = Counter(row.name for row in roll)
    found: dict[str, list[str]] = {option: [] for option in (*vote["options"], *ballots.UNSENT)}
    for row in roll:
        unsent = "no_vote" if row.no_vote else "not_cast" if row.present else "absent"
        chosen = choices.get(row.person) or unsent
        name = wording.named(row.name, row.office) if often[row.name] > 1 else row.name
        for option in [chosen] if isinstance(chosen, str) else chosen:
            found.setdefault(option, []).append(name)
    return tuple((option, tuple(names)) for option, names in found.items())


def _said(kind: str | None, result: Mapping[str, Any]) -> bool:
    """Whether the verdict is told in its own sentence: a plain one of for and against has all its figures beside it."""
    plain = kind in (None, "question") and result.get("verdict") in ("passed", "not_passed")
    return not plain or bool(result.get("by_chair"))


def _voted(
    row: RowMapping,
    names: tuple[tuple[str, tuple[str, ...]], ...],
    words: tuple[tuple[str, str], ...],
    tellers: tuple[str, ...],
) -> values.Voted:
    result = row["result"] or {}
    hand = result.get("by_hand") or {}
    counts = result.get("counts") or {}
    ordered = [option for option in row["options"] or () if option in counts]
    ordered += [option for option in counts if option not in ordered]
    return values.Voted(
        id=row["id"],
        item=row["item"],
        question=row["question"],
        at=local(row["opened_at"]),
        state=row["state"],
        secret=row["secret"],
        members=result.get("members", 0),
        present=result.get("present", 0),
        cast=result.get("cast", 0),
        counts=tuple((option, counts[option]) for option in ordered),
        verdict=result.get("verdict", "none"),
        chosen=tuple(result.get("chosen") or ()),
        reason=row["ended_reason"] or "",
        level=result.get("level", ""),
        by_hand=hand.get("way", ""),
        invalid=result.get("invalid", 0),
        counted_by=tellers,
        kind=row["kind"] or "question",
        alone=alone(row["matter"], row["options"] or ()),
        said=result.get("sentence", {}).get("vi", "") if _said(row["kind"], result) else "",
        rule=str(result.get("rule_words", {}).get("vi", "")),
        facts=facts_of(result, ordered) if result else (),
        opening_reason=row["reason"] or "" if row["state"] != "cancelled" else "",
        most=row["most"],
        words=words,
        names=names,
    )


def _conclusions(read: Connection, meeting: str) -> tuple[values.Conclusion, ...]:
    wanted = select(Conclusion.__table__).where(Conclusion.meeting == meeting, Conclusion.state == "approved")
    rows = list(read.execute(wanted.order_by(Conclusion.order, Conclusion.id)).mappings())
    people = persons_by_id(read, {row["assignee"] for row in rows if row["assignee"]})
    return tuple(
        values.Conclusion(
            id=row["id"],
            item=row["item"],
            order=row["order"],
            text=row["text"],
            assignee=_assignee(row, people),
            due=date.fromisoformat(row["due"]) if row["due"] else None,
        )
        for row in rows
    )


def _assignee(row: RowMapping, people: Mapping[str, RowMapping]) -> str:
    """The agency as written, or the person with their office."""
    if row["assignee_text"]:
        return str(row["assignee_text"])
    person = people.get(row["assignee"] or "")
    return wording.named(person["name"], person["office"]) if person else ""


def _day_told(told: Sequence[tuple[datetime, str, dict[str, Any]]], before: datetime) -> date:
    """The day the minutes told last: that of the beginning, or of the last time the meeting was taken up on another."""
    until = [(at, kind) for at, kind, _facts in told if at <= before]
    days = [local_day(at) for at, kind in until if kind == "meeting.started"]
    for (begun, kind), (ended, _next) in pairwise(until):
        if kind == "meeting.paused" and local_day(begun) != local_day(ended):
            days.append(local_day(ended))
    return days[-1] if days else local_day(before)


def _notes(
    read: Connection, meeting: str, told: Sequence[tuple[datetime, str, dict[str, Any]]]
) -> tuple[values.Note, ...]:
    """Pauses, and what the secretary noted."""
    notes: list[values.Note] = []
    item: str | None = None
    begun: tuple[datetime, int] | None = None
    for at, kind, facts in told:
        if kind == "agenda.item_started":
            item = facts.get("args", {}).get("item")
        elif kind == "meeting.paused":
            begun = (at, facts["seq"])
        elif begun is not None:
            text = wording.paused(local(begun[0]), local(at), _day_told(told, begun[0]))
            notes.append(values.Note(f"pause-{begun[1]}", item, local(begun[0]), text))
            begun = None
    rows = read.execute(select(Remark.__table__).where(Remark.meeting == meeting).order_by(Remark.at)).mappings()
    notes += [values.Note(row["id"], row["item"], local(row["at"]), wording.sentence(row["text"])) for row in rows]
    return tuple(notes)
