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
