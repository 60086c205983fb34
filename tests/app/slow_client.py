"""Run by test_direct.py in a process of its own, for it needs eventlet: a real Socket.IO server writes to a client that reads only
when it is told to. Prints one JSON object."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from app import runtime

runtime.patch()

import socket  # noqa: E402

import eventlet  # noqa: E402
import eventlet.wsgi  # noqa: E402
import socketio  # noqa: E402

from app import direct  # noqa: E402

BIG = "x" * 20_000
HANDSHAKE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


class Client:
    """A raw websocket; `read()` gives the next text frame."""

    def __init__(self, port: int):
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.connect(("127.0.0.1", port))
        self.socket.sendall(HANDSHAKE.encode())
        self.buffer = b""
        while b"\r\n\r\n" not in self.buffer:
            self.buffer += self.socket.recv(4096)
        self.buffer = self.buffer.split(b"\r\n\r\n", 1)[1]

    def send(self, text: str) -> None:
        data, mask = text.encode(), os.urandom(4)
        assert len(data) < 126
        covered = bytes(byte ^ mask[place % 4] for place, byte in enumerate(data))
        self.socket.sendall(bytes([0x81, 0x80 | len(data)]) + mask + covered)

    def _take(self, size: int) -> bytes:
        while len(self.buffer) < size:
            more = self.socket.recv(65_536)
            if not more:
                raise EOFError
            self.buffer += more
        found, self.buffer = self.buffer[:size], self.buffer[size:]
        return found

    def read(self) -> str:
        head = self._take(2)
        assert head[0] == 0x81, f"no frame begins with {head!r}"
        size = head[1]
        if size == 126:
            size = int.from_bytes(self._take(2), "big")
        elif size == 127:
            size = int.from_bytes(self._take(8), "big")
        return self._take(size).decode()


def serve() -> tuple[Any, int]:
    server = socketio.Server(
        async_mode="eventlet", transports=["websocket"], json=direct.Json, ping_interval=0.5, ping_timeout=1.5
    )
    direct.install(server)
    listening = eventlet.listen(("127.0.0.1", 0))
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65_536)
    eventlet.spawn(eventlet.wsgi.server, listening, socketio.WSGIApp(server), log_output=False)
    return server, listening.getsockname()[1]


class Heard:
    """What the client has read so far; it answers pings as a browser does."""

    def __init__(self, client: Client):
        self.client = client
        self.events: list[Any] = []
        self.answers: list[int] = []
        self.pings = 0

    def hear(self) -> None:
        text = self.client.read()
        if text == "2":
            self.client.send("3")
            self.pings += 1
        elif text.startswith("43"):
            self.answers.append(json.loads(text[text.index("[") :])[0]["answer"])
        else:
            self.events.append(json.loads(text[2:])[1][0])


def connected(server: Any, port: int) -> tuple[Client, direct.Line]:
    arrived = eventlet.event.Event()
    server.on("connect", lambda sid, *_: arrived.send(sid))
    server.on("ask", lambda _sid, number: {"answer": number})
    client = Client(port)
    assert client.read().startswith("0{")
    client.send("40")
    sid = arrived.wait()
    assert client.read().startswith("40")
    line = direct.line_of(server, sid)
    assert line is not None, "no line: has the library changed?"
    return client, line


def flood(line: direct.Line, heard: Heard) -> tuple[list[int], int]:
    """400 large events, while now and then something is asked and a frame is taken. Which were accepted, how many were not."""
    accepted, refused = [], 0
    for number in range(400):
        if line.write(direct.Ready("entry", [number, BIG])):
            accepted.append(number)
        else:
            refused += 1
        if number % 50 == 0:
            heard.client.send(f'42{number}["ask",{number}]')
        if number > 100 and number % 3 == 0:
            heard.hear()  # the kernel has room again while the library's writer holds others
    return accepted, refused


class Talking:
    """A client that says something again and again."""

    def __init__(self, client: Client, what: str):
        self.client, self.what = client, what
        self.green = eventlet.spawn(self._talk)

    def _talk(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                self.client.send(self.what)
                eventlet.sleep(0.1)


def frames(client: Client) -> list[str]:
    """All that comes until the connection ends, or until a frame that is no text."""
    found = []
    with contextlib.suppress(EOFError, AssertionError, OSError):
        while True:
            found.append(client.read())
    return found


def left(server: Any, port: int) -> int:
    """How many questions a client was asked that hears and speaks, but answers none, until it is left."""
    silent, _line = connected(server, port)
    talking = Talking(silent, '421["ask",1]')
    asked = frames(silent).count("2")
    talking.green.wait()
    return asked


def stuck() -> bytes:
    """What the other end of a connection reads that took a part of a frame, nothing for long, and was written to again."""
    ours, theirs = socket.socketpair()
    ours.settimeout(0.3)
    end = SimpleNamespace(closed=False, queue=eventlet.queue.Queue())
    line = direct.Line(end, SimpleNamespace(socket=ours, _sendlock=eventlet.semaphore.Semaphore()))
    line.write(direct.Ready("entry", [0, BIG * 50]))
    assert line.lock.balance == 0, "it took the whole frame"
    line.lock.acquire()  # it has given up
    line.lock.release()
    theirs.settimeout(0.3)
    begun = _all(theirs)
    line.write(direct.Ready("entry", [1, BIG]))
    return begun + _all(theirs)


def _all(end: socket.socket) -> bytes:
    """What can be read until nothing comes for a while."""
    read = bytearray()
    with contextlib.suppress(OSError):
        while more := end.recv(65_536):
            read += more
    return bytes(read)


def main() -> None:
    server, port = serve()
    client, line = connected(server, port)
    straight = line.write(direct.Ready("entry", [-1, "nhẹ"])) and line.queue.qsize() == 0
    assert client.read() == '42["entry",[-1,"nhẹ"]]'
    heard = Heard(client)
    accepted, refused = flood(line, heard)
    line.write(direct.Ready("rejoin", ["behind"]), must=True)
    waiting = line.queue.qsize()
    while "behind" not in heard.events or len(heard.answers) < 8:
        heard.hear()
    heard.events.remove("behind")
    heard.pings = 0
    while heard.pings < 6:  # 3 s, longer than interval and timeout together, in which nothing else is sent
        heard.hear()
    client.socket.close()
    questions, begun = left(server, port), stuck()
    while server.eio.sockets:
        eventlet.sleep(0.01)
    found = {
        "questions": questions,
        "begun": len(begun),
        "after": b"[1," in begun,
        "straight": straight,
        "in_order": heard.events == accepted,
        "accepted": len(accepted),
        "refused": refused,
        "waiting": waiting,
        "pings": heard.pings,
        "answers": sorted(heard.answers),
    }
    print(json.dumps(found))


main()
