"""The serve side of jobs: gives due commands, and answers the worker over a socket in the data folder.

The worker's requests are JSON lines: `{"ask": "take"|"renew"|"finish", ...}`; each is answered by one line. What they
change goes through the writer as private commands; the commands that a finished job carries are given as the house,
with an id made from the job, so a job done twice changes things once.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, or_, select

from app import checkpoints, runtime
from app.database import complain
from app.house import House
from app.jobs.models import Job
from app.settings import Settings
from app.wire import Result

log = logging.getLogger("dienhong.jobs")

SOCKET = "worker.sock"
LONGEST_WAIT = 20.0
DUE_EVERY = 0.3
LOOK_EVERY = 1.0
"""A worker hears at once of what is given here (`House.work`); this is for leases that ran out and for other processes."""
SWEEP_EVERY = 3600.0


class Service:
    """The listener and the due loop of one house."""

    def __init__(self, house: House):
        self.house = house
        self.stopping = threading.Event()
        self.listening: socket.socket | None = None

    def start(self) -> None:
        self.house.settings.data.mkdir(parents=True, exist_ok=True)
        with address(self.house.settings) as path:
            with contextlib.suppress(FileNotFoundError):
                Path(path).unlink()
            self.listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self.listening.bind(path)
            Path(path).chmod(0o600)
        self.listening.listen(16)
        runtime.spawn(self._listen, name="jobs-socket")
        runtime.spawn(self._due, name="jobs-due")

    def stop(self) -> None:
        self.stopping.set()
        if self.listening is not None:
            with contextlib.suppress(OSError):
                self.listening.shutdown(socket.SHUT_RDWR)
            self.listening.close()

    def _listen(self) -> None:
        assert self.listening is not None
        while not self.stopping.is_set():
            try:
                connection, _peer = self.listening.accept()
            except OSError:
                return
            runtime.spawn(self._talk, connection, name="jobs-worker")

    def _talk(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection, connection.makefile("rwb") as lines:  # a worker may go any time
            for line in lines:
                try:
                    told = answer(self.house, json.loads(line), self.stopping)
                except Exception as error:
                    complain(log, error, "a worker's request failed")
                    told = {"ok": False}
                lines.write(json.dumps(told).encode() + b"\n")
                lines.flush()

    def _due(self) -> None:
        swept = 0.0
        rounds = checkpoints.Rounds(self.house)
        while not self.stopping.is_set():
            try:
                run_due(self.house)
                rounds.look()
                if time.monotonic() - swept > SWEEP_EVERY:
                    swept = time.monotonic()
                    self.house.execute_internal("job.sweep", "system", {})
            except Exception as error:
                if self.stopping.is_set():
                    return
                complain(log, error, "due work failed")
            runtime.sleep(DUE_EVERY)


def start(house: House) -> Service:
    """Start answering the worker and giving due commands."""
    service = Service(house)
    service.start()
    return service


@contextlib.contextmanager
def address(settings: Settings) -> Iterator[str]:
    """The socket's path. A long one (over 107 bytes) is reached through an open folder, the only way the
    kernel takes it.
    """
    path = str(settings.data / SOCKET)
    if len(os.fsencode(path)) <= 100:
        yield path
        return
    folder = os.open(settings.data, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{SOCKET}"
    finally:
        os.close(folder)


_by: BindParameter[Any] = bindparam("by", type_=Job.due.type)
_due = (
    select(Job.id, Job.command, Job.stream, Job.payload)
    .where(Job.kind == "command", Job.state == "waiting", Job.due <= _by)
    .order_by(Job.due, Job.id)
    .limit(100)
)
_waiting = (
    select(Job.id)
    .where(
        Job.kind != "command",
        Job.due <= _by,
        or_(Job.state == "waiting", and_(Job.state == "leased", Job.leased_until < _by)),
    )
    .limit(1)
)


def run_due(house: House) -> int:
    """Give the commands that are due, oldest first. Returns how many were given."""
    with house.database.read() as read:
        due = read.execute(_due, {"by": house.now()}).all()
    for job in due:
        result = house.execute_internal(str(job.command), job.stream, job.payload, id=f"job-{job.id}")
        code = (result.error or {}).get("code", "")
        house.execute_internal("job.finish", "system", {"job": job.id, "error": code, "again": code == "unavailable"})
    return len(due)


def answer(house: House, asked: dict[str, Any], stopping: threading.Event | None = None) -> dict[str, Any]:
    """What the house says to one request of a worker."""
    kind = asked.get("ask")
    if kind == "take":
        return _take(house, str(asked["worker"]), float(asked.get("wait", 0)), stopping)
    if kind == "renew":
        result = house.execute_internal("job.renew", "system", {"job": asked["job"], "worker": asked["worker"]})
        return {"ok": result.ok and bool(result.result)}
    if kind == "finish":
        return {"ok": _finish(house, asked)}
    return {"ok": False}


def _take(house: House, worker: str, wait: float, stopping: threading.Event | None) -> dict[str, Any]:
    until = time.monotonic() + min(wait, LONGEST_WAIT)
    while not (stopping and stopping.is_set()):
        heard = house.work.rung
        if something_waits(house):
            result = house.execute_internal("job.take", "system", {"worker": worker})
            if result.ok and result.result:
                return {"ok": True, "job": result.result}
        if time.monotonic() >= until:
            break
        house.work.wait(heard, LOOK_EVERY)
    return {"ok": True, "job": None}


def something_waits(house: House) -> bool:
    """Is there work for a worker now? Looking costs no write."""
    with house.database.read() as read:
        return read.execute(_waiting, {"by": house.now()}).first() is not None


def _finish(house: House, asked: dict[str, Any]) -> bool:
    job, error = str(asked["job"]), str(asked.get("error", ""))
    for number, give in enumerate(asked.get("commands", [])):
        result: Result = house.execute_internal(give["name"], give["stream"], give["args"], id=f"job-{job}-{number}")
        code = (result.error or {}).get("code", "")
        if code == "unavailable":
            error = error or code
        elif code:
            log.info("job %s: %s was refused: %s", job, give["name"], code)
    told = {"job": job, "worker": asked.get("worker", ""), "error": error, "again": bool(asked.get("again", True))}
    return house.execute_internal("job.finish", "system", told).ok
