"""From draft to readers: who may take which step, and what each capacity sees of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app import audit
from tests.conftest import World
from tests.documents.papers.conftest import Desk


def papers(world: World, person: str, meeting: Any) -> dict[str, Any]:
    return dict((world.state(person, meeting) or {}).get("papers", {}))


def test_a_paper_goes_from_draft_to_its_readers(world: World, desk: Desk) -> None:
    meeting = world.meeting(phase="preparing", guests=1)
    paper = desk.paper(meeting)
    assert papers(world, meeting.secretary, meeting)[paper]["state"] == "draft"
    world.must(meeting.secretary, "paper.submit", meeting, paper=paper)
    world.must(meeting.chair, "paper.approve", meeting, paper=paper)
    world.must(meeting.secretary, "meeting.publish", meeting)
    for reader in (meeting.members[0], meeting.guests[0]):
        form = papers(world, reader, meeting)[paper]
        assert (form["state"], form["version"], form["url"]) == ("published", 1, f"/papers/{paper}/1")


def test_publishing_the_meeting_publishes_the_approved_part_only(world: World, desk: Desk) -> None:
    meeting = world.meeting(phase="preparing")
    approved, waiting = desk.paper(meeting, state="approved"), desk.paper(meeting, state="submitted")
    world.must(meeting.secretary, "meeting.publish", meeting)
    assert set(papers(world, meeting.members[0], meeting)) == {approved}
    assert papers(world, meeting.secretary, meeting)[waiting]["state"] == "submitted"


def test_who_added_a_paper_never_approves_it(world: World, desk: Desk) -> None:
    meeting = world.meeting(phase="preparing")
    file = desk.file(meeting.chair)
    paper = world.must(meeting.chair, "paper.add", meeting, file=file, item=meeting.items[0])["id"]
    refused = world.run(meeting.chair, "paper.submit", meeting, paper=paper)
    assert refused.error and refused.error["code"] == "conflict"
    deputy = named_approver(world, meeting)
    world.must(meeting.secretary, "paper.submit", meeting, paper=paper)
    assert (world.run(meeting.chair, "paper.approve", meeting, paper=paper).error or {})["code"] == "not_allowed"
    assert world.run(deputy, "paper.approve", meeting, paper=paper).ok


def named_approver(world: World, meeting: Any) -> str:
    """A deputy who approves the body's papers; from then on the chair doesn't."""
    deputy = world.person("Lê Phó Chủ Tịch")
    since = (world.now - timedelta(days=700)).date().isoformat()
    told = {"person": deputy, "capacities": ["member", "approver"], "from_date": since}
    world.must(None, "body.add_members", meeting.body, members=[told])
    return deputy


def test_members_and_the_secretary_do_not_approve(world: World, desk: Desk) -> None:
    meeting = world.meeting()
    paper = desk.paper(meeting, state="submitted")
    assert (world.run(meeting.secretary, "paper.approve", meeting, paper=paper).error or {})["code"] == "not_allowed"
    refused = world.run(meeting.members[0], "paper.approve", meeting, paper=paper)
    assert (refused.error or {})["code"] == "not_found"


def test_a_returned_paper_carries_its_reason_and_is_approved_after_replacing(world: World, desk: Desk) -> None:
    meeting = world.meeting()
    paper = desk.paper(meeting, state="submitted")
    world.must(meeting.chair, "paper.return", meeting, paper=paper, reason="Thiếu cột số thửa đất")
    form = papers(world, meeting.secretary, meeting)[paper]
    assert (form["state"], form["reason"]) == ("returned", "Thiếu cột số thửa đất")
    world.must(meeting.secretary, "paper.replace", meeting, paper=paper, file=desk.file(meeting.secretary))
    world.must(meeting.secretary, "paper.submit", meeting, paper=paper)
    world.must(meeting.chair, "paper.approve", meeting, paper=paper)
    world.must(meeting.secretary, "paper.publish", meeting, paper=paper)
    assert papers(world, meeting.members[0], meeting)[paper]["version"] == 2


def test_an_approval_is_taken_back_within_ten_minutes(world: World, desk: Desk) -> None:
    meeting = world.meeting()
    paper = desk.paper(meeting, state="approved")
    world.pass_time(minutes=9)
    world.must(meeting.chair, "paper.unapprove", meeting, paper=paper)
    assert papers(world, meeting.secretary, meeting)[paper]["state"] == "submitted"
    world.must(meeting.chair, "paper.approve", meeting, paper=paper)
    world.pass_time(minutes=11)
    assert not world.run(meeting.chair, "paper.unapprove", meeting, paper=paper).ok


def test_readers_keep_the_published_version_until_the_new_one_is_published(world: World, desk: Desk) -> None:
    meeting = world.meeting()
    paper = desk.paper(meeting, state="published", title="Tờ trình số 377")
    world.must(meeting.secretary, "paper.replace", meeting, paper=paper, file=desk.file(meeting.secretary))
    world.must(meeting.secretary, "paper.rename", meeting, paper=paper, title="Tên chưa ai duyệt")
    seen = papers(world, meeting.members[0], meeting)[paper]
    assert (seen["version"], seen["title"]) == (1, "Tờ trình số 377")
    assert papers(world, meeting.secretary, meeting)[paper]["version"] == 2


def test_a_paper_waits_for_its_meeting_to_be_published(world: World, desk: Desk) -> None:
    meeting = world.meeting(phase="preparing")
    paper = desk.paper(meeting, state="approved")
    assert (world.run(meeting.secretary, "paper.publish", meeting, paper=paper).error or {})["code"] == "conflict"


def test_an_item_with_papers_is_not_removed(world: World, desk: Desk) -> None:
    meeting = world.meeting(phase="preparing")
    paper = desk.paper(meeting)
    refused = world.run(meeting.secretary, "agenda.remove_item", meeting, item=meeting.items[0])
    assert (refused.error or {})["code"] == "conflict" and "“To trinh 377”" in (refused.error or {})["message"]
    world.must(meeting.secretary, "paper.remove", meeting, paper=paper)
    assert world.run(meeting.secretary, "agenda.remove_item", meeting, item=meeting.items[0]).ok


def test_an_item_removed_with_its_papers_loses_none_of_them(world: World, desk: Desk) -> None:
    """What was handed out is recalled, the rest stays with the desk; both are papers of the meeting now."""
    meeting = world.meeting(guests=1)
    loose = str(world.must(meeting.secretary, "paper.add", meeting, file=desk.file(meeting.secretary))["id"])
    draft, public = desk.paper(meeting), desk.paper(meeting, state="published")
    world.must(meeting.secretary, "paper.replace", meeting, paper=public, file=desk.file(meeting.secretary))
    other = desk.paper(meeting, item=meeting.items[1], state="published")
    named = {"item": meeting.items[0], "with_papers": [draft]}
    refused = world.run(meeting.secretary, "agenda.remove_item", meeting, **named)
    assert (refused.error or {})["code"] == "conflict", "one that came meanwhile was not named"
    named["with_papers"] = [draft, public, "gone"]
    world.must(meeting.secretary, "agenda.remove_item", meeting, **named)
    kept = papers(world, meeting.secretary, meeting)
    assert {id: (one["item"], one["state"]) for id, one in kept.items()} == {
        loose: (None, "draft"),
        draft: (None, "draft"),
        public: (None, "draft"),
        other: (meeting.items[1], "published"),
    }
    assert len({one["order"] for one in kept.values() if one["item"] is None}) == 3
    assert kept[public]["reason"] == "Nội dung đã được đưa ra khỏi chương trình: Nội dung 1"
    seen = papers(world, meeting.members[0], meeting)
    assert {id: one["state"] for id, one in seen.items()} == {public: "recalled", other: "published"}
    assert papers(world, meeting.guests[0], meeting) == {}
    assert world.client(meeting.members[0]).get(f"/papers/{public}/1").status_code == 404
    page = world.client(meeting.secretary).get(f"/meetings/{meeting.id}").get_data(as_text=True)
    assert "Tài liệu chung của cuộc họp" in page and f'data-opens="tai-lieu-{draft}"' in page
    world.must(meeting.secretary, "paper.rename", meeting, paper=draft, item=meeting.items[1])
    moved = papers(world, meeting.secretary, meeting)[draft]
    assert (moved["item"], moved["order"]) == (meeting.items[1], 2)
    world.must(meeting.secretary, "paper.replace", meeting, paper=other, file=desk.file(meeting.secretary))
    held = world.run(meeting.secretary, "paper.rename", meeting, paper=other, item=meeting.items[2])
    assert (held.error or {})["code"] == "conflict", "readers have it where it is"
    assert audit.report(world.house)["problems"] == []


@pytest.mark.parametrize("way", ["its item is removed", "it is recalled"])
def test_a_recalled_paper_that_goes_to_another_item_tells_its_guests_nothing_of_what_it_was(
    world: World, desk: Desk, way: str
) -> None:
    meeting = world.meeting(guests=1)
    paper = desk.paper(meeting, item=meeting.items[1], state="published", title="CANARY của nội dung 2")
    world.must(meeting.secretary, "paper.replace", meeting, paper=paper, file=desk.file(meeting.secretary))
    if way == "it is recalled":
        world.must(meeting.secretary, "paper.recall", meeting, paper=paper, reason="Nhầm tệp")
    else:
        world.must(meeting.secretary, "agenda.remove_item", meeting, item=meeting.items[1], with_papers=[paper])
    world.must(meeting.secretary, "paper.rename", meeting, paper=paper, item=meeting.items[0], title="Tên khác")
    guest = meeting.guests[0]
    assert papers(world, guest, meeting) == {}
    for address in (f"/read/{paper}", f"/read/{paper}/1", f"/papers/{paper}/1", f"/papers/{paper}/1/original"):
        assert world.client(guest).get(address).status_code == 404, address
    assert "CANARY" not in world.client(guest).get(f"/api/streams/{meeting.stream}/entries").get_data(as_text=True)
    world.must(meeting.secretary, "paper.submit", meeting, paper=paper)
    world.must(meeting.chair, "paper.approve", meeting, paper=paper, publish=True)
    assert papers(world, guest, meeting)[paper]["title"] == "Tên khác"
    assert audit.report(world.house)["problems"] == []


def test_an_approved_paper_of_a_removed_item_is_not_published_with_the_meeting(world: World, desk: Desk) -> None:
    meeting = world.meeting(phase="preparing")
    paper = desk.paper(meeting, state="approved")
    world.must(meeting.secretary, "agenda.remove_item", meeting, item=meeting.items[0], with_papers=[paper])
    kept = papers(world, meeting.secretary, meeting)[paper]
    assert (kept["state"], kept["submitted_at"], kept["judged_by"]) == ("draft", None, None)
    world.must(meeting.secretary, "paper.rename", meeting, paper=paper, item=meeting.items[1])
    world.must(meeting.secretary, "meeting.publish", meeting)
    assert papers(world, meeting.members[0], meeting) == {}
    world.must(meeting.secretary, "paper.submit", meeting, paper=paper)
    world.must(meeting.chair, "paper.approve", meeting, paper=paper, publish=True)
    assert papers(world, meeting.members[0], meeting)[paper]["item"] == meeting.items[1]
    assert audit.report(world.house)["problems"] == []


def test_another_persons_file_is_not_found(world: World, desk: Desk) -> None:
    meeting = world.meeting()
    file = desk.file(meeting.members[0])
    refused = world.run(meeting.secretary, "paper.add", meeting, file=file)
    assert (refused.error or {})["code"] == "not_found"


def test_a_guest_sees_papers_of_their_items_only(world: World, desk: Desk) -> None:
    meeting = world.meeting(guests=1)
    own = desk.paper(meeting, state="published")
    desk.paper(meeting, item=meeting.items[1], state="published", title="CANARY của nội dung 2")
    file = desk.file(meeting.secretary)
    loose = world.must(meeting.secretary, "paper.add", meeting, file=file, title="CANARY chung")["id"]
    for name, person in (("submit", meeting.secretary), ("approve", meeting.chair), ("publish", meeting.secretary)):
        world.must(person, f"paper.{name}", meeting, paper=loose)
    assert set(papers(world, meeting.guests[0], meeting)) == {own}
    client = world.client(meeting.guests[0])
    for address in (
        f"/api/streams/{meeting.stream}",
        f"/api/streams/{meeting.stream}/entries",
        f"/meetings/{meeting.id}",
    ):
        assert "CANARY" not in client.get(address).get_data(as_text=True)
