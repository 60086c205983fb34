"""A body's majority for each matter: its own, or the general one; what is said of the matter before what is said in general."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from meetings.attendance.rules import Quorum
from voting.ruling import sentences
from voting.ruling.matters import KEYS, MATTERS, fits, majority_held, told_by
from voting.ruling.rules import DEFAULT, KINDS, NAMES, Ballot, Majority, judge

named = st.sampled_from([*NAMES[:-2], {"name": "at_least", "k": 4}])
rules = st.dictionaries(st.sampled_from(list(KEYS.values())), st.none() | named)
matters = st.sampled_from(MATTERS)


def own_of(values: dict[str, Any]) -> dict[str, tuple[Any, str]]:
    return {key: (value, f"rule of {key}") for key, value in values.items()}


@given(matters, rules, rules)
def test_a_majority_is_the_most_particular_that_anybody_has_set(matter: Any, meeting: Any, body: Any) -> None:
    held = majority_held(matter, meeting, own_of(body), DEFAULT)
    particular, general = KEYS[matter], KEYS["general"]
    whose = "meeting" if matter != "general" and particular in meeting else "general"
    said = [(meeting.get(general), "meeting", "meeting"), (body.get(general), whose, f"rule of {general}")]
    if matter != "general":
        of_body = None if particular in meeting else body.get(particular)
        said = [(meeting.get(particular), "meeting", "meeting"), (of_body, "matter", f"rule of {particular}"), *said]
    wanted = next((one for one in said if one[0] is not None), (DEFAULT, whose, None))
    assert tuple(held) == wanted


@given(matters, rules)
def test_without_a_rule_of_its_own_a_matter_is_judged_by_the_general_one(matter: Any, body: Any) -> None:
    body.pop(KEYS[matter], None)
    general = majority_held("general", {}, own_of(body), DEFAULT)
    assert matter == "general" or majority_held(matter, {}, own_of(body), DEFAULT) == general


def test_a_meeting_that_eases_its_ordinary_votes_does_not_ease_a_removal() -> None:
    own = own_of({"majority": DEFAULT, "majority.removal": "two_thirds_of_members"})
    eased = {"majority": "more_than_half_of_cast"}
    assert majority_held("removal", eased, own, DEFAULT).majority == "two_thirds_of_members"
    assert majority_held("general", eased, own, DEFAULT).majority == "more_than_half_of_cast"
    given_back = {"majority.removal": None}
    assert majority_held("removal", given_back, own, DEFAULT) == (DEFAULT, "meeting", "rule of majority")


def test_a_kind_tells_its_matter_and_no_election_is_of_confidence() -> None:
    assert [told_by(kind) for kind in KINDS] == ["general", "general", "election", "confidence"]
    assert all(fits(told_by(kind), kind) for kind in KINDS)
    assert [matter for matter in MATTERS if fits(matter, "question")] == ["general", "removal", "election", "bylaws"]
    assert [matter for matter in MATTERS if fits(matter, "election")] == ["election"]
    assert [matter for matter in MATTERS if fits(matter, "confidence")] == ["confidence"]


def test_the_rule_in_words_says_whose_it_is() -> None:
    ballot = Ballot(
        ("yes", "no"), {"yes": 16, "no": 4}, 23, 23, Majority("two_thirds_of_members"), Quorum(16, 23, True)
    )
    outcome = judge(ballot)
    plain = sentences.rule_of(outcome)
    assert plain == sentences.rule_of(outcome, "general", "general") == sentences.rule_of(outcome, None, None)
    endings = {
        ("removal", "matter"): "Đây là quy tắc của cơ quan cho việc bãi nhiệm.",
        ("election", "general"): "Đây là quy tắc chung: cơ quan không có quy tắc riêng cho việc bầu.",
        ("general", "meeting"): "Đây là quy tắc riêng của phiên họp này.",
        ("bylaws", "vote"): "Cách tính này được chọn cho riêng lần biểu quyết này.",
    }
    for (matter, whose), ending in endings.items():
        said = sentences.rule_of(outcome, matter, whose)
        assert said["vi"] == f"{plain['vi']} {ending}" and said["en"].startswith(plain["en"] + " ")
    for matter in MATTERS[1:]:
        for whose in ("matter", "general"):
            assert "{" not in "".join(sentences.rule_of(outcome, matter, whose).values())
