"""A meeting in which votes are counted by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app import audit
from tests.conftest import MeetingOfBody, World

HANDS = {"yes": 5, "no": 2, "not_voting": 0}
PAPER = {"issued": 8, "returned": 8, "valid": 7, "invalid": 1}


@pytest.fixture
def meeting(world: World) -> Iterator[MeetingOfBody]:
    """Eight on the roll, the chair among them. Whatever a test did, the audit has nothing to say."""
    held = world.meeting(phase="in_progress", guests=1)
    yield held
    assert audit.report(world.house)["problems"] == []


def closed(world: World, meeting: MeetingOfBody, **args: Any) -> str:
    """A vote by hand, open and closed."""
    args = {"question": "Thông qua Nghị quyết?", "item": meeting.items[0], "by_hand": "hands", **args}
    vote = str(world.must(meeting.chair, "vote.open", meeting, **args)["id"])
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    return vote


def on_paper(world: World, meeting: MeetingOfBody, **args: Any) -> str:
    """Counted by two members."""
    return closed(world, meeting, by_hand="paper", board=list(meeting.members[:2]), **args)


def typed(world: World, meeting: MeetingOfBody, vote: str, person: str, **figures: Any) -> str:
    return str(world.must(person, "count.enter", meeting, vote=vote, **{"counts": HANDS, **figures})["id"])


def shown(world: World, person: str, meeting: MeetingOfBody, collection: str = "votes") -> dict[str, Any]:
    return dict((world.state(person, meeting) or {}).get(collection, {}))


def refused(world: World, meeting: MeetingOfBody, person: str, name: str, **args: Any) -> tuple[str, dict[str, str]]:
    result = world.run(person, name, meeting, **args)
    assert not result.ok and result.error
    return result.error["code"], result.error.get("fields") or {}
