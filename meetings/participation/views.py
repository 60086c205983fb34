"""Who has been heard: in the room for the desk alone (`unheard`), and over a body's meetings for its page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, bindparam, select

from app.views import Form, collection
from app.wire import stamp_or_none
from meetings.attendance.models import Attendance, Site
from meetings.participation import rules
from meetings.planning.models import Meeting, Participant
from meetings.speaking.models import Speech
from meetings.speaking.rules import HEARD

NOT_CALLED = ("waiting", "declined")


class Figures(NamedTuple):
    """What somebody did in one meeting."""

    attended: bool = False
    seconds: int | None = None
    asked: bool = False
    last_spoke: datetime | None = None

    def mark(self) -> rules.Mark:
        return rules.mark(self.attended, self.seconds, self.asked)


def figures_in(
    read: Connection, meetings: Sequence[str], persons: Iterable[str] | None = None
) -> dict[tuple[str, str], Figures]:
    """(meeting, person) -> figures, for everybody with a place in the meeting. Two queries, however many people."""
    if not meetings:
        return {}
    attending = select(Attendance.meeting, Attendance.person, Attendance.status).where(Attendance.meeting.in_(meetings))
    speaking = select(
        Speech.meeting, Speech.person, Speech.state, Speech.seconds, Speech.called_at, Speech.replies_to
    ).where(Speech.meeting.in_(meetings))
    if persons is not None:
        listed = sorted(persons)
        attending = attending.where(Attendance.person.in_(listed))
        speaking = speaking.where(Speech.person.in_(listed))
    found = {
        (meeting, person): Figures(attended=status in rules.ATTENDED)
        for meeting, person, status in read.execute(attending)
    }
    for meeting, person, state, seconds, called_at, replies_to in read.execute(speaking):
        key = (meeting, person)
        before = found.get(key, Figures())
        if state in HEARD:
            latest = max(filter(None, (before.last_spoke, called_at)), default=None)
            found[key] = before._replace(seconds=(before.seconds or 0) + seconds, last_spoke=latest)
        elif state in NOT_CALLED and replies_to is None:
            found[key] = before._replace(asked=True)
    return found


@collection("unheard", Attendance, kind="meeting", within="meeting")
def unheard_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """Members over the body's meetings that had ended when this one began: for the desk only.

    A meeting counts when it is over, so this one does not; nor does one that ends later, so a form stays as it is.
    """
    by_meeting: dict[str, list[RowMapping]] = defaultdict(list)
    for row in rows:
        if row["on_roll"]:
            by_meeting[row["meeting"]].append(row)
    begun = _begun(read, by_meeting)
    for meeting in begun:
        members = by_meeting[meeting["id"]]
        persons = [row["person"] for row in members]
        before = earlier(read, meeting["body"], meeting["started_at"], rules.RECENT)
        figures = figures_in(read, before, persons)
        for row in members:
            own = [figures.get((id, row["person"])) or Figures() for id in before]
            yield Form(row["id"], "desk", row["person"], _history(row["person"], own))


_beginning = select(Meeting.id, Meeting.body, Meeting.started_at).where(
    Meeting.id.in_(bindparam("meetings", expanding=True)), Meeting.started_at.is_not(None)
)


def _begun(read: Connection, meetings: Iterable[str]) -> Sequence[RowMapping]:
    return read.execute(_beginning, {"meetings": list(meetings)}).mappings().all()


_earlier = (
    select(Meeting.id)
    .where(
        Meeting.body == bindparam("of_body"),
        Meeting.phase == "ended",
        Meeting.ended_at < bindparam("moment"),
        Meeting.starts_at >= bindparam("since"),
    )
    .order_by(Meeting.starts_at.desc(), Meeting.id)
    .limit(bindparam("most"))
)


def earlier(read: Connection, body: str, moment: datetime, limit: int) -> list[str]:
    """The body's last meetings that had ended by a moment, two terms before it at most, oldest first."""
    asked = {"of_body": body, "moment": moment, "since": rules.since(moment), "most": limit}
    return list(read.execute(_earlier, asked).scalars())[::-1]


def _history(person: str, own: Sequence[Figures]) -> dict[str, Any]:
    line = rules.Line(person, tuple(figures.mark() for figures in own))
    latest = max((one.last_spoke for one in own if one.last_spoke), default=None)
    return {
        "person": person,
        "meetings": len(own),
        "attended": line.attended,
        "spoken": line.spoken,
        "silent": line.silent,
        "registered": line.not_called,
        "last_spoke": stamp_or_none(latest),
    }


# -- asked by pages ---------------------------------------------------------------------------------------------------


def finished_meetings(read: Connection, body: str, limit: int, now: datetime) -> list[RowMapping]:
    """The body's last finished meetings within two terms, oldest first: id, title, starts_at."""
    wanted = (
        select(Meeting.id, Meeting.title, Meeting.starts_at)
        .where(Meeting.body == body, Meeting.phase == "ended", Meeting.starts_at >= rules.since(now))
        .order_by(Meeting.starts_at.desc(), Meeting.id)
        .limit(limit)
    )
    return list(read.execute(wanted).mappings())[::-1]


def lines_of(read: Connection, meetings: Sequence[str], persons: Sequence[str]) -> list[rules.Line]:
    """One line for each person, in their order; where somebody had no place in a meeting there is no mark."""
    figures = figures_in(read, meetings, persons)
    return [
        rules.Line(
            person,
            tuple(
                figures[meeting, person].mark() if (meeting, person) in figures else rules.NONE for meeting in meetings
            ),
        )
        for person in persons
    ]


def sites_of(read: Connection, meetings: Sequence[str]) -> dict[tuple[str, int], str]:
    """(person, the meeting's place among these) -> the site where they took part, for whoever was at one."""
    places = {meeting: place for place, meeting in enumerate(meetings)}
    wanted = select(Participant.meeting, Participant.person, Site.name).join(Site, Site.id == Participant.site)
    rows = read.execute(wanted.where(Participant.meeting.in_(meetings)))
    return {(person, places[meeting]): name for meeting, person, name in rows}


def speeches_by(read: Connection, meetings: Sequence[str], person: str) -> list[RowMapping]:
    """What somebody said in these meetings, latest first: their own page."""
    wanted = (
        select(Speech.id, Speech.meeting, Speech.gist, Speech.seconds, Speech.called_at, Meeting.title)
        .join(Meeting, Meeting.id == Speech.meeting)
        .where(Speech.meeting.in_(meetings), Speech.person == person, Speech.state == "finished")
        .order_by(Speech.called_at.desc(), Speech.id)
    )
    return list(read.execute(wanted).mappings())
