"""What the audit checks of votes: every result judged again, rows against the journal's facts, nobody twice, nobody
off the roll.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from app.audit import Findings, Told, audit_check, subject, told
from app.people.days import local_day
from app.people.models import BodyRule
from app.people.views import default_named, is_default
from meetings.planning.models import Meeting
from meetings.planning.people import OVERRIDDEN
from voting.counted.counts import confirmed
from voting.ruling import rules as ruling
from voting.ruling.kinds_rules import Question, ballot_fault, count
from voting.ruling.matters import KEYS
from voting.sealed.counts import opened_box
from voting.votes import rules
from voting.votes.closing import judge, roll_of
from voting.votes.commands import FROZEN
from voting.votes.models import Cast, CastRevision, Vote
from voting.votes.opening import KEYS as VOTE_KEYS

STATES = {
    "vote.prepared": "draft",
    "vote.opened": "open",
    "vote.closed": "closed",
    "vote.announced": "announced",
    "vote.annulled": "annulled",
    "vote.cancelled": "cancelled",
}
JUDGED = ("sealed.box_opened", "count.entered", "count.confirmed")
"""A secret vote is judged when the last of the counting board has opened, a count by hand when two people stand for it; they
have checks of their own.
"""
KINDS = (*STATES, "vote.cast", *JUDGED)


class Ballot(NamedTuple):
    """A ballot as its voter sent it."""

    options: tuple[str, ...]
    words: str
    at: datetime

    def kept(self, question: Question) -> tuple[str, str]:
        return rules.spelled(question, self.options), self.words


@dataclass
class Story:
    """What the journal tells of a vote: how it was opened, each voter's ballots in order, the result it was closed
    with.
    """

    opening: dict[str, Any] = field(default_factory=dict)
    state: str = "draft"
    times: dict[str, datetime] = field(default_factory=dict)
    ballots: dict[str, list[Ballot]] = field(default_factory=dict)
    result: Any = None
    late: int = 0
    hidden: bool = False

    @property
    def opened(self) -> bool:
        return "open" in self.times


@audit_check("votes")
def check_votes(read: Connection, only: str | None = None) -> Findings:
    """One line a vote, and what is wrong with it."""
    found = Findings(section={"votes": [], "ballots": {}})
    stories, hidden = _stories(read, only)
    listed = select(Vote.__table__).order_by(Vote.meeting, Vote.opened_at, Vote.id)
    meeting = subject(only)
    for vote in read.execute(listed if meeting is None else listed.where(Vote.meeting == meeting)).all():
        story = stories.pop(vote.id, Story())
        story.hidden = f"meeting:{vote.meeting}" in hidden
        line = _line(read, vote, story, found)
        found.section["votes"].append(line)
        found.section["ballots"][vote.id] = {"roll": line["roll"], "cast": line["ballots"]}
        found.duplicates += line["duplicates"]
    for vote_id in stories:
        found.problem("vote_missing", vote=vote_id)
    return found


def _stories(read: Connection, only: str | None) -> tuple[dict[str, Story], set[str]]:
    """By vote; and the streams where something of a vote was redacted, which can't be replayed."""
    stories: dict[str, Story] = {}
    hidden: set[str] = set()
    for entry in told(read, KINDS, only):
        if entry.facts is None:
            hidden.add(entry.stream)
            continue
        vote = entry.args.get("vote") or entry.facts.get("made")
        _tell(stories.setdefault(str(vote), Story()), entry, entry.facts)
    return stories, hidden


def _tell(story: Story, entry: Told, facts: dict[str, Any]) -> None:
    if entry.kind == "vote.cast":
        story.late += story.state != "open"
        sent = entry.args.get("choice")
        options = tuple(sent) if isinstance(sent, list) else (str(sent),)
        ballot = Ballot(options, str(entry.args.get("words") or "").strip(), entry.at)
        story.ballots.setdefault(str(entry.actor), []).append(ballot)
        return
    if entry.kind in JUDGED:
        story.result = facts.get("result", story.result)
        return
    story.state = STATES[entry.kind]
    story.times[story.state] = entry.at
    if entry.kind == "vote.opened":
        story.opening = facts
    elif entry.kind == "vote.closed":
        story.result = facts.get("result")


def _line(read: Connection, vote: Any, story: Story, found: Findings) -> dict[str, Any]:
    """A vote's line in the report. Problems are added to `found`."""
    roll = roll_of(read, vote.id)
    columns = (Cast.person, Cast.choice, Cast.words, Cast.revision, Cast.at)
    casts = read.execute(select(*columns).where(Cast.vote == vote.id)).all()
    per_person = Counter(row.person for row in casts)
    line: dict[str, Any] = {
        "vote": vote.id,
        "meeting": vote.meeting,
        "state": vote.state,
        "by_hand": vote.by_hand,
        "roll": len(roll),
        "ballots": len(casts),
        "duplicates": sum(count - 1 for count in per_person.values())
        + sum(count - 1 for count in Counter(member.person for member in roll).values()),
        "recount": _recount(read, vote, casts),
        "recorded": (vote.result or {}).get("counts"),
    }
    faults = [*_roll_faults(vote, roll, casts, story), *_cast_faults(read, vote, casts, story)]
    faults += [*_result_faults(read, vote, story), *_rule_faults(read, vote)]
    if not story.hidden:
        faults += _row_faults(vote, story)
    line["agrees"] = not faults
    for code in faults:
        found.problem(code, vote=vote.id, meeting=vote.meeting)
    return line


def _recount(read: Connection, vote: Any, casts: Any) -> dict[str, int] | None:
    if vote.by_hand is not None:
        hand = confirmed(read, vote)
        return None if hand is None else dict(hand.counts)
    if not vote.secret:
        return dict(count(rules.question_of(vote), (rules.named(row.choice) for row in casts)))
    if vote.result is None:
        return None
    counted = opened_box(read, vote.id).counts(vote.options)
    return {option: counted.get(option, 0) for option in vote.options}


def _roll_faults(vote: Any, roll: list[rules.Member], casts: Any, story: Story) -> list[str]:
    if vote.opened_at is None:
        return ["roll_before_opening"] if roll or casts else []
    faults: list[str] = []
    hashed = rules.roll_hash(vote.id, roll)
    if hashed != vote.roll_hash or (not story.hidden and story.opening.get("roll") != hashed):
        faults.append("roll_changed")
    if not story.hidden and not story.opened:
        faults.append("opened_without_entry")
    may_vote = {member.person for member in roll if not member.no_vote}
    if any(row.person not in may_vote for row in casts):
        faults.append("ballot_off_roll")
    return faults


def _cast_faults(read: Connection, vote: Any, casts: Any, story: Story) -> list[str]:
    """Rows against facts: each ballot is the last its voter sent, those before it are kept, none after the closing."""
    faults: list[str] = []
    if story.late:
        faults.append("ballot_after_closing")
    if rules.elsewhere(vote):
        return [*faults, "choice_of_a_secret_vote"] if story.ballots or any(row.choice for row in casts) else faults
    question = rules.question_of(vote)
    if any(ballot_fault(question, rules.named(row.choice), row.words) for row in casts):
        faults.append("ballot_without_option")
    if story.hidden:
        return faults
    rows = {row.person: (row.choice, row.words, row.revision, row.at) for row in casts}
    acknowledged = {
        person: (*sent[-1].kept(question), len(sent), sent[-1].at) for person, sent in story.ballots.items()
    }
    if rows.keys() - acknowledged.keys():
        faults.append("ballot_without_entry")
    if acknowledged.keys() - rows.keys():
        faults.append("ballot_missing")
    if any(rows[person] != acknowledged[person] for person in rows.keys() & acknowledged.keys()):
        faults.append("ballot_changed")
    columns = (CastRevision.person, CastRevision.revision, CastRevision.choice, CastRevision.words, CastRevision.at)
    kept = [tuple(row) for row in read.execute(select(*columns).where(CastRevision.vote == vote.id))]
    replaced = [
        (person, number, *ballot.kept(question), ballot.at)
        for person, sent in story.ballots.items()
        for number, ballot in enumerate(sent[:-1], start=1)
    ]
    if sorted(kept) != sorted(replaced):
        faults.append("revisions_differ")
    return faults


def _result_faults(read: Connection, vote: Any, story: Story) -> list[str]:
    if vote.state not in ("closed", "announced", "annulled"):
        return ["result_before_closing"] if vote.result is not None else []
    if rules.elsewhere(vote) and vote.result is None and vote.announced_at is None:
        return ["result_not_as_recorded"] if story.result is not None and not story.hidden else []
    try:
        again = judge(read, vote)
    except (ValueError, KeyError, TypeError):
        return ["result_cannot_be"]
    faults = ["result_differs"] if again != vote.result else []
    if not story.hidden and story.result != vote.result:
        faults.append("result_not_as_recorded")
    return faults


def _rule_faults(read: Connection, vote: Any) -> Iterator[str]:
    """Each rule a vote keeps is what the one says it is from: the body's dated rule that held then, the meeting's own, or what
    holds where nobody has said anything. Votes of before that was kept of all of them are asked about those they name.
    """
    held = vote.rules or {}
    ids: dict[str, str] = held.get("ids", {})
    kept = {key: held.get(key) for key in VOTE_KEYS if key in ids}
    if "majority" in ids and vote.majority_from not in ("vote", None):
        kept["majority"] = vote.majority
    if any(not _is_from(read, vote, key, value, ids[key]) for key, value in kept.items()):
        yield "rule_differs"


def _is_from(read: Connection, vote: Any, key: str, value: Any, id: str) -> bool:
    keys = [key]
    if key == "majority" and vote.majority_from == "matter":
        keys = [KEYS[vote.matter]]
    if is_default(id):
        return _is_default(key, value, id)
    body, shown = read.execute(select(Meeting.body, Meeting.vote_rules).where(Meeting.id == vote.meeting)).one()
    if id == OVERRIDDEN:
        if key == "majority":
            keys = [KEYS[vote.matter], key]
        said = [shown[one] for one in keys if one in shown.get("overridden", ()) and shown.get(one) is not None]
        return bool(said) and _alike(key, value, said[0])
    rule = read.execute(select(BodyRule.__table__).where(BodyRule.id == id)).first()
    day = local_day(vote.opened_at or vote.prepared_at).isoformat()
    if rule is None or rule.body != body or rule.key not in keys or rule.valid_from > day:
        return False
    return _alike(key, value, rule.value)


def _is_default(key: str, value: Any, id: str) -> bool:
    """As it was when it judged, whatever holds by default since."""
    try:
        return _alike(key, value, default_named(key, id))
    except LookupError:
        return False


def _alike(key: str, one: Any, other: Any) -> bool:
    return ruling.majority(one) == ruling.majority(other) if key == "majority" else bool(one == other)


def _row_faults(vote: Any, story: Story) -> Iterator[str]:
    """The vote's own row against what was frozen at opening and the steps since."""
    if any(name in story.opening and story.opening[name] != getattr(vote, name) for name in FROZEN):
        yield "question_changed"
    if vote.state != story.state:
        yield "state_differs"
    ended = story.times.get("closed") or story.times.get("cancelled")
    wanted = (story.times.get("open"), ended, story.times.get("announced"))
    if (vote.opened_at, vote.closed_at, vote.announced_at) != wanted:
        yield "times_differ"
