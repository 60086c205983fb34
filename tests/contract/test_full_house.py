"""More devices than the server takes: each is told so, and comes in as soon as another leaves."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest
import socketio

from app import building
from app.people import sessions
from tests.conftest import World, settings_in
from tests.contract.conftest import a_meeting
from tests.ground import Ground
from tests.served import Device, environment_of, served


def test_a_device_too_many_is_told_so_and_comes_in_when_another_leaves(tmp_path: Path, ground: Ground) -> None:
    settings = ground.furnished(settings_in(tmp_path / "data"))
    world = World(building.build(settings))
    meeting = a_meeting(world)
    world.house.close()
    with served(environment_of(settings) | {"DIENHONG_CLIENTS": "2"}) as server:
        cookies = [f"{sessions.cookie_name(settings)}={world.tokens[person]}" for person in meeting.body.roll[:3]]
        first, second, third = (Device(server.address, cookie) for cookie in cookies)
        for device in (first, second):
            device.connect()
            assert device.join(meeting.stream)["ok"]
        with pytest.raises(socketio.exceptions.ConnectionError):
            third.connect()
        told = third.await_event("connect_error")
        assert told["data"]["code"] == "unavailable" and "đã đủ thiết bị" in told["message"]
        assert first.command(meeting.stream, "speaking.request", gist="Tôi vẫn làm việc được")["ok"]
        assert third.post(meeting.stream, "speaking.request", gist="Và tôi gửi được theo đường kia").status == 200
        second.close()
        await_room(third)
        assert third.join(meeting.stream)["ok"]
        for device in (first, third):
            device.close()


def await_room(device: Device) -> None:
    """As a page does: again until it is let in."""
    for _try in range(600):
        try:
            device.connect()
            return
        except socketio.exceptions.ConnectionError:
            continue
    raise AssertionError("no place though one has left")


def test_a_server_takes_more_devices_than_the_usual_1024_open_files(tmp_path: Path, ground: Ground) -> None:
    settings = ground.furnished(settings_in(tmp_path / "data"))
    usual = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(1024, usual[1]), usual[1]))
    try:
        with served(environment_of(settings)) as server:
            assert server.process is not None
            limits = Path(f"/proc/{server.process.pid}/limits").read_text()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, usual)
    soft = next(line for line in limits.splitlines() if line.startswith("Max open files")).split()[3]
    assert int(soft) >= min(4000, usual[1])
