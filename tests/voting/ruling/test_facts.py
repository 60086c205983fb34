"""The figures every result tells: the same list on screens and papers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from voting.ruling import facts

CASES = json.loads((Path(__file__).parents[2] / "js" / "resultfacts.json").read_text())
"""Shared with tests/js/votewords.test.mjs."""


@pytest.mark.parametrize("case", CASES)
def test_a_result_tells_the_same_figures_here_as_on_the_screen(case: dict[str, Any]) -> None:
    told = facts.facts_of(case["result"], case["options"])
    assert [[fact.name, fact.n] for fact in told] == case["facts"]
    assert [fact.name for fact in told if fact.option] == facts.in_ballot_order(case["options"])


@pytest.mark.parametrize("case", CASES)
def test_no_result_goes_without_its_denominators_counts_rule_s_number_and_quorum(case: dict[str, Any]) -> None:
    told = {fact.name for fact in facts.facts_of(case["result"], case["options"])}
    assert {"members", "present", "cast", "not_cast", "quorum", *case["options"]} <= told
    assert bool({"threshold", "low_threshold"} & told) == (case["result"]["threshold"] is not None)


def test_a_ballot_for_nobody_in_an_election_is_called_so_everywhere() -> None:
    nobody = facts.Fact("not_voting", 1, option=True)
    assert facts.label_of(nobody, "election") == "Không bầu ai"
    assert facts.label_of(nobody, "question") == "Không biểu quyết"
