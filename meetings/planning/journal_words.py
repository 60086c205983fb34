"""The journal in words: what an entry says happened, and rules as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.language import gettext as _
from meetings.attendance.rules import TWO_THIRDS, quorum


def happened(kind: str) -> str:
    """An entry's kind in words. Kinds of packages to the right are here too: they are only words."""
    return _words().get(kind, _("Thay đổi khác"))


def _words() -> dict[str, str]:
    return {**_planning(), **_speaking(), **_voting(), **_papers(), **_minutes()}


def _planning() -> dict[str, str]:
    return {
        "meeting.created": _("Tạo cuộc họp"),
        "meeting.edited": _("Sửa thông tin chung"),
        "meeting.invited": _("Mời thêm người dự"),
        "meeting.uninvited": _("Bỏ lời mời"),
        "meeting.published": _("Phát hành cuộc họp"),
        "meeting.started": _("Bắt đầu họp"),
        "meeting.paused": _("Tạm nghỉ"),
        "meeting.resumed": _("Họp tiếp"),
        "meeting.ended": _("Bế mạc"),
        "meeting.cancelled": _("Hủy cuộc họp"),
        "meeting.postponed": _("Hoãn họp"),
        "meeting.remarked": _("Ghi sự việc"),
        "meeting.remark_amended": _("Đính chính sự việc đã ghi"),
        "agenda.item_added": _("Thêm nội dung"),
        "agenda.item_edited": _("Sửa nội dung"),
        "agenda.item_moved": _("Đổi thứ tự nội dung"),
        "agenda.item_removed": _("Bỏ nội dung"),
        "agenda.item_started": _("Chuyển sang nội dung"),
        "agenda.item_finished": _("Kết thúc nội dung"),
        "attendance.checked_in": _("Điểm danh"),
        "attendance.marked": _("Điểm danh giúp"),
        "attendance.many_marked": _("Điểm danh giúp nhiều người"),
        "attendance.replied": _("Trả lời giấy mời"),
        "attendance.leave_asked": _("Báo vắng"),
        "attendance.leave_withdrawn": _("Rút báo vắng"),
        "attendance.leave_granted": _("Đồng ý cho vắng"),
        "attendance.leave_refused": _("Không đồng ý cho vắng"),
        "attendance.substitute_sent": _("Cử người đi thay"),
        "attendance.substitute_withdrawn": _("Rút người đi thay"),
        "attendance.site_added": _("Thêm điểm cầu"),
        "attendance.site_renamed": _("Đổi tên điểm cầu"),
        "attendance.site_removed": _("Bỏ điểm cầu"),
        "attendance.placed": _("Xếp điểm cầu"),
    }


def _speaking() -> dict[str, str]:
    return {
        "speaking.requested": _("Đăng ký phát biểu"),
        "speaking.withdrawn": _("Rút đăng ký phát biểu"),
        "speaking.called": _("Mời phát biểu"),
        "speaking.finished": _("Kết thúc phát biểu"),
        "speaking.paused": _("Tạm dừng phát biểu"),
        "speaking.resumed": _("Phát biểu tiếp"),
        "speaking.call_undone": _("Rút lời mời phát biểu"),
        "speaking.declined": _("Bỏ khỏi danh sách phát biểu"),
        "speaking.extended": _("Thêm thời gian phát biểu"),
        "speaking.shortened": _("Bớt thời gian phát biểu"),
        "speaking.moved": _("Đổi thứ tự phát biểu"),
        "speaking.locked": _("Khóa danh sách phát biểu"),
        "speaking.unlocked": _("Mở lại danh sách phát biểu"),
        "speaking.noted": _("Ghi tóm tắt ý kiến"),
        "speaking.described": _("Thêm tóm tắt ý kiến"),
        "conclusion.recorded": _("Ghi kết luận"),
        "conclusion.amended": _("Sửa kết luận"),
        "conclusion.submitted": _("Trình kết luận"),
        "conclusion.approved": _("Duyệt kết luận"),
        "conclusion.returned": _("Trả lại kết luận"),
        "conclusion.moved": _("Đổi thứ tự kết luận"),
        "conclusion.removed": _("Bỏ kết luận"),
    }


def _voting() -> dict[str, str]:
    return {
        "vote.prepared": _("Chuẩn bị biểu quyết"),
        "vote.opened": _("Mở biểu quyết"),
        "vote.cast": _("Bỏ phiếu"),
        "vote.closed": _("Đóng biểu quyết"),
        "vote.announced": _("Công bố kết quả biểu quyết"),
        "vote.cancelled": _("Hủy biểu quyết"),
        "vote.extended": _("Gia hạn biểu quyết"),
        "vote.annulled": _("Hủy kết quả biểu quyết"),
    }


def _papers() -> dict[str, str]:
    return {
        "paper.added": _("Thêm tài liệu"),
        "paper.replaced": _("Thay bản tài liệu"),
        "paper.submitted": _("Trình duyệt tài liệu"),
        "paper.approved": _("Duyệt tài liệu"),
        "paper.returned": _("Trả lại tài liệu"),
        "paper.published": _("Phát hành tài liệu"),
        "paper.recalled": _("Thu hồi tài liệu"),
        "paper.unapproved": _("Rút duyệt tài liệu"),
        "paper.renamed": _("Sửa tên tài liệu"),
        "paper.removed": _("Bỏ tài liệu"),
        "paper.converted": _("Chuyển tài liệu sang bản xem"),
    }


def _minutes() -> dict[str, str]:
    return {
        "minutes.drafted": _("Lập biên bản"),
        "minutes.edited": _("Sửa biên bản"),
        "minutes.added": _("Thêm đoạn vào biên bản"),
        "minutes.removed": _("Bỏ đoạn khỏi biên bản"),
        "minutes.restored": _("Khôi phục đoạn biên bản"),
        "minutes.submitted": _("Trình biên bản"),
        "minutes.approved": _("Duyệt biên bản"),
        "minutes.returned": _("Trả lại biên bản"),
        "minutes.numbered": _("Ghi số biên bản"),
        "minutes.rendered": _("Tạo bản in biên bản"),
        "minutes.exported": _("Xuất biên bản"),
    }


def majorities() -> list[tuple[str, str]]:
    return [
        ("more_than_half_of_members", _("Quá nửa tổng số thành viên")),
        ("two_thirds_of_members", _("Từ hai phần ba tổng số thành viên")),
        ("three_fifths_of_members", _("Từ ba phần năm tổng số thành viên")),
        ("more_than_half_of_present", _("Quá nửa số có mặt")),
        ("two_thirds_of_present", _("Từ hai phần ba số có mặt")),
        ("more_than_half_of_cast", _("Quá nửa số phiếu")),
        ("two_thirds_of_cast", _("Từ hai phần ba số phiếu")),
        ("unanimous_of_cast", _("Tất cả số phiếu")),
    ]


def majority_said(held: Mapping[str, Any]) -> str:
    """The majority as a phrase; a body that has set none votes by the default."""
    kept = held.get("majority", "more_than_half_of_members")
    name = kept.get("name", "") if isinstance(kept, dict) else str(kept)
    if isinstance(kept, dict) and "k" in kept:
        return _("Ít nhất %(n)s phiếu tán thành", n=kept["k"])
    return dict(majorities()).get(name, name)


def quorum_said(held: Mapping[str, Any], members: int) -> str:
    """The quorum in numbers: "từ 16/23 thành viên"."""
    needed = quorum(0, members, held.get("quorum") or TWO_THIRDS).needed
    return _("Đủ túc số khi có mặt từ %(n)s/%(all)s thành viên", n=needed, all=members)


def quorums() -> list[tuple[str, str]]:
    """Fractions a meeting may take instead, as `numerator/denominator`."""
    return [
        ("1/2", _("Từ một nửa tổng số thành viên")),
        ("2/3", _("Từ hai phần ba tổng số thành viên")),
        ("3/4", _("Từ ba phần tư tổng số thành viên")),
    ]
