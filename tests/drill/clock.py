"""`clock`: the machine's clock jumps by an hour, forwards and back, while countdowns run; then across restarts, too.

Countdowns last as long as they say, times of entries go on steadily, order is by `seq`, and every step is in the journal.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

from tests.drill import book as books
from tests.drill import histories
from tests.drill.crash import Asked, Stage, audit, kept_folder, staged

HOUR = 3600
EARLY, LATE = 0.5, 20.0
"""Seconds by which a countdown may end too early, counted from when it was asked for, or too late, counted from when it was
acknowledged: it is seen from a device on a busy machine."""
AFTER_RESTART = 30.0
STEADY = 60.0


def drill(say: Callable[[str], None], asked: Asked) -> dict[str, Any]:
    """Steps while it runs, then steps while it is down."""
    rng = random.Random(f"{asked.seed}/clock")
    with kept_folder(asked, "clock") as (folder, told), staged(asked, folder) as stage:
        began = stage.heads()
        restarts: list[float] = []
        try:
            stage.house.start()
            hall = stage.open_hall(countdowns=True)
            hall.wait_for(lambda said: said["joined"] == hall.people, 60, lambda: not stage.house.running())
            for _number in range(15):
                stage.clock.write_text(str(rng.choice([-HOUR, 0, HOUR])))
                time.sleep(rng.uniform(0.5, 3.0))
            until = time.monotonic()
            say(f"  15 steps, {hall.figures['finals']} answers")
            for step in rng.sample([-HOUR, 0, HOUR], 3):
                stage.house.kill()
                stage.clock.write_text(str(step))
                stage.house.start()
                restarts.append(time.monotonic())
                time.sleep(rng.uniform(4.0, 8.0))
            stage.settle()
        finally:
            status = stage.end()
        if status:
            told["failures"].append({"rule": 0, "what": "the house did not end well", "status": status})
        audit(stage, began, told)
        _judge(stage, until, restarts, told)
    return told


def _judge(stage: Stage, until: float, restarts: list[float], told: dict[str, Any]) -> None:
    """Countdowns, steadiness, and what the journal says of the steps."""
    book = books.read(stage.database)
    lines = list(histories.read(stage.folder / "history.jsonl"))
    entries = {entry.seq: entry for entry in book.stream(f"meeting:{stage.demo['meeting']}")}
    opened = {line["id"]: line for line in lines if line["what"] == "invoke" and line["name"] == "vote.open"}
    answers = {line["id"]: line for line in lines if line["what"] == "ok"}
    seen = {seq: line["t"] for line in reversed(lines) if line["what"] == "frame" for seq in line["seqs"]}
    ended = {e.args["vote"]: e.seq for e in entries.values() if e.kind == "vote.closed" and e.actor is None}
    lasted: list[float] = []
    for id, asked in opened.items():
        answer = answers.get(id)
        closing = seen.get(ended.get(answer["reply"]["result"]["id"], 0)) if answer and answer["reply"]["ok"] else None
        if closing is None or answer is None:
            continue
        over = closing - asked["t"] - asked["args"]["seconds"]
        lasted.append(over)
        times = [moment for moment in restarts if answer["t"] < moment < closing]
        latest = max([answer["t"] + asked["args"]["seconds"], *(moment + AFTER_RESTART for moment in times)]) + LATE
        if over < -EARLY or closing > latest:
            told["failures"].append({"rule": 0, "what": "a countdown ended at another time", "id": id, "over": over})
    told["countdowns"] = {"ended": len(lasted), "earliest": round(min(lasted), 2), "latest": round(max(lasted), 2)}
    off = [
        entries[a["reply"]["seq"]].at / 1000 - a["t"] for a in answers.values() if a["t"] < until and a["reply"]["ok"]
    ]
    told["times_spread"] = round(max(off) - min(off), 2)
    if max(off) - min(off) > STEADY:
        told["failures"].append({"rule": 0, "what": "the meeting's times jumped", "seconds": told["times_spread"]})
    jumps = [entry for entry in book.stream("system") if entry.kind == "clock.jumped"]
    told["steps_in_the_journal"] = len(jumps)
    if not jumps:
        told["failures"].append({"rule": 0, "what": "no step of the clock is in the journal"})
