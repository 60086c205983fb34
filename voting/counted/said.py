"""Why a count is refused, in words."""

from __future__ import annotations

from app.language import gettext as _
from app.wire import Conflict, Invalid, NotAllowed, Refusal
from voting.counted.rules import HANDS


def pair_refusal(fault: str) -> Refusal:
    """Why this person can't type the count, or not after that one."""
    if fault == "same":
        return Conflict(_("Người đã nhập không tự xác nhận. Cần người thứ hai."))
    if fault == "board":
        return Conflict(_("Cần một người trong ban kiểm phiếu nhập hoặc xác nhận."))
    return NotAllowed(
        _("Chỉ thư ký, chủ trì (khi giơ tay) hoặc ban kiểm phiếu (khi dùng phiếu giấy) làm được việc này.")
    )


def typed_refusal(fault: str, way: str, here: int) -> Invalid:
    """What doesn't add up, at its field."""
    field = {"issued": "issued", "returned": "returned", "valid": "valid", "chair": "chair"}.get(fault, "counts")
    if fault == "issued" and way == HANDS:
        words = _("Nhiều hơn số người có mặt được biểu quyết (%(here)s người).", here=here)
        return Invalid({"counts": words}, words)
    said = {
        "issued": _("Số phiếu phát ra nhiều hơn số người có mặt được biểu quyết (%(here)s người).", here=here),
        "returned": _("Số phiếu thu về nhiều hơn số phiếu phát ra."),
        "valid": _("Phiếu hợp lệ và không hợp lệ cộng lại phải bằng số phiếu thu về."),
        "over": _("Có phương án nhiều phiếu hơn số phiếu hợp lệ."),
        "sum": _("Cộng các phương án phải khớp với số phiếu hợp lệ."),
        "chair": _("Phương án của chủ tọa phải là phương án có người giơ tay."),
        "options": _("Cần số liệu của từng phương án."),
    }
    words = said.get(fault) or _("Giá trị không hợp lệ.")
    return Invalid({field: words}, words)
