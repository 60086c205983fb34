"""How fast one account may act, the same at both doors (a hall shares one address, so it is never counted by address).

A token bucket of our own: the library's moving window walks over all accounts after every stroke, which took most of the
processor in a hall of a thousand (docs/performance.md).
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

from app.wire import TooMany


class Bucket(NamedTuple):
    """So many strokes are left, as of a moment (seconds of a steady clock)."""

    left: float
    at: float


def drawn(bucket: Bucket | None, now: float, rate: float, burst: int) -> tuple[Bucket, float]:
    """The bucket after one stroke at `now`, and the seconds to wait: 0 where the stroke was free, else nothing is drawn.

    It fills by `rate` strokes a second up to `burst`; one never seen is full.
    """
    left = float(burst) if bucket is None else min(burst, bucket.left + max(0.0, now - bucket.at) * rate)
    if left >= 1:
        return Bucket(left - 1, now), 0.0
    return Bucket(left, now), (1 - left) / rate


class Pace:
    """So many strokes a second for each account, and so many at once."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic):
        self.rate = float(rate)
        self.burst = burst
        self.clock = clock
        self.buckets: OrderedDict[str, Bucket] = OrderedDict()
        """The one drawn from longest ago first: forgotten once it must be full again."""

    def check(self, account: str) -> None:
        """Raises TooMany."""
        now = self.clock()
        bucket, wait = drawn(self.buckets.get(account), now, self.rate, self.burst)
        self.buckets[account] = bucket
        self.buckets.move_to_end(account)
        self._forget(now)
        if wait:
            raise TooMany(max(1, math.ceil(wait)))

    def _forget(self, now: float) -> None:
        oldest = next(iter(self.buckets))
        if now - self.buckets[oldest].at > self.burst / self.rate:
            del self.buckets[oldest]
