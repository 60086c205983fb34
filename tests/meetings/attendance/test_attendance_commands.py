"""Checking in, the roll call, replies, leave, substitutes and sites, through the writer."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from app import journal
from app.doors import found
from app.policy import Actor
from tests.meetings.helpers import a_body, a_meeting, code


def status(world: Any, meeting: Any, person: str) -> str:
    return str(world.state(meeting.body.chair, meeting.stream)["attendance"][person]["status"])


def quorum(world: Any, meeting: Any) -> dict[str, Any]:
    form = world.state(meeting.body.chair, meeting.stream)["meeting"][meeting.id]["quorum"]
    assert isinstance(form, dict)
    return form


def postpone(world: Any, meeting: Any, start: datetime) -> None:
    args = {"starts_at": start.isoformat(), "reason": "Đổi lịch"}
    assert world.run(meeting.body.chair, "meeting.postpone", meeting.stream, **args).ok


# -- checking in ----------


def test_checking_in_counts_for_the_quorum_once(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    member = meeting.body.members[0]
    first = world.run(member, "attendance.check_in", meeting.stream)
    assert first.ok and quorum(world, meeting)["present"] == 1
    again = world.run(member, "attendance.check_in", meeting.stream)
    assert again.ok and again.seq == first.seq
    assert quorum(world, meeting)["present"] == 1


def test_the_quorum_is_two_thirds_of_all_members_the_chair_included(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    body = meeting.body
    for person in (body.chair, *body.members[:3]):
        assert world.run(person, "attendance.check_in", meeting.stream).ok
    assert quorum(world, meeting) == {"needed": 5, "present": 4, "met": False}
    assert world.run(body.members[3], "attendance.check_in", meeting.stream, online=True).ok
    assert quorum(world, meeting) == {"needed": 5, "present": 5, "met": True}


def test_guests_secretaries_and_substitutes_never_count_for_the_quorum(world: Any) -> None:
    meeting = a_meeting(world, "published")
    body, instead = meeting.body, world.person("Người Đi Thay")
    args = {"person": instead, "reason": "Đi công tác"}
    assert world.run(body.members[0], "attendance.send_substitute", meeting.stream, **args).ok
    for person in (instead, body.guests[0], body.secretary):
        assert world.run(person, "attendance.check_in", meeting.stream).ok
        assert status(world, meeting, person) == "present"
    assert quorum(world, meeting) == {"needed": 5, "present": 0, "met": False}


def test_checking_in_opens_thirty_minutes_before_the_start(world: Any) -> None:
    meeting = a_meeting(world, "published")
    member, start = meeting.body.members[0], world.now + timedelta(days=1)
    postpone(world, meeting, start)
    world.now = start - timedelta(minutes=30, seconds=1)
    early = world.run(member, "attendance.check_in", meeting.stream)
    assert code(early) == "not_in_progress" and "Điểm danh mở từ" in early.error["message"]
    world.now = start - timedelta(minutes=30)
    assert world.run(member, "attendance.check_in", meeting.stream).ok


def test_a_wrong_code_checks_nobody_in(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    member = meeting.body.members[0]
    wrong = world.run(member, "attendance.check_in", meeting.stream, code="sai")
    assert code(wrong) == "invalid" and set(wrong.error["fields"]) == {"code"}
    assert status(world, meeting, member) == "expected"


def test_a_stranger_does_not_check_in(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    assert code(world.run(world.person("Người Lạ"), "attendance.check_in", meeting.stream)) == "not_found"


def test_coming_back_after_leaving_keeps_the_first_arrival(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    body, member = meeting.body, meeting.body.members[0]
    assert world.run(member, "attendance.check_in", meeting.stream).ok
    arrived = world.state(body.chair, meeting.stream)["attendance"][member]["arrived_at"]
    world.now += timedelta(minutes=20)
    assert world.run(body.secretary, "attendance.mark", meeting.stream, person=member, status="left").ok
    assert quorum(world, meeting)["present"] == 0
    world.now += timedelta(minutes=20)
    assert world.run(member, "attendance.check_in", meeting.stream).ok
    form = world.state(body.chair, meeting.stream)["attendance"][member]
    assert (form["status"], form["arrived_at"], form["left_at"]) == ("present", arrived, None)


def test_the_present_figure_is_live(world: Any) -> None:
    from app.views import live_figures

    meeting = a_meeting(world, "in_progress")
    assert world.run(meeting.body.members[0], "attendance.check_in", meeting.stream).ok
    with world.house.database.read() as read:
        assert live_figures(read, meeting.stream, frozenset({"members"}))["present"] == 1


# -- the roll call ----------


def test_the_secretary_marks_others_with_a_reason_the_desk_alone_reads(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    body, member = meeting.body, meeting.body.members[0]
    args = {"person": member, "status": "absent", "reason": "Ốm"}
    assert world.run(body.secretary, "attendance.mark", meeting.stream, **args).ok
    assert world.state(body.chair, meeting.stream)["attendance"][member]["reason"] == "Ốm"
    assert set(world.state(body.members[1], meeting.stream)["attendance"][member]) == {"status", "at"}
    assert code(world.run(body.members[1], "attendance.mark", meeting.stream, **args)) == "not_allowed"


def test_a_mark_repeated_changes_nothing(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    args = {"person": meeting.body.members[0], "status": "online"}
    seq = world.run(meeting.body.secretary, "attendance.mark", meeting.stream, **args).seq
    assert world.run(meeting.body.secretary, "attendance.mark", meeting.stream, **args).seq == seq


def test_an_absence_is_noted_ahead_a_presence_is_not(world: Any) -> None:
    meeting = a_meeting(world, "published")
    postpone(world, meeting, world.now + timedelta(days=1))
    secretary, member = meeting.body.secretary, meeting.body.members[0]
    present = world.run(secretary, "attendance.mark", meeting.stream, person=member, status="present")
    assert code(present) == "not_in_progress"
    assert world.run(secretary, "attendance.mark", meeting.stream, person=member, status="absent").ok


def test_nobody_unknown_is_marked(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    args = {"person": world.person("Người Lạ"), "status": "present"}
    assert code(world.run(meeting.body.secretary, "attendance.mark", meeting.stream, **args)) == "not_found"


def test_a_whole_hall_is_marked_at_once_and_nobody_twice(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    body = meeting.body
    away = {"person": body.members[0], "status": "absent", "reason": "Ốm"}
    assert world.run(body.secretary, "attendance.mark", meeting.stream, **away).ok
    seq = world.run(body.secretary, "attendance.mark_many", meeting.stream, status="present").seq
    assert quorum(world, meeting)["present"] == 6 and status(world, meeting, body.members[0]) == "absent"
    assert world.run(body.secretary, "attendance.mark_many", meeting.stream, status="present").seq == seq
    some = {"people": body.members[:2], "status": "left"}
    assert world.run(body.secretary, "attendance.mark_many", meeting.stream, **some).ok
    assert quorum(world, meeting)["present"] == 5
    stranger = {"people": [world.person("Người Lạ")], "status": "left"}
    assert code(world.run(body.secretary, "attendance.mark_many", meeting.stream, **stranger)) == "not_found"
    assert code(world.run(body.chair, "attendance.mark_many", meeting.stream, status="left")) == "not_allowed"


# -- replies and leave ----------


def test_a_reply_is_the_persons_own_and_the_desks(world: Any) -> None:
    meeting = a_meeting(world, "published")
    body, member = meeting.body, meeting.body.members[0]
    assert world.run(member, "attendance.reply", meeting.stream).ok
    assert world.state(member, meeting.stream)["my_reply"][member]["reply"] == "yes"
    assert world.state(body.chair, meeting.stream)["attendance"][member]["reply"] == "yes"
    assert "my_reply" not in world.state(body.members[1], meeting.stream)
    assert "reply" not in world.state(body.members[1], meeting.stream)["attendance"][member]


def test_a_member_asks_to_be_excused_and_the_chair_agrees(world: Any) -> None:
    meeting = a_meeting(world, "published")
    body, member = meeting.body, meeting.body.members[0]
    assert code(world.run(member, "attendance.reply", meeting.stream, reply="no")) == "conflict"
    asked = world.run(member, "attendance.ask_leave", meeting.stream, reason="Họp ở tỉnh")
    assert asked.ok
    assert world.state(member, meeting.stream)["my_reply"][member]["leave"] == "asked"
    assert code(world.run(member, "attendance.ask_leave", meeting.stream, reason="Nữa")) == "conflict"
    assert code(world.run(body.secretary, "attendance.grant_leave", meeting.stream, person=member)) == "not_allowed"
    assert world.run(body.chair, "attendance.grant_leave", meeting.stream, person=member).ok
    assert world.state(member, meeting.stream)["my_reply"][member]["leave"] == "granted"
    assert code(world.run(body.chair, "attendance.grant_leave", meeting.stream, person=member)) == "conflict"


def test_a_refusal_says_why_and_one_may_ask_again(world: Any) -> None:
    meeting = a_meeting(world, "published")
    body, member = meeting.body, meeting.body.members[0]
    assert world.run(member, "attendance.ask_leave", meeting.stream, reason="Bận").ok
    assert code(world.run(body.chair, "attendance.refuse_leave", meeting.stream, person=member, note="")) == "invalid"
    refused = world.run(body.chair, "attendance.refuse_leave", meeting.stream, person=member, note="Cần có mặt")
    assert refused.ok
    mine = world.state(member, meeting.stream)["my_reply"][member]
    assert (mine["leave"], mine["note"]) == ("refused", "Cần có mặt")
    assert world.run(member, "attendance.ask_leave", meeting.stream, reason="Ốm nặng").ok


def test_coming_after_all_takes_the_request_back(world: Any) -> None:
    meeting = a_meeting(world, "published")
    member = meeting.body.members[0]
    assert world.run(member, "attendance.ask_leave", meeting.stream, reason="Bận").ok
    assert world.run(member, "attendance.reply", meeting.stream, reply="yes").ok
    mine = world.state(member, meeting.stream)["my_reply"][member]
    assert (mine["reply"], mine["leave"], mine["reason"]) == ("yes", "", "")


def test_a_leave_from_one_hour_to_another_must_end_after_it_begins(world: Any) -> None:
    meeting = a_meeting(world, "published")
    member = meeting.body.members[0]
    span = {"from": "2026-11-24T02:00:00Z", "until": "2026-11-24T01:30:00Z"}
    wrong = world.run(member, "attendance.ask_leave", meeting.stream, reason="Về sớm", **span)
    assert code(wrong) == "invalid" and set(wrong.error["fields"]) == {"until"}
    span["until"] = "2026-11-24T03:00:00Z"
    assert world.run(member, "attendance.ask_leave", meeting.stream, reason="Về sớm", **span).ok
    assert world.state(member, meeting.stream)["my_reply"][member]["from"] == "2026-11-24T02:00:00.000Z"


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("attendance.reply", {}),
        ("attendance.ask_leave", {"reason": "Bận"}),
        ("attendance.send_substitute", {"person": "ai-do", "reason": "Bận"}),
        ("attendance.withdraw_substitute", {}),
    ],
)
def test_once_the_meeting_has_begun_it_is_too_late(world: Any, name: str, args: dict[str, str]) -> None:
    meeting = a_meeting(world, "in_progress")
    assert code(world.run(meeting.body.members[0], name, meeting.stream, **args)) == "conflict"


def test_the_chairs_inbox_holds_the_leave_that_was_asked(world: Any) -> None:
    meeting = a_meeting(world, "published")
    body, member, instead = meeting.body, meeting.body.members[0], world.person("Người Đi Thay")
    args = {"person": instead, "reason": "Đi công tác"}
    assert world.run(member, "attendance.send_substitute", meeting.stream, **args).ok
    with world.app.app_context(), world.house.database.read() as read:
        (entry,) = [e for e in found("approvals", read, Actor(person=body.chair)) if e.get("kind") == "leave"]
        others = found("approvals", read, Actor(person=body.secretary))
    assert (entry["person"], entry["reason"], entry["substitute"]) == (member, "Đi công tác", "Người Đi Thay")
    assert not [e for e in others if e.get("kind") == "leave"]


# -- substitutes ----------


def test_a_substitute_takes_part_as_members_see_and_stands_beside_the_member(world: Any) -> None:
    meeting = a_meeting(world, "published")
    member, instead = meeting.body.members[0], world.person("Người Đi Thay")
    args = {"person": instead, "reason": "Đi công tác"}
    assert world.run(member, "attendance.send_substitute", meeting.stream, **args).ok
    people = world.state(instead, meeting.stream)["people"]
    assert (people[instead]["capacity"], people[instead]["substitutes"]) == ("substitute", member)
    assert not people[instead]["on_roll"]
    mine = world.state(member, meeting.stream)["my_reply"][member]
    assert (mine["substitute"], mine["leave"]) == (instead, "asked")
    assert code(world.run(member, "attendance.reply", meeting.stream)) == "conflict"
    assert world.run(member, "attendance.withdraw_substitute", meeting.stream).ok
    assert world.state(instead, meeting.stream) is None
    assert world.state(member, meeting.stream)["my_reply"][member]["substitute"] is None


def test_only_members_send_a_substitute_and_only_one_from_outside(world: Any) -> None:
    meeting = a_meeting(world, "published")
    body, instead = meeting.body, world.person("Người Đi Thay")
    args = {"person": instead, "reason": "Đi công tác"}
    for person in (body.chair, body.secretary, body.guests[0]):
        assert code(world.run(person, "attendance.send_substitute", meeting.stream, **args)) == "conflict"
    already = {"person": body.members[1], "reason": "Đi công tác"}
    assert code(world.run(body.members[0], "attendance.send_substitute", meeting.stream, **already)) == "conflict"
    assert world.run(body.members[0], "attendance.send_substitute", meeting.stream, **args).ok
    second = {"person": world.person("Người Thứ Hai"), "reason": "Đi công tác"}
    assert code(world.run(body.members[0], "attendance.send_substitute", meeting.stream, **second)) == "conflict"


def test_a_body_may_allow_no_substitutes(world: Any) -> None:
    body = a_body(world)
    day = world.now.date().isoformat()
    assert world.run(None, "body.set_rule", body.stream, key="substitutes", value=False, valid_from=day).ok
    meeting = a_meeting(world, "published", body=body)
    args = {"person": world.person("Người Đi Thay"), "reason": "Đi công tác"}
    result = world.run(body.members[0], "attendance.send_substitute", meeting.stream, **args)
    assert code(result) == "conflict" and "Quy chế" in result.error["message"]


# -- sites ----------


def test_a_site_counts_who_is_expected_and_who_has_come(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    body = meeting.body
    site = world.run(body.secretary, "attendance.add_site", meeting.stream, name="Phường 5").result["id"]
    placed = {"people": body.members[:2], "site": site}
    assert world.run(body.secretary, "attendance.place", meeting.stream, **placed).ok
    assert world.run(body.members[0], "attendance.check_in", meeting.stream, online=True).ok
    assert world.run(body.members[2], "attendance.check_in", meeting.stream, online=True, site=site).ok
    state = world.state(body.members[5], meeting.stream)
    told = state["sites"][site]
    assert (told["present"], told["expected"]) == (2, 3)
    assert (told["members_present"], told["members"]) == (2, 3)
    assert state["people"][body.members[2]]["site"] == site
    args = {"person": body.members[0], "status": "left"}
    assert world.run(body.secretary, "attendance.mark", meeting.stream, **args).ok
    assert world.state(body.chair, meeting.stream)["sites"][site]["present"] == 1


def test_a_site_has_one_name_and_is_kept_once_somebody_came(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    body = meeting.body
    site = world.run(body.secretary, "attendance.add_site", meeting.stream, name="Phường 5").result["id"]
    assert code(world.run(body.secretary, "attendance.add_site", meeting.stream, name=" Phường  5")) == "conflict"
    empty = world.run(body.secretary, "attendance.add_site", meeting.stream, name="Phường 6").result["id"]
    assert world.run(body.members[0], "attendance.check_in", meeting.stream, online=True, site=site).ok
    assert code(world.run(body.secretary, "attendance.remove_site", meeting.stream, site=site)) == "conflict"
    assert world.run(body.secretary, "attendance.remove_site", meeting.stream, site=empty).ok
    assert set(world.state(body.chair, meeting.stream)["sites"]) == {site}


def test_one_checks_in_at_a_site_of_this_meeting_only(world: Any) -> None:
    meeting, other = a_meeting(world, "in_progress"), a_meeting(world, "in_progress")
    site = world.run(other.body.secretary, "attendance.add_site", other.stream, name="Nơi khác").result["id"]
    result = world.run(meeting.body.members[0], "attendance.check_in", meeting.stream, site=site)
    assert code(result) == "not_found"


def test_a_substitute_who_becomes_a_member_goes_for_nobody_any_more(world: Any) -> None:
    meeting = a_meeting(world, "published")
    body, member, instead = meeting.body, meeting.body.members[0], world.person("Người Đi Thay")
    assert world.run(member, "attendance.send_substitute", meeting.stream, person=instead, reason="Đi công tác").ok
    seat = {"person": instead, "capacities": ["member"], "from_date": "2020-01-01"}
    assert world.run(None, "body.add_member", body.stream, **seat).ok
    before = world.state(member, meeting.stream)["my_reply"][member]["substitute"]
    moved = world.run(body.secretary, "meeting.edit", meeting.stream, title="Phiên họp dời tên")
    assert moved.ok and before == instead
    people = world.state(instead, meeting.stream)["people"]
    assert (people[instead]["capacity"], people[instead]["substitutes"]) == ("member", None)
    with world.house.database.read() as read:
        told = journal.batch(read, meeting.stream, moved.seq - 1)
    assert f"person:{member}" in told.scopes()
    assert world.state(member, meeting.stream)["my_reply"][member]["substitute"] is None


def test_the_desk_alone_reads_who_marked_somebody(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    body, member = meeting.body, meeting.body.members[0]
    assert world.run(body.secretary, "attendance.mark", meeting.stream, person=member, status="left").ok
    assert world.state(body.chair, meeting.stream)["attendance"][member]["marked_by"] == body.secretary
    assert "marked_by" not in world.state(body.members[1], meeting.stream)["attendance"][member]
    assert world.run(member, "attendance.check_in", meeting.stream).ok
    assert world.state(body.chair, meeting.stream)["attendance"][member]["marked_by"] is None
