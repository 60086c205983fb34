"""Meetings from planning to participation. The package registers itself with the frame."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.house import House

ROOMS = (
    "meetings.planning.commands",
    "meetings.planning.phases",
    "meetings.planning.views",
    "meetings.agenda.commands",
    "meetings.agenda.views",
    "meetings.attendance.body_rules",
    "meetings.attendance.commands",
    "meetings.attendance.panels",
    "meetings.attendance.replies",
    "meetings.attendance.views",
    "meetings.speaking.commands",
    "meetings.speaking.views",
    "meetings.conclusions.commands",
    "meetings.conclusions.views",
    "meetings.tasks.commands",
    "meetings.tasks.views",
)


def register(house: House) -> None:
    """Import every slice's commands and views; bring pages and the page of permissions."""
    for name in ROOMS:
        importlib.import_module(name)
    from meetings import policy
    from meetings.planning import api, desk_pages, pages

    assert desk_pages
    house.register(blueprints=[api.blueprint, pages.blueprint], permissions=policy.PERMISSIONS, pages=policy.PAGES)
