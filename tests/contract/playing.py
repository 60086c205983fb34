"""Who plays the meeting of everything, by HTTP: their devices, the words said so far, which commands have happened."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import requests
from weasyprint import HTML

from app.wire import Result
from tests.conftest import BodyOfPeople
from tests.served import Device

SECRET, TOLD = "matmat", "aicungbiet"


@dataclass
class Outside:
    """The world of a sealed vote, by HTTP."""

    play: Playing

    def run(self, by: str, name: str, _meeting: Any, /, **args: Any) -> Result:
        answer = self.play.tried(by, name, **args)
        return Result(ok=answer["ok"], result=answer.get("result") or {}, error=answer.get("error"))

    def must(self, by: str, name: str, _meeting: Any, /, **args: Any) -> dict[str, Any]:
        return {"id": self.play.must(by, name, **args)}

    def state(self, by: str, _meeting: Any) -> dict[str, Any]:
        return self.play.state(by)

    def client(self, by: str) -> Outside.Client:
        return Outside.Client(self.play.device(by))

    @dataclass
    class Client:
        device: Device

        def get(self, path: str) -> Outside.Answer:
            answer = self.device.http("GET", path)
            return Outside.Answer(answer.status, answer.body)

    @dataclass
    class Answer:
        status_code: int
        body: bytes

        @property
        def json(self) -> Any:
            return json.loads(self.body)

        def get_data(self, as_text: bool = True) -> str:
            return self.body.decode()


@dataclass
class Playing:
    """The people's devices, the words said so far, and which commands have happened."""

    body: BodyOfPeople
    device: Callable[[str], Device]
    approver: str
    substitute: str
    clerk: str
    screens: str
    """The hall's account."""
    secrets: dict[str, str] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    meeting: str = ""
    other: str = ""
    items: dict[str, str] = field(default_factory=dict)
    papers: list[str] = field(default_factory=list)
    votes: list[str] = field(default_factory=list)
    announced: str = ""
    slips: list[str] = field(default_factory=list)

    @property
    def stream(self) -> str:
        return f"meeting:{self.meeting}"

    def secret(self, what: str) -> str:
        """A word nobody but those of the item may read, and of what it is."""
        word = f"{SECRET}{len(self.secrets) + 100}z"
        self.secrets[word] = what
        return word

    def open(self, what: str) -> str:
        word = f"{TOLD}{len(self.told) + 100}z"
        self.told[word] = what
        return word

    def tried(self, by: str, name: str, stream: str = "", /, **args: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.device(by).post(stream or self.stream, name, **args).json
        if answer["ok"]:
            self.done.add(name)
        return answer

    def must(self, by: str, name: str, stream: str = "", /, **args: Any) -> str:
        """Something happens. The id of what was made."""
        answer = self.tried(by, name, stream, **args)
        assert answer["ok"], (name, args, answer)
        return str((answer.get("result") or {}).get("id", ""))

    def state(self, person: str) -> dict[str, Any]:
        found: dict[str, Any] = self.device(person).http("GET", f"/api/streams/{self.stream}").json["state"]
        return found

    def file(self, person: str, word: str) -> str:
        by = self.device(person)
        paper = io.BytesIO(HTML(string=f"<p>{word}</p>").write_pdf())
        headers = {"Origin": by.address, "Cookie": by.cookie}
        answer = requests.post(f"{by.address}/api/files", files={"file": ("a.pdf", paper)}, headers=headers)
        return str(answer.json()["file"])
