"""The house under a drill: its demo, its process, its proxy, its hall, each a process of its own."""

from __future__ import annotations

import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent


class NotRunning(Exception):
    """The house did not come up, or not in time."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment_for(data: Path, **more: str) -> dict[str, str]:
    """The caller's, without its own house's settings."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("DIENHONG_")}
    return {**kept, "DIENHONG_DATA": str(data), **more}


def run(environment: dict[str, str], *arguments: str, timeout: float = 300) -> subprocess.CompletedProcess[str]:
    """`run.py VERB` to its end."""
    return subprocess.run(
        [sys.executable, "run.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=timeout,
    )


def make_demo(environment: dict[str, str], members: int) -> dict[str, Any]:
    """A meeting in progress with so many members, all signed in."""
    asked = ["demo", "--members", str(members), "--sessions", "--phase", "in_progress"]
    made = run(environment, *asked)
    if made.returncode:
        raise NotRunning(f"the demo could not be made: {made.stderr[-2000:]}")
    return dict(json.loads(made.stdout.splitlines()[-1]))


def ask(address: str, cookie: str, path: str, body: Any = None) -> Any:
    """One HTTP request of somebody signed in, and its JSON. Raises OSError."""
    headers = {"Origin": address, "Cookie": cookie, "Content-Type": "application/json", "Accept": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address + path, data=data, headers=headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read())


def send(
    address: str, cookie: str, path: str, body: bytes, kind: str = "application/json"
) -> tuple[int, dict[str, Any]]:
    """One writing request that may be refused: its status and its JSON."""
    headers = {"Origin": address, "Cookie": cookie, "Content-Type": kind, "Accept": "application/json"}
    try:
        with urllib.request.urlopen(
            urllib.request.Request(address + path, data=body, headers=headers), timeout=60
        ) as told:
            return told.status, json.loads(told.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read() or b"{}")


class House:
    """`python run.py` on one port, started and killed many times."""

    def __init__(self, environment: dict[str, str], log: Path, prefix: tuple[str, ...] = ()):
        self.port = free_port()
        self.environment = {**environment, "DIENHONG_PORT": str(self.port)}
        self.log = log.open("ab")
        self.prefix = prefix
        self.process: subprocess.Popen[bytes] | None = None
        self.starts: list[float] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def start(self, **more: str) -> None:
        """Until it answers. Raises NotRunning."""
        began = time.monotonic()
        self.process = subprocess.Popen(
            [*self.prefix, sys.executable, "run.py"],
            cwd=ROOT,
            env={**self.environment, **more},
            stdout=subprocess.PIPE,
            stderr=self.log,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if b"http://" not in line:
            raise NotRunning(f"the house did not start (status {self.process.wait()}): see {self.log.name}")
        self.process.stdout.close()
        self.starts.append(time.monotonic() - began)

    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def send(self, number: signal.Signals) -> None:
        if self.running():
            os.kill(self.pid, number)

    def kill(self) -> None:
        """SIGKILL, however it is (stopped, too)."""
        self.send(signal.SIGKILL)
        if self.process is not None:
            self.process.wait(30)

    def stop(self) -> int:
        """SIGTERM; the exit status."""
        if self.process is None:
            return 0
        self.send(signal.SIGCONT)
        self.send(signal.SIGTERM)
        try:
            return self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.kill()
            return -9

    def ready(self) -> bool:
        with suppress(OSError), urllib.request.urlopen(f"{self.address}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
        return False


class Helper:
    """A process of the drill that takes orders by lines and tells by lines."""

    def __init__(self, program: str, first: dict[str, Any], told: Callable[[dict[str, Any]], None], log: Path):
        self.log = log.open("ab")
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / program)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            cwd=ROOT,
        )
        self.told = told
        self.order(first)
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        stdout: IO[bytes] | None = self.process.stdout
        assert stdout is not None
        for line in stdout:
            self.told(json.loads(line))
        self.told({"say": "gone"})

    def order(self, order: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):
            self.process.stdin.write(json.dumps(order).encode() + b"\n")
            self.process.stdin.flush()

    def end(self) -> None:
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):
            self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.thread.join(5)


class Proxy(Helper):
    """The fault proxy in front of a house."""

    def __init__(self, house: int, seed: str, log: Path):
        self.port = free_port()
        self.lines: queue.Queue[dict[str, Any]] = queue.Queue()
        super().__init__("proxy.py", {"listen": self.port, "house": house, "seed": seed}, self.lines.put, log)
        self.lines.get(timeout=60)

    def tell(self) -> dict[str, Any]:
        """What it has done so far."""
        self.order({"order": "tell"})
        return self.lines.get(timeout=20)

    def faults(self, **faults: float) -> None:
        self.order({"order": "faults", **faults})


class Hall(Helper):
    """The clients. `figures` is what they said last."""

    def __init__(self, scenario: dict[str, Any], log: Path, closing: Callable[[], None] = lambda: None):
        self.figures: dict[str, Any] = {"joined": 0, "finals": 0, "pending": 0}
        self.people = len(scenario["members"]) + 2
        self.done = threading.Event()
        self.gone = threading.Event()
        self.closing = closing
        super().__init__("hall.py", scenario, self._told, log)

    def _told(self, told: dict[str, Any]) -> None:
        if told["say"] == "figures":
            self.figures = told
        elif told["say"] == "closing":
            self.closing()
        elif told["say"] == "done":
            self.done.set()
        elif told["say"] == "gone":
            self.gone.set()

    def wait_for(self, what: Callable[[dict[str, Any]], bool], seconds: float, unless: Callable[[], bool]) -> bool:
        """Until the figures are so. False after so many seconds, or when `unless` holds. Raises NotRunning."""
        deadline = time.monotonic() + seconds
        while not what(self.figures):
            if self.gone.is_set() and not self.done.is_set():
                raise NotRunning(f"the hall ended by itself: see {self.log.name}")
            if time.monotonic() > deadline or unless():
                return False
            time.sleep(0.02)
        return True


def scenario(demo: dict[str, Any], proxy: int, history: Path, seed: str, **more: Any) -> dict[str, Any]:
    """What the hall is told."""
    return {
        "host": "127.0.0.1",
        "port": proxy,
        "stream": f"meeting:{demo['meeting']}",
        "chair": demo["chair"],
        "secretary": demo["secretary"],
        "members": demo["members"],
        "history": str(history),
        "seed": seed,
        "silence": 5.0,
        **more,
    }
