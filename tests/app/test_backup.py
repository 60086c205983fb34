"""Backup and restore: everything comes back, a damaged backup does not, and nothing is written over."""

from __future__ import annotations

import json
import os
import tarfile
import threading
from pathlib import Path
from typing import Any

import msgspec
import pytest
from alembic import command

from app import audit, backup, restore, schema
from app.house import House
from app.settings import Settings
from tests.conftest import World
from tests.ground import Ground


@pytest.fixture
def full(world: World, settings: Settings) -> tuple[World, dict[str, Any]]:
    """A house with a vote and a stored file, and what its chair sees."""
    with world.house.database.writing.begin() as connection:
        command.stamp(schema.config(connection), "head")  # as a served house is; the tests' tables are made directly
    meeting = world.meeting(phase="in_progress")
    vote = world.must(meeting.chair, "vote.open", meeting, question="Thông qua “Đề án” số 1?")["id"]
    world.must(meeting.members[0], "vote.cast", meeting, vote=vote, choice="yes")
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    (settings.files / "ab").mkdir(parents=True)
    (settings.files / "ab" / "abcdef").write_bytes(os.urandom(200_000))
    return world, dict(world.state(meeting.chair, meeting) or {})


@pytest.fixture
def elsewhere(settings: Settings, tmp_path: Path, ground: Ground) -> Settings:
    """An empty folder, and an empty database where there is a server."""
    return ground.empty(msgspec.structs.replace(settings, data=tmp_path / "elsewhere"))


def state_of(settings: Settings, world: World) -> dict[str, Any]:
    house = House(settings)
    house.furnish()
    try:
        assert audit.report(house)["ok"]
        meeting = world.last
        assert meeting is not None
        from app import views

        with house.database.read() as read:
            return dict(views.snapshot(read, meeting.stream, {"desk", f"person:{meeting.chair}"}))
    finally:
        house.close()


def test_everything_comes_back(
    full: tuple[World, dict[str, Any]], settings: Settings, elsewhere: Settings, tmp_path: Path, capsys: Any
) -> None:
    world, seen = full
    assert backup.main(settings, [str(tmp_path / "a.backup")]) == 0
    assert json.loads(capsys.readouterr().out)["ok"]
    assert restore.main(elsewhere, [str(tmp_path / "a.backup")]) == 0
    assert state_of(elsewhere, world) == seen
    assert (elsewhere.files / "ab" / "abcdef").read_bytes() == (settings.files / "ab" / "abcdef").read_bytes()
    assert not (elsewhere.data / ".restoring").exists()


def test_a_backup_is_of_one_moment_while_others_write(
    full: tuple[World, dict[str, Any]], settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    world, _seen = full
    stop = threading.Event()

    def write() -> None:
        meeting = world.last
        assert meeting is not None
        n = 0
        while not stop.is_set():
            n += 1
            world.run(
                meeting.secretary,
                "attendance.mark",
                meeting,
                person=meeting.members[n % 7],
                status=("left", "present")[n % 2],
            )

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for n in range(5):
            backup.make(settings, tmp_path / f"{n}.backup")
    finally:
        stop.set()
        writer.join()
    restore.bring_back(elsewhere, tmp_path / "4.backup")
    state_of(elsewhere, world)


def test_the_secret_key_is_kept_apart(full: tuple[World, dict[str, Any]], settings: Settings, tmp_path: Path) -> None:
    (settings.data / "secret_key").write_text("geheim")
    told = backup.make(settings, tmp_path / "a.backup")
    assert not any("secret" in name for name in told["parts"])
    assert (tmp_path / "a.backup").stat().st_mode & 0o077 == 0


def test_nothing_is_written_over(
    full: tuple[World, dict[str, Any]], settings: Settings, elsewhere: Settings, tmp_path: Path, capsys: Any
) -> None:
    target = tmp_path / "a.backup"
    backup.make(settings, target)
    before = target.read_bytes()
    assert backup.main(settings, [str(target)]) == 1
    assert target.read_bytes() == before
    assert restore.main(settings, [str(target)]) == 1
    assert "not empty" in capsys.readouterr().err
    elsewhere.data.mkdir()
    (elsewhere.data / "secret_key").write_text("the key, brought along")
    assert restore.main(elsewhere, [str(target)]) == 0


def rewritten(source: Path, target: Path, change: str) -> None:
    """The backup with one part flipped, left out, or an unexpected one added."""
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old.getmembers():
            held = old.extractfile(member)
            assert held is not None
            data = held.read()
            if member.name.startswith("files/"):
                if change == "missing":
                    continue
                if change == "flipped":
                    data = bytes([data[0] ^ 1]) + data[1:]
            if member.name == "manifest.json" and change == "outside":
                told = json.loads(data)
                told["parts"]["../../outside"] = {"sha256": "", "size": 0}
                data = json.dumps(told).encode()
            if member.name == "manifest.json" and change == "format":
                data = data.replace(b'"format": 1', b'"format": 9')
            import io

            member.size = len(data)
            new.addfile(member, io.BytesIO(data))


@pytest.mark.parametrize(
    ("change", "said"),
    [("flipped", "damaged"), ("missing", "missing"), ("outside", "unexpected"), ("format", "format 9")],
)
def test_a_damaged_backup_is_refused(
    full: tuple[World, dict[str, Any]],
    settings: Settings,
    elsewhere: Settings,
    tmp_path: Path,
    capsys: Any,
    change: str,
    said: str,
) -> None:
    backup.make(settings, tmp_path / "a.backup")
    rewritten(tmp_path / "a.backup", tmp_path / "b.backup", change)
    assert restore.main(elsewhere, [str(tmp_path / "b.backup")]) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "outside").exists()


def test_a_file_that_is_no_backup_is_refused(elsewhere: Settings, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"PK\x03\x04 something else")
    assert restore.main(elsewhere, [str(tmp_path / "a")]) == 1
    assert restore.main(elsewhere, [str(tmp_path / "none")]) == 1
    assert not (elsewhere.data / "dienhong.sqlite3").exists()


def test_a_house_with_a_broken_chain_is_not_backed_up_as_if_it_were_sound(
    full: tuple[World, dict[str, Any]], settings: Settings, tmp_path: Path, capsys: Any
) -> None:
    world, _seen = full
    from tests.app.test_audit import sql

    sql(world, "UPDATE entries SET kind = 'x.y' WHERE seq = 3 AND stream LIKE 'meeting:%'")
    assert backup.main(settings, [str(tmp_path / "a.backup")]) == 1
    assert "chain is broken" in capsys.readouterr().err and not (tmp_path / "a.backup").exists()
    assert [path.name for path in tmp_path.iterdir() if "backup" in path.name] == []


def test_there_is_nothing_to_back_up_in_an_empty_folder(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "empty", secret_key="x")
    assert backup.main(settings, [str(tmp_path / "a.backup")]) == 1
    assert not (tmp_path / "empty").exists()
    assert backup.main(settings, []) == 2
