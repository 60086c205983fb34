"""A meeting in which votes are opened."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import MeetingOfBody, World


@pytest.fixture
def meeting(world: World) -> MeetingOfBody:
    return world.meeting(phase="in_progress", guests=1)


def opened(world: World, meeting: MeetingOfBody, **args: Any) -> str:
    args = {"question": "Thông qua Nghị quyết?", "item": meeting.items[0], **args}
    return str(world.must(meeting.chair, "vote.open", meeting, **args)["id"])


def form(world: World, person: str, meeting: MeetingOfBody, vote: str) -> dict[str, Any]:
    state = world.state(person, meeting)
    assert state is not None
    return dict(state["votes"][vote])


def error(result: Any) -> dict[str, Any]:
    assert not result.ok and result.error
    return dict(result.error)


def cast(world: World, meeting: MeetingOfBody, vote: str, person: str, choice: str = "yes") -> Any:
    return world.run(person, "vote.cast", meeting, vote=vote, choice=choice)
