"""The auditor of the drills: histories against the database, rule by rule (the eight of docs/drills.md).

It shares no code with the application: plain drivers, hashlib, json. `python -m tests.drill.auditor DATABASE HISTORY`
audits by hand what a failed drill left.

1 each acknowledged vote is there once, with its value or a later acknowledged one
2 what was refused has had no effect
3 what was sent again under its id happened exactly once, and was answered alike
4 rows and entries agree; the journal has no gap and its chain holds
5 no ballot after the closing, off the roll, by somebody absent, or doubled; each result is the recount
6 each device's stream is without a gap, on the chain, and comes to what a fresh snapshot says
7 the minutes' PDF says what table and recount say
8 nothing is there that nobody asked for

`losing`: when the proxy lost frames, so that gaps had to come.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.drill import book as books
from tests.drill import histories, retelling
from tests.drill.book import Book, Entry, Row
from tests.drill.retelling import HERE, Story

KINDS = {
    "attendance.check_in": "attendance.checked_in",
    "attendance.mark": "attendance.marked",
    "speaking.request": "speaking.requested",
    "speaking.withdraw": "speaking.withdrawn",
    "speaking.call": "speaking.called",
    "speaking.finish": "speaking.finished",
    "vote.open": "vote.opened",
    "vote.cast": "vote.cast",
    "vote.close": "vote.closed",
    "vote.cancel": "vote.cancelled",
    "vote.announce": "vote.announced",
    "vote.annul": "vote.annulled",
    "vote.extend": "vote.extended",
    "meeting.end": "meeting.ended",
    "minutes.export": "minutes.exported",
}
BY_ITSELF = ("vote.closed", "vote.extended", "minutes.rendered", "clock.jumped", "journal.heads_noted")
"""What the house does without being asked by anybody in the hall."""


@dataclass
class Told:
    """A command as its sender's history tells of it."""

    id: str
    person: str
    name: str
    args: Row
    reply: Row | None = None
    later: list[Row] = field(default_factory=list)
    unknown: int = 0
    answered: float = 0.0
    """When its final answer was written down."""

    @property
    def ok(self) -> bool:
        return bool(self.reply and self.reply["ok"])


class Audit:
    """One hall's histories beside one database. `failures` is what there is to say."""

    def __init__(
        self,
        book: Book,
        history: Path,
        stream: str,
        began: dict[str, int],
        pdfs: Path | None = None,
        losing: Sequence[tuple[float, float]] = (),
    ):
        self.losing = losing
        self.book, self.stream, self.began, self.pdfs = book, stream, began, pdfs
        self.story: Story = retelling.retell(book, stream)
        self.by_seq: dict[int, Entry] = {entry.seq: entry for entry in book.stream(stream)}
        self.commands: dict[str, Told] = {}
        self.persons: dict[str, str] = {}
        self.heard: dict[str, list[Row]] = defaultdict(list)
        self.claims: dict[int, list[str]] = defaultdict(list)
        self.failures: list[Row] = []
        self.checked: Counter[str] = Counter()
        for line in histories.read(history):
            self._listen(line)

    def _listen(self, line: Row) -> None:
        what, id = line["what"], line.get("id", "")
        if what == "device":
            self.persons[line["who"]] = line["person"]
        elif what == "invoke":
            self.commands[id] = Told(id, self.persons[line["who"]], line["name"], line["args"])
        elif what in ("ok", "refused"):
            self.commands[id].reply, self.commands[id].answered = line["reply"], line["t"]
        elif what == "again":
            self.commands[id].later.append(line["reply"])
        elif what == "unknown":
            self.commands[id].unknown += 1
        else:
            self.heard[line["who"]].append(line)

    def fail(self, rule: int, what: str, **more: Any) -> None:
        self.failures.append({"rule": rule, "what": what, **more})

    def run(self) -> list[Row]:
        """All rules."""
        self.claim()
        for rule in (
            self.rule_1,
            self.rule_2,
            self.rule_3,
            self.rule_4,
            self.rule_5,
            self.rule_6,
            self.rule_7,
            self.rule_8,
        ):
            rule()
        return self.failures

    def claim(self) -> None:
        """Which command made which entry: the one whose answer named its seq, if the entry says the same."""
        for told in self.commands.values():
            entry = self.by_seq.get(told.reply["seq"]) if told.ok and told.reply else None
            if entry is not None and self._made_by(entry, told):
                self.claims[entry.seq].append(told.id)

    @staticmethod
    def _made_by(entry: Entry, told: Told) -> bool:
        same = all(entry.args.get(key) == value for key, value in told.args.items())
        return entry.actor == told.person and entry.kind == KINDS[told.name] and same

    # the rules -----------------------------------------------------------------------------------------------------

    def rule_1(self) -> None:
        for told in self.commands.values():
            if told.name == "vote.cast" and told.ok and told.reply:
                self.checked["votes acknowledged"] += 1
                counted = self.story.ballot_at(told.args["vote"], told.person, told.reply["seq"])
                if counted is None:
                    self.fail(1, "an acknowledged vote is lost", id=told.id, args=told.args, reply=told.reply)
                elif counted != told.args["choice"]:
                    self.fail(1, "an acknowledged vote has another value", id=told.id, args=told.args, found=counted)

    def rule_2(self) -> None:
        said = {str(entry.args.get(key)) for entry in self.by_seq.values() for key in ("gist", "question")}
        choices = {(entry.actor, entry.args["vote"], entry.args["choice"]) for entry in self._of("vote.cast")}
        for told in self.commands.values():
            if told.reply is None or told.ok:
                continue
            self.checked["refusals"] += 1
            words = told.args.get("gist") or told.args.get("question")
            if words and words in said:
                self.fail(2, "a refused command has an entry", id=told.id, name=told.name)
            nonsense = (told.reply["error"] or {}).get("code") == "invalid"
            if nonsense and (told.person, told.args.get("vote"), told.args.get("choice")) in choices:
                self.fail(2, "a refused ballot has an entry", id=told.id)

    def _of(self, kind: str) -> Iterator[Entry]:
        return (entry for entry in self.by_seq.values() if entry.kind == kind)

    def rule_3(self) -> None:
        kept = Counter((row["person"], row["id"]) for row in self.book.tables["outcomes"])
        replies = {(row["person"], row["id"]): row["reply"] for row in self.book.tables["outcomes"]}
        for told in self.commands.values():
            self.checked["commands"] += 1
            self.checked["unknown at first"] += bool(told.unknown)
            self.checked["answered again"] += len(told.later)
            if told.reply is None:
                self.fail(3, "a command never got a final answer", id=told.id, name=told.name)
                continue
            if any(_short(reply) != _short(told.reply) for reply in told.later):
                self.fail(
                    3, "the same id got two answers", id=told.id, name=told.name, first=told.reply, later=told.later
                )
            if kept[(told.person, told.id)] != 1:
                self.fail(3, "an answered command is not remembered once", id=told.id, name=told.name, reply=told.reply)
            elif _short(replies[(told.person, told.id)]) != _short(told.reply):
                self.fail(3, "another answer is remembered than was given", id=told.id, name=told.name)
        for seq, ids in self.claims.items():
            if len(ids) > 1 and self.by_seq[seq].kind in ("vote.opened", "speaking.requested"):
                self.fail(3, "two commands claim one entry", seq=seq, ids=ids)

    def rule_4(self) -> None:
        self.checked["entries"] = sum(map(len, self.book.entries.values()))
        for found in self.book.damage:
            self.fail(4, "the database is damaged", found=found)
        for found in books.chain_faults(self.book):
            self.failures.append({"rule": 4, **found})
        for found in retelling.row_faults(self.book, self.story, self.stream):
            self.failures.append({"rule": 4, **found})

    def rule_5(self) -> None:
        votes = {row["id"]: row for row in self.book.tables["votes"]}
        rolls: dict[str, dict[str, bool]] = defaultdict(dict)
        for row in self.book.tables["roll_entries"]:
            if row["person"] in rolls[row["vote"]]:
                self.fail(5, "somebody is twice on a roll", vote=row["vote"], person=row["person"])
            rolls[row["vote"]][row["person"]] = bool(row["no_vote"])
        for entry in self._of("vote.cast"):
            self._ballot(entry, votes.get(entry.args["vote"], {}), rolls[entry.args["vote"]])
        for id, question in self.story.questions.items():
            if question.result is None:
                continue
            self.checked["votes counted"] += 1
            recount = Counter(question.at_closing.values())
            counts = {option: count for option, count in question.result["counts"].items() if count}
            if counts != dict(recount) or question.result["cast"] != len(question.at_closing):
                self.fail(5, "a result is not the recount", vote=id, recorded=counts, recount=dict(recount))
            elif question.result["members"] != len(rolls[id]):
                self.fail(5, "a result has another number of members than its roll", vote=id)

    def _ballot(self, entry: Entry, vote: Row, roll: dict[str, bool]) -> None:
        self.checked["ballots"] += 1
        question = self.story.questions.get(entry.args["vote"])
        if question is None or not question.opened or entry.seq < question.opened:
            self.fail(5, "a ballot before the opening", seq=entry.seq)
        elif question.over and entry.seq > question.over:
            self.fail(5, "a ballot after the closing", seq=entry.seq)
        if roll.get(str(entry.actor), True):
            self.fail(5, "a ballot off the roll", seq=entry.seq, person=entry.actor)
        if entry.args["choice"] not in vote.get("options", []):
            self.fail(5, "a ballot for no option", seq=entry.seq)
        status = self.story.status_at(str(entry.actor), entry.seq)
        may = HERE if (vote.get("rules") or {}).get("online_votes") else ("present",)
        if status not in may:
            self.fail(5, "a ballot by somebody who was not there", seq=entry.seq, status=status)

    def rule_6(self) -> None:
        seqs = {entry.seq: entry.hash for entry in self.by_seq.values()}
        for who, lines in self.heard.items():
            states = [line for line in lines if line["what"] == "state"]
            if not states and who in self.persons:
                self.fail(6, "a device never compared itself", who=who)
            for line in lines:
                self._heard(who, line, seqs)

    def _heard(self, who: str, line: Row, seqs: dict[int, str]) -> None:
        what = line["what"]
        if what == "gap":
            self.checked["gaps noticed"] += 1
            if any(start <= line["t"] <= end for start, end in self.losing):
                return  # the proxy lost frames: that it was noticed is what is wanted
            self.fail(6, "a device missed entries", who=who, line=line)
        elif what in ("joined", "frame"):
            seq = line["seq"] if what == "joined" else line["ends"]
            self.checked[f"{what}s"] += 1
            if line["head"] != seqs.get(seq):
                self.fail(6, "a device was told a head that is not on the chain", who=who, seq=seq)
            if any(number not in seqs for number in line.get("seqs", [])):
                self.fail(6, "a device saw an entry that is not there", who=who, line=line)
        elif what == "state":
            self.checked["states compared"] += 1
            if line["mine"] != line["snapshot"]:
                self.fail(6, "a device holds something else than a snapshot", who=who, where=_where(line))
            if line["head"] != seqs.get(line["snapshot_seq"]):
                self.fail(6, "a snapshot's head is not on the chain", who=who)
        elif what == "signed_out":
            self.fail(6, "a device was signed out", who=who)
        elif what == "stuck":
            self.fail(6, "a device waited in vain", who=who, line=line)

    def rule_7(self) -> None:
        ready = [row for row in self.book.tables["minutes_versions"] if row["state"] == "ready"]
        if self.pdfs is None or not ready:
            return
        sha256 = ready[-1]["sha256"]
        pdf = self.pdfs / sha256[:2] / sha256
        text = books.text_of(pdf)
        for row in self.book.tables["votes"]:
            question = self.story.questions.get(row["id"])
            if row["state"] not in ("closed", "announced", "annulled") or question is None:
                continue
            self.checked["votes in the minutes"] += 1
            printed = re.search(re.escape(row["question"]) + r"”: ([^.]*)\.", text)
            numbers = [int(number) for number in re.findall(r"\d+", printed.group(1))] if printed else []
            counted = Counter(question.at_closing.values())
            wanted = [row["result"]["members"], row["result"]["present"], len(question.at_closing)]
            wanted += [counted[option] for option in row["options"]]
            if numbers[: len(wanted)] != wanted:
                self.fail(7, "the minutes print something else", vote=row["id"], printed=numbers, recount=wanted)

    def rule_8(self) -> None:
        asked: dict[tuple[Any, str], int] = Counter()
        for entry in self.book.stream(self.stream):
            if entry.seq <= self.began.get(self.stream, 0):
                continue
            asked[(entry.actor, entry.kind)] += 1
            alone = entry.actor is None and entry.kind in BY_ITSELF
            if not alone and entry.seq not in self.claims:
                self.fail(
                    8, "an entry nobody asked for", seq=entry.seq, kind=entry.kind, actor=entry.actor, args=entry.args
                )
        for name, entries in self.book.entries.items():
            for entry in entries:
                if name == self.stream or entry.seq <= self.began.get(name, 0):
                    continue
                if entry.facts.get("from") != self.stream and entry.kind not in BY_ITSELF:
                    self.fail(8, "an entry in a stream nobody wrote to", stream=name, seq=entry.seq, kind=entry.kind)


def _short(reply: Row) -> Row:
    """What has to be the same in two answers."""
    if not reply["ok"]:
        return {"error": reply["error"]["code"], "message": reply["error"]["message"]}
    return {"seq": reply["seq"], "result": reply.get("result") or {}}


def _where(line: Row) -> list[str]:
    """Which objects differ."""
    mine, fresh = line["mine"], line["snapshot"]
    found = []
    for name in sorted(mine.keys() | fresh.keys()):
        one, other = mine.get(name, {}), fresh.get(name, {})
        found += [f"{name}/{key}" for key in sorted(one.keys() | other.keys()) if one.get(key) != other.get(key)]
    return found[:10]


if __name__ == "__main__":
    told = json.loads(Path(sys.argv[3]).read_text()) if len(sys.argv) > 3 else {}
    audit = Audit(
        books.read(sys.argv[1]), Path(sys.argv[2]), told["stream"], told["began"], Path(told["files"]), told["losing"]
    )
    for failure in audit.run():
        print(json.dumps(failure, ensure_ascii=False))
    print(json.dumps(audit.checked))
    sys.exit(1 if audit.failures else 0)
