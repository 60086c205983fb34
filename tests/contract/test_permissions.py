"""Every command and every route, walked for every capacity, in one's own meeting and in a foreign one.

A command or route that isn't in the registry's policy
pages stops the start-up; here each is really tried, and what a capacity may do is compared with `may`.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec
import pytest

from app.commands import COMMANDS
from app.policy import anyone
from tests.conftest import MeetingOfBody, World
from tests.contract.test_forms import filled

REFUSED_AT_THE_DOOR = {"not_allowed", "not_found"}


@pytest.fixture
def cast(world: World) -> dict[str, str | None]:
    """One person of each capacity in a meeting, and a stranger who is the same elsewhere."""
    meeting = world.meeting(phase="in_progress", members=4, guests=1)
    stranger = world.meeting(phase="in_progress", members=2)
    admin = world.person("Quản Trị", system_administrator=True)
    clerk, approver = world.person("Văn Thư"), world.person("Người Duyệt")
    since = "2025-01-01"
    members = [
        {"person": clerk, "capacities": ["records_clerk"], "from_date": since},
        {"person": approver, "capacities": ["approver"], "from_date": since},
    ]
    world.must(None, "body.add_members", meeting.body, members=members)
    unit_admin = world.person("Quản Trị Đơn Vị")
    world.must(None, "unit.add_administrator", "system", unit=meeting.body.unit, person=unit_admin)
    world.last = meeting
    return {
        "chair": meeting.chair,
        "secretary": meeting.secretary,
        "member": meeting.members[0],
        "guest": meeting.guests[0],
        "records_clerk": clerk,
        "approver": approver,
        "unit_administrator": unit_admin,
        "system_administrator": admin,
        "foreign chair": stranger.chair,
        "foreign secretary": stranger.secretary,
    }


def arguments(name: str) -> dict[str, Any]:
    """A well-formed set of arguments that names nothing that exists."""
    return filled(COMMANDS[name].form)


def test_a_foreigner_gets_no_command_past_the_door(world: World, cast: dict[str, str]) -> None:
    meeting = world.last
    assert meeting is not None
    for name, registered in sorted(COMMANDS.items()):
        if registered.internal or registered.kind == "system":
            continue
        stream = meeting.stream if registered.kind == "meeting" else meeting.body.stream
        for capacity in ("foreign chair", "foreign secretary"):
            result = world.run(cast[capacity], name, stream, **arguments(name))
            assert not result.ok and result.error["code"] == "not_found", (name, capacity, result)


def test_no_capacity_gets_further_than_its_line(world: World, cast: dict[str, str]) -> None:
    """What `me.may` doesn't name is refused at the door, whatever the arguments."""
    from app.caller import Caller, actor
    from app.live import me
    from app.wire import NotFound

    meeting = world.last
    assert meeting is not None
    walked = 0
    for capacity, person in cast.items():
        for kind, stream in (("meeting", meeting.stream), ("body", meeting.body.stream), ("system", "system")):
            with world.house.database.read() as read:
                try:
                    may = set(me(world.house, actor(read, Caller(person=person), stream), kind)["may"])
                except NotFound:
                    may = set()
            for name, registered in sorted(COMMANDS.items()):
                if registered.kind != kind or registered.internal or name in may:
                    continue
                result = world.run(person, name, stream, **arguments(name))
                assert not result.ok, (name, capacity)
                assert result.error["code"] in REFUSED_AT_THE_DOOR, (name, capacity, result.error)
                walked += 1
    assert walked > 100


@pytest.mark.parametrize("capacity", ["guest", "member", "approver", "records_clerk", "unit_administrator"])
def test_only_chair_and_secretary_run_a_meeting(world: World, cast: dict[str, str], capacity: str) -> None:
    for name in (
        "meeting.end",
        "meeting.pause",
        "agenda.start_item",
        "vote.open",
        "conclusion.approve",
        "speaking.call",
    ):
        result = world.run(cast[capacity], name, world.last, **arguments(name))
        assert result.error["code"] in REFUSED_AT_THE_DOOR, (name, capacity)


def test_an_internal_command_is_behind_no_door(world: World, cast: dict[str, str]) -> None:
    client = world.client(cast["system_administrator"])
    internal = [name for name, registered in COMMANDS.items() if registered.internal]
    assert internal
    for name in internal:
        command = {"id": "0" * 20, "stream": "system", "name": name, "args": {}}
        assert client.post("/api/commands", json=command).status_code == 404, name


def routes(world: World) -> list[tuple[str, str, str]]:
    """(endpoint, method, rule) of every route."""
    return [
        (rule.endpoint, method, rule.rule)
        for rule in world.app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if rule.endpoint != "static"
    ]


def address(rule: str, meeting: MeetingOfBody) -> str:
    known = {"meeting": meeting.id, "body": meeting.body.id, "stream": meeting.stream, "item": meeting.items[0]}
    return re.sub(
        r"<(\w+:)?(\w+)>", lambda found: known.get(found.group(2), "1" if found.group(1) == "int:" else "khongco"), rule
    )


def test_every_route_wants_somebody_signed_in(world: World, cast: dict[str, str]) -> None:
    meeting, nobody = world.last, world.client()
    assert meeting is not None
    for endpoint, method, rule in routes(world):
        lines = world.house.pages[endpoint]
        if any(all(predicate is anyone for predicate in alternative) for alternative in lines):
            continue
        status = nobody.open(address(rule, meeting), method=method, json={} if method != "GET" else None).status_code
        assert status in (302, 401), (endpoint, method, status)


def test_a_foreigner_opens_no_page_of_a_meeting_or_body(world: World, cast: dict[str, str]) -> None:
    meeting = world.last
    assert meeting is not None
    walked = 0
    for endpoint, method, rule in routes(world):
        if not re.search(r"<(\w+:)?(meeting|body|stream)>", rule):
            continue
        for capacity in ("foreign chair", "foreign secretary"):
            client = world.client(cast[capacity])
            status = client.open(
                address(rule, meeting), method=method, json={} if method != "GET" else None
            ).status_code
            assert status in (403, 404), (endpoint, capacity, status)
            walked += 1
    assert walked >= 10


def test_no_page_fails_for_anybody(world: World, cast: dict[str, str]) -> None:
    """Every page answers every capacity with what it is or a plain no; nobody meets a fault."""
    meeting = world.last
    assert meeting is not None
    for capacity, person in cast.items():
        client = world.client(person)
        for endpoint, method, rule in routes(world):
            if method != "GET":
                continue
            status = client.get(address(rule, meeting)).status_code
            assert status < 500, (endpoint, capacity, status)


def test_forms_are_filled(world: World) -> None:
    for name, registered in COMMANDS.items():
        msgspec.convert(arguments(name), registered.form)
