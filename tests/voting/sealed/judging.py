"""The ballot a device looks for, chosen by the browser's own code (judging.mjs) from what was sealed on it and what the server
tells: a simulation of another device than the one that is given to people proves nothing.
"""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from voting.sealed.device import Mine
from voting.sealed.envelopes import hashes
from voting.sealed.lists import holds, receipt
from voting.sealed.manifest import read


@dataclass(frozen=True)
class Told:
    """`my_votes`, as the server has it."""

    h1: str
    revision: int
    receipt: bytes


@dataclass
class Device:
    """What happened on one device of a voter, and its own ballots by their digest."""

    person: str
    manifest_text: str
    steps: list[dict[str, Any]] = field(default_factory=list)
    mine: dict[str, Mine] = field(default_factory=dict)

    def sealed(self, mine: Mine) -> None:
        assert mine.ballot is not None
        ballot = {"choice": list(mine.ballot.choice), "code": mine.ballot.code, "mark": mine.ballot.mark}
        digests = hashes(mine.envelopes)
        self.mine[digests[0]] = mine
        self.steps.append({"person": self.person, "manifest": mine.manifest_text, "ballot": ballot, "digests": digests})

    def acknowledged(self, told: Told) -> None:
        self.steps.append({"h1": told.h1, "revision": told.revision})

    def signed(self, told: Told) -> bool:
        manifest = read(self.manifest_text)
        said = receipt(manifest.digest, self.person, told.h1, told.revision)
        return holds(said, told.receipt, manifest.house)


@dataclass(frozen=True)
class Judged:
    """`mine`: what is looked for in what was published; without envelopes where nothing was sealed here that counts."""

    how: str
    why: str
    mine: Mine


def judged(asked: Sequence[tuple[Device, Told | None]]) -> list[Judged]:
    """Each device's judgement, all in one go."""
    lines = [
        [device.steps, told and {"h1": told.h1, "revision": told.revision}, told is not None and device.signed(told)]
        for device, told in asked
    ]
    answers = _asked(json.dumps(lines))
    return [
        Judged(one["how"], one["why"], device.mine.get(one["h1"], Mine(device.person, device.manifest_text)))
        for (device, _told), one in zip(asked, answers, strict=True)
    ]


@cache
def _browser() -> subprocess.Popen[str]:
    """One for all runs: they are thousands."""
    node = Path(sys.prefix) / "bin" / "node"
    script = Path(__file__).with_suffix(".mjs")
    process = subprocess.Popen([node, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def end() -> None:
        process.communicate()

    atexit.register(end)
    return process


def _asked(line: str) -> list[dict[str, str]]:
    browser = _browser()
    assert browser.stdin is not None and browser.stdout is not None
    browser.stdin.write(line + "\n")
    browser.stdin.flush()
    answer = browser.stdout.readline()
    assert answer, "the browser's code has failed"
    return list(json.loads(answer))
