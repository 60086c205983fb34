"""A meeting that is taken up again on another day: another sitting, of that day's members and rules (docs/decisions/0045)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import RowMapping, update

from app.commands import Transaction
from app.people.days import local
from meetings.course import keeping
from meetings.planning import people, rules
from meetings.planning.models import Meeting, Participant


def take_up(tx: Transaction, meeting: Meeting) -> None:
    """After an adjournment, or a break that outlasted its day. Who came on the roll and who went off it are facts, for the audit to
    replay, and happenings, for everybody to read (`course`).
    """
    last = keeping.last_break(tx)
    until = None if last is None or last.until is None else local(last.until)
    if last is None or local(tx.now) < rules.over_with_the_day(local(last.at), until):
        return
    meeting.sitting_since = tx.now
    tx.session.flush()
    before = _standing(tx, meeting.id)
    _renew(tx, meeting)
    meeting.vote_rules = people.rules_of(tx, meeting)
    after = _standing(tx, meeting.id)
    tell(tx, before, after)
    if before.chair != after.chair:
        keeping.record(tx, "handed_over", former=before.chair, person=after.chair)


class Standing(NamedTuple):
    """Who is on the roll, who was of the body in an earlier sitting only, who presides."""

    roll: frozenset[str] = frozenset()
    former: frozenset[str] = frozenset()
    chair: str | None = None


def begin(tx: Transaction, meeting: Meeting) -> None:
    """The first sitting."""
    meeting.sitting_since = tx.now
    people.bring_up_to_date(tx, meeting)
    found = _standing(tx, meeting.id)
    tell(tx, found, found)


def tell(tx: Transaction, before: Standing, after: Standing) -> None:
    """The roll of the sitting and how it became another, for the audit (`checks`) and for the record (`course`)."""
    tx.facts(
        roll={
            "members": len(after.roll),
            "came": sorted(after.roll - before.roll),
            "went": sorted(before.roll - after.roll),
            "former": sorted(after.former - before.former),
            "back": sorted(before.former - after.former),
        }
    )


def _standing(tx: Transaction, meeting: str) -> Standing:
    rows = people.people_kept(tx, meeting).items()
    return Standing(
        roll=frozenset(person for person, row in rows if row["on_roll"]),
        former=frozenset(person for person, row in rows if row["former"]),
        chair=next((person for person, row in rows if row["capacity"] == "chair"), None),
    )


def _renew(tx: Transaction, meeting: Meeting) -> None:
    """The body's people as they are on this day."""
    wanted, kept = people.body_people(tx, meeting), people.people_kept(tx, meeting.id)
    gone = people.no_longer_there(tx, meeting, kept, wanted)
    gone += [
        p
        for p, row in kept.items()
        if row["capacity"] == "substitute" and row["substitutes"] in gone and p not in wanted
    ]
    _set_aside(tx, meeting.id, {person: kept[person] for person in gone})
    people.take_in(tx, meeting, wanted, people.people_kept(tx, meeting.id), joined_at=tx.now)


def _set_aside(tx: Transaction, meeting: str, gone: Mapping[str, RowMapping]) -> None:
    """Whom the body has no more, and who went for them: guests of no item from now on, whom the desk may invite to one. Their
    attendance, speeches and votes stay, and they on the list.
    """
    if not gone:
        return
    for row in gone.values():
        now = {"capacity": "guest", "on_roll": False, "post": "", "clerk_of": None}
        changed = {**now, "former": row["capacity"], "former_at": tx.now}
        tx.connection.execute(update(Participant).where(Participant.id == row["id"]).values(changed))
    tx.touch(Participant, [row["id"] for row in gone.values()])
    people.count_in(tx, meeting, list(gone), on_roll=False)
    tx.rights(*sorted(gone), stream=f"meeting:{meeting}")
