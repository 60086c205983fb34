"""Who wins a vote: majorities, thresholds, ties and verdicts. Pure functions, whole numbers, never a fraction.

Sources: Luật Tổ chức chính quyền địa phương 77/2015/QH13 (am. 47/2019): Art. 114(3) quorum of two thirds of all
members; Art. 117(3) more than half of **all** members, and on equal sides the side of the Chủ tịch; Art. 91(3)
resolutions of a council by more than half of all delegates, removing a delegate by at least two thirds. Law
72/2025/QH15 replaced it; the principles are believed kept, its article numbers are not verified. Confidence in three
grades: Nghị quyết 96/2023/QH15. Other majorities are a body's own rules (voting.md §1).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from meetings.attendance.rules import Quorum

VERSION = 4
"""Of this law as it is computed here: a vote freezes it at its opening, and a closed one keeps it (`rule_id`). A change of
meaning is a new number beside the old, which goes on judging what was opened under it. 2: confidence that nobody's vote spoke
for is not given, by 1 it was; a majority of the ballots cast is of all that were cast (docs/decisions/0042), by 1 it was of the
valid ones. 3: the verdict's sentence is of the denominator that judged, and says whether confidence is given; before, it named
all members under every rule (docs/decisions/0050). 4: of one candidate voted on alone the sentence says whether they are elected;
before, that they were "passed"; an opinion slip's result speaks of agreeing, as its question does.
"""

YES, NO, NOT_VOTING = "yes", "no", "not_voting"
BALLOT = (YES, NO, NOT_VOTING)
"""tán thành / không tán thành / không biểu quyết (Art. 117(1)): the options where none are named."""

OTHER = "other"
"""ý kiến khác: neither for nor against, with words of its own; an option beside for and against where it is offered."""

GRADES = ("high", "trust", "low")
"""tín nhiệm cao / tín nhiệm / tín nhiệm thấp."""

OPINION = "none"
"""The question asks for opinions and decides nothing."""

Kind = Literal["question", "choice", "election", "confidence"]
KINDS: tuple[Kind, ...] = ("question", "choice", "election", "confidence")
"""For and against; one or several of some options; so many seats among candidates; confidence in three grades."""

Verdict = Literal["passed", "not_passed", "void", "tie", "none"]
Base = Literal["members", "present", "cast"]


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a base: more than (`above`), or at least, `part`/`whole` of all members, of those present, or of the
    ballots cast.
    """

    part: int
    whole: int
    base: Base
    above: bool = False


SHARES: Mapping[str, Share] = {
    "more_than_half_of_members": Share(1, 2, "members", above=True),
    "two_thirds_of_members": Share(2, 3, "members"),
    "three_fifths_of_members": Share(3, 5, "members"),
    "more_than_half_of_present": Share(1, 2, "present", above=True),
    "two_thirds_of_present": Share(2, 3, "present"),
    "more_than_half_of_cast": Share(1, 2, "cast", above=True),
    "two_thirds_of_cast": Share(2, 3, "cast"),
    "unanimous_of_cast": Share(1, 1, "cast"),
    "three_fifths_of_present": Share(3, 5, "present"),
    "three_fifths_of_cast": Share(3, 5, "cast"),
    "unanimous_of_members": Share(1, 1, "members"),
    "unanimous_of_present": Share(1, 1, "present"),
}
AT_LEAST = "at_least"
DEFAULT = "more_than_half_of_members"
NAMES = (*SHARES, AT_LEAST, OPINION)


@dataclass(frozen=True, slots=True)
class Majority:
    """A majority by its name; `k` for `at_least` alone."""

    name: str = DEFAULT
    k: int | None = None

    @property
    def base(self) -> Base | None:
        """What the share is of: the denominator. None for a fixed number and for mere opinions."""
        return SHARES[self.name].base if self.name in SHARES else None

    @property
    def simple(self) -> bool:
        """More than half of something: the majorities that the tie rule of Art. 117(3) speaks of."""
        return self.name in SHARES and SHARES[self.name].above

    def as_form(self) -> str | dict[str, Any]:
        return {"name": self.name, "k": self.k} if self.k is not None else self.name


def majority(given: object) -> Majority | None:
    """A majority as people and programs write it: its name, or `{"name": "at_least", "k": n}`. None: there is no such
    majority.
    """
    if isinstance(given, str):
        return Majority(given) if given in SHARES or given == OPINION else None
    if not isinstance(given, Mapping):
        return None
    if set(given) == {AT_LEAST}:
        given = {"name": AT_LEAST, **_mapping(given[AT_LEAST])}
    name, k = given.get("name"), given.get("k")
    if name != AT_LEAST:
        return majority(name) if set(given) == {"name"} and isinstance(name, str) else None
    known = set(given) == {"name", "k"} and isinstance(k, int) and not isinstance(k, bool) and 1 <= k <= 100_000
    return Majority(AT_LEAST, k) if known else None


def _mapping(value: object) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}


@dataclass(frozen=True, slots=True)
class Numbers:
    """The denominators: N, all members on the frozen roll; those of them present; the ballots they cast."""

    members: int
    present: int
    cast: int

    def of(self, base: Base) -> int:
        return {"members": self.members, "present": self.present, "cast": self.cast}[base]


def threshold(rule: Majority, numbers: Numbers) -> int | None:
    """The least number of votes that passes: with `2 * yes > N`, N // 2 + 1; never below 1. None where nothing is
    decided.
    """
    if rule.name == OPINION:
        return None
    if rule.k is not None:
        return rule.k
    share = SHARES[rule.name]
    part = share.part * numbers.of(share.base)
    least = part // share.whole + 1 if share.above else -(-part // share.whole)
    return max(1, least)


def reaches(votes: int, rule: Majority, numbers: Numbers) -> bool:
    """The law's own inequality, in whole numbers: `2 * yes > N`, `3 * yes >= 2 * N`… Nobody's vote never passes
    anything.
    """
    if rule.name == OPINION or votes < 1:
        return False
    if rule.k is not None:
        return votes >= rule.k
    share = SHARES[rule.name]
    mine, needed = share.whole * votes, share.part * numbers.of(share.base)
    return mine > needed if share.above else mine >= needed


@dataclass(frozen=True, slots=True)
class Ballot:
    """A finished ballot, ready to be judged: everything is frozen, nothing is looked up."""

    options: tuple[str, ...]
    counts: Mapping[str, int]
    members: int
    present: int
    majority: Majority
    quorum: Quorum
    """Needed; present at closing; met at opening and at closing."""
    secret: bool = False
    chair_choice: str | None = None
    """How the chair voted, in an open ballot; None: the chair did not vote, or nobody may know."""
    chair_decides: bool = True
    """The body's tie rule: on equal sides the side of the chair (Art. 117(3))."""
    kind: Kind | None = None
    """None: told by the options."""
    cast: int | None = None
    """How many ballots name something, where one may name several options; None: as many as the counts."""
    invalid: int = 0
    """Ballots besides that name nothing that counts: cast all the same."""
    most: int = 1
    """How many options a ballot may name."""
    seats: int | None = None
    """Of an election."""
    version: int = VERSION
    """Of the law that judges it."""

    @property
    def asks(self) -> Kind:
        return self.kind or ("question" if yes_or_no(self.options) else "choice")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a ballot."""

    ballot: Ballot
    verdict: Verdict
    threshold: int | None
    cast: int
    chosen: tuple[str, ...] | None
    """The options that reached the majority, most votes first; None where the question is one of yes and no."""
    by_chair: bool = False
    """Equal sides, decided by the side the chair voted for."""
    tied: tuple[str, ...] = ()
    """Of an election: those with equal votes for too few seats; they are voted on again."""
    two_thirds_low: bool = False
    """Of confidence: low from two thirds on, by the same denominator."""

    @property
    def numbers(self) -> Numbers:
        return Numbers(self.ballot.members, self.ballot.present, self.cast)


def yes_or_no(options: Iterable[str]) -> bool:
    """Is it a question of for and against, rather than a choice among several options?"""
    return {YES, NO} <= set(options)


def judge(ballot: Ballot) -> Outcome:
    """The verdict. Raises ValueError for numbers that can't be: more ballots than people present, or an option nobody
    offered.
    """
    valid = sum(ballot.counts.values()) if ballot.cast is None else ballot.cast
    cast = valid if ballot.version == 1 else valid + ballot.invalid
    _check(ballot, valid, cast)
    numbers = Numbers(ballot.members, ballot.present, cast)
    least = threshold(ballot.majority, numbers)
    stands = ballot.majority.name != OPINION and ballot.quorum.met
    if ballot.asks == "question":
        verdict, by_chair = _verdict(ballot, numbers)
        return Outcome(ballot, verdict, least, cast, None, by_chair)
    if ballot.asks == "confidence":
        return _confidence(ballot, numbers, least)
    chosen, tied = _elected(ballot, numbers) if ballot.asks == "election" else (_reaching(ballot, numbers), ())
    if not stands:
        return Outcome(ballot, _without_force(ballot), least, cast, ())
    if chosen or not tied:
        return Outcome(ballot, "passed" if chosen else "not_passed", least, cast, chosen, tied=tied)
    return Outcome(ballot, "tie", least, cast, (), tied=tied)


def _without_force(ballot: Ballot) -> Verdict:
    return "none" if ballot.majority.name == OPINION else "void"


def _verdict(ballot: Ballot, numbers: Numbers) -> tuple[Verdict, bool]:
    if ballot.majority.name == OPINION or not ballot.quorum.met:
        return _without_force(ballot), False
    yes, no = ballot.counts.get(YES, 0), ballot.counts.get(NO, 0)
    if reaches(yes, ballot.majority, numbers):
        return "passed", False
    if yes == no and yes > 0 and ballot.majority.simple and ballot.chair_decides:
        return _tie(ballot)
    return "not_passed", False


def _tie(ballot: Ballot) -> tuple[Verdict, bool]:
    """Art. 117(3): equal numbers for and against, then as the Chủ tịch voted. A secret box doesn't tell: the chair
    decides aloud.
    """
    if ballot.secret:
        return "tie", False
    if ballot.chair_choice in (YES, NO):
        return ("passed" if ballot.chair_choice == YES else "not_passed"), True
    return "not_passed", False


def _reaching(ballot: Ballot, numbers: Numbers) -> tuple[str, ...]:
    """Abstaining is nobody's choice. Most votes first, then as the options were read out."""
    won = [
        option
        for option in ballot.options
        if option != NOT_VOTING and reaches(ballot.counts.get(option, 0), ballot.majority, numbers)
    ]
    return tuple(sorted(won, key=lambda option: (-ballot.counts[option], ballot.options.index(option))))


def _elected(ballot: Ballot, numbers: Numbers) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who has the majority, most votes first, as many as there are seats; and those with equal votes for the last
    seats, of whom none is elected: neither the order of the list nor chance decides.
    """
    won = _reaching(ballot, numbers)
    seats = ballot.seats or 1
    if len(won) <= seats:
        return won, ()
    last = ballot.counts[won[seats - 1]]
    if ballot.counts[won[seats]] < last:
        return won[:seats], ()
    tied = tuple(option for option in won if ballot.counts[option] == last)
    return tuple(option for option in won if ballot.counts[option] > last), tied


def _confidence(ballot: Ballot, numbers: Numbers, least: int | None) -> Outcome:
    """Not passed where *low* has the majority; from two thirds of the same denominator on, the law goes further
    (Nghị quyết 96/2023/QH15). Without a single valid ballot nobody has given any.
    """
    low = ballot.counts.get(GRADES[2], 0)
    base = ballot.majority.base
    two_thirds = base is not None and low > 0 and 3 * low >= 2 * numbers.of(base)
    if ballot.majority.name == OPINION or not ballot.quorum.met:
        return Outcome(ballot, _without_force(ballot), least, numbers.cast, None)
    unsaid = ballot.version > 1 and not any(ballot.counts.values())
    verdict: Verdict = "not_passed" if unsaid or reaches(low, ballot.majority, numbers) else "passed"
    return Outcome(ballot, verdict, least, numbers.cast, None, two_thirds_low=two_thirds)


def _check(ballot: Ballot, valid: int, cast: int) -> None:
    if set(ballot.counts) - set(ballot.options):
        raise ValueError("an option that was not offered")
    if ballot.invalid < 0 or any(count < 0 for count in ballot.counts.values()):
        raise ValueError("a negative count")
    if not 0 <= cast <= ballot.present <= ballot.members:
        raise ValueError("cast <= present <= members does not hold")
    named = sum(ballot.counts.values())
    if any(count > valid for count in ballot.counts.values()) or not valid <= named <= valid * ballot.most:
        raise ValueError("the counts and the ballots disagree")


def both_ends(opening: Quorum, closing: Quorum) -> Quorum:
    """The quorum of a ballot: present at closing, met only where it was met at opening and at closing (Art. 114(3);
    voting.md §1).
    """
    return Quorum(closing.needed, closing.present, opening.met and closing.met)


def as_result(outcome: Outcome) -> dict[str, Any]:
    """The result as the wire and the minutes show it, its sentence and names apart (wire.md, `votes.result`)."""
    ballot = outcome.ballot
    result: dict[str, Any] = {
        "members": ballot.members,
        "present": ballot.present,
        "cast": outcome.cast,
        "counts": {option: ballot.counts.get(option, 0) for option in ballot.options},
        "not_cast": ballot.members - outcome.cast,
        "rule": ballot.majority.as_form(),
        "rule_id": f"{ballot.majority.name}/{ballot.version}",
        "threshold": outcome.threshold,
        "quorum": ballot.quorum.as_form(),
        "verdict": outcome.verdict,
        "by_chair": outcome.by_chair,
    }
    if outcome.chosen is not None:
        result["chosen"] = list(outcome.chosen)
    if ballot.kind is not None:
        result["kind"] = ballot.kind
    if ballot.kind in ("choice", "election"):
        result |= {"most": ballot.most, "seats": ballot.seats, "tied": list(outcome.tied)}
    if ballot.kind == "confidence":
        result["two_thirds_low"] = outcome.two_thirds_low
    return result
