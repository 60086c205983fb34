"""A device outside the house, which knows wire.md and nothing else: it signs in, sends commands and follows a stream over HTTP."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import quote

TIMEOUT = 15


class Away(Exception):
    """The house does not answer, or answers that nothing can be done just now."""


class Refused(Exception):
    """What the house refuses; `code` as in wire.md."""

    def __init__(self, code: str, message: str, retry_after: float | None = None):
        super().__init__(message)
        self.code = code
        self.retry_after = retry_after


class Device:
    """One sign-in. Raises Refused and Away."""

    def __init__(self, address: str):
        self.address = address
        self.cookie = ""
        self._open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open

    def sign_in(self, username: str, password: str) -> dict[str, Any]:
        """Who has signed in."""
        told = self.ask("POST", "/api/session", {"username": username, "password": password})
        return dict(told["person"])

    def sign_out(self) -> None:
        self.ask("DELETE", "/api/session")

    def run(self, stream: str, name: str, id: str, args: dict[str, Any]) -> dict[str, Any]:
        """A command's result. The same `id` again does nothing again."""
        told = self.ask("POST", "/api/commands", {"id": id, "stream": stream, "name": name, "args": args})
        return dict(told["result"])

    def ask(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        try:
            return dict(json.loads(self.text(method, path, body)))
        except ValueError as error:
            raise Away(str(error)) from None

    def text(self, method: str, path: str, body: Any = None) -> str:
        """The answer as it was sent."""
        sent = {"Origin": self.address, "Accept": "application/json", "User-Agent": "run.py simulate"}
        sent |= {"Cookie": self.cookie} if self.cookie else {}
        sent |= {"Content-Type": "application/json"} if body is not None else {}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data=data, method=method, headers=sent)
        try:
            with self._open(request, timeout=TIMEOUT) as answer:
                self._keep(answer.headers.get("Set-Cookie"))
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            raise _refusal(error) from None
        except (OSError, ValueError) as error:
            raise Away(str(error)) from None

    def _keep(self, cookie: str | None) -> None:
        if cookie:
            self.cookie = cookie.partition(";")[0]


def _refusal(error: urllib.error.HTTPError) -> Refused | Away:
    try:
        told = json.load(error)["error"]
        code, message, again = str(told["code"]), str(told["message"]), told.get("retry_after")
    except (OSError, ValueError, KeyError, TypeError):
        return Away(f"{error.code} {error.reason}")
    return Away(message) if code == "unavailable" else Refused(code, message, again)


class Mirror:
    """A stream's state as one device sees it, kept up to date by its entries."""

    def __init__(self, device: Device, stream: str):
        self.device = device
        self.path = f"/api/streams/{quote(stream, safe='')}"
        self.seq = -1
        self.view = ""
        self.state: dict[str, dict[str, dict[str, Any]]] = {}

    def refresh(self) -> None:
        """What has happened since. Where that is too old or the rights have changed, everything."""
        if self.seq >= 0:
            try:
                asked = f"{self.path}/entries?since={self.seq}&view={quote(self.view)}"
                told = self.device.ask("GET", asked)
            except Refused as refusal:
                if refusal.code != "too_old":
                    raise
            else:
                self._apply(told["entries"])
                self.seq = told["seq"]
                return
        told = self.device.ask("GET", self.path)
        self.seq, self.view, self.state = told["seq"], told["view"], told["state"]

    def _apply(self, entries: list[dict[str, Any]]) -> None:
        for entry in entries:
            for collection, forms in entry["changes"].items():
                kept = self.state.setdefault(collection, {})
                for id, form in forms.items():
                    if form is None:
                        kept.pop(id, None)
                    else:
                        kept[id] = form

    def all(self, collection: str) -> dict[str, dict[str, Any]]:
        return self.state.get(collection, {})

    def one(self, collection: str, id: str | None) -> dict[str, Any]:
        """An object, empty where there is none."""
        return self.all(collection).get(id or "", {})
