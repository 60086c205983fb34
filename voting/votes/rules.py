"""When a vote may be opened, a ballot cast, a vote closed: pure functions on frozen values (voting.md §1 and §2)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from meetings.attendance.rules import HERE
from voting.ruling.kinds_rules import Question, ballot_fault, in_order
from voting.ruling.rules import BALLOT, Kind, Majority, yes_or_no

ENDED = ("closed", "announced", "annulled", "cancelled")
SECONDS = (5, 7200)
"""The shortest and the longest countdown."""
LEAST_SEALED = 5
"""A box with fewer secret ballots is never opened, whatever a vote asks for (voting.md §3)."""
AFTER_RESTART = timedelta(seconds=30)
"""What an open vote's countdown keeps at least when the server comes back (reliability.md §5)."""


@dataclass(frozen=True, slots=True)
class Member:
    """One line of the frozen roll."""

    person: str
    present: bool
    no_vote: bool = False


def roll_hash(vote: str, roll: Iterable[Member]) -> str:
    """The frozen roll's digest: who is on it, who was present at opening, who may not vote; whatever the order."""
    lines = sorted([member.person, member.present, member.no_vote] for member in roll)
    spelled = json.dumps(["dienhong roll v1", vote, lines], separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(spelled.encode()).hexdigest()


def needs_reason(quorum_met: bool, reason: str) -> bool:
    """Below quorum a vote opens only with a reason, which is recorded."""
    return not quorum_met and not reason.strip()


def majority_fault(majority: Majority | None, members: int | None = None) -> str | None:
    """What is wrong with a majority: unknown, or out of reach for so many members."""
    if majority is None:
        return "unknown"
    return "unreachable" if members is not None and majority.k is not None and majority.k > members else None


BETWEEN = "\x1f"
"""Between the options of a ballot that names several, where it is kept: no option holds it, for texts are tidied."""


def spelled(question: Question, choice: Iterable[str]) -> str:
    """A ballot as it is kept: the options it names, in the question's order."""
    return BETWEEN.join(in_order(question, choice))


def named(kept: str) -> list[str]:
    """The options a kept ballot names."""
    return kept.split(BETWEEN)


def told(kept: str) -> str | list[str]:
    """A kept ballot for clients: an option, or several."""
    options = named(kept)
    return options[0] if len(options) == 1 else options


def sealed(vote: Any) -> bool:
    """A secret vote whose ballots are sealed on devices; one on paper has no box here."""
    return bool(vote.secret) and vote.by_hand is None


def elsewhere(vote: Any) -> str | None:
    """Why ballots of this vote aren't cast openly on devices, as a key word."""
    if vote.by_hand is not None:
        return "by_hand"
    return "secret" if vote.secret else None


def question_of(vote: Any) -> Question:
    """What a vote asks; one from before there were kinds tells it by its options."""
    kind: Kind = vote.kind or ("question" if yes_or_no(vote.options) else "choice")
    return Question(kind, tuple(vote.options), vote.most, vote.seats)


@dataclass(frozen=True, slots=True)
class Asked:
    """A ballot at the door, with what the rules ask of its voter. `before` is the one that is kept, with its words; `revision`: how
    often it was given.
    """

    state: str
    on_roll: bool
    no_vote: bool
    status: str
    question: Question
    choice: tuple[str, ...]
    words: str
    before: tuple[str, str] | None
    online_votes: bool
    may_change: bool
    known: int | None = None
    revision: int = 0


def overtaken(known: int | None, revision: int) -> bool:
    """Another ballot of the same voter has been kept since they sent this one, from another device: of the two the newer stands,
    whatever the network let through first. `known` is what the device knew then; None: it doesn't say.
    """
    return known is not None and known < revision


def cast_fault(asked: Asked) -> str | None:
    """Why a ballot is refused, as a key word; None: it counts. The order of commit decides between a ballot and the
    closing.

    A vote is personal: a substitute casts nobody's. Presence is judged when the ballot is cast, so a late arrival on
    the roll may
    vote; who is online votes only where the body's rules say so (domain.md 3.5).
    """
    if asked.state != "open":
        return asked.state
    if not asked.on_roll:
        return "not_on_roll"
    if asked.no_vote:
        return "no_vote"
    if asked.status not in HERE:
        return "away"
    if asked.status == "online" and not asked.online_votes:
        return "online"
    fault = ballot_fault(asked.question, asked.choice, asked.words)
    if fault is not None:
        return f"choice_{fault}"
    ballot = (spelled(asked.question, asked.choice), asked.words)
    if asked.before is None or asked.before == ballot:
        return None
    if not asked.may_change:
        return "twice"
    return "overtaken" if overtaken(asked.known, asked.revision) else None


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is in a meeting (None: nothing), and on the vote's frozen roll, where it is about a ballot."""

    capacity: str | None
    on_roll: bool
    on_frozen: bool = True
    no_vote: bool = False


def trespass(code: str, standing: Standing) -> str | None:
    """Why a command that was refused (`not_allowed`, `not_found`) is to be recorded, as a key word; None: an ordinary slip,
    such as a member who isn't checked in yet, or a vote that was called off meanwhile.
    """
    if standing.capacity is None:
        return "stranger"
    if standing.capacity in ("guest", "substitute"):
        return standing.capacity
    if code != "not_allowed":
        return None
    if not standing.on_roll or not standing.on_frozen:
        return "off_roll"
    return "no_vote" if standing.no_vote else None


ALL_RECORDED = 5
THEN_EVERY = timedelta(minutes=1)


def recorded(times: int, last: datetime | None, now: datetime) -> bool:
    """Each of somebody's first attempts is recorded, then one a minute: a flood of them can't fill the journal."""
    return last is None or times < ALL_RECORDED or now - last >= THEN_EVERY


def extended(closes_at: datetime, now: datetime, seconds: int) -> datetime:
    """The new end of a countdown: so many seconds after its old one, or after now where that has passed."""
    return max(closes_at, now) + timedelta(seconds=seconds)


def seconds_after_restart(closes_at: datetime, now: datetime) -> int:
    """By how much a countdown is extended when the server comes back, so that 30 seconds are left; 0: it has them."""
    lacking = now + AFTER_RESTART - max(closes_at, now)
    return max(0, -(-lacking // timedelta(seconds=1)))


def present_at(roll: Iterable[Member], casters: Iterable[str]) -> int:
    """*Present* in a result: on the roll, and present at opening or casting later; so never fewer than the ballots."""
    return len({member.person for member in roll if member.present} | set(casters))


def here_later(closing: Mapping[str, list[str]] | None) -> list[str]:
    """Of a count by hand: who was here after the opening, at the closing or only in between."""
    kept = closing or {}
    return [*kept.get("present", ()), *kept.get("came_and_went", ())]


def default_options() -> list[str]:
    """tán thành, không tán thành, không biểu quyết (Art. 117(1))."""
    return list(BALLOT)
