"""Who reads written opinions: a rule that a body may set, from a day on."""

from __future__ import annotations

from typing import Any

from app.language import gettext as _
from app.people.views import register_rule
from meetings.opinions.rules import READERS


def _check(value: Any) -> str | None:
    return None if value in READERS else _("Góp ý do chủ trì và thư ký xem, hoặc mọi thành viên cùng xem.")


register_rule("opinions", "desk", _check)
