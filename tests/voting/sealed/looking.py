"""What the tests of sealed ballots look at: an answer's code, the audit, the rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app import audit
from app.database import Base
from tests.voting.sealed.hall import SealedHall


def error(answer: Any) -> str:
    assert not answer.ok
    return str(answer.error["code"])


def sound(hall: SealedHall) -> None:
    found = audit.report(hall.world.house)
    assert found["ok"], found["problems"]


def rows(hall: SealedHall, model: type[Base]) -> list[Any]:
    with hall.world.house.database.read() as read:
        return list(read.execute(select(model.__table__)).all())
