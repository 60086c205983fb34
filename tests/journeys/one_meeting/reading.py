"""A member reads, notes, answers; another meeting excuses them."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from documents.papers import office
from tests.journeys.one_meeting.scene import CHAIR, MEMBER, PHONED, SECRETARY, TITLE, toast
from tests.journeys.stage import Stage, serious


def test_09_a_member_sees_it_today_and_says_they_will_come(stage: Stage) -> None:
    member = stage.go(MEMBER, "/")
    card = member.locator(".ke-tiep")
    expect(card).to_contain_text(TITLE)
    card.get_by_role("button", name="Tham dự").click()
    toast(member, "Đã xác nhận tham dự.")
    stage.picture(MEMBER, "04-hom-nay")
    assert serious(member) == []
    stage.go(PHONED, "/")
    expect(stage[PHONED].locator(".ke-tiep")).to_contain_text(TITLE)
    answers = stage[PHONED].locator(".ke-tiep .tra-loi .nut")
    expect(answers).to_have_count(2)
    assert [round(answer.bounding_box()["height"]) for answer in answers.all()] == [48, 48]  # type: ignore[index]
    stage.picture(PHONED, "05-hom-nay-dien-thoai")


def test_10_a_member_reads_the_documents_in_the_page_and_writes_a_private_note(stage: Stage) -> None:
    member = stage.go(MEMBER, stage.meeting)
    assert serious(member) == []
    member.locator("a.tl", has_text="Tờ trình gia cố kè").first.click()
    expect(member.locator(".ten-tl")).to_contain_text("Tờ trình gia cố kè")
    expect(member.locator("[data-page='1'] canvas").first).to_be_visible()
    expect(member.locator("[data-page='1']").last).to_contain_text("TỜ TRÌNH", ignore_case=True)
    member.get_by_role("button", name="Ghi chú cho trang này").click()
    member.get_by_label("Ghi chú riêng cho trang 1").fill("Hỏi lại nguồn vốn đoạn qua phường Bến Sông")
    member.get_by_role("button", name="Lưu ghi chú").click()
    expect(member.locator(".gc")).to_contain_text("Hỏi lại nguồn vốn")
    stage.picture(MEMBER, "06-doc-tai-lieu")
    assert serious(member) == []
    paper = stage.known["Tờ trình gia cố kè"]
    assert "Hỏi lại nguồn vốn" in stage.get(MEMBER, f"/api/papers/{paper}/notes").text()
    for other in (CHAIR, SECRETARY, PHONED):
        assert "Hỏi lại nguồn vốn" not in stage.get(other, f"/api/papers/{paper}/notes").text()


def test_11_the_docx_is_read_in_the_page_and_without_libreoffice_the_page_says_why_not(stage: Stage) -> None:
    member = stage.go(MEMBER, f"/read/{stage.known['Dự thảo quyết định gia cố kè']}")
    if office.soffice():
        expect(member.locator("[data-page='1'] canvas").first).to_be_visible(timeout=120_000)
    else:
        expect(member.locator(".thay")).to_contain_text("Máy chủ chưa có bộ chuyển tệp Office")
        expect(member.get_by_role("link", name="Tải về")).to_be_visible()


def test_12_leave_from_another_meeting_is_asked_and_the_chair_grants_it(stage: Stage) -> None:
    member = stage.go(MEMBER, "/")
    member.locator(".trong-ngay a", has_text="Phiên họp thường kỳ").first.click()
    member.wait_for_url(re.compile(r"/meetings/"))
    other = member.url
    member.locator("#tham-du").get_by_role("button", name="Báo vắng").click()
    member.fill("#bv-reason", "Dự hội nghị xúc tiến thương mại tại Hà Nội")
    member.get_by_role("button", name="Gửi báo vắng").click()
    expect(member.locator("#tham-du")).to_contain_text("chờ chủ trì duyệt")
    chair = stage[CHAIR]
    chair.goto(other)
    asked = chair.locator("li", has_text="Dự hội nghị xúc tiến thương mại")
    asked.get_by_role("button", name="Đồng ý cho vắng").click()
    toast(chair, "Đã đồng ý")
    expect(member.locator("#tham-du")).to_contain_text("chủ trì đã đồng ý")
    stage.picture(MEMBER, "07-bao-vang-duoc-duyet")
    assert serious(chair) == []
