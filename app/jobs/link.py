"""How a worker reaches the house: over the socket that serve listens on, or, on PostgreSQL without one, by
executing itself.
"""

from __future__ import annotations

import json
import socket
import time
from typing import Any, Protocol

from app.house import House
from app.jobs import service
from app.settings import Settings


class Link(Protocol):
    """Asks, and is answered. Raises OSError when the other side is gone."""

    def ask(self, asked: dict[str, Any]) -> dict[str, Any]: ...


class SocketLink:
    """One connection to serve."""

    def __init__(self, settings: Settings):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with service.address(settings) as path:
            self.socket.connect(path)
        self.lines = self.socket.makefile("rwb")

    def ask(self, asked: dict[str, Any]) -> dict[str, Any]:
        self.lines.write(json.dumps(asked).encode() + b"\n")
        self.lines.flush()
        line = self.lines.readline()
        if not line:
            raise ConnectionError("serve has gone")
        found = json.loads(line)
        assert isinstance(found, dict)
        return found

    def close(self) -> None:
        self.lines.close()
        self.socket.close()


class DirectLink:
    """No serve on this machine: the worker's own house answers. Never on SQLite, where only serve writes."""

    def __init__(self, house: House):
        if house.database.is_sqlite:
            raise RuntimeError("on SQLite the worker never writes")
        self.house = house

    def ask(self, asked: dict[str, Any]) -> dict[str, Any]:
        return service.answer(self.house, asked)


def connect(house: House, patience: float = 30.0) -> Link:
    """The socket, waited for while serve starts; on PostgreSQL, ourselves when there is none. Raises OSError."""
    until = time.monotonic() + (patience if house.database.is_sqlite else min(patience, 10.0))
    while True:
        try:
            return SocketLink(house.settings)
        except OSError:
            if time.monotonic() >= until:
                if house.database.is_sqlite:
                    raise
                return DirectLink(house)
        time.sleep(0.2)
