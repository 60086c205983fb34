"""Several chairs in turn, the quorum's turns and notices, through the writer."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from app import audit
from meetings.course.models import Notice
from tests.conftest import MeetingOfBody, World
from tests.meetings.helpers import code


def happened(world: World, meeting: MeetingOfBody, person: str | None = None) -> list[str]:
    rows = (world.state(person or meeting.members[0], meeting) or {}).get("happenings", {}).values()
    return [one["kind"] for one in sorted(rows, key=lambda one: one["at"])]


def capacity(world: World, meeting: MeetingOfBody, person: str) -> str:
    return str((world.state(meeting.secretary, meeting) or {})["people"][person]["capacity"])


def sees(world: World, meeting: MeetingOfBody, person: str) -> frozenset[str]:
    from app.caller import Caller, actor

    with world.house.database.read() as read:
        return actor(read, Caller(person=person), meeting.stream).scopes


def test_the_chair_is_handed_to_a_member_who_is_here_and_the_former_is_a_member_again(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    deputy = meeting.members[0]
    before = (world.state(meeting.secretary, meeting) or {})["meeting"][meeting.id]
    world.pass_time(minutes=5)
    world.must(meeting.chair, "meeting.hand_over", meeting, person=deputy)
    after = (world.state(meeting.secretary, meeting) or {})["meeting"][meeting.id]
    assert after["chair"] == deputy and (after["quorum"], after["members"]) == (before["quorum"], before["members"])
    assert capacity(world, meeting, deputy) == "chair" and capacity(world, meeting, meeting.chair) == "member"
    assert "desk" in sees(world, meeting, deputy) and "desk" not in sees(world, meeting, meeting.chair)
    assert happened(world, meeting) == ["started", "handed_over"]
    assert (world.state(meeting.secretary, meeting) or {})["people"][meeting.chair]["on_roll"]
    assert audit.report(world.house)["problems"] == []


def test_only_the_new_chair_opens_votes_and_their_side_decides_on_equal_sides(world: World) -> None:
    meeting = world.meeting(phase="in_progress", members=7)
    deputy = meeting.members[0]
    world.must(meeting.chair, "meeting.hand_over", meeting, person=deputy)
    question = {"question": "Có thông qua không?", "item": meeting.items[0]}
    assert code(world.run(meeting.chair, "vote.open", meeting, **question)) == "not_allowed"
    vote = world.must(deputy, "vote.open", meeting, **question)["id"]
    for place, person in enumerate([deputy, *meeting.members[1:], meeting.chair]):
        world.must(person, "vote.cast", meeting, vote=vote, choice="yes" if place < 4 else "no")
    world.must(deputy, "vote.close", meeting, vote=vote)
    result = (world.state(deputy, meeting) or {})["votes"][vote]["result"]
    assert (result["counts"]["yes"], result["counts"]["no"]) == (4, 4)
    assert result["verdict"] == "passed" and result["by_chair"]


def test_who_leads_the_body_takes_the_chair_back_and_nobody_else_does(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    world.must(meeting.chair, "meeting.hand_over", meeting, person=meeting.members[0])
    other = meeting.members[1]
    assert code(world.run(other, "meeting.hand_over", meeting, person=other)) == "not_allowed"
    assert code(world.run(meeting.chair, "meeting.hand_over", meeting, person=other)) == "not_allowed"
    world.must(meeting.chair, "meeting.hand_over", meeting, person=meeting.chair)
    assert capacity(world, meeting, meeting.chair) == "chair"
    assert capacity(world, meeting, meeting.members[0]) == "member"


def test_the_acting_chair_hands_the_chair_on(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    first, second = meeting.members[:2]
    world.must(meeting.chair, "meeting.hand_over", meeting, person=first)
    world.must(first, "meeting.hand_over", meeting, person=second)
    assert [capacity(world, meeting, person) for person in (meeting.chair, first, second)] == [
        "member",
        "member",
        "chair",
    ]


def test_a_secretary_gives_the_chair_only_where_the_chair_has_left(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    member = meeting.members[0]
    refused = world.run(meeting.secretary, "meeting.hand_over", meeting, person=member)
    assert code(refused) == "conflict" and "Chủ trì đang có mặt" in refused.error["message"]  # type: ignore[index]
    world.must(meeting.secretary, "attendance.mark", meeting, person=meeting.chair, status="left")
    world.must(meeting.secretary, "meeting.hand_over", meeting, person=member)
    assert capacity(world, meeting, member) == "chair"


def test_who_is_away_a_guest_and_the_secretary_are_never_given_the_chair(world: World) -> None:
    meeting = world.meeting(phase="in_progress", guests=1)
    world.must(meeting.secretary, "attendance.mark", meeting, person=meeting.members[0], status="left")
    for person in (meeting.members[0], meeting.guests[0], meeting.secretary):
        assert code(world.run(meeting.chair, "meeting.hand_over", meeting, person=person)) == "conflict"
    assert happened(world, meeting, meeting.members[1]) == ["started"]


def test_the_chair_is_not_handed_over_while_their_vote_is_open_unless_they_left(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    member = meeting.members[0]
    vote = world.must(meeting.chair, "vote.open", meeting, question="Thông qua?", item=meeting.items[0])["id"]
    assert code(world.run(meeting.chair, "meeting.hand_over", meeting, person=member)) == "conflict"
    world.must(meeting.secretary, "attendance.mark", meeting, person=meeting.chair, status="left")
    world.must(meeting.secretary, "meeting.hand_over", meeting, person=member)
    world.must(member, "vote.close", meeting, vote=vote)


def test_two_hands_at_the_chair_make_one_hand_over(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    first, second = meeting.members[:2]
    world.must(meeting.chair, "meeting.hand_over", meeting, person=first)
    assert code(world.run(meeting.chair, "meeting.hand_over", meeting, person=second)) == "not_allowed"
    assert happened(world, meeting).count("handed_over") == 1


def test_before_the_start_and_after_the_end_the_chair_is_as_it_is(world: World) -> None:
    meeting = world.meeting(phase="ended")
    refused = world.run(meeting.chair, "meeting.hand_over", meeting, person=meeting.members[0])
    assert code(refused) == "not_in_progress"
    going = world.meeting(phase="in_progress")
    assert code(world.run(going.secretary, "meeting.edit", going, chair=going.members[0])) == "conflict"


# -- the quorum ----------


def test_the_quorum_lost_and_met_again_is_stamped_with_its_figures(world: World) -> None:
    """Eight on the roll, six needed."""
    meeting = world.meeting(phase="in_progress", members=7)
    for person in meeting.members[:2]:
        world.must(meeting.secretary, "attendance.mark", meeting, person=person, status="left")
    assert happened(world, meeting, meeting.members[3]) == ["started"]
    world.pass_time(minutes=1)
    world.must(meeting.secretary, "attendance.mark", meeting, person=meeting.members[2], status="left")
    world.pass_time(minutes=1)
    world.must(meeting.members[2], "attendance.check_in", meeting)
    rows = (world.state(meeting.guests[0] if meeting.guests else meeting.members[3], meeting) or {})["happenings"]
    told = [(one["kind"], one["present"], one["needed"]) for one in sorted(rows.values(), key=lambda one: one["at"])]
    assert told == [("started", 8, 6), ("quorum_lost", 5, 6), ("quorum_met", 6, 6)]
    assert audit.report(world.house)["problems"] == []


def test_a_meeting_begun_without_a_quorum_says_when_it_is_met(world: World) -> None:
    meeting = world.meeting(phase="in_progress", members=3, present=False)
    world.must(meeting.secretary, "attendance.mark_many", meeting, status="present")
    assert sorted(happened(world, meeting)) == ["quorum_met", "started"]


def test_who_comes_before_the_start_turns_nothing(world: World) -> None:
    meeting = world.meeting(phase="published")
    world.must(meeting.secretary, "attendance.mark_many", meeting, status="present")
    assert happened(world, meeting) == []


# -- notices ----------


def notices(world: World, meeting: MeetingOfBody, person: str) -> list[str]:
    state: dict[str, Any] = world.state(person, meeting) or {}
    return [one["text"] for name in ("notices", "my_notices") for one in state.get(name, {}).values()]


def test_a_notice_reaches_exactly_those_it_is_for(world: World) -> None:
    meeting = world.meeting(phase="in_progress", guests=1)
    far, near, guest = meeting.members[0], meeting.members[1], meeting.guests[0]
    site = world.must(meeting.secretary, "attendance.add_site", meeting, name="Phường 5")["id"]
    world.must(meeting.secretary, "attendance.place", meeting, people=[far], site=site)
    world.must(meeting.chair, "notice.send", meeting, text="Mời về hội trường")
    world.must(meeting.secretary, "notice.send", meeting, text="Thành viên ở lại", to="members")
    world.must(meeting.secretary, "notice.send", meeting, text="Mở tiếng điểm cầu", to="site", site=site)
    assert sorted(notices(world, meeting, near)) == ["Mời về hội trường", "Thành viên ở lại"]
    assert sorted(notices(world, meeting, far)) == ["Mời về hội trường", "Mở tiếng điểm cầu", "Thành viên ở lại"]
    assert notices(world, meeting, guest) == ["Mời về hội trường"]
    assert len(notices(world, meeting, meeting.chair)) == 3
    assert audit.report(world.house)["problems"] == []


def test_a_notice_is_given_by_the_desk_alone_and_not_after_the_end(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    assert code(world.run(meeting.members[0], "notice.send", meeting, text="Xin chào")) == "not_allowed"
    assert code(world.run(meeting.chair, "notice.send", meeting, text="  ")) == "invalid"
    assert code(world.run(meeting.chair, "notice.send", meeting, text="Về điểm cầu", to="site")) == "invalid"
    world.must(meeting.chair, "meeting.end", meeting)
    assert code(world.run(meeting.chair, "notice.send", meeting, text="Xin chào")) == "not_in_progress"


def test_a_notice_that_was_taken_down_is_gone_for_all_but_the_desk_until_it_is_put_back(world: World) -> None:
    meeting = world.meeting(phase="in_progress", guests=1)
    member = meeting.members[0]
    site = world.must(meeting.secretary, "attendance.add_site", meeting, name="Phường 5")["id"]
    world.must(meeting.secretary, "attendance.place", meeting, people=[member], site=site)
    told = world.must(meeting.chair, "notice.send", meeting, text="Giải lao lúc 10 giờ 15", hall=True)["id"]
    near = world.must(meeting.chair, "notice.send", meeting, text="Mở tiếng điểm cầu", to="site", site=site)["id"]
    assert code(world.run(member, "notice.take_down", meeting, notice=told)) == "not_allowed"
    for notice in (told, near):
        world.must(meeting.secretary, "notice.take_down", meeting, notice=notice)
    assert notices(world, meeting, member) == notices(world, meeting, meeting.guests[0]) == []
    state: dict[str, Any] = world.state(meeting.chair, meeting) or {}
    assert [one["down"] for one in state["notices"].values()] == [True, True]
    assert audit.report(world.house)["problems"] == []
    world.must(meeting.chair, "notice.take_down", meeting, notice=told, down=False)
    assert notices(world, meeting, member) == ["Giải lao lúc 10 giờ 15"]
    assert audit.report(world.house)["problems"] == []
    with world.house.database.write() as write:
        write.execute(update(Notice).where(Notice.id == near).values(down=False))
    assert "notices_taken_down_differ" in str(audit.report(world.house)["problems"])
