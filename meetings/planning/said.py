"""Words and marks of meetings on pages: phases, replies, kinds, votes. Rendered beside a glyph, never colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from app.language import current
from app.language import gettext as _
from app.people.days import local
from meetings.planning.holidays_rules import holiday
from meetings.planning.rules import goes_on_today, is_adjourned

ROOM_OPENS = timedelta(minutes=30)
"""From here on entering the room is the one thing to do now (screens.md 6.2)."""


class Mark(NamedTuple):
    """A word with its glyph and look (a chip's class; "live" is the dot of what is going on)."""

    word: str
    icon: str = ""
    look: str = ""


def phase(meeting: Mapping[Any, Any], now: datetime) -> Mark:
    return {
        "preparing": Mark(_("Đang chuẩn bị"), "hourglass-medium", "vang"),
        "published": Mark(_("Đã phát hành"), "seal-check", "lam"),
        "in_progress": Mark(_("Đang họp"), "", "live"),
        "paused": Mark(paused(meeting, now), "pause", "vang"),
        "ended": Mark(_("Đã kết thúc"), "flag-checkered", ""),
        "cancelled": Mark(_("Đã hủy"), "x", "dat"),
    }[meeting["phase"]]


def paused(meeting: Mapping[Any, Any], now: datetime) -> str:
    """Of a break, until when; of an adjournment, the day; on that day, the hour."""
    until, since = meeting["until"], meeting["sitting_since"] or meeting["started_at"]
    if until is None:
        return _("Tạm nghỉ")
    there, today = local(until), local(now)
    if goes_on_today(there, since and local(since), today):
        return _("Họp tiếp %(time)s hôm nay", time=f"{there:%H:%M}")
    if is_adjourned(there, today):
        return _("Họp tiếp ngày %(day)s lúc %(time)s", day=f"{there:%d/%m}", time=f"{there:%H:%M}")
    if there.date() != today.date():
        return _("Tạm nghỉ đến %(time)s ngày %(day)s", time=f"{there:%H:%M}", day=f"{there:%d/%m}")
    return _("Tạm nghỉ đến %(time)s", time=f"{there:%H:%M}")


def comes_at(meeting: Mapping[Any, Any]) -> datetime:
    """When it is to be gone to: a paused one when it goes on."""
    starts: datetime = meeting["starts_at"]
    return _goes_on(meeting) or starts


def _goes_on(meeting: Mapping[Any, Any]) -> datetime | None:
    """When a paused one is taken up again; None where that is not known."""
    until: datetime | None = meeting["until"]
    return until if meeting["phase"] == "paused" else None


def days(meeting: Mapping[Any, Any]) -> dict[date, datetime]:
    """{day: from when} of its first sitting, its last one, and the one it is adjourned to."""
    found: dict[date, datetime] = {}
    for moment in (meeting["starts_at"], meeting["sitting_since"], _goes_on(meeting)):
        if moment is not None:
            found.setdefault(local(moment).date(), moment)
    return found


def moved(instead: date | None) -> str:
    """Why the day proposed is not the one expected."""
    if instead is None:
        return ""
    name = holiday(instead, current())
    return _(
        "Đáng lẽ là ngày %(date)s, nhưng đó là ngày nghỉ: %(name)s. Ngày họp được đề xuất lùi lại.",
        date=f"{instead:%d/%m/%Y}",
        name=name,
    )


def reply(row: Mapping[Any, Any]) -> Mark | None:
    """What a person has answered; None where nothing is asked of them."""
    if row["leave"] == "asked":
        return Mark(_("Báo vắng, chờ chủ trì duyệt"), "hourglass-medium", "vang")
    if row["leave"] == "granted":
        return Mark(_("Vắng, chủ trì đã đồng ý"), "minus-circle", "")
    if row["leave"] == "refused":
        return Mark(_("Chủ trì chưa đồng ý cho vắng"), "arrow-u-up-left", "dat")
    if row["reply"] == "yes":
        return Mark(_("Đã xác nhận tham dự"), "check-bold", "lam")
    if row["reply"] == "no":
        return Mark(_("Không tham dự"), "minus-circle", "")
    return None


def to_answer(row: Mapping[Any, Any]) -> bool:
    """Whether the invitation waits for this person's answer. The desk arranges the meeting and isn't asked."""
    asked = row["capacity"] in ("member", "guest", "substitute")
    return bool(asked and row["phase"] == "published" and not row["reply"] and not row["leave"])


def kinds() -> list[tuple[str, str]]:
    return [
        ("regular", _("Phiên thường kỳ")),
        ("extraordinary", _("Phiên bất thường")),
        ("conference", _("Hội nghị")),
        ("working", _("Họp làm việc")),
    ]


def vote_kinds() -> list[tuple[str, str]]:
    return [
        ("none", _("Không biểu quyết")),
        ("open", _("Biểu quyết công khai")),
        ("secret", _("Bỏ phiếu kín")),
        ("consent", _("Thông qua nếu không ai có ý kiến khác")),
    ]


def capacities() -> dict[str, str]:
    return {
        "chair": _("Chủ trì"),
        "secretary": _("Thư ký"),
        "member": _("Thành viên dự họp"),
        "guest": _("Khách mời"),
        "substitute": _("Người đi thay"),
    }


def days_of(row: Mapping[Any, Any]) -> str:
    """Of somebody who is or was what they are on some days of the meeting only."""
    if row["former"]:
        day = f"{local(row['former_at']):%d/%m/%Y}"
        if row["former"] == "substitute":
            return _("dự thay đến trước ngày %(day)s", day=day)
        return _("thành viên đến trước ngày %(day)s", day=day)
    if row["joined_at"] and row["on_roll"]:
        return _("thành viên từ ngày %(day)s", day=f"{local(row['joined_at']):%d/%m/%Y}")
    return ""


def attending(row: Mapping[Any, Any]) -> str:
    """How a person took part, for a list."""
    if row["status"] in ("absent", "expected") and row["leave"] == "granted":
        return _("Vắng, chủ trì đã đồng ý")
    words = {
        "present": _("Có mặt tại chỗ"),
        "online": _("Dự trực tuyến"),
        "absent": _("Vắng mặt"),
        "left": _("Đã về"),
    }
    return words.get(row["status"], _("Chưa điểm danh"))


def ends_at(meeting: Mapping[Any, Any]) -> datetime:
    """When it should be over."""
    found: datetime = meeting["starts_at"] + timedelta(minutes=meeting["minutes"])
    return found


def room_is_now(meeting: Mapping[Any, Any], now: datetime) -> bool:
    """The meeting goes on, or starts within half an hour."""
    if meeting["phase"] in ("in_progress", "paused"):
        return True
    return bool(meeting["phase"] == "published" and now >= meeting["starts_at"] - ROOM_OPENS)
