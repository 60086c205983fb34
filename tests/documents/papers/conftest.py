"""A desk with papers: what the tests of papers begin with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from app.jobs.worker import run_waiting
from documents.papers.intake import take_in
from tests.conftest import MeetingOfBody, World
from tests.documents.papers import material


@dataclass
class Desk:
    """Adds papers as the secretary does."""

    world: World
    folder: Path

    def file(self, person: str, data: bytes | None = None, name: str = "To trinh 377.pdf") -> str:
        path = material.saved(self.folder, f"f{len(list(self.folder.iterdir()))}", data or material.pdf())
        return take_in(self.world.house, person, path, name)

    def paper(self, meeting: MeetingOfBody, item: str | None = None, state: str = "draft", **more: str) -> str:
        """A paper by the secretary, brought as far as `state`; the chair judges."""
        file = self.file(meeting.secretary)
        item = item or meeting.items[0]
        paper = str(self.world.must(meeting.secretary, "paper.add", meeting, file=file, item=item, **more)["id"])
        steps = {"draft": 0, "submitted": 1, "approved": 2, "published": 3}[state]
        if steps >= 1:
            self.world.must(meeting.secretary, "paper.submit", meeting, paper=paper)
        if steps >= 2:
            self.world.must(meeting.chair, "paper.approve", meeting, paper=paper)
        if steps >= 3:
            self.world.must(meeting.secretary, "paper.publish", meeting, paper=paper)
        return paper

    def work(self) -> int:
        return run_waiting(self.world.house)


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    folder = tmp_path / "incoming"
    folder.mkdir()
    return Desk(world, folder)
