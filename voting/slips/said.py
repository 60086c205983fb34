"""Opinion slips in words: states, answers, what is left of the time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.language import gettext as _
from app.language import ngettext
from app.language import pgettext as _p
from voting.ruling.rules import DEFAULT, NO, OPINION, OTHER, YES
from voting.ruling.sentences import reason as ruling_reason
from voting.slips import rules

Chip = tuple[str, str, str]
"""(words, icon, look)"""


def choices() -> dict[str, str]:
    return {YES: _p("slip", "Đồng ý"), NO: _p("slip", "Không đồng ý"), OTHER: _p("slip", "Ý kiến khác")}


LOOKS = {YES: ("t", "check-bold"), NO: ("k", "x-bold"), OTHER: ("b", "chat-text")}
"""choice -> (letter of the strip and the card, icon)"""


def state_chip(row: Any, now: datetime) -> Chip:
    """Where a slip stands, for the desk."""
    if row["state"] == "sent":
        if row["deadline"] < now:
            return _("Quá hạn"), "warning-circle", "dat"
        return _("Đang lấy ý kiến"), "clock", "vang"
    return {
        "draft": (_p("slip", "Nháp"), "pencil-simple", ""),
        "submitted": (_p("slip", "Chờ duyệt"), "hourglass-medium", "vang"),
        "returned": (_p("slip", "Trả lại"), "arrow-u-up-left", "dat"),
        "approved": (_p("slip", "Đã duyệt, chưa gửi"), "seal-check", "lam"),
        "closed": (_("Chờ tổng hợp"), "hourglass-medium", "vang"),
        "summarised": (_("Đã tổng hợp"), "check-bold", "lam"),
        "cancelled": (_p("slip", "Đã hủy"), "x-bold", ""),
    }[row["state"]]


def standing_chip(standing: str) -> Chip:
    """How a recipient's own stands: Trong hạn, Sắp hết hạn, Quá hạn, Đã trả lời."""
    return {
        "waiting": (_("Trong hạn"), "clock", "vien"),
        "soon": (_("Sắp hết hạn"), "clock-countdown", "vang"),
        "overdue": (_("Quá hạn"), "warning-circle", "dat"),
        "answered": (_("Đã trả lời"), "check-bold", "lam"),
    }[standing]


def left(deadline: datetime, now: datetime) -> str:
    """What is left of the time, or by how much it is over: "Còn 8 giờ 40 phút", "Quá hạn 2 ngày"."""
    seconds = int((deadline - now).total_seconds())
    span = _span(abs(seconds) // 60)
    return _("Còn %(span)s", span=span) if seconds >= 0 else _("Quá hạn %(span)s", span=span)


def _span(minutes: int) -> str:
    days, hours = minutes // 1440, minutes // 60
    if days >= 2:
        return ngettext("%(num)s ngày", "%(num)s ngày", days)
    said_minutes = ngettext("%(num)s phút", "%(num)s phút", minutes % 60)
    if hours == 0:
        return said_minutes
    said_hours = ngettext("%(num)s giờ", "%(num)s giờ", hours)
    return f"{said_hours} {said_minutes}" if minutes % 60 and hours < 24 else said_hours


def strip(rows: list[Any]) -> tuple[str, str]:
    """(letters of the member strip, the same in words) of those asked."""
    counted = rules.tally([rules.Asked(r["person"], r["asked"], r["state"], r["choice"]) for r in rows])
    order = {YES: 0, NO: 1, OTHER: 2, None: 3}
    asked = sorted((row for row in rows if row["asked"]), key=lambda row: order[row["choice"]])
    cells = "".join(LOOKS[row["choice"]][0] if row["choice"] else "c" for row in asked)
    words = _(
        "%(answered)s đã trả lời, %(waiting)s chưa trả lời, %(overdue)s quá hạn, trong %(asked)s người được hỏi",
        asked=len(asked),
        **counted,
    )
    return cells, words


def matters() -> list[tuple[str, str]]:
    """What a slip may decide."""
    return [("general", _("Nghị quyết, quyết định thường")), ("bylaws", _("Sửa đổi quy chế, nội quy"))]


def majorities() -> list[tuple[str, str]]:
    """What a slip may be decided by, as a form offers it; empty: the body's own rule."""
    return [
        ("", _("Theo quy tắc của cơ quan")),
        (DEFAULT, _("Quá nửa tổng số thành viên")),
        ("two_thirds_of_members", _("Từ hai phần ba tổng số thành viên")),
        ("three_fifths_of_members", _("Từ ba phần năm tổng số thành viên")),
        (OPINION, _("Chỉ lấy ý kiến, không quyết định")),
    ]


def verdict_chip(result: Any) -> Chip:
    return {
        "passed": (_("Được thông qua"), "check-bold", "lam"),
        "not_passed": (_("Không được thông qua"), "x-bold", "dat"),
        "void": (_("Không có giá trị"), "warning-circle", "dat"),
        "tie": (_("Hai bên bằng nhau"), "scales", "vang"),
        "none": (_("Chỉ lấy ý kiến"), "chat-text", ""),
    }[result["verdict"]]


def sentence(result: Any, language: str) -> str:
    return str(result["sentence"].get(language) or result["sentence"]["vi"])


def reason(result: Any, language: str) -> str:
    """The sentence below the verdict."""
    return ruling_reason(sentence(result, language))


def rule_words(result: Any, language: str) -> str:
    return str(result["rule_words"].get(language) or result["rule_words"]["vi"])
