"""`python run.py work`: does what is due. A child of serve, not patched, and ended with it.

The parent only watches: it keeps SLOTS processes, each of which asks for a job, does it in a process of its
own and tells what came of it. A slot ends itself after a hundred jobs and is started anew, so nothing that a library leaks grows for ever.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import select
import signal
import time
from typing import Any

from app.house import House
from app.jobs import process, service
from app.jobs.link import Link, connect
from app.jobs.registry import JOBS
from app.settings import Settings

log = logging.getLogger("dienhong.worker")

SLOTS = 2
JOBS_A_SLOT = 100
WAIT = 10.0
LOOK_EVERY = 0.5
"""How soon a slot that ended is replaced, and the end of serve noticed."""
FINISH_AGAIN = (0.5, 1.0, 2.0, 4.0, 8.0, 8.0, 8.0)
"""Together less than a lease."""
ENDS = {signal.SIGTERM, signal.SIGINT}
HEARD = ENDS | {signal.SIGCHLD}


def main(settings: Settings, arguments: list[str] | None = None) -> int:
    """Keep the slots running until told to stop, or until serve is gone."""
    from app import create_app

    house: House = create_app(settings).extensions["house"]
    os.nice(10)  # the hall comes first
    signal.pthread_sigmask(signal.SIG_BLOCK, HEARD)  # waited for here; a slot lets them in when it is ready to leave
    slots: set[int] = set()
    ahead = False
    alive = int(os.environ["DIENHONG_ALIVE_FD"]) if "DIENHONG_ALIVE_FD" in os.environ else None
    while True:
        rested = _bury(slots)
        if _is_gone(alive):
            break
        if rested and not ahead:
            _import_ahead()
            ahead = True
        while len(slots) < SLOTS:
            slots.add(_start_slot(house, alive, first=not ahead))
        if signal.sigtimedwait(ENDS, LOOK_EVERY):
            break
    for pid in slots:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    _wait_for(slots, 3.0)
    return 0


def _import_ahead() -> None:
    """Once, when a first slot has done a job or found none, and ended: WeasyPrint alone takes most of a second, which after a
    restart belongs to the devices that come back. Only imported: a library that has been used may have threads, which a
    fork leaves behind.
    """
    for module in {name for kind in JOBS.values() for name in kind.needs}:
        with contextlib.suppress(ImportError, OSError):  # the job says what is missing
            importlib.import_module(module)


def _is_gone(alive: int | None) -> bool:
    """The pipe serve holds is readable only when serve has ended."""
    return alive is not None and bool(select.select([alive], [], [], 0)[0])


def _bury(slots: set[int]) -> bool:
    """Whether one has ended."""
    ended = {pid for pid in slots if os.waitpid(pid, os.WNOHANG)[0]}
    slots -= ended
    return bool(ended)


def _wait_for(slots: set[int], seconds: float) -> None:
    until = time.monotonic() + seconds
    while slots and time.monotonic() < until:
        signal.sigtimedwait({signal.SIGCHLD}, 0.1)
        _bury(slots)
    for pid in slots:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _start_slot(house: House, alive: int | None, *, first: bool = False) -> int:
    """A slot; one of the first ends after one job, or where there is none, so that the next has everything imported."""
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        process.die_with_parent()
        for number in ENDS:
            signal.signal(number, _leave)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HEARD)
        run_slot(house, 1 if first else JOBS_A_SLOT, alive, until_idle=first)
        status = 0
    except SystemExit:
        status = 0
    except OSError as error:
        log.warning("the worker lost the house: %s", error)
    except Exception:
        log.exception("the worker failed")
    finally:
        os._exit(status)


def _leave(_number: int, _frame: Any) -> None:
    raise SystemExit(0)


def run_slot(
    house: House, jobs: int = JOBS_A_SLOT, alive: int | None = None, *, until_idle: bool = False, wait: float = WAIT
) -> None:
    """Ask for jobs, waiting so many seconds for one, and do them, one after another, as long as the serve we belong to lives:
    who answers at its address after it may be the next one, and we are about to be ended. `until_idle`: as long as there are
    some.
    """
    link = connect(house)
    me = f"{os.uname().nodename}-{os.getpid()}"[:60]
    done = 0
    while done < jobs and not _is_gone(alive):
        found = link.ask({"ask": "take", "worker": me, "wait": wait})
        told = found.get("job")
        if told is None:
            if not found.get("ok"):
                time.sleep(1.0)
            elif until_idle:
                return
            continue
        _one(house, link, me, told)
        done += 1


def _one(house: House, link: Link, me: str, told: dict[str, Any]) -> None:
    def still() -> bool:
        return bool(link.ask({"ask": "renew", "job": told["id"], "worker": me})["ok"])

    outcome = process.perform(house, told, still)
    if outcome.error:
        log.warning("job %s (%s), attempt %s: %s", told["id"], told["kind"], told["attempts"], outcome.error)
    if outcome.error != "taken over":
        _finish(link, _came_of(told, me, outcome))


def _came_of(told: dict[str, Any], worker: str, outcome: process.Outcome) -> dict[str, Any]:
    """What the house is asked to take as the end of a job."""
    done = {"error": outcome.error, "commands": outcome.commands}
    return {"ask": "finish", "job": told["id"], "worker": worker, **done}


def _finish(link: Link, asked: dict[str, Any]) -> None:
    """Until the house has taken it: without its database it can take nothing, and the work would be done anew."""
    for wait in (*FINISH_AGAIN, None):
        if link.ask(asked)["ok"] or wait is None:
            return
        time.sleep(wait)


def run_waiting(house: House, limit: int = 1000) -> int:
    """Do all that waits in this process (the demo before it serves, tests). Returns how many jobs were done."""
    done = 0
    while done < limit:
        told = service.answer(house, {"ask": "take", "worker": "here"}).get("job")
        if told is None:
            return done
        outcome = process.perform_here(house, told)
        service.answer(house, _came_of(told, "here", outcome))
        done += 1
    return done
