"""What the audit checks of speeches: who asked, who had the floor and for how long is what the journal, told again,
makes of it. Places in the queue are the moment's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from app.audit import Findings, Told, audit_check, subject, told
from app.database import to_milliseconds
from app.text import tidy
from meetings.speaking import rules
from meetings.speaking.models import Quota, Speech


@dataclass(frozen=True, slots=True)
class Spoken:
    """A request or speech, as the facts tell it."""

    meeting: str
    item: str | None
    person: str
    requested_at: datetime
    asked_by: str | None = None
    kind: str = "speech"
    to: str | None = None
    group: str = ""
    replies_to: str | None = None
    gist: str = ""
    note: str = ""
    reason: str = ""
    state: str = "waiting"
    unasked: bool = False
    goes_on: bool = False
    called_at: datetime | None = None
    started_at: datetime | None = None
    seconds: int = 0
    finished_at: datetime | None = None

    def running(self, now: datetime) -> Spoken:
        return replace(self, state="speaking", goes_on=False, started_at=self.started_at or now)

    def stopped(self, now: datetime, state: str) -> Spoken:
        clock = rules.Clock(self.seconds, self.started_at).stopped(now)
        return replace(self, state=state, seconds=clock.seconds, started_at=None)


COMPARED = tuple(field.name for field in fields(Spoken))


@dataclass
class Hall:
    """One meeting while it is told again."""

    item: str | None = None
    left: str | None = None
    going: bool = True
    speeches: dict[str, Spoken] = field(default_factory=dict)

    @property
    def floor(self) -> str | None:
        """A reply before the speech it interrupts."""
        found = [id for id, one in self.speeches.items() if one.state in rules.FLOOR]
        return next((id for id in found if self.speeches[id].replies_to), found[0] if found else None)

    def leaves(self, id: str, at: datetime) -> None:
        """A speech is over, and with it the replies to it; after a reply who was interrupted goes on."""
        one = self.speeches[id]
        for other, reply in self.speeches.items():
            if reply.replies_to == id and reply.state == "waiting":
                self.speeches[other] = replace(reply, state="withdrawn", finished_at=at)
            elif other == id or (reply.replies_to == id and reply.state in rules.FLOOR):
                self.speeches[other] = replace(reply.stopped(at, "finished"), goes_on=False, finished_at=at)
        if one.replies_to:
            self.goes_on(one.replies_to, at)

    def goes_on(self, id: str, at: datetime) -> None:
        one = self.speeches[id]
        if one.state == "paused" and one.goes_on and self.going:
            self.speeches[id] = one.running(at)

    def of(self, entry: Told) -> Spoken:
        return self.speeches[entry.args["speech"]]

    def put(self, entry: Told, one: Spoken) -> None:
        self.speeches[entry.args["speech"]] = one


def _item_started(hall: Hall, entry: Told) -> None:
    hall.left, hall.item = hall.item, entry.args["item"]
    for id, person, gist in (entry.facts or {}).get("wished", ()):
        hall.speeches[id] = Spoken(entry.subject, hall.item, person, entry.at, gist=gist)


def _start_undone(hall: Hall, _entry: Told) -> None:
    hall.item = hall.left


def _item_ended(hall: Hall, _entry: Told) -> None:
    hall.item = None


def _requested(hall: Hall, entry: Told) -> None:
    made, gist, to = str((entry.facts or {})["made"]), entry.args.get("gist", "").strip(), entry.args.get("to")
    if made in hall.speeches:
        before = hall.speeches[made]
        hall.speeches[made] = replace(before, gist=gist or before.gist, to=to or before.to)
        return
    person = entry.args.get("person") or entry.actor or ""
    one = Spoken(entry.subject, entry.args.get("item") or hall.item, person, entry.at, gist=gist, to=to)
    by = None if person == entry.actor else entry.actor
    hall.speeches[made] = replace(one, kind=entry.args.get("kind", "speech"), asked_by=by)


def _described(hall: Hall, entry: Told) -> None:
    hall.put(entry, replace(hall.of(entry), gist=entry.args["gist"].strip()))


def _withdrawn(hall: Hall, entry: Told) -> None:
    hall.put(entry, replace(hall.of(entry), state="withdrawn", reason="", finished_at=entry.at))


def _withdraw_undone(hall: Hall, entry: Told) -> None:
    hall.put(entry, replace(hall.of(entry), state="waiting", finished_at=None))


def _declined(hall: Hall, entry: Told) -> None:
    reason = entry.args.get("reason", "").strip()
    hall.put(entry, replace(hall.of(entry), state="declined", reason=reason, finished_at=entry.at))


def _called(hall: Hall, entry: Told) -> None:
    made, floor = str((entry.facts or {})["made"]), hall.floor
    if floor is not None:
        hall.leaves(hall.speeches[floor].replies_to or floor, entry.at)
    one = hall.speeches.get(made)
    if one is None:
        one = Spoken(entry.subject, hall.item, entry.args["person"], entry.at, entry.actor, unasked=True)
    group = str((entry.facts or {}).get("group", ""))
    hall.speeches[made] = replace(one, called_at=entry.at, group=group).running(entry.at)


def _reply_asked(hall: Hall, entry: Told) -> None:
    made, to = str((entry.facts or {})["made"]), entry.args["speech"]
    one = Spoken(entry.subject, hall.speeches[to].item, entry.actor or "", entry.at, replies_to=to)
    hall.speeches[made] = one


def _reply_given(hall: Hall, entry: Told) -> None:
    made, floor = str((entry.facts or {})["made"]), hall.floor or ""
    main = hall.speeches[floor]
    if main.state == "speaking":
        hall.speeches[floor] = replace(main.stopped(entry.at, "paused"), goes_on=True)
    one = hall.speeches.get(made)
    if one is None:
        told = (entry.subject, main.item, entry.args["person"], entry.at, entry.actor)
        one = Spoken(*told, unasked=True, replies_to=floor)
    group = str((entry.facts or {}).get("group", ""))
    hall.speeches[made] = replace(one, called_at=entry.at, group=group).running(entry.at)


def _call_undone(hall: Hall, entry: Told) -> None:
    one = hall.of(entry)
    back = replace(
        one, called_at=None, started_at=None, seconds=0, group="", state="withdrawn" if one.unasked else "waiting"
    )
    hall.put(entry, replace(back, finished_at=entry.at if one.unasked else None))
    if one.replies_to:
        hall.goes_on(one.replies_to, entry.at)
    else:
        _speaks_on(hall, one.called_at, entry.at)


def _speaks_on(hall: Hall, called_at: datetime | None, at: datetime) -> None:
    """Whom the call had ended."""
    ended = (id for id, one in hall.speeches.items() if one.finished_at == called_at)
    main = next(
        (id for id in ended if hall.speeches[id].state == "finished" and not hall.speeches[id].replies_to), None
    )
    if main is not None:
        _back_on_the_floor(hall, main, at)


def _back_on_the_floor(hall: Hall, main: str, at: datetime) -> None:
    """With the replies that ended with the speech."""
    ended, replying = hall.speeches[main], None
    for id, one in hall.speeches.items():
        if one.replies_to == main and one.finished_at == ended.finished_at and one.state in ("finished", "withdrawn"):
            state = "waiting" if one.state == "withdrawn" else "paused"
            hall.speeches[id] = replace(one, state=state, finished_at=None)
            replying = id if one.state == "finished" else replying
    hall.speeches[main] = replace(ended, state="paused", goes_on=replying is not None, finished_at=None)
    hall.speeches[replying or main] = hall.speeches[replying or main].running(at)


def _finish_undone(hall: Hall, entry: Told) -> None:
    one = hall.of(entry)
    if not one.replies_to:
        _back_on_the_floor(hall, entry.args["speech"], entry.at)
        return
    main = hall.speeches[one.replies_to]
    if main.state == "speaking":
        hall.speeches[one.replies_to] = replace(main.stopped(entry.at, "paused"), goes_on=True)
    hall.put(entry, replace(one, finished_at=None).running(entry.at))


def _finished(hall: Hall, entry: Told) -> None:
    hall.leaves(entry.args["speech"], entry.at)


def _paused(hall: Hall, entry: Told) -> None:
    hall.put(entry, hall.of(entry).stopped(entry.at, "paused"))


def _resumed(hall: Hall, entry: Told) -> None:
    hall.put(entry, hall.of(entry).running(entry.at))


def _uninvited(hall: Hall, entry: Told) -> None:
    for id, one in hall.speeches.items():
        if one.person == entry.args["person"] and one.state == "waiting":
            hall.speeches[id] = replace(one, state="withdrawn", finished_at=entry.at)


def _noted(hall: Hall, entry: Told) -> None:
    hall.put(entry, replace(hall.of(entry), note=entry.args["note"].strip()))


def _break(hall: Hall, entry: Told) -> None:
    hall.going, floor = False, hall.floor
    if floor is not None and hall.speeches[floor].state == "speaking":
        hall.speeches[floor] = replace(hall.speeches[floor].stopped(entry.at, "paused"), goes_on=True)


def _after_the_break(hall: Hall, entry: Told) -> None:
    hall.going, floor = True, hall.floor
    if floor is not None and hall.speeches[floor].goes_on:
        hall.speeches[floor] = hall.speeches[floor].running(entry.at)


def _dispersed(hall: Hall, entry: Told) -> None:
    finished = (entry.facts or {}).get("finished")
    if finished is not None:
        hall.leaves(finished, to_milliseconds(msgspec.convert(entry.args["at"], datetime)))


REPLAY: dict[str, Callable[[Hall, Told], None]] = {
    "agenda.item_started": _item_started,
    "agenda.item_finished": _item_ended,
    "agenda.start_undone": _start_undone,
    "meeting.ended": _item_ended,
    "meeting.uninvited": _uninvited,
    "meeting.paused": _break,
    "meeting.resumed": _after_the_break,
    "attendance.dispersed": _dispersed,
    "speaking.requested": _requested,
    "speaking.described": _described,
    "speaking.withdrawn": _withdrawn,
    "speaking.withdraw_undone": _withdraw_undone,
    "speaking.declined": _declined,
    "speaking.called": _called,
    "speaking.reply_asked": _reply_asked,
    "speaking.reply_given": _reply_given,
    "speaking.call_undone": _call_undone,
    "speaking.finished": _finished,
    "speaking.finish_undone": _finish_undone,
    "speaking.paused": _paused,
    "speaking.resumed": _resumed,
    "speaking.noted": _noted,
}


@audit_check("speeches")
def check_speeches(read: Connection, only: str | None = None) -> Findings:
    """Row by row."""
    found = Findings()
    speeches, hidden = _replayed(read, only, found)
    listed = select(Speech.__table__)
    meeting = subject(only)
    listed = listed if meeting is None else listed.where(Speech.meeting == meeting)
    rows = {row["id"]: row for row in read.execute(listed).mappings()}
    for id in sorted(speeches.keys() | rows.keys()):
        told_of, row = speeches.get(id), rows.get(id)
        where = {"speech": id, "meeting": told_of.meeting if told_of else rows[id]["meeting"]}
        if where["meeting"] in hidden:
            continue
        if told_of is None or row is None:
            found.problem("speech_without_entry" if told_of is None else "speech_missing", **where)
            continue
        differs = [name for name in COMPARED if row[name] != getattr(told_of, name)]
        if differs:
            found.problem("speech_differs", **where, columns=differs)
    found.section = {"speeches": {"rows": len(rows), "differ": len(found.problems)}}
    return found


def _replayed(read: Connection, only: str | None, found: Findings) -> tuple[dict[str, Spoken], set[str]]:
    """The speeches; and the meetings of which something was redacted, which can't be replayed."""
    halls: dict[str, Hall] = {}
    hidden: set[str] = set()
    for entry in told(read, REPLAY, only):
        if entry.facts is None:
            hidden.add(entry.subject)
        if entry.subject in hidden:
            continue
        try:
            REPLAY[entry.kind](halls.setdefault(entry.subject, Hall()), entry)
        except (KeyError, TypeError, ValueError):
            found.problem("facts_without_sense", stream=entry.stream, seq=entry.seq)
    return {id: one for hall in halls.values() for id, one in hall.speeches.items()}, hidden


# -- time of groups ---------------------------------------------------------------------------------------------------

Given = dict[tuple[str, str, str | None], int | None]
"""Seconds by meeting, group and item."""


@audit_check("quotas")
def check_quotas(read: Connection, only: str | None = None) -> Findings:
    found = Findings()
    replayed, hidden = _given(read, only, found)
    wanted, meeting = select(Quota), subject(only)
    wanted = wanted if meeting is None else wanted.where(Quota.meeting == meeting)
    rows: Given = {(row.meeting, row.group, row.item): row.seconds for row in read.execute(wanted)}
    for key in sorted(replayed.keys() | rows.keys(), key=lambda key: (key[0], key[1], key[2] or "")):
        if key[0] in hidden or (key in replayed and key in rows and replayed[key] == rows[key]):
            continue
        how = "quota_without_entry" if key not in replayed else "quota_missing" if key not in rows else "quota_differs"
        found.problem(how, meeting=key[0], group=key[1], item=key[2])
    found.section = {"quotas": {"rows": len(rows), "differ": len(found.problems)}}
    return found


def _given(read: Connection, only: str | None, found: Findings) -> tuple[Given, set[str]]:
    """What the facts make of it; and the meetings of which something was redacted."""
    given: Given = {}
    hidden: set[str] = set()
    for entry in told(read, ("speaking.quota_set", "agenda.item_removed"), only):
        if entry.facts is None:
            hidden.add(entry.subject)
            continue
        try:
            _give(given, entry, entry.facts)
        except (KeyError, TypeError):
            found.problem("facts_without_sense", stream=entry.stream, seq=entry.seq)
    return given, hidden


def _give(given: Given, entry: Told, facts: dict[str, Any]) -> None:
    if entry.kind == "agenda.item_removed":
        for key in [key for key in given if key[0] == entry.subject and key[2] == entry.args["item"]]:
            del given[key]
        return
    group, item, seconds = tidy(entry.args["group"]), entry.args.get("item"), entry.args["seconds"]
    for kept in facts["kept"]:
        given[entry.subject, group, kept] = facts["before"]
    if seconds is None:
        given.pop((entry.subject, group, item), None)
    else:
        given[entry.subject, group, item] = seconds
