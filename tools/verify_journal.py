#!/usr/bin/env python3
"""A second opinion on a journal: reads an SQLite database of Diên Hồng and imports nothing of it.

    python3 tools/verify_journal.py DATABASE [--keys FOLDER] [--heads FILE]

Written from the description of the journal alone: every entry's hash, its place in the chain, its salted facts, the
heads, the signed checkpoints (with Python's `cryptography`, if it is there), heads kept by tablets, and every open vote
counted from the ballots in the journal and from those in the tables. Prints JSON. Exit: 0 right, 1 wrong, 2 unreadable.
"""

import argparse
import hashlib
import json
import sqlite3
import sys
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path

ENTRY = b"dienhong journal entry v1\0"
CHECKPOINT = b"dienhong journal checkpoint v1\0"
GENESIS = "0" * 64


def canonical(value):
    """One spelling for one value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def moment(milliseconds):
    at = datetime(1970, 1, 1) + timedelta(milliseconds=milliseconds)
    return at.isoformat(timespec="milliseconds") + "Z"


def hash_of(entry):
    header = {name: entry[name] for name in ("stream", "seq", "actor", "kind", "prev", "commit")}
    return hashlib.sha256(ENTRY + canonical({**header, "v": 1, "ts": moment(entry["at"])})).hexdigest()


def facts_fault(entry):
    """None: they are what was committed to; "redacted": taken out as a whole; else what is wrong."""
    salt, facts = entry["salt"], entry["facts"]
    if salt is None and facts is None:
        return "redacted"
    try:
        bound = hashlib.sha256(bytes.fromhex(salt or "") + (facts or "").encode()).hexdigest()
    except ValueError:
        bound = "no salt"
    return None if bound == entry["commit"] else "facts_changed"


class Stream:
    def __init__(self, name):
        self.name, self.seq, self.hash, self.at, self.hashes = name, 0, GENESIS, 0, {0: GENESIS}
        self.redacted, self.explained = set(), set()


class Verifier:
    def __init__(self, database, keys):
        self.read, self.keys = sqlite3.connect(f"file:{database}?mode=ro", uri=True), keys
        self.read.row_factory = sqlite3.Row
        self.faults, self.streams, self.kept, self.entries = [], {}, [], 0
        self.votes = defaultdict(lambda: {"ballots": {}, "result": None})

    def fault(self, code, **where):
        self.faults.append({"code": code, **where})

    def chain(self):
        for entry in self.read.execute("SELECT * FROM entries ORDER BY stream, seq"):
            self.entries += 1
            stream = self.streams.setdefault(entry["stream"], Stream(entry["stream"]))
            where = {"stream": stream.name, "seq": entry["seq"]}
            if entry["seq"] != stream.seq + 1:
                self.fault("entries_missing", **where)
            if entry["prev"] != stream.hash:
                self.fault("predecessor_differs", **where)
            if hash_of(entry) != entry["hash"]:
                self.fault("entry_changed", **where)
            if entry["at"] < stream.at:
                self.fault("time_goes_back", **where)
            wrong = facts_fault(entry)
            if wrong == "redacted":
                stream.redacted.add(entry["seq"])
            elif wrong:
                self.fault(wrong, **where)
            else:
                self.tell(stream, entry, json.loads(entry["facts"]))
            stream.seq, stream.hash, stream.at = entry["seq"], entry["hash"], entry["at"]
            stream.hashes[entry["seq"]] = entry["hash"]

    def tell(self, stream, entry, facts):
        """What of an entry is needed later: redactions, noted heads, votes."""
        args, kind = facts.get("args") or {}, entry["kind"]
        if kind == "journal.redacted":
            stream.explained |= set(args.get("seqs", []))
        elif kind == "journal.heads_noted":
            self.kept += [(name, seq, head, "system") for name, (seq, head) in facts.get("heads", {}).items()]
        elif kind == "vote.cast":
            if self.votes[args.get("vote")]["result"] is not None:
                self.fault("ballot_after_closing", stream=stream.name, seq=entry["seq"])
            self.votes[args.get("vote")]["ballots"][entry["actor"]] = args.get("choice")
        elif kind == "vote.closed":
            self.votes[args.get("vote")]["result"] = facts.get("result") or {}

    def heads(self):
        rows = self.read.execute("SELECT name, seq, head, at FROM streams").fetchall()
        for row in rows:
            stream = self.streams.get(row["name"], Stream(row["name"]))
            if (stream.seq, stream.hash, stream.at) != (row["seq"], row["head"], row["at"]):
                self.fault("head_differs", stream=row["name"])
        for name in self.streams.keys() - {row["name"] for row in rows}:
            self.fault("head_missing", stream=name)
        for stream in self.streams.values():
            for seq in stream.redacted - stream.explained:
                self.fault("redacted_without_entry", stream=stream.name, seq=seq)

    def checkpoints(self):
        known = {}
        for path in sorted(self.keys.glob("*.pub")):
            raw = bytes.fromhex(path.read_text().strip())
            known[hashlib.sha256(raw).hexdigest()[:16]] = raw
        numbers = []
        for row in self.read.execute("SELECT * FROM checkpoints ORDER BY number"):
            numbers.append(row["number"])
            self.kept.append((row["stream"], row["seq"], row["head"], "checkpoint"))
            told = {name: row[name] for name in ("number", "stream", "seq", "head")}
            message = CHECKPOINT + canonical({**told, "v": 1, "at": moment(row["at"])})
            if row["key"] not in known:
                self.fault("checkpoint_key_unknown", number=row["number"])
            elif not signed(known[row["key"]], row["signature"], message):
                self.fault("checkpoint_forged", number=row["number"])
        lasts = [json.loads(path.read_text()) for path in sorted(self.keys.glob("last*.json"))]
        self.kept += [(last["stream"], last["seq"], last["head"], "keys") for last in lasts]
        reached = max([0, *numbers, *(last["number"] for last in lasts)])
        if len(set(numbers)) != reached:
            self.fault("checkpoint_missing", reached=reached, there=len(set(numbers)))

    def kept_heads(self, told):
        self.kept += [(one["stream"], one["seq"], one["head"], "client") for one in told]
        for name, seq, head, by in self.kept:
            stream = self.streams.get(name, Stream(name))
            if seq > stream.seq:
                self.fault("rolled_back", stream=name, seq=seq, kept_by=by)
            elif stream.hashes.get(seq) != head:
                self.fault("forked", stream=name, seq=seq, kept_by=by)

    def count(self):
        """Every vote three times: the journal's ballots, the tables' ballots, the result that was announced."""
        for vote, told in self.votes.items():
            if not told["result"]:
                continue
            table = self.read.execute("SELECT person, choice FROM casts WHERE vote = ?", (vote,)).fetchall()
            row = self.read.execute("SELECT result FROM votes WHERE id = ?", (vote,)).fetchone()
            counts = told["result"].get("counts", {})
            if Counter(told["ballots"].values()) != Counter(counts):
                self.fault("result_differs", vote=vote)
            if sorted(map(tuple, table)) != sorted(told["ballots"].items()):
                self.fault("ballots_differ", vote=vote)
            if row is None or json.loads(row["result"] or "null") != told["result"]:
                self.fault("result_not_as_recorded", vote=vote)


def signed(key, signature, message):
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError:
        return True  # can't be told here
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def verify(database, keys, heads=()):
    one = Verifier(database, Path(keys))
    for step in (one.chain, one.heads, one.checkpoints, lambda: one.kept_heads(heads), one.count, one.read.close):
        step()
    return {"ok": not one.faults, "entries": one.entries, "votes": len(one.votes), "faults": one.faults}


def main():
    parser = argparse.ArgumentParser(description="Verify a journal without any code of Diên Hồng.")
    parser.add_argument("database", type=Path)
    parser.add_argument("--keys", type=Path, help="the folder of the public keys (default: keys, beside the database)")
    parser.add_argument("--heads", type=Path, help='heads kept by tablets: {"stream", "seq", "head"} a line')
    asked = parser.parse_args()
    try:
        heads = [json.loads(line) for line in asked.heads.read_text().splitlines()] if asked.heads else []
        found = verify(asked.database, asked.keys or asked.database.parent / "keys", heads)
    except (OSError, ValueError, KeyError, TypeError, sqlite3.Error) as error:
        print(json.dumps({"ok": False, "unreadable": str(error)}))
        return 2
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
