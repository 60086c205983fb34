"""The chair's room and the secretary's desk in a real browser: the desk by keyboard alone, a vote from opening to announcing."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.hall import Hall
from tests.journeys.stage import press_until, serious


def test_the_secretary_calls_the_roll_by_keyboard_and_takes_it_back(hall: Hall) -> None:
    page = hall.desk()
    first = page.locator("#d-roll li").nth(1)
    page.keyboard.press("d")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("v")
    expect(first).to_contain_text("vắng")
    expect(page.locator(".toast")).to_contain_text("vắng")  # what takes it back comes with the answer
    page.keyboard.press("Control+z")
    expect(first).not_to_contain_text("vắng")
    page.keyboard.type("thu ha")  # a name, though T alone says online
    expect(page.locator(".tim input")).to_have_value("thu ha")
    expect(page.locator(".toast")).not_to_contain_text("trực tuyến")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("#d-dien-bien")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("#kl-moi")).to_be_focused()
    page.context.close()


def test_escape_leaves_a_field_and_keeps_what_was_typed_in_it(hall: Hall) -> None:
    page, line, journal = hall.desk(), "/k Giao Sở Xây dựng hoàn thành trước mùa mưa", "#d-dien-bien"
    page.keyboard.press("/")
    page.keyboard.type(line[1:])
    expect(page.locator(".goi-y li")).to_contain_text("Ghi kết luận")
    page.keyboard.press("Escape")
    expect(page.locator(journal)).to_be_focused()
    expect(page.locator(".goi-y")).to_have_count(0)
    page.keyboard.press("d")
    expect(page.locator("#d-roll")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#d-lenh")).to_be_focused()
    expect(page.locator("#d-lenh")).to_have_value(line)
    page.locator("#kl-moi").fill("Bố trí vốn trong hai năm")
    page.keyboard.press("Escape")
    expect(page.locator(journal)).to_be_focused()
    expect(page.locator(".kl li textarea").first).to_have_value("Bố trí vốn trong hai năm")
    page.locator(".kl").get_by_role("button", name="Xóa điểm này").click()
    expect(page.locator(".kl [data-point]")).to_have_count(0)
    page.context.close()


def test_escape_in_a_sheet_leaves_the_typed_field_first_and_the_sheet_after_it(hall: Hall) -> None:
    page = hall.desk()
    page.keyboard.press("d")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#dd-ly-do").fill("Đi công tác theo lịch của tỉnh")
    page.keyboard.press("Escape")
    expect(page.locator("#dd-ly-do")).to_have_value("Đi công tác theo lịch của tỉnh")
    expect(page.locator("dialog").get_by_role("button", name="Quay lại")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    page.context.close()


def test_a_command_that_lacks_something_says_what_can_be_typed(hall: Hall) -> None:
    page = hall.desk()
    said = page.locator(".goi-y.khong")
    page.keyboard.press("/")
    page.keyboard.type("k")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("Viết tiếp nội dung kết luận sau /k")
    page.locator("#d-lenh").fill("/x Đỗ")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("Không có lệnh này. Có thể gõ: /m mời")
    expect(page.locator("#d-lenh")).to_have_value("/x Đỗ")
    assert serious(page) == []
    page.context.close()


def test_a_conclusion_is_recorded_with_its_unit_and_day_by_the_command_line(hall: Hall) -> None:
    page = hall.desk()
    page.keyboard.press("/")
    page.keyboard.type("k Trình phương án @" + hall.name_of(2) + " +7")
    preview = page.locator(".goi-y li").first
    expect(preview).to_contain_text(f"giao {hall.name_of(2)}")
    expect(preview).to_contain_text("hạn ")
    page.locator("#d-lenh").fill("/k Trình phương án @khong co ai")
    expect(preview).to_contain_text("giữ nguyên là lời")
    page.locator("#d-lenh").fill("/k Trình phương án @" + hall.name_of(2) + " +7")
    expect(preview).to_contain_text(f"giao {hall.name_of(2)}")
    assert serious(page) == []
    page.keyboard.press("Enter")
    point = page.locator(".kl [data-point]")
    expect(point.locator("textarea")).to_have_value("Trình phương án")
    expect(point).to_contain_text(hall.name_of(2))
    expect(point).to_contain_text("Hạn ")
    expect(page.locator("#d-lenh")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(point).to_have_count(0)
    page.context.close()


def test_a_name_without_marks_invites_and_the_gist_is_saved_while_typed(hall: Hall) -> None:
    page = hall.desk()
    name = hall.name_of(2)
    page.keyboard.press("/")
    page.keyboard.type(  # the stroke that led here begins the command
        "m " + page.evaluate("n => n.normalize('NFD').replace(/\\p{Mn}/gu,'').replace(/đ/gi,'d')", name)
    )
    expect(page.locator(".goi-y li").first).to_contain_text(name)
    page.keyboard.press("Enter")
    expect(page.locator("#d-gist")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.type("Đề nghị chia hai năm ngân sách")
    member = hall.facts["members"][2]["person"]
    expect(page.locator(".soan")).to_have_attribute("data-kept", "saved")
    notes = [one["note"] for one in hall.state(hall.facts["secretary"])["speeches"].values() if one["person"] == member]
    assert notes == ["Đề nghị chia hai năm ngân sách"]
    assert fits(page.locator("#d-gist"))
    page.keyboard.type(", và báo cáo từng quý" * 20)
    expect(page.locator("#d-gist")).to_have_value(re.compile("quý$"))
    assert fits(page.locator("#d-gist")), "a long gist is cut"
    page.context.close()


def fits(area: Locator) -> bool:
    """All its lines are in sight."""
    return bool(area.evaluate("area => area.scrollHeight <= area.clientHeight + 1"))


def test_what_is_typed_without_a_network_outlives_a_reload(hall: Hall) -> None:
    hall.must(hall.facts["chair"], "speaking.call", person=hall.facts["members"][3]["person"])
    page = hall.desk()
    gist = page.locator("#d-gist")
    expect(gist).to_be_visible()
    page.context.set_offline(True)
    gist.click()
    page.keyboard.type("Ghi khi mất mạng")
    expect(page.locator(".soan .chua-gui")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    expect(gist).to_have_value("Ghi khi mất mạng")
    expect(page.locator(".soan")).to_have_attribute("data-kept", "saved")
    notes = [one["note"] for one in hall.state(hall.facts["secretary"])["speeches"].values()]
    assert "Ghi khi mất mạng" in notes
    a_command_that_is_not_done_stands_in_the_line_until_it_is(hall, page)
    page.context.close()


def a_command_that_is_not_done_stands_in_the_line_until_it_is(hall: Hall, page: Page) -> None:
    line, typed = page.locator("#d-lenh"), "/s Mất điện, họp tiếp bằng máy nổ"
    line.fill(typed)
    page.context.set_offline(True)
    expect(page.locator(".bang", has_text="Mất mạng")).to_be_visible()
    line.press("Enter")
    expect(page.locator(".toast")).to_contain_text("Cần có mạng")
    expect(line).to_have_value(typed)
    page.context.set_offline(False)
    page.reload()
    expect(line).to_have_value(typed)
    line.press("Enter")
    expect(page.locator(".tk", has_text="họp tiếp bằng máy nổ")).to_be_visible()
    expect(line).to_have_value("")
    remarks = [one["text"] for one in hall.state(hall.facts["secretary"])["remarks"].values()]
    assert remarks.count(typed.removeprefix("/s ")) == 1


def test_no_shortcut_acts_while_vietnamese_is_composed(hall: Hall) -> None:
    page = hall.desk()
    page.evaluate("dispatchEvent(new KeyboardEvent('keydown', {key: 'd', code: 'KeyD', isComposing: true}))")
    page.evaluate("dispatchEvent(new KeyboardEvent('keydown', {key: 'Process', code: 'KeyK', keyCode: 229}))")
    assert page.evaluate("document.activeElement === document.body")
    assert serious(page) == []
    page.context.close()


def test_conclusions_go_from_the_desk_to_the_chair_and_come_back_approved(hall: Hall) -> None:
    page = hall.desk()
    page.keyboard.press("k")
    page.keyboard.type("Thống nhất ban hành Quyết định")
    page.keyboard.press("Enter")
    page.keyboard.type("@Sở Xây dựng")
    page.keyboard.press("Enter")
    page.keyboard.type("san nền khu tái định cư")
    page.keyboard.press("Control+d")
    page.keyboard.type("+7")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".kl .chip", has_text="Chờ duyệt")).to_have_count(2)
    expect(page.get_by_title("Bỏ nhiệm vụ")).to_have_count(1)
    presiding = hall.chair()
    presiding.locator(".day-nut").get_by_role("button", name="Kết luận").click()
    assert serious(presiding) == []
    presiding.get_by_role("button", name="Duyệt 2 điểm").click()
    expect(page.locator(".kl li .chip", has_text="Đã duyệt")).to_have_count(2)
    expect(page.locator(".kl li .chip", has_text="Sở Xây dựng")).to_be_visible()
    expect(page.get_by_title("Bỏ nhiệm vụ")).to_have_count(0)  # the task is there; it may get another assignee
    points = sorted(hall.state(hall.facts["chair"])["conclusions"].values(), key=lambda one: one["order"])
    assert [bool(point["task"]) for point in points] == [False, True]
    assert points[1]["text"] == "Sở Xây dựng san nền khu tái định cư"
    assert points[1]["assignee_text"] == "Sở Xây dựng" and points[1]["due"]
    presiding.context.close()
    page.context.close()


def test_an_invitation_taken_back_lets_the_interrupted_speaker_go_on(hall: Hall) -> None:
    hall.must(hall.facts["chair"], "speaking.call", person=hall.facts["members"][4]["person"])
    hall.must(hall.facts["members"][5], "speaking.request")
    page = hall.chair()
    before = hall.name_of(4)
    expect(page.locator(".noi h2")).to_have_text(before)
    page.locator("button.moi").click()
    expect(page.locator(".noi h2")).not_to_have_text(before)
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator(".noi h2")).to_have_text(before)
    assert serious(page) == []
    page.context.close()


def limit_of(hall: Hall, person: str) -> int:
    speeches = hall.state(hall.facts["chair"])["speeches"].values()
    return next(int(one["limit"]) for one in speeches if one["person"] == person and one["state"] == "speaking")


WORDS_UNDER = """(toast) => {
  const {left, right, top, bottom} = toast.getBoundingClientRect();
  const found = new Set();
  for (let x = left + 4; x < right; x += 10) for (let y = top + 4; y < bottom; y += 10)
    for (const under of document.elementsFromPoint(x, y)) {
      if (toast.parentElement.contains(under)) continue;
      for (const words of [...under.childNodes].filter((one) => one.nodeType === 3 && one.textContent.trim())) {
        const range = document.createRange();
        range.selectNodeContents(words);
        for (const box of range.getClientRects())
          if (box.left < x && box.right > x && box.top < y && box.bottom > y) found.add(words.textContent);
      }
    }
  return [...found];
}"""
"""The words that lie under the toast."""


def test_what_was_written_by_keys_is_read_beside_the_toast_that_tells_it(hall: Hall) -> None:
    page = hall.desk()
    for width, words in ((1366, "Khách mời vào phòng họp"), (1920, "Khách mời ra về")):
        page.set_viewport_size({"width": width, "height": 768})
        page.keyboard.press("/")
        page.keyboard.type(f"s {words}")
        page.keyboard.press("Enter")
        expect(page.locator(".tk li").last).to_contain_text(words)
        toast = page.locator(".toast")
        expect(toast).to_contain_text("Đã ghi sự việc")
        assert toast.evaluate(WORDS_UNDER) == []
        place, sent = toast.bounding_box(), page.get_by_role("button", name="Trình chủ trì duyệt").bounding_box()
        assert place and sent and place["y"] + place["height"] <= sent["y"] and place["x"] >= sent["x"] - 2, "its place"
    page.context.close()


def test_a_minute_given_by_mistake_is_taken_back_with_one_tap(hall: Hall) -> None:
    person = hall.facts["members"][5]["person"]
    hall.must(hall.facts["chair"], "speaking.call", person=person)
    page = hall.chair()
    before = limit_of(hall, person)
    page.get_by_role("button", name="Thêm 1 phút").click()
    expect(page.locator(".toast")).to_contain_text("Đã thêm 1 phút")
    assert limit_of(hall, person) == before + 60
    assert page.locator(".toast").evaluate(WORDS_UNDER) == []
    page.get_by_role("button", name="Đáp lời").click()
    sheet = page.get_by_role("dialog", name="Mời ai đáp lời?")
    sheet.locator(".toast").get_by_role("button", name="Hoàn tác").click()  # an open sheet doesn't keep it away
    expect(sheet.get_by_role("status")).to_contain_text("Đã bớt 1 phút")
    assert limit_of(hall, person) == before
    sheet.get_by_role("button", name="Quay lại").click()
    expect(sheet).to_have_count(0)
    expect(page.get_by_role("status").filter(has_text="Đã bớt 1 phút")).to_have_count(1)
    page.context.close()


def test_after_a_break_the_interrupted_speaker_goes_on_and_a_stopped_one_with_one_tap(hall: Hall) -> None:
    speech = hall.must(hall.facts["chair"], "speaking.call", person=hall.facts["members"][6]["person"])["id"]
    page, name = hall.chair(), hall.name_of(6)
    mine = hall.member(6)
    page.locator(".day-nut").get_by_role("button", name="Tạm nghỉ").click()
    expect(page.locator("dialog")).to_contain_text(f"{name} đang phát biểu sẽ nói tiếp khi họp lại.")
    page.locator("dialog").get_by_role("button", name="Tạm nghỉ").click()
    expect(mine.locator(".moi-toi")).to_contain_text("Phát biểu của tôi đang tạm dừng")
    again = page.locator(".giua").get_by_role("button", name="Họp tiếp")
    expect(again).to_contain_text(f"{name} nói tiếp")
    press_until(again, again, there=False)  # the band has pushed it down
    expect(mine.locator(".moi-toi")).to_contain_text("Mời tôi phát biểu")
    assert hall.state(hall.facts["chair"])["speeches"][speech]["state"] == "speaking"
    hall.must(hall.facts["chair"], "speaking.pause", speech=speech)
    go_on = page.get_by_role("button", name="Cho nói tiếp")
    press_until(go_on, go_on, there=False)  # the band has gone, and what was beneath it moved
    expect(page.locator(".noi")).to_contain_text("Đang phát biểu")
    assert serious(page) == []
    mine.context.close()
    page.context.close()


def test_a_question_to_the_chair_that_no_longer_stands_goes_by_itself(hall: Hall) -> None:
    """While the chair is asked whether to close it, the vote is closed: by its countdown, or from the desk."""
    page = hall.chair()
    vote = hall.must(hall.facts["chair"], "vote.open", question="Thông qua?", item=hall.facts["items"][0])["id"]
    page.locator(".day-nut").get_by_role("button", name="Đang biểu quyết").click()
    page.locator("dialog").get_by_role("button", name="Đóng biểu quyết").click()
    expect(page.locator("dialog").get_by_role("button", name="Chờ thêm")).to_be_visible()
    hall.must(hall.facts["chair"], "vote.close", vote=vote)
    expect(page.locator(".man-kq")).to_be_visible()
    expect(page.locator("dialog")).to_have_count(0)
    hall.must(hall.facts["chair"], "vote.annul", vote=vote, reason="Hết lượt thử")
    page.context.close()


def test_a_tap_meant_for_a_question_that_has_just_gone_does_nothing_beneath_it(hall: Hall) -> None:
    page, chair = hall.chair(), hall.facts["chair"]
    speech = hall.must(chair, "speaking.call", person=hall.facts["members"][0]["person"])["id"]
    expect(page.locator(".noi h2")).to_have_text(hall.name_of(0))
    beneath = page.get_by_role("button", name="Sang nội dung 2")
    press_until(beneath, page.get_by_role("heading", name="Sang nội dung 2?"))  # held just after the call
    # By the page's clock the question goes in half a minute only: any tap before comes at once after it.
    page.evaluate("(() => { const now = performance.now() + 30000; performance.now = () => now; })()")
    hall.must(chair, "speaking.finish", speech=speech)
    expect(page.locator("dialog")).to_have_count(0)
    page.evaluate(
        """() => {
            addEventListener("click", () => (window.tapped = (window.tapped ?? 0) + 1), true);
            document.body.addEventListener("click", () => (window.reached = (window.reached ?? 0) + 1));
        }"""
    )
    beneath.click()
    assert page.evaluate("[window.tapped, window.reached ?? 0]") == [1, 0]
    assert hall.state(chair)["items"][hall.facts["items"][0]]["state"] == "current"
    page.context.close()


def test_a_speech_that_ends_leaves_the_question_who_still_waits(hall: Hall) -> None:
    page, chair = hall.chair(), hall.facts["chair"]
    speech = hall.must(chair, "speaking.call", person=hall.facts["members"][0]["person"])["id"]
    waits = hall.must(hall.facts["members"][1], "speaking.request", item=hall.facts["items"][0])["id"]
    expect(page.locator(".cho .hang-doi li")).to_have_count(1)
    page.get_by_role("button", name="Sang nội dung 2").click()
    asked = page.locator("dialog")
    expect(asked).to_contain_text(f"{hall.name_of(0)} đang phát biểu")
    hall.must(chair, "speaking.finish", speech=speech)
    expect(asked).not_to_contain_text("đang phát biểu")
    expect(asked).to_contain_text(hall.name_of(1))
    asked.get_by_role("button", name="Quay lại").click()
    hall.must(hall.facts["members"][1], "speaking.withdraw", speech=waits)
    page.context.close()


def test_the_chair_opens_closes_sees_first_and_announces(hall: Hall) -> None:
    page = hall.chair()
    page.locator(".day-nut").get_by_role("button", name="Mở biểu quyết").click()
    page.locator("dialog").get_by_role("button", name="Mở biểu quyết").click()
    expect(page.locator("dialog .so-luong")).to_contain_text("0/8")
    votes = hall.state(hall.facts["chair"])["votes"]
    vote = next(id for id, one in votes.items() if one["state"] == "open")
    for member in hall.facts["members"][:5]:
        hall.must(member, "vote.cast", vote=vote, choice="yes")
    expect(page.locator("dialog .so-luong")).to_contain_text("5/8")
    expect(page.locator("dialog .con-lai")).to_contain_text(hall.name_of(6))
    page.locator("dialog").get_by_role("button", name="Đóng biểu quyết").click()
    expect(page.locator("dialog")).to_contain_text("Còn 3 người chưa gửi phiếu")
    page.locator("dialog").get_by_role("button", name="Đóng biểu quyết").click()
    expect(page.locator(".man-kq")).to_contain_text("Được thông qua")
    assert "result" not in hall.state(hall.facts["members"][0])["votes"][vote]
    page.locator(".man-kq").get_by_role("button", name="Công bố").click()
    expect(page.locator(".man-kq").get_by_role("button", name="Kết luận nội dung 1")).to_be_visible()
    assert hall.state(hall.facts["members"][0])["votes"][vote]["result"]["verdict"] == "passed"
    assert serious(page) == []
    page.context.close()


def test_the_whole_command_line_is_seen_while_a_vote_is_open(hall: Hall) -> None:
    chair = hall.facts["chair"]
    for member in hall.facts["members"][:3]:
        hall.must(member, "speaking.request")
    question = "Thông qua Quyết định quy định chính sách hỗ trợ hộ dân di dời khỏi khu vực sạt lở ven sông Lạc"
    vote = hall.must(chair, "vote.open", question=question, item=hall.facts["items"][0])["id"]
    page = hall.open_room(hall.facts["secretary"], 1366, 768)
    expect(page.locator(".bq-tk .the-bq")).to_be_visible()
    expect(page.locator("#d-cho li")).to_have_count(3)
    for width, text in ((1366, "100"), (1366, "130"), (1024, "130")):
        page.set_viewport_size({"width": width, "height": 768})
        page.evaluate("text => { document.documentElement.dataset.text = text }", text)
        line = page.locator(".lenh").bounding_box()
        assert line and line["y"] + line["height"] <= 768, (width, text)
    hall.must(chair, "vote.cancel", vote=vote, reason="Hết lượt thử")
    page.context.close()
