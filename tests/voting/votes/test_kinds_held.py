"""Every kind of question, held once from preparing to the announced result, and audited."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest

from app import audit
from tests.conftest import MeetingOfBody, World
from tests.voting.votes.conftest import error, form, opened
from voting.ruling import rules as ruling
from voting.ruling.rules import DEFAULT
from voting.votes.checks import check_votes


def held(world: World, meeting: MeetingOfBody, vote: str, ballots: list[dict[str, Any]]) -> dict[str, Any]:
    """The result after these ballots, one of each member of the roll; the audit agrees with it."""
    for person, ballot in zip(meeting.body.roll, ballots, strict=False):
        world.must(person, "vote.cast", meeting, vote=vote, **ballot)
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    world.must(meeting.chair, "vote.announce", meeting, vote=vote)
    with world.house.database.read() as read:
        assert check_votes(read).problems == []
    return dict(form(world, meeting.members[0], meeting, vote)["result"])


def choosing(*choices: Any) -> list[dict[str, Any]]:
    return [{"choice": choice} for choice in choices]


def test_a_choice_of_up_to_two_of_three_options(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting, options=["Phương án 1", "Phương án 2", "Phương án 3"], most=2)
    assert form(world, meeting.members[0], meeting, vote)["kind"] == "choice"
    both = ["Phương án 3", "Phương án 1"]
    result = held(world, meeting, vote, choosing(both, both, both, both, both, "Phương án 2", both[:1]))
    assert (result["verdict"], result["chosen"]) == ("passed", ["Phương án 3", "Phương án 1"])
    assert result["counts"] == {"Phương án 1": 5, "Phương án 2": 1, "Phương án 3": 6}
    assert (result["cast"], result["not_cast"], result["most"]) == (7, 1, 2)
    assert result["choices"][meeting.chair] == ["Phương án 1", "Phương án 3"]
    assert result["choices"][meeting.body.roll[5]] == "Phương án 2"


def test_an_election_of_two_from_three_candidates(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting, kind="election", options=["Bà An", "Ông Bình", "Bà Chi"], seats=2)
    shown = form(world, meeting.members[0], meeting, vote)
    assert (shown["most"], shown["seats"], shown["options"][-1]) == (2, 2, "not_voting")
    ballots = choosing(*[["Bà An", "Bà Chi"]] * 5, ["Ông Bình"], "not_voting")
    result = held(world, meeting, vote, ballots)
    assert (result["verdict"], result["chosen"], result["tied"]) == ("passed", ["Bà An", "Bà Chi"], [])
    assert result["sentence"]["vi"].startswith("Trúng cử: “Bà An”, “Bà Chi”")


def test_equal_votes_for_the_last_seat_are_voted_on_again(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting, kind="election", options=["Bà An", "Ông Bình"], seats=1, most=2)
    result = held(world, meeting, vote, choosing(*[["Bà An", "Ông Bình"]] * 6))
    assert (result["verdict"], result["chosen"], result["tied"]) == ("tie", [], ["Bà An", "Ông Bình"])


def test_confidence_in_three_grades(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting, kind="confidence", question="Lấy phiếu tín nhiệm")
    assert form(world, meeting.members[0], meeting, vote)["options"] == ["high", "trust", "low"]
    result = held(world, meeting, vote, choosing("high", "high", "trust", *["low"] * 5))
    assert (result["verdict"], result["two_thirds_low"]) == ("not_passed", False)
    assert result["sentence"]["en"].startswith(
        "Confidence is not given: high confidence 2, confidence 1, low confidence 5"
    )


def test_confidence_that_nobody_spoke_for_is_not_given(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting, kind="confidence", question="Lấy phiếu tín nhiệm")
    result = held(world, meeting, vote, [])
    assert (result["cast"], result["verdict"], result["rule_id"]) == (0, "not_passed", f"{DEFAULT}/4")
    assert audit.report(world.house)["problems"] == []


def test_the_audit_judges_an_old_result_by_the_law_it_was_opened_under(world: World, meeting: MeetingOfBody) -> None:
    with patch.object(ruling, "VERSION", 1):
        vote = opened(world, meeting, kind="confidence", question="Lấy phiếu tín nhiệm")
    result = held(world, meeting, vote, [])
    assert (result["verdict"], result["rule_id"]) == ("passed", f"{DEFAULT}/1")
    assert audit.report(world.house)["problems"] == []


def test_an_opinion_of_ones_own_is_kept_in_its_words(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting, options=["yes", "no", "other"])
    member = meeting.members[0]
    refused = error(world.run(member, "vote.cast", meeting, vote=vote, choice="other"))
    assert refused["fields"] == {"words": "Ý kiến khác cần ghi rõ nội dung."}
    own = {"choice": "other", "words": "Cần bổ sung kinh phí"}
    result = held(world, meeting, vote, [{"choice": "yes"}, own, {"choice": "no"}])
    assert result["words"] == [{"person": meeting.body.roll[1], "words": "Cần bổ sung kinh phí"}]
    assert result["counts"] == {"yes": 1, "no": 1, "other": 1}


def test_words_are_shown_without_names_where_only_numbers_are(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting, options=["yes", "no", "other"], by_name=False)
    ballots = [{"choice": "other", "words": words} for words in ("Vì sao?", "Chưa rõ", "Nên lùi")]
    result = held(world, meeting, vote, ballots)
    assert result["words"] == [{"words": "Chưa rõ"}, {"words": "Nên lùi"}, {"words": "Vì sao?"}]
    assert "choices" not in result


def test_other_words_replace_the_ballot_and_the_same_change_nothing(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting, options=["yes", "no", "other"])
    member = meeting.members[0]
    first = world.run(member, "vote.cast", meeting, vote=vote, choice="other", words="Một")
    again = world.run(member, "vote.cast", meeting, vote=vote, choice=["other"], words=" Một ")
    assert first.ok and again.ok and again.seq == first.seq
    world.must(member, "vote.cast", meeting, vote=vote, choice="other", words="Hai")
    state = world.state(member, meeting)
    assert state is not None and state["my_votes"][vote] | {"words": "Hai", "revision": 2} == state["my_votes"][vote]


def test_an_opinion_decides_nothing(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting, options=["yes", "no", "other"], majority="none")
    assert held(world, meeting, vote, choosing("yes", "yes"))["verdict"] == "none"


@pytest.mark.parametrize(
    ("args", "field"),
    [
        ({"kind": "election", "options": ["Bà An"], "seats": 2}, "seats"),
        ({"kind": "choice", "options": ["A", "B"], "most": 3}, "most"),
        ({"kind": "choice", "options": ["A"]}, "options"),
        ({"kind": "confidence", "options": ["A", "B", "C"]}, "options"),
        ({"options": ["yes", "no", "maybe"]}, "options"),
        ({"kind": "election", "options": [f"Người {n}" for n in range(7)], "seats": 2, "secret": True}, "secret"),
        ({"options": ["yes", "no", "other"], "secret": True}, "secret"),
    ],
)
def test_a_question_that_cannot_be_is_refused_in_words(
    world: World, meeting: MeetingOfBody, args: dict[str, Any], field: str
) -> None:
    refused = error(world.run(meeting.chair, "vote.prepare", meeting, question="?", **args))
    assert refused["code"] == "invalid" and list(refused["fields"]) == [field]


def test_a_draft_changes_its_kind_and_forgets_what_belonged_to_the_other(world: World, meeting: MeetingOfBody) -> None:
    secretary = meeting.secretary
    args = {"question": "Bầu thư ký", "kind": "election", "options": ["Bà An", "Ông Bình"], "seats": 1}
    draft = world.must(secretary, "vote.prepare", meeting, **args)["id"]
    world.must(secretary, "vote.prepare", meeting, vote=draft, seats=2)
    assert form(world, secretary, meeting, draft)["most"] == 2
    world.must(secretary, "vote.prepare", meeting, vote=draft, kind="question")
    shown = form(world, secretary, meeting, draft)
    assert (shown["options"], shown["most"], shown["seats"]) == (["yes", "no", "not_voting"], 1, None)


def test_a_ballot_naming_too_many_is_refused_and_nothing_is_kept(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting, options=["A", "B", "C"], most=2)
    refused = error(world.run(meeting.members[0], "vote.cast", meeting, vote=vote, choice=["A", "B", "C"]))
    assert refused["fields"] == {"choice": "Phiếu chọn nhiều hơn số được chọn."}
    state = world.state(meeting.members[0], meeting)
    assert state is not None and "my_votes" not in state
