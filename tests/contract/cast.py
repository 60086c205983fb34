"""People of every capacity round one meeting, and what they might try: commands of the whole registry, with arguments made
from their own forms and from what these people see. A new command is tried by being registered.
"""

from __future__ import annotations

import base64
import random
import types
import typing
import uuid
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal, NamedTuple, get_args, get_origin

import msgspec

from app import policy
from app.caller import Caller, actors
from app.commands import COMMANDS, Registered
from app.wire import NotSignedIn
from tests.conftest import MeetingOfBody, World
from voting.sealed.manifest import nonce_hash

LAST = {"meeting.start", "meeting.end", "meeting.cancel", "meeting.postpone", "body.end_membership", "person.edit"}
"""After these less can happen: they come seldom."""
TEXTS = ["Một ý kiến", "Ý kiến khác", "x"]


CHANCE = b"0123456789abcdef"
"""What every tablet of a counting board adds here, so that the code of a secret vote comes about."""


class Attempt(NamedTuple):
    person: str
    stream: str
    args: dict[str, Any]


class Cast:
    def __init__(self, world: World, meeting: MeetingOfBody):
        self.world = world
        self.meeting = meeting
        self.body = body = meeting.body
        self.streams = {"meeting": meeting.stream, "body": body.stream, "system": "system"}
        self.admin = world.person("Quản Trị", system_administrator=True)
        self.outsider, self.approver = world.person("Người Ngoài"), world.person("Người Duyệt")
        office = {"capacities": ["approver", "records_clerk"], "from_date": "2025-01-01"}
        world.must(None, "body.add_members", body, members=[{"person": self.approver, **office}])
        self.screens = world.person("Màn Chiếu")
        shows = {"capacities": ["hall"], "from_date": "2025-01-01"}
        world.must(None, "body.add_members", body, members=[{"person": self.screens, **shows}])
        self.people = [*body.roll, body.secretary, *body.guests, self.approver, self.outsider, self.screens]
        looking = [body.chair, body.secretary, body.members[0], body.guests[0]]
        self.watching = [(person, stream) for stream in (meeting.stream, body.stream) for person in looking]
        self.watching += [(self.screens, meeting.stream)]
        self.watching += [(person, "system") for person in (self.admin, body.members[0])]
        self.notes: dict[str, list[str]] = {}
        self.misses: Counter[str] = Counter()
        self.states: dict[tuple[str, str], dict[str, Any]] = {}
        self.count = 0

    def seldom(self, draw: random.Random, done: Counter[str]) -> Registered:
        """A command; the less often it has happened, and the less often it has been in vain here, the likelier."""
        names = sorted(name for name, command in COMMANDS.items() if not command.internal)
        weights = [(0.2 if name in LAST else 1) / ((1 + done[name]) * (1 + self.misses[name]) ** 2) for name in names]
        return COMMANDS[draw.choices(names, weights)[0]]

    def made(self, name: str, person: str, result: dict[str, Any]) -> None:
        """It happened: what hangs together with it may be possible now, and everybody's view is another."""
        slice_ = name.partition(".")[0]
        for missed in [other for other in self.misses if other.partition(".")[0] == slice_]:
            del self.misses[missed]
        self.states.clear()
        if name == "note.keep" and "id" in result:
            self.notes.setdefault(person, []).append(result["id"])

    def attempt(self, draw: random.Random, registered: Registered) -> Attempt | None:
        """Somebody, mostly one who may, with arguments that fit the form; None where none were found."""
        self.misses[registered.name] += 1
        stream = self.streams[registered.kind]
        person = self._somebody(draw, registered, stream)
        # Approvers name what waits for them, and see it in no view: those who see nothing of a kind name what the desk sees.
        seen = {**self._state(self.body.secretary, stream), **self._state(person, stream)}
        found = _Drawing(self, draw, person, seen).fields(registered.form)
        if registered.name == "screen.admit":
            found["code"] = self.screen_code()
        try:
            msgspec.convert(found, registered.form)
        except msgspec.ValidationError:
            return None
        return Attempt(person, stream, dict(msgspec.to_builtins(found)))

    def _state(self, person: str, stream: str) -> dict[str, Any]:
        if (person, stream) not in self.states:
            try:
                self.states[person, stream] = self.world.state(person, stream) or {}
            except NotSignedIn:  # the account is closed
                self.states[person, stream] = {}
        return self.states[person, stream]

    def _somebody(self, draw: random.Random, registered: Registered, stream: str) -> str:
        everybody = [*self.people, self.admin]
        if draw.random() < 0.1:
            return draw.choice(everybody)
        lines, name = self.world.house.permissions, registered.name
        with self.world.house.database.read() as read:
            found = actors(read, [Caller(person=person) for person in everybody], stream)
        may = [who.person for who in found if isinstance(who, policy.Actor) and policy.may(lines, [name], who)]
        return draw.choice(may or everybody)

    def screen_code(self) -> str:
        """The code that a big screen shows."""
        self.count += 1
        told = {"secret_hash": f"{self.count:064x}"}
        return str(self.world.house.execute_internal("screen.ask", "system", told).result["code"])

    def file(self, owner: str) -> str:
        """A file this person has uploaded and used for nothing yet."""
        self.count += 1
        told = {"sha256": f"{self.count:064x}", "name": "a.pdf", "media_type": "application/pdf", "size": 9}
        result = self.world.house.execute_internal("file.keep", "system", told, person=owner, language="vi")
        return str(result.result["id"]) if result.ok else uuid.uuid4().hex  # who may keep none names one that isn't


class _Drawing:
    """Arguments by one person, of what they see."""

    def __init__(self, cast: Cast, draw: random.Random, person: str, seen: dict[str, Any]):
        self.cast = cast
        self.draw = draw
        self.person = person
        self.seen = seen

    def fields(self, form: type[msgspec.Struct]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for field in msgspec.structs.fields(form):
            if field.required or self.draw.random() < 0.5:
                value = self.value(field.name, field.type)
                if value is not None:
                    found[field.encode_name] = value
        return found

    def value(self, name: str, kind: Any) -> Any:
        """One argument: a reference to what is there, or something of its type."""
        if name in NAMED:
            return NAMED[name](self)
        if get_origin(kind) is typing.Annotated:
            for meta in kind.__metadata__:
                if isinstance(meta, msgspec.Meta) and meta.extra and "ref" in meta.extra:
                    return self.one_of(str(meta.extra["ref"]))
            return self.value(name, kind.__origin__)
        if get_origin(kind) in (typing.Union, types.UnionType):
            inner = [k for k in get_args(kind) if k not in (type(None), msgspec.UnsetType)]
            return self.value(name, inner[0])
        if get_origin(kind) is Literal:
            return self.draw.choice(get_args(kind))
        if get_origin(kind) is list:
            each = self.value(name, get_args(kind)[0])
            return None if each is None else [each]
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            return self.fields(kind)
        return self.plain(kind)

    def one_of(self, collection: str) -> str | None:
        return self.draw.choice(sorted(self.seen.get(collection, {})) or [None])

    def plain(self, kind: Any) -> Any:
        now = self.cast.world.now
        made: dict[Any, Any] = {
            str: TEXTS,
            int: [1, 5, 60, 90],
            bool: [True, False],
            float: [1.0],
            datetime: [now + timedelta(hours=1), datetime(2027, 1, 1, tzinfo=UTC)],
            date: [now.date(), now.date() + timedelta(days=20)],
        }
        return self.draw.choice(made[kind]) if kind in made else None

    def somebody(self) -> str | None:
        """One of those seen, or anybody; whoever is in no meeting yet most of all."""
        return self.draw.choice([*self.cast.people, self.cast.outsider, *sorted(self.seen.get("people", {}))])

    def fresh(self) -> str:
        self.cast.count += 1
        return f"nguoimoi{self.cast.count}"

    def day(self) -> str:
        return (self.cast.world.now.date() + timedelta(days=self.draw.choice([1, 20]))).isoformat()


NAMED: dict[str, typing.Callable[[_Drawing], Any]] = {
    "key": lambda by: "quorum",
    "value": lambda by: {"numerator": by.draw.choice([1, 2]), "denominator": 3},
    "person": _Drawing.somebody,
    "assignee": _Drawing.somebody,
    "file": lambda by: by.cast.file(by.person),
    "note": lambda by: by.draw.choice(by.cast.notes.get(by.person, TEXTS)),
    "unit": lambda by: by.cast.body.unit,
    "parent": lambda by: by.cast.body.unit,
    "meeting": lambda by: by.cast.meeting.id,
    "username": _Drawing.fresh,
    "password": lambda by: "mat-khau-du-dai-va-la",
    "due": _Drawing.day,
    "choice": lambda by: by.draw.choice(["yes", "no", "not_voting"]),
    "majority": lambda by: by.draw.choice([None, "by_rule", "more_than_half_of_present", "two_thirds_of_members"]),
    "matter": lambda by: by.draw.choice([None, "removal", "bylaws"]),
    "version": lambda by: 1,
    "page": lambda by: 1,
    "question": lambda by: "Có thông qua không?",
    # Answers to what one read before: another test's.
    "seen": lambda by: None,
    "code": lambda by: next((board["code"] for board in by.seen.get("my_boards", {}).values() if board["code"]), None),
    "options": lambda by: None,
    "rects": lambda by: None,
    "no_vote": lambda by: None,
    "left_out": lambda by: by.draw.choice([None, [by.cast.body.members[0]]]),
    "files": lambda by: by.draw.choice([None, [by.cast.file(by.person)]]),
    "deadline": lambda by: (by.cast.world.now + timedelta(hours=by.draw.choice([1, 48]))).isoformat(),
    "secret": lambda by: by.draw.choice([None, None, True]),
    "board": lambda by: by.cast.body.roll[: by.draw.choice([1, 2])],
    "minimum": lambda by: None,
    "repeats": lambda by: None,
    "by_hand": lambda by: by.draw.choice([None, None, None, "hands", "paper"]),
    "counts": lambda by: {"yes": 2, "no": 1, "not_voting": 0},
    **dict.fromkeys(("issued", "returned", "valid"), lambda by: 3),
    "invalid": lambda by: 0,
    "box_key": lambda by: by.draw.randbytes(32).hex(),
    "sign_key": lambda by: by.draw.randbytes(32).hex(),
    "nonce_hash": lambda by: nonce_hash(CHANCE).hex(),
    "nonce": lambda by: CHANCE.hex(),
    "e1": lambda by: base64.b64encode(by.draw.randbytes(by.draw.choice([320, 384]))).decode(),
}
