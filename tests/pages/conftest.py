"""A house with people and meetings, served for real, and a browser that notes every fault a page has."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from app import building, schema
from app.people import sessions
from app.settings import Settings
from documents.papers.intake import take_in
from tests.chromium import launched
from tests.conftest import BodyOfPeople, MeetingOfBody, World
from tests.documents.papers import material
from tests.ground import Ground
from tests.served import WITH_WORKER, environment_of, served

SIZES = {"tablet": (1180, 820), "upright": (820, 1180), "phone": (390, 844), "laptop": (1440, 900)}
expect.set_options(timeout=30_000)  # a busy machine hashes passwords slowly
SECRET_KEY = "khoa-thu-nghiem-dai-du-ba-muoi-hai-chu"
BEGUN = timedelta(minutes=1)
"""So long the meeting in progress has been going on."""
LONG_NAME = "Nguyễn Lê Hoàng Thiên Bảo Châu Phương Thảo Ngọc Anh Đài Trang"


@dataclass
class Served:
    """Where the house is, who is in it, and their devices' cookies."""

    address: str
    published: MeetingOfBody
    preparing: MeetingOfBody
    tokens: dict[str, str]
    cookie: str
    more: dict[str, str] = field(default_factory=dict)
    """Ids of what else there is: `live` and `over` meetings, a `paper`."""


@pytest.fixture(scope="session")
def furnished(ground: Ground, tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Served]:
    """The house's settings, and what is in it. It is served nowhere yet."""
    settings = ground.empty(Settings(data=tmp_path_factory.mktemp("nha"), secret_key=SECRET_KEY))
    flask = building.build(settings)
    schema.upgrade(flask.extensions["house"].database)
    world = World(flask, now=datetime.now(UTC) - BEGUN)
    published, preparing = _founded(world)
    more = _furnished(world, published, preparing, tmp_path_factory.mktemp("tep"))
    people = {
        "substitute": more.pop("substitute"),
        "hall": more.pop("hall"),
        "outsider": world.person("Vương Tuấn Anh"),
        "secretary": published.secretary,
        "chair": published.chair,
        "member": published.members[1],
        "guest": published.guests[0],
    }
    tokens = {name: world.token(person) for name, person in people.items()}
    world.house.close()
    return settings, Served("", published, preparing, tokens, sessions.cookie_name(settings), more)


@pytest.fixture(scope="module")
def house(
    furnished: tuple[Settings, Served], ground: Ground, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """A copy of it for the tests of one file, served."""
    made, facts = furnished
    settings = ground.copied(made, tmp_path_factory.mktemp("copy") / "data")
    with served(environment_of(settings) | WITH_WORKER | {"DIENHONG_LOG": "text"}) as server:
        yield replace(facts, address=server.address)


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


def _furnished(world: World, published: MeetingOfBody, preparing: MeetingOfBody, folder: Path) -> dict[str, str]:
    """Papers, a meeting in progress, three that are over, a task, a substitute and a hall's screen."""
    body = published.body
    substitute, hall = world.person("Phạm Thu Trang"), world.person("Màn chiếu Phòng họp")
    world.must(None, "body.add_member", body, person=hall, capacities=["hall"], from_date="2020-01-01")
    world.must(body.members[6], "attendance.send_substitute", published, person=substitute, reason="Dự lớp bồi dưỡng")
    path = material.saved(folder, "to-trinh.pdf", material.pdf())
    for meeting, last in ((published, "paper.publish"), (preparing, "paper.submit")):
        file = take_in(world.house, body.secretary, path, "Tờ trình 377.pdf")
        paper = world.must(body.secretary, "paper.add", meeting, file=file, item=meeting.items[0])["id"]
        world.must(body.secretary, "paper.submit", meeting, paper=paper)
        if last == "paper.publish":
            world.must(body.chair, "paper.approve", meeting, paper=paper)
            world.must(body.secretary, "paper.publish", meeting, paper=paper)
            read = str(paper)
    over = [_held(world, body) for _ in range(3)]
    vote = _voted(world, body)
    world.pass_time(seconds=1)  # those that are over were over before it began
    live = world.meeting("in_progress", body=body)
    for person in body.members[:4]:
        world.must(person, "speaking.request", live, gist="Đề nghị làm rõ nguồn kinh phí và tiến độ")
    world.must(body.chair, "speaking.call", live, person=body.members[5])
    task = {"item": live.items[0], "text": "Thống nhất với Tờ trình.", "assignee": body.members[2]}
    world.must(body.secretary, "conclusion.record", live, due="2030-01-31", **task)
    slips = {"slip": _asked(world, body, body.members[2:4]), "told": _asked(world, body, body.roll)}
    world.must(body.secretary, "slip.close", body, slip=slips["told"])
    world.must(body.secretary, "slip.summarise", body, slip=slips["told"], summary="Tiếp thu ý kiến của Ủy viên 1.")
    submitted = world.must(body.secretary, "slip.create", body, title="Kế hoạch nạo vét luồng")["id"]
    world.must(body.secretary, "slip.submit", body, slip=submitted)
    next_one = world.meeting("preparing", body=body, starts_in=timedelta(days=40))
    world.must(body.secretary, "slip.report", body, slip=slips["told"], meeting=next_one.id)
    unheard = _asked(world, body, body.roll)
    world.must(body.secretary, "slip.close", body, slip=unheard)
    return {
        "substitute": substitute,
        "hall": hall,
        "live": live.id,
        "over": over[-1].id,
        "paper": read,
        "vote": vote,
        **slips,
    }


def _asked(world: World, body: BodyOfPeople, answering: list[str]) -> str:
    """An opinion slip that was sent, with the answers of some."""
    told = {"title": "Quy chế phối hợp quản lý cát, sỏi lòng sông trên địa bàn tỉnh", "text": "Xin ý kiến về Điều 4."}
    slip = {"slip": str(world.must(body.secretary, "slip.create", body, proposer="Sở Nông nghiệp", **told)["id"])}
    world.must(body.secretary, "slip.submit", body, **slip)
    world.must(body.chair, "slip.approve", body, **slip)
    world.must(body.secretary, "slip.send", body, deadline=(world.now + timedelta(days=2)).isoformat(), **slip)
    for person in answering:
        world.must(person, "slip.answer", body, choice="other", words="Đề nghị sửa Điều 4 cho rõ", **slip)
    return slip["slip"]


def _voted(world: World, body: BodyOfPeople) -> str:
    """A result by name, in a meeting that is over."""
    meeting = world.meeting("in_progress", body=body)
    question = "Thông qua Quy chế phối hợp quản lý cát, sỏi lòng sông trên địa bàn tỉnh"
    vote = str(world.must(body.chair, "vote.open", meeting, question=question, item=meeting.items[0])["id"])
    for person, choice in zip(body.roll, ("yes", "yes", "yes", "yes", "no", "yes", "not_voting"), strict=False):
        world.must(person, "vote.cast", meeting, vote=vote, choice=choice)
    for name in ("vote.close", "vote.announce"):
        world.must(body.chair, name, meeting, vote=vote)
    world.must(body.chair, "meeting.end", meeting)
    return vote


def _held(world: World, body: BodyOfPeople) -> MeetingOfBody:
    """A meeting that is over: a speech, a conclusion that became a task, minutes being written."""
    meeting = world.meeting("in_progress", body=body)
    speech = world.must(body.members[1], "speaking.request", meeting)["id"]
    world.must(body.chair, "speaking.call", meeting, speech=speech)
    world.must(body.chair, "speaking.finish", meeting, speech=speech)
    told = {"item": meeting.items[0], "text": "Rà soát danh sách hộ dân.", "assignee": body.members[1]}
    point = world.must(body.secretary, "conclusion.record", meeting, due="2030-01-31", **told)["id"]
    world.must(body.secretary, "conclusion.submit", meeting, conclusion=point)
    world.must(body.chair, "conclusion.approve", meeting, conclusion=point)
    world.must(body.chair, "meeting.end", meeting)
    world.run(body.secretary, "minutes.draft", meeting)
    return meeting


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield launched(playwright)


Opens = Callable[..., Page]


@pytest.fixture
def opens(house: Served, browser: Browser) -> Iterator[Opens]:
    """`opens("secretary", "/calendar", size="phone")`; at the end no page may have had a fault."""
    faults: list[str] = []
    pages: list[Page] = []

    def open_(who: str | None, path: str, *, size: str = "tablet") -> Page:
        pages.append(window(house, browser, who, faults, size))
        pages[-1].goto(house.address + path)
        return pages[-1]

    yield open_
    for page in pages:
        page.context.close()
    assert faults == []


def window(house: Served, browser: Browser, who: str | None, faults: list[str], size: str = "tablet") -> Page:
    """A window of somebody's device; its faults are noted."""
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="light",
        reduced_motion="reduce",
        locale="vi-VN",
        timezone_id="America/New_York",  # times are the house's, wherever the device is
    )
    if who:
        context.add_cookies([{"name": house.cookie, "value": house.tokens[who], "url": house.address}])
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda told: faults.append(told.text) if "Refused" in told.text else None)
    return page


def given(page: Page, house: Served, meeting: MeetingOfBody, name: str, /, **args: Any) -> dict[str, Any]:
    """A command as another device of the page's person gives it, and its result."""
    body = {"id": str(uuid.uuid4()), "stream": meeting.stream, "name": name, "args": args}
    answer = page.context.request.post(
        f"{house.address}/api/commands", data=body, headers={"Origin": house.address}
    ).json()
    assert answer["ok"], answer
    return dict(answer.get("result") or {})
