"""The people of a meeting: the body's own on the day, and who is invited beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from app.commands import Transaction
from app.database import new_id
from app.doors import consequence
from app.language import gettext as _
from app.people import views as bodies
from app.people.days import local_day
from app.people.models import Membership
from app.people.rules import meeting_capacity, on_roll
from app.policy import Actor
from app.wire import Conflict
from meetings.attendance.models import Attendance, Site
from meetings.course.models import Happening
from meetings.planning.models import GuestItem, Meeting, Participant
from meetings.planning.rules import OVER, post
from meetings.seating.models import Seat

OWN = ("chair", "secretary", "member")
RULE_KEYS = ("majority", "quorum", "tie", "revote", "online_votes", "check_in_code", "opinions")
"""The body's rules a meeting shows, and may override with a reason; among them each matter's own majority (`majority.…`)."""
MANY = 50


def of_meetings(key: str) -> bool:
    return key in RULE_KEYS or key.startswith("majority.")


def bring_up_to_date(tx: Transaction, meeting: Meeting) -> None:
    """The body's people as they are on the day of the meeting: new members come in, former ones go, names and
    offices are renewed. Once it has begun nothing of this happens any more: its roll stays (`views.roll`).

    Whoever the meeting itself has put into a capacity (an acting chair) keeps it while they are of the body.
    """
    wanted = _body_people(tx, meeting)
    kept = {
        row["person"]: row
        for row in tx.connection.execute(
            select(Participant.__table__).where(Participant.meeting == meeting.id)
        ).mappings()
    }
    once = {term.person for term in bodies.terms(tx.connection, meeting.body)}
    gone = [p for p, row in kept.items() if row["capacity"] in OWN and p in once and p not in wanted]
    remove(tx, meeting.id, gone)
    chair_kept = any(row["capacity"] == "chair" and person not in gone for person, row in kept.items())
    new: list[dict[str, Any]] = []
    for person, values in wanted.items():
        row = kept.get(person)
        if row is None:
            if chair_kept and values["capacity"] == "chair":
                values = {**values, "capacity": "member"}
            new.append({**values, "id": new_id(), "meeting": meeting.id})
        else:
            _renew(tx, row, values, chair_kept)
    _insert(tx, new)
    meeting.vote_rules = rules_of(tx, meeting)
    tx.touch(meeting)


def _body_people(tx: Transaction, meeting: Meeting) -> dict[str, dict[str, Any]]:
    """{person: values} of everybody the body brings into its meetings, in its order."""
    found: dict[str, dict[str, Any]] = {}
    members = bodies.current_members(tx.connection, meeting.body, local_day(meeting.started_at or meeting.starts_at))
    for place, row in enumerate(members, start=1):
        capacity = meeting_capacity(row["capacities"])
        if capacity is not None:
            found[row["person"]] = {
                "person": row["person"],
                "capacity": capacity,
                "on_roll": on_roll(row["capacities"]),
                "name": row["name"],
                "office": row["office"] or row["person_office"],
                "post": post(row["capacities"]),
                "group": row["group"],
                "site": None,
                "substitutes": None,
                "clerk_of": None,
                "order": place,
            }
    return found


def _renew(tx: Transaction, row: Any, values: dict[str, Any], chair_kept: bool) -> None:
    """A person already in the meeting, as the body has them now."""
    fresh = {key: values[key] for key in ("name", "office", "post", "on_roll", "order")}
    if row["capacity"] not in OWN or (values["capacity"] == "chair" and not chair_kept):
        fresh |= {"capacity": values["capacity"], "substitutes": None}
    fresh["group"] = row["group"] or values["group"]  # what the meeting itself has said stands
    changed = {key: value for key, value in fresh.items() if row[key] != value}
    if not changed:
        return
    tx.connection.execute(update(Participant).where(Participant.id == row["id"]).values(changed))
    tx.touch(Participant, [row["id"]])
    if "substitutes" in changed:  # whoever is of the body goes for nobody; the member is told so
        theirs = (Attendance.meeting == row["meeting"], Attendance.person == row["substitutes"])
        tx.touch(Attendance, list(tx.connection.execute(select(Attendance.id).where(*theirs)).scalars()))
    if "on_roll" in changed:
        own = (Attendance.meeting == row["meeting"], Attendance.person == row["person"])
        tx.connection.execute(update(Attendance).where(*own).values(on_roll=changed["on_roll"]))
        _touch_sites(tx, row["meeting"])
        tx.touch(Attendance, list(tx.connection.execute(select(Attendance.id).where(*own)).scalars()))
    if "capacity" in changed or "post" in changed:
        tx.rights(row["person"], stream=f"meeting:{row['meeting']}")


def _insert(tx: Transaction, people: list[dict[str, Any]]) -> None:
    """People with their attendance, expected, and the next numbers."""
    if not people:
        return
    last = select(func.max(Participant.number)).where(Participant.meeting == people[0]["meeting"])
    first = (tx.connection.execute(last).scalar() or 0) + 1
    people = [{**row, "number": number} for number, row in enumerate(people, start=first)]
    tx.connection.execute(insert(Participant), people)
    attendance = [
        {
            "id": new_id(),
            "meeting": row["meeting"],
            "person": row["person"],
            "on_roll": row["on_roll"],
            "status": "expected",
            "reason": "",
            "reply": "",
            "leave": "",
            "leave_reason": "",
            "leave_note": "",
        }
        for row in people
    ]
    tx.connection.execute(insert(Attendance), attendance)
    tx.touch(Participant, [row["id"] for row in people])
    tx.touch(Attendance, [row["id"] for row in attendance])
    _tell(tx, "entered", (row["person"] for row in people))
    concerned = {row["person"] for row in people} if len(people) <= MANY else set()  # empty: everybody
    tx.rights(*sorted(concerned), stream=f"meeting:{people[0]['meeting']}")


def invite(tx: Transaction, meeting: str, person: str, capacity: str, **values: Any) -> None:
    """One more person in the meeting: a guest, a substitute, a further secretary. The meeting's figures are
    the caller's to touch.
    """
    last = tx.connection.execute(select(func.max(Participant.order)).where(Participant.meeting == meeting)).scalar()
    row = {
        "id": new_id(),
        "meeting": meeting,
        "person": person,
        "capacity": capacity,
        "on_roll": False,
        "post": "",
        "group": "",
        "site": None,
        "substitutes": None,
        "clerk_of": None,
        "order": (last or 0) + 1,
        **values,
    }
    _insert(tx, [row])


def remove(tx: Transaction, meeting: str, persons: Collection[str]) -> None:
    """These people are out of the meeting, with whoever goes for them, and their devices leave it."""
    if not persons:
        return
    with_substitutes = set(persons) | set(
        tx.connection.execute(
            select(Participant.person).where(Participant.meeting == meeting, Participant.substitutes.in_(persons))
        ).scalars()
    )
    _touch_sites(tx, meeting)
    for model in (Participant, Attendance, GuestItem, Seat):
        rows = select(model.id).where(model.meeting == meeting, model.person.in_(with_substitutes))
        ids = list(tx.connection.execute(rows).scalars())
        if ids and model is not GuestItem:
            tx.touch(model, ids)
        tx.connection.execute(delete(model).where(model.id.in_(ids)))
    _tell(tx, "gone", with_substitutes)
    tx.rights(*sorted(with_substitutes), stream=f"meeting:{meeting}")


def presiding(tx: Transaction, meeting: str) -> Participant | None:
    """Who presides now."""
    wanted = select(Participant).where(Participant.meeting == meeting, Participant.capacity == "chair")
    return tx.session.scalars(wanted.limit(1)).first()


def appoint(tx: Transaction, meeting: Meeting, person: str) -> None:
    """Somebody else of the body presides; the one who did is a member again."""
    rows = {
        row.person: row
        for row in tx.session.scalars(select(Participant).where(Participant.meeting == meeting.id))
        if row.person == person or row.capacity == "chair"
    }
    new = rows[person]
    if new.capacity == "chair":
        return
    if not new.on_roll:
        raise Conflict(_("Chỉ thành viên của cơ quan mới chủ trì được."))
    for row in rows.values():
        row.capacity = "chair" if row is new else "member" if row.on_roll else "guest"
        tx.touch(row)
        tx.rights(row.person)
    tx.session.flush()
    tx.touch(meeting)


def _touch_sites(tx: Transaction, meeting: str) -> None:
    """They count their people."""
    tx.touch(Site, list(tx.connection.execute(select(Site.id).where(Site.meeting == meeting)).scalars()))


def _tell(tx: Transaction, what: str, persons: Iterable[str]) -> None:
    """Who came into the meeting and who went out of it by this command: facts, for the audit to replay."""
    tx.facts(**{what: sorted({*(tx.recorded or {}).get(what, ()), *persons})})


@consequence("body.add_member")
@consequence("body.add_members")
@consequence("body.end_membership")
def rights_in_open_meetings(tx: Transaction, _who: Actor, args: Any) -> None:
    """Whose term in the body begins or ends sees something else in its meetings at once (the hall's screen, an approver)."""
    member = getattr(args, "member", None)
    persons = (
        [tx.get(Membership, member).person]
        if member
        else [row.person for row in getattr(args, "members", [args])]  # add_members, add_member
    )
    open_ = select(Meeting.id).where(Meeting.body == tx.subject, Meeting.phase.not_in(OVER))
    for meeting in tx.connection.execute(open_).scalars():
        tx.rights(*persons, stream=f"meeting:{meeting}")


def rules_of(tx: Transaction, meeting: Meeting) -> dict[str, Any]:
    """The rules of voting that hold in the meeting: the body's on the day, under what the meeting overrides."""
    day = local_day(meeting.started_at or meeting.starts_at)
    kept = meeting.vote_rules or {}
    overridden = [key for key in kept.get("overridden", []) if key in kept]
    found: dict[str, Any] = {
        key: bodies.body_rule(tx.connection, meeting.body, key, day) for key in bodies.RULES if of_meetings(key)
    }
    found |= {key: kept[key] for key in overridden}
    return {**found, "overridden": overridden, "reason": kept.get("reason", "") if overridden else ""}


def ruled_on(tx: Transaction, meeting: Meeting) -> date:
    """The day whose rules the meeting goes by: that on which it was taken up last."""
    taken_up = select(func.max(Happening.at)).where(Happening.meeting == meeting.id, Happening.kind == "resumed")
    return local_day(tx.connection.execute(taken_up).scalar() or meeting.started_at or meeting.starts_at)


def renew_rules(tx: Transaction, meeting: Meeting) -> None:
    """On another day another quorum or majority may hold: the room shows those a vote is judged by now."""
    kept = meeting.vote_rules or {}
    keys = [key for key in bodies.RULES if key == "quorum" or key.startswith("majority")]
    today = local_day(tx.now)
    of_today = {
        key: bodies.body_rule(tx.connection, meeting.body, key, today)
        for key in keys
        if key not in kept.get("overridden", ())
    }
    meeting.vote_rules = {**kept, **of_today}
