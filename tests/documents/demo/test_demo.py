"""The demo: what load programs and people find in it, and that it touches nothing that is there already."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app import audit, create_app
from app.people import passwords, sessions
from app.settings import Settings
from documents import demo
from documents.demo import small, workshop
from tests.documents.demo.looking import looked_at, rows, settings
from tests.ground import Ground, PostgresqlGround


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


def test_an_interrupted_demo_is_begun_anew_in_its_database_too(
    ground: Ground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = ground.empty(settings(tmp_path))
    interrupted(kept, monkeypatch)
    assert demo.main(kept, ["--members", "4"]) == 0
    assert len(json.loads(capsys.readouterr().out)["members"]) == 4
    with looked_at(kept) as made:
        assert rows(made, "SELECT count(*) FROM persons") == [(7,)]
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
        assert rows(made, "SELECT count(*) FROM persons") == [(7,)]


def test_a_number_of_members_that_makes_no_sense_is_refused(tmp_path: Path) -> None:
    assert demo.main(settings(tmp_path), ["--members", "0"]) == 2
    assert not settings(tmp_path).data.exists()
