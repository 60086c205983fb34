"""Leases, attempts, the socket, and processes that can be killed."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from app.database import new_id
from app.jobs import process, service, worker
from app.jobs.link import SocketLink
from app.jobs.models import Job
from app.jobs.registry import JOBS, Give, Work, job
from app.wire import Result, Unavailable, refused
from tests.conftest import World


@pytest.fixture(autouse=True)
def kinds() -> Iterator[None]:
    """Kinds of work of these tests only."""

    @job("test.echo", seconds=60)
    def echo(work: Work, payload: dict[str, Any]) -> Sequence[Give]:
        with work.read() as read:
            read.execute(text("select 1"))
        return [Give("meeting.remark_by_house", work.stream, payload)] if payload.get("give") else []

    @job("test.forever", seconds=1, attempts=2, gave_up=lambda work, payload, error: [])
    def forever(work: Work, payload: dict[str, Any]) -> Sequence[Give]:
        if os.fork() == 0:
            time.sleep(60)
        time.sleep(60)
        return []

    @job("test.dies", seconds=60, attempts=2)
    def dies(work: Work, payload: dict[str, Any]) -> Sequence[Give]:
        os._exit(9)

    @job("test.ever", seconds=60)
    def ever(work: Work, payload: dict[str, Any]) -> Sequence[Give]:
        time.sleep(60)
        return []

    @job("test.writes", seconds=60, attempts=1)
    def writes(work: Work, payload: dict[str, Any]) -> Sequence[Give]:
        with work.read() as read:
            read.execute(text("delete from jobs"))
        return []

    yield
    for name in [name for name in JOBS if name.startswith("test.")]:
        del JOBS[name]


def queue(world: World, kind: str, **payload: Any) -> str:
    """Queue work as a handler would."""
    id = new_id()
    with world.house.database.write() as connection:
        values = {"id": id, "kind": kind, "payload": payload, "due": world.now, "stream": "system"}
        connection.execute(Job.__table__.insert().values(state="waiting", attempts=0, error="", **values))  # type: ignore[attr-defined]
    return id


def row(world: World, id: str) -> Any:
    with world.house.database.read() as read:
        return read.execute(select(Job.__table__).where(Job.id == id)).one()


def take(world: World, name: str = "w1") -> Any:
    return service.answer(world.house, {"ask": "take", "worker": name})["job"]


def test_a_worker_that_waits_hears_at_once_of_what_a_command_gives_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "LOOK_EVERY", 3600.0)  # looking by itself would find it too late
    meeting = world.meeting("in_progress")
    world.must(meeting.chair, "meeting.end", meeting)
    worker.run_waiting(world.house)
    looked, found = threading.Event(), []
    waits = world.house.work.wait

    def wait(heard: int, seconds: float) -> None:
        looked.set()
        waits(heard, seconds)

    monkeypatch.setattr(world.house.work, "wait", wait)
    asked = {"ask": "take", "worker": "w1", "wait": 20.0}
    waiting = threading.Thread(target=lambda: found.append(service.answer(world.house, asked)["job"]))
    waiting.start()
    assert looked.wait(60)
    world.must(meeting.secretary, "minutes.export", meeting)
    waiting.join(60)
    assert found[0]["kind"] == "minutes.render"


def test_a_job_is_leased_to_one_worker_only(world: World) -> None:
    id = queue(world, "test.echo")
    assert take(world)["id"] == id
    assert take(world, "w2") is None


def test_a_job_whose_worker_fell_silent_is_taken_over(world: World) -> None:
    id = queue(world, "test.echo")
    take(world)
    world.pass_time(seconds=50)
    assert service.answer(world.house, {"ask": "renew", "job": id, "worker": "w1"})["ok"]
    world.pass_time(seconds=50)
    assert take(world, "w2") is None
    world.pass_time(seconds=20)
    assert take(world, "w2")["attempts"] == 2
    assert not service.answer(world.house, {"ask": "renew", "job": id, "worker": "w1"})["ok"]


def test_a_failed_job_is_tried_again_later_and_later_and_then_given_up(world: World) -> None:
    id = queue(world, "test.dies")
    take(world)
    service.answer(world.house, {"ask": "finish", "job": id, "worker": "w1", "error": "died"})
    assert row(world, id).state == "waiting" and row(world, id).due == world.now + timedelta(seconds=10)
    assert take(world) is None
    world.pass_time(seconds=11)
    take(world)
    service.answer(world.house, {"ask": "finish", "job": id, "worker": "w1", "error": "died"})
    assert (row(world, id).state, row(world, id).error) == ("failed", "died")


def test_a_command_that_is_due_is_given_once_by_the_house(world: World) -> None:
    meeting = world.meeting()
    with world.house.database.write() as connection:
        values = {
            "id": new_id(),
            "kind": "command",
            "command": "meeting.start",
            "payload": {},
            "due": world.now + timedelta(minutes=1),
            "stream": meeting.stream,
        }
        connection.execute(Job.__table__.insert().values(state="waiting", attempts=0, error="", **values))  # type: ignore[attr-defined]
    assert service.run_due(world.house) == 0
    world.pass_time(minutes=2)
    assert service.run_due(world.house) == 1
    assert service.run_due(world.house) == 0
    state = world.state(meeting.chair, meeting)
    assert state is not None and state["meeting"][meeting.id]["phase"] == "in_progress"


def test_work_that_takes_too_long_is_ended_with_all_it_started(world: World) -> None:
    queue(world, "test.forever")
    told = take(world)
    outcome = process.perform(world.house, told, lambda: True, every=0.2)
    assert outcome.error == "timeout"


def test_work_that_dies_is_an_error_and_not_the_end_of_the_worker(world: World) -> None:
    queue(world, "test.dies")
    assert process.perform(world.house, take(world), lambda: True).error == "died"


def test_work_taken_over_by_another_is_stopped(world: World) -> None:
    queue(world, "test.ever")
    assert process.perform(world.house, take(world), lambda: False, every=0.1).error == "taken over"


def test_work_never_writes_to_the_database(world: World) -> None:
    id = queue(world, "test.writes")
    outcome = process.perform(world.house, take(world), lambda: True)
    assert outcome.error
    assert row(world, id).state == "leased"


def test_the_last_failure_tells_what_giving_up_means(world: World) -> None:
    queue(world, "test.forever")
    told = {**take(world), "attempts": 3}
    assert process.perform(world.house, told, lambda: True).error == "lost"


def test_a_slot_works_over_the_socket(world: World) -> None:
    id = queue(world, "test.echo")
    running = service.start(world.house)
    try:
        worker.run_slot(world.house, jobs=1)
    finally:
        running.stop()
    assert row(world, id).state == "done"


def test_the_first_slots_do_what_waits_and_end_when_nothing_does(world: World) -> None:
    """So that the next ones can have what the jobs need, imported once for all of them."""
    ids = [queue(world, "test.echo"), queue(world, "test.echo")]
    running = service.start(world.house)
    try:
        worker.run_slot(world.house, until_idle=True, wait=0.01)
    finally:
        running.stop()
    assert [row(world, id).state for id in ids] == ["done", "done"]


def test_work_that_is_done_while_the_database_is_away_is_told_again_and_not_done_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = queue(world, "test.echo")
    given, refusals = world.house.execute_internal, [1, 2]

    def away_twice(name: str, *args: Any, **more: Any) -> Result:
        if name == "job.finish" and refusals:
            refusals.pop()
            return refused(Unavailable())
        return given(name, *args, **more)

    monkeypatch.setattr(world.house, "execute_internal", away_twice)
    monkeypatch.setattr(worker, "FINISH_AGAIN", (0.0, 0.0))
    running = service.start(world.house)
    try:
        worker.run_slot(world.house, jobs=1)
    finally:
        running.stop()
    assert (row(world, id).state, row(world, id).attempts) == ("done", 1)


def test_a_slot_that_is_told_to_end_before_it_listens_ends(world: World) -> None:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, worker.HEARD)  # as the worker that starts it
    running = service.start(world.house)  # where the slot is quicker than we are, it waits for a job
    try:
        slot = worker._start_slot(world.house, None)
        os.kill(slot, signal.SIGTERM)
        assert os.waitpid(slot, 0) == (slot, 0)
    finally:
        running.stop()
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def test_a_worker_that_goes_without_hearing_the_answer_is_no_fault(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = socket.socketpair()
    monkeypatch.setattr(service, "answer", lambda *_: here.close() or {"ok": True})
    here.sendall(b'{"ask": "take"}\n')
    service.Service(world.house)._talk(there)
    assert there.fileno() == -1


def test_the_socket_is_for_its_owner_only_and_a_long_path_works(world: World, tmp_path: Any) -> None:
    import msgspec

    deep = tmp_path / ("d" * 90) / ("e" * 90)
    deep.mkdir(parents=True)
    world.house.settings = msgspec.structs.replace(world.house.settings, data=deep)
    running = service.start(world.house)
    try:
        assert (deep / service.SOCKET).stat().st_mode & 0o077 == 0
        link = SocketLink(world.house.settings)
        assert link.ask({"ask": "take", "worker": "w"}) == {"ok": True, "job": None}
        assert link.ask({"ask": "nonsense"}) == {"ok": False}
        link.close()
    finally:
        running.stop()


def test_job_commands_are_not_reachable_from_the_doors(world: World) -> None:
    meeting = world.meeting()
    for name, args in (("job.take", {"worker": "x"}), ("job.finish", {"job": "x"}), ("job.sweep", {})):
        told = {"id": new_id(), "stream": "system", "name": name, "args": args}
        answer = world.client(meeting.chair).post("/api/commands", json=told)
        assert answer.status_code == 404


def test_a_worker_whose_house_is_gone_takes_nothing_from_the_next_one(world: World) -> None:
    """It would be ended in the middle of the work, and its lease keeps everybody else from it."""
    id = queue(world, "test.echo")
    alive, ours = os.pipe()
    os.close(ours)  # what serve held until it died
    running = service.start(world.house)
    try:
        worker.run_slot(world.house, jobs=1, alive=alive)
    finally:
        running.stop()
        os.close(alive)
    assert row(world, id).state == "waiting"
