"""Small manners of the live rooms: what is said goes when it is over, nothing typed is lost, nobody is refused afterwards."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.hall import Hall
from tests.journeys.looks import Look, wear
from tests.journeys.stage import rested, serious


def finish(hall: Hall, speech: str) -> None:
    hall.must(hall.facts["chair"], "speaking.finish", speech=speech)


def focused(page: Page) -> str:
    """The kind of element the keyboard is at."""
    return str(page.evaluate("document.activeElement.tagName"))


def test_that_i_am_registered_is_not_said_any_more_once_i_am_called(hall: Hall) -> None:
    page = hall.member(0)
    page.get_by_role("button", name="Đăng ký phát biểu").click()
    expect(page.locator(".toast")).to_contain_text("Đã đăng ký")
    page.locator(".toast").hover()  # it would stay as long as one points at it
    speech = hall.waiting_speech(0)
    hall.must(hall.facts["chair"], "speaking.call", speech=speech)
    expect(page.locator(".moi-toi")).to_be_visible()
    expect(page.locator(".toast")).to_have_count(0)
    finish(hall, speech)
    page.context.close()


DIGITS = "(words) => Number.parseFloat(getComputedStyle(words).fontSize)"
INSIDE = """(button) => {
  const [edge, words] = [button, button.querySelector('span')].map((one) => one.getBoundingClientRect());
  return Math.min(words.top - edge.top, edge.bottom - words.bottom);
}"""


def test_who_is_called_reads_the_time_from_afar_and_what_they_write_beside_the_band(hall: Hall) -> None:
    page, chair = hall.member(0, 360, 640), hall.facts["chair"]
    hall.must(hall.facts["members"][0], "speaking.request", gist="Đề nghị làm rõ nguồn kinh phí và tiến độ thực hiện")
    wear(page, Look((360, 640), "light", 130))
    assert page.locator(".day-nut .roi").evaluate(INSIDE) >= 6, "its lines don't touch its border"
    note = page.locator(".ghi-moi textarea")
    note.fill("Hỏi Sở Xây dựng: 46 tỷ đã gồm chi phí san nền chưa?")
    for theme in ("dark", "light"):
        wear(page, Look((360, 640), theme, 130))
        page.get_by_role("button", name="Lưu ghi chú").hover()  # after a tap a finger stays there, too
        assert serious(page) == []
    page.evaluate("scrollBy(0, document.activeElement.getBoundingClientRect().bottom - innerHeight + 120)")
    speech = hall.waiting_speech(0)
    hall.must(chair, "speaking.call", speech=speech)
    band = page.locator(".day-nut .moi-toi")
    expect(band).to_be_visible()
    written, over = note.bounding_box(), band.bounding_box()
    assert written and over and written["y"] + written["height"] <= over["y"] + 1
    expect(note).to_be_focused()
    large = band.locator(".vong b").evaluate(DIGITS)
    wear(page, Look((360, 640)))
    usual = band.locator(".vong b").evaluate(DIGITS)
    assert 28 <= usual < large
    hall.must(chair, "speaking.shorten", speech=speech, seconds=250)
    expect(band.locator(".vong")).to_contain_text("còn dưới 1 phút")
    finish(hall, speech)
    page.context.close()


def test_a_gist_that_was_typed_is_there_again_after_going_back(hall: Hall) -> None:
    page = hall.member(1)
    page.get_by_role("button", name="Đăng ký kèm tóm tắt").click()
    expect(page.locator("#tom-tat")).to_be_focused()
    page.locator("#tom-tat").fill("Đề nghị bổ sung kinh phí")
    page.get_by_label("Về thủ tục").check()
    page.locator("dialog").get_by_role("button", name="Quay lại").click()
    page.reload()
    page.get_by_role("button", name="Đăng ký kèm tóm tắt").click()
    expect(page.locator("#tom-tat")).to_have_value("Đề nghị bổ sung kinh phí")
    expect(page.get_by_label("Về thủ tục")).to_be_checked()
    page.locator("dialog").get_by_role("button", name="Đăng ký", exact=True).click()
    expect(page.locator(".hang-doi .toi")).to_contain_text("Đề nghị bổ sung kinh phí")
    hall.must(hall.facts["members"][1], "speaking.withdraw", speech=hall.waiting_speech(1))
    expect(page.locator(".hang-doi .toi")).to_have_count(0)
    rested(page)
    page.get_by_role("button", name="Đăng ký kèm tóm tắt").click()
    expect(page.locator("#tom-tat")).to_have_value("")
    page.context.close()


def test_who_waits_reads_their_place_where_they_withdraw_and_comes_to_their_gist(hall: Hall) -> None:
    page = hall.member(1)
    rested(page)
    page.get_by_role("button", name="Đăng ký phát biểu").click()
    expect(page.locator(".day-nut .roi .thu-tu")).to_be_visible()
    gist = page.locator(".day-nut .kem-tt")
    expect(gist).to_have_text("Thêm tóm tắt ý kiến")
    rested(page)
    gist.click()
    page.locator("#tom-tat").fill("Hỏi về nguồn vốn")
    page.locator("dialog").get_by_role("button", name="Lưu").click()
    expect(gist).to_have_text("Sửa tóm tắt ý kiến")
    expect(page.locator(".hang-doi .toi")).to_contain_text("Hỏi về nguồn vốn")
    hall.must(hall.facts["members"][1], "speaking.withdraw", speech=hall.waiting_speech(1))
    page.context.close()


def test_a_sheet_in_which_typing_is_not_the_main_thing_opens_no_keyboard(hall: Hall) -> None:
    page = hall.chair()
    page.locator(".day-nut").get_by_role("button", name="Tạm nghỉ").click()
    expect(page.get_by_label("Họp lại lúc")).to_be_visible()
    assert focused(page) not in ("INPUT", "TEXTAREA")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Mở biểu quyết").click()
    expect(page.locator("#bq-hoi")).to_be_visible()
    assert focused(page) not in ("INPUT", "TEXTAREA")
    page.context.close()


IS_MODAL_AT_ONCE = """(button) => new Promise((settle) => {
  const seen = new MutationObserver(() => {
    const sheet = document.querySelector("dialog");
    if (!sheet) return;
    seen.disconnect();
    settle(sheet.matches(":modal"));
  });
  seen.observe(document.body, { childList: true, subtree: true });
  button.click();
})"""


def test_a_sheet_can_be_left_from_the_moment_it_is_there(hall: Hall) -> None:
    """On a slow tablet an Esc before the first frame went past the sheet, which then opened all the same."""
    page = hall.chair()
    button = page.locator(".day-nut").get_by_role("button", name="Tạm nghỉ")
    assert button.evaluate(IS_MODAL_AT_ONCE)
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    page.context.close()


def test_a_sheet_the_browser_closed_by_itself_is_left_behind_and_the_next_opens(hall: Hall) -> None:
    """Browsers need not ask first (`cancel`), as when one goes back by a gesture."""
    page = hall.chair()
    page.locator(".day-nut").get_by_role("button", name="Tạm nghỉ").click()
    page.locator("dialog").evaluate("(sheet) => sheet.close()")
    expect(page.locator("dialog")).to_have_count(0)
    page.get_by_role("button", name="Mở biểu quyết").click()
    expect(page.locator("#bq-hoi")).to_be_visible()
    page.context.close()


def test_a_sheet_that_is_taken_out_as_it_stands_does_not_take_the_toasts_with_it(hall: Hall) -> None:
    page = hall.chair()
    toasts = page.locator(".toast-cho")
    page.locator(".day-nut").get_by_role("button", name="Tạm nghỉ").click()
    expect(page.locator("dialog .toast-cho")).to_have_count(1)
    page.locator("dialog").evaluate("(sheet) => sheet.remove()")
    expect(page.locator(".cho-toast .toast-cho")).to_have_count(1)
    expect(toasts).to_have_count(1)
    page.context.close()


OUTSIDE = """(bar) => [...bar.querySelectorAll('button')].filter((one) =>
  one.getBoundingClientRect().right > innerWidth || one.scrollWidth > one.clientWidth + 2).length"""


def test_in_the_largest_text_the_chairs_bar_is_whole_on_every_tablet(hall: Hall) -> None:
    page = hall.chair()
    page.evaluate("document.documentElement.dataset.text = '130'")
    for width, height in ((768, 1024), (820, 1180), (1024, 768), (1180, 820)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.locator(".man-ct .day-nut").evaluate(OUTSIDE) == 0, width
    page.context.close()


def register_by_keys(page: Page) -> None:
    rested(page)
    page.get_by_role("button", name="Đăng ký phát biểu", exact=True).press("Enter")
    expect(page.locator(".toast")).to_contain_text(
        "Đã đăng ký, thứ tự"
    )  # its entry is here: the words stay as they are


def withdraw_by_keys(hall: Hall, page: Page, place: int) -> None:
    hall.must(hall.facts["members"][place], "speaking.withdraw", speech=hall.waiting_speech(place))
    expect(page.get_by_role("button", name="Rút đăng ký")).to_have_count(0)


def test_what_is_said_where_the_mouse_only_rests_goes_when_its_time_is_over_and_stays_for_who_points_at_it(
    hall: Hall,
) -> None:
    page = hall.member(5)
    page.clock.install()
    page.reload()
    toast, under_the_mouse = page.locator(".toast"), page.locator(".toast:hover")
    for _ in range(2):  # the first one comes while the page is still being laid out
        register_by_keys(page)
        box = toast.bounding_box()
        withdraw_by_keys(hall, page, 5)
        expect(toast).to_have_count(0)
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    register_by_keys(page)
    expect(under_the_mouse).to_have_count(1)
    page.clock.run_for(9_500)
    expect(toast).to_have_count(0)
    withdraw_by_keys(hall, page, 5)
    register_by_keys(page)
    expect(under_the_mouse).to_have_count(1)
    page.mouse.move(box["x"] + box["width"] / 2 + 12, box["y"] + box["height"] / 2)
    page.clock.run_for(9_500)
    expect(under_the_mouse).to_have_count(1)
    page.mouse.move(5, 5)
    page.clock.run_for(1_500)
    expect(toast).to_have_count(0)
    withdraw_by_keys(hall, page, 5)
    page.context.close()


def test_after_announcing_a_result_the_chair_finds_it_at_the_item(hall: Hall) -> None:
    page, chair = hall.chair(), hall.facts["chair"]
    vote = hall.must(chair, "vote.open", question="Thông qua tờ trình?", item=hall.facts["items"][0])["id"]
    hall.must(hall.facts["members"][2], "vote.cast", vote=vote, choice="yes")
    hall.must(chair, "vote.close", vote=vote)
    expect(page.locator(".the-kq")).to_have_count(0)
    hall.must(chair, "vote.announce", vote=vote)
    card = page.locator(".the-kq")
    expect(card).to_contain_text("Thông qua tờ trình?")
    card.get_by_role("button", name="Xem kết quả").click()
    expect(page.locator(".man-kq")).to_be_visible()
    expect(page.locator(".man-kq").get_by_role("button", name="Kết luận nội dung 1")).to_be_visible()
    page.context.close()


def test_who_speaks_stays_in_sight_at_the_desk_while_others_come_to_wait(hall: Hall) -> None:
    chair, members = hall.facts["chair"], hall.facts["members"]
    for number in range(8):
        hall.must(hall.facts["secretary"], "meeting.remark", text=f"Sự việc {number}", item=hall.facts["items"][0])
    speech = hall.must(chair, "speaking.call", person=members[0]["person"])["id"]
    page = hall.desk()
    page.set_viewport_size({"width": 1366, "height": 768})
    gist = page.locator("#d-gist")
    expect(gist).to_be_in_viewport(ratio=1)
    waiting = page.locator("#d-cho li")
    before = waiting.count()
    for member in members[1:4]:
        hall.must(member, "speaking.request")
    expect(waiting).to_have_count(before + 3)
    expect(gist).to_be_in_viewport(ratio=1)
    # Who reads further up is left there.
    page.locator("#d-dien-bien").evaluate("place => { place.scrollTop = 0; }")
    hall.must(members[4], "speaking.request")
    expect(waiting).to_have_count(before + 4)
    assert page.locator("#d-dien-bien").evaluate("place => place.scrollTop") == 0
    finish(hall, speech)
    page.context.close()


def test_a_room_that_fills_the_window_has_nothing_below_it(hall: Hall) -> None:
    """A pixel more and the window gets a scroll bar of its own, on the hall's wall too."""
    for page in (hall.desk(), hall.chair()):
        expect(page.locator("[role=status].an")).to_have_count(1)
        tall, window = page.evaluate("[document.documentElement.scrollHeight, innerHeight]")
        assert tall == window
        page.context.close()


def test_who_ends_the_meeting_sees_first_what_is_still_open_and_ends_it_there(hall: Hall) -> None:
    chair = hall.facts["chair"]
    hall.must(chair, "vote.open", question="Thông qua chương trình?", item=hall.facts["items"][0])
    hall.must(hall.facts["members"][3], "speaking.request")
    hall.must(chair, "speaking.call", speech=hall.waiting_speech(3))
    page, name = hall.chair(), hall.name_of(3)
    page.locator(".day-nut").get_by_role("button", name="Thêm").click()
    page.get_by_role("button", name="Bế mạc").click()
    asked = page.locator("dialog")
    end = asked.get_by_role("button", name="Bế mạc", exact=True)
    expect(asked).to_contain_text(f"{name} đang phát biểu.")
    expect(asked).to_contain_text("Đang biểu quyết: Thông qua chương trình?")
    expect(end).to_be_disabled()
    asked.get_by_role("button", name="Kết thúc phát biểu").click()
    expect(asked).not_to_contain_text(name)
    expect(end).to_be_disabled()
    asked.get_by_role("button", name="Điều khiển biểu quyết").click()
    page.locator("dialog").get_by_role("button", name="Đóng biểu quyết").click()
    page.locator("dialog").get_by_role("button", name="Đóng biểu quyết").click()
    page.locator(".man-kq").get_by_role("button", name="Về phòng họp").click()
    page.locator(".day-nut").get_by_role("button", name="Thêm").click()
    page.get_by_role("button", name="Bế mạc").click()
    expect(asked).to_contain_text("chưa công bố")
    expect(end).to_be_enabled()
    end.click()
    expect(page.locator(".man-ct.het-phien")).to_be_visible()
    page.context.close()
