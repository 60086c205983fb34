"""What calls somebody back to a meeting that goes on: a small part of their own view, on every page, to those who are in it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import MeetingOfBody, World

MARK = 'data-calls="meeting:{}"'


def told(world: World, person: str, meeting: MeetingOfBody) -> dict[str, Any]:
    answer = world.client(person).get(f"/meetings/{meeting.id}/called")
    assert answer.status_code == 200
    return dict(answer.get_json())


def is_called(world: World, person: str, meeting: MeetingOfBody, path: str = "/") -> bool:
    return MARK.format(meeting.id) in world.client(person).get(path).get_data(as_text=True)


def test_what_calls_is_a_part_of_ones_own_view_from_which_entries_go_on(world: World) -> None:
    meeting = world.meeting("in_progress", body=world.body(members=5, guests=1))
    member, guest = meeting.members[1], meeting.guests[0]
    world.must(meeting.chair, "agenda.start_item", meeting, item=meeting.items[1])
    world.must(meeting.chair, "speaking.call", meeting, person=member)
    vote = world.must(meeting.chair, "vote.open", meeting, item=meeting.items[1], question="Thông qua?")["id"]
    for person in (member, guest, meeting.chair, meeting.secretary):
        part = told(world, person, meeting)
        whole = world.client(person).get(f"/api/streams/{meeting.stream}").get_json()
        assert (part["seq"], part["view"], part["head"]) == (whole["seq"], whole["view"], whole["head"])
        for name, objects in part["state"].items():
            for key, form in objects.items():
                assert key in whole["state"][name], (name, key)
                assert form.keys() <= whole["state"][name][key].keys()
    mine = told(world, member, meeting)["state"]
    assert set(mine["people"]) == {member}
    assert set(mine["votes"]) == {vote}
    assert [one["person"] for one in mine["speeches"].values()] == [member]
    heard = told(world, guest, meeting)["state"]
    assert not heard["votes"], "a guest hears of no vote in an item that is not theirs"
    assert set(heard["items"]) == {meeting.items[0]}


def test_a_result_calls_without_who_chose_what_and_not_for_ever(world: World) -> None:
    meeting = world.meeting("in_progress")
    asked = {"item": meeting.items[0], "question": "Thông qua?"}
    vote = world.must(meeting.chair, "vote.open", meeting, **asked)["id"]
    world.must(meeting.members[0], "vote.cast", meeting, vote=vote, choice="yes")
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    world.must(meeting.chair, "vote.announce", meeting, vote=vote)
    result = told(world, meeting.members[0], meeting)["state"]["votes"][vote]["result"]
    assert result["counts"]["yes"] == 1
    assert "choices" not in result
    world.pass_time(minutes=16)
    assert not told(world, meeting.members[0], meeting)["state"]["votes"]


def test_nobody_is_told_what_calls_in_a_meeting_that_is_not_theirs(world: World) -> None:
    meeting = world.meeting("in_progress")
    answer = world.client(world.person("Người ngoài")).get(f"/meetings/{meeting.id}/called")
    assert answer.status_code == 404


@pytest.mark.parametrize("path", ["/", "/calendar", "/tasks", "/slips", "/account"])
def test_every_page_calls_whoever_is_in_a_running_meeting(world: World, path: str) -> None:
    meeting = world.meeting("in_progress")
    here, away = meeting.members[:2]
    world.must(meeting.secretary, "attendance.mark", meeting, person=away, status="left")
    assert is_called(world, here, meeting, path)
    assert not is_called(world, away, meeting, path)


def test_the_meetings_own_pages_call_whoever_may_be_there(world: World) -> None:
    meeting = world.meeting("in_progress")
    away = meeting.members[0]
    world.must(meeting.secretary, "attendance.mark", meeting, person=away, status="left")
    for person, path in ((away, ""), (meeting.secretary, ""), (meeting.secretary, "/minutes")):
        assert is_called(world, person, meeting, f"/meetings/{meeting.id}{path}")


def test_who_keeps_the_desk_is_called_from_every_page_without_having_checked_in(world: World) -> None:
    body = world.body()
    meeting = world.meeting("published", body=body, starts_in=timedelta(minutes=10))
    desk = meeting.secretary
    assert not is_called(world, desk, meeting), "not before it begins"
    world.must(meeting.chair, "meeting.start", meeting)
    assert is_called(world, desk, meeting) and is_called(world, desk, meeting, "/calendar")
    assert told(world, desk, meeting)["state"]["people"].keys() == {desk}
    world.must(meeting.chair, "meeting.pause", meeting)
    assert is_called(world, desk, meeting), "a break is soon over"
    world.pass_time(days=1)
    assert not is_called(world, desk, meeting), "nor on the next morning, while it rests"
    world.must(meeting.chair, "meeting.resume", meeting)
    assert is_called(world, desk, meeting)
    another = world.meeting("in_progress", body=body)
    assert is_called(world, desk, another, f"/meetings/{another.id}"), "a meeting's own pages call to that"
    world.must(meeting.chair, "meeting.end", another)
    world.must(desk, "attendance.mark", meeting, person=desk, status="left")
    assert not is_called(world, desk, meeting)
    world.must(desk, "attendance.mark", meeting, person=desk, status="present")
    assert is_called(world, desk, meeting)
    world.must(meeting.chair, "meeting.end", meeting)
    assert not is_called(world, desk, meeting)


def test_a_meeting_that_is_over_or_goes_on_another_day_calls_nobody(world: World) -> None:
    meeting = world.meeting("in_progress")
    member = meeting.members[0]
    world.must(meeting.chair, "meeting.pause", meeting, until=(world.now + timedelta(minutes=20)).isoformat())
    assert is_called(world, member, meeting)
    world.must(meeting.chair, "meeting.resume", meeting)
    world.must(meeting.chair, "meeting.pause", meeting, until=(world.now + timedelta(days=2)).isoformat())
    assert not is_called(world, member, meeting)
    world.must(meeting.chair, "meeting.resume", meeting)
    world.must(meeting.chair, "meeting.end", meeting)
    assert not is_called(world, member, meeting)


def test_of_two_meetings_the_one_that_goes_on_calls(world: World) -> None:
    body = world.body()
    soon = world.meeting("published", body=body, starts_in=timedelta(minutes=20))
    running = world.meeting("in_progress", body=body)
    member = body.members[0]
    world.must(member, "attendance.check_in", soon)
    assert is_called(world, member, running)
    world.must(body.chair, "meeting.end", running)
    assert is_called(world, member, soon), "whoever has checked in waits for it to begin"
    world.pass_time(hours=13)
    assert not is_called(world, member, soon)
