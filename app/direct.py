"""One frame to a thousand sockets: encoded once, written at once, without a queue and a greenlet for each client.

This is the one file that reaches further into python-engineio and eventlet's websocket than they offer; tests/app/test_direct.py
fails when they change. Everything that leaves a socket, acknowledgements and pings too, goes through its `Line`: straight to the
kernel while nothing waits before it, else through the library's own queue, so that order is kept and frames never mix. Where there
is no such websocket (`DIENHONG_ASYNC=threading`), `line_of` gives None and the library sends.
"""

from __future__ import annotations

import _socket
import contextlib
import json
import socket
import struct
import time
from collections import deque
from typing import Any

import msgspec
from engineio.packet import MESSAGE, PING, Packet

from app import runtime

MOST_WAITING = 500
"""Frames that may wait for one slow client, and their bytes: beyond that it misses some and joins again (performance.md)."""
MOST_BYTES = 1_000_000
LOOKED_AT = 1.0
"""Seconds between two looks at who is to be asked whether it is still there."""


class Json:
    """JSON for the sockets: msgspec's, ten times as fast; `msgspec.Raw` inside is taken as it is."""

    @staticmethod
    def dumps(value: Any, **_options: Any) -> str:
        return msgspec.json.encode(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_options: Any) -> Any:
        """Raises ValueError."""
        try:
            return msgspec.json.decode(text)
        except msgspec.DecodeError:
            return json.loads(text)  # half a surrogate pair is let in, for the door to refuse it in words


class Ready:
    """An event, encoded once for all who get it: as a whole websocket frame, and as the library's packet."""

    __slots__ = ("frame", "packet")

    def __init__(self, event: str, payload: Any):
        self.packet = Packet(MESSAGE, "2" + Json.dumps([event, payload]))
        self.frame = framed(self.packet.encode())


def framed(text: str) -> bytes:
    """A text frame as a server sends it: unmasked, whole (RFC 6455, 5.2)."""
    data = text.encode()
    size = len(data)
    if size < 126:
        return struct.pack("!BB", 0x81, size) + data
    if size < 65_536:
        return struct.pack("!BBH", 0x81, 126, size) + data
    return struct.pack("!BBQ", 0x81, 127, size) + data


class Line:
    """The way out to one client."""

    __slots__ = ("asked", "client", "kernel", "lock", "queue", "websocket")

    def __init__(self, client: Any, websocket: Any):
        self.client = client
        self.websocket = websocket
        self.kernel: _socket.socket = websocket.socket.fd
        self.lock = websocket._sendlock
        self.queue = client.queue
        self.asked = False
        """Whether it is still there; it has not answered yet."""

    def write(self, ready: Ready, *, must: bool = False) -> bool:
        """Send it, or let it wait its turn. False: too much waits already, and this one (unless it `must` go) is left out."""
        return self._write(ready.frame, ready.packet, must)

    def send(self, packet: Packet) -> None:
        """What the library itself sends (acknowledgements, closing): by the same way, in the same order."""
        if not self.client.check_ping_timeout():
            return
        text = packet.encode()
        if isinstance(text, str):
            self._write(framed(text), packet, must=True)
        else:
            self.queue.put(packet)

    def ask(self) -> None:
        """Whether it is still there."""
        self.asked = True
        self.send(Packet(PING))

    def waiting(self) -> list[Packet]:
        """What the library's writer sends next; empty: the end. Its own way ends a connection for which nothing had to wait
        for longer than two pings are apart, and those do not wait any more.
        """
        found = [self.queue.get()]
        while found[-1] is not None and self.queue.qsize():
            found.append(self.queue.get(block=False))
        for _packet in found:
            self.queue.task_done()
        if found[-1] is None and len(found) > 1:
            self.queue.put(None)
        return [packet for packet in found if packet is not None]

    def _write(self, frame: bytes, packet: Packet, must: bool) -> bool:
        if self.client.closed:
            return True
        # Free: nothing in the queue, nobody holding the lock or waiting for it (a writer with packets in its hands).
        if self.queue.qsize() == 0 and self.lock.balance > 0:
            try:
                sent = self.kernel.send(frame)
            except BlockingIOError:
                sent = 0
            except OSError:
                return True  # gone: its reader finds out and cleans up
            if sent == len(frame):
                return True
            if sent:
                self.lock.acquire()
                runtime.spawn(self._finish, frame[sent:], name="rest of a frame")
                return True
        if not must and self._too_far_behind():
            return False
        self.queue.put(packet)
        return True

    def _finish(self, rest: bytes) -> None:
        """A frame begun must be ended before any other: the lock is held meanwhile. One that can't be ended ends the
        connection, for whatever followed would be read as its rest.
        """
        try:
            self.websocket.socket.sendall(rest)
        except OSError:
            with contextlib.suppress(OSError):
                self.kernel.shutdown(socket.SHUT_RDWR)
        finally:
            self.lock.release()

    def _too_far_behind(self) -> bool:
        waiting = self.queue.queue
        if len(waiting) >= MOST_WAITING:
            return True
        return sum(len(packet.data or "") for packet in waiting if packet is not None) > MOST_BYTES


class Pulse:
    """Asks all clients whether they are still there (Engine.IO's ping) and leaves those that do not say so, in one thread: the
    library has one for each, and looks after two thousand of them a hundred times a second.
    """

    def __init__(self, interval: float, timeout: float):
        self.interval, self.timeout = interval, timeout
        self.resting: deque[tuple[float, Line]] = deque()
        """When each is asked next; first come, first asked, for all rest equally long."""
        self.asked: deque[tuple[float, Line]] = deque()
        """Until when each must have answered."""

    def rest(self, line: Line) -> None:
        line.asked = False
        self.resting.append((time.monotonic() + self.interval, line))

    def answered(self, line: Line) -> None:
        if line.asked:
            self.rest(line)

    def run(self) -> None:
        while True:
            runtime.sleep(min(LOOKED_AT, self.interval / 5))
            self.look(time.monotonic())

    def look(self, now: float) -> None:
        while self.asked and self.asked[0][0] <= now:
            _until, line = self.asked.popleft()
            if line.asked and not line.client.closed:
                runtime.spawn(self._leave, line, name="leaving a device")
        while self.resting and self.resting[0][0] <= now:
            _at, line = self.resting.popleft()
            if not line.client.closed:
                line.ask()
                self.asked.append((now + self.timeout, line))

    @staticmethod
    def _leave(line: Line) -> None:
        line.client.close(wait=False, reason=line.client.server.reason.PING_TIMEOUT)
        with contextlib.suppress(OSError):
            line.kernel.shutdown(socket.SHUT_RD)  # nor is it listened to any more


def install(server: Any) -> None:
    """Let a Socket.IO server keep a `Line` for each websocket it opens, and ask after all of them together."""
    engine = server.eio
    pulse = Pulse(engine.ping_interval, engine.ping_timeout)
    original, admit = engine._async["websocket"], engine.handlers["connect"]

    def admitted(sid: str, environ: Any) -> Any:
        engine.sockets[sid].last_ping = None  # no ping of its own
        return admit(sid, environ)

    def websocket(handler: Any, engine: Any) -> Any:
        def opened(socket_: Any) -> Any:
            client = handler.__self__
            if suits(client, socket_):
                socket_.socket.fd.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                line = client.line = Line(client, socket_)
                client.send, client.poll = line.send, line.waiting
                client.schedule_ping = lambda: pulse.answered(line)
                pulse.rest(line)
            else:
                client.last_ping = True
                client.schedule_ping()
                engine.start_service_task = (
                    engine.service_task_handle is None
                )  # the library looks after it, from the next on
            return handler(socket_)

        return original(opened, engine)

    engine._async = {**engine._async, "websocket": websocket}
    engine.handlers["connect"] = admitted
    if runtime.is_green():
        engine.start_service_task = False
        runtime.spawn(pulse.run, name="pulse")


def suits(client: Any, websocket: Any) -> bool:
    """Is it the websocket we know: eventlet's, plain (TLS ends before us), with nothing compressed?"""
    kernel = getattr(getattr(websocket, "socket", None), "fd", None)
    return (
        isinstance(kernel, _socket.socket)
        and not hasattr(kernel, "context")  # one of TLS
        and kernel.gettimeout() == 0
        and hasattr(getattr(websocket, "_sendlock", None), "balance")
        and hasattr(client.queue, "queue")
        and not getattr(websocket, "extensions", None)
    )


def line_of(server: Any, sid: str) -> Line | None:
    """The line of a connected Socket.IO client."""
    client = server.eio.sockets.get(server.manager.eio_sid_from_sid(sid, "/"))
    found = getattr(client, "line", None)
    return found if isinstance(found, Line) else None
