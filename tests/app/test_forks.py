"""A device whose head is not on the chain: it gets everything anew, and every desk of the meeting is alarmed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from app import audit, forks, journal, live
from app.caller import Caller, actor
from app.heads import Kept
from app.live import JoinRequest
from tests.conftest import MeetingOfBody, World

WRONG = "ab" * 32


@pytest.fixture
def meeting(world: World, monkeypatch: pytest.MonkeyPatch) -> MeetingOfBody:
    """A meeting; what is told beside a join is told when the test lets it."""

    def spawn(work: Callable[..., Any], *args: Any, name: str = "") -> None:
        beside.append((work, args))

    beside.clear()
    monkeypatch.setattr(forks.runtime, "spawn", spawn)
    world.house.writer.thread = threading.Thread(target=world.house.writer._run, daemon=True)
    world.house.writer.thread.start()
    return world.meeting(phase="in_progress")


beside: list[tuple[Callable[..., Any], tuple[Any, ...]]] = []


def let_told() -> int:
    """What was to be told, told; how much it was."""
    count = len(beside)
    for work, args in beside:
        work(*args)
    beside.clear()
    return count


def join(world: World, meeting: MeetingOfBody, person: str, since: int, head: str | None) -> dict[str, Any]:
    with world.house.database.read() as read:
        who = actor(read, Caller(person=person), meeting.stream)
        view = live.answer(world.house, read, who, JoinRequest(stream=meeting.stream))["view"]
        return live.answer(
            world.house, read, who, JoinRequest(stream=meeting.stream, since=since, view=view, head=head)
        )


def hash_at(world: World, stream: str, seq: int) -> str:
    with world.house.database.read() as read:
        found = journal.hash_at(read, stream, seq)
    assert found is not None
    return found


def alarms(world: World, meeting: MeetingOfBody, person: str) -> list[Any]:
    return list((world.state(person, meeting) or {}).get("alarms", {}).values())


def test_a_head_on_the_chain_gets_the_entries_since(world: World, meeting: MeetingOfBody) -> None:
    for seq in (0, 3, 5):
        answer = join(world, meeting, meeting.members[0], seq, hash_at(world, meeting.stream, seq))
        assert "entries" in answer
    assert let_told() == 0


def test_a_head_that_is_not_on_the_chain_gets_a_snapshot_and_alarms_the_desk(
    world: World, meeting: MeetingOfBody
) -> None:
    member = meeting.members[0]
    answer = join(world, meeting, member, 5, WRONG)
    assert "snapshot" in answer and "entries" not in answer and answer["ok"]
    assert let_told() == 1
    for desk in (meeting.chair, meeting.secretary):
        assert [(alarm["person"], alarm["seq"]) for alarm in alarms(world, meeting, desk)] == [(member, 5)]
    for other in (member, meeting.members[1]):
        assert alarms(world, meeting, other) == []


def test_a_device_ahead_of_the_journal_has_seen_what_was_rolled_back(world: World, meeting: MeetingOfBody) -> None:
    for since in (10_000, 2**60, -1):
        assert "snapshot" in join(world, meeting, meeting.members[0], since, WRONG)
    assert let_told() == 3
    assert len(alarms(world, meeting, meeting.chair)) == 1  # one person's device, one alarm


def test_no_head_and_what_is_no_hash_say_nothing(world: World, meeting: MeetingOfBody) -> None:
    for head in (None, "", "h5", "x" * 64):
        assert "entries" in join(world, meeting, meeting.members[0], 5, head)
    assert let_told() == 0


def test_the_alarm_is_an_entry_of_the_systems_chain_and_of_the_meetings(world: World, meeting: MeetingOfBody) -> None:
    join(world, meeting, meeting.members[0], 5, WRONG)
    let_told()
    with world.house.database.read() as read:
        told = list(audit.told(read, ["journal.fork_reported"]))
    assert {entry.stream for entry in told} == {"system", meeting.stream}
    facts = next(entry.facts for entry in told if entry.stream == "system") or {}
    assert facts["args"] == {"stream": meeting.stream, "seq": 5, "head": WRONG, "person": meeting.members[0]}
    assert facts["found"] == hash_at(world, meeting.stream, 5)


def test_the_same_device_again_and_again_is_told_once(world: World, meeting: MeetingOfBody) -> None:
    for _ in range(3):
        join(world, meeting, meeting.members[0], 5, WRONG)
    let_told()
    with world.house.database.read() as read:
        assert len([e for e in audit.told(read, ["journal.fork_reported"]) if e.stream == "system"]) == 1
    assert len(alarms(world, meeting, meeting.chair)) == 1


def test_whoever_of_the_desk_has_taken_note_takes_the_alarm_down(world: World, meeting: MeetingOfBody) -> None:
    for member in meeting.members[:2]:
        join(world, meeting, member, 5, WRONG)
    let_told()
    shown = world.state(meeting.chair, meeting) or {}
    first, second = shown["alarms"]
    refused = world.run(meeting.members[0], "meeting.clear_alarm", meeting, alarm=first)
    assert not refused.ok
    world.must(meeting.secretary, "meeting.clear_alarm", meeting, alarm=first)
    assert list((world.state(meeting.chair, meeting) or {})["alarms"]) == [second]
    join(world, meeting, meeting.members[0], 6, WRONG)  # and if it comes again, it is told again
    let_told()
    assert len(alarms(world, meeting, meeting.chair)) == 2


def test_an_alarm_leaves_the_audit_sound_where_nothing_was_done(world: World, meeting: MeetingOfBody) -> None:
    join(world, meeting, meeting.members[0], 5, WRONG)
    let_told()
    assert audit.report(world.house)["problems"] == []
    kept = Kept(meeting.stream, 5, WRONG)
    assert [p["code"] for p in audit.report(world.house, [kept])["problems"]] == ["forked"]
