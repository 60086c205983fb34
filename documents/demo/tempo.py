"""When virtual members come, ask for the floor and vote: at a human pace, and the same again for the same seed.

Everything is a function of the seed, of who it is and of what they answer to ("item 2", "vote 1"), in seconds after it began.
Nothing here knows a clock or a house.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from random import Random
from typing import NamedTuple

ARRIVAL = (2.0, 60.0)
"""Most come within the first minute, most of these in its middle."""
LATE = (90.0, 240.0)
STAYS_AWAY, COMES_LATE = 0.05, 0.1

ASKING = (4.0, 120.0)
"""After an item has begun."""
WITHDRAWING = (20.0, 90.0)
"""After one has asked."""
WITHDRAWS = 0.1

VOTING = (2.0, 40.0)
"""After a vote has been opened; most need about eight seconds."""
USUAL, SPREAD = 8.0, 0.7
SECOND_THOUGHT = (3.0, 15.0)
"""After the first ballot."""
TAPPING = (2.0, 7.0)
"""A tap that was asked for: of the counting board, and of a device that looks at what was published."""
NEVER_VOTES, THINKS_AGAIN = 0.04, 0.04
WEIGHTS = {"yes": 82.0, "no": 10.0, "not_voting": 8.0, "other": 8.0}
"""Of options that are a question's usual ones; others are as likely as each other."""

COMES_ELSEWHERE = 0.1
"""Who is planned for a site comes to the hall after all, and the other way round."""
IN_THE_HALL = 0.5
"""Of those whom nobody has placed anywhere."""

KINDS = (("speech", 70.0), ("question", 27.0), ("point_of_order", 3.0))
GISTS = (
    "Đề nghị làm rõ nguồn kinh phí thực hiện.",
    "Cơ bản thống nhất, xin góp ý về tiến độ.",
    "Đề nghị bổ sung trách nhiệm của đơn vị phối hợp.",
    "Số liệu cần thống nhất với báo cáo quý trước.",
    "Đề nghị xem lại thời hạn hoàn thành.",
    "Xin nêu khó khăn ở cơ sở khi triển khai.",
    "Đề nghị giao một đầu mối chủ trì.",
    "Cần lấy thêm ý kiến của các xã, phường.",
    "",
    "",
)


class Temper(NamedTuple):
    """What somebody is like: when they come (None: not at all), and how readily they speak (0 to 1)."""

    arrives: float | None
    talks: float


class Wish(NamedTuple):
    """To speak on an item: when it is asked for, how, and when it is taken back again (None: it is not)."""

    after: float
    kind: str
    gist: str
    withdrawn: float | None


class Ballot(NamedTuple):
    after: float
    choice: str


def temper(seed: int, who: str) -> Temper:
    """What somebody is like today."""
    dice = _dice(seed, who, "temper")
    fate = dice.random()
    if fate < STAYS_AWAY:
        arrives = None
    elif fate < STAYS_AWAY + COMES_LATE:
        arrives = dice.uniform(*LATE)
    else:
        arrives = dice.triangular(*ARRIVAL)
    return Temper(arrives, dice.betavariate(1.2, 3.0))


def place(seed: int, who: str, planned: str | None, sites: Sequence[str], placed: bool) -> str | None:
    """Where somebody comes to, None being the main hall. Where nobody has been `placed`, they come to all places."""
    dice = _dice(seed, who, "place")
    elsewhere = dice.random() < (COMES_ELSEWHERE if placed else 1 - IN_THE_HALL)
    if planned is not None:
        return None if elsewhere else planned
    return dice.choice(list(sites)) if sites and elsewhere else None


def wish(seed: int, who: str, item: str) -> Wish | None:
    """Whether somebody asks for the floor on an item. The talkative do so on more items, and sooner."""
    talks = temper(seed, who).talks
    dice = _dice(seed, who, item)
    if dice.random() >= talks:
        return None
    earliest, latest = ASKING
    after = earliest + (latest - earliest) * dice.random() ** (1 + 2 * talks)
    kind = dice.choices([kind for kind, _ in KINDS], [weight for _, weight in KINDS])[0]
    back = after + dice.uniform(*WITHDRAWING) if dice.random() < WITHDRAWS else None
    return Wish(after, kind, dice.choice(GISTS), back)


def ballots(seed: int, who: str, vote: str, options: Sequence[str], *, revote: bool) -> tuple[Ballot, ...]:
    """The ballots somebody sends in a vote: none, one, or where that is allowed another one on second thoughts."""
    dice = _dice(seed, who, vote)
    if not options or dice.random() < NEVER_VOTES:
        return ()
    earliest, latest = VOTING
    after = min(latest, max(earliest, dice.lognormvariate(math.log(USUAL), SPREAD)))
    first = Ballot(after, _chosen(dice, options))
    others = [option for option in options if option != first.choice]
    if not revote or not others or dice.random() >= THINKS_AGAIN:
        return (first,)
    return (first, Ballot(after + dice.uniform(*SECOND_THOUGHT), _chosen(dice, others)))


def other(seed: int, who: str, vote: str) -> str:
    """Another opinion, in words."""
    return _dice(seed, who, f"{vote} other").choice([gist for gist in GISTS if gist])


def tap(seed: int, who: str, what: str) -> float:
    """Seconds until somebody does what their device asks of them."""
    return _dice(seed, who, what).uniform(*TAPPING)


def _chosen(dice: Random, options: Sequence[str]) -> str:
    return dice.choices(options, [WEIGHTS.get(option, 40.0) for option in options])[0]


def _dice(seed: int, who: str, about: str) -> Random:
    """Everybody's dice are their own: one more member changes nobody else's day."""
    return Random(f"{seed}/{who}/{about}")
