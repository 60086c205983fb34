"""Leases of jobs, as private commands of the house: the only way a job's row changes after it was queued."""

from __future__ import annotations

from datetime import timedelta

import msgspec
from sqlalchemy import and_, delete, or_, select

from app import journal
from app.commands import Made, Transaction, command
from app.jobs.models import LEASE, Job
from app.jobs.registry import JOBS
from app.journal import Outcome, Stream
from app.policy import Actor

KEPT = timedelta(days=14)
"""Also for answers: wire.md promises at least 7 days."""


class TakeArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    worker: str


class RenewArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    job: str
    worker: str


class FinishArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    job: str
    worker: str = ""
    error: str = ""
    again: bool = True
    """After an error: try again later, while attempts are left."""


class SweepArgs(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    pass


@command("job.take", stream="system", private=True, internal=True)
def take(tx: Transaction, who: Actor, args: TakeArgs) -> Made | None:
    """Lease the job that has waited longest, or one whose worker fell silent."""
    free = or_(Job.state == "waiting", and_(Job.state == "leased", Job.leased_until < tx.now))
    wanted = (
        select(Job)
        .where(Job.kind != "command", Job.due <= tx.now, free)
        .order_by(Job.due, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    found = tx.session.scalars(wanted).first()
    if found is None:
        return None
    found.state, found.worker, found.leased_until = "leased", args.worker, tx.now + LEASE
    found.attempts += 1
    told = {
        "kind": found.kind,
        "payload": found.payload,
        "stream": found.stream,
        "attempts": found.attempts,
        "error": found.error,
    }
    return Made(found.id, extra=told)


@command("job.renew", stream="system", private=True, internal=True)
def renew(tx: Transaction, who: Actor, args: RenewArgs) -> Made | None:
    """The worker is still at it. Answers nothing when the job has become somebody else's."""
    found = tx.session.get(Job, args.job)
    if found is None or found.state != "leased" or found.worker != args.worker:
        return None
    found.leased_until = tx.now + LEASE
    return Made(found.id)


@command("job.finish", stream="system", private=True, internal=True, room="ends")
def finish(tx: Transaction, who: Actor, args: FinishArgs) -> Made | None:
    """Done, or to be tried again after 10, 40, 90… seconds, or given up. A job that was taken over stays with
    its new worker.
    """
    found = tx.session.get(Job, args.job)
    if found is None or found.state in ("done", "failed") or (args.worker and found.worker != args.worker):
        return None
    found.error, found.leased_until = args.error[:2000], None
    if not args.error:
        found.state = "done"
        return Made(found.id)
    if found.kind == "command":
        found.attempts += 1
    if args.again and found.attempts < attempts_of(found.kind):
        found.state, found.due = "waiting", tx.now + timedelta(seconds=10 * found.attempts**2)
    else:
        found.state = "failed"
    return Made(found.id)


def attempts_of(kind: str) -> int:
    """How often a kind of work is tried."""
    known = JOBS.get(kind)
    return known.attempts if known else 5


@command("job.sweep", stream="system", private=True, internal=True)
def sweep(tx: Transaction, who: Actor, args: SweepArgs) -> Made | None:
    """Forget what is kept for a while only: jobs that were done (what failed is kept), answers, old changes. A package
    adds its own as a consequence of this command.
    """
    tx.connection.execute(delete(Job).where(Job.state == "done", Job.due < tx.now - KEPT))
    tx.connection.execute(delete(Outcome).where(Outcome.at < tx.now - KEPT))
    journal.prune(tx.connection, or_(Stream.name == "system", Stream.name.like("body:%")), tx.now)
    return None
