"""Conclusions: recorded by keyboard, approved by the chair, tasks of the body from then on."""

from __future__ import annotations

from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from tests.journeys.one_meeting.scene import (
    CHAIR,
    GIST_OF_THE_UNASKED,
    LEADER,
    MEMBER,
    PHONED,
    SCREEN,
    SECOND,
    SECRETARY,
    TITLE,
    ZONE,
    out_of_the_fields,
    toast,
)
from tests.journeys.stage import Stage, full_name, serious

AGREED = "Thống nhất phương án gia cố kè bờ tả sông Lạc"
DESIGNED = "Sở Xây dựng thẩm định hồ sơ thiết kế bản vẽ thi công đoạn kè 1,2 km"
SUPPLIED = "Hồ Quốc Dũng bố trí vật tư dự phòng"
MENDED = "Hồ Quốc Dũng bố trí vật tư dự phòng tại ba điểm xung yếu"


def due() -> datetime:
    """Seven days from now on the house's calendar, as `+7` means it."""
    return datetime.now(ZONE) + timedelta(days=7)


def points(desk: Page, state: str, count: int) -> None:
    expect(desk.locator(".kl li .chip", has_text=state)).to_have_count(count)


def test_22_the_secretary_records_the_last_gist_by_keyboard(stage: Stage) -> None:
    desk = stage[SECRETARY]
    out_of_the_fields(desk)
    desk.keyboard.press("g")
    expect(desk.get_by_label(f"Tóm tắt ý kiến của {stage.known['unasked']}")).to_be_focused()
    desk.keyboard.type(GIST_OF_THE_UNASKED)
    desk.keyboard.press("Escape")
    expect(desk.locator("button.gist").last).to_have_text(GIST_OF_THE_UNASKED)
    expect(desk.locator(".chua-gui")).to_have_count(0)


def test_23_conclusions_are_written_with_unit_person_and_deadline_and_submitted_by_keyboard(stage: Stage) -> None:
    desk = stage[SECRETARY]
    keys = desk.keyboard
    out_of_the_fields(desk)
    keys.press("k")
    keys.type(AGREED)
    keys.press("Enter")
    keys.type("@so xay")  # without marks, as one types in haste
    expect(desk.locator(".nhac li").first).to_contain_text("Sở Xây dựng")
    keys.press("Enter")
    keys.type(DESIGNED.removeprefix("Sở Xây dựng "))
    keys.press("Control+d")
    keys.type("+7")
    keys.press("Enter")
    keys.press("Enter")
    keys.type("@quoc dung")
    expect(desk.locator(".nhac li").first).to_contain_text("Hồ Quốc Dũng")
    keys.press("Enter")
    keys.type(SUPPLIED.removeprefix("Hồ Quốc Dũng "))
    keys.press("Control+d")
    keys.type(f"{due():%d/%m}")
    keys.press("Enter")
    points(desk, "Nháp", 2)
    stage.picture(SECRETARY, "21-ket-luan-ban-thu-ky")
    assert serious(desk) == []
    keys.press("Control+Enter")
    points(desk, "Chờ duyệt", 3)
    expect(stage[CHAIR].locator(".day-nut").get_by_role("button", name="Kết luận")).to_contain_text("3")


def test_24_the_chair_approves_one_and_returns_one_with_what_is_to_be_mended(stage: Stage) -> None:
    chair, desk = stage[CHAIR], stage[SECRETARY]
    chair.locator(".day-nut").get_by_role("button", name="Kết luận").click()
    sheet = chair.get_by_role("dialog", name="Kết luận nội dung 1")
    expect(sheet.locator("li")).to_have_count(3)
    stage.picture(CHAIR, "22-duyet-ket-luan")
    assert serious(chair) == []
    sheet.locator("li", has_text=AGREED).get_by_role("button", name="Duyệt", exact=True).click()
    points(desk, "Đã duyệt", 1)
    sheet.locator("li", has_text=SUPPLIED).get_by_role("button", name="Sửa lại").click()
    asked = chair.get_by_role("dialog", name="Trả lại để sửa?")
    asked.get_by_label("Cần sửa gì").fill("Ghi rõ bao nhiêu điểm.")
    asked.get_by_role("button", name="Trả lại thư ký").click()
    expect(desk.locator(".kl li", has_text="Chủ trì: Ghi rõ bao nhiêu điểm.")).to_be_visible()
    expect(stage[MEMBER].locator(".ket-luan li")).to_have_text([AGREED])  # only what is approved


def test_25_the_secretary_mends_it_and_the_chair_approves_the_rest(stage: Stage) -> None:
    chair, desk = stage[CHAIR], stage[SECRETARY]
    out_of_the_fields(desk)
    desk.keyboard.press("k")
    desk.keyboard.press("Shift+Tab")  # past the point's bin
    desk.keyboard.press("Shift+Tab")
    returned = desk.locator("[data-point]", has_text="Ghi rõ bao nhiêu điểm").locator("textarea")
    while not returned.evaluate("area => area === document.activeElement"):
        desk.keyboard.press("Shift+Tab")
    desk.keyboard.press("End")
    desk.keyboard.type(MENDED.removeprefix(SUPPLIED))
    desk.keyboard.press("Control+Enter")
    points(desk, "Chờ duyệt", 2)
    sheet = chair.get_by_role("dialog", name="Kết luận nội dung 1")
    expect(sheet.locator("li", has_text=MENDED)).to_be_visible()
    sheet.get_by_role("button", name="Duyệt 2 điểm").click()
    toast(chair, "Đã duyệt 2 điểm kết luận")
    points(desk, "Đã duyệt", 3)
    sheet.get_by_role("button", name="Đóng").click()
    expect(stage[MEMBER].locator(".ket-luan li")).to_have_text([AGREED, DESIGNED, MENDED])
    stage.picture(MEMBER, "23-ket-luan-thanh-vien")


def test_26_an_approved_one_with_somebody_to_do_it_is_a_task_with_a_deadline(stage: Stage) -> None:
    body = stage.get(CHAIR, f"/api/streams/{stage.stream}").json()["state"]["meeting"]
    body = next(iter(body.values()))["body"]
    stage.known["body"] = body
    tasks = stage.get(MEMBER, f"/api/streams/body:{body}").json()["state"]["tasks"].values()
    made = {one["title"]: one for one in tasks if one["meeting"] == stage.known["meeting"]}
    assert set(made) == {DESIGNED, MENDED}  # who does nothing gets no task
    assert {one["due"] for one in made.values()} == {f"{due():%Y-%m-%d}"}
    assert made[DESIGNED]["assignee_text"] == "Sở Xây dựng"

    whole = stage.go(LEADER, "/tasks?view=body")
    for title, doer in ((DESIGNED, "Sở Xây dựng"), (MENDED, full_name("dung"))):
        task = whole.locator(".nv", has_text=title)
        expect(task).to_contain_text(f"hạn {due().day}/{due().month}")
        expect(task).to_contain_text(TITLE)
        expect(task).to_contain_text(doer)
    mine = stage.go(PHONED, "/tasks")
    expect(mine.locator(".nv", has_text=MENDED)).to_have_count(0)
    mine = stage.go(MEMBER, "/tasks")
    expect(mine.locator(".nv", has_text=MENDED)).to_contain_text(f"hạn {due().day}/{due().month}")
    expect(mine.locator(".nv", has_text=DESIGNED)).to_have_count(0)
    stage.go(PHONED, "/tasks?view=body")
    for who, name in (
        (LEADER, "24-nhiem-vu-co-quan"),
        (MEMBER, "25-nhiem-vu-cua-toi"),
        (PHONED, "26-nhiem-vu-dien-thoai"),
    ):
        stage.picture(who, name)
        assert serious(stage[who]) == []


def test_27_the_chair_goes_on_to_the_second_item_and_every_screen_follows(stage: Stage) -> None:
    for who in (MEMBER, PHONED):
        stage.go(who, f"{stage.meeting}/room")
    stage[CHAIR].get_by_role("button", name="Sang nội dung 2").click()
    stage[CHAIR].get_by_role("dialog").get_by_role(
        "button", name="Sang nội dung 2"
    ).click()  # somebody waits, and is named
    for who in (MEMBER, PHONED):
        expect(stage[who].locator(".giua h1").first).to_have_text(SECOND)
    expect(stage[SCREEN].locator(".noi-dung h1")).to_have_text(SECOND)
    expect(stage[SECRETARY].locator(".giua-tk h2")).to_have_text(SECOND)
