"""What the machines of votes have in common: people give commands in any order, a simple model says what must be true, and the
audit agrees at every end. Each machine names its commands (`GIVES`) and the states in which the house must have started anew
(`BEGINS_ANEW_IN`); all of them happened, or its test fails.

Machines that keep time give the house the clock that `serve` gives it, beside a clock of the machine's that is set as it pleases.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test
from sqlalchemy import select

from app import audit
from app import clock as clocks
from app.commands import COMMANDS
from app.database import EPOCH
from app.house import House
from app.journal import EntryRow
from tests.conftest import World
from tests.voting.restarting import restart
from voting import ROOMS

BROUGHT = {"sealed.box_opened": "sealed.put"}
"""Private commands leave no entry; without them this one is refused."""


def voting_commands() -> frozenset[str]:
    """Every command the package registers."""
    for name in ROOMS:
        importlib.import_module(name)
    return frozenset(name for name, one in COMMANDS.items() if one.handler.__module__.startswith("voting."))


class VotingMachine(RuleBasedStateMachine):
    """A machine of votes in a world that several of its runs share."""

    world: World
    GIVES: ClassVar[frozenset[str]] = frozenset()
    BEGINS_ANEW_IN: ClassVar[frozenset[str]] = frozenset()
    happened: ClassVar[set[str]]
    begun_anew: ClassVar[set[str]]
    clock: clocks.Clock
    off = timedelta(0)
    """How far the machine's own clock has been set from the true time, which is the world's."""

    def keeps_time(self) -> None:
        """What an earlier run left behind may be ahead."""
        self.off = timedelta(0)
        self.begin_clock(self.world.house)
        self.world.now = max(self.world.now, self.now())
        self.begin_clock(self.world.house)

    def begin_clock(self, house: House) -> None:
        """As `serve` does it."""
        made = clocks.Clock(lambda: self.world.now + self.off, lambda: self.world.now - EPOCH)
        self.clock = clocks.begin(house, made)

    def now(self) -> datetime:
        return self.world.house.now()

    def set_the_clock(self, seconds: int) -> None:
        """Somebody steps the machine's clock while a meeting goes on: the house's time goes on as before, and the step is told."""
        before = self.now()
        self.off = timedelta(seconds=seconds)
        clocks.look(self.world.house, self.clock)
        assert self.now() == before

    def begin_anew(self, where: str, away: int) -> None:
        """The house ends and comes back, so many seconds later."""
        self.world.pass_time(seconds=away)
        restart(self.world, self.begin_clock)
        self.begun_anew.add(where)

    def streams(self) -> Iterator[str]:
        """What this run has changed."""
        raise NotImplementedError

    def teardown(self) -> None:
        if not hasattr(self, "ready"):
            return
        for stream in self.streams():
            found = audit.report(self.world.house, only=stream)
            assert found["ok"], found["problems"]
            with self.world.house.database.read() as read:
                kinds = set(read.execute(select(EntryRow.kind).where(EntryRow.stream == stream)).scalars())
            self.happened.update(name for name, one in COMMANDS.items() if not one.private and one.entry in kinds)
            self.happened.update(name for kind, name in BROUGHT.items() if kind in kinds)


class TimedMachine(VotingMachine):
    """One in which something falls due."""

    def what_is_due(self) -> None:
        """The house does what time has made due; it was due, and nothing else."""
        raise NotImplementedError

    @rule(seconds=st.sampled_from([-86_400, -3600, -20, 20, 3600]))
    def the_clock_is_set(self, seconds: int) -> None:
        """Nothing falls due by it: neither a countdown nor the minute in which devices look."""
        self.set_the_clock(seconds)
        self.what_is_due()


ROUNDS = 12


def run(
    machine: type[VotingMachine], world: Any, examples: int, steps: int, seed: int = 1, thoroughly: bool = False
) -> tuple[set[str], set[str]]:
    """So many runs of so many steps, the same ones for a seed; a few times more where chance has left a command out, or
    `thoroughly`, a state in which the house begins anew. Returns what happened in them, and where it began anew.
    """

    class Here(machine):  # type: ignore[misc,valid-type]
        pass

    Here.world, Here.happened, Here.begun_anew = world, set(), set()
    how = settings(
        max_examples=examples,
        stateful_step_count=steps,
        suppress_health_check=list(HealthCheck),
        deadline=None,
        database=None,
        phases=(Phase.generate,),  # making a failing run shorter takes minutes
    )
    for number in range(ROUNDS):
        run_state_machine_as_test(seeded(seed + number)(Here), settings=how)  # type: ignore[no-untyped-call]
        missed = machine.GIVES - Here.happened
        if thoroughly:
            missed |= {f"a new beginning: {where}" for where in machine.BEGINS_ANEW_IN - Here.begun_anew}
        if not missed:
            break
    assert not missed, f"never happened: {sorted(missed)}"
    return Here.happened, Here.begun_anew
