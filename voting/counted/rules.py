"""Who may type a count and who confirms it, and when two people agree: pure functions (docs/decisions/0032)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from voting.ruling.kinds_rules import HandCount, Question, hand_count_fault, hands
from voting.votes.rules import Member, here_later

HANDS, PAPER = "hands", "paper"
LEVEL = "P"
"""Of a secret vote on paper: two people typed the count, each by themselves."""
MAY_COUNT: Mapping[str, frozenset[str]] = {
    HANDS: frozenset({"chair", "secretary"}),
    PAPER: frozenset({"secretary", "board"}),
}


@dataclass(frozen=True, slots=True)
class Teller:
    """Somebody who types or confirms; `roles` of chair, secretary, board (of this vote)."""

    person: str
    roles: frozenset[str]


def teller_fault(way: str, teller: Teller) -> str | None:
    """Why this person has no part in the count, as a key word: a show of hands is the desk's to count, paper the board's
    and the secretaries'.
    """
    return None if teller.roles & MAY_COUNT[way] else "stranger"


def pair_fault(way: str, first: Teller, second: Teller) -> str | None:
    """Why these two can't vouch for a count together: one person isn't two, and paper is never counted without its board."""
    if first.person == second.person:
        return "same"
    fault = teller_fault(way, first) or teller_fault(way, second)
    if fault is None and way == PAPER and "board" not in first.roles | second.roles:
        return "board"
    return fault


def voters_here(roll: Iterable[Member], vote: Any) -> int:
    """How many may have voted: of the roll, with a vote, here at the opening, at the closing or in between; who was here
    only online where the rules frozen with the vote let them. A vote from before who was online was kept has nobody so.
    """
    opening, closing = vote.opening or {}, vote.closing or {}
    online_votes = bool((vote.rules or {}).get("online_votes"))
    far_then, far_later = (set[str]() if online_votes else set(end.get("online", ())) for end in (opening, closing))
    later = set(here_later(closing)) - far_later
    return sum(
        not one.no_vote and ((one.present and one.person not in far_then) or one.person in later) for one in roll
    )


def as_typed(way: str, counts: dict[str, int], issued: int, returned: int, valid: int, invalid: int) -> HandCount:
    """Of a show of hands the figures of paper follow from the hands."""
    return hands(counts) if way == HANDS else HandCount(counts, issued, returned, valid, invalid)


def typed_fault(way: str, asked: Question, typed: HandCount, here: int, chair: str | None) -> str | None:
    """Why these figures can't be right, as a key word. The chair's hand is one of those that were raised."""
    fault = hand_count_fault(asked, typed, here)
    if fault is not None:
        return fault
    if chair is None:
        return None
    return None if way == HANDS and typed.counts.get(chair, 0) > 0 else "chair"


FIGURES = ("counts", "issued", "returned", "valid", "invalid", "chair")
"""What two people must have typed alike."""


def alike(typed: Iterable[Any]) -> bool:
    """Whether all of them typed the same figures."""
    first, *rest = [tuple(getattr(one, name) for name in FIGURES) for one in typed]
    return all(one == first for one in rest)
