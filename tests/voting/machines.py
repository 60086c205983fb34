"""What the machines of votes have in common: people give commands in any order, a simple model says what must be true, and the
audit agrees at every end. Each machine names its commands (`GIVES`); all of them happened, or its test fails.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test
from sqlalchemy import select

from app import audit
from app.commands import COMMANDS
from app.journal import EntryRow
from tests.conftest import World
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
    happened: ClassVar[set[str]]

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


ROUNDS = 12


def run(machine: type[VotingMachine], world: Any, examples: int, steps: int, seed: int = 1) -> set[str]:
    """So many runs of so many steps, the same ones for a seed; a few times more where chance has left a command out. Returns what
    happened in them.
    """

    class Here(machine):  # type: ignore[misc,valid-type]
        pass

    Here.world, Here.happened = world, set()
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
        if not missed:
            break
    assert not missed, f"never happened: {sorted(missed)}"
    return Here.happened
