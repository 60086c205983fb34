"""execute(): the only door to the database's rows. Commands that wait are written in one group, committed once, then acknowledged.

Each command has a savepoint of its own: a refusal changes nothing and is remembered. A group whose end fails is run again one by one.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import threading
from collections import deque
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select
from sqlalchemy.orm import Session

from app import commands, policy, runtime, wire
from app.commands import COMMANDS, Registered, Transaction
from app.database import to_milliseconds
from app.journal import Outcome, head
from app.language import gettext as _
from app.language import speaking
from app.people.models import DeviceSession, Person
from app.policy import Actor
from app.wire import Command, Invalid, NotFound, NotSignedIn, Refusal, Result, Unavailable

if TYPE_CHECKING:
    from app.house import House

log = logging.getLogger("dienhong.writer")

GROUP = 64
# The hot lane: statements are built once, not for each command (performance.md).
_stored = select(Outcome.request_hash, Outcome.reply).where(
    Outcome.person == bindparam("who"), Outcome.id == bindparam("command")
)
_remember = insert(Outcome)
_session = select(DeviceSession.revoked_at, DeviceSession.expires_at).where(DeviceSession.id == bindparam("session"))
_person = select(Person.name, Person.language, Person.active, Person.settings, Person.system_administrator).where(
    Person.id == bindparam("who")
)
REMEMBERED = timedelta(days=14)


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """Who stands at the door. `system`: the house itself. `trusted`: the house in somebody's name (demo, worker)."""

    person: str = ""
    session: str = ""
    language: str = "vi"
    system: bool = False
    trusted: bool = False


HOUSE = Caller(system=True, trusted=True)


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
        waiting.done.wait()
        assert waiting.result is not None
        return waiting.result

    def _registered(self, caller: Caller, command: Command) -> Registered:
        registered = COMMANDS.get(command.name)
        if registered is None or (registered.internal and not caller.trusted):
            raise NotFound(_("Không có lệnh này."))
        if registered.kind != command.stream.partition(":")[0]:
            raise Invalid({"stream": _("Lệnh này không dùng cho nơi đã chọn.")})
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
            except Exception:
                log.exception("a group of %d commands failed", len(group))
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
            try:
                self._write([waiting])
            except Exception:
                log.exception("command %s failed", waiting.command.name)
                with speaking(waiting.caller.language):
                    waiting.result = wire.refused(Unavailable())

    def _write(self, group: list[Waiting]) -> None:
        """One transaction, one commit; only then are the results told."""
        results: list[Result] = []
        moved: set[str] = set()
        try:
            with self.house.database.write() as connection:
                for waiting in group:
                    with speaking(waiting.caller.language):
                        results.append(self._once(connection, waiting, moved))
        except BaseException:
            self.house.forms.forget(moved | {waiting.command.stream for waiting in group})
            raise
        for waiting, result in zip(group, results, strict=True):
            waiting.result = result
        if moved:
            self.house.relay.wake(moved)

    def _once(self, connection: Connection, waiting: Waiting, moved: set[str]) -> Result:
        """The stored answer, or the command itself in a savepoint of its own. A fault that is no refusal ends the whole
        group, which is then run one by one: what the group has left in memory is forgotten with it.
        """
        caller, command = waiting.caller, waiting.command
        try:
            self._check_session(connection, caller)
        except NotSignedIn as refusal:
            return wire.refused(refusal)
        asked = self._fingerprint(command)
        stored = connection.execute(_stored, {"who": caller.person, "command": command.id}).first()
        if stored is not None:
            if stored.request_hash != asked:
                return wire.refused(Invalid({"id": _("Mã lệnh này đã dùng cho việc khác.")}))
            return msgspec.json.decode(stored.reply, type=Result)
        remembered = True
        try:
            result = self._attempt(connection, waiting, moved)
        except Refusal as refusal:
            result, remembered = wire.refused(refusal), refusal.remembered
        if remembered:
            connection.execute(
                _remember,
                [
                    {
                        "person": caller.person,
                        "id": command.id,
                        "request_hash": asked,
                        "reply": msgspec.json.encode(result).decode(),
                        "at": self.house.now(),
                    }
                ],
            )
        return result

    def _fingerprint(self, command: Command) -> str:
        """What was asked, keyed, for arguments may hold a password that nobody should be able to guess from this."""
        spelled = wire.canonical([command.stream, command.name, command.args])
        return hmac.new(self.house.settings.secret_key.encode(), spelled, hashlib.sha256).hexdigest()

    def _attempt(self, connection: Connection, waiting: Waiting, moved: set[str]) -> Result:
        command, registered = waiting.command, waiting.registered
        with self.house.forms.lock:
            session = Session(bind=connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
            session.connection()  # opens the savepoint
            touched: set[str] = {command.stream}
            try:
                before = head(connection, command.stream).at
                now = to_milliseconds(self.house.now())
                tx = Transaction(self.house, connection, session, command.stream, max(now, before) if before else now)
                who = self._actor(connection, waiting.caller, command.stream)
                tx.system, tx.ahead, tx.command = who.system, waiting.ahead, command.id
                done = commands.perform(tx, who, registered, waiting.args, self.house.permissions)
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
        made = done[0]
        return Result(ok=True, seq=seq, result={"id": made.id, **made.extra} if made else {})

    def _actor(self, connection: Connection, caller: Caller, stream: str) -> Actor:
        if caller.system:
            return Actor(person=caller.person, system=True, language=caller.language)
        return actor(connection, caller, stream)

    def _check_session(self, connection: Connection, caller: Caller) -> None:
        if caller.trusted:
            return
        kept = connection.execute(_session, {"session": caller.session}).first()
        if kept is None or kept.revoked_at is not None or kept.expires_at <= self.house.now():
            raise NotSignedIn()

    def forget_outcomes(self) -> None:
        """Answers older than 14 days are forgotten (wire.md promises at least 7)."""
        with self.house.database.write() as connection:
            connection.execute(delete(Outcome).where(Outcome.at < self.house.now() - REMEMBERED))

    def stop(self, patience: float = 10.0) -> None:
        """What waits is written and answered; whoever comes now is told to try again. Waits at most `patience` seconds."""
        with self.starting:
            self.stopped = True
        self.wake.set()
        if self.thread is not None and self.thread is not threading.current_thread():
            self.thread.join(patience)


def actor(read: Connection, caller: Caller, stream: str | None) -> Actor:
    """The person with their standing in the stream. Raises NotFound where they have none, NotSignedIn for a closed account."""
    found = read.execute(_person, {"who": caller.person}).first()
    if found is None or not found.active:
        raise NotSignedIn()
    standing: policy.Standing | None = policy.Standing()
    if stream is not None:
        standing = policy.standing_in(read, stream, caller.person)
        if standing is None:
            raise NotFound()
    assert standing is not None
    marks = standing.marks | ({"system_administrator"} if found.system_administrator else set())
    return Actor(
        person=caller.person,
        name=found.name,
        language=found.language,
        session=caller.session,
        capacity=standing.capacity,
        marks=frozenset(marks),
        scopes=standing.scopes,
        settings=found.settings or {},
    )
