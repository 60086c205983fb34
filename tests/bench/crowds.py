"""Benches of many at once: papers fetched by everybody, everything together, connections that only sit there, a long run."""

from __future__ import annotations

import dataclasses
import random
import statistics
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench import minutes
from tests.bench.measuring import (
    CROWD,
    NO_PACE,
    Server,
    floor_server,
    load,
    loaded,
    loading,
    ms,
    quantile,
    serving,
    wait_for,
)

Say = Callable[[str], None]
FETCHING, IDLE = 200, 1000
PAPER = 5 * 1024 * 1024


def published_paper(server: Server) -> str:
    """A real PDF of 5 MB, uploaded by the secretary, approved by the chair, handed out. Returns its address."""
    secretary = minutes.Api(server, server.demo["secretary"]["cookie"])
    chair = minutes.Api(server, server.demo["chair"]["cookie"])
    border = uuid.uuid4().hex
    body = (
        f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="bao-cao.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    ).encode()
    file = secretary.post(
        "/api/files", body + large_pdf() + f"\r\n--{border}--\r\n".encode(), f"multipart/form-data; boundary={border}"
    )
    asked = {"item": server.demo["items"][0], "file": file["file"], "title": "Báo cáo lớn"}
    paper = secretary.give("paper.add", asked)["result"]["id"]
    secretary.give("paper.submit", {"paper": paper})
    chair.give("paper.approve", {"paper": paper, "publish": True})
    return f"/papers/{paper}/1/original"


def another_meeting(server: Server) -> Server:
    """The same house, and a second meeting of the body that goes on in it."""
    secretary = minutes.Api(server, server.demo["secretary"]["cookie"])
    chair = minutes.Api(server, server.demo["chair"]["cookie"])
    soon = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 1200))
    told = {"title": "Phiên họp khác", "place": "Phòng họp Sông Lạc", "starts_at": soon}
    made = secretary.give("meeting.create", told, stream=f"body:{server.demo['body']}")["result"]["id"]
    other = dataclasses.replace(server, demo={**server.demo, "meeting": made, "items": []})
    secretary.server = chair.server = other
    for title in ("Nội dung một", "Nội dung hai"):
        other.demo["items"].append(
            secretary.give("agenda.add_item", {"title": title, "minutes": 20, "vote_kind": "open"})["result"]["id"]
        )
    secretary.give("meeting.publish", {})
    secretary.give("attendance.mark_many", {"status": "present"})
    chair.give("meeting.start", {})
    chair.give("agenda.start_item", {"item": other.demo["items"][0]})
    return other


def large_pdf() -> bytes:
    """One page and an attachment that does not compress."""
    import io

    import pikepdf

    made = pikepdf.new()
    made.add_blank_page()
    page = made.pages[0]
    page.Contents = made.make_stream(b"% " + random.Random(7).randbytes(PAPER).hex().encode()[:PAPER] + b"\n")
    out = io.BytesIO()
    made.save(out, compress_streams=False)
    return out.getvalue()


@contextmanager
def fetching(server: Server, path: str, again: bool) -> Iterator[dict[str, Any]]:
    """Members fetch the paper, once or over and over, while something else is measured; what came of it is there at the end."""
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="dienhong-bench-") as folder:
        stop = Path(folder) / "stop"
        crowd = loading(server.scenario("downloads", FETCHING, path=path, again=again, stop=str(stop)), CROWD)
        try:
            yield found
        finally:
            if again:
                stop.touch()
            found.update(loaded(crowd))


def papers(say: Say, clients: int) -> dict[str, Any]:
    """A vote while everybody fetches 5 MB: acknowledgements, beside the same vote without."""
    with serving(clients) as server:
        quiet = load(server.scenario("votes", clients, window=4.0))
        path = published_paper(server)
        with fetching(server, path, again=True) as fetched:
            time.sleep(0.5)
            busy = load(server.scenario("votes", clients, window=4.0))
    found = {
        "fetching": FETCHING,
        "papers": fetched["done"],
        "failed": fetched["failed"],
        "mb_per_second": round(fetched["bytes"] / fetched["seconds"] / 1e6, 1),
        "ack_p50_ms": ms(quantile(busy["latencies"], 50)),
        "ack_p99_ms": ms(quantile(busy["latencies"], 99)),
        "quiet_p99_ms": ms(quantile(quiet["latencies"], 99)),
        "ratio": round(quantile(busy["latencies"], 99) / quantile(quiet["latencies"], 99), 2),
    }
    say(
        f"papers {FETCHING:>5} fetch 5 MB: {found['papers']} papers, {found['mb_per_second']} MB/s; ballots meanwhile "
        f"acknowledged p50 {found['ack_p50_ms']} ms, p99 {found['ack_p99_ms']} (without {found['quiet_p99_ms']}): {found['ratio']}x"
    )
    return found


def mixed(say: Say) -> dict[str, Any]:
    """Votes, papers, minutes and a thousand who only listen, at once: how long nothing else gets a turn."""
    with serving(IDLE, **NO_PACE) as server:
        path = published_paper(server)
        secretary = minutes.play(another_meeting(server))
        view, made = secretary.view(), []

        def export() -> None:
            made.append(minutes.export(secretary, view)[0])

        told = server.data.parent / "told"
        told.write_text("")
        voting = loading(server.scenario("votes", IDLE, window=4.0, told=str(told)))
        with minutes.Lag(server.port) as coming:
            wait_for(told, "joined", voting)
        with minutes.Lag(server.port) as idle:
            time.sleep(1)
        with minutes.Lag(server.port) as lag:
            writer = threading.Thread(target=export)
            with fetching(server, path, again=False) as fetched:
                writer.start()
                told.write_text("vote")
                voted = loaded(voting)
            writer.join()
    # The load client's end cuts a thousand connections at once; that is told apart.
    at_once = [waited for waited, asked in zip(lag.times, lag.asked_at, strict=True) if asked < voted["over"]]
    found = {
        "hub_lag_max_ms": ms(max(at_once)),
        "hub_lag_p99_ms": ms(quantile(at_once, 99)),
        "hub_lag_leaving_max_ms": ms(max(lag.times)),
        "hub_lag_idle_max_ms": ms(max(idle.times)),
        "hub_lag_coming_max_ms": ms(max(coming.times)),
        "ack_p99_ms": ms(quantile(voted["latencies"], 99)),
        "minutes_s": round(made[0], 2),
        "papers": fetched["done"],
        "failed": fetched["failed"],
    }
    say(
        f"mixed  {IDLE} voters who listen, {FETCHING} papers, minutes: a request for nothing waited at most "
        f"{found['hub_lag_max_ms']} ms (p99 {found['hub_lag_p99_ms']}, idle {found['hub_lag_idle_max_ms']}, while they came "
        f"{found['hub_lag_coming_max_ms']}, and left {found['hub_lag_leaving_max_ms']}); ballots p99 {found['ack_p99_ms']} ms"
    )
    return found


def idle(say: Say, clients: int, seconds: float = 10.0) -> dict[str, Any]:
    """Connected and silent, in a meeting that has not begun; beside the bare server."""
    with serving(clients, phase="published") as server:
        ours = load(server.scenario("sit", clients, seconds=seconds, floor=False), CROWD)
    with floor_server(450) as (port, pid):
        told = {"what": "sit", "host": "127.0.0.1", "port": port, "pid": pid, "clients": clients}
        bare = load({**told, "seconds": 1.0, "floor": True}, CROWD)
    found = {
        "clients": clients,
        "each_kb": round(ours["each_kb"], 1),
        "floor_each_kb": round(bare["each_kb"], 1),
        "ratio": round(ours["each_kb"] / bare["each_kb"], 2),
        "core_percent": round(ours["core_share"] * 100, 2),
        "dropped": ours["dropped"],
    }
    say(
        f"idle   {clients:>5} clients: {found['each_kb']} kB each (floor {found['floor_each_kb']}): {found['ratio']}x; "
        f"{found['core_percent']} % of a core"
    )
    return found


def verdict(say: Say, clients: int, rounds: int) -> dict[str, Any]:
    """From the chair's closing until the last screen has the announced result."""
    with serving(clients, **NO_PACE) as server:
        times = load(server.scenario("verdict", clients, rounds=rounds), CROWD)["times"]
    found = {"clients": clients, "last_p50_ms": ms(statistics.median(times)), "last_max_ms": ms(times[-1])}
    say(
        f"verdict {clients:>4} clients: the result on the last screen {found['last_p50_ms']} ms after the closing "
        f"(max {found['last_max_ms']})"
    )
    return found


def soak(say: Say, clients: int, long: float) -> dict[str, Any]:
    """Memory and descriptors at the end beside those after a quarter of the time; `long` in minutes. Then a tenth of it with
    Python's own thresholds for collecting garbage: what ours cost in memory.
    """
    with serving(clients) as server:
        told = load(server.scenario("soak", clients, seconds=long * 60), CROWD)
    with serving(clients, DIENHONG_DRILL_COLLECT="usual") as server:
        usual = load(server.scenario("soak", clients, seconds=long * 6), CROWD)["samples"][-1]
    samples = told["samples"]
    alike = min(samples, key=lambda sample: abs(float(sample["at"]) - usual["at"]))
    warm, last = samples[len(samples) // 4], samples[-1]
    found = {
        "clients": clients,
        "minutes": long,
        "ballots": told["ballots"],
        "warm_mb": round(warm["rss"] / 1e6, 1),
        "end_mb": round(last["rss"] / 1e6, 1),
        "growth": round(last["rss"] / warm["rss"], 3),
        "collecting_mb": {"tuned": round(alike["rss"] / 1e6, 1), "usual": round(usual["rss"] / 1e6, 1)},
        "files_warm": warm["files"],
        "files_end": last["files"],
        "samples": samples,
    }
    say(
        f"soak   {clients:>5} clients, {long} minutes, {told['ballots']} ballots: {found['warm_mb']} MB after a quarter, "
        f"{found['end_mb']} at the end: {found['growth']}x; descriptors {found['files_warm']}, {found['files_end']}; "
        f"after {round(usual['at'])} s {found['collecting_mb']['tuned']} MB, collecting as Python does {found['collecting_mb']['usual']}"
    )
    return found
