"""The writer when something fails that nobody foresaw."""

from __future__ import annotations

import threading
from typing import Any

import msgspec
import pytest
from sqlalchemy import text

from app.commands import COMMANDS
from app.people import passwords, sessions
from app.wire import Command, Result
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


def test_a_fault_in_the_database_is_logged_without_what_was_to_be_written(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    meeting = world.meeting(phase="in_progress", members=2)
    with world.house.database.write() as connection:
        connection.execute(text("ALTER TABLE notes RENAME COLUMN text TO words"))
    kept = world.run(meeting.members[0], "note.keep", meeting, item=meeting.items[0], text="Ý RIÊNG CỦA TÔI")
    assert not kept.ok and kept.error is not None and kept.error["code"] == "unavailable"
    assert "INSERT INTO notes" in caplog.text
    assert "Ý RIÊNG" not in caplog.text


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


def test_what_waits_when_the_house_closes_is_still_written_and_whoever_comes_later_is_told_to_try_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = world.meeting(phase="published")
    real = COMMANDS["agenda.add_item"].handler
    held, go = threading.Event(), threading.Event()

    def waits(tx: Any, who: Any, args: Any) -> Any:
        held.set()
        go.wait(10)
        return real(tx, who, args)

    monkeypatch.setitem(
        COMMANDS, "agenda.add_item", msgspec.structs.replace(COMMANDS["agenda.add_item"], handler=waits)
    )
    answers: dict[str, Result] = {}

    def give(title: str) -> None:
        answers[title] = world.run(meeting.secretary, "agenda.add_item", meeting, title=title, minutes=5)

    asking = [threading.Thread(target=give, args=(title,)) for title in ("một", "hai")]
    asking[0].start()
    assert held.wait(10)
    asking[1].start()
    while not world.house.writer.waiting:
        threading.Event().wait(0.001)
    closing = threading.Thread(target=world.house.writer.stop)
    closing.start()
    while not world.house.writer.stopped:
        threading.Event().wait(0.001)
    late = world.run(meeting.secretary, "agenda.add_item", meeting, title="muộn", minutes=5)
    assert late.error is not None and late.error["code"] == "unavailable"
    go.set()
    for thread in [*asking, closing]:
        thread.join(20)
    assert answers["một"].ok and answers["hai"].ok


def test_a_revoked_session_hears_not_even_its_earlier_answer_again(world: World) -> None:
    meeting = world.meeting(phase="published")
    token = world.token(meeting.secretary)
    with world.house.database.read() as read:
        caller = sessions.caller(read, world.house, {sessions.cookie_name(world.house.settings): token})
    assert caller is not None
    asked = Command(id="b" * 20, stream=meeting.stream, name="agenda.add_item", args={"title": "Một", "minutes": 5})
    assert world.house.execute(caller, asked).ok
    world.must(None, "session.revoke", "system", session=caller.session)
    again = world.house.execute(caller, asked)
    assert again.error is not None and again.error["code"] == "not_signed_in"


def test_a_password_is_hashed_before_the_command_queues(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody in the hall waits behind an administrator's new account."""
    where: list[str] = []
    real = passwords.hashed
    monkeypatch.setattr(
        passwords, "hashed", lambda secret: where.append(threading.current_thread().name) or real(secret)
    )
    administrator = world.person("Quản", system_administrator=True)
    made = world.run(administrator, "person.create", "system", username="moi", name="Mới", password="mat-khau-moi-1")
    assert made.ok and where == [threading.current_thread().name]
    stranger = world.person("Lạ")
    refused = world.run(stranger, "person.create", "system", username="la", name="Lạ", password="mat-khau-moi-2")
    assert not refused.ok and len(where) == 1, "nobody makes the house work for what they may not"
