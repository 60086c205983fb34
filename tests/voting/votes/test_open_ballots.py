"""Open ballots: who casts one, when it counts, who sees it, and the result they make."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.conftest import MeetingOfBody, World
from tests.meetings.helpers import a_rule_of_the_sitting
from tests.voting.votes.conftest import cast, error, form, opened
from voting.votes.models import Cast, CastRevision


def test_a_whole_ballot_from_opening_to_the_announced_result(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting)
    for n, person in enumerate(meeting.body.roll):
        assert cast(world, meeting, vote, person, "yes" if n < 5 else "no").ok
    during = form(world, meeting.members[0], meeting, vote)
    assert during["turnout"] == 8 and during["eligible"] == 8
    assert "result" not in during and "missing" not in during
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    assert form(world, meeting.secretary, meeting, vote)["result"]["verdict"] == "passed"
    assert "result" not in form(world, meeting.members[0], meeting, vote)
    world.must(meeting.chair, "vote.announce", meeting, vote=vote)
    result = form(world, meeting.members[0], meeting, vote)["result"]
    assert result["counts"] == {"yes": 5, "no": 3, "not_voting": 0}
    assert (result["members"], result["present"], result["cast"], result["not_cast"]) == (8, 8, 8, 0)
    assert (result["threshold"], result["rule"]) == (5, "more_than_half_of_members")
    assert result["quorum"] | {"needed": 6, "present": 8, "met": True} == result["quorum"]
    assert result["choices"][meeting.chair] == "yes"
    assert result["sentence"]["vi"].startswith("Được thông qua: 5 tán thành, 3 không tán thành")
    assert form(world, meeting.guests[0], meeting, vote)["result"] == result


def test_the_desk_sees_who_is_missing_and_members_do_not(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting)
    cast(world, meeting, vote, meeting.members[0])
    assert form(world, meeting.chair, meeting, vote)["missing"] == [meeting.chair, *meeting.members[1:]]
    assert "missing" not in form(world, meeting.members[1], meeting, vote)


def test_the_live_figures_hold_turnout_for_all_and_names_for_the_desk(world: World, meeting: MeetingOfBody) -> None:
    from app import views

    vote = opened(world, meeting)
    cast(world, meeting, vote, meeting.members[0])
    with world.house.database.read() as read:
        desk = views.live_figures(read, meeting.stream, frozenset({"desk"}))
        member = views.live_figures(read, meeting.stream, frozenset({"members"}))
        other_guest = views.live_figures(read, meeting.stream, frozenset({"guests", "item:other"}))
    assert desk["turnout"] == member["turnout"] == {vote: 1}
    assert meeting.members[0] not in desk["missing"][vote] and "missing" not in member
    assert "turnout" not in other_guest


def test_a_ballot_makes_an_entry_that_only_its_voter_sees(world: World, meeting: MeetingOfBody) -> None:
    from app import journal

    vote = opened(world, meeting)
    before = world.run(meeting.chair, "vote.close", meeting, vote="unknown").ok
    assert not before
    answer = cast(world, meeting, vote, meeting.members[2], "no")
    with world.house.database.read() as read:
        batch = journal.batch(read, meeting.stream, answer.seq - 1)
    assert batch.scopes() == {f"person:{meeting.members[2]}"}
    mine = world.state(meeting.members[2], meeting)
    theirs = world.state(meeting.members[3], meeting)
    assert mine and mine["my_votes"][vote]["choice"] == "no"
    assert theirs and "my_votes" not in theirs


def test_a_ballot_that_waited_on_one_device_never_replaces_a_newer_one_from_another(
    world: World, meeting: MeetingOfBody
) -> None:
    vote, person = opened(world, meeting), meeting.members[0]

    def sent(choice: str, **known: int) -> Any:
        return world.run(person, "vote.cast", meeting, vote=vote, choice=choice, **known)

    assert sent("yes", known=0).ok
    refused = error(sent("no", known=0))
    assert refused["code"] == "conflict" and "thiết bị khác" in refused["fields"]["known"]
    mine = world.state(person, meeting)["my_votes"][vote]  # type: ignore[index]
    assert (mine["choice"], mine["revision"]) == ("yes", 1)
    assert sent("yes", known=0).ok, "the same choice again takes nothing away"
    assert sent("no", known=1).ok and sent("not_voting").ok, "a client that doesn't say what it knew goes on as before"
    assert error(sent("yes", known=-1))["code"] == "invalid"


def test_a_guest_never_votes(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting)
    refused = error(cast(world, meeting, vote, meeting.guests[0]))
    assert (refused["code"], refused["message"]) == ("not_allowed", "Khách mời không biểu quyết.")
    in_english = world.run(meeting.guests[0], "vote.cast", meeting, vote=vote, choice="yes", in_language="en")
    assert error(in_english)["code"] == "not_allowed"


def test_a_secretary_who_is_no_member_never_votes(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting)
    assert error(cast(world, meeting, vote, meeting.secretary))["code"] == "not_allowed"


def test_a_substitute_never_votes_for_the_member(world: World) -> None:
    meeting = world.meeting(phase="published")
    absent, substitute = meeting.members[0], world.person("Người Đi Thay")
    world.must(absent, "attendance.send_substitute", meeting, person=substitute, reason="Đi công tác")
    for person in meeting.body.roll[:1] + meeting.members[1:]:
        world.must(meeting.secretary, "attendance.mark", meeting, person=person, status="present")
    world.must(meeting.chair, "meeting.start", meeting)
    world.must(meeting.secretary, "attendance.mark", meeting, person=substitute, status="present")
    vote = opened(world, meeting)
    refused = error(cast(world, meeting, vote, substitute))
    assert (refused["code"], refused["message"]) == ("not_allowed", "Người đi thay không biểu quyết.")
    assert form(world, meeting.chair, meeting, vote)["eligible"] == 8


def test_presence_is_judged_when_the_ballot_is_cast(world: World, meeting: MeetingOfBody) -> None:
    late = meeting.members[0]
    world.must(meeting.secretary, "attendance.mark", meeting, person=late, status="absent")
    vote = opened(world, meeting)
    refused = error(cast(world, meeting, vote, late))
    assert (refused["code"], refused["message"]) == ("not_allowed", "Cần điểm danh trước khi biểu quyết.")
    world.must(meeting.secretary, "attendance.mark", meeting, person=late, status="present")
    assert cast(world, meeting, vote, late).ok
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    result = form(world, meeting.chair, meeting, vote)["result"]
    assert (result["quorum"]["at_opening"], result["present"]) == (7, 8)


def test_online_counts_for_the_quorum_and_votes_only_by_the_body_s_rule(world: World, meeting: MeetingOfBody) -> None:
    far = meeting.members[0]
    world.must(meeting.secretary, "attendance.mark", meeting, person=far, status="online")
    vote = opened(world, meeting)
    refused = error(cast(world, meeting, vote, far))
    assert refused["code"] == "not_allowed" and "trực tuyến" in refused["message"]
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    assert form(world, meeting.chair, meeting, vote)["result"]["quorum"]["present"] == 8
    a_rule_of_the_sitting(world, meeting, "online_votes", True)
    again = opened(world, meeting)
    assert cast(world, meeting, again, far).ok


def test_a_ballot_after_closing_is_refused_and_not_counted(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting)
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    refused = error(cast(world, meeting, vote, meeting.members[0]))
    assert (refused["code"], refused["message"]) == ("conflict", "Biểu quyết đã đóng, phiếu này không được tính.")
    assert form(world, meeting.chair, meeting, vote)["result"]["cast"] == 0


def test_a_choice_that_was_not_offered_is_invalid(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting, options=["Phương án 1", "Phương án 2"])
    refused = error(cast(world, meeting, vote, meeting.members[0], "yes"))
    assert (refused["code"], refused["fields"]) == ("invalid", {"choice": "Không có phương án này."})


def test_the_last_ballot_before_closing_counts_and_the_replaced_one_is_kept(
    world: World, meeting: MeetingOfBody
) -> None:
    vote, voter = opened(world, meeting), meeting.members[0]
    first = cast(world, meeting, vote, voter, "yes")
    same = cast(world, meeting, vote, voter, "yes")
    assert same.ok and same.seq == first.seq
    assert cast(world, meeting, vote, voter, "no").seq == first.seq + 1
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    assert form(world, meeting.chair, meeting, vote)["result"]["counts"] == {"yes": 0, "no": 1, "not_voting": 0}
    with world.house.database.read() as read:
        kept = read.execute(select(CastRevision.choice, CastRevision.revision)).all()
    assert [tuple(row) for row in kept] == [("yes", 1)]


def test_where_the_rules_forbid_it_a_ballot_is_not_changed(world: World, meeting: MeetingOfBody) -> None:
    a_rule_of_the_sitting(world, meeting, "revote", False)
    vote, voter = opened(world, meeting), meeting.members[0]
    assert cast(world, meeting, vote, voter, "yes").ok
    assert cast(world, meeting, vote, voter, "yes").ok
    refused = error(cast(world, meeting, vote, voter, "no"))
    assert refused["code"] == "conflict" and "không đổi được" in refused["message"]


def test_two_tablets_of_one_person_make_one_ballot(world: World, meeting: MeetingOfBody) -> None:
    vote, voter = opened(world, meeting), meeting.members[0]
    choices = ["yes", "no", "not_voting"]
    answers: list[Any] = []

    def tablet(n: int) -> None:
        for k in range(50):
            answers.append(cast(world, meeting, vote, voter, choices[(n + k) % 3]))

    tablets = [threading.Thread(target=tablet, args=(n,)) for n in range(4)]
    for thread in tablets:
        thread.start()
    for thread in tablets:
        thread.join()
    assert len(answers) == 200 and all(answer.ok for answer in answers)
    with world.house.database.read() as read:
        rows = read.execute(select(Cast.choice, Cast.revision).where(Cast.vote == vote)).all()
        revisions = read.execute(select(func.count()).select_from(CastRevision)).scalar_one()
    assert len(rows) == 1 and rows[0].revision == revisions + 1
    state = world.state(voter, meeting)
    assert state and state["my_votes"][vote]["choice"] == rows[0].choice


def test_the_same_command_twice_is_one_ballot_and_one_answer(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting)
    args: dict[str, Any] = {"vote": vote, "choice": "yes"}
    first = world.run(meeting.members[0], "vote.cast", meeting, command_id="abcdefgh-1", **args)
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    again = world.run(meeting.members[0], "vote.cast", meeting, command_id="abcdefgh-1", **args)
    assert first.ok and again == first


def test_quorum_lost_before_closing_makes_the_vote_void(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting)
    for person in meeting.body.roll:
        assert cast(world, meeting, vote, person).ok
    for person in meeting.members[:3]:
        world.must(meeting.secretary, "attendance.mark", meeting, person=person, status="left")
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    result = form(world, meeting.chair, meeting, vote)["result"]
    assert (result["verdict"], result["counts"]["yes"]) == ("void", 8)
    assert result["quorum"]["present"] == 5 and result["quorum"]["met"] is False


def test_equal_sides_follow_the_chair(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting)
    for n, person in enumerate(meeting.body.roll):
        cast(world, meeting, vote, person, "yes" if n < 4 else "no")
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    result = form(world, meeting.chair, meeting, vote)["result"]
    assert (result["verdict"], result["by_chair"]) == ("passed", True)


def test_who_may_not_vote_on_a_question_still_counts_in_the_denominator(world: World, meeting: MeetingOfBody) -> None:
    barred = meeting.members[0]
    vote = opened(world, meeting, no_vote=[barred])
    refused = error(cast(world, meeting, vote, barred))
    assert refused["code"] == "not_allowed" and "không biểu quyết nội dung này" in refused["message"]
    shown = form(world, meeting.chair, meeting, vote)
    assert (shown["members"], shown["eligible"], shown["no_vote"]) == (8, 7, [barred])
    assert barred not in shown["missing"]
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    assert form(world, meeting.chair, meeting, vote)["result"]["threshold"] == 5


def test_a_vote_not_by_name_shows_no_names_to_anybody(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting, by_name=False)
    cast(world, meeting, vote, meeting.members[0])
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    assert "choices" not in form(world, meeting.chair, meeting, vote)["result"]


@pytest.mark.parametrize("members", [0, 6, 94])
def test_small_and_large_bodies_vote_alike(world: World, members: int) -> None:
    meeting = world.meeting(phase="in_progress", members=members)
    vote = opened(world, meeting)
    for person in meeting.body.roll:
        assert cast(world, meeting, vote, person).ok
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    result = form(world, meeting.chair, meeting, vote)["result"]
    assert (result["counts"]["yes"], result["threshold"]) == (members + 1, (members + 1) // 2 + 1)
