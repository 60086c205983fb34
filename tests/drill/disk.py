"""`disk`: the disk of the data folder runs full in the middle of a vote, and has room again later.

Casts are answered `unavailable` and say why; what was acknowledged stays; the open vote is closed and announced all the
same; and when there is room again everything goes on, in the same process.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.drill import histories, serving
from tests.drill.crash import Asked, Stage, audit, kept_folder

SIZE = 96
"""Megabytes of the small disk."""
DARK = 2.0
"""Seconds for which it stays full after the vote is announced."""
ENDS = {"vote.close", "vote.announce"}
SETTINGS = {
    "DIENHONG_ROOM_FOR_UPLOADS": "24",
    "DIENHONG_ROOM_FOR_MEETINGS": "16",
    "DIENHONG_BALLAST_MEGABYTES": "8",
}


def drill(say: Callable[[str], None], asked: Asked) -> dict[str, Any]:
    """Where one may not mount, the drill starts itself again in a user namespace of its own, where one may."""
    if os.geteuid() and not os.environ.get("DRILL_IN_NAMESPACE"):
        return in_namespace(asked)
    with kept_folder(asked, "disk") as (folder, told), small_disk(folder / "data", SIZE):
        stage = Stage(asked, folder, **SETTINGS)
        began = stage.heads()
        try:
            stage.house.start()
            hall = stage.open_hall(by_hand=True)
            hall.wait_for(lambda said: said["finals"] >= asked.clients * 3, 120, lambda: not stage.house.running())
            pid = stage.house.pid
            _refusals_when_short(stage, told["failures"])
            full = _fill(stage)
            say(f"  the disk is full after {hall.figures['finals']} answers")
            told["in_the_dark_seconds"] = _close_in_the_dark(stage, told["failures"])
            told["readyz_while_full"] = stage.house.ready()
            time.sleep(DARK)
            freed = time.monotonic()
            empty(stage.data)
            more = hall.figures["finals"] + asked.clients
            going = hall.wait_for(lambda said: said["finals"] >= more, 60, lambda: not stage.house.running())
            say(f"  room again, and {hall.figures['finals']} answers")
            if not going or stage.house.pid != pid:
                told["failures"].append({"rule": 0, "what": "the house did not go on by itself"})
            stage.settle()
        finally:
            status = stage.end()
        if status:
            told["failures"].append({"rule": 0, "what": "the house did not end well", "status": status})
        come_back(stage, stage.data, told["failures"])
        audit(stage, began, told)
        _judge(stage, full, freed, told)
    return told


def in_namespace(asked: Asked) -> dict[str, Any]:
    """`unshare -Urm`: root in there may mount a tmpfs, and nobody outside sees it."""
    program = [sys.executable, "-m", "tests.drill", "disk", "--seed", asked.seed, "--clients", str(asked.clients)]
    program += ["--database", asked.database, "--artefacts", str(asked.keep)]
    environment = {**os.environ, "DRILL_IN_NAMESPACE": "1"}
    done = subprocess.run(["unshare", "-Urm", *program], cwd=serving.ROOT, env=environment, check=False)
    file = asked.keep / f"drill-disk-{asked.database}-{asked.seed}.json"
    if done.returncode > 1 or not file.exists():
        raise serving.NotRunning("a small disk can be mounted neither by this user nor in a namespace of its own")
    return dict(json.loads(file.read_text()))


@contextmanager
def small_disk(data: Path, megabytes: int, whose: str = "") -> Iterator[None]:
    """A tmpfs of its own; what it held is kept in the folder afterwards."""
    data.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700{whose}", "dienhong-drill", str(data)]
    mounted = subprocess.run(mounting, capture_output=True, text=True, check=False)
    if mounted.returncode:
        raise serving.NotRunning(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    try:
        yield
    finally:
        copy = data.with_name("copy")
        for name in ("filler", "worker.sock", "ballast"):
            (data / name).unlink(missing_ok=True)
        subprocess.run(["cp", "-a", str(data), str(copy)], check=True)
        subprocess.run(["umount", str(data)], check=True)
        data.rmdir()
        copy.rename(data)


def grow(disk: Path, until: int) -> None:
    """A foreign file takes the disk, until so many bytes are free."""
    with (disk / "filler").open("ab") as filler, suppress(OSError):
        while (free := shutil.disk_usage(disk).free) > until:
            filler.write(b"\0" * min(1 << 20, max(512, free - until)))
            filler.flush()


def _refusals_when_short(stage: Stage, failures: list[dict[str, Any]]) -> None:
    """Little room: no new meeting, and no file."""
    grow(stage.data, 12 << 20)
    deadline = time.monotonic() + 10
    while stage.house.ready() and time.monotonic() < deadline:
        time.sleep(0.1)
    body, cookie = stage.demo["body"], stage.demo["secretary"]["cookie"]
    args = {"title": "Họp", "place": "Phòng họp", "starts_at": "2031-01-01T01:00:00Z"}
    command = {
        "id": f"drill-{stage.asked.seed}-meeting",
        "stream": f"body:{body}",
        "name": "meeting.create",
        "args": args,
    }
    status, answer = serving.send(stage.house.address, cookie, "/api/commands", json.dumps(command).encode())
    if status != 503 or answer["error"]["code"] != "unavailable":
        failures.append({"rule": 0, "what": "a meeting was begun with little room", "answer": answer})
    form = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.4\r\n--x--\r\n'
    status, answer = serving.send(stage.house.address, cookie, "/api/files", form, "multipart/form-data; boundary=x")
    if status != 503:
        failures.append({"rule": 0, "what": "a file was taken with little room", "status": status, "answer": answer})


def _fill(stage: Stage) -> float:
    """Until the house has noticed: it lets its ballast go."""
    deadline = time.monotonic() + 60
    while (stage.data / "ballast").exists():
        grow(stage.data, 0)
        if time.monotonic() > deadline:
            raise serving.NotRunning("the house never noticed that its disk is full")
        time.sleep(0.05)
    return time.monotonic()


def _close_in_the_dark(stage: Stage, failures: list[dict[str, Any]]) -> float:
    """The chair closes and announces what is open."""
    assert stage.hall is not None
    begun = time.monotonic()
    stage.hall.order({"order": "close"})
    if not stage.hall.wait_for(lambda said: said["announced"] > 0, 30, lambda: not stage.house.running()):
        failures.append({"rule": 0, "what": "the open vote could not be closed on a full disk"})
    return round(time.monotonic() - begun, 2)


def come_back(stage: Stage, disk: Path, failures: list[dict[str, Any]]) -> None:
    """A house that was down when this disk ran full starts all the same: its ballast is room enough to open its database."""
    grow(disk, 0)
    try:
        stage.house.start()
    except serving.NotRunning as error:
        failures.append({"rule": 0, "what": f"on a full disk {error}"})
    if stage.house.stop():
        failures.append({"rule": 0, "what": "the house did not end well on a full disk"})
    empty(disk)


def empty(disk: Path) -> None:
    """The foreign file is gone."""
    (disk / "filler").unlink()


def _judge(stage: Stage, full: float, freed: float, told: dict[str, Any]) -> None:
    """While it was full: ballots got `unavailable`, with the reason; none was acknowledged later than it was written."""
    lines = list(histories.read(stage.folder / "history.jsonl"))
    names = {line["id"]: line["name"] for line in lines if line["what"] == "invoke"}
    dark = [line for line in lines if full < line["t"] < freed]
    later = [line for line in dark if line["what"] == "later" and names[line["id"]] == "vote.cast"]
    told["casts_unavailable"] = len(later)
    told["said"] = sorted({line["message"] for line in later})
    if not later or any("hết chỗ" not in line["message"] for line in later):
        told["failures"].append({"rule": 0, "what": "casts on a full disk were not told why", "said": told["said"]})
    answered = [(line["t"], names[line["id"]]) for line in dark if line["what"] == "ok"]
    ended = {name for _at, name in answered} & ENDS
    last = max(
        (at for at, name in answered if name in ENDS), default=full
    )  # until then earlier answers may still come in
    done = {name for at, name in answered if at > last}
    if done or ended != ENDS:
        what = "on a full disk votes, and nothing else, are closed and announced"
        told["failures"].append({"rule": 0, "what": what, "ended": sorted(ended), "done": sorted(done)})
    if told["readyz_while_full"]:
        told["failures"].append({"rule": 0, "what": "the house called itself ready on a full disk"})
