"""Properties of who reads a written opinion, and when it is written, changed and answered."""

from hypothesis import given
from hypothesis import strategies as st

from meetings.opinions import rules
from meetings.planning.rules import PHASES

flags = st.booleans()


@given(flags, flags)
def test_neither_guests_nor_the_halls_screen_ever_read_one(shared: bool, withdrawn: bool) -> None:
    found = rules.readers(shared, withdrawn)
    assert found <= {"desk", "members"}
    assert ("members" in found) == (shared and not withdrawn)
    assert ("desk" in found) == (not withdrawn)


@given(flags, flags)
def test_once_answered_or_withdrawn_it_stays_as_it_is(withdrawn: bool, answered: bool) -> None:
    assert rules.may_change(withdrawn, answered) == (not withdrawn and not answered)


@given(st.sampled_from(PHASES))
def test_whenever_one_may_write_the_desk_may_answer(phase: str) -> None:
    assert not rules.may_write(phase) or rules.may_answer(phase)
    assert not rules.may_write("ended") and rules.may_answer("ended")
    assert not rules.may_answer("preparing") and not rules.may_answer("cancelled")
