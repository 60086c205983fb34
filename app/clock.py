"""The house's clock. It runs steadily while something is timed, whatever is done to the machine's clock meanwhile.

The machine's clock may be stepped: by an administrator, by a time server after a boot with an empty battery. A countdown or
a speaker's time must not jump with it, so while anything is timed (`house.timed`: a meeting is in progress) time goes on by
the machine's steady counter. A step of more than two seconds is journaled in `system`; once nothing is timed it is followed.
Started in the middle of something timed, the house never begins before its last entry.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import func, select, update

from app import faults, runtime
from app.commands import Transaction, command
from app.database import EPOCH, complain, to_milliseconds
from app.jobs.models import LEASE, Job
from app.journal import Stream
from app.policy import Actor, the_house

if TYPE_CHECKING:
    from app.house import House

log = logging.getLogger("dienhong.clock")

PERMISSIONS = {"clock.jump": [[the_house]]}
STEP = timedelta(seconds=2)
"""What differs by less is no step."""
LOOK_EVERY = 1.0


def since_boot() -> timedelta:
    """The steady counter; it counts the time a laptop sleeps, too."""
    return timedelta(seconds=time.clock_gettime(time.CLOCK_BOOTTIME))


class Clock:
    """Steady time that was set by the machine's clock once."""

    def __init__(self, wall: Callable[[], datetime] = faults.clock, counter: Callable[[], timedelta] = since_boot):
        self.wall, self.counter = wall, counter
        self.base = timedelta(0)
        self.told = timedelta(0)
        """How far off the last journaled step was."""
        self.set(wall())

    def now(self) -> datetime:
        return EPOCH + self.base + self.counter()

    def set(self, moment: datetime) -> None:
        self.base = moment - EPOCH - self.counter()
        self.told = timedelta(0)

    def off(self) -> timedelta:
        """How far the machine's clock is ahead of ours."""
        return self.wall() - self.now()


class JumpArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    seconds: float
    followed: bool


@command("clock.jump", stream="system", entry="clock.jumped", internal=True)
def jump(tx: Transaction, _who: Actor, args: JumpArgs) -> None:
    """The machine's clock was stepped; `followed`: our time with it."""
    tx.facts(seconds=args.seconds)
    if args.followed and args.seconds < 0:
        now = tx.house.now()
        _stays_due(tx, now, now - timedelta(seconds=args.seconds))


def _stays_due(tx: Transaction, now: datetime, before: datetime) -> None:
    """What was due by the time before the step, or leased by it, does not wait until that time comes again."""
    waiting = update(Job).where(Job.state == "waiting", Job.due > now, Job.due <= before)
    tx.connection.execute(waiting.values(due=now))
    tx.connection.execute(
        update(Job).where(Job.state == "leased", Job.leased_until > now + LEASE).values(leased_until=now + LEASE)
    )


def keep(house: House, clock: Clock | None = None) -> Clock:
    """Give a serving house its clock, and look after it."""
    clock = begin(house, clock or Clock())
    runtime.spawn(_watch, house, clock, name="clock")
    return clock


def begin(house: House, clock: Clock) -> Clock:
    """From now on the house goes by this clock."""
    with house.database.read() as read:
        last = read.execute(select(func.max(Stream.at))).scalar()
        if last is not None and last > clock.now() and is_timed(house):
            clock.set(last)
    house.clock = clock.now
    return clock


def is_timed(house: House) -> bool:
    with house.database.read() as read:
        return any(asked(read) for asked in house.timed)


def _watch(house: House, clock: Clock) -> None:
    while not house.writer.stopped:
        try:
            look(house, clock)
        except Exception as error:
            if not house.writer.stopped:
                complain(log, error, "looking at the clock failed")
        runtime.sleep(LOOK_EVERY)


def look(house: House, clock: Clock) -> None:
    """Journal a step of the machine's clock; follow it when nothing is timed."""
    off = to_milliseconds(EPOCH + clock.off()) - EPOCH
    if abs(off) <= STEP:
        return
    followed = not is_timed(house)
    if not followed and abs(off - clock.told) <= STEP:
        return
    seconds = off / timedelta(seconds=1)
    log.warning(
        "the machine's clock was stepped: it is off by %+.3f s (%s)", seconds, "followed" if followed else "kept"
    )
    before = clock.base, clock.told
    clock.told = off
    if followed:
        clock.set(clock.wall())
    if not house.execute_internal("clock.jump", "system", {"seconds": seconds, "followed": followed}).ok:
        clock.base, clock.told = before  # not in the journal yet: looked at again
