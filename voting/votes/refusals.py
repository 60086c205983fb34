"""Who gave a command of votes that is not theirs to give: refused, and recorded beside the answer (`app/writer.py`).

The desk is alarmed, the journal keeps it, `run.py audit` lists it.
"""

from __future__ import annotations

import logging

from sqlalchemy import Connection, select

from app.audit import Findings, audit_check
from app.commands import Transaction, command
from app.policy import Actor
from app.refusals import RefusalArgs, listed
from meetings.planning.models import Alarm, Meeting, Participant
from voting.votes import rules
from voting.votes.models import RollEntry, Vote

log = logging.getLogger("dienhong.votes")

CASTS = ("vote.cast", "sealed.cast")


@command("vote.record_refusal", stream="meeting", entry="vote.refusal_recorded", internal=True)
def record_refusal(tx: Transaction, _who: Actor, args: RefusalArgs) -> None:
    """A command was refused to somebody. An ordinary slip (too early, not here yet) is none to record."""
    meeting = tx.get(Meeting, tx.subject)
    vote = _vote(tx, args)
    why = rules.trespass(args.code, _standing(tx, args, vote))
    if why is None:
        return
    mine = select(Alarm).where(Alarm.meeting == meeting.id, Alarm.person == args.person, Alarm.kind == "ballot")
    before = list(tx.session.scalars(mine.order_by(Alarm.at)))
    if not rules.recorded(sum(alarm.times for alarm in before), before[-1].at if before else None, tx.now):
        return
    log.warning("%s was refused to %s in meeting %s: %s", args.command, args.person, meeting.id, why)
    alarm = next((alarm for alarm in before if alarm.cleared_at is None), None)
    if alarm is None:
        new = Alarm(meeting=meeting.id, person=args.person, kind="ballot", seq=0, head="", times=0, at=tx.now)
        alarm = tx.add(new)
    alarm.why, alarm.at, alarm.times = why, tx.now, alarm.times + 1
    tx.facts(why=why, vote=vote.id if vote is not None else None)
    tx.touch(alarm)


def _vote(tx: Transaction, args: RefusalArgs) -> Vote | None:
    """The vote it was about, where it is one of this meeting."""
    vote = tx.session.get(Vote, args.about.get("vote", ""))
    return vote if vote is not None and vote.meeting == tx.subject else None


def _standing(tx: Transaction, args: RefusalArgs, vote: Vote | None) -> rules.Standing:
    columns = (Participant.capacity, Participant.on_roll)
    here = select(*columns).where(Participant.meeting == tx.subject, Participant.person == args.person)
    row = tx.connection.execute(here).first()
    if row is None:
        return rules.Standing(None, False)
    if vote is None or vote.opened_at is None or args.command not in CASTS:
        return rules.Standing(row.capacity, row.on_roll)
    listed = select(RollEntry.no_vote).where(RollEntry.vote == vote.id, RollEntry.person == args.person)
    line = tx.connection.execute(listed).first()
    return rules.Standing(row.capacity, row.on_roll, on_frozen=line is not None, no_vote=bool(line and line.no_vote))


@audit_check("refused")
def check_refused(read: Connection, only: str | None = None) -> Findings:
    """No fault, only a list for who looks after the house: who tried what in votes that was not theirs, and when."""
    return Findings(section={"refused": listed(read, "vote.refusal_recorded", only, "meeting", "vote")})
