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
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from tests.drill import book as books
from tests.drill import serving
from tests.drill.auditor import Audit
from tests.drill.book import Book
from tests.drill.crash import Asked, Stage, kept_folder

CALLS = "pwrite64,write,fsync,fdatasync,ftruncate,unlink,sendto,sendmsg"
FILES = ("dienhong.sqlite3", "dienhong.sqlite3-wal")
STRACE = ("strace", "-D", "-f", "-q", "-xx", "-s", "70000", "--seccomp-bpf", "-e", "signal=kill")
SECTORS = (512, 4096)
FORGETFUL_SHARE = 5
"""Of so many images one is made of the forgetful house."""
WHOLLY = 3
"""So many images are read by `run.py audit`, too."""


Image = TypeVar("Image")


# -- what was done ----------------------------------------------------------------------------------------------------


class Done(NamedTuple):
    """One thing that the house did."""

    what: str
    """`write`, `truncate`, `sync`, `unlink`; `told`: a client was told of an entry."""
    file: str = ""
    at: int = 0
    """Offset, size, or the entry's number."""
    data: bytes = b""
    call: int = 0
    """Which call it was, where several go on at once (PostgreSQL)."""


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
                yield from (Done("told", at=int(seq)) for seq in ACKNOWLEDGED.findall(spelled(rest)))
            elif file := _file(rest):
                if call in ("fsync", "fdatasync") and "unfinished" in rest:
                    syncing[process] = file
                else:
                    yield _done(call, file, rest)


def spelled(hexed: str) -> bytes:
    """What strace writes as \\x0a\\x2f, whatever stands between."""
    return bytes.fromhex("".join(re.findall(r"\\x([0-9a-f]{2})", hexed)))


def _file(rest: str) -> str:
    """Which of the two files a call is about; empty: none."""
    found = TARGET.match(rest)
    name = Path(spelled(found[1]).decode()).name if found else ""
    return name if name in FILES else ""


def _done(call: str, file: str, rest: str) -> Done:
    if call in ("fsync", "fdatasync"):
        return Done("sync", file)
    if call == "unlink":
        return Done("unlink", file)
    if call == "ftruncate":
        return Done("truncate", file, int(re.findall(r", (\d+)", rest)[0]))
    found = WRITTEN.search(rest)
    if call != "pwrite64" or found is None or len(data := spelled(found[1])) != int(found[2]):
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
            leave(left[name], doing, share, sector, rng)
        return left


def leave(content: bytearray, doing: Iterable[Done], share: float, sector: int, rng: random.Random) -> None:
    """Of what was not synced such a share is there, and of the rest such a share is torn."""
    for one in doing:
        if rng.random() < share:
            apply(content, one)
        elif one.what == "write" and rng.random() < share:
            for piece in torn(one, sector):
                if rng.random() < 0.5:
                    apply(content, piece)


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
    say(f"  {setting.get('DIENHONG_DRILL_SYNCHRONOUS', 'FULL')}: {counted(done)}")
    begun = time.monotonic()
    judge = SqliteJudge(stage, began)
    for place, rng in cuts(f"{asked.seed}/power", disk, done, images):
        judge.look(disk.image(rng), disk.told, place)
    return judge.figures(round(time.monotonic() - begun, 1)), judge.failures


def cuts(seed: str, disk: Any, done: list[Done], images: int) -> Iterator[tuple[int, random.Random]]:
    """The power fails so often, at random places after the first answer; each time all before has been done to the disk."""
    rng = random.Random(seed)
    start = next(place for place, one in enumerate(done) if one.what == "told")
    failing = Counter(rng.randrange(start, len(done) + 1) for _ in range(images))
    for place in range(len(done) + 1):
        for _again in range(failing[place]):
            yield place, rng
        if place < len(done):
            disk.do(done[place])


def _content(path: Path) -> bytearray:
    return bytearray(path.read_bytes()) if path.exists() else bytearray()


def counted(done: list[Done]) -> str:
    numbers = Counter(one.what for one in done)
    return ", ".join(f"{what} {number}" for what, number in sorted(numbers.items()))


def _burst(stage: Stage, trace: Path) -> None:
    """A hall votes until everybody has had some answers and a checkpoint was made, and some more; then the house is gone."""
    stage.house.prefix = (*STRACE, "-y", "-e", f"trace={CALLS}", "-o", str(trace))
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
    wait_for_the_end(trace, stage.house.pid)


def wait_for_the_end(trace: Path, first: int) -> None:
    """strace is nobody's child here; it has written all when it says that the first process has ended."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        tail = subprocess.run(["tail", "-n", "400", str(trace)], capture_output=True, text=True, check=True).stdout
        if re.search(rf"^{first} +[\d.]* *\+\+\+ (killed|exited)", tail, re.MULTILINE):
            return
        time.sleep(0.1)
    raise serving.NotRunning("strace did not come to its end")


class Judge(Generic[Image]):
    """Opens each image and says what is wrong with it. `found_in` tells how, for one kind of database."""

    environment: dict[str, str]
    """Of `run.py audit` on an image."""
    every = 97
    """Of so many images one is read by it, too."""

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
        self.folder = stage.folder / "image"
        apart = shutil.ignore_patterns(f"{FILES[0]}*", "last*.json", "ballast", "worker.sock")
        shutil.copytree(stage.data, self.folder, ignore=apart)  # keys, without what was noted later
        self.images = self.damaged = self.lossy = self.most = self.whole = 0
        self.acknowledged: list[int] = []
        self.failures: list[dict[str, Any]] = []

    def found_in(self, image: Image) -> AbstractContextManager[Book]:
        """Lay it down, open it."""
        raise NotImplementedError

    def keep(self, image: Image) -> None:
        """To be looked at by hand."""
        raise NotImplementedError

    def look(self, image: Image, told: set[int], place: int) -> None:
        """One image, and the entries that clients had been told of."""
        self.images += 1
        known = {id for id, seq in self.seqs.items() if seq in told}
        self.acknowledged.append(len(known))
        try:
            with self.found_in(image) as book:
                found = self._read(book, known)
                if not found and self.whole < WHOLLY and self.images % self.every == 0:
                    self.whole += 1
                    found = self._wholly()
        except Exception as error:  # whatever damage leads to
            self.damaged += 1
            found = [{"rule": 4, "what": f"an image cannot be read: {error!r}"}]
        if found and not self.failures:
            self.keep(image)
        if found:
            self.failures.append({**found[0], "more": len(found) - 1, "image": self.images, "cut": place})

    def _read(self, book: Book, known: set[str]) -> list[dict[str, Any]]:
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

    def _wholly(self) -> list[dict[str, Any]]:
        own = serving.run(self.environment, "audit")
        return [{"rule": 4, "what": "run.py audit disagrees", "said": own.stdout[-1000:]}] if own.returncode else []

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


class SqliteJudge(Judge[dict[str, bytearray]]):
    """Of an image that is a database and its WAL."""

    def __init__(self, stage: Stage, began: dict[str, int]):
        super().__init__(stage, began)
        self.environment = {**stage.environment, "DIENHONG_DATA": str(self.folder)}

    @contextmanager
    def found_in(self, image: dict[str, bytearray]) -> Iterator[Book]:
        for name, content in image.items():
            (self.folder / name).write_bytes(content)
        (self.folder / f"{FILES[0]}-shm").unlink(missing_ok=True)
        yield books.read(str(self.folder / FILES[0]))

    def keep(self, image: dict[str, bytearray]) -> None:
        shutil.copytree(self.folder, self.folder.with_name("first-that-failed"))
