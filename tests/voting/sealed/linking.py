"""Whoever has the database, its log, backups and logs of every moment in hand: can they tell who voted for what?

Each guess is a way of putting voters and published ballots side by side by what was kept. None may be right more often than
chance: of n voters about one finds their own line, whatever n is.
"""

from __future__ import annotations

import math
import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app import backup
from tests.voting.sealed.hall import SealedHall
from voting.sealed import bundle as bundles
from voting.sealed.bundle import Bundle
from voting.sealed.codes import unspell
from voting.sealed.envelopes import Ballot, pack

Truth = dict[str, Ballot]


@dataclass
class Seized:
    """All that was kept of a ballot, at every moment."""

    folder: Path
    bundle: Bundle
    moments: dict[str, Path] = field(default_factory=dict)

    def rows(self, moment: str, wanted: str) -> list[Any]:
        with sqlite3.connect(self.moments[moment] / "dienhong.sqlite3") as read:
            return read.execute(wanted).fetchall()

    def files(self, moment: str) -> bytes:
        return b"".join(path.read_bytes() for path in sorted(self.moments[moment].rglob("*")) if path.is_file())


def hold(hall: SealedHall, folder: Path, draw: random.Random, log: Path | None = None) -> tuple[Seized, Truth]:
    """A whole ballot, with a copy of everything at each moment. Choices are drawn, so that order tells nothing of them."""
    copies = _Copies(hall, folder, log)
    hall.prepare(2)
    hall.read_aloud()
    hall.open()
    voters = list(hall.meeting.body.roll)
    draw.shuffle(voters)
    for person in voters:
        assert hall.cast(person, draw.choices([0, 1, 2], [5, 4, 1])[0]).ok
    copies.take("cast")
    hall.close()
    copies.take("closed")
    for number, tablet in enumerate(hall.tablets, start=1):
        assert tablet.open_box(part=100).ok
        copies.take(f"opened {number}")
    hall.announce()
    text = hall.bundle(hall.meeting.chair)
    draw.shuffle(voters)
    for person in voters[:-1]:
        assert hall.confirm(person).ok
    copies.take("published")
    assert hall.confirm(voters[-1]).ok
    copies.take("final")
    truth = {person: mine.ballot for person, mine in hall.mine.items() if mine.ballot is not None}
    return Seized(folder, bundles.read(text), copies.moments), truth


@dataclass
class _Copies:
    hall: SealedHall
    folder: Path
    log: Path | None
    moments: dict[str, Path] = field(default_factory=dict)

    def take(self, moment: str) -> None:
        """The data folder as it lies there (database, WAL, keys), a backup, and the log."""
        settings = self.hall.world.house.settings
        to = self.folder / moment.replace(" ", "-")
        to.mkdir(parents=True)
        for path in settings.data.glob("dienhong.sqlite3*"):
            shutil.copy(path, to / path.name)
        backup.make(settings, to / "backup")
        if self.log is not None:
            shutil.copy(self.log, to / "log")
        self.moments[moment] = to


# -- guesses: voters and ballots side by side -------------------------------------------------------------------------


def _side_by_side(voters: list[str], ballots: list[Ballot]) -> Truth:
    return dict(zip(voters, ballots, strict=False))


def _by_digest(seized: Seized) -> dict[str, Ballot]:
    from voting.sealed.envelopes import hashes

    digest = seized.bundle.manifest.digest
    return {hashes([pack(digest, ballot)])[0]: ballot for ballot in seized.bundle.ballots}


def _sent_order(seized: Seized) -> list[str]:
    return [row[0] for row in seized.rows("cast", "SELECT person FROM sealed_envelopes ORDER BY rowid")]


def _sent_digests(seized: Seized) -> list[str]:
    return [row[0] for row in seized.rows("cast", "SELECT person FROM sealed_envelopes ORDER BY h1")]


def _entries(seized: Seized) -> list[str]:
    return [row[0] for row in seized.rows("cast", "SELECT actor FROM entries WHERE kind = 'sealed.cast' ORDER BY seq")]


def _confirmed(seized: Seized) -> list[str]:
    return [
        row[0] for row in seized.rows("final", "SELECT actor FROM entries WHERE kind = 'sealed.confirmed' ORDER BY seq")
    ]


def _published(seized: Seized) -> list[Ballot]:
    return list(seized.bundle.ballots)


def _last_list(seized: Seized) -> list[Ballot]:
    known = _by_digest(seized)
    return [known[digest] for digest in seized.bundle.lists[-1]]


def _items(seized: Seized, order: str) -> list[Ballot]:
    """The last tablet's envelopes, which are the ballots, as their rows lie in the table."""
    from voting.sealed.envelopes import hashes

    known = _by_digest(seized)
    rows = seized.rows("opened 2", f"SELECT envelope FROM sealed_items WHERE layer = 2 ORDER BY {order}")
    return [known[hashes([row[0]])[0]] for row in rows]


def _middle(seized: Seized) -> list[str]:
    """Who stands where the first tablet's envelope stands on its list, as if it kept the order."""
    voters = _sent_digests(seized)
    order = sorted(range(len(voters)), key=lambda place: seized.bundle.lists[1][place])
    return [voters[place] for place in order]


def _nearest(seized: Seized, moment: str) -> Truth:
    """By where they lie in the files: to each voter the ballot whose code is nearest to one of the places of their name."""
    raw = seized.files(moment)
    places = sorted((raw.find(unspell(ballot.code)), number) for number, ballot in enumerate(seized.bundle.ballots))
    here = [(place, number) for place, number in places if place >= 0]
    if not here:
        return {}
    found: Truth = {}
    for person in seized.bundle.voters:
        at = raw.find(person.encode())
        near = min(here, key=lambda one: abs(one[0] - at))
        found[person] = seized.bundle.ballots[near[1]]
    return found


def guesses(seized: Seized) -> dict[str, Truth]:
    """Everything that was thought of."""
    people: dict[str, Callable[[Seized], list[str]]] = {
        "order of sending": _sent_order,
        "digest of what was sent": _sent_digests,
        "order in the journal": _entries,
        "order of confirming": _confirmed,
        "place on the first tablet's list": _middle,
    }
    ballots: dict[str, Callable[[Seized], list[Ballot]]] = {
        "as published": _published,
        "last list": _last_list,
        "rows as written": lambda s: _items(s, "rowid"),
        "rows by id": lambda s: _items(s, "id"),
    }
    found = {
        f"{one} / {other}": _side_by_side(voters(seized), listed(seized))
        for one, voters in people.items()
        for other, listed in ballots.items()
    }
    return found | {f"nearest in the files, {moment}": _nearest(seized, moment) for moment in seized.moments}


# -- judging ----------------------------------------------------------------------------------------------------------


def judged(seized: Seized, truth: Truth) -> tuple[dict[str, tuple[int, int]], list[str]]:
    """By guess: lines and choices told rightly; and what is better than chance, or was readable too early."""
    told: dict[str, tuple[int, int]] = {}
    failures: list[str] = []
    most_lines, most_choices = limits(truth)
    for name, guess in guesses(seized).items():
        lines = sum(truth[person] == ballot for person, ballot in guess.items())
        choices = sum(truth[person].choice == ballot.choice for person, ballot in guess.items())
        told[name] = (lines, choices)
        if lines > most_lines or choices > most_choices:
            failures.append(f"{name}: {lines} lines and {choices} choices of {len(truth)} told rightly")
    for moment in ("cast", "closed", "opened 1"):
        raw = seized.files(moment)
        early = sum(unspell(b.code) in raw or b.code.encode() in raw for b in truth.values())
        if early:
            failures.append(f"{moment}: {early} ballots could be read already")
    return told, failures


def limits(truth: Truth) -> tuple[int, int]:
    """What chance alone hardly ever exceeds. Choices: as many as ballots laid beside voters blindly would hit, and four
    standard deviations; the nearest in the files may name one ballot for everybody, so at least the largest share.
    """
    n = len(truth)
    shares = Counter(ballot.choice for ballot in truth.values())
    hit = sum(count * count for count in shares.values()) / n
    blind = hit + 4 * math.sqrt(n * (hit / n) * (1 - hit / n))
    return 7, math.ceil(max(blind, max(shares.values())))
