"""The rules on voting that a body may set, from a day on."""

from __future__ import annotations

from typing import Any

from app.language import gettext as _
from app.people.views import register_rule
from voting.ruling import rules as ruling
from voting.votes import rules


def check_majority(value: Any) -> str | None:
    """What is wrong with a majority, in words."""
    fault = rules.majority_fault(ruling.majority(value))
    return None if fault is None else _("Không có cách tính đa số này.")


def _check_tie(value: Any) -> str | None:
    return (
        None if value in ("chair", "none") else _("Khi hai bên bằng nhau: theo bên của chủ tọa hoặc không thông qua.")
    )


def _check_choice(value: Any) -> str | None:
    return None if isinstance(value, bool) else _("Giá trị không hợp lệ.")


register_rule("majority", ruling.DEFAULT, check_majority)
register_rule("tie", "chair", _check_tie)
register_rule("revote", True, _check_choice)
register_rule("online_votes", False, _check_choice)
