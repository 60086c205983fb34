"""`python run.py demo`: fills an empty data folder through the ordinary commands, with a clock of its own.

With `--members N` the small, large-as-wanted demo of wire.md for load and fault programs; without it the rich one that
`make run` shows.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from typing import Any

from sqlalchemy import event, func, select

from app import create_app, schema
from app.front_door import data_folder
from app.house import House
from app.people.models import Person
from app.settings import Settings


def main(settings: Settings, arguments: list[str]) -> int:
    """Make the demo; the exit status. Refuses a data folder or database in which there is something."""
    try:
        asked = _parsed(arguments)
    except SystemExit as stopped:
        return int(stopped.code or 0)
    if settings.data.exists() and any(settings.data.iterdir()):
        print(f"{settings.data}: the data folder is not empty, nothing was touched.", file=sys.stderr)
        return 1
    logging.getLogger("pikepdf").setLevel(logging.WARNING)
    with data_folder(settings):
        house: House = create_app(settings).extensions["house"]
        try:
            _hurry(house)
            schema.upgrade(house.database)
            if _used(house):
                print("The database is not empty, nothing was touched.", file=sys.stderr)
                return 1
            return _make(house, asked)
        finally:
            house.close()
            os.sync()


def _hurry(house: House) -> None:
    """Nothing is acknowledged to anybody yet: the disk is waited for once, at the end."""
    if house.database.is_sqlite:
        event.listen(house.database.writing, "connect", _without_waiting)
        house.database.writing.dispose()


def _without_waiting(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF").close()


def _parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.py demo", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--members", type=_count, help="one body of so many members and one meeting that starts now")
    parser.add_argument("--sessions", action="store_true", help="open a session for everybody and print the cookies")
    parser.add_argument("--phase", choices=("published", "in_progress"), default="published")
    return parser.parse_args(arguments)


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 9_999:
        raise argparse.ArgumentTypeError("between 1 and 9999")
    return number


def _used(house: House) -> bool:
    with house.database.read() as read:
        return bool(read.execute(select(func.count()).select_from(Person)).scalar())


def _make(house: House, asked: argparse.Namespace) -> int:
    if asked.members is not None:
        from documents.demo import small

        made = small.build(house, asked.members, phase=asked.phase, with_sessions=asked.sessions)
        print(json.dumps(made, ensure_ascii=False), flush=True)
        return 0
    from documents.demo import rich

    print("Đang tạo dữ liệu dùng thử, mất khoảng nửa phút…", file=sys.stderr, flush=True)
    print(rich.build(house), flush=True)
    return 0
