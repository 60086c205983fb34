"""Where a vote stands and why a ballot is refused, in words."""

from __future__ import annotations

from app.language import gettext as _
from app.wire import Conflict, Invalid, NotAllowed, Refusal
from voting.votes import rules


def state_said(state: str) -> str:
    """Where a vote stands, for a message."""
    return {
        "draft": _("Biểu quyết này chưa mở."),
        "open": _("Biểu quyết này đang mở."),
        "closed": _("Biểu quyết này đã đóng."),
        "announced": _("Kết quả biểu quyết này đã công bố."),
        "annulled": _("Kết quả biểu quyết này đã bị hủy."),
        "cancelled": _("Biểu quyết này đã bị hủy."),
    }[state]


def board_said(fault: str) -> str:
    """What is wrong with a counting board."""
    return {
        "size": _("Ban kiểm phiếu có từ 1 đến 3 người."),
        "twice": _("Ban kiểm phiếu có người được nêu hai lần."),
        "stranger": _("Ban kiểm phiếu phải là thành viên dự họp."),
    }[fault]


def _faulty(fault: str) -> Invalid:
    if fault == "words":
        return Invalid({"words": _("Ý kiến khác cần ghi rõ nội dung.")})
    if fault == "words_unasked":
        return Invalid({"words": _("Chỉ ý kiến khác mới ghi nội dung.")})
    said = {
        "empty": _("Phiếu chưa chọn phương án nào."),
        "many": _("Phiếu chọn nhiều hơn số được chọn."),
        "not_voting": _("Không biểu quyết thì không chọn thêm phương án khác."),
        "twice": _("Một phương án được chọn hai lần."),
    }
    return Invalid({"choice": said.get(fault) or _("Không có phương án này.")})


def cast_refusal(fault: str) -> Refusal:
    """Each with a definite answer: whether the ballot counts is never left open."""
    if fault == "cancelled":
        return Conflict(_("Biểu quyết đã bị hủy, phiếu này không được tính."))
    if fault in rules.ENDED:
        return Conflict(_("Biểu quyết đã đóng, phiếu này không được tính."))
    if fault == "secret":
        return Conflict(_("Đây là bỏ phiếu kín: phiếu chỉ được gửi khi đã niêm phong trên máy."))
    if fault == "by_hand":
        return Conflict(_("Biểu quyết này đếm bằng tay, không gửi phiếu trên máy."))
    if fault == "draft":
        return Conflict(state_said(fault))
    if fault.startswith("choice_"):
        return _faulty(fault.removeprefix("choice_"))
    if fault == "overtaken":
        said = _(
            "Phiếu gửi từ thiết bị khác đã được ghi nhận và vẫn được tính. Phiếu vừa gửi từ máy này không được ghi nhận."
        )
        return Conflict(said, {"known": said})
    if fault == "twice":
        return Conflict(_("Phiếu đã ghi nhận và không đổi được theo quy tắc của cuộc họp."))
    return NotAllowed(
        {
            "not_on_roll": _("Không có tên trong danh sách biểu quyết lập khi mở biểu quyết."),
            "no_vote": _("Thành viên này không biểu quyết nội dung này."),
            "away": _("Cần điểm danh trước khi biểu quyết."),
            "online": _("Người tham dự trực tuyến không biểu quyết, theo quy tắc của cuộc họp."),
        }[fault]
    )
