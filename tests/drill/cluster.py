"""A PostgreSQL of the drill's own, which keeps what it is told to (fsync, full pages, WAL), and dies when it is told to."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path

import psycopg2

from tests.drill.serving import NotRunning
from tests.postgresql import IN_NAMESPACE, binaries, free_port, in_namespace, owner, prepared

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "wal_recycle": "off",
    "wal_keep_size": "256MB",
    "checkpoint_timeout": "30s",
    "max_connections": "200",
}
"""Checkpoints are frequent, so that recoveries begin in all states of one."""
STARTS_WITHIN = 120.0
FAULTY = re.compile(rb"PANIC|invalid page|checksum|could not fsync|TRAP:")
"""What the log of a sound database never says, however it is killed."""
NO_ROOM = b"No space left on device"
"""With this it panics, and is right to."""


class Cluster:
    """Its folder lies in the drill's, so that a failed drill keeps it. `making`: for initdb."""

    def __init__(self, folder: Path, making: Sequence[str] = (), **settings: str):
        folder.mkdir(exist_ok=True)
        self.folder, self.port, self.settings = folder, free_port(), {**SETTINGS, **settings}
        if os.geteuid() == 0:
            folder.parent.chmod(0o711)  # `postgres` passes through, and sees nothing
        self.data, self.prefix = prepared(folder, *making)
        self.log = (folder / "log").open("ab")
        self.tracing: tuple[str, ...] = ()
        """strace, where it is to see what is written."""
        self.process: subprocess.Popen[bytes] | None = None
        self.recoveries: list[float] = []
        self.start()

    def address(self, name: str) -> str:
        """As SQLAlchemy takes it."""
        return f"postgresql+psycopg2://postgres@127.0.0.1:{self.port}/{name}"

    def create(self, name: str) -> str:
        """An empty database; its address."""
        with closing(self.connect("postgres")) as connection:
            connection.autocommit = True
            connection.cursor().execute(f'CREATE DATABASE "{name}"')
        return self.address(name)

    def connect(self, name: str = "postgres") -> psycopg2.extensions.connection:
        return psycopg2.connect(host="127.0.0.1", port=self.port, user="postgres", dbname=name)

    def start(self) -> None:
        """Until it answers, its recovery done. Raises NotRunning."""
        began = time.monotonic()
        command = [str(binaries() / "postgres"), "-D", str(self.data), "-p", str(self.port), "-k", str(self.folder)]
        for name, value in self.settings.items():
            command += ["-c", f"{name}={value}"]
        if in_namespace():
            command = [*IN_NAMESPACE, *command]
        who = owner()
        whose = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []} if who else {}
        if self.tracing:
            command = [*self.tracing, *(["-u", who.pw_name] if who else []), "--", *command]
            whose = {}
        self.process = subprocess.Popen(command, cwd="/", stdout=self.log, stderr=self.log, **whose)
        while True:
            try:
                self.connect("postgres").close()
                break
            except psycopg2.OperationalError as error:
                if self.process.poll() is not None or time.monotonic() - began > STARTS_WITHIN:
                    raise NotRunning(f"PostgreSQL did not start: see {self.folder}/log") from error
            time.sleep(0.02)
        self.recoveries.append(time.monotonic() - began)

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def family(self) -> list[int]:
        """The processes that it has just now, the first aside."""
        return children(self.process.pid) if self.process is not None and self.running() else []

    def kill(self, known: Sequence[int] = (), then: Callable[[], None] = lambda: None) -> None:
        """SIGKILL to all of its processes, those known before at once. They are in groups of their own, and the first must not
        start new ones meanwhile: it is stopped. `then` is called while they die.
        """
        if self.process is None or not self.running():
            return
        for pid, number in [(self.process.pid, signal.SIGSTOP), *((pid, signal.SIGKILL) for pid in known)]:
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        family = [*children(self.process.pid), self.process.pid]
        for pid in family:
            os.kill(pid, signal.SIGKILL)  # none of them is buried before the first dies
        then()
        self.process.wait(30)
        deadline = time.monotonic() + 30
        while any(map(lives, family)):
            if time.monotonic() > deadline:
                raise NotRunning("PostgreSQL does not die")
            time.sleep(0.005)

    def stop(self) -> None:
        """A fast shutdown: what is left is a whole folder."""
        if self.process is not None and self.running():
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.kill()

    def damage(self, name: str) -> list[str]:
        """Every table and index read through, checksums and all; and what the log says that it never should."""
        checking = [str(binaries() / "pg_amcheck"), "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]
        checking += ["--install-missing", "--heapallindexed", "-d", name]
        done = subprocess.run(checking, capture_output=True, text=True, check=False, cwd="/")
        found = (done.stdout + done.stderr).splitlines()[:10] if done.returncode else []
        return found + [line for line in self.complaints() if NO_ROOM.decode() not in line][:10]

    def complaints(self) -> list[str]:
        """What is in its log and should not be."""
        lines = (self.folder / "log").read_bytes().splitlines()
        return [line.decode(errors="replace") for line in lines if FAULTY.search(line)]


def children(pid: int) -> list[int]:
    """All that a process has started and that it has not buried yet."""
    numbers = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]
    return [number for number in numbers if _standing(number)[1:2] == [str(pid)]]


def lives(pid: int) -> bool:
    """A process that nobody has buried yet is dead, too."""
    return _standing(pid)[:1] not in ([], ["Z"], ["X"])


def _standing(pid: int) -> list[str]:
    """A process' state, its parent, and more; nothing where there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
