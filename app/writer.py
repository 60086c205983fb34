"""execute(): the only door to the database's rows. Commands that wait are written in one group, committed once, then acknowledged.

Each command has a savepoint of its own: a refusal changes nothing and is remembered. Runs of equal hot commands (`together`) refuse
before they write, and are written with one statement a table. A group that fails is run again one by one.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import threading
from collections import deque
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app import commands, policy, refusals, runtime, wire
from app.caller import HOUSE, Caller, actor, actors
from app.commands import COMMANDS, Asked, Made, Registered, Transaction
from app.database import complain, to_milliseconds
from app.journal import Head, Outcome, locked_head
from app.language import gettext as _
from app.language import speaking
from app.people.models import DeviceSession
from app.policy import Actor
from app.views import StreamForms
from app.wire import Command, Invalid, NotFound, NotSignedIn, Refusal, Result, Unavailable

if TYPE_CHECKING:
    from app.house import House

log = logging.getLogger("dienhong.writer")

GROUP = 64
# The hot lane: statements are built once, not for each command (performance.md).
_stored = select(Outcome.person, Outcome.id, Outcome.request_hash, Outcome.reply).where(
    Outcome.id.in_(bindparam("commands", expanding=True))
)
_remember = insert(Outcome)
_sessions = select(DeviceSession.id, DeviceSession.revoked_at, DeviceSession.expires_at).where(
    DeviceSession.id.in_(bindparam("sessions", expanding=True))
)


class Waiting:
    """A command on its way, and its answer."""

    __slots__ = ("ahead", "args", "caller", "command", "done", "registered", "result")

    def __init__(self, caller: Caller, command: Command, registered: Registered, args: msgspec.Struct, ahead: Any):
        self.ahead = ahead
        self.caller = caller
        self.command = command
        self.registered = registered
        self.args = args
        self.done = threading.Event()
        self.result: Result | None = None


class Writer:
    """One writer a process: takes what waits, writes it as a group, acknowledges after the commit."""

    def __init__(self, house: House):
        self.house = house
        self.waiting: deque[Waiting] = deque()
        self.wake = threading.Event()
        self.stopped = False
        self.own_stream_only = not house.database.is_sqlite
        self.thread: threading.Thread | None = None
        self.starting = threading.Lock()

    def execute(self, caller: Caller, command: Command) -> Result:
        """Judge the form, queue, wait for the durable answer. Never raises for what a client can do."""
        with speaking(caller.language):
            try:
                registered = self._registered(caller, command)
                args = wire.convert(command.args, registered.form)
                waiting = Waiting(caller, command, registered, args, self._ahead(caller, command, registered, args))
                self._queue(waiting)
            except Refusal as refusal:
                return wire.refused(refusal)
            except SQLAlchemyError as error:
                complain(log, error, "looking ahead of %s failed", command.name)
                return wire.refused(Unavailable(self.house.room.said()))
        waiting.done.wait()
        assert waiting.result is not None
        return waiting.result

    def _registered(self, caller: Caller, command: Command) -> Registered:
        registered = COMMANDS.get(command.name)
        if registered is None or (registered.internal and not caller.trusted):
            raise NotFound(_("Không có lệnh này."))
        if registered.kind != command.stream.partition(":")[0]:
            raise Invalid({"stream": _("Lệnh này không dùng cho nơi đã chọn.")})
        self.house.room.refuse(registered)
        return registered

    def _ahead(self, caller: Caller, command: Command, registered: Registered, args: msgspec.Struct) -> Any:
        """Slow work before the queue, for one who may: nobody waits behind a password's hash. Who may is judged again later."""
        if registered.ahead is None:
            return None
        try:
            with self.house.database.read() as read:
                who = self._actor(read, caller, command.stream)
        except Refusal:
            return None
        if not (who.system or policy.may(self.house.permissions, [command.name], who)):
            return None
        return registered.ahead(self.house, who, args)

    def _queue(self, waiting: Waiting) -> None:
        """Raises Unavailable when the house is closing."""
        with self.starting:
            if self.stopped:
                raise Unavailable()
            if self.thread is None:
                self.thread = runtime.spawn(self._run, name="writer")
            self.waiting.append(waiting)
        self.wake.set()

    def _run(self) -> None:
        while self.waiting or not self.stopped:
            if not self.waiting:
                self.wake.wait()
                self.wake.clear()
                continue
            group = self._take()
            try:
                self._write(group)
            except Exception as error:
                complain(log, error, "a group of %d commands failed", len(group))
                self._one_by_one(group)
            for waiting in group:
                waiting.done.set()

    def _take(self) -> list[Waiting]:
        group = [self.waiting.popleft()]
        while self.waiting and len(group) < GROUP:
            if self.own_stream_only and self.waiting[0].command.stream != group[0].command.stream:
                break
            group.append(self.waiting.popleft())
        return group

    def _one_by_one(self, group: list[Waiting]) -> None:
        for waiting in group:
            with speaking(waiting.caller.language):
                try:
                    self.house.room.refuse(waiting.registered)  # what is left is for those who end something
                    self._alone(waiting)
                except Refusal as refusal:
                    waiting.result = wire.refused(refusal)
                except Exception as error:
                    complain(log, error, "command %s failed", waiting.command.name)
                    waiting.result = wire.refused(Unavailable(self.house.room.said()))

    def _alone(self, waiting: Waiting) -> None:
        """Once more, where it ends something and the disk was full: the ballast has been let go then."""
        try:
            self._write([waiting])
        except Exception as error:
            if not self.house.room.filled(error) or waiting.registered.room != "ends":
                raise
            self._write([waiting])

    def _write(self, group: list[Waiting]) -> None:
        """One transaction, one commit; only then are the results told."""
        results: list[Result] = []
        moved: set[str] = set()
        try:
            with self.house.database.write() as connection:
                for run in runs_of(group):
                    results += self._run_together(connection, run, moved)
        except BaseException:
            self.house.forms.forget(moved | {waiting.command.stream for waiting in group})
            raise
        for waiting, result in zip(group, results, strict=True):
            waiting.result = result
        if moved:
            self.house.relay.wake(moved)
        if self.house.work_given:
            self.house.work_given = False
            self.house.work.ring()

    def _run_together(self, connection: Connection, run: list[Waiting], moved: set[str]) -> list[Result]:
        """The stored answers, or the commands themselves. A fault that is no refusal ends the whole group, which is then run
        one by one: what the group has left in memory is forgotten with it.
        """
        fingerprints = [self._fingerprint(waiting.command) for waiting in run]
        results = self._answered(connection, run, fingerprints)
        fresh = [place for place, result in enumerate(results) if result is None]
        if fresh and run[0].registered.together is not None:
            attempted = self._attempt_together(connection, [run[place] for place in fresh], moved)
        else:
            attempted = [self._attempt(connection, run[place], moved) for place in fresh]
        keep: list[dict[str, Any]] = []
        for place, (result, remembered) in zip(fresh, attempted, strict=True):
            results[place] = result
            if remembered:
                keep.append(self._outcome(run[place], fingerprints[place], result))
            keep += self._recorded(connection, run[place], result, moved)
        if keep:
            connection.execute(_remember, keep)
        return [result for result in results if result is not None]

    def _recorded(
        self, connection: Connection, waiting: Waiting, result: Result, moved: set[str]
    ) -> list[dict[str, Any]]:
        """The record of a refusal, where its package wants one: beside the answer, in one commit. Its own answer to keep."""
        told = refusals.record(self.house, waiting.caller, waiting.command, waiting.args, result)
        if told is None:
            return []
        registered = COMMANDS[told.name]
        asked = Waiting(HOUSE, told, registered, wire.convert(told.args, registered.form), None)
        said, _remembered = self._attempt(connection, asked, moved)
        return [self._outcome(asked, self._fingerprint(told), said)] if said.ok else []

    def _answered(self, connection: Connection, run: list[Waiting], fingerprints: list[str]) -> list[Result | None]:
        """What needs no doing: a session that is over, a command that has been answered before."""
        over = self._over(connection, {w.caller.session for w in run if not w.caller.trusted})
        stored = {
            (row.person, row.id): row
            for row in connection.execute(_stored, {"commands": [waiting.command.id for waiting in run]})
        }
        results: list[Result | None] = []
        for waiting, asked in zip(run, fingerprints, strict=True):
            kept = stored.get((waiting.caller.person, waiting.command.id))
            with speaking(waiting.caller.language):
                if not waiting.caller.trusted and waiting.caller.session in over:
                    results.append(wire.refused(NotSignedIn()))
                elif kept is None:
                    results.append(None)
                elif kept.request_hash != asked:
                    results.append(wire.refused(Invalid({"id": _("Mã lệnh này đã dùng cho việc khác.")})))
                else:
                    results.append(msgspec.json.decode(kept.reply, type=Result))
        return results

    def _over(self, connection: Connection, asked: set[str]) -> set[str]:
        """Which of these sessions are unknown, revoked or have run out."""
        if not asked:
            return set()
        rows = connection.execute(_sessions, {"sessions": sorted(asked)})
        now = self.house.now()
        return asked - {row.id for row in rows if row.revoked_at is None and row.expires_at > now}

    def _outcome(self, waiting: Waiting, asked: str, result: Result) -> dict[str, Any]:
        return {
            "person": waiting.caller.person,
            "id": waiting.command.id,
            "request_hash": asked,
            "reply": msgspec.json.encode(result).decode(),
            "at": self.house.now(),
        }

    def _fingerprint(self, command: Command) -> str:
        """What was asked, keyed, for arguments may hold a password that nobody should be able to guess from this."""
        spelled = wire.canonical([command.stream, command.name, command.args])
        return hmac.new(self.house.settings.secret_key.encode(), spelled, hashlib.sha256).hexdigest()

    def _attempt(self, connection: Connection, waiting: Waiting, moved: set[str]) -> tuple[Result, bool]:
        """One command in a savepoint of its own. Returns its result, and whether that is to be remembered."""
        with speaking(waiting.caller.language):
            try:
                return self._do(connection, waiting, moved), True
            except Refusal as refusal:
                return wire.refused(refusal), refusal.remembered

    def _do(self, connection: Connection, waiting: Waiting, moved: set[str]) -> Result:
        command, registered = waiting.command, waiting.registered
        with self.house.forms.lock:
            session = Session(bind=connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
            session.connection()  # opens the savepoint
            touched: set[str] = {command.stream}
            try:
                at = locked_head(connection, command.stream)
                tx = Transaction(self.house, connection, session, command.stream, self._moment(at.at))
                who = self._actor(connection, waiting.caller, command.stream)
                tx.system, tx.ahead, tx.command = who.system, waiting.ahead, command.id
                done = commands.perform(tx, who, registered, waiting.args, self.house.permissions, at)
                touched |= set(tx.touched.ids) | tx.touched.whole
                seq, streams = commands.settle(tx, who, registered, waiting.args, done)
                session.commit()
            except BaseException as error:
                session.rollback()
                if not isinstance(error, Refusal):
                    self.house.forms.forget(touched)
                raise
            finally:
                session.close()
        moved.update(streams)
        return result_of(done[0], seq)

    def _moment(self, before: datetime | None) -> datetime:
        """Now, but never before the stream's last entry: clocks are set back at times."""
        now = to_milliseconds(self.house.now())
        return max(now, before) if before else now

    def _attempt_together(
        self, connection: Connection, run: list[Waiting], moved: set[str]
    ) -> list[tuple[Result, bool]]:
        """The hot lane: equal commands of different people on one stream. They refuse before they change anything, so that no
        savepoint is needed; the objects of all are read, and their rows written, with one statement each.
        """
        registered, stream = run[0].registered, run[0].command.stream
        with self.house.forms.lock, Session(bind=connection, join_transaction_mode="rollback_only") as session:
            at = locked_head(connection, stream)
            forms = self.house.forms.at(connection, stream, at.seq)
            now = self._moment(at.at)
            standing = actors(connection, [waiting.caller for waiting in run], stream)
            answers: list[Made | Refusal | None] = [None] * len(run)
            asked: list[tuple[int, Asked]] = []
            for place, (waiting, who) in enumerate(zip(run, standing, strict=True)):
                if isinstance(who, Refusal):
                    answers[place] = who
                    continue
                tx = Transaction(self.house, connection, session, stream, now)
                tx.system, tx.command = who.system, waiting.command.id
                with speaking(waiting.caller.language):
                    try:
                        commands.judge(tx, who, forms, registered, waiting.args, self.house.permissions)
                    except Refusal as refusal:
                        answers[place] = refusal
                        continue
                asked.append((place, Asked(tx, who, waiting.args)))
            seqs = self._handle_together(registered, asked, answers, forms, at)
        if any(seq > at.seq for seq in seqs.values()):
            moved.add(stream)
        return [
            (wire.refused(answer), answer.remembered)
            if isinstance(answer, Refusal)
            else (result_of(answer, seqs[place]), True)
            for place, answer in enumerate(answers)
        ]

    @staticmethod
    def _handle_together(
        registered: Registered,
        asked: list[tuple[int, Asked]],
        answers: list[Made | Refusal | None],
        forms: StreamForms,
        at: Head,
    ) -> dict[int, int]:
        """Handle and settle those that have been let through; their answers are filled in. Returns the `seq` of each."""
        if not asked:
            return {}
        assert registered.together is not None
        given = registered.together([one for _place, one in asked])
        done: list[tuple[int, Asked, Made | None]] = []
        for (place, one), answer in zip(asked, given, strict=True):
            answers[place] = answer
            if not isinstance(answer, Refusal):
                done.append((place, one, answer))
        seqs = commands.settle_together(registered, [(one, made) for _place, one, made in done], forms, at)
        return {place: seq for (place, _one, _made), seq in zip(done, seqs, strict=True)}

    def _actor(self, connection: Connection, caller: Caller, stream: str) -> Actor:
        if caller.system:
            return Actor(person=caller.person, system=True, language=caller.language)
        return actor(connection, caller, stream)

    def stop(self, patience: float = 10.0) -> None:
        """What waits is written and answered; whoever comes now is told to try again. Waits at most `patience` seconds."""
        with self.starting:
            self.stopped = True
        self.wake.set()
        if self.thread is not None and self.thread is not threading.current_thread():
            self.thread.join(patience)


def runs_of(group: Sequence[Waiting]) -> list[list[Waiting]]:
    """The group in its order, cut into runs of equal commands that go together: one stream, each person at most once."""
    runs: list[list[Waiting]] = []
    people: set[str] = set()
    for waiting in group:
        last = runs[-1][0] if runs else None
        same = (
            last is not None
            and waiting.registered.together is not None
            and waiting.registered is last.registered
            and waiting.command.stream == last.command.stream
        )
        if same and waiting.caller.person not in people:
            runs[-1].append(waiting)
        else:
            runs.append([waiting])
            people = set()
        people.add(waiting.caller.person)
    return runs


def result_of(made: Made | None, seq: int) -> Result:
    return Result(ok=True, seq=seq, result={"id": made.id, **made.extra} if made else {})
