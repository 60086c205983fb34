"""A vote takes the majority of what it is about by itself, keeps it when judged, and says whose it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from app import audit
from tests.conftest import MeetingOfBody, World
from tests.meetings.helpers import a_rule_of_the_sitting, another_sitting
from tests.voting.votes.conftest import cast, error, form, opened
from voting.votes.models import Vote

TWO_THIRDS, HALF = "two_thirds_of_members", "more_than_half_of_members"


set_rule = a_rule_of_the_sitting


def announce(world: World, meeting: MeetingOfBody, key: str, value: Any, days: int = 0) -> str:
    """A rule that the meeting goes by when it begins on that day, or is taken up again."""
    day = str(world.pass_time(seconds=1).date() + timedelta(days))
    return str(world.must(None, "body.set_rule", meeting.body, key=key, value=value, valid_from=day)["id"])


def rules_of(world: World, vote: str) -> dict[str, Any]:
    with world.house.database.read() as read:
        return dict(read.execute(select(Vote.rules).where(Vote.id == vote)).scalar_one())


def held(world: World, meeting: MeetingOfBody, vote: str) -> tuple[str, Any, str]:
    shown = form(world, meeting.chair, meeting, vote)
    return shown["matter"], shown["majority"], shown["majority_from"]


def drafted(world: World, meeting: MeetingOfBody, **args: Any) -> str:
    return str(world.must(meeting.secretary, "vote.prepare", meeting, question="?", **args)["id"])


def closed(world: World, meeting: MeetingOfBody, vote: str, yes: int) -> dict[str, Any]:
    for person in meeting.body.roll[:yes]:
        assert cast(world, meeting, vote, person).ok
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    return dict(form(world, meeting.chair, meeting, vote)["result"])


def test_a_removal_needs_two_thirds_where_the_body_says_so_and_a_resolution_half(
    world: World, meeting: MeetingOfBody
) -> None:
    rule = set_rule(world, meeting, "majority.removal", TWO_THIRDS)
    removal = opened(world, meeting, question="Bãi nhiệm?", matter="removal")
    assert held(world, meeting, removal) == ("removal", TWO_THIRDS, "matter")
    result = closed(world, meeting, removal, yes=5)
    assert (result["verdict"], result["threshold"], result["members"]) == ("not_passed", 6, 8)
    assert (result["matter"], result["majority_from"]) == ("removal", "matter")
    assert result["rule_words"]["vi"].endswith("Đây là quy tắc của cơ quan cho việc bãi nhiệm.")
    kept = rules_of(world, removal)
    assert (kept["majority"], kept["ids"]["majority"]) == (TWO_THIRDS, rule)
    ordinary = opened(world, meeting)
    assert held(world, meeting, ordinary) == ("general", HALF, "general")
    assert closed(world, meeting, ordinary, yes=5)["verdict"] == "passed"


def test_an_election_and_confidence_tell_their_matter_and_fall_back_on_the_general_rule(
    world: World, meeting: MeetingOfBody
) -> None:
    def told(**args: Any) -> tuple[str, Any, str]:
        vote = opened(world, meeting, **args)
        found = held(world, meeting, vote)
        world.must(meeting.chair, "vote.cancel", meeting, vote=vote, reason="Thử")
        return found

    election: dict[str, Any] = {"kind": "election", "options": ["An", "Bình"], "seats": 1}
    assert told(**election) == ("election", HALF, "general")
    set_rule(world, meeting, "majority.election", "more_than_half_of_cast")
    assert told(**election) == ("election", "more_than_half_of_cast", "matter")
    set_rule(world, meeting, "majority.election", None)
    assert told(**election) == ("election", HALF, "general")
    set_rule(world, meeting, "majority.confidence", TWO_THIRDS)
    assert told(kind="confidence") == ("confidence", TWO_THIRDS, "matter")
    refused = error(world.run(meeting.chair, "vote.open", meeting, question="?", kind="confidence", matter="removal"))
    assert list(refused["fields"]) == ["matter"]


def test_a_draft_follows_the_rule_to_its_opening_and_keeps_a_majority_that_was_chosen(
    world: World, meeting: MeetingOfBody
) -> None:
    def draft(**args: Any) -> str:
        return str(world.must(meeting.secretary, "vote.prepare", meeting, question="Bãi nhiệm?", **args)["id"])

    def open_(vote: str, **args: Any) -> tuple[str, Any, str]:
        world.must(meeting.chair, "vote.open", meeting, vote=vote, **args)
        return held(world, meeting, vote)

    follows, chosen, again = draft(matter="removal"), draft(matter="removal", majority=HALF), draft(majority=HALF)
    assert held(world, meeting, follows) == ("removal", HALF, "general")
    set_rule(world, meeting, "majority.removal", TWO_THIRDS)
    assert open_(follows) == ("removal", TWO_THIRDS, "matter")
    assert open_(chosen) == ("removal", HALF, "vote")
    assert rules_of(world, chosen)["ids"]["majority"] == "vote"
    assert open_(again, matter="removal", majority="by_rule") == ("removal", TWO_THIRDS, "matter")
    assert open_(draft(matter="removal", majority=TWO_THIRDS)) == ("removal", TWO_THIRDS, "matter")


def test_a_draft_of_another_kind_is_about_what_that_kind_tells(world: World, meeting: MeetingOfBody) -> None:
    args: dict[str, Any] = {"question": "Bầu?", "kind": "election", "options": ["An"], "seats": 1}
    draft = str(world.must(meeting.secretary, "vote.prepare", meeting, **args)["id"])
    assert held(world, meeting, draft)[0] == "election"
    world.must(meeting.secretary, "vote.prepare", meeting, vote=draft, kind="question", options=["yes", "no"])
    assert held(world, meeting, draft)[0] == "general"
    world.must(meeting.secretary, "vote.prepare", meeting, vote=draft, matter="bylaws")
    world.must(meeting.secretary, "vote.prepare", meeting, vote=draft, question="Sửa quy chế?")
    assert held(world, meeting, draft)[0] == "bylaws"


def test_a_matter_that_was_chosen_stays_with_its_majority_while_the_kind_changes(
    world: World, meeting: MeetingOfBody
) -> None:
    set_rule(world, meeting, "majority.removal", TWO_THIRDS)
    args: dict[str, Any] = {"question": "Bãi nhiệm?", "matter": "removal"}
    draft = str(world.must(meeting.secretary, "vote.prepare", meeting, **args)["id"])
    world.must(meeting.secretary, "vote.prepare", meeting, vote=draft, kind="choice", options=["Ông An", "Không ai"])
    assert held(world, meeting, draft) == ("removal", TWO_THIRDS, "matter")
    world.must(meeting.secretary, "vote.prepare", meeting, vote=draft, kind="question", options=["yes", "no"])
    assert held(world, meeting, draft) == ("removal", TWO_THIRDS, "matter")
    world.must(meeting.secretary, "vote.prepare", meeting, vote=draft, kind="confidence")
    assert held(world, meeting, draft) == ("confidence", HALF, "general")


def test_a_result_says_that_the_meeting_gave_the_matters_own_rule_back(world: World) -> None:
    meeting = world.meeting("published")
    announce(world, meeting, "majority", HALF)
    announce(world, meeting, "majority.removal", TWO_THIRDS)
    back = {"majority.removal": None}
    world.must(meeting.secretary, "meeting.edit", meeting, vote_rules=back, reason="Theo nghị quyết của cơ quan")
    world.must(meeting.chair, "meeting.start", meeting)
    for person in meeting.body.roll:
        world.must(meeting.secretary, "attendance.mark", meeting, person=person, status="present")
    vote = opened(world, meeting, matter="removal")
    assert held(world, meeting, vote) == ("removal", HALF, "meeting")
    words = closed(world, meeting, vote, yes=6)["rule_words"]["vi"]
    assert words.endswith("Đây là quy tắc riêng của phiên họp này.") and "không có quy tắc riêng" not in words
    assert audit.report(world.house)["problems"] == []


def test_a_result_keeps_the_matters_rule_of_its_day(world: World, meeting: MeetingOfBody) -> None:
    set_rule(world, meeting, "majority.bylaws", TWO_THIRDS)
    vote = opened(world, meeting, matter="bylaws")
    before = closed(world, meeting, vote, yes=6)
    assert before["verdict"] == "passed"
    announce(world, meeting, "majority.bylaws", "unanimous_of_members", days=1)
    world.pass_time(days=2)
    prepared = drafted(world, meeting, matter="bylaws")
    assert held(world, meeting, prepared)[1] == TWO_THIRDS, "one sitting"
    another_sitting(world, meeting)
    assert form(world, meeting.chair, meeting, vote)["result"] == before
    world.must(meeting.chair, "vote.open", meeting, vote=prepared)
    assert held(world, meeting, prepared)[1] == "unanimous_of_members"
    assert held(world, meeting, opened(world, meeting, matter="bylaws"))[1] == "unanimous_of_members"
    assert audit.report(world.house)["problems"] == []


@pytest.mark.parametrize("key", ["majority.removal", "majority.election"])
def test_a_matters_rule_begins_tomorrow_while_the_body_meets(world: World, meeting: MeetingOfBody, key: str) -> None:
    admin = world.person("Quản Trị Đơn Vị")
    world.must(None, "unit.add_administrator", "system", unit=meeting.body.unit, person=admin)
    today = str(world.now.date())
    refused = error(world.run(admin, "body.set_rule", meeting.body, key=key, value=TWO_THIRDS, valid_from=today))
    assert refused["message"] == "Cơ quan đang họp. Quy tắc mới áp dụng sớm nhất từ ngày mai."
    for value in ("most", {"name": "at_least"}, 2):
        assert error(world.run(None, "body.set_rule", meeting.body, key=key, value=value))["code"] == "invalid"


def test_a_meeting_that_goes_on_another_day_shows_the_majorities_of_that_day(
    world: World, meeting: MeetingOfBody
) -> None:
    def shown() -> dict[str, Any]:
        return dict((world.state(meeting.members[0], meeting) or {})["meeting"][meeting.id]["vote_rules"])

    before = shown()
    rules = {"majority.removal": TWO_THIRDS, "tie": "none", "revote": False, "online_votes": True}
    ids = {key: announce(world, meeting, key, value, days=1) for key, value in rules.items()}
    world.must(meeting.chair, "meeting.pause", meeting)
    world.pass_time(days=1)
    assert shown() == before and before["majority.removal"] is None
    world.must(meeting.chair, "meeting.resume", meeting)
    assert shown() == {**before, **rules, "ids": {**before["ids"], **ids}}
    kept = rules_of(world, opened(world, meeting, matter="removal"))
    assert {key: kept[key] for key in ("tie", "revote", "online_votes")} == {key: rules[key] for key in list(rules)[1:]}
    assert kept["ids"] == {
        **{key: ids[key] for key in list(rules)[1:]},
        "majority": ids["majority.removal"],
        "quorum": "default",
    }
    assert audit.report(world.house)["problems"] == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE votes SET matter = 'bylaws'", "question_changed"),
        ("UPDATE votes SET majority_from = 'vote'", "question_changed"),
        ("UPDATE body_rules SET value = '\"three_fifths_of_members\"'", "rule_differs"),
        ("UPDATE body_rules SET key = 'majority'", "rule_differs"),
        ("DELETE FROM body_rules", "rule_differs"),
    ],
)
def test_the_audit_finds_a_rule_that_was_changed_behind_a_result(
    world: World, meeting: MeetingOfBody, change: str, code: str
) -> None:
    set_rule(world, meeting, "majority.removal", TWO_THIRDS)
    closed(world, meeting, opened(world, meeting, matter="removal"), yes=6)
    assert audit.report(world.house)["problems"] == []
    with world.house.database.write() as write:
        write.execute(text(change))
    assert code in {problem["code"] for problem in audit.report(world.house)["problems"]}
