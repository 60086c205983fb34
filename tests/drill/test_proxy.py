"""The proxy that lies: what its lies never are."""

from __future__ import annotations

import random
import socket
from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from tests.drill.proxy import Faults, Way

FRAME = bytes([0x81, 20]) + b"42" + b"x" * 18


def test_nothing_follows_half_a_frame_not_even_what_comes_twice() -> None:
    later: list[Callable[[], Any]] = []
    proxy = SimpleNamespace(faults=Faults(twice_down=1.0), rng=random.Random(1), counts=Counter[str]())
    proxy.after = lambda _seconds, work: later.append(work)
    pair: Any = SimpleNamespace(
        proxy=proxy, over=False, gone=set(), websocket=True, watch=lambda: None, end=lambda: None
    )
    house, device = socket.socketpair()
    way = Way(pair, socket.socket(), house, False)
    way.head = False
    way.take(FRAME)
    proxy.faults = Faults(half=1.0)
    way.take(FRAME)
    for work in later:
        work()
    house.close()
    assert device.makefile("rb").read() == FRAME + FRAME[:11]
