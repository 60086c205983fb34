"""Forms: arguments made from a command's own form, and what happens to those that don't fit it."""

from __future__ import annotations

import types
import typing
from datetime import date, datetime
from typing import Any, Literal, get_args, get_origin

import msgspec
import pytest

from app import wire
from app.commands import COMMANDS
from tests.conftest import World


def filled(form: type[msgspec.Struct]) -> dict[str, Any]:
    """The required arguments of a form, well-formed; references name nothing that exists."""
    return {
        field.encode_name: example(field.type, field.name) for field in msgspec.structs.fields(form) if field.required
    }


def example(kind: Any, name: str = "") -> Any:
    if get_origin(kind) is typing.Annotated:
        made = example(kind.__origin__, name)
        for meta in kind.__metadata__:
            if isinstance(meta, msgspec.Meta):
                if isinstance(made, str) and meta.min_length:
                    made = made.ljust(meta.min_length, "x")
                if isinstance(made, int) and meta.ge is not None:
                    made = max(made, int(meta.ge))
        return made
    if get_origin(kind) in (typing.Union, types.UnionType):
        return example(next(k for k in get_args(kind) if k is not type(None)), name)
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    if get_origin(kind) is list:
        return [example(get_args(kind)[0], name)]
    if get_origin(kind) is dict or kind is dict:
        return {}
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return filled(kind)
    made: dict[Any, Any] = {str: "khongco", int: 1, bool: True, float: 1.0, Any: "x"}
    if kind is datetime:
        return "2026-12-01T02:00:00Z"
    if kind is date:
        return "2026-12-01"
    return made.get(kind, "khongco")


@pytest.mark.parametrize("bad", [None, 7, "x" * 70_000, [], {"a": 1}, "\x00", "\ud800"])
def test_nothing_malformed_gets_in_or_breaks_anything(world: World, bad: Any) -> None:
    """Every argument of every command, given nonsense: a plain `invalid`, never a fault, never a change."""
    meeting = world.meeting(phase="in_progress", members=2)
    streams = {"meeting": meeting.stream, "body": meeting.body.stream, "system": "system"}
    for name, registered in sorted(COMMANDS.items()):
        if registered.internal:
            continue
        for field in msgspec.structs.fields(registered.form):
            args = {**filled(registered.form), field.encode_name: bad}
            try:
                msgspec.convert(args, registered.form)
            except (msgspec.ValidationError, UnicodeError):
                from app.caller import Caller
                from app.live import give
                from app.web.limits import Pace

                command = {"id": "a" * 20, "stream": streams[registered.kind], "name": name, "args": args}
                caller = Caller(person=meeting.secretary, trusted=True)
                result = give(world.house, Pace(10_000, 10_000), caller, command)
                assert not result.ok and result.error["code"] == "invalid", (name, field.name, result)
                assert result.error["fields"], (name, field.name)


@pytest.mark.parametrize(
    "edge", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "1066-10-14T09:00:00Z", "3000-01-01"]
)
def test_no_moment_at_the_edge_of_time_breaks_anything(edge: str) -> None:
    """A zone or a day more would go over it: it is `invalid`, at its field, also in a list of forms."""
    found = 0
    for name, registered in sorted(COMMANDS.items()):
        for field in msgspec.structs.fields(registered.form):
            if not takes(field.type, datetime if "T" in edge else date):
                continue
            found += 1
            with pytest.raises(wire.Invalid) as refused:
                wire.convert({**filled(registered.form), field.encode_name: edge}, registered.form)
            assert refused.value.fields == {field.encode_name: "Giá trị không hợp lệ."}, name
    assert found >= 3
    members = [{"person": "x", "from_date": edge[:10]}]
    with pytest.raises(wire.Invalid) as refused:
        wire.convert({"members": members}, COMMANDS["body.add_members"].form)
    assert refused.value.fields == {"members": "Giá trị không hợp lệ."}


def takes(kind: Any, wanted: type) -> bool:
    return kind is wanted or any(takes(part, wanted) for part in get_args(kind))


@pytest.mark.parametrize(
    ("value", "why"), [(0, "Phải từ 1 trở lên."), (3601, "Không được quá 3600."), (1.5, "Giá trị không hợp lệ.")]
)
def test_a_number_out_of_bounds_is_told_its_bound_in_words(value: float, why: str) -> None:
    with pytest.raises(wire.Invalid) as refused:
        wire.convert({"speech": "x", "seconds": value}, COMMANDS["speaking.extend"].form)
    assert refused.value.fields == {"seconds": why}


@pytest.mark.parametrize("raw", [None, 7, "x", [], {}, {"id": "x"}, {"id": "a" * 20, "stream": "meeting:x", "name": 7}])
def test_what_is_no_command_is_invalid(world: World, raw: Any) -> None:
    client = world.client(world.person())
    answer = client.post("/api/commands", json=raw)
    assert answer.status_code == 400 and answer.json["error"]["code"] == "invalid"


def test_json_that_is_none_is_invalid(world: World) -> None:
    client = world.client(world.person())
    answer = client.post("/api/commands", data=b"{", content_type="application/json")
    assert answer.status_code == 400 and answer.json["error"]["code"] == "invalid"


def test_a_form_of_another_site_is_refused(world: World) -> None:
    client = world.client(world.person())
    answer = client.post("/api/commands", data="a=b", content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/api/commands", "/api/session", "/api/screens/claim"])
@pytest.mark.parametrize("body", [b"\xff", b'{"id": "\xc3\x28"}', b"[" * 30_000, b'{"a":' * 30_000, b"1e999", b""])
def test_no_bytes_that_are_no_json_are_a_fault_of_the_house(world: World, path: str, body: bytes) -> None:
    """Also where nobody is signed in."""
    for client in (world.client(), world.client(world.person())):
        answer = client.post(path, data=body, content_type="application/json")
        assert 400 <= answer.status_code < 500, answer.status_code


@pytest.mark.parametrize("path", ["/api/people?q=%00", "/api/streams/a%00b", "/?%00=1", "/meetings/%00"])
def test_a_letter_that_no_database_keeps_finds_nothing(world: World, path: str) -> None:
    assert world.client(world.meeting(phase="published").chair).get(path).status_code == 404
