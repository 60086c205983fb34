"""Two secretaries at one item and at one conclusion: each is told, and nothing that was written is lost."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from app import building, schema
from app.people import sessions
from app.settings import Settings
from documents.papers.intake import take_in
from tests.conftest import MeetingOfBody, World
from tests.documents.papers.material import pdf, saved
from tests.ground import Ground
from tests.journeys.stage import press_until
from tests.pages.conftest import browser
from tests.served import environment_of, served

__all__ = ["browser"]
pytestmark = pytest.mark.journeys
MINE, AGAIN, LEAVE = "Người khác vừa sửa phần này. Bản của tôi:", "Dùng lại bản của tôi", "Bỏ bản của tôi"
expect.set_options(timeout=30_000)
Windows = tuple[Page, Page, MeetingOfBody]


BUILDERS, DESKS = 3, 6
"""A meeting for each test of either: none finds what another left."""


@dataclass
class House:
    """A served house with meetings nobody has opened yet."""

    browser: Browser
    address: str
    cookie: str
    builders: list[tuple[MeetingOfBody, tuple[str, str]]]
    desks: list[tuple[MeetingOfBody, tuple[str, str]]]

    @contextmanager
    def two_at(self, meetings: list[tuple[MeetingOfBody, tuple[str, str]]], path: str) -> Iterator[Windows]:
        """Two secretaries' windows on a meeting of their own."""
        meeting, tokens = meetings.pop()
        contexts = [self.browser.new_context(viewport={"width": 1440, "height": 900}, locale="vi-VN") for _ in tokens]
        pages = []
        for context, token in zip(contexts, tokens, strict=True):
            context.add_cookies([{"name": self.cookie, "value": token, "url": self.address}])
            pages.append(context.new_page())
            pages[-1].goto(f"{self.address}/meetings/{meeting.id}{path}")
        yield pages[0], pages[1], meeting
        for context in contexts:
            context.close()


@pytest.fixture(scope="module")
def house(ground: Ground, tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("hai-thu-ky")
    settings = ground.empty(Settings(data=folder, secret_key="khoa-thu-nghiem-dai-du-ba-muoi-hai-chu"))
    flask = building.build(settings)
    schema.upgrade(flask.extensions["house"].database)
    world = World(flask, now=datetime.now(UTC))
    builders = [world.meeting("preparing", starts_in=timedelta(days=9)) for _ in range(BUILDERS)]
    desks = [world.meeting("in_progress") for _ in range(DESKS)]
    for meeting in builders:
        file = take_in(world.house, meeting.secretary, saved(folder, "t", pdf()), "To trinh 377.pdf")
        paper = {"file": file, "item": meeting.items[2], "title": "Tờ trình số 377"}
        world.must(meeting.secretary, "paper.add", meeting, **paper)
    both = [[(meeting, _two(world, meeting)) for meeting in all_] for all_ in (builders, desks)]
    world.house.close()
    with served(environment_of(settings)) as server:
        yield House(browser, server.address, sessions.cookie_name(settings), *both)


@pytest.fixture
def builder(house: House) -> Iterator[Windows]:
    """On a meeting in preparation."""
    with house.two_at(house.builders, "") as windows:
        yield windows


@pytest.fixture
def desk(house: House) -> Iterator[Windows]:
    """At the desk of one in progress."""
    with house.two_at(house.desks, "/room") as windows:
        yield windows


def _two(world: World, meeting: MeetingOfBody) -> tuple[str, str]:
    other = world.person("Thư Ký Hai")
    world.must(meeting.secretary, "meeting.invite", meeting, people=[{"person": other, "capacity": "secretary"}])
    return world.token(meeting.secretary), world.token(other)


# -- the builder ------------------------------------------------------------------------------------------------------


def row(page: Page, number: int) -> Locator:
    return page.locator(".nds > li").nth(number - 1)


def sheet(page: Page, number: int) -> Locator:
    row(page, number).locator("summary").click()
    row(page, number).get_by_role("button", name="Sửa", exact=True).click()
    return page.locator("#sua-noi-dung")


def save(page: Page, title: str) -> None:
    page.locator("#sua-noi-dung").get_by_role("button", name="Lưu").click()
    expect(page.locator(".nd h3", has_text=title)).to_be_visible()


def test_what_the_other_left_alone_is_not_set_back(builder: Windows) -> None:
    first, second, _meeting = builder
    sheet(first, 1).get_by_label("Số phút").fill("45")
    sheet(second, 1).get_by_label("Nội dung", exact=True).fill("Tình hình ba tháng")
    save(second, "Tình hình ba tháng")
    save(first, "Tình hình ba tháng")
    expect(row(first, 1)).to_contain_text("45 phút")
    expect(row(second, 1)).to_contain_text("45 phút")


def test_who_is_written_over_sees_their_own_words_and_can_have_them_again(builder: Windows) -> None:
    first, second, _meeting = builder
    sheet(second, 2).get_by_label("Nội dung", exact=True).fill("Kế hoạch của người thứ hai")
    sheet(first, 2).get_by_label("Nội dung", exact=True).fill("Kế hoạch của người thứ nhất")
    save(first, "Kế hoạch của người thứ nhất")
    expect(second.locator("#sua-noi-dung").get_by_label("Nội dung", exact=True)).to_have_value(
        "Kế hoạch của người thứ hai"
    )
    save(second, "Kế hoạch của người thứ hai")
    expect(second.locator(".toast")).to_contain_text("Đã lưu đè lên phần người khác vừa sửa.")
    told = row(first, 2).locator(".ban-khac")
    expect(told).to_contain_text(f"{MINE} Nội dung: Kế hoạch của người thứ nhất")
    first.reload()
    told.get_by_role("button", name=AGAIN).click()
    expect(row(first, 2)).to_contain_text("Kế hoạch của người thứ nhất")
    expect(told).to_have_count(0)
    expect(row(second, 2).locator(".ban-khac")).to_contain_text(f"{MINE} Nội dung: Kế hoạch của người thứ hai")
    row(second, 2).get_by_role("button", name=LEAVE).click()
    expect(second.locator(".ban-khac")).to_have_count(0)


def test_an_item_goes_with_its_papers_after_a_question_that_names_them(builder: Windows) -> None:
    first, second, _meeting = builder
    row(first, 3).locator("summary").click()
    row(first, 3).get_by_role("button", name="Bỏ khỏi chương trình").click()
    asked = first.get_by_role("dialog")
    expect(asked).to_contain_text("Cùng với tài liệu: “Tờ trình số 377”.")
    asked.get_by_role("button", name="Bỏ cả tài liệu").click()
    expect(first.locator(".toast")).to_contain_text("Đã bỏ nội dung.")
    for page in (first, second):
        expect(page.locator(".nds > li")).to_have_count(2)
        expect(page.locator(".ben .giay")).to_contain_text("Tờ trình số 377")
    first.locator(".ben .giay").click()
    sheet = first.locator("dialog[open]")
    sheet.get_by_text("Đổi tên, loại, nội dung").click()
    sheet.locator("select[name=item]").select_option(index=1)
    sheet.get_by_role("button", name="Lưu", exact=True).click()
    expect(row(first, 1).locator(".giay")).to_contain_text("Tờ trình số 377")


# -- the desk ---------------------------------------------------------------------------------------------------------


def new_point(page: Page, text: str) -> Locator:
    page.locator("#kl-moi").fill(text)
    page.locator("#kl-moi").press("Enter")
    point = page.locator(".kl li[data-point]").last
    expect(point.locator("textarea")).to_have_value(text)
    return point


def words(page: Page) -> Locator:
    return page.locator(".kl li[data-point]").last.locator("textarea")


def test_both_write_at_one_conclusion_and_each_sees_the_others_words(desk: Windows) -> None:
    first, second, meeting = desk
    new_point(first, "Thống nhất chủ trương.")
    expect(words(second)).to_have_value("Thống nhất chủ trương.")
    second.set_viewport_size({"width": 1180, "height": 440})
    second.context.set_offline(True)
    words(second).fill("Chưa thống nhất, giao rà soát lại.")
    words(first).fill("Thống nhất, giao Sở Xây dựng.")
    stored(first, meeting, "conclusions", "Thống nhất, giao Sở Xây dựng.")
    second.context.set_offline(False)
    asked = second.locator(".ban-khac")
    expect(asked).to_contain_text("Người khác vừa sửa thành: Thống nhất, giao Sở Xây dựng.")
    expect(words(second)).to_have_value("Chưa thống nhất, giao rà soát lại.")
    expect(asked.get_by_role("button", name="Ghép hai bản")).to_be_in_viewport(ratio=1)
    expect(words(second)).to_be_focused()
    keep = asked.get_by_role("button", name="Giữ bản đang viết")
    press_until(keep, keep, there=False)  # a press right after the page has come back is not taken
    expect(words(second)).to_be_focused()  # the next letter is written, and no shortcut
    expect(words(first)).to_have_value("Chưa thống nhất, giao rà soát lại.")
    expect(first.locator(".ban-khac")).to_contain_text(f"{MINE} Thống nhất, giao Sở Xây dựng.")
    first.locator(".ban-khac").get_by_role("button", name=AGAIN).press("Enter")
    expect(words(first)).to_be_focused()
    for page in (first, second):
        expect(words(page)).to_have_value("Thống nhất, giao Sở Xây dựng.")
    expect(asked).to_contain_text(f"{MINE} Chưa thống nhất, giao rà soát lại.")
    asked.get_by_role("button", name=LEAVE).click()
    expect(asked).to_have_count(0)


def set_due(page: Page, typed: str) -> None:
    words(page).press("Control+d")
    point = page.locator(".kl li[data-point]").last
    point.locator(".han input").fill(typed)
    point.locator(".han input").press("Enter")


def test_who_set_another_deadline_before_is_told_and_sets_it_again(desk: Windows) -> None:
    first, second, _meeting = desk
    year = datetime.now(UTC).year + 1
    new_point(first, "Hoàn thành hồ sơ.")
    expect(words(second)).to_have_value("Hoàn thành hồ sơ.")
    set_due(first, f"15/1/{year}")
    for page in (first, second):
        expect(page.locator(".kl li[data-point]").last).to_contain_text(f"Hạn 15/01/{year}")
    set_due(second, f"20/1/{year}")
    told = first.locator(".kl li[data-point]").last.locator(".ban-khac")
    expect(told).to_contain_text(f"Người khác vừa đổi hạn thành 20/01/{year}. Tôi đã ghi 15/01/{year}.")
    expect(second.locator(".ban-khac")).to_have_count(0)
    told.get_by_role("button", name="Dùng lại của tôi").click()
    expect(told).to_have_count(0)
    other = second.locator(".kl li[data-point]").last.locator(".ban-khac")
    expect(other).to_contain_text(f"Người khác vừa đổi hạn thành 15/01/{year}. Tôi đã ghi 20/01/{year}.")
    other.get_by_role("button", name="Giữ bản mới").click()
    expect(second.locator(".ban-khac")).to_have_count(0)
    expect(second.locator(".kl li[data-point]").last).to_contain_text(f"Hạn 15/01/{year}")


def test_words_being_written_outlive_the_point_another_takes_away(desk: Windows) -> None:
    first, second, _meeting = desk
    new_point(first, "Điểm sẽ bị xóa.")
    theirs = second.locator(".kl li[data-point]").last
    expect(theirs.locator("textarea")).to_have_value("Điểm sẽ bị xóa.")
    second.context.set_offline(True)
    theirs.locator("textarea").fill("Điểm đang được viết tiếp.")
    first.locator(".kl li[data-point]").last.get_by_role("button", name="Xóa điểm này").click()
    expect(first.locator(".toast")).to_contain_text("Đã xóa một điểm kết luận")
    second.context.set_offline(False)
    expect(second.locator("#kl-moi")).to_have_value("Điểm đang được viết tiếp.")
    expect(second.locator(".kl")).to_contain_text("Điểm vừa bị người khác xóa; phần đang viết được chuyển xuống đây.")


def gist(page: Page) -> Locator:
    return page.locator("#d-gist")


def somebody_speaks(windows: Windows) -> None:
    first, second, meeting = windows
    given(first, meeting, "speaking.call", person=meeting.members[0])
    for page in (first, second):
        expect(gist(page)).to_be_visible()


def test_each_sees_who_else_is_at_the_desk_and_what_they_write_at(desk: Windows) -> None:
    first, second, _meeting = desk
    expect(first.locator(".cung-ban")).to_contain_text("Thư Ký Hai")
    expect(second.locator(".cung-ban")).to_contain_text("Trần Thư Ký")
    somebody_speaks(desk)
    gist(first).focus()
    expect(second.locator(".tk .dang-viet")).to_have_text("Trần Thư Ký đang viết phần này")
    first.locator("#kl-moi").focus()
    expect(second.locator(".tk .dang-viet")).to_have_count(0)
    expect(second.locator(".kl .dang-viet")).to_have_text("Trần Thư Ký đang viết phần này")
    first.locator("#d-dien-bien").focus()
    expect(second.locator(".dang-viet")).to_have_count(0)


def test_both_write_one_gist_one_without_a_network_and_a_reload_loses_nothing(desk: Windows) -> None:
    first, second, meeting = desk
    somebody_speaks(desk)
    second.context.set_offline(True)
    gist(second).fill("Đề nghị bổ sung trạm y tế.")
    expect(second.locator(".tk .chua-gui")).to_be_visible()
    gist(first).fill("Thống nhất nguồn vốn.")
    stored(first, meeting, "speeches", "Thống nhất nguồn vốn.")
    second.context.set_offline(False)
    expect(second.locator(".tk .ban-khac")).to_contain_text("Người khác vừa sửa thành: Thống nhất nguồn vốn.")
    second.reload()
    expect(gist(second)).to_have_value("Đề nghị bổ sung trạm y tế.")
    asked = second.locator(".tk .ban-khac")
    expect(asked).to_contain_text("Người khác vừa sửa thành: Thống nhất nguồn vốn.")
    join = asked.get_by_role("button", name="Ghép hai bản")
    press_until(join, join, there=False)
    for page in (first, second):
        expect(gist(page)).to_have_value("Thống nhất nguồn vốn. Đề nghị bổ sung trạm y tế.")
    expect(first.locator(".tk .ban-khac")).to_have_count(0)


def test_what_is_typed_without_a_network_is_there_on_the_device_when_it_starts_again(desk: Windows) -> None:
    """The window is closed without a network as soon as it says so, however slow the device's disk, and opened again when there is one."""
    first, second, _meeting = desk
    somebody_speaks(desk)
    second.context.set_offline(True)
    gist(second).fill("Viết khi mất mạng.")
    second.locator("#kl-moi").fill("Điểm viết khi mất mạng.")
    second.evaluate(SLOW_DISK)
    second.locator("#kl-moi").press("Enter")
    second.locator("#kl-moi").fill("Dòng còn dở")
    expect(second.locator(".kl .cho-gui")).to_contain_text("chưa gửi")
    address, context = second.url, second.context
    second.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(again.locator("#kl-moi")).to_have_value("Dòng còn dở")
    expect(gist(first)).to_have_value("Viết khi mất mạng.")
    expect(words(first)).to_have_value("Điểm viết khi mất mạng.")


#: The browser's own database takes nothing else for a while.
SLOW_DISK = """() => new Promise((begun) => {
  const asked = indexedDB.open("dien-hong-outbox");
  asked.onsuccess = () => {
    const store = asked.result.transaction("commands", "readwrite").objectStore("commands");
    const end = Date.now() + 600;
    const hold = () => { store.count().onsuccess = () => Date.now() < end && hold(); };
    hold();
    begun();
  };
})"""


def stored(page: Page, meeting: MeetingOfBody, collection: str, text: str) -> None:
    """Waits until the house has it: a page says "not sent" a moment after the typing, and no longer than until it sends."""
    origin = page.url.split("/meetings")[0]
    for _look in range(120):
        state = page.context.request.get(f"{origin}/api/streams/{meeting.stream}").json()["state"]
        if any(text in one.values() for one in state[collection].values()):
            return
        page.wait_for_timeout(250)  # the house answers everybody so often, and no oftener
    raise AssertionError(f"not stored: {text}")


def given(page: Page, meeting: MeetingOfBody, name: str, **args: object) -> None:
    """A command as another device of this person gives it."""
    origin = page.url.split("/meetings")[0]
    told = {"id": str(uuid.uuid4()), "stream": meeting.stream, "name": name, "args": args}
    answer = page.context.request.post(f"{origin}/api/commands", data=told, headers={"Origin": origin})
    assert answer.json()["ok"], answer.json()
