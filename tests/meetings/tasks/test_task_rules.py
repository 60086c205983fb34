"""Deadlines and their reminders."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from meetings.tasks import rules

days = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@given(days, days)
def test_an_open_task_is_overdue_this_week_or_later(due: date, today: date) -> None:
    group = rules.group("open", due, None, today)
    assert (group == "overdue") == (due < today)
    assert (group == "this_week") == (today <= due <= rules.end_of_week(today))


@given(days)
def test_a_week_ends_on_its_sunday(today: date) -> None:
    end = rules.end_of_week(today)
    assert end.weekday() == 6 and 0 <= (end - today).days < 7


@given(days, days, days)
def test_what_was_reported_in_time_is_never_overdue(due: date, reported: date, today: date) -> None:
    late = rules.group("reported", due, reported, today) == "overdue"
    assert late == (reported > due)


def test_what_was_done_long_ago_is_not_shown() -> None:
    today = date(2026, 11, 26)
    assert rules.group("done", None, today - timedelta(days=14), today) == "just_done"
    assert rules.group("done", None, today - timedelta(days=15), today) is None
    assert rules.group("open", None, None, today) == "later"


@given(days, st.integers(0, 400), days)
def test_reminders_come_before_the_day_and_after_the_giving(given_on: date, length: int, today: date) -> None:
    due = given_on + timedelta(days=length)
    stops = rules.stops(given_on, due, today)
    assert [stop.kind for stop in stops][-2:] == ["due", "escalate"]
    assert all(given_on <= stop.day < due for stop in stops if stop.kind == "remind")
    assert [stop.day for stop in stops] == sorted(stop.day for stop in stops)
    assert all(stop.past == (stop.day <= today) for stop in stops)
    first, last = rules.span(given_on, due, today)
    assert all(6 <= rules.place(day, first, last) <= 94 for day in (*[stop.day for stop in stops], today))


@given(days, days)
def test_the_leader_hears_of_a_task_only_two_days_late(due: date, today: date) -> None:
    assert rules.before_the_leader("open", due, today) == ((today - due).days >= 2)
    assert not rules.before_the_leader("reported", due, today)
    assert rules.before_the_assignee("open", due, today) == ((due - today).days <= 7)


@given(st.lists(st.tuples(st.one_of(st.none(), days), days)))
def test_on_time_is_counted_by_the_day_of_the_report(finished: list[tuple[date | None, date]]) -> None:
    good, all_ = rules.counted_on_time(finished)
    assert all_ == len(finished) and good == sum(due is None or day <= due for due, day in finished)


def test_a_deadline_is_a_day_from_today_on() -> None:
    today = date(2026, 11, 26)
    faults = [
        rules.due_fault(text, today) for text in ("2026-11-26", "2026-11-25", "26/11/2026", "20261126", "2099-01-01")
    ]
    assert faults == [None, "past", "form", "form", "far"]


@given(st.lists(st.integers(6, 94), max_size=5).map(sorted))
def test_marks_on_the_rail_keep_their_order_and_never_touch(places: list[int]) -> None:
    apart = rules.spread(places)
    assert all(after - before >= 14 for before, after in pairwise(apart))
    assert all(place <= 94 for place in apart) and len(apart) == len(places)
