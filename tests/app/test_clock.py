"""The house's clock: steady while something is timed, whatever is done to the machine's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app import clock as clocks
from app.clock import Clock
from app.jobs.models import Job
from app.journal import EntryRow
from app.wire import Unavailable, refused
from tests.conftest import World

HOUR = timedelta(hours=1)
BEGAN = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)


class Machine:
    """A machine whose clock may be stepped; its counter may not."""

    def __init__(self) -> None:
        self.wall, self.counter = BEGAN, timedelta(days=3)

    def pass_time(self, **by: float) -> None:
        self.wall += timedelta(**by)
        self.counter += timedelta(**by)


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def clock(world: World, machine: Machine) -> Clock:
    made = Clock(lambda: machine.wall, lambda: machine.counter)
    world.house.clock, world.now = made.now, machine.wall  # what is made by this clock is not lent to worlds of another
    return made


def jumps(world: World) -> list[str]:
    with world.house.database.read() as read:
        return list(read.execute(select(EntryRow.facts).where(EntryRow.kind == "clock.jumped")).scalars())


@pytest.mark.parametrize("step", [HOUR, -HOUR])
def test_a_step_of_the_machine_s_clock_does_not_move_what_is_timed(
    world: World, machine: Machine, clock: Clock, step: timedelta
) -> None:
    world.meeting(phase="in_progress")
    machine.wall += step
    machine.pass_time(seconds=20)
    clocks.look(world.house, clock)
    clocks.look(world.house, clock)
    assert clock.now() == BEGAN + timedelta(seconds=20)
    assert len(jumps(world)) == 1 and '"followed":false' in jumps(world)[0]


@pytest.mark.parametrize("step", [HOUR, -HOUR])
def test_when_nothing_is_timed_the_machine_s_clock_is_followed(
    world: World, machine: Machine, clock: Clock, step: timedelta
) -> None:
    machine.wall += step
    clocks.look(world.house, clock)
    assert clock.now() == BEGAN + step
    assert len(jumps(world)) == 1 and '"followed":true' in jumps(world)[0]


def test_two_seconds_are_no_step(world: World, machine: Machine, clock: Clock) -> None:
    machine.wall += timedelta(seconds=2)
    clocks.look(world.house, clock)
    assert jumps(world) == [] and clock.now() == BEGAN


def test_started_in_the_middle_of_a_meeting_the_house_never_begins_before_its_last_entry(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.meeting(phase="in_progress")
    last = world.now
    monkeypatch.setattr(clocks.runtime, "spawn", lambda *_args, **_more: None)
    clocks.keep(world.house, Clock(lambda: last - HOUR))
    assert timedelta(0) <= world.house.now() - last < timedelta(minutes=1)


def test_work_is_due_at_once_in_a_stream_whose_last_entry_lies_ahead_of_the_clock(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    world.pass_time(hours=1)
    world.must(meeting.chair, "meeting.end", meeting)
    world.pass_time(hours=-1)
    world.must(meeting.secretary, "minutes.export", meeting)
    with world.house.database.read() as read:
        due: Any = read.execute(select(Job.due).where(Job.kind == "minutes.render")).scalar_one()
    assert due <= world.now


def test_what_is_due_when_the_clock_is_followed_back_does_not_wait_until_that_time_comes_again(
    world: World, machine: Machine, clock: Clock
) -> None:
    """The meeting ends on the steady clock, the minutes are asked for, and a second later the machine's clock is followed."""
    meeting = world.meeting(phase="in_progress")
    machine.wall -= HOUR
    clocks.look(world.house, clock)
    world.must(meeting.chair, "meeting.end", meeting)
    world.must(meeting.secretary, "minutes.export", meeting)
    clocks.look(world.house, clock)
    assert clock.now() == BEGAN - HOUR
    assert world.must(None, "job.take", "system", worker="thợ")["kind"] == "minutes.render"
    machine.wall -= HOUR
    clocks.look(world.house, clock)
    machine.pass_time(seconds=61)  # its worker died with the lease of the time before
    assert world.must(None, "job.take", "system", worker="thợ khác")["kind"] == "minutes.render"


@pytest.mark.parametrize("phase", ["published", "in_progress"])
def test_a_step_that_could_not_be_journaled_is_looked_at_again(
    world: World, machine: Machine, clock: Clock, monkeypatch: pytest.MonkeyPatch, phase: str
) -> None:
    """As when the database is away for a moment."""
    world.meeting(phase=phase)
    machine.wall += HOUR
    with monkeypatch.context() as away:
        away.setattr(world.house, "execute_internal", lambda *_args, **_more: refused(Unavailable()))
        clocks.look(world.house, clock)
    assert clock.now() == BEGAN and jumps(world) == []
    clocks.look(world.house, clock)
    assert len(jumps(world)) == 1
