"""Which scopes see what is shared in a meeting: until it is published, nothing leaves the desk, and no entry
tells of it later.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select

from meetings.planning.models import Meeting

DESK = ("desk",)
ALL = ("desk", "members", "hall", "guests")
OF_ITEMS = ("desk", "members", "hall")
"""For what belongs to an item; guests see it by `item:<id>`."""


_published = select(Meeting.id).where(
    Meeting.id.in_(bindparam("meetings", expanding=True)), Meeting.published_at.is_not(None)
)


def published(read: Connection, meetings: Iterable[str]) -> set[str]:
    """Those of these meetings that have been published (a meeting cancelled before that stays with the desk)."""
    return set(read.execute(_published, {"meetings": sorted(set(meetings))}).scalars())


def shared(meeting: str, published: set[str]) -> tuple[str, ...]:
    """The scopes that see meeting, people, attendance and sites."""
    return ALL if meeting in published else DESK


def of_item(meeting: str, item: str | None, published: set[str]) -> tuple[str, ...]:
    """The scopes that see an object of an item; one without an item is not for guests."""
    if meeting not in published:
        return DESK
    return OF_ITEMS if item is None else (*OF_ITEMS, f"item:{item}")
