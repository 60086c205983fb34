"""The API description says what comes back: every answer has the form that is described for it."""

from __future__ import annotations

import io
import json
import re
import uuid
from typing import Any

import pytest

from tests.conftest import World
from tests.documents.papers.material import pdf

OF_JSON = {"string": str, "integer": int, "object": dict, "array": list, "null": type(None), "boolean": bool}


class Described:
    def __init__(self, told: dict[str, Any]):
        self.told = told

    def form(self, path: str, method: str, status: int) -> dict[str, Any]:
        found: dict[str, Any] = self.told["paths"][path][method]["responses"][str(status)]
        return dict(found["content"]["application/json"]["schema"])

    def faults(self, value: Any, form: dict[str, Any], at: str = "") -> list[str]:
        """Where `value` is not as the form says: as much of JSON Schema as the description uses."""
        if "$ref" in form:
            return self.faults(value, self.told["components"]["schemas"][form["$ref"].split("/")[-1]], at)
        kinds = form.get("type", [])
        allowed = tuple(OF_JSON[kind] for kind in ([kinds] if isinstance(kinds, str) else kinds))
        if (allowed and not isinstance(value, allowed)) or ("const" in form and value != form["const"]):
            return [f"{at}: {value!r} is no {form}"]
        if isinstance(value, list):
            return [fault for one in value for fault in self.faults(one, form.get("items", {}), f"{at}[]")]
        if not isinstance(value, dict):
            return []
        found = [f"{at}.{key} is missing" for key in form.get("required", []) if key not in value]
        more = form.get("additionalProperties", {})
        for key, inner in value.items():
            told = form.get("properties", {}).get(key, more if isinstance(more, dict) else {})
            found += self.faults(inner, told, f"{at}.{key}")
        return found


@pytest.fixture
def described(world: World) -> Described:
    return Described(world.client(world.person()).get("/api/openapi.json").json)


def test_every_answer_is_as_it_is_described(world: World, described: Described) -> None:
    meeting = world.meeting(phase="in_progress", members=2)
    by, stranger, other = world.client(meeting.secretary), world.client(), world.client(world.person())
    one = f"/api/streams/{meeting.stream}"
    view = by.get(one).json["view"]
    add = {"stream": meeting.stream, "name": "agenda.add_item", "args": {"title": "Một"}}
    wrong, gone = {**add, "args": {"title": 7}}, {**add, "args": {"title": "Hai"}, "name": "no.such"}
    sent, none = {"file": (io.BytesIO(pdf()), "a.pdf")}, {"other": (io.BytesIO(pdf()), "a.pdf")}
    seen = {
        ("/api/me", "get"): [by.get("/api/me"), stranger.get("/api/me")],
        ("/api/meetings", "get"): [by.get("/api/meetings"), by.get("/api/meetings?from=x")],
        ("/api/streams/{stream}", "get"): [by.get(one), other.get(one)],
        ("/api/streams/{stream}/entries", "get"): [
            by.get(f"{one}/entries?since=0&view={view}"),
            by.get(f"{one}/entries?since=0&view=other"),
            by.get(f"{one}/entries?since=-1"),
        ],
        ("/api/commands", "post"): [
            who.post("/api/commands", json={"id": str(uuid.uuid4()), **asked})
            for who, asked in ((by, add), (by, wrong), (by, gone), (other, add), (stranger, add))
        ],
        ("/api/files", "post"): [by.post("/api/files", data=sent), by.post("/api/files", data=none)],
        ("/api/session", "post"): [stranger.post("/api/session", json={"username": "x", "password": "y"})],
    }
    statuses = set()
    for (path, method), answers in seen.items():
        for answer in answers:
            statuses.add(answer.status_code)
            form = described.form(path, method, answer.status_code)
            assert described.faults(answer.json, form) == [], (path, answer.status_code)
    assert statuses == {200, 400, 401, 404, 410}


def test_a_form_that_is_named_is_described(described: Described) -> None:
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(described.told)))
    assert named <= set(described.told["components"]["schemas"])
    assert {"Command", "Refused", "Snapshot", "Entries", "File"} <= named


def test_what_is_not_as_described_is_found(described: Described) -> None:
    """Of the test itself."""
    form = {"$ref": "#/components/schemas/Entries"}
    entry = {"seq": 1, "at": "x", "kind": "x", "actor": None, "changes": {"items": {"a": None}}}
    right = {"entries": [entry], "seq": 2, "head": "x"}
    assert described.faults({**right, "entries": []}, form) == []
    assert described.faults({**right, "seq": "2"}, form) and described.faults({"entries": [], "seq": 2}, form)
    assert described.faults({**right, "entries": [{**entry, "actor": 7}]}, form)
