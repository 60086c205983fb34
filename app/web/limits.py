"""How fast one account may act, the same at both doors (a hall shares one address, so it is never counted by address)."""

from __future__ import annotations

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from app.settings import Settings
from app.wire import TooMany


class Pace:
    """10 commands a second, bursts of 30, by default."""

    def __init__(self, settings: Settings):
        seconds = max(1, settings.rate_burst // settings.rate_per_second)
        self.item = RateLimitItemPerSecond(settings.rate_burst, seconds)
        self.seconds = seconds
        self.limiter = MovingWindowRateLimiter(MemoryStorage())

    def check(self, account: str) -> None:
        """Raises TooMany."""
        if not self.limiter.hit(self.item, account):
            raise TooMany(self.seconds)
