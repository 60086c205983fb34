"""A double tap leaves one row: a few of the thousand races that `make drill ONLY=doubletap` holds, on a real server."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

from app import audit, building
from app.people import sessions
from tests.conftest import World, settings_in
from tests.ground import Ground
from tests.served import environment_of, served
from tests.voting import races


def test_two_taps_at_once_leave_one_row(tmp_path: Path, ground: Ground) -> None:
    settings = ground.furnished(settings_in(tmp_path / "data"))
    world = World(building.build(settings))
    name = sessions.cookie_name(settings)
    stage = races.staged(
        world, world.meeting(phase="in_progress"), 8, lambda person, _n: f"{name}={world.token(person)}"
    )
    world.house.close()
    with served(environment_of(settings)) as server:
        held = races.run(server.port, stage, random.Random("suite"))
    assert len(held) == 8 * 8 and {race.way for race in held} == set(races.WAYS)
    assert Counter(races.faults(settings.url, held)) == {}
    house = audit.open_house(settings)
    found = audit.report(house)
    house.close()
    assert found["problems"] == [] and found["duplicates"] == 0
