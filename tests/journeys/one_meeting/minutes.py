"""The end of the meeting, its minutes, and the PDF in the official form."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pikepdf
import pypdfium2
from playwright.sync_api import Page, expect

from tests.journeys.one_meeting.conclusions import AGREED, DESIGNED, MENDED, due
from tests.journeys.one_meeting.scene import (
    CHAIR,
    FIRST,
    GIST,
    GIST_OF_THE_UNASKED,
    MEMBER,
    PHONED,
    PRESENT,
    SCREEN,
    SECOND,
    SECRETARY,
    TITLE,
    out_of_the_fields,
)
from tests.journeys.stage import PICTURES, Stage, full_name, serious

EDITED = (
    "Ông Hồ Quốc Dũng đề nghị ưu tiên vốn cho đoạn kè xung yếu dài 1,2 km; mọi thành viên có mặt đều tán thành ý này."
)
PDF = PICTURES / "bien-ban.pdf"


def test_28_the_chair_ends_the_meeting_and_every_screen_says_so(stage: Stage) -> None:
    chair = stage[CHAIR]
    chair.locator(".day-nut").get_by_role("button", name="Thêm").click()
    chair.get_by_role("dialog", name="Thêm").get_by_role("button", name="Bế mạc").click()
    sure = chair.get_by_role("dialog", name=f"Bế mạc {TITLE}?")
    sure.get_by_role("button", name="Bế mạc").click()
    for who in (CHAIR, MEMBER, PHONED, SECRETARY):
        expect(stage[who].locator(".bang", has_text=re.compile("Đã kết thúc"))).to_be_visible()
    for who in (MEMBER, PHONED):
        expect(stage[who].get_by_role("heading", name="Phiên họp đã kết thúc")).to_be_visible()
        expect(stage[who].locator(".man-tv .day-nut")).to_have_count(0)  # nothing is left to do here
        expect(stage[who].locator(".da-xong")).to_contain_text(MENDED)
    expect(stage[SCREEN].locator(".man-chieu")).to_contain_text("kết thúc", ignore_case=True)
    stage.picture(CHAIR, "27-be-mac-chu-tri")
    stage.picture(SCREEN, "28-be-mac-man-chieu")
    stage.picture(PHONED, "29-be-mac-dien-thoai")
    for who in (CHAIR, MEMBER, PHONED, SCREEN):
        assert serious(stage[who]) == []


def paragraphs(page: Page) -> list[str]:
    """What stands on the sheets, without the buttons beside it."""
    words = "one => [...one.childNodes].filter((part) => part.nodeName != 'BUTTON').map((part) => part.textContent).join('')"
    told = f"all => all.map({words})"
    found: list[str] = page.locator(".a4 .doan").evaluate_all(told)
    return [flat(one) for one in found]


def test_29_the_minutes_are_drafted_from_what_happened(stage: Stage) -> None:
    desk = stage[SECRETARY]
    out_of_the_fields(desk)
    with desk.context.expect_page() as opened:
        desk.keyboard.press("Control+p")
    paper = stage.pages[SECRETARY] = opened.value
    desk.close()
    expect(paper.get_by_role("heading", name="BIÊN BẢN", exact=True)).to_be_visible()
    told = "\n".join(paragraphs(paper))
    order = [
        TITLE,
        f"Thành phần tham dự: {PRESENT}/23 thành viên",
        f"Chủ trì: {full_name('ha')}",
        f"Thư ký: {full_name('yen')}",
        f"1. {FIRST}",
        GIST,
        GIST_OF_THE_UNASKED,
        "Biểu quyết công khai",
        f"tổng số thành viên 23, có mặt {PRESENT}, đã biểu quyết 14, tán thành 13, không tán thành 01, "
        "không biểu quyết 00, chưa biểu quyết 09, số phiếu cần đạt 12, túc số 16, ",
        "Nội dung được thông qua. Thông qua khi có quá nửa",
        f"Kết luận 1: {AGREED}",
        f"Kết luận 2: {DESIGNED}",
        f"Giao Sở Xây dựng thực hiện, hoàn thành trước ngày {due():%d/%m/%Y}",
        f"Kết luận 3: {MENDED}",
        f"2. {SECOND}",
        "Cuộc họp kết thúc vào",
    ]
    places = [told.find(one) for one in order]
    assert -1 not in places, (order[places.index(-1)], told)
    assert places == sorted(places), told
    assert stage.known["unasked"] in told and stage.known["first"] in told
    stage.picture(SECRETARY, "30-bien-ban")
    assert serious(paper) == []


def test_30_the_secretary_edits_a_paragraph_in_its_place(stage: Stage) -> None:
    paper = stage[SECRETARY]
    block = paper.locator("[data-block]", has_text=GIST)
    block.hover()
    block.get_by_role("button", name="Sửa đoạn").click()
    paper.get_by_label("Nội dung đoạn").fill(EDITED)
    paper.get_by_role("button", name="Lưu", exact=True).click()
    expect(paper.locator(".doan.sua")).to_contain_text(EDITED)
    expect(paper.get_by_text("1 đoạn sửa tay")).to_be_visible()
    stage.picture(SECRETARY, "31-bien-ban-sua-tay")
    assert serious(paper) == []


def test_31_the_pdf_is_exported_in_the_official_form_with_tinos_embedded(stage: Stage) -> None:
    paper = stage[SECRETARY]
    with paper.expect_download(timeout=120_000) as fetched:
        paper.get_by_role("button", name="Xuất PDF").click()
    fetched.value.save_as(PDF)
    expect(paper.get_by_role("link", name="Tải bản 1")).to_be_visible()
    fonts = embedded(PDF)
    assert fonts and all("Tinos" in name and whole for name, whole in fonts.items()), fonts
    first = pypdfium2.PdfDocument(PDF)[0]
    first.render(scale=2).to_pil().save(PICTURES / "32-bien-ban-pdf.png")


def embedded(path: Path) -> dict[str, bool]:
    """The fonts of a PDF, and whether each is in the file."""
    with pikepdf.open(path) as pdf:
        found = [font for page in pdf.pages for font in page.Resources.Font.values()]
        described = {str(font.BaseFont): font.DescendantFonts[0].FontDescriptor for font in found}
        return {name: "/FontFile2" in one or "/FontFile3" in one for name, one in described.items()}


def test_32_the_text_taken_out_of_the_pdf_again_is_correct_vietnamese(stage: Stage) -> None:
    taken = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(PDF)]
    whole = flat(" ".join(taken))
    assert unicodedata.is_normalized("NFC", whole)
    official = (
        "ỦY BAN NHÂN DÂN",
        "TỈNH LẠC GIANG",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    )
    for line in (*official, "BIÊN BẢN", "THƯ KÝ", "CHỦ TỌA", "Nơi nhận:", "/BB-UBND", "Mã nhật ký"):
        assert line in whole, (line, whole)
    for paragraph in paragraphs(stage[SECRETARY]):
        assert paragraph in whole, (paragraph, whole)
    assert flat(EDITED) in whole and flat(GIST) not in whole


def flat(text: str) -> str:
    """One line; a hyphen at a line's end, which the reader of the PDF tells apart, is a hyphen."""
    return re.sub(r"\s+", " ", text.replace("￾", "-")).strip()
