"""What each bench must come to, and whether it did."""

from __future__ import annotations

from typing import Any, NamedTuple


class Goal(NamedTuple):
    """`keys` lead to the number in a bench's findings; it may be `most` at most, or must be `least` at least."""

    bench: str
    keys: tuple[str, ...]
    says: str
    most: float | None = None
    least: float | None = None

    def met(self, value: float) -> bool:
        return (self.most is None or value <= self.most) and (self.least is None or value >= self.least)


def _fanout(clients: int) -> list[Goal]:
    last = Goal("fanout", (str(clients), "ratio"), f"the last of {clients} has it, to the floor", 1.5)
    return [
        last,
        Goal("fanout", (str(clients), "worst_to_p50"), f"the worst of {clients}, to its own p50", 2),
        Goal("fanout", (str(clients), "cpu_ratio"), f"processor a delivery to {clients}, to the floor", 1.6),
        Goal("fanout", (str(clients), "dropped"), f"dropped of {clients}", 0),
    ]


GOALS = [
    *(goal for clients in (100, 500, 1000, 2000) for goal in _fanout(clients)),
    Goal("votes", ("p99_ratio",), "acknowledged p99, to the floor's broadcast", 2),
    Goal("votes", ("lost",), "ballots lost", 0),
    Goal("flood", ("ratio",), "ballots a second, to a raw loop", least=0.4),
    Goal("slow_disk", ("p99_to_disk",), "acknowledged p99 with a slow disk, to one wait for it", 6),
    Goal("sealed", ("seal_ratio",), "sealing a ballot, to its products alone", 1.5),
    Goal("sealed", ("open_ratio",), "opening an envelope, to its product alone", 1.5),
    Goal("sealed", ("check_ratio",), "a device's look at the list, to its digests and signatures alone", 1.5),
    Goal("sealed", ("cast_p99_ratio",), "envelopes acknowledged p99, to an open vote's", 1.5),
    Goal("sealed", ("lost",), "envelopes lost", 0),
    Goal("queue", ("last_p99_ms",), "a request on the last screen, p99, ms", 60),
    Goal("screens", ("worst_ms",), "scripting an entry in a room of 500, six times its own time, ms", 16),
    Goal("screens", ("throttled_worst_ms",), "the same with Chromium's throttle, on a quiet machine, ms", 16),
    Goal("verdict", ("last_p50_ms",), "the result on the last screen, ms", 150),
    Goal("return", ("ratio",), "everybody back, to the floor's connects and the start", 3),
    Goal("pages", ("worst_to_empty_route",), "the slowest page, to an empty route", 4),
    Goal("pages", ("worst_to_month",), "the slowest page after five years, to one month", 1.5),
    Goal("minutes", ("ratio",), "the minutes' PDF, to WeasyPrint alone", 1.1),
    Goal("minutes", ("hub_lag_max_ms",), "what a request waits meanwhile, ms", 20),
    Goal("papers", ("ack_p99_ms",), "acknowledged p99 while papers are fetched, ms", 250),
    Goal("mixed", ("hub_lag_max_ms",), "what a request waits in the middle of everything, ms", 65),
    Goal("idle", ("ratio",), "memory an idle connection, to the floor", 2),
    Goal("idle", ("core_percent",), "processor for all that are idle, % of a core", 2),
    Goal("soak", ("growth",), "memory at the end, to a quarter of the time", 1.05),
]


def judged(found: dict[str, Any]) -> list[tuple[Goal, float, bool]]:
    """Each goal whose number was measured, its number, and whether it was met."""
    lines = []
    for goal in GOALS:
        value: Any = found.get(goal.bench, {})
        for key in goal.keys:
            value = value.get(key) if isinstance(value, dict) else None
        if isinstance(value, (int, float)):
            lines.append((goal, float(value), goal.met(value)))
    return lines


def line_of(goal: Goal, value: float, met: bool) -> str:
    wanted = f"at most {goal.most:g}" if goal.most is not None else f"at least {goal.least:g}"
    return f"{'met    ' if met else 'NOT MET'} {goal.bench}: {goal.says}: {value:g} ({wanted})"
