"""Who came on which day of a meeting that was adjourned to another: its sittings, and each person in each. Pure; moments are local."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from meetings.attendance.rules import HERE
from meetings.planning.rules import over_with_the_day

Stay = tuple[datetime, datetime | None]
"""From when until when; None: still here."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The meeting was `started`, `paused` (`until`), `resumed` or `ended`; or its roll `roll_renewed`."""

    kind: str
    at: datetime
    until: datetime | None = None
    came: frozenset[str] = frozenset()
    went: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sitting:
    """One day of the meeting, over midnight too. `stopped`: when it was adjourned or ended; `over`: whoever comes from then on comes to
    the next one. None: not yet.
    """

    begin: datetime
    stopped: datetime | None = None
    over: datetime | None = None
    roll: frozenset[str] = frozenset()

    @property
    def day(self) -> date:
        return self.begin.date()


def sittings(turns: Iterable[Turn], roll: Collection[str]) -> list[Sitting]:
    """In order. `roll`: who is on it in the last one."""
    found: list[Sitting] = []
    paused: Turn | None = None
    renewed: dict[datetime, Turn] = {}
    for turn in turns:
        if turn.kind == "started":
            found.append(Sitting(turn.at))
        elif turn.kind == "roll_renewed":
            renewed[turn.at] = turn
        elif turn.kind == "ended" and found:
            found[-1] = replace(found[-1], stopped=turn.at)
        elif turn.kind == "resumed" and found and paused is not None:
            over = over_with_the_day(paused.at, paused.until)
            if turn.at >= over:
                found[-1] = replace(found[-1], stopped=paused.at, over=over)
                found.append(Sitting(turn.at))
        paused = turn if turn.kind == "paused" else None if turn.kind == "resumed" else paused
    return _with_rolls(found, renewed, frozenset(roll))


def _with_rolls(found: Sequence[Sitting], renewed: dict[datetime, Turn], roll: frozenset[str]) -> list[Sitting]:
    """Told backwards: a roll is another from the moment at which it was renewed, and that is the sitting's first."""
    told: list[Sitting] = []
    for sitting in reversed(found):
        told.append(replace(sitting, roll=roll))
        turn = renewed.get(sitting.begin)
        if turn is not None:
            roll = (roll - turn.came) | turn.went
    return told[::-1]


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody's row says at the end of a sitting."""

    status: str = "expected"
    reason: str = ""
    leave: str = ""
    leave_reason: str = ""
    leave_from: date | None = None
    leave_until: date | None = None

    def excused(self, day: date) -> bool:
        """Whether what was asked for is of this day."""
        begin, end = self.leave_from or day, self.leave_until or day
        return begin <= day <= end


@dataclass(frozen=True, slots=True)
class Day:
    """Somebody in one sitting: their status at its end, when they were here, and why they were not."""

    status: str = "expected"
    stays: tuple[Stay, ...] = ()
    reason: str = ""
    leave: str = ""


def day_of(sitting: Sitting, said: Said, stays: Iterable[Stay], *, called: bool) -> Day:
    """What the row says of the meeting as said of this sitting alone: who left on the day before and did not come again was away. So was
    whoever was `called` and never came, once it is over; a secretary who keeps the desk is not called.
    """
    own, status = tuple(stays), said.status
    if not own and status in (*HERE, "left"):
        status = "expected"
    if status == "expected" and called and sitting.stopped is not None:
        status = "absent"
    if own and status not in ("absent", "expected"):
        return Day(status, own)
    excused = said.excused(sitting.day)
    return Day(status, own, (excused and said.leave_reason) or said.reason, said.leave if excused else "")


def concerns(
    person: str, sitting: Sitting, day: Day, rolls: Collection[str], former_since: datetime | None = None
) -> bool:
    """Whether something is said of somebody on this day: not of a member of other days only (`rolls`: whoever was on one), nor of who is
    no more what they were, unless they came.
    """
    if person in sitting.roll or day.stays:
        return True
    return person not in rolls and (former_since is None or former_since > sitting.begin)


def of_sitting(stays: Iterable[Stay], before: Sitting | None, sitting: Sitting) -> list[Stay]:
    """Those of this sitting: whoever comes before it begins, but after the one before was over, comes to it."""
    return [
        (begin, end)
        for begin, end in stays
        if (before is None or before.over is None or begin >= before.over)
        and (sitting.over is None or begin < sitting.over)
    ]
