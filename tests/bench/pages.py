"""Pages with five years of meetings behind them, beside the same pages with one month, and beside an empty route."""

from __future__ import annotations

import http.client
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

from app.database import sqlite_module
from tests.bench import years
from tests.bench.measuring import ms, quantile, rich, signed_in

MEETINGS, DAYS, MONTH = 10_000, 1_826, 30
EMPTY = "/healthz"
PAGES = {
    "home": ("oanh.htk", "/"),
    "home of the chair": ("ha.ntm", "/"),
    "calendar": ("oanh.htk", "/calendar"),
    "a search": ("oanh.htk", "/calendar?q=ket+luan"),
    "a meeting": ("oanh.htk", "/meetings/{coming}"),
    "an old meeting": ("oanh.htk", "/meetings/{past}"),
    "its preparation": ("yen.nh", "/meetings/{coming}"),
    "participation": ("ha.ntm", "/bodies/{body}/participation"),
    "one's own": ("oanh.htk", "/participation/mine"),
    "tasks": ("oanh.htk", "/tasks"),
    "approvals": ("vinh.tq", "/approvals"),
}


def pages(say: Callable[[str], None], rounds: int) -> dict[str, Any]:
    """p50 and p99 of each page, both houses in turn."""
    month = _measured(MEETINGS * MONTH // DAYS, MONTH, rounds)
    old = _measured(MEETINGS, DAYS, rounds)
    found: dict[str, Any] = {
        "meetings": old["counted"]["meetings"],
        "speeches": old["counted"]["speeches"],
        "pages": {},
    }
    empty = min(statistics.median(month["times"][EMPTY]), statistics.median(old["times"][EMPTY]))
    for name in PAGES:
        times, before = old["times"][name], statistics.median(month["times"][name])
        line = found["pages"][name] = {
            "p50_ms": ms(statistics.median(times)),
            "p99_ms": ms(quantile(times, 99)),
            "month_p50_ms": ms(before),
            "to_empty_route": round(statistics.median(times) / empty, 1),
            "to_month": round(statistics.median(times) / before, 2),
        }
        say(
            f"pages  {name:>18}: p50 {line['p50_ms']} ms (p99 {line['p99_ms']}), {line['to_empty_route']}x an empty route; "
            f"with one month {line['month_p50_ms']} ms: {line['to_month']}x"
        )
    found["empty_ms"] = ms(empty)
    found["worst_to_empty_route"] = max(line["to_empty_route"] for line in found["pages"].values())
    found["worst_to_month"] = max(line["to_month"] for line in found["pages"].values())
    return found


def _measured(meetings: int, days: int, rounds: int) -> dict[str, Any]:
    with rich(lambda data: years.fill(data / "dienhong.sqlite3", meetings, days)) as (port, data, counted):
        places = _places(data / "dienhong.sqlite3")
        cookies = {username: signed_in(port, username) for username in {who for who, _path in PAGES.values()}}
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        times = {EMPTY: [_seconds(connection, EMPTY, "") for _ in range(rounds * 3)]}
        for name, (who, path) in PAGES.items():
            _seconds(connection, path.format(**places), cookies[who])  # templates, statements and file cache are warm
            times[name] = [_seconds(connection, path.format(**places), cookies[who]) for _ in range(rounds)]
        return {"times": times, "counted": counted}


def _places(database: Path) -> dict[str, str]:
    engine = create_engine(f"sqlite:///{database}", module=sqlite_module())
    with engine.connect() as read:
        coming = read.execute(text("SELECT id, body FROM meetings WHERE phase = 'published' LIMIT 1")).one()
        past = read.execute(
            text("SELECT id FROM meetings WHERE phase = 'ended' ORDER BY starts_at LIMIT 1")
        ).scalar_one()
    engine.dispose()
    return {"coming": coming.id, "body": coming.body, "past": past}


def _seconds(connection: http.client.HTTPConnection, path: str, cookie: str) -> float:
    began = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return time.perf_counter() - began
