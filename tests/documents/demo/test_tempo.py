"""The pace of virtual members: human, and the same again for the same seed."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from documents.demo import tempo

SEEDS = st.integers(0, 10**6)
NAMES = st.text("abcdefgh.", min_size=1, max_size=8)
OPTIONS = st.lists(st.sampled_from(["yes", "no", "not_voting", "a", "b", "c"]), unique=True, max_size=6)


@given(SEEDS, NAMES, OPTIONS, st.booleans())
def test_the_same_seed_makes_the_same_day(seed: int, who: str, options: list[str], revote: bool) -> None:
    def day() -> tuple[object, ...]:
        voting = tempo.ballots(seed, who, "vote 1", options, revote=revote)
        return tempo.temper(seed, who), tempo.wish(seed, who, "item 1"), voting

    assert day() == day()


@given(SEEDS, NAMES)
def test_who_comes_comes_in_the_first_minute_or_late(seed: int, who: str) -> None:
    arrives = tempo.temper(seed, who).arrives
    spans = (tempo.ARRIVAL, tempo.LATE)
    assert arrives is None or any(earliest <= arrives <= latest for earliest, latest in spans)


@given(SEEDS, NAMES, st.integers(1, 9))
def test_nobody_withdraws_before_having_asked(seed: int, who: str, item: int) -> None:
    wish = tempo.wish(seed, who, f"item {item}")
    if wish is None:
        return
    assert tempo.ASKING[0] <= wish.after <= tempo.ASKING[1]
    if wish.withdrawn is not None:
        earliest, latest = tempo.WITHDRAWING
        assert earliest <= wish.withdrawn - wish.after <= latest + 0.001


@given(SEEDS, NAMES, OPTIONS, st.booleans())
def test_nobody_votes_twice_but_to_choose_otherwise_where_that_is_allowed(
    seed: int, who: str, options: list[str], revote: bool
) -> None:
    sent = tempo.ballots(seed, who, "vote 1", options, revote=revote)
    assert len(sent) <= (2 if revote and len(options) > 1 else 1)
    assert all(ballot.choice in options for ballot in sent)
    if sent:
        assert tempo.VOTING[0] <= sent[0].after <= tempo.VOTING[1]
    if len(sent) == 2:
        assert sent[0].choice != sent[1].choice
        assert tempo.SECOND_THOUGHT[0] <= sent[1].after - sent[0].after <= tempo.SECOND_THOUGHT[1] + 0.001


def test_a_hall_is_lively_and_mostly_agrees() -> None:
    hall = [f"member{n}" for n in range(500)]
    here = [who for who in hall if tempo.temper(1, who).arrives is not None]
    assert 450 < len(here) < 500
    assert 50 < sum(tempo.wish(1, who, "item 1") is not None for who in hall) < 250
    options = ("yes", "no", "not_voting")
    sent = [tempo.ballots(1, who, "vote 1", options, revote=True) for who in hall]
    first = [ballots[0].choice for ballots in sent if ballots]
    assert 450 < len(first) < 500
    assert first.count("yes") > 350
    assert min(first.count("no"), first.count("not_voting")) > 10
    assert 0 < sum(len(ballots) == 2 for ballots in sent) < 50


SITES = st.lists(st.sampled_from(["s1", "s2", "s3"]), unique=True, max_size=3)


@given(SEEDS, NAMES, SITES, st.integers(0, 3), st.booleans())
def test_everybody_comes_to_a_place_there_is(seed: int, who: str, sites: list[str], at: int, placed: bool) -> None:
    planned = sites[at] if at < len(sites) else None
    come = tempo.place(seed, who, planned, sites, placed)
    assert come is None or come in sites
    assert planned is None or come in (planned, None), "from one site to another is far"


def test_most_come_where_they_are_planned_and_a_hall_where_nobody_is_fills_all_places() -> None:
    whos, sites = [f"nguoi{n}" for n in range(300)], ["s1", "s2"]
    assert sum(tempo.place(7, who, "s1", sites, True) == "s1" for who in whos) > 240
    assert sum(tempo.place(7, who, None, sites, True) is None for who in whos) > 240
    spread = Counter(tempo.place(7, who, None, sites, False) for who in whos)
    assert set(spread) == {None, "s1", "s2"} and min(spread.values()) > 40
