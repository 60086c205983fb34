"""Phases and the notice a meeting needs."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.planning import rules
from meetings.planning.holidays_rules import holiday

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
def test_working_days_are_counted_one_by_one_without_public_holidays(first: date, length: int) -> None:
    days = [first + timedelta(days=n) for n in range(length + 1)]
    counted = [rules.working_days_between(first, day) for day in days]
    assert counted[0] == 0
    for day, before, after in zip(days[1:], counted, counted[1:], strict=False):
        assert after - before == (0 if day.weekday() >= 5 or holiday(day) else 1)


@pytest.mark.parametrize(
    ("published", "meeting", "kind", "enough"),
    [
        (date(2026, 10, 19), date(2026, 10, 22), "regular", True),  # Monday to Thursday
        (date(2026, 10, 20), date(2026, 10, 22), "regular", False),
        (date(2026, 10, 16), date(2026, 10, 20), "regular", False),  # the weekend doesn't count
        (date(2026, 10, 15), date(2026, 10, 20), "regular", True),
        (date(2026, 4, 27), date(2026, 5, 4), "regular", True),
        (date(2026, 4, 28), date(2026, 5, 4), "regular", False),  # 30 April and 1 May are free
        (date(2026, 10, 21), date(2026, 10, 22), "extraordinary", True),
        (date(2026, 10, 22), date(2026, 10, 22), "extraordinary", False),
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
    now = datetime(2026, 11, 24, 23, 50)
    assert rules.is_adjourned(datetime(2026, 12, 3, 8), now)
    assert rules.is_adjourned(datetime(2026, 11, 25, 8), now)
    assert not rules.is_adjourned(datetime(2026, 11, 25, 0, 15), now), "a break over midnight"
    assert not rules.is_adjourned(datetime(2026, 11, 24, 23, 59), now) and not rules.is_adjourned(None, now)


MINUTES = st.integers(0, 5 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


@given(MINUTES, MINUTES)
def test_after_an_adjournment_nobody_sits_until_midnight_and_in_a_break_everybody_does(
    away: timedelta, later: timedelta
) -> None:
    at = datetime(2026, 11, 24, 16, 30)
    found = rules.has_gone_home(at, at + away, at + later)
    assert found == (rules.is_adjourned(at + away, at) and later < timedelta(hours=7, minutes=30))
    assert not rules.has_gone_home(at, None, at + later)


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
    assert rules.next_day(days, (), date.fromisoformat(today)).day == date.fromisoformat(expected)


@given(st.lists(DAYS, max_size=6), st.lists(DAYS, max_size=6), DAYS)
def test_the_next_day_is_to_come_and_free(held: list[date], taken: list[date], today: date) -> None:
    day = rules.next_day(held, taken, today).day
    assert day > today and day not in taken and day not in held and not holiday(day)


@pytest.mark.parametrize(
    ("held", "today", "day", "instead"),
    [
        (["2026-12-10", "2026-10-15"], "2026-12-20", "2027-02-11", "2027-02-04"),  # 29 Tết: a week later
        (["2027-01-10", "2026-12-13"], "2027-01-20", "2027-02-14", "2027-02-07"),  # Mùng hai, a Sunday
        (["2027-02-02", "2027-02-01"], "2027-02-03", "2027-02-11", "2027-02-04"),  # day after day: the first after Tết
        (["2026-12-30", "2026-12-02"], "2027-01-05", "2027-01-27", None),
    ],
)
def test_no_meeting_is_proposed_for_tet(held: list[str], today: str, day: str, instead: str | None) -> None:
    proposed = rules.next_day([date.fromisoformat(one) for one in held], (), date.fromisoformat(today))
    assert proposed.day == date.fromisoformat(day)
    assert proposed.instead == (date.fromisoformat(instead) if instead else None)


def test_one_that_was_moved_because_of_tet_and_is_planned_already_needs_no_reason_the_next_time() -> None:
    held, moved = [date(2026, 12, 10), date(2026, 10, 15)], date(2027, 2, 11)
    assert rules.next_day(held, [moved], date(2026, 12, 20)) == rules.NextDay(date(2027, 4, 8))


@given(DAYS)
def test_without_a_rhythm_a_working_day_in_a_week_is_proposed(today: date) -> None:
    proposed = rules.in_a_week(today)
    assert proposed.day >= today + timedelta(weeks=1)
    assert proposed.day.weekday() < 5 and not holiday(proposed.day)
    between = range(7, (proposed.day - today).days)
    free = [today + timedelta(days=n) for n in between]
    assert all(day.weekday() >= 5 or holiday(day) for day in free)


@pytest.mark.parametrize(
    ("day", "vietnamese", "english"),
    [
        (date(2027, 2, 6), "Tết Nguyên Đán", "Lunar New Year"),
        (date(2026, 2, 17), "Tết Nguyên Đán", "Lunar New Year"),
        (date(2027, 4, 16), "Ngày Giỗ Tổ Hùng Vương", "Hung Kings' Commemoration Day"),
        (date(2027, 9, 2), "Quốc khánh", "National Day"),
        (date(2027, 5, 3), "Ngày Quốc tế Lao động (nghỉ bù)", "International Labor Day (observed)"),
        (date(2027, 2, 12), "", ""),
    ],
)
def test_public_holidays_are_known_by_name_the_moons_among_them(day: date, vietnamese: str, english: str) -> None:
    assert (holiday(day), holiday(day, "en")) == (vietnamese, english)


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
