"""The minutes' PDF: a long meeting played through the API, exported by the worker, beside WeasyPrint alone on the same pages."""

from __future__ import annotations

import http.client
import json
import statistics
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

from tests.bench.measuring import NO_PACE, Server, ms, serving

SPEECHES = 60
SAID = (
    "Đồng chí nhất trí với tờ trình, đề nghị cơ quan soạn thảo bổ sung số liệu về hộ dân trong khu vực sạt lở ven sông Lạc, "
    "làm rõ nguồn kinh phí di dời và thời hạn hoàn thành khu tái định cư; giao Sở Nông nghiệp và Môi trường chủ trì, phối hợp "
    "với các phường rà soát lại danh sách, báo cáo trước ngày 15 tháng 12 năm 2026. Về đề xuất hỗ trợ tiền thuê nhà trong sáu "
    "tháng, cần xem xét khả năng cân đối ngân sách và bảo đảm công bằng giữa các hộ."
)


class Api:
    """Commands over HTTP in one person's name, on one connection."""

    def __init__(self, server: Server, cookie: str):
        self.server = server
        self.host = f"127.0.0.1:{server.port}"
        self.connection = http.client.HTTPConnection(self.host, timeout=60)
        self.headers = {"Cookie": cookie, "Origin": f"http://{self.host}", "Content-Type": "application/json"}

    def give(self, name: str, args: dict[str, Any], stream: str = "") -> dict[str, Any]:
        told = {"id": str(uuid.uuid4()), "stream": stream or self.server.stream, "name": name, "args": args}
        self.connection.request("POST", "/api/commands", json.dumps(told), self.headers)
        result = json.loads(self.connection.getresponse().read())
        if not result.get("ok"):
            raise RuntimeError(f"{name}: {result.get('error')}")
        return dict(result)

    def post(self, path: str, body: bytes, kind: str) -> dict[str, Any]:
        self.connection.request("POST", path, body, {**self.headers, "Content-Type": kind})
        answer = self.connection.getresponse()
        told = json.loads(answer.read())
        if answer.status != 200:
            raise RuntimeError(f"{path}: {told}")
        return dict(told)

    def entries(self, since: int, view: str) -> dict[str, Any]:
        path = f"/api/streams/{self.server.stream}/entries?since={since}&view={view}"
        self.connection.request("GET", path, headers=self.headers)
        return dict(json.loads(self.connection.getresponse().read()))

    def view(self) -> str:
        self.connection.request("GET", f"/api/streams/{self.server.stream}", headers=self.headers)
        return str(json.loads(self.connection.getresponse().read())["view"])


class Lag:
    """How long the server keeps a request for nothing waiting, asked again and again beside the work."""

    def __init__(self, port: int):
        self.port = port
        self.times: list[float] = []
        self.asked_at: list[float] = []
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._ask, daemon=True)

    def __enter__(self) -> Lag:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join()

    def _ask(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        while not self.stop.wait(0.01):
            began = time.perf_counter()
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            self.times.append(time.perf_counter() - began)
            self.asked_at.append(began)


def play(server: Server) -> Api:
    """A meeting of many speeches with long notes, a vote an item, conclusions; then its end."""
    chair, secretary = Api(server, server.demo["chair"]["cookie"]), Api(server, server.demo["secretary"]["cookie"])
    members = [member["person"] for member in server.demo["members"]]
    for place, item in enumerate(server.demo["items"]):
        if place:
            chair.give("agenda.start_item", {"item": item})
        for number in range(SPEECHES // len(server.demo["items"])):
            person = members[(place * 13 + number) % len(members)]
            asked = {"item": item, "person": person, "gist": "Về kinh phí và thời hạn"}
            speech = secretary.give("speaking.request", asked)["result"]["id"]
            chair.give("speaking.call", {"speech": speech})
            chair.give("speaking.finish", {"speech": speech})
            secretary.give("speaking.note", {"speech": speech, "note": SAID})
        vote = chair.give("vote.open", {"question": "Thông qua nội dung?", "item": item})["result"]["id"]
        chair.give("vote.cast", {"vote": vote, "choice": "yes"})
        chair.give("vote.close", {"vote": vote})
        chair.give("vote.announce", {"vote": vote})
        made = secretary.give("conclusion.record", {"item": item, "text": SAID})["result"]["id"]
        secretary.give("conclusion.submit", {"conclusion": made})
        chair.give("conclusion.approve", {"conclusion": made})
    chair.give("meeting.end", {})
    return secretary


def export(secretary: Api, view: str) -> tuple[float, dict[str, Any]]:
    """From the command until the PDF is there for everybody: the worker's part and the entry that tells of it."""
    began = time.perf_counter()
    answer = secretary.give("minutes.export", {})
    since, version = answer["seq"], answer["result"]["id"]
    while time.perf_counter() - began < 120:
        told = secretary.entries(since, view)
        for entry in told["entries"]:
            form = entry["changes"].get("minutes_versions", {}).get(version)
            if form and form["state"] == "ready":
                return time.perf_counter() - began, form
            if form and form["state"] == "failed":
                raise RuntimeError("the worker could not make the PDF")
        time.sleep(0.02)
    raise RuntimeError("no PDF after two minutes")


def alone(server: Server, rounds: int) -> float:
    """WeasyPrint on the very same pages, warm, in this process."""
    from sqlalchemy import select

    from app.database import Database
    from app.settings import load
    from documents.official import paper, views
    from documents.official.models import Minutes

    database = Database(load(server.environment))
    with database.read() as read:
        row = read.execute(select(Minutes.__table__)).mappings().one()
        html = paper.html_of(views.paper_of(read, row, draft=True))
    database.close()
    times = []
    for _ in range(rounds + 1):
        began = time.perf_counter()
        paper.to_pdf(html)
        times.append(time.perf_counter() - began)
    return statistics.median(times[1:])


def minutes(say: Callable[[str], None], rounds: int) -> dict[str, Any]:
    """Export again and again, with the hub's lag beside it."""
    with serving(40, **NO_PACE) as server:
        secretary = play(server)
        view = secretary.view()
        with Lag(server.port) as idle:
            time.sleep(1)
        with Lag(server.port) as lag:
            made = [export(secretary, view) for _ in range(rounds)]
        bare = alone(server, rounds)
    times = [seconds for seconds, _form in made]
    found = {
        "pages": made[-1][1]["pages"],
        "bytes": made[-1][1]["size"],
        "export_p50_s": round(statistics.median(times), 3),
        "export_max_s": round(max(times), 3),
        "floor_s": round(bare, 3),
        "ratio": round(statistics.median(times) / bare, 2),
        "hub_lag_max_ms": ms(max(lag.times)),
        "hub_lag_idle_max_ms": ms(max(idle.times)),
    }
    say(
        f"minutes: {found['pages']} pages there {found['export_p50_s']} s after asking (max {found['export_max_s']}); "
        f"WeasyPrint alone {found['floor_s']} s: {found['ratio']}x; meanwhile the server kept a request waiting at most "
        f"{found['hub_lag_max_ms']} ms (idle: {found['hub_lag_idle_max_ms']})"
    )
    return found
