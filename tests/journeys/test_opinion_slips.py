"""An opinion slip's whole life: drafted at a laptop, approved, sent, answered on a phone through a reload and a lost network,
given more time, closed, summarised, put on the next session's agenda, and its report read out of the PDF.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from pypdfium2 import PdfDocument

from app.people.days import zone
from app.settings import Settings
from tests.documents.papers import material
from tests.journeys.hall import Hall
from tests.journeys.stage import LAPTOP, PHONE, TABLET, opened, serious
from tests.served import WITH_WORKER, Device

TITLE = "Quy chế phối hợp quản lý cát, sỏi lòng sông"
WORDS = "Đề nghị bổ sung trách nhiệm của cấp xã trong tuần tra ban đêm."


@pytest.fixture(scope="module")
def hall(browser: Browser, small_house: tuple[Settings, dict[str, Any]]) -> Iterator[Hall]:
    """The small house with a worker, which lays the report out."""
    settings, facts = small_house
    with opened(settings, browser, **WITH_WORKER) as stage:
        stage.known.update(facts)
        device = Device(stage.server.address, facts["secretary"]["cookie"])
        stage.known["body"] = device.http("GET", "/api/me").json["bodies"][0]["body"]
        yield Hall(stage, facts)


def there(hall: Hall, who: str, path: str, size: tuple[int, int], place: int | None = None) -> Page:
    one = hall.facts[who] if place is None else hall.facts[who][place]
    key = who if place is None else f"{who} {place}"
    page = hall.stage.window(key, hall.stage.signed_in(one["cookie"], size))
    page.goto(hall.stage.server.address + path)
    return page


def typed(days: int) -> str:
    """What a field for times is given: 17:00 so many days from now."""
    return f"{datetime.now(zone()) + timedelta(days=days):%Y-%m-%d}T17:00"


def slip_of(hall: Hall) -> dict[str, Any]:
    device = Device(hall.stage.server.address, hall.facts["secretary"]["cookie"])
    slips = device.http("GET", f"/api/streams/body:{hall.stage.known['body']}").json["state"]["slips"]
    ((id, form),) = slips.items()
    return {"id": id, **form}


def give(hall: Hall, who: dict[str, Any], name: str, **args: Any) -> None:
    """As another device of this person."""
    stream = f"body:{hall.stage.known['body']}"
    answer = Device(hall.stage.server.address, who["cookie"]).post(stream, name, **args).json
    assert answer["ok"], (name, answer)


LONG_NAME = "Ykiengopyduthaoquyetdinhhotrodidoi.pdf"


def right(one: Locator) -> float:
    box = one.bounding_box() or {}
    return float(box["x"] + box["width"])


def test_the_secretary_drafts_a_slip_and_the_chair_approves_it(hall: Hall) -> None:
    body = hall.stage.known["body"]
    desk = there(hall, "secretary", "/slips", LAPTOP)
    desk.get_by_role("link", name="Soạn phiếu").click()
    desk.wait_for_url("**/slips/new")  # loaded: what is typed from now on is kept
    desk.get_by_label("Việc cần lấy ý kiến").fill(TITLE)
    desk.get_by_label("Cơ quan trình").fill("Sở Nông nghiệp và Môi trường")
    desk.reload()
    expect(desk.get_by_label("Việc cần lấy ý kiến")).to_have_value(TITLE)
    desk.locator("[data-chooses]").set_input_files(
        {"name": "Du thao.pdf", "mimeType": "application/pdf", "buffer": material.pdf()}
    )
    expect(desk.locator(".tep li label")).to_have_text("Du thao.pdf")
    desk.reload()
    expect(desk.locator(".tep").get_by_role("checkbox", name="Du thao.pdf")).to_be_checked()
    desk.get_by_label("Hạn trả lời").fill(typed(2))
    assert serious(desk) == []
    back, save = (one.bounding_box() or {} for one in desk.locator("#soan-phieu .chan-to .nut").all())
    assert back["x"] + back["width"] + 8 <= save["x"] and back["y"] == save["y"], (
        "the two buttons stand apart, in one line"
    )
    desk.get_by_label("Nội dung xin ý kiến").press("Control+Enter")
    expect(desk.get_by_role("heading", name=TITLE)).to_be_visible()
    assert serious(desk) == []
    desk.get_by_role("button", name="Trình duyệt").click()
    expect(desk.get_by_text("Chờ", exact=False).first).to_be_visible()
    chair = there(hall, "chair", "/", TABLET)
    expect(chair.get_by_role("link", name=f"Duyệt phiếu lấy ý kiến: {TITLE}")).to_be_visible()
    chair.goto(f"{hall.stage.server.address}/approvals")
    chair.locator(".cho-duyet").get_by_role("button", name="Duyệt", exact=True).click()
    expect(chair.locator(".cho-duyet > li")).to_have_count(0)
    desk.goto(f"{hall.stage.server.address}/bodies/{body}/slips/{slip_of(hall)['id']}/desk")
    desk.get_by_role("button", name="Gửi phiếu", exact=True).click()
    desk.locator("#gui-phieu").get_by_role("button", name="Gửi phiếu").click()
    expect(desk.locator(".chip", has_text="Đang lấy ý kiến")).to_be_visible()
    assert slip_of(hall)["asked"] == 8


def test_a_member_answers_on_a_phone_and_what_is_typed_outlives_a_reload_and_a_lost_network(hall: Hall) -> None:
    page = there(hall, "members", "/", (360, 740), 0)
    page.get_by_role("link", name=f"Phiếu lấy ý kiến: {TITLE}").click()
    expect(page.locator(".han")).to_contain_text("Hạn 17:00")
    expect(page.get_by_text("Thành viên khác không xem được.")).to_be_visible()
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_text("Ý kiến khác", exact=True).click()
    page.get_by_label("Nội dung ý kiến").fill(WORDS)
    page.locator("[data-chooses]").set_input_files(
        {"name": LONG_NAME, "mimeType": "application/pdf", "buffer": material.pdf()}
    )
    expect(page.locator(".tep li label")).to_have_text(LONG_NAME)
    page.get_by_role("link", name="Du thao.pdf").click()
    expect(page.locator(".ban").get_by_role("region", name="Trang 2")).to_be_visible()
    assert serious(page) == []
    page.get_by_role("link", name="Quay lại phiếu").click()
    expect(page.get_by_label("Nội dung ý kiến")).to_have_value(WORDS)
    expect(page.get_by_role("radio", name="Ý kiến khác")).to_be_checked()
    page.context.set_offline(True)
    expect(page.locator(".mat-mang")).to_contain_text("Mất mạng")
    expect(page.locator("[data-kept]")).to_contain_text("có mạng rồi hãy gửi")
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.locator(".tom-loi")).to_contain_text("Không lưu được")
    page.context.set_offline(False)
    expect(page.locator(".mat-mang")).to_have_count(0)
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.locator(".han")).to_contain_text("Đã ghi nhận lúc")
    expect(page.get_by_role("button", name="Gửi lại ý kiến")).to_be_visible()
    page.goto(hall.stage.server.address + "/")
    expect(page.get_by_role("link", name=f"Phiếu lấy ý kiến: {TITLE}")).to_have_count(0)
    other = there(hall, "members", f"/bodies/{hall.stage.known['body']}/slips/{slip_of(hall)['id']}", PHONE, 1)
    expect(other.get_by_role("heading", name=TITLE)).to_be_visible()
    assert WORDS not in other.content()


def test_the_desk_sees_who_answered_gives_more_time_and_closes_when_all_have(hall: Hall) -> None:
    desk = hall.stage["secretary"]
    slip = {"slip": slip_of(hall)["id"]}
    expect(desk.locator(".nguoi-ds li").first).to_contain_text(WORDS)  # it came by itself, and stands first
    expect(desk.get_by_role("button", name="Đóng phiếu")).to_be_disabled()
    desk.get_by_role("button", name="Nhắc 7 người").click()
    expect(desk.locator(".nguoi-ds").get_by_text("đã nhắc 1 lần")).to_have_count(7)
    desk.get_by_role("button", name="Gia hạn").first.click()
    desk.get_by_label("Hạn mới").fill(typed(5))
    desk.get_by_label("Lý do").first.fill("Chờ số liệu của Sở Xây dựng")
    desk.locator("#gia-han").get_by_role("button", name="Gia hạn").click()
    expect(desk.get_by_text("Chờ số liệu của Sở Xây dựng")).to_be_visible()
    expect(hall.stage["members 1"].get_by_text("Chờ số liệu của Sở Xây dựng")).to_be_visible()
    for who in (hall.facts["chair"], *hall.facts["members"][1:]):
        give(hall, who, "slip.answer", choice="yes", **slip)
    close = desk.get_by_role("button", name="Đóng phiếu").first
    expect(close).to_be_enabled()
    close.click()
    desk.locator("dialog[open]").get_by_role("button", name="Đóng phiếu").click()
    expect(desk.locator(".kq")).to_contain_text(
        re.compile("Được thông qua\\s*7 đồng ý, 0 không đồng ý, trên tổng số 8 thành viên")
    )
    desk.get_by_role("button", name="Tổng hợp", exact=True).click()
    desk.get_by_label("Tổng hợp, tiếp thu, giải trình").fill("Tiếp thu: bổ sung trách nhiệm của cấp xã.")
    desk.get_by_role("button", name="Lưu và báo kết quả").click()
    expect(desk.locator(".chip", has_text="Đã tổng hợp")).to_be_visible()
    member = hall.stage["members 1"]
    member.reload()
    expect(member.locator(".kq")).to_contain_text("trên tổng số 8 thành viên")
    assert WORDS not in member.content()
    own = hall.stage["members 0"]
    own.goto(f"{hall.stage.server.address}/bodies/{hall.stage.known['body']}/slips/{slip['slip']}")
    card = own.locator(".da-gui")
    expect(card).to_contain_text(WORDS)
    expect(card).to_contain_text(LONG_NAME)
    for one in card.locator("p, a").all():
        assert right(one) <= right(card), "what was answered stays in its card on a phone, with a long file name"


def test_the_next_session_reports_it_and_the_official_report_is_printed(hall: Hall) -> None:
    desk, body = hall.stage["secretary"], hall.stage.known["body"]
    starts = {"title": "Phiên họp tháng sau", "starts_at": (datetime.now(zone()) + timedelta(days=20)).isoformat()}
    give(hall, hall.facts["secretary"], "meeting.create", **starts)
    desk.reload()
    desk.get_by_role("button", name="Chuyển ra phiên họp").click()
    offered = desk.get_by_label("Phiên họp", exact=True)
    # What comes next, not what is under way.
    expect(offered.locator("option:checked")).to_contain_text("Phiên họp tháng sau")
    desk.locator("#ra-phien").get_by_role("button", name="Đưa vào chương trình").click()
    expect(desk.get_by_role("link", name="Có trong chương trình: Phiên họp tháng sau")).to_be_visible()
    desk.get_by_role("link", name="Báo cáo tổng hợp").click()
    expect(desk.locator(".a4").first).to_contain_text("Tổng hợp ý kiến thành viên")
    assert serious(desk) == []
    desk.get_by_role("button", name="Cấp số").first.click()
    desk.locator("#cap-so").get_by_role("button", name="Cấp số").click()
    expect(desk.locator(".a4").first).to_contain_text("Số:\u00a001/BC-")
    desk.get_by_role("button", name="Xuất PDF").click()
    expect(desk.get_by_role("link", name="Tải bản 1")).to_be_visible()
    answer = hall.stage.get("secretary", f"/bodies/{body}/slips/{slip_of(hall)['id']}/report.pdf")
    pages = [page.get_textpage().get_text_range() for page in PdfDocument(io.BytesIO(answer.body()))]
    text = unicodedata.normalize("NFC", " ".join(" ".join(pages).split()))
    for words in (
        "01/BC-",
        WORDS,
        "Đồng ý: 07; Không đồng ý: 00; Ý kiến khác: 01.",
        "Lý do: Chờ số liệu của Sở Xây dựng.",
    ):
        assert words in text, words
