"""One browser for all journeys; what a failing step looked like is kept; no page may have had a fault."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

from app.settings import Settings
from tests.chromium import launched
from tests.ground import Ground
from tests.journeys.hall import Hall
from tests.journeys.stage import PICTURES, Stage, made_demo, opened

Demo = tuple[Settings, dict[str, Any]]
"""What it is served with, and what the demo said."""


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def small_demo(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """A meeting in progress with seven members, all signed in; each journey copies it."""
    made = ground.empty(Settings(data=tmp_path_factory.mktemp("small") / "data"))
    return made, json.loads(made_demo(made, "--members", "7", "--sessions", "--phase", "in_progress"))


@pytest.fixture(scope="module")
def small_house(small_demo: Demo, ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """Its copy for the journeys of one file."""
    made, facts = small_demo
    return ground.copied(made, tmp_path_factory.mktemp("copy") / "data"), facts


@pytest.fixture(scope="module")
def hall(browser: Browser, small_house: Demo) -> Iterator[Hall]:
    """The small house, served; its people come when a test calls them."""
    settings, facts = small_house
    with opened(settings, browser) as stage:
        stage.known.update(facts)
        yield Hall(stage, facts)


@pytest.fixture(autouse=True)
def no_page_has_a_fault(request: pytest.FixtureRequest) -> Iterator[None]:
    """After each step: no error in a script and nothing the page's policy forbids, in any window."""
    yield
    stage = _stage(request.node)
    if stage is not None:
        found, stage.faults[:] = list(stage.faults), []
        assert found == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What every window showed when a step failed."""
    report = yield
    stage = _stage(item)
    if report.failed and stage is not None:
        stage.known.setdefault("failed", item.name)
        folder = PICTURES / "failed"
        folder.mkdir(parents=True, exist_ok=True)
        for key, page in stage.pages.items():
            try:
                page.screenshot(path=folder / f"{item.name}-{key}.png", timeout=5_000)
            except Error:
                continue  # A window that is gone, or so busy that it can't be drawn.
    return report


def _stage(item: Any) -> Stage | None:
    known = getattr(item, "funcargs", {})
    found = known["hall"].stage if "hall" in known else known.get("stage")
    return found if isinstance(found, Stage) else None
