"""The queue and the clock, as the chair knows them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.speaking import rules
from meetings.speaking.rules import Clock, Waiting

NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
PEOPLE = "abcdefgh"


@st.composite
def joining(draw: st.DrawFn) -> list[Waiting]:
    """Requests in the order in which they come in."""
    kinds = draw(st.lists(st.sampled_from(rules.KINDS), max_size=12))
    return [
        Waiting(f"s{n}", draw(st.sampled_from(PEOPLE)), kind, draw(st.booleans()), NOW + timedelta(seconds=n))
        for n, kind in enumerate(kinds)
    ]


def queue_of(requests: list[Waiting]) -> list[Waiting]:
    queue: list[Waiting] = []
    for one in requests:
        queue = rules.join(queue, one)
    return queue


def lane(one: Waiting) -> tuple[bool, bool, datetime]:
    return (one.kind != "point_of_order", one.spoken and one.kind != "point_of_order", one.asked)


@given(joining())
def test_points_of_order_come_first_then_first_time_speakers_then_time(requests: list[Waiting]) -> None:
    assert queue_of(requests) == sorted(requests, key=lane)


@given(joining(), joining())
def test_nobody_who_waits_changes_places_when_another_joins(first: list[Waiting], more: list[Waiting]) -> None:
    queue = queue_of(first)
    for n, one in enumerate(more):
        joined = rules.join(queue, Waiting(f"m{n}", one.person, one.kind, one.spoken, NOW + timedelta(hours=1)))
        assert [other for other in joined if other in queue] == queue
        queue = joined


@given(joining(), st.data())
def test_the_chairs_own_order_always_wins(requests: list[Waiting], data: st.DataObject) -> None:
    queue = queue_of(requests)
    if not queue:
        return
    moved = data.draw(st.sampled_from(queue))
    after = data.draw(st.sampled_from([None, *[one.id for one in queue if one.id != moved.id]]))
    queue = rules.move(queue, moved.id, after)
    ids = [one.id for one in queue]
    assert ids.index(moved.id) == (0 if after is None else ids.index(after) + 1)
    late = rules.join(queue, Waiting("late", "z", "speech", False, NOW + timedelta(hours=1)))
    assert [one.id for one in late].index("late") > [one.id for one in late].index(moved.id)
    assert sorted(ids) == sorted(one.id for one in requests)


@given(joining(), st.sampled_from(PEOPLE))
def test_whoever_has_spoken_waits_behind_those_who_have_not(requests: list[Waiting], speaker: str) -> None:
    queue = rules.heard(queue_of(requests), speaker)
    assert all(one.spoken for one in queue if one.person == speaker)
    assert queue == sorted(queue, key=lane)


def test_moving_somebody_who_does_not_wait_is_an_error() -> None:
    queue = [Waiting("a", "p", "speech", False, NOW)]
    for id, after in (("b", None), ("a", "a"), ("a", "b")):
        with pytest.raises(ValueError):
            rules.move(queue, id, after)


@given(st.lists(st.integers(0, 600), min_size=1, max_size=8), st.lists(st.integers(0, 600), max_size=8))
def test_a_clock_counts_what_was_spoken_and_not_the_breaks(spoken: list[int], breaks: list[int]) -> None:
    clock, now = Clock(limit=300), NOW
    for n, seconds in enumerate(spoken):
        clock = clock.running(now)
        now += timedelta(seconds=seconds)
        clock = clock.stopped(now)
        now += timedelta(seconds=breaks[n] if n < len(breaks) else 0)
    assert clock.seconds == sum(spoken)
    assert clock.left(now) == 300 - sum(spoken)


@given(st.integers(1, 3600), st.integers(0, 3600))
def test_an_added_minute_is_a_minute(seconds: int, spoken: int) -> None:
    clock = Clock(started_at=NOW, limit=300)
    later = NOW + timedelta(seconds=spoken)
    assert clock.extended(seconds).left(later) == clock.left(later) + seconds


@given(st.integers(1, 3600), st.integers(30, 3600), st.integers(0, 7200))
def test_time_given_by_mistake_is_taken_back_but_never_what_is_used(seconds: int, limit: int, spoken: int) -> None:
    clock, later = Clock(started_at=NOW, limit=limit), NOW + timedelta(seconds=spoken)
    shortened = clock.extended(seconds).shortened(seconds, later)
    assert shortened.limit == max(limit, min(spoken, limit + seconds))
    assert clock.shortened(seconds, later).left(later) == min(clock.left(later), max(0, clock.left(later) - seconds))


def test_a_clock_put_back_takes_nothing_away() -> None:
    assert Clock(seconds=40, started_at=NOW).spoken(NOW - timedelta(hours=1)) == 40


@given(st.lists(st.integers(30, 600), max_size=6))
def test_the_wait_is_what_is_left_to_the_speaker_and_the_time_of_those_before(before: list[int]) -> None:
    floor = Clock(started_at=NOW, limit=300)
    assert rules.estimated_wait(floor, before, NOW + timedelta(seconds=100)) == 200 + sum(before)
    assert rules.estimated_wait(floor, before, NOW + timedelta(seconds=900)) == sum(before)
    assert rules.estimated_wait(None, before, NOW) == sum(before)


def test_a_locked_list_still_takes_a_point_of_order() -> None:
    assert [rules.queue_open(kind, "locked") for kind in rules.KINDS] == [False, False, True]


def test_who_may_be_called() -> None:
    assert rules.may_be_called("in_progress", "waiting", True, "i", "i") is None
    assert rules.may_be_called("paused", "waiting", True, "i", "i") == "phase"
    assert rules.may_be_called("in_progress", "finished", True, "i", "i") == "finished"
    assert rules.may_be_called("in_progress", "waiting", False, "i", "i") == "away"
    assert rules.may_be_called("in_progress", "waiting", True, "i", "j") == "other_item"


def test_speaking_time_is_set_within_reason() -> None:
    assert [rules.limit_fault(value) for value in (300, 29, "300", True)] == [None, "range", "form", "form"]
