"""The people of the demo: an invented province, invented names, real kinds of offices. No real official is meant."""

from __future__ import annotations

from typing import NamedTuple

from app.text import fold

BODY = "Ủy ban nhân dân tỉnh Lạc Giang"
HEADER = {
    "issuer": ["ỦY BAN NHÂN DÂN", "TỈNH LẠC GIANG"],
    "symbol": "UBND",
    "place": "Lạc Giang",
    "recipients": ["Thành viên UBND tỉnh", "Các sở, ban, ngành", "Văn phòng UBND tỉnh"],
}
PLACE = "Phòng họp Sông Lạc, tầng 3, Trụ sở Ủy ban nhân dân tỉnh"


class One(NamedTuple):
    """Somebody with an account. `capacities` in the body; none: outside it."""

    key: str
    name: str
    office: str
    capacities: tuple[str, ...] = ("member",)
    username: str = ""


def username(name: str) -> str:
    """The given name and the initials of the rest: "Nguyễn Thị Minh Hà" -> "ha.ntm"."""
    words = fold(name).split()
    return f"{words[-1]}.{''.join(word[0] for word in words[:-1])}"


MEMBERS = (
    One("ha", "Nguyễn Thị Minh Hà", "Chủ tịch Ủy ban nhân dân tỉnh", ("chair", "member")),
    One("vinh", "Trần Quang Vinh", "Phó Chủ tịch Thường trực Ủy ban nhân dân tỉnh", ("deputy", "member", "approver")),
    One("nam", "Lê Hoài Nam", "Phó Chủ tịch Ủy ban nhân dân tỉnh", ("deputy", "member")),
    One("lan", "Phạm Thị Thu Lan", "Phó Chủ tịch Ủy ban nhân dân tỉnh", ("deputy", "member")),
    One("oanh", "Hoàng Thị Kim Oanh", "Giám đốc Sở Tài chính"),
    One("thanh", "Đỗ Văn Thành", "Giám đốc Sở Nông nghiệp và Môi trường"),
    One("tuan", "Bùi Anh Tuấn", "Giám đốc Sở Xây dựng"),
    One("men", "Đặng Thị Mến", "Giám đốc Sở Giáo dục và Đào tạo"),
    One("khai", "Vũ Đình Khải", "Giám đốc Sở Y tế"),
    One("dat", "Ngô Thanh Đạt", "Giám đốc Công an tỉnh"),
    One("nghia", "Phan Hữu Nghĩa", "Chỉ huy trưởng Bộ Chỉ huy Quân sự tỉnh"),
    One("ngoc", "Trịnh Bảo Ngọc", "Giám đốc Sở Khoa học và Công nghệ"),
    One("duc", "Lý Minh Đức", "Giám đốc Sở Nội vụ"),
    One("dung", "Hồ Quốc Dũng", "Giám đốc Sở Công Thương"),
    One("nhung", "Mai Thị Hồng Nhung", "Giám đốc Sở Văn hóa, Thể thao và Du lịch"),
    One("hoa", "Cao Xuân Hòa", "Giám đốc Sở Tư pháp"),
    One("phuong", "Tạ Thị Bích Phượng", "Chánh Thanh tra tỉnh"),
    One("loc", "Dương Văn Lộc", "Giám đốc Sở Dân tộc và Tôn giáo"),
    One("sen", "Nông Thị Sen", "Giám đốc Sở Ngoại vụ"),
    One("cuong", "Kiều Mạnh Cường", "Chánh Văn phòng Ủy ban nhân dân tỉnh"),
    One("tam", "Đinh Thị Thanh Tâm", "Trưởng Ban Quản lý các khu công nghiệp tỉnh"),
    One("bao", "Lương Gia Bảo", "Ủy viên Ủy ban nhân dân tỉnh"),
    One("anh", "Châu Ngọc Ánh", "Ủy viên Ủy ban nhân dân tỉnh"),
)
SECRETARY = One("yen", "Nguyễn Hải Yến", "Phó Trưởng phòng Tổng hợp", ("secretary",))
CLERK = One("van", "Trần Thị Vân", "Văn thư Văn phòng Ủy ban nhân dân tỉnh", ("records_clerk",))
HALL = One("hall", "Màn chiếu Phòng họp Sông Lạc", "Thiết bị hội trường", ("hall",), "hoitruong")
GUESTS = (
    One("khiem", "Phạm Gia Khiêm", "Phó Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", ()),
    One("chung", "Lò Văn Chung", "Chủ tịch Ủy ban nhân dân phường Bến Sông", ()),
    One("le", "Huỳnh Thị Lệ", "Chủ tịch Ủy ban nhân dân xã Lạc Thượng", ()),
    One("sau", "Trương Công Sáu", "Giám đốc Ban Quản lý dự án đầu tư xây dựng tỉnh", ()),
)
SUBSTITUTE = One("trang", "Phạm Thu Trang", "Phó Giám đốc Sở Tư pháp", ())
ADMINISTRATOR = One("admin", "Vương Tuấn Anh", "Trung tâm Chuyển đổi số tỉnh", (), "quantri")

EVERYBODY = (*MEMBERS, SECRETARY, CLERK, HALL, *GUESTS, SUBSTITUTE, ADMINISTRATOR)
NEVER_SPEAK = ("sen", "bao")
"""They come to every meeting and have never said a word."""
NEVER_CALLED = "anh"
"""Registers, and has never been called."""


def role(one: One) -> str:
    """What the account is good for, in a word or two."""
    if one is ADMINISTRATOR:
        return "Quản trị hệ thống"
    if one is SUBSTITUTE:
        return "Người đi thay"
    words = {
        "chair": "Chủ trì",
        "approver": "Thành viên, duyệt tài liệu",
        "secretary": "Thư ký",
        "records_clerk": "Văn thư",
        "hall": "Màn chiếu",
        "deputy": "Thành viên",
        "member": "Thành viên",
    }
    return next((word for key, word in words.items() if key in one.capacities), "Khách mời")
