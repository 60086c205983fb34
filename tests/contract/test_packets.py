"""What is no packet of ours ends its connection, and nothing more: no trace in the log, no handler of the library's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import websocket

from app.packets import fault_of
from tests.conftest import MeetingOfBody
from tests.served import Device, Server

Connect = Callable[[str], Device]


def opened(server: Server, cookie: str) -> Any:
    address = f"ws://127.0.0.1:{server.port}/socket.io/?EIO=4&transport=websocket"
    made = websocket.create_connection(address, timeout=15, cookie=cookie, origin=server.address)
    made.recv()
    made.send("40")
    while not str(made.recv()).startswith("40"):
        pass
    return made


@pytest.mark.parametrize(
    "packet",
    [
        '421["connect",{"dienhong.caller":{"person":"x"},"dienhong.let_in":1e12}]',
        '42["disconnect"]',
        '42["command"',
        '42["command",' + "[" * 9_000,
        "42[7,{}]",
        "42{}",
        "42",
        "431[]",
        '451-["command",{"_placeholder":true,"num":0}]',
        "4x",
    ],
)
def test_a_packet_that_is_none_ends_its_connection(
    server: Server, device: Connect, still: MeetingOfBody, packet: str
) -> None:
    member = device(still.members[0])
    line = opened(server, member.cookie)
    line.send(packet)
    with pytest.raises((websocket.WebSocketConnectionClosedException, ConnectionError)):
        while line.recv():
            pass
        raise websocket.WebSocketConnectionClosedException
    assert member.join(still.stream)["ok"], "the others go on"


def test_what_a_client_may_send() -> None:
    assert fault_of(2, ["command", {}], 0) == "" and fault_of(0, None, 0) == "" and fault_of(1, None, 0) == ""
    assert fault_of(2, ["connect", {}], 0) == "name"
    assert all(fault_of(2, data, 0) for data in (None, [], {}, [7], "x"))
    assert fault_of(3, [], 0) and fault_of(5, ["command"], 1)
