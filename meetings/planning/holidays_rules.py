"""The public holidays of Vietnam, those of the moon calendar and the days off in lieu among them: Bộ luật Lao động 2019,
Art. 111 and 112. The calendar is the package `holidays`; nothing is fetched, and no clock is read.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

SPOKEN = {"vi": "vi", "en": "en_US"}


@cache
def _calendar(language: str) -> HolidayBase:
    """Grows by the years it is asked for. Read when first asked: its import takes a tenth of a second."""
    from holidays import country_holidays

    return country_holidays("VN", language=SPOKEN.get(language, "vi"))


def holiday(day: date, language: str = "vi") -> str:
    """The name of a day that is free for everybody, in somebody's language; empty for any other day."""
    return _calendar(language).get(day) or ""
