"""The demo's documents: real PDF (laid out as official papers are) and DOCX of several pages, about invented matters."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from app.text import place_and_date
from documents.demo.cast import BODY, MEMBERS
from documents.demo.topics import Topic
from documents.official import paper as official
from documents.official.forms import parts

COMMUNES = (
    "Phường Bến Sông", "Phường Đồng Lạc", "Phường Nam Kiều", "Phường Tân Hội", "Xã Lạc Thượng", "Xã Lạc Hạ",
    "Xã Nà Khoang", "Xã Mường Dăm", "Xã Phú Điền", "Xã Thanh Sơn", "Xã Hòa Lạc", "Xã An Khê", "Xã Vĩnh Tường Giang",
    "Xã Bắc Sơn Lạc", "Xã Trà Giang", "Xã Cửa Ngòi",
)  # fmt: skip
OFFICES = {
    "oanh": "SỞ TÀI CHÍNH", "thanh": "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "cuong": "VĂN PHÒNG", "men": "SỞ GIÁO DỤC VÀ ĐÀO TẠO",
    "khai": "SỞ Y TẾ", "ngoc": "SỞ KHOA HỌC VÀ CÔNG NGHỆ", "nhung": "SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH",
    "tam": "BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP", "phuong": "THANH TRA TỈNH", "nghia": "BỘ CHỈ HUY QUÂN SỰ TỈNH",
}  # fmt: skip
PEOPLE = {one.key: one for one in MEMBERS}


def words(text: str, day: date, number: int) -> str:
    """The topic's text on a day: month, the next one, year, the paper's number."""
    month = day.month
    return text.format(month=month, next=month % 12 + 1, year=day.year, number=number)


def pdf(topic: Topic, day: date, number: int, target: Path, opinions: bool = True) -> Path:
    """A paper of four pages or so with its annex."""
    one = PEOPLE[topic.presenter]
    title = words(topic.paper, day, number)
    kind = title.split()[0]
    told = {
        "header": parts.Header((OFFICES[topic.presenter],), "ỦY BAN NHÂN DÂN TỈNH LẠC GIANG", "UBND"),
        "number": (str(number), {"Tờ": "/TTr", "Báo": "/BC", "Kế": "/KH"}.get(kind, "/ĐA") + "-LG"),
        "place_and_date": place_and_date("Lạc Giang", day),
        "type": {"Tờ": "TỜ TRÌNH", "Báo": "BÁO CÁO", "Kế": "KẾ HOẠCH", "Đề": "ĐỀ ÁN"}.get(kind, "DỰ THẢO"),
        "title": words(topic.title, day, number),
        "sections": sections(topic, day, number, opinions),
        "office": "GIÁM ĐỐC" if one.office.startswith("Giám đốc") else "THỦ TRƯỞNG ĐƠN VỊ",
        "name": one.name,
        "annex": f"(Kèm theo {title})",
        "rows": _rows(topic, day),
    }
    html = official.environment().get_template("documents/demo/paper.html").render(paper=told)
    target.write_bytes(official.to_pdf(html))
    return target


Section = tuple[str, list[str]]


def sections(topic: Topic, day: date, number: int, opinions: bool = True) -> list[Section]:
    """Headings with their paragraphs."""
    made = [_need(topic, day, number), PREPARED, _proposed(topic)]
    if opinions:
        made.append(("IV. Ý KIẾN CỦA CÁC CƠ QUAN", [f"{PEOPLE[who].office}: {said}." for who, said in topic.remarks]))
    return [*made, CARRIED_OUT]


def _need(topic: Topic, day: date, number: int) -> Section:
    title = words(topic.title, day, number)
    return (
        "I. SỰ CẦN THIẾT",
        [
            f"Trong thời gian qua, việc thực hiện “{title}” đã được các cấp, các ngành quan tâm, song kết quả giữa các "
            "xã, phường chưa đồng đều; một số nơi còn chờ hướng dẫn, số liệu báo cáo chưa thống nhất với thực tế.",
            words(topic.summary, day, number),
            "Sau khi tổ chức chính quyền địa phương hai cấp, nhiều nhiệm vụ trước đây do cấp trung gian thực hiện nay "
            "chuyển về xã, phường. Vì vậy cần quy định rõ cơ quan chủ trì, thời hạn và nguồn lực cho từng việc.",
        ],
    )


PREPARED: Section = (
    "II. QUÁ TRÌNH CHUẨN BỊ",
    [
        "Cơ quan soạn thảo đã khảo sát trực tiếp tại 16 xã, phường, lấy ý kiến của 14 sở, ngành và tổng hợp 37 lượt "
        "góp ý; 31 ý kiến được tiếp thu, 06 ý kiến được giải trình tại bảng tổng hợp gửi kèm.",
        "Hồ sơ đã được thẩm định về pháp lý, cân đối nguồn lực và đánh giá tác động đối với hộ nghèo, đồng bào dân "
        "tộc thiểu số, phụ nữ và trẻ em.",
    ],
)


def _proposed(topic: Topic) -> Section:
    return (
        "III. NỘI DUNG ĐỀ NGHỊ",
        [
            *(f"{n}. {text}." for n, (text, _who, _days) in enumerate(topic.conclusions, start=1)),
            "Mỗi nội dung có đơn vị chủ trì, đơn vị phối hợp, sản phẩm và thời hạn cụ thể; tiến độ được cập nhật trên hệ "
            "thống họp không giấy để thành viên Ủy ban nhân dân tỉnh theo dõi.",
            "Trường hợp phát sinh vướng mắc vượt thẩm quyền, đơn vị chủ trì báo cáo trong 03 ngày làm việc, không chờ "
            "đến kỳ báo cáo định kỳ.",
        ],
    )


CARRIED_OUT: Section = (
    "V. KINH PHÍ VÀ TỔ CHỨC THỰC HIỆN",
    [
        "Kinh phí bố trí từ ngân sách tỉnh, ngân sách xã và các nguồn lồng ghép hợp pháp khác; mức cụ thể theo từng "
        "xã, phường nêu tại Phụ lục. Việc phân bổ bảo đảm công khai, đúng đối tượng.",
        "Sở Tài chính hướng dẫn lập dự toán, thanh toán, quyết toán; Thanh tra tỉnh kiểm tra đột xuất ít nhất hai lần "
        "trong năm; Ủy ban nhân dân các xã, phường niêm yết danh sách và giải quyết kiến nghị của người dân.",
        "Các sở, ngành theo chức năng, nhiệm vụ chủ động phối hợp, báo cáo kết quả trước ngày 20 hằng tháng.",
    ],
)


def _rows(topic: Topic, day: date) -> list[tuple[str, str, str, str]]:
    """Figures by commune, the same for the same paper."""
    dice = random.Random(f"{topic.key} {day.isoformat()}")
    rows = []
    for place in COMMUNES:
        need = dice.randrange(420, 4_800, 20)
        now = need * dice.randrange(35, 90) // 100
        rows.append((place, _dotted(need), _dotted(now), dice.choice(("", "", "Có đối ứng", "Ưu tiên", "Chuyển tiếp"))))
    return rows


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def docx(topic: Topic, day: date, number: int, target: Path) -> Path:
    """A draft decision as an office writes it: Word, several pages."""
    made = Document()
    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Cm(3), Cm(2), Cm(2), Cm(2)
    style = made.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    _line(made, "ỦY BAN NHÂN DÂN TỈNH LẠC GIANG", bold=True)
    _line(made, "DỰ THẢO QUYẾT ĐỊNH", bold=True)
    _line(made, words(topic.question or topic.title, day, number), bold=True)
    made.add_paragraph(
        f"Căn cứ Luật Tổ chức chính quyền địa phương; theo đề nghị của {PEOPLE[topic.presenter].office}."
    )
    _line(made, "QUYẾT ĐỊNH:", bold=True)
    for n, (heading, texts) in enumerate(sections(topic, day, number), start=1):
        made.add_paragraph().add_run(f"Điều {n}. {heading.partition('. ')[2].capitalize()}").bold = True
        for place, text in enumerate(texts, start=1):
            made.add_paragraph(f"{place}. {text}").alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    table = made.add_table(rows=1, cols=3, style="Table Grid")
    for cell, text in zip(table.rows[0].cells, ("Xã, phường", "Nhu cầu (triệu đồng)", "Bố trí năm nay"), strict=True):
        cell.text = text
    for row in _rows(topic, day):
        for cell, text in zip(table.add_row().cells, row, strict=False):
            cell.text = text
    made.add_paragraph(f"Quyết định này có hiệu lực từ ngày ký. Văn phòng {BODY} chịu trách nhiệm thi hành./.")
    made.save(str(target))
    return target


def _line(made: DocxDocument, text: str, bold: bool = False) -> None:
    paragraph = made.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text).bold = bold
