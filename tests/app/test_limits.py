"""How fast one account may act."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.limits import Bucket, Pace, drawn
from app.wire import TooMany
from tests.conftest import World

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
    pace = Pace(10, 30, lambda: now[0])
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


@pytest.fixture
def hurried(app: Any) -> Any:
    """A clock that stands still, and three requests at once."""
    app.extensions["requests_pace"] = Pace(1, 3, lambda: 100.0)
    return app


@pytest.mark.parametrize("path", ["/api/meetings", "/api/me", "/api/openapi.json"])
def test_reading_over_the_api_is_paced_for_each_account(hurried: Any, world: World, path: str) -> None:
    first, other = world.client(world.person("Nhanh")), world.client(world.person("Chậm"))
    assert [first.get(path).status_code for _ in range(3)] == [200] * 3
    refused = first.get(path)
    assert (refused.status_code, refused.json["error"]["code"]) == (429, "too_many")
    assert refused.json["error"]["retry_after"] == 1 and refused.headers["Retry-After"] == "1"
    assert first.get("/healthz").status_code == 200, "health is nobody's request"
    assert first.get("/static/css/base.css").status_code != 429
    assert other.get(path).status_code == 200


def test_pages_are_paced_and_say_so_in_plain_words(hurried: Any, world: World) -> None:
    client = world.client(world.person("Nhanh"))
    assert [client.get("/account", headers={"Accept": "text/html"}).status_code for _ in range(3)] == [200] * 3
    refused = client.get("/account", headers={"Accept": "text/html"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
    assert "Thao tác quá nhanh, hãy chờ giây lát." in refused.text and refused.mimetype == "text/html"


def test_whoever_is_not_signed_in_is_not_counted(hurried: Any, world: World) -> None:
    assert {world.client().get("/sign-in").status_code for _ in range(9)} == {200}
