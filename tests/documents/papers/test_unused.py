"""Files that were uploaded and never used are removed after a week; a content that anything else needs stays."""

from __future__ import annotations

import os
from datetime import datetime

from sqlalchemy import select

from app.database import Base
from documents.papers import store
from documents.papers.models import File
from tests.conftest import World
from tests.documents.papers import material
from tests.documents.papers.conftest import Desk


def kept(world: World) -> dict[str, str]:
    with world.house.database.read() as read:
        return {row.id: row.sha256 for row in read.execute(select(File.id, File.sha256))}


def lies(world: World, sha256: str) -> bool:
    return store.path_of(world.house.settings, sha256).exists()


def written(world: World, sha256: str, at: datetime) -> None:
    os.utime(store.path_of(world.house.settings, sha256), (at.timestamp(), at.timestamp()))


def sweep(world: World, desk: Desk) -> None:
    world.must(None, "job.sweep", "system")
    desk.work()


def test_a_file_no_paper_uses_is_removed_after_a_week(world: World, desk: Desk) -> None:
    meeting = world.meeting("preparing")
    unused = desk.file(meeting.secretary, material.pdf(2))
    desk.paper(meeting)
    desk.work()
    content = kept(world)[unused]
    written(world, content, world.now)
    world.pass_time(days=6, hours=23)
    sweep(world, desk)
    assert unused in kept(world) and lies(world, content)
    world.pass_time(hours=2)
    sweep(world, desk)
    left = kept(world)
    assert unused not in left and len(left) == 1
    assert not lies(world, content)
    assert all(lies(world, sha256) for sha256 in left.values())


def test_a_content_that_something_else_needs_stays(world: World, desk: Desk) -> None:
    meeting = world.meeting("preparing")
    same = material.pdf(4)
    unused = desk.file(meeting.secretary, same)
    used = desk.file(meeting.secretary, same)
    world.must(meeting.secretary, "paper.add", meeting, file=used, item=meeting.items[0])
    desk.work()
    content = kept(world)[used]
    written(world, content, world.now)
    world.pass_time(days=8)
    sweep(world, desk)
    assert set(kept(world)) == {used} and unused != used
    assert lies(world, content)


def test_a_content_that_was_just_uploaded_again_stays(world: World, desk: Desk) -> None:
    meeting = world.meeting("preparing")
    unused = desk.file(meeting.secretary, material.pdf(2))
    content = kept(world)[unused]
    world.pass_time(days=8)
    written(world, content, world.now)  # the same bytes have come again; their row is on its way
    sweep(world, desk)
    assert kept(world) == {} and lies(world, content)


def test_a_viewing_copy_or_minutes_of_the_same_bytes_keep_the_content(world: World, desk: Desk) -> None:
    meeting = world.meeting("preparing")
    paper = desk.paper(meeting)
    desk.work()
    shown = world.client(meeting.secretary).get(f"/papers/{paper}/1").data
    unused = desk.file(meeting.secretary, shown)
    content = kept(world)[unused]
    written(world, content, world.now)
    world.pass_time(days=8)
    sweep(world, desk)
    assert unused not in kept(world) and lies(world, content)


def test_every_column_that_names_a_content_says_so(world: World) -> None:
    """Else a content that is needed would be cleared away."""
    named = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name in ("sha256", "viewing", "content", "digest")
    }
    told = {
        str(column) for table in Base.metadata.tables.values() for column in table.columns if column.info.get("content")
    }
    papers = {"files.sha256", "paper_versions.viewing", "minutes_versions.sha256"}
    votes = {"result_sheets.sha256", "slip_files.viewing", "slip_reports.sha256"}
    assert named <= told and told == papers | votes
