"""The drills' hook in the product: inert, unless a drill has set it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

PASSING = """
from app import faults
for n in range(5):
    faults.point("after-commit")
    faults.point("before-commit")
    print(n, flush=True)
"""
CLOCK = "from app import faults\nprint(faults.clock().isoformat())"


def run(program: str, **drill: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("DIENHONG_DRILL")}
    return subprocess.run(
        [sys.executable, "-c", program], env={**kept, **drill}, capture_output=True, text=True, check=False
    )


def test_without_a_drill_the_points_do_nothing() -> None:
    assert run(PASSING).stdout.split() == ["0", "1", "2", "3", "4"]


def test_a_drill_kills_at_the_named_point_when_it_is_passed_for_the_nth_time() -> None:
    done = run(PASSING, DIENHONG_DRILL_KILL="before-commit:3")
    assert (done.returncode, done.stdout.split()) == (-signal.SIGKILL, ["0", "1"])


def test_a_drill_sets_the_clock_by_a_file(tmp_path: Path) -> None:
    off = tmp_path / "clock"
    off.write_text("-3600")
    told = datetime.fromisoformat(run(CLOCK, DIENHONG_DRILL_CLOCK=str(off)).stdout.strip())
    assert abs(datetime.now(UTC) - timedelta(hours=1) - told) < timedelta(minutes=1)
    off.write_text("nonsense")
    told = datetime.fromisoformat(run(CLOCK, DIENHONG_DRILL_CLOCK=str(off)).stdout.strip())
    assert abs(datetime.now(UTC) - told) < timedelta(minutes=1)


def test_sqlite_waits_for_the_disk_unless_a_drill_wants_to_see_what_is_lost() -> None:
    asked = "from app import faults\nprint(faults.synchronous(), faults.armed())"
    assert run(asked).stdout.strip() == "FULL []"
    assert run(asked, DIENHONG_DRILL_SYNCHRONOUS="OFF").stdout.startswith("FULL")
    assert run(asked, DIENHONG_DRILL_SYNCHRONOUS="NORMAL").stdout.strip() == "NORMAL ['DIENHONG_DRILL_SYNCHRONOUS']"


def test_in_the_commit_the_rest_of_the_house_goes_on_for_a_moment_before_it_is_killed() -> None:
    program = (
        "import threading\nfrom app import faults\nfaults.in_commit()\n"
        "threading.Thread(target=faults.in_commit).start()\nprint('answered', flush=True)\nthreading.Event().wait(60)"
    )
    done = run(program, DIENHONG_DRILL_KILL="in-commit:2")
    assert (done.returncode, done.stdout.split()) == (-signal.SIGKILL, ["answered"])


def test_a_slow_disk_holds_up_the_commits_thread_or_everybody() -> None:
    program = (
        "from app import faults, runtime\nheld = []\nruntime.block = held.append\n"
        "faults.before_offloading()\nprint(len(held))\nfaults.in_commit()\nprint(held)"
    )
    assert run(program).stdout.split() == ["0", "[]"]
    assert run(program, DIENHONG_DRILL_COMMIT="0.01").stdout.split() == ["0", "[0.01]"]
    assert run(program, DIENHONG_DRILL_COMMIT="0.01,hub").stdout.split() == ["1", "[0.01]"]
