"""A meeting in which secret votes are held."""

from __future__ import annotations

import pytest

from tests.conftest import World
from tests.voting.sealed.hall import SealedHall


@pytest.fixture
def hall(world: World) -> SealedHall:
    return SealedHall(world, world.meeting(phase="in_progress", guests=1))
