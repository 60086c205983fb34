"""The floor: a bare eventlet server that sends one frame, encoded beforehand, to every websocket when one of them says so."""

from __future__ import annotations

import base64
import hashlib
import struct
import sys

import eventlet

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


def main(size: int) -> None:
    listening = eventlet.listen(("127.0.0.1", 0), backlog=2048)
    body = b"x" * size
    ready = (struct.pack("!BB", 0x81, size) if size < 126 else struct.pack("!BBH", 0x81, 126, size)) + body
    sockets: list[object] = []
    print(listening.getsockname()[1], flush=True)

    def talk(connection) -> None:  # type: ignore[no-untyped-def]
        data = b""
        while b"\r\n\r\n" not in data:
            data += connection.recv(4096)
        key = next(
            line.split(b": ", 1)[1] for line in data.split(b"\r\n") if line.lower().startswith(b"sec-websocket-key")
        )
        accepted = base64.b64encode(hashlib.sha1(key + GUID).digest())
        connection.sendall(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Accept: " + accepted + b"\r\n\r\n"
        )
        sockets.append(connection)
        while connection.recv(4096):
            for other in sockets:
                other.sendall(ready)  # type: ignore[attr-defined]

    pool = eventlet.GreenPool(20_000)
    while True:
        connection, _peer = listening.accept()
        pool.spawn_n(talk, connection)


if __name__ == "__main__":
    main(int(sys.argv[1]))
