"""Kinds of question: what may be put to the vote, what a ballot may say, and how ballots are counted. Pure.

A ballot names options: one, or several where the question allows it. `not_voting` stands alone. An empty ballot is none:
who names nobody in an election sends `not_voting`, which is then "none of them" (phiếu không bầu ai).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voting.ruling.rules import BALLOT, GRADES, KINDS, NO, NOT_VOTING, OTHER, YES, Kind, yes_or_no

MOST_OPTIONS = 30
LONGEST_WORDS = 2000
"""Letters of an opinion of one's own (ý kiến khác)."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: its kind, the options in their order, how many of them a ballot may name, the seats to fill."""

    kind: Kind = "question"
    options: tuple[str, ...] = BALLOT
    most: int = 1
    seats: int | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What can be chosen or elected: the options but abstaining."""
        return tuple(option for option in self.options if option != NOT_VOTING)


def question(kind: Kind, options: Sequence[str] = (), most: int | None = None, seats: int | None = None) -> Question:
    """A question as it is asked for, with what follows from its kind filled in: the three answers, the three grades;
    in an election as many names as seats, and a ballot for nobody.
    """
    named = tuple(options)
    if kind == "question":
        return Question(kind, named or BALLOT)
    if kind == "confidence":
        return Question(kind, named or GRADES)
    if kind == "election":
        filled = seats or 1
        return Question(kind, named if NOT_VOTING in named else (*named, NOT_VOTING), most or filled, filled)
    return Question(kind, named, most or 1)


def question_fault(asked: Question) -> str | None:
    """What is wrong with a question, as a key word; None: nothing."""
    options = asked.options
    if asked.kind not in KINDS:
        return "kind"
    if len(options) > MOST_OPTIONS:
        return "many"
    if any(not option.strip() for option in options):
        return "nameless"
    if len(set(options)) < len(options):
        return "twice"
    return _kind_fault(asked)


def _kind_fault(asked: Question) -> str | None:
    if asked.kind == "question":
        known = yes_or_no(asked.options) and set(asked.options) <= {YES, NO, NOT_VOTING, OTHER}
        return None if known and asked.most == 1 and asked.seats is None else "options"
    if asked.kind == "confidence":
        return None if asked.options == GRADES and asked.most == 1 and asked.seats is None else "options"
    if asked.kind == "choice":
        return _choice_fault(asked)
    if len(asked.names) < 1:
        return "few"
    if asked.seats is None or not 1 <= asked.seats <= len(asked.names):
        return "seats"
    return None if 1 <= asked.most <= len(asked.names) else "most"


def _choice_fault(asked: Question) -> str | None:
    if len(asked.names) < 2:
        return "few"
    if asked.seats is not None:
        return "seats"
    return None if 1 <= asked.most <= len(asked.names) else "most"


def ballot_fault(asked: Question, choice: Sequence[str], words: str = "") -> str | None:
    """What is wrong with a ballot, as a key word; None: it counts. `words` belong to *other*, and are needed there."""
    if not choice:
        return "empty"
    if set(choice) - set(asked.options):
        return "unknown"
    if len(set(choice)) < len(choice):
        return "twice"
    if len(choice) > 1 and NOT_VOTING in choice:
        return "not_voting"
    if len(choice) > asked.most:
        return "many"
    if OTHER in choice:
        return None if words.strip() else "words"
    return "words_unasked" if words.strip() else None


def in_order(asked: Question, choice: Iterable[str]) -> tuple[str, ...]:
    """A ballot's options in the question's order: the order in which they were tapped says nothing."""
    named = set(choice)
    return tuple(option for option in asked.options if option in named)


def count(asked: Question, ballots: Iterable[Sequence[str]]) -> Counter[str]:
    """How many ballots name each option; every option is there, if with 0."""
    counted = Counter(dict.fromkeys(asked.options, 0))
    for ballot in ballots:
        counted.update(set(ballot))
    return counted


# -- counted by hand ----------


@dataclass(frozen=True, slots=True)
class HandCount:
    """A count typed in: ballots handed out, come back, valid and invalid (on paper), or hands (all valid), and how
    many name each option.
    """

    counts: dict[str, int]
    issued: int
    returned: int
    valid: int
    invalid: int


def hands(counts: dict[str, int]) -> HandCount:
    """A show of hands: everybody who raised one has voted, and once."""
    raised = sum(counts.values())
    return HandCount(counts, raised, raised, raised, 0)


def hand_count_fault(asked: Question, counted: HandCount, present: int) -> str | None:
    """Why a count can't be right, as a key word; None: it adds up. No more ballots come back than were handed out, nor
    are handed out than people are present; what came back is valid or invalid.
    """
    figures = (counted.issued, counted.returned, counted.valid, counted.invalid, *counted.counts.values())
    if any(figure < 0 for figure in figures):
        return "negative"
    if set(counted.counts) != set(asked.options):
        return "options"
    if counted.issued > present:
        return "issued"
    if counted.returned > counted.issued:
        return "returned"
    if counted.valid + counted.invalid != counted.returned:
        return "valid"
    return _sums_fault(asked, counted)


def _sums_fault(asked: Question, counted: HandCount) -> str | None:
    named = sum(counted.counts.values())
    if any(figure > counted.valid for figure in counted.counts.values()):
        return "over"
    if asked.most == 1:
        return None if named == counted.valid else "sum"
    return None if counted.valid <= named <= counted.valid * asked.most else "sum"
