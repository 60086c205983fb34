"""Run by test_direct.py in a process of its own, for it needs eventlet: a real Socket.IO server writes to a client that reads only
when it is told to. Prints one JSON object."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
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


def main() -> None:
    server, port = serve()
    connected = eventlet.event.Event()
    server.on("connect", lambda sid, *_: connected.send(sid))
    server.on("ask", lambda _sid, number: {"answer": number})
    client = Client(port)
    assert client.read().startswith("0{")
    client.send("40")
    sid = connected.wait()
    assert client.read().startswith("40")
    line = direct.line_of(server, sid)
    assert line is not None, "no line: has the library changed?"

    straight = line.write(direct.Ready("entry", [-1, "nhẹ"])) and line.queue.qsize() == 0
    assert client.read() == '42["entry",[-1,"nhẹ"]]'

    got: list[Any] = []
    answers: list[int] = []
    pings: list[str] = []

    def hear() -> None:
        text = client.read()
        if text == "2":
            client.send("3")
            pings.append(text)
        elif text.startswith("43"):
            answers.append(json.loads(text[text.index("[") :])[0]["answer"])
        else:
            got.append(json.loads(text[2:])[1][0])

    accepted, refused = [], 0
    for number in range(400):
        if line.write(direct.Ready("entry", [number, BIG])):
            accepted.append(number)
        else:
            refused += 1
        if number % 50 == 0:
            client.send(f'42{number}["ask",{number}]')
        if number > 100 and number % 3 == 0:
            hear()  # now and then it takes a frame: the kernel has room again while the library's writer holds others
    line.write(direct.Ready("rejoin", ["behind"]), must=True)
    waiting = line.queue.qsize()
    while "behind" not in got or len(answers) < 8:
        hear()
    got.remove("behind")
    pings.clear()
    while len(pings) < 6:  # 3 s, longer than interval and timeout together, in which nothing else is sent
        hear()
    print(
        json.dumps(
            {
                "straight": straight,
                "in_order": got == accepted,
                "accepted": len(accepted),
                "refused": refused,
                "waiting": waiting,
                "pings": len(pings),
                "answers": sorted(answers),
            }
        )
    )


main()
