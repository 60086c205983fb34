"""A house that starts anew in the middle of a vote."""

from __future__ import annotations

from collections.abc import Callable

from app import building
from app.house import House
from tests.conftest import World


def restart(world: World, clock: Callable[[House], object] | None = None) -> None:
    """The house as it comes back: another process would know as little. `clock`: gives it its clock, as `serve` does first."""
    settings = world.house.settings
    world.house.close()
    world.app = building.build(settings)
    world.house.clock = lambda: world.now
    if clock is not None:
        clock(world.house)
    for prepare in world.house.before_serving:
        prepare(world.house)
