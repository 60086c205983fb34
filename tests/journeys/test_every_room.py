"""Every room of a meeting, of seven and of five hundred, on each device: eyes, fingers, screen readers, English, no network."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import update

from app import building
from app.database import Database
from app.people import sessions
from app.people.models import Person
from app.settings import Settings
from app.text import fold
from documents.demo.player import Player
from documents.demo.small import FAMILY, MIDDLE
from meetings.planning.models import Participant
from tests.ground import Ground
from tests.journeys.conftest import Demo
from tests.journeys.hall import Hall
from tests.journeys.looks import WHOLE, dead_buttons, ends, looks, missed_by_keys, untranslated, wear, wrong
from tests.journeys.stage import made_demo, opened
from tests.served import Device

ROOMS = {"chair": ".man-ct", "secretary": ".man-tk", "member": ".man-tv", "guest": ".man-tv", "screen": ".man-chieu"}
WAITING = 6
LONG = "Công Tằng Tôn Nữ Hoàng Phúc Nguyễn Thị Minh Nguyệt {} Văn An"
"""Sixty letters with a word of two, and the initials of everybody else in the hall."""


def come_too(settings: Settings, facts: dict[str, Any]) -> None:
    """A guest and a screen for the hall join the demo's meeting; both are signed in."""
    flask = building.build(settings)
    house = flask.extensions["house"]
    player = Player(house, house.now())
    since = (house.now() - timedelta(days=30)).date().isoformat()
    names = {"guest": facts.get("guest_name", "Khiếu Phương Giang"), "screen": "Màn chiếu Phòng họp Sông Lạc"}
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


def called_alike(settings: Settings, facts: dict[str, Any]) -> None:
    """Everybody has the same initials; one of each role has a name of sixty letters."""
    long = [facts["chair"], facts["secretary"], facts["members"][0], facts["members"][-1]]
    names = {one["person"]: LONG.format(word) for one, word in zip(long, ("Hà", "Ái", "Ba", "Ân"), strict=True)}
    for n, one in enumerate(facts["members"]):
        names.setdefault(one["person"], f"{FAMILY[n % 15]} {MIDDLE[n // 15]} Văn An")
    facts["guest_name"] = LONG.format("Tư")
    database = Database(settings)
    with database.write() as write:
        for person, name in names.items():
            write.execute(update(Person).where(Person.id == person).values(name=name, folded=fold(name)))
            write.execute(update(Participant).where(Participant.person == person).values(name=name))
    database.close()


@pytest.fixture(scope="module", params=[7, 95, 500])
def full_hall(
    request: pytest.FixtureRequest,
    browser: Browser,
    small_demo: Demo,
    ground: Ground,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Hall]:
    """A hall in which everybody is, somebody speaks and others wait. In that of 95 all have the same initials."""
    if request.param == 7:
        made, facts = small_demo
    else:
        made = ground.empty(Settings(data=tmp_path_factory.mktemp("large") / "data"))
        words = made_demo(made, "--members", str(request.param), "--sessions", "--phase", "in_progress")
        facts = json.loads(words)
    settings = ground.copied(made, tmp_path_factory.mktemp("full") / "data")
    facts = dict(facts)
    if request.param == 95:
        called_alike(settings, facts)
    come_too(settings, facts)
    with opened(settings, browser) as stage:
        stage.known.update(facts)
        hall = Hall(stage, facts)
        for one in facts["members"][: WAITING + 1]:
            hall.must(one, "speaking.request", gist="Đề nghị làm rõ nguồn kinh phí và tiến độ")
        hall.must(facts["chair"], "speaking.call", person=facts["members"][0]["person"])
        yield hall


ON_SEATS = """(all) => all.map((one) => [...one.querySelectorAll('text:not(.tt)')].map((text) => text.textContent).join(' '))"""

only_seven = pytest.mark.parametrize("full_hall", [7], indirect=True)


def person_of(hall: Hall, role: str) -> dict[str, Any]:
    who: dict[str, Any] = hall.facts["members"][-1] if role == "member" else hall.facts[role]
    return who


def room_of(hall: Hall, role: str) -> Page:
    page = hall.open_room(person_of(hall, role), *next(looks(role)).size)
    expect(page.locator(".man-chieu .noi" if role == "screen" else ROOMS[role])).to_be_visible()
    return page


@pytest.mark.parametrize("role", ROOMS)
def test_a_room_fits_every_device_and_hand_and_has_no_serious_fault(full_hall: Hall, role: str) -> None:
    page = room_of(full_hall, role)
    few = len(full_hall.facts["members"]) == 7
    found = [one for look in looks(role, axe=few) for one in wrong(page, look, touched=role != "screen")]
    page.context.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("full_hall", [95], indirect=True)
def test_ninety_five_of_the_same_initials_are_told_apart_on_the_seats(full_hall: Hall) -> None:
    page = room_of(full_hall, "chair")
    page.get_by_role("button", name="Sơ đồ lớn, tìm người").click()
    seats = page.locator(".bang-ghe .cho")
    expect(seats).to_have_count(96)
    written = seats.evaluate_all(ON_SEATS)
    assert len(set(written)) == 96 and {one.split()[0] for one in written} == {"VA"}
    page.context.close()


@pytest.mark.parametrize("full_hall", [95], indirect=True)
def test_who_gives_a_reply_to_one_of_many_is_told_that_more_are_here_than_are_listed(full_hall: Hall) -> None:
    page = room_of(full_hall, "chair")
    page.get_by_role("button", name="Đáp lời").click()
    sheet = page.get_by_role("dialog", name="Mời ai đáp lời?")
    expect(sheet.locator(".ds-dap li")).to_have_count(8)
    expect(sheet).to_contain_text(re.compile(r"Còn \d+ người có mặt: gõ tên để tìm\."))
    sheet.get_by_label("Tìm người").fill(full_hall.name_of(3))
    expect(sheet.locator(".ds-dap li")).to_have_count(1)
    expect(sheet).not_to_contain_text("gõ tên để tìm")
    page.context.close()


@only_seven
@pytest.mark.parametrize("role", ROOMS)
def test_a_room_in_english_fits_and_has_no_vietnamese_word_of_ours(full_hall: Hall, role: str) -> None:
    who = person_of(full_hall, role)
    device = Device(full_hall.stage.server.address, who["cookie"])
    assert device.post("system", "person.set_preferences", language="en").json["ok"]
    page = room_of(full_hall, role)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    found = untranslated(page)
    found += [one for look in looks(role, axe=False) for one in wrong(page, look, touched=role != "screen")]
    page.context.close()
    assert device.post("system", "person.set_preferences", language="vi").json["ok"]
    assert not found, "\n".join(found)


@only_seven
@pytest.mark.parametrize("role", ROOMS)
def test_a_room_without_a_network_says_so_and_has_no_button_that_does_nothing(full_hall: Hall, role: str) -> None:
    page = room_of(full_hall, role)
    page.context.set_offline(True)
    if role == "screen":
        expect(page.locator(".noi-lai")).to_have_text("Đang nối lại…")
        expect(page.locator(".man-chieu .noi")).to_be_visible()
    else:
        expect(page.locator(".bang", has_text="Mất mạng")).to_be_visible()
    found = [one for look in ends(role) for one in wrong(page, look, touched=role != "screen")]
    wear(page, next(looks(role)))
    found += dead_buttons(page)
    page.context.close()
    assert not found, "\n".join(found)


@only_seven
@pytest.mark.parametrize("role", [role for role in ROOMS if role != "screen"])
def test_tab_comes_to_everything_in_a_room_and_the_focus_is_seen(full_hall: Hall, role: str) -> None:
    page = room_of(full_hall, role)
    found: list[str] = []
    for look in ends(role):
        if look.text in (100, 130) and not (WHOLE and look.theme == "dark"):  # a ring is there in any light
            wear(page, look)
            found += [f"{look}: {one}" for one in missed_by_keys(page)]
    page.context.close()
    assert not found, "\n".join(found)


@only_seven
def test_a_guest_whom_no_item_concerns_now_reads_what_meeting_they_are_in(full_hall: Hall) -> None:
    """The last of this hall: its first item is over."""
    chair = full_hall.facts["chair"]
    speaking = [key for key, one in full_hall.state(chair)["speeches"].items() if one["state"] == "speaking"]
    full_hall.must(chair, "speaking.finish", speech=speaking[0])
    full_hall.must(chair, "agenda.start_item", item=full_hall.facts["items"][1])
    page = full_hall.open_room(full_hall.facts["guest"])
    expect(page.locator(".rong")).to_contain_text("Nội dung đang họp không mời khách dự.")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    page.context.close()
