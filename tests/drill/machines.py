"""`machines`: every voting command in any order, in many more runs than the suite has time for."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app import building
from tests.conftest import World, settings_in
from tests.drill.crash import Asked
from tests.ground import SqliteGround
from tests.voting.machines import run
from tests.voting.slips.test_slip_stateful import OneSlip
from tests.voting.test_every_command_is_in_a_machine import MACHINES

RUNS, STEPS = 60, 60


def drill(say: Callable[[str], None], asked: Asked) -> dict[str, Any]:
    """Sixty runs of sixty steps for each machine, other ones for each seed."""
    failures: list[dict[str, Any]] = []
    draw = random.Random(asked.seed)
    for machine in MACHINES:
        with tempfile.TemporaryDirectory(prefix="dienhong-machines-") as folder:
            (Path(folder) / "ground").mkdir()
            ground = SqliteGround(Path(folder) / "ground")
            OneSlip.ground = ground
            world = World(building.build(ground.furnished(settings_in(Path(folder) / "data"))))
            try:
                told = run(machine, world, RUNS, STEPS, seed=draw.randrange(2**32))
                say(f"  {machine.__name__}: {RUNS} runs of up to {STEPS} steps, {len(told)} commands, no fault")
            except Exception as fault:  # whatever it is, the machine's own steps are in its notes
                notes = "\n".join([*map(str, fault.args), *getattr(fault, "__notes__", ())])
                failures.append({"rule": machine.__name__, "what": notes[-3000:]})
            finally:
                world.house.close()
    return {"drill": "machines", "runs": RUNS * len(MACHINES), "failures": failures}
