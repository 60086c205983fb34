"""`machines`: every voting command in any order, in many more runs than the suite has time for."""

from __future__ import annotations

import logging
import random
import tempfile
import traceback
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
    logging.disable(logging.WARNING)  # of forged ballots
    for machine in MACHINES:
        seed = draw.randrange(2**32)
        with tempfile.TemporaryDirectory(prefix="dienhong-machines-") as folder:
            (Path(folder) / "ground").mkdir()
            ground = SqliteGround(Path(folder) / "ground")
            OneSlip.ground = ground
            world = World(building.build(ground.furnished(settings_in(Path(folder) / "data"))))
            try:
                given, anew = run(machine, world, RUNS, STEPS, seed=seed, thoroughly=True)
                began = f", the house began anew in {len(anew)} states" if anew else ""
                say(f"  {machine.__name__}: {RUNS} runs of up to {STEPS} steps, {len(given)} commands{began}, no fault")
            except Exception as fault:
                say(f"  {machine.__name__}: a fault, with seed {seed}: {fault!r:.300}")
                failures.append({"rule": machine.__name__, "what": _what(fault), "seed": seed})
            finally:
                world.house.close()
    logging.disable(logging.NOTSET)
    return {"drill": "machines", "runs": RUNS * len(MACHINES), "failures": failures}


def _what(fault: Exception) -> str:
    """Where it was, and the machine's steps, which are in its notes; those of invariants are left out."""
    steps = [line for note in getattr(fault, "__notes__", ()) for line in str(note).splitlines() if _is_a_step(line)]
    return "".join(
        traceback.format_exception_only(fault)[:1] + traceback.format_tb(fault.__traceback__)[-3:]
    ) + "\n".join(steps[-60:])


def _is_a_step(line: str) -> bool:
    name = line.removeprefix("state.").partition("(")[0]
    return not any(hasattr(getattr(machine, name, None), "hypothesis_stateful_invariant") for machine in MACHINES)
