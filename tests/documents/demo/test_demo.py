"""The demo: what load programs and people find in it, and that it touches nothing that is there already."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app import create_app
from app.people import passwords, sessions
from app.settings import Settings
from documents import demo
from documents.demo import cast
from documents.demo.player import PASSWORD


def settings(folder: Path) -> Settings:
    return Settings(data=folder / "data", secret_key="khoa-thu-nghiem-dai-du-ba-muoi-hai-chu", libreoffice="none")


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """The rich demo, made once; its tables to look at."""
    kept = settings(tmp_path_factory.mktemp("rich"))
    assert demo.main(kept, []) == 0
    connection = sqlite3.connect(kept.data / "dienhong.sqlite3")
    yield connection
    connection.close()


def rows(rich: sqlite3.Connection, question: str, *values: Any) -> list[tuple[Any, ...]]:
    return rich.execute(question, values).fetchall()


def spoke(rich: sqlite3.Connection) -> set[str]:
    found = rows(
        rich, "SELECT DISTINCT p.name FROM speeches s JOIN persons p ON p.id = s.person WHERE s.state = 'finished'"
    )
    return {name for (name,) in found}


def name_of(key: str) -> str:
    return next(one.name for one in cast.EVERYBODY if one.key == key)


# -- for load programs ------------------------------------------------------------------------------------------------


def test_the_small_demo_prints_what_programs_rely_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = settings(tmp_path)
    assert demo.main(kept, ["--members", "22", "--sessions", "--phase", "in_progress"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["members"]) == 22
    assert len(told["items"]) == 5
    house = create_app(kept).extensions["house"]
    with house.database.read() as read:
        name, _, token = told["members"][0]["cookie"].partition("=")
        caller = sessions.caller(read, house, {name: token})
        assert caller is not None
        assert caller.person == told["members"][0]["person"]
    house.close()
    connection = sqlite3.connect(kept.data / "dienhong.sqlite3")
    phase, item = rows(connection, "SELECT phase, item FROM meetings")[0]
    assert (phase, item) == ("in_progress", told["items"][0])
    assert rows(connection, "SELECT count(*) FROM attendance WHERE on_roll AND status = 'present'") == [(23,)]
    kept_hash = rows(connection, "SELECT password_hash FROM persons WHERE id = ?", told["chair"]["person"])[0][0]
    assert passwords.matches(kept_hash, told["password"])


def test_a_published_small_demo_starts_now_with_nobody_there_yet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert demo.main(settings(tmp_path), ["--members", "3"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert all("cookie" not in one for one in told["members"])
    connection = sqlite3.connect(settings(tmp_path).data / "dienhong.sqlite3")
    phase, starts = rows(connection, "SELECT phase, starts_at FROM meetings")[0]
    assert phase == "published"
    assert abs(starts / 1000 - time.time()) < 60
    assert rows(connection, "SELECT count(*) FROM attendance WHERE status != 'expected'") == [(0,)]


def test_a_folder_that_is_not_empty_is_not_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = settings(tmp_path)
    kept.data.mkdir()
    (kept.data / "notes.txt").write_text("mine")
    assert demo.main(kept, ["--members", "3"]) == 1
    assert [path.name for path in kept.data.iterdir()] == ["notes.txt"]
    assert capsys.readouterr().out == ""


def test_a_number_of_members_that_makes_no_sense_is_refused(tmp_path: Path) -> None:
    assert demo.main(settings(tmp_path), ["--members", "0"]) == 2
    assert not settings(tmp_path).data.exists()


# -- for people -------------------------------------------------------------------------------------------------------


def test_the_body_has_a_chair_and_twenty_two_members_and_a_secretary_outside_the_roll(rich: sqlite3.Connection) -> None:
    held = [json.loads(value) for (value,) in rows(rich, "SELECT capacities FROM memberships")]
    on_roll = [one for one in held if {"chair", "deputy", "member"} & set(one)]
    assert len(on_roll) == 23
    assert ["secretary"] in held
    assert ["records_clerk"] in held
    assert any({"deputy", "approver"} <= set(one) for one in held)


def test_seven_meetings_are_over_one_is_ready_for_today_and_one_being_prepared(rich: sqlite3.Connection) -> None:
    phases = dict(rows(rich, "SELECT phase, count(*) FROM meetings GROUP BY phase"))
    assert phases == {"ended": 7, "published": 1, "preparing": 1}
    starts = rows(rich, "SELECT starts_at FROM meetings WHERE phase = 'published'")[0][0]
    minutes = (starts / 1000 - datetime.now(UTC).timestamp()) / 60
    assert 0 < minutes <= 30


def test_two_members_came_and_never_spoke_and_one_asked_and_was_never_called(rich: sqlite3.Connection) -> None:
    silent = {one.name for one in cast.MEMBERS} - spoke(rich)
    assert silent == {*(name_of(key) for key in cast.NEVER_SPEAK), name_of(cast.NEVER_CALLED)}
    asked = rows(
        rich,
        "SELECT count(*) FROM speeches s JOIN persons p ON p.id = s.person WHERE p.name = ?",
        name_of(cast.NEVER_CALLED),
    )
    assert asked[0][0] == 7
    for key in cast.NEVER_SPEAK:
        came = rows(
            rich,
            "SELECT count(*) FROM attendance a JOIN persons p ON p.id = a.person "
            "WHERE p.name = ? AND a.status = 'present'",
            name_of(key),
        )
        assert came == [(7,)]


def test_votes_add_up_and_conclusions_made_tasks(rich: sqlite3.Connection) -> None:
    results = [json.loads(value) for (value,) in rows(rich, "SELECT result FROM votes WHERE state = 'announced'")]
    assert len(results) >= 7
    assert all(sum(one["counts"].values()) == one["cast"] and one["members"] == 23 for one in results)
    states = dict(rows(rich, "SELECT state, count(*) FROM tasks GROUP BY state"))
    assert states.keys() == {"open", "reported", "done"}


def test_papers_are_real_and_in_every_state_before_publishing(rich: sqlite3.Connection) -> None:
    wanted = "SELECT DISTINCT p.state FROM papers p JOIN meetings m ON m.id = p.meeting WHERE m.phase = 'preparing'"
    assert {state for (state,) in rows(rich, wanted)} == {"draft", "submitted", "returned", "approved"}
    pages = rows(
        rich,
        "SELECT min(v.pages) FROM paper_versions v JOIN files f ON f.id = v.file "
        "WHERE f.media_type = 'application/pdf'",
    )
    assert pages[0][0] >= 3
    assert rows(rich, "SELECT count(*) FROM files WHERE name LIKE '%.docx'")[0][0] >= 2


def test_minutes_are_approved_numbered_waiting_and_in_writing(rich: sqlite3.Connection) -> None:
    states = dict(rows(rich, "SELECT state, count(*) FROM minutes GROUP BY state"))
    assert states == {"approved": 5, "submitted": 1, "draft": 1}
    assert rows(rich, "SELECT number FROM minutes WHERE number IS NOT NULL ORDER BY number") == [
        (n,) for n in range(1, 6)
    ] or (len(rows(rich, "SELECT DISTINCT year FROM minutes WHERE year IS NOT NULL")) == 2)


def test_everybody_signs_in_with_the_one_password_and_names_are_unique(rich: sqlite3.Connection) -> None:
    names = [name for (name,) in rows(rich, "SELECT username FROM persons")]
    assert len(names) == len(set(names)) == len(cast.EVERYBODY)
    hashes = {kept for (kept,) in rows(rich, "SELECT password_hash FROM persons")}
    assert len(hashes) == 1
    assert passwords.matches(hashes.pop(), PASSWORD)
