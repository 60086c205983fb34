"""Time given to groups: who may give it, what counts against it, what it does to the list, and what is kept."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, text

from app import audit
from tests.conftest import MeetingOfBody, World
from tests.meetings.helpers import a_questioning_meeting
from tests.meetings.speaking.test_speaking_commands import ask, refused, speeches


@pytest.fixture
def meeting(world: World) -> MeetingOfBody:
    """`a`, `b` are of the first group, `c`, `d` of the second, `e` of none."""
    found = a_questioning_meeting(world)
    a, b, c, d, _e = found.members[:5]
    world.must(found.secretary, "speaking.set_group", found, people=[a, b], group="Tổ 1")
    world.must(found.secretary, "speaking.set_group", found, people=[c, d], group="Tổ 2")
    return found


def queue(world: World, meeting: MeetingOfBody) -> list[str]:
    """Who waits on the current item."""
    current = (world.state(meeting.chair, meeting) or {})["meeting"][meeting.id]["item"]
    told = speeches(world, meeting.chair, meeting).values()
    waiting = [one for one in told if one["state"] == "waiting" and one["item"] == current]
    return [one["person"] for one in sorted(waiting, key=lambda one: one["order"])]


def quotas(world: World, person: str, meeting: MeetingOfBody) -> list[tuple[str, str | None, int | None]]:
    told = (world.state(person, meeting) or {}).get("quotas", {}).values()
    return sorted(((one["group"], one["item"], one["seconds"]) for one in told), key=str)


def give(world: World, meeting: MeetingOfBody, seconds: int | None, group: str = "Tổ 1", **args: Any) -> None:
    world.must(meeting.chair, "speaking.set_quota", meeting, group=group, seconds=seconds, **args)


def speaks(world: World, meeting: MeetingOfBody, person: str, seconds: int) -> str:
    speech = world.must(meeting.chair, "speaking.call", meeting, person=person)["id"]
    world.pass_time(seconds=seconds)
    world.must(meeting.chair, "speaking.finish", meeting, speech=speech)
    return str(speech)


def all_ask(world: World, meeting: MeetingOfBody, *people: str) -> dict[str, str]:
    found = {}
    for person in people:
        found[person] = ask(world, person, meeting)
        world.pass_time(seconds=1)
    return found


def test_the_desk_gives_groups_time_and_alone_sees_it(world: World, meeting: MeetingOfBody) -> None:
    item = meeting.items[1]
    give(world, meeting, 900, group=" Tổ  1 ")
    world.must(meeting.secretary, "speaking.set_quota", meeting, group="Tổ 1", seconds=300, item=item)
    assert quotas(world, meeting.chair, meeting) == [("Tổ 1", item, 300), ("Tổ 1", None, 900)]
    for person in (meeting.members[0], meeting.guests[0]):
        assert quotas(world, person, meeting) == []
    assert (
        refused(world, meeting.members[0], "speaking.set_quota", meeting, group="Tổ 1", seconds=60)[0] == "not_allowed"
    )
    assert refused(world, meeting.chair, "speaking.set_quota", meeting, group="Tổ 9", seconds=60)[0] == "invalid"
    assert refused(world, meeting.chair, "speaking.set_quota", meeting, group=" ", seconds=60)[0] == "invalid"
    again = world.run(meeting.chair, "speaking.set_quota", meeting, group="Tổ 1", seconds=900)
    gone = world.run(meeting.chair, "speaking.set_quota", meeting, group="Tổ 1", seconds=None, item=item)
    assert again.ok and gone.ok and gone.seq == again.seq + 1
    assert quotas(world, meeting.chair, meeting) == [("Tổ 1", None, 900)]


def test_a_group_that_has_used_up_its_time_comes_after_the_others(world: World, meeting: MeetingOfBody) -> None:
    a, b, c, _d, e = meeting.members[:5]
    give(world, meeting, 300)
    all_ask(world, meeting, b, c, e)
    speaks(world, meeting, a, 299)
    assert queue(world, meeting) == [b, c, e]
    speaks(world, meeting, a, 1)
    assert queue(world, meeting) == [c, e, b]
    give(world, meeting, 301)
    assert queue(world, meeting) == [b, c, e]
    give(world, meeting, None)
    assert queue(world, meeting) == [b, c, e]


def test_a_group_whose_speaker_uses_up_its_time_comes_after_the_others_while_they_still_speak(
    world: World, meeting: MeetingOfBody
) -> None:
    a, b, c, d, e = meeting.members[:5]
    give(world, meeting, 300)
    all_ask(world, meeting, b, c)
    speaks(world, meeting, a, 200)
    speech = world.must(meeting.chair, "speaking.call", meeting, person=a)["id"]
    world.pass_time(seconds=99)
    ask(world, d, meeting)
    assert queue(world, meeting) == [b, c, d]
    world.pass_time(seconds=1)
    assert queue(world, meeting) == [b, c, d]  # nobody changes places as the seconds go by
    ask(world, e, meeting)
    assert queue(world, meeting) == [c, d, e, b]
    world.must(meeting.chair, "speaking.finish", meeting, speech=speech)
    assert queue(world, meeting) == [c, d, e, b]


def test_whom_the_chair_has_placed_and_who_speaks_on_procedure_stay_where_they_are(
    world: World, meeting: MeetingOfBody
) -> None:
    a, b, c, d, _e = meeting.members[:5]
    give(world, meeting, 60)
    ids = all_ask(world, meeting, b, c)
    world.must(meeting.chair, "speaking.move", meeting, speech=ids[b], after=None)
    speaks(world, meeting, a, 60)
    ask(world, a, meeting, kind="point_of_order")
    assert queue(world, meeting) == [a, b, c]
    ask(world, a, meeting, kind="question")
    ask(world, d, meeting, kind="question")
    assert queue(world, meeting)[:1] == [a] and queue(world, meeting)[-1] == c  # within the lane


def test_who_asks_of_a_group_without_time_comes_behind(world: World, meeting: MeetingOfBody) -> None:
    a, b, c, d, _e = meeting.members[:5]
    give(world, meeting, 60)
    speaks(world, meeting, a, 90)
    all_ask(world, meeting, b, c, d)
    assert queue(world, meeting) == [c, d, b]


def test_what_is_overrun_is_owed_on_the_next_item_and_paid_there(world: World, meeting: MeetingOfBody) -> None:
    a, b, c, _d, _e = meeting.members[:5]
    first, second, third = meeting.items[:3]
    give(world, meeting, 300)
    speaks(world, meeting, a, 480)  # 180 too many
    world.must(b, "speaking.request", meeting, item=second)
    world.must(meeting.chair, "agenda.start_item", meeting, item=second)
    ask(world, c, meeting)
    assert queue(world, meeting) == [b, c]
    speaks(world, meeting, a, 119)
    assert queue(world, meeting) == [b, c]
    speaks(world, meeting, a, 1)
    assert queue(world, meeting) == [c, b]
    world.must(meeting.chair, "agenda.start_item", meeting, item=third)
    all_ask(world, meeting, b, c)
    speaks(world, meeting, a, 299)
    assert queue(world, meeting) == [b, c]
    assert first != second


def test_a_debt_follows_the_order_in_which_items_are_taken_up(world: World, meeting: MeetingOfBody) -> None:
    a, b, c, _d, _e = meeting.members[:5]
    first, second, third = meeting.items[:3]
    give(world, meeting, 300)
    speaks(world, meeting, a, 600)
    world.must(b, "speaking.request", meeting, item=third)
    world.must(c, "speaking.request", meeting, item=third)
    world.must(meeting.chair, "agenda.start_item", meeting, item=third)
    assert queue(world, meeting) == [c, b]  # the debt is as long as all of its time
    world.pass_time(seconds=1)
    world.must(meeting.chair, "agenda.start_item", meeting, item=second)
    all_ask(world, meeting, b, c)
    assert queue(world, meeting) == [b, c]
    assert first not in (second, third)


def test_replies_and_time_added_count_and_a_call_taken_back_does_not(world: World, meeting: MeetingOfBody) -> None:
    a, b, c, _d, e = meeting.members[:5]
    give(world, meeting, 300)
    all_ask(world, meeting, b, c)
    undone = world.must(meeting.chair, "speaking.call", meeting, person=a)["id"]
    world.pass_time(seconds=59)
    world.must(meeting.chair, "speaking.undo_call", meeting, speech=undone)
    main = world.must(meeting.chair, "speaking.call", meeting, person=e)["id"]
    reply = world.must(meeting.chair, "speaking.reply", meeting, person=a)["id"]
    world.must(meeting.chair, "speaking.extend", meeting, speech=reply, seconds=600)
    world.pass_time(seconds=299)
    world.must(meeting.chair, "speaking.finish", meeting, speech=reply)
    assert queue(world, meeting) == [b, c]
    world.pass_time(seconds=400)  # of no group
    world.must(meeting.chair, "speaking.finish", meeting, speech=main)
    assert queue(world, meeting) == [b, c]
    speaks(world, meeting, a, 1)
    assert queue(world, meeting) == [c, b]


def test_what_was_spoken_stays_the_group_s_one_was_of(world: World, meeting: MeetingOfBody) -> None:
    a, b, c, _d, _e = meeting.members[:5]
    give(world, meeting, 60)
    speech = speaks(world, meeting, a, 60)
    world.must(meeting.secretary, "speaking.set_group", meeting, people=[a], group="Tổ 2")
    all_ask(world, meeting, b, c, a)
    assert queue(world, meeting) == [c, a, b]
    assert speeches(world, meeting.chair, meeting)[speech]["group"] == "Tổ 1"
    assert "group" not in speeches(world, a, meeting)[speech]


def test_an_item_that_is_over_stays_as_it_was(world: World, meeting: MeetingOfBody) -> None:
    a, b, c, _d, _e = meeting.members[:5]
    first, second = meeting.items[:2]
    give(world, meeting, 300)
    speaks(world, meeting, a, 300)
    world.must(meeting.chair, "agenda.start_item", meeting, item=second)
    give(world, meeting, 120)
    assert quotas(world, meeting.chair, meeting) == [("Tổ 1", first, 300), ("Tổ 1", None, 120)]
    all_ask(world, meeting, b, c)
    assert queue(world, meeting) == [b, c]  # nothing is owed of an item that had five minutes
    code, error = refused(world, meeting.chair, "speaking.set_quota", meeting, group="Tổ 1", seconds=60, item=first)
    assert code == "conflict" and "đã kết thúc" in error["message"]


def test_time_given_after_an_item_is_over_makes_no_debt_of_it(world: World, meeting: MeetingOfBody) -> None:
    a, b, c, _d, _e = meeting.members[:5]
    speaks(world, meeting, a, 900)
    world.must(meeting.chair, "agenda.start_item", meeting, item=meeting.items[1])
    give(world, meeting, 120)
    all_ask(world, meeting, b, c)
    assert queue(world, meeting) == [b, c]


def test_time_goes_with_its_item(world: World, meeting: MeetingOfBody) -> None:
    give(world, meeting, 300, item=meeting.items[2])
    world.must(meeting.secretary, "agenda.remove_item", meeting, item=meeting.items[2])
    assert quotas(world, meeting.chair, meeting) == []


def test_a_meeting_without_quotas_reads_nothing_of_them(world: World, meeting: MeetingOfBody) -> None:
    read: list[str] = []
    listen = lambda _conn, _cursor, statement, *_rest: read.append(statement)  # noqa: E731
    event.listen(world.house.database.writing, "before_cursor_execute", listen)
    try:
        ask(world, meeting.members[0], meeting)
    finally:
        event.remove(world.house.database.writing, "before_cursor_execute", listen)
    assert read and not [one for one in read if "quotas" in one]


def test_the_audit_tells_time_that_nobody_gave(world: World, meeting: MeetingOfBody) -> None:
    speaks(world, meeting, meeting.members[0], 30)
    world.must(meeting.chair, "agenda.start_item", meeting, item=meeting.items[1])
    give(world, meeting, 300)
    give(world, meeting, 60, item=meeting.items[2])
    give(world, meeting, None, item=meeting.items[2])
    give(world, meeting, 240)
    assert audit.report(world.house)["problems"] == []
    with world.house.database.write() as connection:
        connection.execute(text("UPDATE quotas SET seconds = 9000 WHERE item IS NULL"))
    assert "quota_differs" in {one["code"] for one in audit.report(world.house)["problems"]}
