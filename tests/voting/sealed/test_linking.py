"""Nothing the house keeps tells who voted for what (`make drill ONLY=link` tries with five hundred)."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app import building, schema
from tests.conftest import World, settings_in
from tests.drill.link import keys_of
from tests.voting.sealed.hall import SealedHall
from tests.voting.sealed.linking import judged
from tests.voting.sealed.seizing import Administrator, Seized, Table, WatchedHall, hold
from voting.sealed import keeping
from voting.sealed.codes import unspell
from voting.sealed.device import Mine

Held = tuple[Seized, dict[str, Mine], list[bytes]]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Held]:
    """A ballot of forty, with everything an administrator has of it. On SQLite always: it is its files that are looked at."""
    folder = tmp_path_factory.mktemp("linking")
    settings = settings_in(folder / "data")
    world = World(building.build(settings))
    schema.upgrade(world.house.database)
    meeting = world.meeting(phase="in_progress", members=39)
    hall = WatchedHall(world, meeting, receipts=False, administrator=Administrator(settings, folder / "seized"))
    seized, mine = hold(hall, random.Random(7))
    yield seized, mine, keys_of(hall)
    world.house.close()


def test_with_everything_in_hand_nobody_tells_whose_a_ballot_is(held: Held) -> None:
    told = judged(*held)
    assert told.failures == [] and len(told.guesses) > 200 and told.figures > 100


def _beside(seized: Seized, mine: dict[str, Mine], _keys: list[bytes]) -> None:
    """The choice stands beside the voter."""
    table = seized.tables["cast"]["casts"]
    at = table.columns.index("choice")
    rows = [(*row[:at], str(_choice(mine[row[table.columns.index("person")]])), *row[at + 1 :]) for row in table.rows]
    seized.tables["cast"]["casts"] = Table(table.columns, rows)


def _choice(one: Mine) -> Any:
    assert one.ballot is not None
    return one.ballot.choice


def _longer(seized: Seized, mine: dict[str, Mine], _keys: list[bytes]) -> None:
    """What is sent is a byte longer for one choice."""
    table = seized.tables["final"]["accesses"]
    rows = [
        (*row[:3], row[3] + (row[2] == "sealed.cast" and _choice(mine[row[1]]) == (0,)), *row[4:]) for row in table.rows
    ]
    seized.tables["final"]["accesses"] = Table(table.columns, rows)


def _in_time(seized: Seized, mine: dict[str, Mine], _keys: list[bytes]) -> None:
    """The last list has the order in which ballots came."""
    assert seized.bundle is not None
    table = seized.tables["cast"]["sealed_envelopes"]
    whose = dict(zip(table.column("person"), table.column("rowid"), strict=True))
    ballots = sorted((one.ballot for one in mine.values() if one.ballot), key=lambda b: whose[_owner(mine, b.code)])
    object.__setattr__(seized.bundle, "ballots", tuple(ballots))


def _owner(mine: dict[str, Mine], code: str) -> str:
    return next(person for person, one in mine.items() if one.ballot is not None and one.ballot.code == code)


def _near(seized: Seized, mine: dict[str, Mine], _keys: list[bytes]) -> None:
    """Somewhere each code lies beside its voter's name, when all is over."""
    for person, one in mine.items():
        assert one.ballot is not None
        seized.add(person.encode() + b" " * 300 + unspell(one.ballot.code))


def _while(seized: Seized, mine: dict[str, Mine], _keys: list[bytes]) -> None:
    """A device's confirming writes something of its own ballot, named by nobody."""
    for event in range(seized.marks["opened 2"] + 2, len(seized.actors) + 1):
        one = mine[seized.actors[event - 1]]
        assert one.ballot is not None
        raw = b"line " + one.ballot.code.encode()
        seized.pieces[raw] = type(next(iter(seized.pieces.values())))(event, raw)


def _early(seized: Seized, mine: dict[str, Mine], _keys: list[bytes]) -> None:
    """One code is in the log before the box is opened."""
    one = next(iter(mine.values()))
    assert one.ballot is not None
    seized.pieces[b"early"] = type(next(iter(seized.pieces.values())))(
        5, b"..." + unspell(one.ballot.code).hex().encode()
    )


def _key(seized: Seized, _mine: dict[str, Mine], keys: list[bytes]) -> None:
    """A tablet's key has come to the house."""
    seized.add(b"key " + keys[2])


def _left(seized: Seized, mine: dict[str, Mine], _keys: list[bytes]) -> None:
    """One envelope is still in the database when all is over."""
    seized.last.append(b"page" + next(iter(mine.values())).envelopes[0])


def _looks_past(seized: Seized, _mine: dict[str, Mine], _keys: list[bytes]) -> None:
    """Backups are not opened."""
    seized.sources = {**seized.sources, "backup": set()}


LEAKS: list[tuple[Callable[[Seized, dict[str, Mine], list[bytes]], None], str]] = [
    (_beside, "casts by person, choice goes with choices"),
    (_longer, "accesses by person sealed.cast, asked goes with choices"),
    (_in_time, "rowid / as published: 40 lines"),
    (_near, "nearest: code: "),
    (_near, "among few: code: "),
    (_while, "written with: code: "),
    (_early, "codes of ballots: 1 times"),
    (_key, "a key of the board's tablets: 1 times"),
    (_looks_past, "backup: only 0 of the 40 envelopes"),
    (_left, "1 envelopes are in the database's files"),
]


def test_each_leak_is_noticed(held: Held) -> None:
    seized, mine, keys = held
    own = Seized(
        copy.copy(seized.bundle), dict(seized.pieces), seized.actors, seized.marks,
        {moment: dict(tables) for moment, tables in seized.tables.items()}, list(seized.last), seized.sources,
    )  # fmt: skip
    for leak in dict(LEAKS):
        leak(own, mine, keys)
    failures = judged(own, mine, keys).failures
    assert [noticed for _leak, noticed in LEAKS if not any(noticed in failure for failure in failures)] == []


def test_where_the_result_is_final_no_envelope_is_left_in_the_files_of_the_database(hall: SealedHall) -> None:
    """PostgreSQL leaves what was deleted where it lay until the table is written anew."""
    hall.hold()
    envelopes = [mine.envelopes for mine in hall.mine.values()]
    assert all(hall.confirm(person).ok for person in hall.meeting.body.roll)
    database = hall.world.house.database
    if database.is_sqlite:
        kept = b"".join(path.read_bytes() for path in hall.world.house.settings.data.glob("dienhong.sqlite3*"))
    else:
        with database.writing.connect() as alone:
            alone.exec_driver_sql("CHECKPOINT")
            kept = b"".join(
                bytes(
                    alone.exec_driver_sql(f"SELECT pg_read_binary_file(pg_relation_filepath('{table}'))").scalar_one()
                )
                for table in ("sealed_envelopes", "sealed_items")
            )
    assert kept and not any(one in kept for layers in envelopes for one in layers)


def test_what_the_database_notes_of_its_tables_holds_no_envelope(hall: SealedHall) -> None:
    """PostgreSQL's statistics are samples of values; they stay when rows go."""
    database = hall.world.house.database
    if database.is_sqlite:
        pytest.skip("SQLite's are of indexes alone")
    hall.prepare(2)
    hall.read_aloud()
    hall.open()
    hall.cast_all()

    def noted() -> int:
        with database.writing.connect().execution_options(isolation_level="AUTOCOMMIT") as alone:
            alone.exec_driver_sql("ANALYZE")
            return int(alone.exec_driver_sql(NOTED).scalar_one())

    with database.writing.begin() as before_this:
        for table, column in (("sealed_envelopes", "e1"), ("sealed_items", "envelope")):
            before_this.exec_driver_sql(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS -1")
    before = noted()
    keeping.no_samples(hall.world.house)
    assert before == 1 and noted() == 0


NOTED = "SELECT count(*) FROM pg_stats WHERE tablename LIKE 'sealed_%%' AND attname IN ('e1', 'envelope')"
