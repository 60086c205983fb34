"""What is kept for a while only: old answers, and the changes that screens no longer ask for. Entries stay for ever."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from app import audit, journal
from app.journal import Change, EntryRow, Outcome
from app.wire import TooOld
from tests.conftest import World


def sweep(world: World) -> None:
    world.must(None, "job.sweep", "system")


def counted(world: World, model: Any, *where: Any) -> int:
    with world.house.database.read() as read:
        return int(read.execute(select(func.count()).select_from(model).where(*where)).scalar_one())


def test_an_answer_is_remembered_for_two_weeks(world: World) -> None:
    meeting = world.meeting("published")
    sent = {"command_id": "11111111-aaaa-4bbb-8ccc-000000000001", "text": "Thử"}
    first = world.run(meeting.secretary, "meeting.remark", meeting, **sent)
    assert not first.ok
    world.pass_time(days=13, hours=23)
    sweep(world)
    kept = Outcome.id == sent["command_id"]
    assert counted(world, Outcome, kept) == 1
    assert world.run(meeting.secretary, "meeting.remark", meeting, **sent) == first
    world.pass_time(hours=2)
    sweep(world)
    assert counted(world, Outcome, kept) == 0


def test_a_meetings_changes_go_a_week_after_its_end_and_its_entries_stay(world: World) -> None:
    meeting = world.meeting("in_progress")
    of_meeting = Change.stream == meeting.stream
    world.pass_time(days=20)
    sweep(world)
    before = counted(world, Change, of_meeting)
    assert before > 0
    world.must(meeting.chair, "meeting.end", meeting)
    world.pass_time(days=6)
    sweep(world)
    assert counted(world, Change, of_meeting) > before
    world.must(meeting.secretary, "minutes.submit", meeting)
    entries = counted(world, EntryRow, EntryRow.stream == meeting.stream)
    world.pass_time(days=2)
    sweep(world)
    assert counted(world, EntryRow, EntryRow.stream == meeting.stream) == entries
    with world.house.database.read() as read:
        assert [entry["kind"] for entry in journal.batch(read, meeting.stream, entries - 1).seen_by({"desk"})] == [
            "minutes.submitted"
        ]
        with pytest.raises(TooOld):
            journal.batch(read, meeting.stream, entries - 2)
    assert audit.report(world.house)["ok"]


def test_a_device_that_comes_back_after_that_gets_the_whole_state(world: World) -> None:
    meeting = world.meeting("ended")
    client = world.client(meeting.members[0])
    at = client.get(f"/api/streams/{meeting.stream}").json
    address = f"/api/streams/{meeting.stream}/entries?since={at['seq'] - 1}&view={at['view']}"
    assert client.get(address).status_code == 200
    world.pass_time(days=8)
    sweep(world)
    world.tokens.clear()
    answer = world.client(meeting.members[0]).get(address)
    assert (answer.status_code, answer.json["error"]["code"]) == (410, "too_old")


def test_the_bodys_and_the_systems_changes_go_after_a_week(world: World) -> None:
    meeting = world.meeting("published")
    for stream in (meeting.body.stream, "system"):
        assert counted(world, Change, Change.stream == stream) > 0
    world.pass_time(days=8)
    world.person("Người Mới")
    sweep(world)
    assert counted(world, Change, Change.stream == meeting.body.stream) == 0
    assert counted(world, Change, Change.stream == "system") == 1  # whoever came today
    assert audit.report(world.house)["ok"]
