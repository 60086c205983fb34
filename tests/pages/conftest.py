"""A house with people and meetings, served for real, and a browser that notes every fault a page has."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from app import building, schema
from app.people import sessions
from app.settings import Settings
from tests.conftest import MeetingOfBody, World
from tests.served import served

CHROMIUM = "/usr/bin/chromium"
SIZES = {"tablet": (1180, 820), "upright": (820, 1180), "phone": (390, 844), "laptop": (1440, 900)}
expect.set_options(timeout=30_000)  # a busy machine hashes passwords slowly
LONG_NAME = "Nguyễn Lê Hoàng Thiên Bảo Châu Phương Thảo Ngọc Anh Đài Trang"


@dataclass
class Served:
    """Where the house is, who is in it, and their devices' cookies."""

    address: str
    published: MeetingOfBody
    preparing: MeetingOfBody
    tokens: dict[str, str]
    cookie: str


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = tmp_path_factory.mktemp("nha")
    settings = Settings(data=data, secret_key="khoa-thu-nghiem")
    flask = building.build(settings)
    schema.upgrade(flask.extensions["house"].database)
    world = World(flask, now=datetime.now(UTC))
    published, preparing = _founded(world)
    people = {
        "secretary": published.secretary,
        "chair": published.chair,
        "member": published.members[1],
        "guest": published.guests[0],
    }
    tokens = {name: world.token(person) for name, person in people.items()}
    cookie = sessions.cookie_name(settings)
    world.house.close()
    environment = {"DIENHONG_DATA": str(data), "DIENHONG_SECRET_KEY": "khoa-thu-nghiem", "DIENHONG_LOG": "text"}
    with served(environment) as server:
        yield Served(server.address, published, preparing, tokens, cookie)


def _founded(world: World) -> tuple[MeetingOfBody, MeetingOfBody]:
    body = world.body(members=7, guests=1)
    world.must(None, "person.edit", "system", person=body.members[0], name=LONG_NAME)
    password = "mat-khau-thu-nghiem"
    world.must(None, "person.set_password", "system", person=body.members[1], password=password)
    published = world.meeting("published", body=body, starts_in=timedelta(minutes=20))
    preparing = world.meeting("preparing", body=body, items=4, starts_in=timedelta(days=9))
    for person in body.members[2:5]:
        world.must(person, "attendance.reply", published, reply="yes")
    world.must(body.members[5], "attendance.ask_leave", published, reason="Dự hội nghị tại Hà Nội")
    return published, preparing


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium isn't installed")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])


Opens = Callable[..., Page]


@pytest.fixture
def opens(house: Served, browser: Browser) -> Iterator[Opens]:
    """`opens("secretary", "/calendar", size="phone", dark=True)`; at the end no page may have had a fault."""
    faults: list[str] = []
    contexts: list[Any] = []

    def open_(who: str | None, path: str, *, size: str = "tablet", dark: bool = False) -> Page:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale="vi-VN",
            timezone_id="America/New_York",  # times are the house's, wherever the device is
        )
        contexts.append(context)
        if who:
            context.add_cookies([{"name": house.cookie, "value": house.tokens[who], "url": house.address}])
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda told: faults.append(told.text) if "Refused" in told.text else None)
        page.goto(house.address + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert faults == []
