"""Consent items: said beforehand by members, adopted by the chair in one act, taken out by a single objection."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from app import audit
from meetings.attendance.rules import TWO_THIRDS, Quorum, quorum
from tests.conftest import MeetingOfBody, World
from voting.consent import rules
from voting.ruling import rules as ruling


@pytest.fixture
def meeting(world: World) -> Iterator[MeetingOfBody]:
    """Three items wait to be adopted where nobody objects. Whatever a test did, the audit has nothing to say."""
    held = world.meeting(phase="published", guests=1)
    for item in held.items:
        world.must(held.secretary, "agenda.edit_item", held, item=item, vote_kind="consent")
    yield held
    assert audit.report(world.house)["problems"] == []


def begin(world: World, meeting: MeetingOfBody) -> None:
    world.pass_time(minutes=45)
    for person in meeting.body.roll:
        world.must(meeting.secretary, "attendance.mark", meeting, person=person, status="present")
    world.must(meeting.chair, "meeting.start", meeting)


def say(world: World, meeting: MeetingOfBody, person: str, item: str, mark: str) -> Any:
    return world.run(person, "consent.mark", meeting, item=item, mark=mark)


def shown(world: World, person: str, meeting: MeetingOfBody, collection: str) -> dict[str, Any]:
    return dict((world.state(person, meeting) or {}).get(collection, {}))


def test_unopposed_items_are_adopted_in_one_act_and_the_opposed_one_is_left(
    world: World, meeting: MeetingOfBody
) -> None:
    first, second, third = meeting.items
    one, two = meeting.members[:2]
    for item in meeting.items:
        assert say(world, meeting, one, item, "agreed").ok
    assert say(world, meeting, two, second, "objection").ok
    begin(world, meeting)
    world.must(meeting.chair, "consent.adopt", meeting, items=[first, third])
    (act,) = shown(world, one, meeting, "adoptions").values()
    assert (act["items"], act["taken_out"], act["by"]) == ([first, third], [second], meeting.chair)
    assert (act["present"], act["members"]) == (8, 8)
    states = {item: form["state"] for item, form in shown(world, one, meeting, "items").items()}
    assert states == {first: "done", second: "waiting", third: "done"}
    world.must(meeting.chair, "agenda.start_item", meeting, item=second)


def test_who_wishes_to_speak_takes_the_item_out_and_may_think_again(world: World, meeting: MeetingOfBody) -> None:
    begin(world, meeting)
    item, member = meeting.items[0], meeting.members[0]
    assert say(world, meeting, member, item, "speak").ok
    assert world.run(meeting.chair, "consent.adopt", meeting, items=[item]).error["code"] == "conflict"
    assert say(world, meeting, member, item, "agreed").ok
    again = say(world, meeting, member, item, "agreed")
    assert again.ok and again.seq == say(world, meeting, member, item, "agreed").seq
    world.must(meeting.chair, "consent.adopt", meeting, items=[item])
    assert say(world, meeting, member, item, "objection").error["code"] == "conflict"
    assert world.run(meeting.chair, "consent.adopt", meeting, items=[item]).error["code"] == "conflict"


def test_a_word_is_seen_by_the_desk_and_by_who_said_it_and_by_nobody_else(world: World, meeting: MeetingOfBody) -> None:
    item, (one, two, *_rest) = meeting.items[0], meeting.members
    assert say(world, meeting, one, item, "objection").ok
    for person in (meeting.chair, meeting.secretary):
        (form,) = shown(world, person, meeting, "consents").values()
        assert (form["person"], form["item"], form["mark"]) == (one, item, "objection")
    assert shown(world, one, meeting, "my_consents")[item]["mark"] == "objection"
    for person in (one, two, meeting.guests[0]):
        assert shown(world, person, meeting, "consents") == {}
    assert shown(world, two, meeting, "my_consents") == {}


def test_only_the_chair_adopts_and_only_members_say_anything(world: World, meeting: MeetingOfBody) -> None:
    item = meeting.items[0]
    for person in (meeting.secretary, meeting.guests[0]):
        assert say(world, meeting, person, item, "agreed").error["code"] in ("not_allowed", "not_found")
    begin(world, meeting)
    for person in (meeting.secretary, meeting.members[0]):
        assert world.run(person, "consent.adopt", meeting, items=[item]).error["code"] == "not_allowed"


def test_nothing_is_adopted_below_quorum(world: World, meeting: MeetingOfBody) -> None:
    begin(world, meeting)
    for person in meeting.members[:3]:
        world.must(meeting.secretary, "attendance.mark", meeting, person=person, status="left")
    refused = world.run(meeting.chair, "consent.adopt", meeting, items=[meeting.items[0]])
    assert refused.error["code"] == "conflict" and "5 trên tổng số 8" in refused.error["message"]


@pytest.mark.parametrize("online_votes", [False, True])
def test_who_is_online_makes_the_quorum_and_consents_only_where_the_rules_let_them_vote(
    world: World, meeting: MeetingOfBody, online_votes: bool
) -> None:
    day = world.now.date().isoformat()
    world.must(None, "body.set_rule", meeting.body, key="online_votes", value=online_votes, valid_from=day)
    begin(world, meeting)
    for person in meeting.members[:4]:
        world.must(meeting.secretary, "attendance.mark", meeting, person=person, status="online")
    answer = world.run(meeting.chair, "consent.adopt", meeting, items=[meeting.items[0]])
    assert answer.ok is online_votes
    if not online_votes:
        assert answer.error["code"] == "conflict" and "trong đó 4 người được biểu quyết" in answer.error["message"]
        world.must(meeting.secretary, "attendance.mark", meeting, person=meeting.members[0], status="present")
        world.must(meeting.chair, "consent.adopt", meeting, items=[meeting.items[0]])


def test_an_item_for_ordinary_voting_is_neither_marked_nor_adopted(world: World, meeting: MeetingOfBody) -> None:
    item = meeting.items[0]
    world.must(meeting.secretary, "agenda.edit_item", meeting, item=item, vote_kind="open")
    assert say(world, meeting, meeting.members[0], item, "agreed").error["code"] == "conflict"
    begin(world, meeting)
    assert world.run(meeting.chair, "consent.adopt", meeting, items=[item]).error["code"] == "conflict"
    assert world.run(meeting.chair, "consent.adopt", meeting, items=["khongco"]).error["code"] == "not_found"


def test_an_item_on_which_somebody_has_said_something_stays_on_the_agenda(world: World, meeting: MeetingOfBody) -> None:
    assert say(world, meeting, meeting.members[0], meeting.items[0], "agreed").ok
    gone = world.run(meeting.secretary, "agenda.remove_item", meeting, item=meeting.items[0])
    assert gone.error["code"] == "conflict"


def test_the_minutes_tell_what_was_adopted_and_what_was_taken_out(world: World, meeting: MeetingOfBody) -> None:
    first, second, third = meeting.items
    assert say(world, meeting, meeting.members[0], third, "objection").ok
    begin(world, meeting)
    world.must(meeting.chair, "consent.adopt", meeting, items=[first, second])
    world.must(meeting.chair, "agenda.start_item", meeting, item=third)
    world.must(meeting.chair, "meeting.end", meeting)
    world.must(meeting.secretary, "minutes.draft", meeting)
    told = [form["text"] for form in shown(world, meeting.secretary, meeting, "minutes_blocks").values()]
    said = [line for line in told if line.startswith("Không thành viên nào có ý kiến khác.")]
    assert len(said) == 2 and "thông qua cùng lúc với 01 nội dung khác (có mặt 08 trên tổng số 08" in said[0]
    assert sum("không thông qua chung, vì có thành viên có ý kiến khác" in line for line in told) == 1
    assert not any("chưa được xem xét" in line for line in told)


# -- who wished to speak is on the list ----------


def on_the_list(world: World, meeting: MeetingOfBody, item: str) -> list[str]:
    speeches = [one for one in shown(world, meeting.chair, meeting, "speeches").values() if one["item"] == item]
    return [one["person"] for one in sorted(speeches, key=lambda one: one["order"]) if one["state"] == "waiting"]


def test_who_wished_to_speak_is_on_the_list_when_the_item_is_taken_up(world: World, meeting: MeetingOfBody) -> None:
    item, (one, two, three, four, five, *_rest) = meeting.items[0], meeting.members
    for person, mark in ((two, "speak"), (one, "speak"), (three, "speak"), (four, "objection"), (five, "speak")):
        world.pass_time(seconds=1)
        assert say(world, meeting, person, item, mark).ok
    assert say(world, meeting, meeting.chair, item, "speak").ok
    assert say(world, meeting, three, item, "agreed").ok
    begin(world, meeting)
    world.must(meeting.secretary, "attendance.mark", meeting, person=five, status="left")
    assert on_the_list(world, meeting, item) == []
    world.must(meeting.chair, "agenda.start_item", meeting, item=item)
    assert on_the_list(world, meeting, item) == [two, one]
    (mine,) = [form for form in shown(world, one, meeting, "speeches").values() if form["person"] == one]
    assert (mine["gist"], mine["asked_by"]) == ("Đã xin phát biểu từ trước.", None)
    world.must(four, "speaking.request", meeting)
    assert on_the_list(world, meeting, item) == [two, one, four]


def test_nobody_is_put_on_the_list_twice_for_one_wish(world: World, meeting: MeetingOfBody) -> None:
    first, second, _third = meeting.items
    one, two, three = meeting.members[:3]
    for person in (one, two, three):
        assert say(world, meeting, person, first, "speak").ok
    begin(world, meeting)
    world.must(one, "speaking.request", meeting, item=first, gist="Về kinh phí")
    world.must(meeting.chair, "agenda.start_item", meeting, item=first)
    assert sorted(on_the_list(world, meeting, first)) == sorted([one, two, three])
    world.must(meeting.chair, "speaking.call", meeting, person=two)
    theirs = next(id for id, form in shown(world, three, meeting, "speeches").items() if form["person"] == three)
    world.must(three, "speaking.withdraw", meeting, speech=theirs)
    floor = next(id for id, form in shown(world, two, meeting, "speeches").items() if form["person"] == two)
    world.must(meeting.chair, "speaking.finish", meeting, speech=floor)
    world.must(meeting.chair, "agenda.start_item", meeting, item=second)
    world.must(meeting.chair, "agenda.start_item", meeting, item=first)
    assert on_the_list(world, meeting, first) == [one]


# -- an adoption is annulled ----------


def adopted(world: World, meeting: MeetingOfBody, items: list[str]) -> str:
    return str(world.must(meeting.chair, "consent.adopt", meeting, items=items)["id"])


def states(world: World, meeting: MeetingOfBody) -> list[str]:
    forms = shown(world, meeting.chair, meeting, "items")
    return [forms[item]["state"] for item in meeting.items]


def test_an_annulled_adoption_stays_readable_and_its_items_wait_again(world: World, meeting: MeetingOfBody) -> None:
    first, second, third = meeting.items
    begin(world, meeting)
    act = adopted(world, meeting, [first, second])
    for person in (meeting.secretary, meeting.members[0]):
        refused = world.run(person, "consent.annul", meeting, adoption=act, reason="Nhầm")
        assert refused.error["code"] == "not_allowed"
    assert list(world.run(meeting.chair, "consent.annul", meeting, adoption=act, reason=" ").error["fields"]) == [
        "reason"
    ]
    world.must(meeting.chair, "agenda.start_item", meeting, item=second)
    world.must(meeting.chair, "consent.annul", meeting, adoption=act, reason="Còn ý kiến  về kinh phí")
    assert states(world, meeting) == ["waiting", "current", "waiting"]
    (form,) = shown(world, meeting.members[0], meeting, "adoptions").values()
    assert (form["items"], form["annulled_by"], form["reason"]) == (
        [first, second],
        meeting.chair,
        "Còn ý kiến về kinh phí",
    )
    again = world.run(meeting.chair, "consent.annul", meeting, adoption=act, reason="Lần nữa")
    assert again.error["code"] == "conflict"
    assert say(world, meeting, meeting.members[0], first, "objection").ok
    assert world.run(meeting.chair, "consent.adopt", meeting, items=[first]).error["code"] == "conflict"
    adopted(world, meeting, [third])
    world.must(meeting.chair, "agenda.start_item", meeting, item=first)


def test_nothing_is_adopted_over_its_vote_until_the_result_is_announced(world: World, meeting: MeetingOfBody) -> None:
    first, second, _third = meeting.items
    begin(world, meeting)
    vote = world.must(meeting.chair, "vote.open", meeting, question="Thông qua?", item=second)["id"]
    refused = world.run(meeting.chair, "consent.adopt", meeting, items=[first, second])
    assert refused.error["code"] == "conflict" and "Nội dung 2 đang biểu quyết" in refused.error["message"]
    world.must(meeting.chair, "vote.close", meeting, vote=vote)
    refused = world.run(meeting.chair, "consent.adopt", meeting, items=[first, second])
    assert refused.error["code"] == "conflict" and "Nội dung 2 có kết quả" in refused.error["message"]
    adopted(world, meeting, [first])
    world.must(meeting.chair, "vote.annul", meeting, vote=vote, reason="Thông qua chung")
    adopted(world, meeting, [second])


def test_an_adoption_stands_once_the_meeting_is_over(world: World, meeting: MeetingOfBody) -> None:
    begin(world, meeting)
    act = adopted(world, meeting, meeting.items[:2])
    world.must(meeting.chair, "meeting.end", meeting)
    refused = world.run(meeting.chair, "consent.annul", meeting, adoption=act, reason="Muộn")
    assert refused.error["code"] == "not_in_progress" and "kết thúc" in refused.error["message"]
    assert states(world, meeting) == ["done", "done", "waiting"]


def test_the_minutes_tell_that_an_adoption_was_annulled_and_why(world: World, meeting: MeetingOfBody) -> None:
    begin(world, meeting)
    act = adopted(world, meeting, meeting.items)
    world.must(meeting.chair, "consent.annul", meeting, adoption=act, reason="Đọc nhầm tên nội dung")
    adopted(world, meeting, meeting.items[:2])
    world.must(meeting.chair, "meeting.end", meeting)
    world.must(meeting.secretary, "minutes.draft", meeting)
    told = [form["text"] for form in shown(world, meeting.secretary, meeting, "minutes_blocks").values()]
    said = "Việc thông qua này đã bị chủ trì hủy lúc"
    assert sum(said in line and "lý do: Đọc nhầm tên nội dung." in line for line in told) == 3
    assert sum("chưa được xem xét" in line for line in told) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE consent_marks SET mark = 'agreed'", "consent_differs"),
        ("DELETE FROM consent_marks", "consent_differs"),
        ("UPDATE adoptions SET taken_out = '[]'", "adoption_differs"),
        ("UPDATE adoptions SET present = 3", "adoption_differs"),
        ("UPDATE adoptions SET present = 3", "adoption_cannot_be"),
        ("DELETE FROM adoptions", "adoption_differs"),
        ("UPDATE adoptions SET reason = 'khác'", "adoption_differs"),
        ("UPDATE adoptions SET annulled_at = at, annulled_by = by", "adoption_differs"),
    ],
)
def test_the_audit_finds_what_was_changed_behind_the_house(world: World, change: str, code: str) -> None:
    held = world.meeting(phase="published")
    for item in held.items:
        world.must(held.secretary, "agenda.edit_item", held, item=item, vote_kind="consent")
    assert say(world, held, held.members[0], held.items[1], "objection").ok
    begin(world, held)
    world.must(held.chair, "consent.adopt", held, items=[held.items[0]])
    with world.house.database.write() as write:
        write.execute(text(change))
    assert code in {problem["code"] for problem in audit.report(world.house)["problems"]}


ids = st.sampled_from("abcdef")
matters = st.lists(
    st.builds(rules.Matter, ids, st.sampled_from(["consent", "open"]), st.sampled_from(["waiting", "current", "done"])),
    unique_by=lambda one: one.id,
)
marks = st.lists(st.tuples(ids, st.sampled_from(["agreed", "objection", "speak"])))


@given(matters, marks)
def test_every_waiting_consent_item_is_either_unopposed_or_taken_out(
    items: list[rules.Matter], said: list[tuple[str, str]]
) -> None:
    free, out = rules.sorted_out(items, said)
    assert sorted([*free, *out]) == sorted(item.id for item in items if item.waits)
    assert not {item for item, mark in said if mark != "agreed"} & set(free)
    assert (rules.adopt_fault(free, free) is None) and all(rules.adopt_fault([item], free) for item in out)


@given(matters, marks, ids)
def test_one_more_objection_never_frees_an_item(
    items: list[rules.Matter], said: list[tuple[str, str]], item: str
) -> None:
    before = rules.sorted_out(items, said)[0]
    after = rules.sorted_out(items, [*said, (item, "objection")])[0]
    assert after == [one for one in before if one != item]


@pytest.mark.parametrize(
    ("rule", "present", "met", "carries"),
    [
        ("more_than_half_of_members", 16, True, True),
        ("more_than_half_of_members", 16, False, False),
        ("two_thirds_of_members", 12, True, False),
        ("unanimous_of_members", 22, True, False),
        ("unanimous_of_members", 23, True, True),
        ({"name": "at_least", "k": 20}, 19, True, False),
    ],
)
def test_those_present_must_be_able_to_decide(rule: Any, present: int, met: bool, carries: bool) -> None:
    assert rules.carries(rule, Quorum(12, present, met), 23, present) is carries


@given(st.sampled_from(sorted(ruling.SHARES)), st.integers(1, 40), st.data())
def test_no_adoption_carries_what_all_who_may_vote_could_not_pass_by_a_vote(
    rule: str, members: int, data: st.DataObject
) -> None:
    present = data.draw(st.integers(0, members))
    voters = data.draw(st.integers(0, present))
    here = quorum(present, members)
    ballot = ruling.Ballot(
        options=ruling.BALLOT, counts={"yes": voters}, members=members, present=present,
        majority=ruling.Majority(rule), quorum=here,
    )  # fmt: skip
    assert rules.carries(rule, here, members, voters) is (ruling.judge(ballot).verdict == "passed")


def test_an_adoption_from_before_the_voters_were_kept_counts_all_who_were_there() -> None:
    held = {"quorum": TWO_THIRDS, "majority": "more_than_half_of_members"}
    assert not rules.adoption_fault(held, 8, 8, 6)
    assert rules.adoption_fault({**held, "voters": 4}, 8, 8, 6)
    assert rules.adoption_fault({**held, "voters": 9}, 8, 8, 6)
