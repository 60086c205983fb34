"""Consent items in the minutes: what was adopted without discussion, and what was taken out for it."""

from __future__ import annotations

from sqlalchemy import Connection

from app.people.days import local
from documents.official import values_rules as values
from documents.official import wording_rules as wording
from voting.consent.views import adoptions_of


def adopted_notes(read: Connection, meeting: str) -> list[values.Note]:
    """A sentence under each item that was adopted, and under each that was opposed."""
    notes: list[values.Note] = []
    for act in adoptions_of(read, meeting):
        at = local(act["at"])
        text = wording.adopted(at, len(act["items"]) - 1, act["present"], act["members"], act["needed"])
        stands = act["annulled_at"] is None
        text += "" if stands else " " + wording.adoption_annulled(local(act["annulled_at"]), act["reason"])
        notes += [values.Note(f"adopted-{act['id']}-{item}", item, at, text, decides=stands) for item in act["items"]]
        notes += [
            values.Note(f"taken-out-{act['id']}-{item}", item, at, wording.taken_out()) for item in act["taken_out"]
        ]
    return notes
