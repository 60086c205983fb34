"""Open ballots from the draft to the announced result, through the ordinary commands."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from sqlalchemy import func, select

from app.jobs.service import run_due
from tests.conftest import MeetingOfBody, World
from tests.voting.votes.conftest import opened
from voting.votes.models import Cast, CastRevision, RollEntry
from voting.votes.restart import give_time


def form(world: World, person: str, meeting: MeetingOfBody, vote: str) -> dict[str, Any]:
    state = world.state(person, meeting)
    assert state is not None
    return dict(state["votes"][vote])


def error(result: Any) -> dict[str, Any]:
    assert not result.ok and result.error
    return dict(result.error)


def cast(world: World, meeting: MeetingOfBody, vote: str, person: str, choice: str = "yes") -> Any:
    return world.run(person, "vote.cast", meeting, vote=vote, choice=choice)


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


def test_a_draft_is_seen_by_the_desk_alone_and_opened_by_the_chair(world: World, meeting: MeetingOfBody) -> None:
    made = world.must(meeting.secretary, "vote.prepare", meeting, question="Bầu thư ký kỳ họp?", seconds=60)
    draft = str(made["id"])
    assert form(world, meeting.chair, meeting, draft)["state"] == "draft"
    assert "votes" not in (world.state(meeting.members[0], meeting) or {})
    world.must(meeting.secretary, "vote.prepare", meeting, vote=draft, question="Bầu thư ký?", seconds=None)
    assert error(world.run(meeting.secretary, "vote.open", meeting, vote=draft))["code"] == "not_allowed"
    world.must(meeting.chair, "vote.open", meeting, vote=draft, by_name=False)
    shown = form(world, meeting.members[0], meeting, draft)
    assert (shown["question"], shown["state"], shown["closes_at"], shown["by_name"]) == (
        "Bầu thư ký?",
        "open",
        None,
        False,
    )
    again = error(world.run(meeting.chair, "vote.open", meeting, vote=draft))
    assert (again["code"], again["message"]) == ("conflict", "Biểu quyết này đang mở.")


def test_a_member_cannot_name_a_draft(world: World, meeting: MeetingOfBody) -> None:
    draft = str(world.must(meeting.secretary, "vote.prepare", meeting, question="Kín đáo?")["id"])
    assert error(cast(world, meeting, draft, meeting.members[0]))["code"] == "not_found"
    assert error(cast(world, meeting, draft, meeting.chair))["message"] == "Biểu quyết này chưa mở."


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
    day = world.now.date().isoformat()
    world.must(None, "body.set_rule", meeting.body, key="online_votes", value=True, valid_from=day)
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
    day = world.now.date().isoformat()
    world.must(None, "body.set_rule", meeting.body, key="revote", value=False, valid_from=day)
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


def test_below_quorum_a_vote_opens_only_with_a_reason(world: World, meeting: MeetingOfBody) -> None:
    for person in meeting.members[:4]:
        world.must(meeting.secretary, "attendance.mark", meeting, person=person, status="left")
    refused = error(world.run(meeting.chair, "vote.open", meeting, question="Thông qua?"))
    assert refused["code"] == "invalid" and list(refused["fields"]) == ["reason"]
    assert "4" in refused["message"] and "8" in refused["message"] and "6" in refused["message"]
    vote = opened(world, meeting, reason="Hai thành viên đang trên đường tới")
    assert form(world, meeting.members[5], meeting, vote)["quorum"] == {"needed": 6, "present": 4, "met": False}
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    result = form(world, meeting.chair, meeting, vote)["result"]
    assert result["verdict"] == "void" and result["sentence"]["vi"].startswith("Không có giá trị")


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


@pytest.mark.parametrize("majority", ["most", {"name": "at_least", "k": 0}, {"k": 3}])
def test_an_unknown_majority_is_invalid(world: World, meeting: MeetingOfBody, majority: Any) -> None:
    refused = error(world.run(meeting.chair, "vote.open", meeting, question="Thông qua?", majority=majority))
    assert refused["fields"] == {"majority": "Không có cách tính đa số này."}


def test_more_votes_than_members_can_never_be_needed(world: World, meeting: MeetingOfBody) -> None:
    args: dict[str, Any] = {"question": "Thông qua?", "majority": {"name": "at_least", "k": 9}}
    assert list(error(world.run(meeting.chair, "vote.open", meeting, **args))["fields"]) == ["majority"]
    args["majority"] = {"name": "at_least", "k": 8}
    assert world.run(meeting.chair, "vote.open", meeting, **args).ok


def test_the_body_s_majority_is_the_default(world: World, meeting: MeetingOfBody) -> None:
    day = world.now.date().isoformat()
    world.must(None, "body.set_rule", meeting.body, key="majority", value="two_thirds_of_members", valid_from=day)
    assert form(world, meeting.chair, meeting, opened(world, meeting))["majority"] == "two_thirds_of_members"


def test_a_rule_nobody_knows_is_not_set_for_a_body(world: World, meeting: MeetingOfBody) -> None:
    day = world.now.date().isoformat()
    for key, value in (("majority", "most"), ("tie", "coin"), ("revote", 1), ("online_votes", "yes")):
        answer = world.run(None, "body.set_rule", meeting.body, key=key, value=value, valid_from=day)
        assert error(answer)["code"] == "invalid", key


@pytest.mark.parametrize(
    ("args", "field"),
    [
        ({"question": "   "}, "question"),
        ({}, "question"),
        ({"question": "Q?", "options": ["A"]}, "options"),
        ({"question": "Q?", "options": ["A", " A "]}, "options"),
        ({"question": "Q?", "options": ["A", "  "]}, "options"),
        ({"question": "Q?", "seconds": 1}, "seconds"),
        ({"question": "x" * 2001}, "question"),
        ({"question": "Q?", "no_vote": ["nobody"]}, "no_vote"),
    ],
)
def test_a_faulty_question_names_its_field(
    world: World, meeting: MeetingOfBody, args: dict[str, Any], field: str
) -> None:
    refused = error(world.run(meeting.chair, "vote.open", meeting, **args))
    assert refused["code"] == "invalid" and list(refused["fields"]) == [field]


def test_a_secret_ballot_is_refused_in_plain_words_for_now(world: World, meeting: MeetingOfBody) -> None:
    for name, who in (("vote.open", meeting.chair), ("vote.prepare", meeting.secretary)):
        refused = error(world.run(who, name, meeting, question="Bầu?", secret=True))
        assert refused["code"] == "invalid" and refused["message"].startswith("Bỏ phiếu kín chưa dùng được")


def test_a_vote_opens_only_in_a_running_meeting(world: World) -> None:
    meeting = world.meeting(phase="published")
    refused = error(world.run(meeting.chair, "vote.open", meeting, question="Sớm?"))
    assert (refused["code"], refused["message"]) == ("not_in_progress", "Cuộc họp chưa bắt đầu.")


def test_an_open_vote_holds_its_item_and_the_meeting(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting)
    for name, args in (
        ("agenda.start_item", {"item": meeting.items[1]}),
        ("agenda.finish_item", {"item": meeting.items[0]}),
        ("meeting.end", {}),
    ):
        refused = error(world.run(meeting.chair, name, meeting, **args))
        assert refused["code"] == "conflict" and "biểu quyết đang mở" in refused["message"], name
    assert world.run(meeting.chair, "meeting.pause", meeting).ok
    assert world.run(meeting.chair, "meeting.resume", meeting).ok
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    assert world.run(meeting.chair, "agenda.start_item", meeting, item=meeting.items[1]).ok
    assert world.run(meeting.chair, "meeting.end", meeting).ok


def test_an_item_that_was_voted_on_stays_on_the_agenda(world: World, meeting: MeetingOfBody) -> None:
    world.must(meeting.secretary, "vote.prepare", meeting, question="Thông qua?", item=meeting.items[2])
    refused = error(world.run(meeting.secretary, "agenda.remove_item", meeting, item=meeting.items[2]))
    assert refused["code"] == "conflict" and "biểu quyết" in refused["message"]


def test_a_countdown_closes_the_vote_by_itself(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting, seconds=60)
    cast(world, meeting, vote, meeting.members[0])
    world.pass_time(seconds=59)
    run_due(world.house)
    assert form(world, meeting.chair, meeting, vote)["state"] == "open"
    world.pass_time(seconds=1)
    run_due(world.house)
    shown = form(world, meeting.chair, meeting, vote)
    assert (shown["state"], shown["result"]["cast"]) == ("closed", 1)


def test_more_time_moves_the_closing(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting, seconds=60)
    world.must(meeting.chair, "vote.extend", meeting, vote=vote, seconds=30)
    world.pass_time(seconds=61)
    run_due(world.house)
    assert form(world, meeting.chair, meeting, vote)["state"] == "open"
    world.pass_time(seconds=29)
    run_due(world.house)
    assert form(world, meeting.chair, meeting, vote)["state"] == "closed"
    endless = opened(world, meeting)
    assert error(world.run(meeting.chair, "vote.extend", meeting, vote=endless, seconds=30))["code"] == "conflict"


def test_a_vote_closed_by_hand_is_not_closed_again(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting, seconds=60)
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    before = form(world, meeting.chair, meeting, vote)
    world.pass_time(seconds=120)
    assert run_due(world.house) == 0
    assert form(world, meeting.chair, meeting, vote) == before
    assert error(world.run(meeting.chair, "vote.close", meeting, vote=vote))["message"] == "Biểu quyết này đã đóng."


def test_after_a_restart_a_countdown_has_at_least_thirty_seconds_left(world: World, meeting: MeetingOfBody) -> None:
    vote, long = opened(world, meeting, seconds=60), opened(world, meeting, seconds=600)
    world.pass_time(seconds=90)
    give_time(world.house)
    run_due(world.house)
    assert form(world, meeting.chair, meeting, vote)["state"] == "open"
    assert form(world, meeting.chair, meeting, long)["closes_at"].startswith("2026-11-26T01:10")
    world.pass_time(seconds=30)
    run_due(world.house)
    assert form(world, meeting.chair, meeting, vote)["state"] == "closed"


def test_a_cancelled_vote_has_no_result(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting, seconds=60)
    cast(world, meeting, vote, meeting.members[0])
    assert error(world.run(meeting.chair, "vote.cancel", meeting, vote=vote, reason=" "))["fields"].keys() == {"reason"}
    world.must(meeting.chair, "vote.cancel", meeting, vote=vote, reason="Câu hỏi chưa rõ")
    shown = form(world, meeting.members[0], meeting, vote)
    assert (shown["state"], shown["reason"]) == ("cancelled", "Câu hỏi chưa rõ") and "result" not in shown
    refused = error(cast(world, meeting, vote, meeting.members[1]))
    assert refused["message"] == "Biểu quyết đã bị hủy, phiếu này không được tính."
    world.pass_time(seconds=61)
    assert run_due(world.house) == 0


def test_a_result_is_annulled_with_a_reason_and_stays_readable(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting)
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    assert error(world.run(meeting.chair, "vote.cancel", meeting, vote=vote, reason="Sai"))["code"] == "conflict"
    world.must(meeting.chair, "vote.announce", meeting, vote=vote)
    world.must(meeting.chair, "vote.annul", meeting, vote=vote, reason="Nhầm dự thảo")
    shown = form(world, meeting.members[0], meeting, vote)
    assert (shown["state"], shown["reason"]) == ("annulled", "Nhầm dự thảo") and shown["result"]["cast"] == 0
    for name, args in (("vote.announce", {}), ("vote.close", {}), ("vote.annul", {"reason": "x"})):
        assert error(world.run(meeting.chair, name, meeting, vote=vote, **args))["code"] == "conflict"


def test_a_result_annulled_before_it_was_announced_is_never_shown_to_members(
    world: World, meeting: MeetingOfBody
) -> None:
    vote = opened(world, meeting)
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    world.must(meeting.chair, "vote.annul", meeting, vote=vote, reason="Nhầm dự thảo")
    assert "result" not in form(world, meeting.members[0], meeting, vote)
    assert "result" in form(world, meeting.secretary, meeting, vote)


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


def test_the_roll_is_frozen_at_opening(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting)
    hash_before = form(world, meeting.chair, meeting, vote)["roll_hash"]
    new = world.person("Thành Viên Mới")
    since = world.now.date().isoformat()
    world.must(
        None, "body.add_members", meeting.body, members=[{"person": new, "capacities": ["member"], "from_date": since}]
    )
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    shown = form(world, meeting.chair, meeting, vote)
    assert (shown["result"]["members"], shown["roll_hash"]) == (8, hash_before)
    with world.house.database.read() as read:
        assert read.execute(select(func.count()).select_from(RollEntry)).scalar_one() == 8
    assert form(world, meeting.chair, meeting, opened(world, meeting))["members"] == 9


def test_only_the_chair_opens_closes_and_announces(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting)
    for person in (meeting.secretary, meeting.members[0], meeting.guests[0]):
        for name, args in (
            ("vote.open", {"question": "Q?"}),
            ("vote.close", {"vote": vote}),
            ("vote.announce", {"vote": vote}),
            ("vote.cancel", {"vote": vote, "reason": "x"}),
            ("vote.extend", {"vote": vote, "seconds": 5}),
            ("vote.annul", {"vote": vote, "reason": "x"}),
        ):
            assert error(world.run(person, name, meeting, **args))["code"] == "not_allowed", name


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
