"""Membership over time and dated rules."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.people import rules
from app.people.rules import DatedRule, Term

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@st.composite
def terms(draw: st.DrawFn, person: str | None = None) -> Term:
    begin = draw(DAYS)
    length = draw(st.none() | st.integers(0, 900))
    return Term(
        person or draw(st.sampled_from("abc")),
        tuple(draw(st.sets(st.sampled_from(rules.CAPACITIES), min_size=1))),
        begin.isoformat(),
        None if length is None else (begin + timedelta(days=length)).isoformat(),
        draw(st.uuids()).hex,
    )


@given(terms(), DAYS)
def test_a_term_covers_its_first_and_last_day_and_nothing_outside(term: Term, day: date) -> None:
    assert term.covers(term.from_date)
    assert term.until_date is None or term.covers(term.until_date)
    before = date.fromisoformat(term.from_date) - timedelta(days=1)
    assert not term.covers(before.isoformat())
    if term.covers(day.isoformat()):
        assert term.from_date <= day.isoformat()


@given(terms(), terms())
def test_two_terms_overlap_exactly_when_some_day_is_in_both(one: Term, other: Term) -> None:
    shared = any(one.covers(day) and other.covers(day) for day in (one.from_date, other.from_date))
    assert one.overlaps(other) == other.overlaps(one) == shared


@given(st.lists(terms(), max_size=8), DAYS)
def test_the_roll_holds_members_of_that_day_only(listed: list[Term], day: date) -> None:
    roll = rules.members_on(listed, day)
    assert all(term.covers(day.isoformat()) and rules.on_roll(term.capacities) for term in roll)
    assert len(roll) == sum(term.covers(day.isoformat()) and rules.on_roll(term.capacities) for term in listed)


def test_the_chair_is_a_member_and_a_secretary_alone_is_not() -> None:
    assert rules.on_roll(["chair"]) and rules.on_roll(["deputy"]) and rules.on_roll(["secretary", "member"])
    assert not rules.on_roll(["secretary", "approver", "records_clerk", "guest", "hall"])


def test_each_gets_one_capacity_in_a_meeting() -> None:
    assert rules.meeting_capacity(["member", "chair"]) == "chair"
    assert rules.meeting_capacity(["member", "secretary"]) == "secretary"
    assert rules.meeting_capacity(["deputy", "approver"]) == "member"
    assert rules.meeting_capacity(["records_clerk"]) is None
    assert rules.meeting_capacity(["guest"]) is None
    assert rules.meeting_capacity(["hall"]) is None


@given(terms(person="a"), terms(person="a"))
def test_one_person_has_one_term_at_a_time(one: Term, other: Term) -> None:
    assert (rules.clash([one], other) is one) == one.overlaps(other)


def test_a_term_ended_before_it_began_is_in_nobodys_way() -> None:
    undone = Term("a", ("member",), "2026-05-02", "2026-05-01", "1")
    assert undone.empty()
    assert rules.clash([undone], Term("a", ("member",), "2026-05-02", None, "2")) is None


def test_a_body_has_one_chair_at_a_time() -> None:
    first = Term("a", ("chair",), "2024-01-01", "2025-12-31", "1")
    assert rules.second_chair([first], Term("b", ("chair",), "2025-12-31", None, "2")) is first
    assert rules.second_chair([first], Term("b", ("chair",), "2026-01-01", None, "2")) is None
    assert rules.second_chair([first], Term("b", ("deputy",), "2024-01-01", None, "2")) is None


def test_the_chair_approves_only_where_nobody_is_named() -> None:
    chair = Term("a", ("chair",), "2024-01-01")
    named = Term("b", ("deputy", "approver"), "2025-01-01", "2025-12-31")
    assert rules.approvers_on([chair, named], date(2024, 6, 1)) == {"a"}
    assert rules.approvers_on([chair, named], date(2025, 6, 1)) == {"b"}
    assert rules.approvers_on([chair, named], date(2026, 1, 1)) == {"a"}


@given(st.lists(st.tuples(DAYS, st.integers(0, 5)), max_size=8), DAYS)
def test_of_the_rules_that_have_begun_the_latest_holds(listed: list[tuple[date, int]], day: date) -> None:
    found = rules.rule_on([DatedRule(str(n), begin.isoformat(), n, at) for n, (begin, at) in enumerate(listed)], day)
    begun = [(begin, at) for begin, at in listed if begin <= day]
    if not begun:
        assert found is None
    else:
        assert found is not None
        assert (date.fromisoformat(found.valid_from), found.set_at) == max(begun)


def test_ending_without_a_day_ends_the_rights_at_once() -> None:
    today = date(2026, 11, 24)
    term = Term("a", ("member",), "2024-01-01", rules.last_day(None, today))
    assert not term.covers(today.isoformat())
    assert rules.last_day(date(2026, 12, 31), today) == "2026-12-31"
