"""The pure rules of a vote: who may cast, the roll's digest, countdowns."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.ruling.kinds_rules import Question
from voting.votes import rules
from voting.votes.rules import Asked, Member, cast_fault, roll_hash

ENTITLED = json.loads((Path(__file__).parents[2] / "js" / "entitled.json").read_text())
"""The browser's rule is tried with the same."""
NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
GOOD = Asked(
    state="open",
    on_roll=True,
    no_vote=False,
    status="present",
    question=Question(),
    choice=("yes",),
    words="",
    before=None,
    online_votes=False,
    may_change=False,
)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, None),
        ({"state": "closed"}, "closed"),
        ({"state": "announced"}, "announced"),
        ({"state": "annulled"}, "annulled"),
        ({"state": "cancelled"}, "cancelled"),
        ({"state": "draft"}, "draft"),
        ({"on_roll": False}, "not_on_roll"),
        ({"no_vote": True}, "no_vote"),
        ({"status": "expected"}, "away"),
        ({"status": "absent"}, "away"),
        ({"status": "left"}, "away"),
        ({"status": "online"}, "online"),
        ({"status": "online", "online_votes": True}, None),
        ({"choice": ("perhaps",)}, "choice_unknown"),
        ({"choice": ()}, "choice_empty"),
        ({"choice": ("yes", "no")}, "choice_many"),
        ({"words": "vì"}, "choice_words_unasked"),
        ({"before": ("no", "")}, "twice"),
        ({"before": ("yes", "")}, None),
        ({"before": ("no", ""), "may_change": True}, None),
        ({"state": "closed", "on_roll": False, "status": "left"}, "closed"),
        ({"before": ("no", ""), "may_change": True, "known": 0, "revision": 1}, "overtaken"),
        ({"before": ("no", ""), "may_change": True, "known": 1, "revision": 1}, None),
        ({"before": ("no", ""), "may_change": True, "known": 9, "revision": 1}, None),
        ({"before": ("yes", ""), "may_change": True, "known": 0, "revision": 1}, None),
        ({"before": ("no", ""), "known": 0, "revision": 1}, "twice"),
        ({"state": "closed", "before": ("no", ""), "may_change": True, "known": 0, "revision": 1}, "closed"),
    ],
)
def test_a_ballot_is_judged_by_state_roll_presence_and_choice(changes: dict[str, object], fault: str | None) -> None:
    assert cast_fault(dataclasses.replace(GOOD, **changes)) == fault  # type: ignore[arg-type]


@pytest.mark.parametrize("case", ENTITLED)
def test_whom_a_screen_offers_a_ballot_is_whom_one_is_taken_from(case: dict[str, Any]) -> None:
    changes = {key: case[key] for key in ("no_vote", "status", "online_votes")}
    assert (cast_fault(dataclasses.replace(GOOD, **changes)) or "") == case["bar"]


ballots = st.lists(st.tuples(st.sampled_from(["yes", "no", "not_voting"]), st.integers(0, 9)), max_size=12)


@given(ballots)
def test_of_ballots_from_several_devices_none_replaces_one_that_its_device_did_not_know(
    sent: list[tuple[str, int]],
) -> None:
    before, revision = None, 0
    for choice, known in sent:
        ballot = dataclasses.replace(GOOD, choice=(choice,), may_change=True, known=known, revision=revision)
        fault = cast_fault(dataclasses.replace(ballot, before=before))
        replaces = before is not None and before != (choice, "")
        assert fault == ("overtaken" if replaces and known < revision else None)
        if fault is None and before != (choice, ""):
            before, revision = (choice, ""), revision + 1


members = st.builds(Member, st.text("abc", min_size=1, max_size=3), st.booleans(), st.booleans())
rolls = st.lists(members, unique_by=lambda member: member.person, max_size=8)


@given(rolls, st.randoms())
def test_the_roll_s_digest_does_not_depend_on_the_order(roll: list[Member], chance: object) -> None:
    mixed = list(roll)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert roll_hash("v", mixed) == roll_hash("v", roll)


@given(rolls, rolls)
def test_two_rolls_have_one_digest_only_if_they_are_the_same(one: list[Member], other: list[Member]) -> None:
    assert (roll_hash("v", one) == roll_hash("v", other)) == (set(one) == set(other))
    assert roll_hash("v", one) != roll_hash("w", one)


@given(rolls, st.sets(st.text("abc", min_size=1, max_size=3)))
def test_ballots_are_never_more_than_those_present(roll: list[Member], casters: set[str]) -> None:
    present = rules.present_at(roll, casters)
    assert len(casters) <= present <= len({member.person for member in roll} | casters)


@given(st.integers(-5000, 5000), st.integers(1, 600))
def test_an_extension_leaves_at_least_the_seconds_asked_for(left: int, seconds: int) -> None:
    closes = NOW + timedelta(seconds=left)
    then = rules.extended(closes, NOW, seconds)
    assert then - NOW >= timedelta(seconds=seconds) and then > closes


@given(st.integers(-500_000, 500_000))
def test_after_a_restart_thirty_seconds_are_left_and_no_more_is_given(left: int) -> None:
    closes = NOW + timedelta(milliseconds=left)
    seconds = rules.seconds_after_restart(closes, NOW)
    then = rules.extended(closes, NOW, seconds) if seconds else closes
    assert then - NOW >= rules.AFTER_RESTART
    assert seconds <= 30 and (left >= 30_000) == (seconds == 0)


def test_a_ballot_is_kept_by_its_options_whatever_the_order_of_the_taps() -> None:
    three = Question("choice", ("A", "B", "C"), most=2)
    assert rules.spelled(three, ["C", "A"]) == rules.spelled(three, ["A", "C"])
    assert rules.told(rules.spelled(three, ["C", "A"])) == ["A", "C"]
    assert rules.told(rules.spelled(three, ["B"])) == "B"


def test_a_reason_is_needed_only_below_quorum() -> None:
    assert rules.needs_reason(False, " ") and not rules.needs_reason(False, "vì") and not rules.needs_reason(True, "")
