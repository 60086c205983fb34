"""`matrix`: every room on every device, letter size, light and language (tests/journeys/test_every_room.py, whole)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree

from tests.drill.crash import Asked
from tests.drill.serving import ROOT

TESTS = "tests/journeys/test_every_room.py"


def drill(say: Callable[[str], None], asked: Asked) -> dict[str, Any]:
    """What the suite looks at in a choice is looked at in whole; each test that fails tells all it has found."""
    with TemporaryDirectory() as folder:
        told = Path(folder) / "told.xml"
        words = [sys.executable, "-m", "pytest", "-m", "journeys", "-n", "0", "--database", asked.database, TESTS]
        done = subprocess.run(
            [*words, f"--junitxml={told}", "-vv", "--tb=short"],
            cwd=ROOT,
            env={**os.environ, "MATRIX": "whole"},
            capture_output=True,
            text=True,
        )
        say(f"  {done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr.strip()[-400:]}")
        cases = list(ElementTree.parse(told).iter("testcase")) if told.exists() else []
    failures = [
        {"rule": "matrix", "what": case.get("name"), "found": wrong.get("message", "")}
        for case in cases
        for wrong in (*case.iter("failure"), *case.iter("error"))
    ]
    if done.returncode and not failures:
        failures = [{"rule": "matrix", "what": f"ended with {done.returncode}: {done.stdout[-400:]}"}]
    return {"drill": "matrix", "rooms": len(cases), "failures": failures}
