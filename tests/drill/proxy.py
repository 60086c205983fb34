"""The fault proxy: a process between the hall and the house. It forwards TCP, and reads websocket frames to lie about them.

Orders are JSON lines on its standard input; the first is `{"listen": port, "house": port, "seed": s}`. Then any of
  {"order": "faults", ...}        replaces what holds from now on (see `Faults`; none given: a good network)
  {"order": "cut", "share": 0.5}  ends that share of the connections at once, half by FIN and half by RST
  {"order": "freeze", "share": 0.5, "way": "up"|"down"|"both", "seconds": 6}   half-open: nothing passes, nobody is
                                  told; afterwards the connection is cut
  {"order": "tell"}               print what was done so far
"""

from __future__ import annotations

import heapq
import json
import os
import random
import selectors
import socket
import struct
import sys
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

CHUNK = 1 << 18
LINGER = struct.pack("ii", 1, 0)


@dataclass
class Faults:
    """What holds for all connections. Chances are per frame, times in seconds."""

    delay: float = 0.0
    """Each piece is late by up to so much, in order."""
    twice_up: float = 0.0
    """A command's frame reaches the house twice; the second time up to `later` seconds afterwards."""
    later: float = 3.0
    twice_down: float = 0.0
    """The server's frame arrives twice, one after the other."""
    lose_up: float = 0.0
    lose_down: float = 0.0
    """A frame is lost though the connection stays (no TCP does this, a lying middle box does)."""
    half: float = 0.0
    """A frame stops in its middle, and the connection ends there."""
    refuse: float = 0.0
    """A new connection is answered 502, ended at once, or never answered."""
    ghost: float = 0.0
    """The house is not told for so long that a device is gone."""


class Way:
    """One direction of a connection."""

    def __init__(self, pair: Pair, source: socket.socket, target: socket.socket, up: bool):
        self.pair, self.source, self.target, self.up = pair, source, target, up
        self.head = True
        self.buffer = bytearray()
        self.out = bytearray()
        self.due = 0.0
        self.late: deque[tuple[float, bytes]] = deque()
        self.frozen = False
        self.broken = False

    def take(self, data: bytes) -> None:
        """Pieces in, faults applied, pieces out at their time."""
        if self.broken:
            return
        self.buffer += data
        if self.head:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            piece = bytes(self.buffer[: end + 4])
            del self.buffer[: end + 4]
            self.head = False
            if self.up:
                self.pair.websocket = b"upgrade: websocket" in piece.lower()
            self.pass_on(piece)
        if not self.pair.websocket:
            self.pass_on(bytes(self.buffer))
            self.buffer.clear()
            return
        while not self.pair.over and not self.broken and (piece := self._frame()):
            self._lie(piece)

    def _frame(self) -> bytes:
        buffer = self.buffer
        if len(buffer) < 2:
            return b""
        size, start = buffer[1] & 127, 2
        if size == 126:
            if len(buffer) < 4:
                return b""
            size, start = struct.unpack_from("!H", buffer, 2)[0], 4
        elif size == 127:
            if len(buffer) < 10:
                return b""
            size, start = struct.unpack_from("!Q", buffer, 2)[0], 10
        end = start + size + (4 if buffer[1] & 128 else 0)
        if len(buffer) < end:
            return b""
        piece = bytes(buffer[:end])
        del buffer[:end]
        return piece

    def _lie(self, piece: bytes) -> None:
        faults, rng = self.pair.proxy.faults, self.pair.proxy.rng
        event = b"42" in piece[:16] or b"43" in piece[:16]  # events and answers; not the protocol's own frames
        if event and rng.random() < (faults.lose_up if self.up else faults.lose_down):
            self.pair.proxy.counts["frames lost"] += 1
            return
        if event and rng.random() < faults.half:
            self.pair.proxy.counts["frames halved"] += 1
            self.pass_on(piece[: len(piece) // 2])
            self.broken = True
            self.pair.proxy.after(faults.delay + 0.01, self.pair.end)
            return
        self.pass_on(piece)
        if event and rng.random() < (faults.twice_up if self.up else faults.twice_down):
            self.pair.proxy.counts["frames sent twice"] += 1
            late = rng.random() * faults.later if self.up else 0.0
            self.pair.proxy.after(late, lambda: self._again(piece))

    def _again(self, piece: bytes) -> None:
        if not self.broken:  # it would be read as the rest of the half frame before it
            self.pass_on(piece)

    def pass_on(self, piece: bytes) -> None:
        if not piece or self.pair.over:
            return
        proxy = self.pair.proxy
        now = time.monotonic()
        self.due = max(self.due, now + proxy.rng.random() * proxy.faults.delay)
        self.late.append((self.due, piece))
        if self.due > now:
            proxy.after(self.due - now, self._arrive)
        self._arrive()

    def _arrive(self) -> None:
        """What has been under way long enough, in order."""
        while self.late and self.late[0][0] <= time.monotonic():
            piece = self.late.popleft()[1]
            if not self.pair.over and self.target not in self.pair.gone:
                self.out += piece
        self.flush()

    def flush(self) -> None:
        if self.frozen or self.pair.over:
            return
        try:
            while self.out:
                del self.out[: self.target.send(self.out)]
        except BlockingIOError:
            pass
        except OSError:
            self.pair.end()
            return
        self.pair.watch()


class Pair:
    """A device's connection and the house's."""

    def __init__(self, proxy: Proxy, device: socket.socket):
        self.proxy = proxy
        self.over = False
        self.websocket = self.ghost = False
        self.device = device
        self.house = socket.socket()
        for one in (self.device, self.house):
            one.setblocking(False)
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.house.connect_ex(("127.0.0.1", proxy.house))
        self.up = Way(self, self.device, self.house, True)
        self.down = Way(self, self.house, self.device, False)
        self.gone: set[socket.socket] = set()
        self.watched: dict[socket.socket, int] = {}
        proxy.pairs.add(self)
        self.watch()

    def watch(self) -> None:
        if self.over:
            return
        for one, reading, writing in ((self.device, self.up, self.down), (self.house, self.down, self.up)):
            wanted = 0
            if one not in self.gone:
                wanted = 0 if reading.frozen else selectors.EVENT_READ
                wanted |= selectors.EVENT_WRITE if writing.out and not writing.frozen else 0
            known = self.watched.get(one, 0)
            if wanted == known:
                continue
            if not known:
                self.proxy.selector.register(one, wanted, lambda events, one=one: self.on_events(one, events))
            elif not wanted:
                self.proxy.selector.unregister(one)
            else:
                self.proxy.selector.modify(one, wanted, lambda events, one=one: self.on_events(one, events))
            self.watched[one] = wanted

    def on_events(self, one: socket.socket, events: int) -> None:
        reading, writing = (self.up, self.down) if one is self.device else (self.down, self.up)
        if events & selectors.EVENT_WRITE:
            writing.flush()
        if self.over or not events & selectors.EVENT_READ:
            return
        try:
            data = one.recv(CHUNK)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if data:
            reading.take(data)
        else:
            self._one_gone(one)

    def _one_gone(self, one: socket.socket) -> None:
        self.gone.add(one)
        if one is self.device and self.websocket and self.proxy.faults.ghost:
            self.ghost = True
            self.up.frozen = self.down.frozen = False  # to see it when the house leaves
            self.proxy.counts["ghosts"] += 1
            self.watch()
            self.proxy.after(self.proxy.faults.ghost, self._ghost_stayed)
        else:
            self.proxy.counts["ghosts left by the house"] += self.ghost
            wait = max(self.up.due, self.down.due) - time.monotonic()
            self.watch()
            self.proxy.after(max(0.0, wait), self.end)  # what is still on its way arrives

    def _ghost_stayed(self) -> None:
        self.proxy.counts["ghosts kept by the house"] += not self.over
        self.end()

    def freeze(self, way: str) -> None:
        self.up.frozen = way in ("up", "both")
        self.down.frozen = way in ("down", "both")
        self.watch()

    def end(self, abrupt: bool = False) -> None:
        if self.over:
            return
        self.over = True
        self.proxy.pairs.discard(self)
        for one in (self.device, self.house):
            if self.watched.get(one):
                self.proxy.selector.unregister(one)
            if abrupt:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER)
            one.close()


class Proxy:
    """The loop."""

    def __init__(self, listen: int, house: int, seed: str):
        self.house = house
        self.rng = random.Random(f"{seed}/proxy")
        self.faults = Faults()
        self.pairs: set[Pair] = set()
        self.timers: list[tuple[float, int, Callable[[], None]]] = []
        self.count = 0
        self.counts: Counter[str] = Counter()
        self.selector = selectors.EpollSelector()
        self.listening = socket.create_server(("127.0.0.1", listen), backlog=1024)
        self.listening.setblocking(False)
        self.selector.register(self.listening, selectors.EVENT_READ, self._arrive)
        os.set_blocking(0, False)
        self.selector.register(0, selectors.EVENT_READ, self._ordered)
        self.orders = b""

    def after(self, seconds: float, work: Callable[[], None]) -> None:
        self.count += 1
        heapq.heappush(self.timers, (time.monotonic() + seconds, self.count, work))

    def run(self) -> None:
        while True:
            wait = min(1.0, max(0.0, self.timers[0][0] - time.monotonic())) if self.timers else 1.0
            for key, events in self.selector.select(wait):
                key.data(events)
            while self.timers and self.timers[0][0] <= time.monotonic():
                heapq.heappop(self.timers)[2]()

    def _arrive(self, _events: int) -> None:
        device, _from = self.listening.accept()
        self.counts["connections"] += 1
        if self.rng.random() < self.faults.refuse:
            self.counts["connections refused"] += 1
            how = self.rng.randrange(3)
            if how == 0:
                device.send(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            if how == 2:
                self.after(self.rng.uniform(2.0, 8.0), device.close)  # never answered
                return
            device.close()
            return
        Pair(self, device)

    def _ordered(self, _events: int) -> None:
        data = os.read(0, 65536)
        if not data:
            sys.exit(0)
        *whole, self.orders = (self.orders + data).split(b"\n")
        for line in whole:
            self._obey(json.loads(line))

    def _obey(self, told: dict[str, Any]) -> None:
        order = told.pop("order")
        if order == "faults":
            known = {field.name for field in fields(Faults)}
            assert told.keys() <= known, told
            self.faults = Faults(**told)
        elif order == "cut":
            for pair in self._some(told["share"]):
                self.counts["connections cut"] += 1
                pair.end(abrupt=self.rng.random() < 0.5)
        elif order == "freeze":
            for pair in self._some(told["share"]):
                self.counts["connections frozen"] += 1
                pair.freeze(told["way"])
                self.after(told["seconds"], pair.end)

        elif order == "tell":
            print(json.dumps({"counts": self.counts, "ghosts": sum(pair.ghost for pair in self.pairs)}), flush=True)

    def _some(self, share: float) -> list[Pair]:
        chosen = [pair for pair in self.pairs if pair.websocket and not pair.ghost]
        return self.rng.sample(chosen, round(len(chosen) * share))


if __name__ == "__main__":
    first = json.loads(sys.stdin.buffer.raw.readline())  # type: ignore[attr-defined]
    proxy = Proxy(first["listen"], first["house"], first["seed"])
    print(json.dumps({"listening": proxy.listening.getsockname()[1]}), flush=True)
    proxy.run()
