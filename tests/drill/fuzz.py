"""`fuzz`: a hundred thousand events that must be refused, over HTTP and sockets, from everybody: no fault, no change of a row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app import building, schema
from app.settings import Settings
from tests.conftest import World
from tests.contract.striking import Prey, Told, changed, digests, prey, strike
from tests.drill import serving
from tests.drill.apart import Apart, apart
from tests.drill.crash import Asked

PART = 10_000


def drill(say: Callable[[str], None], asked: Asked) -> dict[str, Any]:
    """`EVENTS=100000` of them, in parts, so that a fault is known soon."""
    with apart("fuzz", asked.database) as there:
        return _held(say, asked, there)


def _held(say: Callable[[str], None], asked: Asked, there: Apart) -> dict[str, Any]:
    settings = there.settings
    target = _made(settings)
    house = serving.House(there.environment, there.log)
    house.start()
    told = Told()
    try:
        before = digests(settings.url)
        _all_of_it(say, asked, house, target, told)
        after = digests(settings.url)
    finally:
        status = house.stop()
    failures = [*told.failures, *_after(before, after, there.log.read_text(errors="replace"), status)]
    shown = {key: dict(sorted(counted.items())) for key, counted in (("answers", told.answers), ("of", told.of))}
    rows = {"tables_compared": len(after) - 1, "tables_changed": len(changed(before, after))}
    forged = {"forgeries_recorded": int(after["forgeries"]) - int(before["forgeries"])}
    return {"drill": "fuzz", "events": sum(told.answers.values()), **shown, **rows, **forged, "failures": failures}


def _made(settings: Settings) -> Prey:
    world = World(building.build(settings))
    schema.upgrade(world.house.database)
    try:
        return prey(world)
    finally:
        world.house.close()


def _all_of_it(say: Callable[[str], None], asked: Asked, house: serving.House, target: Prey, told: Told) -> None:
    left = asked.events
    while left and house.running() and len(told.failures) < 100:
        part = min(PART, left)
        left -= part
        strike(house.port, target, f"{asked.seed}/{left}", part, told)
        say(f"  {sum(told.answers.values())} events, {len(told.failures)} faults")


def _after(before: dict[str, str], after: dict[str, str], log: str, status: int) -> list[dict[str, Any]]:
    found = [{"rule": "fuzz", "what": f"rows of {name} changed"} for name in changed(before, after)]
    if status:
        found.append({"rule": "fuzz", "what": f"the house ended with status {status}"})
    if int(after["forgeries"]) == int(before["forgeries"]):
        found.append({"rule": "fuzz", "what": "no forged ballot was recorded"})
    faults = [line for line in log.splitlines() if " ERROR " in line or line.startswith("Traceback")]
    return [*found, *({"rule": "fuzz", "what": f"in the log: {line[:300]}"} for line in faults[:20])]
