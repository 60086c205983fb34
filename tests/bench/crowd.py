"""More of the load client: the bare server's crowd, one that fetches papers, one that only sits there, and longer runs.

A process of its own, like `client.py`, from which it has its sockets; nothing of the project is imported here.
"""

from __future__ import annotations

import json
import os
import random
import selectors
import socket
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.client import House, cpu
from tests.bench.sockets import CHUNK, Client, Loop


def downloads(scenario: dict[str, Any]) -> dict[str, Any]:
    """Everybody fetches the same paper at once: once, or again and again until the file `stop` is there."""
    selector = selectors.EpollSelector()
    done: list[float] = []
    taken = failed = 0

    def begin(cookie: str) -> None:
        line = socket.create_connection((scenario["host"], scenario["port"]), timeout=30)
        line.sendall(
            f"GET {scenario['path']} HTTP/1.1\r\nHost: {scenario['host']}:{scenario['port']}\r\n"
            f"Cookie: {cookie}\r\nConnection: close\r\n\r\n".encode()
        )
        line.setblocking(False)
        selector.register(line, selectors.EVENT_READ, [cookie, time.perf_counter(), 0, b""])

    for cookie in scenario["cookies"]:
        begin(cookie)
    began = time.perf_counter()
    while selector.get_map():
        over = Path(scenario["stop"]).exists()
        for key, _events in selector.select(0.05):
            line, state = key.fileobj, key.data
            try:
                data = line.recv(CHUNK)  # type: ignore[union-attr]
            except OSError:
                data = b""
            state[2] += len(data)
            state[3] = state[3] or data[:12]
            if data and not over:
                continue
            selector.unregister(line)
            line.close()  # type: ignore[union-attr]
            if not data:
                taken += state[2]
                failed += state[3] != b"HTTP/1.1 200"
                done.append(time.perf_counter() - state[1])
                if scenario["again"] and not over:
                    begin(state[0])
    seconds = time.perf_counter() - began
    return {"done": len(done), "failed": failed, "bytes": taken, "seconds": seconds, "times": sorted(done)}


def verdict(scenario: dict[str, Any]) -> dict[str, Any]:
    """Some vote; the chair closes and announces: from the closing until the last screen has the result."""
    house = House(scenario)
    clients, _joining = house.connect(scenario["cookies"])
    (chair,), _ = house.connect([scenario["chair"]])
    everybody = {id(client) for client in clients}
    times = []
    for number in range(scenario["rounds"]):
        opened, _ = house.command(chair, "vote.open", {"question": f"Lần {number}?", "item": scenario["item"]})
        vote = opened["result"]["id"]
        answered: list[bytes] = []
        asked = random.sample(clients, min(50, len(clients)))
        for client in asked:
            cast = house.spelled("vote.cast", {"vote": vote, "choice": random.choice(["yes", "no"])})
            client.ask("command", cast, lambda answer, _now, seen=answered: seen.append(answer))  # type: ignore[misc]
        house.loop.run(lambda: len(answered) == len(asked), 60, "the ballots")  # noqa: B023
        house.wanted, house.arrived = f'"{vote}"'.encode(), {}
        house.also = b'"verdict"'
        began = time.perf_counter()
        house.command(chair, "vote.close", {"vote": vote})
        house.command(chair, "vote.announce", {"vote": vote})
        house.loop.run(lambda: everybody <= house.arrived.keys(), 60, "the result on the last screen")
        times.append(max(house.arrived.values()) - began)
    return {"times": sorted(times)}


def sit(scenario: dict[str, Any]) -> dict[str, Any]:
    """Connected and silent: memory a connection takes, and what the processor does for all of them."""
    before = resident(scenario["pid"])
    if scenario["floor"]:
        loop, clients = floor_sockets(scenario)
    else:
        house = House(scenario)
        clients, _ = house.connect(scenario["cookies"])
        loop = house.loop
    settle = time.perf_counter() + 3
    loop.run(lambda: time.perf_counter() > settle, 10, "calm")
    used, began = cpu(scenario["pid"]), time.perf_counter()
    end = began + scenario["seconds"]
    loop.run(lambda: time.perf_counter() > end, scenario["seconds"] + 10, "the end")
    share = (cpu(scenario["pid"]) - used) / (time.perf_counter() - began)
    return {
        "each_kb": (resident(scenario["pid"]) - before) / len(clients) / 1024,
        "core_share": share,
        "dropped": sum(client.closed for client in clients),
    }


def soak(scenario: dict[str, Any]) -> dict[str, Any]:
    """A meeting that goes on and on at the same size: ballots given anew, edits, devices that go and come."""
    house = House(scenario)
    clients, _ = house.connect(scenario["cookies"])
    (chair, desk), _ = house.connect([scenario["chair"], scenario["secretary"]])
    opened, _ = house.command(chair, "vote.open", {"question": "Có bền không?", "item": scenario["item"]})
    vote, samples, began, turn = opened["result"]["id"], [], time.perf_counter(), 0
    while (past := time.perf_counter() - began) < scenario["seconds"]:
        turn += 1
        answered: list[bytes] = []
        for client in clients:
            cast = house.spelled("vote.cast", {"vote": vote, "choice": random.choice(["yes", "no"])})
            client.ask("command", cast, lambda answer, _now, seen=answered: seen.append(answer))  # type: ignore[misc]
        house.loop.run(lambda: len(answered) == len(clients), 60, "the ballots")  # noqa: B023
        refused = [answer for answer in answered if b'"ok":true' not in answer]
        if refused:
            raise RuntimeError(f"a ballot was refused: {refused[0][:200]!r}")
        house.command(desk, "agenda.edit_item", {"item": scenario["item"], "title": f"Nội dung, lần {turn}"})
        gone = [clients.pop(random.randrange(len(clients))) for _ in range(min(5, len(clients) - 1))]
        for client in gone:
            client.close()
        again, _ = house.connect([client.cookie for client in gone])
        clients += again
        if not samples or past - samples[-1]["at"] > scenario["seconds"] / 40:
            samples.append({"at": past, "rss": resident(scenario["pid"]), "files": files(scenario["pid"])})
        calm = time.perf_counter() + 0.5
        house.loop.run(lambda: time.perf_counter() > calm, 5, "a moment's rest")  # noqa: B023
    return {"samples": samples, "turns": turn, "ballots": turn * len(clients)}


def floor_sockets(scenario: dict[str, Any], arrived: dict[int, float] | None = None) -> tuple[Loop, list[Client]]:
    """Connected to the bare server; `arrived`: when each was sent something first."""
    loop = Loop()

    def on_text(client: Client, _payload: bytes, now: float) -> None:
        if arrived is not None:
            arrived.setdefault(id(client), now)

    clients = [Client(loop, scenario["host"], scenario["port"], "/", "", on_text) for _ in range(scenario["clients"])]
    loop.run(lambda: all(client.open for client in clients), 60, "everybody to connect")
    return loop, clients


def floor(scenario: dict[str, Any]) -> dict[str, Any]:
    """The same measure against a bare server that sends one frame, encoded beforehand, to everybody when asked."""
    arrived: dict[int, float] = {}
    began = time.perf_counter()
    loop, clients = floor_sockets(scenario, arrived)
    joining = time.perf_counter() - began
    rounds = []
    everybody = {id(client) for client in clients}
    for number in range(scenario["rounds"] + 2):
        arrived.clear()
        used, began = cpu(scenario["pid"]), time.perf_counter()
        clients[0].send("go")
        loop.run(lambda: len(arrived) == len(everybody), 60, "the last client")
        times = sorted(at - began for at in arrived.values())
        if number >= 2:
            middle = times[len(times) // 2]
            rounds.append({"first": times[0], "middle": middle, "last": times[-1], "cpu": cpu(scenario["pid"]) - used})
        time.sleep(0.1)
    return {"rounds": rounds, "joining": joining}


def resident(pid: int) -> int:
    """Bytes of memory a process holds."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def files(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    measures = {"downloads": downloads, "verdict": verdict, "sit": sit, "soak": soak, "floor": floor}
    json.dump(measures[asked["what"]](asked), sys.stdout)
