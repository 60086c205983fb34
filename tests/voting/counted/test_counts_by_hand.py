"""A show of hands and a paper ballot, from opening to the announced result: who types, who confirms, what is printed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from app import audit
from tests.conftest import MeetingOfBody, World
from tests.meetings.helpers import a_rule_of_the_sitting
from tests.voting.counted.conftest import HANDS, PAPER, closed, on_paper, refused, shown, typed
from voting.votes.closing import judge
from voting.votes.models import Vote

BALLOT = ["yes", "no", "not_voting"]
THREE_INVALID = {"issued": 8, "returned": 8, "valid": 5, "invalid": 3}


def test_a_show_of_hands_is_typed_by_the_secretary_and_confirmed_by_the_chair(
    world: World, meeting: MeetingOfBody
) -> None:
    vote = closed(world, meeting)
    count = typed(world, meeting, vote, meeting.secretary)
    assert shown(world, meeting.chair, meeting)[vote]["result"] is None
    world.must(meeting.chair, "count.confirm", meeting, vote=vote, count=count)
    world.must(meeting.chair, "vote.announce", meeting, vote=vote)
    result = shown(world, meeting.members[0], meeting)[vote]["result"]
    assert (result["verdict"], result["counts"], result["cast"], result["not_cast"]) == ("passed", HANDS, 7, 1)
    assert result["by_hand"] == {"way": "hands", "people": [meeting.secretary, meeting.chair]}
    assert "choices" not in result


def test_nobody_confirms_what_they_typed_themselves(world: World, meeting: MeetingOfBody) -> None:
    vote = closed(world, meeting)
    for person in (meeting.secretary, meeting.chair):
        count = typed(world, meeting, vote, person)
        assert refused(world, meeting, person, "count.confirm", vote=vote, count=count)[0] == "conflict"
    assert refused(world, meeting, meeting.chair, "vote.announce", vote=vote)[0] == "conflict"


def test_members_and_guests_have_no_part_in_a_count(world: World, meeting: MeetingOfBody) -> None:
    vote = on_paper(world, meeting)
    count = typed(world, meeting, vote, meeting.secretary, counts=HANDS, **PAPER)
    for person in (meeting.members[3], meeting.guests[0]):
        for name, args in (("enter", {"counts": HANDS}), ("return", {"reason": "Sai"}), ("confirm", {"count": count})):
            code = refused(world, meeting, person, f"count.{name}", vote=vote, **args)[0]
            assert code in ("not_allowed", "not_found"), (name, code)
        assert shown(world, person, meeting, "counts") == shown(world, person, meeting, "my_counts") == {}


def test_no_ballot_is_cast_on_a_device_where_hands_are_raised(world: World, meeting: MeetingOfBody) -> None:
    args = {"question": "?", "by_hand": "hands", "by_name": True}
    vote = world.must(meeting.chair, "vote.open", meeting, **args)["id"]
    assert refused(world, meeting, meeting.members[0], "vote.cast", vote=vote, choice="yes")[0] == "conflict"
    form = shown(world, meeting.chair, meeting)[vote]
    assert (form["by_name"], form["missing"], form["awaited"]) == (False, [], 0)
    assert refused(world, meeting, meeting.secretary, "count.enter", vote=vote, counts=HANDS)[0] == "conflict"
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    typed(world, meeting, vote, meeting.secretary)


def test_paper_is_confirmed_by_its_board_and_never_by_the_chair(world: World, meeting: MeetingOfBody) -> None:
    vote = on_paper(world, meeting)
    count = typed(world, meeting, vote, meeting.secretary, **PAPER)
    assert refused(world, meeting, meeting.chair, "count.confirm", vote=vote, count=count)[0] == "not_allowed"
    teller = meeting.members[0]
    assert shown(world, teller, meeting, "my_counts")[count]["invalid"] == 1
    world.must(teller, "count.confirm", meeting, vote=vote, count=count)
    result = shown(world, meeting.chair, meeting)[vote]["result"]
    assert (result["cast"], result["invalid"], result["not_cast"]) == (8, 1, 0)
    assert result["by_hand"] == {"way": "paper", "people": [meeting.secretary, teller], **PAPER}
    assert "level" not in result


def test_figures_typed_anew_are_not_confirmed_by_who_saw_the_old_ones(world: World, meeting: MeetingOfBody) -> None:
    vote = closed(world, meeting)
    old = typed(world, meeting, vote, meeting.secretary)
    new = typed(world, meeting, vote, meeting.secretary, counts={**HANDS, "no": 1})
    assert refused(world, meeting, meeting.chair, "count.confirm", vote=vote, count=old)[0] in ("conflict", "not_found")
    assert set(shown(world, meeting.chair, meeting, "counts")) == {new}
    world.must(meeting.chair, "count.confirm", meeting, vote=vote, count=new)


def test_a_count_sent_back_is_typed_again(world: World, meeting: MeetingOfBody) -> None:
    vote = closed(world, meeting)
    assert refused(world, meeting, meeting.chair, "count.return", vote=vote, reason="Sai")[0] == "conflict"
    count = typed(world, meeting, vote, meeting.secretary)
    world.must(meeting.chair, "count.return", meeting, vote=vote, reason="Hàng cuối chưa đếm")
    form = shown(world, meeting.secretary, meeting, "counts")[count]
    assert (form["state"], form["reason"], form["settled_by"]) == ("returned", "Hàng cuối chưa đếm", meeting.chair)
    assert refused(world, meeting, meeting.chair, "count.confirm", vote=vote, count=count)[0] == "conflict"
    again = typed(world, meeting, vote, meeting.secretary, counts={**HANDS, "yes": 6})
    world.must(meeting.chair, "count.confirm", meeting, vote=vote, count=again)
    assert refused(world, meeting, meeting.secretary, "count.enter", vote=vote, counts=HANDS)[0] == "conflict"


def test_two_who_count_secret_paper_see_no_figures_before_both_have_typed(world: World, meeting: MeetingOfBody) -> None:
    vote = on_paper(world, meeting, secret=True)
    one, two = meeting.members[:2]
    first = typed(world, meeting, vote, one, **PAPER)
    for person, collection in ((two, "my_counts"), (meeting.secretary, "counts"), (meeting.chair, "counts")):
        assert "counts" not in shown(world, person, meeting, collection)[first]
    assert refused(world, meeting, two, "count.confirm", vote=vote, count=first)[0] == "conflict"
    second = typed(world, meeting, vote, two, counts={**HANDS, "yes": 4, "no": 3}, **PAPER)
    seen = shown(world, two, meeting, "my_counts")
    assert [seen[count]["counts"]["yes"] for count in (first, second)] == [5, 4]
    assert shown(world, meeting.chair, meeting)[vote]["result"] is None
    typed(world, meeting, vote, two, **PAPER)
    result = shown(world, meeting.chair, meeting)[vote]["result"]
    assert (result["level"], result["verdict"], set(result["by_hand"]["people"])) == ("P", "passed", {one, two})


def test_two_secretaries_without_the_board_count_no_paper(world: World, meeting: MeetingOfBody) -> None:
    other = world.person("Thư Ký Hai")
    world.must(meeting.secretary, "meeting.invite", meeting, people=[{"person": other, "capacity": "secretary"}])
    vote = on_paper(world, meeting, secret=True)
    typed(world, meeting, vote, meeting.secretary, **PAPER)
    assert refused(world, meeting, other, "count.enter", vote=vote, counts=HANDS, **PAPER)[0] == "conflict"
    typed(world, meeting, vote, meeting.members[1], **PAPER)
    assert shown(world, meeting.chair, meeting)[vote]["result"]["level"] == "P"


@pytest.mark.parametrize(
    ("figures", "field"),
    [
        ({"issued": 9}, "issued"),
        ({"returned": 7, "issued": 6}, "returned"),
        ({"valid": 8}, "valid"),
        ({"counts": {**HANDS, "yes": 6}}, "counts"),
        ({"counts": {**HANDS, "yes": 8}}, "counts"),
        ({"counts": {"yes": 7}}, "counts"),
        ({"chair": "yes"}, "chair"),
    ],
)
def test_paper_that_does_not_add_up_is_refused_at_its_field(
    world: World, meeting: MeetingOfBody, figures: dict[str, Any], field: str
) -> None:
    vote = on_paper(world, meeting)
    told = {"counts": HANDS, **PAPER, **figures}
    code, fields = refused(world, meeting, meeting.secretary, "count.enter", vote=vote, **told)
    assert (code, list(fields)) == ("invalid", [field])


def test_no_more_hands_are_raised_than_people_with_a_vote_are_here(world: World, meeting: MeetingOfBody) -> None:
    barred = meeting.members[-1]
    vote = closed(world, meeting, no_vote=[barred])
    many = {"yes": 8, "no": 0, "not_voting": 0}
    assert refused(world, meeting, meeting.secretary, "count.enter", vote=vote, counts=many)[0] == "invalid"
    typed(world, meeting, vote, meeting.secretary, counts={**many, "yes": 7})


def test_who_came_while_hands_were_raised_is_counted_among_those_present(world: World, meeting: MeetingOfBody) -> None:
    late = meeting.members[-1]
    world.must(meeting.secretary, "attendance.mark", meeting, person=late, status="expected")
    vote = world.must(meeting.chair, "vote.open", meeting, question="?", by_hand="hands")["id"]
    world.must(meeting.secretary, "attendance.mark", meeting, person=late, status="present")
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    count = typed(world, meeting, vote, meeting.secretary, counts={"yes": 8, "no": 0, "not_voting": 0})
    world.must(meeting.chair, "count.confirm", meeting, vote=vote, count=count)
    result = shown(world, meeting.chair, meeting)[vote]["result"]
    assert (result["present"], result["quorum"]["at_opening"]) == (8, 7)


@pytest.mark.parametrize(("online_votes", "most"), [(False, 3), (True, 8)])
def test_no_hand_is_counted_of_who_is_online_unless_the_rules_let_them_vote(
    world: World, meeting: MeetingOfBody, online_votes: bool, most: int
) -> None:
    a_rule_of_the_sitting(world, meeting, "online_votes", online_votes)
    for person in meeting.members[:5]:
        world.must(meeting.secretary, "attendance.mark", meeting, person=person, status="online")
    vote = closed(world, meeting)
    assert shown(world, meeting.secretary, meeting)[vote]["voters"] == most, "what the form warns by is what refuses"
    counts = {"yes": most, "no": 0, "not_voting": 0}
    over = {**counts, "no": 1}
    code, fields = refused(world, meeting, meeting.secretary, "count.enter", vote=vote, counts=over)
    assert (code, list(fields)) == ("invalid", ["counts"]) and f"({most} người)" in fields["counts"]
    count = typed(world, meeting, vote, meeting.secretary, counts=counts)
    world.must(meeting.chair, "count.confirm", meeting, vote=vote, count=count)
    form = shown(world, meeting.chair, meeting)[vote]
    result = form["result"]
    assert (result["present"], result["quorum"]["met"], "online" in form["quorum"]) == (8, True, False)
    assert result["verdict"] == ("passed" if online_votes else "not_passed")


def test_who_came_and_left_again_while_hands_were_raised_may_have_raised_one(
    world: World, meeting: MeetingOfBody
) -> None:
    def mark(person: str, status: str) -> None:
        world.pass_time(seconds=10)
        world.must(meeting.secretary, "attendance.mark", meeting, person=person, status=status)

    passing, gone_before, never, returned = meeting.members[-4:]
    for person in (passing, never):
        mark(person, "expected")
    for person in (gone_before, returned):
        mark(person, "left")
    vote = world.must(meeting.chair, "vote.open", meeting, question="?", by_hand="hands", reason="Thử")["id"]
    for person in (passing, returned):
        mark(person, "present")
        mark(person, "left")
    mark(never, "left")
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    too_many = {"yes": 7, "no": 0, "not_voting": 0}
    assert refused(world, meeting, meeting.secretary, "count.enter", vote=vote, counts=too_many)[0] == "invalid"
    count = typed(world, meeting, vote, meeting.secretary, counts={**too_many, "yes": 6})
    world.must(meeting.chair, "count.confirm", meeting, vote=vote, count=count)
    result = shown(world, meeting.chair, meeting)[vote]["result"]
    assert (result["present"], result["cast"], result["quorum"]["at_opening"]) == (6, 6, 4)


@pytest.mark.parametrize("way", ["one by one", "the hall at once"])
@pytest.mark.parametrize("status", ["absent", "expected"])
def test_who_came_while_hands_were_raised_and_was_then_marked_away_may_have_raised_one(
    world: World, meeting: MeetingOfBody, status: str, way: str
) -> None:
    """Somebody said that they are here, after the opening; the row itself has forgotten it."""
    late, corrected_before = meeting.members[-2:]
    for person in (late, corrected_before):
        world.must(meeting.secretary, "attendance.mark", meeting, person=person, status="expected")
    world.pass_time(seconds=10)
    vote = world.must(meeting.chair, "vote.open", meeting, question="?", by_hand="hands")["id"]
    world.pass_time(seconds=10)
    if way == "one by one":
        world.must(late, "attendance.check_in", meeting)
        world.must(meeting.secretary, "attendance.mark", meeting, person=late, status=status)
    else:
        world.must(meeting.secretary, "attendance.mark_many", meeting, people=[late], status="present")
        world.must(meeting.secretary, "attendance.mark_many", meeting, people=[late], status=status)
    world.must(meeting.secretary, "attendance.mark", meeting, person=corrected_before, status="absent")
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    too_many = {"yes": 8, "no": 0, "not_voting": 0}
    assert refused(world, meeting, meeting.secretary, "count.enter", vote=vote, counts=too_many)[0] == "invalid"
    count = typed(world, meeting, vote, meeting.secretary, counts={**too_many, "yes": 7})
    world.must(meeting.chair, "count.confirm", meeting, vote=vote, count=count)
    result = shown(world, meeting.chair, meeting)[vote]["result"]
    assert (result["present"], result["cast"], result["quorum"]["present"]) == (7, 7, 6)
    assert audit.report(world.house)["problems"] == []


@pytest.mark.parametrize("said", [True, False])
@pytest.mark.parametrize("away", [{"by_hand": "hands"}, {"secret": True, "by_hand": "paper"}, {"secret": True}])
def test_a_draft_that_goes_back_to_open_ballots_on_devices_is_by_name_as_it_was(
    world: World, meeting: MeetingOfBody, away: dict[str, Any], said: bool
) -> None:
    board = {"board": list(meeting.members[:2])} if away.get("secret") else {}
    vote = world.must(meeting.secretary, "vote.prepare", meeting, question="?", by_name=said)["id"]
    world.must(meeting.secretary, "vote.prepare", meeting, vote=vote, by_name=False, **away, **board)
    assert shown(world, meeting.chair, meeting)[vote]["by_name"] is False
    world.must(meeting.secretary, "vote.prepare", meeting, vote=vote, by_hand=None, secret=False)
    world.must(meeting.chair, "vote.open", meeting, vote=vote)
    assert shown(world, meeting.chair, meeting)[vote]["by_name"] is said


@pytest.mark.parametrize(("chair", "verdict"), [("yes", "passed"), ("no", "not_passed"), (None, "not_passed")])
def test_on_equal_sides_the_chairs_own_hand_decides(
    world: World, meeting: MeetingOfBody, chair: str | None, verdict: str
) -> None:
    vote = closed(world, meeting)
    even = {"yes": 4, "no": 4, "not_voting": 0}
    count = typed(world, meeting, vote, meeting.secretary, counts=even, chair=chair)
    world.must(meeting.chair, "count.confirm", meeting, vote=vote, count=count)
    assert shown(world, meeting.chair, meeting)[vote]["result"]["verdict"] == verdict


def test_on_paper_equal_sides_are_the_chairs_to_decide_aloud(world: World, meeting: MeetingOfBody) -> None:
    vote = on_paper(world, meeting)
    even = {"counts": {"yes": 4, "no": 4, "not_voting": 0}, "issued": 8, "returned": 8, "valid": 8}
    count = typed(world, meeting, vote, meeting.secretary, **even)
    world.must(meeting.members[1], "count.confirm", meeting, vote=vote, count=count)
    assert shown(world, meeting.chair, meeting)[vote]["result"]["verdict"] == "tie"


@pytest.mark.parametrize("secret", [False, True])
def test_a_majority_of_the_ballots_cast_is_of_the_number_that_is_printed(
    world: World, meeting: MeetingOfBody, secret: bool
) -> None:
    vote = on_paper(world, meeting, majority="more_than_half_of_cast", secret=secret)
    counts = {"yes": 3, "no": 2, "not_voting": 0}
    count = [
        typed(world, meeting, vote, person, counts=counts, **THREE_INVALID) for person in meeting.members[: 1 + secret]
    ]
    if not secret:
        world.must(meeting.members[1], "count.confirm", meeting, vote=vote, count=count[0])
    result = shown(world, meeting.chair, meeting)[vote]["result"]
    assert (result["cast"], result["threshold"], result["verdict"]) == (8, 5, "not_passed")
    assert "trên 8 phiếu đã gửi" in result["sentence"]["vi"] and "8 phiếu đã gửi" in result["rule_words"]["vi"]
    assert result["rule_id"] == "more_than_half_of_cast/4"


def test_a_vote_opened_under_the_first_law_keeps_its_verdict(world: World, meeting: MeetingOfBody) -> None:
    vote = on_paper(world, meeting, majority="more_than_half_of_cast")
    with world.house.database.read() as read:
        kept = read.execute(select(Vote.__table__).where(Vote.id == vote)).one()
    typed(world, meeting, vote, meeting.secretary, counts={"yes": 3, "no": 2, "not_voting": 0}, **THREE_INVALID)
    count = next(iter(shown(world, meeting.chair, meeting, "counts")))
    world.must(meeting.members[1], "count.confirm", meeting, vote=vote, count=count)
    old = SimpleNamespace(**{**kept._asdict(), "rules": {**kept.rules, "version": 1}})
    with world.house.database.read() as read:
        result = judge(read, old)
    assert (result["verdict"], result["threshold"], result["cast"]) == ("passed", 3, 8)
    assert result["rule_id"] == "more_than_half_of_cast/1" and "trên 5 phiếu đã gửi" in result["sentence"]["vi"]


@pytest.mark.parametrize(
    ("asked", "counts", "chosen"),
    [
        ({"kind": "choice", "options": ["A", "B"]}, {"A": 5, "B": 2}, ["A"]),
        (
            {"kind": "election", "options": ["An", "Bình", "Chi"], "seats": 2},
            {"An": 6, "Bình": 2, "Chi": 5, "not_voting": 1},
            ["An", "Chi"],
        ),
        ({"kind": "confidence"}, {"high": 3, "trust": 3, "low": 1}, None),
    ],
)
def test_every_kind_of_question_is_held_on_secret_paper(
    world: World, meeting: MeetingOfBody, asked: dict[str, Any], counts: dict[str, int], chosen: list[str] | None
) -> None:
    vote = on_paper(world, meeting, secret=True, **asked)
    for person in meeting.members[:2]:
        typed(world, meeting, vote, person, counts=counts, **PAPER)
    result = shown(world, meeting.chair, meeting)[vote]["result"]
    assert (result["verdict"], result.get("chosen"), result["cast"]) == ("passed", chosen, 8)


@pytest.mark.parametrize(
    ("args", "field"),
    [
        ({"by_hand": "hands", "secret": True}, "secret"),
        ({"by_hand": "hands", "kind": "confidence"}, "by_hand"),
        ({"by_hand": "hands", "options": ["A", "B", "C"], "most": 2}, "by_hand"),
        ({"by_hand": "paper"}, "board"),
        ({"by_hand": "paper", "board": ["khongco"]}, "board"),
    ],
)
def test_a_vote_that_cannot_be_counted_so_is_refused(
    world: World, meeting: MeetingOfBody, args: dict[str, Any], field: str
) -> None:
    code, fields = refused(world, meeting, meeting.chair, "vote.prepare", question="?", **args)
    assert (code, list(fields)) == ("invalid", [field])


def test_a_secret_draft_on_tablets_is_held_on_paper_instead_and_its_box_is_gone(
    world: World, meeting: MeetingOfBody
) -> None:
    board = list(meeting.members[:2])
    vote = world.must(meeting.chair, "vote.prepare", meeting, question="?", secret=True, board=board)["id"]
    assert vote in shown(world, meeting.chair, meeting, "sealed")
    world.must(meeting.chair, "vote.open", meeting, vote=vote, by_hand="paper", board=board)
    assert vote not in shown(world, meeting.chair, meeting, "sealed")
    form = shown(world, meeting.members[3], meeting)[vote]
    assert (form["state"], form["by_hand"], form["board"], form["secret"]) == ("open", "paper", board, True)


def test_a_paper_draft_becomes_a_sealed_one_again(world: World, meeting: MeetingOfBody) -> None:
    board = list(meeting.members[:2])
    told = {"question": "?", "secret": True, "by_hand": "paper", "board": board}
    vote = world.must(meeting.chair, "vote.prepare", meeting, **told)["id"]
    assert vote not in shown(world, meeting.chair, meeting, "sealed")
    assert refused(world, meeting, meeting.chair, "vote.open", vote=vote, by_hand=None)[0] == "conflict"
    world.must(meeting.chair, "vote.prepare", meeting, vote=vote, by_hand=None, board=board)
    assert shown(world, meeting.chair, meeting, "sealed")[vote]["stage"] == "keys"


def test_a_count_below_quorum_at_closing_is_void(world: World, meeting: MeetingOfBody) -> None:
    vote = world.must(meeting.chair, "vote.open", meeting, question="?", by_hand="hands")["id"]
    for person in meeting.members[:4]:
        world.must(meeting.secretary, "attendance.mark", meeting, person=person, status="left")
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    count = typed(world, meeting, vote, meeting.secretary, counts={"yes": 8, "no": 0, "not_voting": 0})
    world.must(meeting.chair, "count.confirm", meeting, vote=vote, count=count)
    assert shown(world, meeting.chair, meeting)[vote]["result"]["verdict"] == "void"
