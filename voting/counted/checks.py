"""What the audit checks of counts by hand: rows against the journal, told again; two people; figures that add up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from app.audit import Findings, Told, audit_check, subject, told
from voting.counted import rules
from voting.counted.models import TypedCount
from voting.ruling.kinds_rules import HandCount
from voting.votes.closing import roll_of
from voting.votes.models import Cast, Vote
from voting.votes.rules import question_of

KINDS = ("count.entered", "count.confirmed", "count.returned")
PAPER_FIGURES = ("issued", "returned", "valid", "invalid")


@dataclass
class Typed:
    """Somebody's figures as the journal tells them."""

    person: str
    counts: dict[str, int]
    numbers: tuple[int, ...]
    chair: str | None
    state: str = "typed"
    by: str | None = None


@dataclass
class Story:
    """What the journal tells of a count: everything typed, by its id, in order."""

    typed: dict[str, Typed] = field(default_factory=dict)

    def standing(self) -> list[Typed]:
        return [one for one in self.typed.values() if one.state == "typed"]


@audit_check("counts")
def check_counts(read: Connection, only: str | None = None) -> Findings:
    """One line a vote counted by hand, and what is wrong with it."""
    found = Findings(section={"counts": []})
    meeting = subject(only)
    listed = select(Vote.__table__).where(Vote.by_hand.is_not(None)).order_by(Vote.meeting, Vote.id)
    votes = read.execute(listed if meeting is None else listed.where(Vote.meeting == meeting)).all()
    stories, hidden = _stories(read, only, {vote.id: vote for vote in votes})
    for vote in votes:
        kept = TypedCount
        rows = read.execute(select(kept.__table__).where(kept.vote == vote.id).order_by(kept.at, kept.id)).all()
        story = None if f"meeting:{vote.meeting}" in hidden else stories.get(vote.id, Story())
        faults = sorted({*_row_faults(rows, story), *_count_faults(read, vote, rows)})
        line = {"vote": vote.id, "way": vote.by_hand, "typed": len(rows), "agrees": not faults}
        found.section["counts"].append(line)
        for code in faults:
            found.problem(code, vote=vote.id, meeting=vote.meeting)
    return found


def _stories(read: Connection, only: str | None, votes: dict[str, Any]) -> tuple[dict[str, Story], set[str]]:
    stories: dict[str, Story] = {}
    hidden: set[str] = set()
    for entry in told(read, KINDS, only):
        if entry.facts is None:
            hidden.add(entry.stream)
            continue
        vote = votes.get(str(entry.args.get("vote")))
        if vote is not None:
            _tell(stories.setdefault(vote.id, Story()), vote, entry, entry.facts)
    return stories, hidden


def _tell(story: Story, vote: Any, entry: Told, facts: dict[str, Any]) -> None:
    args, by = entry.args, str(entry.actor)
    if entry.kind == "count.entered":
        for one in story.standing():
            if not vote.secret or one.person == by:
                one.state = "replaced"
        counts = dict(args["counts"])
        typed = rules.as_typed(vote.by_hand, counts, *(int(args.get(name) or 0) for name in PAPER_FIGURES))
        numbers = (typed.issued, typed.returned, typed.valid, typed.invalid)
        story.typed[str(facts.get("made"))] = Typed(by, counts, numbers, args.get("chair"))
        standing = story.standing()
        settled = standing if len(standing) > 1 and _alike(standing) else []
    elif entry.kind == "count.confirmed":
        settled = [story.typed[args["count"]]] if args.get("count") in story.typed else []
    else:
        settled = story.standing()
    for one in settled:
        one.state, one.by = ("returned" if entry.kind == "count.returned" else "accepted"), by


def _alike(typed: list[Typed]) -> bool:
    first = typed[0]
    return all((one.counts, one.numbers, one.chair) == (first.counts, first.numbers, first.chair) for one in typed)


def _row_faults(rows: Any, story: Story | None) -> Iterator[str]:
    if story is None:
        return
    kept = {
        row.id: (
            row.person,
            row.counts,
            (row.issued, row.returned, row.valid, row.invalid),
            row.chair,
            row.state,
            row.settled_by,
        )
        for row in rows
    }
    recorded = {
        key: (one.person, one.counts, one.numbers, one.chair, one.state, one.by) for key, one in story.typed.items()
    }
    if kept.keys() != recorded.keys():
        yield "count_without_entry" if kept.keys() - recorded.keys() else "count_missing"
    if any(kept[key] != recorded[key] for key in kept.keys() & recorded.keys()):
        yield "count_changed"


def _count_faults(read: Connection, vote: Any, rows: Any) -> Iterator[str]:
    """Whatever the journal says: a result stands on two people, and on figures that add up."""
    if read.execute(select(Cast.id).where(Cast.vote == vote.id).limit(1)).first() is not None:
        yield "ballot_in_a_count_by_hand"
    accepted = [row for row in rows if row.state == "accepted"]
    if (vote.result is not None) != bool(accepted):
        yield "count_not_confirmed"
    if not accepted:
        return
    if len({row.person for row in accepted} | {row.settled_by for row in accepted}) < 2 or not rules.alike(accepted):
        yield "count_by_one"
    if vote.secret and len(accepted) < 2:
        yield "count_by_one"
    here = rules.voters_here(roll_of(read, vote.id), vote)
    for row in accepted:
        typed = HandCount(row.counts, row.issued, row.returned, row.valid, row.invalid)
        if rules.typed_fault(vote.by_hand, question_of(vote), typed, here, row.chair) is not None:
            yield "count_does_not_add_up"
