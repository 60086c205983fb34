"""The floor in real browsers: the list's rule, a point of order, a reply, a speaker whose device is gone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.journeys.hall import Hall
from tests.journeys.stage import HALL, serious


def empty_the_floor(hall: Hall) -> None:
    for id, one in hall.state(hall.facts["chair"]).get("speeches", {}).items():
        if one["state"] in ("speaking", "paused") and not one["replies_to"]:
            hall.must(hall.facts["chair"], "speaking.finish", speech=id)
        elif one["state"] == "waiting":
            hall.must(hall.facts["chair"], "speaking.decline", speech=id)


LIGHTS = """(row) => [document.querySelector(".ben"), row.querySelector(".vach"), row.querySelector(".vach i")].map((one) =>
  (getComputedStyle(one).backgroundColor.match(/[0-9.]+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0))"""


def test_the_chair_chooses_how_the_list_goes_reads_why_and_goes_back(hall: Hall) -> None:
    chair, members = hall.facts["chair"], hall.facts["members"]
    called = hall.must(chair, "speaking.call", person=members[0]["person"])["id"]
    hall.must(chair, "speaking.finish", speech=called)
    for place in (0, 1):
        hall.must(members[place], "speaking.request")
    page = hall.chair()
    names = [hall.name_of(0), hall.name_of(1)]
    rows = page.locator(".cho .hang-doi li b")
    expect(rows).to_have_text([names[1], names[0]])
    expect(page.locator(".cho .hang-doi li").first).to_contain_text("lần đầu ở nội dung này")
    expect(page.locator(".cho .hang-doi li").nth(1)).to_contain_text("Lần 2")
    page.get_by_role("button", name="Cách xếp danh sách").click()
    expect(page.get_by_role("button", name="Luân phiên các tổ")).to_be_disabled()
    page.get_by_role("button", name=re.compile("^Theo lúc đăng ký")).click()
    expect(rows).to_have_text(names)
    expect(page.locator(".cho .hang-doi li").first).to_contain_text("đăng ký lúc")
    page.locator(".toast").get_by_role("button", name="Hoàn tác").click()
    expect(rows).to_have_text([names[1], names[0]])
    page.get_by_role("button", name=f"Việc khác với {names[0]}").click()
    page.get_by_role("button", name="Lên đầu").click()
    expect(rows).to_have_text(names)
    expect(page.locator(".cho .hang-doi li").first).to_contain_text("xếp tay")
    assert serious(page) == []
    empty_the_floor(hall)
    page.context.close()


def places_read(page: Page, rows: str) -> list[str]:
    """The number a screen reader finds first in each of these rows."""
    session = page.context.new_cdp_session(page)
    read = []
    for place in range(page.locator(rows).count()):
        script = f"document.querySelectorAll({rows!r})[{place}]"
        row = session.send("Runtime.evaluate", {"expression": script})["result"]["objectId"]
        told = session.send("Accessibility.queryAXTree", {"objectId": row, "role": "StaticText"})["nodes"]
        read.append(str(told[0]["name"]["value"]))
    return read


def test_who_moves_up_in_the_list_is_seen_and_read_with_the_new_place(hall: Hall) -> None:
    members = hall.facts["members"]
    for place in (0, 1, 2):
        hall.must(members[place], "speaking.request")
    rooms = ((hall.chair(), ".cho .hang-doi > li"), (hall.desk(), "#d-cho > li"), (hall.member(1), ".hang-doi > li"))
    for page, rows in rooms:
        expect(page.locator(rows)).to_have_count(3)
        assert places_read(page, rows) == ["1", "2", "3"]
    hall.must(hall.facts["chair"], "speaking.call", person=members[0]["person"])
    for page, rows in rooms:
        expect(page.locator(rows)).to_have_count(2)
        assert places_read(page, rows) == ["1", "2"]
    empty_the_floor(hall)
    for page, _ in rooms:
        page.context.close()


def test_who_has_left_is_not_told_to_the_hall_as_the_next_speaker_until_they_are_back(hall: Hall) -> None:
    chair, members = hall.facts["chair"], hall.facts["members"]
    wall = hall.open_room(hall.facts["screen"], *HALL)
    hall.must(chair, "speaking.call", person=members[0]["person"])
    for place in (1, 2):
        hall.must(members[place], "speaking.request")
    first, second = hall.name_of(1), hall.name_of(2)
    following = wall.locator("footer.sau b")
    expect(following).to_have_text([first, second])
    hall.must(hall.facts["secretary"], "attendance.mark", person=members[1]["person"], status="left")
    expect(following).to_have_text([second])
    hall.must(hall.facts["secretary"], "attendance.mark", person=members[1]["person"], status="present")
    expect(following).to_have_text([first, second])
    empty_the_floor(hall)
    wall.context.close()


def test_groups_are_set_at_the_desk_and_take_turns(hall: Hall) -> None:
    members = hall.facts["members"]
    for place in (0, 1, 2):
        hall.must(members[place], "speaking.request")
    desk = hall.desk()
    desk.get_by_role("button", name="Cách xếp danh sách").click()
    desk.get_by_role("button", name="Xếp tổ", exact=True).click()
    desk.locator("#ten-to").fill("Tổ 1")
    for place in (0, 1):
        desk.get_by_label(re.compile(f"^{re.escape(hall.name_of(place))}")).check()
    desk.get_by_role("button", name="Xếp 2 người").click()
    expect(desk.locator(".ds-to .nhan-to")).to_have_text(["Tổ 1", "Tổ 1"])
    assert serious(desk) == []
    desk.get_by_role("button", name="Xong", exact=True).click()
    desk.get_by_role("button", name="Cách xếp danh sách").click()
    desk.get_by_role("button", name="Luân phiên các tổ").click()
    expect(desk.locator("#d-cho li b")).to_have_text([hall.name_of(place) for place in (0, 2, 1)])
    hall.must(hall.facts["chair"], "speaking.set_order", order="first_time")
    empty_the_floor(hall)
    desk.context.close()


WHERE_THE_LIST_ENDS = """() => [
    document.querySelector('.cho .hang-doi').getBoundingClientRect().bottom,
    document.querySelector('.chua').getBoundingClientRect().top,
]"""


def test_a_group_without_time_comes_after_the_others_and_the_desk_alone_sees_the_bars(hall: Hall) -> None:
    desk, members = hall.facts["secretary"], hall.facts["members"]
    for group, places in (("Tổ 1", (0,)), ("Tổ 2", (1, 2))):
        hall.must(desk, "speaking.set_group", people=[members[place]["person"] for place in places], group=group)
    for place in (0, 1):
        hall.must(members[place], "speaking.request")
    chair = hall.chair()
    expect(chair.locator(".gio-to")).to_have_count(0)
    chair.get_by_role("button", name="Cách xếp danh sách").click()
    chair.get_by_role("button", name="Thời gian các tổ").click()
    done, back = (chair.locator("dialog").get_by_role("button", name=name) for name in ("Xong", "Quay lại"))
    expect(done).to_be_visible()
    chair.get_by_label("Tổ 1", exact=True).fill("0")
    chair.get_by_label("Áp dụng cho").select_option(index=1)
    chair.get_by_label("Tổ 2", exact=True).fill("20")
    chair.get_by_label("Áp dụng cho").select_option(index=0)
    expect(chair.get_by_label("Tổ 1", exact=True)).to_have_value("0")  # another item looked at takes nothing away
    chair.get_by_label("Tổ 2", exact=True).fill("15")
    expect(done).to_have_count(0)  # nothing is done before it is saved
    expect(back).to_be_visible()
    assert serious(chair) == []
    chair.get_by_role("button", name="Lưu", exact=True).click()
    expect(chair.locator(".toast")).to_contain_text("Đã lưu thời gian các tổ")
    chair.get_by_role("button", name="Xong", exact=True).click()
    rows = chair.locator(".cho .hang-doi li")
    expect(rows.locator("b")).to_have_text([hall.name_of(1), hall.name_of(0)])
    expect(rows.nth(1)).to_contain_text("Tổ 1 đã hết giờ")
    expect(chair.locator(".gio-to li")).to_contain_text(["đã hết giờ", "đã nói 0:00/20:00"])
    surface, track, fill = chair.locator(".gio-to li").last.evaluate(LIGHTS)
    assert abs(track - surface) < abs(fill - surface) / 3, "a bar that nothing fills does not look full"
    assert serious(chair) == []
    chair.evaluate("document.documentElement.dataset.text = '130'")
    for height in (768, 640):  # a laptop, and what its browser leaves of it
        chair.set_viewport_size({"width": 1366, "height": height})
        rows_end, unheard = chair.evaluate(WHERE_THE_LIST_ENDS)
        assert rows_end <= unheard + 1, "on a low screen the bars give way, not the list"
    chair.evaluate("document.documentElement.dataset.text = '100'")
    chair.set_viewport_size({"width": 1180, "height": 820})
    chair.get_by_role("button", name=re.compile("^Thời gian các tổ")).click()
    expect(chair.locator(".gio-to li")).to_have_count(0)
    member = hall.member(1)
    expect(member.locator(".gio-to")).to_have_count(0)
    for group in ("Tổ 1", "Tổ 2"):
        hall.must(desk, "speaking.set_quota", group=group, seconds=None)
    hall.must(desk, "speaking.set_quota", group="Tổ 2", item=hall.facts["items"][0], seconds=None)
    expect(chair.locator(".gio-to")).to_have_count(0)
    empty_the_floor(hall)
    for page in (member, chair):
        page.context.close()


def test_on_a_phone_the_ring_touches_no_button_and_a_row_says_first_why_it_stands_there(hall: Hall) -> None:
    chair, members = hall.facts["chair"], hall.facts["members"]
    hall.must(chair, "speaking.call", person=members[0]["person"])
    hall.must(members[1], "speaking.request")
    hall.must(members[1], "speaking.request", kind="point_of_order")
    page, screen = hall.open_room(chair, 390, 844), hall.open_room(hall.facts["screen"], *HALL)
    ring, buttons = (page.locator(f".noi > {one}") for one in (".vong", "div > .hang"))
    expect(buttons.get_by_role("button")).to_have_count(3)
    above, below = ring.bounding_box(), buttons.bounding_box()
    assert above and below and above["y"] + above["height"] + 8 <= below["y"]
    expect(page.locator(".cho .hang-doi li .v").nth(1)).to_have_text(re.compile("^lần đầu ở nội dung này · "))
    expect(screen.locator(".sau > span", has=screen.locator("b"))).to_have_text(
        [f"1{hall.name_of(1)} về thủ tục", f"2{hall.name_of(1)}"]
    )
    assert serious(page) == [] and serious(screen) == []
    empty_the_floor(hall)
    for one in (page, screen):
        one.context.close()


def test_a_point_of_order_is_one_tap_away_and_comes_first(hall: Hall) -> None:
    hall.must(hall.facts["members"][1], "speaking.request")
    hall.must(hall.facts["members"][2], "speaking.request")
    page = hall.member(2, 390, 844)
    chair = hall.chair()
    page.get_by_role("button", name="Phát biểu về thủ tục").click()
    expect(chair.locator(".cho .hang-doi li").first).to_contain_text("Về thủ tục")
    expect(chair.locator("button.moi")).to_contain_text(hall.name_of(2))
    expect(page.get_by_role("button", name="Rút ý kiến về thủ tục")).to_be_visible()
    page.locator(".toast").get_by_role("button", name="Hoàn tác").click()
    expect(chair.locator(".cho .hang-doi li")).to_have_count(2)
    empty_the_floor(hall)
    page.context.close()
    chair.context.close()


def test_who_is_taken_off_the_list_reads_the_reason_until_it_is_put_away(hall: Hall) -> None:
    page = hall.member(1, 390, 844)
    speech = hall.must(hall.facts["members"][1], "speaking.request")["id"]
    hall.must(hall.facts["chair"], "speaking.decline", speech=speech, reason="Ý kiến này đã được nêu")
    told = page.locator(".giua .bang", has_text="Lý do: Ý kiến này đã được nêu")
    expect(told).to_be_visible()
    told.get_by_role("button", name="Đã rõ").click()
    expect(told).to_have_count(0)
    page.reload()
    expect(page.locator(".man-tv")).to_be_visible()
    expect(told).to_have_count(0)
    page.context.close()


def test_a_reply_is_asked_for_with_one_tap_given_and_the_speaker_goes_on(hall: Hall) -> None:
    members = hall.facts["members"]
    hall.must(hall.facts["chair"], "speaking.call", person=members[0]["person"])
    speaker, replies, chair = hall.member(0, 390, 844), hall.member(1), hall.chair()
    expect(speaker.locator(".moi-toi")).to_contain_text("Mời tôi phát biểu")
    replies.get_by_role("button", name="Xin đáp lời").click()
    asked = chair.get_by_role("button", name="Đáp lời 1 người xin")
    expect(asked).to_be_visible()
    assert serious(chair) == []
    asked.click()
    expect(chair.locator(".ds-dap button").first).to_be_visible()
    assert serious(chair) == []
    chair.locator(".ds-dap button").first.click()
    expect(replies.locator(".moi-toi")).to_contain_text("Mời tôi đáp lời")
    expect(speaker.locator(".moi-toi")).to_contain_text(f"{hall.name_of(1)} đang đáp lời")
    expect(chair.locator(".noi")).to_contain_text(f"{hall.name_of(0)} nói tiếp sau đó")
    assert serious(replies) == [] and serious(speaker) == []
    chair.get_by_role("button", name="Kết thúc phát biểu").click()
    expect(speaker.locator(".moi-toi")).to_contain_text("Mời tôi phát biểu")
    expect(chair.locator(".noi h2")).to_have_text(hall.name_of(0))
    empty_the_floor(hall)
    for page in (speaker, replies, chair):
        page.context.close()


def test_a_speaker_whose_device_is_gone_still_has_the_floor_until_the_chair_ends_it(hall: Hall) -> None:
    hall.must(hall.facts["chair"], "speaking.call", person=hall.facts["members"][3]["person"])
    speaker, chair = hall.member(3), hall.chair()
    expect(speaker.locator(".moi-toi")).to_be_visible()
    before = chair.locator(".noi .vong b").inner_text()
    speaker.context.close()
    expect(chair.locator(".noi .vong b")).not_to_have_text(before)
    expect(chair.locator(".noi h2")).to_have_text(hall.name_of(3))
    chair.get_by_role("button", name="Kết thúc phát biểu").click()
    expect(chair.locator(".noi")).to_be_hidden()
    back = hall.member(3)
    expect(back.locator(".moi-toi")).to_have_count(0)
    back.context.close()
    chair.context.close()


def test_who_has_left_is_passed_over_and_the_row_says_so(hall: Hall) -> None:
    members = hall.facts["members"]
    for place in (4, 5):
        hall.must(members[place], "speaking.request")
    hall.must(hall.facts["secretary"], "attendance.mark", person=members[4]["person"], status="left")
    chair = hall.chair()
    expect(chair.locator(".cho .hang-doi li").first).to_contain_text("đã rời")
    expect(chair.get_by_role("button", name=f"Mời {hall.name_of(4)}", exact=True)).to_be_disabled()
    chair.locator("button.moi").click()
    expect(chair.locator(".noi h2")).to_have_text(hall.name_of(5))
    hall.must(hall.facts["secretary"], "attendance.mark", person=members[4]["person"], status="present")
    empty_the_floor(hall)
    chair.context.close()


TWO_KEYS = """(list) => [{ key: "ArrowDown" }, { key: "ArrowUp", altKey: true }].forEach((one) =>
  list.dispatchEvent(new KeyboardEvent("keydown", { ...one, bubbles: true, cancelable: true })))"""


def test_a_key_acts_on_the_row_the_last_key_went_to_before_it_is_drawn(hall: Hall) -> None:
    empty_the_floor(hall)
    members = hall.facts["members"]
    for member in members[:2]:
        hall.must(member, "speaking.request")
    page = hall.desk()
    rows = page.locator("#d-cho li b")
    expect(rows).to_have_count(2)
    before = rows.all_inner_texts()
    page.locator("#d-cho").evaluate(TWO_KEYS)
    expect(rows).to_have_text(before[::-1])
    empty_the_floor(hall)
    page.context.close()
