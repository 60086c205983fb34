"""`make drill ONLY=link`: five hundred secret ballots, and everything the house kept of them at every moment in hand."""

from __future__ import annotations

import logging
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from app import building, schema
from app.settings import Settings, load
from tests.conftest import World
from tests.drill.cluster import Cluster
from tests.drill.crash import Asked
from tests.voting.sealed.linking import MOST_LINES, Told, judged
from tests.voting.sealed.seizing import Administrator, WatchedHall, hold

NAME = "link"
TALKATIVE = {"log_statement": "all", "log_duration": "on", "log_line_prefix": "%m %p %x ", "wal_keep_size": "4GB"}
"""What an administrator may set who wants to know much: every statement with its values in the log, no WAL thrown away."""


def drill(say: Callable[[str], None], asked: Asked) -> dict[str, Any]:
    """Nobody who holds all that may tell who voted for what better than chance."""
    with tempfile.TemporaryDirectory(prefix="dienhong-link-") as made, _cluster(Path(made), asked) as cluster:
        told, voters = _held(say, asked, Path(made), cluster)
    best = max(told.guesses.items(), key=lambda one: one[1][0])
    most = max(told.guesses.items(), key=lambda one: (one[1][2] > 10, one[1][1] - one[1][2]))
    lines = [right for right, _choices, _most in told.guesses.values()]
    say(f"  {told.pieces} pages and pieces of files; {told.figures} figures kept of voters; {len(lines)} ways to guess")
    say(
        f"  lines told of {voters}: {sum(lines) / len(lines):.2f} on average, {best[1][0]} at most ({best[0]}); chance allows {MOST_LINES}"
    )
    say(f"  choices told, nearest to too many: {most[1][1]} ({most[0]}), where chance allows {most[1][2]}")
    found: list[dict[str, Any]] = [{"rule": "link", "what": failure} for failure in told.failures]
    figures = {"voters": voters, "ways": len(lines), "most_lines": best[1][0], "pieces": told.pieces}
    return {"drill": "link", **figures, "failures": found}


@contextmanager
def _cluster(folder: Path, asked: Asked) -> Iterator[Cluster | None]:
    if asked.database != "postgresql":
        yield None
        return
    cluster = Cluster(folder / "postgresql", **TALKATIVE)
    try:
        yield cluster
    finally:
        cluster.stop()


def _held(say: Callable[[str], None], asked: Asked, folder: Path, cluster: Cluster | None) -> tuple[Told, int]:
    settings = _settings(folder / "data", cluster.create(NAME) if cluster is not None else "")
    with _talkative(folder / "log"):
        world = World(building.build(settings))
        try:
            schema.upgrade(world.house.database)
            for prepare in world.house.before_serving:
                prepare(world.house)
            if cluster is not None:
                _legible(cluster)
            meeting = world.meeting(phase="in_progress", members=asked.voters - 1)
            looks = Administrator(settings, folder / "seized", folder / "log", cluster, NAME)
            hall = WatchedHall(world, meeting, receipts=False, administrator=looks)
            say(f"  {asked.voters} members are here")
            seized, mine = hold(hall, random.Random(asked.seed))
        finally:
            world.house.close()
    say("  the result is final; who voted for what?")
    return judged(seized, mine, keys_of(hall)), len(mine)


def keys_of(hall: WatchedHall) -> list[bytes]:
    """What only the board's tablets have."""
    return [key for tablet in hall.tablets for key in (tablet.own.box, bytes(tablet.own.sign))]


@contextmanager
def _talkative(log: Path) -> Iterator[None]:
    told, root = logging.FileHandler(log), logging.getLogger()
    level = root.level
    root.addHandler(told)
    root.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.removeHandler(told)
        root.setLevel(level)


def _legible(cluster: Cluster) -> None:
    """Nothing long is compressed, so that what lies in the files can be read there."""
    columns = (
        "SELECT format('ALTER TABLE %I ALTER COLUMN %I SET STORAGE EXTERNAL', c.relname, a.attname) FROM pg_attribute a"
        " JOIN pg_class c ON c.oid = a.attrelid WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace"
        " AND a.attnum > 0 AND a.attstorage = 'x'"
    )
    with closing(cluster.connect(NAME)) as connection:
        cursor = connection.cursor()
        cursor.execute(columns)
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)
        connection.commit()


def _settings(data: Path, address: str) -> Settings:
    data.mkdir()
    return Settings(
        features=load().features, data=data, secret_key="khoa-dien-tap-du-dai-ba-muoi-hai-chu-so", rate_per_second=10_000,
        rate_burst=10_000, reads_per_second=10_000, reads_burst=10_000, database_url=address,
    )  # fmt: skip
