"""`python run.py demo`: fills an empty data folder through the ordinary commands, with a clock of its own.

With `--members N` the small, large-as-wanted demo of wire.md for load and fault programs; without it the rich one that
`make run` shows.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import event, func, inspect, select

from app import create_app, schema
from app.database import Database
from app.house import House
from app.people.models import Person
from app.settings import Settings
from documents.demo import workshop


def main(settings: Settings, arguments: list[str]) -> int:
    """Make the demo; the exit status. Refuses a data folder or database in which there is something."""
    try:
        asked = _parsed(arguments)
    except SystemExit as stopped:
        return int(stopped.code or 0)
    if not workshop.is_empty(settings.data):
        return _not_empty(f"{settings.data}: the data folder is not empty, nothing was touched.", asked)
    logging.getLogger("pikepdf").setLevel(logging.WARNING)
    try:
        with workshop.held(settings.data) as folder:
            return _make_in(folder, settings, asked)
    except BlockingIOError:
        print(f"{settings.data}: another demo is being made there.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped: the next one begins anew.", file=sys.stderr)
        return 130


def _not_empty(why: str, asked: argparse.Namespace) -> int:
    """Somebody's data are there: no fault where only what is empty was to be filled."""
    if asked.if_empty:
        return 0
    print(why, file=sys.stderr)
    return 1


def _make_in(folder: Path, settings: Settings, asked: argparse.Namespace) -> int:
    """Make the demo in its workshop, and put it in place when it is whole."""
    if not settings.is_sqlite and not workshop.left_behind(folder, settings) and _used(settings):
        with contextlib.suppress(OSError):
            folder.rmdir()
        return _not_empty("The database is not empty, nothing was touched.", asked)
    workshop.begin(folder, settings)
    try:
        told = _made(folder, settings, asked)
    except BaseException:
        workshop.abandon(folder, settings)
        raise
    if not workshop.is_empty(settings.data):
        return _not_empty(f"{settings.data}: the data folder is no longer empty, nothing was touched.", asked)
    workshop.put_in_place(folder, settings.data)
    print(told, flush=True)
    return 0


def _made(folder: Path, settings: Settings, asked: argparse.Namespace) -> str:
    house: House = create_app(msgspec.structs.replace(settings, data=folder)).extensions["house"]
    try:
        _hurry(house)
        schema.upgrade(house.database)
        return _make(house, asked)
    finally:
        house.close()
        os.sync()


def _used(settings: Settings) -> bool:
    """Whether there are people in the database."""
    schema.load_models(settings)
    database = Database(settings)
    try:
        with database.read() as read:
            there = inspect(read).has_table(Person.__tablename__)
            return there and bool(read.execute(select(func.count()).select_from(Person)).scalar())
    finally:
        database.close()


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
    parser.add_argument(
        "--sites", type=int, choices=range(7), default=0, help="with --members: so many sites, and members at each"
    )
    parser.add_argument("--sessions", action="store_true", help="open a session for everybody and print the cookies")
    parser.add_argument("--if-empty", action="store_true", help="where there is something already, that is no fault")
    parser.add_argument("--phase", choices=("published", "in_progress"), default="published")
    return parser.parse_args(arguments)


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 9_999:
        raise argparse.ArgumentTypeError("between 1 and 9999")
    return number


def _make(house: House, asked: argparse.Namespace) -> str:
    """What is printed about it."""
    if asked.members is not None:
        from documents.demo import small

        made = small.build(house, asked.members, phase=asked.phase, with_sessions=asked.sessions, sites=asked.sites)
        return json.dumps(made, ensure_ascii=False)
    from documents.demo import rich

    print("Đang tạo dữ liệu dùng thử, mất khoảng nửa phút…", file=sys.stderr, flush=True)
    accounts = rich.build(house)
    (house.settings.data / "accounts.txt").write_text(accounts + "\n", encoding="utf-8")
    return accounts
