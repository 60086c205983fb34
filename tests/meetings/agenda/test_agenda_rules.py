"""The order of items and the time they take."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.agenda import rules
from meetings.agenda.rules import Progress

START = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
ORDERS = st.lists(st.integers(0, 50).map(str), min_size=1, max_size=12, unique=True)


@given(ORDERS, st.data())
def test_moving_keeps_every_item_and_the_order_of_the_others(ids: list[str], data: st.DataObject) -> None:
    item = data.draw(st.sampled_from(ids))
    others = [id for id in ids if id != item]
    after = data.draw(st.none() | st.sampled_from(others)) if others else None
    found = rules.moved(ids, item, after)
    assert [id for id in found if id != item] == others
    place = found.index(item)
    assert (found[place - 1] if place else None) == after
    assert sorted(rules.renumbered(found).values()) == list(range(1, len(ids) + 1))


@given(ORDERS)
def test_an_item_is_not_moved_after_itself_or_something_unknown(ids: list[str]) -> None:
    for item, after in ((ids[0], ids[0]), ("unknown", None), (ids[0], "unknown")):
        with pytest.raises(ValueError, match="unknown"):
            rules.moved(ids, item, after)


@given(
    st.lists(
        st.tuples(st.sampled_from(["begun", "finished", "halted", "resumed"]), st.integers(0, 4000)),
        max_size=12,
    )
)
def test_only_running_time_is_counted(steps: list[tuple[str, int]]) -> None:
    item, now, used, running = Progress(), START, 0, False
    for act, seconds in steps:
        now += timedelta(seconds=seconds)
        used += seconds if running else 0
        item = getattr(rules, act)(item, now)
        running = item.started_at is not None
        assert not running or item.state == "current"
        shown = item.seconds_used + (int((now - item.started_at).total_seconds()) if item.started_at else 0)
        assert shown == used


def test_a_done_item_taken_up_again_goes_on_counting() -> None:
    item = rules.finished(rules.begun(Progress(), START), START + timedelta(seconds=90))
    assert (item.state, item.seconds_used) == ("done", 90)
    again = rules.begun(item, START + timedelta(seconds=200))
    assert (again.state, again.seconds_used, again.finished_at) == ("current", 90, None)
    assert rules.finished(again, START + timedelta(seconds=230)).seconds_used == 120


def test_what_was_taken_up_stays_on_the_agenda() -> None:
    assert rules.may_be_removed("waiting", 0)
    assert not rules.may_be_removed("waiting", 5)
    assert not rules.may_be_removed("current", 0) and not rules.may_be_removed("done", 0)


def test_the_agenda_is_arranged_until_the_end() -> None:
    phases = ["preparing", "published", "in_progress", "paused", "ended", "cancelled"]
    assert [phase for phase in phases if rules.may_be_arranged(phase)] == phases[:4]
