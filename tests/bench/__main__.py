"""`python -m tests.bench [fanout|votes|flood|queue|return|minutes|startup] [--clients …]`: text for people, JSON beside it."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path
from typing import Any

from tests.bench import benches
from tests.bench.measuring import ROOT, machine

NAMES = ("fanout", "votes", "flood", "queue", "return", "pages", "minutes", "startup")


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("only", nargs="*", choices=[*NAMES, []], help="which; without: all")
    parser.add_argument("--clients", type=int, nargs="+", help="fanout: 200 1000; votes: 500")
    parser.add_argument("--window", type=float, default=2.0, help="votes: all within so many seconds")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", type=Path, default=ROOT / "artefacts" / "bench.json", help="where the numbers go")
    return parser.parse_args()


def say(line: str) -> None:
    print(line, flush=True)


def main() -> int:
    asked = parsed()
    wanted = asked.only or list(filter(None, os.environ.get("ONLY", "").replace(",", " ").split())) or list(NAMES)
    found: dict[str, Any] = {"machine": machine()}
    say(f"{found['machine']['cores']} cores, load {found['machine']['load']}, Python {found['machine']['python']}")
    failed = 0
    for name in wanted:
        try:
            if name == "fanout":
                found[name] = benches.fanout(say, asked.clients or [200, 1000], asked.rounds)
            elif name == "votes":
                found[name] = benches.votes(say, (asked.clients or [500])[0], asked.window, asked.rounds)
                failed += not (found[name]["audit_ok"] and found[name]["counts_agree"] and not found[name]["refused"])
            elif name == "flood":
                found[name] = benches.flood(say, (asked.clients or [1000])[0], asked.rounds)
                failed += not found[name]["audit_ok"] or found[name]["lost"] > 0
            elif name == "queue":
                found[name] = benches.queue(say, (asked.clients or [500])[0], asked.rounds)
            elif name == "return":
                found[name] = benches.comeback(say, (asked.clients or [1000])[0])
            elif name == "pages":
                found[name] = benches.pages(say, asked.rounds)
            elif name == "minutes":
                found[name] = benches.minutes(say, min(asked.rounds, 5))
            else:
                found[name] = benches.startup(say, min(asked.rounds, 3))
        except (RuntimeError, OSError, ValueError) as error:
            say(f"{name}: could not be measured: {error}")
            found[name] = {"error": str(error)}
            failed += 1
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
    say(f"numbers: {asked.json}")
    return 1 if failed else 0


raise SystemExit(main())
