"""`restore`: a backup in the middle of a meeting and one after it, each brought back into an empty folder.

What was acknowledged before the first began is in it, and its journal is the beginning of ours. The second is all of it;
a house starts on it, renders the minutes again, and they say the same.
"""

from __future__ import annotations

import re
import shutil
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from tests.drill import book as books
from tests.drill import retelling, serving
from tests.drill.auditor import Audit
from tests.drill.book import Book
from tests.drill.crash import Asked, Stage, audit, kept_folder, staged
from tests.drill.histories import History

CODE = re.compile(r"Mã nhật ký: mục 1–\d+, [0-9A-F ]+")
"""The journal's code, which the asking itself moves on."""


class Place(NamedTuple):
    """Where a house stands."""

    data: Path
    environment: dict[str, str]
    database: str


def drill(say: Callable[[str], None], asked: Asked) -> dict[str, Any]:
    """Both backups, both judged."""
    with kept_folder(asked, "restore") as (folder, told), staged(asked, folder) as stage:
        began = stage.heads()
        failures: list[dict[str, Any]] = told["failures"]
        try:
            stage.house.start()
            hall = stage.open_hall()
            enough = asked.clients * 6
            hall.wait_for(lambda said: said["finals"] >= enough, 120, lambda: not stage.house.running())
            started = time.monotonic()
            told["backup_seconds"] = _backup(stage, folder / "during.tar")
            say(f"  a backup while {hall.figures['finals']} answers had been given")
            hall.wait_for(lambda said: said["finals"] >= enough * 3 // 2, 60, lambda: not stage.house.running())
            stage.settle()
            _backup(stage, folder / "after.tar")
            history = History(stage.folder / "history.jsonl")
            ours = _rendered(
                stage.demo, stage.house.address, Place(stage.data, stage.environment, stage.database), history
            )
        finally:
            status = stage.end()
        if status:
            failures.append({"rule": 0, "what": "the house did not end well", "status": status})
        audit(stage, began, told)
        during, told["restore_seconds"] = _restore(stage, folder, "during", failures)
        failures += _beginning(stage, during, started, began)
        after, _seconds = _restore(stage, folder, "after", failures)
        failures += _same_minutes(stage, after, ours)
        told["minutes"] = {"letters": len(ours)}
    return told


def _backup(stage: Stage, target: Path) -> float:
    begun = time.monotonic()
    done = serving.run(stage.environment, "backup", str(target))
    if done.returncode:
        raise serving.NotRunning(f"no backup: {done.stderr[-1000:]}")
    return round(time.monotonic() - begun, 2)


def _restore(stage: Stage, folder: Path, name: str, failures: list[dict[str, Any]]) -> tuple[Place, float]:
    """Into an empty folder that holds nothing but the keys, which are kept apart; then the house's own audit."""
    target = folder / name
    place = Place(target, *stage.elsewhere(target))
    target.mkdir()
    shutil.copy2(stage.data / "secret_key", target)
    shutil.copytree(stage.data / "keys", target / "keys")
    (target / "keys" / "last.json").unlink(missing_ok=True)
    begun = time.monotonic()
    for verb in (["restore", str(folder / f"{name}.tar")], ["audit"]):
        done = serving.run(place.environment, *verb)
        if done.returncode:
            failures.append(
                {"rule": 4, "what": f"{name}: {verb[0]} failed", "said": (done.stderr + done.stdout)[-1500:]}
            )
    return place, round(time.monotonic() - begun, 2)


def _beginning(stage: Stage, place: Place, started: float, began: dict[str, int]) -> list[dict[str, Any]]:
    """Rules 1, 3 and 4 of what was acknowledged before the backup began, and: no other journal than ours."""
    ours, theirs = books.read(stage.database), books.read(place.database)
    stream = f"meeting:{stage.demo['meeting']}"
    failures = [*books.chain_faults(theirs), *retelling.row_faults(theirs, retelling.retell(theirs, stream), stream)]
    failures += _fork(ours, theirs)
    auditing = Audit(theirs, stage.folder / "history.jsonl", stream, began)
    before = {id: told for id, told in auditing.commands.items() if told.reply and told.answered < started}
    auditing.commands = before
    auditing.rule_1()
    auditing.rule_3()
    if not before:
        failures.append({"what": "nothing was acknowledged before the backup"})
    return [{"rule": 4, **failure, "in": "during"} for failure in [*failures, *auditing.failures]]


def _fork(ours: Book, theirs: Book) -> list[dict[str, Any]]:
    hashes = {(entry.stream, entry.seq): entry.hash for entries in ours.entries.values() for entry in entries}
    restored = [entry for entries in theirs.entries.values() for entry in entries]
    return [
        {"what": "an entry that is not ours", "stream": entry.stream, "seq": entry.seq}
        for entry in restored
        if hashes.get((entry.stream, entry.seq)) != entry.hash
    ]


def _rendered(demo: dict[str, Any], address: str, place: Place, history: History | None = None) -> str:
    """Have the minutes' PDF made once more, and write down that we asked; its text."""
    stream, cookie = f"meeting:{demo['meeting']}", demo["secretary"]["cookie"]
    command = {"id": str(uuid.uuid4()), "stream": stream, "name": "minutes.export", "args": {}}
    if history is not None:
        history.add("secretary", "invoke", id=command["id"], name=command["name"], args={})
        history.sync()
    reply = serving.ask(address, cookie, "/api/commands", command)
    if history is not None:
        history.add("secretary", "ok", id=command["id"], reply=reply)
        history.sync()
    made = reply["result"]["id"]
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        state = serving.ask(address, cookie, f"/api/streams/{stream}")["state"]
        if state["minutes_versions"][made]["state"] == "ready":
            break
        time.sleep(0.2)
    rows = [row for row in books.read(place.database).tables["minutes_versions"] if row["id"] == made]
    sha256 = rows[0]["sha256"]
    return CODE.sub("", books.text_of(place.data / "files" / sha256[:2] / sha256))


def _same_minutes(stage: Stage, place: Place, ours: str) -> list[dict[str, Any]]:
    """A house on the restored folder answers the same people and renders the same minutes."""
    house = serving.House(place.environment, stage.folder / "restored.log")
    try:
        house.start()
        theirs = _rendered(stage.demo, house.address, place)
    finally:
        status = house.stop()
    failures: list[dict[str, Any]] = []
    if status:
        failures.append({"rule": 0, "what": "the restored house did not end well", "status": status})
    if theirs != ours:
        at = next(
            (n for n, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs))
        )
        shown = {"ours": ours[at - 30 : at + 60], "theirs": theirs[at - 30 : at + 60]}
        failures.append({"rule": 7, "what": "the minutes rendered again say something else", **shown})
    return failures
