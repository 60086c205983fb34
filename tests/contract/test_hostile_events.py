"""Hostile events, a few thousand of the hundred thousand that `make drill ONLY=fuzz` sends: no fault, no change of a row."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import building
from tests.conftest import World, settings_in
from tests.contract.striking import Told, changed, digests, prey, strike
from tests.ground import Ground
from tests.served import FAST, environment_of, served

EVENTS = 2_000


def test_hostile_events_cause_no_fault_and_change_no_row(
    tmp_path: Path, ground: Ground, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = ground.furnished(settings_in(tmp_path / "data"))
    world = World(building.build(settings))
    target = prey(world)
    world.house.close()
    told = Told()
    with served(environment_of(settings) | FAST) as server:
        before = digests(settings.url)
        strike(server.port, target, "suite", EVENTS, told)
        after = digests(settings.url)
        assert server.is_running and told.failures == []
        log = capfd.readouterr().err
    assert sum(told.answers.values()) == EVENTS and changed(before, after) == []
    assert int(after["forgeries"]) > int(before["forgeries"])
    assert "Traceback" not in log and " ERROR " not in log
