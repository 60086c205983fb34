"""The house's central invariant: for every view, snapshot(N) == snapshot(0) + entries 1..N.

Random people give random commands of the whole registry, with arguments made from the commands' own forms and from what is there. A new
command is in this test by being registered. Figures that travel as `live` (turnout, who is missing) are apart.
"""

from __future__ import annotations

import os
import random
import secrets
import tempfile
import types
import typing
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import Connection

from app import audit, building, journal, views
from app.caller import Caller, actor
from app.commands import COMMANDS, Registered
from app.house import House
from app.live import read_snapshot
from app.settings import Settings
from app.wire import NotFound
from tests.conftest import World
from tests.contract.test_wire import apply
from tests.ground import Ground

LIVE = {"votes": ("turnout", "awaited", "barred", "missing")}
LAST = {"meeting.end", "meeting.cancel", "meeting.postpone"}
"""After these little else can happen: they come seldom."""
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
        except NotFound:
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
    """A meeting in progress with a guest, and everything anybody may try."""

    make_settings: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.steps = 0
        self.folder = tempfile.TemporaryDirectory()
        self.settings: Settings = type(self).make_settings(Path(self.folder.name))
        flask = building.build(self.settings)
        self.house: House = flask.extensions["house"]
        self.world = World(flask)
        self.meeting = self.world.meeting(phase="in_progress", members=3, guests=1, items=2)
        body = self.meeting.body
        self.people = [*body.roll, body.secretary, *body.guests]
        self.watching = [
            Watching(person, stream)
            for stream in (self.meeting.stream, body.stream, "system")
            for person in (body.chair, body.secretary, body.members[0], body.guests[0])
        ]
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
            self.look()
            if draw.random() < 0.2:
                self.world.pass_time(seconds=draw.choice([1, 61, 200]))

    def one_command(self, draw: random.Random) -> None:
        names = sorted(name for name, entry in COMMANDS.items() if not entry.internal and name not in LAST)
        live = [name for name in names if COMMANDS[name].kind == "meeting"]
        pool = sorted(LAST & COMMANDS.keys()) if draw.random() < 0.01 else live if draw.random() < 0.8 else names
        registered = COMMANDS[draw.choice(pool)]
        likely = [self.meeting.chair, self.meeting.secretary]
        person = draw.choice([*likely, *likely, *likely, *self.people])
        args = self.arguments(draw, registered)
        if args is None:
            return
        result = self.world.run(person, registered.name, self.stream_of(registered.kind), **args)
        assert result.ok or result.error["code"] != "unavailable", (registered.name, args, result.error)
        if result.ok:
            done[registered.name] += 1
            note(f"{registered.name} {args}")

    def stream_of(self, kind: str) -> str:
        return {"meeting": self.meeting.stream, "body": self.meeting.body.stream, "system": "system"}[kind]

    def arguments(self, draw: random.Random, registered: Registered) -> dict[str, Any] | None:
        """Arguments that fit the form, most of them naming what is there; None where none were found."""
        desk = self.world.state(self.meeting.secretary, self.stream_of(registered.kind)) or {}
        found: dict[str, Any] = {}
        for field in msgspec.structs.fields(registered.form):
            if not field.required and draw.random() < 0.5:
                continue
            value = self.value(draw, field.name, field.type, desk)
            if value is not None:
                found[field.encode_name] = value
        try:
            msgspec.convert(found, registered.form)
        except msgspec.ValidationError:
            return None
        return dict(msgspec.to_builtins(found))

    def value(self, draw: random.Random, name: str, kind: Any, desk: dict[str, Any]) -> Any:
        """One argument: a reference to what is there, or something of its type."""
        if get_origin(kind) is typing.Annotated:
            for meta in kind.__metadata__:
                if isinstance(meta, msgspec.Meta) and meta.extra and "ref" in meta.extra:
                    there = sorted(desk.get(str(meta.extra["ref"]), {}))
                    return draw.choice(there) if there else "khongco"
            return self.value(draw, name, kind.__origin__, desk)
        if get_origin(kind) in (typing.Union, types.UnionType):
            inner = [k for k in get_args(kind) if k not in (type(None), msgspec.UnsetType)]
            return self.value(draw, name, inner[0], desk)
        if get_origin(kind) is Literal:
            return draw.choice(get_args(kind))
        if get_origin(kind) is list:
            return [self.value(draw, name, get_args(kind)[0], desk)]
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            return {
                f.encode_name: self.value(draw, f.name, f.type, desk)
                for f in msgspec.structs.fields(kind)
                if f.required
            }
        return self.plain(draw, name, kind)

    def plain(self, draw: random.Random, name: str, kind: Any) -> Any:
        now = self.world.now
        if kind is str and name in ("person", "assignee", "chair", "substitutes"):
            return draw.choice(self.people)
        if kind is str and name == "choice":
            return draw.choice(["yes", "no", "not_voting"])
        made: dict[Any, Any] = {
            str: ["Một ý kiến", "Ý kiến khác", "x"],
            int: [1, 5, 60, 90],
            bool: [True, False],
            float: [1.0],
            datetime: [now + timedelta(hours=1), datetime(2027, 1, 1, tzinfo=UTC)],
            date: [now.date(), now.date() + timedelta(days=20)],
        }
        return draw.choice(made[kind]) if kind in made else None

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
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        House_,
        settings=settings(
            max_examples=4 if on_postgresql else 12,
            stateful_step_count=10,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],  # a long history shrinks for minutes; its notes say enough
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert len(done) > (10 if on_postgresql else 25), done
