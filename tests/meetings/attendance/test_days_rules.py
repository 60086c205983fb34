"""Who came on which day of a meeting that was adjourned to another."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from meetings.attendance.days_rules import Said, Sitting, Stay, Turn, day_of, of_sitting, sittings

MORNING = datetime(2026, 11, 26, 8, tzinfo=UTC)
NOON, NEXT, LAST = MORNING + timedelta(hours=4), MORNING + timedelta(days=1), MORNING + timedelta(days=1, hours=3)
TWO_DAYS = [
    Turn("started", MORNING),
    Turn("paused", MORNING + timedelta(hours=1), MORNING + timedelta(hours=2)),
    Turn("resumed", MORNING + timedelta(hours=2)),
    Turn("paused", NOON, NEXT),
    Turn("roll_renewed", NEXT, came=frozenset("c"), went=frozenset("a")),
    Turn("resumed", NEXT),
    Turn("ended", LAST),
]


def test_a_break_within_the_day_opens_no_sitting_and_each_has_its_roll() -> None:
    one, two = sittings(TWO_DAYS, {"b", "c"})
    assert (one.begin, one.stopped, one.roll) == (MORNING, NOON, {"a", "b"})
    assert (two.begin, two.stopped, two.roll) == (NEXT, LAST, {"b", "c"})
    assert one.over == datetime(2026, 11, 27, tzinfo=UTC) and two.over is None


def test_a_meeting_that_has_not_begun_has_no_sitting() -> None:
    assert sittings([], {"a"}) == []


@given(st.lists(st.integers(0, 60 * 72), max_size=8, unique=True).map(sorted))
def test_every_stay_is_of_exactly_one_sitting(minutes: list[int]) -> None:
    held = sittings(TWO_DAYS, set())
    begins = [MORNING - timedelta(hours=2) + timedelta(minutes=one) for one in minutes]
    stays: list[Stay] = [(begin, None) for begin in begins]
    told = [of_sitting(stays, before, one) for before, one in zip([None, *held], held, strict=False)]
    assert [stay for own in told for stay in own] == stays


def test_who_comes_before_the_second_day_begins_comes_to_it() -> None:
    one, two = sittings(TWO_DAYS, set())
    early: list[Stay] = [(NEXT - timedelta(minutes=20), None)]
    assert of_sitting(early, None, one) == [] and of_sitting(early, one, two) == early


SITTING = Sitting(MORNING, NOON)


def test_who_left_on_the_day_before_and_did_not_come_again_was_away() -> None:
    assert day_of(SITTING, Said("left"), [], called=True).status == "absent"
    assert day_of(SITTING, Said("expected"), [], called=False).status == "expected"
    assert day_of(Sitting(MORNING), Said("expected"), [], called=True).status == "expected"
    assert day_of(SITTING, Said("left"), [(MORNING, NOON)], called=True).status == "left"


def test_leave_for_one_day_is_no_reason_on_another() -> None:
    asked = Said("absent", leave="granted", leave_reason="Đi họp ở Bộ", leave_until=date(2026, 11, 26))
    assert day_of(SITTING, asked, [], called=True).reason == "Đi họp ở Bộ"
    other = day_of(Sitting(NEXT, LAST), asked, [], called=True)
    assert (other.reason, other.leave) == ("", "")
