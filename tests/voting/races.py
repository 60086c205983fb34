"""Double taps: both devices of each voter send at once, over sockets and HTTP, whatever people and networks make of one tap.

What is judged is what was answered and what the rows say afterwards; nothing of the application is asked.
"""

from __future__ import annotations

import base64
import http.client
import json
import random
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import websocket
from sqlalchemy import create_engine, text

from tests.conftest import MeetingOfBody, World
from tests.voting.sealed.hall import SealedHall

WAYS = ("same tap", "same tap, both doors", "same choice", "other choice", "one id, other choice")
"""What the two sendings of a race have in common: the id and the choice; the choice; neither; the id alone."""
CHOICES = ("yes", "no", "not_voting")


class Stage(NamedTuple):
    """What is raced for: votes (True: sealed), and who may vote in them with the cookies of two devices each."""

    stream: str
    votes: dict[str, bool]
    voters: dict[str, tuple[str, str]]


def staged(world: World, meeting: MeetingOfBody, votes: int, cookie: Callable[[str, int], str]) -> Stage:
    """So many votes are open at once, every second a sealed one."""
    made: dict[str, bool] = {}
    for number in range(votes):
        if number % 2:
            hall = SealedHall(world, meeting, receipts=False)
            hall.prepare()
            hall.read_aloud()
            hall.open()
            made[hall.vote] = True
        else:
            opened = world.must(meeting.chair, "vote.open", meeting, question="Thông qua?", item=meeting.items[0])
            made[str(opened["id"])] = False
    return Stage(meeting.stream, made, {person: (cookie(person, 1), cookie(person, 2)) for person in meeting.body.roll})


@dataclass
class Race:
    """Two commands of one voter in one vote, and their answers."""

    person: str
    vote: str
    sealed: bool
    way: str
    commands: list[dict[str, Any]]
    answers: list[dict[str, Any]] = field(default_factory=list)


class Device:
    """A websocket that sends without waiting, and tells its answers by number."""

    def __init__(self, port: int, cookie: str):
        origin = f"http://127.0.0.1:{port}"
        path = "/socket.io/?EIO=4&transport=websocket"
        self.socket = websocket.create_connection(
            f"ws://127.0.0.1:{port}{path}", timeout=60, cookie=cookie, origin=origin
        )
        self.socket.recv()
        self.socket.send("40")
        while not str(self.socket.recv()).startswith("40"):
            pass
        self.number = 0

    def send(self, command: dict[str, Any]) -> int:
        self.number += 1
        self.socket.send(f"42{self.number}" + json.dumps(["command", command]))
        return self.number

    def answer(self, number: int) -> dict[str, Any]:
        while True:
            told = str(self.socket.recv())
            if told == "2":
                self.socket.send("3")
            elif told.startswith(f"43{number}["):
                return dict(json.loads(told[len(f"43{number}") :])[0])


def by_http(port: int, cookie: str, command: dict[str, Any]) -> dict[str, Any]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Cookie": cookie, "Origin": f"http://127.0.0.1:{port}", "Content-Type": "application/json"}
    line.request("POST", "/api/commands", body=json.dumps(command), headers=headers)
    told = dict(json.loads(line.getresponse().read()))
    line.close()
    return told


def run(port: int, stage: Stage, draw: random.Random) -> list[Race]:
    """Every voter races in every vote: all of a vote's at once."""
    devices = {person: [Device(port, cookie) for cookie in both] for person, both in stage.voters.items()}
    held: list[Race] = []
    with ThreadPoolExecutor(8) as doors:
        for vote, sealed in stage.votes.items():
            races = [_race(stage, person, vote, sealed, draw) for person in stage.voters]
            sending = [(race, place) for race in races for place in (0, 1)]
            draw.shuffle(sending)
            waited: list[tuple[Race, int, Callable[[], dict[str, Any]]]] = []
            for race, place in sending:
                command, device = race.commands[place], devices[race.person][place]
                if race.way == "same tap, both doors" and place:
                    future = doors.submit(by_http, port, stage.voters[race.person][1], command)
                    waited.append((race, place, future.result))
                else:
                    number = device.send(command)
                    waited.append((race, place, lambda device=device, number=number: device.answer(number)))  # type: ignore[misc]
            for race, _place, answer in sorted(waited, key=lambda one: one[1]):
                race.answers.append(answer())
            held += races
    for both in devices.values():
        for device in both:
            device.socket.close()
    return held


def _race(stage: Stage, person: str, vote: str, sealed: bool, draw: random.Random) -> Race:
    way = draw.choice(WAYS)
    first, second = (_ballot(vote, sealed, n, draw) for n in draw.sample(range(3), 2))
    if way not in ("other choice", "one id, other choice"):
        second = first
    ids = [str(uuid.UUID(int=draw.getrandbits(128), version=4)) for _ in "ab"]
    if way not in ("same choice", "other choice"):
        ids[1] = ids[0]
    name = "sealed.cast" if sealed else "vote.cast"
    commands = [
        {"id": id, "stream": stage.stream, "name": name, "args": args}
        for id, args in zip(ids, (first, second), strict=True)
    ]
    return Race(person, vote, sealed, way, commands)


def _ballot(vote: str, sealed: bool, choice: int, draw: random.Random) -> dict[str, Any]:
    """Of an envelope the house can tell only its size."""
    if sealed:
        return {"vote": vote, "e1": base64.b64encode(draw.randbytes(384)).decode()}
    return {"vote": vote, "choice": CHOICES[choice]}


# -- judging ----------------------------------------------------------------------------------------------------------

ROWS = {
    "casts": "SELECT vote, person, choice, revision FROM casts",
    "kept": "SELECT vote, person, revision FROM cast_revisions",
    "envelopes": "SELECT vote, person, revision, e1 FROM sealed_envelopes",
    "entries": "SELECT actor, facts FROM entries WHERE kind IN ('vote.cast', 'sealed.cast')",
}


def faults(url: str, races: list[Race]) -> Iterator[str]:
    """What is not as it must be: one row a race, the choice last acknowledged in it, and alike answers to one id."""
    engine = create_engine(url)
    with engine.connect() as read:
        found = {name: list(read.execute(text(asked))) for name, asked in ROWS.items()}
    engine.dispose()
    casts = {(row.vote, row.person): row for row in found["casts"]}
    rows = Counter((row.vote, row.person) for row in found["casts"])
    kept = Counter((row.vote, row.person) for row in found["kept"])
    sealed = Counter((row.vote, row.person) for row in found["envelopes"])
    unsealed = Counter((row.vote, row.person) for row in found["envelopes"] if row.e1 is not None)
    entries = Counter((json.loads(row.facts)["args"]["vote"], row.actor) for row in found["entries"])
    for race in races:
        at = (race.vote, race.person)
        if rows[at] != 1:
            yield f"{race.way}: {rows[at]} rows"
            continue
        wanted = 2 if race.way == "other choice" else 1
        if (casts[at].revision, entries[at]) != (wanted, wanted):
            yield f"{race.way}: revision {casts[at].revision}, {entries[at]} entries"
        if (sealed[at], unsealed[at]) != (wanted, 1) if race.sealed else kept[at] != wanted - 1:
            yield f"{race.way}: {sealed[at]} envelopes, {unsealed[at]} of them whole, {kept[at]} kept"
        yield from _answers(race, casts[at].choice)
    if len(rows) != len(races):
        yield f"{len(rows)} rows of {len(races)} races"


def _answers(race: Race, choice: str) -> Iterator[str]:
    first, second = race.answers
    if race.way == "one id, other choice":
        if sorted((first["ok"], second["ok"])) != [False, True]:
            yield f"{race.way}: {first}, {second}"
        told = race.commands[0 if first["ok"] else 1]
    elif not (first["ok"] and second["ok"]):
        yield f"{race.way}: {first}, {second}"
        return
    else:
        if race.way.startswith("same tap") and first != second:
            yield f"{race.way}: answered {first} and {second}"
        told = race.commands[0 if first["seq"] > second["seq"] else 1]
    if not race.sealed and told["args"]["choice"] != choice:
        yield f"{race.way}: {choice} counts, {told['args']['choice']} was acknowledged last"
