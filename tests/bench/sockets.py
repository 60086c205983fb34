"""The load client's sockets: Engine.IO 4 and Socket.IO 5 over raw websockets, in one epoll loop. Nothing of the project is imported."""

from __future__ import annotations

import json
import selectors
import socket
import struct
import time
from collections import deque
from collections.abc import Callable
from typing import Any

CHUNK = 1 << 18
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


def frame(text: str, opcode: int = TEXT) -> bytes:
    """A masked client frame (the mask is zero: the bytes stay as they are, the server unmasks them all the same)."""
    data = text.encode()
    size = len(data)
    if size < 126:
        head = struct.pack("!BB", 0x80 | opcode, 0x80 | size)
    elif size < 65536:
        head = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, size)
    else:
        head = struct.pack("!BBQ", 0x80 | opcode, 0x80 | 127, size)
    return head + b"\0\0\0\0" + data


class Client:
    """One websocket. `on_text(client, payload)` is called for every text frame; times are read once per wake-up."""

    def __init__(self, loop: Loop, host: str, port: int, path: str, cookie: str, on_text: Callable[..., None]):
        self.loop = loop
        self.on_text = on_text
        self.cookie = cookie
        self.buffer = bytearray()
        self.open = False
        self.joined = False
        self.closed = False
        self.asked: dict[int, Callable[[Any, float], None]] = {}
        self.acks = 0
        self.snapshot: Any = None
        self.socket = socket.create_connection((host, port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        lines = [
            f"GET {path} HTTP/1.1",
            f"Host: {host}:{port}",
            f"Origin: http://{host}:{port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13",
        ]
        if cookie:
            lines.append(f"Cookie: {cookie}")
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.socket.setblocking(False)
        loop.selector.register(self.socket, selectors.EVENT_READ, self)

    def send(self, text: str) -> None:
        self.socket.setblocking(True)
        self.socket.sendall(frame(text))
        self.socket.setblocking(False)

    def ask(self, event: str, payload: Any, then: Callable[[Any, float], None]) -> None:
        """Emit with an acknowledgement."""
        number, self.acks = self.acks, self.acks + 1
        self.asked[number] = then
        self.send(f"42{number}{json.dumps([event, payload], separators=(',', ':'))}")

    def read(self, now: float) -> None:
        try:
            data = self.socket.recv(CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.close()
            return
        self.buffer += data
        if not self.open:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            status = bytes(self.buffer[:end]).split(b"\r\n", 1)[0]
            if b" 101 " not in status:
                raise RuntimeError(f"handshake refused: {status!r}")
            del self.buffer[: end + 4]
            self.open = True
        self._frames(now)

    def _frames(self, now: float) -> None:
        buffer = self.buffer
        while len(buffer) >= 2:
            size, start = buffer[1] & 127, 2
            if size == 126:
                if len(buffer) < 4:
                    return
                size, start = struct.unpack_from("!H", buffer, 2)[0], 4
            elif size == 127:
                if len(buffer) < 10:
                    return
                size, start = struct.unpack_from("!Q", buffer, 2)[0], 10
            if len(buffer) < start + size:
                return
            opcode = buffer[0] & 15
            payload = bytes(buffer[start : start + size])
            del buffer[: start + size]
            if opcode == TEXT:
                self.on_text(self, payload, now)
            elif opcode == PING:
                self.socket.sendall(frame(payload.decode(), PONG))
            elif opcode == CLOSE:
                self.close()
                return

    def close(self) -> None:
        if not self.closed:
            self.closed = True
            if not self.joined:
                raise RuntimeError("the server closed a connection before it had joined")
            self.loop.selector.unregister(self.socket)
            self.socket.close()


class Loop:
    """Sockets and timers."""

    def __init__(self) -> None:
        self.selector = selectors.EpollSelector()
        self.timers: deque[tuple[float, Callable[[], None]]] = deque()

    def run(self, until: Callable[[], bool], seconds: float, what: str) -> None:
        """Go on until the condition holds. Raises TimeoutError with what was waited for."""
        deadline = time.perf_counter() + seconds
        while not until():
            now = time.perf_counter()
            if now > deadline:
                raise TimeoutError(f"after {seconds} s still waiting: {what}")
            while self.timers and self.timers[0][0] <= now:
                self.timers.popleft()[1]()
            wait = min(0.05, max(0.0, self.timers[0][0] - time.perf_counter())) if self.timers else 0.05
            for key, _events in self.selector.select(wait):
                key.data.read(time.perf_counter())
