"""The websocket door: join, leave, command (wire.md). The session is checked at every event, not only at connecting."""

from __future__ import annotations

import logging
import time
from typing import Annotated, Any

import msgspec
from flask_socketio import ConnectionRefusedError, SocketIO
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from app import forks, journal, policy, runtime, views
from app.caller import Caller, actor
from app.commands import COMMANDS
from app.database import complain
from app.house import House
from app.language import gettext as _
from app.language import speaking
from app.people import sessions
from app.policy import Actor
from app.relay import Subscriber
from app.web.limits import Pace
from app.web.origin import CALLER, LET_IN
from app.wire import (
    MAX_COMMAND_BYTES,
    Invalid,
    NotFound,
    NotSignedIn,
    Refusal,
    Result,
    TooOld,
    Unavailable,
    decode,
    refused,
    stamp,
)

log = logging.getLogger("dienhong.live")

ENTRIES_AT_ONCE = 2_000
NO_REQUEST = (msgspec.ValidationError, UnicodeError, RecursionError)
KNOWN_FOR = 1.0
"""Seconds after its handshake for which a session need not be looked at again."""


class JoinRequest(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    stream: str
    since: int | None = None
    view: str | None = None
    head: str | None = None


class AttendRequest(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    stream: str
    at: Annotated[str, msgspec.Meta(max_length=80, pattern=r"^[a-z]+:[A-Za-z0-9_-]+$")] | None = None


def me(house: House, who: Actor, kind: str) -> dict[str, Any]:
    """`me` of wire.md: who I am in this stream and which commands my capacity allows."""
    key = (kind, who.capacity, who.marks, bool(who.person))
    may = house.may_by_capacity.get(key)
    if may is None:
        names = sorted(name for name, entry in COMMANDS.items() if entry.kind == kind and not entry.internal)
        may = house.may_by_capacity[key] = policy.may(house.permissions, names, who)
    return {"person": who.person, "capacity": who.capacity, "may": may}


def read_snapshot(house: House, read: Connection, stream: str, who: Actor) -> tuple[journal.Head, msgspec.Raw]:
    """A view's state, spelled, with the `seq` it is of: from the forms in memory where they stand exactly there, else from rows."""
    at = journal.head(read, stream)
    with house.forms.lock:
        kept = house.forms.peek(stream, at.seq)
        if kept is None and not house.forms.knows(stream):
            # After a restart a thousand devices come back: the rows are read once.
            kept = house.forms.at(read, stream, at.seq)
        if kept is not None:
            return at, msgspec.Raw(kept.spelled(read, stream, who.scopes, who.view - who.scopes))
    return at, msgspec.Raw(msgspec.json.encode(views.snapshot(read, stream, who.view)))


def answer(house: House, read: Connection, who: Actor, asked: JoinRequest) -> dict[str, Any]:
    """The answer to a join: entries since what the client has, or a snapshot. Both doors give it."""
    view = views.view_name(who.view)
    found: dict[str, Any] = {"ok": True, "view": view}
    try:
        if asked.since is not None and asked.head and not forks.on_chain(read, asked.stream, asked.since, asked.head):
            forks.report(house, asked.stream, asked.since, asked.head, who.person)
            raise TooOld()
        if asked.since is None or asked.view != view:
            raise TooOld()
        batch = journal.batch(read, asked.stream, asked.since, scopes=who.view)
        if batch.end - batch.start > ENTRIES_AT_ONCE:
            raise TooOld()
        found |= {"seq": batch.end, "head": batch.head, "entries": batch.seen_by(who.view)}
    except TooOld:
        at, state = read_snapshot(house, read, asked.stream, who)
        found |= {"seq": at.seq, "head": at.hash, "snapshot": state}
    found["me"] = me(house, who, asked.stream.partition(":")[0])
    found["server_time"] = stamp(house.now())
    return found


class Door:
    """The events of a socket. They go past Flask's request, which costs as much as a join; who it is the handshake has found."""

    def __init__(self, house: House, socketio: SocketIO, pace: Pace):
        self.house = house
        self.pace = pace
        self.server = socketio.server
        self.callers: dict[str, Caller] = {}
        self.server.on("connect", self.connect)
        self.server.on("disconnect", self.disconnect)
        self.server.on("join", self.join)
        self.server.on("leave", self.leave)
        self.server.on("attend", self.attend)
        self.server.on("command", self.command)

    def connect(self, sid: str, environ: dict[str, Any], _auth: Any = None) -> bool:
        caller: Caller | None = environ.get(CALLER)
        if caller is None or not self._still_known(caller, environ[LET_IN]):
            return False
        if len(self.callers) >= self.house.settings.clients:
            with speaking(caller.language):
                why = _("Máy chủ đã đủ thiết bị kết nối. Thiết bị này tự thử lại.")
            raise ConnectionRefusedError(why, {"code": "unavailable", "message": why})
        self.callers[sid] = caller
        self.house.relay.connected(sid, caller.session)
        return True

    def _still_known(self, caller: Caller, since: float) -> bool:
        """A client may take its time between the handshake and this."""
        if time.monotonic() - since < KNOWN_FOR:
            return True
        try:
            with self.house.database.read() as read:
                return sessions.alive(read, self.house, caller.session)
        except SQLAlchemyError as error:  # else nobody would be answered, and would wait
            complain(log, error, "a device could not be let in")
            raise ConnectionRefusedError() from error

    def disconnect(self, sid: str, reason: Any = None) -> None:
        """A device that closes its socket may be trying the network anew: that it goes it says by `leave`."""
        self.callers.pop(sid, None)
        runtime.sleep(0)  # a `leave` that came just before has its turn first
        self.house.relay.disconnected(sid, said=reason == self.server.reason.SERVER_DISCONNECT)

    def _known(self, sid: str) -> Caller | None:
        """Who it was at the handshake, in the language they have chosen since."""
        caller = self.callers.get(sid)
        if caller is None:
            return None
        language = self.house.languages.get(caller.person, caller.language)
        if language != caller.language:
            caller = self.callers[sid] = msgspec.structs.replace(caller, language=language)
        return caller

    def _caller(self, read: Connection, sid: str) -> Caller:
        caller = self._known(sid)
        if caller is None or not sessions.alive(read, self.house, caller.session):
            self.house.relay.sign_out(caller.session) if caller else self.server.disconnect(sid)
            raise NotSignedIn()
        return caller

    def join(self, sid: str, raw: Any = None, *_more: Any) -> dict[str, Any]:
        caller = self._known(sid)
        with speaking(caller.language if caller else "vi"):
            try:
                asked = _join_request(raw)
                relay = self.house.relay
                with relay.lock, self.house.database.read() as read:
                    caller = self._caller(read, sid)
                    self.pace.check(caller.person)
                    try:
                        who = actor(read, caller, asked.stream)
                        if not who.scopes:
                            raise NotFound()
                    except Refusal:
                        relay.unsubscribe(asked.stream, sid)  # what it saw before is no longer its to see
                        raise
                    relay.subscribe(
                        read,
                        asked.stream,
                        Subscriber(sid, who.person, caller.session, who.language, who.scopes),
                    )
                    return answer(self.house, read, who, asked)
            except Refusal as refusal:
                return refused(refusal).as_wire()
            except SQLAlchemyError as error:
                complain(log, error, "a device could not join")  # what it had joined stays: this may be a late copy
                return refused(Unavailable()).as_wire()

    def leave(self, sid: str, raw: Any = None, *_more: Any) -> dict[str, Any]:
        stream = raw.get("stream") if isinstance(raw, dict) else None
        if not isinstance(stream, str):
            return refused(Invalid({"stream": _("Giá trị không hợp lệ.")})).as_wire()
        self.house.relay.unsubscribe(stream, sid, said=True)
        return {"ok": True}

    def attend(self, sid: str, raw: Any = None, *_more: Any) -> dict[str, Any]:
        """Where this device's hands are: told to the desk as a figure, kept nowhere, gone with the device."""
        caller = self._known(sid)
        with speaking(caller.language if caller else "vi"):
            try:
                asked = _attend_request(raw)
                with self.house.database.read() as read:
                    self.pace.check(self._caller(read, sid).person)
                if not self.house.relay.attend(asked.stream, sid, asked.at):
                    raise NotFound()
                return {"ok": True}
            except Refusal as refusal:
                return refused(refusal).as_wire()
            except SQLAlchemyError as error:
                complain(log, error, "a device could not say where it is")
                return refused(Unavailable()).as_wire()

    def command(self, sid: str, raw: Any = None, *_more: Any) -> dict[str, Any]:
        caller = self._known(sid)
        if caller is None:
            return refused(NotSignedIn()).as_wire()
        result = give(self.house, self.pace, caller, raw)
        if (result.error or {}).get("code") == "not_signed_in":
            self.house.relay.sign_out(caller.session)
        return result.as_wire()


def give(house: House, pace: Pace, caller: Caller, raw: Any) -> Result:
    """Decode and execute: what both doors do with a command."""
    with speaking(caller.language):
        try:
            pace.check(caller.person)
            if len(msgspec.json.encode(raw)) > MAX_COMMAND_BYTES:
                raise Invalid({"args": _("Nội dung gửi lên quá dài.")})
            return house.execute(caller, decode(raw))
        except Refusal as refusal:
            return refused(refusal)
        except (TypeError, ValueError, UnicodeError, RecursionError):
            return refused(Invalid({"command": _("Giá trị không hợp lệ.")}))


def _attend_request(raw: Any) -> AttendRequest:
    try:
        return msgspec.convert(raw, AttendRequest)
    except NO_REQUEST as error:
        raise Invalid({"at": _("Giá trị không hợp lệ.")}) from error


def _join_request(raw: Any) -> JoinRequest:
    try:
        return msgspec.convert(raw, JoinRequest)
    except NO_REQUEST as error:
        raise Invalid({"join": _("Giá trị không hợp lệ.")}) from error
