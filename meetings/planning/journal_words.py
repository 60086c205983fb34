"""The journal in words: what an entry says happened, and rules as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.language import gettext as _
from app.language import pgettext as _p
from meetings.attendance.rules import TWO_THIRDS, quorum


def happened(kind: str) -> str:
    """An entry's kind in words. Kinds of packages to the right are here too: they are only words."""
    return _words().get(kind, _("Thay đổi khác"))


def _words() -> dict[str, str]:
    return {**_planning(), **_attendance(), **_speaking(), **_voting(), **_papers(), **_minutes(), **_room()}


def _planning() -> dict[str, str]:
    return {
        "meeting.created": _p("journal", "Tạo cuộc họp"),
        "meeting.edited": _p("journal", "Sửa thông tin chung"),
        "meeting.invited": _p("journal", "Mời thêm người dự"),
        "meeting.uninvited": _p("journal", "Bỏ lời mời"),
        "meeting.published": _p("journal", "Phát hành cuộc họp"),
        "meeting.started": _p("journal", "Bắt đầu họp"),
        "meeting.paused": _p("journal", "Tạm nghỉ"),
        "meeting.resumed": _p("journal", "Họp tiếp"),
        "meeting.ended": _p("journal", "Bế mạc"),
        "meeting.handed_over": _p("journal", "Giao điều hành phiên họp"),
        "notice.sent": _p("journal", "Gửi thông báo"),
        "notice.taken_down": _p("journal", "Gỡ thông báo hoặc đặt lại"),
        "meeting.cancelled": _p("journal", "Hủy cuộc họp"),
        "meeting.postponed": _p("journal", "Hoãn họp"),
        "meeting.remarked": _p("journal", "Ghi sự việc"),
        "meeting.remark_amended": _p("journal", "Đính chính sự việc đã ghi"),
        "meeting.alarm_cleared": _p("journal", "Đã nhận báo động nhật ký"),
        "journal.fork_reported": _p("journal", "Nhật ký bị phân nhánh"),
        "agenda.item_added": _p("journal", "Thêm nội dung"),
        "agenda.item_edited": _p("journal", "Sửa nội dung"),
        "agenda.item_moved": _p("journal", "Đổi thứ tự nội dung"),
        "agenda.item_removed": _p("journal", "Bỏ nội dung"),
        "agenda.item_started": _p("journal", "Chuyển sang nội dung"),
        "agenda.item_finished": _p("journal", "Kết thúc nội dung"),
        "agenda.start_undone": _p("journal", "Trở lại nội dung trước, nội dung vừa mở chưa bắt đầu"),
    }


def _attendance() -> dict[str, str]:
    return {
        "attendance.checked_in": _p("journal", "Điểm danh"),
        "attendance.number_checked_in": _p("journal", "Điểm danh theo số"),
        "attendance.marked": _p("journal", "Điểm danh giúp"),
        "attendance.many_marked": _p("journal", "Điểm danh giúp nhiều người"),
        "attendance.dispersed": _p("journal", "Rời phòng họp khi phiên họp dừng sang ngày khác"),
        "attendance.replied": _p("journal", "Trả lời giấy mời"),
        "attendance.leave_asked": _p("journal", "Báo vắng"),
        "attendance.leave_withdrawn": _p("journal", "Rút báo vắng"),
        "attendance.leave_granted": _p("journal", "Đồng ý cho vắng"),
        "attendance.leave_refused": _p("journal", "Không đồng ý cho vắng"),
        "attendance.substitute_sent": _p("journal", "Cử người đi thay"),
        "attendance.substitute_withdrawn": _p("journal", "Rút người đi thay"),
        "attendance.site_added": _p("journal", "Thêm điểm cầu"),
        "attendance.site_edited": _p("journal", "Sửa điểm cầu"),
        "attendance.clerk_named": _p("journal", "Cử thư ký điểm cầu"),
        "attendance.site_renamed": _p("journal", "Đổi tên điểm cầu"),
        "attendance.site_removed": _p("journal", "Bỏ điểm cầu"),
        "attendance.placed": _p("journal", "Xếp điểm cầu"),
        "room.created": _p("journal", "Thêm phòng họp"),
        "room.edited": _p("journal", "Sửa phòng họp"),
        "room.removed": _p("journal", "Bỏ phòng họp"),
        "seating.chosen": _p("journal", "Chọn sơ đồ phòng"),
        "seating.placed": _p("journal", "Xếp chỗ ngồi"),
        "seating.cleared": _p("journal", "Bỏ chỗ ngồi đã xếp"),
        "seating.filled": _p("journal", "Xếp chỗ ngồi theo thứ tự"),
    }


def _speaking() -> dict[str, str]:
    return {
        "speaking.requested": _p("journal", "Đăng ký phát biểu"),
        "speaking.withdrawn": _p("journal", "Rút đăng ký phát biểu"),
        "speaking.withdraw_undone": _p("journal", "Đăng ký phát biểu trở lại chỗ cũ"),
        "speaking.called": _p("journal", "Mời phát biểu"),
        "speaking.finished": _p("journal", "Kết thúc phát biểu"),
        "speaking.paused": _p("journal", "Tạm dừng phát biểu"),
        "speaking.resumed": _p("journal", "Phát biểu tiếp"),
        "speaking.finish_undone": _p("journal", "Phát biểu tiếp, chưa kết thúc"),
        "speaking.call_undone": _p("journal", "Rút lời mời phát biểu"),
        "speaking.declined": _p("journal", "Bỏ khỏi danh sách phát biểu"),
        "speaking.extended": _p("journal", "Thêm thời gian phát biểu"),
        "speaking.shortened": _p("journal", "Bớt thời gian phát biểu"),
        "speaking.moved": _p("journal", "Đổi thứ tự phát biểu"),
        "speaking.locked": _p("journal", "Khóa danh sách phát biểu"),
        "speaking.unlocked": _p("journal", "Mở lại danh sách phát biểu"),
        "speaking.noted": _p("journal", "Ghi tóm tắt ý kiến"),
        "speaking.described": _p("journal", "Thêm tóm tắt ý kiến"),
        "opinion.given": _p("journal", "Góp ý bằng chữ"),
        "opinion.amended": _p("journal", "Sửa góp ý"),
        "opinion.withdrawn": _p("journal", "Rút góp ý"),
        "opinion.answered": _p("journal", "Trả lời góp ý"),
        "speaking.reply_asked": _p("journal", "Xin đáp lời"),
        "speaking.reply_given": _p("journal", "Mời đáp lời"),
        "speaking.order_set": _p("journal", "Chọn cách xếp danh sách phát biểu"),
        "speaking.group_set": _p("journal", "Xếp tổ"),
        "speaking.quota_set": _p("journal", "Giao thời gian cho tổ"),
        "conclusion.recorded": _p("journal", "Ghi kết luận"),
        "conclusion.amended": _p("journal", "Sửa kết luận"),
        "conclusion.submitted": _p("journal", "Trình kết luận"),
        "conclusion.approved": _p("journal", "Duyệt kết luận"),
        "conclusion.unapproved": _p("journal", "Rút lại việc duyệt kết luận"),
        "conclusion.returned": _p("journal", "Trả lại kết luận"),
        "conclusion.moved": _p("journal", "Đổi thứ tự kết luận"),
        "conclusion.removed": _p("journal", "Bỏ kết luận"),
    }


def _voting() -> dict[str, str]:
    return {
        "slip.reported": _p("journal", "Đưa phiếu lấy ý kiến vào chương trình"),
        "vote.prepared": _p("journal", "Chuẩn bị biểu quyết"),
        "vote.opened": _p("journal", "Mở biểu quyết"),
        "vote.cast": _p("journal", "Bỏ phiếu"),
        "vote.closed": _p("journal", "Đóng biểu quyết"),
        "vote.announced": _p("journal", "Công bố kết quả biểu quyết"),
        "vote.cancelled": _p("journal", "Hủy biểu quyết"),
        "vote.extended": _p("journal", "Gia hạn biểu quyết"),
        "vote.annulled": _p("journal", "Hủy kết quả biểu quyết"),
        "vote.refusal_recorded": _p("journal", "Từ chối việc biểu quyết của người không có quyền"),
        "count.entered": _p("journal", "Nhập kết quả kiểm phiếu"),
        "count.confirmed": _p("journal", "Xác nhận kết quả kiểm phiếu nhập tay"),
        "count.returned": _p("journal", "Trả lại kết quả kiểm phiếu"),
        "consent.marked": _p("journal", "Cho ý kiến về nội dung thông qua chung"),
        "consent.adopted": _p("journal", "Thông qua các nội dung không có ý kiến khác"),
        "consent.annulled": _p("journal", "Hủy việc thông qua chung"),
        "sealed.accepted": _p("journal", "Nhận kiểm phiếu"),
        "sealed.nonce_added": _p("journal", "Lập mã hòm phiếu"),
        "sealed.code_read": _p("journal", "Đọc mã hòm phiếu"),
        "sealed.stopped": _p("journal", "Ban kiểm phiếu báo không khớp"),
        "sealed.cast": _p("journal", "Bỏ phiếu kín"),
        "sealed.box_opened": _p("journal", "Mở hòm phiếu"),
        "sealed.confirmed": _p("journal", "Kiểm tra kết quả phiếu kín trên máy"),
        "sealed.finished": _p("journal", "Chốt kết quả phiếu kín"),
        "sealed.keys_wiped": _p("journal", "Xóa khóa của ban kiểm phiếu"),
    }


def _papers() -> dict[str, str]:
    return {
        "paper.added": _p("journal", "Thêm tài liệu"),
        "paper.replaced": _p("journal", "Thay bản tài liệu"),
        "paper.submitted": _p("journal", "Trình duyệt tài liệu"),
        "paper.approved": _p("journal", "Duyệt tài liệu"),
        "paper.returned": _p("journal", "Trả lại tài liệu"),
        "paper.published": _p("journal", "Phát hành tài liệu"),
        "paper.recalled": _p("journal", "Thu hồi tài liệu"),
        "paper.unapproved": _p("journal", "Rút duyệt tài liệu"),
        "paper.renamed": _p("journal", "Sửa tên tài liệu"),
        "paper.removed": _p("journal", "Bỏ tài liệu"),
        "paper.converted": _p("journal", "Chuyển tài liệu sang bản xem"),
    }


def _room() -> dict[str, str]:
    return {
        "screen.admitted": _p("journal", "Mở màn chiếu"),
        "screen.entered": _p("journal", "Màn chiếu vào phòng họp"),
        "screen.came": _p("journal", "Màn chiếu mở bằng tài khoản"),
        "screen.shown": _p("journal", "Đổi cảnh màn chiếu"),
        "screen.result_shown": _p("journal", "Chiếu kết quả biểu quyết"),
        "screen.edited": _p("journal", "Sửa tên màn chiếu"),
        "screen.removed": _p("journal", "Thu hồi màn chiếu"),
        "screen.retired": _p("journal", "Đóng các màn chiếu"),
        "presenting.started": _p("journal", "Trình chiếu tài liệu"),
        "presenting.turned": _p("journal", "Trình chiếu sang trang khác"),
        "presenting.stopped": _p("journal", "Dừng trình chiếu"),
        "screen.hall_darkened": _p("journal", "Đổi ánh sáng hội trường"),
    }


def _minutes() -> dict[str, str]:
    return {
        "minutes.drafted": _p("journal", "Lập biên bản"),
        "minutes.edited": _p("journal", "Sửa biên bản"),
        "minutes.added": _p("journal", "Thêm đoạn vào biên bản"),
        "minutes.removed": _p("journal", "Bỏ đoạn khỏi biên bản"),
        "minutes.restored": _p("journal", "Khôi phục đoạn biên bản"),
        "minutes.submitted": _p("journal", "Trình biên bản"),
        "minutes.approved": _p("journal", "Duyệt biên bản"),
        "minutes.returned": _p("journal", "Trả lại biên bản"),
        "minutes.numbered": _p("journal", "Ghi số biên bản"),
        "minutes.rendered": _p("journal", "Tạo bản in biên bản"),
        "minutes.exported": _p("journal", "Xuất biên bản"),
        "sheet.asked": _p("journal", "In bảng kết quả biểu quyết"),
        "sheet.rendered": _p("journal", "Tạo bảng kết quả để in"),
    }


def majorities() -> list[tuple[str, str]]:
    return [
        ("more_than_half_of_members", _("Quá nửa tổng số thành viên")),
        ("two_thirds_of_members", _("Từ hai phần ba tổng số thành viên")),
        ("three_fifths_of_members", _("Từ ba phần năm tổng số thành viên")),
        ("unanimous_of_members", _("Toàn bộ thành viên")),
        ("more_than_half_of_present", _("Quá nửa số có mặt")),
        ("two_thirds_of_present", _("Từ hai phần ba số có mặt")),
        ("three_fifths_of_present", _("Từ ba phần năm số có mặt")),
        ("unanimous_of_present", _("Toàn bộ số có mặt")),
        ("more_than_half_of_cast", _("Quá nửa số phiếu")),
        ("two_thirds_of_cast", _("Từ hai phần ba số phiếu")),
        ("three_fifths_of_cast", _("Từ ba phần năm số phiếu")),
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
