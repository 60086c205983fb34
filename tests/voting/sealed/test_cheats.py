"""Ways to cheat, a few runs each (`make drill ONLY=cheats` does fifty)."""

from __future__ import annotations

import pytest

from tests.voting.sealed.cheats import CHEATS, played


@pytest.mark.parametrize("cheat", CHEATS)
def test_a_cheat_is_noticed(cheat: str) -> None:
    missed = [number for number in range(6) if not played(cheat, number, "test")]
    assert missed == []


def test_an_honest_ballot_alarms_nobody() -> None:
    assert [played("honest", number, "test") for number in range(6)] == [[]] * 6
