"""The disk of the power drill keeps what was synced, and of the rest anything that a power loss may leave."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.drill.power import FILES, SECTORS, Disk, Done, apply, recorded, torn

DATABASE, WAL = FILES
writes = st.builds(
    Done, st.just("write"), st.sampled_from(FILES), st.integers(0, 9000), st.binary(min_size=1, max_size=5000)
)
changes = st.one_of(writes, st.builds(Done, st.just("truncate"), st.sampled_from(FILES), st.integers(0, 9000)))
seeds = st.integers().map(random.Random)


def fresh() -> Disk:
    return Disk({name: bytearray() for name in FILES})


def played(changes: list[Done]) -> dict[str, bytearray]:
    contents = {name: bytearray() for name in FILES}
    for one in changes:
        apply(contents[one.file], one)
    return contents


@given(st.lists(changes, max_size=6), seeds)
def test_what_is_synced_is_in_every_image(done: list[Done], rng: random.Random) -> None:
    disk = fresh()
    for one in [*done, *(Done("sync", name) for name in FILES)]:
        disk.do(one)
    assert disk.image(rng) == played(done)


@given(writes, st.sampled_from(SECTORS))
def test_a_torn_write_is_its_sectors(write: Done, sector: int) -> None:
    pieces = list(torn(write, sector))
    assert played(pieces) == played([write])
    assert all(one.at // sector == (one.at + len(one.data) - 1) // sector for one in pieces)


@given(st.lists(writes, min_size=1, max_size=6), seeds)
def test_nothing_is_in_an_image_that_nobody_wrote(done: list[Done], rng: random.Random) -> None:
    disk = fresh()
    for one in done:
        disk.do(one._replace(data=b"x" * len(one.data)))
    for name, content in disk.image(rng).items():
        assert set(content) <= set(b"x\0") and len(content) <= len(played(done)[name])


def test_of_what_is_not_synced_anything_may_be_there() -> None:
    disk = fresh()
    for place in range(2):
        disk.do(Done("write", WAL, place * 10, b"12345"))
    left = {bytes(disk.image(random.Random(seed))[WAL]) for seed in range(200)}
    gap, second = bytes(5), bytes(10) + b"12345"
    assert left >= {b"", b"12345", second, b"12345" + gap + b"12345"}


def test_what_strace_says_is_read_in_its_order(tmp_path: Path) -> None:
    def hexed(text: bytes) -> str:
        return "".join(f"\\x{byte:02x}" for byte in text)

    wal, database, log = (hexed(b"/srv/data/" + name.encode()) for name in (WAL, DATABASE, "house.log"))
    answer = hexed(b'\x81\x1f437[{"ok":true,"seq":41,"result":{}}]')
    lines = [
        f'12 pwrite64(7<{wal}>, "{hexed(b"abc")}", 3, 32) = 3',
        f"12 fdatasync(7<{wal}> <unfinished ...>",
        f'10 sendto(9<{hexed(b"socket:[1]")}>, "{answer}", 40, 0, NULL, 0) = 40',
        "12 <... fdatasync resumed>)             = 0",
        f'10 write(2<{log}>, "{hexed(b"x")}", 1) = 1',
        f"12 fsync(6<{database}>) = 0",
        f"12 ftruncate(7<{wal}>, 4096) = 0",
        f'10 unlink("{wal}") = 0',
        "10 +++ killed by SIGKILL +++",
    ]
    trace = tmp_path / "trace"
    trace.write_text("\n".join(lines) + "\n")
    assert list(recorded(trace)) == [
        Done("write", WAL, 32, b"abc"),
        Done("told", at=41),
        Done("sync", WAL),
        Done("sync", DATABASE),
        Done("truncate", WAL, 4096),
        Done("unlink", WAL),
    ]
