"""Who gave a command of opinion slips that is not theirs to give: refused, and recorded in the body's journal beside the answer, as
in a meeting's votes (docs/decisions/0034). `run.py audit` lists it.
"""

from __future__ import annotations

import logging

from sqlalchemy import Connection, select

from app.audit import Findings, audit_check
from app.commands import Transaction, command
from app.journal import EntryRow
from app.people.days import local_day
from app.people.models import Body
from app.people.views import current_members
from app.policy import Actor
from app.refusals import RefusalArgs, listed
from app.verifying import facts_of
from voting.slips import rules
from voting.slips.models import Slip
from voting.votes.rules import ALL_RECORDED, recorded

log = logging.getLogger("dienhong.slips")

KIND = "slip.refusal_recorded"


@command("slip.record_refusal", stream="body", entry=KIND, internal=True)
def record_refusal(tx: Transaction, _who: Actor, args: RefusalArgs) -> None:
    """A command was refused to somebody. An ordinary slip of one of the body's own is none to record."""
    body = tx.get(Body, tx.subject)
    of_the_body = {row["person"] for row in current_members(tx.connection, body.id, local_day(tx.now))}
    why = rules.trespass(args.code, args.person in of_the_body)
    if why is None or not _again(tx, args.person):
        return
    log.warning("%s was refused to %s in body %s: %s", args.command, args.person, body.id, why)
    slip = tx.session.get(Slip, args.about.get("slip", ""))
    ours = slip is not None and slip.body == body.id
    tx.facts(why=why, slip=slip.id if slip is not None and ours else None)


def _again(tx: Transaction, person: str) -> bool:
    """The first few attempts, then one a minute: of anybody, and of this person."""
    kept = select(EntryRow.at, EntryRow.facts).where(EntryRow.stream == f"body:{tx.subject}", EntryRow.kind == KIND)
    theirs = []
    for at, spelled in tx.connection.execute(kept.order_by(EntryRow.seq.desc()).limit(20 * ALL_RECORDED)):
        facts = facts_of(spelled) or {}
        if facts.get("args", {}).get("person") == person:
            theirs.append(at)
    return recorded(len(theirs), theirs[0] if theirs else None, tx.now)


@audit_check("refused_slips")
def check_refused(read: Connection, only: str | None = None) -> Findings:
    """No fault, only a list: who tried what with opinion slips that was not theirs, and when."""
    return Findings(section={"refused_slips": listed(read, KIND, only, "body", "slip")})
