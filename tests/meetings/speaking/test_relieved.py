"""A member who sent a substitute and comes after all (decision 0048)."""

from __future__ import annotations

from typing import Any

import pytest

from app import audit
from tests.conftest import MeetingOfBody, World
from tests.meetings.speaking.test_speaking_commands import ask, queue, refused


@pytest.fixture
def sent(world: World) -> tuple[MeetingOfBody, str, str]:
    """In progress; somebody is there in a member's place."""
    meeting = world.meeting("published", members=7)
    member, instead = meeting.members[0], world.person("Người Đi Thay")
    world.must(member, "attendance.send_substitute", meeting, person=instead, reason="Bận")
    for person in (meeting.chair, *meeting.members[1:], instead):
        world.must(meeting.secretary, "attendance.mark", meeting, person=person, status="present")
    world.must(meeting.chair, "meeting.start", meeting)
    world.must(meeting.chair, "agenda.start_item", meeting, item=meeting.items[0])
    return meeting, member, instead


def test_a_substitute_speaks_until_the_member_comes_and_from_then_on_the_member(
    world: World, sent: tuple[MeetingOfBody, str, str]
) -> None:
    meeting, member, instead = sent
    waits = ask(world, instead, meeting)
    world.must(member, "attendance.check_in", meeting)
    no: list[tuple[str, str, dict[str, Any]]] = [
        (instead, "speaking.request", {"kind": "point_of_order"}),
        (meeting.secretary, "speaking.request", {"person": instead, "kind": "point_of_order"}),
        (meeting.chair, "speaking.call", {"speech": waits}),
        (meeting.chair, "speaking.call", {"person": instead}),
    ]
    for who, name, args in no:
        code, error = refused(world, who, name, meeting, **args)
        assert code == "conflict" and "không phát biểu thay nữa" in error["message"], (who, name, args)
    speech = ask(world, member, meeting)
    world.must(meeting.chair, "speaking.call", meeting, speech=speech)
    for who, name, args in (
        (instead, "speaking.ask_reply", {"speech": speech}),
        (meeting.chair, "speaking.reply", {"person": instead}),
    ):
        code, error = refused(world, who, name, meeting, **args)
        assert code == "conflict" and "không phát biểu thay nữa" in error["message"], name
    assert audit.report(world.house)["problems"] == []


def test_when_the_member_goes_home_the_substitute_speaks_again_from_where_they_waited(
    world: World, sent: tuple[MeetingOfBody, str, str]
) -> None:
    meeting, member, instead = sent
    other = meeting.members[2]
    waits = ask(world, instead, meeting)
    ask(world, other, meeting)
    world.must(member, "attendance.check_in", meeting)
    world.must(meeting.secretary, "attendance.mark", meeting, person=member, status="left")
    assert queue(world, meeting) == [instead, other]
    world.must(meeting.chair, "speaking.call", meeting, speech=waits)
    world.must(member, "attendance.check_in", meeting)
    world.must(meeting.chair, "speaking.extend", meeting, speech=waits, seconds=60)
    world.must(meeting.chair, "speaking.finish", meeting, speech=waits)
