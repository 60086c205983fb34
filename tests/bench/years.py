"""Years of meetings: the finished meetings of a demo, copied many times over and spread back through the past.

Rows only, straight into the database: pages read rows, and ten thousand meetings played through the house would take
hours. Their streams have no entries.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Column, Connection, Table, create_engine, text

from app import schema
from app.database import Base, Instant, sqlite_module
from app.settings import load

DAY_MS = 86_400_000
OVERRIDES = {
    "minutes": {"number": "NULL"},
    "tasks": {"state": "'done'", "due": "NULL"},
}
SKIPPED = frozenset({"alarms", "jobs", "notes", "reading_marks"})
"""What belongs to somebody's own work rather than to a meeting's record."""


def fill(database: Path, meetings: int, days: int) -> dict[str, int]:
    """Copies until there are so many finished meetings over so many days. Returns how many there are, and speeches."""
    schema.load_models(load({}))
    engine = create_engine(f"sqlite:///{database}", module=sqlite_module())
    with engine.begin() as connection:
        _list(connection, meetings, days)
        for table in _copied():
            _copy(connection, table)
        connection.execute(
            text(
                "INSERT INTO streams (name, seq, head, at, pruned) "
                "SELECT 'meeting:' || substr(source, 1, 13) || printf('%07d', n), 0, :head, 0, 0 FROM copies"
            ),
            {"head": "0" * 64},
        )
    with engine.connect() as connection:
        counted = {
            name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
            for name in ("meetings", "speeches", "attendance")
        }
    engine.dispose()
    return counted


def _list(connection: Connection, meetings: int, days: int) -> None:
    """`copies`: number, meeting copied, milliseconds to move it by."""
    ended = connection.execute(
        text(
            "SELECT id, starts_at FROM meetings WHERE phase = 'ended'"
            " AND id IN (SELECT meeting FROM minutes WHERE state = 'approved') ORDER BY starts_at"
        )
    ).all()
    if not ended:
        raise ValueError("no meeting of the demo is over and done with")
    now = int(datetime.now(UTC).timestamp() * 1000)
    connection.execute(text("CREATE TEMP TABLE copies (n INTEGER PRIMARY KEY, source TEXT, moved INTEGER)"))
    rows = [
        {"n": n, "source": source, "moved": now - days * DAY_MS + (n + 1) * days * DAY_MS // (meetings + 1) - starts}
        for n in range(meetings)
        for source, starts in [ended[n % len(ended)]]
    ]
    connection.execute(text("INSERT INTO copies VALUES (:n, :source, :moved)"), rows)


def _copied() -> list[Table]:
    """Meetings and whatever hangs on them, parents first."""
    found = [Base.metadata.tables["meetings"]]
    for table in Base.metadata.sorted_tables:
        if table.name not in SKIPPED and table not in found and _parent(table, found) is not None:
            found.append(table)
    return found


def _parent(table: Table, copied: list[Table]) -> Column[object] | None:
    """The column by which its rows belong to something copied: the meeting where there is one."""
    for column in sorted(table.columns, key=lambda one: one.name != "meeting"):
        for key in column.foreign_keys:
            if key.column.table in copied and (column.name == "meeting" or "meeting" not in table.columns):
                return column
    return None


def _copy(connection: Connection, table: Table) -> None:
    names = [column.name for column in table.columns]
    values = ", ".join(_value(table, column) for column in table.columns)
    listed = ", ".join(f'"{name}"' for name in names)
    connection.execute(
        text(
            f'INSERT INTO "{table.name}" ({listed}) SELECT {values} FROM copies JOIN "{table.name}" t ON {_belongs(table)}'
        )
    )


def _belongs(table: Table) -> str:
    """Of one copy's source, and of the original rows alone."""
    if table.name == "meetings":
        return "t.id = copies.source"
    if "meeting" in table.columns:
        return "t.meeting = copies.source"
    column = _parent(table, _all_tables())
    assert column is not None
    parent = next(iter(column.foreign_keys)).column.table.name
    return f'(SELECT p.meeting FROM "{parent}" p WHERE p.id = t."{column.name}") = copies.source'


def _all_tables() -> list[Table]:
    return [table for table in Base.metadata.sorted_tables if "meeting" in table.columns]


def _value(table: Table, column: Column[object]) -> str:
    name = f't."{column.name}"'
    override = OVERRIDES.get(table.name, {}).get(column.name)
    if override:
        return override
    copied = {one.name for one in _copied()}
    own = column.primary_key or any(key.column.table.name in copied for key in column.foreign_keys)
    if own:
        return f"CASE WHEN {name} IS NULL THEN NULL ELSE substr({name}, 1, 13) || printf('%07d', copies.n) END"
    if isinstance(column.type, Instant):
        return f"{name} + copies.moved"
    return name


if __name__ == "__main__":
    import sys

    print(json.dumps(fill(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
