"""The load client: a process of its own that speaks Engine.IO 4 and Socket.IO 5 over raw websockets, from wire.md alone.

Nothing of the project is imported here. One epoll loop drives all sockets (`sockets.py`), so that a thousand clients cost little
beside the server they measure. It reads one JSON scenario from its standard input and prints one JSON object.
"""

from __future__ import annotations

import json
import random
import re
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.sockets import Client, Loop

STANDS = re.compile(rb'"view":"([^"]+)","seq":(\d+),"head":"([^"]+)"')
TOLD = re.compile(rb'"to":(\d+),"head":"([^"]+)"')
"""Where a join's answer, and a frame of entries, say how far they go."""


class House:
    """Members of one meeting, all joined; counts who has an entry."""

    def __init__(self, scenario: dict[str, Any]):
        self.loop = Loop()
        self.scenario = scenario
        self.stream = scenario["stream"]
        self.wanted = self.also = b""
        self.arrived: dict[int, float] = {}
        self.kept: dict[str, dict[str, Any]] = {}
        """How far each device knew the meeting when it joined, as it keeps it for its next join."""
        self.heard: dict[str, bytes] = {}
        """The last entries it was told."""
        self.entries = 0
        self.live = 0
        self.bytes = 0

    def connect(self, cookies: list[str], at_once: int = 20) -> tuple[list[Client], float]:
        """Connect and join, a few at a time."""
        began = time.perf_counter()
        clients: list[Client] = []
        for cookie in cookies:
            client = Client(
                self.loop,
                self.scenario["host"],
                self.scenario["port"],
                "/socket.io/?EIO=4&transport=websocket",
                cookie,
                self.on_text,
            )
            clients.append(client)
            behind = len(clients) - at_once
            if behind >= 0:
                self.loop.run(lambda n=behind: clients[n].joined, 120, f"client {behind} to join")  # type: ignore[misc]
        self.loop.run(lambda: all(client.joined for client in clients), 120, "everybody to join")
        return clients, time.perf_counter() - began

    def on_text(self, client: Client, payload: bytes, now: float) -> None:
        self.bytes += len(payload)
        if payload.startswith(b'42["entries"'):
            self.entries += 1
            self.heard[client.cookie] = payload
            if self.wanted and self.wanted in payload and self.also in payload:
                self.arrived.setdefault(id(client), now)
        elif payload.startswith(b"43"):
            self._acknowledged(client, payload, now)
        elif payload == b"2":
            client.send("3")
        elif payload.startswith(b"0{"):
            client.send("40")
        elif payload.startswith(b"40"):
            client.ask("join", self._known(client.cookie), lambda answer, _now: self._joined(client, answer))
        elif payload.startswith(b'42["live"'):
            self.live += 1

    def _known(self, cookie: str) -> dict[str, Any]:
        known = {"stream": self.stream, **self.kept.get(cookie, {"since": None, "view": None})}
        told = TOLD.search(self.heard.pop(cookie, b""))
        return known if told is None else {**known, "since": int(told[1]), "head": told[2].decode()}

    def _acknowledged(self, client: Client, payload: bytes, now: float) -> None:
        start = payload.index(b"[")
        then = client.asked.pop(int(payload[2:start]))
        then(payload[start:], now)

    def _joined(self, client: Client, answer: bytes) -> None:
        if b'"ok":true' not in answer[:2000].replace(b" ", b""):
            raise RuntimeError(f"join refused: {answer[:300]!r}")
        known = STANDS.search(answer)
        if known is None or (client.cookie in self.kept and b'"entries":' not in answer):
            raise RuntimeError(f"no way on from what the device knows: {answer[:300]!r}")
        view, seq, head = known.groups()
        self.kept[client.cookie] = {"since": int(seq), "view": view.decode(), "head": head.decode()}
        client.joined = True

    def command(self, client: Client, name: str, args: dict[str, Any]) -> tuple[dict[str, Any], float]:
        """Give a command and wait for its acknowledgement. Returns the result and the seconds it took."""
        answered: list[tuple[bytes, float]] = []
        began = time.perf_counter()
        client.ask("command", self.spelled(name, args), lambda answer, now: answered.append((answer, now)))
        self.loop.run(lambda: bool(answered), 60, f"the answer to {name}")
        result = json.loads(answered[0][0])[0]
        if not result["ok"]:
            raise RuntimeError(f"{name}: {result['error']}")
        return result, answered[0][1] - began

    def spelled(self, name: str, args: dict[str, Any]) -> dict[str, Any]:
        return {"id": f"{random.getrandbits(122):032x}", "stream": self.stream, "name": name, "args": args}


def cpu(pid: int) -> float:
    """Processor seconds a process has used, all threads, to the nanosecond."""
    told = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(one.read_text().split()[0]) for one in told) / 1e9


def fanout(scenario: dict[str, Any]) -> dict[str, Any]:
    """One entry at a time to everybody: from the command's sending until the last client has it."""
    house = House(scenario)
    clients, joining = house.connect(scenario["cookies"])
    (secretary,), _ = house.connect([scenario["secretary"]])
    rounds: list[dict[str, float]] = []
    for number in range(scenario["rounds"] + 2):
        house.loop.run(_quiet(house), 5, "quiet")
        word = f"Lan {number} {random.getrandbits(40):010x}"
        house.wanted, house.arrived = word.encode(), {}
        used = cpu(scenario["pid"])
        began = time.perf_counter()
        _result, acknowledged = house.command(secretary, "agenda.edit_item", {"item": scenario["item"], "title": word})
        everybody = {id(client) for client in clients}
        house.loop.run(lambda: everybody <= house.arrived.keys(), 60, "the last client")  # noqa: B023
        times = sorted(house.arrived[one] - began for one in everybody)
        if number >= 2:
            rounds.append(
                {
                    "first": times[0],
                    "middle": times[len(times) // 2],
                    "last": times[-1],
                    "ack": acknowledged,
                    "cpu": cpu(scenario["pid"]) - used,
                }
            )
    return {"rounds": rounds, "joining": joining, "dropped": sum(client.closed for client in clients)}


def _quiet(house: House, seconds: float = 0.12) -> Callable[[], bool]:
    """Nothing new for a moment."""
    seen = [house.entries, time.perf_counter()]

    def judge() -> bool:
        if house.entries != seen[0]:
            seen[:] = [house.entries, time.perf_counter()]
        return time.perf_counter() - seen[1] > seconds

    return judge


class Ballots:
    """One each, of any choice; what was answered, and after how long."""

    def __init__(self, house: House, vote: str):
        self.house = house
        self.vote = vote
        self.latencies: list[float] = []
        self.refused: list[Any] = []
        self.sent: dict[str, int] = {"yes": 0, "no": 0, "not_voting": 0}

    def cast(self, client: Client) -> None:
        choice = random.choice(list(self.sent))
        began = time.perf_counter()

        def acknowledged(answer: bytes, now: float) -> None:
            self.latencies.append(now - began)
            result = json.loads(answer)[0]
            if result["ok"]:
                self.sent[choice] += 1
            else:
                self.refused.append(result["error"])

        client.ask("command", self.house.spelled(*self.ballot(client, choice)), acknowledged)

    def ballot(self, client: Client, choice: str) -> tuple[str, dict[str, Any]]:
        """A command and its arguments; `envelopes`: what this member's device has sealed."""
        sealed = self.house.scenario.get("envelopes", {}).get(client.cookie)
        if sealed is None:
            return "vote.cast", {"vote": self.vote, "choice": choice}
        return "sealed.cast", {"vote": self.vote, "e1": sealed}

    def all_within(self, clients: list[Client], window: float) -> tuple[float, float, int]:
        """Everybody within so many seconds. What that took: seconds, the server's processor, frames of live figures."""
        begin = time.perf_counter() + 0.5
        moments = sorted(begin + random.random() * window for _ in clients)
        self.house.loop.timers.extend(
            (at, lambda c=client: self.cast(c)) for at, client in zip(moments, clients, strict=True)
        )  # type: ignore[misc]
        pid = self.house.scenario["pid"]
        used, live = cpu(pid), self.house.live
        self.house.loop.run(lambda: len(self.latencies) == len(clients), 120, "the last acknowledgement")
        return time.perf_counter() - begin, cpu(pid) - used, self.house.live - live


def sealed(scenario: dict[str, Any]) -> dict[str, Any]:
    """Everybody sends the envelope that was sealed for them, within the window. The vote is open, and stays so."""
    house = House(scenario)
    clients, _joining = house.connect(scenario["cookies"])
    ballots = Ballots(house, scenario["vote"])
    seconds, used, _live = ballots.all_within(clients, scenario["window"])
    latencies, refused = sorted(ballots.latencies), ballots.refused[:5]
    acknowledged = sum(ballots.sent.values())
    return {"latencies": latencies, "refused": refused, "acknowledged": acknowledged, "seconds": seconds, "cpu": used}


def votes(scenario: dict[str, Any]) -> dict[str, Any]:
    """Everybody votes once within the window; then the chair closes and announces, and the last screen has the result."""
    house = House(scenario)
    clients, joining = house.connect(scenario["cookies"])
    (chair,), _ = house.connect([scenario["chair"]])
    if told := scenario.get("told"):  # the one who measures begins something else now, and says when to vote
        Path(told).write_text("joined")
        house.loop.run(lambda: Path(told).read_text() == "vote", 60, "the word to vote")
    opened, _ = house.command(chair, "vote.open", {"question": "Biểu quyết đo tải?", "item": scenario["item"]})
    vote = opened["result"]["id"]
    ballots = Ballots(house, vote)
    ended, used, live = ballots.all_within(clients, scenario["window"])
    house.command(chair, "vote.close", {"vote": vote})
    house.wanted, house.arrived = b'"verdict"', {}
    began = time.perf_counter()
    house.command(chair, "vote.announce", {"vote": vote})
    everybody = {id(client) for client in clients}
    house.loop.run(lambda: everybody <= house.arrived.keys(), 60, "the result on the last screen")
    return {
        "vote": vote,
        "latencies": sorted(ballots.latencies),
        "refused": ballots.refused[:5],
        "acknowledged": ballots.sent,
        "seconds": ended,
        "cpu": used,
        "live_frames": live,
        "joining": joining,
        "verdict": max(house.arrived.values()) - began,
        "over": max(house.arrived.values()),
    }


def queue(scenario: dict[str, Any]) -> dict[str, Any]:
    """Somebody asks for the floor: from the tap until the last screen shows it. And the same for each in turn."""
    house = House(scenario)
    clients, joining = house.connect(scenario["cookies"])
    everybody = {id(client) for client in clients}
    rounds: list[dict[str, float]] = []
    for number in range(scenario["rounds"] + 2):
        house.loop.run(_quiet(house), 5, "quiet")
        word = f"Lan {number} {random.getrandbits(40):010x}"
        house.wanted, house.arrived = word.encode(), {}
        began = time.perf_counter()
        _result, acknowledged = house.command(clients[number], "speaking.request", {"gist": word})
        house.loop.run(lambda: everybody <= house.arrived.keys(), 60, "the last screen")
        if number >= 2:
            rounds.append({"last": max(house.arrived.values()) - began, "ack": acknowledged})
    return {"rounds": rounds, "joining": joining}


def comeback(scenario: dict[str, Any]) -> dict[str, Any]:
    """The server is killed; everybody is back, at the current `seq`, as soon as it answers again."""
    house = House(scenario)
    clients, joining = house.connect(scenario["cookies"])
    del clients
    Path(scenario["told"]).write_text("joined")  # the one who measures kills the server now, and starts it again
    while Path(scenario["told"]).read_text() != "killed":
        time.sleep(0.002)
    killed = time.perf_counter()
    while True:
        try:
            socket.create_connection((scenario["host"], scenario["port"]), timeout=5).close()
            break
        except OSError:
            time.sleep(0.01)
    listening = time.perf_counter()
    house.loop = Loop()
    house.connect(scenario["cookies"], at_once=200)
    back = time.perf_counter()
    return {"joining": joining, "starting": listening - killed, "coming": back - listening, "all": back - killed}


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    measures = {"fanout": fanout, "votes": votes, "sealed": sealed, "queue": queue, "comeback": comeback}
    json.dump(measures[asked["what"]](asked), sys.stdout)
