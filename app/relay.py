"""Journal -> sockets. The only file that emits.

It reads the journal after what it last sent, encodes once per view, and writes everybody of the view the same bytes (`direct.py`);
whoever has changes of their own (`person:`) in the batch gets a frame of their own. A request only wakes it, so a crash between
commit and sending loses nothing: the client joins again and asks since its `seq`.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask_socketio import SocketIO
from sqlalchemy import Connection

from app import direct, faults, journal, policy, presence, runtime, views
from app.database import complain
from app.language import gettext as _
from app.language import speaking
from app.people import sessions
from app.presence import Devices, Expected
from app.wire import stamp

if TYPE_CHECKING:
    from app.house import House

log = logging.getLogger("dienhong.relay")

WINDOW = 0.025
"""Seconds between two batches: what comes meanwhile gathers."""
POLL = 1.0
"""Heads are read this often in case a wake-up was lost (another process wrote)."""
FIGURES_EVERY = 0.25
BEAT_EVERY = 1.75
"""Looked at every FIGURES_EVERY: two seconds at most, and a device that hears nothing for longer says so within three."""
NOTED_EVERY = 5.0
"""Whose devices are there is noted this often, where it is another than before."""
AT_ONCE = 100
"""So many sockets are written to before a ballot, or a page, has its turn: a thousand take 20 ms."""
SESSIONS_EVERY = 60.0
"""Sessions that have run out are looked for this often; revoked ones at once."""
LIMIT = 500
"""A client this many entries behind is told to join again."""


DESK = "desk"
"""The scope of those who write together."""


def _attending(joined: Iterable[Subscriber]) -> dict[str, list[str]]:
    """Who is at the desk, and what each is writing at."""
    found: dict[str, set[str]] = defaultdict(set)
    for subscriber in joined:
        if DESK in subscriber.scopes:
            found[subscriber.person] |= {subscriber.at} if subscriber.at else set()
    return {person: sorted(places) for person, places in sorted(found.items())}


class Subscriber:
    """One socket in one stream."""

    __slots__ = ("at", "language", "person", "scopes", "session", "sid", "told")

    def __init__(self, sid: str, person: str, session: str, language: str, scopes: frozenset[str]):
        self.sid = sid
        self.person = person
        self.session = session
        self.language = language
        self.scopes = scopes
        self.at: str | None = None
        """What it says it is writing at."""
        self.told = 0
        """How far a frame of its own has gone beyond what its view was told: its next frame begins there."""


class Relay:
    """What is joined in this process, and how far each stream has been sent."""

    def __init__(self, house: House):
        self.house = house
        self.socketio: SocketIO | None = None
        self.lock = threading.RLock()
        self.subscribers: dict[str, dict[str, Subscriber]] = defaultdict(dict)
        self.sent: dict[str, int] = {}
        self.devices = Devices(time.monotonic())
        self.sessions: dict[str, set[str]] = defaultdict(set)
        """Session -> its sockets in this process."""
        self.lines: dict[str, tuple[str, direct.Line | None]] = {}
        """Socket -> its session, and the straight way to it where there is one."""
        self.woken: set[str] = set()
        self.waking = threading.Lock()
        self.event = threading.Event()
        self.stopped = False
        self.views_sent: dict[tuple[str, frozenset[str]], int] = {}
        """How far each view has been told: its next frame begins there, whatever happened unseen in between."""
        self.system_seen = -1
        self.sessions_due = 0.0
        self.figures_sent: dict[tuple[str, frozenset[str]], tuple[float, Any]] = {}
        self.counted: dict[str, tuple[int, dict[frozenset[str], dict[str, Any]]]] = {}
        """The figures of each view as of an entry: they change with an entry only."""
        self.expected: dict[str, tuple[int, Expected]] = {}
        """Who is expected to have a device in a stream, as of an entry."""

    def start(self, socketio: SocketIO) -> None:
        self.socketio = socketio
        folder = self.house.settings.data
        self.devices = Devices(time.monotonic(), presence.read_noted(folder))
        runtime.spawn(self._run, name="relay")
        runtime.spawn(self._beat, name="beat")

    def stop(self) -> None:
        self.stopped = True
        self.event.set()

    def wake(self, streams: Iterable[str]) -> None:
        """These streams have moved on."""
        with self.waking:
            self.woken.update(streams)
        self.event.set()

    # joining ---------------------------------------------------------------------------------------------------

    def subscribe(self, read: Connection, stream: str, subscriber: Subscriber) -> None:
        """Called with the lock held and inside the read transaction whose snapshot is answered: no entry falls between."""
        if stream not in self.sent:
            self.sent[stream] = journal.head(read, stream).seq
        others = self.subscribers[stream].values()
        view = next((other.scopes for other in others if other.scopes == subscriber.scopes), None)
        if view is None:
            self.views_sent[(stream, subscriber.scopes)] = self.sent[stream]
        else:
            subscriber.scopes = view  # the very same: a thousand of them are compared by a glance
        before = self.subscribers[stream].get(subscriber.sid)
        subscriber.at = before.at if before and DESK in subscriber.scopes else None
        if before is None:
            self.devices.joined(stream, subscriber.person)
        self.subscribers[stream][subscriber.sid] = subscriber

    def unsubscribe(self, stream: str, sid: str, *, said: bool = False) -> None:
        """`said`: by the device itself, or for it; else nobody knows why it is gone."""
        with self.lock:
            gone = self.subscribers.get(stream, {}).pop(sid, None)
            if gone is not None:
                self.devices.parted(gone.person, time.monotonic(), said=said)
            if not self.subscribers.get(stream):
                self.subscribers.pop(stream, None)
                self.sent.pop(stream, None)
                self.counted.pop(stream, None)
                self.expected.pop(stream, None)
                for sent in (self.views_sent, self.figures_sent):
                    for key in [key for key in sent if key[0] == stream]:
                        del sent[key]

    def attend(self, stream: str, sid: str, at: str | None) -> bool:
        """A device of the desk says what is being written on it (None: nothing). False where it has no part in that."""
        found = self.subscribers.get(stream, {}).get(sid)
        if found is None or DESK not in found.scopes:
            return False
        found.at = at
        return True

    def connected(self, sid: str, session: str) -> None:
        assert self.socketio is not None
        self.sessions[session].add(sid)
        self.sessions_due = min(self.sessions_due, time.monotonic() + POLL)  # it may have been revoked just now
        self.lines[sid] = (session, direct.line_of(self.socketio.server, sid))

    def disconnected(self, sid: str, *, said: bool = False) -> None:
        for stream in [name for name, joined in self.subscribers.items() if sid in joined]:
            self.unsubscribe(stream, sid, said=said)
        session, _line = self.lines.pop(sid, ("", None))
        sids = self.sessions.get(session, set())
        sids.discard(sid)
        if not sids:
            self.sessions.pop(session, None)

    # sending ---------------------------------------------------------------------------------------------------

    def _tell(self, name: str, payload: Any, sids: Iterable[str], *, must: bool = False) -> list[str]:
        """The same to all of them, encoded once; whatever else is ready has its turns in between. Returns who was left out,
        being too far behind.
        """
        assert self.socketio is not None
        ready: direct.Ready | None = None
        left_out: list[str] = []
        for place, sid in enumerate(sids):
            faults.point("in-broadcast")
            if place % AT_ONCE == AT_ONCE - 1:
                runtime.sleep(0)
            line = self.lines.get(sid, ("", None))[1]
            if line is None:
                self.socketio.emit(name, payload, to=sid)
                continue
            ready = ready or direct.Ready(name, payload)
            if not line.write(ready, must=must):
                left_out.append(sid)
        return left_out

    def _run(self) -> None:
        polled = sent = 0.0
        while not self.stopped:
            woken = self.event.wait(POLL)
            self.event.clear()
            early = WINDOW - (time.monotonic() - sent)
            if woken and early > 0:  # the first goes at once; what follows closely goes together
                runtime.sleep(early)
            sent = time.monotonic()
            streams = self._moved()
            if time.monotonic() - polled >= POLL:  # however busy this process is: others write, too
                polled = time.monotonic()
                streams |= {*list(self.subscribers), "system"}
            for stream in streams:
                try:
                    self.pump(stream)
                    if stream == "system":
                        self._cut_revoked()
                except Exception as error:
                    complain(log, error, "relaying %s failed", stream)

    def _moved(self) -> set[str]:
        with self.waking:
            streams, self.woken = self.woken, set()
        return streams

    def pump(self, stream: str) -> None:
        """Send what is new in a stream to everybody who has joined it."""
        with self.lock:
            joined = dict(self.subscribers.get(stream, {}))
            if not joined:
                return
            since = self.sent.get(stream, 0)
            with self.house.database.read() as read:
                if journal.head(read, stream).seq <= since:
                    return
                batch = journal.batch(read, stream, since)
                lost = self._other_rights(read, stream, batch, joined)
            self.sent[stream] = batch.end
        self._drop(stream, lost)
        if batch.end - since > LIMIT:
            for scopes in {subscriber.scopes for subscriber in joined.values()}:
                self.views_sent[(stream, scopes)] = batch.end  # whoever goes on without joining again sees the gap
            self._rejoin(stream, joined.values(), "behind")
            return
        self._send(stream, batch, {sid: s for sid, s in joined.items() if s not in lost})
        for persons in batch.rights:
            self._rejoin(stream, [s for s in joined.values() if not persons or s.person in persons], "rights")

    @staticmethod
    def _other_rights(
        read: Connection, stream: str, batch: journal.Batch, joined: dict[str, Subscriber]
    ) -> list[Subscriber]:
        """Those whose rights an entry changed and who see something else now: nothing more goes to them as they were."""
        if not batch.rights:
            return []
        everybody = any(not persons for persons in batch.rights)
        concerned = {person for persons in batch.rights for person in persons}
        asked = [s for s in joined.values() if everybody or s.person in concerned]
        now = {person: policy.standing_in(read, stream, person) for person in {s.person for s in asked}}
        return [s for s in asked if (standing := now[s.person]) is None or standing.scopes != s.scopes]

    def _drop(self, stream: str, lost: Iterable[Subscriber]) -> None:
        """Unless they have joined anew meanwhile."""
        for subscriber in lost:
            with self.lock:
                if self.subscribers.get(stream, {}).get(subscriber.sid) is subscriber:
                    self.unsubscribe(stream, subscriber.sid)

    def _send(self, stream: str, batch: journal.Batch, joined: dict[str, Subscriber]) -> None:
        own = {scope.partition(":")[2] for scope in batch.scopes() if scope.startswith("person:")}
        entries = {scopes: batch.seen_by(scopes) for scopes in {subscriber.scopes for subscriber in joined.values()}}
        alike: dict[tuple[frozenset[str], int], list[str]] = defaultdict(list)
        frames: list[tuple[list[str], dict[str, Any]]] = []
        for subscriber in joined.values():
            scopes = subscriber.scopes
            start = max(self.views_sent.get((stream, scopes), batch.start), subscriber.told)
            if subscriber.person in own:
                seen = batch.seen_by(scopes | {f"person:{subscriber.person}"})
                frames.append(([subscriber.sid], self._payload(stream, batch, start, seen)))
                subscriber.told = batch.end
            elif entries[
                scopes
            ]:  # else nothing changed in this view: not even an empty frame tells that something happened
                alike[(scopes, start)].append(subscriber.sid)
        for (scopes, start), sids in alike.items():
            frames.append((sids, self._payload(stream, batch, start, entries[scopes])))
        for scopes, seen in entries.items():
            if seen:  # before sending: whoever a fault leaves out sees the gap in the next frame
                self.views_sent[(stream, scopes)] = batch.end
        left_out = [sid for sids, payload in frames for sid in self._tell("entries", payload, sids)]
        behind = [joined[sid] for sid in left_out]
        self._drop(stream, behind)
        self._rejoin(stream, behind, "behind")

    @staticmethod
    def _payload(stream: str, batch: journal.Batch, start: int, entries: list[dict[str, Any]]) -> dict[str, Any]:
        return {"stream": stream, "from": start, "to": batch.end, "head": batch.head, "entries": entries}

    def _rejoin(self, stream: str, whom: Iterable[Subscriber], reason: str) -> None:
        self._tell("rejoin", {"stream": stream, "reason": reason}, [s.sid for s in whom], must=True)

    def _cut_revoked(self) -> None:
        """Every relay follows `system`: the sockets of a session revoked there, by any process, are cut."""
        with self.house.database.read() as read:
            seq = journal.head(read, "system").seq
            if seq == self.system_seen and time.monotonic() < self.sessions_due:
                return
            revoked = sessions.over(read, list(self.sessions), self.house.now())
        self.system_seen = seq
        self.sessions_due = time.monotonic() + SESSIONS_EVERY
        for session in revoked:
            self.sign_out(session)

    def sign_out(self, session: str) -> None:
        """A session was revoked: its sockets are told and cut."""
        sids = list(self.sessions.get(session, ()))
        joined = (devices[sid] for devices in self.subscribers.values() for sid in sids if sid in devices)
        with speaking(next((one.language for one in joined), "vi")):
            self._tell("signed_out", {"reason": _("Phiên đăng nhập này đã bị đóng.")}, sids, must=True)
        for sid in sids:
            self._cut(sid)

    def finish(self) -> None:
        """The process stops: what is written is told, every socket is closed, and its device comes back by itself."""
        self.stop()
        presence.note(self.house.settings.data, self.devices.noted(time.monotonic()))
        for stream in list(self.subscribers):
            self.pump(stream)
        runtime.sleep(WINDOW)  # the last answers leave
        for sid in [sid for sids in self.sessions.values() for sid in sids]:
            self._cut(sid)

    def _cut(self, sid: str) -> None:
        assert self.socketio is not None
        server = self.socketio.server
        if server is not None:
            server.disconnect(sid)

    # figures ---------------------------------------------------------------------------------------------------

    def _beat(self) -> None:
        noted, due = self.devices.noted(time.monotonic()), 0.0
        while not self.stopped:
            runtime.sleep(FIGURES_EVERY)
            if time.monotonic() >= due:
                due = time.monotonic() + NOTED_EVERY
                noted = self._note(noted)
            for stream in list(self.subscribers):
                try:
                    self._figures(stream)
                except Exception as error:
                    complain(log, error, "figures of %s failed", stream)

    def _figures(self, stream: str) -> None:
        joined = list(self.subscribers.get(stream, {}).values())
        moment = time.monotonic()
        for scopes, counted in self._counted(stream, {subscriber.scopes for subscriber in joined}).items():
            if not counted:
                continue
            figures = {**counted, "disk_full": True} if self.house.room.full else counted
            if DESK in scopes:
                figures = {**figures, "attending": _attending(joined)}
                if presence.is_watched(stream):
                    figures["lost"] = self.devices.lost(stream, moment, self._expected(stream))
            last = self.figures_sent.get((stream, scopes))
            if last and last[1] == figures and moment - last[0] < BEAT_EVERY:
                continue
            self.figures_sent[(stream, scopes)] = (moment, figures)
            payload = {"stream": stream, **figures, "server_time": stamp(self.house.now())}
            self._tell("live", payload, [s.sid for s in joined if s.scopes == scopes])

    def _note(self, before: presence.Noted) -> presence.Noted:
        """Who is here, for the process after this one. Returns what stands there now."""
        noted = self.devices.noted(time.monotonic())
        if noted != before and not self.stopped:
            presence.note(self.house.settings.data, noted)
        return noted

    def _expected(self, stream: str) -> Expected:
        seq = self.sent.get(stream, 0)
        kept = self.expected.get(stream)
        if kept is None or kept[0] != seq:
            with self.house.database.read() as read:
                kept = self.expected[stream] = seq, presence.expected(read, stream)
        return kept[1]

    def _counted(self, stream: str, wanted: set[frozenset[str]]) -> dict[frozenset[str], dict[str, Any]]:
        seq = self.sent.get(stream, 0)
        kept = self.counted.get(stream)
        if kept is None or kept[0] != seq or not wanted <= kept[1].keys():
            with self.house.database.read() as read:
                kept = seq, {scopes: views.live_figures(read, stream, scopes) for scopes in wanted}
            self.counted[stream] = kept
        return {scopes: kept[1][scopes] for scopes in wanted}
