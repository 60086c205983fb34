"""What happened in a meeting, as frozen values the minutes are drafted from. Moments are in the local zone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from voting.ruling.facts import Fact


@dataclass(frozen=True, slots=True)
class OnDay:
    """One person on one day of a meeting that went over several."""

    day: date
    on_roll: bool
    here: bool
    online: bool = False
    reason: str = ""
    arrived_late: datetime | None = None
    left_early: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attendee:
    """One person invited. `here`: came, or online; `substitute`: who came for them; `for_name`: for whom. `since`: the day from which
    they are on the roll, `former_since` from which they are no more what they were, where that is a later one of the meeting. `days`: of a
    meeting of several days, those that concern them.
    """

    name: str
    office: str
    capacity: str
    on_roll: bool
    here: bool
    online: bool = False
    reason: str = ""
    substitute: str = ""
    for_name: str = ""
    arrived_late: datetime | None = None
    left_early: datetime | None = None
    since: date | None = None
    former_since: date | None = None
    days: tuple[OnDay, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the agenda; `papers` are the titles of its published papers."""

    id: str
    order: int
    title: str
    presenter: str = ""
    started_at: datetime | None = None
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """Somebody spoke. `text` is the secretary's record, or the speaker's own gist; empty: nobody noted it.

    `to`: who a question was for.
    """

    id: str
    item: str | None
    name: str
    office: str
    kind: str
    text: str
    at: datetime
    to: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A written opinion, with what the desk answered."""

    id: str
    item: str | None
    name: str
    office: str
    text: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Voted:
    """A vote that was closed, annulled or cancelled. `counts` in the order of its options, under their names."""

    id: str
    item: str | None
    question: str
    at: datetime
    state: str
    secret: bool = False
    members: int = 0
    present: int = 0
    cast: int = 0
    counts: tuple[tuple[str, int], ...] = ()
    verdict: str = "none"
    chosen: tuple[str, ...] = ()
    reason: str = ""
    level: str = ""
    """How sure a sealed ballot is: "A" or "B"."""
    checked: tuple[str, ...] = ()
    """What the voters' devices said of a sealed ballot, in sentences."""
    by_hand: str = ""
    """Of a count by hand: "hands" or "paper"."""
    invalid: int = 0
    """Ballots that were cast and couldn't be read."""
    counted_by: tuple[str, ...] = ()
    """Whose figures these are: who typed them, then who confirmed them or typed the same."""
    names: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Who chose what where the vote was open and by name, in the order of the roll; who cast nothing at the end."""
    kind: str = "question"
    alone: bool = False
    """One candidate, for or against."""
    said: str = ""
    """The verdict's own sentence: of a choice, an election, confidence, and of whatever has no force."""
    rule: str = ""
    """The rule in words."""
    facts: tuple[Fact, ...] = ()
    """Every figure of the result."""
    opening_reason: str = ""
    """Why it was opened below the quorum."""
    most: int = 1
    """How many options a ballot could name."""
    words: tuple[tuple[str, str], ...] = ()
    """Opinions of one's own: whose (or ""), what."""


@dataclass(frozen=True, slots=True)
class Conclusion:
    """An approved conclusion."""

    id: str
    item: str | None
    order: int
    text: str
    assignee: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """An event told in a sentence: a pause, something the secretary noted."""

    id: str
    item: str | None
    at: datetime
    text: str
    decides: bool = False
    """The item was decided by it, without being taken up."""


@dataclass(frozen=True, slots=True)
class Reported:
    """What came of an opinion slip. `counts`: those who agree, who disagree, of another opinion; `report`: its number, or ""."""

    title: str
    slip: int
    sent: date
    report: str
    asked: int
    answered: int
    counts: tuple[int, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Presided:
    """Who presided from when to when, where several did in turn."""

    name: str
    office: str
    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Renewed:
    """On another day the roll was another: how many members from then on, who came on it, who went off it."""

    at: datetime
    members: int
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Happened:
    """The whole meeting."""

    title: str
    kind: str
    body_name: str
    place: str
    started_at: datetime
    ended_at: datetime
    attendees: tuple[Attendee, ...] = ()
    sites: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    speeches: tuple[Spoken, ...] = ()
    votes: tuple[Voted, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()
    notes: tuple[Note, ...] = field(default=())
    presided: tuple[Presided, ...] = ()
    written: tuple[Written, ...] = ()
    renewed: tuple[Renewed, ...] = ()
    days: tuple[date, ...] = ()
    """Of a meeting that was adjourned to another day: on which it sat."""
