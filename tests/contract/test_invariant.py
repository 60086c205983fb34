"""The house's central invariant: for every view, snapshot(N) == snapshot(0) + entries 1..N.

Random people give random commands of the whole registry, with arguments made from the commands' own forms and from what is there. A new
command is in this test by being registered. Figures that travel as `live` (turnout, who is missing) are apart.
"""

from __future__ import annotations

import os
import random
import secrets
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import Connection

from app import audit, building, journal, views
from app.caller import Caller, actor
from app.commands import COMMANDS
from app.house import House
from app.live import read_snapshot
from app.settings import Settings
from app.wire import NotFound, NotSignedIn
from tests.conftest import World
from tests.contract.cast import Cast
from tests.contract.test_wire import apply
from tests.ground import Ground

LIVE = {"votes": ("turnout", "awaited", "barred", "missing")}
BEGINNINGS = ("preparing", "in_progress", "published", "in_progress")
done: Counter[str] = Counter()


def without_live(state: dict[str, Any]) -> dict[str, Any]:
    """The state without what `live` carries."""
    return {
        name: {key: {k: v for k, v in form.items() if k not in LIVE.get(name, ())} for key, form in objects.items()}
        for name, objects in state.items()
        if objects
    }


def differences(held: dict[str, Any], now: dict[str, Any]) -> list[tuple[str, str, Any, Any]]:
    """(collection, key, by entries, by snapshot) of every object that isn't the same."""
    return [
        (name, key, held.get(name, {}).get(key), now.get(name, {}).get(key))
        for name in held.keys() | now.keys()
        for key in held.get(name, {}).keys() | now.get(name, {}).keys()
        if held.get(name, {}).get(key) != now.get(name, {}).get(key)
    ]


class Watching:
    """One person's view of one stream, kept up to date by entries alone."""

    def __init__(self, person: str, stream: str):
        self.person = person
        self.stream = stream
        self.view = ""
        self.seq = 0
        self.state: dict[str, Any] = {}

    def look(self, house: House, read: Connection, told: dict[str, Any], thoroughly: bool) -> None:
        """Compare. Where the stream hasn't moved, only `thoroughly`: rows changed without an entry show then.

        `told` keeps the forms of a stream for all who look at this moment.
        """
        at = journal.head(read, self.stream)
        if not thoroughly and self.view and at.seq == self.seq:
            return
        try:
            who = actor(read, Caller(person=self.person), self.stream)
        except (NotFound, NotSignedIn):
            self.view = ""
            return
        if self.stream not in told:
            told[self.stream] = views.all_forms(read, self.stream)
        now = without_live(views.seen(told[self.stream], who.view))
        if self.view != views.view_name(who.view):
            self.view, self.state = views.view_name(who.view), now
        else:
            for entry in journal.batch(read, self.stream, self.seq, scopes=who.view).seen_by(who.view):
                apply(self.state, entry)
            self.state = without_live(self.state)
        self.seq = at.seq
        assert not differences(self.state, now), (self.stream, who.capacity)
        kept = msgspec.json.decode(read_snapshot(house, read, self.stream, who)[1])
        assert without_live(kept) == now


class House_(RuleBasedStateMachine):
    """A meeting somewhere between draft and minutes, people of every capacity, and everything anybody may try."""

    make_settings: Any = None
    begun = 0

    def __init__(self) -> None:
        super().__init__()
        self.steps = 0
        self.folder = tempfile.TemporaryDirectory()
        self.settings: Settings = type(self).make_settings(Path(self.folder.name))
        flask = building.build(self.settings)
        self.house: House = flask.extensions["house"]
        self.world = World(flask)
        phase = BEGINNINGS[House_.begun % len(BEGINNINGS)]
        House_.begun += 1
        self.cast = Cast(self.world, self.world.meeting(phase=phase, members=3, guests=1, items=2))
        self.watching = [Watching(person, stream) for person, stream in self.cast.watching]
        self.look()

    @invariant()
    def look(self) -> None:
        if hasattr(self, "watching"):
            self.steps += 1
            told: dict[str, Any] = {}
            with self.house.database.read() as read:
                for each in self.watching:
                    each.look(self.house, read, told, self.steps % 8 == 0)

    @rule(seed=st.integers(0, 2**32 - 1))
    def somebody_commands(self, seed: int) -> None:
        """Ten commands at a time, each looked at: one seed a step keeps hypothesis from repeating itself."""
        draw = random.Random(f"{seed}/{self.steps}")
        for _ in range(10):
            self.one_command(draw)
            if draw.random() < 0.2:
                self.world.pass_time(seconds=draw.choice([1, 61, 200]))

    def one_command(self, draw: random.Random) -> None:
        """One that happened seldom so far, tried until somebody's is accepted, a few times at most."""
        registered = self.cast.seldom(draw, done)
        for _ in range(3):
            tried = self.cast.attempt(draw, registered)
            if tried is None:
                continue
            result = self.world.run(tried.person, registered.name, tried.stream, **tried.args)
            assert result.ok or result.error["code"] != "unavailable", (registered.name, tried.args, result.error)
            self.look()
            if result.ok:
                done[registered.name] += 1
                self.cast.made(registered.name, tried.person, result.result)
                note(f"{registered.name} {tried.args}")
                return

    def teardown(self) -> None:
        """Whatever happened: the rows are what the journal, told again, makes of them."""
        found = audit.report(self.house)
        assert found["problems"] == [] and found["duplicates"] == 0
        self.house.close()
        self.folder.cleanup()


def test_every_view_is_its_first_snapshot_and_the_entries_since(
    request: pytest.FixtureRequest, ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same commands each time, for what is drawn from hangs on the order of ids; DIENHONG_SEED tries others."""
    on_postgresql = request.config.getoption("--database") == "postgresql"
    monkeypatch.setattr(secrets, "randbelow", random.Random(os.environ.get("DIENHONG_SEED", "0")).randrange)

    def make(folder: Path) -> Settings:
        return ground.furnished(Settings(data=folder, secret_key="khoa-thu-nghiem-dai-du-ba-muoi-hai-chu"))

    House_.make_settings = staticmethod(make)
    House_.begun = 0
    done.clear()
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        House_,
        settings=settings(
            max_examples=2 if on_postgresql else 5,
            stateful_step_count=24,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],  # a long history shrinks for minutes; its notes say enough
            suppress_health_check=list(HealthCheck),
        ),
    )
    never = sorted(name for name, command in COMMANDS.items() if not command.internal and not done[name])
    assert len(never) <= (116 if on_postgresql else 86), never
