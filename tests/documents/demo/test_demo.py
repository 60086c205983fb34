"""The demo: what load programs and people find in it, and that it touches nothing that is there already."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, create_engine, text

from app import audit, create_app
from app.people import passwords, sessions
from app.settings import Settings
from documents import demo
from documents.demo import cast, small, workshop
from documents.demo.player import PASSWORD
from tests.ground import Ground, PostgresqlGround


def settings(folder: Path) -> Settings:
    return Settings(data=folder / "data", secret_key="khoa-thu-nghiem-dai-du-ba-muoi-hai-chu", libreoffice="none")


@dataclass
class Made:
    """A demo, its tables to look at."""

    settings: Settings
    connection: Connection


@pytest.fixture(scope="module")
def rich(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """The rich demo, made once: in an empty database, and a data folder that is not there yet."""
    kept = ground.empty(settings(tmp_path_factory.mktemp("rich")))
    assert demo.main(kept, []) == 0
    with create_engine(kept.url).connect() as connection:
        yield Made(kept, connection)


def rows(made: Made, question: str, **values: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in made.connection.execute(text(question), values)]


def spelled(value: Any) -> Any:
    """A column of JSON, whether the database spells it out or not."""
    return json.loads(value) if isinstance(value, str) else value


@contextmanager
def looked_at(kept: Settings) -> Iterator[Made]:
    with create_engine(kept.url).connect() as connection:
        yield Made(kept, connection)


def spoke(rich: Made) -> set[str]:
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
    with looked_at(kept) as made:
        assert rows(made, "SELECT phase, item FROM meetings") == [("in_progress", told["items"][0])]
        assert rows(made, "SELECT count(*) FROM attendance WHERE on_roll AND status = 'present'") == [(23,)]
        wanted = "SELECT password_hash FROM persons WHERE id = :person"
        kept_hash = rows(made, wanted, person=told["chair"]["person"])[0][0]
    assert passwords.matches(kept_hash, told["password"])


def test_a_published_small_demo_starts_now_with_nobody_there_yet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert demo.main(settings(tmp_path), ["--members", "3"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert all("cookie" not in one for one in told["members"])
    with looked_at(settings(tmp_path)) as made:
        phase, starts = rows(made, "SELECT phase, starts_at FROM meetings")[0]
        assert phase == "published"
        assert abs(starts / 1000 - time.time()) < 60
        assert rows(made, "SELECT count(*) FROM attendance WHERE status != 'expected'") == [(0,)]


def test_a_folder_that_is_not_empty_is_not_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = settings(tmp_path)
    kept.data.mkdir()
    (kept.data / "notes.txt").write_text("mine")
    assert demo.main(kept, ["--members", "3"]) == 1
    assert [path.name for path in kept.data.iterdir()] == ["notes.txt"]
    assert capsys.readouterr().out == ""


def test_asked_to_fill_only_what_is_empty_it_leaves_the_rest_alone_and_that_is_no_fault(tmp_path: Path) -> None:
    kept = settings(tmp_path)
    kept.data.mkdir()
    (kept.data / "notes.txt").write_text("mine")
    assert demo.main(kept, ["--members", "3", "--if-empty"]) == 0
    assert [path.name for path in kept.data.iterdir()] == ["notes.txt"]


class PowerCut(BaseException):
    """Nothing is told and nothing is cleaned up."""


def interrupted(kept: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo, killed in the middle of its meeting."""

    def cut(*_args: Any, **_more: Any) -> None:
        raise PowerCut

    with monkeypatch.context() as patched:
        patched.setattr(small, "_meeting", cut)
        patched.setattr(workshop, "abandon", lambda *_: None)
        with pytest.raises(PowerCut):
            demo.main(kept, ["--members", "3"])


def test_an_interrupted_demo_leaves_the_data_folder_untouched_and_the_next_one_starts_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = settings(tmp_path)
    interrupted(kept, monkeypatch)
    assert not kept.data.exists()
    assert [path.name for path in tmp_path.iterdir()] == [".data.being-made"]
    assert demo.main(kept, ["--members", "3"]) == 0
    assert json.loads(capsys.readouterr().out)["meeting"]
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_demo_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(small, "_meeting", None)
    with pytest.raises(TypeError):
        demo.main(settings(tmp_path), ["--members", "3"])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_replaced_is_filled_from_inside_the_database_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = settings(tmp_path)
    kept.data.mkdir()
    monkeypatch.setattr(workshop, "replaceable", lambda _data: False)
    interrupted(kept, monkeypatch)
    assert [path.name for path in kept.data.iterdir()] == [".being-made"]
    order: list[str] = []
    rename = Path.rename
    monkeypatch.setattr(Path, "rename", lambda path, to: (order.append(path.name), rename(path, to))[1])
    assert demo.main(kept, ["--members", "3"]) == 0
    assert order[-1] == "dienhong.sqlite3"
    assert ".being-made" not in {path.name for path in kept.data.iterdir()}


def test_two_demos_of_one_folder_do_not_get_into_each_others_way(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = settings(tmp_path)
    with workshop.held(kept.data):
        assert demo.main(kept, ["--members", "3"]) == 1
    assert "another" in capsys.readouterr().err


def test_the_accounts_are_kept_with_the_rich_demo(rich: Made) -> None:
    assert "ha.ntm" in (rich.settings.data / "accounts.txt").read_text()


def test_everything_in_the_rich_demo_agrees(rich: Made, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.main(rich.settings, []) == 0
    assert json.loads(capsys.readouterr().out)["entries"] > 1000
    assert demo.main(rich.settings, ["--if-empty"]) == 0


def test_an_interrupted_demo_is_begun_anew_in_its_database_too(
    ground: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = ground.empty(settings(tmp_path))
    interrupted(kept, monkeypatch)
    assert demo.main(kept, ["--members", "4"]) == 0
    assert len(json.loads(capsys.readouterr().out)["members"]) == 4
    with looked_at(kept) as made:
        assert rows(made, "SELECT count(*) FROM persons") == [(6,)]
    assert audit.main(kept, []) == 0


def test_a_database_in_which_there_is_something_is_not_touched(postgresql_url: str, tmp_path: Path) -> None:
    kept = PostgresqlGround(postgresql_url).empty(settings(tmp_path))
    assert demo.main(kept, ["--members", "4"]) == 0
    elsewhere = msgspec.structs.replace(kept, data=tmp_path / "elsewhere")
    assert demo.main(elsewhere, ["--members", "9"]) == 1
    assert demo.main(elsewhere, ["--members", "9", "--if-empty"]) == 0
    assert not elsewhere.data.exists()
    # What was left behind by a demo of another database is no licence for this one.
    left = tmp_path / ".elsewhere.being-made"
    left.mkdir()
    (left / "database").write_text("another one")
    assert demo.main(elsewhere, ["--members", "9"]) == 1
    with looked_at(kept) as made:
        assert rows(made, "SELECT count(*) FROM persons") == [(6,)]


def test_a_number_of_members_that_makes_no_sense_is_refused(tmp_path: Path) -> None:
    assert demo.main(settings(tmp_path), ["--members", "0"]) == 2
    assert not settings(tmp_path).data.exists()


# -- for people -------------------------------------------------------------------------------------------------------


def test_the_body_has_a_chair_and_twenty_two_members_and_a_secretary_outside_the_roll(rich: Made) -> None:
    held = [spelled(value) for (value,) in rows(rich, "SELECT capacities FROM memberships")]
    on_roll = [one for one in held if {"chair", "deputy", "member"} & set(one)]
    assert len(on_roll) == 23
    assert ["secretary"] in held
    assert ["records_clerk"] in held
    assert any({"deputy", "approver"} <= set(one) for one in held)


def test_seven_meetings_are_over_one_is_ready_for_today_and_one_being_prepared(rich: Made) -> None:
    phases = dict(rows(rich, "SELECT phase, count(*) FROM meetings GROUP BY phase"))
    assert phases == {"ended": 7, "published": 1, "preparing": 1}
    starts = rows(rich, "SELECT starts_at FROM meetings WHERE phase = 'published'")[0][0]
    minutes = (starts / 1000 - datetime.now(UTC).timestamp()) / 60
    assert 0 < minutes <= 30


def test_two_members_came_and_never_spoke_and_one_asked_and_was_never_called(rich: Made) -> None:
    silent = {one.name for one in cast.MEMBERS} - spoke(rich)
    assert silent == {*(name_of(key) for key in cast.NEVER_SPEAK), name_of(cast.NEVER_CALLED)}
    asked = rows(
        rich,
        "SELECT count(*) FROM speeches s JOIN persons p ON p.id = s.person WHERE p.name = :name",
        name=name_of(cast.NEVER_CALLED),
    )
    assert asked[0][0] == 7
    for key in cast.NEVER_SPEAK:
        came = rows(
            rich,
            "SELECT count(*) FROM attendance a JOIN persons p ON p.id = a.person "
            "WHERE p.name = :name AND a.status = 'present'",
            name=name_of(key),
        )
        assert came == [(7,)]


def test_votes_add_up_and_conclusions_made_tasks(rich: Made) -> None:
    results = [spelled(value) for (value,) in rows(rich, "SELECT result FROM votes WHERE state = 'announced'")]
    assert len(results) >= 7
    assert all(sum(one["counts"].values()) == one["cast"] and one["members"] == 23 for one in results)
    states = dict(rows(rich, "SELECT state, count(*) FROM tasks GROUP BY state"))
    assert states.keys() == {"open", "reported", "done"}


def test_papers_are_real_and_in_every_state_before_publishing(rich: Made) -> None:
    wanted = "SELECT DISTINCT p.state FROM papers p JOIN meetings m ON m.id = p.meeting WHERE m.phase = 'preparing'"
    assert {state for (state,) in rows(rich, wanted)} == {"draft", "submitted", "returned", "approved"}
    pages = rows(
        rich,
        "SELECT min(v.pages) FROM paper_versions v JOIN files f ON f.id = v.file "
        "WHERE f.media_type = 'application/pdf'",
    )
    assert pages[0][0] >= 3
    assert rows(rich, "SELECT count(*) FROM files WHERE name LIKE '%.docx'")[0][0] >= 2


def test_minutes_are_approved_numbered_waiting_and_in_writing(rich: Made) -> None:
    states = dict(rows(rich, "SELECT state, count(*) FROM minutes GROUP BY state"))
    assert states == {"approved": 5, "submitted": 1, "draft": 1}
    assert rows(rich, "SELECT number FROM minutes WHERE number IS NOT NULL ORDER BY number") == [
        (n,) for n in range(1, 6)
    ] or (len(rows(rich, "SELECT DISTINCT year FROM minutes WHERE year IS NOT NULL")) == 2)


def test_everybody_signs_in_with_the_one_password_and_names_are_unique(rich: Made) -> None:
    names = [name for (name,) in rows(rich, "SELECT username FROM persons")]
    assert len(names) == len(set(names)) == len(cast.EVERYBODY)
    hashes = {kept for (kept,) in rows(rich, "SELECT password_hash FROM persons")}
    assert len(hashes) == 1
    assert passwords.matches(hashes.pop(), PASSWORD)
