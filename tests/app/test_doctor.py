"""What the doctor finds, and that a danger stops the start while everything else only is said."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import text

from app import doctor, faults, signing
from app.database import Database
from app.doctor import DANGER, OK, WARNING, Found
from app.settings import Settings
from tests.conftest import World

ROOT = Path(__file__).resolve().parents[2]
LONG = "khoa-thu-nghiem-dai-du-ba-muoi-hai-chu"


def examined(world: World, seconds: float | None = None, **changed: Any) -> dict[str, Found]:
    settings = msgspec.structs.replace(world.house.settings, **changed)
    return {one.what: one for one in doctor.examine(settings, world.house.database, seconds)}


def test_a_sound_house_has_nothing_dangerous(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(faults.FORGETFUL, "1")  # the tests' PostgreSQL has no fsync
    found = examined(world)
    assert {one.level for one in found.values()} <= {OK, WARNING}
    if world.house.database.is_sqlite:
        assert found["journal_mode"].said == "wal" and found["synchronous"].said == "FULL"
        assert found["read through"].said.startswith("sound, in")
    else:
        assert {found[name].said for name in ("full_page_writes", "synchronous_commit")} == {"on"}


def test_a_postgresql_that_forgets_is_a_danger(world: World) -> None:
    found = examined(world)
    for name in {"fsync", "full_page_writes", "synchronous_commit"} & found.keys():
        assert found[name].level == (DANGER if found[name].said.startswith("off") else OK)


def test_a_sqlite_that_does_not_wait_for_the_disk_is_a_danger(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    if not world.house.database.is_sqlite:
        return
    monkeypatch.setattr(faults, "synchronous", lambda: "NORMAL")
    database = Database(world.house.settings)
    for level in (DANGER, WARNING):
        found = {one.what: one for one in doctor.examine(world.house.settings, database)}
        assert (found["synchronous"].level, found["synchronous"].said) == (level, "NORMAL")
        monkeypatch.setenv(faults.SYNCHRONOUS, "NORMAL")  # as a drill says that it means it
    database.close()


@pytest.mark.parametrize(
    ("key", "level"), [("", OK), (LONG, OK), ("x" * 40, DANGER), ("geheim", DANGER), ("abcdefghijklmnopq", WARNING)]
)
def test_a_key_that_can_be_guessed_is_a_danger(world: World, key: str, level: str) -> None:
    assert examined(world, secret_key=key)["secret key"].level == level


@pytest.mark.parametrize("origin", ["*", "https://*.example.vn", "hop.example.vn", "https://hop.example.vn/phong"])
def test_an_origin_that_is_none_is_a_danger(world: World, origin: str) -> None:
    assert examined(world, origins=("https://hop.example.vn", origin))["origins"].level == DANGER
    assert examined(world, origins=("https://hop.example.vn",))["origins"].level == OK


def test_debugging_is_a_danger(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    assert examined(world)["debugging"].level == DANGER
    monkeypatch.setenv("FLASK_DEBUG", "0")
    assert examined(world)["debugging"].level == OK


def test_passwords_in_clear_are_warned_of(world: World) -> None:
    assert examined(world, host="0.0.0.0")["TLS"].level == WARNING
    assert "TLS" not in examined(world, host="0.0.0.0", tls=True)
    assert "TLS" not in examined(world, host="127.0.0.1")


def test_a_proxy_that_nobody_was_told_of_is_warned_of(world: World) -> None:
    assert examined(world, tls=True)["proxies"].level == WARNING
    assert "proxies" not in examined(world, tls=True, proxies=1)
    assert "proxies" not in examined(world)


@pytest.mark.parametrize(("mode", "level"), [(0o600, OK), (0o640, WARNING), (0o604, DANGER), (0o644, DANGER)])
def test_a_key_that_others_can_read_is_a_danger(world: World, mode: int, level: str) -> None:
    assert world.house.signer.id
    for path in (signing.folder(world.house.settings) / "journal.key", world.house.settings.data / "secret_key"):
        path.touch()
        path.chmod(mode)
        assert examined(world)[path.name].level == level


def test_a_key_file_without_a_key_is_a_danger(world: World) -> None:
    assert world.house.signer.id
    (signing.folder(world.house.settings) / "journal.key").write_text("nothing")
    assert examined(world)["journal's key"].level == DANGER


def test_versions_with_known_holes_are_a_danger(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "FLOORS", {"python-socketio": (999,), "weasyprint": (1, 0)})
    found = examined(world)
    assert (found["python-socketio"].level, found["weasyprint"].level) == (DANGER, OK)


def test_the_kind_of_file_system_is_that_of_the_nearest_mount(tmp_path: Path) -> None:
    table = tmp_path / "mountinfo"
    lines = ["1 0 8:1 / / rw - ext4 /dev/sda rw", f"2 1 0:4 / {tmp_path / 'có chỗ'} rw - nfs4 host:/a rw"]
    table.write_text("\n".join(lines).replace("có chỗ", "co\\040cho"))
    assert doctor.filesystem(tmp_path / "co cho" / "data", table) == "nfs4"
    assert doctor.filesystem(tmp_path, table) == "ext4"
    assert doctor.filesystem(tmp_path, tmp_path / "none") == ""


def test_sqlite_on_a_network_file_system_is_a_danger(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    level = DANGER if world.house.database.is_sqlite else OK
    for kind in ("nfs4", "cifs", "fuse.sshfs", "fuse.glusterfs"):
        monkeypatch.setattr(doctor, "filesystem", lambda _path, kind=kind: kind)
        assert examined(world)["file system"].level == level


def test_a_journal_older_than_what_was_signed_is_said(world: World) -> None:
    assert world.house.signer.id
    assert examined(world)["checkpoints"].level == OK
    signing.keep_last(world.house.settings, {"number": 7, "stream": "system", "seq": 1, "head": "0" * 64})
    assert examined(world)["checkpoints"].level == WARNING


def test_a_database_of_a_newer_version_is_a_danger(world: World) -> None:
    with world.house.database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert examined(world)["schema"].level == DANGER


@pytest.fixture
def lasting(tmp_path: Path) -> Settings:
    """An SQLite database that takes longer to read through than a moment."""
    settings = Settings(data=tmp_path / "lasting", secret_key=LONG)
    database = Database(settings)
    with database.writing.begin() as connection:
        connection.execute(text("CREATE TABLE t (a PRIMARY KEY, b)"))
        connection.execute(
            text(
                "INSERT INTO t WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 60000)"
                " SELECT i, hex(randomblob(20)) FROM n"
            )
        )
    database.close()
    return settings


def test_reading_through_a_large_database_stops_when_the_time_is_over(lasting: Settings) -> None:
    database = Database(lasting)
    (short,) = [one for one in doctor.examine(lasting, database, 0.0) if one.what == "read through"]
    (whole,) = [one for one in doctor.examine(lasting, database, None) if one.what == "read through"]
    database.close()
    assert short.level == OK and "run.py doctor reads it whole" in short.said
    assert whole.level == OK and whole.said.startswith("sound, in")


def damage(settings: Settings) -> None:
    """Whole pages in the middle overwritten."""
    with (settings.data / "dienhong.sqlite3").open("r+b") as file:
        file.seek(0, os.SEEK_END)
        half = file.tell() // 2
        file.seek(half - half % 4096)
        file.write(b"\xff" * 4096 * 20)


def run(settings: Settings, *verb: str, **environment: str) -> subprocess.CompletedProcess[str]:
    told = {"DIENHONG_DATA": str(settings.data), "DIENHONG_SECRET_KEY": LONG, "DIENHONG_PORT": "0", **environment}
    command = [sys.executable, str(ROOT / "run.py"), *verb]
    return subprocess.run(command, env={**os.environ, **told}, capture_output=True, text=True, cwd=ROOT, check=False)


def test_a_damaged_database_is_found_and_not_served(lasting: Settings) -> None:
    damage(lasting)
    told = run(lasting, "doctor")
    assert told.returncode == 1 and "danger   read through: the database is damaged" in told.stdout
    served = run(lasting)
    assert served.returncode == 1 and "the database is damaged, restore a backup" in served.stderr
    assert "http://" not in served.stdout


def test_a_dangerous_setting_is_not_served(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data", secret_key=LONG)
    told = run(settings, DIENHONG_ORIGINS="*")
    assert told.returncode == 1 and "This must be put right before the server can start:" in told.stderr
    assert "DIENHONG_ORIGINS: '*' is no origin" in told.stderr


def test_the_doctor_needs_something_to_look_at(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "nowhere", secret_key=LONG)
    assert doctor.main(settings, []) == 1
    assert not settings.data.exists()
