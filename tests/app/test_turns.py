"""A crowd does so much in each turn of the hub; what else is ready is looked after in between."""

from __future__ import annotations

import json
import os
import subprocess
import sys

CROWD = """
from app import runtime
runtime.patch()
import json, threading, time
now, order, started = [0.0], [], threading.Event()
turns = runtime.Turns(0.02, clock=lambda: now[0])

def fetch(number):
    started.wait()
    turns.wait()
    now[0] += 0.008  # the work itself, that gives way to nobody
    order.append(number)

def ballot():
    started.wait()
    while len([one for one in order if one != "ballot"]) < 30:
        order.append("ballot")
        time.sleep(0)

crowd = [threading.Thread(target=fetch, args=(number,)) for number in range(30)]
for one in [threading.Thread(target=ballot), *crowd]:
    one.start()
started.set()
for one in crowd:
    one.join()
print(json.dumps(order))
"""


def _order(program: str) -> list[int | str]:
    environment = {**os.environ, "DIENHONG_ASYNC": "eventlet"}  # threads have no turns
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout))


def test_ballots_pass_between_those_who_fetch_and_who_came_first_goes_first() -> None:
    order = _order(CROWD)
    assert [one for one in order if one != "ballot"] == list(range(30))
    together = "".join("b" if one == "ballot" else "f" for one in order).strip("b").split("b")
    assert max(map(len, together)) <= 3, order
    assert len([one for one in together if one]) >= 10


def test_without_turns_the_whole_crowd_goes_before_a_ballot() -> None:
    order = _order(CROWD.replace("    turns.wait()\n", ""))
    together = "".join("b" if one == "ballot" else "f" for one in order).strip("b").split("b")
    assert max(map(len, together)) == 30
