"""`make drill ONLY=cheats`: twelve ways to cheat at a sealed ballot, fifty runs each, and fifty honest ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.drill.crash import Asked
from tests.voting.sealed.cheats import CHEATS, played

RUNS = 50


def drill(say: Callable[[str], None], asked: Asked) -> dict[str, Any]:
    """Every cheat must be noticed every time, and nothing where nobody cheats."""
    noticed: dict[str, int] = {}
    by: dict[str, dict[str, int]] = {}
    failures: list[dict[str, Any]] = []
    for cheat in CHEATS:
        told = [played(cheat, number, asked.seed) for number in range(RUNS)]
        noticed[cheat] = sum(map(bool, told))
        by[cheat] = dict(Counter(line.partition(": ")[2] for lines in told for line in lines).most_common(4))
        failures += [{"rule": cheat, "what": f"run {n} was not noticed"} for n, lines in enumerate(told) if not lines]
        say(f"  {cheat}: {noticed[cheat]} of {RUNS} noticed")
    alarms = [played("honest", number, asked.seed) for number in range(RUNS)]
    failures += [{"rule": "honest", "what": f"run {n}: {lines[0]}"} for n, lines in enumerate(alarms) if lines]
    say(f"  in all {sum(noticed.values())} of {RUNS * len(CHEATS)}; false alarms {sum(map(bool, alarms))} of {RUNS}")
    return {"drill": "cheats", "noticed": noticed, "by": by, "failures": failures}
