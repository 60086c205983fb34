"""A meeting at several sites: prepared on the list of people, seen by chair and desk, kept by a site's clerk."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.hall import Hall
from tests.journeys.looks import Look, wear
from tests.journeys.stage import HALL, serious

LONG_PLACE = "Trung tâm Văn hóa, Thể thao và Truyền thanh xã Tân Lập Thượng, huyện Sông Lạc"
LINK = "https://meet.jit.si/xa-tan-lap"


def test_sites_are_prepared_and_show_to_all_who_need_them(hall: Hall) -> None:
    clerk, there = hall.facts["members"][4], hall.facts["members"][5]
    names = [hall.name_of(4), hall.name_of(5)]
    page = hall.open_room(hall.facts["secretary"], 1440, 900)
    page.goto(f"{hall.stage.server.address}/meetings/{hall.facts['meeting']}/people")
    page.get_by_role("button", name="Thêm điểm cầu").click()
    page.get_by_label("Tên điểm cầu").fill("Xã Tân Lập")
    page.get_by_role("button", name="Thêm", exact=True).click()
    page.get_by_role("button", name="Xếp người").click()
    for name in names:
        page.get_by_label("Tìm trong danh sách").fill(name)
        page.locator(".ds-xep label:visible").first.click()
    page.get_by_role("button", name="Xếp vào điểm cầu").click()
    expect(page.locator("#diem-cau-ds")).to_contain_text("2 người dự kiến")
    page.get_by_role("button", name="Sửa Xã Tân Lập").click()
    link = page.locator("dialog[open]").get_by_label("Liên kết phòng họp trực tuyến")
    link.fill("http://meet.jit.si/x")
    page.locator("dialog[open]").get_by_role("button", name="Lưu").click()
    expect(page.locator("dialog[open] .loi", has_text="https://")).to_be_visible()
    assert serious(page) == []
    refused = [fault for fault in hall.stage.faults if "400" in fault]
    hall.stage.faults[:] = [fault for fault in hall.stage.faults if fault not in refused]
    assert len(refused) == 1, "the browser itself notes a refusal"
    link.fill(LINK)
    page.locator("dialog[open]").get_by_role("button", name="Lưu").click()
    page.get_by_role("button", name="Sửa Xã Tân Lập").click()
    page.get_by_label("Cử một người đang ở điểm cầu này").select_option(clerk["person"])
    page.get_by_role("button", name="Cử thư ký điểm cầu").click()
    expect(page.locator("#diem-cau-ds")).to_contain_text(f"thư ký điểm cầu: {names[0]}")
    page.context.close()

    chair = hall.chair()
    expect(chair.locator(".dai-diem-cau")).to_contain_text("Xã Tân Lập 2/2")
    keeper = hall.open_room(clerk, 390, 844)
    expect(keeper.get_by_role("link", name="Mở phòng họp trực tuyến")).to_have_attribute("href", LINK)
    expect(keeper.get_by_role("link", name="Mở phòng họp trực tuyến")).to_have_attribute("rel", "noopener")
    keeper.get_by_role("button", name="Điểm danh Xã Tân Lập").click()
    keeper.get_by_role("button", name=f"{names[1]} đã về").click()
    expect(chair.locator(".dai-diem-cau")).to_contain_text("Xã Tân Lập 1/2")
    assert serious(keeper) == []
    keeper.get_by_role("button", name=f"{names[1]} có mặt").click()
    expect(chair.locator(".dai-diem-cau")).to_contain_text("Xã Tân Lập 2/2")  # marked before they ask for the floor
    hall.must(there, "speaking.request", gist="Ý kiến từ xã")
    expect(chair.locator(".hang-doi")).to_contain_text("Xã Tân Lập")
    chair.locator(".dai-diem-cau").click()
    expect(chair.locator("dialog")).to_contain_text("2/2 thành viên có mặt")
    assert serious(chair) == []
    keeper.context.close()
    chair.context.close()


def a_screen(hall: Hall, name: str, **where: str) -> Page:
    """A big screen that the desk has let in."""
    page = hall.stage.window(name, hall.stage.device(HALL))
    page.goto(f"{hall.stage.server.address}/screen")
    expect(page.locator(".ma")).to_have_text(re.compile(r"\d{3} \d{3}"))
    hall.must(hall.facts["chair"], "screen.admit", code=str(page.locator(".ma").text_content()), name=name, **where)
    page.wait_for_url(re.compile("/room$"))
    expect(page.locator(".man-chieu.noi-len")).to_be_visible()
    return page


def test_the_floor_of_a_site_is_told_to_its_clerk_and_on_its_screen(hall: Hall) -> None:
    desk, speaker, clerk = hall.facts["secretary"], hall.facts["members"][1], hall.facts["members"][2]
    name = hall.name_of(1)
    site = hall.must(desk, "attendance.add_site", name="Xã Đồi Thông")["id"]
    hall.must(desk, "attendance.place", people=[speaker["person"], clerk["person"]], site=site)
    hall.must(desk, "attendance.name_clerk", person=clerk["person"], site=site)
    hall.must(speaker, "speaking.request", gist="Đường vào xã")
    chair, keeper = hall.chair(), hall.open_room(clerk, 390, 844)
    there, here = a_screen(hall, "Màn ở xã", site=site), a_screen(hall, "Màn chính")
    strip = chair.locator(".dai-diem-cau .dc", has_text="Xã Đồi Thông")
    expect(strip.locator(".cho-noi")).to_have_text(re.compile("1$"))
    strip.click()
    place = chair.locator("dialog .cac-noi > li", has_text="Xã Đồi Thông")
    expect(place).to_contain_text("Chưa có ai phát biểu")
    assert serious(chair) == []
    place.get_by_role("button", name=f"Mời {name}").click()

    told = f"Điểm cầu Xã Đồi Thông: mời {name} phát biểu"
    expect(keeper.locator(".moi-dc")).to_have_text(told)
    expect(there.locator(".ai")).to_contain_text("Điểm cầu Xã Đồi Thông: mời phát biểu")
    expect(here.locator(".ai")).to_contain_text("Đang phát biểu")
    expect(here.locator(".ai .tu-dc")).to_have_text("Xã Đồi Thông")
    expect(strip).to_have_class("dc co-loi")
    screen = next(key for key, one in hall.state(desk)["screens"].items() if one["site"])
    hall.must(desk, "screen.show", screen=screen, scene="agenda")
    expect(there.locator(".moi-den")).to_contain_text(told)
    assert serious(keeper) == [] and serious(there) == [] and serious(here) == []
    speeches = hall.state(desk)["speeches"]
    speaks = next(key for key, one in speeches.items() if one["person"] == speaker["person"])
    hall.must(hall.facts["chair"], "speaking.finish", speech=speaks)
    expect(keeper.locator(".moi-dc")).to_have_count(0)
    strip.click()
    expect(place).to_contain_text("Đã phát biểu 1 lượt")
    for page in (chair, keeper, there, here):
        page.context.close()


def test_the_roll_of_a_site_with_a_long_name_is_within_its_clerks_phone(hall: Hall) -> None:
    clerk, desk = hall.facts["members"][3], hall.facts["secretary"]
    site = hall.must(desk, "attendance.add_site", name=LONG_PLACE)["id"]
    hall.must(desk, "attendance.place", people=[clerk["person"]], site=site)
    hall.must(desk, "attendance.name_clerk", person=clerk["person"], site=site)
    phone = hall.open_room(clerk, 360, 740)
    for look in (Look((360, 740), "light", 130), Look((390, 844))):
        wear(phone, look)
        roll = phone.get_by_role("button", name=f"Điểm danh {LONG_PLACE}").bounding_box()
        assert roll and roll["x"] + roll["width"] <= look.size[0] - 16
    phone.context.close()
    hall.must(desk, "attendance.rename_site", site=site, name="Xã Sông Lạc")


CUT = """(strip) => {
  const shown = strip.querySelector('.cac-dc').getBoundingClientRect();
  const edges = [...strip.querySelectorAll('.dc')].map((one) => one.getBoundingClientRect());
  const seen = edges.filter((one) => one.top < shown.bottom - 1);
  const cut = seen.filter((one) => one.bottom > shown.bottom + 1 || one.right > shown.right + 1).length;
  const all = strip.querySelector('.ca-dc').getBoundingClientRect();
  return [seen.length, cut, all.right <= innerWidth && all.width > 0];
}"""
"""How many places are seen, how many of them in part, and whether the way to all of them is there."""


def test_of_thirty_sites_whole_names_are_seen_and_the_way_to_all_of_them(hall: Hall) -> None:
    desk, chair = hall.facts["secretary"], hall.chair()
    for n in range(30 - len(hall.state(desk).get("sites", {}))):
        hall.must(desk, "attendance.add_site", name=f"Xã Phú Lương Thượng {n + 1}")
    strip = chair.locator(".dai-diem-cau")
    expect(strip.locator(".dc")).to_have_count(31)
    for width, height in ((1180, 820), (820, 1180), (360, 740), (1920, 1080)):
        chair.set_viewport_size({"width": width, "height": height})
        expect(strip.locator(".ca-dc")).to_contain_text("+")
        seen, cut, leads = strip.evaluate(CUT)
        assert seen >= 2 and cut == 0 and leads, (width, seen, cut)
        expect(strip.locator(".ca-dc")).to_contain_text(f"+{31 - seen}và {31 - seen} nơi nữa")
        expect(strip.locator(".dc:not(.khuat)")).to_have_count(seen)
    strip.focus()
    chair.keyboard.press("Enter")
    expect(chair.get_by_role("dialog", name="Các điểm cầu").locator(".cac-noi > li")).to_have_count(31)
    chair.context.close()


SEATS_CUT = """(plan) => {
  const pane = document.querySelector('.man-ct .giua').getBoundingClientRect();
  const seats = [...plan.querySelectorAll('.cho rect')].map((one) => one.getBoundingClientRect());
  return [seats.length > 0, seats.filter((one) => one.bottom > pane.bottom + 1 || one.top < pane.top).length];
}"""
COVERS_THE_END = """(toast) => {
  const [a, b] = [toast, document.querySelector('.du-kien')].map((one) => one.getBoundingClientRect());
  return b.width > 0 && a.right > b.left && a.left < b.right && a.bottom > b.top && a.top < b.bottom;
}"""


def test_beside_a_speaker_a_result_is_a_line_with_the_sites_and_no_seat_is_below_the_fold(hall: Hall) -> None:
    chief, item, chair = hall.facts["chair"], hall.facts["items"][0], hall.chair()
    for question in ("Thông qua phương án một?", "Thông qua phương án hai?"):
        vote = hall.must(chief, "vote.open", question=question, item=item)["id"]
        hall.must(chief, "vote.close", vote=vote)
        hall.must(chief, "vote.announce", vote=vote)
    hall.must(chief, "speaking.call", person=hall.facts["members"][3]["person"])
    line = chair.locator(".kq-dong")
    expect(line).to_contain_text("+1")
    for width, height in ((1180, 820), (820, 1180)):
        chair.set_viewport_size({"width": width, "height": height})
        expect(chair.locator(".dai-diem-cau .ca-dc")).to_contain_text("+")
        assert chair.locator(".so-do > svg").evaluate(SEATS_CUT) == [True, 0], (width, height)
        boxes = line.bounding_box(), chair.locator(".dai-diem-cau").bounding_box()
        assert boxes[0] and boxes[1] and boxes[0]["y"] == boxes[1]["y"], "one line"
    chair.set_viewport_size({"width": 1024, "height": 768})
    expect(chair.locator(".dai-diem-cau")).to_be_hidden()
    expect(chair.locator(".chip-dc")).to_contain_text("điểm cầu")
    assert chair.locator(".so-do > svg").evaluate(SEATS_CUT) == [True, 0], "a small tablet"
    chair.set_viewport_size({"width": 1180, "height": 820})
    chair.get_by_role("button", name="Thêm 1 phút").click()
    expect(chair.locator(".toast")).to_contain_text("Đã thêm 1 phút")
    assert not chair.locator(".toast").evaluate(COVERS_THE_END)
    line.click()
    expect(chair.get_by_role("dialog", name="Kết quả biểu quyết").locator(".the-kq")).to_have_count(2)
    assert serious(chair) == []
    chair.context.close()


BEYOND = """() => [...document.querySelectorAll('.man-chieu *')].filter((one) => {
  const {right, bottom, width} = one.getBoundingClientRect();
  return width && (right > innerWidth + 1 || bottom > innerHeight + 1) && !one.closest('.ten-hop');
}).map((one) => `${innerWidth}: ${one.tagName}.${one.getAttribute('class')}`)"""
"""What of a scene lies beyond the screen, which cuts it; a long name in its header ends in three dots."""

READ_WHOLE = """(one) => {
  const words = document.createRange();
  words.selectNodeContents(one);
  return words.getBoundingClientRect().right <= one.getBoundingClientRect().right
    && one.getBoundingClientRect().right <= one.closest('.tren').lastElementChild.getBoundingClientRect().left;
}"""


def beyond(screen: Page) -> list[str]:
    found: list[str] = []
    for width, height in (HALL, (1366, 768), (1280, 720)):
        screen.set_viewport_size({"width": width, "height": height})
        found += screen.evaluate(BEYOND)
    return found


def test_no_scene_of_a_site_with_a_long_name_runs_off_its_screen(hall: Hall) -> None:
    chair, member = hall.facts["chair"], hall.facts["members"][3]
    site = hall.must(hall.facts["secretary"], "attendance.add_site", name=LONG_PLACE)["id"]
    there = a_screen(hall, "Màn ở trung tâm", site=site)
    key = next(key for key, one in hall.state(chair)["screens"].items() if one["site"] == site)

    def seen(scene: str, of: str) -> list[str]:
        hall.must(chair, "screen.show", screen=key, scene=scene)
        expect(there.locator(of)).to_be_visible()
        return beyond(there)

    assert seen("item", ".muc-lon") == [] and seen("agenda", ".muc-luc") == [] and seen("waiting", ".cho-hop") == []
    title, here = (there.locator(f".cho-hop {one}").bounding_box() for one in ("h1", ".hien-dien"))
    assert title and here and here["y"] > title["y"] + title["height"] + 12, "the bar touches no letter above it"
    assert there.locator(".noi-chieu").evaluate(READ_WHOLE), "where it stands is read before the meeting's name"
    hall.must(member, "speaking.request")
    hall.must(chair, "speaking.call", person=member["person"])
    assert seen("speaker", ".noi") == []
    vote = hall.must(chair, "vote.open", question="Thông qua dự thảo?", item=hall.facts["items"][0])["id"]
    assert seen("auto", ".man-chieu.bq .song") == []
    there.context.set_offline(True)
    expect(there.locator(".noi-lai")).to_be_visible()
    assert beyond(there) == []
    there.context.set_offline(False)
    expect(there.locator(".noi-lai")).to_have_count(0)
    hall.must(member, "vote.cast", vote=vote, choice="yes")
    hall.must(chair, "vote.close", vote=vote)
    hall.must(chair, "vote.announce", vote=vote)
    assert seen("auto", ".man-chieu.kq .so4") == []
    hall.must(chair, "meeting.pause")
    assert seen("auto", ".dung-hinh") == []
    hall.must(chair, "meeting.resume")
    hall.must(chair, "screen.remove", screen=key)
    there.context.close()


def test_in_large_letters_a_wide_desk_has_no_less_room_for_the_names_of_sites(hall: Hall) -> None:
    page = hall.desk()
    page.evaluate("document.documentElement.dataset.text = '130'")
    widths = []
    for width in (1440, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        box = page.locator(".pane.trai").bounding_box()
        widths.append(box and box["width"])
    assert widths[0] and widths[1] and widths[1] >= widths[0], widths
    page.context.close()


def test_the_seat_map_says_that_its_dot_is_also_of_who_is_at_a_site(hall: Hall) -> None:
    site = hall.must(hall.facts["secretary"], "attendance.add_site", name="Xã Nà Khoang")["id"]
    there = hall.facts["members"][5]["person"]
    hall.must(hall.facts["secretary"], "attendance.place", people=[there], site=site)
    chair = hall.chair()
    chair.get_by_role("button", name="Sơ đồ lớn, tìm người").click()
    expect(chair.locator("dialog .cho circle.xa").first).to_be_attached()
    expect(chair.locator("dialog .chu-giai")).to_contain_text("Trực tuyến, ở điểm cầu")
    chair.context.close()
