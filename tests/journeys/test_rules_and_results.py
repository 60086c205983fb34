"""A body's rule is read before it is kept; a result is printed from the chair's screen, and found again by a member."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select, update

from app import building
from app.people.days import zone
from app.people.models import Unit
from app.settings import Settings
from meetings.planning.models import Meeting
from tests.journeys.hall import Hall
from tests.journeys.stage import LAPTOP, PHONE, opened, serious
from tests.pages.measures import small_targets
from tests.served import WITH_WORKER

QUESTION = "Thông qua dự toán ngân sách năm 2027"


@pytest.fixture(scope="module")
def hall(browser: Browser, small_house: tuple[Settings, dict[str, Any]]) -> Iterator[Hall]:
    """The small house with a worker, which lays the sheet out. Its secretary administers the unit, too; a removal takes two
    thirds of the body.
    """
    settings, facts = small_house
    house = building.build(settings).extensions["house"]
    with house.database.read() as read:
        unit = read.execute(select(Unit.id)).scalar_one()
    args = {"unit": unit, "person": facts["secretary"]["person"]}
    assert house.execute_internal("unit.add_administrator", "system", args).ok
    today = f"{datetime.now(zone()):%Y-%m-%d}"
    rule = {"key": "majority.removal", "value": "two_thirds_of_members", "valid_from": today}
    made = house.execute_internal("body.set_rule", f"body:{facts['body']}", rule)
    assert made.ok
    with house.database.write() as write:  # as if it had been set before the meeting of this house began
        held = write.execute(select(Meeting.vote_rules)).scalar_one()
        held |= {rule["key"]: rule["value"], "ids": {**held["ids"], rule["key"]: made.result["id"]}}
        write.execute(update(Meeting).values(vote_rules=held))
    house.close()
    with opened(settings, browser, **WITH_WORKER) as stage:
        stage.known.update(facts)
        yield Hall(stage, facts)


def there(hall: Hall, who: dict[str, Any], path: str, size: tuple[int, int]) -> Page:
    page = hall.stage.window(who["person"], hall.stage.signed_in(who["cookie"], size))
    page.goto(hall.stage.server.address + path)
    return page


def test_an_administrator_reads_the_sentence_before_the_rule_is_kept(hall: Hall) -> None:
    page = there(hall, hall.facts["secretary"], f"/bodies/{hall.facts['body']}/rules", LAPTOP)
    assert serious(page) == []
    page.get_by_role("button", name="Đổi quy tắc: Thông qua khi").click()
    sheet = page.get_by_role("dialog", name="Thông qua khi")
    preview = sheet.locator(".xem-truoc")
    expect(preview).to_contain_text("Thông qua khi quá nửa tổng số thành viên tán thành.")
    sheet.get_by_text("Từ hai phần ba tổng số thành viên").click()
    expect(preview).to_contain_text("Với 8 thành viên hiện nay: cần ít nhất 6 phiếu.")
    sheet.get_by_text("Một số phiếu cố định").click()
    sheet.get_by_label("Số phiếu", exact=True).fill("99")
    expect(preview).to_contain_text("Hiện chỉ có 8 thành viên: chưa câu hỏi nào có thể được thông qua.")
    sheet.get_by_label("Số phiếu", exact=True).fill("7")
    expect(preview).to_contain_text("Thông qua khi có ít nhất 7 phiếu tán thành.")
    assert serious(page) == []
    sheet.get_by_role("button", name="Đặt quy tắc").click()
    expect(sheet.locator(".tom-loi")).to_contain_text("Cơ quan đang họp. Quy tắc mới áp dụng sớm nhất từ ngày mai.")
    # The browser itself writes a refusal down.
    hall.stage.faults[:] = [fault for fault in hall.stage.faults if "409" not in fault]
    tomorrow = datetime.now(zone()) + timedelta(days=1)
    sheet.get_by_label("Có hiệu lực từ ngày").fill(f"{tomorrow:%Y-%m-%d}")
    sheet.get_by_role("button", name="Đặt quy tắc").click()
    line = page.locator("#majority")
    expect(line).to_contain_text(f"Từ {tomorrow:%d/%m/%Y}")
    expect(line.locator(".sap-toi")).to_contain_text("Thông qua khi có ít nhất 7 phiếu tán thành.")
    expect(line.locator(".cau").first).to_have_text("Thông qua khi quá nửa tổng số thành viên tán thành.")


def test_the_secretary_reads_a_meetings_own_rule_before_it_is_kept(hall: Hall) -> None:
    desk = hall.device(hall.facts["secretary"]["person"])
    args = {
        "title": "Phiên họp sau",
        "starts_at": f"{datetime.now(zone()) + timedelta(days=9):%Y-%m-%dT08:00:00+07:00}",
    }
    meeting = desk.post(f"body:{hall.facts['body']}", "meeting.create", **args).json["result"]["id"]
    page = there(hall, hall.facts["secretary"], f"/meetings/{meeting}/rules", LAPTOP)
    page.get_by_role("button", name="Áp dụng quy tắc riêng").click()
    sheet = page.get_by_role("dialog", name="Quy tắc riêng của cuộc họp này")
    line = sheet.locator(".truong", has=page.locator('[data-rule="majority.removal"]'))
    expect(line.locator(".doc-la")).to_contain_text(
        "ít nhất hai phần ba tổng số thành viên tán thành. Với 8 thành viên"
    )
    line.locator("select").select_option(label="Như các nội dung khác của phiên họp này")
    expect(line.locator(".doc-la")).to_contain_text("Như các nội dung khác của phiên họp này. Với 8 thành viên")
    expect(line.locator(".doc-la")).to_contain_text("cần ít nhất 7 phiếu.")  # the body's general rule from tomorrow on
    sheet.get_by_label("Thông qua khi", exact=True).select_option(label="Toàn bộ thành viên")
    expect(line.locator(".doc-la")).to_contain_text("Với 8 thành viên hiện nay: cần ít nhất 8 phiếu.")
    line.locator("select").select_option(label="Một số phiếu cố định")
    line.get_by_label("Số phiếu").fill("7")
    expect(line.locator(".doc-la")).to_contain_text("Thông qua khi có ít nhất 7 phiếu tán thành.")
    assert serious(page) == [] and small_targets(page) == []
    sheet.get_by_label("Thông qua khi", exact=True).select_option(label="Theo quy tắc chung")
    sheet.get_by_role("textbox", name="Lý do").fill("Theo nghị quyết")
    sheet.get_by_role("button", name="Lưu quy tắc riêng").click()
    expect(page.locator(".quy-tac dd", has_text="Riêng cuộc họp này")).to_contain_text("Ít nhất 7 phiếu tán thành")
    kept = desk.http("GET", f"/api/streams/meeting:{meeting}").json["state"]["meeting"][meeting]["vote_rules"]
    assert (kept["overridden"], kept["majority.removal"]) == (["majority.removal"], {"name": "at_least", "k": 7})


def test_a_removal_takes_its_own_rule_before_the_chair_opens_it(hall: Hall) -> None:
    chair = hall.chair()
    chair.locator(".day-nut").get_by_role("button", name="Mở biểu quyết").click()
    sheet = chair.locator("dialog")
    expect(sheet).to_contain_text("Cần từ 5 phiếu tán thành trên tổng số 8 thành viên. Quy tắc chung của cơ quan.")
    sheet.get_by_label("Quyết định về việc").select_option(label="Bãi nhiệm đại biểu, thành viên")
    expect(sheet).to_contain_text(
        "Cần từ 6 phiếu tán thành trên tổng số 8 thành viên. Quy tắc của cơ quan cho việc này."
    )
    expect(sheet.get_by_label("Được thông qua khi")).to_have_value("two_thirds_of_members")
    sheet.get_by_label("Được thông qua khi").select_option("more_than_half_of_members")
    expect(sheet).to_contain_text("Khác quy tắc của cơ quan (từ hai phần ba tổng số thành viên)")
    barred = hall.facts["members"][6]["person"]
    sheet.locator(".danh-sach summary").click()
    sheet.locator(".danh-sach li").filter(has_text=hall.name_of(6)).get_by_role("checkbox").check()
    expect(sheet.locator(".danh-sach summary")).to_contain_text("1 người không biểu quyết nội dung này")
    for size in ((390, 844), (1180, 820)):
        chair.set_viewport_size({"width": size[0], "height": size[1]})
        assert sheet.locator(".danh-sach ol").evaluate("(list) => list.scrollWidth <= list.clientWidth"), size
    assert serious(chair) == [] and small_targets(chair) == []
    expect(sheet.get_by_label("Kín", exact=True)).to_be_checked()  # about a person
    sheet.get_by_label("Công khai, ghi tên").check()
    sheet.get_by_label("Được thông qua khi").select_option("two_thirds_of_members")
    sheet.get_by_role("button", name="Mở biểu quyết").click()
    expect(sheet.get_by_role("button", name="Đóng biểu quyết")).to_be_visible()
    ((id, vote),) = hall.state(hall.facts["chair"])["votes"].items()
    assert (vote["matter"], vote["majority_from"], vote["majority"]) == ("removal", "matter", "two_thirds_of_members")
    assert (vote["no_vote"], vote["members"], vote["eligible"]) == ([barred], 8, 7)
    hall.must(hall.facts["chair"], "vote.cancel", vote=id, reason="Chỉ để xem")


def test_the_chair_prints_a_result_from_its_screen(hall: Hall) -> None:
    chair = hall.chair()
    item = hall.facts["items"][0]
    vote = hall.must(hall.facts["chair"], "vote.open", question=QUESTION, item=item)["id"]
    for one in (hall.facts["chair"], *hall.facts["members"][:5]):
        hall.must(one, "vote.cast", vote=vote, choice="yes")
    hall.must(hall.facts["chair"], "vote.close", vote=vote)
    hall.must(hall.facts["chair"], "vote.announce", vote=vote)
    hall.stage.known["vote"] = vote
    chair.get_by_role("button", name="Xem kết quả").first.click()
    chair.get_by_role("button", name="In kết quả").click()
    opened_ = chair.get_by_role("link", name="Mở bảng kết quả để in")
    expect(opened_).to_be_visible()
    answer = chair.request.get(hall.stage.server.address + str(opened_.get_attribute("href")))
    assert answer.ok and answer.body().startswith(b"%PDF")


def test_a_member_finds_the_result_without_marks_on_a_phone(hall: Hall) -> None:
    page = there(hall, hall.facts["members"][0], f"/bodies/{hall.facts['body']}/votes", PHONE)
    page.get_by_label("Câu hỏi hoặc nội dung").fill("DU TOAN ngan sach")
    page.get_by_role("button", name="Tìm").click()
    expect(page.get_by_role("heading", name=QUESTION)).to_be_visible()
    expect(page.locator(".ds-ls")).to_contain_text("Được thông qua: 6 tán thành, 0 không tán thành")
    expect(page.get_by_role("link", name="Bảng kết quả để in")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert serious(page) == []
    look = page.get_by_role("link", name=f"Xem kết quả: {QUESTION}")
    expect(page.get_by_role("heading", name=QUESTION)).to_be_in_viewport()  # the filters are folded away
    hall.stage.picture(hall.facts["members"][0]["person"], "votes-on-a-phone")
    look.click()
    expect(page.locator(".man-ls .ds-bq")).to_be_visible()
    assert serious(page) == [] and small_targets(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.go_back()
    kind = page.get_by_label("Loại", exact=True)
    expect(kind).to_be_hidden()
    page.locator("summary", has_text="Lọc").click()
    expect(kind).to_be_visible()
    hall.stage.picture(hall.facts["members"][0]["person"], "votes-on-a-phone-filters")
    kind.select_option("election")
    page.get_by_role("button", name="Tìm").click()
    expect(page.get_by_text("Không tìm thấy biểu quyết nào.")).to_be_visible()
    expect(kind).to_be_visible()  # what is asked for stays in sight
    page.set_viewport_size({"width": 1180, "height": 820})
    page.goto(page.url.partition("?")[0])
    expect(kind).to_be_visible()
    expect(page.locator("summary", has_text="Lọc")).to_be_hidden()
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    page.get_by_label("Câu hỏi hoặc nội dung").fill("nghi dinh khac")
    page.get_by_role("button", name="Tìm").click()
    expect(page.get_by_text("Không tìm thấy biểu quyết nào.")).to_be_visible()
