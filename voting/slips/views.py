"""Who sees what of opinion slips.

The desk sees every slip; the body's people those that were sent, and the result once it is summarised. Answers are seen by
the chair and the secretaries (the scope `secretariat`: a unit's administrator is of the desk and no reader of opinions), and by
each who gave one. A recipient never sees another's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from app.people.days import today
from app.people.views import approvers
from app.views import Form, collection, visible
from app.wire import stamp, stamp_or_none
from voting.slips import keeping, rules
from voting.slips.models import Slip, SlipRecipient

SENT = ("sent", "closed", "summarised")
SHOWN = ("number", "year", "title", "text", "proposer", "state", "matter", "majority", "meeting", "item")
OF_THE_DESK = ("left_out", "created_by", "submitted_by", "judged_by", "reason")
ANSWER = ("choice", "words", "revision", "late", "reminders")


def known_to_members(row: Any) -> bool:
    """Once it was sent; one that was cancelled before stays with the desk."""
    return row["sent_at"] is not None


def shared_form(row: Any, asked: int, members: int) -> dict[str, Any]:
    """What the body's people see."""
    form: dict[str, Any] = {key: row[key] for key in SHOWN}
    form |= {
        key: stamp_or_none(row[key]) for key in ("deadline", "sent_at", "overdue_at", "closed_at", "summarised_at")
    }
    form |= {"asked": asked, "members": members, "ended_reason": row["ended_reason"]}
    form["extensions"] = [
        {**{key: stamp(datetime.fromisoformat(one[key])) for key in ("from", "to", "at")}, "reason": one["reason"]}
        for one in row["extensions"]
    ]
    told = row["state"] == "summarised"
    return form | {"result": row["result"] if told else None, "summary": row["summary"] if told else ""}


def desk_form(row: Any, tally: dict[str, int]) -> dict[str, Any]:
    """What the desk sees beside it."""
    form: dict[str, Any] = {key: row[key] for key in OF_THE_DESK}
    form |= {key: stamp_or_none(row[key]) for key in ("submitted_at", "judged_at")}
    return form | {"created_at": stamp(row["created_at"]), "result": row["result"], "summary": row["summary"], **tally}


@collection("slips", Slip, kind="body", within="body")
def slip_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """The question, its way, its result."""
    listed = recipient_rows(read, [row["id"] for row in rows])
    for row in rows:
        if row["state"] == "removed":
            continue
        recipients = keeping.as_asked(listed[row["id"]])
        shared = shared_form(row, sum(one.asked for one in recipients), len(recipients))
        yield Form(row["id"], "desk", row["id"], shared | desk_form(row, rules.tally(recipients)))
        if known_to_members(row):
            yield Form(row["id"], "members", row["id"], shared)


@collection("slip_answers", SlipRecipient, kind="body", within="body")
def answer_forms(_read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """Everybody on the list with what they answered: for the chair and the secretaries alone."""
    for row in rows:
        form = {key: row[key] for key in ("slip", "person", "name", "office", "order", "asked", "state", *ANSWER)}
        form |= {key: stamp_or_none(row[key]) for key in ("answered_at", "reminded_at")}
        yield Form(row["id"], "secretariat", row["id"], form)


@collection("my_answers", SlipRecipient, kind="body", within="body")
def my_answer_forms(_read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """By slip: what I am asked, and what I answered."""
    for row in rows:
        if row["asked"]:
            form = {key: row[key] for key in ("state", *ANSWER)}
            form |= {key: stamp_or_none(row[key]) for key in ("answered_at", "reminded_at")}
            yield Form(row["id"], f"person:{row['person']}", row["slip"], form)


@visible("slips")
def waits_for_an_approver(tx: Any, who: Any, slip: str) -> bool:
    """An approver who is not of the desk names what was submitted, and reads it on its page."""
    row = slip_row(tx.connection, tx.subject, slip)
    return row is not None and submitted(row) and who.person in approvers(tx.connection, row["body"], today())


def submitted(row: Any) -> bool:
    """Is it, or was it, before the approver?"""
    return row["submitted_at"] is not None and row["state"] not in ("draft", "cancelled", "removed")


# -- asked by pages ----------


def recipient_rows(read: Connection, slips: Sequence[str]) -> dict[str, list[RowMapping]]:
    """{slip: its frozen list in order}"""
    found: dict[str, list[RowMapping]] = defaultdict(list)
    for start in range(0, len(slips), 500):
        some = SlipRecipient.slip.in_(slips[start : start + 500])
        wanted = select(SlipRecipient.__table__).where(some).order_by(SlipRecipient.slip, SlipRecipient.order)
        for row in read.execute(wanted).mappings():
            found[row["slip"]].append(row)
    return found


def slip_row(read: Connection, body: str, slip: str) -> RowMapping | None:
    wanted = select(Slip.__table__).where(Slip.id == slip, Slip.body == body, Slip.state != "removed")
    return read.execute(wanted).mappings().first()


def slips_of(read: Connection, bodies: Sequence[str], states: Sequence[str], limit: int = 200) -> list[RowMapping]:
    """Slips of these bodies in these states, the latest first."""
    wanted = select(Slip.__table__).where(Slip.body.in_(bodies), Slip.state.in_(states))
    return list(read.execute(wanted.order_by(Slip.created_at.desc(), Slip.id).limit(limit)).mappings())


def asked_of(read: Connection, person: str, bodies: Sequence[str], limit: int = 100) -> list[RowMapping]:
    """The slips this person was asked by, with their own answer (`mine`, `my_choice`…), the latest first."""
    mine = (SlipRecipient.state.label("mine"), SlipRecipient.choice.label("my_choice"))
    more = (SlipRecipient.answered_at.label("my_answered_at"), SlipRecipient.reminded_at.label("my_reminded_at"))
    wanted = (
        select(*Slip.__table__.columns, *mine, *more)
        .join(SlipRecipient, SlipRecipient.slip == Slip.id)
        .where(SlipRecipient.person == person, SlipRecipient.asked, Slip.body.in_(bodies), Slip.state.in_(SENT))
    )
    return list(read.execute(wanted.order_by(Slip.sent_at.desc(), Slip.id).limit(limit)).mappings())


def to_answer(read: Connection, person: str, bodies: Sequence[str]) -> list[RowMapping]:
    """What still waits for this person's answer, by deadline."""
    mine = (SlipRecipient.person == person, SlipRecipient.asked, SlipRecipient.state.in_(("waiting", "overdue")))
    wanted = (
        select(*Slip.__table__.columns, SlipRecipient.reminded_at)
        .join(SlipRecipient, SlipRecipient.slip == Slip.id)
        .where(*mine, Slip.state == "sent", Slip.body.in_(bodies))
    )
    return list(read.execute(wanted.order_by(Slip.deadline)).mappings())


def outstanding(read: Connection, slips: Sequence[str]) -> dict[str, int]:
    """{slip: how many have not answered}"""
    open_ = (SlipRecipient.slip.in_(slips), SlipRecipient.asked, SlipRecipient.choice.is_(None))
    wanted = select(SlipRecipient.slip, func.count()).where(*open_).group_by(SlipRecipient.slip)
    return {row[0]: row[1] for row in read.execute(wanted)}
