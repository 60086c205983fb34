"""`python -m tests.drill [crash …] --kills 200 --clients 60 --seed 1`: text for people, JSON beside it, status 1 on any failure.

The same by the environment, as `make drill ONLY=crash KILLS=200 CLIENTS=60 SEED=1` does.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from tests.drill import (
    cheats,
    clock,
    crash,
    disk,
    disk_postgresql,
    doubletap,
    fuzz,
    link,
    machines,
    matrix,
    network,
    power,
    power_postgresql,
    restore,
)
from tests.drill.serving import ROOT, NotRunning

DRILLS = {
    "crash": crash.drill,
    "network": network.drill,
    "clock": clock.drill,
    "restore": restore.drill,
    "disk": disk.drill,
    "power": power.drill,
    "cheats": cheats.drill,
    "link": link.drill,
    "fuzz": fuzz.drill,
    "machines": machines.drill,
    "doubletap": doubletap.drill,
    "matrix": matrix.drill,
}


ON_POSTGRESQL = {**DRILLS, "disk": disk_postgresql.drill, "power": power_postgresql.drill}
"""There another process than the house's has to do with the disk."""
IMAGES = {"sqlite": 1000, "postgresql": 100}
"""Unless asked otherwise: on PostgreSQL each costs a start of it."""


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.drill")
    parser.add_argument("only", nargs="*", help=f"which of {', '.join(DRILLS)}; without: all")
    parser.add_argument("--seed", default=os.environ.get("SEED") or "1")
    parser.add_argument("--kills", type=int, default=int(os.environ.get("KILLS") or 40))
    parser.add_argument("--clients", type=int, default=int(os.environ.get("CLIENTS") or 30))
    parser.add_argument("--images", type=int, default=int(os.environ.get("IMAGES") or 0))
    parser.add_argument("--events", type=int, default=int(os.environ.get("EVENTS") or 100_000))
    parser.add_argument("--races", type=int, default=int(os.environ.get("RACES") or 1000))
    parser.add_argument("--voters", type=int, default=int(os.environ.get("VOTERS") or 500))
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default=os.environ.get("DATABASE") or "sqlite")
    parser.add_argument("--artefacts", type=Path, default=ROOT / "artefacts", help="where the numbers go")
    asked = parser.parse_args()
    asked.images = asked.images or IMAGES[asked.database]
    asked.only = asked.only or os.environ.get("ONLY", "").replace(",", " ").split() or list(DRILLS)
    unknown = [name for name in asked.only if name not in DRILLS]
    if unknown:
        parser.error(f"no such drill: {', '.join(unknown)}")
    return asked


def say(line: str) -> None:
    print(line, flush=True)


def main() -> int:
    asked = parsed()
    asked.artefacts.mkdir(parents=True, exist_ok=True)
    wanted = crash.Asked(asked.seed, asked.kills, asked.clients, asked.database, asked.artefacts, asked.images)
    wanted.events, wanted.races, wanted.voters = asked.events, asked.races, asked.voters
    failed = 0
    for name in asked.only:
        say(f"{name}: seed {asked.seed}, {asked.database}")
        began = time.monotonic()
        told = _one(name, wanted)
        told["seconds"] = round(time.monotonic() - began, 1)
        file = asked.artefacts / f"drill-{name}-{asked.database}-{asked.seed}.json"
        file.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
        _tell(name, told)
        failed += bool(told["failures"])
    return 1 if failed else 0


def _one(name: str, wanted: crash.Asked) -> dict[str, Any]:
    try:
        return (DRILLS if wanted.database == "sqlite" else ON_POSTGRESQL)[name](say, wanted)
    except (NotRunning, OSError, ValueError, AssertionError) as error:
        where = traceback.format_exc().splitlines()[-12:]
        return {"drill": name, "failures": [{"rule": 0, "what": f"could not be done: {error}", "trace": where}]}


def _tell(name: str, told: dict[str, Any]) -> None:
    for key, value in told.items():
        if key not in ("failures", "drill", "seed", "database"):
            shown = ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else value
            say(f"  {key.replace('_', ' ')}: {shown}")
    for failure in told["failures"][:20]:
        rest = {key: value for key, value in failure.items() if key not in ("rule", "what")}
        say(
            f"  FAILED, rule {failure['rule']}: {failure['what']} {json.dumps(rest, ensure_ascii=False, default=str)[:400]}"
        )
    if len(told["failures"]) > 20:
        say(f"  … and {len(told['failures']) - 20} more")
    say(f"{name}: {'FAILED' if told['failures'] else 'nothing lost, nothing doubled'}")


sys.exit(main())
