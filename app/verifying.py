"""The journal read again: chain, commitments, redactions, heads; and what screens were told, against the rows.

For the audit and for backups. It only reads.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, select

from app import chain, heads, journal, release, views
from app.journal import Change, EntryRow, Outcome, Stream
from app.wire import stamp, stamp_or_none

REDACTED = "journal.redacted"
"""The kind of the entry that says which facts were taken out (`args.seqs`), and why."""


class Told(NamedTuple):
    """An entry as it was recorded; `facts` is None where they were redacted."""

    stream: str
    seq: int
    at: Any
    actor: str | None
    kind: str
    facts: dict[str, Any] | None

    @property
    def args(self) -> dict[str, Any]:
        return (self.facts or {}).get("args") or {}

    @property
    def subject(self) -> str:
        return self.stream.partition(":")[2]

    @property
    def own(self) -> bool:
        """Given to this stream, not the echo of a command of another one."""
        return "from" not in (self.facts or {})


@dataclass
class Findings:
    """What a check found: its section of the report, problems in words, and how much was there twice."""

    section: dict[str, Any] = field(default_factory=dict)
    problems: list[dict[str, Any]] = field(default_factory=list)
    duplicates: int = 0

    def problem(self, code: str, **where: Any) -> None:
        self.problems.append({"code": code, **where})


def told(read: Connection, kinds: Collection[str], only: str | None = None) -> Iterator[Told]:
    """The entries of some kinds with their facts, stream by stream in order, for a check to replay."""
    columns = (EntryRow.stream, EntryRow.seq, EntryRow.at, EntryRow.actor, EntryRow.kind, EntryRow.facts)
    listed = select(*columns).where(EntryRow.kind.in_(kinds)).order_by(EntryRow.stream, EntryRow.seq)
    if only is not None:
        listed = listed.where(EntryRow.stream == only)
    for stream, seq, at, actor, kind, facts in flowing(read, listed):
        yield Told(stream, seq, at, actor, kind, facts_of(facts))


def facts_of(spelled: str | None) -> dict[str, Any] | None:
    try:
        found = msgspec.json.decode(spelled or "null")
    except msgspec.DecodeError:
        return None
    return found if isinstance(found, dict) else None


def flowing(read: Connection, query: Any) -> Any:
    """The rows of a query a thousand at a time; this query's alone: what is asked of the connection afterwards may be a change."""
    return read.execute(query, execution_options={"stream_results": True, "yield_per": 1000})


# -- the chain --------------------------------------------------------------------------------------------------------


@dataclass
class Walk:
    """One stream while it is read in order."""

    stream: str
    seq: int = 0
    hash: str = chain.GENESIS
    at: Any = None
    redacted: set[int] = field(default_factory=set)
    explained: set[int] = field(default_factory=set)


def check_chain(read: Connection, kept: Iterable[heads.Kept] = (), only: str | None = None) -> Findings:
    """Every entry again: no gap, each names its predecessor, hashes and commitments hold, time never goes back, heads
    fit, and so do those kept elsewhere.
    """
    found = Findings()
    walks: dict[str, Walk] = {}
    watch = heads.Watch(kept)
    span: list[Any] = []
    entries = 0
    listed = select(*EntryRow.__table__.columns).order_by(EntryRow.stream, EntryRow.seq)
    for row in flowing(read, listed if only is None else listed.where(EntryRow.stream == only)).mappings():
        entries += 1
        walk = walks.setdefault(row["stream"], Walk(row["stream"]))
        for code in _faults(row, walk):
            found.problem(code, stream=row["stream"], seq=row["seq"])
        walk.seq, walk.hash, walk.at = row["seq"], row["hash"], row["at"]
        span = [min([row["at"], *span]), max([row["at"], *span])]
        watch.meet(row["stream"], row["seq"], row["hash"])
    _check_heads(read, found, walks, only)
    for code, one in watch.end({name: walk.seq for name, walk in walks.items()}):
        found.problem(code, stream=one.stream, seq=one.seq, kept_by=one.by)
    first = found.problems[0] if found.problems else None
    found.section = {
        "streams": len(walks),
        "entries": entries,
        "span": [stamp_or_none(moment) for moment in span or (None, None)],
        "redactions": sum(len(walk.redacted) for walk in walks.values()),
        "chain": {"intact": first is None, "first_broken": first},
    }
    return found


def _faults(row: Any, walk: Walk) -> Iterator[str]:
    """What is wrong with one entry, by key words."""
    if row["seq"] != walk.seq + 1:
        yield "entries_missing"
    if row["prev"] != walk.hash:
        yield "predecessor_differs"
    header = chain.Header(
        v=chain.VERSION,
        stream=row["stream"],
        seq=row["seq"],
        ts=stamp(row["at"]),
        actor=row["actor"],
        kind=row["kind"],
        prev=row["prev"],
        commit=row["commit"],
    )
    if chain.entry_hash(header) != row["hash"]:
        yield "entry_changed"
    if walk.at is not None and row["at"] < walk.at:
        yield "time_goes_back"
    yield from _facts_fault(row, walk)


def _facts_fault(row: Any, walk: Walk) -> Iterator[str]:
    if row["salt"] is None and row["facts"] is None:
        walk.redacted.add(row["seq"])
        return
    try:
        held = chain.commitment(row["salt"] or "", (row["facts"] or "").encode()) == row["commit"]
    except ValueError:
        held = False
    if not held:
        yield "facts_changed"
    elif row["kind"] == REDACTED:
        told_of = ((facts_of(row["facts"]) or {}).get("args") or {}).get("seqs", [])
        walk.explained |= {seq for seq in told_of if isinstance(seq, int)}


def _check_heads(read: Connection, found: Findings, walks: dict[str, Walk], only: str | None) -> None:
    named: set[str] = set()
    listed = select(Stream.name, Stream.seq, Stream.head, Stream.at).order_by(Stream.name)
    for name, seq, head, at in read.execute(listed if only is None else listed.where(Stream.name == only)):
        named.add(name)
        walk = walks.get(name, Walk(name))
        if (walk.seq, walk.hash, walk.at) != (seq, head, at):
            found.problem("head_differs", stream=name, seq=seq)
    for name in sorted(walks.keys() - named):
        found.problem("head_missing", stream=name, seq=walks[name].seq)
    for name, walk in sorted(walks.items()):
        for seq in sorted(walk.redacted - walk.explained):
            found.problem("redacted_without_entry", stream=name, seq=seq)


# -- commands and their answers ---------------------------------------------------------------------------------------

A_DAY = timedelta(days=1)


def check_commands(read: Connection, only: str | None = None) -> Findings:
    """Nothing was done twice, and what was answered is what was done: entries against the remembered answers."""
    found = Findings()
    answers = _answers(read)
    oldest = min((at for _reply, at in answers.values()), default=None)
    seen: set[tuple[str, str]] = set()
    whole: bool | None = None
    listed = select(EntryRow.stream, EntryRow.seq, EntryRow.at, EntryRow.actor, EntryRow.kind, EntryRow.facts)
    listed = listed.order_by(EntryRow.at, EntryRow.stream, EntryRow.seq)
    for row in flowing(read, listed if only is None else listed.where(EntryRow.stream == only)):
        entry = Told(row.stream, row.seq, row.at, row.actor, row.kind, facts_of(row.facts))
        if entry.facts is None or not entry.own or "id" not in entry.facts:
            continue
        key = (entry.actor or "", str(entry.facts["id"]))
        where = {"stream": entry.stream, "seq": entry.seq}
        if key in seen:
            found.duplicates += 1
            found.problem("command_done_twice", **where)
        seen.add(key)
        answer = answers.get(key)
        if whole is None:
            whole = answer is not None  # the oldest answer is there: nothing has been forgotten yet
        if answer is None:
            if whole or (oldest is not None and entry.at > oldest + A_DAY):
                found.problem("answer_missing", **where)
        elif not _answered(answer[0], entry):
            found.problem("answer_differs", **where)
    found.section = {"commands": len(seen)}
    return found


def _answers(read: Connection) -> dict[tuple[str, str], tuple[str, Any]]:
    listed = select(Outcome.person, Outcome.id, Outcome.reply, Outcome.at)
    return {(person, id_): (reply, at) for person, id_, reply, at in flowing(read, listed)}


def _answered(reply: str, entry: Told) -> bool:
    """The answer says: done, as this entry."""
    told_of = facts_of(reply) or {}
    made = (entry.facts or {}).get("made")
    result = told_of.get("result") or {}
    return told_of.get("ok") is True and told_of.get("seq") == entry.seq and result.get("id") == made


# -- what screens were told -------------------------------------------------------------------------------------------


def check_changes(read: Connection, only: str | None = None) -> Findings:
    """For each scope: the changes of all entries, one upon another, are what the rows show today (figures that travel
    without entries apart). What other code has told can't be compared; of streams whose old changes are pruned,
    only what has changed since.
    """
    found = Findings()
    compared = 0
    latest = journal.latest_release(read)
    if latest is not None and latest.code != release.code():
        return Findings(section={"screens": {"compared": 0, "told_by": latest.code}})
    listed = select(Stream.name, Stream.seq, Stream.pruned).order_by(Stream.name)
    for stream, seq, pruned in read.execute(listed if only is None else listed.where(Stream.name == only)).all():
        told_of = _told_to_scopes(read, stream, pruned, seq, found)
        shown = _shown_by_rows(read, stream)
        for scope, name, key in sorted(told_of.keys() if pruned else told_of.keys() | shown.keys()):
            compared += 1
            if not _same(told_of.get((scope, name, key)), shown.get((scope, name, key)), _fluid(stream, name)):
                found.problem("screens_differ", stream=stream, scope=scope, collection=name, id=key)
    found.section = {"screens": {"compared": compared, "differ": len(found.problems)}}
    return found


def _fluid(stream: str, name: str) -> tuple[str, ...]:
    entry = views.COLLECTIONS.get(f"{stream.partition(':')[0]}/{name}")
    return entry.fluid if entry else ()


Forms = dict[tuple[str, str, str], Any]


def _told_to_scopes(read: Connection, stream: str, pruned: int, seq: int, found: Findings) -> Forms:
    """The last form each scope was told of each object; None: it is gone."""
    forms: dict[tuple[str, str, str], Any] = {}
    listed = select(Change.seq, Change.scope, Change.payload).where(Change.stream == stream, Change.seq > pruned)
    for number, scope, payload in flowing(read, listed.order_by(Change.seq)):
        try:
            if scope == journal.RIGHTS:
                msgspec.json.decode(payload, type=list[str])
                continue
            changes = msgspec.json.decode(payload, type=dict[str, dict[str, Any]])
        except msgspec.DecodeError:
            found.problem("changes_unreadable", stream=stream, seq=number, scope=scope)
            continue
        if number > seq:
            found.problem("changes_ahead", stream=stream, seq=number, scope=scope)
        for name, objects in changes.items():
            forms.update({(scope, name, key): form for key, form in objects.items()})
    return forms


def _shown_by_rows(read: Connection, stream: str) -> Forms:
    kind, _colon, subject = stream.partition(":")
    return {
        (form.scope, entry.name, form.key): msgspec.to_builtins(form.form)
        for entry in views.of_kind(kind)
        for form in views.forms_of(read, entry, subject)
    }


def _same(told_of: Any, shown: Any, fluid: tuple[str, ...]) -> bool:
    if not (isinstance(told_of, dict) and isinstance(shown, dict)):
        return bool(told_of == shown)
    return all(told_of.get(key) == shown.get(key) for key in (told_of.keys() | shown.keys()) - set(fluid))
