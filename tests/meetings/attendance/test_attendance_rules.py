"""Quorum, the time for checking in, marks, replies and leave."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.attendance import rules
from meetings.attendance.rules import Mark

START = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
MOMENTS = st.integers(-10_000, 10_000).map(lambda minutes: START + timedelta(minutes=minutes))


@given(st.integers(0, 6000), st.integers(0, 6000))
def test_two_thirds_of_all_members_are_needed(present: int, members: int) -> None:
    found = rules.quorum(present, members)
    assert found.met == (members > 0 and 3 * present >= 2 * members)
    assert found.needed == -(-2 * members // 3)
    assert found.met == (members > 0 and present >= found.needed)


@pytest.mark.parametrize(("members", "needed"), [(7, 5), (23, 16), (95, 64), (1, 1), (3, 2)])
def test_the_quorum_of_known_bodies(members: int, needed: int) -> None:
    assert rules.quorum(0, members).needed == needed
    assert rules.quorum(needed, members).met
    assert not rules.quorum(needed - 1, members).met


@given(st.integers(1, 1000), st.integers(1, 1000), st.integers(0, 5000), st.integers(1, 5000))
def test_any_fraction_a_body_sets_is_counted_in_whole_numbers(part: int, whole: int, here: int, members: int) -> None:
    rule = {"numerator": part, "denominator": whole}
    assert (rules.quorum_fault(rule) is None) == (part <= whole)
    found = rules.quorum(here, members, rule)
    assert found.met == (here >= found.needed) == (here * whole >= part * members)


@pytest.mark.parametrize("value", [None, 2, "2/3", {}, {"numerator": 2}, {"numerator": 0.5, "denominator": 1}])
def test_a_quorum_that_is_no_fraction_is_refused(value: object) -> None:
    assert rules.quorum_fault(value) == "form"


def test_a_quorum_of_more_than_all_or_of_nothing_is_refused() -> None:
    assert rules.quorum_fault({"numerator": 4, "denominator": 3}) == "range"
    assert rules.quorum_fault({"numerator": 0, "denominator": 3}) == "range"
    assert rules.quorum_fault({"numerator": True, "denominator": 3}) == "form"


def test_an_empty_body_is_never_quorate() -> None:
    assert not rules.quorum(0, 0).met


@given(st.sampled_from(["preparing", "published", "in_progress", "paused", "ended", "cancelled"]), MOMENTS)
def test_checking_in_is_open_from_thirty_minutes_before_until_the_end(phase: str, now: datetime) -> None:
    early = now < START - timedelta(minutes=30)
    expected = phase in ("in_progress", "paused") or (phase == "published" and not early)
    assert rules.check_in_open(phase, START, now) == expected


@given(st.lists(st.tuples(st.sampled_from(rules.STATUSES), st.integers(0, 300)), max_size=10))
def test_arrival_is_the_first_one_and_leaving_is_forgotten_on_return(steps: list[tuple[str, int]]) -> None:
    mark, now = Mark("expected"), START
    arrived: datetime | None = None
    for status, minutes in steps:
        now += timedelta(minutes=minutes)
        before = mark
        mark = rules.marked(mark, status, now)
        if status == before.status:
            assert mark is before
            continue
        if status in rules.HERE:
            arrived = arrived or now
            assert mark.left_at is None
        elif status != "left":
            arrived = None
        assert mark.status == status
        assert mark.arrived_at == arrived
        assert (mark.at is None) == (status == "expected")


def test_replies_and_substitutes_end_with_the_start() -> None:
    assert [
        phase for phase in ("preparing", "published", "in_progress", "paused", "ended") if rules.reply_open(phase)
    ] == ["published"]


def test_leave_is_asked_once_and_again_only_after_a_refusal() -> None:
    assert [leave for leave in ("", "asked", "granted", "refused") if rules.may_ask_leave(leave)] == [
        "",
        "refused",
    ]
    assert [leave for leave in ("", "asked", "granted", "refused") if rules.may_settle_leave(leave)] == ["asked"]


def test_a_leave_ends_after_it_begins() -> None:
    assert rules.leave_span_fault(START, START)
    assert rules.leave_span_fault(START, START - timedelta(minutes=1))
    assert not rules.leave_span_fault(START, START + timedelta(minutes=1))
    assert not rules.leave_span_fault(None, START) and not rules.leave_span_fault(START, None)


def test_only_members_are_replaced() -> None:
    assert rules.can_be_replaced("member", True)
    for capacity, on_roll in (("chair", True), ("secretary", True), ("guest", False), ("substitute", False)):
        assert not rules.can_be_replaced(capacity, on_roll)
