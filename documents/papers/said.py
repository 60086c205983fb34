"""Words for what papers are and where they stand."""

from __future__ import annotations

from typing import Any, NamedTuple

from app.language import gettext as _


class Mark(NamedTuple):
    """A chip: its tone, its icon, its word."""

    tone: str
    icon: str
    word: str


def types() -> dict[str, str]:
    """The types of papers."""
    return {
        "proposal": _("Tờ trình"),
        "report": _("Báo cáo"),
        "draft_resolution": _("Dự thảo nghị quyết"),
        "draft_decision": _("Dự thảo quyết định"),
        "scheme": _("Đề án, phương án"),
        "appendix": _("Phụ lục, danh sách"),
        "invitation": _("Giấy mời"),
        "other": _("Tài liệu khác"),
    }


def state(name: str) -> Mark:
    """Where a paper stands."""
    return {
        "draft": Mark("", "pencil-simple", _("Nháp")),
        "submitted": Mark("vang", "hourglass-medium", _("Chờ duyệt")),
        "returned": Mark("dat", "arrow-u-up-left", _("Trả lại")),
        "approved": Mark("lam", "check", _("Đã duyệt")),
        "published": Mark("lam", "seal-check", _("Đã phát hành")),
        "recalled": Mark("dat", "eye-slash", _("Đã thu hồi")),
    }[name]


def trouble(code: str) -> str:
    """Why there is no viewing copy, and what helps."""
    return {
        "no_office": _("Máy chủ chưa có bộ chuyển tệp Office nên chưa xem được trên trang. Tải về để xem."),
        "timeout": _("Chuyển tệp mất quá nhiều thời gian nên chưa xem được trên trang. Tải về để xem."),
        "password": _("Tệp có đặt mật khẩu nên không xem được trên trang."),
        "damaged": _("Tệp có lỗi nên không xem được trên trang. Tải về để xem."),
    }.get(code, _("Không chuyển được tệp để xem trên trang. Tải về để xem."))


def warning(code: str) -> str:
    if code == "old_fonts":
        return _("Tệp dùng phông chữ cũ (.VnTime hoặc VNI): chữ có thể hiện sai. Hãy lưu lại bằng phông Unicode.")
    return ""


def label(media_type: str) -> str:
    """The few letters on a document's card."""
    if "word" in media_type:
        return "DOC"
    if "sheet" in media_type:
        return "XLS"
    if "presentation" in media_type:
        return "PPT"
    return _("Ảnh") if media_type.startswith("image/") else "PDF"


def size(count: int) -> str:
    """A size for people: 240 KB, 3,5 MB."""
    if count < 1024 * 1024:
        return f"{max(1, round(count / 1024))} KB"
    return f"{count / 1024 / 1024:.1f} MB".replace(".", ",")


def named(form: Any) -> dict[str, Any]:
    """A form with its words beside it, for templates."""
    return {
        **form,
        "mark": state(form["state"]),
        "type_word": types().get(form["type"], ""),
        "label": label(form.get("media_type") or "application/pdf"),
        "trouble_word": trouble(form["trouble"]) if form.get("trouble") else "",
        "warning_word": warning(form.get("warning") or ""),
    }
