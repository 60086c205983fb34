"""Every coming and going of a meeting, as the journal tells it: a row keeps the first and the last only."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from app.audit import told
from meetings.attendance.checks import REPLAY, Came
from meetings.attendance.rules import HERE

Stay = tuple[datetime, datetime | None]
"""From when until when; None: still here."""


class Stays(dict[str, Came]):
    """The marks while they are told again; whoever turns up or goes is noted."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[Stay]] = {}

    def __setitem__(self, person: str, came: Came) -> None:
        before, stays = self.get(person, Came()), self.found.setdefault(person, [])
        if came.status in HERE and before.status not in HERE and came.at is not None:
            stays.append((came.at, None))
        elif came.status == "left" and before.status in HERE and stays:
            stays[-1] = (stays[-1][0], came.left_at)
        elif came.status in ("expected", "absent") and before.status in HERE and stays:
            stays.pop()  # marked by mistake
        super().__setitem__(person, came)


def stays(read: Connection, meeting: str) -> dict[str, list[Stay]]:
    """{person: when they were here}, in order. What was redacted is not told."""
    marks = Stays()
    for entry in told(read, REPLAY, f"meeting:{meeting}"):
        try:
            REPLAY[entry.kind](marks, entry)
        except (KeyError, TypeError, ValueError):
            continue
    return marks.found
