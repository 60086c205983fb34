"""Opinion slips, pure: reminders, deadlines, who is missing, and the verdict."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.ruling.rules import NAMES, Majority
from voting.slips import rules
from voting.slips.rules import Asked

NOW = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
RULES = {"tie": "chair", "quorum": {"numerator": 2, "denominator": 3}}
spans = st.timedeltas(rules.SHORTEST, rules.LONGEST)


@st.composite
def recipients(draw: st.DrawFn) -> list[Asked]:
    made = []
    for place in range(draw(st.integers(1, 40))):
        asked = draw(st.booleans()) or place == 0
        choice = draw(st.sampled_from([None, *rules.CHOICES])) if asked else None
        state = "answered" if choice else draw(st.sampled_from(["waiting", "overdue"]))
        made.append(Asked(f"p{place}", asked, state, choice))
    return made


def majority(name: str) -> Majority:
    return Majority(name, 2) if name == "at_least" else Majority(name)


@given(spans)
def test_reminders_come_in_order_before_at_and_after_the_deadline_and_never_in_the_past(span: timedelta) -> None:
    planned = rules.reminders(NOW, NOW + span)
    moments = [one.at for one in planned]
    assert moments == sorted(set(moments)) and moments[0] > NOW
    assert {one.stage for one in planned} >= {"soon", "due", "after", "again"}
    for one in planned:
        assert (one.at < NOW + span) == (one.stage in ("before", "soon"))
        assert rules.still_right(one.stage, NOW + span, one.at)
        assert one.stage in rules.STAGES


@given(spans, st.timedeltas(timedelta(0), timedelta(days=9)))
def test_a_reminder_that_comes_late_says_nothing_that_is_no_longer_so(span: timedelta, away: timedelta) -> None:
    deadline = NOW + span
    for one in rules.reminders(NOW, deadline):
        still = rules.still_right(one.stage, deadline, one.at + away)
        assert still == (one.stage in ("due", "after", "again") or one.at + away < deadline)


@given(recipients(), st.sampled_from(NAMES))
def test_the_counts_add_up_to_the_roll_whatever_was_answered(listed: list[Asked], name: str) -> None:
    ballot = rules.ballot(listed, majority(name), RULES, "p0")
    outcome = rules.judged(listed, majority(name), RULES, "p0")
    left_out = sum(not one.asked for one in listed)
    assert sum(ballot.counts.values()) + len(rules.missing(listed)) + left_out == ballot.members == len(listed)
    assert outcome.cast == sum(rules.tally(listed)[state] for state in ("answered",))
    assert sum(rules.tally(listed).values()) + left_out == len(listed)


@given(recipients(), st.sampled_from(NAMES), st.integers(0, 39))
def test_one_more_agreement_never_turns_passed_into_failed(listed: list[Asked], name: str, place: int) -> None:
    before = rules.judged(listed, majority(name), RULES, None)
    place %= len(listed)
    more = [
        Asked(one.person, True, "answered", "yes") if at == place and one.asked else one
        for at, one in enumerate(listed)
    ]
    after = rules.judged(more, majority(name), RULES, None)
    assert not (before.verdict == "passed" and after.verdict in ("not_passed", "void"))


@given(st.integers(1, 600), st.data())
def test_a_slip_passes_with_more_than_half_of_all_members_and_not_of_those_who_answered(
    members: int, data: st.DataObject
) -> None:
    yes = data.draw(st.integers(0, members))
    listed = [Asked(f"p{n}", True, "answered", "yes") if n < yes else Asked(f"p{n}") for n in range(members)]
    assert (rules.judged(listed, Majority(), RULES, None).verdict == "passed") == (2 * yes > members)


def test_a_majority_of_those_who_answered_needs_the_bodys_quorum_of_answers() -> None:
    """Else one answer of nine would decide."""
    few = [Asked("p0", True, "answered", "yes"), *(Asked(f"p{n}") for n in range(1, 9))]
    enough = [Asked(f"p{n}", True, "answered", "yes") if n < 6 else Asked(f"p{n}") for n in range(9)]
    of_cast = Majority("more_than_half_of_cast")
    assert rules.judged(few, of_cast, RULES, None).verdict == "void"
    assert rules.judged(enough, of_cast, RULES, None).verdict == "passed"


def test_on_equal_sides_the_chair_decides_where_the_bodys_rule_says_so() -> None:
    listed = [Asked("chair", True, "answered", "yes"), Asked("b", True, "answered", "no")]
    assert rules.judged(listed, Majority(), RULES, "chair").verdict == "passed"
    assert rules.judged(listed, Majority(), RULES, "b").verdict == "not_passed"
    assert rules.judged(listed, Majority(), {**RULES, "tie": "none"}, "chair").verdict == "not_passed"


@given(recipients(), st.booleans())
def test_a_slip_is_closed_before_its_deadline_only_where_everybody_has_answered(
    listed: list[Asked], early: bool
) -> None:
    deadline = NOW + timedelta(hours=1 if early else -1)
    fault = rules.close_fault(listed, deadline, NOW)
    assert (fault is None) == (not early or not rules.missing(listed))


@pytest.mark.parametrize(
    ("state", "answered", "minutes", "fault"),
    [
        ("sent", False, 5, None),
        ("sent", True, 5, None),
        ("sent", False, -5, None),
        ("sent", True, -5, "settled"),
        ("closed", False, 5, "closed"),
        ("summarised", True, -5, "closed"),
        ("cancelled", False, 5, "closed"),
    ],
)
def test_an_answer_changes_until_the_deadline_and_a_first_one_is_taken_until_the_end(
    state: str, answered: bool, minutes: int, fault: str | None
) -> None:
    assert rules.answer_fault(state, answered, NOW + timedelta(minutes=minutes), NOW) == fault


def test_an_opinion_of_ones_own_needs_its_words() -> None:
    assert rules.words_fault("other", "  ") == "words"
    assert rules.words_fault("other", "Bổ sung điều 4") is None and rules.words_fault("yes", "") is None


def test_nothing_leads_back_out_of_a_summary_or_a_cancelled_slip() -> None:
    for act, moves in rules.MOVES.items():
        assert "cancelled" not in moves and "removed" not in moves, act
        assert moves.get("summarised", "summarised") == "summarised", act


@pytest.mark.parametrize(
    ("state", "hours", "standing"),
    [("answered", -9, "answered"), ("waiting", 30, "waiting"), ("waiting", 9, "soon"), ("waiting", -1, "overdue")],
)
def test_how_ones_own_slip_stands(state: str, hours: int, standing: str) -> None:
    assert rules.standing(state, NOW + timedelta(hours=hours), NOW) == standing
