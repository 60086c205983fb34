"""A whole item at the secretary's desk, without the mouse: roll call, register for someone, call, gist, timer, conclusion with unit, day
and task, to the chair; an event and its correction (screens.md 6.13 and §7).
"""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.hall import Hall


def plain(page: Page, name: str) -> str:
    """As somebody types it without marks."""
    said = page.evaluate("n => n.normalize('NFD').replace(/\\p{Mn}/gu, '').replace(/đ/gi, 'd').toLowerCase()", name)
    return str(said)


def test_a_whole_item_without_the_mouse(hall: Hall) -> None:
    page = hall.desk()
    keys = page.keyboard
    first, second = hall.name_of(5), hall.name_of(6)
    the_roll(page, first)
    for name, gist in ((first, ": mức hỗ trợ"), (second, "")):
        keys.press("/")
        keys.type(f"d {plain(page, name)}{gist}")
        expect(page.locator(".goi-y li").first).to_contain_text(f"Ghi đăng ký giúp {name}")
        keys.press("Enter")
        expect(page.locator("#d-cho li", has_text=name)).to_have_count(1)
        keys.press("Escape")
    the_queue(page, first, second)
    the_speaker(page, second)
    the_conclusion(page)
    an_event_and_its_correction(page)
    other_keys(page)
    points = [one for one in hall.state(hall.facts["chair"])["conclusions"].values() if "san nền" in one["text"]]
    assert [(one["state"], one["assignee_text"], bool(one["due"])) for one in points] == [
        ("submitted", "Sở Xây dựng", True)
    ]
    page.context.close()


def the_roll(page: Page, name: str) -> None:
    page.keyboard.press("d")
    expect(page.locator("#d-roll")).to_be_focused()
    page.keyboard.press("Shift+" + plain(page, name.split()[-1])[0].upper())
    page.keyboard.type(plain(page, name.split()[-1])[1:])
    expect(page.locator("#d-roll li").first).to_contain_text(name.split()[-1])
    page.keyboard.press("Enter")
    row = page.locator("#d-roll li[aria-selected=true]")
    expect(page.locator("#d-roll")).to_be_focused()
    chosen = row.get_attribute("id")
    mine = page.locator(f"#{chosen}")
    for key, words in (("t", "trực tuyến"), ("v", "vắng")):
        page.keyboard.press(key)
        expect(mine).to_contain_text(words)
        page.keyboard.press("ArrowUp")
    page.keyboard.press("c")
    expect(mine).not_to_contain_text("vắng")
    page.keyboard.press("Escape")
    expect(page.locator("#d-dien-bien")).to_be_focused()


def the_queue(page: Page, first: str, second: str) -> None:
    """The second is moved up, back and up again; withdrawn by mistake it is where it was; then it is invited."""
    page.keyboard.press("q")
    expect(page.locator("#d-cho")).to_be_focused()
    expect(page.locator("#d-cho li", has_text=first)).to_contain_text("ghi giúp bởi")
    page.keyboard.press("ArrowDown")
    top = page.locator("#d-cho li").first
    for key, who in (("Alt+ArrowUp", second), ("Control+z", first), ("Alt+ArrowUp", second)):
        page.keyboard.press(key)
        expect(top).to_contain_text(who)
    expect(page.locator(".toast")).to_contain_text(f"{second}: thứ 1")
    page.keyboard.press("Delete")
    expect(page.locator("#d-cho li")).to_have_count(1)
    expect(page.locator(".toast")).to_contain_text("Đã rút đăng ký")
    page.keyboard.press("Control+z")
    expect(page.locator("#d-cho li")).to_have_count(2)
    expect(top).to_contain_text(second)
    expect(top).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator(".tk .nay")).to_contain_text(second)
    expect(page.locator("#d-cho li")).to_have_count(1)
    expect(page.locator("#d-cho li")).to_contain_text(first)


def the_speaker(page: Page, name: str) -> None:
    page.locator("#d-dien-bien").focus()
    page.keyboard.press("g")
    expect(page.locator("#d-gist")).to_be_focused()
    page.keyboard.type("Đề nghị chia hai năm ngân sách + thêm trạm y tế")
    page.keyboard.press("Escape")
    expect(page.locator(".soan")).to_have_attribute("data-kept", "saved")
    page.keyboard.press("+")
    expect(page.locator(".toast")).to_contain_text("1 phút")
    page.keyboard.press("Space")
    expect(page.locator(".tk .nay")).to_contain_text("tạm dừng")
    page.keyboard.press("Space")
    expect(page.locator(".tk .nay")).to_contain_text("đang phát biểu")
    expect(page.locator(".tk .nay")).to_contain_text("ghi giúp bởi")
    expect(page.locator(".tk .nay")).to_contain_text(name)


def the_conclusion(page: Page) -> None:
    page.keyboard.press("k")
    page.keyboard.type("@Sở Xây dựng")
    page.keyboard.press("Enter")
    page.keyboard.type("san nền khu tái định cư")
    page.keyboard.press("Control+d")
    page.keyboard.type("+7")
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+t")
    expect(page.locator(".toast")).to_contain_text("Đã là nhiệm vụ giao cho Sở Xây dựng")
    task = page.locator(".moi-viet .nv")
    expect(task).to_contain_text("Nhiệm vụ")
    expect(task).to_contain_text("Hạn ")
    before = task.inner_text()
    page.get_by_title("Bỏ nhiệm vụ").first.click()
    expect(task).to_have_count(0)
    page.locator(".toast").get_by_role("button", name="Hoàn tác").click()
    expect(task).to_have_text(before, use_inner_text=True)
    page.locator("#kl-moi").focus()
    page.keyboard.press("Control+d")
    page.keyboard.type("15/12")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".kl .chip", has_text="Chờ duyệt").first).to_be_visible()
    page.keyboard.press("Escape")


def an_event_and_its_correction(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("s Mất điện năm phút")
    page.keyboard.press("Enter")
    expect(page.locator(".tk")).to_contain_text("Mất điện năm phút")
    page.keyboard.press("Escape")
    expect(page.locator(".toast")).to_contain_text("Đã ghi sự việc")
    page.keyboard.press("Control+z")  # an event is amended, never taken back; nor is what was done before it
    expect(page.locator(".toast")).to_contain_text("Không còn việc nào để hoàn tác")
    row = page.locator(".tk li", has_text="Mất điện năm phút")
    for _step in range(20):
        page.keyboard.press("Tab")
        if row.locator("button:focus").count():
            break
    page.keyboard.press("Enter")
    expect(page.locator("dialog textarea")).to_have_value("Mất điện năm phút")
    page.locator("dialog textarea").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("Mất điện ba phút")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    save = page.locator("dialog").get_by_role("button", name="Lưu đính chính")
    page.context.set_offline(True)
    expect(save).to_be_disabled()
    expect(page.locator("dialog")).to_contain_text("Cần có mạng")
    expect(page.locator("dialog textarea")).to_have_value("Mất điện ba phút")
    page.context.set_offline(False)
    page.reload()
    page.locator(".tk li", has_text="Mất điện năm phút").get_by_role("button", name="Đính chính").press("Enter")
    expect(page.locator("dialog textarea")).to_have_value("Mất điện ba phút")
    page.keyboard.type(", do sét")  # goes on behind what stands there
    expect(page.locator("dialog textarea")).to_have_value("Mất điện ba phút, do sét")
    expect(save).to_be_enabled()
    save.press("Enter")
    expect(page.locator(".tk")).to_contain_text("đã đính chính")


def other_keys(page: Page) -> None:
    page.locator("#d-dien-bien").focus()
    page.keyboard.press("Alt+2")
    expect(page.locator(".giua-tk h2").first).to_contain_text("Điều chỉnh kế hoạch đầu tư công")
    page.keyboard.press("Alt+1")
    page.keyboard.press("?")
    expect(page.locator("dialog")).to_contain_text("Ctrl+Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("b")
    expect(page.locator("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    page.locator("#d-dien-bien").focus()
    with page.context.expect_page() as opened:
        page.keyboard.press("Control+p")
    assert "/minutes" in opened.value.url
    opened.value.close()
    page.keyboard.press("?")
    switch = page.locator("dialog input[type=checkbox]")
    switch.press("Space")
    page.keyboard.press("Escape")
    page.locator("#d-dien-bien").focus()
    page.keyboard.press("k")
    expect(page.locator("#d-dien-bien")).to_be_focused()
    page.evaluate("localStorage.removeItem('dien-hong.single-keys')")


def test_what_is_being_written_stays_in_sight_when_a_vote_opens_or_something_is_recorded(hall: Hall) -> None:
    chair, members = hall.facts["chair"], hall.facts["members"]
    for member in members[:3]:
        hall.must(member, "speaking.request")
    speech = hall.must(chair, "speaking.call", person=members[0]["person"])["id"]
    page = hall.open_room(hall.facts["secretary"], 1366, 768)
    page.evaluate("document.documentElement.dataset.text = '130'")
    gist = page.locator("#d-gist")
    gist.fill("Đề nghị bổ sung kinh phí cho trạm y tế xã.")
    question = "Thông qua Quyết định quy định chính sách hỗ trợ hộ dân di dời khỏi khu vực sạt lở ven sông Lạc"
    vote = hall.must(chair, "vote.open", question=question, item=hall.facts["items"][0])["id"]
    expect(page.locator(".bq-tk .the-bq")).to_be_visible()
    expect(gist).to_be_in_viewport(ratio=0.99)
    hall.must(hall.facts["secretary"], "meeting.remark", item=hall.facts["items"][0], text="Đại biểu đề nghị. " * 12)
    expect(page.locator(".tk .nd", has_text="Đại biểu đề nghị.")).to_have_count(1)
    expect(gist).to_be_focused()
    expect(gist).to_be_in_viewport(ratio=0.99)
    hall.must(chair, "vote.cancel", vote=vote, reason="Hết lượt thử")
    hall.must(chair, "speaking.finish", speech=speech)
    for place in (1, 2):
        hall.must(members[place], "speaking.withdraw", speech=hall.waiting_speech(place))
    page.context.close()
