"""Nothing the house keeps tells who voted for what (`make drill ONLY=link` tries with five hundred)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import building, schema
from tests.conftest import World, settings_in
from tests.voting.sealed.hall import SealedHall
from tests.voting.sealed.linking import hold, judged


@pytest.fixture
def own_hall(tmp_path: Path) -> Iterator[SealedHall]:
    """On SQLite always: it is its files that are looked at."""
    world = World(building.build(settings_in(tmp_path / "data")))
    schema.upgrade(world.house.database)
    yield SealedHall(world, world.meeting(phase="in_progress", members=15))
    world.house.close()


def test_with_everything_in_hand_nobody_tells_whose_a_ballot_is(own_hall: SealedHall, tmp_path: Path) -> None:
    seized, truth = hold(own_hall, tmp_path / "seized", random.Random(7))
    told, failures = judged(seized, truth)
    assert failures == [] and len(told) > 20


def test_a_box_that_keeps_the_order_of_sending_is_found_out(own_hall: SealedHall, tmp_path: Path) -> None:
    seized, truth = hold(own_hall, tmp_path / "seized", random.Random(8))
    in_order = [truth[row[0]] for row in seized.rows("cast", "SELECT person FROM sealed_envelopes ORDER BY rowid")]
    object.__setattr__(seized.bundle, "ballots", tuple(in_order))
    _told, failures = judged(seized, truth)
    assert any(failure.startswith("order of sending / as published: 16 lines") for failure in failures)
