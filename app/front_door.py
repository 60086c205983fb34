"""What `python run.py VERB` does."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import gc
import importlib
import logging
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from app import faults, runtime, schema
from app.logs import set_up_logging
from app.settings import Settings, load

VERBS = ("serve", "work", "demo", "simulate", "audit", "backup", "restore", "doctor")
USAGE = (
    "python run.py [serve | work | demo [--members N [--sessions] [--phase P]] | simulate [--members N] [--minutes M] | audit"
    " | backup FILE | restore FILE | doctor]"
)


HELP = frozenset({"-h", "--help"})
"""Without a verb they come to `serve`, which has no options of its own: whoever asks wants no server."""


def main(verb: str, arguments: list[str]) -> int:
    """Run a verb; the exit status."""
    try:
        settings = load()
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    theirs = _verbs_of_features(settings)
    usage = f"{USAGE[:-1]} | {' | '.join(theirs)}]" if theirs else USAGE
    if verb == "serve" and not HELP.isdisjoint(arguments):
        print(usage)
        return 0
    if verb == "serve" and arguments:
        print(
            f"serve takes no arguments: {' '.join(arguments)}. Its port is DIENHONG_PORT.",
            usage,
            sep="\n",
            file=sys.stderr,
        )
        return 2
    if verb in theirs:
        return int(importlib.import_module(theirs[verb]).main(settings, arguments) or 0)
    if verb not in VERBS:
        print(usage, file=sys.stderr)
        return 2
    if verb == "serve":
        return serve(settings)
    room = {
        "work": "app.jobs.worker",
        "demo": f"{settings.features[-1]}.demo",
        "simulate": f"{settings.features[-1]}.demo.simulate",
        "audit": "app.audit",
        "backup": "app.backup",
        "restore": "app.restore",
        "doctor": "app.doctor",
    }[verb]
    set_up_logging(settings)
    return int(importlib.import_module(room).main(settings, arguments) or 0)


def _verbs_of_features(settings: Settings) -> dict[str, str]:
    """What the packages can do besides: {verb: module with a `main`}."""
    packages = [importlib.import_module(name) for name in settings.features]
    return {verb: module for package in packages for verb, module in getattr(package, "VERBS", {}).items()}


@contextlib.contextmanager
def data_folder(settings: Settings) -> Iterator[None]:
    """Hold the data folder: one serve at a time. The lock dies with the process. Raises BlockingIOError."""
    settings.data.mkdir(parents=True, exist_ok=True)
    with (settings.data / "lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def serve(settings: Settings) -> int:
    """The web and websocket process with its worker as a child; SIGTERM stops it cleanly."""
    set_up_logging(settings)
    if faults.armed():
        logging.getLogger("dienhong").warning(
            "a drill may stop this server at any moment: %s", ", ".join(faults.armed())
        )
    try:
        with data_folder(settings):
            return _serve(settings)
    except BlockingIOError:
        print(f"{settings.data}: another server is running on this data folder.", file=sys.stderr)
        return 1
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        print(f"Port {settings.port} is taken: choose another with DIENHONG_PORT.", file=sys.stderr)
        return 1


BESIDES = 512
"""Files the house has open that are no device's connection."""


def _open_files(settings: Settings) -> None:
    """As many as the devices it takes need, where the system lets us: the usual 1,024 would leave some waiting unheard."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = settings.clients + BESIDES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _serve(settings: Settings) -> int:
    from app import checkpoints, clock, create_app, doctor, room
    from app.house import House
    from app.jobs import service

    _open_files(settings)
    flask = create_app(settings)
    house: House = flask.extensions["house"]
    house.room.make_way()
    dangers = doctor.at_start(settings, house.database)
    if dangers:
        house.database.close()
        print("This must be put right before the server can start:", *dangers, sep="\n  ", file=sys.stderr)
        return 1
    schema.upgrade(house.database)
    assert house.relay.socketio is not None
    room.keep(house)
    clock.keep(house)
    house.relay.start(house.relay.socketio)
    for prepare in house.before_serving:
        prepare(house)
    service.start(house)
    stop = _told_to_stop()
    workers: list[subprocess.Popen[bytes]] = []
    if settings.worker:
        runtime.spawn(_worker_later, workers, stop, name="worker-later")
    _tune_memory()
    try:
        runtime.serve(flask, settings.host, settings.port, _say_ready(settings), stop)
    finally:
        checkpoints.make_all(house)
        house.writer.stop()  # what has been sent in is written and answered
        house.relay.finish()
        for worker in workers:
            worker.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                worker.wait(5)
        house.close()
    return 0


def _told_to_stop() -> threading.Event:
    """Set when the process is told to end."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _say_ready(settings: Settings) -> Callable[[int], None]:
    def ready(port: int) -> None:
        shown = "127.0.0.1" if settings.host in ("0.0.0.0", "::", "") else settings.host
        print(f"Diên Hồng: http://{shown}:{port}/", flush=True)

    return ready


WORKER_AFTER = 1.0


def _worker_later(workers: list[subprocess.Popen[bytes]], stop: threading.Event) -> None:
    """After a restart the devices that come back have the processor first; a PDF may wait a second."""
    runtime.sleep(WORKER_AFTER)
    if not stop.is_set():
        workers.append(_start_worker())


def _start_worker() -> subprocess.Popen[bytes]:
    """The worker: PDF, Office conversion. It ends when we do, even by SIGKILL, for it reads a pipe that we hold."""
    here = Path(__file__).resolve().parents[1]
    read_end, write_end = os.pipe()
    environment = {**os.environ, "DIENHONG_ALIVE_FD": str(read_end)}
    worker = subprocess.Popen(
        [sys.executable, str(here / "run.py"), "work"], env=environment, pass_fds=(read_end,), cwd=Path.cwd()
    )
    os.close(read_end)
    _held.append(os.fdopen(write_end, "wb"))
    return worker


_held: list[IO[bytes]] = []


def _tune_memory() -> None:
    """Full collections stop everything for 100 ms at 1,000 clients (performance.md): fewer of them, and what is old is frozen."""
    if faults.collects_as_usual():
        return
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)
