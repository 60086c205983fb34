"""Showing a page to everybody: who may, who sees it, how fast it turns, and what ends it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from app import audit
from app.journal import EntryRow
from tests.conftest import MeetingOfBody, World
from tests.meetings.room.test_screens import let_in

Page = dict[str, Any]


def published(world: World, meeting: MeetingOfBody, item: int | None = 0, pages: int = 18) -> str:
    """A paper that everybody reads, with a viewing copy."""
    told = {"sha256": "0" * 64, "name": "a.pdf", "media_type": "application/pdf", "size": 9}
    file = world.house.execute_internal("file.keep", "system", told, person=meeting.secretary).result["id"]
    of = {} if item is None else {"item": meeting.items[item]}
    paper = str(world.must(meeting.secretary, "paper.add", meeting, file=file, **of)["id"])
    world.must(None, "paper.converted", meeting, paper=paper, version=1, viewing="1" * 64, pages=pages)
    world.must(meeting.secretary, "paper.submit", meeting, paper=paper)
    world.must(meeting.chair, "paper.approve", meeting, paper=paper)
    world.must(meeting.secretary, "paper.publish", meeting, paper=paper)
    return paper


def shown(world: World, person: str, meeting: MeetingOfBody) -> Page | None:
    found = list((world.state(person, meeting) or {}).get("presenting", {}).values())
    return dict(found[0]) if found else None


def presents(world: World, meeting: MeetingOfBody, person: str, paper: str, page: int = 3) -> None:
    world.must(person, "presenting.start", meeting, paper=paper, version=1, page=page)


def test_what_the_chair_presents_is_seen_by_members_and_on_every_screen(world: World) -> None:
    meeting = world.meeting("in_progress")
    browser, _screen = let_in(world, meeting)
    paper = published(world, meeting)
    presents(world, meeting, meeting.chair, paper)
    seen = shown(world, meeting.members[0], meeting)
    assert seen and (seen["state"], seen["paper"], seen["version"], seen["page"]) == ("on", paper, 1, 3)
    state = browser.get(f"/api/streams/{meeting.stream}").json["state"]
    assert list(state["presenting"].values()) == [seen]
    world.pass_time(seconds=5)
    world.must(meeting.chair, "presenting.turn", meeting, page=4)
    late = shown(world, meeting.members[1], meeting)
    assert late and late["page"] == 4
    world.must(meeting.chair, "presenting.stop", meeting)
    over = shown(world, meeting.members[0], meeting)
    assert over and (over["state"], over["why"], over["paper"], over["by"]) == ("over", "stopped", None, None)
    assert audit.report(world.house)["problems"] == []


def test_a_guest_sees_only_what_is_presented_at_items_they_are_invited_to(world: World) -> None:
    meeting = world.meeting("in_progress", guests=1)
    mine, other, everybody = published(world, meeting), published(world, meeting, 1), published(world, meeting, None)
    guest = meeting.guests[0]
    presents(world, meeting, meeting.chair, mine)
    assert shown(world, guest, meeting)
    for paper in (other, everybody):
        presents(world, meeting, meeting.chair, paper)
        assert shown(world, guest, meeting) is None, paper
        assert shown(world, meeting.members[0], meeting)
    world.must(meeting.chair, "presenting.stop", meeting)
    assert shown(world, guest, meeting) is None


def test_the_desk_presents_and_whoever_has_the_floor(world: World) -> None:
    meeting = world.meeting("in_progress")
    paper, speaker, member = published(world, meeting), meeting.members[0], meeting.members[1]
    for person in (meeting.chair, meeting.secretary):
        presents(world, meeting, person, paper)
    told = {"paper": paper, "version": 1}
    assert world.run(speaker, "presenting.start", meeting, **told).error["code"] == "not_allowed"
    world.must(meeting.chair, "speaking.call", meeting, person=speaker)
    presents(world, meeting, speaker, paper)
    world.pass_time(seconds=1)
    assert world.run(member, "presenting.turn", meeting, page=5).error["code"] == "not_allowed"
    assert world.run(meeting.chair, "presenting.turn", meeting, page=5).error["code"] == "not_allowed"
    world.must(speaker, "presenting.turn", meeting, page=5)
    assert world.run(member, "presenting.stop", meeting).error["code"] == "not_allowed"
    world.must(meeting.chair, "presenting.stop", meeting)


@pytest.mark.parametrize("named", ["Ủy viên 1", "đồng chí Lê Văn Hà 1 trình"])
def test_whom_the_current_item_names_as_its_presenter_presents(world: World, named: str) -> None:
    meeting = world.meeting("in_progress")
    paper, first, second = published(world, meeting), meeting.members[0], meeting.members[1]
    world.must(meeting.secretary, "agenda.edit_item", meeting, item=meeting.items[0], presenter=named)
    told = {"paper": paper, "version": 1}
    assert world.run(second, "presenting.start", meeting, **told).error["code"] == "not_allowed"
    presents(world, meeting, first, paper)


def test_only_what_everybody_may_read_is_presented(world: World) -> None:
    meeting = world.meeting("in_progress")
    paper = published(world, meeting)
    told = {"sha256": "2" * 64, "name": "b.pdf", "media_type": "application/pdf", "size": 9}
    file = world.house.execute_internal("file.keep", "system", told, person=meeting.secretary).result["id"]
    draft = world.must(meeting.secretary, "paper.add", meeting, file=file, item=meeting.items[0])["id"]
    for name, args in (
        ("conflict", {"paper": draft, "version": 1}),
        ("not_found", {"paper": paper, "version": 2}),
        ("invalid", {"paper": paper, "version": 1, "page": 19}),
    ):
        assert world.run(meeting.secretary, "presenting.start", meeting, **args).error["code"] == name
    world.must(meeting.chair, "meeting.pause", meeting)
    late = world.run(meeting.chair, "presenting.start", meeting, paper=paper, version=1)
    assert late.error["code"] == "not_in_progress"


def test_leafing_does_not_flood_the_journal(world: World) -> None:
    """The server refuses what is faster than anybody reads; the page one comes to is told a moment later."""
    meeting = world.meeting("in_progress")
    presents(world, meeting, meeting.chair, published(world, meeting))
    world.pass_time(seconds=1)

    def turned() -> int:
        counted = select(func.count()).select_from(EntryRow).where(EntryRow.kind == "presenting.turned")
        with world.house.database.read() as read:
            return int(read.execute(counted).scalar_one())

    codes = []
    for page in range(4, 19):
        result = world.run(meeting.chair, "presenting.turn", meeting, page=page)
        codes.append("" if result.ok else result.error["code"])
        world.pass_time(seconds=0.05)
    assert codes.count("") == turned() == 3 and set(codes) == {"", "too_many"}
    world.pass_time(seconds=1)
    world.must(meeting.chair, "presenting.turn", meeting, page=18)
    world.must(meeting.chair, "presenting.turn", meeting, page=18)
    assert turned() == 4


def test_a_paper_recalled_while_it_is_presented_is_shown_no_more_and_everybody_is_told_why(world: World) -> None:
    meeting = world.meeting("in_progress")
    paper, other = published(world, meeting), published(world, meeting)
    presents(world, meeting, meeting.chair, paper)
    world.must(meeting.secretary, "paper.recall", meeting, paper=other, reason="Nhầm tệp")
    assert shown(world, meeting.members[0], meeting)["state"] == "on"  # type: ignore[index]
    world.must(meeting.secretary, "paper.recall", meeting, paper=paper, reason="Nhầm tệp")
    over = shown(world, meeting.members[0], meeting)
    assert over and (over["state"], over["why"], over["paper"]) == ("over", "recalled", None)
    assert world.run(meeting.chair, "presenting.turn", meeting, page=4).error["code"] == "conflict"
    assert audit.report(world.house)["problems"] == []


def test_an_item_deleted_while_its_document_is_presented_is_shown_no_more_and_everybody_is_told_why(
    world: World,
) -> None:
    """Not by accident: its papers have to be named with it."""
    meeting = world.meeting("in_progress")
    paper, other = published(world, meeting, 1), published(world, meeting, 2)
    presents(world, meeting, meeting.chair, paper)
    removed = world.run(meeting.secretary, "agenda.remove_item", meeting, item=meeting.items[1])
    assert removed.error["code"] == "conflict"
    assert shown(world, meeting.members[0], meeting)["state"] == "on"  # type: ignore[index]
    world.must(meeting.secretary, "agenda.remove_item", meeting, item=meeting.items[1], with_papers=[paper])
    for person in (meeting.members[0], meeting.chair):
        over = shown(world, person, meeting)
        assert over and (over["state"], over["why"], over["paper"]) == ("over", "recalled", None)
    assert world.run(meeting.chair, "presenting.turn", meeting, page=4).error["code"] == "conflict"
    presents(world, meeting, meeting.chair, other)
    assert audit.report(world.house)["problems"] == []


def test_the_item_under_discussion_is_not_deleted_with_its_papers(world: World) -> None:
    meeting = world.meeting("in_progress")
    paper = published(world, meeting)
    presents(world, meeting, meeting.chair, paper)
    args = {"item": meeting.items[0], "with_papers": [paper]}
    assert world.run(meeting.secretary, "agenda.remove_item", meeting, **args).error["code"] == "conflict"
    assert shown(world, meeting.members[0], meeting)["state"] == "on"  # type: ignore[index]


def test_the_next_item_and_the_end_of_the_meeting_end_it(world: World) -> None:
    meeting = world.meeting("in_progress")
    first, second = published(world, meeting), published(world, meeting, 1)
    presents(world, meeting, meeting.chair, first)
    world.must(meeting.chair, "agenda.start_item", meeting, item=meeting.items[1])
    assert shown(world, meeting.members[0], meeting)["why"] == "item"  # type: ignore[index]
    presents(world, meeting, meeting.chair, second)
    world.must(meeting.chair, "meeting.pause", meeting)
    assert shown(world, meeting.members[0], meeting)["state"] == "on"  # type: ignore[index]
    world.must(meeting.chair, "meeting.resume", meeting)
    world.must(meeting.chair, "meeting.end", meeting)
    assert shown(world, meeting.members[0], meeting)["why"] == "ended"  # type: ignore[index]
    assert audit.report(world.house)["problems"] == []


def test_what_belongs_to_the_item_that_begins_may_be_on_already(world: World) -> None:
    meeting = world.meeting("in_progress")
    presents(world, meeting, meeting.chair, published(world, meeting, 1))
    world.must(meeting.chair, "agenda.start_item", meeting, item=meeting.items[1])
    assert shown(world, meeting.members[0], meeting)["state"] == "on"  # type: ignore[index]
