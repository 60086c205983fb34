"""The rules on voting that a body may set, from a day on, and how they read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from app.language import gettext as _
from app.people.faces import Choice, Face, Number, Setting
from app.people.views import register_rule
from meetings.attendance.rules import quorum
from meetings.planning import journal_words
from voting.ruling import matters
from voting.ruling import rules as ruling
from voting.votes import rules


def check_majority(value: Any) -> str | None:
    """What is wrong with a majority, in words."""
    fault = rules.majority_fault(ruling.majority(value))
    return None if fault is None else _("Không có cách tính đa số này.")


def _check_own_majority(value: Any) -> str | None:
    return None if value is None else check_majority(value)


def _check_tie(value: Any) -> str | None:
    return (
        None if value in ("chair", "none") else _("Khi hai bên bằng nhau: theo bên của chủ tọa hoặc không thông qua.")
    )


def _check_choice(value: Any) -> str | None:
    return None if isinstance(value, bool) else _("Giá trị không hợp lệ.")


# -- how they read ----------

WORDS: dict[str, Callable[[], str]] = {
    "more_than_half_of_members": lambda: _("Thông qua khi quá nửa tổng số thành viên tán thành."),
    "two_thirds_of_members": lambda: _("Thông qua khi ít nhất hai phần ba tổng số thành viên tán thành."),
    "three_fifths_of_members": lambda: _("Thông qua khi ít nhất ba phần năm tổng số thành viên tán thành."),
    "unanimous_of_members": lambda: _("Thông qua khi toàn bộ thành viên đều tán thành."),
    "more_than_half_of_present": lambda: _("Thông qua khi quá nửa số thành viên có mặt tán thành."),
    "two_thirds_of_present": lambda: _("Thông qua khi ít nhất hai phần ba số thành viên có mặt tán thành."),
    "three_fifths_of_present": lambda: _("Thông qua khi ít nhất ba phần năm số thành viên có mặt tán thành."),
    "unanimous_of_present": lambda: _("Thông qua khi mọi thành viên có mặt đều tán thành."),
    "more_than_half_of_cast": lambda: _("Thông qua khi quá nửa số phiếu đã gửi tán thành."),
    "two_thirds_of_cast": lambda: _("Thông qua khi ít nhất hai phần ba số phiếu đã gửi tán thành."),
    "three_fifths_of_cast": lambda: _("Thông qua khi ít nhất ba phần năm số phiếu đã gửi tán thành."),
    "unanimous_of_cast": lambda: _("Thông qua khi mọi phiếu đã gửi đều tán thành."),
    ruling.OPINION: lambda: _("Chỉ lấy ý kiến, không quyết định."),
}


def _majorities() -> Sequence[Choice]:
    fixed = Number("k", _("Số phiếu"), 1, 100_000, 5)
    named = [Choice(words, name) for name, words in journal_words.majorities()]
    return [*named, Choice(_("Một số phiếu cố định"), {"name": ruling.AT_LEAST, "k": "#k"}, (fixed,))]


def _majority_sentence(value: Any, _setting: Setting) -> str:
    asked = ruling.majority(value) or ruling.Majority()
    if asked.k is not None:
        return _("Thông qua khi có ít nhất %(n)s phiếu tán thành.", n=asked.k)
    return WORDS[asked.name]()


def _majority_example(value: Any, setting: Setting) -> str:
    """With the members of today; where the present or the ballots count, with as many as the usual quorum."""
    asked = ruling.majority(value) or ruling.Majority()
    n = setting.members
    if asked.name == ruling.OPINION:
        return ""
    if asked.k is not None:
        if asked.k > n:
            return _("Hiện chỉ có %(n)s thành viên: chưa câu hỏi nào có thể được thông qua.", n=n)
        return _("Với %(n)s thành viên hiện nay: cần ít nhất %(least)s phiếu.", n=n, least=asked.k)
    some = max(1, quorum(0, n).needed)
    least = ruling.threshold(asked, ruling.Numbers(n, some, some))
    if asked.base == "members":
        return _("Với %(n)s thành viên hiện nay: cần ít nhất %(least)s phiếu.", n=n, least=least)
    if asked.base == "present":
        return _("Nếu có mặt %(some)s trên %(n)s thành viên: cần ít nhất %(least)s phiếu.", some=some, n=n, least=least)
    return _("Nếu %(some)s trên %(n)s thành viên gửi phiếu: cần ít nhất %(least)s phiếu.", some=some, n=n, least=least)


# -- a majority of a matter's own ----------


def _own_majorities() -> Sequence[Choice]:
    return [Choice(_("Theo quy tắc chung"), None), *_majorities()]


def _own_sentence(said: Callable[[str], str]) -> Callable[[Any, Setting], str]:
    """The sentence of a matter where a majority doesn't pass something, but elects somebody, or loses confidence."""

    def sentence(value: Any, setting: Setting) -> str:
        if value is None:
            return _("Theo quy tắc chung của cơ quan.")
        asked = ruling.majority(value) or ruling.Majority()
        if asked.name == ruling.OPINION:
            return _majority_sentence(value, setting)
        share = _("%(n)s phiếu", n=asked.k) if asked.k is not None else dict(journal_words.majorities())[asked.name]
        return said(share[:1].lower() + share[1:])

    return sentence


def _passing_sentence(value: Any, setting: Setting) -> str:
    return _("Theo quy tắc chung của cơ quan.") if value is None else _majority_sentence(value, setting)


def _own_example(value: Any, setting: Setting) -> str:
    """Of a matter that goes by the general rule, what that comes to today."""
    held = setting.held.get(matters.KEYS["general"], ruling.DEFAULT) if value is None else value
    return _majority_example(held, setting)


def _low_example(value: Any, setting: Setting) -> str:
    """Of confidence the votes that are counted are the low ones."""
    asked = ruling.majority(setting.held.get(matters.KEYS["general"], ruling.DEFAULT) if value is None else value)
    n = setting.members
    if asked is None or asked.base in ("present", "cast") or asked.name == ruling.OPINION or (asked.k or 0) > n:
        return ""
    least = ruling.threshold(asked, ruling.Numbers(n, n, n))
    return _("Với %(n)s thành viên hiện nay: từ %(least)s phiếu tín nhiệm thấp.", n=n, least=least)


class Own(NamedTuple):
    """A matter's face: its title, its sentence, what it comes to."""

    title: Callable[[], str]
    sentence: Callable[[Any, Setting], str]
    example: Callable[[Any, Setting], str] = _own_example


OWN: Mapping[matters.Matter, Own] = {
    "removal": Own(lambda: _("Khi bãi nhiệm đại biểu, thành viên"), _passing_sentence),
    "confidence": Own(
        lambda: _("Khi lấy phiếu tín nhiệm"),
        _own_sentence(lambda share: _("Không đạt tín nhiệm khi số phiếu tín nhiệm thấp là: %(share)s.", share=share)),
        _low_example,
    ),
    "election": Own(
        lambda: _("Khi bầu"),
        _own_sentence(lambda share: _("Để trúng cử cần số phiếu: %(share)s.", share=share)),
    ),
    "bylaws": Own(lambda: _("Khi sửa đổi quy chế, nội quy"), _passing_sentence),
}


def _ties() -> Sequence[Choice]:
    return [Choice(_("Theo bên của chủ tọa"), "chair"), Choice(_("Không được thông qua"), "none")]


def _tie_sentence(value: Any, _setting: Setting) -> str:
    if value == "chair":
        return _("Hai bên bằng nhau thì theo bên mà chủ tọa đã biểu quyết; biểu quyết kín thì chủ tọa quyết định.")
    return _("Hai bên bằng nhau thì không được thông qua.")


def _revotes() -> Sequence[Choice]:
    return [Choice(_("Được đổi cho đến khi đóng biểu quyết"), True), Choice(_("Gửi rồi thì không đổi được"), False)]


def _revote_sentence(value: Any, _setting: Setting) -> str:
    if value:
        return _("Phiếu đã gửi được đổi cho đến khi đóng biểu quyết; phiếu cuối cùng được tính.")
    return _("Phiếu đã gửi thì không đổi được.")


def _online() -> Sequence[Choice]:
    return [Choice(_("Tính vào túc số, không biểu quyết"), False), Choice(_("Được biểu quyết"), True)]


def _online_sentence(value: Any, _setting: Setting) -> str:
    if value:
        return _("Thành viên dự trực tuyến được tính vào túc số và được biểu quyết.")
    return _("Thành viên dự trực tuyến được tính vào túc số nhưng không biểu quyết.")


def _face(
    title: Callable[[], str],
    choices: Callable[[], Sequence[Choice]],
    sentence: Callable[[Any, Setting], str],
    example: Callable[[Any, Setting], str] = lambda _value, _setting: "",
) -> Face:
    return Face("voting", title, choices, sentence, example)


register_rule(
    "majority",
    ruling.DEFAULT,
    check_majority,
    _face(lambda: _("Thông qua khi"), _majorities, _majority_sentence, _majority_example),
)
for _matter, _own in OWN.items():
    own_face = _face(_own.title, _own_majorities, _own.sentence, _own.example)
    register_rule(matters.KEYS[_matter], None, _check_own_majority, own_face)
register_rule("tie", "chair", _check_tie, _face(lambda: _("Hai bên bằng nhau"), _ties, _tie_sentence))
register_rule("revote", True, _check_choice, _face(lambda: _("Việc đổi phiếu"), _revotes, _revote_sentence))
register_rule("online_votes", False, _check_choice, _face(lambda: _("Dự trực tuyến"), _online, _online_sentence))
