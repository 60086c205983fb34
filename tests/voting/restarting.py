"""A house that starts anew in the middle of a vote."""

from __future__ import annotations

from app import building
from tests.conftest import World


def restart(world: World) -> None:
    """The house as it comes back: another process would know as little."""
    settings = world.house.settings
    world.house.close()
    world.app = building.build(settings)
    world.house.clock = lambda: world.now
    for prepare in world.house.before_serving:
        prepare(world.house)
