"""Phases and the notice a meeting needs."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.planning import rules

DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))


@given(st.lists(st.sampled_from(sorted(rules.MOVES)), max_size=20))
def test_a_meeting_that_is_over_stays_over(acts: list[str]) -> None:
    phase = "preparing"
    for act in acts:
        then = rules.after(act, phase)
        if phase in rules.OVER:
            assert then is None
        phase = then or phase
        assert phase in rules.PHASES


def test_only_a_published_meeting_starts() -> None:
    assert [phase for phase in rules.PHASES if rules.after("start", phase)] == ["published"]


def test_a_meeting_is_cancelled_before_its_start_only() -> None:
    assert [phase for phase in rules.PHASES if rules.after("cancel", phase)] == ["preparing", "published"]


@given(DAYS, st.integers(0, 60))
def test_working_days_are_counted_one_by_one(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    expected = sum((first + timedelta(days=n)).weekday() < 5 for n in range(1, length + 1))
    assert rules.working_days_between(first, last) == expected


@pytest.mark.parametrize(
    ("published", "meeting", "kind", "enough"),
    [
        (date(2026, 11, 23), date(2026, 11, 26), "regular", True),  # Monday to Thursday
        (date(2026, 11, 24), date(2026, 11, 26), "regular", False),
        (date(2026, 11, 20), date(2026, 11, 24), "regular", False),  # the weekend doesn't count
        (date(2026, 11, 19), date(2026, 11, 24), "regular", True),
        (date(2026, 11, 25), date(2026, 11, 26), "extraordinary", True),
        (date(2026, 11, 26), date(2026, 11, 26), "extraordinary", False),
    ],
)
def test_a_regular_session_needs_three_working_days_others_one_day(
    published: date, meeting: date, kind: str, enough: bool
) -> None:
    assert rules.notice_given(published, meeting, kind) == enough


@given(DAYS, st.sampled_from(rules.KINDS))
def test_the_last_day_for_publishing_is_the_last_one_early_enough(meeting: date, kind: str) -> None:
    last = rules.publish_by(meeting, kind)
    assert rules.notice_given(last, meeting, kind)
    assert not rules.notice_given(last + timedelta(days=1), meeting, kind)


def test_a_pause_until_another_day_is_an_adjournment() -> None:
    today = date(2026, 11, 24)
    assert rules.is_adjourned(date(2026, 12, 3), today)
    assert not rules.is_adjourned(today, today) and not rules.is_adjourned(None, today)


@pytest.mark.parametrize(
    ("held", "today", "expected"),
    [
        (["2026-11-18", "2026-10-21"], "2026-11-26", "2026-12-16"),  # four weeks apart
        (["2026-10-21", "2026-09-16"], "2026-11-26", "2026-12-30"),  # five weeks, twice: never in the past
        (["2026-11-26", "2026-10-28"], "2026-11-26", "2026-12-24"),  # 29 days: the weekday stays
        (["2026-11-18"], "2026-11-26", "2026-12-16"),  # the third Wednesday after the third Wednesday
        (["2026-10-31"], "2026-11-01", "2026-11-28"),  # no fifth Saturday: the fourth
        (["2026-11-27", "2026-11-26"], "2026-11-27", "2026-11-30"),  # day after day, not on a Saturday
        (["2026-11-27", "2026-10-23"], "2026-11-27", "2027-01-08"),  # not New Year's Day: a week later
        ([], "2026-11-26", "2026-12-03"),
    ],
)
def test_the_next_day_is_in_the_rhythm_of_the_body(held: list[str], today: str, expected: str) -> None:
    days = [date.fromisoformat(day) for day in held]
    assert rules.next_day(days, (), date.fromisoformat(today)) == date.fromisoformat(expected)


@given(st.lists(DAYS, max_size=6), st.lists(DAYS, max_size=6), DAYS)
def test_the_next_day_is_to_come_and_free(held: list[date], taken: list[date], today: date) -> None:
    day = rules.next_day(held, taken, today)
    assert day > today and day not in taken and day not in held


@pytest.mark.parametrize(
    ("title", "then"),
    [
        ("Phiên họp thường kỳ tháng 11 năm 2026 của UBND tỉnh", "Phiên họp thường kỳ tháng 1 năm 2027 của UBND tỉnh"),
        ("Giao ban tháng 11/2026", "Giao ban tháng 1/2027"),
        ("Giao ban Tháng 11", "Giao ban Tháng 1"),
        ("Sơ kết quý IV năm 2026", "Sơ kết quý I năm 2027"),
        ("Sơ kết Quý 4/2026", "Sơ kết Quý 1/2027"),
        ("Phiên họp tổng kết năm 2026", "Phiên họp tổng kết năm 2027"),
        ("Sơ kết tháng 10 năm 2026", "Sơ kết tháng 10 năm 2026"),  # the month before: what it is about
        ("Sơ kết quý III năm 2026", "Sơ kết quý III năm 2026"),
        ("Họp về kế hoạch năm 2025", "Họp về kế hoạch năm 2025"),
        ("Họp chuẩn bị tháng 11 năm 2025", "Họp chuẩn bị tháng 11 năm 2025"),
        ("Kế hoạch 11 tháng 2026", "Kế hoạch 11 tháng 2026"),
        ("Phiên họp ngày 5 tháng 11 năm 2026", "Phiên họp ngày 5 tháng 11 năm 2026"),  # a day, not a month
        ("Phiên họp bất thường", "Phiên họp bất thường"),
    ],
)
def test_a_title_like_an_earlier_one_names_the_new_month_quarter_and_year(title: str, then: str) -> None:
    assert rules.titled(rules.dated(title, date(2026, 11, 27)), date(2027, 1, 8)) == then


@given(DAYS, DAYS)
def test_a_title_of_its_own_month_comes_back_on_the_day_it_was_of(day: date, other: date) -> None:
    title = f"Phiên họp thường kỳ tháng {day.month} năm {day.year}"
    pattern = rules.dated(title, day)
    assert rules.titled(pattern, day) == title
    assert rules.titled(pattern, other) == f"Phiên họp thường kỳ tháng {other.month} năm {other.year}"
