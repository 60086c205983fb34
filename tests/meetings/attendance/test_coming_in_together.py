"""The hot lane: a hall that comes in at once is what it would be one by one."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.conftest import MeetingOfBody, World
from tests.runs import answers, seen, waiting


def opened(world: World) -> tuple[MeetingOfBody, list[str], list[str]]:
    """A meeting in progress to which nobody has come, with two sites and one of another meeting; and who may try."""
    elsewhere = world.meeting(phase="published")
    foreign = world.must(elsewhere.secretary, "attendance.add_site", elsewhere, name="Nơi khác")
    meeting = world.meeting(phase="in_progress", guests=1, present=False)
    sites = [str(world.must(meeting.secretary, "attendance.add_site", meeting, name=n)["id"]) for n in ("Xã A", "Xã B")]
    world.must(meeting.secretary, "attendance.place", meeting, people=[meeting.members[1]], site=sites[0])
    tried = [meeting.chair, *meeting.members, meeting.guests[0], meeting.secretary, world.person("Người Lạ")]
    return meeting, tried, [*sites, str(foreign["id"])]


def everybody(world: World, meeting: MeetingOfBody, tried: list[str], sites: list[str]) -> Any:
    """What the desk sees of them."""
    state = seen(world, meeting, meeting.secretary)
    people = [state["attendance"].get(person) for person in tried]
    seats = [state["people"].get(person, {}).get("site") for person in tried]
    told = [
        (site["present"], site["expected"]) for _id, site in sorted(state["sites"].items(), key=lambda s: s[1]["name"])
    ]
    return (
        people,
        [sites.index(seat) if seat else None for seat in seats],
        told,
        state["meeting"][meeting.id]["quorum"],
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
            group.append(waiting(meeting, tried[who], "attendance.check_in", args, f"{together}-{number}-{'x' * 10}"))
        for part in [group] if together else [[one] for one in group]:
            world.house.writer._write(part)
        told.append((answers(group), everybody(world, meeting, tried, sites)))
    assert told[0] == told[1]
    assert {ok for ok, _message in told[0][0]} == {True, False}
