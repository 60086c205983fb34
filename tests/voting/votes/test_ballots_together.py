"""The hot lane: a run of ballots written together is what it would be one by one."""

from __future__ import annotations

import random
from typing import Any

import pytest

from app.writer import Waiting, runs_of
from tests.conftest import MeetingOfBody, World
from tests.runs import answers, seen, waiting


def ballot(meeting: MeetingOfBody, person: str, vote: str, choice: str, id: str) -> Waiting:
    return waiting(meeting, person, "vote.cast", {"vote": vote, "choice": choice}, id)


def opened(world: World) -> tuple[MeetingOfBody, str, list[str]]:
    """A meeting with an open vote, one member not here, and who may try to vote: the roll, a guest, the secretary, a stranger."""
    meeting = world.meeting(phase="in_progress", guests=1)
    world.must(meeting.secretary, "attendance.mark", meeting, person=meeting.members[0], status="absent")
    vote = str(world.must(meeting.chair, "vote.open", meeting, question="Thông qua?")["id"])
    tried = [meeting.chair, *meeting.members, meeting.guests[0], meeting.secretary, world.person("Người Lạ")]
    return meeting, vote, tried


@pytest.mark.parametrize("seed", range(4))
def test_ballots_written_together_are_what_they_would_be_one_by_one(world: World, seed: int) -> None:
    chance = random.Random(seed)
    asked = [
        (chance.randrange(11), chance.choice(["yes", "no", "not_voting", "có lẽ"]), f"{seed}-{n}-{'x' * 10}")
        for n in range(40)
    ]
    asked += [asked[3], (asked[3][0], "yes" if asked[3][1] != "yes" else "no", asked[3][2])]  # sent again; and changed
    told = []
    for together in (True, False):
        meeting, vote, tried = opened(world)
        group = [ballot(meeting, tried[who], vote, choice, f"{together}{id}") for who, choice, id in asked]
        for part in [group] if together else [[one] for one in group]:
            world.house.writer._write(part)
        shown = {tried.index(person): shown_of(world, meeting, vote, person) for person in tried[:8]}
        told.append((answers(group), shown))
    assert told[0] == told[1]
    assert {ok for ok, _message in told[0][0]} == {True, False}


def shown_of(world: World, meeting: MeetingOfBody, vote: str, person: str) -> Any:
    """What a screen of this person shows of the vote."""
    state = seen(world, meeting, person)
    own = state.get("my_votes", {}).get(vote, {})
    return state["votes"][vote]["turnout"], own.get("choice"), own.get("revision")


def test_a_run_is_of_equal_commands_of_different_people(world: World) -> None:
    meeting, vote, tried = opened(world)
    first = [ballot(meeting, person, vote, "yes", f"{n}-{'y' * 10}") for n, person in enumerate(tried[:3])]
    again = ballot(meeting, tried[0], vote, "no", "z" * 12)
    assert [len(run) for run in runs_of([*first, again, *first[1:]])] == [3, 3]


def test_each_ballot_of_a_run_has_an_entry_of_its_own_that_only_its_voter_receives(world: World) -> None:
    meeting, vote, _tried = opened(world)
    before = world.run(meeting.chair, "vote.extend", meeting, vote=vote, seconds=5).seq or 0
    group = [ballot(meeting, person, vote, "yes", f"{n}-{'q' * 10}") for n, person in enumerate(meeting.members[1:])]
    world.house.writer._write(group)
    seqs = [one.result.seq for one in group if one.result is not None]
    assert seqs == list(range(seqs[0], seqs[0] + len(group))) and seqs[0] > before
    with world.house.database.read() as read:
        from app import journal

        batch = journal.batch(read, meeting.stream, seqs[0] - 1)
    assert batch.scopes() == {f"person:{person}" for person in meeting.members[1:]}
    assert [set(batch.changes[f"person:{person}"]) for person in meeting.members[1:]] == [{seq} for seq in seqs]
