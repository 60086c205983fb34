"""Guests see and hear only the items they are invited to: every byte that reaches them, by every route and every frame of a meeting in
which everything happens, is searched for words of the rest. A new command is played by being registered, a new route walked by being there.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pypdfium2
import pytest
import websocket

from app import building
from app.commands import COMMANDS
from app.people import sessions
from tests.conftest import World, settings_in
from tests.contract.played import Play
from tests.contract.playing import SECRET, TOLD
from tests.ground import Ground
from tests.served import WITH_WORKER, Device, Server, environment_of, served

UNTRIED = frozenset({"session.close", "session.revoke", "person.set_password"})
"""A guest's own affairs, after which they would hear nothing more."""


class Ear:
    """A guest's own browser, as the wire is: every byte that comes is kept."""

    def __init__(self, device: Device, stream: str):
        self.device = device
        self.heard: list[tuple[str, bytes]] = []
        address = device.address.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        self.socket = websocket.create_connection(address, header=[f"Cookie: {device.cookie}"], origin=device.address)
        self.socket.send("40")
        self.socket.send("420" + msgspec.json.encode(["join", {"stream": stream}]).decode())
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self) -> None:
        try:
            while frame := self.socket.recv():
                raw = frame if isinstance(frame, bytes) else frame.encode()
                if raw == b"2":
                    self.socket.send("3")
                elif raw.startswith(b'42["rejoin"'):
                    self.heard.append(("frame", raw))
                    asked = msgspec.json.decode(raw[2:])[1]["stream"]
                    self.socket.send("421" + msgspec.json.encode(["join", {"stream": asked}]).decode())
                else:
                    self.heard.append(("frame", raw))
        except (OSError, websocket.WebSocketException):
            return

    def get(self, path: str) -> int:
        answer = self.device.http("GET", path, headers={"Accept": "*/*"})
        self.heard.append((path, answer.body))
        if answer.body.startswith(b"%PDF"):
            pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.body)]
            self.heard.append((path, "\n".join(pages).encode()))
        return answer.status

    def await_word(self, word: str) -> None:
        for _step in range(600):
            if any(word.encode() in raw for where, raw in list(self.heard) if where == "frame"):
                return
            time.sleep(0.1)
        raise AssertionError(f"{word} never came")

    def words(self, sign: str) -> dict[str, str]:
        """{word: where it was heard first}"""
        found: dict[str, str] = {}
        for where, raw in self.heard:
            for word in re.findall(rf"{sign}\d+z", raw.decode("utf-8", "replace").lower()):
                found.setdefault(word, where if where != "frame" else raw.decode()[:200])
        return found


class Hall:
    """The server with the meeting's people, and the ears of two guests: one of an item, one of none."""

    def __init__(self, server: Server, play: Play, rules: list[tuple[str, str]]):
        self.server = server
        self.play = play
        self.rules = rules
        self.ears: list[Ear] = []

    def listen(self) -> None:
        play = self.play
        self.ears = [Ear(play.device(guest), play.stream) for guest in play.body.guests]

    def walk(self) -> None:
        """Every route of the house, with everything there is put into its address."""
        for ear in self.ears:
            for rule, endpoint in self.rules:
                for path in self.addresses(rule):
                    assert ear.get(path) < 500, (endpoint, path)

    def addresses(self, rule: str) -> list[str]:
        play = self.play
        values = {
            "meeting": [play.meeting, play.other],
            "stream": [play.stream, f"meeting:{play.other}", play.body.stream, "system"],
            "body": [play.body.id],
            "item": list(play.items.values()),
            "paper": play.papers,
            "vote": play.votes or ["khongco"],
            "slip": play.slips or ["khongco"],
            "enclosure": ["khongco"],
            "version": ["1", "2"],
        }
        paths = [rule]
        for name in re.findall(r"<(?:\w+:)?(\w+)>", rule):
            assert name in values, f"{rule}: say in tests/contract/test_guests.py what <{name}> may be"
            paths = [re.sub(rf"<(?:\w+:)?{name}>", value, path) for path in paths for value in values[name]]
        return [path + more for path in paths for more in ("", f"?q={SECRET}&since=0&limit=1000")]

    def try_everything(self) -> None:
        """The guests give every command, about what isn't theirs: it does nothing, and no answer tells what it is about."""
        for ear in self.ears:
            for name, registered in sorted(COMMANDS.items()):
                if registered.internal or name in UNTRIED:
                    continue
                play = self.play
                about = {"meeting": play.stream, "body": play.body.stream, "system": "system"}[registered.kind]
                args = self.foreign(name) if registered.kind == "meeting" else {}
                answer = ear.device.post(about, name, **args)
                ear.heard.append((f"the answer to {name}", answer.body))
                named = {argument for argument, kind in registered.references if kind not in ("people", "sites")}
                assert not (answer.json["ok"] and named & args.keys()), (name, args)

    def foreign(self, name: str) -> dict[str, Any]:
        before = dict(self.play.secrets)
        args = self.play.arguments(name)
        self.play.secrets = before
        return {key: "khongco" if str(value).startswith(SECRET) else value for key, value in args.items()}


@pytest.fixture
def house(tmp_path: Path, ground: Ground) -> Iterator[Hall]:
    settings = ground.furnished(settings_in(tmp_path / "data"))
    flask = building.build(settings)
    world = World(flask, now=datetime.now(UTC))
    body = world.body(members=5, guests=2)
    approver, clerk, substitute = world.person("Lê Phó"), world.person("Văn Thư"), world.person("Người Đi Thay")
    screens = world.person(f"{SECRET}2z")
    world.person(f"{SECRET}1z")  # an account of the house that has nothing to do with the meeting
    since = (world.now - timedelta(days=700)).date().isoformat()
    offices = [(approver, ["member", "approver"]), (clerk, ["records_clerk"]), (screens, ["hall"])]
    members = [{"person": person, "capacities": held, "from_date": since} for person, held in offices]
    world.must(None, "body.add_members", body, members=members)
    others = (approver, clerk, substitute, screens)
    tokens = {p: world.token(p) for p in (*body.roll, body.secretary, *body.guests, *others)}
    rules = [
        (rule.rule, rule.endpoint)
        for rule in flask.url_map.iter_rules()
        if "GET" in (rule.methods or set()) and rule.endpoint != "static"
    ]
    world.house.close()
    plenty = {
        f"DIENHONG_{name}": "10000" for name in ("RATE_PER_SECOND", "RATE_BURST", "READS_PER_SECOND", "READS_BURST")
    }
    with served(environment_of(settings) | WITH_WORKER | plenty) as server:
        cookie = sessions.cookie_name(settings)

        def device(person: str) -> Device:
            return Device(server.address, f"{cookie}={tokens[person]}")

        yield Hall(server, Play(body, device, approver, substitute, clerk, screens), rules)


def test_no_byte_that_reaches_a_guest_tells_of_an_item_that_is_not_theirs(house: Hall) -> None:
    play = house.play
    play.prepare()
    house.listen()
    house.walk()
    play.come()
    play.sit()
    house.walk()
    house.try_everything()
    play.end()
    house.ears[0].await_word(next(word for word, what in play.told.items() if what == "conclusion.approve"))
    house.walk()
    never = {name for name, one in COMMANDS.items() if one.kind == "meeting" and not one.internal} - play.done
    assert not never, f"nobody did these in the meeting: play them in tests/contract/played.py: {sorted(never)}"
    for ear in house.ears:
        leaked = {play.secrets.get(word, "a stranger's name"): where for word, where in ear.words(SECRET).items()}
        assert not leaked
    of_the_item, of_none = (set(ear.words(TOLD)) for ear in house.ears)
    assert of_the_item == set(play.told), [what for word, what in play.told.items() if word not in of_the_item]
    theirs = {word for word, what in play.told.items() if what in EVERYBODYS}
    assert of_none == theirs, [what for word, what in play.told.items() if word in of_none ^ theirs]


EVERYBODYS = frozenset(
    {
        "meeting.create",
        "meeting.edit",
        "notice.send",
        "room.create",
        "attendance.rename_site",
        "attendance.send_substitute office",
    }
)
"""The meeting, its people and its sites are known to all its guests (docs/wire.md)."""
