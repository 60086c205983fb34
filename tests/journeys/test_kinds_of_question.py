"""Every kind of question in a real browser: the chair puts it, members answer on tablet and phone, all see the result."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.journeys.hall import Hall
from tests.journeys.stage import serious


def put(chair: Page, kind: str, names: str = "", number: int = 0) -> None:
    """The chair opens the form and puts a question of this kind."""
    chair.locator(".day-nut").get_by_role("button", name="Mở biểu quyết").click()
    sheet = chair.locator("dialog")
    sheet.locator("#bq-hoi").fill(f"Câu hỏi: {kind}")
    sheet.get_by_label("Loại biểu quyết").select_option(label=kind)
    if names:
        sheet.locator("#bq-ten").fill(names)
        sheet.locator("#bq-so").fill(str(number))
    if kind in (
        "Bầu người",
        "Lấy phiếu tín nhiệm",
    ):  # about people: secret by itself, until the chair chooses otherwise
        expect(sheet.get_by_label("Kín", exact=True)).to_be_checked()
        sheet.get_by_label("Công khai, ghi tên").check()
    assert serious(chair) == []
    sheet.get_by_role("button", name="Mở biểu quyết").click()
    expect(sheet.get_by_role("button", name="Đóng biểu quyết")).to_be_visible()


def decide(hall: Hall) -> dict[str, object]:
    """Closed and announced; the result as everybody has it."""
    (vote,) = (id for id, one in hall.state(hall.facts["chair"])["votes"].items() if one["state"] == "open")
    for name in ("vote.close", "vote.announce"):
        hall.must(hall.facts["chair"], name, vote=vote)
    return dict(hall.state(hall.facts["members"][0])["votes"][vote]["result"])


def back(*pages: Page) -> None:
    for page in pages:
        page.get_by_role("button", name="Về phòng họp").last.click()


def test_an_election_a_choice_confidence_and_opinions_are_held(hall: Hall) -> None:
    chair, tablet, phone = hall.chair(), hall.member(0), hall.member(1, 390, 844)
    put(chair, "Bầu người", "Bà An\nÔng Bình\nBà Chi", 2)
    for page, names in ((tablet, ["Bà An", "Bà Chi"]), (phone, ["Bà Chi", "Bà An"])):
        expect(page.locator(".man-bq[data-ready]")).to_be_visible()
        for name in names:
            page.get_by_role("checkbox", name=name).click()
        expect(page.get_by_role("checkbox", name="Ông Bình")).to_have_attribute("aria-disabled", "true")
        assert serious(page) == []
        page.get_by_role("button", name="Gửi phiếu: Bà An, Bà Chi").click()
        expect(page.get_by_role("heading", name="Đã ghi nhận: Bà An, Bà Chi")).to_be_visible()
    for place in (2, 3, 4):
        hall.must(hall.facts["members"][place], "vote.cast", vote=open_vote(hall), choice=["Bà An", "Ông Bình"])
    assert decide(hall)["chosen"] == ["Bà An"]
    expect(phone.locator(".man-kq").get_by_text("Bầu được 1/2 người")).to_be_visible()
    expect(phone.locator(".man-kq .thanh-ten .trung")).to_contain_text("Bà An")
    assert serious(phone) == []
    back(tablet, phone)
    chair.keyboard.press("Escape")
    again(chair)
    put(chair, "Lấy ý kiến, không quyết định")
    expect(phone.locator(".man-bq[data-ready]")).to_be_visible()
    phone.get_by_role("radio", name="Ý kiến khác").click()
    send = phone.locator(".gui")
    expect(send).to_be_disabled()
    phone.get_by_label("Nội dung ý kiến khác").fill("Cần bàn thêm kinh phí")
    send.click()
    expect(phone.get_by_role("heading", name="Đã ghi nhận: Ý kiến khác")).to_be_visible()
    assert decide(hall)["verdict"] == "none"
    expect(tablet.locator(".y-kien-khac")).to_contain_text("Cần bàn thêm kinh phí")
    back(tablet, phone)
    for page in (chair, tablet, phone):
        page.context.close()


def open_vote(hall: Hall) -> str:
    return next(id for id, one in hall.state(hall.facts["chair"])["votes"].items() if one["state"] == "open")


def again(chair: Page) -> None:
    """Whatever covers the chair's room is left."""
    while chair.get_by_role("button", name="Về phòng họp").count():
        chair.get_by_role("button", name="Về phòng họp").first.click()


def test_candidates_are_voted_on_one_by_one_and_stand_as_drafts(hall: Hall) -> None:
    chair = hall.chair()
    chair.locator(".day-nut").get_by_role("button", name="Mở biểu quyết").click()
    sheet = chair.locator("dialog")
    sheet.locator("#bq-hoi").fill("Bầu Ủy viên")
    sheet.get_by_label("Loại biểu quyết").select_option(label="Bầu người")
    sheet.locator("#bq-ten").fill("Bà An\nÔng Bình\nBà Chi")
    expect(sheet.get_by_label("Kín", exact=True)).to_be_checked()
    sheet.get_by_label("Từng người: tán thành hay không tán thành").check()
    sheet.get_by_label("Công khai, ghi tên").check()
    assert serious(chair) == []
    sheet.get_by_role("button", name="Mỗi người một lần biểu quyết").click()
    expect(sheet).to_have_count(0)
    drafts = {id: one for id, one in hall.state(hall.facts["chair"])["votes"].items() if one["state"] == "draft"}
    assert sorted((one["question"], one["kind"], one["matter"], one["secret"]) for one in drafts.values()) == [
        (f"Bầu Ủy viên: {name}", "question", "election", False) for name in ("Bà An", "Bà Chi", "Ông Bình")
    ]
    for id in drafts:
        hall.must(hall.facts["chair"], "vote.cancel", vote=id, reason="Chỉ để xem")
    chair.context.close()


CHOSEN_CUT = """() => [...document.querySelectorAll('.cac-chon select')].filter((one) => {
  const {font, paddingLeft, paddingRight} = getComputedStyle(one);
  const pen = new OffscreenCanvas(1, 1).getContext('2d');
  pen.font = font;
  const room = one.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
  return pen.measureText(one.selectedOptions[0].text).width > room;
}).map((one) => one.selectedOptions[0].text)"""

HINT_CUT = """(one) => {
  const {font, paddingLeft, paddingRight} = getComputedStyle(one);
  const pen = new OffscreenCanvas(1, 1).getContext('2d');
  pen.font = font;
  return pen.measureText(one.placeholder).width > one.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
}"""


def test_what_is_chosen_for_a_vote_and_what_can_be_typed_are_read_whole_in_large_letters_and_in_english(
    hall: Hall,
) -> None:
    page = hall.desk()
    for language in ("en", "vi"):
        system = page.context.request.post(
            f"{hall.stage.server.address}/api/commands",
            headers={"Origin": hall.stage.server.address},
            data={
                "id": f"language-{language}",
                "stream": "system",
                "name": "person.set_preferences",
                "args": {"language": language},
            },
        )
        assert system.json()["ok"], system.text()
        page.reload()
        expect(page.locator("#d-lenh")).to_be_visible()
        for size in ("100", "130"):
            page.evaluate("size => { document.documentElement.dataset.text = size }", size)
            page.keyboard.press("b")
            expect(page.locator("#bq-luat")).to_be_visible()
            assert page.evaluate(CHOSEN_CUT) == [], (language, size)
            page.keyboard.press("Escape")
            expect(page.locator("dialog")).to_have_count(0)
        page.set_viewport_size({"width": 390, "height": 844})
        page.reload()
        expect(page.locator("#d-lenh")).to_be_visible()
        page.evaluate("document.documentElement.dataset.text = '130'")
        assert not page.locator("#d-lenh").evaluate(HINT_CUT), language
        page.set_viewport_size({"width": 1440, "height": 900})
    page.context.close()
