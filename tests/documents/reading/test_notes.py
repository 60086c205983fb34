"""Private notes and reading marks: their owner's alone, and no trace of them anywhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, text

from app.journal import EntryRow
from documents.reading.models import ReadingMark
from tests.conftest import World
from tests.documents.papers.conftest import Desk


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    folder = tmp_path / "incoming"
    folder.mkdir()
    return Desk(world, folder)


def test_a_note_is_its_owners_alone(world: World, desk: Desk) -> None:
    meeting = world.meeting()
    paper = desk.paper(meeting, state="published")
    mine, other = meeting.members[:2]
    told = {"paper": paper, "version": 1, "page": 2, "text": "CANARY hỏi Sở Tài chính"}
    world.must(mine, "note.keep", meeting, **told)
    assert world.client(mine).get(f"/api/papers/{paper}/notes").get_json()["notes"][0]["text"] == told["text"]
    for person in (other, meeting.chair, meeting.secretary):
        client = world.client(person)
        assert client.get(f"/api/papers/{paper}/notes").get_json()["notes"] == []
        assert client.get(f"/api/meetings/{meeting.id}/notes").get_json()["notes"] == []
        assert "CANARY" not in client.get(f"/api/streams/{meeting.stream}").get_data(as_text=True)


def test_a_note_makes_no_entry_and_leaves_no_trace_in_the_journal(world: World, desk: Desk) -> None:
    meeting = world.meeting()
    paper = desk.paper(meeting, state="published")
    before = world.run(meeting.members[0], "note.keep", meeting, item=meeting.items[0], text="CANARY một").seq
    after = world.run(meeting.members[0], "note.keep", meeting, paper=paper, page=1, text="CANARY hai").seq
    assert before == after
    with world.house.database.read() as read:
        facts = read.execute(select(EntryRow.facts)).scalars().all()
        replies = read.execute(text("select reply from outcomes")).scalars().all()
    assert not any("CANARY" in str(kept) for kept in (*facts, *replies))


def test_nobody_changes_or_removes_anothers_note(world: World) -> None:
    meeting = world.meeting()
    note = world.must(meeting.members[0], "note.keep", meeting, item=meeting.items[0], text="của tôi")["id"]
    for name, args in (("note.keep", {"note": note, "text": "khác"}), ("note.remove", {"note": note})):
        refused = world.run(meeting.members[1], name, meeting, **args)
        assert (refused.error or {})["code"] == "not_found"
    world.must(meeting.members[0], "note.keep", meeting, note=note, text="đã sửa")
    kept = world.client(meeting.members[0]).get(f"/api/meetings/{meeting.id}/notes").get_json()["notes"]
    assert [one["text"] for one in kept] == ["đã sửa"]
    world.must(meeting.members[0], "note.remove", meeting, note=note)


def test_a_guest_notes_only_on_their_items(world: World) -> None:
    meeting = world.meeting(guests=1)
    assert world.run(meeting.guests[0], "note.keep", meeting, item=meeting.items[0], text="được").ok
    refused = world.run(meeting.guests[0], "note.keep", meeting, item=meeting.items[1], text="không")
    assert (refused.error or {})["code"] == "not_found"


def test_a_note_never_keeps_an_item_from_being_removed(world: World) -> None:
    meeting = world.meeting()
    world.must(meeting.members[0], "note.keep", meeting, item=meeting.items[2], text="của tôi")
    assert world.run(meeting.secretary, "agenda.remove_item", meeting, item=meeting.items[2]).ok


def test_reading_is_remembered_and_a_new_version_begins_unread(world: World, desk: Desk) -> None:
    meeting = world.meeting()
    paper = desk.paper(meeting, state="published")
    desk.work()
    reader = meeting.members[0]
    for page in (1, 3, 2):
        world.must(reader, "reading.mark", meeting, paper=paper, version=1, page=page)
    assert _mark(world, reader) == (1, 2, 3, True)
    assert "đã đọc" in world.client(reader).get(f"/meetings/{meeting.id}").get_data(as_text=True)
    world.must(meeting.secretary, "paper.replace", meeting, paper=paper, file=desk.file(meeting.secretary))
    for person, step in ((meeting.secretary, "submit"), (meeting.chair, "approve"), (meeting.secretary, "publish")):
        world.must(person, f"paper.{step}", meeting, paper=paper)
    assert "Bản mới" in world.client(reader).get(f"/meetings/{meeting.id}").get_data(as_text=True)
    world.must(reader, "reading.mark", meeting, paper=paper, version=2, page=1)
    assert _mark(world, reader) == (2, 1, 1, False)


def _mark(world: World, person: str) -> tuple[int, int, int, bool]:
    with world.house.database.read() as read:
        row = read.execute(select(ReadingMark.__table__).where(ReadingMark.person == person)).one()
    return row.version, row.page, row.furthest, row.read_at is not None


def test_a_page_that_is_not_published_takes_no_mark(world: World, desk: Desk) -> None:
    meeting = world.meeting()
    paper = desk.paper(meeting, state="approved")
    refused = world.run(meeting.members[0], "reading.mark", meeting, paper=paper, version=1, page=1)
    assert (refused.error or {})["code"] == "not_found"


def test_only_the_reader_may_load_webassembly(world: World, desk: Desk) -> None:
    meeting = world.meeting()
    paper = desk.paper(meeting, state="published")
    client = world.client(meeting.members[0])
    assert "wasm-unsafe-eval" in client.get(f"/read/{paper}").headers["Content-Security-Policy"]
    assert "wasm-unsafe-eval" not in client.get(f"/meetings/{meeting.id}").headers["Content-Security-Policy"]
