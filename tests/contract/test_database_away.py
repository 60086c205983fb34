"""The database dies under a serving house and comes back: every door says so meanwhile, and the same process goes on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import socketio

from app import building
from app.database import LITTLE_MEMORY, MEGABYTES, Database
from app.people import sessions
from app.room import MARGIN
from tests.conftest import MeetingOfBody, World, settings_in
from tests.contract.conftest import a_meeting
from tests.drill.cluster import Cluster
from tests.ground import furnish
from tests.served import Device, Server, environment_of, served


def test_while_the_database_is_away_every_door_says_so_and_then_the_same_house_goes_on(
    tmp_path: Path, cluster: Cluster
) -> None:
    settings = msgspec.structs.replace(settings_in(tmp_path / "data"), database_url=cluster.create("house"))
    furnish(settings)
    world = World(building.build(settings))
    meeting = a_meeting(world)
    world.house.close()
    with served(environment_of(settings)) as server:
        chair, member, late = (
            Device(server.address, f"{sessions.cookie_name(settings)}={world.tokens[person]}")
            for person in (meeting.chair, *meeting.members[:2])
        )
        for device in (chair, member):
            device.connect()
            assert device.join(meeting.stream)["ok"]
        assert member.command(meeting.stream, "speaking.request", id="truoc-khi-mat", gist="Trước khi mất")["ok"]
        cluster.kill()
        every_door_says_so(member, late, meeting)
        cluster.start()
        all_goes_on(server, chair, member, late, meeting)
        for device in (chair, member, late):
            device.close()
        assert server.stop() == 0


def test_whether_a_database_has_room_is_asked_with_megabytes_that_it_writes(tmp_path: Path, cluster: Cluster) -> None:
    settings = msgspec.structs.replace(settings_in(tmp_path / "data"), database_url=cluster.create("house"))
    database = Database(settings)
    with database.read() as read:
        read.exec_driver_sql(LITTLE_MEMORY)
        told = read.exec_driver_sql(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {MEGABYTES}").scalar()
    assert told is not None and told[0]["Plan"]["Temp Written Blocks"] * 8192 >= MARGIN
    assert database.has_room()
    cluster.kill()
    assert not database.has_room()
    cluster.start()
    assert database.has_room()
    database.close()


def every_door_says_so(member: Device, late: Device, meeting: MeetingOfBody) -> None:
    asked = member.command(meeting.stream, "speaking.request", id="trong-khi-mat", gist="Trong khi mất")
    assert asked["error"]["code"] == "unavailable"
    assert member.join(meeting.stream)["error"]["code"] == "unavailable"
    with pytest.raises(socketio.exceptions.ConnectionError):
        late.connect()
    told = member.post(meeting.stream, "speaking.request", gist="Bằng đường kia")
    assert (told.status, told.json["error"]["code"]) == (503, "unavailable")
    assert member.http("GET", "/", headers={"Accept": "text/html"}).status == 503
    readiness = member.http("GET", "/readyz")
    assert readiness.status == 503 and readiness.json["checks"] == {"database": False, "disk": True}
    assert member.http("GET", "/healthz").status == 200


def all_goes_on(server: Server, chair: Device, member: Device, late: Device, meeting: MeetingOfBody) -> None:
    again = member.command(meeting.stream, "speaking.request", id="trong-khi-mat", gist="Trong khi mất")
    assert again["ok"]
    key = again["result"][
        "id"
    ]  # told on the way joined before: the join that was refused may have been a late copy of it
    await_change(member, "speeches", key, lambda form: form["gist"] == "Trong khi mất")
    joined = member.join(meeting.stream)
    gists = {speech["gist"] for speech in joined["snapshot"]["speeches"].values()}
    assert gists == {"Trong khi mất"}  # the request of before is there, and was changed
    vote = chair.command(meeting.stream, "vote.open", question="Thông qua?", seconds=5, reason="theo quy chế")
    assert vote["ok"], vote
    late.connect()
    assert late.join(meeting.stream)["ok"]
    closed = await_change(member, "votes", vote["result"]["id"], lambda form: form["state"] == "closed")
    assert closed["state"] == "closed"  # by the house itself, and told by its relay
    assert member.http("GET", "/readyz").status == 200 and server.is_running


def await_change(device: Device, collection: str, key: str, wanted: Callable[[Any], bool]) -> Any:
    while True:
        for entry in device.await_event("entries")["entries"]:
            form = entry["changes"].get(collection, {}).get(key)
            if form is not None and wanted(form):
                return form
