"""How fast one account may act."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.settings import Settings
from app.web.limits import Bucket, Pace, drawn
from app.wire import TooMany

PAUSES = st.lists(st.floats(0, 3), max_size=120)


@given(PAUSES)
def test_no_more_than_the_burst_and_what_has_flowed_in_since_is_let_through(pauses: list[float]) -> None:
    bucket: Bucket | None = None
    now, let = 100.0, 0
    for pause in pauses:
        now += pause
        bucket, wait = drawn(bucket, now, 10, 30)
        let += not wait
        assert 0 <= bucket.left <= 30
        assert let <= 30 + (now - 100) * 10 + 1e-6


@given(PAUSES)
def test_whoever_waits_as_long_as_told_is_let_through(pauses: list[float]) -> None:
    bucket: Bucket | None = None
    now = 0.0
    for pause in pauses:
        now += pause / 100
        bucket, wait = drawn(bucket, now, 10, 30)
        if wait:
            bucket, again = drawn(bucket, now + wait + 1e-6, 10, 30)
            assert again == 0
            now += wait + 1e-6


def test_one_account_slows_down_nobody_else_and_old_ones_are_forgotten() -> None:
    now = [0.0]
    pace = Pace(msgspec.structs.replace(Settings(), rate_per_second=10, rate_burst=30), lambda: now[0])
    for _ in range(30):
        pace.check("nhanh")
    with pytest.raises(TooMany) as refused:
        pace.check("nhanh")
    assert refused.value.retry_after == 1
    pace.check("chậm")
    for place in range(100):
        now[0] += 5
        pace.check(f"người {place}")
    assert len(pace.buckets) <= 2, "a bucket that is full again needs no memory"
