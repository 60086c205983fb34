"""Every command and every route, walked for every capacity, in one's own meeting and in a foreign one.

A command or route that isn't in the registry's policy
pages stops the start-up; here each is really tried, and what a capacity may do is compared with `may`.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from flask import Blueprint

from app import building
from app.commands import COMMANDS
from app.policy import anyone
from app.settings import Settings
from app.web import health
from meetings import policy
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


def arguments(name: str, there: dict[str, Any] | None = None) -> dict[str, Any]:
    """A well-formed set of arguments. What it refers to is one of `there` (a snapshot), or nothing that exists."""
    made = filled(COMMANDS[name].form)
    for field, collection in COMMANDS[name].references:
        if field in made and (there or {}).get(collection):
            one = next(iter((there or {})[collection]))
            made[field] = [one] if isinstance(made[field], list) else one
    return made


def something_of_everything(world: World, meeting: MeetingOfBody, approver: str) -> None:
    """A speech, a remark, a site, a vote, a conclusion, a paper and an opinion slip: what commands are about."""
    member, secretary, item = meeting.members[0], meeting.secretary, meeting.items[0]
    world.must(member, "speaking.request", meeting)
    world.must(secretary, "meeting.remark", meeting, text="Mất điện năm phút")
    world.must(secretary, "attendance.add_site", meeting, name="Phường 5")
    world.must(member, "opinion.give", meeting, item=item, text="Đề nghị làm rõ phụ lục 2")
    world.must(meeting.chair, "vote.open", meeting, question="Có thông qua không?", item=item)
    conclusion = world.must(
        secretary, "conclusion.record", meeting, item=item, text="Giao tổ công tác", assignee=member
    )
    world.must(secretary, "conclusion.submit", meeting, conclusion=conclusion["id"])
    world.must(meeting.chair, "conclusion.approve", meeting, conclusion=conclusion["id"])
    told = {"sha256": "0" * 64, "name": "a.pdf", "media_type": "application/pdf", "size": 9}
    file = world.house.execute_internal("file.keep", "system", told, person=secretary, language="vi").result["id"]
    paper = world.must(secretary, "paper.add", meeting, file=file, item=item)["id"]
    world.must(secretary, "paper.submit", meeting, paper=paper)
    world.must(approver, "paper.approve", meeting, paper=paper)
    world.must(secretary, "paper.publish", meeting, paper=paper)
    slip = world.must(secretary, "slip.create", meeting.body, title="Quy chế phối hợp")["id"]
    world.must(secretary, "slip.submit", meeting.body, slip=slip)
    world.must(approver, "slip.approve", meeting.body, slip=slip)
    deadline = (world.now + timedelta(days=2)).isoformat()
    world.must(secretary, "slip.send", meeting.body, slip=slip, deadline=deadline)


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
    """What `me.may` doesn't name is refused at the door, though it is about something that is there."""
    from app.caller import Caller, actor
    from app.live import me
    from app.wire import NotFound

    meeting = world.last
    assert meeting is not None
    something_of_everything(world, meeting, cast["approver"])
    there = {"body": world.state(meeting.chair, meeting.body) or {}}
    refused = Counter[str]()
    for capacity, person in cast.items():
        there["meeting"] = {**(world.state(meeting.secretary, meeting) or {}), **(world.state(person, meeting) or {})}
        for kind, stream in (("meeting", meeting.stream), ("body", meeting.body.stream), ("system", "system")):
            with world.house.database.read() as read:
                try:
                    may = set(me(world.house, actor(read, Caller(person=person), stream), kind)["may"])
                except NotFound:
                    may = set()
            for name, registered in sorted(COMMANDS.items()):
                if registered.kind != kind or registered.internal or name in may:
                    continue
                result = world.run(person, name, stream, **arguments(name, there.get(kind)))
                assert not result.ok, (name, capacity)
                assert result.error["code"] in REFUSED_AT_THE_DOOR, (name, capacity, result.error)
                refused[result.error["code"]] += 1
    assert refused["not_allowed"] > 250, refused


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


def test_a_page_opens_for_those_its_line_names_and_for_nobody_else(world: World, cast: dict[str, str]) -> None:
    from app.caller import Caller, actor
    from app.wire import NotFound

    meeting = world.last
    assert meeting is not None
    walked = Counter[bool]()
    for endpoint, method, rule in routes(world):
        found = re.search(r"<(meeting|body)>", rule)
        if method != "GET" or not found:
            continue
        stream = meeting.stream if found[1] == "meeting" else meeting.body.stream
        for capacity, person in cast.items():
            with world.house.database.read() as read:
                try:
                    who = actor(read, Caller(person=person), stream)
                    lines = world.house.pages[endpoint]
                    may = bool(who.scopes or who.marks) and any(all(p(read, who, {}) for p in line) for line in lines)
                except NotFound:
                    may = False
            status = world.client(person).get(address(rule, meeting)).status_code
            assert may or status in (403, 404), (endpoint, capacity, status)
            assert not may or status != 403, (endpoint, capacity, status)
            walked[may] += 1
    assert min(walked[True], walked[False]) > 20, walked


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


@pytest.mark.parametrize(
    ("lines", "name"),
    [(policy.PERMISSIONS, "agenda.add_item"), (policy.PAGES, "meetings_pages.room"), (health.PAGES, "health.healthz")],
)
def test_a_command_or_route_without_a_line_stops_the_start(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, lines: dict[str, Any], name: str
) -> None:
    monkeypatch.delitem(lines, name)
    with pytest.raises(RuntimeError, match=re.escape(name)):
        building.build(settings)


def test_a_route_that_does_not_ask_its_line_stops_the_start(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    unasked = Blueprint("health", __name__)
    unasked.add_url_rule("/healthz", endpoint="healthz", view_func=lambda: "")
    monkeypatch.setattr(health, "blueprint", unasked)
    with pytest.raises(RuntimeError, match=r"health\.healthz"):
        building.build(settings)


def test_forms_are_filled(world: World) -> None:
    for name, registered in COMMANDS.items():
        msgspec.convert(arguments(name), registered.form)
