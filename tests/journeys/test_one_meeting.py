"""One meeting, seen by all: from a draft agenda to the minutes and to who was not heard, on the devices of the people who
hold it.

It begins with a look at the demo. The steps stand in the order of the meeting and build on each other; each leaves pictures
in artefacts/journeys.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app.settings import Settings
from documents.demo import papers
from documents.demo.topics import TOPICS
from tests.documents.demo import test_rich_demo
from tests.documents.demo.looking import Made, looked_at
from tests.ground import Ground
from tests.journeys.one_meeting import (
    ballot,
    beginning,
    conclusions,
    minutes,
    participation,
    preparing,
    reading,
    speaking,
)
from tests.journeys.one_meeting.scene import CHAIR, LEADER, MEMBER, PHONED, SCREEN, SECRETARY, ZONE
from tests.journeys.stage import HALL, LAPTOP, PHONE, TABLET, Stage, made_demo, opened
from tests.served import WITH_WORKER

PARTS = (test_rich_demo, preparing, reading, beginning, speaking, ballot, conclusions, minutes, participation)

for part in PARTS:
    globals().update({name: step for name, step in vars(part).items() if name.startswith("test_")})


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory, ground: Ground) -> Iterator[Made]:
    """The rich demo. DIENHONG_JOURNEY_DATA names one made before (on SQLite), to be copied while a step is written."""
    kept = ground.empty(Settings(data=tmp_path_factory.mktemp("journey") / "data"))
    ready = os.environ.get("DIENHONG_JOURNEY_DATA")
    if ready:
        shutil.copytree(ready, kept.data)
    else:
        made_demo(kept)
    with looked_at(kept) as made:
        yield made


@pytest.fixture(scope="module")
def stage(browser: Browser, rich: Made) -> Iterator[Stage]:
    """The rich demo, served."""
    with opened(rich.settings, browser, **WITH_WORKER) as stage:
        stage.arrive(SECRETARY, LAPTOP)
        stage.be_there(CHAIR, TABLET)
        stage.be_there(MEMBER, TABLET)
        stage.be_there(SCREEN, HALL)
        stage.be_there(PHONED, PHONE)
        stage.be_there(LEADER, TABLET)
        yield stage


@pytest.fixture(autouse=True)
def the_steps_before_went_well(stage: Stage) -> None:
    """A step stands on those before it: after a failure the rest would only wait in vain."""
    if "failed" in stage.known:
        pytest.fail(f"an earlier step failed: {stage.known['failed']}", pytrace=False)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What the secretary has on the laptop: a PDF, a DOCX, a better PDF and one that never gets approved."""
    folder, topic, day = tmp_path_factory.mktemp("tep"), TOPICS["riverbank"], datetime.now(ZONE).date()
    better = papers.pdf(topic, day, 103, folder / "Tờ trình gia cố kè đã sửa.pdf")
    return {
        "pdf": papers.pdf(topic, day, 101, folder / "Tờ trình gia cố kè.pdf"),
        "docx": papers.docx(topic, day, 102, folder / "Dự thảo quyết định gia cố kè.docx"),
        "better": better,
        "draft": Path(shutil.copy(better, folder / "Dự toán chưa duyệt.pdf")),
    }
