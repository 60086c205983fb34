"""The queue and the clock, as the chair knows them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.speaking import rules
from meetings.speaking.rules import Clock, Waiting

NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
PEOPLE = "abcdefgh"
GROUPS = ("", "Tổ 1", "Tổ 2")


@st.composite
def joining(draw: st.DrawFn) -> list[Waiting]:
    """Requests in the order in which they come in."""
    kinds = draw(st.lists(st.sampled_from(rules.KINDS), max_size=12))
    return [
        Waiting(
            f"s{n}",
            draw(st.sampled_from(PEOPLE)),
            kind,
            draw(st.booleans()),
            NOW + timedelta(seconds=n),
            seconds=draw(st.sampled_from([0, 0, 60, 200])),
            group=draw(st.sampled_from(GROUPS)),
        )
        for n, kind in enumerate(kinds)
    ]


def orders() -> st.SearchStrategy[rules.Order]:
    """Any rule, with groups that have spoken before and groups that have used up their time."""
    return st.builds(
        rules.Order,
        st.sampled_from(rules.ORDERS),
        st.dictionaries(st.sampled_from(GROUPS), st.integers(0, 900).map(lambda ago: NOW - timedelta(seconds=ago))),
        st.frozensets(st.sampled_from(GROUPS), max_size=2),
    )


def queue_of(requests: list[Waiting], order: rules.Order = rules.HOUSE) -> list[Waiting]:
    queue: list[Waiting] = []
    for one in requests:
        queue = rules.join(queue, one, order)
    return queue


def by_rule(order: rules.Order) -> Callable[[Waiting], Any]:
    return lambda one: (one.asked,) if one.kind == "point_of_order" else rules.rank(one, order)


@given(joining(), st.sampled_from([name for name in rules.ORDERS if name != "groups"]))
def test_points_of_order_come_first_then_questions_then_the_list_by_its_rule(requests: list[Waiting], by: str) -> None:
    order = rules.Order(by)
    queue = queue_of(requests, order)
    assert [rules.LANES[one.kind] for one in queue] == sorted(rules.LANES[one.kind] for one in queue)
    assert queue == sorted(requests, key=lambda one: (rules.LANES[one.kind], by_rule(order)(one)))


@pytest.mark.parametrize(
    ("by", "expected"), [("arrival", "abc"), ("first_time", "bca"), ("least_time", "cba"), ("groups", "acb")]
)
def test_what_each_rule_says(by: str, expected: str) -> None:
    """Three have asked in turn: the first has spoken on this item, the second on another and longer; two are of a group."""
    asked = [
        Waiting("1", "a", "speech", True, NOW, seconds=90, group="Tổ 1"),
        Waiting("2", "b", "speech", False, NOW + timedelta(seconds=1), seconds=60, group="Tổ 1"),
        Waiting("3", "c", "speech", False, NOW + timedelta(seconds=2), group="Tổ 2"),
    ]
    assert "".join(one.person for one in queue_of(asked, rules.Order(by))) == expected


@given(joining(), joining(), orders())
def test_nobody_who_waits_changes_places_when_another_joins(
    first: list[Waiting], more: list[Waiting], order: rules.Order
) -> None:
    queue = queue_of(first, order)
    for n, one in enumerate(more):
        later = replace(one, id=f"m{n}", asked=NOW + timedelta(hours=1, seconds=n))
        joined = rules.join(queue, later, order)
        assert [other for other in joined if other in queue] == queue
        queue = joined


@given(joining(), orders(), orders(), st.data())
def test_the_chairs_own_order_always_wins(
    requests: list[Waiting], order: rules.Order, other: rules.Order, data: st.DataObject
) -> None:
    queue = queue_of(requests, order)
    if not queue:
        return
    moved = data.draw(st.sampled_from(queue))
    after = data.draw(st.sampled_from([None, *[one.id for one in queue if one.id != moved.id]]))
    queue = rules.move(queue, moved.id, after)
    ids = [one.id for one in queue]
    assert ids.index(moved.id) == (0 if after is None else ids.index(after) + 1)
    late = rules.join(queue, Waiting("late", "z", "speech", False, NOW + timedelta(hours=1)), order)
    assert [one.id for one in late].index("late") > [one.id for one in late].index(moved.id)
    assert sorted(ids) == sorted(one.id for one in requests)
    assert [one.id for one in rules.settle(queue, other)].index(moved.id) == ids.index(moved.id)


@given(joining(), orders(), orders())
def test_another_rule_orders_the_list_anew_as_if_it_had_always_held(
    requests: list[Waiting], before: rules.Order, after: rules.Order
) -> None:
    points = [one for one in requests if one.kind == "point_of_order"]
    settled = rules.settle(queue_of(requests, before), after)
    assert settled == queue_of(requests, after) == rules.settle(settled, after)
    assert settled[: len(points)] == points


@given(joining(), orders(), orders(), st.sets(st.integers(0, 11)))
def test_nobody_passes_whom_the_chair_has_placed(
    requests: list[Waiting], before: rules.Order, after: rules.Order, placed: set[int]
) -> None:
    queue = [replace(one, placed=n in placed) for n, one in enumerate(queue_of(requests, before))]
    settled = rules.settle(queue, after)
    for at, one in enumerate(queue):
        if one.fixed:
            assert settled[at] == one
            assert {other.id for other in settled[:at]} == {other.id for other in queue[:at]}


@given(joining())
def test_groups_take_turns(requests: list[Waiting]) -> None:
    speeches = [replace(one, kind="speech") for one in requests]
    queue = queue_of(speeches, rules.Order("groups"))
    left = Counter(one.group for one in queue)
    for one, following in pairwise(queue):
        left[one.group] -= 1
        if one.group == following.group:
            assert sum(count > 0 for group, count in left.items() if group != one.group) == 0


def test_the_group_that_has_waited_longest_has_the_next_turn() -> None:
    queue = [
        Waiting(str(n), str(n), "speech", False, NOW + timedelta(seconds=n), group=group)
        for n, group in enumerate(["Tổ 1", "Tổ 2", "Tổ 3"])
    ]
    turns = {"Tổ 1": NOW - timedelta(minutes=1), "Tổ 2": NOW - timedelta(minutes=9)}
    order = rules.Order("groups", turns)
    assert [one.group for one in rules.settle(queue, order)] == ["Tổ 3", "Tổ 2", "Tổ 1"]
    spent = replace(order, spent=frozenset({"Tổ 3"}))
    assert [one.group for one in rules.settle(queue, spent)] == ["Tổ 2", "Tổ 1", "Tổ 3"]


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


STRETCHES = json.loads((Path(__file__).parents[2] / "js" / "stretches.json").read_text())
"""Told to the browser's twin of this rule as well."""


@pytest.mark.parametrize("case", STRETCHES, ids=lambda case: case["says"])
def test_a_list_counts_what_is_spoken_until_now(case: dict[str, Any]) -> None:
    def at(ago: float | None) -> datetime | None:
        return None if ago is None else NOW - timedelta(seconds=ago)

    told = [(one["person"], Clock(one["seconds"], at(one["running"]))) for one in case["speeches"]]
    assert rules.counted(told, NOW) == case["counted"]


@given(st.lists(st.tuples(st.sampled_from(PEOPLE), st.integers(0, 7200))), st.integers(0, 7200), st.integers(0, 7200))
def test_what_runs_counts_as_it_will_when_it_is_over(spoken: list[tuple[str, int]], before: int, runs: int) -> None:
    over = [(person, Clock(seconds)) for person, seconds in spoken]
    running = Clock(before, NOW - timedelta(seconds=runs))
    counted = rules.counted([*over, ("a", running)], NOW)
    assert counted == rules.counted([*over, ("a", running.stopped(NOW))], NOW)
    assert sum(counted.values()) == sum(seconds for _person, seconds in spoken) + before + runs


@given(joining(), orders(), orders())
def test_a_list_that_time_has_changed_is_in_order_again_when_somebody_joins(
    requests: list[Waiting], before: rules.Order, after: rules.Order
) -> None:
    late = Waiting("late", "z", "speech", False, NOW + timedelta(hours=1))
    timed = replace(after, by="least_time")
    queue = queue_of(requests, before)
    assert rules.join(queue, late, timed) == rules.settle([*queue, late], timed)
