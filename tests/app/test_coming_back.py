"""A thousand devices come back after a restart: the rows are read once, and each gets the state as it is."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from app import live, views
from app.caller import Caller, actor
from tests.conftest import MeetingOfBody, World


def snapshot(world: World, meeting: MeetingOfBody, person: str) -> Any:
    with world.house.database.read() as read:
        who = actor(read, Caller(person=person), meeting.stream)
        return msgspec.json.decode(
            live.answer(world.house, read, who, live.JoinRequest(stream=meeting.stream))["snapshot"]
        )


def test_after_a_restart_the_first_join_reads_the_rows_for_all_who_follow(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = world.meeting(phase="in_progress")
    world.house.forms.forget([meeting.stream])
    first = snapshot(world, meeting, meeting.members[0])
    assert first == world.state(meeting.members[0], meeting)
    monkeypatch.setattr(views, "snapshot", lambda *_: pytest.fail("the rows were read again"))
    assert snapshot(world, meeting, meeting.members[1])["items"] == first["items"]


def test_what_was_read_for_a_join_is_what_the_next_command_goes_on_from(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    vote = str(world.must(meeting.chair, "vote.open", meeting, question="Thông qua?")["id"])
    world.house.forms.forget([meeting.stream])
    snapshot(world, meeting, meeting.members[0])
    world.must(meeting.members[0], "vote.cast", meeting, vote=vote, choice="yes")
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    for person in (meeting.chair, meeting.members[0], meeting.members[1]):
        assert snapshot(world, meeting, person) == world.state(person, meeting)
    assert snapshot(world, meeting, meeting.members[1])["votes"][vote]["turnout"] == 1
