"""From the secretary's draft to the chair's approval, and the task that comes of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import audit
from app.doors import found
from app.policy import Actor
from meetings.conclusions import rules
from tests.conftest import MeetingOfBody, World


@pytest.fixture
def meeting(world: World) -> MeetingOfBody:
    return world.meeting("in_progress", members=7, guests=1)


def record(world: World, meeting: MeetingOfBody, /, **args: Any) -> str:
    args = {"item": meeting.items[0], "text": "Rà soát 412 hộ, bổ sung số thửa đất.", **args}
    return str(world.must(meeting.secretary, "conclusion.record", meeting, **args)["id"])


def seen(world: World, person: str, meeting: MeetingOfBody) -> dict[str, Any]:
    return dict((world.state(person, meeting) or {}).get("conclusions", {}))


def tasks(world: World, person: str, meeting: MeetingOfBody) -> dict[str, Any]:
    return dict((world.state(person, meeting.body) or {}).get("tasks", {}))


def approve(world: World, meeting: MeetingOfBody, conclusion: str) -> dict[str, Any]:
    world.must(meeting.secretary, "conclusion.submit", meeting, conclusion=conclusion)
    return world.must(meeting.chair, "conclusion.approve", meeting, conclusion=conclusion)


def refused(world: World, person: str, name: str, meeting: MeetingOfBody, /, **args: Any) -> dict[str, Any]:
    result = world.run(person, name, meeting, **args)
    assert not result.ok and result.error is not None
    return result.error


@given(st.lists(st.uuids().map(str), min_size=2, max_size=9, unique=True), st.data())
def test_a_moved_point_is_behind_the_other_and_nobody_else_moves(ids: list[str], data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(ids))
    behind = data.draw(st.sampled_from([None, *[id for id in ids if id != one]]))
    order = rules.moved(ids, one, behind)
    assert order.index(one) == (0 if behind is None else order.index(behind) + 1)
    assert [id for id in order if id != one] == [id for id in ids if id != one]


def test_until_the_chair_approves_it_is_the_desks(world: World, meeting: MeetingOfBody) -> None:
    point = record(world, meeting)
    member, guest = meeting.members[0], meeting.guests[0]
    assert seen(world, meeting.chair, meeting)[point]["state"] == "draft"
    world.must(meeting.secretary, "conclusion.submit", meeting, conclusion=point)
    assert seen(world, member, meeting) == {} and seen(world, guest, meeting) == {}
    world.must(meeting.chair, "conclusion.approve", meeting, conclusion=point)
    for person in (member, guest):
        assert seen(world, person, meeting)[point]["state"] == "approved"
        assert "returned_reason" not in seen(world, person, meeting)[point]


def test_a_guest_sees_conclusions_of_their_items_only(world: World, meeting: MeetingOfBody) -> None:
    point = record(world, meeting, item=meeting.items[1])
    approve(world, meeting, point)
    assert point in seen(world, meeting.members[0], meeting)
    assert seen(world, meeting.guests[0], meeting) == {}


def test_an_approved_one_with_an_assignee_is_a_task_in_the_bodys_stream(world: World, meeting: MeetingOfBody) -> None:
    member = meeting.members[0]
    point = record(world, meeting, assignee=member, due="2026-12-15")
    made = approve(world, meeting, point)
    task = tasks(world, member, meeting)[made["task"]]
    assert (task["assignee"], task["due"], task["state"]) == (member, "2026-12-15", "open")
    assert (task["meeting"], task["conclusion"]) == (meeting.id, point)
    assert seen(world, member, meeting)[point]["task"] == made["task"]


def test_one_without_an_assignee_is_no_task(world: World, meeting: MeetingOfBody) -> None:
    made = approve(world, meeting, record(world, meeting))
    assert "task" not in made and tasks(world, meeting.chair, meeting) == {}


def test_a_unit_may_be_charged_by_its_name(world: World, meeting: MeetingOfBody) -> None:
    made = approve(world, meeting, record(world, meeting, assignee_text="Sở Tài chính", due="2026-12-15"))
    assert tasks(world, meeting.chair, meeting)[made["task"]]["assignee_text"] == "Sở Tài chính"


def test_approving_twice_makes_one_task(world: World, meeting: MeetingOfBody) -> None:
    point = record(world, meeting, assignee=meeting.members[0])
    approve(world, meeting, point)
    again = world.run(meeting.chair, "conclusion.approve", meeting, conclusion=point)
    assert again.ok and len(tasks(world, meeting.chair, meeting)) == 1


def test_an_amended_approved_one_is_a_draft_again_and_its_task_follows(world: World, meeting: MeetingOfBody) -> None:
    a, b = meeting.members[:2]
    point = record(world, meeting, assignee=a, due="2026-12-15")
    task = approve(world, meeting, point)["task"]
    world.must(meeting.secretary, "conclusion.amend", meeting, conclusion=point, assignee=b, text="Rà soát 420 hộ.")
    assert seen(world, meeting.chair, meeting)[point]["state"] == "draft"
    assert seen(world, a, meeting) == {}
    kept = tasks(world, a, meeting)[task]
    assert (kept["assignee"], kept["amending"]) == (a, True)
    assert approve(world, meeting, point)["task"] == task
    kept = tasks(world, a, meeting)[task]
    assert (kept["assignee"], kept["title"], kept["amending"]) == (b, "Rà soát 420 hộ.", False)


def test_without_its_assignee_an_approved_one_takes_its_task_back(world: World, meeting: MeetingOfBody) -> None:
    point = record(world, meeting, assignee=meeting.members[0])
    approve(world, meeting, point)
    world.must(meeting.secretary, "conclusion.amend", meeting, conclusion=point, assignee=None)
    approve(world, meeting, point)
    assert tasks(world, meeting.chair, meeting) == {}
    assert seen(world, meeting.chair, meeting)[point]["task"] is None


def test_an_approval_taken_back_waits_for_the_chair_again_and_its_task_is_gone(
    world: World, meeting: MeetingOfBody
) -> None:
    point = record(world, meeting, assignee=meeting.members[0])
    approve(world, meeting, point)
    world.must(meeting.chair, "conclusion.unapprove", meeting, conclusion=point)
    form = seen(world, meeting.chair, meeting)[point]
    assert (form["state"], form["task"], form["approved_at"]) == ("submitted", None, None)
    assert seen(world, meeting.members[0], meeting) == {} == tasks(world, meeting.chair, meeting)
    world.must(meeting.chair, "conclusion.return", meeting, conclusion=point, reason="Sai đơn vị.")
    task = approve(world, meeting, point)["task"]
    world.pass_time(minutes=1)
    assert list(tasks(world, meeting.chair, meeting)) == [task]
    assert audit.report(world.house)["problems"] == []


def test_a_task_of_an_earlier_approval_stays_when_a_later_one_is_taken_back(
    world: World, meeting: MeetingOfBody
) -> None:
    point = record(world, meeting, assignee=meeting.members[0])
    task = approve(world, meeting, point)["task"]
    world.pass_time(minutes=1)
    world.must(meeting.secretary, "conclusion.amend", meeting, conclusion=point, text="Rà soát 420 hộ.")
    approve(world, meeting, point)
    world.must(meeting.chair, "conclusion.unapprove", meeting, conclusion=point)
    assert tasks(world, meeting.chair, meeting)[task]["amending"] is True
    assert audit.report(world.house)["problems"] == []


def test_the_chair_returns_one_with_a_reason(world: World, meeting: MeetingOfBody) -> None:
    point = record(world, meeting)
    assert refused(world, meeting.chair, "conclusion.approve", meeting, conclusion=point)["code"] == "conflict"
    world.must(meeting.secretary, "conclusion.submit", meeting, conclusion=point)
    world.must(meeting.chair, "conclusion.return", meeting, conclusion=point, reason="Thiếu thời hạn.")
    form = seen(world, meeting.secretary, meeting)[point]
    assert (form["state"], form["returned_reason"]) == ("draft", "Thiếu thời hạn.")


def test_only_the_secretary_records_and_only_the_chair_approves(world: World, meeting: MeetingOfBody) -> None:
    args = {"item": meeting.items[0], "text": "Một kết luận."}
    for person in (meeting.chair, meeting.members[0], meeting.guests[0]):
        assert refused(world, person, "conclusion.record", meeting, **args)["code"] == "not_allowed"
    point = record(world, meeting)
    world.must(meeting.secretary, "conclusion.submit", meeting, conclusion=point)
    error = refused(world, meeting.secretary, "conclusion.approve", meeting, conclusion=point)
    assert error["code"] == "not_allowed"
    error = refused(world, meeting.members[0], "conclusion.approve", meeting, conclusion=point)
    assert error["code"] == "not_found"


def test_points_are_moved_and_removed(world: World, meeting: MeetingOfBody) -> None:
    a, b, c = (record(world, meeting, text=text) for text in ("Một.", "Hai.", "Ba."))
    world.must(meeting.secretary, "conclusion.move", meeting, conclusion=c, after=None)
    order = sorted(seen(world, meeting.chair, meeting).items(), key=lambda one: one[1]["order"])
    assert [id for id, _ in order] == [c, a, b]
    world.must(meeting.secretary, "conclusion.remove", meeting, conclusion=a)
    assert {id: one["order"] for id, one in seen(world, meeting.chair, meeting).items()} == {c: 1, b: 2}
    approve(world, meeting, b)
    error = refused(world, meeting.secretary, "conclusion.remove", meeting, conclusion=b)
    assert error["code"] == "conflict"


def test_an_item_with_a_conclusion_stays_on_the_agenda_and_says_why(world: World, meeting: MeetingOfBody) -> None:
    point = record(world, meeting, item=meeting.items[2], text="Thống nhất.")
    error = refused(world, meeting.secretary, "agenda.remove_item", meeting, item=meeting.items[2])
    assert error["code"] == "conflict" and "đã có kết luận" in error["message"]
    world.must(meeting.secretary, "conclusion.remove", meeting, conclusion=point)
    world.must(meeting.secretary, "agenda.remove_item", meeting, item=meeting.items[2])


def test_bad_input_is_answered_clearly(world: World, meeting: MeetingOfBody) -> None:
    item = meeting.items[0]
    for args, field in (
        ({"text": "x" * 5001}, "text"),
        ({"text": "   "}, "text"),
        ({"text": "Một.", "due": "15/12/2026"}, "due"),
        ({"text": "Một.", "due": "2020-01-01"}, "due"),
        ({"text": "Một.", "assignee": "khong-ai"}, "assignee"),
        ({"text": "Một.", "assignee": meeting.members[0], "assignee_text": "Sở Y tế"}, "assignee_text"),
    ):
        error = refused(world, meeting.secretary, "conclusion.record", meeting, item=item, **args)
        assert error["code"] == "invalid" and field in error["fields"], (args, error)
    error = refused(world, meeting.secretary, "conclusion.submit", meeting, conclusion="khong-co")
    assert error["code"] == "not_found"


def test_conclusions_begin_with_the_meeting_and_go_on_after_it(world: World) -> None:
    meeting = world.meeting("published")
    error = refused(world, meeting.secretary, "conclusion.record", meeting, item=meeting.items[0], text="Một.")
    assert error["code"] == "not_in_progress"
    ended = world.meeting("ended")
    approve(world, ended, record(world, ended))


def test_submitted_ones_wait_for_the_chair_alone(world: World, meeting: MeetingOfBody) -> None:
    point = record(world, meeting)
    world.must(meeting.secretary, "conclusion.submit", meeting, conclusion=point)
    with world.app.app_context(), world.house.database.read() as read:
        for place in ("approvals", "home.waiting"):
            own = [e for e in found(place, read, Actor(person=meeting.chair)) if "kết luận" in e["title"].lower()]
            others = [
                e for e in found(place, read, Actor(person=meeting.members[0])) if "kết luận" in e["title"].lower()
            ]
            assert len(own) == 1 and others == []


def test_two_secretaries_writing_one_point_do_not_write_over_each_other_unseen(
    world: World, meeting: MeetingOfBody
) -> None:
    point = world.must(meeting.secretary, "conclusion.record", meeting, item=meeting.items[0], text="Một.")["id"]
    world.must(meeting.secretary, "conclusion.amend", meeting, conclusion=point, text="Hai.", seen="Một.")
    refused = world.run(meeting.secretary, "conclusion.amend", meeting, conclusion=point, text="Ba.", seen="Một.")
    assert not refused.ok and refused.error is not None and refused.error["code"] == "conflict"
    assert "vừa được người khác sửa" in refused.error["message"]
    same = world.run(meeting.secretary, "conclusion.amend", meeting, conclusion=point, text="Hai.", seen="Một.")
    assert same.ok
    world.must(meeting.secretary, "conclusion.amend", meeting, conclusion=point, text="Ba  bốn.", seen=" Hai. ")
    world.must(meeting.secretary, "conclusion.amend", meeting, conclusion=point, text="Ba.", seen="Ba  bốn.")
    assert (world.state(meeting.secretary, meeting) or {})["conclusions"][point]["text"] == "Ba."
