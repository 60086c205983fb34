"""Kinds of question: what may be asked, what a ballot may name, choices, elections, confidence, hand counts."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.attendance.rules import Quorum, quorum
from voting.ruling import kinds_rules as kinds
from voting.ruling import rules, sentences
from voting.ruling.kinds_rules import HandCount, Question, ballot_fault, hand_count_fault, question
from voting.ruling.rules import Ballot, Majority, judge

MET = Quorum(0, 0, True)
NAMES = ("An", "Bình", "Chi", "Dung", "Em")


@st.composite
def asked(draw: st.DrawFn) -> Question:
    kind = draw(st.sampled_from(rules.KINDS))
    if kind in ("question", "confidence"):
        return question(kind)
    names = NAMES[: draw(st.integers(2, 5))]
    if kind == "choice":
        return question(kind, (*names, "not_voting"), most=draw(st.integers(1, len(names))))
    return question(kind, names, seats=draw(st.integers(1, len(names))))


@st.composite
def held(draw: st.DrawFn) -> tuple[Question, list[tuple[str, ...]], int]:
    """A question, the ballots cast in it, and how many members there are."""
    put = draw(asked())
    one = st.lists(st.sampled_from(put.names), min_size=1, max_size=put.most, unique=True)
    given_ = one if "not_voting" not in put.options else st.one_of(one, st.just(["not_voting"]))
    ballots = draw(st.lists(given_.map(tuple), max_size=25))
    return put, ballots, len(ballots) + draw(st.integers(0, 10)) or 1


def outcome_of(put: Question, ballots: list[tuple[str, ...]], members: int, majority: str = rules.DEFAULT, **more: Any):  # type: ignore[no-untyped-def]
    values: dict[str, Any] = {"present": members, "quorum": MET, **more}
    return judge(
        Ballot(
            put.options, kinds.count(put, ballots), members, majority=Majority(majority),
            kind=put.kind, cast=len(ballots), most=put.most, seats=put.seats, **values,
        )
    )  # fmt: skip


@given(held())
def test_every_ballot_the_rules_take_can_be_counted_and_judged(case: Any) -> None:
    put, ballots, members = case
    assert kinds.question_fault(put) is None
    assert all(ballot_fault(put, ballot) is None for ballot in ballots)
    outcome = outcome_of(put, ballots, members)
    result = rules.as_result(outcome)
    assert result["cast"] + result["not_cast"] == members
    for option in put.options:
        named = result["counts"][option]
        assert named == sum(option in ballot for ballot in ballots)
        assert named + sum(option not in ballot for ballot in ballots) + result["not_cast"] == members
    for text in (*sentences.sentence(outcome).values(), *sentences.rule_of(outcome).values()):
        assert "{" not in text and "  " not in text


@given(held(), st.sampled_from(sorted(rules.SHARES)))
def test_nobody_is_elected_beyond_the_seats_or_below_the_majority(case: Any, majority: str) -> None:
    put, ballots, members = case
    if put.kind != "election":
        return
    outcome = outcome_of(put, ballots, members, majority)
    counts = outcome.ballot.counts
    chosen = outcome.chosen
    assert chosen is not None and len(chosen) <= (put.seats or 0)
    assert not set(chosen) & set(outcome.tied) and "not_voting" not in chosen
    assert all(counts[one] >= outcome.threshold for one in (*chosen, *outcome.tied))
    others = [one for one in put.names if one not in chosen]
    assert all(counts[one] >= counts[other] for one in chosen for other in others)
    if outcome.tied:
        assert len({counts[one] for one in outcome.tied}) == 1
        assert len(chosen) < (put.seats or 0) < len(chosen) + len(outcome.tied)


@given(held())
def test_the_order_in_which_ballots_arrive_elects_nobody(case: Any) -> None:
    put, ballots, members = case
    there, back = outcome_of(put, ballots, members), outcome_of(put, ballots[::-1], members)
    assert (there.verdict, there.chosen, there.tied) == (back.verdict, back.chosen, back.tied)


@given(held(), st.integers(0, 4))
def test_one_more_ballot_for_somebody_elected_never_unseats_them(case: Any, place: int) -> None:
    put, ballots, members = case
    before = outcome_of(put, ballots, members)
    if put.kind == "election" and before.chosen and len(ballots) < members:
        one = before.chosen[place % len(before.chosen)]
        assert one in (outcome_of(put, [*ballots, (one,)], members).chosen or ())


def test_equal_votes_for_the_last_seat_elect_neither() -> None:
    put = question("election", NAMES[:3], seats=2)
    tied = outcome_of(put, [("An", "Bình"), ("An", "Chi"), ("Bình", "Chi")] * 3 + [("An",)], 10)
    assert tied.chosen == ("An",) and set(tied.tied) == {"Bình", "Chi"}
    assert "phải bầu lại" in sentences.sentence(tied)["vi"]


def test_all_equal_elects_nobody_and_says_so() -> None:
    put = question("election", NAMES[:2], seats=1, most=2)
    outcome = outcome_of(put, [("An", "Bình")] * 6, 10)
    assert (outcome.verdict, outcome.chosen, outcome.tied) == ("tie", (), ("An", "Bình"))
    assert "Chưa ai trúng cử" in sentences.sentence(outcome)["vi"]


def test_an_election_of_too_few_says_how_many_are_lacking() -> None:
    put = question("election", NAMES, seats=3)
    outcome = outcome_of(put, [("An", "Bình")] * 7 + [("An", "Chi")] * 3, 12)
    assert outcome.chosen == ("An", "Bình")
    assert "còn thiếu 1 trong 3" in sentences.sentence(outcome)["vi"]


def test_an_election_below_quorum_elects_nobody() -> None:
    put = question("election", NAMES[:2], seats=1)
    outcome = outcome_of(put, [("An",)] * 4, 10, quorum=Quorum(7, 4, False))
    assert (outcome.verdict, outcome.chosen) == ("void", ())


def test_confidence_is_lost_by_low_grades_alone() -> None:
    put = question("confidence")
    kept = outcome_of(put, [("trust",)] * 12 + [("low",)] * 11, 23)
    lost = outcome_of(put, [("trust",)] * 11 + [("low",)] * 12, 23)
    worse = outcome_of(put, [("low",)] * 16, 23)
    assert [one.verdict for one in (kept, lost, worse)] == ["passed", "not_passed", "not_passed"]
    assert [one.two_thirds_low for one in (kept, lost, worse)] == [False, False, True]
    assert "hai phần ba" in sentences.sentence(worse)["vi"]


def test_another_opinion_is_neither_for_nor_against_and_has_words() -> None:
    put = question("question", ("yes", "no", "other"))
    assert kinds.question_fault(put) is None
    assert ballot_fault(put, ("other",)) == "words"
    assert ballot_fault(put, ("other",), "Cần bổ sung kinh phí") is None
    assert ballot_fault(put, ("yes",), "nhưng") == "words_unasked"
    assert outcome_of(put, [("yes",)] * 11 + [("other",)] * 12, 23).verdict == "not_passed"


@pytest.mark.parametrize(
    ("put", "fault"),
    [
        (Question("question", ("yes", "maybe")), "options"),
        (Question("question", ("yes", "no"), most=2), "options"),
        (Question("confidence", ("high", "low")), "options"),
        (Question("choice", ("A",)), "few"),
        (Question("choice", ("A", "not_voting")), "few"),
        (Question("choice", ("A", "B"), most=3), "most"),
        (Question("choice", ("A", "B"), seats=1), "seats"),
        (Question("choice", ("A", "A")), "twice"),
        (Question("choice", ("A", " ")), "nameless"),
        (Question("choice", tuple(str(n) for n in range(31))), "many"),
        (Question("election", ("A", "B"), seats=3), "seats"),
        (Question("election", ("A", "B")), "seats"),
        (Question("election", ("not_voting",), seats=1), "few"),
        (Question("election", ("A", "B"), most=3, seats=1), "most"),
    ],
)
def test_a_question_that_cannot_be_is_refused(put: Question, fault: str) -> None:
    assert kinds.question_fault(put) == fault


@pytest.mark.parametrize(
    ("choice", "fault"),
    [
        ((), "empty"),
        (("An", "Zoe"), "unknown"),
        (("An", "An"), "twice"),
        (("An", "not_voting"), "not_voting"),
        (("An", "Bình", "Chi"), "many"),
        (("An", "Bình"), None),
        (("not_voting",), None),
    ],
)
def test_a_ballot_names_no_more_than_it_may(choice: tuple[str, ...], fault: str | None) -> None:
    assert ballot_fault(question("election", NAMES, seats=2), choice) == fault


def test_a_ballot_is_kept_in_the_order_of_the_question() -> None:
    assert kinds.in_order(question("election", NAMES, seats=3), ["Chi", "An"]) == ("An", "Chi")


# -- counted by hand ----------

THREE = question("question")


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 100))
def test_a_show_of_hands_counts_if_there_are_no_more_hands_than_people(
    yes: int, no: int, neither: int, here: int
) -> None:
    counted = kinds.hands({"yes": yes, "no": no, "not_voting": neither})
    assert hand_count_fault(THREE, counted, here) == (None if yes + no + neither <= here else "issued")


@pytest.mark.parametrize(
    ("counted", "fault"),
    [
        (HandCount({"yes": 5, "no": 3, "not_voting": 0}, 10, 9, 8, 1), None),
        (HandCount({"yes": 5, "no": 3, "not_voting": 0}, 21, 9, 8, 1), "issued"),
        (HandCount({"yes": 5, "no": 3, "not_voting": 0}, 8, 9, 8, 1), "returned"),
        (HandCount({"yes": 5, "no": 3, "not_voting": 0}, 10, 9, 8, 0), "valid"),
        (HandCount({"yes": 5, "no": 2, "not_voting": 0}, 10, 9, 8, 1), "sum"),
        (HandCount({"yes": 9, "no": 0, "not_voting": 0}, 10, 9, 8, 1), "over"),
        (HandCount({"yes": 5, "no": 3}, 10, 9, 8, 1), "options"),
        (HandCount({"yes": -1, "no": 3, "not_voting": 6}, 10, 9, 8, 1), "negative"),
    ],
)
def test_a_paper_count_must_add_up(counted: HandCount, fault: str | None) -> None:
    assert hand_count_fault(THREE, counted, 20) == fault


def test_a_paper_count_of_an_election_adds_up_within_the_names_a_ballot_holds() -> None:
    put = question("election", ("An", "Bình", "Chi"), seats=2)
    right = HandCount({"An": 8, "Bình": 5, "Chi": 3, "not_voting": 0}, 10, 9, 9, 0)
    assert hand_count_fault(put, right, 10) is None
    assert hand_count_fault(put, HandCount({**right.counts, "Chi": 6}, 10, 9, 9, 0), 10) == "sum"


# -- the published thresholds ----------

STATUTES = {
    "more_than_half_of_members": (Fraction(1, 2), True),
    "two_thirds_of_members": (Fraction(2, 3), False),
    "three_fifths_of_members": (Fraction(3, 5), False),
    "unanimous_of_members": (Fraction(1), False),
}


@pytest.mark.parametrize("name", STATUTES)
def test_the_thresholds_of_the_statutes_come_out_exactly_from_1_to_600_members(name: str) -> None:
    share, above = STATUTES[name]
    for members in range(1, 601):
        least = next(k for k in range(members + 2) if (k > share * members if above else k >= share * members))
        numbers = rules.Numbers(members, members, members)
        assert rules.threshold(Majority(name), numbers) == max(1, least)
        for yes in {0, least - 1, least, members}:
            if 0 <= yes <= members:
                no = members - yes
                ballot = Ballot(
                    rules.BALLOT, {"yes": yes, "no": no}, members, members, Majority(name), MET, chair_decides=False
                )
                assert (judge(ballot).verdict == "passed") == (yes >= max(1, least))


def test_equal_sides_go_with_the_chair_who_voted_from_1_to_600_members() -> None:
    """Art. 117(3): whatever their number, in an open ballot; everywhere else they are no majority."""
    half = Majority("more_than_half_of_members")
    for members in range(2, 601):
        for side in {1, members // 4, members // 2} - {0}:
            for chair, verdict in (("yes", "passed"), ("no", "not_passed"), (None, "not_passed")):
                counts = {"yes": side, "no": side}
                ballot = Ballot(rules.BALLOT, counts, members, members, half, MET, chair_choice=chair)
                assert judge(ballot).verdict == verdict


def test_the_quorum_of_two_thirds_comes_out_exactly_from_1_to_600_members() -> None:
    for members in range(1, 601):
        for present in range(members + 1):
            assert quorum(present, members).met == (Fraction(present, members) >= Fraction(2, 3))
    assert quorum(16, 23).met and not quorum(15, 23).met and quorum(15, 23).needed == 16
