"""What happened that no other command tells, noted by the secretary."""

from typing import Any

from tests.meetings.helpers import a_meeting, code


def test_what_happened_is_noted_for_the_desk_and_corrected_not_deleted(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    body = meeting.body
    noted = world.run(body.secretary, "meeting.remark", meeting.stream, text="Mất điện 5 phút")
    assert noted.ok
    remark = noted.result["id"]
    assert world.run(body.secretary, "meeting.amend_remark", meeting.stream, remark=remark, text="Mất điện 15 phút").ok
    assert world.state(body.chair, meeting.stream)["remarks"][remark]["text"] == "Mất điện 15 phút"
    assert "remarks" not in world.state(body.members[0], meeting.stream)
    assert code(world.run(body.chair, "meeting.remark", meeting.stream, text="x")) == "not_allowed"


def test_two_secretaries_correcting_one_remark_do_not_write_over_each_other_unseen(world: Any) -> None:
    meeting = a_meeting(world, "in_progress")
    body = meeting.body
    remark = world.run(body.secretary, "meeting.remark", meeting.stream, text="Mất điện").result["id"]
    first = {"remark": remark, "text": "Mất điện 5 phút", "seen": "Mất điện"}
    assert world.run(body.secretary, "meeting.amend_remark", meeting.stream, **first).ok
    again = world.run(body.secretary, "meeting.amend_remark", meeting.stream, **{**first, "text": "Mất điện 9 phút"})
    assert code(again) == "conflict"
    assert world.state(body.chair, meeting.stream)["remarks"][remark]["text"] == "Mất điện 5 phút"
    assert world.run(body.secretary, "meeting.amend_remark", meeting.stream, **first).ok, (
        "the same again is no conflict"
    )
