"""Where a drill stops the house, and how it turns its clock (tests/drill). Inert unless the environment says otherwise:

`DIENHONG_DRILL_KILL=before-commit:17`: this process gets SIGKILL when it passes that point for the 17th time.
`DIENHONG_DRILL_CLOCK=FILE`: the house's clock is off by the seconds written in the file, which is read at every reading.
`DIENHONG_DRILL_FORGETFUL=1`: a PostgreSQL without fsync may be used, as the tests' own is.
`DIENHONG_DRILL_SYNCHRONOUS=NORMAL`: SQLite acknowledges what is not on the disk yet, which a drill must notice.

The points: `before-commit`, `after-commit` (before anybody is answered), `in-broadcast` (before a frame leaves).
"""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

KILL, CLOCK, FORGETFUL = "DIENHONG_DRILL_KILL", "DIENHONG_DRILL_CLOCK", "DIENHONG_DRILL_FORGETFUL"
SYNCHRONOUS = "DIENHONG_DRILL_SYNCHRONOUS"
_point, _, _times = os.environ.get(KILL, "").partition(":")
_left = int(_times or 1)
_clock = Path(os.environ[CLOCK]) if os.environ.get(CLOCK) else None


def armed() -> list[str]:
    """The variables that are set: none outside a drill."""
    return [name for name in (KILL, CLOCK, FORGETFUL, SYNCHRONOUS) if os.environ.get(name)]


def point(name: str) -> None:
    """A place where a drill may stop the house."""
    if name == _point:
        _pass()


def _pass() -> None:
    global _left
    _left -= 1
    if _left == 0:
        os.kill(os.getpid(), signal.SIGKILL)


def synchronous() -> str:
    """How SQLite waits for the disk."""
    return "NORMAL" if os.environ.get(SYNCHRONOUS) == "NORMAL" else "FULL"


def clock() -> datetime:
    """The wall clock."""
    now = datetime.now(UTC)
    if _clock is None:
        return now
    try:
        return now + timedelta(seconds=float(_clock.read_text()))
    except (OSError, ValueError):  # just being written
        return now
