"""The benches themselves. Each takes its sizes, prints lines and returns what goes into the JSON."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.bench import minutes as minutes_bench
from tests.bench import pages as pages_bench
from tests.bench.measuring import (
    CROWD,
    Server,
    environment_for,
    floor_server,
    load,
    loaded,
    loading,
    ms,
    quantile,
    serving,
    started,
    wait_for,
)

ENTRY_BYTES = 450
"""The floor's frame: the size of an ordinary entry (performance.md: 200-450 bytes)."""
Say = Callable[[str], None]


def fanout(say: Say, clients: list[int], rounds: int) -> dict[str, Any]:
    """One entry, through the whole path, to everybody; beside a bare server that does nothing but send."""
    found: dict[str, Any] = {}
    for count in clients:
        with serving(count) as server:
            measured = load(server.scenario("fanout", count, rounds=rounds))
        base = measured_floor(count, rounds)
        found[str(count)] = line = _compared(measured, base, count)
        say(
            f"fanout {count:>5} clients: last has it after {line['last_p50_ms']} ms (max {line['last_max_ms']}), "
            f"acknowledged after {line['ack_p50_ms']} ms; floor {line['floor_last_p50_ms']} ms: "
            f"{line['ratio']}x, processor per delivery {line['cpu_us']} us, {line['cpu_ratio']}x; "
            f"joined in {line['joining_s']} s, dropped {line['dropped']}"
        )
    return found


def measured_floor(count: int, rounds: int) -> dict[str, Any]:
    """The same measure against the bare server."""
    with floor_server(ENTRY_BYTES) as (port, pid):
        return load(
            {"what": "floor", "host": "127.0.0.1", "port": port, "pid": pid, "clients": count, "rounds": rounds}, CROWD
        )


def _compared(measured: dict[str, Any], base: dict[str, Any], count: int) -> dict[str, Any]:
    last = [one["last"] for one in measured["rounds"]]
    bare = [one["last"] for one in base["rounds"]]
    processor = statistics.mean(one["cpu"] for one in measured["rounds"]) / count
    bare_processor = statistics.mean(one["cpu"] for one in base["rounds"]) / count
    return {
        "last_p50_ms": ms(statistics.median(last)),
        "last_max_ms": ms(max(last)),
        "worst_to_p50": round(max(last) / statistics.median(last), 2),
        "first_p50_ms": ms(statistics.median(one["first"] for one in measured["rounds"])),
        "ack_p50_ms": ms(statistics.median(one["ack"] for one in measured["rounds"])),
        "floor_last_p50_ms": ms(statistics.median(bare)),
        "floor_last_max_ms": ms(max(bare)),
        "ratio": round(statistics.median(last) / statistics.median(bare), 2),
        "cpu_us": round(processor * 1e6, 1),
        "floor_cpu_us": round(bare_processor * 1e6, 1),
        "cpu_ratio": round(processor / bare_processor, 2) if bare_processor else None,
        "joining_s": round(measured["joining"], 2),
        "floor_joining_s": round(base["joining"], 2),
        "dropped": measured["dropped"],
    }


def votes(say: Say, clients: int, window: float, rounds: int) -> dict[str, Any]:
    """Everybody votes within the window. Every acknowledged ballot must be in the audited result."""
    with serving(clients) as server:
        measured = load(server.scenario("votes", clients, window=window))
        audited = server.audit()
    base = measured_floor(clients, min(rounds, 10))
    bare = statistics.median(one["last"] for one in base["rounds"])
    line = next(line for line in audited["votes"] if line["vote"] == measured["vote"])
    acknowledged = sum(measured["acknowledged"].values())
    latencies = measured["latencies"]
    found = {
        "clients": clients,
        "window_s": window,
        "acknowledged": acknowledged,
        "refused": len(latencies) - acknowledged,
        "first_refusals": measured["refused"],
        "lost": max(0, acknowledged - line["ballots"]),
        "counts_agree": line["recount"] == line["recorded"] == measured["acknowledged"],
        "duplicates": audited["duplicates"],
        "audit_ok": audited["ok"],
        "ack_p50_ms": ms(quantile(latencies, 50)),
        "ack_p99_ms": ms(quantile(latencies, 99)),
        "ack_max_ms": ms(max(latencies)),
        "verdict_last_ms": ms(measured["verdict"]),
        "floor_last_p50_ms": ms(bare),
        "p99_ratio": round(quantile(latencies, 99) / bare, 2),
        "seconds": round(measured["seconds"], 2),
        "cpu_ms_per_vote": round(measured["cpu"] / clients * 1000, 2),
        "live_frames": measured["live_frames"],
    }
    say(
        f"votes  {clients:>5} clients in {window} s: acknowledged {acknowledged}, lost {found['lost']}, "
        f"doubled {found['duplicates']}, audit {'sound' if found['audit_ok'] else 'BROKEN'}; "
        f"ack p50 {found['ack_p50_ms']} ms, p99 {found['ack_p99_ms']}, max {found['ack_max_ms']} "
        f"(p99 {found['p99_ratio']}x the floor's broadcast, {found['floor_last_p50_ms']} ms); "
        f"result on the last screen after {found['verdict_last_ms']} ms"
    )
    return found


def slow_disk(say: Say, clients: int, window: float, wait: float) -> dict[str, Any]:
    """The same burst on a disk that takes `wait` ms more for each commit: the commit in its own thread, as it is, and on
    the hub, as it must not be."""
    found: dict[str, Any] = {"clients": clients, "disk_ms": wait}
    for where, said in (("", "in its thread"), (",hub", "on the hub")):
        with serving(clients, DIENHONG_DRILL_COMMIT=f"{wait / 1000}{where}") as server:
            measured = load(server.scenario("votes", clients, window=window))
            audited = server.audit()
        latencies = measured["latencies"]
        line = {
            "ack_p50_ms": ms(quantile(latencies, 50)),
            "ack_p99_ms": ms(quantile(latencies, 99)),
            "acknowledged": sum(measured["acknowledged"].values()),
            "audit_ok": audited["ok"],
        }
        say(
            f"votes  {clients:>5} clients in {window} s, {wait:g} ms a commit {said}: acknowledged {line['acknowledged']}, "
            f"p50 {line['ack_p50_ms']} ms, p99 {line['ack_p99_ms']}"
        )
        found["hub" if where else "thread"] = line
    found["audit_ok"] = found["thread"]["audit_ok"] and found["hub"]["audit_ok"]
    found["lost"] = clients - found["thread"]["acknowledged"]
    found["p99_to_disk"] = round(found["thread"]["ack_p99_ms"] / wait, 1)
    return found


def collecting(say: Say, clients: int, window: float) -> dict[str, Any]:
    """The same burst with the house's thresholds for collecting garbage, and with Python's own."""
    found: dict[str, Any] = {"clients": clients}
    for name, settings in (("tuned", {}), ("usual", {"DIENHONG_DRILL_COLLECT": "usual"})):
        with serving(clients, **settings) as server:
            latencies = load(server.scenario("votes", clients, window=window))["latencies"]
        found[name] = {"ack_p99_ms": ms(quantile(latencies, 99)), "ack_max_ms": ms(max(latencies))}
    found["p99_usual_to_tuned"] = round(found["usual"]["ack_p99_ms"] / found["tuned"]["ack_p99_ms"], 2)
    say(
        f"collecting {clients} clients vote in {window} s: p99 {found['tuned']['ack_p99_ms']} ms (max {found['tuned']['ack_max_ms']}), "
        f"with Python's own thresholds {found['usual']['ack_p99_ms']} ms (max {found['usual']['ack_max_ms']})"
    )
    return found


def flood(say: Say, clients: int, rounds: int) -> dict[str, Any]:
    """Everybody votes at once: durable ballots a second through the whole path, beside a raw loop with one commit a ballot."""
    with serving(clients) as server:
        measured = load(server.scenario("votes", clients, window=0.2))
        audited = server.audit()
    raw = raw_loop()
    acknowledged = sum(measured["acknowledged"].values())
    line = next(line for line in audited["votes"] if line["vote"] == measured["vote"])
    found = {
        "clients": clients,
        "per_second": round(acknowledged / measured["seconds"]),
        "raw_per_second": round(raw),
        "ratio": round(acknowledged / measured["seconds"] / raw, 2),
        "refused": len(measured["latencies"]) - acknowledged,
        "lost": max(0, acknowledged - line["ballots"]),
        "audit_ok": audited["ok"],
        "ack_p99_ms": ms(quantile(measured["latencies"], 99)),
        "cpu_ms_per_vote": round(measured["cpu"] / clients * 1000, 2),
    }
    say(
        f"flood  {clients:>5} ballots in 0.2 s: {found['per_second']} a second, lost {found['lost']}; a raw loop with one commit each "
        f"{found['raw_per_second']}: {found['ratio']}x; {found['cpu_ms_per_vote']} ms of processor a ballot"
    )
    return found


def raw_loop(count: int = 1000) -> float:
    """What the disk and SQLite alone give: ballot, entry, change and outcome, one durable commit each. Returns commits a second."""
    import tempfile

    from app.database import sqlite_module

    with tempfile.TemporaryDirectory(prefix="dienhong-bench-") as folder:
        connection = sqlite_module().connect(f"{folder}/raw.sqlite3", isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        for table in ("casts", "entries", "changes", "outcomes"):
            connection.execute(f"CREATE TABLE {table} (id TEXT PRIMARY KEY, body TEXT) WITHOUT ROWID")
        began = time.perf_counter()
        for number in range(count):
            connection.execute("BEGIN IMMEDIATE")
            for table in ("casts", "entries", "changes", "outcomes"):
                connection.execute(f"INSERT INTO {table} VALUES (?, ?)", (f"{number:020}", "x" * 200))
            connection.execute("COMMIT")
        return count / (time.perf_counter() - began)


def queue(say: Say, clients: int, rounds: int) -> dict[str, Any]:
    """A member asks for the floor: until the last of the hall sees it."""
    with serving(clients) as server:
        measured = load(server.scenario("queue", clients, rounds=rounds))
    base = measured_floor(clients, rounds)
    last = [one["last"] for one in measured["rounds"]]
    bare = statistics.median(one["last"] for one in base["rounds"])
    found = {
        "clients": clients,
        "last_p50_ms": ms(statistics.median(last)),
        "last_p99_ms": ms(quantile(last, 99)),
        "ack_p50_ms": ms(statistics.median(one["ack"] for one in measured["rounds"])),
        "floor_last_p50_ms": ms(bare),
        "ratio": round(statistics.median(last) / bare, 2),
    }
    say(
        f"queue  {clients:>5} clients: registered -> on the last of {clients} screens: p99 {found['last_p99_ms']} ms "
        f"(p50 {found['last_p50_ms']}), acknowledged after {found['ack_p50_ms']}; floor {found['floor_last_p50_ms']} ms: "
        f"{found['ratio']}x"
    )
    return found


def comeback(say: Say, clients: int) -> dict[str, Any]:
    """kill -9 with everybody connected, a new start: until the last is back at the current `seq`."""
    with serving(clients) as server:
        told = server.data.parent / "told"
        told.write_text("")
        scenario = server.scenario("comeback", clients, told=str(told))
        asking = loading(scenario)
        wait_for(told, "joined", asking)
        os.kill(server.pid, signal.SIGKILL)
        # A process that is being killed still accepts into its backlog, and resets what it accepted: wait until it is gone.
        os.waitid(os.P_PID, server.pid, os.WEXITED | os.WNOWAIT)
        told.write_text("killed")
        with started({**server.environment, "DIENHONG_PORT": str(server.port)}) as (_port, _pid, starting):
            measured = loaded(asking)
    base = measured_floor(clients, 1)
    goal = base["joining"] + starting
    found = {
        "clients": clients,
        "start_s": round(starting, 2),
        "back_s": round(measured["all"], 2),
        "coming_s": round(measured["coming"], 2),
        "floor_connect_s": round(base["joining"], 2),
        "ratio": round(measured["all"] / goal, 2),
    }
    say(
        f"return {clients:>5} clients: all back {found['back_s']} s after kill -9 (start {found['start_s']} s, coming back "
        f"{found['coming_s']} s); the floor's connects and the start {round(goal, 2)} s: {found['ratio']}x"
    )
    return found


def startup(say: Say, rounds: int) -> dict[str, Any]:
    """From `python run.py` until ready, beside an interpreter that imports nothing."""
    with serving(100, phase="published") as server:
        times = [server.starting]
        environment = server.environment
        times += _again(server, environment, rounds)
    bare = min(_interpreter() for _ in range(3))
    found = {
        "ready_p50_s": round(statistics.median(times), 3),
        "ready_max_s": round(max(times), 3),
        "floor_s": round(bare, 3),
        "ratio": round(statistics.median(times) / bare, 1),
    }
    say(
        f"startup: ready after {found['ready_p50_s']} s (max {found['ready_max_s']}); "
        f"an empty interpreter takes {found['floor_s']} s: {found['ratio']}x"
    )
    return found


def _again(server: Server, environment: dict[str, str], rounds: int) -> list[float]:
    """More starts, each on a copy of the folder, for the first server still holds its own."""
    import shutil

    times = []
    for number in range(rounds):
        copy = server.data.with_name(f"copy{number}")
        shutil.copytree(server.data, copy, ignore=shutil.ignore_patterns("lock", "*.sock"))
        with started({**environment, **environment_for(copy)}) as (_port, _pid, seconds):
            times.append(seconds)
    return times


def _interpreter() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return time.perf_counter() - began


minutes = minutes_bench.minutes
pages = pages_bench.pages
