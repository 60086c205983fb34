"""The straight way to a socket, with the real library, the real websocket and a client that doesn't read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import direct, runtime


@pytest.fixture(scope="module")
def told() -> Any:
    script = Path(__file__).with_name("slow_client.py")
    environment = {**os.environ, "DIENHONG_ASYNC": "eventlet"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(script)], capture_output=True, text=True, timeout=120, env=environment
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_client_that_reads_is_written_to_straight_away(told: Any) -> None:
    assert told["straight"]


def test_frames_to_a_client_that_does_not_read_stay_whole_and_in_order(told: Any) -> None:
    assert told["in_order"] and told["accepted"] > 20


def test_a_client_too_far_behind_is_left_out_and_its_buffer_bounded(told: Any) -> None:
    assert told["refused"] > 0
    assert told["waiting"] * 20_000 < 1.5 * direct.MOST_BYTES


def test_a_quiet_client_that_answers_pings_stays_connected(told: Any) -> None:
    assert told["pings"] == 6


def test_a_client_that_speaks_but_does_not_say_it_hears_is_left(told: Any) -> None:
    assert told["questions"] == 1


def test_a_frame_that_cannot_be_ended_ends_the_connection(told: Any) -> None:
    assert told["begun"] > 0 and not told["after"]


def test_acknowledgements_leave_by_the_same_way(told: Any) -> None:
    assert told["answers"] == list(range(0, 400, 50))


@given(st.binary(max_size=300), st.binary(min_size=4, max_size=4), st.integers(0, 9))
def test_a_mask_is_taken_off_byte_by_byte_as_the_rfc_says(data: bytes, mask: bytes, offset: int) -> None:
    expected = bytes(byte ^ mask[(offset + place) % 4] for place, byte in enumerate(data))
    assert runtime.unmasked(data, tuple(mask), len(data), offset) == expected


@pytest.mark.parametrize("size", [0, 1, 125, 126, 65_535, 65_536])
def test_a_frame_tells_its_length_as_the_rfc_says(size: int) -> None:
    frame = direct.framed("x" * size)
    told = frame[1]
    start = 2 if told < 126 else 4 if told == 126 else 10
    length = told if told < 126 else int.from_bytes(frame[2:start], "big")
    assert (frame[0], length, len(frame) - start) == (0x81, size, size)


def test_what_no_strict_reader_takes_is_still_let_in_for_the_door_to_refuse() -> None:
    assert direct.Json.loads('["\\ud800"]') == ["\ud800"]
    with pytest.raises(ValueError, match=r"."):
        direct.Json.loads("{")
