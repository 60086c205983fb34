"""The rules on attendance that a body may set, from a day on."""

from __future__ import annotations

from typing import Any

from app.language import gettext as _
from app.people.views import register_rule
from meetings.attendance.rules import TWO_THIRDS, quorum_fault


def _check_quorum(value: Any) -> str | None:
    fault = quorum_fault(value)
    if fault == "form":
        return _("Túc số là một phân số: tử số và mẫu số là số nguyên.")
    return _("Túc số phải lớn hơn 0 và không quá tổng số thành viên.") if fault else None


def _check_choice(value: Any) -> str | None:
    return None if isinstance(value, bool) else _("Giá trị không hợp lệ.")


register_rule("quorum", TWO_THIRDS, _check_quorum)
register_rule("substitutes", True, _check_choice)
register_rule("check_in_code", False, _check_choice)
