"""The time of groups: nothing of it is lost or doubled, and what is overrun is owed to the second."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.speaking.allowance import Share, shares

CASES = json.loads((Path(__file__).parents[2] / "js" / "allowances.json").read_text())
"""Told to the browser's twin of these rules as well."""

SECONDS = st.integers(0, 7200)
ITEMS = st.lists(st.tuples(st.none() | SECONDS, SECONDS), min_size=1, max_size=12)


def told(rows: list[tuple[int | None, int]]) -> list[Share]:
    items = [str(place) for place in range(len(rows))]
    quotas = {item: row[0] for item, row in zip(items, rows, strict=True)}
    found = shares(items, quotas, None, {item: row[1] for item, row in zip(items, rows, strict=True)})
    return [found[item] for item in items]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["says"])
def test_a_debt_is_taken_off_the_next_item_until_it_is_paid(case: dict[str, Any]) -> None:
    found = shares(case["items"], case["quotas"], case["default"], case["used"])
    assert [
        [found[i].given, found[i].debt, found[i].owes, found[i].spent, found[i].since] for i in case["items"]
    ] == case["shares"]


@given(ITEMS)
def test_every_second_is_given_owed_or_left_over(rows: list[tuple[int | None, int]]) -> None:
    limited = [share for share in told(rows) if share.quota is not None]
    spoken = sum(share.used for share in limited)
    left = sum(max(0, (share.quota or 0) - share.debt - share.used) for share in limited)
    owed = told(rows)[-1].owes
    assert spoken + left == sum(share.quota or 0 for share in limited) + owed


@given(ITEMS)
def test_a_debt_comes_to_the_next_item_as_it_left_the_last(rows: list[tuple[int | None, int]]) -> None:
    found = told(rows)
    assert found[0].debt == 0
    for before, after in pairwise(found):
        assert after.debt == before.owes and (after.since is None) == (after.debt == 0)


@given(ITEMS)
def test_a_group_is_at_its_end_when_it_has_spoken_for_what_it_has(rows: list[tuple[int | None, int]]) -> None:
    for share in told(rows):
        if share.given is None:
            assert not share.spent and share.owes == share.debt
        else:
            assert share.spent == (share.used >= share.given) and share.given >= 0
            assert share.owes == 0 or share.spent


@given(ITEMS, SECONDS)
def test_who_speaks_longer_owes_so_much_more_and_no_less_than_before(
    rows: list[tuple[int | None, int]], more: int
) -> None:
    longer = [(rows[0][0], rows[0][1] + more), *rows[1:]]
    before, after = told(rows)[0].owes, told(longer)[0].owes
    assert before <= after <= before + more
