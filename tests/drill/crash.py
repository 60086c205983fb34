"""`crash`: the house is killed at random and at named points while a hall votes, and everything acknowledged must be there."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.drill import book as books
from tests.drill import histories, nemesis, serving
from tests.drill.auditor import Audit
from tests.drill.book import Book
from tests.drill.cluster import Cluster
from tests.drill.nemesis import Blow

Say = Callable[[str], None]
RECOVERS_WITHIN = 30.0
"""Seconds that a house has, once its database answers again, until the hall votes as before."""


@dataclass
class Asked:
    """What a drill is asked for on the command line."""

    seed: str
    kills: int
    clients: int
    database: str
    keep: Path
    """Where histories, logs and the database stay when something is wrong."""
    images: int = 1000
    events: int = 100_000
    races: int = 1000
    voters: int = 500


class Stage:
    """A house, a proxy and a hall, for as long as a drill lasts."""

    def __init__(self, asked: Asked, folder: Path, **settings: str):
        self.asked, self.folder = asked, folder
        self.data = folder / "data"
        self.clock = folder / "clock"
        self.clock.write_text("0")
        self.closing = threading.Event()
        self.hall: serving.Hall | None = None
        self.cluster = self.cluster_in(folder / "postgresql") if asked.database == "postgresql" else None
        try:
            self.environment, self.database = self.elsewhere(self.data)
            self.environment |= {"DIENHONG_DRILL_CLOCK": str(self.clock), **settings}
            self.demo = serving.make_demo(self.environment, asked.clients)
            self.house = serving.House(self.environment, folder / "house.log")
            self.proxy = serving.Proxy(self.house.port, asked.seed, folder / "proxy.log")
        except BaseException:
            self.leave()
            raise

    def cluster_in(self, folder: Path) -> Cluster:
        return Cluster(folder)

    def elsewhere(self, data: Path) -> tuple[dict[str, str], str]:
        """For a house on an empty folder and an empty database: its environment, and its database as the auditor opens it."""
        if self.cluster is None:
            return serving.environment_for(data), str(data / "dienhong.sqlite3")
        address = self.cluster.create(data.name)
        return serving.environment_for(data, DIENHONG_DATABASE_URL=address), address

    def book(self) -> Book:
        """What the auditor reads."""
        book = books.read(self.database)
        if self.cluster is not None:
            book.damage += self.cluster.damage(self.data.name)
        return book

    def heads(self) -> dict[str, int]:
        """Where each stream stands before the hall opens."""
        return books.heads(self.database)

    def open_hall(self, **more: Any) -> serving.Hall:
        told = serving.scenario(self.demo, self.proxy.port, self.folder / "history.jsonl", self.asked.seed, **more)
        self.hall = serving.Hall(told, self.folder / "hall.log", self.closing.set)
        return self.hall

    def settle(self, seconds: float = 600.0) -> None:
        """Good weather: every command gets its final answer, the meeting ends, everybody compares. Raises NotRunning."""
        assert self.hall is not None
        self.proxy.faults()
        self.hall.order({"order": "settle"})
        deadline = time.monotonic() + seconds
        while not self.hall.done.wait(0.2):
            if self.hall.gone.is_set() or time.monotonic() > deadline:
                raise serving.NotRunning(f"the hall did not come to its end: {self.hall.figures}")

    def end(self) -> int:
        """Everything down; the house's exit status."""
        if self.hall is not None:
            self.hall.end()
        status = self.house.stop()
        self.proxy.end()
        return status

    def leave(self) -> None:
        """The database, too, which was needed until all was judged."""
        if self.cluster is not None:
            self.cluster.stop()


@contextmanager
def staged(asked: Asked, folder: Path, **settings: str) -> Iterator[Stage]:
    """A stage until all is judged."""
    stage = Stage(asked, folder, **settings)
    try:
        yield stage
    finally:
        stage.leave()


class Crash:
    """One run."""

    def __init__(self, say: Say, stage: Stage):
        self.say, self.stage, self.house = say, stage, stage.house
        self.struck: Counter[str] = Counter()
        self.missed = self.stops = self.steps = self.cut_checkpoints = 0
        self.backups: list[Path] = []
        self.back: list[float] = []
        self.recovered: list[float] = []
        self.failures: list[dict[str, Any]] = []

    def blow(self, number: int, blow: Blow) -> None:
        """Start, let the clients come back, strike."""
        stage, house = self.stage, self.house
        if blow.clock is not None:
            stage.clock.write_text(str(blow.clock))
            self.steps += 1
        if not (house.running() and blow.kind in nemesis.OUTLIVED) and not self._start(blow):
            return
        began = time.monotonic()
        assert stage.hall is not None
        self._voting(3, 20)
        self.back.append(time.monotonic() - began)
        stage.proxy.faults(**blow.network)
        if blow.stopped:
            self.stops += 1
            house.send(signal.SIGSTOP)
            time.sleep(blow.stopped)
            house.send(signal.SIGCONT)
        if blow.order:
            stage.proxy.order(blow.order)
        self._strike(number, blow)
        if blow.kind not in nemesis.OUTLIVED:
            house.kill()
        self.struck[blow.kind] += 1
        self._bring_back(number, blow)

    def _start(self, blow: Blow) -> bool:
        """A house in which this blow may fall; False where it has fallen already."""
        house = self.house
        house.kill()  # one that has outlived the last blow
        armed = {"DIENHONG_DRILL_KILL": f"{blow.kind}:{blow.times}"} if blow.kind in nemesis.POINTS else {}
        try:
            house.start(**armed)
        except serving.NotRunning:
            if not armed or house.process is None or house.process.wait() != -signal.SIGKILL:
                raise
            self.struck[blow.kind] += 1  # what came due while nobody served passes the point before the first client
            return False
        return True

    def _voting(self, answers: int, seconds: float) -> bool:
        """Until most are in the hall and so many more commands have been answered."""
        hall = self.stage.hall
        assert hall is not None
        enough, finals = hall.people * 2 // 3, hall.figures["finals"]
        return hall.wait_for(
            lambda told: told["joined"] >= enough and told["finals"] >= finals + answers,
            seconds,
            lambda: not self.house.running(),
        )

    def _bring_back(self, number: int, blow: Blow) -> None:
        """A killed database recovers, and a house that has outlived it goes on by itself."""
        cluster, hall = self.stage.cluster, self.stage.hall
        if cluster is None or cluster.running():
            return
        self.stage.proxy.faults()
        time.sleep(blow.away)
        cluster.start()
        if blow.kind not in nemesis.OUTLIVED:
            return
        began = time.monotonic()
        assert hall is not None
        if self._voting(hall.people, RECOVERS_WITHIN) and self.house.ready():
            self.recovered.append(time.monotonic() - began)
        else:
            what = "the house did not go on once its database was back"
            self.failures.append({"rule": 0, "what": what, "blow": number, "kind": blow.kind, **hall.figures})
            self.house.kill()

    def _strike(self, number: int, blow: Blow) -> None:
        gone = lambda: not self.house.running()  # noqa: E731
        if blow.kind in nemesis.POINTS:
            deadline = time.monotonic() + nemesis.LONGEST_WAIT
            while not gone() and time.monotonic() < deadline:
                time.sleep(0.005)
            self.missed += not gone()
        elif blow.kind == "checkpoint":
            database = self.stage.data / "dienhong.sqlite3"
            begun = nemesis.strike_at_write(
                database, lambda: self.house.send(signal.SIGKILL), nemesis.LONGEST_WAIT, gone
            )
            self.house.kill()
            self.missed += not begun
            self.cut_checkpoints += begun and nemesis.checkpoint_is_open(Path(f"{database}-shm"))
        elif blow.kind == "backup":
            self._backup(number, blow.pause)
        elif blow.kind == "database-in-commit":
            self._strike_in_commit(blow.times)
        else:
            if blow.kind.endswith("closing"):
                self.stage.closing.clear()
                self.missed += not self.stage.closing.wait(nemesis.LONGEST_WAIT)
            time.sleep(blow.pause)
            if self.stage.cluster is not None and blow.kind in nemesis.OUTLIVED:
                self.stage.cluster.kill()
            elif self.stage.cluster is not None and blow.kind == "both":
                self.stage.cluster.kill(then=self.house.kill)

    def _strike_in_commit(self, times: int) -> None:
        """The database dies when it has written to its WAL: some commit is not on the disk yet, or nobody has heard of it."""
        cluster = self.stage.cluster
        assert cluster is not None
        known = cluster.family()
        reached = nemesis.strike_at_write(
            cluster.data / "pg_wal", lambda: cluster.kill(known), nemesis.LONGEST_WAIT, lambda: False, times
        )
        self.missed += not reached
        cluster.kill()

    def _backup(self, number: int, pause: float) -> None:
        """The house dies while its backup is being made; the backup goes on, or says that it can't."""
        target = self.stage.folder / f"backup-{number}.tar"
        making = subprocess.Popen(
            [sys.executable, "run.py", "backup", str(target)],
            cwd=serving.ROOT,
            env=self.stage.environment,
            stdout=subprocess.DEVNULL,
            stderr=self.house.log,
        )
        time.sleep(pause)
        self.house.kill()
        if making.wait(120) == 0:
            self.backups.append(target)
        elif target.exists():
            raise AssertionError(f"a backup that failed left {target}")

    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "kills": sum(self.struck.values()),
            "by_kind": dict(sorted(self.struck.items())),
            "points_not_reached": self.missed,
            "checkpoints_cut": self.cut_checkpoints,
            "stops": self.stops,
            "clock_steps": self.steps,
            "backups_made": len(self.backups),
            "start_seconds": _middle(self.house.starts),
            "back_seconds": _middle(self.back),
        }
        if self.stage.cluster is not None:
            lines = histories.read(self.stage.folder / "history.jsonl")
            told["answered_unavailable"] = sum(
                line["what"] == "later" and line["code"] == "unavailable" for line in lines
            )
            told["database_start_seconds"] = _middle(self.stage.cluster.recoveries)
            told["outlived"] = len(self.recovered)
            told["recovered_seconds"] = _middle(self.recovered)
        return told


def _middle(seconds: list[float]) -> dict[str, float]:
    inorder = sorted(seconds) or [0.0]
    return {"median": round(inorder[len(inorder) // 2], 2), "longest": round(inorder[-1], 2)}


def drill(say: Say, asked: Asked) -> dict[str, Any]:
    """Run it. `failures` of what is returned is empty where all is well."""
    with kept_folder(asked, "crash") as (folder, told), staged(asked, folder) as stage:
        crash = Crash(say, stage)
        began = stage.heads()
        try:
            _run(say, stage, crash)
        finally:
            status = stage.end()
        told.update(crash.told())
        told["failures"] += crash.failures
        if status:
            told["failures"].append({"rule": 0, "what": "the house did not end well", "status": status})
        audit(stage, began, told)
        told["failures"] += restored(crash.backups[-1:], stage)
    return told


def _run(say: Say, stage: Stage, crash: Crash) -> None:
    blows = nemesis.plan_for(stage.asked.database, stage.asked.seed, stage.asked.kills)
    stage.open_hall()
    for number, blow in enumerate(blows, 1):
        crash.blow(number, blow)
        if number % 20 == 0:
            assert stage.hall is not None
            say(f"  {number} kills, {stage.hall.figures['finals']} answers")
    if not stage.house.running():
        stage.house.start()
    stage.settle()


@contextmanager
def kept_folder(asked: Asked, name: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """A folder that is thrown away when nothing failed, and kept to be looked at when something did."""
    folder = Path(tempfile.mkdtemp(prefix=f"dienhong-drill-{name}-"))
    told: dict[str, Any] = {"drill": name, "seed": asked.seed, "database": asked.database, "failures": []}
    try:
        yield folder, told
    except BaseException as error:
        told["failures"].append({"rule": 0, "what": f"the drill itself stopped: {error!r}"})
        raise
    finally:
        if told["failures"]:
            target = asked.keep / f"drill-{name}-{asked.database}-{asked.seed}"
            shutil.rmtree(target, ignore_errors=True)
            shutil.move(folder, target)
            told["kept"] = str(target)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def audit(
    stage: Stage, began: dict[str, int], told: dict[str, Any], losing: Sequence[tuple[float, float]] = ()
) -> None:
    """The auditor's judgement into `told`; what it needs to judge again by hand is kept beside the histories."""
    stream = f"meeting:{stage.demo['meeting']}"
    needed = {"stream": stream, "began": began, "files": str(stage.data / "files"), "losing": losing}
    (stage.folder / "audit.json").write_text(json.dumps(needed))
    book = stage.book()
    auditing = Audit(book, stage.folder / "history.jsonl", stream, began, stage.data / "files", losing)
    told["failures"] += auditing.run()
    told["checked"] = dict(auditing.checked)
    own = serving.run(stage.environment, "audit")
    if own.returncode:
        told["failures"].append({"rule": 4, "what": "run.py audit disagrees", "said": own.stdout[-2000:]})


def restored(backups: list[Path], stage: Stage) -> list[dict[str, Any]]:
    """A backup made under fire comes back whole."""
    failures = []
    for backup in backups:
        environment, _database = stage.elsewhere(stage.folder / f"restored-{backup.stem}")
        for verb in (["restore", str(backup)], ["audit"]):
            done = serving.run(environment, *verb)
            if done.returncode:
                said = (done.stderr + done.stdout)[-1000:]
                failures.append({"rule": 4, "what": f"a backup made under fire: {verb[0]} failed", "said": said})
                break
    return failures
