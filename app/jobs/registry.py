"""What the worker can do: `@job("papers.convert")` registers a piece of work, and what follows from it are
commands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Connection

if TYPE_CHECKING:
    from app.house import House


class Give(msgspec.Struct, frozen=True):
    """A command that the house gives itself when the work is finished, with an id made from the job."""

    name: str
    stream: str
    args: dict[str, Any]


class Work:
    """What a job gets: the house to read from, and a folder of its own that is thrown away afterwards."""

    def __init__(self, house: House, job: str, stream: str, folder: Path):
        self.house = house
        self.settings = house.settings
        self.job = job
        self.stream = stream
        self.folder = folder

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One read transaction. A job never writes to the database."""
        with self.house.database.read() as connection:
            yield connection


Do = Callable[[Work, dict[str, Any]], Sequence[Give]]
GaveUp = Callable[[Work, dict[str, Any], str], Sequence[Give]]


class Kind(msgspec.Struct, frozen=True):
    """A kind of work: what it does, how long it may take, how often it is tried."""

    name: str
    do: Do
    seconds: int
    attempts: int
    gave_up: GaveUp | None
    needs: tuple[str, ...] = ()


JOBS: dict[str, Kind] = {}


def job(
    name: str,
    *,
    seconds: int = 60,
    attempts: int = 4,
    gave_up: GaveUp | None = None,
    needs: tuple[str, ...] = (),
) -> Callable[[Do], Do]:
    """Register `f(work, payload) -> [Give(...)]`. It runs in a process of its own that is ended after `seconds`.
    `needs`: modules that are slow to import; the worker imports them once for all jobs (`worker._import_ahead`).

    `gave_up(work, payload, error)` says what to tell when the last attempt has failed too (`error` is "timeout" when
    time ran out).
    """

    def register(do: Do) -> Do:
        known = JOBS.get(name)
        if known is not None and known.do.__module__ != do.__module__:
            raise ValueError(f"job {name} is registered twice")
        JOBS[name] = Kind(name, do, seconds, attempts, gave_up, needs)
        return do

    return register
