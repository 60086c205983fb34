"""The words of the official report of an opinion slip (Báo cáo tổng hợp ý kiến; Nghị định 30/2020/NĐ-CP, Mẫu 1.4: a document
with the name of its kind). Pure; a document of the State: Vietnamese only. Moments are local times.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

CHOICES = {"yes": "Đồng ý", "no": "Không đồng ý", "other": "Ý kiến khác"}
ANNEX = "Phụ lục"


@dataclass(frozen=True, slots=True)
class Person:
    """A line of the list."""

    name: str
    office: str = ""
    asked: bool = True
    choice: str | None = None
    words: str = ""
    at: datetime | None = None
    late: bool = False
    files: int = 0


@dataclass(frozen=True, slots=True)
class Extension:
    until: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """All that the report tells of."""

    body: str
    title: str
    number: int
    sent: datetime
    deadline: datetime
    people: tuple[Person, ...]
    sentence: str
    rule: str
    proposer: str = ""
    text: str = ""
    summary: str = ""
    extensions: tuple[Extension, ...] = ()
    decides: bool = True
    first_deadline: datetime | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its paragraphs; `lead` of a paragraph is set in bold."""

    heading: str
    texts: tuple[tuple[str, str], ...] = field(default=())


def day(moment: datetime) -> str:
    """A day in words: a zero before days below 10 and months 1 and 2 only (Phụ lục I)."""
    month = f"{moment.month:02d}" if moment.month <= 2 else str(moment.month)
    return f"ngày {moment.day:02d} tháng {month} năm {moment.year}"


def hour(moment: datetime) -> str:
    return f"{moment.hour:02d} giờ {moment.minute:02d} phút, {day(moment)}"


def count(number: int) -> str:
    """Numbers below ten with a zero in front, as such papers write them."""
    return f"{number:02d}"


def subject(told: Told) -> str:
    """The line under the document's kind."""
    return f"Tổng hợp ý kiến thành viên {told.body} về: {told.title}"


def opening(told: Told) -> list[str]:
    """Who was asked what, when, until when."""
    asked = sum(one.asked for one in told.people)
    by = f", do {told.proposer} trình" if told.proposer else ""
    lines = [
        f"{day(told.sent)[:1].upper()}{day(told.sent)[1:]}, {told.body} đã gửi Phiếu lấy ý kiến số {count(told.number)} đến "
        f"{count(asked)} thành viên để xin ý kiến về: {told.title}{by}. "
        f"Hạn trả lời: {hour(told.first_deadline or told.deadline)}."
    ]
    for one in told.extensions:
        lines.append(f"Hạn trả lời được gia hạn đến {hour(one.until)}. Lý do: {_ended(one.reason)}")
    lines.append("Kết quả tổng hợp đến khi đóng phiếu như sau:")
    return lines


def sections(told: Told) -> list[Section]:
    """Numbers, the opinions by what they say, and what the compiling section makes of them."""
    found = [Section("I. KẾT QUẢ LẤY Ý KIẾN", tuple(_numbers(told)))]
    opinions = _opinions(told.people)
    found.append(Section("II. Ý KIẾN CỤ THỂ", tuple(opinions or [("", "Không có ý kiến bằng văn bản kèm theo.")])))
    if told.summary:
        lines = tuple(("", line) for line in told.summary.split("\n") if line.strip())
        found.append(Section("III. TỔNG HỢP, TIẾP THU, GIẢI TRÌNH", lines))
    return found


def _numbers(told: Told) -> list[tuple[str, str]]:
    people = told.people
    asked = [one for one in people if one.asked]
    answered = [one for one in asked if one.choice]
    lines = [
        f"Tổng số thành viên: {count(len(people))}; được hỏi ý kiến: {count(len(asked))}; đã trả lời: {count(len(answered))}"
        + (f" (trong đó trả lời sau hạn: {count(late)})" if (late := sum(one.late for one in answered)) else "")
        + f"; không trả lời: {count(len(asked) - len(answered))}.",
        "; ".join(f"{word}: {count(sum(one.choice == key for one in answered))}" for key, word in CHOICES.items())
        + ".",
    ]
    silent = [one.name for one in asked if not one.choice]
    if silent:
        lines.append(f"Thành viên không trả lời: {', '.join(silent)}.")
    if told.decides:
        lines.append(told.rule)
    return [*(("", line) for line in lines), ("Kết luận: ", told.sentence)]


def _opinions(people: Iterable[Person]) -> list[tuple[str, str]]:
    """By what they chose, those who disagree first; those who agree without a word are in the annex alone."""
    listed = list(people)
    found: list[tuple[str, str]] = []
    for choice in ("no", "other", "yes"):
        chosen = [one for one in listed if one.choice == choice and (one.words or choice != "yes")]
        if chosen:
            found.append((f"{CHOICES[choice]}:", ""))
        for one in chosen:
            words = " ".join(one.words.split()) or "không ghi nội dung"
            more = f" (kèm {count(one.files)} tệp)" if one.files else ""
            who = f"{one.name}, {one.office}" if one.office else one.name
            found.append(("", f"- {who}{more}: {_ended(words)}"))
    return found


def _ended(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?", "…")) else text + "."


def closing(told: Told) -> str:
    """The last line of the text."""
    return f"Trên đây là kết quả tổng hợp ý kiến thành viên {told.body}, báo cáo tại phiên họp gần nhất./."


def rows(people: Sequence[Person]) -> list[dict[str, str]]:
    """The list of the annex."""
    return [
        {
            "name": one.name,
            "office": one.office,
            "choice": CHOICES[one.choice] if one.choice else ("Không trả lời" if one.asked else "Không hỏi ý kiến"),
            "at": f"{one.at:%H:%M %d/%m/%Y}" + (" (sau hạn)" if one.late else "") if one.at else "",
        }
        for one in people
    ]
