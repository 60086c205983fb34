"""What is done in a drill is drawn before it begins, and is done to the right process."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from tests.drill import book as books
from tests.drill import nemesis
from tests.drill.cluster import Cluster, lives
from tests.drill.test_auditor import TABLES, World


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_seed_draws_the_same_blows_again_and_each_kind_among_the_first(database: str) -> None:
    kinds = nemesis.KINDS if database == "sqlite" else nemesis.POSTGRESQL_KINDS
    blows = nemesis.plan_for(database, "1", 40)
    assert blows == nemesis.plan_for(database, "1", 40) != nemesis.plan_for(database, "2", 40)
    assert {blow.kind for blow in blows[: len(kinds)]} == set(kinds)


def test_on_postgresql_nothing_is_planned_that_only_sqlite_does_and_the_house_outlives_the_last_blow() -> None:
    for seed in map(str, range(50)):
        blows = nemesis.plan_for("postgresql", seed, 20)
        assert "checkpoint" not in {blow.kind for blow in blows}
        assert blows[-1].kind in nemesis.OUTLIVED
        assert all(blow.away == 0 for blow in blows if blow.kind not in {*nemesis.OUTLIVED, "both"})


def test_a_blow_falls_at_the_write_it_is_meant_for(tmp_path: Path) -> None:
    (tmp_path / "log").touch()
    struck, over = threading.Event(), threading.Event()
    waiting = threading.Thread(
        target=nemesis.strike_at_write, args=(tmp_path, struck.set, 20.0, over.is_set), kwargs={"times": 2}
    )
    waiting.start()
    try:
        while not struck.wait(0.01):
            with (tmp_path / "log").open("a") as log:
                log.write("x")
    finally:
        over.set()
        waiting.join()
    assert len((tmp_path / "log").read_text()) >= 2


def test_a_killed_postgresql_is_dead_as_a_whole_comes_back_with_what_it_had_said_and_is_read_like_sqlite(
    tmp_path: Path, cluster: Cluster
) -> None:
    world = World(tmp_path)
    world.write()
    wanted = books.read(str(world.database))
    address = cluster.create("drill")
    with closing(psycopg2.connect(address.replace("+psycopg2", ""))) as connection:
        copy(world.database, connection)
        assert cluster.process is not None
        family = [*cluster.family(), cluster.process.pid]
        cluster.kill()
    assert len(family) > 5 and not any(map(lives, family)) and not cluster.running()
    cluster.start()
    found = books.read(address)
    assert (found.entries, found.heads, found.tables) == (wanted.entries, wanted.heads, wanted.tables)
    assert cluster.damage("drill") == []


def copy(source: Path, target: psycopg2.extensions.connection) -> None:
    """The little world's tables as PostgreSQL has them: JSON as JSON, numbers as numbers."""
    with closing(sqlite3.connect(source)) as connection, target.cursor() as cursor:
        for table, columns in TABLES.items():
            names = [name.strip() for name in columns.split(",")]
            kinds = [kind(table, name.strip('"')) for name in names]
            listed = ", ".join(f"{name} {given}" for name, given in zip(names, kinds, strict=True))
            cursor.execute(f"CREATE TABLE {table} ({listed})")
            for row in connection.execute(f"SELECT * FROM {table}"):
                cursor.execute(f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(row))})", row)
    target.commit()


def kind(table: str, column: str) -> str:
    if column in books.JSON_COLUMNS.get(table, ()):
        return "json"
    return "bigint" if column in ("seq", "at", "revision", "no_vote", "unasked") else "text"
