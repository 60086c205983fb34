"""What opening freezes: the rules in force and the roll."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, select

from app.commands import Transaction
from app.database import new_id
from app.language import gettext as _
from app.people import views as people
from app.wire import Invalid
from meetings.attendance.models import Attendance
from meetings.attendance.rules import HERE
from meetings.planning import views as meetings
from meetings.planning.models import Meeting, Participant
from meetings.planning.people import OVERRIDDEN, rules_of
from voting.ruling import matters
from voting.ruling import rules as ruling
from voting.votes import rules
from voting.votes.models import RollEntry, Vote

KEYS = ("quorum", "tie", "revote", "online_votes")
"""Beside the majorities, of which each matter may have its own."""


class Rules(NamedTuple):
    """What judges a vote. `ids` names for each the body's own dated rule it is from; or that the body has set none
    (`people.default_id`), the meeting its own with a reason (`people.OVERRIDDEN`), or the chair another majority for this vote.
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
    """What holds for a question of this matter: all of it of one day, that of the sitting, as the meeting shows it."""
    shown = meeting.vote_rules or {}
    return held_for(matter, shown if "ids" in shown else rules_of(tx, meeting))  # one begun before ids were kept


def held_for(matter: matters.Matter, shown: Mapping[str, Any]) -> Rules:
    """The same of what a meeting shows. Pure."""
    ids: dict[str, str] = shown["ids"]
    overridden = {key: shown[key] for key in shown["overridden"]}
    own = {key: (shown[key], id) for key, id in ids.items() if id != OVERRIDDEN and not people.is_default(id)}
    unsaid = ids["majority"] if people.is_default(ids["majority"]) else people.default_id("majority")
    majority, said_by, id = matters.majority_held(matter, overridden, own, people.default_named("majority", unsaid))
    kept = {"majority": unsaid if id is None else id, **{key: ids[key] for key in KEYS}}
    return Rules(majority=majority, majority_from=said_by, **{key: shown[key] for key in KEYS}, ids=kept)


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
