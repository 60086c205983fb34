"""The figures that every result tells, wherever it stands: on screens (`resultFacts` in static/js/voting/words.js), on its sheet,
in minutes, in exports. One list, so that no number is left out somewhere, nor called otherwise. Pure.

With them stand the rule in words and the verdict's sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from voting.ruling.rules import BALLOT, NOT_VOTING, OTHER

LABELS = {
    "members": "Tổng số thành viên",
    "present": "Có mặt",
    "issued": "Số phiếu phát ra",
    "returned": "Số phiếu thu về",
    "cast": "Đã biểu quyết",
    "valid": "Phiếu hợp lệ",
    "invalid": "Phiếu không hợp lệ",
    "not_cast": "Chưa biểu quyết",
    "threshold": "Số phiếu cần đạt",
    "low_threshold": "Số phiếu tín nhiệm thấp để không đạt",
    "quorum": "Túc số",
    "at_opening": "Có mặt khi mở biểu quyết",
    "at_closing": "Có mặt khi đóng biểu quyết",
}
"""As official papers say it. `not_cast` is all of N without a ballot: silent, away, or without a vote."""

OPTIONS = {
    "yes": "Tán thành",
    "no": "Không tán thành",
    "not_voting": "Không biểu quyết",
    "other": "Ý kiến khác",
    "high": "Tín nhiệm cao",
    "trust": "Tín nhiệm",
    "low": "Tín nhiệm thấp",
}
NOBODY = "Không bầu ai"
"""A ballot for nobody, in an election."""


class Fact(NamedTuple):
    """A figure by its name; of an option its votes. `met`: of the quorum."""

    name: str
    n: int
    option: bool = False
    met: bool | None = None


def facts_of(result: Mapping[str, Any], options: Sequence[str]) -> tuple[Fact, ...]:
    """Every figure of a result, in the order in which it is told."""
    hand: Mapping[str, Any] = result.get("by_hand") or {}
    quorum: Mapping[str, Any] = result.get("quorum") or {}
    counts: Mapping[str, int] = result["counts"]
    handed = [Fact(name, hand[name]) for name in ("issued", "returned") if name in hand]
    valid = [Fact("valid", hand["valid"])] if "valid" in hand else []
    invalid = [Fact("invalid", result.get("invalid", 0))] if valid or result.get("invalid") else []
    least = "low_threshold" if result.get("kind") == "confidence" else "threshold"
    needed = [Fact(least, result["threshold"])] if result.get("threshold") is not None else []
    ends = (("at_opening", "at_opening"), ("at_closing", "present")) if "at_opening" in quorum else ()
    return (
        *(Fact(name, result[name]) for name in ("members", "present")),
        *handed,
        Fact("cast", result["cast"]),
        *valid,
        *invalid,
        *(Fact(option, counts.get(option, 0), option=True) for option in in_ballot_order(options or list(counts))),
        Fact("not_cast", result["not_cast"]),
        *needed,
        *([Fact("quorum", quorum["needed"], met=quorum["met"])] if quorum else []),
        *(Fact(name, quorum[key]) for name, key in ends),
    )


def in_ballot_order(options: Sequence[str]) -> list[str]:
    """For, against, not voting, another opinion; before them names, as they were put."""
    last = (*BALLOT, OTHER)
    return sorted(options, key=lambda option: last.index(option) if option in last else -1)


def label_of(fact: Fact, kind: str | None) -> str:
    return option_label(fact.name, kind) if fact.option else LABELS[fact.name]


def option_label(option: str, kind: str | None) -> str:
    return NOBODY if option == NOT_VOTING and kind == "election" else OPTIONS.get(option, option)
