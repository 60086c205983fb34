"""A house with people of every kind, and clients who send it events that must be refused: over HTTP and over sockets, many at once.

They know the wire and nothing else; what they tell is how each event was answered.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import websocket
from sqlalchemy import MetaData, create_engine, select

from app.caller import Caller, actor
from app.live import me
from app.people import sessions
from app.wire import Refusal
from tests.conftest import MeetingOfBody, World
from tests.contract.hostile import Event, Hostile, Target
from tests.voting.sealed.hall import SealedHall

KINDS = ("meeting", "body", "system")
FINE = ("invalid", "not_allowed", "not_found", "conflict", "not_in_progress", "too_old")
"""How an event may be refused; `unavailable` would be a fault of the house's."""
PATIENCE = 30.0
STALE = 15.0
"""A connection nobody has read for so long is made anew: who answers no ping is rightly cut by the house."""
OF_FORGERY = ("vote.refusal_recorded", "slip.refusal_recorded")


@dataclass
class Prey:
    """What is attacked: the target, and the cookie of each role."""

    target: Target
    cookies: dict[str, str]
    meeting: str


def prey(world: World) -> Prey:
    """A meeting in progress with an open vote and an open sealed one, another beside it, and one person of each role."""
    meeting = world.meeting(phase="published", members=7, guests=1)
    going, stranger, clerk = (world.person(name) for name in ("Người Đi Thay", "Người Lạ", "Văn Thư"))
    sent = {"person": going, "office": "Chuyên viên", "reason": "Đi công tác"}
    world.must(meeting.members[6], "attendance.send_substitute", meeting, **sent)
    world.must(meeting.secretary, "attendance.mark_many", meeting, status="present")
    world.must(meeting.chair, "meeting.start", meeting)
    world.must(meeting.chair, "agenda.start_item", meeting, item=meeting.items[0])
    elsewhere = world.meeting(phase="in_progress", members=3)
    for one in (elsewhere, meeting):
        furnish(world, one)
    office = [{"person": clerk, "capacities": ["records_clerk"], "from_date": "2025-01-01"}]
    world.must(None, "body.add_members", meeting.body, members=office)
    roles = {
        "guest": meeting.guests[0],
        "substitute": going,
        "stranger": stranger,
        "off the roll": clerk,
        "secretary": meeting.secretary,
        "chair": meeting.chair,
        "member": meeting.members[0],
        "administrator": world.person("Quản Trị", system_administrator=True),
    }
    streams = {"meeting": meeting.stream, "body": meeting.body.stream, "system": "system"}
    may = {role: {kind: may_of(world, person, kind, streams[kind]) for kind in KINDS} for role, person in roles.items()}
    name = sessions.cookie_name(world.house.settings)
    cookies = {role: f"{name}={world.token(person)}" for role, person in roles.items()}
    return Prey(Target(streams, may, there(world, meeting), there(world, elsewhere, people=False)), cookies, meeting.id)


def furnish(world: World, meeting: MeetingOfBody) -> None:
    """Things that commands are about: votes, the sealed one too where enough are here, speeches, an opinion, a conclusion, a site."""
    item, member = meeting.items[0], meeting.members[0]
    world.must(member, "speaking.request", meeting)
    world.must(meeting.secretary, "attendance.add_site", meeting, name="Phường 5")
    world.must(meeting.secretary, "meeting.remark", meeting, text="Mất điện năm phút")
    world.must(member, "opinion.give", meeting, item=item, text="Đề nghị làm rõ phụ lục 2")
    world.must(meeting.secretary, "conclusion.record", meeting, item=item, text="Giao tổ công tác")
    told = {"sha256": "0" * 64, "name": "a.pdf", "media_type": "application/pdf", "size": 9}
    file = world.house.execute_internal("file.keep", "system", told, person=meeting.secretary, language="vi").result[
        "id"
    ]
    world.must(meeting.secretary, "paper.add", meeting, file=file, item=item)
    world.must(meeting.chair, "vote.open", meeting, question="Thông qua?", item=item)
    if len(meeting.members) >= 5:
        sealed = SealedHall(world, meeting)
        sealed.prepare(item=None)
        sealed.read_aloud()
        sealed.open()


def may_of(world: World, person: str, kind: str, stream: str) -> set[str]:
    with world.house.database.read() as read:
        try:
            return set(me(world.house, actor(read, Caller(person=person), stream), kind)["may"])
        except Refusal:
            return set()


def there(world: World, meeting: MeetingOfBody, people: bool = True) -> dict[str, list[str]]:
    """Ids by collection, as the desk sees them. People are in several meetings, so those of another are none of another."""
    found: dict[str, list[str]] = {}
    for stream in (meeting.stream, meeting.body.stream):
        for name, objects in (world.state(meeting.secretary, stream) or {}).items():
            if people or name not in ("people", "members", "attendance"):
                found.setdefault(name, []).extend(sorted(objects))
    return found


# -- the rows ---------------------------------------------------------------------------------------------------------


def digests(url: str) -> dict[str, str]:
    """Each table's rows as one digest; without what every answer leaves (`outcomes`, signed heads), and without the records of
    forged ballots, which are counted apart.
    """
    engine = create_engine(url)
    try:
        with engine.connect() as read:
            tables = MetaData()
            tables.reflect(read)
            forged = _forged(read, tables)
            found = {"forgeries": str(len(forged))}
            for table in tables.sorted_tables:
                if table.name in ("outcomes", "checkpoints"):
                    continue
                rows = [_row(table.name, dict(row), forged) for row in read.execute(select(table)).mappings()]
                kept = sorted(repr(sorted(row.items())) for row in rows if row)
                found[table.name] = hashlib.sha256("\n".join(kept).encode()).hexdigest()
            return found
    finally:
        engine.dispose()


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The tables whose rows are others."""
    names = sorted((before.keys() | after.keys()) - {"forgeries"})
    return [name for name in names if before.get(name) != after.get(name)]


def _forged(read: Any, tables: MetaData) -> set[tuple[str, int]]:
    entries = tables.tables["entries"]
    listed = select(entries.c.stream, entries.c.seq).where(entries.c.kind.in_(OF_FORGERY))
    return {(stream, seq) for stream, seq in read.execute(listed)}


def _row(table: str, row: dict[str, Any], forged: set[tuple[str, int]]) -> dict[str, Any]:
    """A row as it is compared; empty: it is the record of a forgery."""
    if table in ("entries", "changes") and (row["stream"], row["seq"]) in forged:
        return {}
    if table == "alarms" and row["kind"] == "ballot":
        return {}
    if table == "streams":  # its head moves with the records of forgeries alone
        return {"name": row["name"], "others": row["seq"] - sum(stream == row["name"] for stream, _seq in forged)}
    return row


# -- the clients ------------------------------------------------------------------------------------------------------


@dataclass
class Told:
    """How events were answered, all clients together."""

    answers: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)
    failures: list[dict[str, Any]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, event: Event, answer: str, fault: str = "") -> None:
        with self.lock:
            self.answers[answer] += 1
            self.of[event.what] += 1
            if fault:
                shown = event.text if isinstance(event.text, str) else event.text.decode("utf-8", "replace")
                told = {"rule": "fuzz", "what": fault, "answer": answer, "by": event.role, "door": event.door}
                self.failures.append({**told, "event": shown[:600]})


class Gone(Exception):
    """The connection had ended. `by_the_house`: it took leave in due form, which is an answer; else nothing could be sent over it."""

    def __init__(self, by_the_house: bool, why: str = ""):
        super().__init__(why)
        self.by_the_house = by_the_house
        self.fault = "" if by_the_house else f"no answer: {why}"


TAKES_LEAVE = ("", "1", "41")
"""The websocket's own close frame (read as nothing), and those of the two layers above it."""


class Client:
    """One thread's connections: a socket and an HTTP connection for each role, made anew when one has ended."""

    def __init__(self, port: int, prey: Prey, told: Told):
        self.port, self.prey, self.told = port, prey, told
        self.sockets: dict[str, websocket.WebSocket] = {}
        self.lines: dict[str, http.client.HTTPConnection] = {}
        self.used: dict[str, float] = {}
        self.number = 0

    def strike(self, event: Event) -> None:
        key, now = f"{event.door == 'socket'} {event.role}", time.monotonic()
        if now - self.used.get(key, now) > STALE:
            self.forget(event.role)
        self.used[key] = now
        for again in (True, False):
            try:
                return (self.by_socket if event.door == "socket" else self.by_http)(event)
            except Gone as gone:
                self.forget(event.role)
                if again:
                    continue  # it may have been gone before this event was sent: once more, over a connection of now
                self.told.note(event, "socket cut" if gone.by_the_house else "no answer", gone.fault)
            except (OSError, http.client.HTTPException, websocket.WebSocketException) as error:
                self.told.note(event, "no answer", f"no answer: {error!r}")
                self.forget(event.role)
            return None
        return None

    def by_http(self, event: Event) -> None:
        line = self.lines.get(event.role)
        if line is None:
            line = self.lines[event.role] = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": self.prey.cookies[event.role], "Accept": "application/json"}
        headers |= {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/json"}
        if event.door == "get":
            line.request("GET", str(event.text), headers=headers)
        else:
            line.request("POST", "/api/commands", body=event.text, headers=headers)
        answer = line.getresponse()
        status, body = answer.status, answer.read()
        if answer.will_close:
            line.close()
        fault = "a fault of the house" if status >= 500 else ""
        if not fault and event.door == "http" and status < 400:
            fault = "it was done"
        self.told.note(event, f"http {status}", fault and f"{fault}: {body[:200].decode('utf-8', 'replace')}")

    def by_socket(self, event: Event) -> None:
        socket = self.socket(event.role)
        self.number += 1
        if not event.answered:
            socket.send(f"42{event.text}")
            self.told.note(event, "sent")
            self.forget(event.role)  # whatever became of that connection
            return
        try:
            socket.send(f"42{self.number}{event.text}")
        except OSError as error:
            raise Gone(by_the_house=False, why=repr(error)) from error
        answer = self.answer(socket)
        code = "ok" if answer.get("ok") else str((answer.get("error") or {}).get("code"))
        done = code == "ok" and event.what not in ("join", "attend")
        fault = "it was done" if done else "" if code in (*FINE, "ok") else "a fault of the house"
        self.told.note(event, f"socket {code}", fault)

    def answer(self, socket: websocket.WebSocket) -> dict[str, Any]:
        """That to the last event; what the stream tells meanwhile is passed over. Raises TimeoutError, and Gone where the house takes
        leave; a connection that breaks off without a word is a WebSocketException.
        """
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            text = str(socket.recv())
            if text == "2":
                socket.send("3")
            elif text.startswith(f"43{self.number}["):
                return dict(json.loads(text[len(f"43{self.number}") :])[0])
            elif text in TAKES_LEAVE:
                raise Gone(by_the_house=True)
        raise TimeoutError("no answer came")

    def socket(self, role: str) -> websocket.WebSocket:
        found = self.sockets.get(role)
        if found is None:
            found = self.sockets[role] = websocket.create_connection(
                f"ws://127.0.0.1:{self.port}/socket.io/?EIO=4&transport=websocket",
                timeout=60,
                cookie=self.prey.cookies[role],
                origin=f"http://127.0.0.1:{self.port}",
            )
            found.recv()
            found.send("40")
            while not str(found.recv()).startswith("40"):
                pass
        return found

    def forget(self, role: str) -> None:
        for one in (self.sockets.pop(role, None), self.lines.pop(role, None)):
            if one is not None:
                one.close()

    def close(self) -> None:
        for role in list(self.prey.cookies):
            self.forget(role)


def strike(port: int, prey: Prey, seed: str, events: int, told: Told, clients: int = 6) -> None:
    """So many events, by so many clients at once."""

    def attack(number: int) -> None:
        hostile, client = Hostile(prey.target, f"{seed}/{number}"), Client(port, prey, told)
        for _ in range(events // clients + (number < events % clients)):
            client.strike(hostile.event())
        client.close()

    threads = [threading.Thread(target=attack, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
