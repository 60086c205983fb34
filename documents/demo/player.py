"""Plays commands in people's names and rights, at the times the demo says."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from app.caller import Caller
from app.database import new_id
from app.house import House
from app.wire import Command

PASSWORD = "dienhong-2026"


class Refused(RuntimeError):
    """A command of the demo was refused: the demo and the rules have grown apart."""


class Player:
    """The demo's clock, and its voice."""

    def __init__(self, house: House, start: datetime):
        self.house = house
        self.now = start
        house.clock = lambda: self.now

    def at(self, moment: datetime) -> None:
        """It is now `moment`; time never runs back."""
        self.now = max(self.now, moment)

    def wait(self, **by: float) -> None:
        self.now += timedelta(**by)

    def run(self, person: str | None, name: str, stream: str, /, **args: Any) -> dict[str, Any]:
        """A command in a person's name (None: the house). Raises Refused."""
        caller = Caller(person=person, trusted=True) if person else Caller(system=True, trusted=True)
        result = self.house.execute(caller, Command(id=new_id(), stream=stream, name=name, args=args))
        if not result.ok:
            raise Refused(f"{name} on {stream} at {self.now.isoformat()}: {result.error}")
        return result.result
