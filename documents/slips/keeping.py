"""Files that go with slips and answers: kept when a slip or an answer names them (`slip.create`, `slip.edit`, `slip.answer`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import select

from app.commands import Transaction, command
from app.doors import consequence
from app.policy import Actor
from app.wire import NotFound
from documents.papers.models import File
from documents.slips.models import SlipFile
from voting.slips.keeping import wrote
from voting.slips.models import Slip, SlipRecipient


@consequence("slip.create")
def with_a_new_slip(tx: Transaction, who: Actor, args: Any) -> None:
    (slip,) = tx.touched.ids[tx.stream]["slips"]
    keep(tx, who, slip, None, args.files)


@consequence("slip.edit")
def with_an_edited_slip(tx: Transaction, who: Actor, args: Any) -> None:
    if args.files is not msgspec.UNSET and keep(tx, who, args.slip, None, args.files):
        wrote(tx, tx.get(Slip, args.slip), who)


@consequence("slip.answer")
def with_an_answer(tx: Transaction, who: Actor, args: Any) -> None:
    mine = (SlipRecipient.slip == args.slip, SlipRecipient.person == who.person)
    keep(tx, who, args.slip, tx.session.scalars(select(SlipRecipient.id).where(*mine)).one(), args.files)


@consequence("slip.remove")
def not_with_a_removed_slip(tx: Transaction, who: Actor, args: Any) -> None:
    keep(tx, who, args.slip, None, [])


@consequence("slip.send")
def seen_by_whom_it_was_sent_to(tx: Transaction, _who: Actor, args: Any) -> None:
    tx.touch(*_kept(tx, args.slip, None))


def keep(tx: Transaction, who: Actor, slip: str, recipient: str | None, wanted: Sequence[str]) -> bool:
    """These and no others, in this order; False: as it was. What was not there before must be an upload of one's own. Raises NotFound."""
    before = {row.file: row for row in _kept(tx, slip, recipient)}
    files = list(dict.fromkeys(wanted))
    if list(before) == files:
        return False
    for gone in before.keys() - set(files):
        tx.delete(before[gone])
    told = []
    for order, id in enumerate(files, start=1):
        row, file = before.get(id), tx.get(File, id)
        if row is None:
            row = _added(tx, who, slip, recipient, file)
        row.order = order
        tx.touch(row)
        told.append([row.id, file.id, file.sha256])
    tx.facts(files=told)
    return True


def _added(tx: Transaction, who: Actor, slip: str, recipient: str | None, file: File) -> SlipFile:
    if file.owner != who.person:
        raise NotFound()
    row = tx.add(SlipFile(slip=slip, recipient=recipient, body=tx.subject, file=file.id))
    tx.job("slips.convert", {"enclosure": row.id, "sha256": file.sha256, "media_type": file.media_type})
    return row


def _kept(tx: Transaction, slip: str, recipient: str | None) -> list[SlipFile]:
    own = (SlipFile.slip == slip, SlipFile.recipient.is_not_distinct_from(recipient))
    return list(tx.session.scalars(select(SlipFile).where(*own).order_by(SlipFile.order)))


class ConvertedArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    enclosure: str
    viewing: str | None = None
    pages: int | None = None


@command("enclosure.converted", stream="body", entry="enclosure.converted", internal=True)
def converted(tx: Transaction, _who: Actor, args: ConvertedArgs) -> None:
    """The worker has made a copy to be read in the browser, or could not; one that was taken away meanwhile is forgotten."""
    row = tx.session.get(SlipFile, args.enclosure)
    if row is None:
        return
    row.conversion = "ready" if args.viewing else "failed"
    row.viewing, row.pages = args.viewing, args.pages
    tx.touch(row)
