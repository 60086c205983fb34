"""Who has been heard and who has not."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from meetings.participation import rules
from meetings.participation.rules import Line, Mark

marks = st.one_of(
    st.builds(lambda s: Mark("spoken", s), st.integers(0, 3000)),
    st.sampled_from([Mark("silent"), Mark("waiting"), Mark("absent"), rules.NONE]),
)


@st.composite
def tables(draw: st.DrawFn) -> list[Line]:
    meetings = draw(st.integers(0, 9))
    people = draw(st.integers(0, 12))
    row = st.lists(marks, min_size=meetings, max_size=meetings)
    return [Line(f"p{n}", tuple(draw(row))) for n in range(people)]


def share(line: Line) -> Fraction:
    return Fraction(line.spoken, line.attended)


@given(tables())
def test_least_heard_comes_first_and_nobody_is_lost(lines: list[Line]) -> None:
    ordered = rules.least_heard_first(lines)
    assert sorted(line.person for line in ordered) == sorted(line.person for line in lines)
    judged = [line for line in ordered if rules.enough(line.attended)]
    assert ordered[: len(judged)] == judged
    assert [share(line) for line in judged] == sorted(share(line) for line in judged)


@given(tables())
def test_whoever_never_spoke_heads_the_list_the_longest_silence_first(lines: list[Line]) -> None:
    ordered = rules.least_heard_first(lines)
    silent = [line for line in ordered if rules.never_heard(line)]
    assert ordered[: len(silent)] == silent
    assert [line.attended for line in silent] == sorted((line.attended for line in silent), reverse=True)


@given(tables())
def test_absence_never_counts_against_anybody(lines: list[Line]) -> None:
    for line in lines:
        longer = Line(line.person, (*line.marks, Mark("absent"), rules.NONE))
        assert (longer.attended, longer.spoken, longer.seconds) == (line.attended, line.spoken, line.seconds)
        assert rules.never_heard(longer) == rules.never_heard(line)


@given(tables(), st.data())
def test_the_places_together_are_the_meetings(lines: list[Line], data: st.DataObject) -> None:
    names = st.sampled_from(["", "Xã Tân Lập", "Xã Đồi Thông"])
    where = {(line.person, place): data.draw(names) for line in lines for place in range(len(line.marks))}
    found = rules.by_place(lines, {key: name for key, name in where.items() if name})
    assert sum(one.attended for one in found) == sum(line.attended for line in lines)
    assert sum(one.spoken for one in found) == sum(line.spoken for line in lines)
    assert sum(one.seconds for one in found) == sum(line.seconds for line in lines)
    assert [one.name for one in found] == sorted({one.name for one in found})
    for one in found:
        own = [mark for line in lines for place, mark in enumerate(line.marks) if where[line.person, place] == one.name]
        assert one.seconds == sum(mark.seconds for mark in own)
        assert one.spoken == sum(mark.kind == "spoken" for mark in own) <= one.attended


@given(tables())
def test_the_few_with_over_half_of_the_time_are_as_few_as_can_be(lines: list[Line]) -> None:
    total = sum(line.seconds for line in lines)
    few = rules.over_half(lines)
    assert 2 * sum(line.seconds for line in few) > total or (total == 0 and not few)
    assert not few or 2 * sum(line.seconds for line in few[:-1]) <= total


@given(tables())
def test_those_not_called_are_counted_once_each(lines: list[Line]) -> None:
    people, places = rules.not_called(lines)
    assert people == len([line for line in lines if Mark("waiting") in line.marks])
    assert bool(places) == bool(people)


@given(st.booleans(), st.one_of(st.none(), st.integers(0, 900)), st.booleans())
def test_whoever_spoke_was_there(attended: bool, seconds: int | None, asked: bool) -> None:
    kind = rules.mark(attended, seconds, asked).kind
    assert (kind == "spoken") == (seconds is not None)
    assert (kind == "waiting") == (seconds is None and attended and asked)
    assert (kind == "absent") == (seconds is None and not attended)


@given(st.lists(st.integers(0, 5000), min_size=1))
def test_half_are_at_or_under_the_median(values: list[int]) -> None:
    middle = rules.median(values)
    assert 2 * sum(value <= middle for value in values) >= len(values) - (len(values) % 2 == 0)
    assert min(values) <= middle <= max(values)


@given(st.integers(60, 3600), st.integers(60, 3600))
def test_a_dots_area_is_the_time_spoken(seconds: int, longest: int) -> None:
    seconds, longest = sorted((seconds, longest))
    wide = rules.diameter(seconds, longest, widest=3200, least=0)
    assert abs(wide * wide / 3200**2 - seconds / longest) < 0.001


def test_under_three_meetings_nothing_is_said() -> None:
    two, three = Line("a", (Mark("silent"),) * 2), Line("b", (Mark("silent"),) * 3)
    assert not rules.never_heard(two) and rules.never_heard(three)
    assert rules.least_heard_first([two, three]) == [three, two]


@given(st.lists(marks, max_size=12))
def test_long_silence_counts_back_from_the_last_meeting_attended(row: list[Mark]) -> None:
    line = Line("p", tuple(row))
    attended = [mark for mark in row if mark.kind not in ("absent", "none")]
    assert 0 <= line.silent <= line.attended
    assert all(mark.kind != "spoken" for mark in attended[len(attended) - line.silent :])
    assert line.silent == line.attended or attended[-line.silent - 1].kind == "spoken"
    assert line.spoken > 0 or line.silent == line.attended
