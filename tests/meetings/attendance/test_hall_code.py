"""The hall's code: it changes with the time, and its key is told to nobody."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from meetings.attendance.code_rules import WINDOW, code_at, fits
from meetings.planning.models import Meeting
from tests.conftest import MeetingOfBody, World
from tests.meetings.helpers import code, fields

moments = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))
keys = st.text("0123456789abcdef", min_size=32, max_size=32)


@given(keys, moments, st.floats(0, 2 * WINDOW - 1))
def test_a_code_is_good_while_it_is_shown_and_for_the_window_after(key: str, shown_at: datetime, later: float) -> None:
    shown = code_at(key, shown_at)
    assert shown_at < shown.until <= shown_at + timedelta(seconds=WINDOW)
    at = min(shown_at + timedelta(seconds=later), shown.until + timedelta(seconds=WINDOW - 1))
    assert fits(key, shown.text, at) and fits(key, shown.digits, at)
    assert fits(key, f" {shown.digits[:3]} {shown.digits[3:]} ", at)


@given(keys, moments, st.floats(0, 1e6))
def test_a_code_of_long_ago_or_of_later_is_worth_nothing(key: str, shown_at: datetime, beyond: float) -> None:
    text = code_at(key, shown_at).text
    assert not fits(key, text, shown_at + timedelta(seconds=2 * WINDOW + beyond))
    assert not fits(key, text, shown_at - timedelta(seconds=WINDOW + beyond))


@given(keys, keys, moments)
def test_another_meetings_code_fits_only_its_own(one: str, other: str, now: datetime) -> None:
    assert fits(other, code_at(one, now).text, now) == (one == other)


@given(keys, moments, st.text())
def test_whatever_is_typed_is_judged(key: str, now: datetime, typed: str) -> None:
    shown = code_at(key, now)
    if "".join(typed.split()).upper() not in (shown.text, shown.digits):
        assert fits(key, typed, now) in (True, False)


# -- checking in ----------


def shown_code(world: World, person: str, meeting: MeetingOfBody, status: int = 200) -> dict[str, Any]:
    answer = world.client(person).get(f"/meetings/{meeting.id}/hall-code")
    assert answer.status_code == status
    return dict(answer.json or {}) if status == 200 else {}


def a_hall(world: World, meeting: MeetingOfBody) -> str:
    screen = world.person("Màn chiếu")
    world.must(None, "body.add_member", meeting.body, person=screen, capacities=["hall"], from_date="2024-01-01")
    return screen


def test_the_hall_and_the_desk_are_told_the_code_and_nobody_else_is(world: World) -> None:
    meeting = world.meeting("in_progress", guests=1, present=False)
    told = shown_code(world, a_hall(world, meeting), meeting)
    assert told == shown_code(world, meeting.secretary, meeting) == shown_code(world, meeting.chair, meeting)
    for person in (meeting.members[0], meeting.guests[0]):
        shown_code(world, person, meeting, 403)
    shown_code(world, world.person(), meeting, 404)


def test_the_code_changes_and_the_one_before_still_checks_in(world: World) -> None:
    meeting = world.meeting("in_progress", present=False)
    first = shown_code(world, meeting.chair, meeting)
    world.pass_time(seconds=WINDOW)
    assert shown_code(world, meeting.chair, meeting)["code"] != first["code"]
    assert code(world.run(meeting.members[0], "attendance.check_in", meeting, code=first["code"])) == "ok"
    world.pass_time(seconds=WINDOW)
    late = world.run(meeting.members[1], "attendance.check_in", meeting, code=first["digits"])
    assert code(late) == "invalid" and fields(late) == {"code"}


def test_a_code_is_needed_only_where_the_rule_says_so_and_only_in_the_hall(world: World) -> None:
    meeting = world.meeting("published", present=False)
    rules = {"vote_rules": {"check_in_code": True}, "reason": "Hội trường đông người"}
    world.must(meeting.secretary, "meeting.edit", meeting, **rules)
    without = world.run(meeting.members[0], "attendance.check_in", meeting)
    assert code(without) == "invalid" and fields(without) == {"code"}
    assert code(world.run(meeting.members[1], "attendance.check_in", meeting, online=True)) == "ok"
    digits = shown_code(world, meeting.chair, meeting)["digits"]
    assert code(world.run(meeting.members[0], "attendance.check_in", meeting, code=digits)) == "ok"
    again = world.run(meeting.members[0], "attendance.check_in", meeting)
    assert code(again) == "ok", "who is here already needs none"
    world.must(meeting.secretary, "attendance.mark", meeting, person=meeting.members[2], status="present")


def test_the_digits_are_not_found_by_trying_them(world: World) -> None:
    meeting = world.meeting("in_progress", present=False)
    guesser, other = meeting.members[:2]
    digits = shown_code(world, meeting.chair, meeting)["digits"]
    wrong = ["9" * 7] * 10
    tried = [code(world.run(guesser, "attendance.check_in", meeting, code=typed)) for typed in wrong]
    assert tried == ["invalid"] * 10
    assert code(world.run(guesser, "attendance.check_in", meeting, code=digits)) == "too_many"
    assert code(world.run(other, "attendance.check_in", meeting, code=digits)) == "ok"


def test_a_body_may_want_the_code_in_all_its_meetings(world: World) -> None:
    body = world.body(members=3)
    rule = {"key": "check_in_code", "value": True, "valid_from": "2025-01-01"}
    world.must(None, "body.set_rule", body, **rule)
    meeting = world.meeting("published", body=body)
    assert code(world.run(meeting.members[0], "attendance.check_in", meeting)) == "invalid"


def test_the_key_is_in_no_view_and_on_no_page(world: World) -> None:
    meeting = world.meeting("in_progress", guests=1)
    screen = a_hall(world, meeting)
    with world.house.database.read() as read:
        key = read.execute(select(Meeting.check_in_key).where(Meeting.id == meeting.id)).scalar_one()
    for person in (meeting.chair, meeting.secretary, meeting.members[0], meeting.guests[0], screen):
        assert key not in json.dumps(world.state(person, meeting), default=str)
        for tail in ("", "/room", "/hall-code", "/people"):
            assert key not in world.client(person).get(f"/meetings/{meeting.id}{tail}").get_data(as_text=True)
