"""`doubletap`: a thousand voters' two devices send at once, and each leaves one row."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from typing import Any

from app import building, schema
from app.people import sessions
from app.settings import Settings
from tests.conftest import World
from tests.drill import serving
from tests.drill.apart import Apart, apart
from tests.drill.crash import Asked
from tests.voting import races

VOTERS = 50


def drill(say: Callable[[str], None], asked: Asked) -> dict[str, Any]:
    """`RACES=1000` of them, fifty at once, half in open votes and half in sealed ones."""
    with apart("doubletap", asked.database) as there:
        return _held(say, asked, there)


def _held(say: Callable[[str], None], asked: Asked, there: Apart) -> dict[str, Any]:
    settings = there.settings
    stage = _staged(settings, -(-asked.races // VOTERS))
    say(f"  {len(stage.votes)} votes are open to {len(stage.voters)} members with two devices each")
    house = serving.House(there.environment, there.log)
    house.start()
    try:
        held = races.run(house.port, stage, random.Random(asked.seed))
    finally:
        status = house.stop()
    failures = [{"rule": "doubletap", "what": fault} for fault in races.faults(settings.url, held)]
    audited = serving.run(there.environment, "audit")
    if status or audited.returncode:
        problems = json.loads(audited.stdout or "{}").get("problems")
        failures.append({"rule": "doubletap", "what": f"ended with {status}; the audit: {problems}"})
    of = Counter(f"{race.way} ({'sealed' if race.sealed else 'open'})" for race in held)
    return {"drill": "doubletap", "races": len(held), "of": dict(sorted(of.items())), "failures": failures}


def _staged(settings: Settings, votes: int) -> races.Stage:
    world = World(building.build(settings))
    schema.upgrade(world.house.database)
    name = sessions.cookie_name(settings)

    def cookie(person: str, device: int) -> str:
        """Each device has a session of its own."""
        token = sessions.new_token()
        world.must(
            None, "session.open", "system", person=person, token_hash=sessions.digest(token), device=f"Máy {device}"
        )
        return f"{name}={token}"

    try:
        return races.staged(world, world.meeting(phase="in_progress", members=VOTERS - 1), votes, cookie)
    finally:
        world.house.close()
