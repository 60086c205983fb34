"""Runs of equal commands (the hot lane), as the writer gets them; and what the desk sees afterwards."""

from __future__ import annotations

from typing import Any

import msgspec

from app import live, views, wire
from app.caller import Caller, actor
from app.commands import COMMANDS
from app.wire import Command
from app.writer import Waiting
from tests.conftest import MeetingOfBody, World


def waiting(meeting: MeetingOfBody, person: str, name: str, args: dict[str, Any], id: str) -> Waiting:
    """A command on its way to the writer."""
    registered = COMMANDS[name]
    command = Command(id=id, stream=meeting.stream, name=name, args=args)
    return Waiting(Caller(person=person, trusted=True), command, registered, wire.convert(args, registered.form), None)


def answers(group: list[Waiting]) -> list[tuple[bool, str]]:
    return [(one.result.ok, (one.result.error or {}).get("message", "")) for one in group if one.result is not None]


def seen(world: World, meeting: MeetingOfBody, person: str) -> views.State:
    """The state as this person sees it; the forms in memory and the rows agree on it."""
    from_rows = world.state(person, meeting)
    with world.house.database.read() as read:
        who = actor(read, Caller(person=person), meeting.stream)
        kept = live.answer(world.house, read, who, live.JoinRequest(stream=meeting.stream))["snapshot"]
    assert msgspec.json.decode(kept) == from_rows
    assert from_rows is not None
    return from_rows
