"""What the live rooms say of the same moment: the chair's, a member's, the desk's and what the hall sees."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.journeys.hall import Hall
from tests.journeys.stage import choose, lose_the_network, press_until, serious


def mark(hall: Hall, status: str, *places: int) -> None:
    for place in places:
        person = hall.facts["members"][place]["person"]
        hall.must(hall.facts["secretary"], "attendance.mark", person=person, status=status)


@pytest.fixture
def two_away(hall: Hall) -> Iterator[None]:
    """Two of the seven members are not in the hall: six are, with the chair."""
    mark(hall, "absent", 5, 6)
    yield
    mark(hall, "present", 5, 6)


@pytest.fixture
def vote(hall: Hall) -> Iterator[str]:
    opened = hall.must(hall.facts["chair"], "vote.open", question="Thông qua dự thảo?", item=hall.facts["items"][0])
    yield opened["id"]
    if hall.state(hall.facts["chair"])["votes"][opened["id"]]["state"] == "open":
        hall.must(hall.facts["chair"], "vote.cancel", vote=opened["id"], reason="Hết lượt thử")


def closed(*pages: Page) -> None:
    for page in pages:
        page.context.close()


@pytest.mark.usefixtures("two_away")
def test_turnout_is_of_those_who_are_here_on_every_screen(hall: Hall, vote: str) -> None:
    chair, desk, member, follows = hall.chair(), hall.desk(), hall.member(0), hall.member(1)
    follows.locator(".phu-nut").last.dispatch_event("click")  # what the hall sees, under this member's own ballot
    choose(member, "Tán thành")
    member.locator(".gui").click()
    expect(member.locator(".da-gui")).to_contain_text("1/6 người có mặt đã gửi phiếu")
    expect(follows.locator(".man-chieu.bq .g")).to_contain_text("1/6người có mặt đã gửi phiếu")
    for page in (chair, desk):
        expect(page.locator(".so-phieu")).to_contain_text("1/6 người có mặt đã gửi phiếu")
    chair.get_by_role("button", name="Điều khiển biểu quyết").click()
    sheet = chair.locator("dialog")
    expect(sheet.locator(".so-luong")).to_contain_text("1/6")
    expect(sheet.locator(".con-lai")).to_contain_text("Còn 5 người chưa gửi · 2 người không có mặt")
    expect(sheet.locator(".con-lai .chip.vang")).to_have_count(5)
    expect(sheet.locator(".dai i")).to_have_count(8)
    mark(hall, "present", 5)
    expect(sheet.locator(".so-luong")).to_contain_text("1/7")
    expect(follows.locator(".man-chieu.bq .g")).to_contain_text("1/7")
    sheet.get_by_role("button", name="Đóng biểu quyết").click()
    expect(chair.locator("dialog")).to_contain_text("Còn 6 người chưa gửi phiếu.")
    closed(chair, desk, member, follows)


@pytest.mark.usefixtures("two_away")
def test_who_is_here_and_whether_that_is_a_quorum_is_on_every_screen(hall: Hall) -> None:
    chair, desk, phone = hall.chair(), hall.desk(), hall.member(0, 360, 740)
    handheld = hall.open_room(hall.facts["chair"], 390, 844)
    for strip in (chair.locator(".ts"), desk.locator(".tuc-so")):
        expect(strip.locator(".khia")).to_be_visible()
        expect(strip).to_contain_text("đủ túc số")
        expect(strip).not_to_contain_text("chưa")
    for page in (phone, handheld):
        expect(page.locator(".tinh-hinh .co-mat")).to_be_visible()
        expect(page.locator(".tinh-hinh .co-mat")).to_have_text("6/8")
    mark(hall, "left", 4)
    for strip in (chair.locator(".ts"), desk.locator(".tuc-so")):
        expect(strip).to_contain_text("không đủ túc số")
    expect(phone.locator(".tinh-hinh .co-mat.thieu")).to_have_text("5/8")
    mark(hall, "present", 4)
    closed(chair, desk, phone, handheld)


CLEAR = """() => new Promise((done) => {
    const under = () => {
        const shown = document.querySelector(".toast");
        if (!shown) return done(false);
        const toast = shown.getBoundingClientRect();
        const meets = (b) => b.left < toast.right && b.right > toast.left && b.top < toast.bottom && b.bottom > toast.top;
        return [...document.querySelectorAll("button, a[href], textarea, .hang-doi li, .so-do .cho, [role=option]")].some((one) =>
            !one.closest(".toast") && one.checkVisibility() && meets(one.getBoundingClientRect()));
    };
    const look = () => (under() ? requestAnimationFrame(look) : done(true));
    look();
})"""
"""True once nothing one could press lies under the toast; false where it went before."""


def test_a_toast_lies_over_nothing_one_could_press_nor_over_the_row_it_speaks_of(hall: Hall) -> None:
    page, chair, desk = hall.member(0, 390, 560), hall.chair(), hall.desk()
    desk.set_viewport_size({"width": 1440, "height": 640})
    page.get_by_role("button", name="Đăng ký phát biểu").click()
    expect(page.locator(".toast")).to_contain_text("Đã đăng ký, thứ tự")
    assert page.evaluate(CLEAR)
    page.locator(".toi").evaluate("row => scrollBy(0, row.getBoundingClientRect().bottom - innerHeight + 150)")
    assert page.evaluate(CLEAR)
    chair.locator(".hang-doi li .nut.o").last.click()
    expect(chair.locator(".toast")).to_contain_text("Đã mời")
    assert chair.evaluate(CLEAR)
    desk.keyboard.press("d")
    desk.keyboard.press("End")
    desk.keyboard.press("v")
    expect(desk.locator(".toast")).to_be_visible()
    assert desk.evaluate(CLEAR)
    mark(hall, "present", 6)
    closed(page, chair, desk)


def test_who_ends_the_meeting_is_told_who_still_waits_to_speak(hall: Hall) -> None:
    waiting = [place for place in range(1, 6) if hall.facts["members"][place]["person"] not in hall.queue()]
    for place in waiting:
        hall.must(hall.facts["members"][place], "speaking.request")
    page, names = hall.chair(), [hall.name_of(place) for place in waiting]
    page.locator(".day-nut").get_by_role("button", name="Thêm").click()
    page.get_by_role("button", name="Bế mạc").click()
    asked = page.locator("dialog")
    expect(asked).to_contain_text(f"{len(hall.queue())} người chờ phát biểu:")
    expect(asked).to_contain_text(names[0])
    expect(asked).to_contain_text("người khác")
    expect(asked).not_to_contain_text(names[-1])
    closed(page)


def test_a_reason_that_was_typed_is_still_there_after_going_back(hall: Hall) -> None:
    for place in (5, 6):
        if hall.facts["members"][place]["person"] not in hall.queue():
            hall.must(hall.facts["members"][place], "speaking.request")
    page, ask = hall.chair(), hall.facts["members"]
    reason = page.locator("dialog").get_by_label("Lý do")

    def take_out(place: int) -> None:
        out = page.get_by_role("button", name="Bỏ khỏi danh sách")
        press_until(page.locator(".hang-doi li", has_text=hall.name_of(place)).locator(".nut.hep").last, out)
        out.click()

    take_out(6)
    reason.fill("Nội dung này đã có ba ý kiến")
    page.locator("dialog").get_by_role("button", name="Quay lại").click()
    take_out(5)
    expect(reason).to_have_value("")
    page.keyboard.press("Escape")
    assert len(page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('asked:'))")) == 1
    take_out(6)
    expect(reason).to_have_value("Nội dung này đã có ba ý kiến")
    page.locator("dialog").get_by_role("button", name="Bỏ khỏi danh sách").click()
    expect(page.locator(".toast")).to_be_visible()
    assert ask[6]["person"] not in hall.queue()
    closed(page)


def test_no_button_of_the_chair_promises_what_needs_the_network(hall: Hall) -> None:
    hall.must(
        hall.facts["members"][6], "speaking.request", kind="question", gist="Số liệu cần thống nhất với báo cáo quý"
    )
    page = hall.chair()
    row = page.locator(".hang-doi li", has_text="Chất vấn").bounding_box()
    assert row and row["height"] <= 72, "a name and one line"
    page.locator(".hang-doi li .nut.hep").last.click()
    lose_the_network(page)
    for act in ("Để sau", "Bỏ khỏi danh sách"):
        expect(page.get_by_role("button", name=act)).to_be_disabled()
    expect(page.locator("dialog")).to_contain_text("Cần có mạng")
    page.keyboard.press("Escape")
    expect(page.locator(".khoa")).to_be_disabled()
    expect(page.locator(".day-nut").get_by_role("button", name="Tạm nghỉ")).to_be_disabled()
    page.locator(".day-nut").get_by_role("button", name="Thêm").click()
    for act in ("Tạm nghỉ", "Khóa danh sách phát biểu", "Bế mạc"):
        expect(page.locator("dialog").get_by_role("button", name=act)).to_be_disabled()
    closed(page)


def test_the_chairs_ballot_sheet_scrolls_its_names_and_keeps_its_buttons(hall: Hall, vote: str) -> None:
    page = hall.chair()
    page.set_viewport_size({"width": 1180, "height": 560})
    page.get_by_role("button", name="Điều khiển biểu quyết").click()
    for act in ("Hủy biểu quyết", "Đóng biểu quyết", "Để mở"):
        button = page.locator("dialog").get_by_role("button", name=act)
        expect(button).to_be_in_viewport(ratio=1)
    assert page.locator("dialog .con-lai ul").evaluate("list => list.scrollHeight > list.clientHeight")
    closed(page)


def test_the_chair_and_the_desk_hear_at_once_that_the_disk_is_full(hall: Hall) -> None:
    full = True

    def told(message: str | bytes) -> str | bytes:
        said = '42["live",{'
        return message.replace(said, f'{said}"disk_full":true,') if full and isinstance(message, str) else message

    def between(page_side: WebSocketRoute) -> None:
        server_side = page_side.connect_to_server()
        page_side.on_message(server_side.send)
        server_side.on_message(lambda message: page_side.send(told(message)))

    pages = [hall.chair(), hall.desk(), hall.member(0)]
    for page in pages:
        page.route_web_socket("**", between)
        page.reload()
    banner = "Máy chủ đã hết chỗ trên đĩa."
    for page in pages[:2]:
        expect(page.locator(".cac-bang")).to_contain_text(banner)
        assert serious(page) == []
    expect(pages[2].locator(".man-tv")).not_to_contain_text(banner)
    full = False
    for page in pages[:2]:
        expect(page.locator(".cac-bang")).not_to_contain_text(banner)
    closed(*pages)


PLACES = """(page) => ['.the-bq .moi', '.so-do', '.the-bq h2']
    .map((one) => Math.round(page.querySelector(one).getBoundingClientRect().top))"""


def test_while_a_vote_is_open_the_chair_ends_who_still_speaks_and_nothing_moves(hall: Hall, vote: str) -> None:
    speech = hall.must(hall.facts["chair"], "speaking.call", person=hall.facts["members"][1]["person"])["id"]
    chair = hall.chair()
    line = chair.locator(".the-bq .con-noi")
    expect(line).to_contain_text(hall.name_of(1))
    expect(line).to_contain_text("Đang phát biểu")  # the way to end it ends the speech, not the vote
    expect(line).to_contain_text("còn ")
    assert serious(chair) == []
    before = chair.locator(".man-ct").evaluate(PLACES)
    press_until(line.get_by_role("button", name="Kết thúc phát biểu"), chair.locator(".con-noi b"), there=False)
    assert hall.state(hall.facts["chair"])["speeches"][speech]["state"] == "finished"
    assert hall.state(hall.facts["chair"])["votes"][vote]["state"] == "open"
    assert chair.locator(".man-ct").evaluate(PLACES) == before
    closed(chair)


def test_a_wrong_item_is_taken_back_by_one_tap_and_the_chair_may_pick_any_in_the_agenda(hall: Hall) -> None:
    for speech, one in hall.state(hall.facts["chair"]).get("speeches", {}).items():
        if one["state"] == "waiting":  # of others
            hall.must(hall.facts["chair"], "speaking.decline", speech=speech, reason="Chưa tới lượt")
    chair, sheet = hall.chair(), "dialog"
    rail, toast = chair.locator(".ray"), chair.locator(".toast")

    def states() -> list[str]:
        items = hall.state(hall.facts["chair"])["items"]
        return [items[id]["state"] for id in hall.facts["items"][:3]]

    rail.get_by_role("button", name="Sang nội dung 2").click()
    expect(toast).to_contain_text("Đã sang nội dung 2")
    toast.get_by_role("button", name="Hoàn tác").click()
    expect(toast).to_contain_text("Đã trở lại nội dung 1")
    assert states() == ["current", "waiting", "waiting"], "what was not on is not done"
    press_until(rail.locator("li").nth(2).get_by_role("button"), chair.locator(sheet))
    expect(chair.locator(sheet)).to_contain_text("Sang nội dung 3?")
    assert serious(chair) == []
    chair.locator(sheet).get_by_role("button", name="Sang nội dung 3").click()
    expect(rail.locator("li").nth(2)).to_have_class("nay")
    press_until(rail.locator("li").nth(0).get_by_role("button"), chair.locator(sheet))
    chair.locator(sheet).get_by_role("button", name="Trở lại nội dung 1").click()
    expect(rail.locator("li").nth(0)).to_have_class("nay")
    assert states() == ["current", "waiting", "done"], "an item that was meant is done"
    closed(chair)


def test_a_long_question_leaves_the_foot_of_the_halls_screen_and_every_choice_of_a_phone_in_view(hall: Hall) -> None:
    question = (
        "Thông qua Nghị quyết về quy định hỗ trợ hộ dân di dời khỏi khu vực có nguy cơ sạt lở ven sông Lạc năm 2026"
    )
    chair, made = hall.facts["chair"], {"question": question, "item": hall.facts["items"][0]}
    follows, phone = hall.member(1, 1366, 768), hall.member(0, 360, 740)
    vote = hall.must(chair, "vote.open", **made)["id"]
    expect(phone.get_by_role("radio")).to_have_count(3)
    for choice in phone.get_by_role("radio").all():
        box, bar = choice.bounding_box(), phone.locator(".man-bq .duoi").bounding_box()
        assert box and bar and box["y"] + box["height"] <= bar["y"]
    hall.must(chair, "vote.close", vote=vote)
    hall.must(chair, "vote.announce", vote=vote)
    expect(follows.locator(".man-kq")).to_be_visible()
    follows.get_by_role("button", name="Về phòng họp").last.click()
    follows.get_by_role("button", name="Theo màn chiếu").click()
    screen, foot = follows.locator(".man-chieu.kq").bounding_box(), follows.locator(".man-chieu .chan-m").bounding_box()
    assert screen and foot and foot["y"] + foot["height"] <= screen["y"] + screen["height"] + 1
    unsure = "(one) => { one.textContent = 'Chưa chốt: có máy báo không khớp'; }"  # the longest verdict: its reason gets a line
    follows.locator(".man-chieu .dat-duoc").evaluate(unsure)
    figures = follows.locator(".man-chieu .tong").bounding_box()
    assert figures and figures["y"] + figures["height"] <= foot["y"], "the figures stand above the foot"
    many = [
        f"Dự án thứ {n}: nâng cấp, mở rộng đường tỉnh {316 + n} đoạn qua các xã vùng cao của tỉnh" for n in range(1, 6)
    ]
    vote = hall.must(chair, "vote.open", **made, kind="choice", options=[*many, "not_voting"], most=2)["id"]
    hall.must(chair, "vote.close", vote=vote)
    hall.must(chair, "vote.announce", vote=vote)
    expect(follows.locator(".man-chieu .thanh-ten li")).to_have_count(6)
    figures = follows.locator(".man-chieu .tong").bounding_box()
    assert figures and figures["y"] + figures["height"] <= foot["y"], "so do those under five long names"
    closed(follows, phone)


def test_of_eighteen_items_the_one_that_is_on_is_in_sight_at_the_desk_and_no_button_is_pushed_out(hall: Hall) -> None:
    desk = hall.facts["secretary"]
    have = len(hall.facts["items"])
    new = [hall.must(desk, "agenda.add_item", title=f"Nội dung thêm {n}")["id"] for n in range(have, 18)]
    page = hall.open_room(desk, 1366, 768)
    expect(page.locator(".muc-so button")).to_have_count(18)
    hall.must(hall.facts["chair"], "agenda.finish_item", item=hall.facts["items"][0])
    hall.must(hall.facts["chair"], "agenda.start_item", item=new[-2])
    seal = page.locator(".muc-so .chon-muc")
    expect(seal).to_contain_text("17")
    expect(seal).to_be_in_viewport(ratio=0.99)
    for button in page.locator("header.phong :is(button, a.nut):not(.muc-so *):visible").all():
        expect(button).to_be_in_viewport(ratio=0.99)
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    closed(page)


def test_after_the_meeting_a_members_room_begins_at_its_top(hall: Hall) -> None:
    """The last of this hall: its meeting ends."""
    chair = hall.facts["chair"]
    pages = [hall.member(2, 1180, 560), hall.member(3, 390, 420)]
    rail = pages[0].locator(".than > .ray")
    expect(rail.locator("li.nay")).to_be_in_viewport()  # far down of eighteen
    assert rail.evaluate("(one) => one.scrollTop") > 0
    pages[1].evaluate("scrollTo(0, document.body.scrollHeight)")
    assert pages[1].evaluate("scrollY") > 0
    writer = hall.member(4, 390, 420)
    writer.get_by_role("button", name="Góp ý bằng chữ").click()
    writer.get_by_label("Nội dung góp ý").press_sequentially("Thêm kinh phí")
    pages.append(writer)
    hall.must(chair, "meeting.end")
    expect(writer.locator(".toast")).to_contain_text("góp ý đang ghi chưa gửi")
    expect(writer.locator(".giua")).to_be_focused()
    for page in pages:
        expect(page.locator(".giua h1").first).to_have_text("Phiên họp đã kết thúc")
        expect(page.locator(".giua h1").first).to_be_in_viewport()
        assert page.evaluate("scrollY") == 0
    expect(rail.locator("li").first).to_be_in_viewport()
    press_until(writer.get_by_role("button", name="Chương trình họp"), writer.locator("dialog[open]"))
    writer.locator("dialog[open] .song-lung li").last.get_by_role("button").click()
    back = writer.get_by_role("button", name="Về kết quả phiên họp")
    expect(back).to_be_visible()
    press_until(back, writer.get_by_role("heading", name="Phiên họp đã kết thúc"))
    closed(*pages)
