"""What a question is about, and which of the body's majorities judges it. Pure (docs/decisions/0040).

`kind` says how a ballot looks, a *matter* what is at stake: removing somebody may be a question of for and against like
any other, and yet need two thirds. A body has a dated majority in general, and may have one of its own for each matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

from voting.ruling.rules import Kind, yes_or_no

Matter = Literal["general", "removal", "confidence", "election", "bylaws"]
MATTERS: tuple[Matter, ...] = ("general", "removal", "confidence", "election", "bylaws")
"""nghị quyết, quyết định thường; bãi nhiệm; lấy phiếu tín nhiệm; bầu; sửa đổi quy chế, nội quy."""

From = Literal["matter", "general", "meeting", "vote"]
"""Where a majority is from: the body's own for the matter, its general one, the meeting's, chosen for this vote alone."""

BY_RULE = "by_rule"
"""Asked for in place of a majority: whatever the rules say when the vote is opened."""

KEYS: Mapping[str, str] = {matter: "majority" if matter == "general" else f"majority.{matter}" for matter in MATTERS}
"""The body's rule of each matter. Its value None: as in general."""


def told_by(kind: Kind) -> Matter:
    """The matter of a question that names none."""
    if kind == "election":
        return "election"
    return "confidence" if kind == "confidence" else "general"


def fits(matter: Matter, kind: Kind) -> bool:
    """An election elects, and three grades are of confidence: there a majority is read otherwise (of low grades). Anything
    else may be put as a question; an election too, for each name by itself.
    """
    if kind in ("election", "confidence"):
        return matter == told_by(kind)
    return matter != "confidence"


def alone(matter: str | None, options: Iterable[str]) -> bool:
    """One candidate by themselves, for or against: of a person it is said whether they are elected (`standsAlone` in
    static/js/voting/words.js).
    """
    return matter == "election" and yes_or_no(options)


class Held(NamedTuple):
    """The majority that holds, where it is from, and the id of the dated rule it comes from (None: the house's default)."""

    majority: Any
    majority_from: From
    id: str | None


def majority_held(
    matter: Matter, overridden: Mapping[str, Any], own: Mapping[str, tuple[Any, str]], default: Any
) -> Held:
    """`overridden`: what the meeting has set by itself; `own`: the body's rules of the day with their ids. What is said of
    the matter goes before what is said in general, whoever says it: a meeting that eases its ordinary votes doesn't thereby
    ease a removal. Where it has set the matter's rule to "as in general" (None), the general one holds because it said so.
    """
    given_back = matter != "general" and KEYS[matter] in overridden
    for key in (KEYS[matter], KEYS["general"]):
        if overridden.get(key) is not None:
            return Held(overridden[key], "meeting", "meeting")
        if key in overridden and key != KEYS["general"]:
            continue
        value, id = own.get(key, (None, None))
        if value is not None:
            return Held(value, "meeting" if given_back else "general" if key == KEYS["general"] else "matter", id)
    return Held(default, "meeting" if given_back else "general", None)
