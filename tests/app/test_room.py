"""A disk that runs full: what is said, what is still done, and how it goes on."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec
import psycopg2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from app.database import RolledBack, disk_is_full, sqlite_module
from app.house import House
from app.room import MARGIN, MEGABYTE, Room, judged
from app.settings import Settings
from tests.conftest import MeetingOfBody, World

LIMITS = {"room_for_uploads": 1024, "room_for_meetings": 256, "ballast_megabytes": 64}
sizes = st.integers(0, 3000 * MEGABYTE)
limits = st.builds(Settings, ballast_megabytes=st.integers(0, 200), room_for_meetings=st.integers(0, 2000))


# -- what follows from how much is free -----------------------------------------------------------------------------


@given(sizes, sizes, limits, st.booleans(), st.booleans())
def test_with_more_room_nothing_more_is_refused(one: int, other: int, limits: Settings, laid: bool, full: bool) -> None:
    less = judged(min(one, other), limits, laid=laid, full=full)
    more = judged(max(one, other), limits, laid=laid, full=full)
    assert more.short <= less.short and more.full <= less.full


@given(sizes, limits, st.booleans())
def test_letting_the_ballast_go_does_not_itself_end_a_full_disk(free: int, limits: Settings, laid: bool) -> None:
    with_ballast = min(free, MARGIN - 1) + limits.ballast_megabytes * MEGABYTE
    assert judged(with_ballast, limits, laid=laid, full=True).full


@given(sizes, limits, st.booleans(), st.booleans())
def test_the_ballast_is_laid_only_where_it_leaves_the_margin(
    free: int, limits: Settings, laid: bool, full: bool
) -> None:
    found = judged(free, limits, laid=laid, full=full)
    if found.lay:
        assert free - limits.ballast_megabytes * MEGABYTE >= MARGIN and not found.full
    assert not (laid and not full and (found.lay or found.full))


@given(sizes, st.integers(0, 200), st.booleans(), st.booleans())
def test_without_limits_a_meeting_can_always_be_begun(free: int, ballast: int, laid: bool, full: bool) -> None:
    assert not judged(free, Settings(ballast_megabytes=ballast, room_for_meetings=0), laid=laid, full=full).short


# -- which errors mean it ---------------------------------------------------------------------------------------------


def sqlite_error(code: int) -> OperationalError:
    cause = sqlite_module().OperationalError("…")
    cause.sqlite_errorcode = code
    return OperationalError("INSERT", {}, cause)


def postgresql_error(code: str) -> OperationalError:
    cause = type("DiskFull", (Exception,), {"pgcode": code})()
    return OperationalError("INSERT", {}, cause)


@pytest.mark.parametrize(
    ("error", "full"),
    [
        (sqlite_error(13), True),
        (sqlite_error(10 | 19 << 8), True),  # no room for the WAL's index
        (sqlite_error(10 | 3 << 8), False),
        (sqlite_error(5), False),
        (postgresql_error("53100"), True),
        (postgresql_error("53200"), False),
        (RolledBack(), True),
        (RuntimeError(), False),
    ],
)
def test_which_errors_mean_that_the_disk_is_full(error: BaseException, full: bool) -> None:
    assert disk_is_full(error) == full
    try:
        try:
            raise error
        except BaseException:
            raise KeyError("what failed because of it")  # noqa: B904
    except KeyError as later:
        assert disk_is_full(later) == full


# -- a database with a disk of its own --------------------------------------------------------------------------------


def test_where_the_databases_own_disk_is_full_only_the_database_can_say_that_there_is_room_again(
    settings: Settings,
) -> None:
    says = [False, False, True]
    room = Room(msgspec.structs.replace(settings, ballast_megabytes=1), lambda: says.pop(0))
    room.look()
    assert room.filled(postgresql_error("53100")) and room.full
    for _second in range(2):
        room.look()
        assert room.full and not room.ballast.exists() and "hết chỗ" in room.said()
    room.look()
    assert not room.full and room.ballast.exists() and not says
    room.look()  # nobody is asked while all is well


def test_a_database_that_dies_for_want_of_room_is_said_to_be_full_by_every_door(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL panics when there is no room for its WAL: whoever committed then hears why, later ones meet nobody."""
    meeting = world.meeting(phase="in_progress")
    died = postgresql_error("53100")
    died.connection_invalidated = True
    errors = [died]

    @contextmanager
    def panicking() -> Iterator[Any]:
        raise errors.pop() if errors else OperationalError("connect", {}, psycopg2.OperationalError("refused"))
        yield

    monkeypatch.setattr(world.house.database, "write", panicking)
    for name, args in (("meeting.remark", {"text": "Một"}), ("speaking.request", {"gist": "Hai"})):
        error = world.run(meeting.secretary, name, meeting, **args).error
        assert error is not None and error["code"] == "unavailable" and "hết chỗ" in error["message"]


def test_while_such_a_database_is_away_whoever_sends_something_still_hears_why(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = world.meeting(phase="in_progress")
    client = world.client(meeting.secretary)
    command = {"id": "van-day", "stream": meeting.stream, "name": "meeting.remark", "args": {"text": "Một"}}

    @contextmanager
    def away() -> Iterator[Any]:
        raise OperationalError("connect", {}, psycopg2.OperationalError("refused"))
        yield

    monkeypatch.setattr(world.house.database, "read", away)
    for full in (False, True):
        world.house.room.full = full
        sent = client.post("/api/commands", json=command)
        assert sent.status_code == 503 and ("hết chỗ" in sent.json["error"]["message"]) == full
        asked = client.get(f"/api/streams/{meeting.stream}")
        assert asked.status_code == 503 and "hết chỗ" not in asked.json["error"]["message"]


# -- a house on such a disk -------------------------------------------------------------------------------------------


class Disk:
    """A disk that has so much room; SQLite meets its end as a largest number of pages."""

    def __init__(self, house: House, monkeypatch: pytest.MonkeyPatch):
        self.house = house
        self.megabytes: int | None = 10_000
        house.room.settings = msgspec.structs.replace(house.settings, **LIMITS)
        monkeypatch.setattr(Room, "free", lambda _room: self.megabytes and self.megabytes * MEGABYTE)
        monkeypatch.setattr(Room, "_reserve", lambda room: room.ballast.touch())
        monkeypatch.setattr(Room, "_is_laid", lambda room: room.ballast.exists())

    @contextmanager
    def full(self) -> Iterator[None]:
        """Nothing more fits, until the ballast is let go."""
        engine = self.house.database.writing

        def limited(connection: Any, *_: Any) -> None:
            raw = connection.connection.driver_connection
            pages = raw.execute("PRAGMA page_count").fetchone()[0]
            ballast = self.house.room.ballast.exists()
            raw.execute(f"PRAGMA max_page_count = {pages if ballast else pages + 1000}").fetchone()

        self.megabytes = 0
        event.listen(engine, "begin", limited)
        yield
        event.remove(engine, "begin", limited)
        with engine.connect() as connection:
            connection.connection.driver_connection.execute("PRAGMA max_page_count = 1000000").fetchone()
        self.megabytes = 10_000


@pytest.fixture
def disk(world: World, monkeypatch: pytest.MonkeyPatch) -> Disk:
    made = Disk(world.house, monkeypatch)
    world.house.room.look()
    return made


def fill(world: World, meeting: MeetingOfBody) -> Any:
    """Write until it is refused: a page has room for a few more rows."""
    for number in range(500):
        result = world.run(meeting.secretary, "meeting.remark", meeting, text=f"{number} " + "x" * 900)
        if not result.ok:
            return result.error
    raise AssertionError("the disk is never full")


def test_when_the_disk_is_full_casts_wait_the_vote_can_be_closed_and_then_all_goes_on(world: World, disk: Disk) -> None:
    if not world.house.database.is_sqlite:
        return  # PostgreSQL's disk is its own; its error is above
    meeting = world.meeting(phase="in_progress")
    voter, late = meeting.members[:2]
    for person in (voter, late):
        world.must(meeting.secretary, "attendance.mark", meeting, person=person, status="present")
    vote = world.must(meeting.chair, "vote.open", meeting, question="Thông qua?", reason="Chờ thêm người")["id"]
    other = world.must(meeting.chair, "vote.open", meeting, question="Bầu?", reason="Chờ thêm người")["id"]
    world.must(voter, "vote.cast", meeting, vote=vote, choice="yes")
    with disk.full():
        error = fill(world, meeting)
        assert error["code"] == "unavailable" and "hết chỗ" in error["message"]
        for id in (vote, other):
            refused = world.run(late, "vote.cast", meeting, vote=id, choice="no", command_id=f"phieu-cho-{id}")
            assert refused.error is not None and refused.error["code"] == "unavailable"
        assert not world.house.room.ballast.exists()
        world.must(meeting.chair, "vote.close", meeting, vote=vote)
        world.house.room.look()
        assert world.house.room.full
    world.house.room.look()
    assert not world.house.room.full and world.house.room.ballast.exists()
    again = world.run(late, "vote.cast", meeting, vote=vote, choice="no", command_id=f"phieu-cho-{vote}")
    assert again.error is not None and again.error["code"] == "conflict"
    assert world.run(late, "vote.cast", meeting, vote=other, choice="no", command_id=f"phieu-cho-{other}").ok
    assert world.state(meeting.chair, meeting)["votes"][vote]["result"]["counts"]["yes"] == 1


def test_a_nearly_full_disk_begins_no_meeting_and_takes_no_file(world: World, disk: Disk) -> None:
    body = world.body()
    disk.megabytes = 1500
    assert world.house.room.takes(400 * MEGABYTE) and not world.house.room.takes(500 * MEGABYTE)
    disk.megabytes = 300
    world.house.room.look()
    assert not world.house.room.takes(1)
    args = {"title": "Họp", "starts_at": "2026-12-01T01:00:00Z", "place": "Phòng họp"}
    world.must(body.secretary, "meeting.create", body, **args)
    disk.megabytes = 200
    world.house.room.look()
    error = world.run(body.secretary, "meeting.create", body, **args).error
    assert error is not None and error["code"] == "unavailable" and "sắp hết chỗ" in error["message"]


def test_a_house_that_starts_on_a_full_disk_only_ends_things(world: World, disk: Disk) -> None:
    world.house.room.ballast.unlink()
    disk.megabytes = MARGIN // MEGABYTE - 1
    world.house.room.look()
    assert world.house.room.full


def test_a_house_that_comes_back_on_a_full_disk_has_the_ballast_to_open_its_database(world: World, disk: Disk) -> None:
    disk.megabytes = 0
    world.house.room.make_way()
    assert world.house.room.full and not world.house.room.ballast.exists()
    disk.megabytes = 64
    world.house.room.look()
    assert world.house.room.full
    disk.megabytes = 10_000
    world.house.room.look()
    world.house.room.make_way()
    assert not world.house.room.full and world.house.room.ballast.exists()


def test_without_room_for_the_ballast_the_house_goes_on_without_one(world: World, disk: Disk) -> None:
    world.house.room.ballast.unlink()
    disk.megabytes = 20
    world.house.room.look()
    assert not world.house.room.full and not world.house.room.ballast.exists()


def test_a_file_system_that_does_not_say_how_much_is_free_is_never_short(world: World, disk: Disk) -> None:
    disk.megabytes = None
    world.house.room.look()
    assert not world.house.room.full and not world.house.room.short and world.house.room.takes(MEGABYTE)


def test_a_ballast_is_as_large_as_it_says_and_half_of_one_is_laid_again(settings: Settings) -> None:
    room = Room(msgspec.structs.replace(settings, ballast_megabytes=1))
    room.ballast.write_bytes(b"x" * 1000)
    room.look()
    found = room.ballast.stat()
    assert found.st_size == MEGABYTE and found.st_blocks * 512 >= MEGABYTE


def test_a_ballast_that_does_not_fit_after_all_leaves_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "posix_fallocate", no_room)
    room = Room(msgspec.structs.replace(settings, ballast_megabytes=1))
    room.full = True
    room.look()
    assert room.full and not room.ballast.exists()
