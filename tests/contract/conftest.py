"""Meetings served for the contract's tests: one server, and a meeting with people of its own for each test that acts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from app import building
from app.people import sessions
from tests.conftest import MeetingOfBody, World, settings_in
from tests.ground import Ground
from tests.served import Device, Server, environment_of, served


@dataclass
class Hall:
    """A running server, meetings nobody has used yet, and one that no test changes."""

    server: Server
    unused: list[MeetingOfBody]
    still: MeetingOfBody
    tokens: dict[str, str]
    cookie: str


@pytest.fixture(scope="module")
def hall(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, ground: Ground) -> Iterator[Hall]:
    settings = ground.furnished(settings_in(tmp_path_factory.mktemp("hall") / "data"))
    world = World(building.build(settings))
    acting = [item for item in request.session.items if item.path == request.path and "meeting" in item.fixturenames]
    made = [a_meeting(world) for _ in range(1 + len(acting))]
    world.house.close()
    with served(environment_of(settings)) as server:
        yield Hall(server, made[1:], made[0], world.tokens, sessions.cookie_name(settings))


def a_meeting(world: World) -> MeetingOfBody:
    made = world.meeting(phase="in_progress", members=5, guests=1)
    for person in [*made.body.roll, *made.guests, made.secretary]:
        world.token(person)
    return made


@pytest.fixture
def meeting(hall: Hall) -> MeetingOfBody:
    """A meeting that the test may do with as it likes."""
    return hall.unused.pop()


@pytest.fixture
def still(hall: Hall) -> MeetingOfBody:
    """A meeting that other tests look at too: nothing may change in it."""
    return hall.still


@pytest.fixture
def server(hall: Hall) -> Server:
    if not hall.server.is_running:  # the test before has ended it
        hall.server.start()
    return hall.server


@pytest.fixture
def device(server: Server, hall: Hall) -> Iterator[Callable[[str], Device]]:
    """`device(person)`: a device of that person, signed in and connected."""
    made: list[Device] = []

    def connect(person: str) -> Device:
        new = Device(server.address, f"{hall.cookie}={hall.tokens[person]}")
        new.connect()
        made.append(new)
        return new

    yield connect
    for each in made:
        each.close()
