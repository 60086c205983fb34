"""`disk` on PostgreSQL: the disk of the cluster runs full in the middle of a vote, and has room again later.

First there is no room for its tables: it refuses what needs more of them. Then none for its WAL, because a neighbour on
the same cluster writes: it panics, and cannot even recover. Whoever casts a ballot is told `unavailable` and why all the
while; the house's process lives on and says that it isn't ready. When there is room again, all goes on. Then the same with
the WAL alone on the small disk: PostgreSQL panics at once, in a process of its own, so that the house can only say that
nothing has changed and to try again.

What differs from SQLite: the house's ballast lies on another disk, so that the open vote is closed when there is room
again, not before; and what fits into rows' pages that are there already may still be acknowledged, for it is durable. A
cluster that has ended is started again by the drill, as a supervisor would.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any

import psycopg2

from tests.drill import histories, serving
from tests.drill.cluster import Cluster
from tests.drill.crash import Asked, Stage, audit, kept_folder
from tests.drill.disk import come_back, empty, grow, in_namespace, small_disk
from tests.postgresql import owner

SIZE, WAL_SIZE = 160, 32
"""Megabytes of the small disk."""
SEGMENT = 1
"""Megabytes of one of the WAL's files: it soon needs another."""
WAYS = ("cluster", "wal")
"""What lies on the small disk."""
DARK = 3.0
"""Seconds for which the disk stays full in each of the two ways."""
NOTICED_WITHIN, BACK_WITHIN = 60.0, 60.0
SETTINGS = {"wal_keep_size": "0", "min_wal_size": "2MB", "max_wal_size": "8MB", "restart_after_crash": "on"}


class SmallStage(Stage):
    """Its cluster, or the WAL alone, lies on a small disk for as long as it runs."""

    def __init__(self, asked: Asked, folder: Path, wal_alone: bool):
        self.mounts, self.wal_alone = ExitStack(), wal_alone
        super().__init__(asked, folder)

    def cluster_in(self, folder: Path) -> Cluster:
        folder.mkdir()
        who = owner()
        whose = f",uid={who.pw_uid},gid={who.pw_gid}" if who else ""
        self.disk = folder / ("wal" if self.wal_alone else "data")
        self.mounts.enter_context(small_disk(self.disk, WAL_SIZE if self.wal_alone else SIZE, whose))
        making = [f"--wal-segsize={SEGMENT}", *([f"--waldir={self.disk}"] if self.wal_alone else [])]
        try:
            return Cluster(folder, making, **SETTINGS)
        except BaseException:
            self.mounts.close()
            raise

    def leave(self) -> None:
        super().leave()
        self.mounts.close()


class FullDisk:
    """One run."""

    def __init__(self, say: Callable[[str], None], stage: SmallStage, hall: serving.Hall, told: dict[str, Any]):
        assert stage.cluster is not None
        self.say, self.stage, self.hall, self.told = say, stage, hall, told
        self.cluster, self.pid = stage.cluster, stage.house.pid
        self.ready: list[bool] = []
        self.started_again = 0

    def fail(self, what: str, **more: Any) -> None:
        self.told["failures"].append({"rule": 0, "what": what, **more})

    def run(self) -> None:
        self._voting(self.stage.asked.clients * 3, 120)
        noticed = self._fill()
        self.say(f"  the cluster's disk is full after {self.hall.figures['finals']} answers")
        self._in_the_dark()
        if not self.stage.wal_alone:
            self._neighbour_writes()
            self._in_the_dark()
        self.told["readyz_while_full"] = any(self.ready)
        freed = time.monotonic()
        self._room_again()
        self.told["back_seconds"] = round(time.monotonic() - freed, 1)
        self.told["cluster_started_again"] = self.started_again
        self.told["panics"] = sum("PANIC" in line for line in self.cluster.complaints())
        self._judge(noticed, freed)

    def _voting(self, answers: int, seconds: float) -> bool:
        wanted = self.hall.figures["finals"] + answers
        return self.hall.wait_for(
            lambda said: said["finals"] >= wanted, seconds, lambda: not self.stage.house.running()
        )

    def _fill(self) -> float:
        """Until the house has noticed."""
        deadline = time.monotonic() + NOTICED_WITHIN
        while self.stage.house.ready():
            grow(self.stage.disk, 0)
            if time.monotonic() > deadline:
                raise serving.NotRunning("the house never noticed that its database's disk is full")
            time.sleep(0.05)
        return time.monotonic()

    def _in_the_dark(self) -> None:
        """The disk is kept full, and the house is asked whether it is ready."""
        until = time.monotonic() + DARK
        while time.monotonic() < until:
            self._supervise()
            grow(self.stage.disk, 0)
            if not (self.stage.wal_alone and self.cluster.running()):  # there it may serve until somebody commits
                self.ready.append(self.stage.house.ready())
            time.sleep(0.2)

    def _supervise(self) -> None:
        if not self.cluster.running():
            self.started_again += 1
            with suppress(serving.NotRunning):
                self.cluster.start()

    def _neighbour_writes(self) -> None:
        """More WAL than its files that are there can take."""
        words = "x" * (1 << 20)
        with (
            suppress(psycopg2.OperationalError, psycopg2.InterfaceError),
            closing(self.cluster.connect()) as connection,
        ):
            cursor = connection.cursor()
            for _megabyte in range(32):
                cursor.execute("SELECT pg_logical_emit_message(true, 'drill', %s)", [words])
                connection.commit()
                grow(self.stage.disk, 0)
            self.fail("the WAL never met the disk's end")

    def _room_again(self) -> None:
        empty(self.stage.disk)
        deadline = time.monotonic() + BACK_WITHIN
        while not self.cluster.running() and time.monotonic() < deadline:
            self._supervise()
        going = self._voting(self.stage.asked.clients, BACK_WITHIN)
        self.say(f"  room again, and {self.hall.figures['finals']} answers")
        if not going or self.stage.house.pid != self.pid or not self.stage.house.running():
            self.fail("the house did not go on by itself")
        elif not self.stage.house.ready():
            self.fail("the house does not call itself ready though there is room again")
        announced = self.hall.figures["announced"]
        self.hall.order({"order": "close"})
        gone = lambda: not self.stage.house.running()  # noqa: E731
        if not self.hall.wait_for(lambda said: said["announced"] > announced, 30, gone):
            self.fail("the open vote could not be closed when there was room again")

    def _judge(self, noticed: float, freed: float) -> None:
        """Ballots got `unavailable` with the reason, and the house never called itself ready."""
        lines = list(histories.read(self.stage.folder / "history.jsonl"))
        names = {line["id"]: line["name"] for line in lines if line["what"] == "invoke"}
        dark = [line for line in lines if noticed < line["t"] < freed]
        later = [line for line in dark if line["what"] == "later" and names[line["id"]] == "vote.cast"]
        self.told["casts_unavailable"] = len(later)
        self.told["acknowledged_while_full"] = sum(line["what"] == "ok" for line in dark)
        self.told["said"] = sorted({line["message"] for line in later})
        words = ("hết chỗ", "hãy thử lại") if self.stage.wal_alone else ("hết chỗ",)
        if not later or any(not any(word in line["message"] for word in words) for line in later):
            self.fail("casts on a full disk were not told why", said=self.told["said"])
        if any(self.ready):
            self.fail("the house called itself ready on a full disk", asked=self.ready)


def drill(say: Callable[[str], None], asked: Asked) -> dict[str, Any]:
    if os.geteuid() and not os.environ.get("DRILL_IN_NAMESPACE"):
        return in_namespace(asked)
    with kept_folder(asked, "disk") as (folder, told):
        for name in WAYS:
            say(f"  {name}")
            (folder / name).mkdir()
            if os.geteuid() == 0:
                folder.chmod(0o711)  # `postgres` passes through
            told[name] = _one(say, asked, folder / name, name == "wal", told["failures"])
    return told


def _one(
    say: Callable[[str], None], asked: Asked, folder: Path, wal_alone: bool, failures: list[dict[str, Any]]
) -> dict[str, Any]:
    """One of the two ways."""
    told: dict[str, Any] = {"failures": []}
    stage = SmallStage(asked, folder, wal_alone)
    try:
        began = stage.heads()
        try:
            stage.house.start()
            FullDisk(say, stage, stage.open_hall(by_hand=True), told).run()
            stage.settle()
        finally:
            status = stage.end()
        if status:
            told["failures"].append({"rule": 0, "what": "the house did not end well", "status": status})
        come_back(stage, stage.disk, told["failures"])
        assert stage.cluster is not None
        if not stage.cluster.running():
            stage.cluster.start()
        audit(stage, began, told)
    finally:
        stage.leave()
    failures += [{**failure, "way": folder.name} for failure in told.pop("failures")]
    return told
