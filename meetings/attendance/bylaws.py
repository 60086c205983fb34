"""The rules on attendance that a body may set, from a day on, and how they read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.language import gettext as _
from app.language import ngettext
from app.people.faces import Choice, Face, Number, Setting
from app.people.views import register_rule
from meetings.attendance.rules import TWO_THIRDS, quorum, quorum_fault


def _check_quorum(value: Any) -> str | None:
    fault = quorum_fault(value)
    if fault == "form":
        return _("Túc số là một phân số: tử số và mẫu số là số nguyên.")
    return _("Túc số phải lớn hơn 0 và không quá tổng số thành viên.") if fault else None


def _check_choice(value: Any) -> str | None:
    return None if isinstance(value, bool) else _("Giá trị không hợp lệ.")


def _fractions() -> Sequence[Choice]:
    numbers = (
        Number("numerator", _("Tử số"), 1, 1000, 2),
        Number("denominator", _("Mẫu số"), 1, 1000, 3),
    )
    return [
        Choice(_("Từ hai phần ba tổng số thành viên"), TWO_THIRDS),
        Choice(_("Từ một nửa tổng số thành viên"), {"numerator": 1, "denominator": 2}),
        Choice(_("Từ ba phần tư tổng số thành viên"), {"numerator": 3, "denominator": 4}),
        Choice(_("Phân số khác"), {"numerator": "#numerator", "denominator": "#denominator"}, numbers),
    ]


def _quorum_sentence(value: Any, _setting: Setting) -> str:
    part, whole = value["numerator"], value["denominator"]
    return _("Đủ túc số khi có mặt ít nhất %(part)s/%(whole)s tổng số thành viên.", part=part, whole=whole)


def _quorum_example(value: Any, setting: Setting) -> str:
    needed = quorum(0, setting.members, value).needed
    return ngettext(
        "Với %(num)s thành viên hiện nay: cần có mặt ít nhất %(needed)s người.",
        "Với %(num)s thành viên hiện nay: cần có mặt ít nhất %(needed)s người.",
        setting.members,
        needed=needed,
    )


def _substitutes() -> Sequence[Choice]:
    return [Choice(_("Được cử người đi thay"), True), Choice(_("Không cử người đi thay"), False)]


def _substitutes_sentence(value: Any, _setting: Setting) -> str:
    if value:
        return _("Thành viên vắng mặt được cử người đi thay; người đi thay không biểu quyết và không tính vào túc số.")
    return _("Thành viên vắng mặt không cử người đi thay.")


def _codes() -> Sequence[Choice]:
    return [Choice(_("Bấm là xong, không cần mã"), False), Choice(_("Cần mã đang hiện trên màn chiếu"), True)]


def _codes_sentence(value: Any, _setting: Setting) -> str:
    if value:
        return _("Điểm danh tại phòng họp cần mã đang hiện trên màn chiếu.")
    return _("Điểm danh tại phòng họp chỉ cần bấm, không cần mã.")


register_rule(
    "quorum",
    TWO_THIRDS,
    _check_quorum,
    Face("attendance", lambda: _("Túc số"), _fractions, _quorum_sentence, _quorum_example),
)
register_rule(
    "substitutes",
    True,
    _check_choice,
    Face("attendance", lambda: _("Người đi thay"), _substitutes, _substitutes_sentence),
)
register_rule(
    "check_in_code",
    False,
    _check_choice,
    Face("attendance", lambda: _("Điểm danh tại phòng họp"), _codes, _codes_sentence),
)
