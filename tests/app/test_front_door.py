"""What `python run.py` says when it is asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

RUN = Path(__file__).parents[2] / "run.py"


@pytest.mark.parametrize("asked", [("--help",), ("-h",), ("serve", "--help")])
def test_who_asks_for_help_gets_the_usage_and_no_server(asked: tuple[str, ...], tmp_path: Path) -> None:
    env = {"PATH": "/usr/bin:/bin", "DIENHONG_DATA": str(tmp_path / "data")}
    told = subprocess.run(
        [sys.executable, RUN, *asked], capture_output=True, text=True, timeout=60, env=env, check=False
    )
    assert told.returncode == 0 and "serve" in told.stdout and "verify-ballot" in told.stdout
    assert not (tmp_path / "data").exists()


def test_a_server_given_what_it_does_not_take_says_so_and_does_not_start(tmp_path: Path) -> None:
    env = {"PATH": "/usr/bin:/bin", "DIENHONG_DATA": str(tmp_path / "data")}
    asked = [sys.executable, RUN, "serve", "--port", "8123"]
    told = subprocess.run(asked, capture_output=True, text=True, timeout=60, env=env, check=False)
    assert told.returncode == 2 and "--port 8123" in told.stderr and "DIENHONG_PORT" in told.stderr
    assert not (tmp_path / "data").exists()
