"""What PostgreSQL did to the files of its cluster, read from strace, and what a power loss would leave of them.

Files are made, renamed, cut and deleted at once and in order, as file systems with a journal do it. What is in them is at
risk until a sync of theirs has ended; only what was wholly written when that sync began is sure then.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from tests.drill.power import ACKNOWLEDGED, SECTORS, Done, apply, leave, spelled

CALLS = (
    "pwrite64,pwritev,pwritev2,write,writev,fsync,fdatasync,ftruncate,truncate,fallocate,"
    "openat,rename,renameat,renameat2,link,linkat,unlink,unlinkat"
)
NEVER_THERE = {"postmaster.pid", "postmaster.opts"}
"""They tell of processes, which a power loss ends."""


# -- what was done ----------------------------------------------------------------------------------------------------


class Call(NamedTuple):
    """A line of strace's: where a call begins, ends, or both."""

    process: str
    name: str
    begins: float
    """Zero where the line only tells of its end."""
    ends: float
    """Zero where the line only tells of its beginning."""
    said: str
    """From its arguments to its result, as far as it is known."""


LINE = re.compile(r"(\d+) +(\d+\.\d+) (?:<\.\.\. (\w+) resumed>|(\w+)\()(.*)")
LASTED = re.compile(r" <(\d+\.\d+)>$")
KILLED = "= ?"
"""How a call ends whose process is killed in it."""
HEXED = r"((?:\\x[0-9a-f]{2})*)"
ON = re.compile(r"(\d+)<" + HEXED + r">(\(deleted\))?")
QUOTED = re.compile(r'"' + HEXED + '"')
RESULT = re.compile(r"\) += (-?\d+)(?:<" + HEXED + ">)?")


def calls(trace: Path) -> Iterator[Call]:
    """What one strace wrote down. Times never go back: they are rounded, and the order of the lines is certain."""
    begun: dict[str, tuple[float, str]] = {}
    last = 0.0
    with trace.open() as lines:
        for line in lines:
            found = LINE.match(line)
            if found is None:
                continue
            process, at, resumed, name, said = found.groups()
            last = now = max(last, float(at))
            if name and said.endswith("<unfinished ...>"):
                begun[process] = (now, said.removesuffix("<unfinished ...>"))
                yield Call(process, name, now, 0.0, said)
                continue
            lasted = LASTED.search(said)
            if resumed:
                if process in begun:
                    yield Call(process, resumed, 0.0, now, begun.pop(process)[1] + said)
            elif lasted is not None:
                last = now + float(lasted[1])
                yield Call(process, name, now, last, said)


def told(trace: Path, port: int) -> Iterator[tuple[float, Done]]:
    """When the house answered clients, who came by this port; what it says to its database aside."""
    client = re.compile(rf"\d+<TCP:\[127\.0\.0\.1:{port}->")
    for call in calls(trace):
        if call.begins and client.match(call.said):
            for seq in ACKNOWLEDGED.findall(spelled(call.said)):
                yield call.begins, Done("told", at=int(seq))


class Recorder:
    """What the processes of PostgreSQL did to the files of a cluster, in its order."""

    def __init__(self, data: Path):
        self.data = data
        self.number = 0
        self.begun: dict[str, Done] = {}
        self.offsets: dict[tuple[str, int], int] = {}
        """Where `write` writes: after what this process has written since it opened the file."""

    def recorded(self, trace: Path) -> Iterator[tuple[float, Done]]:
        for call in calls(trace):
            if call.begins:
                for done in self._begins(call):
                    yield call.begins, done
            if call.ends:
                for done in self._ends(call):
                    yield call.ends, done

    def _begins(self, call: Call) -> Iterator[Done]:
        file, descriptor = self._target(call.said)
        if not file or call.name not in ("pwrite64", "pwritev", "write", "writev", "fsync", "fdatasync"):
            return
        self.number += 1
        if call.name in ("fsync", "fdatasync"):
            done = Done("syncing", file, call=self.number)
        else:
            data = b"".join(spelled(quoted) for quoted in QUOTED.findall(call.said))
            done = Done("write", file, self._place(call, file, descriptor, len(data)), data, self.number)
        self.begun[call.process] = done
        yield done

    def _place(self, call: Call, file: str, descriptor: int, size: int) -> int:
        if call.name.startswith("p"):
            return int(re.findall(r", (\d+)(?:\)|$| )", call.said)[0])
        if (call.process, descriptor) not in self.offsets:
            raise ValueError(f"strace does not say where {call.name} writes in {file}")
        place = self.offsets[call.process, descriptor]
        self.offsets[call.process, descriptor] += size
        return place

    def _ends(self, call: Call) -> Iterator[Done]:
        begun = self.begun.pop(call.process, None)
        if call.said.endswith(KILLED):
            return  # in the middle of it: nobody knows how far it went
        result = RESULT.search(call.said)
        if result is None or result[1].startswith("-"):
            if begun is not None:
                raise ValueError(f"{call.name} of {begun.file} failed")
        elif begun is not None and begun.what == "write":
            if int(result[1]) != len(begun.data):
                raise ValueError(f"strace does not say what {call.name} wrote to {begun.file}")
            yield Done("written", begun.file, call=begun.call)
        elif begun is not None:
            yield Done("sync", begun.file, call=begun.call)
        else:
            yield from self._named(call, result)

    def _named(self, call: Call, result: re.Match[str]) -> Iterator[Done]:
        """Names and sizes."""
        if call.name == "openat":
            self.offsets[call.process, int(result[1])] = 0
            file = self._within(spelled(result[2] or "").decode())
            if file and "O_TRUNC" in call.said:
                yield Done("truncate", file)
            elif file and "O_CREAT" in call.said:
                yield Done("create", file)
        elif call.name.startswith(("rename", "unlink", "link")) or call.name == "truncate":
            names = [self._within(spelled(quoted).decode()) for quoted in QUOTED.findall(call.said)]
            if any(names):
                yield self._renamed(call, names)
        elif call.name in ("ftruncate", "fallocate") and (file := self._target(call.said)[0]):
            sizes = [int(number) for number in re.findall(r", (\d+)", call.said)]
            grown = call.name == "fallocate"
            yield Done("grow" if grown else "truncate", file, sum(sizes[-2:]) if grown else sizes[0])

    @staticmethod
    def _renamed(call: Call, names: list[str]) -> Done:
        if call.name.startswith("unlink"):
            return Done("unlink", names[0])
        if call.name.startswith("rename") and all(names):
            return Done("rename", names[0], data=names[1].encode())
        raise ValueError(f"what {call.name} does to {names} is not known here")

    def _target(self, said: str) -> tuple[str, int]:
        """Which of the cluster's files a call is about, and by which descriptor; empty: none that has a name still."""
        found = ON.match(said)
        if found is None or found[3]:
            return "", -1
        return self._within(spelled(found[2]).decode()), int(found[1])

    def _within(self, path: str) -> str:
        """As the cluster names it."""
        named = os.path.normpath(self.data / path) if path and not path.endswith(" (deleted)") else ""
        file = named.removeprefix(f"{self.data}/")
        return "" if file == named or file in NEVER_THERE or (self.data / file).is_dir() else file


# -- what a power loss leaves -----------------------------------------------------------------------------------------


@dataclass
class File:
    """What surely is in it, and what may be."""

    sure: bytearray = field(default_factory=bytearray)
    open: dict[int, Done] = field(default_factory=dict)
    under_way: set[int] = field(default_factory=set)
    """Writes that have not ended."""
    version: int = 0


Content = tuple[tuple[int, int], bytearray]
"""What is in a file, and by what it can be told that it is as before."""


class ClusterDisk:
    """All files of a cluster."""

    def __init__(self, contents: dict[str, bytes]):
        self.files = {name: File(bytearray(content)) for name, content in contents.items()}
        self.told: set[int] = set()
        self.calls: dict[int, tuple[File, list[int]]] = {}
        """Of a write its file, of a sync also what it is about."""

    def do(self, done: Done) -> None:
        if done.what == "told":
            self.told.add(done.at)
        elif done.what == "rename":
            self.files[done.data.decode()] = self.files.pop(done.file)
        elif done.what == "unlink":
            self.files.pop(done.file, None)
        elif done.what in ("written", "sync"):
            self._ended(done)
        else:
            self._to(self.files.setdefault(done.file, File()), done)

    def _to(self, file: File, done: Done) -> None:
        if done.what == "write":
            file.open[done.call] = done
            file.under_way.add(done.call)
            self.calls[done.call] = file, []
        elif done.what == "syncing":
            self.calls[done.call] = file, [call for call in file.open if call not in file.under_way]
        elif done.what == "grow" and len(file.sure) < done.at:
            apply(file.sure, done._replace(what="truncate"))
            file.version += 1
        elif done.what == "truncate":
            apply(file.sure, done)
            file.open = {
                call: one._replace(data=one.data[: done.at - one.at])
                for call, one in file.open.items()
                if one.at < done.at
            }
            file.version += 1

    def _ended(self, done: Done) -> None:
        file, covered = self.calls.pop(done.call)
        file.under_way.discard(done.call)
        for call in covered:
            if call in file.open:  # else another sync was faster, or it was cut off
                apply(file.sure, file.open.pop(call))
        file.version += bool(covered)

    def image(self, rng: random.Random) -> dict[str, Content]:
        """The power is gone."""
        share, sector = rng.random(), rng.choice(SECTORS)
        left: dict[str, Content] = {}
        for name, file in self.files.items():
            content = file.sure
            if file.open:
                content = bytearray(content)
                leave(content, file.open.values(), share, sector, rng)
            left[name] = (id(file), -1 if file.open else file.version), content
        return left
