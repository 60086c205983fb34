"""Events that must be refused: malformed ones, ones about what isn't there or is others', and ones from people who may not.

Each is made from a seed, the registry and the forms of its commands. What is made is refused for one of three reasons, so that
nothing of it may change a row: its form is wrong (asked of the wire's own decoder), it names what the person can't see, or its
command is not theirs (`may`, as the server has told it).
"""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from app.commands import COMMANDS, Registered
from app.wire import Refusal, convert, decode
from tests.contract.test_forms import filled

DEEP = 3_000


class Event(NamedTuple):
    """What is sent: over the socket `text` stands behind the number of the answer wanted; over HTTP it is the body."""

    role: str
    door: str
    """`socket`, `http`, or `get`, where `text` is the path."""
    text: str | bytes
    what: str
    answered: bool = True


@dataclass
class Target:
    """The house that is attacked, as its people see it."""

    streams: dict[str, str]
    may: dict[str, dict[str, set[str]]]
    """By role and kind of stream: the commands its capacity allows. No line: the stream doesn't exist for them."""
    here: dict[str, list[str]]
    """Ids of what is there, by collection."""
    foreign: dict[str, list[str]] = field(default_factory=dict)
    """Ids of what is elsewhere, by collection."""

    @property
    def roles(self) -> list[str]:
        return list(self.may)


def nested(depth: int) -> Any:
    found: Any = "x"
    for _ in range(depth):
        found = [found]
    return found


VALUES: list[Any] = [
    *(None, True, False, 0, -1, 1, 7, 2**31, 2**53 + 1, 2**63, 2**64, 10**40, -(10**40), 0.5, -0.0, 1e308),
    *(
        "",
        " ",
        "x",
        "khongco",
        "x" * 41,
        "x" * 1_200,
        "x" * 9_000,
        "Ỷ" * 3_000,
        "\u0000",
        "a\u0000b",
        "\ud800",
        "\udfff\ud800",
    ),
    *(
        "\u202eabc\u202c",
        "e\u0301" * 400,
        "👩‍👩‍👧‍👦" * 50,
        "\ufeff",
        "９９",
        "\r\nSet-Cookie: a=b",
        "../../../../etc/passwd",
    ),
    *(
        "' OR 1=1;--",
        "'; DROP TABLE votes;--",
        "%s%n%x",
        "{{7*7}}",
        "${jndi:ldap://x}",
        "<script>alert(1)</script>",
        "NaN",
    ),
    *(
        "2026-13-45",
        "2026-12-01T99:00:00Z",
        "-1",
        "1e9",
        "true",
        "null",
        "system",
        "meeting:",
        "yes",
        "on",
        "__proto__",
    ),
    *(
        [],
        [[]],
        [None],
        ["x"] * 900,
        [{}],
        {},
        {"a": 1},
        {"__proto__": {"x": 1}},
        {"": ""},
        {"$ne": None},
        {"id": "x" * 40},
    ),
    *(
        nested(40),
        {"numerator": -1, "denominator": 0},
        {"kind": "tally", "k": 10**20},
        "A" * 64,
        "0" * 128,
        "====",
        "AAAA",
    ),
]
"""Nonsense for an argument."""

IDS = ["khongco", "", "x" * 40, "0", "-1", "..", "%2e%2e", "meeting", "\u202e", "👩", "' OR 1=1;--", "null"]
"""What names nothing."""

WHOLE: list[Any] = [None, 7, True, "x", [], {}, [1, 2], "x" * 70_000, {"id": 7}, {"command": {}}, nested(60)]
"""What is no command at all."""

RAW = [
    *(
        b"",
        b"{",
        b"nul",
        b"\xff\xfe",
        b'{"id": "\xc3\x28"}',
        b"NaN",
        b"[" * DEEP,
        b'{"a":' * DEEP,
        b"1e999",
        b"\x00" * 50,
    ),
    *(b'{"id":"aaaaaaaaaaaa","stream":"system","name":"session.close","args":{}', b"'" * 9, b'"\\ud800"', b"-" * 100),
]
"""What is no JSON, or none that a program should follow."""

EVENTS = ["command", "join", "attend"]
PACKETS: list[str] = [
    '["command"', "[]", "{}", "[7,{}]", '["disconnect"]', '["connect",{}]', '["__class__",{}]', '["command"]', "[null]",
    '["khong_co",{"a":1}]', '["command",{},{},{}]', '"command"', "x" * 400, '["command",' + "[" * DEEP, '["message","x"]',
]  # fmt: skip
"""Packets whose answer nobody waits for: there may be none, or the connection may end."""

PATHS = [
    "/api/streams/{stream}", "/api/streams/{id}", "/api/streams/{stream}/entries?since={value}&limit={value}",
    "/api/streams/meeting:{id}/entries?since=0&view={value}", "/api/sealed/{vote}/list", "/api/sealed/{id}/bundle",
    "/api/papers/{id}/1", "/api/papers/{id}/{value}", "/api/people?q={value}", "/api/{id}", "/meetings/{id}", "/{value}",
]  # fmt: skip


class Hostile:
    """One event after another, the same for the same seed."""

    def __init__(self, target: Target, seed: str):
        self.target = target
        self.draw = random.Random(seed)
        self.commands = [one for _name, one in sorted(COMMANDS.items()) if not one.internal]
        self.internal = sorted(name for name, one in COMMANDS.items() if one.internal)
        self.kinds: list[tuple[Callable[[], Event], int]] = [
            (self.wrong_form, 40),
            (self.not_theirs, 25),
            (self.about_nothing, 16),
            (self.no_command, 6),
            (self.wrong_envelope, 8),
            (self.wrong_request, 2),
            (self.no_json, 1),
            (self.packet, 1),
            (self.address, 2),
        ]

    def event(self) -> Event:
        make = self.draw.choices([make for make, _often in self.kinds], [often for _make, often in self.kinds])[0]
        return make()

    # -- of commands --------------------------------------------------------------------------------------------------

    def wrong_form(self) -> Event:
        """A command by anybody, with one argument or several that don't fit its form."""
        registered = self.draw.choice(self.commands)
        while True:
            args = self.plausible(registered)
            for _ in range(self.draw.choice([1, 1, 1, 2, 5])):
                names = [one.encode_name for one in msgspec.structs.fields(registered.form)]
                args[self.draw.choice([*names, *names, self.unknown()])] = self.draw.choice(VALUES)
            if self.draw.random() < 0.2:
                args.pop(self.draw.choice(sorted(args)), None)
            if refused_by_its_form(registered, args):
                return self.command(self.role(), registered, args, "form")

    def not_theirs(self) -> Event:
        """A command well-formed and about what is there, by one whose it isn't."""
        while True:
            role, registered = self.role(), self.draw.choice(self.commands)
            if registered.name not in self.target.may[role].get(registered.kind, set()):
                return self.command(role, registered, self.plausible(registered), "right")

    def about_nothing(self) -> Event:
        """A command by anybody, also whose it is, that names what isn't there or is of another meeting."""
        registered = self.draw.choice([one for one in self.commands if one.references])
        args = self.plausible(registered)
        for name, collection in registered.references:
            foreign = self.target.foreign.get(collection, [])
            wrong = self.draw.choice([*IDS, *foreign, *foreign])
            args[name] = [wrong] if isinstance(args.get(name), list) else wrong
        if not refused_by_its_form(registered, args) and not all(args[name] for name, _of in registered.references):
            return self.about_nothing()  # an empty id may stand for none
        return self.command(self.role(), registered, args, "nothing")

    def plausible(self, registered: Registered) -> dict[str, Any]:
        """The form filled, with what is there where it refers to something."""
        args = filled(registered.form)
        for name, collection in registered.references:
            there = self.target.here.get(collection)
            if there and (name in args or self.draw.random() < 0.5):
                one = self.draw.choice(there)
                args[name] = [one] if isinstance(args.get(name), list) else one
        return args

    def command(self, role: str, registered: Registered, args: dict[str, Any], what: str) -> Event:
        told = {"id": str(uuid.UUID(int=self.draw.getrandbits(128), version=4)), "name": registered.name, "args": args}
        return self.sent(role, {**told, "stream": self.target.streams[registered.kind]}, what)

    def sent(self, role: str, told: Any, what: str) -> Event:
        if self.draw.random() < 0.5:
            return Event(role, "http", json.dumps(told).encode(), what)
        return Event(role, "socket", json.dumps(["command", told]), what)

    # -- of what is round them ----------------------------------------------------------------------------------------

    def no_command(self) -> Event:
        return self.sent(self.role(), self.draw.choice(WHOLE), "no command")

    def wrong_envelope(self) -> Event:
        """A command in an envelope that is none, for another place, or of the house's own."""
        registered = self.draw.choice(self.commands)
        streams = self.target.streams
        told: dict[str, Any] = {
            "id": str(uuid.UUID(int=self.draw.getrandbits(128), version=4)),
            "name": registered.name,
        }
        told |= {"stream": streams[registered.kind], "args": self.plausible(registered)}
        wrong: list[tuple[str, Any]] = [
            ("id", self.draw.choice([None, 7, "", "x", "a b c d e f g", "x" * 81, "\u0000" * 9, [], "aaaa\ud800aaa"])),
            (
                "stream",
                self.draw.choice(
                    [None, 7, "", "meeting:", ":", "x" * 90, "METING:1", "meeting:khong co", [], "house:1"]
                ),
            ),
            ("stream", next(stream for kind, stream in streams.items() if kind != registered.kind)),
            ("stream", f"{registered.kind}:khongco" if registered.kind != "system" else "meeting:khongco"),
            (
                "name",
                self.draw.choice([None, 7, "", "vote", "VOTE.CAST", "vote.cast ", "x" * 9_000, {}, *self.internal]),
            ),
            ("args", self.draw.choice([None, 7, "x", [], [{}], nested(50), {"x" * 5_000: 1}])),
            (self.unknown(), self.draw.choice(VALUES)),
        ]
        name, value = self.draw.choice(wrong)
        return self.sent(self.role(), {**told, name: value}, "envelope")

    def wrong_request(self) -> Event:
        """A join, or where one's hands are, that is none."""
        event = self.draw.choice(["join", "attend"])
        told = self.draw.choice([*WHOLE, {"stream": self.draw.choice([*IDS, 7, None, "system:x"])}])
        if isinstance(told, dict) and self.draw.random() < 0.7:
            told = {**told, self.draw.choice(["since", "view", "head", "at", self.unknown()]): self.draw.choice(VALUES)}
        return Event(self.role(), "socket", json.dumps([event, told]), event)

    def no_json(self) -> Event:
        return Event(self.role(), "http", self.draw.choice(RAW), "no JSON")

    def packet(self) -> Event:
        return Event(self.role(), "socket", self.draw.choice(PACKETS), "packet", answered=False)

    def address(self) -> Event:
        from urllib.parse import quote

        value = str(self.draw.choice([one for one in VALUES if isinstance(one, (str, int))]))[:300]
        text = value.encode("utf-8", "surrogatepass")
        votes = self.target.here.get("votes") or ["khongco"]
        path = self.draw.choice(PATHS).format(
            stream=quote(self.draw.choice([*self.target.streams.values(), *IDS])),
            id=quote(self.draw.choice(IDS), safe=""),
            value=quote(text, safe=""),
            vote=self.draw.choice(votes),
        )
        return Event(self.role(), "get", path, "address")

    def role(self) -> str:
        return self.draw.choice(self.target.roles)

    def unknown(self) -> str:
        return self.draw.choice(
            ["khongco", "__proto__", "constructor", "", "Vote", "sudo", "actor", "person_", "x" * 60]
        )


def refused_by_its_form(registered: Registered, args: dict[str, Any]) -> bool:
    """Does the wire's own decoder refuse these arguments?"""
    told = {"id": "a" * 20, "stream": "system", "name": registered.name, "args": args}
    try:
        spelled = msgspec.json.decode(json.dumps(told))
        convert(decode(spelled).args, registered.form)
    except (Refusal, msgspec.DecodeError, UnicodeError):
        return True
    return False
