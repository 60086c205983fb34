"""Where a drill stops the house, and how it turns its clock (tests/drill). Inert unless the environment says otherwise:

`DIENHONG_DRILL_KILL=before-commit:17`: this process gets SIGKILL when it passes that point for the 17th time.
`DIENHONG_DRILL_CLOCK=FILE`: the house's clock is off by the seconds written in the file, which is read at every reading.
`DIENHONG_DRILL_FORGETFUL=1`: a PostgreSQL without fsync may be used, as the tests' own is.
`DIENHONG_DRILL_SYNCHRONOUS=NORMAL`: SQLite acknowledges what is not on the disk yet, which a drill must notice.
`DIENHONG_DRILL_COMMIT=0.01`: the disk takes so many seconds longer for each commit. With `,hub` everything waits for it,
as it would without the thread of its own (`make bench ONLY=votes`).
`DIENHONG_DRILL_COLLECT=usual`: Python collects its garbage as it comes, so that a bench sees what the tuning is worth.

The points: `before-commit`, `in-commit` (in the commit's thread: the rest of the house goes on for a moment, so that what
is answered too early gets out), `after-commit` (before anybody is answered), `in-broadcast` (before a frame leaves).
"""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app import runtime

KILL, CLOCK, FORGETFUL = "DIENHONG_DRILL_KILL", "DIENHONG_DRILL_CLOCK", "DIENHONG_DRILL_FORGETFUL"
SYNCHRONOUS, COMMIT = "DIENHONG_DRILL_SYNCHRONOUS", "DIENHONG_DRILL_COMMIT"
COLLECT = "DIENHONG_DRILL_COLLECT"
A_MOMENT = 0.1
"""Seconds between reaching `in-commit` and the end."""
_point, _, _times = os.environ.get(KILL, "").partition(":")
_left = int(_times or 1)
_clock = Path(os.environ[CLOCK]) if os.environ.get(CLOCK) else None
_slower, _, _where = os.environ.get(COMMIT, "").partition(",")
_longer = float(_slower or 0)


def armed() -> list[str]:
    """The variables that are set: none outside a drill."""
    return [name for name in (KILL, CLOCK, FORGETFUL, SYNCHRONOUS, COMMIT, COLLECT) if os.environ.get(name)]


def point(name: str) -> None:
    """A place where a drill may stop the house."""
    if name == _point:
        _pass()


def before_offloading() -> None:
    """A slow disk that everybody waits for."""
    if _longer and _where == "hub":
        runtime.block(_longer)


def in_commit() -> None:
    """In the thread that commits: the drill's end of it, or a slow disk."""
    if _point == "in-commit":
        _pass(A_MOMENT)
    if _longer and _where != "hub":
        runtime.block(_longer)


def in_commit_elsewhere() -> None:
    """The same before a commit that the database's own process makes (PostgreSQL), off the hub."""
    if _point == "in-commit" or (_longer and _where != "hub"):
        runtime.offload(in_commit)


def _pass(lingering: float = 0.0) -> None:
    global _left
    _left -= 1
    if _left == 0:
        runtime.block(lingering)
        os.kill(os.getpid(), signal.SIGKILL)


def synchronous() -> str:
    """How SQLite waits for the disk."""
    return "NORMAL" if os.environ.get(SYNCHRONOUS) == "NORMAL" else "FULL"


def collects_as_usual() -> bool:
    """Python's own thresholds for collecting garbage."""
    return os.environ.get(COLLECT) == "usual"


def clock() -> datetime:
    """The wall clock."""
    now = datetime.now(UTC)
    if _clock is None:
        return now
    try:
        return now + timedelta(seconds=float(_clock.read_text()))
    except (OSError, ValueError):  # just being written
        return now
