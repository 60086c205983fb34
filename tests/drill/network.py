"""`network`: nobody is killed, but the network does what networks do, and a proxy lies about it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.drill.crash import Asked, Stage, audit, kept_folder, staged

LASTS = 5.0
GHOST = 60.0
"""The house must notice by itself, within its pings' patience, that nobody is there any more."""


@dataclass
class Weather:
    """What the network does for a while. `orders` come again every `every` seconds."""

    name: str
    faults: dict[str, float] = field(default_factory=dict)
    orders: list[dict[str, Any]] = field(default_factory=list)
    every: float = 1.0
    lasts: float = LASTS


def cut(share: float) -> dict[str, Any]:
    return {"order": "cut", "share": share}


def freeze(share: float, way: str, seconds: float) -> dict[str, Any]:
    return {"order": "freeze", "share": share, "way": way, "seconds": seconds}


GHOSTS = Weather("nobody is told that devices are gone", {"ghost": GHOST}, [freeze(0.4, "down", GHOST + 30)], 10.0, 9.0)
WEATHERS = [
    Weather("late", {"delay": 0.5}),
    Weather("twice, the second time much later", {"twice_up": 0.5, "twice_down": 0.3, "later": 4.0}),
    Weather("cut", {}, [cut(0.3)], 0.7),
    Weather("all cut at once", {}, [cut(1.0)], 2.5),
    Weather("half-open", {}, [freeze(0.5, "both", 7.0)], 3.0),
    Weather("half-open, only upwards", {}, [freeze(0.5, "up", 7.0)], 3.0),
    Weather("half-open, only downwards", {}, [freeze(0.5, "down", 7.0)], 3.0),
    Weather("ends in the middle of a frame", {"half": 0.02}),
    Weather("refuses and never answers", {"refuse": 0.5}, [cut(0.3)], 1.0),
    Weather("loses frames", {"lose_up": 0.1, "lose_down": 0.1}),
    Weather(
        "everything",
        {
            "delay": 0.2,
            "twice_up": 0.1,
            "twice_down": 0.1,
            "half": 0.005,
            "refuse": 0.2,
            "lose_up": 0.03,
            "lose_down": 0.03,
        },
        [cut(0.1)],
        1.0,
    ),
]


def drill(say: Callable[[str], None], asked: Asked) -> dict[str, Any]:
    """Each weather once, in an order drawn from the seed; then fair weather, and the audit."""
    with kept_folder(asked, "network") as (folder, told), staged(asked, folder) as stage:
        began = stage.heads()
        losing: list[tuple[float, float]] = []
        try:
            stage.house.start()
            hall = stage.open_hall()
            hall.wait_for(lambda said: said["joined"] == hall.people, 60, lambda: not stage.house.running())
            weathers = random.Random(f"{asked.seed}/weather").sample(WEATHERS, len(WEATHERS))
            since = time.monotonic()
            for weather in [GHOSTS, *weathers]:
                _endure(stage, weather, losing)
                say(f"  {weather.name}: {hall.figures['finals']} answers so far")
            stage.settle()
            _await_ghosts(stage, since)
            told["proxy"] = stage.proxy.tell()["counts"]
        finally:
            status = stage.end()
        if status:
            told["failures"].append({"rule": 0, "what": "the house did not end well", "status": status})
        if not told["proxy"].get("ghosts"):
            told["failures"].append({"rule": 0, "what": "no device had gone without a word"})
        if told["proxy"].get("ghosts kept by the house"):
            told["failures"].append({"rule": 0, "what": f"the house kept a dead connection for {GHOST:.0f} s"})
        audit(stage, began, told, losing)
    return told


def _endure(stage: Stage, weather: Weather, losing: list[tuple[float, float]]) -> None:
    start = time.monotonic()
    stage.proxy.faults(**weather.faults)
    while time.monotonic() - start < weather.lasts:
        for order in weather.orders:
            stage.proxy.order(order)
        time.sleep(min(weather.every, weather.lasts))
    stage.proxy.faults()
    if weather.faults.get("lose_down"):
        stage.proxy.order(cut(1.0))  # what was lost can show until here, and no later
        stage.proxy.tell()
        time.sleep(0.5)
        losing.append((start, time.monotonic()))


def _await_ghosts(stage: Stage, since: float) -> None:
    """Until the house has left every dead connection, or has had its time."""
    while stage.proxy.tell()["ghosts"] and time.monotonic() - since < GHOST + 30:
        time.sleep(0.5)
