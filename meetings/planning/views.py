"""The meeting, its people, its remarks; and the list of meetings a person may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, bindparam, case, or_, select

from app.people.days import local_day, today
from app.people.models import Body, Membership
from app.people.rules import Term
from app.text import fold
from app.views import Form, collection
from app.wire import stamp, stamp_or_none
from meetings import scopes
from meetings.attendance.models import Attendance
from meetings.attendance.rules import TWO_THIRDS, quorum
from meetings.attendance.views import Presence, presence
from meetings.planning.models import GuestItem, Meeting, Participant, Remark
from meetings.planning.rules import HELD

DESK = ("chair", "secretary")


_presiding = select(Participant.meeting, Participant.person).where(
    Participant.meeting.in_(bindparam("meetings", expanding=True)), Participant.capacity == "chair"
)


@collection("meeting", Meeting, kind="meeting", within="id")
def meeting_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """The meeting with its quorum: members here of all members, guests and substitutes aside."""
    ids = [row["id"] for row in rows]
    here = presence(read, ids)
    chairs = dict(read.execute(_presiding, {"meetings": ids}).all())
    published = {row["id"] for row in rows if row["published_at"] is not None}
    for row in rows:
        counted = here.get(row["id"], Presence())
        rule = (row["vote_rules"] or {}).get("quorum") or TWO_THIRDS
        speaking = {key: value for key, value in row["speaking"].items() if key in ("order", "questions")}
        form: dict[str, Any] = {
            key: row[key] for key in ("title", "body", "kind", "phase", "place", "minutes", "item", "reason", "dark")
        }
        form |= {"starts_at": stamp(row["starts_at"]), "vote_rules": row["vote_rules"], "speaking": speaking}
        form |= {
            key: stamp_or_none(row[key]) for key in ("until", "published_at", "started_at", "sitting_since", "ended_at")
        }
        form |= {
            "chair": chairs.get(row["id"]),
            "members": counted.members,
            "quorum": quorum(counted.present, counted.members, rule).as_form(),
        }
        for scope in scopes.shared(row["id"], published):
            shown = form if scope == "hall" else {**form, "video": row["video"]}
            yield Form(row["id"], scope, row["id"], shown)


SHOWN_OF_PEOPLE = (
    "name",
    "office",
    "group",
    "capacity",
    "on_roll",
    "post",
    "site",
    "substitutes",
    "order",
    "number",
    "clerk_of",
)


@collection("people", Participant, kind="meeting", within="meeting")
def people_forms(read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """Keyed by person. To which items a guest is invited is told to the desk."""
    published = scopes.published(read, {row["meeting"] for row in rows})
    guests = {row["person"] for row in rows if row["capacity"] == "guest"}
    items = _guest_items(read, {row["meeting"] for row in rows}) if guests else {}
    for row in rows:
        form: dict[str, Any] = {key: row[key] for key in SHOWN_OF_PEOPLE}
        if row["joined_at"] is not None:
            form["joined_at"] = stamp(row["joined_at"])
        if row["former"]:
            form |= {"former": row["former"], "former_at": stamp(row["former_at"])}
        for scope in scopes.shared(row["meeting"], published):
            if scope == "desk" and row["capacity"] == "guest":
                yield Form(
                    row["id"],
                    scope,
                    row["person"],
                    {**form, "items": items.get((row["meeting"], row["person"]), [])},
                )
            else:
                yield Form(row["id"], scope, row["person"], form)


def _guest_items(read: Connection, meetings: set[str]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    listed = select(GuestItem.meeting, GuestItem.person, GuestItem.item).where(GuestItem.meeting.in_(meetings))
    for meeting, person, item in read.execute(listed.order_by(GuestItem.item)):
        found[meeting, person].append(item)
    return found


@collection("remarks", Remark, kind="meeting", within="meeting")
def remark_forms(_read: Connection, rows: Sequence[RowMapping]) -> Iterator[Form]:
    """What the desk has noted for the minutes."""
    for row in rows:
        form = {"item": row["item"], "text": row["text"], "at": stamp(row["at"]), "by": row["by"]}
        form["amended_at"] = stamp_or_none(row["amended_at"])
        yield Form(row["id"], "desk", row["id"], form)


# -- asked by pages and other slices ----------


def meeting_row(read: Connection, meeting: str) -> RowMapping | None:
    return read.execute(select(Meeting.__table__).where(Meeting.id == meeting)).mappings().first()


def roll(read: Connection, meeting: str) -> list[RowMapping]:
    """The members of the body in the meeting, in the body's order: person, name, office. One list for the quorum and for every
    vote of the sitting; it is the body's of the day on which that began (`people.sitting_day`), and stays to its end.
    """
    own = select(Participant.person, Participant.name, Participant.office)
    listed = own.where(Participant.meeting == meeting, Participant.on_roll.is_(True))
    return list(read.execute(listed.order_by(Participant.order, Participant.person)).mappings())


def latest_held() -> tuple[ColumnElement[Any], ...]:
    """The order in which the meeting comes first that a new one is most likely like: the latest of those held, then
    drafts, then what was cancelled.
    """
    likely = case((Meeting.phase.in_(HELD), 0), (Meeting.phase == "cancelled", 2), else_=1)
    return (likely, Meeting.starts_at.desc(), Meeting.id.asc())


def meetings_of(
    read: Connection,
    person: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    body: str | None = None,
    words: Sequence[str] = (),
    limit: int = 500,
) -> list[RowMapping]:
    """The meetings a person may see, newest first, with `capacity` and `reply` of theirs and the body's names.

    `words`, folded: each is somewhere in title, place or the body's name (`ket luan` finds `kết luận`).
    """
    wanted = _listing(person, _screens_of(read, person)).limit(limit)
    if since is not None:
        going_on = and_(Meeting.phase == "paused", Meeting.until >= since)  # adjourned to another day
        wanted = wanted.where(or_(Meeting.starts_at >= since, Meeting.sitting_since >= since, going_on))
    if until is not None:
        wanted = wanted.where(Meeting.starts_at < until)
    if body is not None:
        wanted = wanted.where(Meeting.body == body)
    if words:
        named = read.execute(select(Body.id, Body.name)).all()
        for word in words:
            bodies = [row.id for row in named if word in fold(row.name)]
            wanted = wanted.where(or_(Meeting.folded.contains(word, autoescape=True), Meeting.body.in_(bodies)))
    return list(read.execute(wanted).mappings())


def _listing(person: str, screens: list[str]) -> Select[*tuple[Any, ...]]:
    """Meetings with their body's names and the person's own part in them, those they may see."""
    own = and_(Participant.meeting == Meeting.id, Participant.person == person)
    came = and_(Attendance.meeting == Meeting.id, Attendance.person == person)
    return (
        select(
            *Meeting.__table__.columns,
            Body.name.label("body_name"),
            Body.short_name.label("body_short_name"),
            Participant.capacity,
            Participant.on_roll,
            Attendance.reply,
            Attendance.leave,
            Attendance.status,
        )
        .join(Body, Body.id == Meeting.body)
        .outerjoin(Participant, own)
        .outerjoin(Attendance, came)
        .where(
            or_(
                Participant.capacity.in_(DESK),
                and_(Participant.id.is_not(None), Meeting.published_at.is_not(None)),
                and_(Meeting.body.in_(screens), Meeting.published_at.is_not(None)),
            )
        )
        .order_by(Meeting.starts_at.desc(), Meeting.id)
    )


def _screens_of(read: Connection, person: str) -> list[str]:
    """The bodies of which this account is the hall's screen."""
    columns = (Membership.body, Membership.capacities, Membership.from_date, Membership.until_date)
    rows = read.execute(select(*columns).where(Membership.person == person))
    day = today().isoformat()
    return [body for body, held, begin, end in rows if "hall" in held and Term(person, (), begin, end).covers(day)]


_held = select(Membership.person, Membership.capacities, Membership.from_date, Membership.until_date).where(
    Membership.body == bindparam("of_body"), Membership.person.in_(bindparam("people", expanding=True))
)


def held_on(read: Connection, body: str, persons: Sequence[str], moment: datetime) -> dict[str, set[str]]:
    """What each of these people is in a body on the day of a moment."""
    day = local_day(moment).isoformat()
    found: dict[str, set[str]] = {person: set() for person in persons}
    for person, capacities, begin, end in read.execute(_held, {"of_body": body, "people": persons}):
        if Term(person, (), begin, end).covers(day):
            found[person].update(capacities)
    return found
