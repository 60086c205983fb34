"""Every room of a meeting, of seven and of five hundred, on each device: eyes, fingers and screen readers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from app import building
from app.people import sessions
from app.settings import Settings
from documents.demo.player import Player
from tests.ground import Ground
from tests.journeys.conftest import Demo
from tests.journeys.hall import Hall
from tests.journeys.stage import made_demo, opened
from tests.pages.measures import serious, sideways, small_targets

ROOMS = {"chair": ".man-ct", "secretary": ".man-tk", "member": ".man-tv", "guest": ".man-tv", "screen": ".man-chieu"}
DEVICES = ((1180, 820), (820, 1180), (390, 844), (360, 740))
PROJECTORS = ((1920, 1080), (1280, 720))
WAITING = 6
DRAWN = "() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
SAID = "([theme, text]) => Object.assign(document.documentElement.dataset, {theme, text})"


def come_too(settings: Settings, facts: dict[str, Any]) -> None:
    """A guest and a screen for the hall join the demo's meeting; both are signed in."""
    flask = building.build(settings)
    house = flask.extensions["house"]
    player = Player(house, house.now())
    since = (house.now() - timedelta(days=30)).date().isoformat()
    names = {"guest": "Khiếu Phương Giang", "screen": "Màn chiếu Phòng họp Sông Lạc"}
    for key, name in names.items():
        person = player.run(None, "person.create", "system", username=key, name=name)["id"]
        token = sessions.new_token()
        player.run(None, "session.open", "system", person=person, token_hash=sessions.digest(token))
        facts[key] = {"person": person, "cookie": f"{sessions.cookie_name(house.settings)}={token}"}
    row = {"person": facts["screen"]["person"], "capacities": ["hall"], "from_date": since}
    player.run(None, "body.add_members", f"body:{facts['body']}", members=[row])
    guest = {"person": facts["guest"]["person"], "capacity": "guest", "items": facts["items"][:1]}
    desk, stream = facts["secretary"]["person"], f"meeting:{facts['meeting']}"
    player.run(desk, "meeting.invite", stream, people=[guest])
    player.run(desk, "attendance.mark", stream, person=guest["person"], status="present")
    house.close()


@pytest.fixture(scope="module", params=[7, 500])
def full_hall(
    request: pytest.FixtureRequest,
    browser: Browser,
    small_demo: Demo,
    ground: Ground,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Hall]:
    """A hall in which everybody is, somebody speaks and others wait."""
    if request.param == 7:
        made, facts = small_demo
    else:
        made = ground.empty(Settings(data=tmp_path_factory.mktemp("large") / "data"))
        words = made_demo(made, "--members", str(request.param), "--sessions", "--phase", "in_progress")
        facts = json.loads(words)
    settings = ground.copied(made, tmp_path_factory.mktemp("full") / "data")
    facts = dict(facts)
    come_too(settings, facts)
    with opened(settings, browser) as stage:
        stage.known.update(facts)
        hall = Hall(stage, facts)
        for one in facts["members"][: WAITING + 1]:
            hall.must(one, "speaking.request", gist="Đề nghị làm rõ nguồn kinh phí và tiến độ")
        hall.must(facts["chair"], "speaking.call", person=facts["members"][0]["person"])
        yield hall


def looks(page: Page, theme: str, text: int) -> None:
    page.evaluate(SAID, [theme, str(text)])
    page.evaluate(DRAWN)


def wrong(page: Page, *, touched: bool) -> list[str]:
    """What doesn't fit, and what a finger would miss."""
    over = sideways(page)
    small = small_targets(page) if touched else []
    return [*([f"{over} px too wide"] if over else []), *small]


@pytest.mark.parametrize("role", ROOMS)
def test_a_room_fits_every_device_and_hand_and_has_no_serious_fault(full_hall: Hall, role: str) -> None:
    who = full_hall.facts["members"][-1] if role == "member" else full_hall.facts[role]
    devices = PROJECTORS if role == "screen" else DEVICES
    page = full_hall.open_room(who, *devices[0])
    expect(page.locator(ROOMS[role])).to_be_visible()
    expect(page.locator(".man-chieu .noi" if role == "screen" else ROOMS[role])).to_be_visible()
    found = []
    for device in devices:
        page.set_viewport_size({"width": device[0], "height": device[1]})
        for text in (100, 130):
            looks(page, "light", text)
            found += [f"{device} {text} %: {one}" for one in wrong(page, touched=role != "screen")]
    for device, theme in ((devices[0], "light"), (devices[-1], "dark")):
        page.set_viewport_size({"width": device[0], "height": device[1]})
        looks(page, "dark" if role == "screen" else theme, 100)
        found += [f"{device} {theme}: {one}" for one in serious(page)]
    page.context.close()
    assert found == []
