"""What virtual members say of where their meeting stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from app.language import gettext as _
from documents.demo.device import Mirror
from meetings.attendance.rules import HERE

COMING = {"member": 0, "substitute": 1, "guest": 2}
"""Who of a meeting's people is virtual, in this order: never the chair, nor the desk."""


def here(mirror: Mirror) -> str:
    """How many are here, and of several places how many at each."""
    came = [person for person, form in mirror.all("attendance").items() if form.get("status") in HERE]
    sites = mirror.all("sites")
    if not sites:
        return _("Có mặt: %(count)s người.", count=len(came))
    at = Counter(mirror.one("people", person).get("site") for person in came)
    listed = [_("Phòng họp chính: %(count)s", count=len(came) - sum(at[site] for site in sites))]
    listed += [f"{sites[site]['name']}: {at[site]}" for site in sites]
    return _("Có mặt: %(count)s người (%(places)s).", count=len(came), places=", ".join(listed))


PHASES: dict[str, Callable[[], str]] = {
    "published": lambda: _("Phiên họp chưa bắt đầu: chờ chủ trì."),
    "in_progress": lambda: _("Phiên họp đang diễn ra."),
    "paused": lambda: _("Phiên họp đang tạm nghỉ."),
    "ended": lambda: _("Phiên họp đã kết thúc."),
    "cancelled": lambda: _("Phiên họp đã bị hủy."),
}
VOTES: dict[str, Callable[[], str]] = {
    "open": lambda: _("Mở biểu quyết:"),
    "closed": lambda: _("Đóng biểu quyết:"),
    "announced": lambda: _("Đã công bố kết quả:"),
}
