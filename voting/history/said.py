"""Votes in words: kinds, outcomes, counts."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any, NamedTuple

from app.language import gettext as _
from app.language import ngettext
from app.language import pgettext as _p
from voting.ruling.facts import Fact, facts_of, label_of
from voting.ruling.matters import alone
from voting.ruling.rules import Kind
from voting.sealed.counts import UNSURE, Checked


class Word(NamedTuple):
    """A word with its glyph and look."""

    words: str
    icon: str
    look: str


def kinds() -> dict[Kind, str]:
    return {
        "question": _("Tán thành hay không tán thành"),
        "choice": _("Chọn phương án"),
        "election": _("Bầu"),
        "confidence": _("Lấy phiếu tín nhiệm"),
    }


def outcomes() -> dict[str, Word]:
    return {
        "passed": Word(_("Được thông qua"), "check-circle-fill", "lam"),
        "not_passed": Word(_("Không được thông qua"), "x-bold", "dat"),
        "tie": Word(_("Hai bên bằng nhau"), "warning-circle", "vang"),
        "void": Word(_("Không có giá trị"), "warning-circle", "dat"),
        "none": Word(_("Chỉ lấy ý kiến"), "chat-text", ""),
        "unsure": Word(_("Kết quả chưa chốt"), "hourglass-medium", "vang"),
        "annulled": Word(_("Đã hủy kết quả"), "arrow-u-up-left", "dat"),
    }


def outcome(line: Mapping[Any, Any]) -> Word:
    """Of candidates and options it is said who was chosen; of confidence, whether it was kept; of a secret one, as on its screen
    (`verdictIn` in static/js/voting/words.js), what it waits for.
    """
    known = outcomes()
    if line["state"] == "annulled":
        return known["annulled"]
    if line["waits"] == "disputed":
        return Word(_("Chưa chốt: có máy báo không khớp"), "warning-circle", "dat")
    if line["waits"]:
        return known["unsure"]._replace(words=_("Đang chờ các máy xác nhận"))
    kind, verdict = line["kind"], line["verdict"]
    word = known.get(verdict, known["void"])
    if alone(line["matter"], line["options"]) and verdict in ("passed", "not_passed"):
        return word._replace(words=_("Trúng cử") if verdict == "passed" else _("Không trúng cử"))
    if kind == "confidence" and verdict in ("passed", "not_passed"):
        return word._replace(words=_("Đạt tín nhiệm") if verdict == "passed" else _("Không đạt tín nhiệm"))
    if kind in ("choice", "election") and verdict in ("passed", "not_passed"):
        chosen = _("Đã chọn được") if verdict == "passed" else _("Chưa chọn được")
        elected = _("Đã bầu được") if verdict == "passed" else _("Chưa bầu được")
        return word._replace(words=elected if kind == "election" else chosen)
    return word


def check(line: Mapping[str, Any]) -> str:
    """What the devices of the voters say of a secret result; nothing of a box that was never opened."""
    checked: Checked | None = line["checked"]
    if checked is None or checked.stage not in (*UNSURE, "final", "ended"):
        return ""
    values = {"n": checked.confirmed, "all": checked.devices}
    agreed = "" if checked.stage == "ended" else _("%(n)s/%(all)s thiết bị xác nhận", **values)
    final = _("kết quả chính thức") if checked.stage == "final" else ""
    told = checked.disputes
    against = ngettext("%(num)s thiết bị báo phiếu không khớp", "%(num)s thiết bị báo phiếu không khớp", told)
    return " · ".join(filter(None, (against if told else "", agreed, final)))


def way(secret: bool, by_name: bool | None = None) -> str:
    """`by_name` of an open one, where it is told whether names stand in the result."""
    if secret:
        return _p("vote", "Kín")
    if by_name is None:
        return _p("vote", "Công khai")
    return _("Công khai, có tên") if by_name else _("Công khai, chỉ số phiếu")


def option(name: str, kind: str) -> str:
    if name == "not_voting" and kind == "election":
        return _("Không bầu ai")
    known = {
        "yes": _("Tán thành"),
        "no": _("Không tán thành"),
        "not_voting": _("Không biểu quyết"),
        "other": _("Ý kiến khác"),
        "high": _("Tín nhiệm cao"),
        "trust": _("Tín nhiệm"),
        "low": _("Tín nhiệm thấp"),
    }
    return known.get(name, name)


def figures(line: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every figure, by the names it has on screens and papers; whether the quorum is met is said beside it."""
    told = facts_of(line["result"], line["options"])
    return [
        (_(label_of(fact, line["kind"])) if not fact.option else option(fact.name, line["kind"]), _figure(fact))
        for fact in told
    ]


def _figure(fact: Fact) -> str:
    if fact.met is None:
        return str(fact.n)
    return _("%(n)s · đủ", n=fact.n) if fact.met else _("%(n)s · không đủ", n=fact.n)


def roll_line(row: Mapping[Any, Any], line: Mapping[str, Any]) -> tuple[str, str]:
    """What is said of somebody on the roll: whether they were there, and what they chose where the vote is by name."""
    there = _("Không biểu quyết nội dung này") if row["no_vote"] else _("Có mặt khi mở") if row["present"] else ""
    if not line["by_name"]:
        return there, ""
    chosen = line["result"]["choices"].get(row["person"])
    named = [chosen] if isinstance(chosen, str) else chosen or []
    return there, "; ".join(option(one, line["kind"]) for one in named) or _("Không gửi phiếu")


def counts(line: Mapping[str, Any], besides: Container[str] = ()) -> list[tuple[str, int]]:
    """Each option in words with its votes, in the order of the ballot; `besides`: but those."""
    order = line.get("options") or list(line["counts"])
    return [(option(name, line["kind"]), line["counts"].get(name, 0)) for name in order if name not in besides]
