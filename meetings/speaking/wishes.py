"""Who said before the session that they wish to speak on an item: they join its list when it is taken up."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.commands import Transaction
from app.database import new_id
from app.people.days import local_day
from meetings.speaking import queue, rules
from meetings.speaking.models import Speech
from meetings.speaking.views import limit_for


def join(tx: Transaction, item: str, persons: Sequence[str], gist: str) -> None:
    """Those of them who are here, in this order, each with one request; not who has asked or spoken on the item already. What
    is made so is a fact of the entry: the audit finds it there (`checks.py`).
    """
    asked = select(Speech.person).where(Speech.meeting == tx.subject, Speech.item == item, Speech.kind == "speech")
    places, before = queue.places(tx, set(persons)), set(tx.session.scalars(asked))
    new = [one for one in persons if one not in before and one in places and places[one].here]
    if not new:
        return
    rows, of = queue.waiting_rows(tx, item), queue.standing(tx, item)
    limit = limit_for(tx.connection, queue.meeting_of(tx).body, "speech", local_day(tx.now))
    made: list[Speech] = []
    for person in new:
        values = {"id": new_id(), "meeting": tx.subject, "item": item, "person": person, "gist": gist, "kind": "speech"}
        speech = Speech(**values, requested_at=tx.now, limit=limit, placed=False)
        *waiting, newcomer = queue.as_waiting([*rows, speech], of)
        rows = queue.number(tx, [*rows, speech], rules.join(waiting, newcomer, of.order))
        made.append(speech)
    tx.session.add_all(made)
    tx.touch(*made)
    tx.facts(wished=[[one.id, one.person, one.gist] for one in made])
