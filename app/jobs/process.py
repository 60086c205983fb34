"""One job in a process of its own: killable with everything it started, limited, and gone afterwards."""

from __future__ import annotations

import contextlib
import ctypes
import logging
import multiprocessing
import os
import resource
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import msgspec

from app.house import House
from app.jobs.registry import JOBS, Give, Kind, Work

log = logging.getLogger("dienhong.jobs")

MEMORY = 4 * 1024**3
LARGEST_FILE = 1024**3
PR_SET_PDEATHSIG = 1


class Outcome(msgspec.Struct, frozen=True):
    """What came of it: commands to give, or an error."""

    commands: list[dict[str, Any]]
    error: str = ""


def die_with_parent() -> None:
    """Linux: we get SIGKILL when the process that made us ends, however it ends."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def perform(house: House, told: dict[str, Any], still: Callable[[], bool], every: float = 15.0) -> Outcome:
    """Do a job in a child process. `still()` is asked every `every` seconds whether the job is still ours."""
    kind = JOBS.get(told["kind"])
    if kind is None:
        return Outcome([], f"no such work: {told['kind']}")
    folder = Path(tempfile.mkdtemp(prefix="dienhong-job-"))
    try:
        if told["attempts"] > kind.attempts:
            return _gave_up(kind, _work(house, told, folder), told, told.get("error") or "lost")
        found = _in_child(house, kind, told, folder, still, every)
        if found.error and told["attempts"] >= kind.attempts:
            return _gave_up(kind, _work(house, told, folder), told, found.error)
        return found
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _work(house: House, told: dict[str, Any], folder: Path) -> Work:
    return Work(house, told["id"], told["stream"], folder)


def _gave_up(kind: Kind, work: Work, told: dict[str, Any], error: str) -> Outcome:
    gives = kind.gave_up(work, told["payload"], error) if kind.gave_up else []
    return Outcome(msgspec.to_builtins(list(gives)), error)


def _in_child(
    house: House, kind: Kind, told: dict[str, Any], folder: Path, still: Callable[[], bool], every: float
) -> Outcome:
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(house, kind, told, folder, there), daemon=False)
    child.start()
    there.close()
    try:
        return _watch(here, kind.seconds, still, every)
    finally:
        _end(child.pid)
        child.join(5)
        here.close()


def _watch(here: Connection, seconds: int, still: Callable[[], bool], every: float) -> Outcome:
    until = time.monotonic() + seconds
    while True:
        left = until - time.monotonic()
        if left <= 0:
            return Outcome([], "timeout")
        if here.poll(min(every, left)):
            try:
                return msgspec.json.decode(here.recv_bytes(), type=Outcome)
            except (EOFError, OSError):
                return Outcome([], "died")
        elif not still():
            return Outcome([], "taken over")


def _end(pid: int | None) -> None:
    """End the child and all that it started."""
    if pid is None:
        return
    for kill in (os.killpg, os.kill):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)


def _child(house: House, kind: Kind, told: dict[str, Any], folder: Path, there: Connection) -> None:
    os.setsid()
    die_with_parent()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    house.database.reading.dispose(close=False)
    house.database.writing.dispose(close=False)
    try:
        gives = list(kind.do(_work(house, told, folder), told["payload"]))
        outcome = Outcome(msgspec.to_builtins(gives))
    except Exception as error:
        log.exception("job %s (%s) failed", told["id"], kind.name)
        outcome = Outcome([], f"{type(error).__name__}: {error}"[:500])
    there.send_bytes(msgspec.json.encode(outcome))
    there.close()


def perform_here(house: House, told: dict[str, Any]) -> Outcome:
    """The same without a process of its own (the demo, tests): for work whose material is ours."""
    kind = JOBS[told["kind"]]
    folder = Path(tempfile.mkdtemp(prefix="dienhong-job-"))
    try:
        return Outcome(msgspec.to_builtins(list(kind.do(_work(house, told, folder), told["payload"]))))
    except Exception as error:
        log.exception("job %s (%s) failed", told["id"], kind.name)
        return Outcome([], f"{type(error).__name__}: {error}"[:500])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


__all__ = ["Give", "Outcome", "die_with_parent", "perform", "perform_here"]
