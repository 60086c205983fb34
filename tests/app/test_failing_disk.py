"""A disk that fails ends the server before anything is acknowledged; a full one does not."""

from __future__ import annotations

import resource
from pathlib import Path

import pytest

from app.database import DISK_FAILED, disk_failed, sqlite_module
from app.people import sessions
from tests.conftest import World
from tests.served import Device, served


def error(code: int) -> Exception:
    made = sqlite_module().OperationalError("…")
    made.sqlite_errorcode = code
    assert isinstance(made, Exception)
    return made


@pytest.mark.parametrize(
    ("name", "code", "failed"),
    [
        ("IOERR", 10, True),
        ("IOERR_WRITE", 10 | 3 << 8, True),
        ("IOERR_FSYNC", 10 | 4 << 8, True),
        ("IOERR_DIR_FSYNC", 10 | 5 << 8, True),
        ("CORRUPT", 11, True),
        ("NOTADB", 26, True),
        ("FULL", 13, False),
        ("BUSY", 5, False),
        ("IOERR_NOMEM", 10 | 12 << 8, False),
        ("IOERR_SHMSIZE", 10 | 19 << 8, False),
    ],
)
def test_which_errors_mean_that_the_disk_has_failed(name: str, code: int, failed: bool) -> None:
    assert disk_failed(error(code)) == failed, name
    assert not disk_failed(RuntimeError()) and not disk_failed(None)


def test_a_full_database_is_unavailable_and_goes_on_when_there_is_room(world: World) -> None:
    if not world.house.database.is_sqlite:
        return  # PostgreSQL says so itself, and its errors are no SQLite's
    meeting = world.meeting(phase="in_progress")
    with world.house.database.writing.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    long = "Mất điện " * 100
    results = [world.run(meeting.secretary, "meeting.remark", meeting, text=f"{n} {long}") for n in range(40)]
    full = [result for result in results if not result.ok]
    assert full and {(result.error or {})["code"] for result in full} == {"unavailable"}
    with world.house.database.writing.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    world.house.room.look()  # as a serving house does every second
    assert world.run(meeting.secretary, "meeting.remark", meeting, text="Có điện").ok
    shown = world.state(meeting.secretary, meeting) or {}
    assert len(shown["remarks"]) == sum(result.ok for result in results) + 1


def test_a_write_that_fails_ends_the_server_unacknowledged_and_the_next_one_has_it_once(world: World) -> None:
    """The limit on the size of files makes the kernel refuse the WAL's next write: an I/O error, not a full disk."""
    if not world.house.database.is_sqlite:
        return
    meeting = world.meeting(phase="in_progress")
    token = world.token(meeting.secretary)
    settings = world.house.settings
    world.house.close()
    environment = {"DIENHONG_DATA": str(settings.data), "DIENHONG_SECRET_KEY": settings.secret_key}
    with served(environment) as server:
        device = Device(server.address, f"{sessions.cookie_name(settings)}={token}")
        first = device.post(meeting.stream, "meeting.remark", id="truoc-khi-hong", text="Một")
        assert first.status == 200, first.json
        wal = Path(f"{settings.data}/dienhong.sqlite3-wal").stat().st_size
        assert server.process is not None
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (wal, resource.RLIM_INFINITY))
        with pytest.raises(OSError):  # the connection breaks off: neither yes nor no
            device.post(meeting.stream, "meeting.remark", id="khi-dang-hong", text="Hai " * 200)
        assert server.process.wait(20) == DISK_FAILED
        server.start()
        assert device.post(meeting.stream, "meeting.remark", id="khi-dang-hong", text="Hai " * 200).status == 200
        state = device.http("GET", f"/api/streams/{meeting.stream}").json["state"]
        assert len(state["remarks"]) == 2
