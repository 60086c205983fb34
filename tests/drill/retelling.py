"""The meeting told again from the journal's facts alone: votes, ballots, presence, speeches. Nothing of ours is imported."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.drill.book import Book, Entry, Row

HERE = ("present", "online")
ENDS = {
    "vote.closed": "closed",
    "vote.cancelled": "cancelled",
    "vote.announced": "announced",
    "vote.annulled": "annulled",
}
LEAVES = {
    "speaking.finished": "finished",
    "speaking.withdrawn": "withdrawn",
    "speaking.declined": "declined",
    "speaking.paused": "paused",
    "speaking.resumed": "speaking",
}


@dataclass
class Question:
    """A vote as the journal tells it."""

    state: str = "draft"
    opened: int = 0
    over: int = 0
    """The seq of its closing or cancelling; 0 while it is open."""
    at_closing: dict[str, str] = field(default_factory=dict)
    result: Row | None = None


@dataclass
class Story:
    """The whole stream retold."""

    questions: dict[str, Question] = field(default_factory=dict)
    ballots: dict[tuple[str, str], list[tuple[int, str, int]]] = field(default_factory=lambda: defaultdict(list))
    """(vote, person) -> [(seq, choice, at)]"""
    attendance: dict[str, str] = field(default_factory=dict)
    present_at: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    speeches: dict[str, str] = field(default_factory=dict)
    gists: dict[str, str] = field(default_factory=dict)

    def ballot_at(self, vote: str, person: str, seq: int) -> str | None:
        """The ballot that counted once entry `seq` was written."""
        told = self.ballots.get((vote, person), [])
        place = bisect_right([line[0] for line in told], seq)
        return told[place - 1][1] if place else None

    def status_at(self, person: str, seq: int) -> str:
        told = self.present_at.get(person, [])
        place = bisect_right([line[0] for line in told], seq)
        return told[place - 1][1] if place else "expected"


def retell(book: Book, stream: str) -> Story:
    """Entry by entry. What a kind does not change is left alone."""
    story = Story()
    invited = [row["person"] for row in book.tables["attendance"] if f"meeting:{row['meeting']}" == stream]
    for entry in book.stream(stream):
        subject = entry.kind.partition(".")[0]
        if subject == "vote":
            _vote(story, entry)
        elif subject == "attendance":
            _attendance(story, entry, invited)
        elif subject == "speaking":
            _speaking(story, entry)
    return story


def _vote(story: Story, entry: Entry) -> None:
    vote = str(entry.args.get("vote") or entry.facts.get("made"))
    question = story.questions.setdefault(vote, Question())
    if entry.kind == "vote.opened":
        question.state, question.opened = "open", entry.seq
    elif entry.kind == "vote.cast":
        story.ballots[(vote, str(entry.actor))].append((entry.seq, entry.args["choice"], entry.at))
    elif entry.kind in ENDS:
        if question.state == "open":
            question.over = entry.seq
            question.at_closing = {
                person: told[-1][1] for (of, person), told in story.ballots.items() if of == vote and told
            }
            question.result = entry.facts.get("result")
        question.state = ENDS[entry.kind]


def _attendance(story: Story, entry: Entry, invited: list[str]) -> None:
    args = entry.args
    if entry.kind == "attendance.checked_in":
        whom, status = [str(entry.actor)], "online" if args.get("online") else "present"
    elif entry.kind == "attendance.marked":
        whom, status = [args["person"]], args["status"]
    elif entry.kind == "attendance.many_marked":
        expected = [person for person in invited if story.attendance.get(person, "expected") == "expected"]
        whom, status = args.get("people") or expected, args["status"]
    else:
        return
    for person in whom:
        story.attendance[person] = status
        story.present_at[person].append((entry.seq, status))


def _speaking(story: Story, entry: Entry) -> None:
    made, speech = entry.facts.get("made"), entry.args.get("speech")
    if entry.kind == "speaking.requested" and made:
        story.speeches.setdefault(made, "waiting")
        story.gists[made] = entry.args.get("gist", "").strip()
    elif entry.kind == "speaking.called":
        for other, state in story.speeches.items():
            if state in ("speaking", "paused"):
                story.speeches[other] = "finished"
        story.speeches[str(made or speech)] = "speaking"
    elif entry.kind in LEAVES and speech:
        story.speeches[speech] = LEAVES[entry.kind]


def row_faults(book: Book, story: Story, stream: str) -> Iterator[Row]:
    """Rows that the retelling does not make, and the other way round."""
    meeting = stream.partition(":")[2]

    def rows(table: str) -> list[Row]:
        return [row for row in book.tables[table] if row["meeting"] == meeting]

    votes = {row["id"]: row for row in rows("votes")}
    states = {vote: question.state for vote, question in story.questions.items()}
    yield from _differ("votes.state", {vote: row["state"] for vote, row in votes.items()}, states)
    results = {vote: question.result for vote, question in story.questions.items() if question.result}
    yield from _differ("votes.result", {v: row["result"] for v, row in votes.items() if row["result"]}, results)
    here = {row["person"]: row["status"] for row in rows("attendance") if row["status"] != "expected"}
    yield from _differ("attendance.status", here, story.attendance)
    speeches = {row["id"]: row for row in rows("speeches")}
    yield from _differ("speeches.state", {id: row["state"] for id, row in speeches.items()}, story.speeches)
    gists = {id: row["gist"] for id, row in speeches.items() if not row["unasked"]}
    yield from _differ("speeches.gist", gists, story.gists)
    yield from _ballot_faults(book, story, set(votes))
    known = {(entry.stream, entry.seq) for entries in book.entries.values() for entry in entries}
    for row in book.tables["changes"]:
        if (row["stream"], row["seq"]) not in known:
            yield {"what": "changes without an entry", "stream": row["stream"], "seq": row["seq"]}


def _ballot_faults(book: Book, story: Story, votes: set[str]) -> Iterator[Row]:
    casts = [row for row in book.tables["casts"] if row["vote"] in votes]
    found = {(row["vote"], row["person"]): (row["choice"], row["revision"], row["at"]) for row in casts}
    wanted = {key: (told[-1][1], len(told), told[-1][2]) for key, told in story.ballots.items()}
    yield from _differ("casts", found, wanted)
    if len(found) != len(casts):
        yield {"what": "a voter has two ballots in one vote", "rows": len(casts) - len(found)}
    kept = {
        (row["vote"], row["person"], row["revision"]): (row["choice"], row["at"])
        for row in book.tables["cast_revisions"]
        if row["vote"] in votes
    }
    before = {
        (*key, number): (choice, at)
        for key, told in story.ballots.items()
        for number, (_seq, choice, at) in enumerate(told[:-1], 1)
    }
    yield from _differ("cast_revisions", kept, before)


def _differ(what: str, rows: dict, told: dict) -> Iterator[Row]:  # type: ignore[type-arg]
    for key in sorted(rows.keys() | told.keys(), key=str):
        if rows.get(key) != told.get(key):
            yield {"what": f"{what}: rows and journal differ", "key": key, "row": rows.get(key), "told": told.get(key)}
