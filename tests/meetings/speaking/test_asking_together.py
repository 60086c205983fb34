"""The hot lane: a hall that asks for the floor at once is what it would be one by one."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.conftest import MeetingOfBody, World
from tests.runs import answers, seen, waiting


def opened(world: World) -> tuple[MeetingOfBody, list[str]]:
    """A meeting in progress in which one has been heard, one is away and one list is locked; and who may ask."""
    meeting = world.meeting(phase="in_progress", guests=1)
    heard = world.must(meeting.members[0], "speaking.request", meeting)
    world.must(meeting.chair, "speaking.call", meeting, speech=heard["id"])
    world.must(meeting.chair, "speaking.finish", meeting, speech=heard["id"])
    world.must(meeting.secretary, "attendance.mark", meeting, person=meeting.members[1], status="absent")
    world.must(meeting.chair, "speaking.lock", meeting, item=meeting.items[1])
    return meeting, [meeting.chair, *meeting.members, meeting.guests[0], meeting.secretary, world.person("Người Lạ")]


def queue(world: World, meeting: MeetingOfBody, tried: list[str]) -> Any:
    """As the desk sees it."""
    return sorted(
        (
            meeting.items.index(one["item"]),
            one["order"],
            tried.index(one["person"]),
            one["kind"],
            one["gist"],
            one["state"],
        )
        for one in seen(world, meeting, meeting.secretary)["speeches"].values()
    )


@pytest.mark.parametrize("seed", range(6))
def test_a_hall_that_asks_together_is_what_it_would_be_one_by_one(world: World, seed: int) -> None:
    chance = random.Random(seed)
    asked = [
        (
            chance.randrange(11),
            {
                "item": chance.choice([None, None, 0, 1, 2]),
                "gist": chance.choice(["", "", "Một ý", " Ý khác "]),
                "kind": chance.choice(["speech", "speech", "question", "point_of_order"]),
                "person": chance.choice([None, None, None, 2, 3]),
            },
        )
        for _ in range(30)
    ]
    told = []
    for together in (True, False):
        meeting, tried = opened(world)
        group = []
        for number, (who, drawn) in enumerate(asked):
            args = {key: value for key, value in drawn.items() if value is not None}
            if "item" in args:
                args["item"] = meeting.items[drawn["item"]]
            if "person" in args:
                args["person"] = tried[drawn["person"]]
            group.append(waiting(meeting, tried[who], "speaking.request", args, f"{together}-{number}-{'x' * 10}"))
        for part in [group] if together else [[one] for one in group]:
            world.house.writer._write(part)
        told.append((answers(group), queue(world, meeting, tried)))
    assert told[0] == told[1]
    assert {ok for ok, _message in told[0][0]} == {True, False}
