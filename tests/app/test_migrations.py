"""Migrations make exactly the tables the models describe, and the guards of the journal with them."""

from __future__ import annotations

from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from app import schema
from app.database import Base, Database
from app.settings import Settings

BODY_OF_BEFORE = "INSERT INTO bodies VALUES ('b', 'u', 'Hội đồng', 'Hội đồng', 'council', '{}')"
MEETING_OF_BEFORE = (
    "INSERT INTO meetings (id, body, title, kind, phase, place, starts_at, minutes, reason, vote_rules, code, created_at)"
    " VALUES ('m', 'b', 'Họp đầu năm', 'regular', 'ended', 'Phòng Sông Lạc', 0, 60, '', '{}', 'x', 0)"
)

PERSON_OF_BEFORE = (
    "INSERT INTO persons (id, username, name, folded, office, language, active, system_administrator, settings)"
    " VALUES (:id, :id, :id, :id, '', 'vi', true, false, '{}')"
)
PARTICIPANT_OF_BEFORE = (
    'INSERT INTO participants (id, meeting, person, capacity, on_roll, name, office, "order")'
    " VALUES (:id, 'm', :id, 'member', true, :id, '', :order)"
)


def test_migrations_make_the_tables_of_the_models(settings: Settings) -> None:
    database = Database(settings)
    schema.upgrade(database)
    schema.upgrade(database)
    with database.writing.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    database.close()


def test_the_newest_migration_is_the_one_with_the_highest_number(settings: Settings) -> None:
    """So that a start needn't import Alembic to see that there is nothing to do."""
    assert ScriptDirectory.from_config(schema.config()).get_heads() == [schema.newest()]
    database = Database(settings)
    with database.writing.connect() as connection:
        assert schema.revision(connection) is None
    schema.upgrade(database)
    with database.writing.connect() as connection:
        assert schema.revision(connection) == schema.newest()
    database.close()


def test_meetings_of_before_are_found_by_their_words_too(settings: Settings) -> None:
    database = Database(settings)
    with database.writing.connect() as connection:
        command.upgrade(schema.config(connection), "0006")
    with database.write() as connection:
        connection.execute(text("INSERT INTO units (id, name) VALUES ('u', 'Đơn vị')"))
        connection.execute(text(BODY_OF_BEFORE))
        connection.execute(text(MEETING_OF_BEFORE))
    schema.upgrade(database)
    with database.read() as read:
        assert read.execute(text("SELECT folded FROM meetings")).scalar_one() == "hop dau nam phong song lac"
    database.close()


def test_people_of_before_have_numbers_and_no_code_of_before_is_good(settings: Settings) -> None:
    database = Database(settings)
    with database.writing.connect() as connection:
        command.upgrade(schema.config(connection), "0007")
    with database.write() as connection:
        connection.execute(text("INSERT INTO units (id, name) VALUES ('u', 'Đơn vị')"))
        connection.execute(text(BODY_OF_BEFORE))
        connection.execute(text(MEETING_OF_BEFORE))
        for person, order in (("b", 2), ("a", 1), ("c", 2)):
            told = {"id": person, "order": order}
            connection.execute(text(PERSON_OF_BEFORE), told)
            connection.execute(text(PARTICIPANT_OF_BEFORE), told)
    schema.upgrade(database)
    with database.read() as read:
        assert read.execute(text("SELECT id, number FROM participants ORDER BY number")).all() == [
            ("a", 1),
            ("b", 2),
            ("c", 3),
        ]
        assert len(read.execute(text("SELECT check_in_key FROM meetings")).scalar_one()) == 32
    database.close()


@pytest.mark.parametrize(
    "tampering",
    [
        "DELETE FROM entries",
        "UPDATE entries SET kind = 'x'",
        "UPDATE entries SET actor = 'x'",
        "UPDATE entries SET facts = '{}'",
    ],
)
def test_the_database_itself_keeps_an_entry(settings: Settings, tampering: str) -> None:
    database = Database(settings)
    schema.upgrade(database)
    row = "INSERT INTO entries VALUES ('system', 1, 0, 'a', 'x.done', '0', '0', '0', '00', '{}')"
    columns = 'entries (stream, seq, at, actor, kind, prev, "commit", hash, salt, facts)'
    with database.write() as connection:
        connection.execute(text(row.replace("entries", columns, 1)))
    if "kind" in tampering:
        tampering = "UPDATE entries SET kind = 'y.done'"
    with pytest.raises(DatabaseError), database.write() as connection:
        connection.execute(text(tampering.replace("'x'", "'b'")))
    with database.write() as connection:  # redaction is the one thing allowed
        connection.execute(text("UPDATE entries SET facts = NULL, salt = NULL"))
    database.close()


def test_a_reading_connection_cannot_write(world: Any) -> None:
    with pytest.raises(DatabaseError), world.house.database.read() as read:
        read.execute(text("DELETE FROM streams"))
