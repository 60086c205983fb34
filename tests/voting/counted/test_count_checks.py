"""What somebody with the database in hand might do to a count by hand, and what the audit says of it."""

from __future__ import annotations

import pytest
from sqlalchemy import text, update

from app import audit
from tests.conftest import MeetingOfBody, World
from tests.voting.counted.conftest import HANDS, PAPER, closed, typed
from voting.votes.models import Vote

CHANGES = [
    ("UPDATE typed_counts SET valid = valid - 1, invalid = invalid + 1 WHERE state = 'accepted'", "count_changed"),
    ("UPDATE typed_counts SET settled_by = person WHERE state = 'accepted'", "count_by_one"),
    ("UPDATE typed_counts SET state = 'typed' WHERE state = 'accepted'", "count_not_confirmed"),
    ("DELETE FROM typed_counts WHERE state = 'replaced'", "count_missing"),
    ("UPDATE votes SET by_hand = 'hands', board = NULL", "question_changed"),
]


@pytest.mark.parametrize(("change", "code"), CHANGES)
def test_the_audit_finds_a_count_that_was_changed_behind_the_house(world: World, change: str, code: str) -> None:
    meeting: MeetingOfBody = world.meeting(phase="in_progress")
    board = list(meeting.members[:1])
    vote = closed(world, meeting, by_hand="paper", board=board)
    typed(world, meeting, vote, meeting.secretary, **{**PAPER, "issued": 7, "returned": 7, "invalid": 0})
    count = typed(world, meeting, vote, meeting.secretary, **PAPER)
    world.must(board[0], "count.confirm", meeting, vote=vote, count=count)
    assert audit.report(world.house)["problems"] == []
    with world.house.database.write() as write:
        write.execute(text(change))
    assert code in {problem["code"] for problem in audit.report(world.house)["problems"]}


def test_the_audit_finds_more_hands_than_people_in_the_hall(world: World) -> None:
    meeting: MeetingOfBody = world.meeting(phase="in_progress")
    vote = closed(world, meeting)
    count = typed(world, meeting, vote, meeting.secretary, counts=HANDS)
    world.must(meeting.chair, "count.confirm", meeting, vote=vote, count=count)
    far = {"present": sorted(meeting.body.roll), "online": list(meeting.members[:2])}
    with world.house.database.write() as write:
        write.execute(update(Vote).values(opening={"met": True, "online": list(meeting.members[:2])}, closing=far))
    codes = {problem["code"] for problem in audit.report(world.house)["problems"]}
    assert {"question_changed", "count_does_not_add_up"} <= codes and "result_differs" not in codes
