"""Properties of who presides and of the quorum's turns."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from meetings.course import rules
from meetings.planning.rules import post

BEGIN = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)
END = BEGIN + timedelta(hours=9)
people = st.sampled_from(["chair", "deputy", "member"])
moments = st.integers(-30, 600).map(lambda minutes: BEGIN + timedelta(minutes=minutes))


@given(st.lists(st.booleans()))
def test_a_turn_is_stamped_exactly_when_the_quorum_changes_and_lost_and_met_take_turns(course: list[bool]) -> None:
    kept: bool | None = None
    turns = []
    for met in course:
        turn = rules.turned(kept, met)
        assert (turn is not None) == (kept is not None and kept != met)
        if turn:
            turns.append(turn)
        kept = met
    assert all(first != second for first, second in pairwise(turns))
    assert not turns or (turns[-1] == "quorum_met") == course[-1]


@given(people, st.lists(st.tuples(moments, people), max_size=6))
def test_at_every_moment_exactly_one_person_presided(first: str, handed: list[tuple[datetime, str]]) -> None:
    found = rules.presided(first, handed, BEGIN, END)
    assert found[0].begin == BEGIN and found[-1].end == END
    assert all(one.begin < one.end for one in found[:-1]) or len(found) == 1
    assert all(one.end == then.begin for one, then in pairwise(found))


@given(people, st.lists(st.tuples(moments, people), max_size=6))
def test_whoever_the_chair_was_handed_to_last_presided_at_the_end(
    first: str, handed: list[tuple[datetime, str]]
) -> None:
    last = sorted(handed, key=lambda one: one[0])[-1][1] if handed else first
    assert rules.presided(first, handed, BEGIN, END)[-1].person == last


@given(st.sampled_from(["chair", "secretary", "member", "guest", "substitute", "hall"]), st.booleans(), st.booleans())
def test_only_a_member_of_the_roll_who_is_here_presides(capacity: str, on_roll: bool, here: bool) -> None:
    assert rules.may_preside(capacity, on_roll, here) == (capacity == "member" and on_roll and here)


@given(st.sampled_from(["chair", "secretary", "member"]), st.booleans(), st.booleans(), st.booleans())
def test_while_the_chair_is_here_nobody_takes_it_from_them_but_who_leads_the_body(
    capacity: str, chair_here: bool, to_oneself: bool, leads: bool
) -> None:
    may = rules.may_hand_over(capacity, chair_here, to_oneself, leads)
    if chair_here and capacity != "chair":
        assert may == (leads and to_oneself)
    if capacity == "secretary" and not chair_here:
        assert may


def test_the_chair_of_the_body_comes_before_its_deputies() -> None:
    assert post(["member", "deputy", "chair"]) == "chair"
    assert post(["member", "deputy"]) == "deputy" and post(["member", "approver"]) == ""
