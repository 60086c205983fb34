"""A secret vote disputed twice is held on paper (voting.md §3): what the chair's device needs to offer it stays, and level P ends it."""

from __future__ import annotations

from typing import Any

from app import audit
from tests.conftest import World
from tests.voting.counted.conftest import HANDS, PAPER, shown, typed
from tests.voting.sealed.hall import SealedHall


def disputed(hall: SealedHall, **args: Any) -> str:
    """A box from preparing to the chair's annulling, for one device doesn't agree."""
    hall.hold(**args)
    unhappy = hall.meeting.members[2]
    hall.mine[unhappy].envelopes[0] = b"another"
    assert hall.confirm(unhappy).ok
    hall.must(hall.meeting.chair, "vote.annul", reason="Có máy báo phiếu không khớp")
    return hall.vote


def test_two_disputed_boxes_are_still_told_and_the_third_vote_is_counted_on_paper(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    hall = SealedHall(world, meeting)
    first = disputed(hall)
    second = disputed(hall, repeats=first)
    boxes = shown(world, meeting.chair, meeting, "sealed")
    assert boxes[second]["repeats"] == first
    assert boxes[first]["disputes"] == boxes[second]["disputes"] == [meeting.members[2]]
    board = list(meeting.members[:2])
    asked = {"question": "Bầu bổ sung Ủy viên?", "item": meeting.items[0]}
    told = {"secret": True, "by_hand": "paper", "board": board, **asked}
    vote = world.must(meeting.chair, "vote.open", meeting, **told)["id"]
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    for person in board:
        typed(world, meeting, vote, person, counts=HANDS, **PAPER)
    assert shown(world, meeting.chair, meeting)[vote]["result"]["level"] == "P"
    assert audit.report(world.house)["problems"] == []
