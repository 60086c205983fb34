"""`power`: the power fails while a hall votes. What the disk could hold then is rebuilt a thousand times, and audited.

strace writes down what the house does to the database and its WAL, when a sync has ended, and when a client is answered. An
image is all that was synced before the cut, and a random share of what was written later, whole or torn at a sector. In
each nothing is damaged and everything acknowledged before the cut is there. Then the same with `synchronous=NORMAL`, which
has to lose something: otherwise this drill sees nothing.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from tests.drill import book as books
from tests.drill import serving
from tests.drill.auditor import Audit
from tests.drill.crash import Asked, Stage, kept_folder

CALLS = "pwrite64,write,fsync,fdatasync,ftruncate,unlink,sendto,sendmsg"
FILES = ("dienhong.sqlite3", "dienhong.sqlite3-wal")
SECTORS = (512, 4096)
FORGETFUL_SHARE = 5
"""Of so many images one is made of the forgetful house."""
WHOLLY = 3
"""So many images are read by `run.py audit`, too."""


# -- what was done ----------------------------------------------------------------------------------------------------


class Done(NamedTuple):
    """One thing that the house did."""

    what: str
    """`write`, `truncate`, `sync`, `unlink`; `told`: a client was told of an entry."""
    file: str = ""
    at: int = 0
    """Offset, size, or the entry's number."""
    data: bytes = b""


LINE = re.compile(r"(\d+) +(?:<\.\.\. (\w+) resumed>|(\w+)\()(.*)")
TARGET = re.compile(r"(?:\d+<|\")((?:\\x[0-9a-f]{2})+)")
WRITTEN = re.compile(r", \"((?:\\x[0-9a-f]{2})*)\", (\d+), (\d+)")
ACKNOWLEDGED = re.compile(rb"\"ok\": ?true, ?\"seq\": ?(\d+)")


def recorded(trace: Path) -> Iterator[Done]:
    """What strace wrote down, in its order. A write counts from its beginning, a sync from its end."""
    syncing: dict[str, str] = {}
    with trace.open() as lines:
        for line in lines:
            found = LINE.match(line)
            if found is None:
                continue
            process, resumed, call, rest = found.groups()
            if resumed:
                file = syncing.pop(process, "") if resumed in ("fsync", "fdatasync") else ""
                if file and rest.endswith("= 0"):
                    yield Done("sync", file)
            elif call in ("sendto", "sendmsg"):
                yield from (Done("told", at=int(seq)) for seq in ACKNOWLEDGED.findall(_bytes(rest)))
            elif file := _file(rest):
                if call in ("fsync", "fdatasync") and "unfinished" in rest:
                    syncing[process] = file
                else:
                    yield _done(call, file, rest)


def _bytes(hexed: str) -> bytes:
    return bytes.fromhex("".join(re.findall(r"\\x([0-9a-f]{2})", hexed)))


def _file(rest: str) -> str:
    """Which of the two files a call is about; empty: none."""
    found = TARGET.match(rest)
    name = Path(_bytes(found[1]).decode()).name if found else ""
    return name if name in FILES else ""


def _done(call: str, file: str, rest: str) -> Done:
    if call in ("fsync", "fdatasync"):
        return Done("sync", file)
    if call == "unlink":
        return Done("unlink", file)
    if call == "ftruncate":
        return Done("truncate", file, int(re.findall(r", (\d+)", rest)[0]))
    found = WRITTEN.search(rest)
    if call != "pwrite64" or found is None or len(data := _bytes(found[1])) != int(found[2]):
        raise ValueError(f"strace does not say what {call} wrote to {file}")
    return Done("write", file, int(found[3]), data)


# -- what a power loss leaves -----------------------------------------------------------------------------------------


@dataclass
class Disk:
    """What surely is on it, and what may be."""

    sure: dict[str, bytearray]
    open: dict[str, list[Done]] = field(default_factory=lambda: {name: [] for name in FILES})
    told: set[int] = field(default_factory=set)

    def do(self, done: Done) -> None:
        if done.what == "told":
            self.told.add(done.at)
        elif done.what == "sync":
            for one in self.open[done.file]:
                apply(self.sure[done.file], one)
            self.open[done.file] = []
        elif done.what == "unlink":  # only before the hall opens: SQLite syncs the folder when it makes the next one
            self.sure[done.file], self.open[done.file] = bytearray(), []
        else:
            self.open[done.file].append(done)

    def image(self, rng: random.Random) -> dict[str, bytearray]:
        """The power is gone."""
        left = {name: bytearray(content) for name, content in self.sure.items()}
        share, sector = rng.random(), rng.choice(SECTORS)
        for name, doing in self.open.items():
            for one in doing:
                if rng.random() < share:
                    apply(left[name], one)
                elif one.what == "write" and rng.random() < share:
                    for piece in torn(one, sector):
                        if rng.random() < 0.5:
                            apply(left[name], piece)
        return left


def apply(content: bytearray, done: Done) -> None:
    if done.what == "truncate":
        content[done.at :] = bytes(max(0, done.at - len(content)))
        return
    if done.at > len(content):
        content.extend(bytes(done.at - len(content)))
    content[done.at : done.at + len(done.data)] = done.data


def torn(done: Done, sector: int) -> Iterator[Done]:
    """A write, sector by sector."""
    begins, end = done.at, done.at + len(done.data)
    while begins < end:
        ends = min(end, (begins // sector + 1) * sector)
        yield done._replace(at=begins, data=done.data[begins - done.at : ends - done.at])
        begins = ends


# -- the drill --------------------------------------------------------------------------------------------------------


def drill(say: Callable[[str], None], asked: Asked) -> dict[str, Any]:
    if shutil.which("strace") is None:
        raise serving.NotRunning("strace is needed to record what the house writes: apt-get install strace")
    with kept_folder(asked, "power") as (folder, told):
        failures = told["failures"]
        sound, found = _one(say, asked, folder / "full", asked.images)
        told["synchronous_full"] = sound
        failures += found
        lossy, _expected = _one(
            say, asked, folder / "normal", max(1, asked.images // FORGETFUL_SHARE), DIENHONG_DRILL_SYNCHRONOUS="NORMAL"
        )
        told["synchronous_normal"] = lossy
        if not lossy["images_that_lost"]:
            failures.append({"rule": 0, "what": "with synchronous=NORMAL nothing was lost: the drill is blind"})
    return told


def _one(
    say: Callable[[str], None], asked: Asked, folder: Path, images: int, **setting: str
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A burst, and its images."""
    folder.mkdir()
    stage = Stage(asked, folder, **setting)
    began = stage.heads()
    disk = Disk({name: _content(stage.data / name) for name in FILES})
    trace = folder / "trace"
    _burst(stage, trace)
    done = list(recorded(trace))
    trace.unlink()
    say(f"  {setting.get('DIENHONG_DRILL_SYNCHRONOUS', 'FULL')}: {_counted(done)}")
    begun = time.monotonic()
    judge = Judge(stage, began)
    rng = random.Random(f"{asked.seed}/power")
    start = next(place for place, one in enumerate(done) if one.what == "told")
    cuts = Counter(rng.randrange(start, len(done) + 1) for _ in range(images))
    for place in range(len(done) + 1):
        for _again in range(cuts[place]):
            judge.look(disk.image(rng), disk.told, place)
        if place < len(done):
            disk.do(done[place])
    return judge.figures(round(time.monotonic() - begun, 1)), judge.failures


def _content(path: Path) -> bytearray:
    return bytearray(path.read_bytes()) if path.exists() else bytearray()


def _counted(done: list[Done]) -> str:
    counted = Counter(one.what for one in done)
    return ", ".join(f"{what} {number}" for what, number in sorted(counted.items()))


def _burst(stage: Stage, trace: Path) -> None:
    """A hall votes until everybody has had some answers and a checkpoint was made, and some more; then the house is gone."""
    strace = ["strace", "-D", "-f", "-q", "-y", "-xx", "-s", "70000", "--seccomp-bpf", "-e", "signal=kill"]
    stage.house.prefix = (*strace, "-e", f"trace={CALLS}", "-o", str(trace))
    few, gone = stage.asked.clients * 2, lambda: not stage.house.running()
    database = stage.data / FILES[0]
    try:
        stage.house.start()
        before = database.stat().st_mtime_ns  # in WAL mode only a checkpoint writes it
        hall = stage.open_hall()
        met = hall.wait_for(lambda said: said["finals"] >= 4 * few and database.stat().st_mtime_ns != before, 240, gone)
        enough = hall.figures["finals"] + few
        if not met or not hall.wait_for(lambda said: said["finals"] >= enough, 60, gone):
            raise serving.NotRunning(f"the hall did not vote enough: {hall.figures}")
        stage.house.kill()
    finally:
        stage.end()
    _wait_for_the_end(trace, stage.house.pid)


def _wait_for_the_end(trace: Path, house: int) -> None:
    """strace is nobody's child here; it has written all when it says that the house has ended."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        tail = subprocess.run(["tail", "-n", "20", str(trace)], capture_output=True, text=True, check=True).stdout
        if re.search(rf"^{house} +\+\+\+ (killed|exited)", tail, re.MULTILINE):
            return
        time.sleep(0.1)
    raise serving.NotRunning("strace did not come to its end")


class Judge:
    """Opens each image and says what is wrong with it."""

    def __init__(self, stage: Stage, began: dict[str, int]):
        self.stage, self.began = stage, began
        self.stream = f"meeting:{stage.demo['meeting']}"
        self.history = stage.folder / "answered.jsonl"
        kept = ("device", "invoke", "ok")
        with self.history.open("w") as out:
            for line in (stage.folder / "history.jsonl").read_text().splitlines():
                if any(f'"what":"{what}"' in line for what in kept):
                    out.write(line + "\n")
        last = Audit(books.read(stage.database), self.history, self.stream, began)
        last.claim()
        self.seqs = {ids[0]: seq for seq, ids in last.claims.items() if len(ids) == 1}
        """Which entry tells that this command was answered: what changed nothing names the entry of another."""
        apart = shutil.ignore_patterns(f"{FILES[0]}*", "last*.json", "ballast", "worker.sock")
        shutil.copytree(stage.data, stage.folder / "image", ignore=apart)  # keys, without what was noted later
        self.images = self.damaged = self.lossy = self.most = self.whole = 0
        self.acknowledged: list[int] = []
        self.failures: list[dict[str, Any]] = []

    def look(self, image: dict[str, bytearray], told: set[int], place: int) -> None:
        """One image, and the entries that clients had been told of."""
        self.images += 1
        folder = self.stage.folder / "image"
        for name, content in image.items():
            (folder / name).write_bytes(content)
        (folder / f"{FILES[0]}-shm").unlink(missing_ok=True)
        known = {id for id, seq in self.seqs.items() if seq in told}
        self.acknowledged.append(len(known))
        try:
            found = self._read(folder, known)
        except Exception as error:  # whatever damage leads to
            self.damaged += 1
            found = [{"rule": 4, "what": f"an image cannot be read: {error!r}"}]
        if not found and self.whole < WHOLLY and self.images % 97 == 0:
            self.whole += 1
            found = self._wholly(folder)
        self._fail(folder, place, found)

    def _read(self, folder: Path, known: set[str]) -> list[dict[str, Any]]:
        book = books.read(str(folder / FILES[0]))
        lost = known - {row["id"] for row in book.tables["outcomes"]}
        self.damaged += bool(book.damage)
        self.lossy += bool(lost)
        self.most = max(self.most, len(lost))
        audit = Audit(book, self.history, self.stream, self.began)
        audit.commands = {id: one for id, one in audit.commands.items() if id in known}
        audit.claim()
        for rule in (audit.rule_1, audit.rule_3, audit.rule_4, audit.rule_5):
            rule()
        return audit.failures

    def _wholly(self, folder: Path) -> list[dict[str, Any]]:
        own = serving.run({**self.stage.environment, "DIENHONG_DATA": str(folder)}, "audit")
        return [{"rule": 4, "what": "run.py audit disagrees", "said": own.stdout[-1000:]}] if own.returncode else []

    def _fail(self, folder: Path, place: int, found: list[dict[str, Any]]) -> None:
        """One of its faults is told of each image; the first that fails is kept."""
        if found and not self.failures:
            shutil.copytree(folder, folder.with_name("first-that-failed"))
        if found:
            self.failures.append({**found[0], "more": len(found) - 1, "image": self.images, "cut": place})

    def figures(self, seconds: float) -> dict[str, Any]:
        return {
            "images": self.images,
            "damaged": self.damaged,
            "images_that_lost": self.lossy,
            "most_lost": self.most,
            "acknowledged_at_most": max(self.acknowledged, default=0),
            "read_by_run_py_audit": self.whole,
            "seconds": seconds,
        }
