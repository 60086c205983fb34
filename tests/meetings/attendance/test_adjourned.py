"""A meeting adjourned to another day: who was here comes in again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app import audit
from app.jobs.models import Job
from app.people.days import local
from app.wire import stamp
from meetings.planning.rules import LONGEST_BREAK
from tests.conftest import MeetingOfBody, World
from tests.meetings.course.test_presiding import happened


def due(world: World) -> list[tuple[datetime, Any]]:
    with world.house.database.read() as read:
        waiting = select(Job.due, Job.payload).where(Job.command == "attendance.disperse", Job.state == "waiting")
        return [(row.due, row.payload) for row in read.execute(waiting)]


def adjourned(world: World) -> tuple[MeetingOfBody, datetime]:
    """In progress with everybody here, then adjourned for three days."""
    meeting = world.meeting(phase="in_progress")
    world.must(meeting.chair, "meeting.pause", meeting, until=stamp(world.now + timedelta(days=3)))
    return meeting, world.now


def statuses(world: World, meeting: MeetingOfBody) -> dict[str, dict[str, Any]]:
    return dict((world.state(meeting.secretary, meeting) or {})["attendance"])


def quorum(world: World, meeting: MeetingOfBody) -> dict[str, Any]:
    found: dict[str, Any] = (world.state(meeting.secretary, meeting) or {})["meeting"][meeting.id]["quorum"]
    return found


def test_at_midnight_after_an_adjournment_everybody_has_left_when_it_was_adjourned(world: World) -> None:
    meeting, at = adjourned(world)
    [(when, told)] = due(world)
    assert local(when).date() == local(at).date() + timedelta(days=1)
    assert (local(when).hour, local(when).minute) == (0, 0)
    assert quorum(world, meeting)["present"] > 0
    world.now = when
    world.must(None, "attendance.disperse", meeting, **told)
    gone = [row for row in statuses(world, meeting).values() if row["status"] == "left"]
    assert gone and all(row["left_at"] == stamp(at) for row in gone)
    assert quorum(world, meeting)["present"] == 0
    assert "quorum_lost" not in happened(world, meeting), "nobody was sitting when the day ended"
    assert audit.report(world.house)["problems"] == []


def test_who_came_after_the_adjournment_did_not_leave_before_they_came(world: World) -> None:
    meeting = world.meeting(phase="in_progress", present=False)
    late = meeting.members[0]
    world.must(meeting.chair, "meeting.pause", meeting, until=stamp(world.now + timedelta(days=3)))
    world.pass_time(minutes=5)
    world.must(late, "attendance.check_in", meeting)
    came = stamp(world.now)
    [(when, told)] = due(world)
    world.now = when
    world.must(None, "attendance.disperse", meeting, **told)
    row = statuses(world, meeting)[late]
    assert (row["status"], row["arrived_at"], row["left_at"]) == ("left", came, came)
    assert audit.report(world.house)["problems"] == []


def test_on_the_next_day_people_check_in_again_and_the_quorum_is_stamped_when_it_is_met(world: World) -> None:
    meeting, _at = adjourned(world)
    [(when, told)] = due(world)
    world.now = when
    world.must(None, "attendance.disperse", meeting, **told)
    world.pass_time(days=2, hours=8)
    for person in (meeting.chair, *meeting.members):
        world.must(person, "attendance.check_in", meeting)
    world.must(meeting.chair, "meeting.resume", meeting)
    assert quorum(world, meeting)["met"]
    assert happened(world, meeting)[-2:] == ["quorum_met", "resumed"]
    first = statuses(world, meeting)[meeting.members[0]]
    assert first["status"] == "present" and first["left_at"] is None
    assert audit.report(world.house)["problems"] == []


def test_a_meeting_that_goes_on_the_same_day_keeps_everybody(world: World) -> None:
    meeting, _at = adjourned(world)
    before = quorum(world, meeting)
    world.must(meeting.chair, "meeting.resume", meeting)
    assert due(world) == [] and quorum(world, meeting) == before


def test_a_break_without_a_time_sends_everybody_home_with_the_day_not_before_it_was_a_long_one(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    world.must(meeting.chair, "meeting.pause", meeting)
    paused = world.now
    [(when, told)] = due(world)
    assert local(when).date() == local(paused).date() + timedelta(days=1) and when - paused >= LONGEST_BREAK
    world.must(meeting.chair, "meeting.resume", meeting)
    assert due(world) == []
    world.now = when - timedelta(minutes=20)
    world.must(meeting.chair, "meeting.pause", meeting)
    [(late, _told)] = due(world)
    assert late == world.now + LONGEST_BREAK, "a break that begins before midnight is none of yesterday's"
    world.must(meeting.chair, "meeting.resume", meeting)
    world.must(meeting.chair, "meeting.pause", meeting)
    [(when, told)] = due(world)
    world.now = when
    world.must(None, "attendance.disperse", meeting, **told)
    assert quorum(world, meeting)["present"] == 0 and "quorum_lost" not in happened(world, meeting)
    assert audit.report(world.house)["problems"] == []


def test_a_short_break_sends_nobody_home_before_its_day_is_over(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    world.must(meeting.chair, "meeting.pause", meeting, until=stamp(world.now + timedelta(minutes=15)))
    [(when, _told)] = due(world)
    assert (local(when).hour, local(when).date()) == (0, local(world.now).date() + timedelta(days=1))
    world.must(meeting.chair, "meeting.resume", meeting)
    assert due(world) == []


# -- who had the floor, and the quorum until midnight ----------


def the_day_ends(world: World, meeting: MeetingOfBody) -> None:
    [(when, told)] = due(world)
    world.now = when
    world.must(None, "attendance.disperse", meeting, **told)


def speeches(world: World, meeting: MeetingOfBody) -> dict[str, Any]:
    return dict((world.state(meeting.secretary, meeting) or {})["speeches"])


def test_the_speaker_of_yesterday_has_no_floor_today_and_what_they_used_counts(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    speaker, waiting = meeting.members[:2]
    speech = world.must(meeting.chair, "speaking.call", meeting, person=speaker)["id"]
    world.must(waiting, "speaking.request", meeting)
    world.pass_time(seconds=40)
    world.must(meeting.chair, "meeting.pause", meeting, until=stamp(world.now + timedelta(days=3)))
    adjourned_at = world.now
    the_day_ends(world, meeting)
    world.pass_time(days=2, hours=8)
    for person in (meeting.chair, *meeting.members):
        world.must(person, "attendance.check_in", meeting)
    world.must(meeting.chair, "meeting.resume", meeting)
    told = speeches(world, meeting)
    assert {one["person"]: one["state"] for one in told.values()} == {speaker: "finished", waiting: "waiting"}
    assert (told[speech]["seconds"], told[speech]["finished_at"]) == (40, stamp(adjourned_at))
    again = world.must(meeting.chair, "speaking.call", meeting, person=speaker)["id"]
    assert again != speech and speeches(world, meeting)[again]["state"] == "speaking"
    assert audit.report(world.house)["problems"] == []


def test_a_reply_ends_with_the_speech_when_the_day_does(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    speaker, replying = meeting.members[:2]
    world.must(meeting.chair, "speaking.call", meeting, person=speaker)
    world.must(meeting.chair, "speaking.reply", meeting, person=replying)
    world.must(meeting.chair, "meeting.pause", meeting, until=stamp(world.now + timedelta(days=3)))
    the_day_ends(world, meeting)
    world.must(meeting.chair, "meeting.resume", meeting)
    assert [one["state"] for one in speeches(world, meeting).values()] == ["finished", "finished"]
    assert audit.report(world.house)["problems"] == []


def test_a_speaker_interrupted_by_a_short_break_speaks_on(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    speech = world.must(meeting.chair, "speaking.call", meeting, person=meeting.members[0])["id"]
    world.must(meeting.chair, "meeting.pause", meeting, until=stamp(world.now + timedelta(minutes=15)))
    world.must(meeting.chair, "meeting.resume", meeting)
    assert speeches(world, meeting)[speech]["state"] == "speaking"


def everybody_leaves(world: World, meeting: MeetingOfBody) -> None:
    for person in meeting.members:
        world.must(meeting.secretary, "attendance.mark", meeting, person=person, status="left")


def test_who_goes_home_after_the_adjournment_loses_no_quorum(world: World) -> None:
    meeting, _at = adjourned(world)
    everybody_leaves(world, meeting)
    assert happened(world, meeting) == ["started", "paused"]
    the_day_ends(world, meeting)
    assert happened(world, meeting) == ["started", "paused"]


def test_a_meeting_taken_up_again_the_same_day_says_that_the_quorum_went_home(world: World) -> None:
    meeting, _at = adjourned(world)
    everybody_leaves(world, meeting)
    world.must(meeting.chair, "meeting.resume", meeting)
    assert happened(world, meeting) == ["started", "paused", "resumed", "quorum_lost"]
    assert audit.report(world.house)["problems"] == []


def test_a_short_break_loses_the_quorum_at_once(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    world.must(meeting.chair, "meeting.pause", meeting, until=stamp(world.now + timedelta(minutes=15)))
    world.pass_time(minutes=1)
    everybody_leaves(world, meeting)
    assert happened(world, meeting) == ["started", "paused", "quorum_lost"]
