"""Who reads written opinions: a rule that a body may set, from a day on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.language import gettext as _
from app.language import pgettext as _p
from app.people.faces import Choice, Face, Setting
from app.people.views import register_rule
from meetings.opinions.rules import READERS


def _check(value: Any) -> str | None:
    return None if value in READERS else _("Góp ý do chủ trì và thư ký xem, hoặc mọi thành viên cùng xem.")


def _choices() -> Sequence[Choice]:
    return [Choice(_("Chủ trì và thư ký xem"), "desk"), Choice(_("Mọi thành viên cùng xem"), "members")]


def _sentence(value: Any, _setting: Setting) -> str:
    if value == "members":
        return _("Góp ý bằng chữ được mọi thành viên cùng xem.")
    return _("Góp ý bằng chữ chỉ có người viết, chủ trì và thư ký xem.")


register_rule("opinions", "desk", _check, Face("opinions", lambda: _p("rule", "Góp ý bằng chữ"), _choices, _sentence))
