"""What comes in by a socket is looked at before the library acts on it: packets that are none, events that are the library's own.

Without this every malformed packet is a trace in the log, and an event named "connect" reaches the handler of connecting, with an
environment of the client's making. A connection that sends such things is ended.
"""

from __future__ import annotations

import logging
from typing import Any

log = logging.getLogger("dienhong.live")

CONNECT, DISCONNECT, EVENT = 0, 1, 2
"""What a client may send: no acknowledgements, for nothing is asked of it, and no binary."""
OWN = ("connect", "disconnect", "connect_error")


class Malformed(ValueError):
    """No packet of ours."""


def install(server: Any) -> None:
    """Let a Socket.IO server end connections whose packets are none."""
    server.packet_class = _checked(server.packet_class)
    engine = server.eio
    handle = engine.handlers["message"]

    def message(sid: str, data: Any) -> None:
        try:
            handle(sid, data)
        except Malformed as error:
            log.warning("a packet was none, its connection is ended: %s", error)
            engine.disconnect(sid)

    engine.handlers["message"] = message


def _checked(packet_class: type[Any]) -> type[Any]:
    class Checked(packet_class):  # type: ignore[misc]
        def decode(self, encoded_packet: Any) -> int:
            """Raises Malformed."""
            if not isinstance(encoded_packet, str):
                raise Malformed("bytes")
            try:
                attached: int = super().decode(encoded_packet)
            except (ValueError, TypeError, RecursionError) as error:
                raise Malformed(type(error).__name__) from error
            fault = fault_of(self.packet_type, self.data, attached)
            if fault:
                raise Malformed(fault)
            return attached

    return Checked


def fault_of(kind: int, data: Any, attached: int) -> str:
    """What is wrong with a packet that could be read; empty: nothing."""
    if kind not in (CONNECT, DISCONNECT, EVENT) or attached:
        return "kind"
    if kind != EVENT:
        return ""
    if not isinstance(data, list) or not data or not isinstance(data[0], str):
        return "no event"
    return "name" if data[0] in OWN else ""
