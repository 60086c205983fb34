"""Opinion slips: what may be done when, reminders, and the ballot they make. Pure: moments are passed in.

Source: voting.md §4; Art. 118 of Luật Tổ chức chính quyền địa phương 2015 (a written slip where discussion is not needed,
the same majority as in a session, the result reported at the next one).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from meetings.attendance.rules import Quorum, quorum
from voting.ruling import rules as ruling
from voting.ruling.rules import NO, OTHER, YES, Ballot, Majority

Choice = Literal["yes", "no", "other"]
CHOICES = (YES, NO, OTHER)
"""đồng ý / không đồng ý / ý kiến khác: the same words in data as a vote's."""

MOVES: dict[str, dict[str, str]] = {
    "edit": {"draft": "draft", "returned": "returned"},
    "remove": {"draft": "removed", "returned": "removed"},
    "submit": {"draft": "submitted", "returned": "submitted"},
    "approve": {"submitted": "approved"},
    "return": {"submitted": "returned", "approved": "returned"},
    "send": {"approved": "sent"},
    "answer": {"sent": "sent"},
    "extend": {"sent": "sent"},
    "chase": {"sent": "sent"},
    "close": {"sent": "closed"},
    "summarise": {"closed": "summarised", "summarised": "summarised"},
    "cancel": {"submitted": "cancelled", "approved": "cancelled", "sent": "cancelled"},
    "report": {"closed": "closed", "summarised": "summarised"},
}
"""act -> {state: the state after it}. What isn't here is refused."""

WRITTEN = ("title", "text", "proposer", "matter", "majority", "left_out")
"""Whoever changes one of these, or its files, wrote at the slip: what is asked, how it is judged, and whom it asks."""

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(days=366)
"""A deadline is so far ahead, at least and at most."""
SOON = timedelta(hours=24)
"""So long before the deadline it is "sắp hết hạn"."""
MOST_ITEMS = 200
"""So many items an agenda has at most."""
MINUTES = {"report": 5, "discuss": 20}
"""Of an item that reports a result, or takes the matter up."""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def after(act: str, state: str) -> str | None:
    """The state after an act; None: not possible from here."""
    return MOVES[act].get(state)


def authors(slip: Mapping[Any, Any]) -> frozenset[str]:
    """Those whose work a slip is: who drafted it, who wrote at it later, who submitted it. None of them approves it."""
    return frozenset({slip["created_by"], slip["submitted_by"], *slip["writers"]} - {None})


def deadline_fault(deadline: datetime, now: datetime) -> str | None:
    """What is wrong with a deadline, as a key word; None: nothing."""
    if deadline < now + SHORTEST:
        return "early"
    return "far" if deadline > now + LONGEST else None


@dataclass(frozen=True, slots=True)
class Asked:
    """One member on the frozen list. `asked` False: counts in N, has no answer to give."""

    person: str
    asked: bool = True
    state: str = "waiting"
    choice: str | None = None
    late: bool = False


def words_fault(choice: str, words: str) -> str | None:
    """An opinion of one's own needs its words; the others may have some."""
    return "words" if choice == OTHER and not words.strip() else None


def answer_fault(state: str, answered: bool, deadline: datetime, now: datetime) -> str | None:
    """Why somebody can't answer now, as a key word; None: they can. An answer is changed until the deadline; a first one is
    taken until the slip is closed, and marked late.
    """
    if after("answer", state) is None:
        return "closed"
    return "settled" if answered and now > deadline else None


def overdue(state: str, asked: bool) -> bool:
    """Who falls overdue when the deadline passes."""
    return asked and state == "waiting"


def missing(recipients: Iterable[Asked]) -> list[str]:
    """Those asked who have not answered."""
    return [one.person for one in recipients if one.asked and one.choice is None]


def close_fault(recipients: Iterable[Asked], deadline: datetime, now: datetime) -> str | None:
    """Before its deadline a slip is closed only where nobody's answer is outstanding."""
    return "waiting" if now < deadline and missing(recipients) else None


def tally(recipients: Iterable[Asked]) -> dict[str, int]:
    """How many of those asked have answered, are still in time, and are overdue."""
    counted = Counter(one.state for one in recipients if one.asked)
    return {name: counted[name] for name in ("answered", "waiting", "overdue")}


def trespass(code: str, of_the_body: bool) -> str | None:
    """Why a command that was refused is to be recorded, as a key word; None: one of the body asked for a slip they don't see,
    such as a draft that was thrown away meanwhile.
    """
    if not of_the_body:
        return "stranger"
    return "not_theirs" if code == "not_allowed" else None


# -- reminders ----------

BETWEEN_CHASES = timedelta(minutes=10)


def chased_again(reminded_at: datetime | None, now: datetime) -> bool:
    """Nobody is reminded by hand twice in a row: a second press would only be noise."""
    return reminded_at is None or now - reminded_at >= BETWEEN_CHASES


@dataclass(frozen=True, slots=True)
class Reminder:
    """`stage`: before, soon, due, after or again."""

    stage: str
    at: datetime


def reminders(sent: datetime, deadline: datetime) -> list[Reminder]:
    """When those who have not answered are reminded: a day and two hours before the deadline, as far as there is time for
    it (of a short one, when a third is left), at the deadline, a day and three days after it.
    """
    span = deadline - sent
    found: list[Reminder] = []
    if span >= 36 * HOUR:
        found.append(Reminder("before", deadline - DAY))
    if span >= 12 * HOUR:
        found.append(Reminder("soon", deadline - 2 * HOUR))
    else:
        found.append(Reminder("soon", deadline - span // 3))
    found.append(Reminder("due", deadline))
    return [*found, Reminder("after", deadline + DAY), Reminder("again", deadline + 3 * DAY)]


STAGES = ("before", "soon", "due", "after", "again")


def still_right(stage: str, deadline: datetime, now: datetime) -> bool:
    """A reminder that comes late (the server was away) is given only where what it says is still so."""
    return now < deadline if stage in ("before", "soon") else now >= deadline


def standing(state: str, deadline: datetime, now: datetime) -> str:
    """How one's own slip stands on a page: answered, overdue, soon or waiting (Đã trả lời, Quá hạn, Sắp hết hạn, Trong hạn)."""
    if state == "answered":
        return "answered"
    if now > deadline:
        return "overdue"
    return "soon" if deadline - now <= SOON else "waiting"


# -- the result ----------


def ballot(recipients: Iterable[Asked], majority: Majority, rules: Mapping[str, Any], chair: str | None) -> Ballot:
    """The slip as a ballot. N is every member of the body on the day of sending. Nobody sits together: where the body's
    majority is of those present or of the ballots cast, those who answered stand for them, and must be as many as its quorum;
    a majority of all members needs none beside itself.
    """
    listed = list(recipients)
    given = {one.person: one.choice for one in listed if one.asked and one.choice is not None}
    cast, members = len(given), len(listed)
    met = Quorum(0, cast, True)
    if majority.base in ("present", "cast"):
        met = quorum(cast, members, dict(rules["quorum"]))
    return Ballot(
        options=CHOICES,
        counts=Counter(given.values()),
        members=members,
        present=cast,
        majority=majority,
        quorum=met,
        chair_choice=given.get(chair or ""),
        chair_decides=rules["tie"] == "chair",
        kind="question",
        version=rules.get("version", 1),
    )


def judged(
    recipients: Iterable[Asked], majority: Majority, rules: Mapping[str, Any], chair: str | None
) -> ruling.Outcome:
    """The verdict, by the rule engine of every vote."""
    return ruling.judge(ballot(recipients, majority, rules, chair))
