"""A short reply: it interrupts the speaker, who goes on with the time that was left."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import audit
from tests.conftest import MeetingOfBody, World
from tests.meetings.speaking.test_speaking_commands import ask, queue, refused, speeches


@pytest.fixture
def meeting(world: World) -> MeetingOfBody:
    return world.meeting("in_progress", members=7, guests=1)


@pytest.fixture
def main(world: World, meeting: MeetingOfBody) -> str:
    """The first member speaks, since 20 seconds."""
    speech = str(world.must(meeting.chair, "speaking.call", meeting, person=meeting.members[0])["id"])
    world.pass_time(seconds=20)
    return speech


def seen(world: World, meeting: MeetingOfBody, speech: str) -> dict[str, Any]:
    return dict(speeches(world, meeting.members[0], meeting)[speech])


def reply(world: World, meeting: MeetingOfBody, **whom: Any) -> str:
    return str(world.must(meeting.chair, "speaking.reply", meeting, **whom)["id"])


def test_a_reply_pauses_the_speaker_who_goes_on_with_what_was_left(
    world: World, meeting: MeetingOfBody, main: str
) -> None:
    b = meeting.members[1]
    given_to = reply(world, meeting, person=b, to=main)
    first, second = seen(world, meeting, main), seen(world, meeting, given_to)
    assert (first["state"], first["seconds"], first["goes_on"]) == ("paused", 20, True)
    assert (second["person"], second["state"], second["replies_to"], second["limit"]) == (b, "speaking", main, 120)
    world.pass_time(seconds=45)
    world.must(meeting.chair, "speaking.finish", meeting, speech=given_to)
    first, second = seen(world, meeting, main), seen(world, meeting, given_to)
    assert (first["state"], first["seconds"], first["goes_on"]) == ("speaking", 20, False)
    assert (second["state"], second["seconds"]) == ("finished", 45)
    world.pass_time(seconds=30)
    world.must(meeting.chair, "speaking.finish", meeting, speech=main)
    assert seen(world, meeting, main)["seconds"] == 50


def test_one_asks_for_a_reply_by_one_tap_and_waits_in_no_list(world: World, meeting: MeetingOfBody, main: str) -> None:
    b = meeting.members[1]
    asked = world.must(b, "speaking.ask_reply", meeting, speech=main)["id"]
    again = world.run(b, "speaking.ask_reply", meeting, speech=main)
    assert again.ok and not again.result
    assert [one for one in queue(world, meeting) if one != b] == [] and seen(world, meeting, asked)["order"] == 0
    ask(world, b, meeting)
    given_to = reply(world, meeting, speech=asked)
    assert given_to == asked and seen(world, meeting, asked)["state"] == "speaking"
    assert queue(world, meeting) == [b]
    assert refused(world, meeting.members[0], "speaking.ask_reply", meeting, speech=main)[0] == "conflict"
    assert refused(world, meeting.members[2], "speaking.ask_reply", meeting, speech=asked)[0] == "conflict"


def test_who_asked_may_withdraw_and_the_chair_may_decline(world: World, meeting: MeetingOfBody, main: str) -> None:
    b, c = meeting.members[1:3]
    first = world.must(b, "speaking.ask_reply", meeting, speech=main)["id"]
    second = world.must(c, "speaking.ask_reply", meeting, speech=main)["id"]
    world.must(b, "speaking.withdraw", meeting, speech=first)
    world.must(meeting.chair, "speaking.decline", meeting, speech=second)
    assert refused(world, meeting.chair, "speaking.reply", meeting, speech=first)[0] == "conflict"
    assert world.must(b, "speaking.ask_reply", meeting, speech=main)["id"] != first


def test_a_reply_that_was_asked_for_ends_with_the_speech(world: World, meeting: MeetingOfBody, main: str) -> None:
    asked = world.must(meeting.members[1], "speaking.ask_reply", meeting, speech=main)["id"]
    world.must(meeting.chair, "speaking.finish", meeting, speech=main)
    assert seen(world, meeting, asked)["state"] == "withdrawn"
    code, _ = refused(world, meeting.chair, "speaking.reply", meeting, person=meeting.members[1])
    assert code == "conflict"


def test_one_reply_at_a_time_and_the_interrupted_speaker_waits_for_its_end(
    world: World, meeting: MeetingOfBody, main: str
) -> None:
    a, b, c = meeting.members[:3]
    given_to = reply(world, meeting, person=b)
    code, error = refused(world, meeting.secretary, "speaking.reply", meeting, person=c)
    assert code == "conflict" and "đang đáp lời" in error["message"]
    assert world.run(meeting.secretary, "speaking.reply", meeting, person=b).ok
    assert refused(world, meeting.chair, "speaking.resume", meeting, speech=main)[0] == "conflict"
    assert refused(world, meeting.chair, "speaking.call", meeting, person=a)[0] == "conflict"
    assert refused(world, meeting.members[2], "speaking.reply", meeting, person=c)[0] == "not_allowed"
    assert [one["state"] for one in speeches(world, a, meeting).values()].count("speaking") == 1
    world.must(meeting.chair, "speaking.finish", meeting, speech=given_to)
    assert refused(world, meeting.chair, "speaking.reply", meeting, person=a)[0] == "conflict"


def test_nothing_ends_under_a_reply_and_the_end_of_the_speech_ends_both(
    world: World, meeting: MeetingOfBody, main: str
) -> None:
    given_to = reply(world, meeting, person=meeting.members[1])
    for name, args in (("agenda.start_item", {"item": meeting.items[1]}), ("meeting.end", {})):
        assert refused(world, meeting.chair, name, meeting, **args)[0] == "conflict"
    world.pass_time(seconds=10)
    world.must(meeting.chair, "speaking.finish", meeting, speech=main)
    first, second = seen(world, meeting, main), seen(world, meeting, given_to)
    assert [(one["state"], one["seconds"]) for one in (first, second)] == [("finished", 20), ("finished", 10)]
    world.must(meeting.chair, "agenda.start_item", meeting, item=meeting.items[1])


def test_a_break_stops_the_reply_and_both_go_on_in_their_turn(world: World, meeting: MeetingOfBody, main: str) -> None:
    given_to = reply(world, meeting, person=meeting.members[1])
    world.pass_time(seconds=10)
    world.must(meeting.chair, "meeting.pause", meeting)
    world.pass_time(minutes=15)
    world.must(meeting.chair, "meeting.resume", meeting)
    assert [seen(world, meeting, one)["state"] for one in (main, given_to)] == ["paused", "speaking"]
    world.must(meeting.chair, "meeting.pause", meeting)
    world.must(meeting.chair, "speaking.finish", meeting, speech=given_to)
    assert seen(world, meeting, main)["state"] == "paused"
    world.must(meeting.chair, "meeting.resume", meeting)
    assert (seen(world, meeting, main)["state"], seen(world, meeting, main)["seconds"]) == ("speaking", 20)


def test_a_speaker_the_chair_had_stopped_is_still_stopped_after_a_reply(
    world: World, meeting: MeetingOfBody, main: str
) -> None:
    world.must(meeting.chair, "speaking.pause", meeting, speech=main)
    given_to = reply(world, meeting, person=meeting.members[1])
    world.must(meeting.chair, "speaking.finish", meeting, speech=given_to)
    assert seen(world, meeting, main)["state"] == "paused"
    world.must(meeting.chair, "speaking.resume", meeting, speech=main)


def test_a_fresh_reply_is_taken_back_and_the_speaker_goes_on(world: World, meeting: MeetingOfBody, main: str) -> None:
    b, c = meeting.members[1:3]
    asked = world.must(b, "speaking.ask_reply", meeting, speech=main)["id"]
    for whom, state in (({"speech": asked}, "waiting"), ({"person": c}, "withdrawn")):
        given_to = reply(world, meeting, **whom)
        world.pass_time(seconds=5)
        world.must(meeting.chair, "speaking.undo_call", meeting, speech=given_to)
        assert seen(world, meeting, given_to)["state"] == state and queue(world, meeting) in ([], [b])
        assert (seen(world, meeting, main)["state"], seen(world, meeting, main)["seconds"]) == ("speaking", 20)
    assert seen(world, meeting, asked)["placed" if "placed" in seen(world, meeting, asked) else "order"] == 0


def test_a_call_taken_back_brings_back_the_reply_it_ended(world: World, meeting: MeetingOfBody, main: str) -> None:
    b, c, d = meeting.members[1:4]
    asked = world.must(d, "speaking.ask_reply", meeting, speech=main)["id"]
    given_to = reply(world, meeting, person=b)
    world.pass_time(seconds=10)
    called = world.must(meeting.chair, "speaking.call", meeting, person=c)["id"]
    assert [seen(world, meeting, one)["state"] for one in (main, given_to, asked)] == [
        "finished",
        "finished",
        "withdrawn",
    ]
    world.must(meeting.chair, "speaking.undo_call", meeting, speech=called)
    assert [seen(world, meeting, one)["state"] for one in (main, given_to, asked)] == ["paused", "speaking", "waiting"]
    world.must(meeting.chair, "speaking.finish", meeting, speech=given_to)
    assert (seen(world, meeting, main)["state"], seen(world, meeting, main)["seconds"]) == ("speaking", 20)


def test_a_reply_is_no_turn_of_its_own(world: World, meeting: MeetingOfBody, main: str) -> None:
    """Who only replied is still a first-time speaker."""
    b, c = meeting.members[1:3]
    given_to = reply(world, meeting, person=c)
    world.must(meeting.chair, "speaking.finish", meeting, speech=given_to)
    ask(world, meeting.members[0], meeting)
    world.pass_time(seconds=1)
    ask(world, b, meeting)
    world.pass_time(seconds=1)
    ask(world, c, meeting)
    assert queue(world, meeting) == [b, c, meeting.members[0]]


ACTS = ("call", "reply", "ask", "finish", "finish_main", "pause", "resume", "break", "go_on", "undo", "speak_on")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 3), st.integers(1, 70)), max_size=14))
def test_whatever_is_pressed_one_has_the_floor_at_a_time_and_no_second_is_lost_or_doubled(
    world: World, acts: list[tuple[str, int, int]]
) -> None:
    meeting = world.meeting("in_progress", members=4)
    undone = 0
    spoken_before = 0
    clock = 0
    for act, who, seconds in acts:
        now = speeches(world, meeting.chair, meeting)
        floor = [one for one in now.values() if one["state"] in ("speaking", "paused")]
        running = [one for one in floor if one["state"] == "speaking"]
        assert len(running) <= 1 and len(floor) <= 2
        top = next((id for id, one in now.items() if one in floor and one["replies_to"]), None) or next(
            (id for id, one in now.items() if one in floor), "khong-co"
        )
        main = next((id for id, one in now.items() if one in floor and not one["replies_to"]), "khong-co")
        person = meeting.members[who]
        asked: dict[str, tuple[str, str, dict[str, Any]]] = {
            "call": (meeting.chair, "speaking.call", {"person": person}),
            "reply": (meeting.chair, "speaking.reply", {"person": person}),
            "ask": (person, "speaking.ask_reply", {"speech": main}),
            "finish": (meeting.chair, "speaking.finish", {"speech": top}),
            "finish_main": (meeting.chair, "speaking.finish", {"speech": main}),
            "pause": (meeting.chair, "speaking.pause", {"speech": top}),
            "resume": (meeting.chair, "speaking.resume", {"speech": top}),
            "break": (meeting.chair, "meeting.pause", {}),
            "go_on": (meeting.chair, "meeting.resume", {}),
            "undo": (meeting.chair, "speaking.undo_call", {"speech": top}),
            "speak_on": (meeting.chair, "speaking.undo_finish", {"speech": last_ended(now)}),
        }
        by, name, args = asked[act]
        before = _seconds(world, meeting)
        done = world.run(by, name, meeting, **args)
        if done.ok and act == "undo":
            undone += before - _seconds(world, meeting)
        if any(one["state"] == "speaking" for one in speeches(world, meeting.chair, meeting).values()):
            clock += seconds
        world.pass_time(seconds=seconds)
        spoken_before = _seconds(world, meeting)
    assert spoken_before + undone == clock
    assert audit.report(world.house)["problems"] == []


def last_ended(now: dict[str, Any]) -> str:
    ended = [(one["finished_at"], id) for id, one in now.items() if one["state"] == "finished"]
    return max(ended, default=("", "khong-co"))[1]


def _seconds(world: World, meeting: MeetingOfBody) -> int:
    """Spoken by everybody up to now."""
    total = 0
    for one in speeches(world, meeting.chair, meeting).values():
        total += one["seconds"]
        if one["started_at"]:
            began = world.now.fromisoformat(one["started_at"].replace("Z", "+00:00"))
            total += round((world.now - began).total_seconds())
    return total
