"""Days as people count them: in the zone of the installation (DIENHONG_TIMEZONE)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

from app.settings import load


@cache
def zone() -> ZoneInfo:
    """The zone in which days begin and times are shown."""
    return ZoneInfo(load().timezone)


def local(moment: datetime) -> datetime:
    return moment.astimezone(zone())


def local_day(moment: datetime) -> date:
    """The day it is, there, at this moment."""
    return local(moment).date()


def midnight(day: date) -> datetime:
    """The moment at which a day begins there."""
    return datetime.combine(day, time.min, zone()).astimezone(UTC)


def today() -> date:
    """For rights only (a term that has run out gives none); forms never depend on the clock."""
    return local_day(datetime.now(UTC))
