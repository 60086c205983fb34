"""`make drill ONLY=link`: five hundred secret ballots, and everything the house kept of them at every moment in hand."""

from __future__ import annotations

import logging
import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app import building, schema
from app.settings import Settings, load
from tests.conftest import World
from tests.drill.crash import Asked
from tests.voting.sealed.hall import SealedHall
from tests.voting.sealed.linking import hold, judged, limits

VOTERS = 500


def drill(say: Callable[[str], None], asked: Asked) -> dict[str, Any]:
    """Nobody who holds all that may tell who voted for what better than chance."""
    with tempfile.TemporaryDirectory(prefix="dienhong-link-") as folder:
        data, log = Path(folder) / "data", Path(folder) / "log"
        data.mkdir()
        told = logging.FileHandler(log)
        logging.getLogger().addHandler(told)
        level = logging.getLogger().level
        logging.getLogger().setLevel(logging.DEBUG)
        world = World(building.build(_settings(data)))
        schema.upgrade(world.house.database)
        try:
            hall = SealedHall(world, world.meeting(phase="in_progress", members=VOTERS - 1), receipts=False)
            say(f"  {VOTERS} members are here")
            seized, truth = hold(hall, Path(folder) / "seized", random.Random(asked.seed), log)
        finally:
            logging.getLogger().removeHandler(told)
            logging.getLogger().setLevel(level)
            world.house.close()
        guesses, failures = judged(seized, truth)
    best = max(guesses.items(), key=lambda one: one[1])
    most = limits(truth)
    say(f"  {len(guesses)} ways to guess; the best tells {best[1][0]} lines ({best[0]}), chance allows {most[0]}")
    say(f"  choices told: at most {max(choices for _lines, choices in guesses.values())}, chance allows {most[1]}")
    found: list[dict[str, Any]] = [{"rule": "link", "what": failure} for failure in failures]
    return {"drill": "link", "voters": len(truth), "guesses": guesses, "failures": found}


def _settings(data: Path) -> Settings:
    return Settings(
        features=load().features, data=data, secret_key="khoa-dien-tap-du-dai-ba-muoi-hai-chu-so", rate_per_second=10_000,
        rate_burst=10_000, reads_per_second=10_000, reads_burst=10_000,
    )  # fmt: skip
