"""The disk of PostgreSQL's power drill: what strace said, and what is sure of files that several processes write."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.drill.cluster_disk import ClusterDisk, Recorder, calls, told
from tests.drill.power import Done, apply
from tests.drill.power_postgresql import without_usual

WAL, TABLE = "pg_wal/000000010000000000000001", "base/5/16384"
seeds = st.integers().map(random.Random)
writes = st.tuples(st.sampled_from((WAL, TABLE)), st.integers(0, 9000), st.binary(min_size=1, max_size=3000))
LOTS = [random.Random(seed) for seed in range(60)]


def fresh() -> ClusterDisk:
    return ClusterDisk({WAL: b"", TABLE: b""})


def write(disk: ClusterDisk, number: int, data: bytes, at: int = 0, file: str = WAL) -> None:
    disk.do(Done("write", file, at, data, number))
    disk.do(Done("written", file, call=number))


def sync(disk: ClusterDisk, number: int, file: str = WAL) -> None:
    disk.do(Done("syncing", file, call=number))
    disk.do(Done("sync", file, call=number))


def images(disk: ClusterDisk, file: str = WAL) -> set[bytes]:
    return {bytes(disk.image(rng)[file][1]) for rng in LOTS}


# -- what is sure -----------------------------------------------------------------------------------------------------


@given(st.lists(writes, max_size=6), seeds)
def test_what_is_synced_is_in_every_image(done: list[tuple[str, int, bytes]], rng: random.Random) -> None:
    disk, wanted = fresh(), {WAL: bytearray(), TABLE: bytearray()}
    for number, (file, at, data) in enumerate(done):
        write(disk, number, data, at, file)
        apply(wanted[file], Done("write", file, at, data))
    for number, file in enumerate(wanted, 100):
        sync(disk, number, file)
    assert {name: content for name, (_key, content) in disk.image(rng).items()} == wanted


def test_a_sync_makes_sure_what_was_written_when_it_began_and_nothing_else() -> None:
    disk = fresh()
    write(disk, 1, b"one")
    disk.do(Done("write", WAL, 3, b"two", 2))  # still under way
    disk.do(Done("syncing", WAL, call=3))
    disk.do(Done("written", WAL, call=2))
    write(disk, 4, b"three", 6)
    disk.do(Done("sync", WAL, call=3))
    assert images(disk) >= {b"one", b"onetwo", b"onetwothree"}
    assert all(image.startswith(b"one") for image in images(disk))
    sync(disk, 5)
    assert images(disk) == {b"onetwothree"}


def test_a_sync_that_has_not_ended_makes_nothing_sure() -> None:
    disk = fresh()
    write(disk, 1, b"one")
    disk.do(Done("syncing", WAL, call=2))
    assert images(disk) >= {b"", b"one"}


def test_a_sync_of_one_file_makes_nothing_sure_in_another() -> None:
    disk = fresh()
    write(disk, 1, b"row", file=TABLE)
    sync(disk, 2)
    assert images(disk, TABLE) >= {b"", b"row"}


def test_a_new_name_is_sure_at_once_and_what_is_in_the_file_is_not() -> None:
    disk = fresh()
    disk.do(Done("create", "pg_wal/new"))
    write(disk, 1, b"content", file="pg_wal/new")
    disk.do(Done("rename", "pg_wal/new", data=WAL.encode()))
    assert images(disk) >= {b"", b"content"} and "pg_wal/new" not in disk.files
    sync(disk, 2)
    assert images(disk) == {b"content"}
    disk.do(Done("unlink", WAL))
    assert WAL not in disk.image(LOTS[0])


def test_what_is_cut_off_does_not_come_back() -> None:
    disk = fresh()
    write(disk, 1, b"123456")
    disk.do(Done("truncate", WAL, 3))
    sync(disk, 2)
    assert images(disk) == {b"123"}
    disk.do(Done("grow", WAL, 5))
    assert images(disk) == {b"123\0\0"}


def test_a_file_that_has_not_changed_can_be_told() -> None:
    disk = fresh()
    before = disk.image(LOTS[0])[WAL][0]
    assert disk.image(LOTS[1])[WAL][0] == before
    write(disk, 1, b"x")
    sync(disk, 2)
    assert disk.image(LOTS[0])[WAL][0] != before


# -- what strace said -------------------------------------------------------------------------------------------------


def hexed(text: str | bytes) -> str:
    data = text.encode() if isinstance(text, str) else text
    return "".join(f"\\x{byte:02x}" for byte in data)


def traced(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n")
    return path


def test_what_processes_did_to_the_files_is_read_from_where_it_begins_to_where_it_ends(tmp_path: Path) -> None:
    data = Path("/srv/pg/data")
    wal, control, log = (hexed(f"/srv/pg/{name}") for name in (f"data/{WAL}", "data/global/pg_control", "log"))
    here = f"AT_FDCWD<{hexed('/srv/pg/data')}>"
    trace = traced(
        tmp_path / "trace",
        f'7 10.000000 openat({here}, "{hexed(WAL)}", O_RDWR|O_CREAT|O_EXCL, 0600) = 5<{wal}> <0.000010>',
        f'7 10.000100 pwrite64(5<{wal}>, "{hexed(b"abc")}", 3, 8192) = 3 <0.000020>',
        f"7 10.000200 fdatasync(5<{wal}> <unfinished ...>",
        f'8 10.000300 openat({here}, "{hexed("global/pg_control")}", O_RDWR) = 6<{control}> <0.000010>',
        f'8 10.000400 write(6<{control}>, "{hexed(b"state")}", 5) = 5 <0.000010>',
        f'8 10.000500 write(2<{log}>, "{hexed(b"LOG: x")}", 6) = 6 <0.000010>',
        "7 10.000600 <... fdatasync resumed>) = 0 <0.000400>",
        f'9 10.000700 rename("{hexed(WAL)}", "{hexed("pg_wal/2")}") = 0 <0.000010>',
        f'9 10.000800 unlink("{hexed("pg_wal/2")}") = 0 <0.000010>',
        f'9 10.000900 unlink("{hexed("promote")}") = -1 ENOENT (No such file or directory) <0.000010>',
        f'7 10.001000 pwrite64(5<{hexed("/srv/pg/data/pg_wal/2")}>(deleted), "{hexed(b"x")}", 1, 0) = 1 <0.000010>',
        f"8 10.001100 ftruncate(6<{control}>, 3) = 0 <0.000010>",
        "7 10.001200 +++ killed by SIGKILL +++",
    )
    found = [(round(at, 6), done) for at, done in Recorder(data).recorded(trace)]
    assert found == [
        (10.00001, Done("create", WAL)),
        (10.0001, Done("write", WAL, 8192, b"abc", 1)),
        (10.00012, Done("written", WAL, call=1)),
        (10.0002, Done("syncing", WAL, call=2)),
        (10.0004, Done("write", "global/pg_control", 0, b"state", 3)),
        (10.00041, Done("written", "global/pg_control", call=3)),
        (10.0006, Done("sync", WAL, call=2)),
        (10.00071, Done("rename", WAL, data=b"pg_wal/2")),
        (10.00081, Done("unlink", "pg_wal/2")),
        (10.00111, Done("truncate", "global/pg_control", 3)),
    ]


def test_a_sync_in_which_its_process_was_killed_makes_nothing_sure(tmp_path: Path) -> None:
    wal = hexed(f"/srv/pg/data/{WAL}")
    trace = traced(
        tmp_path / "trace",
        f"7 10.000200 fdatasync(5<{wal}> <unfinished ...>",
        "7 10.000600 <... fdatasync resumed>) = ?",
        "7 10.001200 +++ killed by SIGKILL +++",
    )
    assert [done for _at, done in Recorder(Path("/srv/pg/data")).recorded(trace)] == [Done("syncing", WAL, call=1)]


def test_an_answer_has_the_moment_before_it_leaves_and_what_the_house_tells_its_database_is_none(
    tmp_path: Path,
) -> None:
    answer = hexed(b'\x81\x1f437[{"ok":true,"seq":41,"result":{}}]')
    trace = traced(
        tmp_path / "trace",
        f'3 5.000000 sendto(9<TCP:[127.0.0.1:40000->127.0.0.1:5432]>, "{answer}", 40, 0, NULL, 0) = 40 <0.000010>',
        f'3 6.000000 sendto(8<TCP:[127.0.0.1:8080->127.0.0.1:40001]>, "{answer}", 40, 0, NULL, 0) = 40 <0.500000>',
    )
    assert list(told(trace, 8080)) == [(6.0, Done("told", at=41))]


def test_times_of_one_trace_never_go_back(tmp_path: Path) -> None:
    trace = traced(tmp_path / "trace", "3 5.000000 fsync(9<>) = 0 <0.000003>", "4 5.000002 fsync(9<>) = 0 <0.000001>")
    times = [moment for call in calls(trace) for moment in (call.begins, call.ends)]
    assert times == sorted(times)


# -- what a sound PostgreSQL says afterwards --------------------------------------------------------------------------


def test_torn_hints_and_the_end_of_the_wal_are_no_damage_and_a_torn_table_is() -> None:
    torn = "WARNING:  page verification failed, calculated checksum 1 but expected 2"
    end = "LOG:  incorrect resource manager data checksum in record at 0/DF0FA0"
    hint = "WARNING:  invalid page in block 0 of relation base/5/16384_fsm; zeroing out page"
    table = "ERROR:  invalid page in block 0 of relation base/5/16384"
    assert without_usual([torn, hint, end]) == []
    assert without_usual([torn, hint, torn, table]) == [torn, table]
