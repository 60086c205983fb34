"""What was said of consent items: by name for the desk alone, one's own for oneself; adoptions for everybody but guests, who
see what became of their own items.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, RowMapping, select

from app.views import Form, collection
from app.wire import stamp, stamp_or_none
from meetings import scopes
from voting.consent.models import Adoption, ConsentMark


@collection("consents", ConsentMark, kind="meeting", within="meeting")
def consent_forms(_read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """The desk's: who says nothing is in none."""
    for row in rows:
        yield Form(row["id"], "desk", row["id"], {"person": row["person"], **_form(row)})


@collection("my_consents", ConsentMark, kind="meeting", within="meeting")
def my_consent_forms(_read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """By the item's id: what I said, on all my devices."""
    for row in rows:
        yield Form(row["id"], f"person:{row['person']}", row["item"], _form(row))


def _form(row: RowMapping) -> dict[str, str]:
    return {"item": row["item"], "mark": row["mark"], "at": stamp(row["at"])}


@collection("adoptions", Adoption, kind="meeting", within="meeting")
def adoption_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """The list as it was adopted."""
    published = scopes.published(read, {row["meeting"] for row in rows})
    for row in rows:
        form = {key: row[key] for key in ("items", "taken_out", "by", "members", "present", "needed")}
        form |= {"annulled_at": stamp_or_none(row["annulled_at"]), "annulled_by": row["annulled_by"]}
        form["reason"] = row["reason"]
        for scope in scopes.of_item(row["meeting"], None, published):
            yield Form(row["id"], scope, row["id"], {**form, "at": stamp(row["at"])})


# -- asked by pages and minutes ----------------------------------------------------------------------------------------


def marks_of(read: Connection, meeting: str) -> list[RowMapping]:
    listed = select(ConsentMark.__table__).where(ConsentMark.meeting == meeting)
    return list(read.execute(listed.order_by(ConsentMark.at, ConsentMark.id)).mappings())


def adoptions_of(read: Connection, meeting: str) -> list[RowMapping]:
    listed = select(Adoption.__table__).where(Adoption.meeting == meeting)
    return list(read.execute(listed.order_by(Adoption.at, Adoption.id)).mappings())
