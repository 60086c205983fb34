"""Written opinions through the writer: who writes, who reads, what is answered, what stands in the minutes."""

from __future__ import annotations

from typing import Any

import pytest

from app import audit
from tests.conftest import MeetingOfBody, World
from tests.meetings.helpers import code

TEXT = "Đề nghị thêm hộ ở đất bãi bồi."


def give(world: World, meeting: MeetingOfBody, person: str, text: str = TEXT, item: int = 0) -> str:
    return str(world.must(person, "opinion.give", meeting, item=meeting.items[item], text=text)["id"])


def read_by(world: World, meeting: MeetingOfBody, person: str) -> list[str]:
    state: dict[str, Any] = world.state(person, meeting) or {}
    return [one["text"] for one in state.get("opinions", {}).values()]


def mine(world: World, meeting: MeetingOfBody, person: str) -> dict[str, Any]:
    found: dict[str, Any] = (world.state(person, meeting) or {}).get("my_opinions", {})
    return found


@pytest.mark.parametrize("phase", ["published", "in_progress"])
def test_the_desk_and_its_author_read_a_written_opinion_and_nobody_else(world: World, phase: str) -> None:
    meeting = world.meeting(phase=phase, guests=1)
    author, other = meeting.members[:2]
    opinion = give(world, meeting, author)
    assert read_by(world, meeting, meeting.chair) == read_by(world, meeting, meeting.secretary) == [TEXT]
    assert mine(world, meeting, author)[opinion]["text"] == TEXT
    for person in (author, other, meeting.guests[0]):
        assert read_by(world, meeting, person) == []
    assert mine(world, meeting, other) == {}
    assert audit.report(world.house)["problems"] == []


def test_where_the_bodys_rule_says_so_members_read_it_too_but_no_guest(world: World) -> None:
    body = world.body(members=4, guests=1)
    world.must(None, "body.set_rule", body, key="opinions", value="members", valid_from="2025-01-01")
    meeting = world.meeting(phase="in_progress", body=body)
    give(world, meeting, meeting.members[0])
    assert read_by(world, meeting, meeting.members[1]) == [TEXT]
    assert read_by(world, meeting, meeting.guests[0]) == []
    assert (world.state(meeting.members[1], meeting) or {})["meeting"][meeting.id]["vote_rules"][
        "opinions"
    ] == "members"


def test_a_guest_writes_on_the_items_they_are_invited_to_alone(world: World) -> None:
    meeting = world.meeting(phase="in_progress", guests=1)
    guest = meeting.guests[0]
    give(world, meeting, guest)
    foreign = world.run(guest, "opinion.give", meeting, item=meeting.items[1], text=TEXT)
    assert code(foreign) == "not_found"


def test_a_substitute_writes_too(world: World) -> None:
    meeting = world.meeting(phase="published")
    stand_in = world.person("Người Đi Thay")
    world.must(meeting.members[0], "attendance.send_substitute", meeting, person=stand_in, reason="Đi công tác")
    give(world, meeting, stand_in)
    assert read_by(world, meeting, meeting.chair) == [TEXT]


def test_its_author_amends_and_withdraws_it_until_it_is_answered(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    author = meeting.members[0]
    first, second = give(world, meeting, author), give(world, meeting, author, "Rà lại phụ lục 2.")
    world.must(author, "opinion.amend", meeting, opinion=first, text="Đề nghị thêm 12 hộ.")
    world.must(author, "opinion.withdraw", meeting, opinion=second)
    assert read_by(world, meeting, meeting.chair) == ["Đề nghị thêm 12 hộ."]
    world.must(meeting.secretary, "opinion.answer", meeting, opinion=first, text="Đã tiếp thu.")
    assert code(world.run(author, "opinion.amend", meeting, opinion=first, text="Khác")) == "conflict"
    assert code(world.run(author, "opinion.withdraw", meeting, opinion=first)) == "conflict"
    assert mine(world, meeting, author)[first]["answer"] == "Đã tiếp thu."
    assert code(world.run(author, "opinion.withdraw", meeting, opinion=second)) == "not_found"
    assert audit.report(world.house)["problems"] == []


def test_nobody_changes_anothers_and_only_the_desk_answers(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    author, other = meeting.members[:2]
    opinion = give(world, meeting, author)
    for person in (other, meeting.chair):
        assert code(world.run(person, "opinion.amend", meeting, opinion=opinion, text="Khác")) == "not_found"
    assert code(world.run(author, "opinion.answer", meeting, opinion=opinion, text="Tự trả lời")) == "not_found"


def test_after_the_end_nothing_is_written_but_answered_still(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    opinion = give(world, meeting, meeting.members[0])
    world.must(meeting.chair, "meeting.end", meeting)
    late = world.run(meeting.members[0], "opinion.give", meeting, item=meeting.items[0], text=TEXT)
    assert code(late) == "not_in_progress"
    world.must(meeting.secretary, "opinion.answer", meeting, opinion=opinion, text="Đã tiếp thu.")


def test_a_written_opinion_is_no_speech(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    give(world, meeting, meeting.members[0])
    assert (world.state(meeting.chair, meeting) or {}).get("speeches", {}) == {}


def test_an_item_with_an_opinion_stays_on_the_agenda(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    give(world, meeting, meeting.members[0], item=2)
    refused = world.run(meeting.secretary, "agenda.remove_item", meeting, item=meeting.items[2])
    assert code(refused) == "conflict" and "góp ý" in refused.error["message"]  # type: ignore[index]


def test_written_opinions_stand_in_the_minutes_with_their_answer_and_withdrawn_ones_do_not(world: World) -> None:
    meeting = world.meeting(phase="in_progress")
    first = give(world, meeting, meeting.members[0])
    gone = give(world, meeting, meeting.members[1], "Rút lại")
    give(world, meeting, meeting.members[1], "Nội dung 3 cần số liệu mới", item=2)
    world.must(meeting.members[1], "opinion.withdraw", meeting, opinion=gone)
    world.must(meeting.secretary, "opinion.answer", meeting, opinion=first, text="Đã tiếp thu")
    world.must(meeting.chair, "meeting.end", meeting)
    blocks = (world.state(meeting.secretary, meeting) or {})["minutes_blocks"].values()
    told = [one["text"] for one in sorted(blocks, key=lambda one: one["order"])]
    assert (
        "Ý kiến bằng văn bản của Lê Văn Hà 1, Ủy viên 1: Đề nghị thêm hộ ở đất bãi bồi. Trả lời: Đã tiếp thu." in told
    )
    assert "Ý kiến bằng văn bản của Lê Văn Vinh 2, Ủy viên 2: Nội dung 3 cần số liệu mới." in told
    assert not any("Rút lại" in one for one in told)
