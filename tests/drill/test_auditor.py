"""The auditor of the drills notices each kind of wrong, and says which rule it breaks."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.drill import book as books
from tests.drill.auditor import Audit
from tests.drill.book import Entry

STREAM = "meeting:m"
RESULT = {"counts": {"yes": 1, "no": 1}, "cast": 2, "members": 2, "present": 2}
ENTRIES: list[tuple[str | None, str, dict[str, Any]]] = [
    ("ha", "attendance.many_marked", {"args": {"status": "present", "people": ["ha", "an"]}}),
    ("ha", "vote.opened", {"args": {"question": "Q1"}, "made": "v"}),
    ("ha", "vote.cast", {"args": {"vote": "v", "choice": "yes"}}),
    ("an", "vote.cast", {"args": {"vote": "v", "choice": "yes"}}),
    ("an", "vote.cast", {"args": {"vote": "v", "choice": "no"}}),
    ("an", "speaking.requested", {"args": {"gist": "G1"}, "made": "s"}),
    ("ha", "vote.closed", {"args": {"vote": "v"}, "result": RESULT}),
]
COMMANDS: list[tuple[str, str, str, dict[str, Any], dict[str, Any]]] = [
    ("c1", "ha", "vote.open", {"question": "Q1"}, {"ok": True, "seq": 2, "result": {"id": "v"}}),
    ("c2", "ha", "vote.cast", {"vote": "v", "choice": "yes"}, {"ok": True, "seq": 3, "result": {}}),
    ("c3", "an", "vote.cast", {"vote": "v", "choice": "yes"}, {"ok": True, "seq": 4, "result": {}}),
    ("c4", "an", "vote.cast", {"vote": "v", "choice": "no"}, {"ok": True, "seq": 5, "result": {}}),
    ("c5", "an", "speaking.request", {"gist": "G1"}, {"ok": True, "seq": 6, "result": {"id": "s"}}),
    ("c6", "ha", "vote.close", {"vote": "v"}, {"ok": True, "seq": 7, "result": {}}),
    (
        "c7",
        "an",
        "vote.cast",
        {"vote": "v", "choice": "yes"},
        {"ok": False, "error": {"code": "conflict", "message": "."}},
    ),
]
TABLES = {
    "streams": "name, seq, head",
    "entries": 'stream, seq, at, actor, kind, prev, "commit", hash, salt, facts',
    "changes": "stream, seq, scope",
    "votes": "id, meeting, question, options, state, rules, result",
    "roll_entries": "vote, person, no_vote",
    "casts": "vote, person, choice, revision, at",
    "cast_revisions": "vote, person, choice, revision, at",
    "speeches": "id, meeting, state, gist, unasked",
    "attendance": "meeting, person, status",
    "outcomes": "person, id, reply",
    "minutes_versions": "state, sha256",
}
ROWS: list[tuple[str, tuple[Any, ...]]] = [
    ("votes", ("v", "m", "Q1", '["yes","no"]', "closed", "{}", json.dumps(RESULT))),
    ("roll_entries", ("v", "ha", 0)),
    ("roll_entries", ("v", "an", 0)),
    ("casts", ("v", "ha", "yes", 1, 3000)),
    ("casts", ("v", "an", "no", 2, 5000)),
    ("cast_revisions", ("v", "an", "yes", 1, 4000)),
    ("speeches", ("s", "m", "waiting", "G1", 0)),
    ("attendance", ("m", "ha", "present")),
    ("attendance", ("m", "an", "present")),
]


class World:
    """A small meeting's database and its hall's history, all in order until somebody tampers."""

    def __init__(self, folder: Path):
        self.database, self.history = folder / "d.sqlite3", folder / "history.jsonl"
        self.entries = [*ENTRIES]
        self.commands = [*COMMANDS]
        self.lines: list[dict[str, Any]] = []
        self.after: list[str] = []

    def head(self, seq: int) -> str:
        return f"HEAD:{seq}"

    def write(self) -> None:
        hashes: dict[str, str] = {"HEAD:0": books.GENESIS}
        with closing(sqlite3.connect(self.database)) as connection:
            for table, columns in TABLES.items():
                connection.execute(f"CREATE TABLE {table} ({columns})")
            for table, values in ROWS:
                connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(values))})", values)
            for seq, (actor, kind, facts) in enumerate(self.entries, 1):
                spelled = json.dumps(facts)
                entry = Entry(
                    STREAM, seq, seq * 1000, actor, kind, hashes[f"HEAD:{seq - 1}"], "", "", "00", spelled, facts
                )
                entry.commit = books.commitment(entry)
                entry.hash = hashes[f"HEAD:{seq}"] = books.entry_hash(entry)
                row = (STREAM, seq, entry.at, actor, kind, entry.prev, entry.commit, entry.hash, "00", spelled)
                connection.execute(f"INSERT INTO entries VALUES ({', '.join('?' * 10)})", row)
            connection.execute("INSERT INTO streams VALUES (?, ?, ?)", (STREAM, seq, entry.hash))
            for id, person, _name, _args, reply in self.commands:
                connection.execute("INSERT INTO outcomes VALUES (?, ?, ?)", (person, id, json.dumps(reply)))
            for statement in self.after:
                assert connection.execute(statement).rowcount > 0, statement
            connection.commit()
        state = {"seq": seq, "snapshot_seq": seq, "head": self.head(seq), "mine": {}, "snapshot": {}}
        lines = [{"who": who, "what": "device", "person": who} for who in ("ha", "an")]
        for id, person, name, args, reply in self.commands:
            lines.append({"who": person, "what": "invoke", "id": id, "name": name, "args": args})
            lines.append({"who": person, "what": "ok" if reply["ok"] else "refused", "id": id, "reply": reply})
        lines += self.lines
        lines += [{"who": who, "what": "state", **state} for who in ("ha", "an")]
        told = "\n".join(json.dumps({"t": 0.0, **line}) for line in lines) + "\n"
        for name, hash_ in hashes.items():
            told = told.replace(f'"{name}"', f'"{hash_}"')
        self.history.write_text(told)

    def rules_broken(self) -> set[int]:
        self.write()
        audit = Audit(books.read(str(self.database)), self.history, STREAM, {STREAM: 1})
        return {failure["rule"] for failure in audit.run()}


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_a_meeting_in_order_breaks_no_rule(world: World) -> None:
    assert world.rules_broken() == set()


WRONGS: dict[str, tuple[int, Callable[[World], Any]]] = {
    "an acknowledged vote was never written": (
        1,
        lambda w: w.commands.append(
            ("c8", "ha", "vote.cast", {"vote": "v2", "choice": "no"}, {"ok": True, "seq": 5, "result": {}})
        ),
    ),
    "an acknowledged vote was written with another choice": (
        1,
        lambda w: w.entries.__setitem__(2, ("ha", "vote.cast", {"args": {"vote": "v", "choice": "no"}})),
    ),
    "a refused request was written": (
        2,
        lambda w: w.commands.append(
            (
                "c8",
                "an",
                "speaking.request",
                {"gist": "G1"},
                {"ok": False, "error": {"code": "conflict", "message": "."}},
            )
        ),
    ),
    "an answered command is not remembered": (3, lambda w: w.after.append("DELETE FROM outcomes WHERE id = 'c4'")),
    "an answered command is remembered with another answer": (
        3,
        lambda w: w.after.append("UPDATE outcomes SET reply = '{\"ok\": true, \"seq\": 3}' WHERE id = 'c4'"),
    ),
    "the same id was answered twice, differently": (
        3,
        lambda w: w.lines.append(
            {"who": "an", "what": "again", "id": "c4", "reply": {"ok": True, "seq": 6, "result": {}}}
        ),
    ),
    "a command never got an answer": (
        3,
        lambda w: w.lines.append({"who": "an", "what": "invoke", "id": "c9", "name": "vote.cast", "args": {}}),
    ),
    "an entry was taken out": (4, lambda w: w.after.append("DELETE FROM entries WHERE seq = 4")),
    "an entry's facts were changed": (
        4,
        lambda w: w.after.append("UPDATE entries SET facts = replace(facts, 'present', 'online') WHERE seq = 1"),
    ),
    "an entry's actor was changed": (4, lambda w: w.after.append("UPDATE entries SET actor = 'an' WHERE seq = 1")),
    "the head was set back": (4, lambda w: w.after.append("UPDATE streams SET seq = 6")),
    "a ballot's row was changed": (4, lambda w: w.after.append("UPDATE casts SET choice = 'no' WHERE person = 'ha'")),
    "a ballot's row is gone": (4, lambda w: w.after.append("DELETE FROM casts WHERE person = 'ha'")),
    "a ballot's row is there twice": (
        4,
        lambda w: w.after.append("INSERT INTO casts SELECT * FROM casts WHERE person = 'ha'"),
    ),
    "a replaced ballot was not kept": (4, lambda w: w.after.append("DELETE FROM cast_revisions")),
    "somebody's presence was changed": (
        4,
        lambda w: w.after.append("UPDATE attendance SET status = 'left' WHERE person = 'an'"),
    ),
    "a ballot after the closing": (
        5,
        lambda w: w.entries.append(("ha", "vote.cast", {"args": {"vote": "v", "choice": "no"}})),
    ),
    "a ballot off the roll": (5, lambda w: w.after.append("DELETE FROM roll_entries WHERE person = 'an'")),
    "a ballot by one who may not vote": (5, lambda w: w.after.append("UPDATE roll_entries SET no_vote = 1")),
    "a ballot by one who was away": (
        5,
        lambda w: w.entries.__setitem__(
            0, ("ha", "attendance.many_marked", {"args": {"status": "left", "people": ["ha", "an"]}})
        ),
    ),
    "a result that is not the recount": (
        5,
        lambda w: w.entries.__setitem__(
            6, ("ha", "vote.closed", {"args": {"vote": "v"}, "result": {**RESULT, "counts": {"yes": 2}}})
        ),
    ),
    "a device missed entries": (
        6,
        lambda w: w.lines.append({"who": "an", "what": "gap", "have": 2, "begins": 4, "ends": 5}),
    ),
    "a device was told a head that is not on the chain": (
        6,
        lambda w: w.lines.append({"who": "an", "what": "frame", "begins": 2, "ends": 3, "head": "HEAD:2", "seqs": [3]}),
    ),
    "a device holds something else than a snapshot": (
        6,
        lambda w: w.lines.append(
            {
                "who": "an",
                "what": "state",
                "seq": 7,
                "snapshot_seq": 7,
                "head": "HEAD:7",
                "mine": {},
                "snapshot": {"votes": {"v": 1}},
            }
        ),
    ),
    "an entry nobody asked for": (
        8,
        lambda w: w.entries.append(("an", "speaking.withdrawn", {"args": {"speech": "s"}})),
    ),
    "an entry in another stream": (
        8,
        lambda w: w.after.append(
            "INSERT INTO entries SELECT 'system', 1, at, actor, kind, prev, \"commit\", hash, salt, facts FROM entries WHERE seq = 1"
        ),
    ),
}


@pytest.mark.parametrize("wrong", WRONGS)
def test_the_auditor_says_which_rule_is_broken(world: World, wrong: str) -> None:
    rule, tamper = WRONGS[wrong]
    tamper(world)
    assert rule in world.rules_broken()


def test_the_auditor_shares_no_code_with_the_application() -> None:
    for name in ("auditor", "book", "retelling", "histories"):
        source = (Path(__file__).parent / f"{name}.py").read_text()
        assert not any(
            f"from {ours}" in source or f"import {ours}" in source
            for ours in ("app", "meetings", "voting", "documents")
        )
