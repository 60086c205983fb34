"""A result that the desk puts on the hall's screens, and when it leaves them."""

from __future__ import annotations

import pytest

from app import audit
from tests.conftest import MeetingOfBody, World
from tests.meetings.room.test_screens import let_in
from tests.voting.sealed.hall import SealedHall
from tests.voting.votes.conftest import error, opened


def announced(world: World, meeting: MeetingOfBody, question: str = "Thông qua?") -> str:
    vote = opened(world, meeting, question=question)
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    world.must(meeting.chair, "vote.announce", meeting, vote=vote)
    return vote


def shown(world: World, meeting: MeetingOfBody) -> list[tuple[str, str | None]]:
    """What the screens were told to show, in the order of their names."""
    screens = (world.state(meeting.chair, meeting) or {})["screens"].values()
    return [(one["scene"], one["vote"]) for one in sorted(screens, key=lambda one: str(one["name"]))]


def test_every_screen_shows_the_result_until_it_is_taken_back(world: World, meeting: MeetingOfBody) -> None:
    (first, _one), (_second, two) = let_in(world, meeting, "Màn 1"), let_in(world, meeting, "Màn 2")
    older, later = announced(world, meeting), announced(world, meeting, "Câu hỏi sau?")
    world.must(meeting.secretary, "screen.show_result", meeting, vote=older)
    assert shown(world, meeting) == [("result", older)] * 2
    (mine,) = first.get(f"/api/streams/{meeting.stream}").json["state"]["my_screen"].values()
    assert (mine["scene"], mine["vote"]) == ("result", older)
    world.must(meeting.chair, "screen.show", meeting, screen=two, scene="agenda")
    world.must(meeting.chair, "screen.show_result", meeting, vote=later, shown=False)
    assert shown(world, meeting) == [("result", older), ("agenda", None)], "only those that show it follow again"
    world.must(meeting.chair, "screen.show_result", meeting, vote=older, shown=False)
    assert shown(world, meeting) == [("auto", None), ("agenda", None)]
    assert audit.report(world.house)["problems"] == []


def test_no_screen_stays_at_a_result_while_the_next_vote_is_open(world: World, meeting: MeetingOfBody) -> None:
    (_first, _one), (_second, two) = let_in(world, meeting, "Màn 1"), let_in(world, meeting, "Màn 2")
    world.must(meeting.chair, "screen.show_result", meeting, vote=announced(world, meeting))
    world.must(meeting.chair, "screen.show", meeting, screen=two, scene="blank")
    opened(world, meeting, question="Câu hỏi sau?")
    assert shown(world, meeting) == [("auto", None), ("blank", None)]
    assert audit.report(world.house)["problems"] == []


def test_a_result_that_is_set_aside_leaves_the_screens(world: World, meeting: MeetingOfBody) -> None:
    let_in(world, meeting)
    vote, other = announced(world, meeting), announced(world, meeting, "Câu hỏi khác?")
    world.must(meeting.chair, "screen.show_result", meeting, vote=vote)
    world.must(meeting.chair, "vote.annul", meeting, vote=other, reason="Nhập nhầm")
    assert shown(world, meeting) == [("result", vote)]
    world.must(meeting.chair, "vote.annul", meeting, vote=vote, reason="Nhập nhầm")
    assert shown(world, meeting) == [("auto", None)]
    refused = error(world.run(meeting.chair, "screen.show_result", meeting, vote=vote))
    assert (refused["code"], refused["message"]) == ("conflict", "Kết quả biểu quyết này đã bị hủy.")
    assert audit.report(world.house)["problems"] == []


def test_what_is_no_announced_result_is_put_on_no_screen(world: World, meeting: MeetingOfBody) -> None:
    let_in(world, meeting)
    vote = opened(world, meeting)
    for said in ("đang mở", "đã đóng"):
        refused = error(world.run(meeting.chair, "screen.show_result", meeting, vote=vote))
        assert refused["code"] == "conflict" and said in refused["message"]
        if said == "đang mở":
            world.must(meeting.chair, "vote.close", meeting, vote=vote)
    assert shown(world, meeting) == [("auto", None)]


@pytest.mark.parametrize("who", ["member", "guest"])
def test_only_the_desk_puts_a_result_on_the_screens(world: World, meeting: MeetingOfBody, who: str) -> None:
    let_in(world, meeting)
    vote = announced(world, meeting)
    person = meeting.members[1] if who == "member" else meeting.guests[0]
    assert error(world.run(person, "screen.show_result", meeting, vote=vote))["code"] in ("not_allowed", "not_found")
    assert shown(world, meeting) == [("auto", None)]


def test_a_secret_result_is_shown_again_only_once_it_is_final(world: World) -> None:
    meeting = world.meeting("in_progress")
    let_in(world, meeting)
    hall = SealedHall(world, meeting)
    hall.hold()
    voters = list(hall.mine)
    assert hall.confirm(voters[0]).ok
    refused = error(world.run(meeting.chair, "screen.show_result", meeting, vote=hall.vote))
    assert refused["message"] == "Kết quả này chưa chốt nên chưa chiếu lại được."
    for person in voters[1:]:
        assert hall.confirm(person).ok
    world.must(meeting.chair, "screen.show_result", meeting, vote=hall.vote)
    assert shown(world, meeting) == [("result", hall.vote)]
