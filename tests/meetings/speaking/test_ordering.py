"""The rule of the list, groups, whom a question is for, and what two of the desk may do at once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import BodyOfPeople, MeetingOfBody, World
from tests.meetings.helpers import a_questioning_meeting
from tests.meetings.speaking.test_speaking_commands import ask, queue, refused, speeches


@pytest.fixture
def meeting(world: World) -> MeetingOfBody:
    return world.meeting("in_progress", members=7, guests=1)


def rule(world: World, person: str, meeting: MeetingOfBody) -> dict[str, Any]:
    state = world.state(person, meeting)
    assert state is not None
    return dict(state["meeting"][meeting.id]["speaking"])


def has_spoken(world: World, meeting: MeetingOfBody, person: str, seconds: int) -> None:
    speech = world.must(meeting.chair, "speaking.call", meeting, person=person)["id"]
    world.pass_time(seconds=seconds)
    world.must(meeting.chair, "speaking.finish", meeting, speech=speech)


def test_the_chair_chooses_by_which_rule_the_list_goes_and_everybody_sees_it(
    world: World, meeting: MeetingOfBody
) -> None:
    a, b, c = meeting.members[:3]
    has_spoken(world, meeting, a, 60)
    for person in (a, b, c):
        ask(world, person, meeting)
        world.pass_time(seconds=1)
    assert rule(world, a, meeting)["order"] == "first_time" and queue(world, meeting) == [b, c, a]
    world.must(meeting.chair, "speaking.set_order", meeting, order="arrival")
    assert rule(world, a, meeting)["order"] == "arrival" and queue(world, meeting) == [a, b, c]
    assert refused(world, a, "speaking.set_order", meeting, order="first_time")[0] == "not_allowed"
    again = world.run(meeting.secretary, "speaking.set_order", meeting, order="arrival")
    back = world.run(meeting.secretary, "speaking.set_order", meeting, order="first_time")
    assert again.ok and back.ok and back.seq == again.seq + 1
    assert queue(world, meeting) == [b, c, a]


def test_another_rule_leaves_where_they_are_whom_the_chair_has_placed(world: World, meeting: MeetingOfBody) -> None:
    a, b, c = meeting.members[:3]
    has_spoken(world, meeting, a, 60)
    ids = {}
    for person in (a, b, c):
        ids[person] = ask(world, person, meeting)
        world.pass_time(seconds=1)
    world.must(meeting.chair, "speaking.move", meeting, speech=ids[c], after=None)
    assert queue(world, meeting) == [c, b, a]
    world.must(meeting.chair, "speaking.set_order", meeting, order="arrival")
    assert queue(world, meeting) == [c, a, b]
    assert speeches(world, meeting.chair, meeting)[ids[c]]["placed"] is True
    assert "placed" not in speeches(world, a, meeting)[ids[c]]


def test_who_has_spoken_least_is_first_where_the_chair_says_so(world: World, meeting: MeetingOfBody) -> None:
    a, b, c = meeting.members[:3]
    world.must(meeting.chair, "speaking.set_order", meeting, order="least_time")
    has_spoken(world, meeting, a, 60)
    has_spoken(world, meeting, b, 20)
    for person in (a, b, c):
        ask(world, person, meeting)
        world.pass_time(seconds=1)
    assert queue(world, meeting) == [c, b, a]
    speech = world.must(meeting.chair, "speaking.call", meeting, person=c)["id"]
    ask(world, c, meeting)
    assert queue(world, meeting) == [c, b, a]
    world.pass_time(seconds=40)
    assert queue(world, meeting) == [c, b, a]  # nobody changes places as the seconds go by
    ask(world, meeting.members[3], meeting)
    assert queue(world, meeting) == [meeting.members[3], b, c, a]  # what runs counts at the next entry
    world.must(meeting.chair, "speaking.finish", meeting, speech=speech)
    assert queue(world, meeting) == [meeting.members[3], b, c, a]


def test_groups_take_turns_where_the_chair_says_so(world: World, meeting: MeetingOfBody) -> None:
    a, b, c, d = meeting.members[:4]
    world.must(meeting.secretary, "speaking.set_group", meeting, people=[a, b, c], group=" Tổ  1 ")
    world.must(meeting.secretary, "speaking.set_group", meeting, people=[d], group="Tổ 2")
    state = world.state(a, meeting)
    assert state is not None and [state["people"][one]["group"] for one in (a, d, meeting.chair)] == [
        "Tổ 1",
        "Tổ 2",
        "",
    ]
    for person in (a, b, c, d):
        ask(world, person, meeting)
        world.pass_time(seconds=1)
    assert queue(world, meeting) == [a, b, c, d]
    world.must(meeting.chair, "speaking.set_order", meeting, order="groups")
    assert queue(world, meeting) == [a, d, b, c]
    world.must(meeting.chair, "speaking.call", meeting, person=a)
    assert queue(world, meeting) == [d, b, c]
    world.must(meeting.secretary, "speaking.set_group", meeting, people=[c], group="Tổ 3")
    assert queue(world, meeting) == [c, d, b]
    assert refused(world, meeting.chair, "speaking.set_group", meeting, people=[a], group="x")[0] == "not_allowed"


def test_groups_come_from_the_body_and_what_the_meeting_says_stands(world: World) -> None:
    body = world.body(members=3)
    member = world.person("Người Mới")
    world.must(None, "body.add_members", body, members=[{"person": member, "group": "Tổ 1", "from_date": "2025-01-01"}])
    meeting = world.meeting("preparing", body=body)

    def group() -> str:
        state = world.state(meeting.secretary, meeting)
        return str((state or {})["people"][member]["group"])

    assert group() == "Tổ 1"
    world.must(meeting.secretary, "speaking.set_group", meeting, people=[member], group="Tổ 2")
    world.must(meeting.secretary, "meeting.publish", meeting)
    assert group() == "Tổ 2"


def test_a_meeting_begins_with_its_bodys_rules(world: World) -> None:
    body = world.body(members=3)
    meeting = world.meeting("published", body=body)
    world.must(None, "body.set_rule", body, key="speaking.order", value="arrival")
    refusal = world.run(None, "body.set_rule", body, key="speaking.order", value="alphabet")
    assert not refusal.ok and (refusal.error or {})["code"] == "invalid"
    world.must(meeting.chair, "meeting.start", meeting)
    assert rule(world, meeting.chair, meeting) == {"order": "arrival", "questions": False}
    world.must(None, "body.set_rule", body, key="speaking.order", value="least_time")
    assert rule(world, meeting.chair, meeting)["order"] == "arrival"


def test_the_members_of_a_council_are_offered_questions(world: World) -> None:
    unit = world.must(None, "unit.create", "system", name="Tỉnh")["id"]
    body = str(world.must(None, "body.create", "system", unit=unit, name="Hội đồng nhân dân", kind="council")["id"])
    chair, secretary = world.person("Chủ Tọa"), world.person("Thư Ký")
    for person, capacity in ((chair, "chair"), (secretary, "secretary")):
        world.must(
            None, "body.add_member", f"body:{body}", person=person, capacities=[capacity], from_date="2025-01-01"
        )
    meeting = world.meeting("in_progress", body=BodyOfPeople(body, unit, chair, secretary, [], []))
    assert rule(world, chair, meeting) == {"order": "first_time", "questions": True}


def test_what_the_desk_chose_before_the_start_stands(world: World) -> None:
    meeting = world.meeting("published")
    world.must(None, "body.set_rule", meeting.body, key="speaking.questions", value=True)
    world.must(meeting.secretary, "speaking.set_order", meeting, order="least_time")
    world.must(meeting.chair, "meeting.start", meeting)
    assert rule(world, meeting.chair, meeting) == {"order": "least_time", "questions": True}


def test_a_question_names_who_is_asked_to_everybody(world: World) -> None:
    meeting = a_questioning_meeting(world)
    a, b, c = meeting.members[:3]
    ask(world, a, meeting)
    question = ask(world, b, meeting, kind="question", to=c, gist="Về tiến độ")
    point = ask(world, c, meeting, kind="point_of_order")
    assert queue(world, meeting) == [c, b, a]
    assert speeches(world, meeting.guests[0], meeting)[question]["to"] == c
    assert ask(world, b, meeting, kind="question", to=a) == question
    seen = speeches(world, a, meeting)[question]
    assert (seen["to"], seen["gist"]) == (a, "Về tiến độ")
    assert refused(world, a, "speaking.request", meeting, to=c)[0] == "invalid"
    assert refused(world, a, "speaking.request", meeting, kind="question", to=a)[0] == "invalid"
    assert refused(world, a, "speaking.request", meeting, kind="question", to="khong-co")[0] == "not_found"
    world.must(meeting.chair, "speaking.call", meeting, speech=point)


def test_two_of_the_desk_who_call_at_once_call_one_and_the_second_hears_whom(
    world: World, meeting: MeetingOfBody
) -> None:
    a, b = meeting.members[:2]
    first, second = ask(world, a, meeting), ask(world, b, meeting)
    world.must(meeting.chair, "speaking.call", meeting, speech=first, seen="")
    code, error = refused(world, meeting.secretary, "speaking.call", meeting, speech=second, seen="")
    state = world.state(meeting.chair, meeting)
    assert code == "conflict" and (state or {})["people"][a]["name"] in error["message"]
    assert {one["state"] for one in speeches(world, a, meeting).values()} == {"speaking", "waiting"}
    seq = world.run(meeting.chair, "speaking.call", meeting, speech=first, seen="").seq
    assert world.run(meeting.secretary, "speaking.call", meeting, speech=first, seen="").seq == seq
    world.must(meeting.secretary, "speaking.call", meeting, speech=second, seen=first)


def test_who_has_left_is_not_called_and_the_chair_reads_why(world: World, meeting: MeetingOfBody) -> None:
    a = meeting.members[0]
    speech = ask(world, a, meeting)
    world.must(meeting.secretary, "attendance.mark", meeting, person=a, status="left")
    code, error = refused(world, meeting.chair, "speaking.call", meeting, speech=speech)
    assert code == "conflict" and "đã rời phiên họp" in error["message"]
    assert queue(world, meeting) == [a]
    world.must(meeting.secretary, "attendance.mark", meeting, person=a, status="present")
    world.must(meeting.chair, "speaking.call", meeting, speech=speech)


def test_who_is_taken_out_of_the_meeting_is_off_the_list_and_a_speaker_is_not_taken_out(
    world: World, meeting: MeetingOfBody
) -> None:
    guest, member = meeting.guests[0], meeting.members[0]
    asked = ask(world, guest, meeting)
    ask(world, member, meeting)
    world.must(meeting.chair, "speaking.call", meeting, speech=asked)
    world.must(meeting.secretary, "attendance.mark", meeting, person=guest, status="expected")
    code, error = refused(world, meeting.secretary, "meeting.uninvite", meeting, person=guest)
    assert code == "conflict" and "đang phát biểu" in error["message"]
    world.must(meeting.chair, "speaking.undo_call", meeting, speech=asked)
    assert queue(world, meeting) == [guest, member]
    world.must(meeting.secretary, "meeting.uninvite", meeting, person=guest)
    assert queue(world, meeting) == [member]
    assert speeches(world, member, meeting)[asked]["state"] == "withdrawn"
    code, error = refused(world, meeting.chair, "speaking.call", meeting, speech=asked)
    assert code == "conflict" and "đã được rút" in error["message"]


def test_a_speakers_clock_goes_on_without_their_device_and_the_chair_ends_it(
    world: World, meeting: MeetingOfBody
) -> None:
    """A device that dies says nothing: no command comes, and nothing is asked of it."""
    a = meeting.members[0]
    speech = ask(world, a, meeting, gist="Về kinh phí")
    world.must(meeting.chair, "speaking.call", meeting, speech=speech)
    world.pass_time(minutes=7)
    assert speeches(world, meeting.chair, meeting)[speech]["state"] == "speaking"
    world.must(meeting.chair, "speaking.finish", meeting, speech=speech)
    seen = speeches(world, meeting.chair, meeting)[speech]
    assert (seen["seconds"], seen["gist"]) == (420, "Về kinh phí")
