"""The rules on speaking that a body may set, from a day on, and how they read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from app.language import gettext as _
from app.language import ngettext
from app.language import pgettext as _p
from app.people.faces import Choice, Face, Number, Setting
from app.people.views import register_rule
from meetings.speaking import rules


def _limit_said(value: Any) -> str | None:
    if rules.limit_fault(value) is None:
        return None
    return _("Thời gian phát biểu tính bằng giây, từ 30 giây đến 3 giờ.")


def _order_said(value: Any) -> str | None:
    return None if rules.order_fault(value) is None else _("Giá trị không hợp lệ.")


def _questions_said(value: Any) -> str | None:
    return None if value is None or isinstance(value, bool) else _("Giá trị không hợp lệ.")


# -- how they read ----------


def _minutes(*usual: int) -> Callable[[], Sequence[Choice]]:
    def choices() -> Sequence[Choice]:
        whole = [Choice(ngettext("%(num)s phút", "%(num)s phút", minutes), minutes * 60) for minutes in usual]
        other = Number("minutes", _("Số phút"), 1, rules.LONGEST_LIMIT // 60, 7)
        return [*whole, Choice(_("Số phút khác"), "#minutes*60", (other,))]

    return choices


def _time(seconds: int) -> str:
    if seconds % 60:
        return _("%(m)s phút %(s)s giây", m=seconds // 60, s=seconds % 60)
    return ngettext("%(num)s phút", "%(num)s phút", seconds // 60)


def _speech(value: Any, _setting: Setting) -> str:
    return _("Mỗi lượt phát biểu được %(time)s; chủ trì có thể cho thêm.", time=_time(value))


def _point(value: Any, _setting: Setting) -> str:
    return _("Mỗi ý kiến về thủ tục được %(time)s.", time=_time(value))


def _reply(value: Any, _setting: Setting) -> str:
    return _("Mỗi lần đáp lời được %(time)s.", time=_time(value))


ORDERS: dict[str, Callable[[], tuple[str, str]]] = {
    "first_time": lambda: (
        _("Người nói lần đầu trước"),
        _("Ai chưa nói ở nội dung này thì nói trước, rồi theo lúc đăng ký."),
    ),
    "arrival": lambda: (_("Theo lúc đăng ký"), _("Ai đăng ký trước thì nói trước.")),
    "least_time": lambda: (_("Người nói ít nhất trước"), _("Ai nói ít phút nhất trong phiên thì nói trước.")),
    "groups": lambda: (_("Luân phiên các tổ"), _("Mỗi tổ một lượt, tổ chờ lâu nhất nói trước.")),
}


def _orders() -> Sequence[Choice]:
    return [Choice(say()[0], order) for order, say in ORDERS.items()]


def _order_sentence(value: Any, _setting: Setting) -> str:
    return ORDERS[value]()[1]


def _questions() -> Sequence[Choice]:
    return [
        Choice(_("Theo loại cơ quan: hội đồng nhân dân thì có"), None),
        Choice(_("Có chất vấn"), True),
        Choice(_("Không có chất vấn"), False),
    ]


def _questions_sentence(value: Any, setting: Setting) -> str:
    if setting.council if value is None else value:
        return _("Thành viên được đăng ký chất vấn, có danh sách riêng.")
    return _("Không có danh sách chất vấn.")


def _limit(title: Callable[[], str], sentence: Callable[[Any, Setting], str], *usual: int) -> Face:
    return Face("speaking", title, _minutes(*usual), sentence)


register_rule(
    "speaking.limit", rules.LIMIT, _limit_said, _limit(lambda: _("Thời gian phát biểu"), _speech, 3, 5, 10, 15)
)
register_rule(
    "speaking.point_of_order_limit",
    rules.POINT_OF_ORDER_LIMIT,
    _limit_said,
    _limit(lambda: _("Thời gian nói về thủ tục"), _point, 1, 2, 3),
)
register_rule(
    "speaking.reply_limit",
    rules.REPLY_LIMIT,
    _limit_said,
    _limit(lambda: _("Thời gian đáp lời"), _reply, 1, 2, 3),
)
register_rule(
    "speaking.order",
    rules.FIRST_TIME,
    _order_said,
    Face("speaking", lambda: _("Cách xếp danh sách phát biểu"), _orders, _order_sentence),
)
# Whether members are offered questions (chất vấn); where a body says nothing, councils do.
register_rule(
    "speaking.questions",
    None,
    _questions_said,
    Face("speaking", lambda: _p("rules", "Chất vấn"), _questions, _questions_sentence),
)
