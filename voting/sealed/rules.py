"""When a sealed ballot may go on: pure functions on plain values (voting.md §3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from voting.ruling.rules import OTHER

MINIMUM = 5
"""With fewer ballots a box is never opened."""
WARNED_UNDER = 9
"""With fewer voters the chair is warned: in a small group a result tells more than it should."""
MOST_BOARD = 3
MOST_NAMES = 6
"""Among which a sealed ballot may name several: with more, each is put by itself (voting.md, small groups)."""
CONFIRM_WITHIN = timedelta(seconds=60)
MOST_IN_A_PART = 100
"""Envelopes in one `sealed.put`: a command stays small."""
DRAFTS = ("keys", "nonces", "reading", "ready", "stopped")
OVER = ("few", "final", "ended")
"""Nothing is to be opened or looked at any more: keys are wiped, envelopes deleted."""
UNSETTLED = ("opening", "counted", "disputed")
"""Only somebody's act brings the box to its end: until then its envelopes stay beside names."""


def question_fault(options: Sequence[str], names: int, most: int) -> str | None:
    """Why a question is not for one sealed ballot, as a key word: an opinion's words are nobody else's, and so may be a choice of
    several among many names, which a voter could be told to make as a sign.
    """
    if OTHER in options:
        return "words"
    return "many" if most > 1 and names > MOST_NAMES else None


def level_of(board: int) -> str:
    """A: one holds the key; B: two or three, of whom one honest one is enough."""
    return "A" if board == 1 else "B"


def board_fault(board: Sequence[str], members: Iterable[str]) -> str | None:
    """What is wrong with a board, as a key word."""
    if not 1 <= len(board) <= MOST_BOARD:
        return "size"
    if len(set(board)) < len(board):
        return "twice"
    return None if set(members).issuperset(board) else "stranger"


def after_accepting(accepted: Sequence[bool]) -> str:
    return "nonces" if all(accepted) else "keys"


def warnings(eligible: int, minimum: int, changed: int | None) -> list[str]:
    """What the chair is told before opening. `changed`: how many voters are others than in the vote that is put again."""
    found = ["few_voters"] if eligible < WARNED_UNDER else []
    if changed in (1, 2):
        found.append("almost_the_same_voters")
    return found


def expected_of(envelopes: int, unopened_before: Iterable[int]) -> int:
    """How many envelopes the next tablet gets."""
    return envelopes - sum(unopened_before)


def settled(voters: Iterable[str], agreed: Iterable[str], disputed: bool) -> str:
    """What becomes of the check: `disputed`, `final` when all who voted agree, else `checking`."""
    if disputed:
        return "disputed"
    return "final" if set(voters) <= set(agreed) else "checking"


def seconds_of_check(until: datetime | None, now: datetime) -> int:
    """How long the devices' check still holds the meeting: never longer than its minute."""
    left = until - now if until is not None else timedelta(0)
    return -(-left // timedelta(seconds=1)) if timedelta(0) < left <= CONFIRM_WITHIN else 0
