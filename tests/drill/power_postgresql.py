"""`power` on PostgreSQL: the power fails while a hall votes, and the whole cluster is rebuilt from what could be on its disk.

One strace writes down what the processes of PostgreSQL do to the files of the cluster, another when the house answers a
client; both tell the time, and are laid together by it. An answer has the moment before it leaves, a sync the moment after
it has ended, so that what the house waited for surely comes first. On each image PostgreSQL starts and recovers; nothing may
be damaged, and everything acknowledged before the cut be there. Then the same with `synchronous_commit=off`, which has to
lose something.

Files are made, renamed, cut and deleted at once and in order (`cluster_disk.py`), and the clock is not set meanwhile: that
is taken for granted.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tests.drill import book as books
from tests.drill import serving
from tests.drill.book import Book
from tests.drill.cluster import SETTINGS, Cluster
from tests.drill.cluster_disk import CALLS, NEVER_THERE, ClusterDisk, Content, Recorder, told
from tests.drill.crash import Asked, Stage, kept_folder
from tests.drill.power import FORGETFUL_SHARE, STRACE, Done, Judge, counted, cuts, wait_for_the_end
from tests.postgresql import free_port, owner

SEGMENT = 1
"""Megabytes of one of the WAL's files, so that a burst fills several."""
FEWEST = 20
"""Images of the forgetful cluster, of which about every second one has lost something."""
WHOLE = ("-s", str(SEGMENT << 20))
"""What is written to the WAL may be as long."""


class PowerStage(Stage):
    """Its cluster can be traced."""

    def __init__(self, asked: Asked, folder: Path, synchronous: str, **settings: str):
        self.synchronous = synchronous
        super().__init__(asked, folder, **settings)

    def cluster_in(self, folder: Path) -> Cluster:
        return Cluster(folder, [f"--wal-segsize={SEGMENT}"], synchronous_commit=self.synchronous)


def drill(say: Callable[[str], None], asked: Asked) -> dict[str, Any]:
    if shutil.which("strace") is None:
        raise serving.NotRunning("strace is needed to record what PostgreSQL writes: apt-get install strace")
    with kept_folder(asked, "power") as (folder, told):
        sound, found = _one(say, asked, folder / "on", asked.images, "on")
        told["synchronous_commit_on"] = sound
        told["failures"] += found
        fewer = max(FEWEST, asked.images // FORGETFUL_SHARE)
        lossy, _expected = _one(say, asked, folder / "off", fewer, "off", DIENHONG_DRILL_FORGETFUL="1")
        told["synchronous_commit_off"] = lossy
        if not lossy["images_that_lost"]:
            what = "with synchronous_commit=off nothing was lost: the drill is blind"
            told["failures"].append({"rule": 0, "what": what})
    return told


def _one(
    say: Callable[[str], None], asked: Asked, folder: Path, images: int, synchronous: str, **setting: str
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A burst, and its images."""
    folder.mkdir()
    if os.geteuid() == 0:
        folder.parent.chmod(0o711)  # `postgres` passes through
    stage = PowerStage(asked, folder, synchronous, **setting)
    try:
        cluster = stage.cluster
        assert cluster is not None
        began = stage.heads()
        cluster.stop()
        disk = ClusterDisk(_contents(cluster.data))
        done = _burst(stage, cluster)
        say(f"  synchronous_commit={synchronous}: {counted(done)}")
        begun = time.monotonic()
        cluster.start()
        judge = ClusterJudge(stage, began)
        cluster.stop()
        for place, rng in cuts(f"{asked.seed}/power", disk, done, images):
            judge.look(disk.image(rng), disk.told, place)
        return judge.figures(round(time.monotonic() - begun, 1)), judge.failures
    finally:
        stage.leave()


def _contents(data: Path) -> dict[str, bytes]:
    files = (path for path in data.rglob("*") if path.is_file())
    return {str(path.relative_to(data)): path.read_bytes() for path in files if path.name not in NEVER_THERE}


def _burst(stage: PowerStage, cluster: Cluster) -> list[Done]:
    """A hall votes until everybody has had some answers, over two checkpoints; then house and database are gone at once."""
    traces = stage.folder / "trace-postgresql", stage.folder / "trace-house"
    cluster.tracing = (*STRACE, "-y", "-ttt", "-T", *WHOLE, "-e", f"trace={CALLS}", "-o", str(traces[0]))
    stage.house.prefix = (*STRACE, "-yy", "-ttt", "-T", "-e", "trace=sendto,sendmsg", "-o", str(traces[1]))
    few, gone = stage.asked.clients * 2, lambda: not stage.house.running()
    try:
        cluster.start()
        first = cluster.process
        assert first is not None
        stage.house.start()
        hall = stage.open_hall()
        for _checkpoint in range(2):
            enough = hall.figures["finals"] + few
            if not hall.wait_for(lambda said, enough=enough: said["finals"] >= enough, 120, gone):  # type: ignore[misc]
                raise serving.NotRunning(f"the hall did not vote enough: {hall.figures}")
            with closing(cluster.connect()) as connection:
                connection.autocommit = True
                connection.cursor().execute("CHECKPOINT")
        enough = hall.figures["finals"] + few
        if not hall.wait_for(lambda said: said["finals"] >= enough, 120, gone):
            raise serving.NotRunning(f"the hall did not vote enough: {hall.figures}")
        cluster.kill(then=stage.house.kill)
    finally:
        stage.end()
    wait_for_the_end(traces[0], first.pid)
    wait_for_the_end(traces[1], stage.house.pid)
    cluster.tracing = ()
    events = [*told(traces[1], stage.house.port), *Recorder(cluster.data).recorded(traces[0])]
    for trace in traces:
        trace.unlink()
    return [one for _at, one in sorted(events, key=lambda event: event[0])]


class Restored(Cluster):
    """A cluster on files that are laid down for it. It waits for no disk: it is there to be read once."""

    def __init__(self, folder: Path):
        self._own(folder, 0o700)
        self.folder, self.port, self.data = folder, free_port(), folder / "data"
        self.settings = {**SETTINGS, "fsync": "off", "autovacuum": "off"}
        self.log = (folder / "log").open("ab")
        self.tracing = ()
        self.process: subprocess.Popen[bytes] | None = None
        self.recoveries = []
        self.laid: dict[str, tuple[tuple[int, int], int]] = {}
        """What each file was laid from, and when it was last changed then."""

    def lay(self, folders: list[str], image: dict[str, Content]) -> None:
        """What is there already stays, unless PostgreSQL has changed it."""
        for name in ["", *folders]:
            self._own(self.data / name, 0o700)
        for path in [path for path in self.data.rglob("*") if path.is_file() or path.is_socket()]:
            if str(path.relative_to(self.data)) not in image:
                path.unlink()
        for name, (key, content) in image.items():
            path = self.data / name
            known = self.laid.get(name)
            if known and path.exists() and known == (key, path.stat().st_mtime_ns) and key[1] >= 0:
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            self._own(path)
            self.laid[name] = key, path.stat().st_mtime_ns

    def complaints(self) -> list[str]:
        return without_usual(super().complaints())

    @staticmethod
    def _own(path: Path, mode: int = 0) -> None:
        if mode:
            path.mkdir(mode, parents=True, exist_ok=True)
        if (who := owner()) is not None:
            os.chown(path, who.pw_uid, who.pw_gid)

    def end(self) -> None:
        """At once, and without leaving anything in the kernel."""
        if self.process is not None and self.running():
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(60)


MENDED = re.compile(r"invalid page in block \d+ of relation \S+_(fsm|vm); zeroing out page")
END_OF_WAL = "LOG:  incorrect resource manager data checksum in record"


def without_usual(lines: list[str]) -> list[str]:
    """Without what a sound PostgreSQL says after a loss of power. A torn record is where its WAL ends: were it one that had
    been synced, what was acknowledged would be missing. It does not guard the maps of free and of visible rows, which are
    hints: a torn page of them is begun anew, and that takes two lines.
    """
    mended = {place for place, line in enumerate(lines) if MENDED.search(line)}
    mended |= {place - 1 for place in mended if place and "page verification failed" in lines[place - 1]}
    return [line for place, line in enumerate(lines) if place not in mended and END_OF_WAL not in line]


class ClusterJudge(Judge[dict[str, Content]]):
    """Of an image that is a whole cluster."""

    every = 17

    def __init__(self, stage: PowerStage, began: dict[str, int]):
        super().__init__(stage, began)
        assert stage.cluster is not None
        self.cluster = Restored(stage.folder / "restored")
        self.name = stage.data.name
        data = stage.cluster.data
        self.folders = sorted(str(path.relative_to(data)) for path in data.rglob("*") if path.is_dir())
        self.address = self.cluster.address(self.name)
        self.environment = {
            **stage.environment,
            "DIENHONG_DATA": str(self.folder),
            "DIENHONG_DATABASE_URL": self.address,
        }

    @contextmanager
    def found_in(self, image: dict[str, Content]) -> Iterator[Book]:
        self.cluster.lay(self.folders, image)
        self.cluster.log.truncate(0)
        try:
            self.cluster.start()
            book = books.read(self.address)
            book.damage += self.cluster.damage(self.name)
            yield book
        finally:
            self.cluster.end()

    def keep(self, image: dict[str, Content]) -> None:
        """As it was before it recovered."""
        kept = self.stage.folder / "first-that-failed"
        for name, (_key, content) in image.items():
            (kept / name).parent.mkdir(parents=True, exist_ok=True)
            (kept / name).write_bytes(content)

    def figures(self, seconds: float) -> dict[str, Any]:
        recoveries = sorted(self.cluster.recoveries) or [0.0]
        middle = round(recoveries[len(recoveries) // 2], 2)
        return {**super().figures(seconds), "recovery_seconds": middle}
