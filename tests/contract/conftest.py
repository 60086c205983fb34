"""One served meeting for the contract's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.people import sessions
from tests.conftest import MeetingOfBody, World
from tests.served import Device, Server, served


@pytest.fixture
def meeting(world: World) -> MeetingOfBody:
    made = world.meeting(phase="in_progress", members=5, guests=1)
    for person in [*made.body.roll, *made.guests, made.secretary]:
        world.token(person)
    return made


@pytest.fixture
def server(world: World, meeting: MeetingOfBody, settings: Any) -> Iterator[Server]:
    world.house.close()
    environment = {"DIENHONG_DATA": str(settings.data), "DIENHONG_SECRET_KEY": settings.secret_key}
    environment |= {"DIENHONG_DATABASE_URL": settings.database_url} if settings.database_url else {}
    with served(environment) as running:
        yield running


@pytest.fixture
def device(server: Server, world: World) -> Iterator[Callable[[str], Device]]:
    """`device(person)`: a device of that person, signed in and connected."""
    made: list[Device] = []

    def connect(person: str) -> Device:
        cookie = f"{sessions.cookie_name(world.house.settings)}={world.tokens[person]}"
        new = Device(server.address, cookie)
        new.connect()
        made.append(new)
        return new

    yield connect
    for each in made:
        each.close()
