"""What a verdict's sentence says is true of the numbers it states."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.attendance.rules import Quorum
from voting.ruling import rules, sentences
from voting.ruling.kinds_rules import count, question
from voting.ruling.rules import Ballot, Majority, Outcome, judge

NAMES = ("Bà An", "Ông Bình", "Bà Chi")
OF = {
    "vi": re.compile(r"trên (?:tổng số )?(\d+) (?:thành viên|phiếu)"),
    "en": re.compile(r"out of (?:all )?(\d+) (?:members|ballots)"),
}
LOW = {"vi": r"tín nhiệm thấp (\d+)", "en": r"low confidence (\d+)"}
TWO_THIRDS = {"vi": "hai phần ba", "en": "two thirds"}
NEEDED = {"vi": r"cần từ (\d+)", "en": r"(\d+) were needed"}
FOR = {"vi": r": (\d+) tán thành", "en": r": (\d+) for"}
SHARES = {
    "quá nửa": lambda least, of: 2 * least > of >= 2 * (least - 1),
    "hai phần ba": lambda least, of: 3 * least >= 2 * of > 3 * (least - 1),
    "ba phần năm": lambda least, of: 5 * least >= 3 * of > 5 * (least - 1),
}
majorities = st.one_of(
    st.sampled_from([Majority(name) for name in rules.SHARES]),
    st.builds(Majority, st.just(rules.AT_LEAST), st.integers(1, 30)),
)


@st.composite
def outcomes(draw: st.DrawFn, version: int = rules.VERSION) -> Outcome:
    """Of every kind, by every majority, with invalid ballots, members away and members silent."""
    put = question(draw(st.sampled_from(rules.KINDS)))
    if put.kind in ("choice", "election"):
        put = question(put.kind, NAMES, seats=draw(st.integers(1, 2)) if put.kind == "election" else None)
    ballots = draw(st.lists(st.sampled_from(put.options), max_size=25))
    invalid = draw(st.integers(0, 3))
    present = len(ballots) + invalid + draw(st.integers(0, 10))
    return judge(
        Ballot(
            put.options, count(put, [(one,) for one in ballots]), max(1, present + draw(st.integers(0, 10))), present,
            draw(majorities), Quorum(0, present, True), kind=put.kind, cast=len(ballots), invalid=invalid,
            most=put.most, seats=put.seats, version=version, chair_choice="yes",
        )
    )  # fmt: skip


def number(pattern: str, text: str) -> int | None:
    found = re.search(pattern, text)
    return int(found[1]) if found else None


def untrue(outcome: Outcome) -> list[str]:
    """What in the sentence is not so, by the numbers that stand in it alone."""
    base = outcome.ballot.majority.base or "members"
    faults = []
    for language, text in sentences.sentence(outcome).items():
        of, low = number(OF[language].pattern, text), number(LOW[language], text)
        if of is None or (of != outcome.numbers.of(base) and low != 0 and any(outcome.ballot.counts.values())):
            faults.append(f"denominator: {text}")
        if TWO_THIRDS[language] in text and 3 * (low or 0) < 2 * (of or 0):
            faults.append(f"two thirds: {text}")
        yes, needed = number(FOR[language], text), number(NEEDED[language], text)
        if yes is not None and needed is not None and (yes >= needed) != (outcome.verdict == "passed"):
            faults.append(f"needed: {text}")
    return faults


@given(outcomes())
def test_every_figure_of_a_sentence_is_of_the_denominator_that_judged(outcome: Outcome) -> None:
    assert untrue(outcome) == []


@given(outcomes())
def test_the_rule_s_least_number_is_the_share_it_names(outcome: Outcome) -> None:
    said = sentences.rule_of(outcome)["vi"]
    for words, exact in SHARES.items():
        if words in said:
            of = number(r"(?:tổng số|trong) (\d+)", said) or 0
            least = number(r"từ (\d+) trở lên", said) or 0
            assert exact(least, of) or (of == 0 and least == 1)


def confidence(majority: str, version: int = rules.VERSION) -> Outcome:
    counts = {"high": 1, "trust": 2, "low": 15}
    asked: dict[str, Any] = {"kind": "confidence", "version": version}
    return judge(Ballot(rules.GRADES, counts, 23, 18, Majority(majority), Quorum(16, 18, True), **asked))


def test_two_thirds_of_those_present_is_not_said_of_all_members() -> None:
    said = sentences.sentence(confidence("two_thirds_of_present"))
    assert said["vi"] == (
        "Không đạt tín nhiệm: tín nhiệm cao 1, tín nhiệm 2, tín nhiệm thấp 15, trên 18 thành viên có mặt; "
        "tín nhiệm thấp từ hai phần ba trở lên. Tổng số thành viên là 23."
    )
    assert "out of 18 members present" in said["en"] and "The body has 23 members" in said["en"]


def test_a_result_of_the_second_law_keeps_its_sentence_true_or_not() -> None:
    old = confidence("two_thirds_of_present", version=2)
    assert sentences.sentence(old)["vi"] == (
        "Tín nhiệm cao 1, tín nhiệm 2, tín nhiệm thấp 15, trên tổng số 23 thành viên; tín nhiệm thấp từ hai phần ba trở lên."
    )
    assert [fault.split(":")[0] for fault in untrue(old)] == ["denominator", "two thirds"] * 2


@pytest.mark.parametrize(("low", "begins"), [(0, "Đạt tín nhiệm: "), (18, "Không đạt tín nhiệm: ")])
def test_the_sentence_of_confidence_begins_with_the_verdict(low: int, begins: str) -> None:
    counts = {"high": 18 - low, "trust": 0, "low": low}
    outcome = judge(Ballot(rules.GRADES, counts, 23, 18, Majority(), Quorum(16, 18, True), kind="confidence"))
    assert sentences.sentence(outcome)["vi"].startswith(begins)


@pytest.mark.parametrize(
    ("base", "of"),
    [("members", "tổng số 23 thành viên"), ("present", "18 thành viên có mặt"), ("cast", "12 phiếu đã gửi")],
)
@pytest.mark.parametrize("kind", ["question", "choice", "election", "confidence"])
def test_each_kind_of_question_names_the_denominator_of_its_rule(kind: Any, base: str, of: str) -> None:
    put = question(kind, NAMES if kind in ("choice", "election") else (), seats=1 if kind == "election" else None)
    for first in (12, 7, 6):  # elected, elected narrowly, equal
        counts = dict.fromkeys(put.options, 0) | {put.options[0]: first, put.options[1]: 12 - first}
        ballot = Ballot(
            put.options, counts, 23, 18, Majority(f"more_than_half_of_{base}"), Quorum(16, 18, True), kind=kind,
            seats=put.seats, chair_choice="yes",
        )  # fmt: skip
        said = sentences.sentence(judge(ballot))["vi"]
        assert f"trên {of}" in said and "23 thành viên" in said.replace("là 23", "23 thành viên")


@pytest.mark.parametrize(
    ("yes", "no", "begins"),
    [
        (12, 3, ("Trúng cử: 12 tán thành", "Elected: 12 for")),
        (6, 6, ("Không trúng cử: hai bên bằng nhau", "Not elected: the sides are equal")),
        (3, 9, ("Không trúng cử: 3 tán thành", "Not elected: 3 for")),
    ],
)
def test_of_one_candidate_voted_on_alone_it_is_said_whether_they_are_elected(
    yes: int, no: int, begins: tuple[str, str]
) -> None:
    options = ("yes", "no", "not_voting")
    counts = {"yes": yes, "no": no, "not_voting": 0}

    def outcome(version: int = rules.VERSION) -> Outcome:
        ballot = Ballot(options, counts, 23, 18, Majority(), Quorum(16, 18, True), chair_choice="no", version=version)
        return judge(ballot)

    said = sentences.sentence(outcome(), "election")
    assert (said["vi"].startswith(begins[0]), said["en"].startswith(begins[1])) == (True, True)
    assert "trên tổng số 23 thành viên" in said["vi"] and "out of all 23 members" in said["en"]
    assert sentences.sentence(outcome(3), "election") == sentences.sentence(outcome(), "general"), (
        "as it was put down then"
    )
    assert "thông qua" in sentences.sentence(outcome(), "general")["vi"]


@pytest.mark.parametrize("majority", sorted(sentences.RULES))
@pytest.mark.parametrize("version", [3, rules.VERSION])
def test_an_opinion_slip_is_told_in_the_words_it_asked(majority: str, version: int) -> None:
    """For against, equal, or nothing decided; what was judged before keeps its words."""
    for yes, no in ((12, 3), (3, 12), (6, 6)):
        counts = {"yes": yes, "no": no, "other": 0}
        rule = Majority(majority, 4) if majority == rules.AT_LEAST else Majority(majority)
        ballot = Ballot(tuple(counts), counts, 23, 18, rule, Quorum(16, 18, True), chair_choice="yes", version=version)
        said = sentences.sentence(judge(ballot), slip=True)
        assert ("tán thành" in said["vi"]) == (version == 3 and majority != rules.OPINION)
        if version > 3:
            assert not re.search(r"\b(for|against|favour)\b", said["en"])
            rule_said = sentences.agreeing(sentences.rule_of(judge(ballot)))
            assert "tán thành" not in rule_said["vi"] and "favour" not in rule_said["en"]


def test_below_a_verdict_its_sentence_does_not_say_it_again() -> None:
    assert sentences.reason("Được thông qua: 4 đồng ý, 1 không đồng ý.") == "4 đồng ý, 1 không đồng ý."
    assert sentences.reason("Void: the quorum was not met.") == "The quorum was not met."
    assert sentences.reason("Hai bên bằng nhau, 2 đồng ý: chủ tọa quyết định.").startswith("Hai bên")
