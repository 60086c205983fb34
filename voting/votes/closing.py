"""What closing judges: the ballots, who is present, and the result kept for ever. The audit judges again from here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, and_, select

from meetings.attendance.models import Attendance
from meetings.attendance.rules import HERE, Quorum, quorum
from voting.ruling import rules as ruling
from voting.ruling import sentences
from voting.ruling.kinds_rules import count
from voting.sealed.counts import opened_box
from voting.votes import rules
from voting.votes.models import Cast, RollEntry


def presence_of(roll: Iterable[rules.Member], fraction: Mapping[str, int]) -> Quorum:
    """The quorum of a roll: its members present, of all of them."""
    members = list(roll)
    return quorum(sum(member.present for member in members), len(members), dict(fraction))


def presence_at_closing(read: Connection, vote: str, meeting: str) -> dict[str, Any]:
    """Who of the frozen roll is present at closing, as it is kept with the vote."""
    listed = (
        select(RollEntry.person)
        .join(Attendance, and_(Attendance.meeting == meeting, Attendance.person == RollEntry.person))
        .where(RollEntry.vote == vote, Attendance.status.in_(HERE))
    )
    return {"present": sorted(read.execute(listed).scalars())}


def judge(read: Connection, vote: Any) -> dict[str, Any]:
    """The result from the rows as they stand: ballots, frozen roll, frozen rules, presence kept at closing. Pure of
    the clock.
    """
    roll = roll_of(read, vote.id)
    question = rules.question_of(vote)
    rows = read.execute(select(Cast.person, Cast.choice, Cast.words).where(Cast.vote == vote.id)).all()
    ballots = {row.person: row.choice for row in rows}
    box = opened_box(read, vote.id) if vote.secret else None
    named = count(question, map(rules.named, ballots.values())) if box is None else box.counts(vote.options)
    fraction = vote.rules["quorum"]
    opening = presence_of(roll, fraction)
    closing = quorum(len(vote.closing["present"]), len(roll), fraction)
    outcome = ruling.judge(
        ruling.Ballot(
            options=question.options,
            counts=named,
            members=len(roll),
            present=rules.present_at(roll, ballots),
            majority=ruling.majority(vote.majority) or ruling.Majority(),
            quorum=ruling.both_ends(opening, closing),
            secret=vote.secret,
            chair_choice=None if vote.secret else ballots.get(vote.chair or ""),
            chair_decides=vote.rules["tie"] == "chair",
            kind=vote.kind,
            cast=len(ballots) if box is None else None,
            most=question.most,
            seats=question.seats,
        )
    )
    result = ruling.as_result(outcome)
    result["quorum"]["at_opening"] = opening.present
    result["sentence"] = sentences.sentence(outcome)
    result["rule_words"] = sentences.rule_of(outcome)
    if box is not None:
        result |= box.in_result(result)
    if vote.by_name and not vote.secret:
        result["choices"] = {person: rules.told(kept) for person, kept in sorted(ballots.items())}
    words = [row for row in rows if row.words]
    if words:
        result["words"] = _opinions(words, named=bool(vote.by_name))
    return result


def _opinions(rows: Iterable[Any], named: bool) -> list[dict[str, Any]]:
    """Opinions of one's own; without names where only numbers are shown, and in an order that tells nothing."""
    if named:
        return [{"person": row.person, "words": row.words} for row in sorted(rows, key=lambda row: row.person)]
    return [{"words": words} for words in sorted(row.words for row in rows)]


def roll_of(read: Connection, vote: str) -> list[rules.Member]:
    """The frozen roll."""
    listed = select(RollEntry.person, RollEntry.present, RollEntry.no_vote).where(RollEntry.vote == vote)
    return [rules.Member(*row) for row in read.execute(listed.order_by(RollEntry.order))]
