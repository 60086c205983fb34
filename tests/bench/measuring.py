"""What every bench needs: a server with a demo of its own, the load client's process, and honest numbers about the machine."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
CLIENT, CROWD = Path(__file__).with_name("client.py"), Path(__file__).with_name("crowd.py")
MEASURED = (
    "eventlet",
    "greenlet",
    "flask",
    "flask-socketio",
    "python-socketio",
    "python-engineio",
    "sqlalchemy",
    "weasyprint",
)
"""What the figures depend on, beside our own."""
NO_PACE = {f"DIENHONG_{name}": "10000" for name in ("RATE_PER_SECOND", "RATE_BURST", "READS_PER_SECOND", "READS_BURST")}
"""The bench's one chair gives in seconds what a real one gives in hours."""


@dataclass
class Server:
    """A serving house on a free port, with what the demo printed."""

    port: int
    pid: int
    data: Path
    demo: dict[str, Any]
    environment: dict[str, str]
    starting: float

    @property
    def stream(self) -> str:
        return f"meeting:{self.demo['meeting']}"

    def scenario(self, what: str, clients: int, **more: Any) -> dict[str, Any]:
        """What the load client is told. The members' cookies come from the demo."""
        return {
            "what": what,
            "host": "127.0.0.1",
            "port": self.port,
            "pid": self.pid,
            "stream": self.stream,
            "item": self.demo["items"][0],
            "cookies": [member["cookie"] for member in self.demo["members"][:clients]],
            "chair": self.demo["chair"]["cookie"],
            "secretary": self.demo["secretary"]["cookie"],
            **more,
        }

    def audit(self) -> dict[str, Any]:
        """`run.py audit` while it serves."""
        done = subprocess.run(
            [sys.executable, "run.py", "audit"],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return dict(json.loads(done.stdout)) | {"status": done.returncode}


def environment_for(data: Path, **more: str) -> dict[str, str]:
    """The caller's, without its own house's settings."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("DIENHONG_")}
    return {**kept, "DIENHONG_DATA": str(data), "DIENHONG_PORT": "0", **more}


@contextmanager
def serving(
    members: int,
    *,
    phase: str = "in_progress",
    prepare: Callable[[Path, dict[str, Any]], Any] | None = None,
    **settings: str,
) -> Iterator[Server]:
    """A house with a demo in a folder that is thrown away; what `prepare` gives, before it starts, is kept as `prepared`."""
    with tempfile.TemporaryDirectory(prefix="dienhong-bench-") as folder:
        data = Path(folder) / "data"
        environment = environment_for(data, **settings)
        asked = ["--members", str(members), "--sessions", "--phase", phase]
        made = subprocess.run(
            [sys.executable, "run.py", "demo", *asked],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise RuntimeError(f"the demo could not be made: {made.stderr[-2000:]}")
        demo = json.loads(made.stdout.splitlines()[-1])
        demo["prepared"] = prepare(data, demo) if prepare else None
        with started(environment) as (port, pid, starting):
            yield Server(port, pid, data, demo, environment, starting)


PASSWORD = "dienhong-2026"
"""Of every account of the demo."""


@contextmanager
def rich(prepare: Callable[[Path], Any]) -> Iterator[tuple[int, Path, Any]]:
    """The demo that people are shown, prepared further before its house starts: port, data folder, what preparing gave."""
    with tempfile.TemporaryDirectory(prefix="dienhong-bench-") as folder:
        data = Path(folder) / "data"
        environment = environment_for(data)
        made = subprocess.run(
            [sys.executable, "run.py", "demo"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        if made.returncode:
            raise RuntimeError(f"the demo could not be made: {made.stderr[-2000:]}")
        prepared = prepare(data)
        with started(environment) as (port, _pid, _starting):
            yield port, data, prepared


def signed_in(port: int, username: str) -> str:
    """The cookie of somebody of the demo."""
    told = json.dumps({"username": username, "password": PASSWORD}).encode()
    headers = {"Origin": f"http://127.0.0.1:{port}", "Content-Type": "application/json"}
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/api/session", told, headers)
    with urllib.request.urlopen(asked, timeout=30) as answer:
        return str(answer.headers["Set-Cookie"]).split(";")[0]


@contextmanager
def started(environment: dict[str, str]) -> Iterator[tuple[int, int, float]]:
    """`run.py` until it is ready: its port, its process, the seconds that took."""
    with tempfile.NamedTemporaryFile("w+", prefix="dienhong-bench-", suffix=".log") as log:
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "run.py"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=log, text=True
        )
        try:
            port = _ready(process, log)
            yield port, process.pid, time.perf_counter() - began
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(15)
            process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()


def _ready(process: subprocess.Popen[str], log: IO[str]) -> int:
    """The line with the address, then the readiness of the database and the disk."""
    assert process.stdout is not None
    line = process.stdout.readline()
    if "http://" not in line:
        log.seek(0)
        raise RuntimeError(f"the server did not start: {log.read()[-2000:]}")
    port = int(line.rsplit(":", 1)[1].strip().rstrip("/"))
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as answer:
        assert answer.status == 200
    return port


def load(scenario: dict[str, Any], program: Path = CLIENT) -> dict[str, Any]:
    """Run the load client in a process of its own."""
    return loaded(loading(scenario, program))


def loading(scenario: dict[str, Any], program: Path = CLIENT) -> subprocess.Popen[str]:
    """Start the load client; something is done to the server meanwhile."""
    asking = subprocess.Popen(
        [sys.executable, str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert asking.stdin is not None
    asking.stdin.write(json.dumps(scenario))
    asking.stdin.close()
    asking.stdin = None
    return asking


def wait_for(told: Path, word: str, asking: subprocess.Popen[str]) -> None:
    """Until the load client says so, or is gone."""
    while told.read_text() != word and asking.poll() is None:
        time.sleep(0.01)


def loaded(asking: subprocess.Popen[str]) -> dict[str, Any]:
    """What the load client found. Raises RuntimeError."""
    out, errors = asking.communicate()
    if asking.returncode:
        raise RuntimeError(f"the load client failed: {errors[-2000:]}")
    return dict(json.loads(out))


@contextmanager
def floor_server(size: int) -> Iterator[tuple[int, int]]:
    """The bare server: its port and process."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", str(Path(__file__).with_name("floor_server.py")), str(size)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline()), process.pid
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def quantile(values: list[float], share: int) -> float:
    """The value below which `share` per cent lie (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-share * len(ordered) // 100) - 1)]


def machine() -> dict[str, Any]:
    """Where it was measured: noisy machines are told apart by their load."""
    return {
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": os.cpu_count(),
        "load": [round(number, 2) for number in os.getloadavg()],
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "versions": {name: metadata.version(name) for name in MEASURED} | {"sqlite": sqlite3.sqlite_version},
    }


def ms(seconds: float) -> float:
    return round(seconds * 1000, 2)
