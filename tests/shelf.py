"""Bodies and meetings that many tests begin with: made once by the ordinary commands, then put there as a copy of their database.

A copy is used only where it is the same as making it anew: nothing else has been written since the house was empty.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import text

from app.house import House
from tests.ground import Ground

History = tuple[Any, ...]
EMPTY = text("SELECT NOT EXISTS (SELECT 1 FROM entries) AND NOT EXISTS (SELECT 1 FROM persons)")


class Copy(msgspec.Struct):
    """What was made, and the database with it; how the world stood then."""

    database: Any
    made: Any
    count: int
    now: datetime
    last: Any


class Shelf:
    """What tests of this process have made so far, by the history of how it was made. Asked for twice, it is kept."""

    def __init__(self, ground: Ground):
        self.ground = ground
        self.asked: Counter[History] = Counter()
        self.copies: dict[History, Copy] = {}

    def begin(self, world: Any) -> None:
        """Note that this world is empty, if it is."""
        with world.house.database.read() as read:
            empty = read.execute(EMPTY).scalar()
        world.history = ()
        world.mark = self.ground.mark(world.house) if empty else None

    def made(self, world: Any, what: History, make: Callable[[], Any]) -> Any:
        """What `make` makes, or a copy of the same made before."""
        if world.mark is None or self.ground.mark(world.house) != world.mark:
            world.mark = None
            return make()
        history = (*world.history, what)
        if history in self.copies and is_idle(world.house):
            found = self._put_back(world, self.copies[history])
        else:
            found = make()
            self.asked[history] += 1
            if self.asked[history] == 2 and is_idle(world.house):
                self.copies[history] = self._copy(world, found)
        world.history, world.mark = history, self.ground.mark(world.house)
        return found

    def _copy(self, world: Any, found: Any) -> Copy:
        made, last = deepcopy((found, world.last))
        return Copy(self.ground.keep(world.house), made, world.count, world.now, last)

    def _put_back(self, world: Any, copy: Copy) -> Any:
        house: House = world.house
        self.ground.put_back(house, copy.database)
        house.forms.forget(list(house.forms._streams))
        world.count, world.now = copy.count, copy.now
        made, world.last = deepcopy((copy.made, copy.last))
        return made


def is_idle(house: House) -> bool:
    """Nobody is reading or writing now: the database may be taken away for a moment."""
    database = house.database
    return database.reading.pool.checkedout() == database.writing.pool.checkedout() == 0  # type: ignore[attr-defined]
