"""What opening freezes: the rules in force and the roll."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, select

from app.commands import Transaction
from app.database import new_id
from app.language import gettext as _
from app.people import views as people
from app.people.days import local_day
from app.wire import Invalid
from meetings.attendance.models import Attendance
from meetings.attendance.rules import HERE, TWO_THIRDS
from meetings.planning import views as meetings
from meetings.planning.models import Meeting, Participant
from meetings.planning.people import ruled_on
from voting.ruling import matters
from voting.ruling import rules as ruling
from voting.votes import rules
from voting.votes.models import RollEntry, Vote

KEYS = ("tie", "revote", "online_votes")
"""Beside the quorum, which is the meeting's, and the majorities, of which each matter may have its own."""


class Rules(NamedTuple):
    """The body's rules on the day (the quorum: the meeting's), under what the meeting overrides with a reason; `ids` names
    the body's own dated rules.
    """

    majority: Any
    majority_from: matters.From
    quorum: dict[str, int]
    tie: str
    revote: bool
    online_votes: bool
    ids: dict[str, str]

    def as_form(self) -> dict[str, Any]:
        return {**self._asdict(), "version": ruling.VERSION}


def rules_in_force(tx: Transaction, meeting: Meeting, matter: matters.Matter = "general") -> Rules:
    """What holds now for a question of this matter. Each rule keeps the id of the dated rule it came from, for old minutes."""
    kept = meeting.vote_rules or {}
    overridden = {key: kept[key] for key in kept.get("overridden", ()) if key in kept}
    own = _own_rules(tx, meeting.body, (*KEYS, matters.KEYS["general"], matters.KEYS[matter]))
    held = matters.majority_held(matter, overridden, own, people.RULES["majority"].default)
    ids: dict[str, str] = {} if held.id is None else {"majority": held.id}
    values: dict[str, Any] = {"majority": held.majority, "majority_from": held.majority_from}
    for key in KEYS:
        if key in overridden:
            values[key], ids[key] = overridden[key], "meeting"
        elif key in own:
            values[key], ids[key] = own[key]
        else:
            values[key] = people.RULES[key].default
    values["quorum"], id = _quorum_held(tx, meeting)
    if id is not None:
        ids["quorum"] = id
    return Rules(**values, ids=ids)


def _quorum_held(tx: Transaction, meeting: Meeting) -> tuple[dict[str, int], str | None]:
    """The one the meeting itself counts by: after midnight, too, the room and the vote say the same number."""
    kept = meeting.vote_rules or {}
    if "quorum" in kept.get("overridden", ()):
        return kept["quorum"], "meeting"
    rule = people.rule_in_force(tx.connection, meeting.body, "quorum", ruled_on(tx, meeting))
    value = kept.get("quorum") or TWO_THIRDS
    return value, rule.id if rule is not None and rule.value == value else None


def _own_rules(tx: Transaction, body: str, keys: Iterable[str]) -> dict[str, tuple[Any, str]]:
    """The body's own of the day, with their ids."""
    day = local_day(tx.now)
    found = {key: people.rule_in_force(tx.connection, body, key, day) for key in keys}
    return {key: (rule.value, rule.id) for key, rule in found.items() if rule is not None}


def freeze_roll(tx: Transaction, meeting: Meeting, vote: Vote) -> list[rules.Member]:
    """The meeting's roll, which the quorum is counted of: the chair among them, whatever they are in it; hashed and kept."""
    listed = meetings.roll(tx.connection, meeting.id)
    here = _here(tx, meeting.id)
    barred = set(vote.no_vote or ())
    if barred - {row["person"] for row in listed}:
        raise Invalid({"no_vote": _("Có người không thuộc danh sách thành viên.")})
    roll = [rules.Member(row["person"], row["person"] in here, row["person"] in barred) for row in listed]
    tx.connection.execute(delete(RollEntry).where(RollEntry.vote == vote.id))
    if roll:
        tx.connection.execute(
            insert(RollEntry),
            [
                {
                    "id": new_id(),
                    "vote": vote.id,
                    "person": member.person,
                    "name": row["name"],
                    "office": row["office"],
                    "order": place,
                    "present": member.present,
                    "no_vote": member.no_vote,
                }
                for place, (member, row) in enumerate(zip(roll, listed, strict=True), start=1)
            ],
        )
    vote.members = len(roll)
    vote.eligible = sum(not member.no_vote for member in roll)
    vote.roll_hash = rules.roll_hash(vote.id, roll)
    vote.chair = tx.connection.execute(
        select(Participant.person).where(Participant.meeting == meeting.id, Participant.capacity == "chair")
    ).scalar()
    return roll


def _here(tx: Transaction, meeting: str) -> set[str]:
    listed = select(Attendance.person).where(Attendance.meeting == meeting, Attendance.status.in_(HERE))
    return set(tx.connection.execute(listed).scalars())
