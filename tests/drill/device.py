"""One person's device in the hall: joins, folds entries, keeps an outbox, and writes down what it meets.

It knows wire.md and nothing else. An answer is final when it is `ok` or a refusal; `unavailable`, `too_many` and no
answer at all are not, and the command is sent again under the same id.
"""

from __future__ import annotations

import json
import random
import time
import uuid
from collections import deque
from collections.abc import Callable
from typing import Any

from tests.drill.histories import History
from tests.drill.lines import Loop, Request, Socket

PATIENCE = 5.0
"""Seconds a sent command waits for its answer before it is sent again."""
NOT_FINAL = ("too_many", "unavailable", "not_signed_in")


class Pending:
    """A command without a final answer."""

    def __init__(self, command: dict[str, Any], then: Callable[[dict[str, Any]], None] | None):
        self.command = command
        self.then = then
        self.sent = 0.0
        self.under_way = 0


class Device:
    """`silence`: seconds without a sign from the server until the connection counts as lost (3 in a browser)."""

    def __init__(
        self, loop: Loop, history: History, hall: dict[str, Any], name: str, told: dict[str, Any], rng: random.Random
    ):
        self.loop, self.history, self.name, self.rng = loop, history, name, rng
        self.hall = hall
        self.person: str = told["person"]
        self.cookie: str = told["cookie"]
        self.address: tuple[str, int] = (hall["host"], hall["port"])
        self.stream: str = hall["stream"]
        self.silence: float = hall["silence"]
        self.socket: Socket | None = None
        self.joined = self.ended = False
        self.seq: int | None = None
        self.view: str | None = None
        self.head: str | None = None
        self.state: dict[str, dict[str, Any]] = {}
        self.pending: dict[str, Pending] = {}
        self.answered: deque[dict[str, Any]] = deque(maxlen=40)
        self.finals = 0
        self.gaps = 0
        self.joins = 0

    def note(self, what: str, **more: Any) -> None:
        self.history.add(self.name, what, **more)

    # the connection ------------------------------------------------------------------------------------------------

    def connect(self) -> None:
        if self.socket is None and not self.ended:
            self.socket = Socket(self.loop, self.address, self.cookie, self.name, self._opened, self._event, self._lost)

    def _opened(self) -> None:
        self.join()

    def join(self) -> None:
        if self.socket is not None:
            self.joined = False
            asked = {"stream": self.stream, "since": self.seq, "view": self.view, "head": self.head}
            socket = self.socket
            socket.ask("join", asked, lambda answer: self._on_join(answer) if socket is self.socket else None)

    def _on_join(self, answer: dict[str, Any]) -> None:
        if not answer.get("ok"):
            self.note("join_refused", error=answer.get("error"))
            self.loop.after(self.rng.uniform(0.2, 1.0), self.join)
            return
        how = "entries" if "entries" in answer else "snapshot"
        if how == "entries":
            self._apply(answer["entries"])
        else:
            self.state = answer["snapshot"]
        self.seq, self.view, self.head = answer["seq"], answer["view"], answer["head"]
        self.joined = True
        self.joins += 1
        self.note("joined", how=how, seq=self.seq, head=answer["head"])
        for waiting in list(self.pending.values()):
            self.send(waiting)

    def _lost(self) -> None:
        self.socket, self.joined = None, False
        self.note("lost")
        for waiting in self.pending.values():
            if waiting.under_way:
                self.note("unknown", id=waiting.command["id"])
                waiting.under_way = 0
        self.loop.after(self.rng.uniform(0.05, 0.8), self.connect)

    def watch(self) -> None:
        """Give up what is silent; ask again what got no answer. Called a few times a second."""
        now = time.monotonic()
        if self.socket is None:
            return
        beating = next(iter(self.state.get("meeting", {}).values()), {}).get("phase") == "in_progress"
        quiet = now - self.socket.heard
        if quiet > (self.silence if beating or not self.socket.ready else 60.0):
            self.note("silent", seconds=round(quiet, 1))
            self.socket.end()
            return
        for waiting in list(self.pending.values()):
            if self.joined and now - waiting.sent > PATIENCE:
                self.note("unknown", id=waiting.command["id"])
                self.send(waiting)

    # what the server says -------------------------------------------------------------------------------------------

    def _event(self, name: str, payload: dict[str, Any]) -> None:
        if name == "entries" and payload["stream"] == self.stream and self.joined:
            self._on_entries(payload)
        elif name == "rejoin":
            self.note("rejoin", reason=payload.get("reason"))
            self.join()
        elif name == "signed_out":
            self.note("signed_out")

    def _on_entries(self, payload: dict[str, Any]) -> None:
        assert self.seq is not None
        if self.seq < payload["from"]:
            self.gaps += 1
            self.note("gap", have=self.seq, begins=payload["from"], ends=payload["to"])
            self.join()
            return
        new = [entry for entry in payload["entries"] if entry["seq"] > self.seq]
        self._apply(new)
        if payload["to"] > self.seq:
            self.seq, self.head = payload["to"], payload["head"]
        self.note(
            "frame", begins=payload["from"], ends=payload["to"], head=payload["head"], seqs=[e["seq"] for e in new]
        )

    def _apply(self, entries: list[dict[str, Any]]) -> None:
        for entry in entries:
            for collection, objects in entry["changes"].items():
                kept = self.state.setdefault(collection, {})
                for key, form in objects.items():
                    if form is None:
                        kept.pop(key, None)
                    else:
                        kept[key] = form

    # commands -------------------------------------------------------------------------------------------------------

    def give(
        self, name: str, args: dict[str, Any], then: Callable[[dict[str, Any]], None] | None = None, id: str = ""
    ) -> str:
        """Write the command down, then send it: sometimes twice at once (a double tap, two tablets), by either door."""
        command = {"id": id or str(uuid.UUID(int=self.rng.getrandbits(128), version=4))}
        command |= {"stream": self.stream, "name": name, "args": args}
        self.note("invoke", id=command["id"], name=name, args=args)
        waiting = self.pending[command["id"]] = Pending(command, then)
        self.send(waiting)
        chance = self.rng.random()
        if chance < 0.12:
            self.send(waiting)
        elif chance < 0.2:
            self.send(waiting, http=True)
        return str(command["id"])

    def send(self, waiting: Pending, http: bool | None = None) -> None:
        """By the socket where it is joined; now and then by HTTP instead."""
        if http is None:
            http = self.rng.random() < 0.05
        if not http and not (self.joined and self.socket is not None):
            return
        waiting.sent = time.monotonic()
        waiting.under_way += 1
        command = waiting.command
        if http:
            Request(
                self.loop,
                self.address,
                self.cookie,
                "POST",
                "/api/commands",
                command,
                lambda status, body: self._on_http(command, status, body),
            )
        elif self.socket is not None:
            self.socket.ask("command", command, lambda answer: self._on_answer(command, answer))

    def _on_http(self, command: dict[str, Any], status: int, body: bytes) -> None:
        try:
            answer = json.loads(body) if status else None
        except ValueError:
            answer = None
        if isinstance(answer, dict) and "ok" in answer:
            self._on_answer(command, answer)
        elif command["id"] in self.pending:
            self.note("unknown", id=command["id"], status=status)

    def _on_answer(self, command: dict[str, Any], answer: dict[str, Any]) -> None:
        id = command["id"]
        code = (answer.get("error") or {}).get("code")
        if code in NOT_FINAL:
            self.note("later", id=id, code=code, message=answer["error"]["message"])
            if id in self.pending:
                self.loop.after(self.rng.uniform(0.3, 1.5), lambda: self._again(id))
            return
        waiting = self.pending.pop(id, None)
        if waiting is None:
            self.note("again", id=id, reply=answer)
            return
        self.note("ok" if answer["ok"] else "refused", id=id, reply=answer)
        self.answered.append(command)
        self.finals += 1
        if waiting.then is not None:
            waiting.then(answer)

    def _again(self, id: str) -> None:
        waiting = self.pending.get(id)
        if waiting is not None:
            self.send(waiting)

    def repeat(self, command: dict[str, Any]) -> None:
        """A late duplicate of something answered long ago: it must get the same answer and change nothing."""
        if self.joined and self.socket is not None:
            self.socket.ask("command", command, lambda answer: self._on_answer(command, answer))

    # at the end -----------------------------------------------------------------------------------------------------

    def compare(self, then: Callable[[], None]) -> None:
        """Write down what I hold beside a fresh snapshot. Entries that come in between: once more."""
        before = self.seq

        def on_snapshot(status: int, body: bytes) -> None:
            if status != 200 or not self.joined or self.seq != before:
                self.loop.after(0.5, lambda: self.compare(then))
                return
            fresh = json.loads(body)
            self.note(
                "state",
                seq=self.seq,
                snapshot_seq=fresh["seq"],
                head=fresh["head"],
                same_view=fresh["view"] == self.view,
                mine=filled(self.state),
                snapshot=filled(fresh["state"]),
            )
            then()

        Request(self.loop, self.address, self.cookie, "GET", f"/api/streams/{self.stream}", None, on_snapshot)

    def close(self) -> None:
        self.ended = True
        if self.socket is not None:
            self.socket.end()


def filled(state: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Without collections in which nothing is."""
    return {name: objects for name, objects in state.items() if objects}
