"""Phases of a meeting and the notice it needs: pure functions.

Sources: Luật Tổ chức chính quyền địa phương 2015, Art. 114(4): programme and papers at least 3 working days
before a regular session,
1 day before others; QĐ 45/2018/QĐ-TTg on invitations (3 working days, except urgent).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from meetings.planning.holidays_rules import holiday

PHASES = ("preparing", "published", "in_progress", "paused", "ended", "cancelled")
KINDS = ("regular", "extraordinary", "conference", "working")

MOVES: dict[str, dict[str, str]] = {
    "publish": {"preparing": "published"},
    "start": {"published": "in_progress"},
    "pause": {"in_progress": "paused"},
    "resume": {"paused": "in_progress"},
    "end": {"in_progress": "ended", "paused": "ended"},
    "cancel": {"preparing": "cancelled", "published": "cancelled"},
    "postpone": {"preparing": "preparing", "published": "published"},
}
"""act -> {phase: the phase after it}. What isn't here is refused."""

UNDER_WAY = frozenset({"in_progress", "paused"})
OVER = frozenset({"ended", "cancelled"})
OPEN = UNDER_WAY | {"published"}
"""Everybody invited sees it, and it is not over."""
HELD = OPEN | {"ended"}
"""What took place or is sure to: what a new meeting is made like, and what a body's rhythm is taken from."""
WORKING_DAYS_BEFORE = {"regular": 3}
DAYS_BEFORE_OTHERS = 1


def after(act: str, phase: str) -> str | None:
    """The phase after an act; None: not possible from here."""
    return MOVES[act].get(phase)


def working_days_between(first: date, last: date) -> int:
    """Working days after `first`, `last` included: from Monday to Thursday three, from Friday to Tuesday two, and none that
    is a public holiday.
    """
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(map(_is_working_day, days))


def _is_working_day(day: date) -> bool:
    return day.weekday() < 5 and not holiday(day)


def notice_needed(kind: str) -> tuple[int, bool]:
    """How long before the meeting its programme goes out: (days, counted in working days?)."""
    days = WORKING_DAYS_BEFORE.get(kind)
    return (DAYS_BEFORE_OTHERS, False) if days is None else (days, True)


def notice_given(published: date, meeting: date, kind: str) -> bool:
    """Whether publishing on a day is early enough. Late is allowed (urgent matters), but it is said and kept."""
    days, working = notice_needed(kind)
    given = working_days_between(published, meeting) if working else (meeting - published).days
    return given >= days


def publish_by(meeting: date, kind: str) -> date:
    """The last day on which publishing is early enough."""
    day = meeting
    while not notice_given(day, meeting, kind):
        day -= timedelta(days=1)
    return day


@dataclass(frozen=True, slots=True)
class NextDay:
    """A day to propose; `instead` is the day of the rhythm itself, where that is a public holiday."""

    day: date
    instead: date | None = None


def next_day(held: Collection[date], taken: Collection[date], today: date) -> NextDay:
    """The next day in a body's rhythm: as far from its last meeting as that one from the one before, in whole weeks so
    that the weekday stays; a month later where there was one meeting only. After today, on no day that is taken, and
    where that is a public holiday on the next such weekday that is none.
    """
    days = sorted(set(held), reverse=True)
    day, instead = days[0] if days else today, None
    while True:
        if day <= today or day in taken or day in days:
            day, instead = _step(day, days), None
        elif holiday(day):
            day, instead = _past_holiday(day, days), instead or day
        else:
            return NextDay(day, instead)


def in_a_week(today: date) -> NextDay:
    """For a meeting without a rhythm: the first working day a week from today."""
    day, instead = today + timedelta(weeks=1), None
    while not _is_working_day(day):
        instead = instead or (day if holiday(day) else None)
        day += timedelta(days=1)
    return NextDay(day, instead)


def _past_holiday(day: date, days: list[date]) -> date:
    """A week on, so that the weekday stays; the next working day where meetings are days apart only."""
    apart = (days[0] - days[1]).days if len(days) > 1 else 7
    if apart >= 7:
        return day + timedelta(weeks=1)
    return _step(day, [day, day - timedelta(days=1)])


def _step(day: date, days: list[date]) -> date:
    """One meeting on, from a day."""
    apart = (days[0] - days[1]).days if len(days) > 1 else 0
    if apart >= 7:
        return day + timedelta(weeks=round(apart / 7))
    if apart:
        day += timedelta(days=apart)
        while day.weekday() >= 5 and days[0].weekday() < 5:
            day += timedelta(days=1)
        return day
    return _month_later(day) if days else day + timedelta(weeks=1)


def _month_later(day: date) -> date:
    """The second Wednesday after the second Wednesday; where there is no fifth, the fourth."""
    first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    place = (day.day - 1) // 7
    found = first + timedelta(days=(day.weekday() - first.weekday()) % 7, weeks=place)
    return found if found.month == first.month else found - timedelta(weeks=1)


QUARTERS = ("I", "II", "III", "IV")
PERIOD = re.compile(
    r"(?P<day>\b\d+\s+)?\b(?P<kind>tháng|quý)(?P<gap>\s+)(?P<number>\d{1,2}|I{1,3}|IV)\b"
    r"(?:(?P<of>\s*/\s*|,?\s+năm\s+)(?P<its_year>\d{4})\b)?|\b(?P<name>năm\s+)(?P<year>\d{4})\b",
    re.IGNORECASE,
)
"""A month or a quarter, with the year it is of; or a year alone."""


def dated(title: str, day: date) -> str:
    """The title with places, `{month}`, `{quarter}` and `{year}`, for what in it is of this day: "tháng 11 năm 2026" of a
    meeting in November 2026. A month that is not the meeting's own, and its year, are what the meeting is about.
    """
    return PERIOD.sub(lambda found: _placed(found, day), title)


def _placed(found: re.Match[str], day: date) -> str:
    if found["name"]:
        return f"{found['name']}{{year}}" if int(found["year"]) == day.year else found[0]
    number, quarter = found["number"], (day.month + 2) // 3
    if found["kind"].lower() == "tháng":
        places = {f"{day.month:02}": "{month}", str(day.month): "{month}"}
    else:
        places = {str(quarter): "{quarter_number}", QUARTERS[quarter - 1]: "{quarter}"}
    place, year = places.get(number.upper()), found["its_year"]
    if found["day"] or place is None or (year and int(year) != day.year):
        return found[0]
    return found["kind"] + found["gap"] + place + (f"{found['of']}{{year}}" if year else "")


def titled(pattern: str, day: date) -> str:
    """Such a title on another day."""
    quarter = (day.month + 2) // 3
    told = {"month": day.month, "year": day.year, "quarter_number": quarter, "quarter": QUARTERS[quarter - 1]}
    for place, value in told.items():
        pattern = pattern.replace(f"{{{place}}}", str(value))
    return pattern


LONGEST_BREAK = timedelta(hours=6)
"""A longer pause into another day is no break any more."""


def is_adjourned(until: datetime | None, now: datetime) -> bool:
    """A pause until another day is an adjournment; a short break over midnight is a break. Both are local times."""
    return until is not None and until.date() > now.date() and until - now > LONGEST_BREAK


def goes_on_today(until: datetime | None, since: datetime | None, now: datetime) -> bool:
    """Adjourned to this day, from the sitting that began at `since`; what a night's sitting takes after midnight is a break. All are
    local times.
    """
    if until is None or since is None or not since.date() < until.date() == now.date():
        return False
    return until - datetime.combine(until.date(), time(), until.tzinfo) > LONGEST_BREAK


def has_gone_home(paused_at: datetime, until: datetime | None, now: datetime) -> bool:
    """Adjourned to another day, for what is left of this one: nobody sits any more, so nobody's leaving loses the quorum. From midnight
    on those count who come in for the next day. All are local times.
    """
    return is_adjourned(until, paused_at) and now.date() == paused_at.date()


def over_with_the_day(paused_at: datetime, until: datetime | None) -> datetime:
    """From when on a pause that still lasts has become an adjournment: at midnight; where it was meant as a break, not before it was a
    long one. Who takes the meeting up then opens another sitting, of that day's members and rules. All are local times.
    """
    next_day = datetime.combine(paused_at.date() + timedelta(days=1), time(), paused_at.tzinfo)
    return next_day if is_adjourned(until, paused_at) else max(next_day, paused_at + LONGEST_BREAK)


def post(capacities: Collection[str]) -> str:
    """What somebody is in the body beside its other members: its chair, a deputy, or neither."""
    return next((held for held in ("chair", "deputy") if held in capacities), "")


def chosen_capacity(held: str | None, on_roll: bool, wanted: str | None) -> str:
    """A person's one capacity in a meeting: as invited; else as in the body; strangers are guests."""
    if wanted is not None:
        return wanted
    return held or ("member" if on_roll else "guest")
