"""A vote from the draft to the annulment: what may be asked, when it closes, and who leads it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.jobs.service import run_due
from app.wire import stamp
from tests.conftest import MeetingOfBody, World
from tests.meetings.helpers import a_rule_of_the_sitting
from tests.voting.votes.conftest import cast, error, form, opened
from voting.votes.models import RollEntry
from voting.votes.restart import give_time


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
    a_rule_of_the_sitting(world, meeting, "majority", "two_thirds_of_members")
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


def test_a_secret_vote_is_not_opened_on_the_spot(world: World, meeting: MeetingOfBody) -> None:
    refused = error(world.run(meeting.chair, "vote.open", meeting, question="Bầu?", secret=True))
    assert refused["code"] == "conflict" and "ban kiểm phiếu" in refused["message"]
    refused = error(world.run(meeting.secretary, "vote.prepare", meeting, question="Bầu?", secret=True))
    assert refused["code"] == "invalid" and list(refused["fields"]) == ["board"]


def test_a_vote_opens_only_in_a_running_meeting(world: World) -> None:
    meeting = world.meeting(phase="published")
    refused = error(world.run(meeting.chair, "vote.open", meeting, question="Sớm?"))
    assert (refused["code"], refused["message"]) == ("not_in_progress", "Phiên họp chưa bắt đầu.")


def test_an_open_vote_holds_its_item_and_the_meeting(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting)
    for name, args in (
        ("agenda.start_item", {"item": meeting.items[1]}),
        ("agenda.finish_item", {"item": meeting.items[0]}),
        ("meeting.end", {}),
    ):
        refused = error(world.run(meeting.chair, name, meeting, **args))
        assert refused["code"] == "conflict" and "biểu quyết đang mở" in refused["message"], name
    tomorrow = stamp(world.now + timedelta(days=1))
    for args in ({}, {"until": stamp(world.now + timedelta(minutes=15))}, {"until": tomorrow}):
        refused = error(world.run(meeting.secretary, "meeting.pause", meeting, **args))
        assert refused["code"] == "conflict" and "Thông qua Nghị quyết?" in refused["message"], args
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    world.must(meeting.chair, "meeting.pause", meeting)
    world.must(meeting.chair, "meeting.resume", meeting)
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


def test_once_the_meeting_is_over_a_result_stands(world: World, meeting: MeetingOfBody) -> None:
    vote = opened(world, meeting)
    for name, args in (("vote.close", {"vote": vote}), ("vote.announce", {"vote": vote}), ("meeting.end", {})):
        world.must(meeting.chair, name, meeting, **args)
    refused = error(world.run(meeting.chair, "vote.annul", meeting, vote=vote, reason="Nhầm dự thảo"))
    assert refused["code"] == "not_in_progress" and "không biểu quyết lại được nữa" in refused["message"]
    assert form(world, meeting.members[0], meeting, vote)["state"] == "announced"


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
    assert form(world, meeting.chair, meeting, opened(world, meeting))["members"] == 8, "the roll of the day it began"
    following = world.meeting(phase="in_progress", body=meeting.body)
    assert form(world, meeting.chair, following, opened(world, following))["members"] == 9


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
