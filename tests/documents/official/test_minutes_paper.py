"""The PDF of minutes measured: fonts, text, margins, page numbers, order (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from weasyprint.urls import FatalURLFetchingError

from app.heads import printed_in
from documents.official import ballots_wording_rules as ballots
from documents.official import paper, rules
from documents.official import wording_rules as wording
from documents.official.forms import parts
from documents.official.values_rules import Attendee, Happened, Item, Spoken, Voted

MM = 72 / 25.4
START = datetime(2026, 11, 26, 8, 5)
LONG_NAME = "Công Tằng Tôn Nữ Nguyễn Phước Hoàng Ngọc Thụy Vi Phương Quỳnh"
EVERY_MARK = (
    "Ằ Ẳ Ẵ Ắ Ặ Ầ Ẩ Ẫ Ấ Ậ Đ È Ẻ Ẽ Ệ Ề Ể Ễ Ế Ì Ỉ Ĩ Ị Ò Ỏ Õ Ọ Ồ Ổ Ỗ Ố Ộ Ờ Ở Ỡ Ớ Ợ Ù Ủ Ũ Ụ Ừ Ử Ữ Ứ Ự Ỳ Ỷ Ỹ Ỵ "
    "ằ ẳ ẵ ắ ặ ầ ẩ ẫ ấ ậ đ è ẻ ẽ ệ ề ể ễ ế ì ỉ ĩ ị ò ỏ õ ọ ồ ổ ỗ ố ộ ờ ở ỡ ớ ợ ù ủ ũ ụ ừ ử ữ ứ ự ỳ ỷ ỹ ỵ"
)


def attendees(members: int) -> tuple[Attendee, ...]:
    people = [Attendee("Nguyễn Thị Minh Hà", "Chủ tịch Ủy ban nhân dân tỉnh", "chair", True, True)]
    people += [
        Attendee(f"{LONG_NAME}"[:58] + f" {n}", "Giám đốc Sở Nông nghiệp và Môi trường", "member", True, n % 9 != 0)
        for n in range(1, members)
    ]
    return (*people, Attendee("Nguyễn Hải Yến", "Phó Trưởng phòng Tổng hợp", "secretary", False, True))


def happened(members: int = 23, items: int = 3, speeches: int = 6) -> Happened:
    listed = tuple(
        Item(
            str(n),
            n,
            f"Nội dung về di dời hộ dân ven sông Lạc, phần {n}",
            "Sở Xây dựng",
            START + timedelta(minutes=20 * n),
        )
        for n in range(items)
    )
    said = f"thống nhất nguồn, đề nghị chia 2 năm ngân sách, rà soát từng hộ để không ai bị bỏ sót; {EVERY_MARK}"
    spoken = tuple(
        Spoken(str(n), str(n % items), LONG_NAME, "Ủy viên", "speech", said, START + timedelta(minutes=n))
        for n in range(speeches)
    )
    vote = Voted(
        "v",
        "1",
        "Thông qua Quyết định",
        START,
        "announced",
        False,
        members,
        members,
        members,
        (("yes", members),),
        0,
        "passed",
    )
    return Happened(
        "Phiên họp thường kỳ tháng 11 năm 2026", "regular", "Ủy ban nhân dân tỉnh", "Phòng họp Sông Lạc", START,
        START + timedelta(hours=5), attendees(members), (), listed, spoken, (vote,),
    )  # fmt: skip


def as_paper(told: Happened, draft: bool = False) -> paper.MinutesPaper:
    blocks: list[dict[str, Any]] = [
        {"kind": d.kind, "text": d.text, "id": d.source, "edited": False, "changed": False} for d in rules.draft(told)
    ]
    header = parts.header_of({"issuer": ["ỦY BAN NHÂN DÂN", "TỈNH LẠC GIANG"], "symbol": "UBND"}, "", "")
    return paper.MinutesPaper(
        header=header,
        number=parts.document_number(5, "BB", "UBND"),
        title=told.title,
        paragraphs=paper.paragraphs(blocks),
        secretary=parts.Signer("THƯ KÝ", "", "Nguyễn Hải Yến"),
        chair=parts.Signer("CHỦ TỌA", "CHỦ TỊCH", "Nguyễn Thị Minh Hà"),
        recipients=parts.recipients_of(header),
        attendees=tuple(wording.attendance_list(told.attendees)),
        ballots=tuple(ballots.ballot_lists(told)),
        draft=draft,
        seq=412,
        head="7f3a09c24d1e88b0" * 4,
    )


@pytest.fixture(scope="module")
def made() -> bytes:
    return paper.pdf_of(as_paper(happened()))


def pages(data: bytes) -> list[str]:
    return [unicodedata.normalize("NFC", page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(data)]


def flat(text: str) -> str:
    """Lines joined as a reader reads them; only line breaks differ from what was written."""
    return " ".join(text.replace("￾", "-").split())


def boxes(page: Any) -> list[tuple[str, float, float, float, float]]:
    """Every visible letter with its box, in millimetres from the left and the top."""
    text = page.get_textpage()
    height = page.get_height()
    found = []
    for index in range(text.count_chars()):
        char = text.get_text_range(index, 1)
        left, bottom, right, top = text.get_charbox(index)
        if char.strip() and right > left:
            found.append((char, left / MM, (height - top) / MM, right / MM, (height - bottom) / MM))
    return found


def test_every_font_is_tinos_and_embedded(made: bytes) -> None:
    fonts = {}
    with pikepdf.open(io.BytesIO(made)) as document:
        for page in document.pages:
            for font in page.Resources.Font.values():
                described = font.DescendantFonts[0].FontDescriptor
                fonts[str(font.BaseFont)] = "/FontFile2" in described or "/FontFile3" in described
    assert fonts
    assert all("Tinos" in name for name in fonts)
    assert all(fonts.values())


def test_the_text_taken_out_again_is_the_text_that_was_written(made: bytes) -> None:
    told = happened()
    whole = flat(" ".join(pages(made)))
    for paragraph in as_paper(told).paragraphs:
        expected = flat(paragraph.lead + paragraph.text)
        assert _without_page_breaks(expected, whole), expected


def _without_page_breaks(expected: str, whole: str) -> bool:
    """A paragraph may run over a page: then its two parts stand one behind the other, the page's number between."""
    if expected in whole:
        return True
    words = expected.split()
    cuts = ((" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words)))
    return any(re.search(re.escape(head) + r" \d+ " + re.escape(tail), whole) for head, tail in cuts)


def test_the_blocks_stand_in_the_order_of_mau_1_9(made: bytes) -> None:
    whole = flat(" ".join(pages(made)))
    order = [
        "ỦY BAN NHÂN DÂN TỈNH LẠC GIANG", "Số: 05/BB-UBND", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "BIÊN BẢN",
        "Thời gian bắt đầu:", "Địa điểm:", "Thành phần tham dự:", "Chủ trì:", "Thư ký:", "Nội dung (theo diễn biến):",
        "Cuộc họp kết thúc vào", "THƯ KÝ", "CHỦ TỌA", "Nơi nhận:", "- Lưu: VT, Hồ sơ.", "DANH SÁCH",
        "Mã nhật ký: mục 1–412,",
    ]  # fmt: skip
    places = [whole.index(part) for part in order]
    assert places == sorted(places)


def test_minutes_have_no_line_of_place_and_date(made: bytes) -> None:
    opening = flat(pages(made)[0]).split("BIÊN BẢN")[0]
    assert "ngày" not in opening


def test_the_text_keeps_within_the_margins_of_the_decree(made: bytes) -> None:
    document = pypdfium2.PdfDocument(made)
    left, right, top, bottom = [], [], [], []
    for number, page in enumerate(document):
        letters = [box for box in boxes(page) if number == 0 or box[2] > 20]
        left.append(min(box[1] for box in letters))
        right.append(210 - max(box[3] for box in letters))
        top.append(min(box[2] for box in letters))
        bottom.append(297 - max(box[4] for box in letters))
    assert page_size(document) == (210, 297)
    assert min(left) >= 30
    assert max(left) <= 35.5
    assert min(right) >= 15
    assert min(right) <= 20
    assert 20 <= min(top) <= 25
    assert min(bottom) >= 20


def page_size(document: Any) -> tuple[int, int]:
    return round(document[0].get_width() / MM), round(document[0].get_height() / MM)


def test_pages_are_numbered_in_the_middle_of_the_top_margin_but_the_first(made: bytes) -> None:
    document = pypdfium2.PdfDocument(made)
    above = [[box for box in boxes(page) if box[4] < 20] for page in document]
    assert above[0] == []
    assert "".join(box[0] for box in above[1]) == "2"
    middle = (above[1][0][1] + above[1][-1][3]) / 2
    text_middle = (31 + 210 - 17) / 2
    assert abs(middle - text_middle) < 1


def test_each_list_attached_is_numbered_on_its_own() -> None:
    told = happened(members=95)
    names = tuple(f"{LONG_NAME} {n}" for n in range(95))
    told = replace(told, votes=(replace(told.votes[0], names=(("yes", names),)),))
    document = pypdfium2.PdfDocument(paper.pdf_of(as_paper(told)))
    numbers = ["".join(box[0] for box in boxes(page) if box[4] < 20) for page in document]
    for heading in ("DANH SÁCH THÀNH PHẦN", "DANH SÁCH BIỂU QUYẾT"):
        first = next(n for n, page in enumerate(document) if heading in page.get_textpage().get_text_range())
        assert numbers[first] == ""
        assert numbers[first + 1] == "2"


def test_the_secretary_signs_on_the_left_and_the_chair_on_the_right(made: bytes) -> None:
    page = next(p for p in pypdfium2.PdfDocument(made) if "CHỦ TỌA" in p.get_textpage().get_text_range())
    text = page.get_textpage()
    whole = text.get_text_range()
    secretary = text.get_charbox(whole.index("THƯ KÝ"))
    chair = text.get_charbox(whole.index("CHỦ TỌA"))
    assert secretary[2] < page.get_width() / 2 < chair[0]
    assert abs(secretary[1] - chair[1]) < 3


def test_only_a_draft_carries_the_watermark(made: bytes) -> None:
    assert not any("DỰ THẢO" in page for page in pages(made))
    drafts = pages(paper.pdf_of(as_paper(happened(), draft=True)))
    assert all("DỰ THẢO" in page for page in drafts)


def test_five_hours_of_ninety_five_members_with_long_names_stay_whole() -> None:
    told = happened(members=95, items=12, speeches=70)
    data = paper.pdf_of(as_paper(told))
    document = pypdfium2.PdfDocument(data)
    assert len(document) >= 12
    whole = flat(" ".join(pages(data)))
    assert whole.count("95") >= 1
    assert all(min(210 - box[3] for box in boxes(page)) >= 15 for page in document)
    assert "7F3A09C2 4D1E88B0" in pages(data)[-1]


@pytest.mark.parametrize("members", [3, 7, 23, 40, 95])
def test_the_audit_reads_the_journals_code_in_the_pdf(members: int, tmp_path: Path) -> None:
    file = tmp_path / "minutes.pdf"
    file.write_bytes(paper.pdf_of(as_paper(happened(members=members))))
    assert printed_in(file) == (412, "7f3a09c24d1e88b0" * 4)


def listed(count: int) -> tuple[Attendee, ...]:
    offices = ("Giám đốc Sở Tài chính", "Giám đốc Sở Nông nghiệp và Môi trường", "Phó Chủ tịch Ủy ban nhân dân tỉnh")
    return tuple(Attendee(f"Nguyễn Thị Minh Hà {n}", offices[n % 3], "member", True, n % 9 != 0) for n in range(count))


@pytest.mark.parametrize("count", range(22, 37))
def test_a_list_that_runs_over_takes_several_names_and_its_heading_along(count: int) -> None:
    """Nobody's name stands alone on a page of its own, and the journal's code goes with the last names."""
    told = replace(happened(items=1, speeches=0), attendees=listed(count), votes=())
    whole = pages(paper.pdf_of(as_paper(told)))
    first = next(n for n, page in enumerate(whole) if "DANH SÁCH THÀNH PHẦN" in page)
    assert "Mã nhật ký" in whole[-1]
    for page in whole[first:]:
        assert "Họ và tên" in page
        assert page.count("Nguyễn Thị Minh Hà") >= 5
    assert sum(page.count("Nguyễn Thị Minh Hà") for page in whole[first:]) == count


@pytest.mark.parametrize("speeches", range(12, 20))
def test_the_signatures_never_stand_on_a_page_without_the_text_they_are_under(speeches: int) -> None:
    whole = pages(paper.pdf_of(as_paper(happened(items=1, speeches=speeches))))
    signed = next(page for page in whole if "CHỦ TỌA" in page)
    above = re.sub(r"^\d+", "", flat(signed).split("Cuộc họp kết thúc")[0]).strip()
    assert len(above) > 40


def test_no_line_ends_inside_a_date_a_time_or_a_number_and_its_word_and_a_search_finds_them() -> None:
    units = ("ngày 27 tháng 11", "09 giờ 14 phút", "Điều 12", "số 398/TTr-STC", "Mục 3")
    told = happened(items=1, speeches=0)
    said = [f"{'an ' * n}theo {'; '.join(units)} đã nêu trong phiên họp" for n in range(24)]
    spoken = tuple(Spoken(str(n), "0", "Lê An", "", "speech", text, START) for n, text in enumerate(said))
    made = paper.pdf_of(as_paper(replace(told, speeches=spoken)))
    found = " ".join(pages(made))
    for unit in units:
        assert found.replace("￾", "-").count(unit) == len(said), unit  # whole, with ordinary spaces, in every paragraph
    assert "\u00a0" not in found and "\u2060" not in found


def test_no_break_spaces_come_out_as_spaces_even_where_they_are_the_first_in_their_font() -> None:
    made = paper.to_pdf("<link rel=stylesheet href=official.css><p>Điều\u00a012</p>")
    assert "Điều 12" in pypdfium2.PdfDocument(made)[0].get_textpage().get_text_range()


def test_nothing_is_fetched_from_elsewhere() -> None:
    with pytest.raises(FatalURLFetchingError):
        paper.to_pdf('<img src="http://127.0.0.1:9/a.png">')
    with pytest.raises(FatalURLFetchingError):
        paper.to_pdf('<img src="file:///etc/passwd">')


def test_markup_in_a_name_stays_text() -> None:
    told = happened()
    told = Happened(**{**{f: getattr(told, f) for f in told.__slots__}, "title": "<b>Họp</b> & bàn"})
    assert "<b>Họp</b> & bàn" in flat(pages(paper.pdf_of(as_paper(told)))[0])
