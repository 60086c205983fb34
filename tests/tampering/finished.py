"""A small finished meeting in one SQLite file, and the hands of somebody who has that file."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app import building, checkpoints, schema
from app.house import House
from app.journal import SQLITE_GUARDS
from app.settings import Settings
from tests.conftest import MeetingOfBody, World

SECRET = "khoa-thu-nghiem-dai-du-ba-muoi-hai-chu"
NAME = "dienhong.sqlite3"


RULES = {
    "majority": "more_than_half_of_members",
    "quorum": {"numerator": 1, "denominator": 2},
    "tie": "none",
    "revote": True,
    "online_votes": True,
}
"""The body's own, by which its votes are judged."""


@dataclass
class Finished:
    """The folder to copy, and what is in it. `kept`: the heads a tablet has seen on its way."""

    folder: Path
    meeting: MeetingOfBody
    vote: str
    second: str
    kept: list[dict[str, Any]] = field(default_factory=list)

    @property
    def stream(self) -> str:
        return self.meeting.stream

    def copy(self, target: Path) -> Path:
        """A copy for one tampering."""
        shutil.copytree(self.folder, target)
        return target


def make(folder: Path) -> Finished:
    """Play the meeting: two votes, somebody absent, somebody excused, speeches, conclusions and their tasks, minutes."""
    flask = building.build(Settings(data=folder, secret_key=SECRET))
    house: House = flask.extensions["house"]
    schema.create(house.database)
    world = World(flask)
    body = world.body(members=6, guests=1)
    for key, value in RULES.items():
        world.must(None, "body.set_rule", body, key=key, value=value)
    meeting = world.meeting(body=body)
    world.person("Người Ngoài")
    played = Finished(folder, meeting, "", "")
    _come(world, meeting)
    _keep(world, played)
    world.must(meeting.chair, "meeting.start", meeting)
    world.must(meeting.chair, "agenda.start_item", meeting, item=meeting.items[0])
    _speak(world, meeting)
    played.vote = _vote(world, meeting, "Thông qua kế hoạch?", 4)
    _keep(world, played)
    checkpoints.make_all(house)
    played.second = _vote(world, meeting, "Thông qua kinh phí?", 3)
    _conclude(world, meeting)
    world.pass_time(minutes=30)
    world.must(meeting.chair, "meeting.end", meeting)
    world.must(meeting.secretary, "minutes.submit", meeting)
    world.must(meeting.chair, "minutes.approve", meeting)
    world.must(meeting.secretary, "minutes.number", meeting)
    checkpoints.make_all(house)
    world.must(meeting.secretary, "minutes.export", meeting)
    _keep(world, played)
    checkpoints.make_all(house)
    house.close()
    with sqlite3.connect(folder / NAME) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return played


def _come(world: World, meeting: MeetingOfBody) -> None:
    """Everybody but the last two: one is excused, one never comes."""
    excused = meeting.members[-2]
    world.must(excused, "attendance.ask_leave", meeting, reason="Đi công tác")
    world.must(meeting.chair, "attendance.grant_leave", meeting, person=excused, note="Đồng ý")
    world.pass_time(minutes=5)
    for person in [meeting.chair, *meeting.members[:-2], meeting.secretary]:
        world.must(meeting.secretary, "attendance.mark", meeting, person=person, status="present")


def _speak(world: World, meeting: MeetingOfBody) -> None:
    for person in meeting.members[:2]:
        speech = world.must(person, "speaking.request", meeting, gist="Về tiến độ")["id"]
        world.must(meeting.chair, "speaking.call", meeting, speech=speech)
        world.pass_time(seconds=90)
        world.must(meeting.chair, "speaking.finish", meeting, speech=speech)
        world.must(meeting.secretary, "speaking.note", meeting, speech=speech, note="Đề nghị làm sớm")


def _vote(world: World, meeting: MeetingOfBody, question: str, yes: int) -> str:
    vote = str(world.must(meeting.chair, "vote.open", meeting, question=question)["id"])
    voters = [meeting.chair, *meeting.members[:-2]]
    world.must(voters[0], "vote.cast", meeting, vote=vote, choice="no")
    for n, person in enumerate(voters):
        world.pass_time(seconds=1)
        world.must(person, "vote.cast", meeting, vote=vote, choice="yes" if n < yes else "no")
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    world.must(meeting.chair, "vote.announce", meeting, vote=vote)
    return vote


def _conclude(world: World, meeting: MeetingOfBody) -> None:
    for n, person in enumerate(meeting.members[:3]):
        made = world.must(
            meeting.secretary, "conclusion.record", meeting, item=meeting.items[0], text=f"Việc thứ {n + 1}",
            assignee=person, due="2026-12-15",
        )["id"]  # fmt: skip
        world.must(meeting.secretary, "conclusion.submit", meeting, conclusion=made)
        if n < 2:
            task = world.must(meeting.chair, "conclusion.approve", meeting, conclusion=made)["task"]
            world.must(person, "task.report", meeting.body, task=task, report="Đã làm xong")


def _keep(world: World, played: Finished) -> None:
    with world.house.database.read() as read:
        for stream in (played.stream, played.meeting.body.stream, "system"):
            seq, head = read.exec_driver_sql("SELECT seq, head FROM streams WHERE name = ?", (stream,)).one()
            played.kept.append({"stream": stream, "seq": seq, "head": head})


# -- the hands --------------------------------------------------------------------------------------------------------

Act = Callable[["Hands"], None]


class Hands:
    """Somebody who writes into the file, and knows how the journal is made."""

    def __init__(self, connection: sqlite3.Connection, played: Finished, folder: Path):
        self.connection = connection
        self.played = played
        self.folder = folder

    def run(self, statement: str, *values: Any) -> int:
        """Returns how many rows it changed: a tampering that changes nothing would prove nothing."""
        return self.connection.execute(statement.replace("$meeting", f"'{self.played.stream}'"), values).rowcount

    def rows(self, statement: str, *values: Any) -> list[Any]:
        return self.connection.execute(statement.replace("$meeting", f"'{self.played.stream}'"), values).fetchall()

    def rehash(self, since: int = 1, stream: str = "") -> None:
        """The chain made anew from an entry on, so that it holds in itself, and the head with it."""
        stream = stream or self.played.stream
        listed = self.rows("SELECT * FROM entries WHERE stream = ? ORDER BY seq", stream)
        prev = "0" * 64
        for entry in listed:
            if entry["seq"] >= since:
                commit = hashlib.sha256(bytes.fromhex(entry["salt"]) + entry["facts"].encode()).hexdigest()
                hash_ = entry_hash({**dict(entry), "prev": prev, "commit": commit})
                self.run(
                    'UPDATE entries SET prev = ?, "commit" = ?, hash = ? WHERE stream = ? AND seq = ?',
                    prev, commit, hash_, stream, entry["seq"],
                )  # fmt: skip
                prev = hash_
            else:
                prev = entry["hash"]
        self.set_head(stream)

    def set_head(self, stream: str = "") -> None:
        """The head row as the last entry has it."""
        stream = stream or self.played.stream
        last = self.rows("SELECT * FROM entries WHERE stream = ? ORDER BY seq DESC LIMIT 1", stream)[0]
        changed = (last["seq"], last["hash"], last["at"], stream)
        self.run("UPDATE streams SET seq = ?, head = ?, at = ? WHERE name = ?", *changed)

    def append(self, kind: str, facts: dict[str, Any], actor: str | None, move: bool = True) -> None:
        """One more entry at the end, right in itself."""
        last = self.rows("SELECT * FROM entries WHERE stream = $meeting ORDER BY seq DESC LIMIT 1")[0]
        spelled, salt = json.dumps(facts, separators=(",", ":"), sort_keys=True), "ab" * 16
        made = {
            "stream": last["stream"], "seq": last["seq"] + 1, "at": last["at"] + 1000, "actor": actor, "kind": kind,
            "prev": last["hash"], "commit": hashlib.sha256(bytes.fromhex(salt) + spelled.encode()).hexdigest(),
        }  # fmt: skip
        row = {**made, "hash": entry_hash(made), "salt": salt, "facts": spelled}
        names = ", ".join(f'"{name}"' for name in row)
        self.run(f"INSERT INTO entries ({names}) VALUES ({', '.join('?' * len(row))})", *row.values())
        if move:
            self.set_head()

    def truncate(self, last: int) -> None:
        """The end of the meeting's journal gone, with all that depends on it in the tables of the journal."""
        for table in ("entries", "changes"):
            self.run(f"DELETE FROM {table} WHERE stream = $meeting AND seq > ?", last)
        self.set_head()

    def lose_keys(self) -> None:
        """Whoever has the whole machine has the folder of the keys too."""
        shutil.rmtree(self.folder / "keys")
        self.run("DELETE FROM checkpoints")


def entry_hash(entry: dict[str, Any]) -> str:
    at = datetime.fromtimestamp(entry["at"] / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    header = {name: entry[name] for name in ("stream", "seq", "actor", "kind", "prev", "commit")} | {"v": 1, "ts": at}
    spelled = json.dumps(header, separators=(",", ":"), sort_keys=True, ensure_ascii=False).encode()
    return hashlib.sha256(b"dienhong journal entry v1\0" + spelled).hexdigest()


@contextmanager
def hands(played: Finished, folder: Path) -> Iterator[Hands]:
    """Write into the copy. The guards are taken away first and put back afterwards, as a careful hand does."""
    connection = sqlite3.connect(folder / NAME)
    connection.row_factory = sqlite3.Row
    for guard in ("entries_keep", "entries_stay"):
        connection.execute(f"DROP TRIGGER {guard}")
    yield Hands(connection, played, folder)
    for statement in SQLITE_GUARDS:
        connection.execute(statement)
    connection.commit()
    connection.close()
