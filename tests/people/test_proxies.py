"""Who asks, when a proxy asks for them: only proxies that were told of are believed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from flask.testing import FlaskClient
from limits import RateLimitItemPerMinute

from app import building
from app.people import signin
from app.settings import Settings
from tests.conftest import World

HANDSHAKE = "/socket.io/?EIO=4&transport=websocket"


@pytest.fixture
def behind(app: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], World]]:
    """The house behind so many proxies; two failures of an address are enough."""
    monkeypatch.setattr(signin, "PER_ADDRESS", RateLimitItemPerMinute(2))
    built: list[Any] = []

    def build(count: int) -> World:
        built.append(building.build(msgspec.structs.replace(settings, proxies=count)))
        return World(built[-1])

    yield build
    for flask in built:
        flask.extensions["house"].close()


def fail(client: FlaskClient, name: str, address: str) -> int:
    told = {"username": name, "password": "sai-mat-khau"}
    return client.post("/api/session", json=told, headers={"X-Forwarded-For": address}).status_code


def test_without_a_proxy_a_forged_address_changes_nothing(behind: Callable[[int], World]) -> None:
    client = behind(0).client()
    assert [fail(client, f"ten{n}", f"203.0.113.{n}") for n in range(4)] == [401, 401, 429, 429]


def test_behind_a_proxy_each_address_waits_for_its_own_failures(behind: Callable[[int], World]) -> None:
    client = behind(1).client()
    assert [fail(client, f"ten{n}", "203.0.113.1") for n in range(3)] == [401, 401, 429]
    assert fail(client, "khac", "203.0.113.2") == 401
    assert fail(client, "khac", "203.0.113.9, 203.0.113.1") == 429, "the proxy's own word is the last"


def told(world: World, method: str, path: str, origin: str) -> int:
    client = world.client(world.person("Người Ở Xa"))
    told_by_proxy = {"X-Forwarded-Host": "hop.example.vn", "X-Forwarded-Proto": "https", "Origin": origin}
    return client.open(path, method=method, headers=told_by_proxy, json={} if method == "POST" else None).status_code


@pytest.mark.parametrize(("method", "path"), [("POST", "/api/commands"), ("GET", HANDSHAKE)])
def test_pages_and_handshakes_are_asked_at_the_address_the_proxy_tells(
    behind: Callable[[int], World], method: str, path: str
) -> None:
    world = behind(1)
    assert told(world, method, path, "https://hop.example.vn") != 403
    assert told(world, method, path, "http://localhost") == 403


@pytest.mark.parametrize(("method", "path"), [("POST", "/api/commands"), ("GET", HANDSHAKE)])
def test_without_a_proxy_a_forged_host_changes_nothing(behind: Callable[[int], World], method: str, path: str) -> None:
    world = behind(0)
    assert told(world, method, path, "https://hop.example.vn") == 403
    assert told(world, method, path, "http://localhost") != 403
