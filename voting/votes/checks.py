"""What the audit checks of votes: every result judged again, rows against the journal's facts, nobody twice, nobody
off the roll.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, select

from app.audit import Findings, Told, audit_check, told
from voting.votes import rules
from voting.votes.closing import judge, roll_of
from voting.votes.models import Cast, CastRevision, Vote

KINDS = ("vote.opened", "vote.cast", "vote.closed", "vote.cancelled")


@dataclass
class Story:
    """What the journal tells of a vote: its roll, each voter's ballots in order, the result it was closed with."""

    roll_hash: str | None = None
    ballots: dict[str, list[str]] = field(default_factory=dict)
    result: Any = None
    opened: bool = False
    over: bool = False
    late: int = 0
    hidden: bool = False


@audit_check("votes")
def check_votes(read: Connection) -> Findings:
    """One line a vote, and what is wrong with it."""
    found = Findings(section={"votes": [], "ballots": {}})
    stories = _stories(read)
    rows = read.execute(select(Vote.__table__).order_by(Vote.meeting, Vote.opened_at, Vote.id)).all()
    for vote in rows:
        story = stories.pop(vote.id, Story())
        line = _line(read, vote, story, found)
        found.section["votes"].append(line)
        found.section["ballots"][vote.id] = {"roll": line["roll"], "cast": line["ballots"]}
        found.duplicates += line["duplicates"]
    for vote_id, story in stories.items():
        if story.opened:
            found.problem("vote_missing", vote=vote_id)
    return found


def _stories(read: Connection) -> dict[str, Story]:
    stories: dict[str, Story] = {}
    for entry in told(read, KINDS):
        if entry.facts is None:
            for story in stories.values():
                story.hidden = True
            continue
        args = entry.facts.get("args") or {}
        vote = args.get("vote") or entry.facts.get("made")
        _tell(stories.setdefault(str(vote), Story()), entry, entry.facts, args)
    return stories


def _tell(story: Story, entry: Told, facts: dict[str, Any], args: dict[str, Any]) -> None:
    if entry.kind == "vote.opened":
        story.opened, story.roll_hash = True, facts.get("roll")
    elif entry.kind == "vote.cast":
        story.late += story.over or not story.opened
        story.ballots.setdefault(str(entry.actor), []).append(str(args.get("choice")))
    else:
        story.over = True
        story.result = facts.get("result")


def _line(read: Connection, vote: Any, story: Story, found: Findings) -> dict[str, Any]:
    """A vote's line in the report. Problems are added to `found`."""
    roll = roll_of(read, vote.id)
    casts = read.execute(select(Cast.person, Cast.choice, Cast.revision).where(Cast.vote == vote.id)).all()
    per_person = Counter(row.person for row in casts)
    line: dict[str, Any] = {
        "vote": vote.id,
        "meeting": vote.meeting,
        "state": vote.state,
        "roll": len(roll),
        "ballots": len(casts),
        "duplicates": sum(count - 1 for count in per_person.values())
        + sum(count - 1 for count in Counter(member.person for member in roll).values()),
        "recount": {option: sum(row.choice == option for row in casts) for option in vote.options},
        "recorded": (vote.result or {}).get("counts"),
    }
    faults = [*_roll_faults(vote, roll, casts, story), *_cast_faults(read, vote, casts, story)]
    faults += _result_faults(read, vote, story)
    line["agrees"] = not faults
    for code in faults:
        found.problem(code, vote=vote.id, meeting=vote.meeting)
    return line


def _roll_faults(vote: Any, roll: list[rules.Member], casts: Any, story: Story) -> list[str]:
    if vote.opened_at is None:
        return ["roll_before_opening"] if roll or casts else []
    faults: list[str] = []
    hashed = rules.roll_hash(vote.id, roll)
    if hashed != vote.roll_hash or (not story.hidden and story.roll_hash != hashed):
        faults.append("roll_changed")
    if not story.hidden and not story.opened:
        faults.append("opened_without_entry")
    may_vote = {member.person for member in roll if not member.no_vote}
    if any(row.person not in may_vote for row in casts):
        faults.append("ballot_off_roll")
    return faults


def _cast_faults(read: Connection, vote: Any, casts: Any, story: Story) -> list[str]:
    """Rows against facts: each ballot is the last its voter sent, as many revisions as entries, none after the
    closing.
    """
    faults: list[str] = []
    if story.late:
        faults.append("ballot_after_closing")
    if any(row.choice not in vote.options for row in casts):
        faults.append("ballot_without_option")
    if story.hidden:
        return faults
    rows = {row.person: (row.choice, row.revision) for row in casts}
    acknowledged = {person: (sent[-1], len(sent)) for person, sent in story.ballots.items()}
    if rows.keys() - acknowledged.keys():
        faults.append("ballot_without_entry")
    if acknowledged.keys() - rows.keys():
        faults.append("ballot_missing")
    if any(rows[person] != acknowledged[person] for person in rows.keys() & acknowledged.keys()):
        faults.append("ballot_changed")
    kept = read.execute(select(func.count()).select_from(CastRevision).where(CastRevision.vote == vote.id)).scalar_one()
    if kept != sum(len(sent) - 1 for sent in story.ballots.values()):
        faults.append("revisions_differ")
    return faults


def _result_faults(read: Connection, vote: Any, story: Story) -> list[str]:
    if vote.state not in ("closed", "announced", "annulled"):
        return ["result_before_closing"] if vote.result is not None else []
    try:
        again = judge(read, vote)
    except (ValueError, KeyError, TypeError):
        return ["result_cannot_be"]
    faults = ["result_differs"] if again != vote.result else []
    if not story.hidden and story.result != vote.result:
        faults.append("result_not_as_recorded")
    return faults
