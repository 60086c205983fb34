"""A member's live room in a real browser: the network goes, the server dies, fingers are hasty."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.hall import Hall
from tests.journeys.looks import Look, wear
from tests.journeys.stage import RECOVERY, choose, lose_the_network, press_until, rested, serious


@pytest.fixture
def vote(hall: Hall) -> Iterator[Callable[..., str]]:
    """Opens a vote; whatever is still open afterwards is cancelled."""
    opened: list[str] = []

    def open_vote(question: str = "Thông qua dự thảo?") -> str:
        made = hall.must(hall.facts["chair"], "vote.open", question=question, item=hall.facts["items"][0])
        opened.append(str(made["id"]))
        return opened[-1]

    yield open_vote
    for found in hall.state(hall.facts["chair"]).get("votes", {}).items():
        if found[1]["state"] == "open":
            hall.must(hall.facts["chair"], "vote.cancel", vote=found[0], reason="Hết lượt thử")


PLACE = re.compile(r"^Rút đăng ký Thứ tự 1 · khoảng \d+ phút nữa$")
"""Where one withdraws a phone says one's place and wait, too: the list is below the fold."""

IS_ONE_LINE = "(words) => words.getBoundingClientRect().height < 2 * parseFloat(getComputedStyle(words).fontSize)"


def test_one_tap_registers_and_a_hasty_second_one_does_not_withdraw(hall: Hall) -> None:
    member = hall.facts["members"][0]
    page = hall.member(0)
    page.get_by_role("button", name="Đăng ký phát biểu").dblclick()
    expect(page.get_by_role("button", name="Rút đăng ký")).to_be_visible()
    expect(page.locator(".hang-doi .toi")).to_be_visible()
    assert member["person"] in hall.queue()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.get_by_role("button", name="Rút đăng ký")).to_have_accessible_name(PLACE)
    assert page.locator(".thu-tu").evaluate(IS_ONE_LINE)
    rested(page)
    page.get_by_role("button", name="Rút đăng ký").click()
    expect(page.get_by_role("button", name="Đăng ký phát biểu")).to_be_visible()
    assert member["person"] not in hall.queue()
    page.context.close()


def test_what_is_registered_without_a_network_waits_and_happens_once(hall: Hall) -> None:
    member = hall.facts["members"][1]
    page = hall.member(1)
    lose_the_network(page)
    page.locator(".day-nut .son").click()
    expect(page.locator(".day-nut")).to_contain_text("Chờ gửi")
    assert member["person"] not in hall.queue()
    page.context.set_offline(False)
    expect(page.get_by_role("button", name="Rút đăng ký")).to_be_visible()
    assert hall.queue().count(member["person"]) == 1
    page.context.close()


def test_who_has_checked_in_is_at_the_bar_of_what_a_member_does(hall: Hall) -> None:
    hall.must(hall.facts["secretary"], "attendance.mark", person=hall.facts["members"][4]["person"], status="left")
    page = hall.member(4)
    came = page.get_by_role("button", name="Điểm danh").first
    came.click()
    expect(came).to_have_count(0)
    expect(page.locator(".day-nut :focus")).to_have_text("Đăng ký phát biểu")
    page.context.close()


def test_a_ballot_is_stored_only_by_the_servers_answer(hall: Hall, vote: Callable[[], str]) -> None:
    member = hall.facts["members"][2]
    page = hall.member(2, 390, 844)
    ballot = vote()
    expect(page.get_by_role("radiogroup")).to_be_visible()
    expect(page.locator("#cau-hoi")).to_be_focused()
    choose(page, "Tán thành")
    page.context.set_offline(True)
    expect(page.locator(".man-bq .bang")).to_be_visible()
    page.get_by_role("button", name="Gửi phiếu: Tán thành").click()
    expect(page.locator(".gui")).to_contain_text("Chưa gửi")
    assert hall.state(hall.facts["chair"])["votes"][ballot]["turnout"] == 0
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Đã ghi nhận: Tán thành")).to_be_visible()
    assert hall.state(member)["my_votes"][ballot]["choice"] == "yes"
    assert hall.state(hall.facts["chair"])["votes"][ballot]["turnout"] == 1
    page.context.close()


def test_a_tap_in_the_first_moments_of_a_ballot_chooses_nothing(hall: Hall, vote: Callable[[], str]) -> None:
    page = hall.member(3)
    # The tap is made by the page itself in the very moment the ballot appears.
    page.evaluate(
        """() => new MutationObserver((_, watch) => {
            const option = document.querySelector(".phieu");
            if (option) { watch.disconnect(); option.click(); window.tapped = true; }
        }).observe(document.body, {childList: true, subtree: true})"""
    )
    vote()
    expect(page.locator(".phieu").first).to_be_visible()
    expect(page.locator(".man-bq")).to_have_attribute("data-ready", "")
    assert page.evaluate("window.tapped") is True
    expect(page.locator(".phieu[aria-checked=true]")).to_have_count(0)
    page.locator(".phieu").first.click()
    expect(page.locator(".phieu[aria-checked=true]")).to_have_count(1)
    page.context.close()


def test_what_is_said_of_checking_in_does_not_lie_over_the_question_it_brings(
    hall: Hall, vote: Callable[..., str]
) -> None:
    late, page = hall.facts["members"][5], hall.member(5, 390, 844)
    hall.must(hall.facts["secretary"], "attendance.mark", person=late["person"], status="left")
    ballot = vote()
    page.get_by_role("button", name="Điểm danh", exact=True).click()
    expect(page.locator("#cau-hoi")).to_be_visible()
    said = page.get_by_role("status").filter(has_text="Đã điểm danh")
    expect(said.locator(".toast")).to_have_count(1)
    box = said.locator(".toast").bounding_box()
    assert box and box["width"] <= 1, "it is heard, and no longer stands over the ballot"
    hall.must(hall.facts["chair"], "vote.cancel", vote=ballot, reason="Hết lượt thử")
    page.context.close()


def test_closed_while_choosing_says_so_and_the_announced_result_comes(hall: Hall, vote: Callable[[], str]) -> None:
    page = hall.member(4)
    ballot = vote()
    choose(page, "Không tán thành")
    hall.must(hall.facts["members"][5], "vote.cast", vote=ballot, choice="yes")
    hall.must(hall.facts["chair"], "vote.close", vote=ballot)
    expect(page.get_by_role("heading", name="Đã đóng, phiếu chưa gửi")).to_be_visible()
    hall.must(hall.facts["chair"], "vote.announce", vote=ballot)
    expect(page.locator(".man-kq")).to_contain_text("Không được thông qua")
    expect(page.locator(".man-kq .dai i")).to_have_count(8)
    page.get_by_role("button", name="Về phòng họp").last.click()
    expect(page.locator(".man-kq")).to_have_count(0)
    page.context.close()


def test_a_result_nobody_put_away_does_not_come_back_in_place_of_the_next_one(
    hall: Hall, vote: Callable[[], str]
) -> None:
    """Only of votes that were open at once, or announced under a later one, each result has its turn."""
    chair, item = hall.facts["chair"], hall.facts["items"][0]

    def opens(question: str) -> str:
        return str(hall.must(chair, "vote.open", question=question, item=item)["id"])

    def ends(ballot: str, *steps: str) -> None:
        for step in steps:
            hall.must(chair, step, vote=ballot)

    page = hall.member(4)
    result, back = page.locator(".man-kq h1"), page.locator(".man-kq").get_by_role("button", name="Về phòng họp").last
    under, over = opens("Thông qua lần đầu?"), opens("Thông qua lần hai?")
    ends(under, "vote.close", "vote.announce")
    expect(page.locator("#cau-hoi")).to_have_text("Thông qua lần hai?")
    choose(page, "Tán thành")
    page.locator(".gui").click()
    expect(result).to_have_text("Thông qua lần đầu?")
    stored = page.get_by_role("heading", name="Đã ghi nhận: Tán thành")
    press_until(back, stored)
    page.reload()
    expect(stored).to_be_visible()
    expect(result).to_have_count(0)
    ends(over, "vote.close", "vote.announce")
    expect(result).to_have_text("Thông qua lần hai?")
    press_until(back, page.locator(".man-kq"), there=False)
    ends(opens("Thông qua lần ba?"), "vote.close", "vote.announce")
    expect(result).to_have_text("Thông qua lần ba?")
    following = opens("Thông qua lần bốn?")
    expect(page.locator("#cau-hoi")).to_have_text("Thông qua lần bốn?")
    ends(following, "vote.close")
    expect(page.get_by_role("heading", name="Đã đóng, phiếu chưa gửi")).to_be_visible()
    ends(following, "vote.announce")
    expect(result).to_have_text("Thông qua lần bốn?")
    first, second = opens("Bầu người thứ nhất?"), opens("Bầu người thứ hai?")
    for ballot in (first, second):
        ends(ballot, "vote.close")
    for ballot in (first, second):
        ends(ballot, "vote.announce")
    expect(result).to_have_text("Bầu người thứ nhất?")
    press_until(back, page.get_by_role("heading", name="Bầu người thứ hai?", level=1))
    press_until(back, page.locator(".man-kq"), there=False)
    page.context.close()


def test_two_tablets_of_one_person_hold_one_ballot(hall: Hall, vote: Callable[[], str]) -> None:
    member = hall.facts["members"][5]
    tablet, phone = hall.member(5), hall.stage.window("phone", hall.context(member, 390, 844))
    phone.goto(tablet.url)
    ballot = vote()
    for page in (tablet, phone):
        expect(page.get_by_role("radiogroup")).to_be_visible()
    choose(phone, "Không tán thành")  # chosen, not sent
    choose(tablet, "Tán thành")
    tablet.locator(".gui").click()
    for page in (tablet, phone):
        expect(page.get_by_role("heading", name="Đã ghi nhận: Tán thành")).to_be_visible()
    phone.get_by_role("button", name="Đổi phiếu").click()
    expect(phone.locator(".duoi")).to_contain_text("Phiếu đã ghi nhận (Tán thành) vẫn được tính")
    phone.get_by_role("button", name="Giữ phiếu đã gửi").click()
    expect(phone.get_by_role("heading", name="Đã ghi nhận: Tán thành")).to_be_visible()
    phone.get_by_role("button", name="Đổi phiếu").click()
    choose(phone, "Không tán thành")
    phone.locator(".gui").click()
    for page in (tablet, phone):
        expect(page.get_by_role("heading", name="Đã ghi nhận: Không tán thành")).to_be_visible()
    assert hall.state(member)["my_votes"][ballot]["choice"] == "no"
    assert hall.state(hall.facts["chair"])["votes"][ballot]["turnout"] == 1
    for page in (tablet, phone):
        page.context.close()


HEARD = """() => { window.heard = []; const said = (one) => { const words = one.textContent.trim();
    if (words && window.heard.at(-1) !== words) window.heard.push(words); };
    new MutationObserver(() => document.querySelectorAll("[aria-live=assertive]").forEach(said))
        .observe(document.body, {childList: true, subtree: true, characterData: true}); }"""
"""Keeps what a screen reader is told at once, in order."""


def test_a_ballot_held_offline_gives_way_to_a_newer_one_from_another_device(
    hall: Hall, vote: Callable[[], str]
) -> None:
    member = hall.facts["members"][5]
    tablet, phone = hall.member(5), hall.stage.window("phone", hall.context(member, 390, 844))
    phone.goto(tablet.url)
    ballot = vote()
    choose(phone, "Không tán thành")
    phone.context.set_offline(True)
    expect(phone.locator(".man-bq .bang")).to_be_visible()
    phone.locator(".gui").click()
    expect(phone.locator(".gui")).to_contain_text("Chưa gửi, chờ có mạng")
    choose(tablet, "Tán thành")
    tablet.locator(".gui").click()
    recorded = tablet.get_by_role("heading", name="Đã ghi nhận: Tán thành")
    expect(recorded).to_be_visible()
    expect(tablet.locator(".xong")).not_to_contain_text("thiết bị khác")
    tablet.evaluate(HEARD)
    phone.context.set_offline(False)
    expect(phone.get_by_role("heading", name="Đã ghi nhận: Tán thành")).to_be_visible()
    expect(phone.locator(".xong")).to_contain_text(
        "Phiếu gửi từ thiết bị khác đã được ghi nhận và vẫn được tính. "
        "Phiếu chờ trên máy này (Không tán thành) không được ghi nhận."
    )
    expect(phone.locator("[aria-live=assertive]").first).to_contain_text("không được ghi nhận")
    mine = hall.state(member)["my_votes"][ballot]
    assert (mine["choice"], mine["revision"]) == ("yes", 1)
    press_until(phone.get_by_role("button", name="Đổi phiếu"), phone.get_by_role("radiogroup"))
    choose(phone, "Không tán thành")
    phone.locator(".gui").click()
    expect(phone.get_by_role("heading", name="Đã ghi nhận: Không tán thành")).to_be_visible()
    expect(tablet.get_by_role("heading", name="Đã ghi nhận: Không tán thành")).to_be_visible()
    assert tablet.evaluate("window.heard")[-1:] == [
        "Phiếu vừa được gửi từ thiết bị khác của tôi. Đã ghi nhận: Không tán thành"
    ]
    for page in (tablet, phone):
        page.context.close()


ON_THE_SHELF = """() => new Promise((done) => { const look = () => { const opened = indexedDB.open("dien-hong-outbox");
    opened.onsuccess = () => { const all = opened.result.transaction("commands").objectStore("commands").getAll();
        all.onsuccess = () => { opened.result.close();
            if (all.result.some((one) => one.name === "vote.cast")) done(); else setTimeout(look, 20); }; }; }; look(); })"""
"""What waits is in the browser's own database."""


def test_a_ballot_held_over_a_new_opening_of_its_page_says_what_became_of_it(
    hall: Hall, vote: Callable[[], str]
) -> None:
    member = hall.facts["members"][5]
    phone, ballot = hall.member(5, 390, 844), vote()
    address, context = phone.url, phone.context
    choose(phone, "Không tán thành")
    context.set_offline(True)
    expect(phone.locator(".man-bq .bang")).to_be_visible()
    phone.locator(".gui").click()
    expect(phone.locator(".gui")).to_contain_text("Chưa gửi, chờ có mạng")
    phone.evaluate(ON_THE_SHELF)
    phone.close()
    hall.must(member, "vote.cast", vote=ballot, choice="yes")
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(again.get_by_role("heading", name="Đã ghi nhận: Tán thành")).to_be_visible()
    expect(again.locator(".xong")).to_contain_text("Phiếu chờ trên máy này (Không tán thành) không được ghi nhận.")
    expect(again.locator(".toast")).to_have_count(0)
    assert hall.state(member)["my_votes"][ballot]["choice"] == "yes"
    context.close()


def test_a_ballot_held_offline_is_its_voters_to_change_and_to_take_back(hall: Hall, vote: Callable[[], str]) -> None:
    member, given = hall.facts["members"][2], []
    page = hall.member(2, 390, 844)
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: given.append(str(frame))))
    page.reload()
    ballot = vote()
    choose(page, "Tán thành")
    page.context.set_offline(True)
    expect(page.locator(".man-bq .bang")).to_be_visible()
    held = page.get_by_role("button", name="Chưa gửi, chờ có mạng")
    page.locator(".gui").dblclick()
    expect(held).to_be_visible()
    press_until(page.get_by_role("button", name="Lấy lại phiếu"), held, there=False)
    expect(page.locator(".phieu[aria-checked=true]")).to_contain_text("Tán thành")
    press_until(page.locator(".gui"), held)
    choose(page, "Không tán thành")
    press_until(page.get_by_role("button", name="Gửi phiếu: Không tán thành"), held)
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="Đã ghi nhận: Không tán thành")).to_be_visible()
    mine = hall.state(member)["my_votes"][ballot]
    assert (mine["choice"], mine["revision"]) == ("no", 1)
    assert len([frame for frame in given if '"vote.cast"' in frame]) == 1
    page.context.close()


STANDS_OVER = """() => { const low = document.querySelector(".phu-kin > .moi-toi").getBoundingClientRect().bottom;
    return [...document.querySelectorAll(".phieu")].every((one) => one.getBoundingClientRect().top >= low); }"""


@pytest.mark.parametrize("size", [(1180, 820), (360, 740)])
def test_who_is_called_sees_it_over_their_ballot_and_gets_back_to_the_room(
    hall: Hall, vote: Callable[[], str], size: tuple[int, int]
) -> None:
    member, chair = hall.facts["members"][5], hall.facts["chair"]
    page = hall.member(5, *size)
    ballot = vote()
    choose(page, "Tán thành")
    speech = hall.must(chair, "speaking.call", person=member["person"])["id"]
    band = page.locator(".phu-kin > .moi-toi")
    expect(band).to_contain_text("Mời tôi phát biểu")
    expect(band.get_by_role("timer")).to_be_visible()
    assert page.evaluate(STANDS_OVER)
    expect(page.locator(".phieu[aria-checked=true]")).to_contain_text("Tán thành")
    hall.stage.pages["called"] = page
    hall.stage.picture("called", f"48-moi-toi-tren-phieu-{size[0]}")
    page.locator(".gui").click()
    expect(page.get_by_role("heading", name="Đã ghi nhận: Tán thành")).to_be_visible()
    expect(band).to_be_in_viewport()
    press_until(page.get_by_role("button", name="Về phòng họp"), page.locator(".phu-kin"), there=False)
    expect(page.locator(".bang-phieu .moi-toi")).to_be_in_viewport(ratio=1)
    press_until(page.get_by_role("button", name="Về phiếu biểu quyết"), page.get_by_role("button", name="Đổi phiếu"))
    press_until(page.get_by_role("button", name="Về phòng họp"), page.locator(".phu-kin"), there=False)
    hall.must(chair, "vote.close", vote=ballot)
    expect(page.locator(".bang-phieu")).to_have_count(0)
    hall.must(chair, "vote.announce", vote=ballot)
    expect(page.locator(".man-kq")).to_be_visible()
    expect(band).to_be_in_viewport()
    hall.must(chair, "speaking.finish", speech=speech)
    expect(band).to_have_count(0)
    page.context.close()


def test_the_focus_is_on_what_covers_the_room_and_then_in_the_room_never_on_the_way_out(
    hall: Hall, vote: Callable[[], str]
) -> None:
    page, chair = hall.member(4), hall.facts["chair"]
    ballot, inside = vote(), page.locator(".man-tv .giua")
    choose(page, "Tán thành")
    page.locator(".gui").click()
    expect(page.get_by_role("heading", name="Đã ghi nhận: Tán thành")).to_be_visible()
    hall.must(chair, "vote.close", vote=ballot)
    expect(page.locator(".man-bq")).to_contain_text("Đã đóng biểu quyết")
    press_until(page.get_by_role("button", name="Về phòng họp"), page.locator(".phu-kin"), there=False)
    expect(inside).to_be_focused()
    hall.must(chair, "vote.announce", vote=ballot)
    expect(page.locator(".man-kq h1")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".man-kq")).to_have_count(0)
    expect(inside).to_be_focused()
    opener = page.get_by_role("button", name="Xem kết quả").first
    opener.click()
    expect(page.locator(".man-kq h1")).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    page.context.close()


def test_a_result_that_comes_by_itself_is_ringed_for_who_goes_by_keys_alone(
    hall: Hall, vote: Callable[[], str]
) -> None:
    page, ballot = hall.member(5), vote()
    expect(page.locator(".man-bq")).to_be_visible()
    for step in ("vote.close", "vote.announce"):
        hall.must(hall.facts["chair"], step, vote=ballot)
    heading = page.locator(".man-kq h1")
    expect(heading).to_be_focused()
    expect(heading).to_have_css("outline-style", "none")
    page.keyboard.press("Shift")
    expect(heading).to_have_css("outline-style", "solid")
    page.context.close()


def test_a_double_tap_on_sending_sends_once_and_stays_with_what_is_recorded(
    hall: Hall, vote: Callable[[], str]
) -> None:
    page, given = hall.member(5, 390, 844), []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: given.append(str(frame))))
    page.reload()
    vote()
    choose(page, "Tán thành")
    page.locator(".gui").dblclick()
    expect(page.get_by_role("heading", name="Đã ghi nhận: Tán thành")).to_be_visible()
    rested_ballot = page.get_by_role("button", name="Đổi phiếu")
    expect(rested_ballot).to_be_visible()
    expect(page.locator(".phieu")).to_have_count(0)
    assert len([frame for frame in given if '"vote.cast"' in frame]) == 1
    page.context.close()


def test_a_lid_closed_for_ten_minutes_opens_on_what_is_asked_now(hall: Hall, vote: Callable[[], str]) -> None:
    """The page sleeps: no timer runs, the network is gone, and afterwards the device's clock is ten minutes on."""
    member, chair = hall.facts["members"][5], hall.facts["chair"]
    page = hall.stage.window("lid", hall.context(member))
    page.clock.install()
    page.goto(f"{hall.stage.server.address}/meetings/{hall.facts['meeting']}/room")
    missed = vote()
    choose(page, "Tán thành")
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)
    page.context.set_offline(True)
    hall.must(chair, "vote.close", vote=missed)
    hall.must(chair, "vote.announce", vote=missed)
    asked = {"question": "Thông qua lần hai?", "item": hall.facts["items"][0], "seconds": 300}
    now = hall.must(chair, "vote.open", **asked)["id"]
    page.context.set_offline(False)
    page.clock.fast_forward("10:00")
    page.clock.resume()
    expect(page.locator("#cau-hoi")).to_have_text("Thông qua lần hai?", timeout=RECOVERY)
    expect(page.get_by_role("timer").first).to_have_text(re.compile(r"^\s*[45]:\d\d"))
    choose(page, "Không tán thành")
    page.locator(".gui").click()
    expect(page.get_by_role("heading", name="Đã ghi nhận: Không tán thành")).to_be_visible()
    assert hall.state(member)["my_votes"][now]["choice"] == "no"
    assert missed not in hall.state(member)["my_votes"]
    page.context.close()


def test_of_two_open_questions_the_one_without_a_ballot_comes_first(hall: Hall, vote: Callable[[], str]) -> None:
    page = hall.member(5)
    first, second = vote(), vote()
    choose(page, "Tán thành")
    page.locator(".gui").click()
    expect(page.get_by_role("radio", checked=False)).to_have_count(3)
    choose(page, "Không tán thành")
    page.locator(".gui").click()
    expect(page.get_by_role("heading", name="Đã ghi nhận: Không tán thành")).to_be_visible()
    mine = hall.state(hall.facts["members"][5])["my_votes"]
    assert [mine[one]["choice"] for one in (first, second)] == ["yes", "no"]
    for ballot in (first, second):
        hall.must(hall.facts["chair"], "vote.close", vote=ballot)
    page.context.close()


def test_while_a_ballot_covers_the_room_the_keys_stay_on_the_ballot(hall: Hall, vote: Callable[[], str]) -> None:
    page = hall.member(5)
    ballot = vote()
    expect(page.locator("#cau-hoi")).to_be_focused()
    reached = set()
    for _press in range(12):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.closest('.phu-kin, body').className"))
    assert reached <= {"phu-kin", ""}, "the room under it can be reached"
    hall.must(hall.facts["chair"], "vote.close", vote=ballot)
    page.context.close()


LETTERS = """(ballot) => [ballot.querySelector('h1'), ballot.querySelector('.phieu'), ballot.querySelector('.gui')]
  .map((one) => Number.parseFloat(getComputedStyle(one).fontSize))"""
LONG_QUESTION = (
    "Thông qua dự thảo Nghị quyết về việc phân bổ vốn đầu tư công trung hạn giai đoạn 2026–2030 cho các công trình "
    "giao thông, thủy lợi và nhà ở tái định cư trên địa bàn huyện Sông Lạc?"
)


def choices_in_sight(page: Page, size: tuple[int, int], text: int) -> tuple[list[float], float]:
    """How large the letters of a ballot are, and the lowest of its choices; all of them are in sight above the button that sends."""
    wear(page, Look(size, "light", text))
    choices = [page.get_by_role("radio").nth(place).bounding_box() for place in range(3)]
    foot = page.locator(".man-bq .duoi").bounding_box()
    for one in choices:
        assert one and foot and one["y"] + one["height"] <= foot["y"], (size, text)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    heights = [one["height"] for one in choices if one]
    assert max(heights) == min(heights), "no choice is larger than another"
    return page.locator(".man-bq").evaluate(LETTERS), min(heights)


def test_every_choice_is_in_sight_and_larger_text_is_never_smaller(hall: Hall, vote: Callable[..., str]) -> None:
    """A choice that needs scrolling to is one that fewer people make."""
    page = hall.member(5, 360, 740)
    for question in ("Thông qua Nghị quyết điều chỉnh kế hoạch đầu tư công năm 2026?", LONG_QUESTION):
        ballot = vote(question)
        expect(page.get_by_role("radio")).to_have_count(3)
        for size in ((360, 740), (390, 844), (1180, 820), (1366, 768)):
            usual, height = choices_in_sight(page, size, 100)
            large, _ = choices_in_sight(page, size, 130)
            assert all(one >= other for one, other in zip(large, usual, strict=True)), (size, usual, large)
            assert height >= 104 or question == LONG_QUESTION, (size, "the space there is is used")
        choices_in_sight(page, (360, 740), 130)
        before = page.get_by_role("radio").nth(1).bounding_box()
        choose(page, "Không tán thành")
        after, send = page.get_by_role("radio").nth(1).bounding_box(), page.locator(".gui").bounding_box()
        assert before and after and abs(before["y"] - after["y"]) <= 12, "what was tapped stays under the finger"
        assert send and send["x"] + send["width"] <= 360
        hall.must(hall.facts["chair"], "vote.cancel", vote=ballot, reason="Hết lượt thử")
        expect(page.locator("#cau-hoi", has_text=question)).to_have_count(0)
    page.context.close()


@pytest.mark.parametrize(("width", "height"), [(1180, 820), (820, 1180), (390, 844)])
def test_the_room_fits_and_axe_finds_nothing_serious(hall: Hall, width: int, height: int) -> None:
    page = hall.member(6, width, height)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious(page) == []
    page.context.close()


def test_a_killed_server_is_shown_and_the_page_recovers_by_itself(hall: Hall) -> None:
    page = hall.member(6)
    hall.stage.server.kill()
    expect(page.locator(".cac-bang")).to_contain_text("Đang nối lại")
    hall.stage.server.start()
    expect(page.locator(".cac-bang")).not_to_contain_text("Đang nối lại", timeout=RECOVERY)
    hall.must(hall.facts["members"][5], "speaking.request")
    name = hall.state(hall.facts["chair"])["people"][hall.facts["members"][5]["person"]]["name"]
    expect(page.locator(".hang-doi")).to_contain_text(name)
    page.context.close()


def test_a_ballot_comes_over_a_sheet_and_gives_it_back_with_the_words_and_the_focus(
    hall: Hall, vote: Callable[[], str]
) -> None:
    page = hall.member(6)
    sheet, words = page.locator("dialog"), page.get_by_label("Nội dung góp ý")
    hall.must(hall.facts["chair"], "vote.close", vote=vote())
    expect(page.get_by_role("heading", name="Đã đóng, phiếu chưa gửi")).to_be_visible()
    press_until(page.get_by_role("button", name="Về phòng họp"), page.locator(".day-nut"))
    press_until(page.get_by_role("button", name="Góp ý bằng chữ"), sheet)
    words.fill("Đề nghị rà soát nguồn vốn")
    ballot = vote()
    expect(page.locator("#cau-hoi")).to_be_focused()
    expect(sheet).to_be_hidden()
    choose(page, "Tán thành")
    page.locator(".gui").click()
    expect(page.get_by_role("heading", name="Đã ghi nhận: Tán thành")).to_be_visible()
    hall.must(hall.facts["chair"], "vote.close", vote=ballot)
    page.locator(".xong").get_by_role("button", name="Về phòng họp").click()
    expect(sheet).to_be_visible()
    expect(words).to_be_focused()
    expect(words).to_have_value("Đề nghị rà soát nguồn vốn")
    hall.must(hall.facts["chair"], "vote.announce", vote=ballot)
    expect(page.locator(".man-kq")).to_be_visible()
    expect(sheet).to_be_hidden()
    press_until(page.get_by_role("button", name="Về phòng họp").last, sheet)
    expect(words).to_be_focused()
    called = hall.must(hall.facts["chair"], "speaking.call", person=hall.facts["members"][6]["person"])
    expect(sheet.locator(".moi-toi")).to_contain_text("Mời tôi phát biểu")
    expect(sheet.locator("[aria-live=assertive]")).to_have_text("Mời tôi phát biểu")
    expect(words).to_be_focused()
    assert serious(page) == []
    hall.must(hall.facts["chair"], "speaking.finish", speech=called["id"])
    expect(sheet.locator(".moi-toi")).to_have_count(0)
    expect(words).to_have_value("Đề nghị rà soát nguồn vốn")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(page.get_by_role("button", name="Góp ý bằng chữ")).to_be_focused()
    vote()
    expect(page.locator("#cau-hoi")).to_be_focused()
    for found, one in hall.state(hall.facts["chair"])["votes"].items():
        if one["state"] == "open":
            hall.must(hall.facts["chair"], "vote.cancel", vote=found, reason="Hết lượt thử")
    expect(page.locator(".man-bq")).to_have_count(0)
    expect(page.get_by_role("button", name="Góp ý bằng chữ")).to_be_focused()
    page.context.close()


def test_a_ballot_comes_over_an_earlier_result_that_is_looked_at(hall: Hall, vote: Callable[[], str]) -> None:
    earlier = vote()
    for step in ("vote.close", "vote.announce"):
        hall.must(hall.facts["chair"], step, vote=earlier)
    page = hall.member(4)
    result = page.locator(".man-kq")
    expect(result).to_be_visible()
    press_until(page.get_by_role("button", name="Về phòng họp").last, page.locator(".the-kq").first)
    press_until(page.get_by_role("button", name="Xem kết quả").last, result)
    ballot = vote()
    expect(page.locator("#cau-hoi")).to_be_focused()
    expect(result).to_have_count(0)
    choose(page, "Tán thành")
    hall.must(hall.facts["chair"], "vote.cancel", vote=ballot, reason="Hết lượt thử")
    expect(result).to_be_visible()
    page.context.close()
