"""The writer when something fails that nobody foresaw."""

from __future__ import annotations

import threading
from typing import Any

import msgspec
import pytest

from app.commands import COMMANDS
from app.wire import Result
from tests.conftest import World


def test_a_fault_changes_nothing_and_the_same_id_may_be_sent_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = world.meeting(phase="published")
    before = world.state(meeting.secretary, meeting)

    def fails(*_: Any) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        faulty = msgspec.structs.replace(COMMANDS["agenda.add_item"], handler=fails)
        broken.setitem(COMMANDS, "agenda.add_item", faulty)
        refused = world.run(meeting.secretary, "agenda.add_item", meeting, command_id="a" * 20, title="Một", minutes=5)
    assert not refused.ok and refused.error is not None and refused.error["code"] == "unavailable"
    assert world.state(meeting.secretary, meeting) == before
    assert world.run(meeting.secretary, "agenda.add_item", meeting, command_id="a" * 20, title="Một", minutes=5).ok


def test_one_command_s_fault_spares_the_others_of_its_group(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = world.meeting(phase="published")
    real = COMMANDS["agenda.add_item"].handler
    held, go = threading.Event(), threading.Event()

    def waits_and_fails(tx: Any, who: Any, args: Any) -> Any:
        if args.title == "chờ":
            held.set()
            go.wait(10)
        if args.title == "hỏng":
            raise ZeroDivisionError
        return real(tx, who, args)

    faulty = msgspec.structs.replace(COMMANDS["agenda.add_item"], handler=waits_and_fails)
    monkeypatch.setitem(COMMANDS, "agenda.add_item", faulty)
    answers: dict[str, Result] = {}

    def give(title: str) -> None:
        answers[title] = world.run(meeting.secretary, "agenda.add_item", meeting, title=title, minutes=5)

    first = threading.Thread(target=give, args=("chờ",))
    first.start()
    assert held.wait(10)
    others = [threading.Thread(target=give, args=(title,)) for title in ("một", "hỏng", "hai")]
    for thread in others:
        thread.start()
    while len(world.house.writer.waiting) < 3:
        threading.Event().wait(0.001)
    go.set()
    for thread in [first, *others]:
        thread.join(20)
    assert {title for title, answer in answers.items() if answer.ok} == {"chờ", "một", "hai"}
    titles = [form["title"] for form in (world.state(meeting.secretary, meeting) or {})["items"].values()]
    assert sorted(titles)[-3:] == sorted(["chờ", "một", "hai"])
