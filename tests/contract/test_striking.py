"""The clients that strike: what counts as an answer of the house, and what as none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import websocket

from tests.contract.hostile import Event
from tests.contract.striking import Client, Prey, Told

REFUSED = "REFUSED"
ANSWERS: dict[str, Callable[[int], str]] = {
    REFUSED: lambda number: f'43{number}[{{"ok":false,"error":{{"code":"invalid"}}}}]',
    "close frame": lambda _number: "",
    "disconnect": lambda _number: "41",
}


class Scripted:
    """A socket that does one thing with the event it is sent."""

    def __init__(self, client: Client, does: str):
        self.client, self.does = client, does

    def send(self, _text: str) -> None:
        if self.does == "broken pipe":
            raise BrokenPipeError

    def recv(self) -> str:
        if self.does == "breaks off":
            raise websocket.WebSocketConnectionClosedException("Connection to remote host was lost.")
        if self.does == "silent":
            raise websocket.WebSocketTimeoutException("timed out")
        return ANSWERS[self.does](self.client.number)

    def close(self) -> None:
        pass


@pytest.mark.parametrize(
    ("does", "answer", "faults"),
    [
        ((REFUSED,), "socket invalid", 0),
        (("broken pipe", REFUSED), "socket invalid", 0),  # it was gone before the event came
        (("close frame", REFUSED), "socket invalid", 0),
        (("close frame", "close frame"), "socket cut", 0),  # that is the house's answer
        (("disconnect", "disconnect"), "socket cut", 0),
        (("broken pipe", "broken pipe"), "no answer", 1),
        (("breaks off",), "no answer", 1),
        (("silent",), "no answer", 1),
        (("broken pipe", "silent"), "no answer", 1),
    ],
)
def test_a_disconnect_in_due_form_is_an_answer_and_silence_is_none(
    monkeypatch: pytest.MonkeyPatch, does: tuple[str, ...], answer: str, faults: int
) -> None:
    told, left = Told(), list(does)
    target: Any = None
    client = Client(0, Prey(target, {"guest": ""}, ""), told)
    monkeypatch.setattr(client, "socket", lambda _role: Scripted(client, left.pop(0)))
    client.strike(Event(role="guest", door="socket", text="[]", what="command"))
    assert (dict(told.answers), len(told.failures), left) == ({answer: 1}, faults, [])
