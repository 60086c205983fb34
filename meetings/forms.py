"""Types of arguments that several slices' commands take, and how a phase is said."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from app.language import gettext as _
from app.people.days import local
from app.text import tidy
from app.wire import Conflict, Invalid
from meetings.attendance.rules import link_fault
from meetings.planning.models import Meeting
from meetings.planning.rules import is_adjourned

Id = Annotated[str, Meta(min_length=1, max_length=40)]
Moment = Annotated[datetime, Meta(tz=True)]
Reason = Annotated[str, Meta(min_length=1, max_length=1000)]
PersonRef = Annotated[str, Meta(max_length=40, extra={"ref": "people"})]
ItemRef = Annotated[str, Meta(max_length=40, extra={"ref": "items"})]
Video = Annotated[str, Meta(max_length=1000)]
SiteRef = Annotated[str, Meta(max_length=40, extra={"ref": "sites"})]


def text_of(typed: str, field: str) -> str:
    """A text as it is kept. Raises Invalid, at this field, for blanks."""
    text = tidy(typed)
    if not text:
        raise Invalid({field: _("Cần điền mục này.")})
    return text


def video_link(typed: str) -> str:
    """The address of a video room as it is kept; empty: none. Raises Invalid, at `video`, in words."""
    link = typed.strip()
    fault = link_fault(link) if link else None
    if fault is None:
        return link
    said = {
        "scheme": _("Liên kết phải bắt đầu bằng https://."),
        "long": _("Liên kết dài quá 500 ký tự."),
        "form": _("Đây không phải là một liên kết dùng được. Hãy sao chép nguyên địa chỉ phòng họp trực tuyến."),
    }
    raise Invalid({"video": said[fault]})


def phase_said(meeting: Meeting, now: datetime) -> str:
    """Where a meeting stands, for a message: what screens call its session, and whether it goes on another day."""
    if meeting.phase == "paused" and meeting.until is not None and is_adjourned(local(meeting.until), local(now)):
        return _("Phiên họp đã dừng, họp tiếp ngày %(day)s.", day=f"{local(meeting.until):%d/%m}")
    return {
        "preparing": _("Cuộc họp đang được chuẩn bị, chưa phát hành."),
        "published": _("Phiên họp chưa bắt đầu."),
        "in_progress": _("Phiên họp đang diễn ra."),
        "paused": _("Phiên họp đang tạm nghỉ."),
        "ended": _("Phiên họp đã kết thúc."),
        "cancelled": _("Cuộc họp đã hủy."),
    }[meeting.phase]


def not_written_over(seen: str | None, now: str) -> None:
    """Raises Conflict where a text is no longer the one its writer began with (None: not said)."""
    if seen is not None and tidy(seen) != tidy(now):
        raise Conflict(_("Phần này vừa được người khác sửa. Hãy xem lại trước khi lưu."))
