"""The check list and the states of minutes in words, for people."""

from __future__ import annotations

from typing import Any

from app.language import gettext as _
from app.language import ngettext
from documents.official.rules import Gap


def gap(found: Gap) -> dict[str, Any]:
    """One line of "Trước khi trình ký": mark, words, small words, and where it leads."""
    line = _LINES[found.kind](found)
    target = f"#b-{found.block}" if found.block else ""
    icon = "check-circle-fill" if found.good else "warning-circle"
    return {
        "icon": icon,
        "tone": "lam" if found.good else "dat",
        "href": target,
        "more": "",
        "act": "",
        "kind": found.kind,
    } | line


def _later(found: Gap) -> dict[str, Any]:
    return {
        "text": _("Có thay đổi sau khi soạn: %(what)s.", what=", ".join(_counted(*one) for one in found.counts)),
        "more": _("Soạn lại không mất các đoạn đã sửa tay."),
    }


def _counted(what: str, number: int) -> str:
    """So much of one kind."""
    if what == "conclusion":
        return ngettext("%(num)s kết luận", "%(num)s kết luận", number)
    if what == "speech":
        return ngettext("%(num)s ý kiến phát biểu", "%(num)s ý kiến phát biểu", number)
    if what == "opinion":
        return ngettext("%(num)s góp ý bằng chữ", "%(num)s góp ý bằng chữ", number)
    if what == "vote":
        return ngettext("%(num)s kết quả biểu quyết", "%(num)s kết quả biểu quyết", number)
    if what == "note":
        return ngettext("%(num)s sự việc", "%(num)s sự việc", number)
    if what == "item":
        return ngettext("%(num)s nội dung chương trình", "%(num)s nội dung chương trình", number)
    return _("phần mở đầu")


def _form(found: Gap) -> dict[str, Any]:
    if found.good:
        return {"text": _("Đúng mẫu biên bản"), "more": _("Nghị định 30/2020, mẫu 1.9")}
    return {
        "text": ngettext("Thiếu %(num)s phần của mẫu biên bản", "Thiếu %(num)s phần của mẫu biên bản", found.count),
        "more": _("Nghị định 30/2020, mẫu 1.9"),
    }


def _votes(found: Gap) -> dict[str, Any]:
    return {
        "text": ngettext("%(num)s kết quả biểu quyết khớp", "%(num)s kết quả biểu quyết khớp", found.count),
        "more": _("Đủ tổng số, có mặt, từng lựa chọn"),
    }


def _votes_differ(found: Gap) -> dict[str, Any]:
    return {
        "text": ngettext(
            "%(num)s kết quả biểu quyết khác số đã ghi", "%(num)s kết quả biểu quyết khác số đã ghi", found.count
        ),
        "more": _("So với kết quả đã công bố"),
        "act": _("Xem"),
    }


def _summaries(found: Gap) -> dict[str, Any]:
    others = len(found.names) - 1
    more = found.names[0] if found.names else ""
    if others > 0:
        more = ngettext("%(name)s và %(num)s người khác", "%(name)s và %(num)s người khác", others, name=more)
    return {
        "text": ngettext("%(num)s ý kiến chưa có tóm tắt", "%(num)s ý kiến chưa có tóm tắt", found.count),
        "more": more,
        "act": _("Tới"),
    }


def _number(found: Gap) -> dict[str, Any]:
    if found.good:
        return {"text": _("Đã có số")}
    return {"text": _("Chưa có số"), "more": _("Văn thư cấp khi phát hành")}


def _edited(found: Gap) -> dict[str, Any]:
    return {
        "icon": "pencil-simple",
        "text": ngettext("%(num)s đoạn sửa tay", "%(num)s đoạn sửa tay", found.count),
        "more": _("Khác với diễn biến đã ghi"),
        "act": _("Xem"),
    }


def _changed(found: Gap) -> dict[str, Any]:
    return {
        "text": ngettext("%(num)s đoạn sửa tay cần xem lại", "%(num)s đoạn sửa tay cần xem lại", found.count),
        "more": _("Diễn biến được ghi lại sau khi sửa"),
        "act": _("Xem"),
    }


def _untaken(found: Gap) -> dict[str, Any]:
    return {
        "text": ngettext("%(num)s nội dung chưa được xem xét", "%(num)s nội dung chưa được xem xét", found.count),
        "act": _("Xem"),
    }


_LINES = {
    "later": _later,
    "form": _form,
    "votes": _votes,
    "votes_differ": _votes_differ,
    "summaries": _summaries,
    "number": _number,
    "edited": _edited,
    "changed": _changed,
    "untaken": _untaken,
}


def state(minutes: Any) -> dict[str, str]:
    """The chip of a state."""
    return {
        "draft": {"word": _("Nháp"), "icon": "pencil-simple", "look": "vang"},
        "returned": {"word": _("Trả lại"), "icon": "arrow-u-up-left", "look": "dat"},
        "submitted": {"word": _("Chờ duyệt"), "icon": "hourglass-medium", "look": "vang"},
        "approved": {"word": _("Đã duyệt"), "icon": "seal-check", "look": "lam"},
    }[minutes["state"]]
