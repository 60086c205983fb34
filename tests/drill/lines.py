"""Raw connections of the drill's hall: Engine.IO 4 and Socket.IO 5 over websockets, and plain HTTP, from wire.md alone.

One epoll loop drives all of them. What a turn of the loop makes is sent only after `before_sending` has run: that is
where histories reach the disk, so that nothing is acted on that is not written down.
"""

from __future__ import annotations

import heapq
import json
import selectors
import socket
import struct
import time
from collections.abc import Callable
from typing import Any

CHUNK = 1 << 18
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


def frame(payload: bytes, opcode: int = TEXT) -> bytes:
    """A masked client frame (the mask is zero: the bytes stay as they are)."""
    size = len(payload)
    if size < 126:
        head = struct.pack("!BB", 0x80 | opcode, 0x80 | size)
    elif size < 65536:
        head = struct.pack("!BBH", 0x80 | opcode, 0x80 | 126, size)
    else:
        head = struct.pack("!BBQ", 0x80 | opcode, 0x80 | 127, size)
    return head + b"\0\0\0\0" + payload


def next_frame(buffer: bytearray) -> tuple[int, bytes] | None:
    """Take one whole frame of the server off the buffer: (opcode, payload)."""
    if len(buffer) < 2:
        return None
    size, start = buffer[1] & 127, 2
    if size == 126:
        if len(buffer) < 4:
            return None
        size, start = struct.unpack_from("!H", buffer, 2)[0], 4
    elif size == 127:
        if len(buffer) < 10:
            return None
        size, start = struct.unpack_from("!Q", buffer, 2)[0], 10
    if len(buffer) < start + size:
        return None
    opcode, payload = buffer[0] & 15, bytes(buffer[start : start + size])
    del buffer[: start + size]
    return opcode, payload


class Loop:
    """Sockets and timers."""

    def __init__(self, before_sending: Callable[[], None]):
        self.selector = selectors.EpollSelector()
        self.timers: list[tuple[float, int, Callable[[], None]]] = []
        self.count = 0
        self.before_sending = before_sending
        self.unsent: set[Line] = set()

    def after(self, seconds: float, work: Callable[[], None]) -> None:
        self.count += 1
        heapq.heappush(self.timers, (time.monotonic() + seconds, self.count, work))

    def turn(self, longest: float = 0.05) -> None:
        """Handle what has come and what is due; write the histories; only then send."""
        wait = longest
        if self.timers:
            wait = min(longest, max(0.0, self.timers[0][0] - time.monotonic()))
        for key, events in self.selector.select(wait):
            key.data(events)
        now = time.monotonic()
        while self.timers and self.timers[0][0] <= now:
            heapq.heappop(self.timers)[2]()
        self.before_sending()
        lines, self.unsent = self.unsent, set()
        for line in lines:
            line.flush()


class Line:
    """One TCP connection. Subclasses read; `ended` is told once, however it ends."""

    def __init__(self, loop: Loop, address: tuple[str, int], ended: Callable[[], None]):
        self.loop = loop
        self.address = address
        self.ended = ended
        self.incoming = bytearray()
        self.outgoing = bytearray()
        self.over = False
        self.heard = time.monotonic()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.connect_ex(address)
        loop.selector.register(self.socket, selectors.EVENT_READ | selectors.EVENT_WRITE, self.on_events)
        self.watching = selectors.EVENT_READ | selectors.EVENT_WRITE

    def write(self, data: bytes) -> None:
        if not self.over:
            self.outgoing += data
            self.loop.unsent.add(self)

    def flush(self) -> None:
        if self.over:
            return
        try:
            while self.outgoing:
                del self.outgoing[: self.socket.send(self.outgoing)]
        except BlockingIOError:
            pass
        except OSError:
            self.end()
            return
        self._watch()

    def _watch(self) -> None:
        wanted = selectors.EVENT_READ | (selectors.EVENT_WRITE if self.outgoing else 0)
        if wanted != self.watching:
            self.watching = wanted
            self.loop.selector.modify(self.socket, wanted, self.on_events)

    def on_events(self, events: int) -> None:
        if events & selectors.EVENT_READ and not self._read():
            return
        if events & selectors.EVENT_WRITE:
            self.loop.unsent.add(self)  # connected, or room again: flushed behind the histories
            self.watching = -1

    def _read(self) -> bool:
        try:
            data = self.socket.recv(CHUNK)
        except BlockingIOError:
            return True
        except OSError:
            data = b""
        if not data:
            self.on_end_of_data()
            self.end()
            return False
        self.heard = time.monotonic()
        self.incoming += data
        self.on_data()
        return not self.over

    def on_data(self) -> None:
        raise NotImplementedError

    def on_end_of_data(self) -> None:
        """For protocols whose answer ends with the connection."""

    def end(self) -> None:
        """Close; told once."""
        if self.over:
            return
        self.over = True
        self.loop.selector.unregister(self.socket)
        self.socket.close()
        self.ended()


class Socket(Line):
    """A Socket.IO connection in the default namespace. `opened` is told when events may be sent."""

    def __init__(
        self,
        loop: Loop,
        address: tuple[str, int],
        cookie: str,
        name: str,
        opened: Callable[[], None],
        event: Callable[[str, Any], None],
        ended: Callable[[], None],
    ):
        super().__init__(loop, address, ended)
        self.opened = opened
        self.event = event
        self.ready = False
        self.upgraded = False
        self.asked: dict[int, Callable[[Any], None]] = {}
        self.number = 0
        host = f"{address[0]}:{address[1]}"
        self.write(
            (
                f"GET /socket.io/?EIO=4&transport=websocket&who={name} HTTP/1.1\r\nHost: {host}\r\n"
                f"Origin: http://{host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nCookie: {cookie}\r\n\r\n"
            ).encode()
        )

    def ask(self, name: str, payload: Any, then: Callable[[Any], None]) -> None:
        """Emit with an acknowledgement."""
        number, self.number = self.number, self.number + 1
        self.asked[number] = then
        told = json.dumps([name, payload], separators=(",", ":"), ensure_ascii=False)
        self.write(frame(f"42{number}{told}".encode()))

    def on_data(self) -> None:
        if not self.upgraded:
            end = self.incoming.find(b"\r\n\r\n")
            if end < 0:
                return
            if not self.incoming.startswith(b"HTTP/1.1 101 "):
                self.end()
                return
            del self.incoming[: end + 4]
            self.upgraded = True
        while not self.over and (found := next_frame(self.incoming)) is not None:
            opcode, payload = found
            if opcode == TEXT:
                self._text(payload.decode())
            elif opcode == PING:
                self.write(frame(payload, PONG))
            elif opcode == CLOSE:
                self.end()

    def _text(self, text: str) -> None:
        if text == "2":
            self.write(frame(b"3"))
        elif text.startswith("0{"):
            self.write(frame(b"40"))
        elif text.startswith("40"):
            self.ready = True
            self.opened()
        elif text.startswith("42"):
            name, payload = json.loads(text[2:])
            self.event(name, payload)
        elif text.startswith("43"):
            start = text.index("[")
            then = self.asked.pop(int(text[2:start]), None)
            if then is not None:  # an answer that comes twice is not listened to twice
                then(json.loads(text[start:])[0])
        elif text.startswith(("41", "44", "1")):
            self.end()


class Request(Line):
    """One HTTP request. `then(status, body)` is told once; status 0 when the connection ended without an answer."""

    def __init__(
        self,
        loop: Loop,
        address: tuple[str, int],
        cookie: str,
        method: str,
        path: str,
        body: Any,
        then: Callable[[int, bytes], None],
    ):
        super().__init__(loop, address, self._without_answer)
        self.then: Callable[[int, bytes], None] | None = then
        host = f"{address[0]}:{address[1]}"
        data = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        head = [f"{method} {path} HTTP/1.1", f"Host: {host}", f"Origin: http://{host}", f"Cookie: {cookie}"]
        head += ["Connection: close", "Accept: application/json", f"Content-Length: {len(data)}"]
        if body is not None:
            head.append("Content-Type: application/json")
        self.write(("\r\n".join(head) + "\r\n\r\n").encode() + data)

    def on_data(self) -> None:
        whole = self._whole()
        if whole is not None:
            self._tell(*whole)
            self.end()

    def on_end_of_data(self) -> None:
        head, found, body = bytes(self.incoming).partition(b"\r\n\r\n")
        if found and b"content-length" not in head.lower() and b"chunked" not in head.lower():
            self._tell(_status(head), body)

    def _whole(self) -> tuple[int, bytes] | None:
        head, found, body = bytes(self.incoming).partition(b"\r\n\r\n")
        if not found:
            return None
        for line in head.split(b"\r\n")[1:]:
            name, _colon, value = line.partition(b":")
            if name.strip().lower() == b"content-length" and len(body) >= int(value):
                return _status(head), body[: int(value)]
        return None

    def _tell(self, status: int, body: bytes) -> None:
        then, self.then = self.then, None
        if then is not None:
            then(status, body)

    def _without_answer(self) -> None:
        self._tell(0, b"")


def _status(head: bytes) -> int:
    try:
        return int(head.split(b" ", 2)[1])
    except (IndexError, ValueError):
        return 0
