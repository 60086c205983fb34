"""`python -m tests.bench [NAME …] [--clients …] [--fsync-ms 10] [--minutes 30]`: text for people, JSON beside it.

Ends with status 1 when something could not be measured, was lost, or did not come to its goal (`goals.py`).
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench import benches, crowds, goals, screens
from tests.bench import sealed as sealed_bench
from tests.bench.measuring import ROOT, machine


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("only", nargs="*", choices=[*BENCHES, []], help="which; without: all")
    parser.add_argument("--clients", type=int, nargs="+", help="fanout: 200 1000; votes: 1000")
    parser.add_argument("--window", type=float, default=2.0, help="votes: all within so many seconds")
    parser.add_argument("--fsync-ms", type=float, help="votes: on a disk that takes so long for a commit")
    parser.add_argument("--minutes", type=float, default=2.0, help="soak: so long")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", type=Path, default=ROOT / "artefacts" / "bench.json", help="where the numbers go")
    return parser.parse_args()


def say(line: str) -> None:
    print(line, flush=True)


def _clients(asked: argparse.Namespace, usual: int) -> int:
    return int((asked.clients or [usual])[0])


def _votes(asked: argparse.Namespace) -> dict[str, Any]:
    if asked.fsync_ms:
        return benches.slow_disk(say, _clients(asked, 500), asked.window, asked.fsync_ms)
    return benches.votes(say, _clients(asked, 1000), asked.window, asked.rounds)


BENCHES: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
    "fanout": lambda asked: benches.fanout(say, asked.clients or [100, 500, 1000, 2000], asked.rounds),
    "votes": _votes,
    "flood": lambda asked: benches.flood(say, _clients(asked, 1000), asked.rounds),
    "slow_disk": lambda asked: benches.slow_disk(say, _clients(asked, 500), asked.window, asked.fsync_ms or 10.0),
    "collecting": lambda asked: benches.collecting(say, _clients(asked, 1000), asked.window),
    "queue": lambda asked: benches.queue(say, _clients(asked, 500), asked.rounds),
    "verdict": lambda asked: crowds.verdict(say, _clients(asked, 500), asked.rounds),
    "sealed": lambda asked: sealed_bench.sealed(say, _clients(asked, 500), asked.rounds),
    "return": lambda asked: benches.comeback(say, _clients(asked, 1000)),
    "screens": lambda asked: screens.screens(say, _clients(asked, 500), asked.rounds),
    "pages": lambda asked: benches.pages(say, asked.rounds),
    "minutes": lambda asked: benches.minutes(say, min(asked.rounds, 5)),
    "papers": lambda asked: crowds.papers(say, _clients(asked, 500)),
    "mixed": lambda asked: crowds.mixed(say),
    "idle": lambda asked: crowds.idle(say, _clients(asked, 2000)),
    "soak": lambda asked: crowds.soak(say, _clients(asked, 100), asked.minutes),
    "startup": lambda asked: benches.startup(say, min(asked.rounds, 3)),
}


def _broken(found: dict[str, Any]) -> bool:
    """Something that no speed makes up for."""
    return not (found.get("audit_ok", True) and found.get("counts_agree", True)) or bool(
        found.get("lost") or found.get("refused") or found.get("failed")
    )


def main() -> int:
    asked = parsed()
    wanted = asked.only or list(filter(None, os.environ.get("ONLY", "").replace(",", " ").split())) or list(BENCHES)
    found: dict[str, Any] = {"machine": machine()}
    say(f"{found['machine']['cores']} cores, load {found['machine']['load']}, Python {found['machine']['python']}")
    failed = 0
    for name in wanted:
        try:
            key = "slow_disk" if name == "votes" and asked.fsync_ms else name
            found[key] = BENCHES[name](asked)
            failed += _broken(found[key])
        except (RuntimeError, OSError, ValueError) as error:
            say(f"{name}: could not be measured: {error}")
            found[name] = {"error": str(error)}
            failed += 1
    judged = goals.judged(found)
    for goal, value, met in judged:
        say(goals.line_of(goal, value, met))
    found["goals"] = [goals.line_of(*line) for line in judged]
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    say(f"numbers: {asked.json}")
    return 1 if failed or not all(met for _goal, _value, met in judged) else 0


raise SystemExit(main())
