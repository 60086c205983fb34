"""Meetings from planning to participation. The package registers itself with the frame."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.house import House

ROOMS = (
    "meetings.planning.alarms",
    "meetings.planning.checks",
    "meetings.planning.commands",
    "meetings.planning.phases",
    "meetings.planning.presiding",
    "meetings.planning.views",
    "meetings.agenda.commands",
    "meetings.agenda.views",
    "meetings.attendance.adjourned",
    "meetings.attendance.bylaws",
    "meetings.attendance.checks",
    "meetings.attendance.commands",
    "meetings.attendance.numbers",
    "meetings.attendance.sites",
    "meetings.attendance.panels",
    "meetings.attendance.replies",
    "meetings.attendance.views",
    "meetings.course.checks",
    "meetings.course.commands",
    "meetings.course.views",
    "meetings.opinions.bylaws",
    "meetings.opinions.checks",
    "meetings.opinions.commands",
    "meetings.opinions.panels",
    "meetings.opinions.views",
    "meetings.seating.checks",
    "meetings.seating.commands",
    "meetings.seating.views",
    "meetings.speaking.bylaws",
    "meetings.speaking.checks",
    "meetings.speaking.commands",
    "meetings.speaking.requesting",
    "meetings.speaking.desk",
    "meetings.speaking.ordering",
    "meetings.speaking.quotas",
    "meetings.speaking.replying",
    "meetings.speaking.undoing",
    "meetings.speaking.views",
    "meetings.conclusions.checks",
    "meetings.conclusions.commands",
    "meetings.conclusions.views",
    "meetings.conclusions.panels",
    "meetings.tasks.checks",
    "meetings.tasks.commands",
    "meetings.tasks.views",
    "meetings.room.checks",
    "meetings.room.commands",
    "meetings.room.views",
    "meetings.participation.commands",
    "meetings.participation.views",
)


def register(house: House) -> None:
    """Import every slice's commands and views; bring pages and the page of permissions."""
    for name in ROOMS:
        importlib.import_module(name)
    from app.checkpoints import MOMENTS
    from meetings import policy
    from meetings.attendance import pages as attendance
    from meetings.participation import pages as participation
    from meetings.planning import api, desk_pages, pages
    from meetings.planning.phases import under_way
    from meetings.room import pages as room
    from meetings.tasks import pages as tasks

    assert desk_pages
    MOMENTS.add("meeting.ended")
    if under_way not in house.timed:
        house.timed.append(under_way)
    meeting_pages = [api.blueprint, pages.blueprint, room.blueprint]
    blueprints = [*meeting_pages, attendance.blueprint, tasks.blueprint, participation.blueprint]
    house.register(blueprints=blueprints, permissions=policy.PERMISSIONS, pages=policy.PAGES)
