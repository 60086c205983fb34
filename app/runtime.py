"""How the house runs things side by side. The only file that names eventlet.

Everything else uses the standard library's threading, queue and time: under eventlet they are green once `patch()` has run.
"""

from __future__ import annotations

import math
import os
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_patched = False


def chosen() -> str:
    """`eventlet` (default) or `threading`, from DIENHONG_ASYNC."""
    return os.environ.get("DIENHONG_ASYNC", "eventlet")


def patch() -> None:
    """Make the standard library cooperative. Only `serve` calls it, before any other import."""
    global _patched
    if chosen() == "eventlet" and not _patched:
        import warnings

        warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")  # the owner's choice (docs/decisions)
        os.environ.setdefault("EVENTLET_NO_GREENDNS", "yes")  # no names are looked up, and dnspython is slow to import
        import eventlet
        import eventlet.websocket

        eventlet.monkey_patch()
        eventlet.websocket.RFC6455WebSocket._apply_mask = staticmethod(unmasked)
        _patched = True


def unmasked(data: bytes, mask: Sequence[int], length: int | None = None, offset: int = 0) -> bytes:
    """A client's frame without its mask (RFC 6455, 5.3), as one XOR of two integers: eventlet's loop over the bytes takes
    658 us for 4 kB, this 8."""
    size = len(data) if length is None else length
    turned = bytes(mask[(offset + place) % 4] for place in range(4))
    key = (turned * (size // 4 + 1))[:size]
    return (int.from_bytes(data[:size], "little") ^ int.from_bytes(key, "little")).to_bytes(size, "little")


def is_green() -> bool:
    return _patched


def socket_mode() -> str:
    """The mode of Socket.IO that fits how this process runs."""
    return "eventlet" if _patched else "threading"


def spawn(work: Callable[..., Any], *args: Any, name: str = "") -> threading.Thread:
    """Run `work` beside us for as long as the process lives."""
    thread = threading.Thread(target=work, args=args, name=name or work.__name__, daemon=True)
    thread.start()
    return thread


def sleep(seconds: float) -> None:
    time.sleep(seconds)


class Bell:
    """Rung when something has come. Who waits for the next ring misses none that comes while they look."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.rung = 0

    def ring(self) -> None:
        with self._changed:
            self.rung += 1
            self._changed.notify_all()

    def wait(self, heard: int, seconds: float) -> None:
        """Until it has been rung since `heard`, at most so long."""
        with self._changed:
            self._changed.wait_for(lambda: self.rung != heard, seconds)


class Turns:
    """A queue before work that comes in crowds: in each turn of the hub so many seconds of it are done, then everything else
    that is ready has its turn. Two hundred who fetch a paper, or open a page, must not keep a ballot waiting.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic):
        self._seconds, self._clock = seconds, clock
        self._turn = self._sleeping = 0
        self._began = -math.inf

    def wait(self) -> None:
        """Until it is one's turn; those who came first go first."""
        if not self._sleeping and self._clock() - self._began <= self._seconds:
            return
        while True:
            turn = self._turn
            self._sleeping += 1
            time.sleep(0)
            self._sleeping -= 1
            if turn == self._turn:  # the first to wake in this turn of the hub, in which all of them do
                self._turn += 1
                self._began = self._clock()
                return
            if self._clock() - self._began <= self._seconds:
                return


def block(seconds: float) -> None:
    """Hold up the thread we are in, as a slow disk would: the whole hub when it isn't one of `offload`'s."""
    if _patched:
        from eventlet import patcher

        patcher.original("time").sleep(seconds)
    else:
        time.sleep(seconds)


def offload(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run blocking C code (a password hash, an fsync) in a real thread, so that the hub goes on meanwhile."""
    if _patched:
        from eventlet import tpool

        return tpool.execute(work, *args, **kwargs)  # type: ignore[no-any-return]
    return work(*args, **kwargs)


def serve(application: Any, host: str, port: int, ready: Callable[[int], None], stop: threading.Event) -> None:
    """Serve until `stop` is set. `ready(port)` is called once the socket listens."""
    if _patched:
        _serve_green(application, host, port, ready, stop)
    else:
        _serve_threads(application, host, port, ready, stop)


def _serve_green(application: Any, host: str, port: int, ready: Callable[[int], None], stop: threading.Event) -> None:
    import eventlet
    import eventlet.wsgi

    listening = eventlet.listen((host, port), backlog=2048, reuse_port=False)  # a taken port is refused, not shared
    ready(listening.getsockname()[1])
    serving = eventlet.spawn(
        eventlet.wsgi.server,
        listening,
        application,
        max_size=20_000,
        log_output=False,
        socket_timeout=None,
        keepalive=75,
    )
    while not stop.is_set() and not serving.dead:
        eventlet.sleep(0.1)
    listening.close()
    serving.kill()


def _serve_threads(application: Any, host: str, port: int, ready: Callable[[int], None], stop: threading.Event) -> None:
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
            """Requests are logged by the application, not here."""

        def run_wsgi(self) -> None:
            """A connection that has become a websocket carries no further request: it ends with it."""
            super().run_wsgi()
            if "upgrade" in self.headers:
                self.close_connection = True

    server = make_server(host, port, application, threaded=True, request_handler=Quiet)
    ready(server.server_port)
    spawn(server.serve_forever, 0.1, name="serve")
    stop.wait()
    server.shutdown()
