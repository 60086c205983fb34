"""A real server in a process of its own, as independent programs meet it."""

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
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import socketio

from app.settings import Settings
from tests.postgresql import free_port

ROOT = Path(__file__).resolve().parents[1]
ANY_DISK = {f"DIENHONG_{name}": "0" for name in ("ROOM_FOR_UPLOADS", "ROOM_FOR_MEETINGS", "BALLAST_MEGABYTES")}
"""Tests pass on a small disk, too."""
ALONE, WITH_WORKER = {"DIENHONG_WORKER": "false"}, {"DIENHONG_WORKER": "true"}
"""A worker takes two seconds of a processor to start: only where a test has work for it."""
FAST = {f"DIENHONG_{name}": "100000" for name in ("RATE_PER_SECOND", "RATE_BURST", "READS_PER_SECOND", "READS_BURST")}
"""Settings of a server that slows nobody down."""


class Server:
    """`python run.py`, started on a free port; `kill()` is SIGKILL, `start()` brings it back on the same port."""

    def __init__(self, environment: dict[str, str], port: int | None = None, script: Path = ROOT / "run.py"):
        self.script = script
        self.port = port or free_port()
        self.environment = {**os.environ, **ANY_DISK, **ALONE, **environment}
        self.moves = port is None
        """Another suite may have drawn the same port and started sooner; once started, a server is brought back on its own."""
        if environment.get("DIENHONG_DATABASE_URL"):
            self.environment["DIENHONG_DRILL_FORGETFUL"] = "1"  # the tests' PostgreSQL has no fsync
        self.process: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        line = self._begin()
        if not line and self.moves and is_taken(self.port):
            self.port = free_port()
            line = self._begin()
        self.moves = False
        assert self.address in line, f"the server did not start: {line!r}"

    def _begin(self) -> str:
        """The line that says where it serves; "" where it has ended instead."""
        self.process = subprocess.Popen(
            [sys.executable, str(self.script)],
            env=self.environment | {"DIENHONG_PORT": str(self.port)},
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def kill(self) -> None:
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(60)

    def stop(self) -> int:
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(60)


def is_taken(port: int) -> bool:
    """Does another program listen there?"""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def environment_of(settings: Settings) -> dict[str, str]:
    """What a server has to be told to serve this house."""
    told = {"DIENHONG_DATA": str(settings.data), "DIENHONG_SECRET_KEY": settings.secret_key}
    return told | {"DIENHONG_DATABASE_URL": settings.database_url}


@contextmanager
def served(environment: dict[str, str], script: Path = ROOT / "run.py") -> Iterator[Server]:
    server = Server(environment, script=script)
    server.start()
    try:
        yield server
    finally:
        if server.is_running:
            server.stop()


class Answer:
    """An HTTP answer."""

    def __init__(self, status: int, body: bytes, headers: Any):
        self.status = status
        self.body = body
        self.headers = headers

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Device:
    """A client that knows wire.md and nothing else: HTTP, and a socket whose events are kept as they come."""

    def __init__(self, address: str, cookie: str = ""):
        self.address = address
        self.cookie = cookie
        self.socket: socketio.Client | None = None
        self.events: queue.Queue[tuple[str, Any]] = queue.Queue()
        self.gone = threading.Event()

    def http(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Answer:
        sent = {"Origin": self.address, "Accept": "application/json", **(headers or {})}
        if self.cookie:
            sent["Cookie"] = self.cookie
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        request = urllib.request.Request(self.address + path, data=data, method=method, headers=sent)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return Answer(answer.status, answer.read(), answer.headers)
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.read(), error.headers)

    def post(self, stream: str, name: str, /, id: str | None = None, **args: Any) -> Answer:
        command = {"id": id or str(uuid.uuid4()), "stream": stream, "name": name, "args": args}
        return self.http("POST", "/api/commands", command)

    def connect(self) -> None:
        self.socket = socketio.Client(reconnection=False, websocket_extra_options={"origin": self.address})
        for name in ("entries", "live", "rejoin", "signed_out", "connect_error"):
            self.socket.on(name, lambda payload, name=name: self.events.put((name, payload)))
        self.socket.on("disconnect", lambda *_: self.gone.set())
        self.gone.clear()
        self.socket.connect(self.address, transports=["websocket"], headers={"Cookie": self.cookie})

    def call(self, event: str, payload: Any) -> Any:
        assert self.socket is not None
        return self.socket.call(event, payload, timeout=60)

    def join(self, stream: str, **more: Any) -> Any:
        return self.call("join", {"stream": stream, "since": None, "view": None, **more})

    def command(self, stream: str, name: str, id: str | None = None, **args: Any) -> Any:
        return self.call("command", {"id": id or str(uuid.uuid4()), "stream": stream, "name": name, "args": args})

    def await_event(self, name: str, timeout: float = 60, **wanted: Any) -> Any:
        """The next event of this name (others are dropped). Raises queue.Empty after the timeout."""
        until = time.monotonic() + timeout
        while True:
            found, payload = self.events.get(timeout=max(0.0, until - time.monotonic()))
            if found == name and all(payload.get(key) == value for key, value in wanted.items()):
                return payload

    def close(self) -> None:
        if self.socket is not None and self.socket.connected:
            self.socket.disconnect()
