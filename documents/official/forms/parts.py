"""The blocks of an official paper as plain values. Source: Nghị định 30/2020/NĐ-CP, Phụ lục I and III."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

NATIONAL_TITLE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
BLANK_NUMBER = "......"
DEFAULT_RECIPIENTS = ("Thành viên dự họp",)
ARCHIVE = "Lưu: VT, Hồ sơ"
"""The last recipient of minutes, Mẫu 1.9."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a body prints on its papers. `issuer`: the lines of the issuing body's name, without or under `parent`."""

    issuer: tuple[str, ...]
    parent: str = ""
    symbol: str = ""
    place: str = ""
    recipients: tuple[str, ...] = DEFAULT_RECIPIENTS


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: the label of the form, the office in capitals where it is printed, the name."""

    label: str
    office: str
    name: str


def padded(number: int) -> str:
    """Numbers below 10 get a zero in front."""
    return f"{number:02d}"


def header_of(kept: Mapping[str, Any], name: str, short_name: str) -> Header:
    """A body's header from its kept settings; what they leave out comes from its names."""
    issuer = kept.get("issuer") or [name.upper()]
    lines = issuer.split("\n") if isinstance(issuer, str) else issuer
    recipients = tuple(str(line).strip().rstrip(";.") for line in kept.get("recipients") or ())
    return Header(
        issuer=tuple(str(line).strip() for line in lines if str(line).strip()),
        parent=str(kept.get("parent") or "").strip(),
        symbol=str(kept.get("symbol") or symbol_of(short_name or name)),
        place=str(kept.get("place") or "").strip(),
        recipients=recipients or DEFAULT_RECIPIENTS,
    )


def symbol_of(name: str) -> str:
    """A body's symbol where it has set none: its abbreviation, or the first letters of its name."""
    first = name.split()[0] if name.split() else ""
    if len(first) > 1 and first.isupper():
        return first
    return "".join(word[0] for word in name.split() if word[0].isalpha()).upper()


def document_number(number: int | None, code: str, symbol: str) -> tuple[str, str]:
    """The number and what follows it: ("05", "/BB-UBND"), zero-padded below 10; dots where there is none yet."""
    return (BLANK_NUMBER if number is None else padded(number), f"/{code}-{symbol}")


def official_date(day: date) -> str:
    """A day in words: zero before days below 10 and months 1 and 2 only."""
    month = padded(day.month) if day.month <= 2 else str(day.month)
    return f"ngày {padded(day.day)} tháng {month} năm {day.year}"


def official_time(moment: datetime) -> str:
    """Writes "08 giờ 05 phút"."""
    return f"{padded(moment.hour)} giờ {padded(moment.minute)} phút"


def office_in_capitals(office: str) -> str:
    """The office under a signature label, without the agency's name ("Chủ tịch Ủy ban nhân dân tỉnh" -> "CHỦ TỊCH")."""
    for known in (
        "Phó Chủ tịch Thường trực",
        "Phó Chủ tịch",
        "Quyền Chủ tịch",
        "Chủ tịch",
        "Phó Trưởng ban",
        "Trưởng ban",
    ):
        if office.casefold().startswith(known.casefold()):
            return known.upper()
    return ""


def recipients_of(header: Header) -> tuple[str, ...]:
    """Nơi nhận, each with its mark: "- …;", the last one "- Lưu: VT, Hồ sơ."."""
    return (*(f"- {line};" for line in header.recipients), f"- {ARCHIVE}.")
