"""What closing judges: the ballots, who is present, and the result kept for ever. The audit judges again from here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, and_, select

from app.journal import EntryRow
from app.verifying import facts_of
from meetings.attendance.models import Attendance
from meetings.attendance.rules import HERE, Quorum, quorum
from voting.counted.counts import accepted
from voting.ruling import rules as ruling
from voting.ruling import sentences
from voting.ruling.kinds_rules import Question, count
from voting.sealed.counts import opened_box
from voting.votes import rules
from voting.votes.models import Cast, RollEntry, Vote


def presence_of(roll: Iterable[rules.Member], fraction: Mapping[str, int]) -> Quorum:
    """The quorum of a roll: its members present, of all of them."""
    members = list(roll)
    return quorum(sum(member.present for member in members), len(members), dict(fraction))


def presence_at_closing(read: Connection, vote: Vote) -> dict[str, list[str]]:
    """Who of the frozen roll is present at closing, as it is kept with the vote. Where no device told who voted, also who came
    after the opening and is here no more, whatever was said of them since: they may have raised a hand, or handed in a paper.
    """
    listed = _roll_with_attendance(vote)
    kept = {"present": sorted(read.execute(listed.where(Attendance.status.in_(HERE))).scalars())}
    if vote.by_hand is not None:
        absent_then = set(read.execute(listed.where(RollEntry.present.is_(False))).scalars())
        kept["came_and_went"] = sorted((absent_then & _came_since(read, vote)).difference(kept["present"]))
        kept["online"] = online_now(read, vote)
    return kept


CAME: Mapping[str, Callable[[str | None, dict[str, Any]], list[str]]] = {
    "attendance.checked_in": lambda actor, _facts: [actor or ""],
    "attendance.number_checked_in": lambda _actor, facts: [facts["person"]],
    "attendance.marked": lambda _actor, facts: [facts["args"]["person"]] if facts["args"]["status"] in HERE else [],
    "attendance.many_marked": lambda _actor, facts: facts["marked"] if facts["args"]["status"] in HERE else [],
}


def _came_since(read: Connection, vote: Vote) -> set[str]:
    """Who was said to be here after the opening. The journal tells it: of who is marked absent or expected again the row itself
    has forgotten that they came.
    """
    told = select(EntryRow.kind, EntryRow.actor, EntryRow.facts).where(
        EntryRow.stream == f"meeting:{vote.meeting}", EntryRow.kind.in_(CAME), EntryRow.at >= vote.opened_at
    )
    found: set[str] = set()
    for kind, actor, spelled in read.execute(told):
        facts = facts_of(spelled)
        if facts is not None:
            found.update(CAME[kind](actor, facts))
    return found


def online_now(read: Connection, vote: Vote) -> list[str]:
    """Who of the frozen roll is online: kept at both ends of a vote by hand, since the rules may leave them no vote."""
    return sorted(read.execute(_roll_with_attendance(vote).where(Attendance.status == "online")).scalars())


def _roll_with_attendance(vote: Vote) -> Select[str]:
    return (
        select(RollEntry.person)
        .join(Attendance, and_(Attendance.meeting == vote.meeting, Attendance.person == RollEntry.person))
        .where(RollEntry.vote == vote.id)
    )


def judge(read: Connection, vote: Any) -> dict[str, Any]:
    """The result from the rows as they stand: ballots, frozen roll, frozen rules, presence kept at closing. Pure of
    the clock.
    """
    roll = roll_of(read, vote.id)
    question = rules.question_of(vote)
    rows = read.execute(select(Cast.person, Cast.choice, Cast.words).where(Cast.vote == vote.id)).all()
    ballots = {row.person: row.choice for row in rows}
    counted = _counted(read, vote, question, roll, ballots)
    fraction = vote.rules["quorum"]
    opening = presence_of(roll, fraction)
    closing = quorum(len(vote.closing["present"]), len(roll), fraction)
    outcome = ruling.judge(
        ruling.Ballot(
            options=question.options,
            counts=counted.counts,
            members=len(roll),
            present=counted.present,
            majority=ruling.majority(vote.majority) or ruling.Majority(),
            quorum=ruling.both_ends(opening, closing),
            secret=counted.hidden,
            chair_choice=counted.chair,
            chair_decides=vote.rules["tie"] == "chair",
            kind=vote.kind,
            cast=counted.valid,
            invalid=counted.invalid,
            most=question.most,
            seats=question.seats,
            version=vote.rules.get("version", 1),
        )
    )
    result = ruling.as_result(outcome)
    result["quorum"]["at_opening"] = opening.present
    result["sentence"] = sentences.sentence(outcome, vote.matter)
    result["rule_words"] = sentences.rule_of(outcome, vote.matter, vote.majority_from)
    if vote.majority_from is not None:
        result |= {"matter": vote.matter, "majority_from": vote.majority_from}
    result |= counted.told(result)
    if vote.by_name and not vote.secret:
        result["choices"] = {person: rules.told(kept) for person, kept in sorted(ballots.items())}
    words = [row for row in rows if row.words]
    if words:
        result["words"] = _opinions(words, named=bool(vote.by_name))
    return result


class Counted(NamedTuple):
    """What was cast and how it was counted: on devices, from a sealed box, or by hand. `hidden`: nobody knows the chair's side."""

    counts: Mapping[str, int]
    valid: int
    invalid: int
    present: int
    hidden: bool
    chair: str | None
    told: Callable[[Mapping[str, Any]], dict[str, Any]]


def _counted(
    read: Connection, vote: Any, question: Question, roll: list[rules.Member], ballots: Mapping[str, str]
) -> Counted:
    if vote.by_hand is not None:
        hand = accepted(read, vote)
        present = rules.present_at(roll, rules.here_later(vote.closing))
        told = partial(hand.in_result, secret=vote.secret)
        return Counted(hand.counts, hand.valid, hand.invalid, present, vote.by_hand == "paper", hand.chair, told)
    present = rules.present_at(roll, ballots)
    if vote.secret:
        box = opened_box(read, vote.id)
        unread = box.envelopes - box.valid
        return Counted(box.counts(vote.options), box.valid, unread, present, True, None, box.in_result)
    named = count(question, map(rules.named, ballots.values()))
    return Counted(named, len(ballots), 0, present, False, ballots.get(vote.chair or ""), lambda _result: {})


def _opinions(rows: Iterable[Any], named: bool) -> list[dict[str, Any]]:
    """Opinions of one's own; without names where only numbers are shown, and in an order that tells nothing."""
    if named:
        return [{"person": row.person, "words": row.words} for row in sorted(rows, key=lambda row: row.person)]
    return [{"words": words} for words in sorted(row.words for row in rows)]


def roll_of(read: Connection, vote: str) -> list[rules.Member]:
    """The frozen roll."""
    listed = select(RollEntry.person, RollEntry.present, RollEntry.no_vote).where(RollEntry.vote == vote)
    return [rules.Member(*row) for row in read.execute(listed.order_by(RollEntry.order))]
