"""A server killed in the middle of a vote: what was acknowledged is there, time is given back, the audit is sound."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.served import ROOT, Device, served


def run(environment: dict[str, str], *arguments: str) -> Any:
    done = subprocess.run(
        [sys.executable, str(ROOT / "run.py"), *arguments],
        env={**os.environ, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-1000:]
    return json.loads(done.stdout)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {"DIENHONG_DATA": str(tmp_path / "data"), "DIENHONG_DATABASE_URL": ""}


def test_a_killed_server_loses_no_acknowledged_ballot_and_gives_time_back(environment: dict[str, str]) -> None:
    demo = run(environment, "demo", "--members", "6", "--sessions", "--phase", "in_progress")
    stream = f"meeting:{demo['meeting']}"
    with served(environment) as server:
        chair = Device(server.address, demo["chair"]["cookie"])
        members = [Device(server.address, member["cookie"]) for member in demo["members"]]
        vote = chair.post(stream, "vote.open", question="Thông qua?", seconds=20).json["result"]["id"]
        ids = [str(uuid.uuid4()) for _ in members]
        answers = [
            member.post(stream, "vote.cast", id=ids[n], vote=vote, choice="yes").json
            for n, member in enumerate(members[:4])
        ]
        assert all(answer["ok"] for answer in answers)
        server.kill()
        server.start()

        told = chair.http("GET", f"/api/streams/{stream}").json
        form = told["state"]["votes"][vote]
        assert (form["state"], form["turnout"]) == ("open", 4)
        left = datetime.fromisoformat(form["closes_at"]) - datetime.fromisoformat(told["server_time"])
        assert left.total_seconds() > 15
        assert members[0].post(stream, "vote.cast", id=ids[0], vote=vote, choice="yes").json == answers[0]
        assert members[4].post(stream, "vote.cast", vote=vote, choice="no").json["ok"]
        chair.post(stream, "vote.close", vote=vote)
        result = chair.http("GET", f"/api/streams/{stream}").json["state"]["votes"][vote]["result"]
        assert result["counts"] == {"yes": 4, "no": 1, "not_voting": 0}
        audited = run(environment, "audit")
        assert audited["ok"] and audited["ballots"][vote] == {"roll": 7, "cast": 5}


def test_a_countdown_closes_a_vote_on_every_device_by_itself(environment: dict[str, str]) -> None:
    demo = run(environment, "demo", "--members", "3", "--sessions", "--phase", "in_progress")
    stream = f"meeting:{demo['meeting']}"
    with served(environment) as server:
        member = Device(server.address, demo["members"][0]["cookie"])
        member.connect()
        assert member.join(stream)["ok"]
        chair = Device(server.address, demo["chair"]["cookie"])
        vote = chair.post(stream, "vote.open", question="Thông qua?", seconds=5).json["result"]["id"]
        assert member.command(stream, "vote.cast", vote=vote, choice="yes")["ok"]
        states: list[str] = []
        while "closed" not in states:
            batch = member.await_event("entries", timeout=30)
            states += [e["changes"]["votes"][vote]["state"] for e in batch["entries"] if "votes" in e["changes"]]
        late = member.command(stream, "vote.cast", vote=vote, choice="no")
        assert late["error"]["code"] == "conflict" and "không được tính" in late["error"]["message"]
        member.close()
