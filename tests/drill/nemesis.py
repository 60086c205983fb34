"""What is done to the house, and when: a plan drawn from the seed before anything runs, so that a seed gives it again."""

from __future__ import annotations

import ctypes
import os
import random
import select
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

POINTS = ("before-commit", "in-commit", "after-commit", "in-broadcast")
KINDS = {
    "random": 30,
    "before-commit": 12,
    "in-commit": 14,
    "after-commit": 14,
    "in-broadcast": 12,
    "checkpoint": 12,
    "backup": 10,
    "closing": 10,
}
OUTLIVED = {"database": 20, "database-in-commit": 20, "database-closing": 8}
"""The database is killed, and the house lives on."""
POSTGRESQL_KINDS = {
    "random": 14,
    "before-commit": 10,
    "in-commit": 14,
    "after-commit": 12,
    "in-broadcast": 10,
    "backup": 10,
    "closing": 8,
    **OUTLIVED,
    "both": 12,
}
"""Without what only SQLite does in the house's own process. `both`: house and database at once."""
HOUR = 3600
LONGEST_WAIT = 10.0


@dataclass
class Blow:
    """One SIGKILL (`both`: to two), and what goes on around it."""

    kind: str
    times: int
    """At a named point: at which passing."""
    pause: float
    """Seconds of life after the clients are back (random, backup), or after the moment (closing)."""
    network: dict[str, float] = field(default_factory=dict)
    order: dict[str, Any] | None = None
    """A cut or a freeze just before."""
    stopped: float = 0.0
    """SIGSTOP for so long."""
    clock: int | None = None
    """Before the start the house's clock is set off by so many seconds."""
    away: float = 0.0
    """Seconds until a killed database is started again."""


def plan_for(database: str, seed: str, kills: int) -> list[Blow]:
    """On PostgreSQL the last blow is one that the house outlives: it must be able to end the meeting all the same."""
    if database == "sqlite":
        return plan(seed, kills)
    blows = plan(seed, kills, POSTGRESQL_KINDS)
    rng = random.Random(f"{seed}/nemesis/last")
    return [*blows[:-1], _blow(rng, rng.choice(list(OUTLIVED)))]


def plan(seed: str, kills: int, kinds: dict[str, int] = KINDS) -> list[Blow]:
    """The blows of a run. The first ones take each kind once, so that a short run meets them all."""
    rng = random.Random(f"{seed}/nemesis")
    first = rng.sample(list(kinds), len(kinds))
    blows = []
    for number in range(kills):
        kind = first[number] if number < len(first) else rng.choices(list(kinds), list(kinds.values()))[0]
        blows.append(_blow(rng, kind))
    return blows


def _blow(rng: random.Random, kind: str) -> Blow:
    times = rng.randint(1, 60) if kind == "in-broadcast" else rng.randint(1, 12)
    pause = rng.uniform(0.0, 0.04) if kind == "closing" else rng.uniform(0.05, 1.2)
    blow = Blow(kind, times, pause)
    if rng.random() < 0.4:
        blow.network = rng.choice(
            [
                {"delay": 0.15},
                {"twice_up": 0.2},
                {"twice_down": 0.2, "delay": 0.05},
                {"ghost": 5.0, "delay": 0.03},
                {"half": 0.01},
            ]
        )
    if rng.random() < 0.3:
        share = rng.choice([0.2, 0.5, 1.0])
        way = rng.choice(["up", "down", "both"])
        freeze = {"order": "freeze", "share": share, "way": way, "seconds": rng.uniform(1.0, 7.0)}
        blow.order = rng.choice([{"order": "cut", "share": share}, freeze])
    if rng.random() < 0.12:
        blow.stopped = rng.uniform(0.3, 2.5)
    if rng.random() < 0.2:
        blow.clock = rng.choice([-HOUR, 0, HOUR])
    if kind in OUTLIVED or kind == "both":
        blow.away = rng.choice([0.0, rng.uniform(0.0, 1.0), rng.uniform(1.0, 8.0)])
    return blow


IN_MODIFY = 0x2


def strike_at_write(
    path: Path, strike: Callable[[], None], seconds: float, unless: Callable[[], bool], times: int = 1
) -> bool:
    """Strike as soon as anybody writes to the file, or in the folder, for so many times. For SQLite's main file in WAL mode a
    checkpoint has then just begun, in PostgreSQL's folder of the WAL a commit is about to be synced.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    watch = libc.inotify_init1(os.O_CLOEXEC)
    usual = os.getpriority(os.PRIO_PROCESS, 0)
    try:
        if watch < 0 or libc.inotify_add_watch(watch, os.fsencode(path), IN_MODIFY) < 0:
            raise OSError(ctypes.get_errno(), "inotify")
        with suppress(PermissionError):
            os.setpriority(os.PRIO_PROCESS, 0, -20)  # a checkpoint takes a few milliseconds
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not unless():
            if select.select([watch], [], [], 0.1)[0]:
                os.read(watch, 4096)
                times -= 1
                if times <= 0:
                    strike()
                    return True
        return False
    finally:
        os.close(watch)
        with suppress(PermissionError):
            os.setpriority(os.PRIO_PROCESS, 0, usual)


def checkpoint_is_open(shm: Path) -> bool:
    """Of one that has begun: does the WAL's index say that it has not ended? (nBackfill < nBackfillAttempted)"""
    data = shm.read_bytes()[:136]
    return len(data) == 136 and struct.unpack_from("=I", data, 96)[0] < struct.unpack_from("=I", data, 128)[0]
