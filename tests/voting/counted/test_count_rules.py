"""Counts by hand, pure: what was really counted is always taken, what doesn't add up never is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.attendance.rules import Quorum
from voting.counted import rules
from voting.ruling import rules as ruling
from voting.ruling.kinds_rules import Question, count, question
from voting.votes.rules import Member

QUESTIONS = (
    question("question"),
    question("question", ("yes", "no", "other")),
    question("choice", ("A", "B", "C", "not_voting")),
    question("choice", ("A", "B", "C", "D"), most=2),
    question("election", ("An", "Bình", "Chi"), seats=2),
    question("confidence"),
)
questions = st.sampled_from(QUESTIONS)


@st.composite
def paper_counts(draw: Callable[..., object]) -> tuple[Question, list[list[str]], int, int, int]:
    """A box as it is emptied: the valid ballots, the invalid ones, those not come back, people here who took none."""
    asked: Question = draw(questions)  # type: ignore[assignment]
    alone = st.sampled_from(asked.options).map(lambda option: [option])
    several = st.lists(st.sampled_from(asked.names), min_size=1, max_size=asked.most, unique=True)
    ballots: list[list[str]] = draw(st.lists(alone | several, max_size=40))  # type: ignore[assignment]
    invalid, kept, without = (draw(st.integers(0, 5)) for _ in range(3))
    return asked, ballots, invalid, kept, without  # type: ignore[return-value]


def judged(asked: Question, counts: dict[str, int], valid: int, here: int, invalid: int = 0) -> ruling.Outcome:
    return ruling.judge(
        ruling.Ballot(
            options=asked.options, counts=counts, members=here, present=here, majority=ruling.Majority(),
            quorum=Quorum(0, here, True), kind=asked.kind, cast=valid, invalid=invalid, most=asked.most, seats=asked.seats,
        )
    )  # fmt: skip


@given(paper_counts())
def test_a_box_counted_truly_always_adds_up_and_is_judged(box: tuple[Question, list[list[str]], int, int, int]) -> None:
    asked, ballots, invalid, kept, without = box
    counts, valid = dict(count(asked, ballots)), len(ballots)
    issued = valid + invalid + kept
    typed = rules.as_typed("paper", counts, issued, valid + invalid, valid, invalid)
    assert rules.typed_fault("paper", asked, typed, issued + without, None) is None
    outcome = judged(asked, counts, valid, issued + without, invalid)
    assert outcome.cast == valid + invalid and outcome.cast + kept + without == issued + without


@given(questions, st.data(), st.tuples(*[st.integers(0, 12)] * 5))
def test_whatever_is_taken_adds_up(asked: Question, data: st.DataObject, figures: tuple[int, ...]) -> None:
    issued, returned, valid, invalid, here = figures
    counts = {option: data.draw(st.integers(0, 8)) for option in asked.options}
    typed = rules.as_typed("paper", counts, issued, returned, valid, invalid)
    if rules.typed_fault("paper", asked, typed, here, None) is not None:
        return
    assert invalid + valid == returned <= issued <= here
    assert valid <= sum(counts.values()) <= valid * asked.most and max(counts.values()) <= valid
    judged(asked, counts, valid, here, invalid)  # never a figure the engine refuses


@given(st.lists(st.sampled_from(["yes", "no", "not_voting"]), max_size=40), st.integers(0, 9))
def test_hands_that_were_raised_always_add_up(raised: list[str], lowered: int) -> None:
    asked = QUESTIONS[0]
    counts = dict(count(asked, [[one] for one in raised]))
    typed = rules.as_typed("hands", counts, 7, 8, 9, 10)  # figures of paper mean nothing here
    assert (typed.issued, typed.returned, typed.valid, typed.invalid) == (len(raised), len(raised), len(raised), 0)
    here = len(raised) + lowered
    assert rules.typed_fault("hands", asked, typed, here, None) is None
    if raised:
        assert rules.typed_fault("hands", asked, typed, len(raised) - 1, None) == "issued"


ROLES = ("chair", "secretary", "board", "member")


@given(st.sampled_from(["hands", "paper"]), *[st.frozensets(st.sampled_from(ROLES), min_size=1)] * 2)
def test_two_people_are_always_two(way: str, one: frozenset[str], two: frozenset[str]) -> None:
    first, second = rules.Teller("a", one), rules.Teller("b", two)
    assert rules.pair_fault(way, first, rules.Teller("a", two)) == "same"
    assert rules.pair_fault(way, first, second) == rules.pair_fault(way, second, first)
    if rules.pair_fault(way, first, second) is None:
        assert way == "hands" or "board" in one | two
        assert not (one == {"member"} or two == {"member"})


@pytest.mark.parametrize(
    ("way", "one", "two", "fault"),
    [
        ("hands", "secretary", "chair", None),
        ("hands", "secretary", "secretary", None),
        ("hands", "secretary", "board", "stranger"),
        ("paper", "secretary", "board", None),
        ("paper", "board", "board", None),
        ("paper", "secretary", "secretary", "board"),
        ("paper", "chair", "board", "stranger"),
    ],
)
def test_who_may_vouch_for_a_count_together(way: str, one: str, two: str, fault: str | None) -> None:
    assert rules.pair_fault(way, rules.Teller("a", frozenset({one})), rules.Teller("b", frozenset({two}))) == fault


def test_a_voter_is_here_at_the_opening_or_at_the_closing() -> None:
    roll = [Member("a", True), Member("b", False), Member("c", False), Member("d", True, no_vote=True)]
    assert rules.voters_here(roll, held(present=["b", "d"])) == 2


class Held(NamedTuple):
    """What a vote keeps of its two ends, and of the rules on who is online."""

    opening: dict[str, Any]
    closing: dict[str, Any]
    rules: dict[str, Any]


def held(online_then: Sequence[str] = (), online_votes: bool = False, **closing: Sequence[str]) -> Held:
    return Held({"online": list(online_then)}, {"present": [], **closing}, {"online_votes": online_votes})


def test_a_vote_from_before_who_was_online_was_kept_is_held_against_all_who_were_here() -> None:
    roll = [Member("a", True), Member("b", False)]
    assert rules.voters_here(roll, Held({"met": True}, {"present": ["b"]}, {"online_votes": False})) == 2


people = st.lists(st.tuples(*[st.sampled_from(["", "hall", "online"])] * 2), max_size=12)


@given(people)
def test_only_who_was_in_the_hall_at_either_end_raises_a_hand_unless_online_votes(ends: list[tuple[str, str]]) -> None:
    roll = [Member(str(n), bool(then)) for n, (then, _later) in enumerate(ends)]
    closing = {"present": [str(n) for n, (_then, later) in enumerate(ends) if later]}
    closing["online"] = [str(n) for n, (_then, later) in enumerate(ends) if later == "online"]
    then = [str(n) for n, (then, _later) in enumerate(ends) if then == "online"]
    assert rules.voters_here(roll, held(then, **closing)) == sum("hall" in both for both in ends)
    assert rules.voters_here(roll, held(then, online_votes=True, **closing)) == sum(any(both) for both in ends)
