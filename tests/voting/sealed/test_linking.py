"""Nothing the house keeps tells who voted for what (`make drill ONLY=link` tries with five hundred)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import building, schema
from tests.conftest import World, settings_in
from tests.voting.sealed.hall import SealedHall
from tests.voting.sealed.linking import hold, judged


@pytest.fixture
def own_hall(tmp_path: Path) -> Iterator[SealedHall]:
    """On SQLite always: it is its files that are looked at."""
    world = World(building.build(settings_in(tmp_path / "data")))
    schema.upgrade(world.house.database)
    yield SealedHall(world, world.meeting(phase="in_progress", members=15))
    world.house.close()


def test_with_everything_in_hand_nobody_tells_whose_a_ballot_is(own_hall: SealedHall, tmp_path: Path) -> None:
    seized, truth = hold(own_hall, tmp_path / "seized", random.Random(7))
    told, failures = judged(seized, truth)
    assert failures == [] and len(told) > 20


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


def test_a_box_that_keeps_the_order_of_sending_is_found_out(own_hall: SealedHall, tmp_path: Path) -> None:
    seized, truth = hold(own_hall, tmp_path / "seized", random.Random(8))
    in_order = [truth[row[0]] for row in seized.rows("cast", "SELECT person FROM sealed_envelopes ORDER BY rowid")]
    object.__setattr__(seized.bundle, "ballots", tuple(in_order))
    _told, failures = judged(seized, truth)
    assert any(failure.startswith("order of sending / as published: 16 lines") for failure in failures)
