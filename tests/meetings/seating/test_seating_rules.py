"""Plans of rooms, and how their seats are filled."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from meetings.seating import rules
from meetings.seating.rules import Plan

plans = st.builds(
    Plan,
    st.sampled_from(rules.SHAPES),
    st.integers(0, rules.MOST_AT_HEAD),
    st.lists(st.integers(1, 40), max_size=12).map(tuple),
).filter(lambda plan: rules.plan_fault(plan) is None)
people = st.lists(st.text("abcdefgh", min_size=1, max_size=3), unique=True, max_size=60)


@st.composite
def halls(draw: st.DrawFn) -> tuple[Plan, dict[str, int], list[str]]:
    """A plan, who sits already, and everybody."""
    plan, everybody = draw(plans), draw(people)
    seats = draw(st.permutations(range(1, plan.seats + 1)))
    sitting = draw(st.integers(0, min(len(everybody), plan.seats)))
    return plan, dict(zip(everybody[:sitting], seats[:sitting], strict=True)), everybody


@given(plans)
def test_every_seat_has_a_label_of_its_own(plan: Plan) -> None:
    labels = [rules.label(plan, seat) for seat in range(1, plan.seats + 1)]
    assert all(labels) and len(set(labels)) == plan.seats
    assert rules.label(plan, plan.seats + 1) == ""


def test_rows_are_called_by_letters_and_seats_counted_in_them() -> None:
    plan = Plan("arcs", 3, (4, 5))
    assert [rules.label(plan, seat) for seat in (1, 3, 4, 7, 8, 12)] == ["A1", "A3", "B1", "B4", "C1", "C5"]
    assert rules.label(Plan("rows", 0, (2, 2)), 3) == "B1"
    assert [rules.row_letters(place) for place in (0, 25, 26, 27, 51, 52)] == ["A", "Z", "AA", "AB", "AZ", "BA"]


@given(plans)
def test_every_seat_is_filled_once_the_middle_of_the_head_table_first(plan: Plan) -> None:
    order = rules.in_order(plan)
    assert sorted(order) == list(range(1, plan.seats + 1))
    if plan.head:
        assert abs(order[0] - (plan.head + 1) / 2) <= 0.5


@given(halls())
def test_filling_moves_nobody_and_seats_as_many_as_there_are_free_seats(
    hall: tuple[Plan, dict[str, int], list[str]],
) -> None:
    plan, seated, everybody = hall
    found = rules.filled(plan, seated, everybody)
    assert not found.keys() & seated.keys()
    taken = [*seated.values(), *found.values()]
    assert len(set(taken)) == len(taken) and all(1 <= seat <= plan.seats for seat in taken)
    assert len(taken) == min(len(everybody), plan.seats)
    assert list(found) == [person for person in everybody if person not in seated][: len(found)]


@given(halls(), st.data())
def test_taking_a_seat_leaves_everybody_one_seat_at_most(
    hall: tuple[Plan, dict[str, int], list[str]], data: st.DataObject
) -> None:
    plan, seated, everybody = hall
    if not everybody:
        return
    person, seat = data.draw(st.sampled_from(everybody)), data.draw(st.integers(1, plan.seats))
    changed = rules.placed(seated, person, seat)
    then = {who: taken for who, taken in {**seated, **changed}.items() if taken is not None}
    assert then[person] == seat and len(set(then.values())) == len(then)
    assert {who: taken for who, taken in then.items() if who not in changed} == {
        who: taken for who, taken in seated.items() if who not in changed
    }
    assert rules.placed(then, person, seat) == {}


@given(halls(), plans)
def test_in_a_smaller_room_only_those_keep_a_seat_whose_seat_is_there(
    hall: tuple[Plan, dict[str, int], list[str]], smaller: Plan
) -> None:
    _plan, seated, _everybody = hall
    kept = rules.kept(smaller, seated)
    assert all(seat <= smaller.seats for seat in kept.values())
    assert all(seat > smaller.seats for person, seat in seated.items() if person not in kept)


def test_a_plan_that_cannot_be_built_is_refused_for_what_is_wrong_with_it() -> None:
    faults = {
        Plan("circle", 1, (2,)): "shape",
        Plan("arcs", 16, ()): "head",
        Plan("rows", 0, (1,) * 41): "rows",
        Plan("u", 0, (0,)): "row",
        Plan("u", 0, (81,)): "row",
        Plan("arcs", 0, ()): "none",
        Plan("rows", 0, (80,) * 9): "many",
    }
    assert {plan: rules.plan_fault(plan) for plan in faults} == faults
    assert rules.plan_fault(Plan("arcs", 7, (20, 30, 40))) is None
