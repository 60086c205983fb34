"""What the audit checks of the roll: it is what the journal's facts made of it with each sitting (`sittings`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from app.audit import Findings, Told, audit_check, subject, told
from meetings.planning.models import Meeting, Participant

TELLING = ("meeting.started", "meeting.resumed")


@dataclass
class Roll:
    """Since when the sitting is, how many are on its roll; who came on it or left the body meanwhile, and when."""

    since: datetime
    members: int
    joined: dict[str, datetime] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    former: dict[str, datetime] = field(default_factory=dict)

    def renewed(self, entry: Told, roll: dict[str, Any]) -> None:
        self.since, self.members = entry.at, roll["members"]
        self.joined |= dict.fromkeys(roll["came"], entry.at)
        self.gone = (self.gone | set(roll["went"])) - set(roll["came"])
        for person in roll["back"]:
            self.former.pop(person)
        self.former |= dict.fromkeys(roll["former"], entry.at)


@audit_check("rolls")
def check_rolls(read: Connection, only: str | None = None) -> Findings:
    found = Findings()
    rolls = _replayed(read, only, found)
    meeting = subject(only)
    begun, listed = select(Meeting.id, Meeting.sitting_since), select(Participant.__table__)
    if meeting is not None:
        begun, listed = begun.where(Meeting.id == meeting), listed.where(Participant.meeting == meeting)
    since = dict(read.execute(begun).all())
    people: dict[str, dict[str, Any]] = {}
    for row in read.execute(listed).mappings():
        people.setdefault(row["meeting"], {})[row["person"]] = row
    for one, roll in sorted(rolls.items()):
        if since.get(one) != roll.since:
            found.problem("sitting_differs", meeting=one)
        for person in _differing(roll, people.get(one, {})):
            found.problem("roll_differs", meeting=one, person=person)
        if sum(bool(row["on_roll"]) for row in people.get(one, {}).values()) != roll.members:
            found.problem("roll_differs", meeting=one)
    found.section = {"rolls": {"meetings": len(rolls), "differ": len(found.problems)}}
    return found


def _differing(roll: Roll, people: dict[str, Any]) -> list[str]:
    """Who came, went or is told to be of the body no more, and is otherwise in the meeting; who is said to be so without a word."""
    faults = {person for person in roll.gone if person not in people or people[person]["on_roll"]}
    for person, at in roll.joined.items():
        row = people.get(person)
        if person not in roll.gone and (row is None or not row["on_roll"] or row["joined_at"] != at):
            faults.add(person)
    kept = {person: row["former_at"] for person, row in people.items() if row["former"]}
    return sorted(
        faults | {person for person in kept.keys() | roll.former.keys() if kept.get(person) != roll.former.get(person)}
    )


def _replayed(read: Connection, only: str | None, found: Findings) -> dict[str, Roll]:
    """By meeting; those are left out that began before the roll was a fact, or of which something was redacted."""
    rolls: dict[str, Roll] = {}
    for entry in told(read, TELLING, only):
        if entry.facts is None:
            rolls.pop(entry.subject, None)
            continue
        roll = entry.facts.get("roll")
        if roll is None:
            continue
        try:
            if entry.kind == "meeting.started":
                rolls[entry.subject] = Roll(entry.at, roll["members"])
            elif entry.subject in rolls:
                rolls[entry.subject].renewed(entry, roll)
        except (KeyError, TypeError, ValueError):
            found.problem("facts_without_sense", stream=entry.stream, seq=entry.seq)
    return rolls
