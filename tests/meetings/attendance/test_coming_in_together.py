"""The hot lane: a hall that comes in at once is what it would be one by one."""

from __future__ import annotations

import random
from typing import Any

import msgspec
import pytest

from app import live, wire
from app.caller import Caller, actor
from app.commands import COMMANDS
from app.wire import Command
from app.writer import Waiting
from tests.conftest import MeetingOfBody, World


def waiting(meeting: MeetingOfBody, person: str, id: str, args: dict[str, Any]) -> Waiting:
    registered = COMMANDS["attendance.check_in"]
    command = Command(id=id, stream=meeting.stream, name="attendance.check_in", args=args)
    return Waiting(Caller(person=person, trusted=True), command, registered, wire.convert(args, registered.form), None)


def come(world: World, group: list[Waiting]) -> list[tuple[bool, str]]:
    world.house.writer._write(group)
    return [(one.result.ok, (one.result.error or {}).get("message", "")) for one in group if one.result is not None]


def opened(world: World) -> tuple[MeetingOfBody, list[str], list[str]]:
    """A meeting in progress to which nobody has come, with two sites and one of another meeting; and who may try."""
    elsewhere = world.meeting(phase="published")
    foreign = world.must(elsewhere.secretary, "attendance.add_site", elsewhere, name="Nơi khác")
    meeting = world.meeting(phase="in_progress", guests=1, present=False)
    sites = [str(world.must(meeting.secretary, "attendance.add_site", meeting, name=n)["id"]) for n in ("Xã A", "Xã B")]
    world.must(meeting.secretary, "attendance.place", meeting, people=[meeting.members[1]], site=sites[0])
    tried = [meeting.chair, *meeting.members, meeting.guests[0], meeting.secretary, world.person("Người Lạ")]
    return meeting, tried, [*sites, str(foreign["id"])]


def seen(world: World, meeting: MeetingOfBody, tried: list[str], sites: list[str]) -> Any:
    """What the desk sees of everybody; the forms in memory and the rows agree on it."""
    from_rows = world.state(meeting.secretary, meeting)
    with world.house.database.read() as read:
        who = actor(read, Caller(person=meeting.secretary), meeting.stream)
        kept = live.answer(world.house, read, who, live.JoinRequest(stream=meeting.stream))["snapshot"]
    assert from_rows is not None and msgspec.json.decode(kept) == from_rows
    people = [from_rows["attendance"].get(person) for person in tried]
    seats = [from_rows["people"].get(person, {}).get("site") for person in tried]
    told = [
        (site["present"], site["expected"])
        for _id, site in sorted(from_rows["sites"].items(), key=lambda s: s[1]["name"])
    ]
    return (
        people,
        [sites.index(seat) if seat else None for seat in seats],
        told,
        from_rows["meeting"][meeting.id]["quorum"],
    )


@pytest.mark.parametrize("seed", range(4))
def test_a_hall_that_comes_in_together_is_what_it_would_be_one_by_one(world: World, seed: int) -> None:
    chance = random.Random(seed)
    asked = [
        (chance.randrange(11), chance.choice([None, True]), chance.choice([None, None, 0, 1, 2]), chance.random() < 0.1)
        for _ in range(30)
    ]
    told = []
    for together in (True, False):
        meeting, tried, sites = opened(world)
        group = []
        for number, (who, online, site, wrong) in enumerate(asked):
            args: dict[str, Any] = {"online": True} if online else {}
            args |= {} if site is None else {"site": sites[site]}
            args |= {"code": "sai"} if wrong else {}
            group.append(waiting(meeting, tried[who], f"{together}-{number}-{'x' * 10}", args))
        parts = [group] if together else [[one] for one in group]
        told.append(([answer for part in parts for answer in come(world, part)], seen(world, meeting, tried, sites)))
    assert told[0] == told[1]
    assert {ok for ok, _message in told[0][0]} == {True, False}
